"""The protocol as two clients speak it, those that pytest-lsp knows as Neovim and VS Code.

pytest-lsp also warns of answers that a client has not said it can take; such a warning fails.
"""

import asyncio
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from page import DRAFT, MENDED, PROGRAM, WORDY
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

pytestmark = [pytest.mark.asyncio, pytest.mark.filterwarnings("error::pytest_lsp.checks.LspSpecificationWarning")]

RULE = "concise/wordy-phrase"


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[str(PROGRAM), "lsp"]),
    params=["neovim", "visual_studio_code"],
)
async def client(request, lsp_client: LanguageClient, tmp_path: Path):
    folder = lsp.WorkspaceFolder(uri=tmp_path.as_uri(), name="drafts")
    params = lsp.InitializeParams(
        capabilities=client_capabilities(request.param), root_uri=folder.uri, workspace_folders=[folder]
    )
    lsp_client.folder = tmp_path

    @lsp_client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
    def register(params: lsp.RegistrationParams) -> None:
        lsp_client.registered = [registration.method for registration in params.registrations]

    lsp_client.offered = (await lsp_client.initialize_session(params)).capabilities
    yield lsp_client
    await lsp_client.shutdown_session()


class Open:
    """A document that the client has open."""

    def __init__(self, client: LanguageClient, uri: str, language: str, text: str):
        self.client, self.uri, self.text, self.version = client, uri, text, 1
        self.published: lsp.PublishDiagnosticsParams | None = None
        item = lsp.TextDocumentItem(uri=uri, language_id=language, version=1, text=text)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    @property
    def identifier(self) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri)

    def units(self, text: str) -> int:
        """How many units of the agreed encoding a text has."""
        encoding = self.client.offered.position_encoding or "utf-16"
        codec, width = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[encoding]
        return len(text.encode(codec)) // width

    def range_of(self, words: str) -> lsp.Range:
        """Where words stand that are on one line."""
        line, text = next((n, t) for n, t in enumerate(self.text.split("\n")) if words in t)
        start = self.units(text[: text.index(words)])
        return lsp.Range(lsp.Position(line, start), lsp.Position(line, start + self.units(words)))

    def replace(self, old: str, new: str) -> None:
        """Types over words, and tells the server only of these."""
        change = lsp.TextDocumentContentChangePartial(range=self.range_of(old), text=new)
        self.text, self.version = self.text.replace(old, new, 1), self.version + 1
        versioned = lsp.VersionedTextDocumentIdentifier(version=self.version, uri=self.uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(versioned, [change]))

    async def diagnostics(self) -> list[lsp.Diagnostic]:
        """Those of the text as it is now, pulled or pushed as the client does it."""
        if self.client.capabilities.text_document.diagnostic is not None:
            params = lsp.DocumentDiagnosticParams(self.identifier)
            return (await self.client.text_document_diagnostic_async(params)).items
        while self.published is None or self.published.version != self.version:
            published = await asyncio.wait_for(self.client.wait_for_notification("textDocument/publishDiagnostics"), 10)
            if published.uri == self.uri:
                self.published = published
        return self.published.diagnostics

    async def finding(self, rule: str = RULE) -> lsp.Diagnostic:
        found = [diagnostic for diagnostic in await self.diagnostics() if diagnostic.code == rule]
        assert len(found) == 1, await self.diagnostics()
        return found[0]

    async def actions(self, found: lsp.Diagnostic, *only: str) -> list[lsp.CodeAction]:
        context = lsp.CodeActionContext(diagnostics=[found], only=list(only) or None)
        params = lsp.CodeActionParams(self.identifier, found.range, context)
        return await self.client.text_document_code_action_async(params) or []

    def after(self, edit: lsp.WorkspaceEdit) -> str:
        """The text after an edit."""
        if edit.document_changes:
            (change,) = edit.document_changes
            assert change.text_document.uri == self.uri and change.text_document.version in (None, self.version)
            edits = change.edits
        else:
            edits = edit.changes[self.uri]
        lines = self.text.splitlines(keepends=True)
        offsets = [sum(map(len, lines[:n])) for n in range(len(lines) + 1)]

        def offset(at: lsp.Position) -> int:
            line = lines[at.line] if at.line < len(lines) else ""
            count = next(n for n in range(len(line) + 1) if self.units(line[:n]) == at.character)
            return offsets[at.line] + count

        text = self.text
        for one in sorted(edits, key=lambda one: offset(one.range.start), reverse=True):
            text = text[: offset(one.range.start)] + one.new_text + text[offset(one.range.end) :]
        return text


def mail(client: LanguageClient) -> Open:
    return Open(client, (client.folder / "draft.eml").as_uri(), "mail", DRAFT)


