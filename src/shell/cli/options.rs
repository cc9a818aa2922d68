//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::ZonedDateTime;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::language::time::Country;

/// Reads a draft as its reader will and says, before it is sent, what would come back as a question.
#[derive(Parser)]
#[command(name = "presend", version, about, propagate_version = true, disable_help_subcommand = true)]
pub struct Options {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Check drafts: mail, Markdown, text, HTML, invitations, mailboxes, folders of them
    Check(Check),
    /// Show what was understood of a draft: its parts, asks, times and point
    Inspect(Inspect),
    /// Say whether a draft should be a conversation, a meeting a message, and why
    Advise(Advise),
    /// Make the invitation to a conversation from a draft that should be one
    Agenda(Agenda),
    /// Make the message that a needless meeting should be from its invitation
    Async(Async),
    /// Explain a rule, or list all rules
    Rule(Rule),
    /// Learn or judge the weights of the channel verdict on labelled drafts
    #[command(subcommand)]
    Channel(Channel),
}

/// What `presend channel` can do.
#[derive(Subcommand)]
pub enum Channel {
    /// Learn the weights from labelled drafts and write them to a folder
    Train(Train),
    /// Tell how well weights do that are learned from the drafts of other writers
    Evaluate(Evaluate),
}

/// What weights are learned from.
#[derive(Args)]
pub struct Lessons {
    /// Folders with labels.jsonl and drafts/ (docs/channel.md tells their form)
    #[arg(value_name = "FOLDER", required = true)]
    pub folders: Vec<PathBuf>,
    /// Sentences with the factor they show: objects with text and factor, one a line
    #[arg(long, value_name = "FILE")]
    pub sentences: Option<PathBuf>,
    /// Sentences of ordinary mail: objects with text, one a line
    #[arg(long, value_name = "FILE")]
    pub ordinary: Option<PathBuf>,
}

/// Options of `presend channel train`.
#[derive(Args)]
pub struct Train {
    /// What to learn from.
    #[command(flatten)]
    pub lessons: Lessons,
    /// The folder that the tables are written to
    #[arg(long, short, value_name = "FOLDER")]
    pub output: PathBuf,
}

/// Options of `presend channel evaluate`.
#[derive(Args)]
pub struct Evaluate {
    /// What to learn from, and to judge by turns.
    #[command(flatten)]
    pub lessons: Lessons,
    /// How the figures are shown [default: text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub output_format: Option<EvaluateFormat>,
}

/// How an evaluation is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum EvaluateFormat {
    /// Tables
    #[default]
    Text,
    /// One JSON object for each draft, one a line
    Jsonl,
}

/// Options of `presend check`.
#[derive(Args)]
#[command(after_help = "\
Exit code: 0 nothing found at level warning or above, 1 findings, 2 wrong usage,
3 a file could not be read (the others are still checked).

A folder is searched for .eml .md .markdown .txt .html .htm .ics .mbox files and
Maildir messages; hidden files and what .gitignore names are left out. A file that is
named is always checked.")]
pub struct Check {
    /// Files, folders, mailboxes, or - for standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How findings are shown [default: full]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub output_format: Option<CheckFormat>,
    /// Apply the safe fixes to the files (standard input: write the fixed draft to standard output)
    #[arg(long, conflicts_with = "diff")]
    pub fix: bool,
    /// Show what --fix would change as a unified diff, and change nothing
    #[arg(long, conflicts_with = "output_format")]
    pub diff: bool,
    /// Exit with 0 although there are findings
    #[arg(long)]
    pub exit_zero: bool,
    /// Use no cache
    #[arg(long)]
    pub no_cache: bool,
    #[command(flatten)]
    pub common: Common,
}

/// Options of `presend inspect`.
#[derive(Args)]
pub struct Inspect {
    /// Files, folders, mailboxes, or - for standard input
    #[arg(value_name = "FILE", required_unless_present = "stdin_filename")]
    pub paths: Vec<PathBuf>,
    /// How the drafts are shown
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub output_format: InspectFormat,
    #[command(flatten)]
    pub common: Common,
}

