//! Inlay hints: the days that relative times come to, and at the top how long the draft takes
//! to read and what it asks.

use lsp_types::{InlayHint, InlayHintLabel, InlayHintParams, InlayHintTooltip};

use super::view::View;
use crate::report::{counted, when};

/// The hints of a range.
pub fn hints(view: &View, params: &InlayHintParams) -> Vec<InlayHint> {
    let asked = view.positions.span(params.range);
    let is_asked = |at: &usize| asked.start <= *at && *at <= asked.end;
    let top = top(view).filter(|(at, ..)| is_asked(at));
    let moment = view.report.reading.moment;
    let counted_from = moment.map(|moment| format!(", counted from {}", when::in_full(moment))).unwrap_or_default();
    let shown =
        view.report.reading.times.iter().filter(|time| is_asked(&time.span.end) && !view.is_unreadable(time.span));
    let days = shown.filter_map(|time| {
        let to = time.latest()?;
        Some((time.span.end, when::day(time, moment)?, format!("{}{counted_from}", when::in_full(to))))
    });
    top.into_iter().chain(days).map(|(at, label, tooltip)| hint(view, at, label, tooltip)).collect()
}

fn hint(view: &View, at: usize, label: String, tooltip: String) -> InlayHint {
    InlayHint {
        position: view.positions.position(at),
        label: InlayHintLabel::String(label),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(tooltip)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    }
}

/// How long the draft takes to read and what it asks, at the end of its first line; none where
/// there is nothing to read.
fn top(view: &View) -> Option<(usize, String, String)> {
    let summary = view.report.summary;
    if summary.words == 0 {
        return None;
    }
    let asks = counted(summary.asks, "ask");
    let label = format!("{} to read, {asks}", time(summary.reading_seconds));
    let tooltip = format!(
        "{} at 238 words a minute, {asks}, {}",
        counted(summary.words, "word"),
        counted(summary.deadlines, "deadline")
    );
    let first = view.source.bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    Some((first.unwrap_or(view.source.bytes.len()), label, tooltip))
}

/// Seconds as people say them.
fn time(seconds: usize) -> String {
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min", seconds.div_ceil(60)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::lsp::client::Client;
    use crate::shell::lsp::view::with_view;

    /// The hints of a range of lines: line, column, label.
    fn hints_in(text: &str, lines: std::ops::Range<u32>) -> Vec<(u32, u32, String)> {
        with_view("a.eml", text, &Client::default(), |view| {
            let range =
                lsp_types::Range::new(lsp_types::Position::new(lines.start, 0), lsp_types::Position::new(lines.end, 0));
            let params = serde_json::json!({ "textDocument": { "uri": view.uri }, "range": range });
            let hints = hints(view, &serde_json::from_value(params).unwrap());
            let shown = |hint: &InlayHint| match &hint.label {
                InlayHintLabel::String(label) => (hint.position.line, hint.position.character, label.clone()),
                InlayHintLabel::LabelParts(_) => panic!("no parts"),
            };
            hints.iter().map(shown).collect()
        })
    }

    #[test]
    fn days_stand_behind_what_they_are_of_within_the_range() {
        let mail = "Date: Sat, 28 Nov 2026 20:00:00 +0100\nSubject: Yard\n\nÜ𝄞, could you answer by Friday?\nWe meet next week.\n";
        let top = (0, 37, "3 s to read, 1 ask".to_owned());
        let friday = (3, 31, "4 Dec".to_owned());
        let week = (4, 17, "Mon 30 Nov – Sun 6 Dec".to_owned());
        assert_eq!(hints_in(mail, 0..9), [top, friday.clone(), week.clone()]);
        assert_eq!(hints_in(mail, 3..4), [friday]);
        assert_eq!(hints_in(mail, 4..5), [week]);
        assert_eq!(hints_in("", 0..9), []);
    }
    #[test]
    fn nothing_stands_within_base64() {
        use base64::Engine as _;
        let body = base64::engine::general_purpose::STANDARD.encode("Could you answer by Friday?\n");
        let mail = format!("Subject: Yard\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{body}\n");
        assert_eq!(hints_in(&mail, 0..9), [(0, 13, "2 s to read, 1 ask".to_owned())]);
    }
}
