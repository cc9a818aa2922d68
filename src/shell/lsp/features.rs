//! Requests about what a draft says, each answered by a function over the checked document.

use lsp_server::{ErrorCode, Request, RequestId};
use lsp_types::request::{
    CodeActionRequest, CodeLensRequest, Completion, DocumentSymbolRequest, ExecuteCommand, HoverRequest,
    InlayHintRequest, Request as _, SemanticTokensFullRequest, SemanticTokensRangeRequest,
};
use lsp_types::{CodeActionParams, CompletionParams, ExecuteCommandParams, HoverParams, MessageType, Position, Uri};
use serde_json::{Value, json};

use super::checked::Found;
use super::client::Client;
use super::document::{self, Document};
use super::kind::Kind;
use super::positions::Positions;
use super::requests::raw;
use super::server::{Answer, Asked, Reply, Server, failure};
use super::{actions, commands, completion, hints, hover, lens, settings_file, symbols, tokens};
use crate::report::agenda::Markup;
use crate::report::brief;
use crate::report::escape::visible_lines;
use crate::rules::{self, Card};

impl Server {
    /// Answers a request for a feature.
    pub fn feature(&mut self, request: Request) {
        let options = self.common.options.clone();
        match request.method.as_str() {
            CodeActionRequest::METHOD => self.act(request),
            CodeLensRequest::METHOD => {
                let made = self.scratch.made();
                let is_made = move |uri: &Uri| made.contains(&document::path(uri));
                self.of_draft::<CodeLensRequest, _>(
                    request,
                    |p| &p.text_document.uri,
                    move |view, _| if options.code_lens { lens::lenses(view, is_made(view.uri)) } else { Vec::new() },
                );
            }
            InlayHintRequest::METHOD => self.of_draft::<InlayHintRequest, _>(
                request,
                |p| &p.text_document.uri,
                move |view, p| if options.inlay_hints { hints::hints(view, &p) } else { Vec::new() },
            ),
            SemanticTokensFullRequest::METHOD => self.of_draft::<SemanticTokensFullRequest, _>(
                request,
                |p| &p.text_document.uri,
                move |view, _| options.semantic_tokens.then(|| tokens::tokens(view, None)),
            ),
            SemanticTokensRangeRequest::METHOD => self.of_draft::<SemanticTokensRangeRequest, _>(
                request,
                |p| &p.text_document.uri,
                move |view, p| options.semantic_tokens.then(|| tokens::tokens(view, Some(p.range))),
            ),
            DocumentSymbolRequest::METHOD => {
                self.of_draft::<DocumentSymbolRequest, _>(
                    request,
                    |p| &p.text_document.uri,
                    |view, _| symbols::symbols(view),
                );
            }
            HoverRequest::METHOD => self.hover(request),
            Completion::METHOD => self.complete(request),
            ExecuteCommand::METHOD => self.execute(request),
            method => {
                let message = format!("there is no “{method}” here");
                self.fail(&request.id, ErrorCode::MethodNotFound, &message);
            }
        }
    }

    fn act(&mut self, request: Request) {
        let Some(params) = self.params::<CodeActionParams>(&request.id, request.params.clone()) else { return };
        let least = self.common.options.level;
        match self.settings_file(&params.text_document.uri) {
            Some(document) => {
                let actions = settings_file::actions(document, &self.common.client, &params);
                self.outbox.answer(&request.id, actions);
            }
            None => self.of_draft::<CodeActionRequest, _>(
                request,
                |p| &p.text_document.uri,
                move |view, p| actions::actions(view, &p, least),
            ),
        }
    }

    fn hover(&mut self, request: Request) {
        let Some(params) = self.params::<HoverParams>(&request.id, request.params.clone()) else { return };
        let at = params.text_document_position_params;
        let least = self.common.options.level;
        match self.in_settings(&at.text_document.uri, at.position, completion::hover_in_settings) {
            Some(hover) => self.outbox.answer(&request.id, hover),
            None => self.of_draft::<HoverRequest, _>(
                request,
                |p| &p.text_document_position_params.text_document.uri,
                move |view, p| hover::hover(view, &p, least),
            ),
        }
    }

    fn complete(&mut self, request: Request) {
        let Some(params) = self.params::<CompletionParams>(&request.id, request.params.clone()) else { return };
        let at = params.text_document_position;
        match self.in_settings(&at.text_document.uri, at.position, completion::in_settings) {
            Some(items) => self.outbox.answer(&request.id, items),
            None => self.of_draft::<Completion, _>(
                request,
                |p| &p.text_document_position.text_document.uri,
                |view, p| completion::in_draft(view, p.text_document_position.position),
            ),
        }
    }

