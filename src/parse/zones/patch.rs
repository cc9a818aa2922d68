//! A change to files, as `git format-patch` mails it: behind the message that people read come a
//! line of dashes, what changed in which file, and the change itself.

use super::Line;
use crate::draft::Role;

/// Marks the trailers of the message, such as `Signed-off-by:`, and all that programs read, up to
/// the line that ends the mail: `-- `.
pub fn mark(lines: &mut [Line]) {
    let Some(diff) = lines.iter().position(|line| line.text.starts_with("diff --git ")) else { return };
    let is_dashes = |line: &Line| line.text == "---";
    let Some(dashes) = lines[..diff].iter().rposition(is_dashes) else { return };
    let is_end = |line: &Line| line.text == "--";
    let end = lines[diff..].iter().rposition(is_end).map_or(lines.len(), |at| diff + at);
    let trailers = lines[..dashes].iter().rev().take_while(|line| is_trailer(line.text)).count();
    super::mark(lines, dashes - trailers..dashes, Role::Signature);
    // What the author adds for the reviewers stands behind the dashes, before the files.
    let stat = lines[dashes..diff].iter().position(|line| is_stat(line.text)).map_or(diff, |at| dashes + at);
    super::mark(lines, dashes..dashes + 1, Role::Code);
    super::mark(lines, stat..end, Role::Code);
}

/// Whether a line is one of a patch's trailers: `Reviewed-by: Ana <ana@a.example>`.
fn is_trailer(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(name, _)| {
        let is_part = |c: char| c.is_ascii_alphabetic() || c == '-';
        name.chars().all(is_part) && (name.ends_with("-by") || matches!(name, "Fixes" | "Link" | "Closes" | "Cc"))
    })
}

/// Whether a line tells how much a file changed: `src/main.rs | 4 ++--`.
fn is_stat(text: &str) -> bool {
    let Some((_, change)) = text.rsplit_once(" | ") else { return false };
    let change = change.trim_start();
    change.starts_with("Bin ") || change.trim_end_matches(['+', '-', ' ']).bytes().all(|byte| byte.is_ascii_digit())
}
