//! Examples by group, the weights learned from them, and how well those do on groups that
//! they were not learned from.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use presend::reading::learned::fit::{Example, Found};

/// How many points one unit of log odds is.
pub const SCALE: f64 = 100.0;

/// In how many examples a sign must be seen: one seen in fewer tells of one text only.
const LEAST: usize = 4;

/// The sign that every example has.
pub const ALWAYS: &str = "always";

/// In how many parts the groups are held back by turns.
pub const FOLDS: usize = 7;

/// The names of signs, numbered.
#[derive(Default)]
pub struct Names {
    numbers: HashMap<String, usize>,
    names: Vec<String>,
}

impl Names {
    /// The numbers of signs, each as often as it is seen, with that of [`ALWAYS`].
    pub fn numbers(&mut self, signs: impl IntoIterator<Item = String>) -> Vec<usize> {
        let mut numbers: Vec<usize> = signs.into_iter().map(|sign| self.number(sign)).collect();
        numbers.push(self.number(ALWAYS.to_owned()));
        numbers
    }

    fn number(&mut self, sign: String) -> usize {
        *self.numbers.entry(sign).or_insert_with_key(|sign| {
            self.names.push(sign.clone());
            self.names.len() - 1
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }
}

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
    let mut counts = vec![0_usize; names.len()];
    let examples: Vec<&mut Example> = examples.collect();
    for example in &examples {
        for &sign in &example.signs {
            counts[sign] += 1;
        }
    }
    for example in examples {
        example.signs.retain(|&sign| counts[sign] >= LEAST);
    }
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
    let points = |sign: usize| (found.weight(sign) * SCALE).round() as i32;
    let always = names.numbers.get(ALWAYS).map_or(0, |&sign| points(sign));
    let mut signs: Vec<(&str, i32)> = names
        .names
        .iter()
        .enumerate()
        .map(|(number, name)| (name.as_str(), points(number)))
        .filter(|(name, points)| {
            *points != 0 && *name != ALWAYS && leave_out.is_none_or(|start| !name.starts_with(start))
        })
        .collect();
    signs.sort_unstable();
    let mut text = String::new();
    for line in about.lines() {
        let _ = writeln!(text, "# {line}");
    }
    let _ = writeln!(text, "{ALWAYS}\t{always}");
    for (name, points) in &signs {
        let _ = writeln!(text, "{name}\t{points}");
    }
    println!("  {} signs, {} kB in {}", signs.len(), text.len() / 1000, path.display());
    fs::write(path, text)
}
