//! What fixing would change, as a unified diff.

use std::fmt::Write as _;
use std::ops::Range;

/// How many unchanged lines stand around a change.
const CONTEXT: usize = 3;
/// How many lines may be taken out and put in before the rest is shown as one change;
/// it bounds the cost, and no set of fixes comes near it.
const MOST: usize = 1000;

/// The unified diff from `old` to `new`; empty where they are equal. It holds the bytes
/// of the files as they are, so that `patch` can apply it.
pub fn unified(path: &str, old: &[u8], new: &[u8]) -> Vec<u8> {
    let (before, after) = (lines(old), lines(new));
    let mut out = Vec::new();
    for hunk in hunks(&changes(&before, &after)) {
        if out.is_empty() {
            out.extend_from_slice(format!("--- {path}\n+++ {path}\n").as_bytes());
        }
        push_hunk(&mut out, &before, &after, hunk);
    }
    out
}

/// Lines taken out and the lines put in their place.
#[derive(Clone, Debug, PartialEq)]
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|&byte| byte == b'\n').collect()
}

/// The changes between two texts, in order: what is between their common ends, compared
/// by Myers' greedy algorithm.
fn changes(old: &[&[u8]], new: &[&[u8]]) -> Vec<Change> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[head..], &new[head..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let steps = match rounds(old, new) {
        Some(rounds) => steps(&rounds, old.len(), new.len()),
        None => vec![Change { old: 0..old.len(), new: 0..new.len() }],
    };
    let mut changes: Vec<Change> = Vec::new();
    for step in steps {
        let change =
            Change { old: head + step.old.start..head + step.old.end, new: head + step.new.start..head + step.new.end };
        match changes.last_mut() {
            Some(last) if last.old.end == change.old.start && last.new.end == change.new.start => {
                last.old.end = change.old.end;
                last.new.end = change.new.end;
            }
            _ => changes.push(change),
        }
    }
    changes
}

/// How far into the old text each diagonal (place in the old less place in the new
/// text) has come.
#[derive(Clone)]
struct Front {
    far: Vec<usize>,
    middle: isize,
}

impl Front {
    fn far(&self, diagonal: isize) -> usize {
        self.far[(self.middle + diagonal) as usize]
    }

    /// Whether round `round` comes to a diagonal by a line put in rather than taken out.
    fn adds(&self, diagonal: isize, round: isize) -> bool {
        diagonal == -round || (diagonal != round && self.far(diagonal - 1) < self.far(diagonal + 1))
    }
}

/// The front before each round, a round being one line more taken out or put in, until
/// the ends are reached; none where that takes more than [`MOST`] rounds.
fn rounds(old: &[&[u8]], new: &[&[u8]]) -> Option<Vec<Front>> {
    let most = (old.len() + new.len()).min(MOST);
    let mut front = Front { far: vec![0; 2 * most + 3], middle: most as isize + 1 };
    let mut rounds = Vec::new();
    for round in 0..=most as isize {
        rounds.push(front.clone());
        for diagonal in (-round..=round).step_by(2) {
            let mut x = match front.adds(diagonal, round) {
                true => front.far(diagonal + 1),
                false => front.far(diagonal - 1) + 1,
            };
            let y = |x: usize| (x as isize - diagonal) as usize;
            while x < old.len() && y(x) < new.len() && old[x] == new[y(x)] {
                x += 1;
            }
            front.far[(front.middle + diagonal) as usize] = x;
            if x >= old.len() && y(x) >= new.len() {
                return Some(rounds);
            }
        }
    }
    None
}

/// The lines taken out and put in, one by one, found by walking the rounds back.
fn steps(rounds: &[Front], old: usize, new: usize) -> Vec<Change> {
    let (mut x, mut y) = (old, new);
    let mut steps = Vec::new();
    for (round, front) in rounds.iter().enumerate().skip(1).rev() {
        let diagonal = x as isize - y as isize;
        let adds = front.adds(diagonal, round as isize);
        let from = if adds { diagonal + 1 } else { diagonal - 1 };
        x = front.far(from);
        y = (x as isize - from) as usize;
        steps.push(match adds {
            true => Change { old: x..x, new: y..y + 1 },
            false => Change { old: x..x + 1, new: y..y },
        });
    }
    steps.reverse();
    steps
}

