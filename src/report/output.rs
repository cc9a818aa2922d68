//! The formats in which `presend check` answers: what is said of one draft, and what
//! stands around the drafts of a run.

use super::document::{Document, items};
use super::paint::Paint;
use super::{concise, full, github, gitlab, html, json, junit, rdjson, sarif, statistics};
use crate::check::Report;
use crate::settings::Settings;
use crate::text::Source;

/// How findings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum OutputFormat {
    /// The words, what is the matter, why, and what to write instead
    #[default]
    Full,
    /// One line each: path:line:column: level rule: text
    Concise,
    /// How many findings each rule has, in how many drafts
    Statistics,
    /// One page that explains itself, for a browser
    Html,
    /// One JSON array with an object for each draft
    Json,
    /// One JSON object for each draft, one a line
    Jsonl,
    /// SARIF 2.1.0, for GitHub code scanning and editors
    Sarif,
    /// JUnit XML, for Jenkins and other build servers
    Junit,
    /// Annotations of a GitHub workflow
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
    /// The diagnostic format of reviewdog
    Rdjson,
}

impl OutputFormat {
    /// All formats.
    pub const ALL: [OutputFormat; 11] = [
        OutputFormat::Full,
        OutputFormat::Concise,
        OutputFormat::Statistics,
        OutputFormat::Html,
        OutputFormat::Json,
        OutputFormat::Jsonl,
        OutputFormat::Sarif,
        OutputFormat::Junit,
        OutputFormat::Github,
        OutputFormat::Gitlab,
        OutputFormat::Rdjson,
    ];

    /// What stands around the drafts of a run, and adds them up where the format tells sums.
    pub fn document(self, settings: &Settings) -> Document {
        match self {
            OutputFormat::Full => full::document(),
            OutputFormat::Concise | OutputFormat::Jsonl => Document::plain(),
            OutputFormat::Statistics => statistics::document(),
            OutputFormat::Html => html::document(),
            OutputFormat::Json | OutputFormat::Gitlab => Document::array(),
            OutputFormat::Sarif => sarif::document(settings),
            OutputFormat::Junit => junit::document(),
            OutputFormat::Github => github::document(),
            OutputFormat::Rdjson => rdjson::document(),
        }
    }

    /// What is said of one draft: the piece that its document takes.
    pub fn piece(self, source: &Source, report: &Report, settings: &Settings, paint: Paint) -> String {
        match self {
            OutputFormat::Full => full::render(source, report, &settings.rules, paint),
            OutputFormat::Concise => concise::render(source, report),
            OutputFormat::Statistics => String::new(),
            OutputFormat::Html => html::render(source, report, &settings.rules),
            OutputFormat::Json => items([json::findings(source, report)]),
            OutputFormat::Jsonl => json::findings(source, report) + "\n",
            OutputFormat::Sarif => sarif::results(source, report),
            OutputFormat::Junit => junit::suite(source, report, settings.fail_level),
            OutputFormat::Github => github::commands(source, report),
            OutputFormat::Gitlab => gitlab::issues(source, report),
            OutputFormat::Rdjson => rdjson::diagnostics(source, report),
        }
    }

    /// Whether the document needs the [`Statistics`](super::Statistics) of each draft.
    pub fn counts_rules(self) -> bool {
        matches!(self, OutputFormat::Statistics | OutputFormat::Html)
    }
}
