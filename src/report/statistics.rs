//! How many findings each rule has, in how many drafts: what a team looks at first.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::document::{Document, Totals};
use super::shown::message_of;
use crate::check::Report;
use crate::rules::{Level, RuleName};
use crate::text::{Safety, Source};

/// How many of the drafts with most findings are remembered.
const WORST: usize = 10;

/// Findings by rule and level, drafts by verdict, and the drafts with most findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    rows: BTreeMap<(RuleName, Level), Row>,
    verdicts: BTreeMap<&'static str, usize>,
    /// Drafts by name with the number of their findings, most first, at most [`WORST`].
    worst: Vec<(String, usize)>,
}

/// The findings of one rule at one level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The findings.
    pub findings: usize,
    /// The drafts that have at least one.
    pub drafts: usize,
    /// Those that `--fix` would mend.
    pub fixable: usize,
}

impl Statistics {
    /// The figures of one draft.
    pub fn of(source: &Source, report: &Report) -> Statistics {
        let mut statistics = Statistics::default();
        for diagnostic in &report.diagnostics {
            let row = statistics.rows.entry((diagnostic.rule.clone(), diagnostic.level)).or_default();
            let is_safe = diagnostic.finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
            *row = Row { findings: row.findings + 1, drafts: 1, fixable: row.fixable + usize::from(is_safe) };
        }
        statistics.verdicts.insert(report.advice.verdict.name(), 1);
        if !report.diagnostics.is_empty() {
            let name = format!("{}{}", source.path, message_of(source));
            statistics.worst.push((name, report.diagnostics.len()));
        }
        statistics
    }

    /// Adds the figures of other drafts.
    pub fn add(&mut self, other: &Statistics) {
        for (key, more) in &other.rows {
            let row = self.rows.entry(key.clone()).or_default();
            row.findings += more.findings;
            row.drafts += more.drafts;
            row.fixable += more.fixable;
        }
        for (verdict, more) in &other.verdicts {
            *self.verdicts.entry(verdict).or_default() += more;
        }
        // Of as many findings, the draft that came first stands first.
        for (name, findings) in &other.worst {
            let at = self.worst.partition_point(|(_, others)| others >= findings);
            if at < WORST {
                self.worst.insert(at, (name.clone(), *findings));
                self.worst.truncate(WORST);
            }
        }
    }

    /// The rules that found something, each with its level, the one with the most findings
    /// first; of as many, by name.
    pub fn rows(&self) -> Vec<(&RuleName, Level, Row)> {
        let mut rows: Vec<_> = self.rows.iter().map(|((rule, level), row)| (rule, *level, *row)).collect();
        rows.sort_by_key(|&(rule, level, row)| (std::cmp::Reverse(row.findings), rule, std::cmp::Reverse(level)));
        rows
    }

    /// The drafts with most findings, by path and number of the message.
    pub fn worst(&self) -> impl Iterator<Item = (&str, usize)> {
        self.worst.iter().map(|(name, findings)| (name.as_str(), *findings))
    }

    /// How many drafts have the verdict of this name.
    pub fn verdict(&self, name: &str) -> usize {
        self.verdicts.get(name).copied().unwrap_or_default()
    }
}

/// A table of all drafts, and nothing of each.
pub fn document() -> Document {
    Document::new("", "", |totals| table(totals) + &totals.tally.line() + "\n")
}

fn table(totals: &Totals) -> String {
    let rows = totals.statistics.rows();
    let Some(width) = rows.iter().map(|(rule, ..)| rule.0.chars().count()).max() else { return String::new() };
    let mut out = format!("findings  {:width$}  level         drafts  fixable\n", "rule");
    for (rule, level, row) in rows {
        let drafts = format!("{} ({})", row.drafts, share(row.drafts, totals.tally.drafts));
        let (rule, level) = (&rule.0, level.name());
        let _ = writeln!(out, "{:>8}  {rule:width$}  {level:7} {drafts:>12}  {:>7}", row.findings, row.fixable);
    }
    out.push('\n');
    out
}

/// A share in whole percent, which is 0 only where there is none.
pub fn share(part: usize, whole: usize) -> String {
    match (part * 100 + whole / 2) / whole.max(1) {
        0 if part > 0 => "<1 %".to_owned(),
        percent => format!("{percent} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_come_by_count_then_by_name() {
        let key = |name: &'static str, level| (RuleName(name.into()), level);
        let row = |findings| Row { findings, drafts: 1, fixable: 0 };
        let one = Statistics {
            rows: BTreeMap::from([
                (key("b/few", Level::Info), row(1)),
                (key("a/few", Level::Info), row(1)),
                (key("c/many", Level::Error), row(2)),
            ]),
            verdicts: BTreeMap::from([("async", 1)]),
            worst: vec![("a.txt".into(), 4)],
        };
        let mut sum = one.clone();
        sum.add(&one);
        let names: Vec<_> =
            sum.rows().iter().map(|(rule, _, row)| (rule.0.to_string(), row.findings, row.drafts)).collect();
        assert_eq!(names, [("c/many".into(), 4, 2), ("a/few".into(), 2, 2), ("b/few".into(), 2, 2)]);
        assert_eq!((sum.verdict("async"), sum.verdict("live")), (2, 0));
    }

    #[test]
    fn a_share_is_rounded_and_never_hides_a_draft() {
        assert_eq!(
            [share(1, 3), share(2, 3), share(1, 900), share(0, 9), share(9, 9)],
            ["33 %", "67 %", "<1 %", "0 %", "100 %"]
        );
        assert_eq!(share(0, 0), "0 %");
    }
}