/// The changes in groups that share their context.
fn hunks(changes: &[Change]) -> Vec<&[Change]> {
    changes.chunk_by(|a, b| b.old.start - a.old.end <= 2 * CONTEXT).collect()
}

fn push_hunk(out: &mut Vec<u8>, old: &[&[u8]], new: &[&[u8]], hunk: &[Change]) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return };
    let lead = first.old.start.min(CONTEXT);
    let trail = (old.len() - last.old.end).min(CONTEXT);
    let old_range = first.old.start - lead..last.old.end + trail;
    let new_range = first.new.start - lead..last.new.end + trail;
    out.extend_from_slice(format!("@@ -{} +{} @@\n", numbers(&old_range), numbers(&new_range)).as_bytes());
    let mut at = old_range.start;
    for change in hunk {
        old[at..change.old.start].iter().for_each(|line| push_line(out, b' ', line));
        old[change.old.clone()].iter().for_each(|line| push_line(out, b'-', line));
        new[change.new.clone()].iter().for_each(|line| push_line(out, b'+', line));
        at = change.old.end;
    }
    old[at..old_range.end].iter().for_each(|line| push_line(out, b' ', line));
}

/// The lines of a hunk as its header names them.
fn numbers(range: &Range<usize>) -> String {
    let mut text = String::new();
    let start = if range.is_empty() { range.start } else { range.start + 1 };
    let _ = write!(text, "{start}");
    if range.len() != 1 {
        let _ = write!(text, ",{}", range.len());
    }
    text
}

fn push_line(out: &mut Vec<u8>, sign: u8, line: &[u8]) {
    out.push(sign);
    out.extend_from_slice(line);
    if !line.ends_with(b"\n") {
        out.extend_from_slice(b"\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str) -> String {
        String::from_utf8(unified("a.txt", old.as_bytes(), new.as_bytes())).unwrap()
    }

    #[test]
    fn equal_texts_have_no_diff() {
        assert_eq!(diff("a\nb\n", "a\nb\n"), "");
    }

    #[test]
    fn far_changes_are_hunks_of_their_own() {
        let old: String = (1..=20).map(|n| format!("{n}\n")).collect();
        let new = old.replace("3\n4\n", "three\n4\n").replace("18\n", "");
        let expected = "--- a.txt\n+++ a.txt\n@@ -1,6 +1,6 @@\n 1\n 2\n-3\n+three\n 4\n 5\n 6\n\
                        @@ -15,6 +15,5 @@\n 15\n 16\n 17\n-18\n 19\n 20\n";
        assert_eq!(diff(&old, &new), expected);
    }

    #[test]
    fn a_missing_last_line_break_is_told() {
        assert_eq!(
            diff("a", "b"),
            "--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn changes_turn_the_old_text_into_the_new_one() {
        let texts = ["", "a\n", "a\nb\nc\nd\n", "b\nx\nd\na\n", "d\nc\nb\na\n", "a\na\nb\na\n"];
        for old in texts {
            for new in texts {
                let (before, after) = (lines(old.as_bytes()), lines(new.as_bytes()));
                let mut made: Vec<&[u8]> = Vec::new();
                let mut at = 0;
                for change in changes(&before, &after) {
                    made.extend(&before[at..change.old.start]);
                    made.extend(&after[change.new.clone()]);
                    at = change.old.end;
                }
                made.extend(&before[at..]);
                assert_eq!(made, after, "{old:?} to {new:?}");
            }
        }
    }

    #[test]
    fn texts_that_share_nothing_are_one_change() {
        let old: String = (0..MOST).map(|n| format!("old {n}\n")).collect();
        let new: String = (0..MOST).map(|n| format!("new {n}\n")).collect();
        assert_eq!(diff(&old, &new).matches("@@ -").count(), 1);
    }
}
