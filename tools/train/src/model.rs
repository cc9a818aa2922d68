//! Examples by group, the weights learned from them, and how well those do on groups that
//! they were not learned from.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use presend::reading::learned::fit::{Example, Found};
use presend::reading::learned::names;
pub use presend::reading::learned::names::{Names, SCALE};

/// In how many examples a sign must be seen.
const LEAST: usize = 4;

/// In how many parts the groups are held back by turns.
pub const FOLDS: usize = 7;

/// Examples of one source, by the group that must not stand on both sides.
pub type Groups<T> = BTreeMap<String, Vec<T>>;

/// The groups that are learned from in a fold, and those held back.
pub fn fold<T: Clone>(groups: &Groups<T>, fold: usize) -> (Vec<T>, Vec<T>) {
    let part = |held: bool| {
        let groups = groups.values().enumerate().filter(|(at, _)| (at % FOLDS == fold) == held);
        groups.flat_map(|(_, items)| items.iter().cloned()).collect()
    };
    (part(false), part(true))
}

/// Leaves out signs that too few examples show.
pub fn drop_rare<'a>(examples: impl Iterator<Item = &'a mut Example>, names: &Names) {
    names::drop_rare(examples, names, LEAST);
}

/// Precision, recall and F1 of what is said against what is so.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Counts {
    pub fn add(&mut self, said: bool, so: bool) {
        self.right += usize::from(said && so);
        self.wrong += usize::from(said && !so);
        self.missed += usize::from(!said && so);
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |part: usize, rest: usize| part as f64 / (part + rest).max(1) as f64;
        let (precision, recall) = (share(self.right, self.wrong), share(self.right, self.missed));
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        write!(f, "precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}")
    }
}

/// Writes the weights as a table, a line a sign, without those whose name starts with
/// `leave_out`.
pub fn write(path: &Path, about: &str, found: &Found, names: &Names, leave_out: Option<&str>) -> io::Result<()> {
    let text = names.table(about, found, leave_out);
    println!("  {} lines, {} kB in {}", text.lines().count(), text.len() / 1000, path.display());
    fs::write(path, text)
}