async def test_a_finding_has_its_place_level_and_page(client: LanguageClient):
    draft = mail(client)
    found = await draft.finding()
    assert found.range == draft.range_of(WORDY)
    assert found.source == "presend"
    assert found.severity == lsp.DiagnosticSeverity.Information
    assert found.message.startswith("“In order to” is long")


async def test_a_quick_fix_mends_the_draft(client: LanguageClient):
    draft = mail(client)
    actions = await draft.actions(await draft.finding(), lsp.CodeActionKind.QuickFix)
    assert actions[0].is_preferred
    assert draft.after(actions[0].edit) == MENDED


async def test_all_that_is_safe_is_fixed_at_once(client: LanguageClient):
    draft = Open(
        client, "untitled:Untitled-1", "markdown", "# Hall\n\nIn order to book, call.\n\nWe write in order to win.\n"
    )
    wordy = [each for each in await draft.diagnostics() if each.code == RULE]
    assert len(wordy) == 2
    (fix,) = await draft.actions(wordy[0], "source.fixAll.presend")
    assert draft.after(fix.edit) == "# Hall\n\nTo book, call.\n\nWe write to win.\n"


async def test_what_is_typed_moves_and_mends_findings(client: LanguageClient):
    draft = mail(client)
    await draft.finding()
    draft.replace("Grüße", "Grüße, Grüße 🎪🎪")
    assert (await draft.finding()).range == draft.range_of(WORDY)
    draft.replace(WORDY, "To")
    assert not [each for each in await draft.diagnostics() if each.code == RULE]


async def test_a_mail_is_known_by_its_headers(client: LanguageClient):
    for uri, language in [
        ("untitled:Untitled-1", "plaintext"),
        ((client.folder / "neomutt-fair-1000-1234-5678").as_uri(), "text"),
        ((client.folder / "aerc-compose-12.eml").as_uri(), ""),
    ]:
        draft = Open(client, uri, language, DRAFT.replace("The hall for the autumn fair", "Quick question"))
        assert (await draft.finding("point/vague-subject")).range == draft.range_of("Quick question")


async def test_the_settings_file_is_checked(client: LanguageClient):
    settings = Open(client, (client.folder / "presend.toml").as_uri(), "toml", '[rules]\n"deadline/mising" = "off"\n')
    (found,) = await settings.diagnostics()
    assert "deadline/mising" in found.message
    assert found.range.start.line == 1


async def test_what_was_meant_in_settings_is_a_quick_fix(client: LanguageClient):
    settings = Open(client, (client.folder / "presend.toml").as_uri(), "toml", '[rules]\ndeadlin = "off"\n')
    (found,) = await settings.diagnostics()
    (fix,) = await settings.actions(found, lsp.CodeActionKind.QuickFix)
    assert fix.is_preferred
    assert settings.after(fix.edit) == '[rules]\ndeadline = "off"\n'


@pytest.mark.parametrize("typed", ["[[", "[[ov", "[[ov]]"])
async def test_a_table_is_completed_and_closed_once(client: LanguageClient, typed: str):
    settings = Open(client, (client.folder / "presend.toml").as_uri(), "toml", typed + "\n")
    at = lsp.Position(0, len(typed.rstrip("]")))
    answer = await client.text_document_completion_async(lsp.CompletionParams(settings.identifier, at))
    items = answer.items if isinstance(answer, lsp.CompletionList) else answer
    assert {item.label for item in items} == {"contacts", "guard.recipients", "overrides"}
    edit = next(item.text_edit for item in items if item.label == "overrides")
    assert settings.after(lsp.WorkspaceEdit(changes={settings.uri: [edit]})) == "[[overrides]]\n"


async def test_hover_symbols_lens_and_hints(client: LanguageClient):
    draft = mail(client)
    await draft.finding()
    at = draft.range_of(WORDY).start
    hover = await client.text_document_hover_async(lsp.HoverParams(draft.identifier, at))
    assert RULE in hover.contents.value
    symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(draft.identifier))
    assert symbols
    lenses = await client.text_document_code_lens_async(lsp.CodeLensParams(draft.identifier))
    assert lenses and lenses[0].command.title
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(len(DRAFT.split("\n")), 0))
    hints = await client.text_document_inlay_hint_async(lsp.InlayHintParams(draft.identifier, whole))
    assert any("5 Jun" in str(hint.label) for hint in hints), [hint.label for hint in hints]


async def test_rules_are_completed_in_settings(client: LanguageClient):
    settings = Open(client, (client.folder / "presend.toml").as_uri(), "toml", '[rules]\n"deadline/"\n')
    at = lsp.Position(1, len('"deadline/'))
    answer = await client.text_document_completion_async(lsp.CompletionParams(settings.identifier, at))
    items = answer.items if isinstance(answer, lsp.CompletionList) else answer
    assert "deadline/missing" in [item.label for item in items]