    /// What a function says of a place, where the document is a settings file.
    fn in_settings<T>(
        &self,
        uri: &Uri,
        position: Position,
        see: fn(&str, &Positions, Position, &[Card], &Client) -> T,
    ) -> Option<T> {
        let document = self.settings_file(uri)?;
        let client = &self.common.client;
        let positions = document.text.positions(client.encoding);
        Some(see(&document.text.text, &positions, position, &self.cards(Some(uri)), client))
    }

    /// A document that is a settings file.
    fn settings_file(&self, uri: &Uri) -> Option<&Document> {
        self.documents.get(uri).filter(|document| document.kind() == Kind::Settings)
    }

    /// The cards of all rules of a document, also where it is none; the built-in ones, while its
    /// settings are wrong.
    fn cards(&self, uri: Option<&Uri>) -> Vec<Card> {
        let path = uri.map(document::path);
        let folder = path.as_deref().and_then(|path| path.parent());
        let project = folder.and_then(|folder| self.common.configs.project_of(folder).ok());
        project.map_or_else(rules::cards, |project| project.all_cards())
    }

    fn execute(&mut self, request: Request) {
        let Some(params) = self.params::<ExecuteCommandParams>(&request.id, request.params) else { return };
        let text = |at: usize| params.arguments.get(at).and_then(Value::as_str);
        let uri = |at: usize| text(at).and_then(|uri| uri.parse::<Uri>().ok());
        let id = request.id;
        match (params.command.as_str(), text(0)) {
            (commands::EXPLAIN, Some(rule)) => self.explain(&id, rule, uri(1)),
            (commands::EXPLAIN, None) => self.fail(&id, ErrorCode::InvalidParams, "the name of a rule is missing"),
            (command, _) if !commands::ALL.contains(&command) => {
                self.fail(&id, ErrorCode::InvalidParams, &format!("there is no command “{command}” here"));
            }
            (command, _) => match uri(0).filter(|uri| self.documents.contains_key(uri)) {
                Some(uri) => self.when_checked(id, uri, false, make(command.to_owned())),
                None => self.fail(&id, ErrorCode::InvalidParams, "the draft is not open"),
            },
        }
    }

    fn explain(&mut self, id: &RequestId, rule: &str, uri: Option<Uri>) {
        let cards = self.cards(uri.as_ref());
        let Some(card) = cards.iter().find(|card| card.name.0 == rule) else {
            return self.fail(id, ErrorCode::InvalidParams, &format!("there is no rule “{rule}”"));
        };
        let text = brief::card(card, Markup::Text);
        self.outbox.answer(id, &text);
        match self.pages.of(card) {
            Some(page) => self.show_document(&page, text),
            None => self.show_text(&text),
        }
    }

    /// Opens what a command made in the editor; one that can't open it shows the text.
    pub fn show_page(&mut self, page: commands::Page) {
        let text = page.text.clone();
        let path = if self.common.client.shows_documents { self.scratch.write(page) } else { None };
        match path.and_then(|path| document::uri(&path)) {
            Some(uri) => self.show_document(&uri, text),
            None => self.show_text(&text),
        }
    }

    fn show_document(&mut self, uri: &Uri, text: String) {
        if !self.common.client.shows_documents {
            return self.show_text(&text);
        }
        let params = json!({ "uri": uri, "external": false, "takeFocus": true });
        self.ask(Asked::Document(text), "window/showDocument", params);
    }

    /// Shows a text of several lines.
    pub fn show_text(&mut self, text: &str) {
        let params = lsp_types::ShowMessageParams { typ: MessageType::INFO, message: visible_lines(text) };
        self.outbox.notify("window/showMessage", params);
    }
}

/// The answer to a command about a draft: what it made, which is also shown.
fn make(command: String) -> Answer {
    Box::new(move |found: &Found, client: &Client| {
        let page =
            found.checked.as_ref().and_then(|checked| checked.view(client, |view| commands::of_draft(view, &command)));
        let Some(page) = page else {
            return Err(failure(ErrorCode::RequestFailed, "this is no draft that could be checked")).into();
        };
        Reply { result: raw(&page.text), page: Some(page) }
    })
}
