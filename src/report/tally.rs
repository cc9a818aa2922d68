//! The findings of a run in figures.

use crate::check::Report;
use crate::rules::Level;
use crate::text::Safety;

/// How many drafts were checked and what was found in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Drafts that were checked.
    pub drafts: usize,
    /// Drafts with at least one finding.
    pub affected: usize,
    /// Findings of level `error`.
    pub errors: usize,
    /// Findings of level `warning`.
    pub warnings: usize,
    /// Findings of level `info`.
    pub infos: usize,
    /// Findings that `--fix` would mend.
    pub fixable: usize,
    /// Findings that were mended.
    pub fixed: usize,
    /// Findings that make the run fail, by the settings of their draft.
    pub failing: usize,
}

impl Tally {
    /// The figures of one draft, of which findings of `fail_level` and above make the run fail.
    pub fn of(report: &Report, fail_level: Level) -> Tally {
        let count = |level| report.diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
        let safe = |fix: &crate::text::Fix| fix.safety == Safety::Safe;
        Tally {
            drafts: 1,
            affected: usize::from(!report.diagnostics.is_empty()),
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            infos: count(Level::Info),
            fixable: report.diagnostics.iter().filter(|d| d.finding.fix.as_ref().is_some_and(safe)).count(),
            fixed: 0,
            failing: report.diagnostics.iter().filter(|diagnostic| diagnostic.level >= fail_level).count(),
        }
    }

    /// Adds the figures of other drafts.
    pub fn add(&mut self, other: Tally) {
        self.drafts += other.drafts;
        self.affected += other.affected;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.fixable += other.fixable;
        self.fixed += other.fixed;
        self.failing += other.failing;
    }

    /// All findings.
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// The one line that ends a run, without a line break.
    pub fn line(&self) -> String {
        let mended = match self.fixed {
            0 => String::new(),
            fixed => format!("{} fixed; ", counted(fixed, "finding")),
        };
        let found = self.findings();
        if found == 0 {
            let left = if self.fixed == 0 { "No findings" } else { "none left" };
            return format!("{mended}{left} in {}", counted(self.drafts, "draft"));
        }
        let levels: Vec<String> = [(self.errors, "error"), (self.warnings, "warning")]
            .into_iter()
            .filter(|&(count, _)| count > 0)
            .map(|(count, name)| counted(count, name))
            .chain((self.infos > 0).then(|| format!("{} info", self.infos)))
            .collect();
        let drafts = match self.drafts {
            1 => "1 draft".to_owned(),
            drafts => format!("{} of {drafts} drafts", self.affected),
        };
        let left = if self.fixed == 0 { "" } else { " left" };
        let fixable = match self.fixable {
            0 => String::new(),
            fixable => format!("; {fixable} fixable with --fix"),
        };
        format!("{mended}{}{left} ({}) in {drafts}{fixable}", counted(found, "finding"), levels.join(", "))
    }
}

/// A number with its noun, in the plural unless it is one.
pub fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_reads_as_a_sentence() {
        let mut tally = Tally { drafts: 1, ..Tally::default() };
        assert_eq!(tally.line(), "No findings in 1 draft");
        tally.add(Tally { drafts: 1, affected: 1, errors: 1, warnings: 2, fixable: 1, ..Tally::default() });
        assert_eq!(tally.line(), "3 findings (1 error, 2 warnings) in 1 of 2 drafts; 1 fixable with --fix");
        let one = Tally { drafts: 1, affected: 1, infos: 1, ..Tally::default() };
        assert_eq!(one.line(), "1 finding (1 info) in 1 draft");
        let fixed = Tally { drafts: 2, fixed: 2, ..Tally::default() };
        assert_eq!(fixed.line(), "2 findings fixed; none left in 2 drafts");
    }
}