/// Options of `presend advise`.
#[derive(Args)]
pub struct Advise {
    /// Files, folders, mailboxes, or - for standard input
    #[arg(value_name = "FILE", required_unless_present = "stdin_filename")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}

/// Options of `presend agenda`.
#[derive(Args)]
#[command(after_help = "\
Each line holds words of the draft, a date or number made from them, or a blank (____)
for what the draft does not say.")]
pub struct Agenda {
    /// A file, or - for standard input
    #[arg(value_name = "FILE", required_unless_present = "stdin_filename")]
    pub path: Option<PathBuf>,
    /// How the agenda is written
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub output_format: AgendaFormat,
    /// Write a calendar invitation (iCalendar)
    #[arg(long, conflicts_with = "output_format")]
    pub ics: bool,
    /// When the talk starts, such as 2026-06-04T15:00 or 2026-06-04T15:00+02:00
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    pub start: Option<ZonedDateTime>,
    #[command(flatten)]
    pub common: Common,
}

/// Options of `presend async`.
#[derive(Args)]
pub struct Async {
    /// A file, or - for standard input
    #[arg(value_name = "FILE", required_unless_present = "stdin_filename")]
    pub path: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}

/// Options of commands that read drafts.
#[derive(Args)]
pub struct Common {
    /// Read standard input, as if it were a file of this name
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,
    /// The settings file [default: the nearest presend.toml here or above]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The moment of sending, such as 2026-06-02T10:00 or 2026-06-02T10:00+02:00 [default: the clock]
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    pub now: Option<ZonedDateTime>,
    /// The author's country, such as GB: whose Mother's Day is meant
    #[arg(long, value_name = "CC", value_parser = country)]
    pub country: Option<Country>,
    /// Weights of the channel verdict that `presend channel train` wrote
    #[arg(long, value_name = "FOLDER")]
    pub channel_weights: Option<PathBuf>,
    /// What is recorded about people, in TOML: the channel they prefer, their zone and hours
    #[arg(long, value_name = "FILE")]
    pub contacts: Option<PathBuf>,
    /// The mailbox (mbox or Maildir) that holds the messages which the drafts answer
    #[arg(long, value_name = "MAILBOX")]
    pub thread: Option<PathBuf>,
    /// When to use colours; NO_COLOR turns `auto` off
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
    /// How many threads to use [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
}

/// Options of `presend rule`.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Rule {
    #[command(subcommand)]
    pub command: Option<RuleCommand>,
    /// The rule, such as deadline/missing, or a group of rules, such as deadline
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// How the rule is shown
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub output_format: RuleFormat,
    /// The settings file [default: the nearest presend.toml here or above]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// When to use colours; NO_COLOR turns `auto` off
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
}

/// What else `presend rule` can do.
#[derive(Subcommand)]
pub enum RuleCommand {
    /// Try the examples of cards
    Test(RuleTest),
}

/// Options of `presend rule test`.
#[derive(Args)]
#[command(after_help = "\
Exit code: 0 all examples hold, 1 some don't, 2 a card is wrong or can't be read.")]
pub struct RuleTest {
    /// Cards, or folders of them [default: those of the settings file, else the built-in ones]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The settings file [default: the nearest presend.toml here or above]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// The words, what is the matter, why, and what to write instead
    #[default]
    Full,
    /// One line each: path:line:column: level rule: text
    Concise,
    /// One JSON array with an object for each draft
    Json,
    /// One JSON object for each draft, one a line
    Jsonl,
}

/// How drafts are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum InspectFormat {
    /// An outline
    #[default]
    Text,
    /// One JSON array with an object for each draft
    Json,
    /// One JSON object for each draft, one a line
    Jsonl,
}

/// How an agenda is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum AgendaFormat {
    /// Markdown
    #[default]
    Markdown,
    /// Plain text
    Text,
}

/// How rules are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RuleFormat {
    /// The card, or a list
    #[default]
    Text,
    /// One JSON object, or an array
    Json,
    /// A page of Markdown
    Markdown,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A country by its two letters.
fn country(text: &str) -> Result<Country, String> {
    Country::new(text)
}

/// A moment in ISO 8601; without a zone it is in the system's.
fn moment(text: &str) -> Result<ZonedDateTime, String> {
    if let Ok(zoned) = text.parse::<ZonedDateTime>() {
        return Ok(zoned);
    }
    if let Ok(pieces) = jiff::fmt::temporal::Pieces::parse(text)
        && let Some(offset) = pieces.to_numeric_offset()
    {
        let datetime = DateTime::from_parts(pieces.date(), pieces.time().unwrap_or_default());
        let zone = TimeZone::fixed(offset);
        return datetime.to_zoned_datetime(zone).map_err(|error| error.to_string());
    }
    let zoned = text.parse::<DateTime>().and_then(|datetime| datetime.to_zoned_datetime(TimeZone::system()));
    zoned.map_err(|_| {
        "write a date and time in ISO 8601, with or without a zone: 2026-06-02, 2026-06-02T10:00, \
         2026-06-02T10:00+02:00, 2026-06-02T10:00[Europe/Berlin]"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_options_are_sound() {
        <Options as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn moments_may_leave_out_the_zone_and_the_time() {
        let shown = |text: &str| moment(text).unwrap().strftime("%Y-%m-%dT%H:%M%:z").to_string();
        assert_eq!(shown("2026-06-02T10:00+02:00"), "2026-06-02T10:00+02:00");
        assert_eq!(shown("2026-06-02T10:00:00Z"), "2026-06-02T10:00+00:00");
        assert_eq!(shown("2026-06-02T10:00[Europe/Berlin]"), "2026-06-02T10:00+02:00");
        assert!(shown("2026-06-02T10:00").starts_with("2026-06-02T10:00"));
        assert!(shown("2026-06-02").starts_with("2026-06-02T00:00"));
        for wrong in ["", "tomorrow", "02/06/2026", "2026-13-01", "2026-06-02T25:00"] {
            assert!(moment(wrong).is_err(), "{wrong}");
        }
    }
}
