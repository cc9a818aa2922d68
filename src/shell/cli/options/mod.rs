//! What can be said on the command line.

mod baseline;
mod channel;
mod check;
mod common;
mod config;
mod files;
mod guard;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::ZonedDateTime;

pub use baseline::{Baseline, Completions, Man};
pub use channel::{Channel, Evaluate, EvaluateFormat, Lessons, Train};
pub use check::Check;
use common::moment;
pub use common::{Color, Common, SettingsOptions};
pub use config::{Config, Init, Show, ShowFormat};
pub use files::Files;
pub use guard::{Guard, Install, Milter, Smtp};

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
    /// Record the findings of today, so that `check --baseline` tells only new ones
    Baseline(Baseline),
    /// Write the completions of a shell
    Completions(Completions),
    /// Write the man pages
    Man(Man),
    /// Show the settings that count, or their JSON Schema
    #[command(subcommand)]
    Config(Config),
    /// Write a small presend.toml to start from
    Init(Init),
    /// Check mail on its way out, and hold what is not ready to be sent
    #[command(subcommand)]
    Guard(Guard),
    /// Serve an editor: the language server protocol over standard input and output
    Lsp(Lsp),
}

/// Options of `presend lsp`.
#[derive(Args)]
#[command(after_help = "\
An editor starts it; docs/editors.md tells how. Settings come from the editor.

Exit code: 0 the editor asked it to end, 1 the editor is gone, 3 what the editor sent
can't be read.")]
pub struct Lsp {
    /// Standard input and output: there is no other way, and many editors say so
    #[arg(long)]
    pub stdio: bool,
    /// The process of the editor: where that ends, so does the server
    #[arg(long = "clientProcessId", value_name = "PID", hide = true)]
    pub client_process_id: Option<u32>,
}

/// Options of `presend inspect`.
#[derive(Args)]
pub struct Inspect {
    /// Files, folders, mailboxes, or - for standard input
    #[arg(value_name = "FILE", required_unless_present_any = ["stdin_filename", "files_from"])]
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
    #[arg(value_name = "FILE", required_unless_present_any = ["stdin_filename", "files_from"])]
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
    #[arg(value_name = "FILE", required_unless_present_any = ["stdin_filename", "files_from"])]
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
    #[arg(value_name = "FILE", required_unless_present_any = ["stdin_filename", "files_from"])]
    pub path: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_options_are_sound() {
        <Options as clap::CommandFactory>::command().debug_assert();
    }
}
