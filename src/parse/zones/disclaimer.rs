//! Legal notices, notes of virus scanners and banners of mail gateways.

use super::{Line, words};
use crate::draft::Role;

/// A notice is not looked for in more than this many bytes of a paragraph.
const MOST_READ: usize = 4_000;

/// Whether a paragraph, in lower case, is a legal notice or a scanner's note.
pub fn is_notice(text: &str) -> bool {
    let cues = words::LEGAL_CUES.count_in(text);
    (cues >= 2 && words::LEGAL.any_in(text))
        || (cues >= 4 && text.len() >= 150)
        || (text.len() <= 500 && words::SCANNED.any_in(text))
}

/// The text of some lines in lower case, as far as it is read.
pub fn lower(lines: &[Line]) -> String {
    let length: usize = lines.iter().map(|line| line.text.len() + 1).sum();
    let mut text = String::with_capacity(length.min(MOST_READ));
    for line in lines {
        if text.len() + line.text.len() > MOST_READ {
            break;
        }
        if line.text.is_ascii() {
            let start = text.len();
            text.push_str(line.text);
            text[start..].make_ascii_lowercase();
        } else {
            text.push_str(&line.text.to_lowercase().replace('’', "'"));
        }
        // One space between words, so that a phrase may be wrapped.
        text.push(' ');
    }
    text
}

/// Marks the banner that a mail gateway puts above a mail from outside.
pub fn banner(lines: &mut [Line]) {
    let Some(start) = lines.iter().position(Line::is_open) else { return };
    let block = lines[start].block;
    let len = lines[start..].iter().take_while(|line| line.block == block && line.is_open()).count();
    let is_all = lines[start + len..].iter().all(|line| !line.is_open());
    if is_all {
        return;
    }
    // Lower case is never shorter by more than two thirds, so this far is far enough.
    let raw: usize = lines[start..start + len].iter().map(|line| line.text.len()).sum();
    let text = if raw < 1800 { lower(&lines[start..start + len]) } else { return };
    if text.len() < 600 && words::BANNERS.any_in(&text) {
        super::mark(lines, start..start + len, Role::Disclaimer);
    }
}
