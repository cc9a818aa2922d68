//! Semantic highlighting of asks and deadlines.
//!
//! They go by standard types, so that every theme shows them, and by modifiers of their own,
//! so that a theme can tell them from other words.

use lsp_types::{SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensLegend};

use super::view::View;
use crate::Span;
use crate::reading::TimeRole;

/// What a token is: its place in both lists of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Ask = 0,
    Deadline = 1,
}

/// The types and modifiers that tokens go by.
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: vec![SemanticTokenType::KEYWORD, SemanticTokenType::NUMBER],
        token_modifiers: vec![SemanticTokenModifier::new("ask"), SemanticTokenModifier::new("deadline")],
    }
}

/// The tokens of a part of a draft, or of all of it.
pub fn tokens(view: &View, range: Option<lsp_types::Range>) -> SemanticTokens {
    let asked = range.map_or(Span::new(0, view.source.bytes.len()), |range| view.positions.span(range));
    let mut data = Vec::new();
    let mut last = lsp_types::Position::default();
    for (span, kind) in parts(view).into_iter().filter(|(span, _)| span.overlaps(asked)) {
        let range = view.positions.range(span);
        let delta_line = range.start.line - last.line;
        let delta_start = if delta_line == 0 { range.start.character - last.character } else { range.start.character };
        last = range.start;
        data.push(SemanticToken {
            delta_line,
            delta_start,
            length: range.end.character - range.start.character,
            token_type: kind as u32,
            token_modifiers_bitset: 1 << kind as u32,
        });
    }
    SemanticTokens { result_id: None, data }
}

/// The words of asks and deadlines, in order, none over another and none over the end of a line.
fn parts(view: &View) -> Vec<(Span, Kind)> {
    let reading = &view.report.reading;
    let mut deadlines: Vec<Span> =
        reading.times.iter().filter(|time| time.role == TimeRole::Deadline).map(|time| time.span).collect();
    let mut asks: Vec<Span> = reading.real_asks().map(|ask| ask.span).collect();
    for spans in [&mut deadlines, &mut asks] {
        spans.retain(|span| !view.is_unreadable(*span));
        spans.sort();
    }
    let mut parts: Vec<(Span, Kind)> = Vec::new();
    let mut end = 0;
    for deadline in deadlines {
        if deadline.start >= end {
            end = deadline.end;
            parts.push((deadline, Kind::Deadline));
        }
    }
    let mut asked: Vec<(Span, Kind)> = Vec::new();
    let mut end = 0;
    for ask in asks {
        let mut at = ask.start.max(end);
        let first = parts.partition_point(|(deadline, _)| deadline.end <= at);
        for (deadline, _) in parts[first..].iter().take_while(|(deadline, _)| deadline.start < ask.end) {
            asked.extend((at < deadline.start).then(|| (Span::new(at, deadline.start), Kind::Ask)));
            at = at.max(deadline.end);
        }
        asked.extend((at < ask.end).then(|| (Span::new(at, ask.end), Kind::Ask)));
        end = end.max(ask.end);
    }
    parts.append(&mut asked);
    parts.sort_by_key(|(span, _)| *span);
    parts.into_iter().flat_map(|(span, kind)| lines(view, span).into_iter().map(move |line| (line, kind))).collect()
}

/// What a span has of each of its lines, without the white space around.
fn lines(view: &View, span: Span) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut at = span.start;
    for line in view.source.slice(span).split_inclusive(|&byte| matches!(byte, b'\n' | b'\r')) {
        let start = at + (line.len() - line.trim_ascii_start().len());
        let words = line.trim_ascii();
        lines.extend((!words.is_empty()).then(|| Span::new(start, start + words.len())));
        at += line.len();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::lsp::client::Client;
    use crate::shell::lsp::positions::Encoding;
    use crate::shell::lsp::view::with_view;

    /// The tokens as the client finds them in the text: kind and words.
    fn decoded(text: &str, encoding: Encoding, range: Option<lsp_types::Range>) -> Vec<(u32, String)> {
        let client = Client { encoding, ..Client::default() };
        with_view("a.txt", text, &client, |view| {
            let (mut line, mut column) = (0, 0);
            let tokens = tokens(view, range).data;
            let words = tokens.iter().map(|token| {
                line += token.delta_line;
                column = if token.delta_line == 0 { column + token.delta_start } else { token.delta_start };
                assert_eq!(token.token_modifiers_bitset, 1 << token.token_type);
                let start = lsp_types::Position::new(line, column);
                let end = lsp_types::Position::new(line, column + token.length);
                (token.token_type, text[view.positions.span(lsp_types::Range::new(start, end)).range()].to_owned())
            });
            words.collect()
        })
    }

    #[test]
    fn asks_are_parted_by_lines_and_by_their_deadlines() {
        let text = "Ü𝄞, could you send\n  the plan by Friday, Ana?\r\n\r\nÜ𝄞 Please answer.\n";
        let expected =
            [(0, "Ü𝄞, could you send"), (0, "the plan"), (1, "by Friday"), (0, ", Ana?"), (0, "Ü𝄞 Please answer.")];
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let found = decoded(text, encoding, None);
            assert_eq!(found, expected.map(|(kind, words)| (kind, words.to_owned())), "{encoding:?}");
        }
        let range = lsp_types::Range::new(lsp_types::Position::new(3, 0), lsp_types::Position::new(4, 0));
        assert_eq!(decoded(text, Encoding::Utf16, Some(range)), [(0, "Ü𝄞 Please answer.".to_owned())]);
    }
}
