//! The signs of labelled examples, numbered, and the table that is made of their weights.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::fit::{Example, Found};

/// How many points one unit of log odds is.
pub const SCALE: f64 = 100.0;

/// The sign that every example has.
pub const ALWAYS: &str = "always";

/// The names of signs, numbered.
#[derive(Default)]
pub struct Names {
    numbers: BTreeMap<String, usize>,
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

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The weights as a table, a line a sign, by name, without those whose name starts with
    /// `leave_out`; `about` is written above.
    pub fn table(&self, about: &str, found: &Found, leave_out: Option<&str>) -> String {
        let points = |sign: usize| (found.weight(sign) * SCALE).round() as i32;
        let always = self.numbers.get(ALWAYS).map_or(0, |&sign| points(sign));
        let kept = |name: &str| name != ALWAYS && leave_out.is_none_or(|start| !name.starts_with(start));
        let named = self.names.iter().enumerate().map(|(number, name)| (name.as_str(), points(number)));
        let mut signs: Vec<(&str, i32)> = named.filter(|(name, points)| *points != 0 && kept(name)).collect();
        signs.sort_unstable();
        let mut text = String::new();
        for line in about.lines() {
            let _ = writeln!(text, "# {line}");
        }
        let _ = writeln!(text, "{ALWAYS}\t{always}");
        for (name, points) in &signs {
            let _ = writeln!(text, "{name}\t{points}");
        }
        text
    }
}

/// Leaves out signs that fewer than `least` examples show: one seen in a few tells of one
/// text only.
pub fn drop_rare<'a>(examples: impl Iterator<Item = &'a mut Example>, names: &Names, least: usize) {
    let mut counts = vec![0_usize; names.len()];
    let examples: Vec<&mut Example> = examples.collect();
    for example in &examples {
        for &sign in &example.signs {
            counts[sign] += 1;
        }
    }
    for example in examples {
        example.signs.retain(|&sign| counts[sign] >= least);
    }
}
