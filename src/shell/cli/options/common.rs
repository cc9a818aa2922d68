//! Options of all commands that read drafts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use jiff::ZonedDateTime;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::Files;
use crate::draft::Templates;
use crate::language::time::Country;
use crate::rules::Level;
use crate::settings::Chosen;
use crate::shell::changed;
use crate::shell::files::{Exclude, Search};

/// Options of commands that read drafts.
#[derive(Args)]
pub struct Common {
    /// Read standard input, as if it were a file of this name
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,
    #[command(flatten)]
    pub settings: SettingsOptions,
    /// The moment of sending, such as 2026-06-02T10:00 or 2026-06-02T10:00+02:00 [default: the clock]
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    pub now: Option<ZonedDateTime>,
    /// The author's country, such as GB: whose Mother's Day is meant
    #[arg(long, value_name = "CC", value_parser = country)]
    pub country: Option<Country>,
    /// Whether drafts are templates: auto (as each shows), none, or the dialect of all: jinja, liquid,
    /// handlebars, erb, ejs, go, mailchimp, salesforce, mjml
    #[arg(long, value_name = "DIALECT", value_parser = template)]
    pub template: Option<Templates>,
    /// Weights of the channel verdict that `presend channel train` wrote
    #[arg(long, value_name = "FOLDER")]
    pub channel_weights: Option<PathBuf>,
    /// What is recorded about people, in TOML or vCard: the channel they prefer, their zone and hours
    #[arg(long, value_name = "FILE")]
    pub contacts: Option<PathBuf>,
    /// The mailbox (mbox or Maildir) that holds the messages which the drafts answer
    #[arg(long, value_name = "MAILBOX")]
    pub thread: Option<PathBuf>,
    /// Tell findings also where a comment in the draft says that they are ok
    #[arg(long)]
    pub no_suppress: bool,
    /// When to use colours; NO_COLOR turns `auto` off
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
    /// How many threads to use [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    #[command(flatten)]
    pub files: Files,
}

impl Common {
    /// The paths that were given. Where none were, and no list of them, it is the default.
    pub fn paths_or(&self, mut paths: Vec<PathBuf>, default: &str) -> Vec<PathBuf> {
        if paths.is_empty() && self.files.files_from.is_none() {
            paths.push(default.into());
        }
        paths
    }

    /// Whether standard input is read, for the drafts or for their paths.
    pub fn reads_stdin(&self, paths: &[PathBuf]) -> bool {
        paths.iter().chain(&self.files.files_from).any(|path| path == Path::new("-"))
    }

    /// What is looked for, or what is wrong with it.
    pub fn search(&self) -> Result<Search, String> {
        let only = match (&self.files.only, &self.files.changed_since) {
            (None, Some(revision)) => Some(Arc::new(changed::since(revision)?)),
            (only, _) => only.clone(),
        };
        Ok(Search {
            stdin_filename: self.stdin_filename.clone(),
            list: self.files.files_from.clone(),
            exclude: Exclude::new(&self.files.exclude)?,
            no_ignore: self.files.no_ignore,
            follow: self.files.follow,
            unopened: false,
            only,
            output: None,
        })
    }
}

/// Options that say which settings count.
#[derive(Args)]
pub struct SettingsOptions {
    /// The settings file for all drafts [default: for each the nearest presend.toml in its folder or above]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Read no settings file
    #[arg(long, conflicts_with = "config")]
    pub isolated: bool,
    /// Run these rules or groups only, also those that are off
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Run all rules but these; of --select and --ignore the narrower wins
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// The level of a rule or group: off, info, warning, error or default
    #[arg(long, value_name = "RULE=LEVEL", value_delimiter = ',', value_parser = rule_level)]
    pub level: Vec<(String, Chosen)>,
    /// The least level that makes the check fail: info, warning or error [default: warning]
    #[arg(long, value_name = "LEVEL", value_parser = fail_level)]
    pub fail_level: Option<Level>,
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

/// A level that can make the check fail.
fn fail_level(text: &str) -> Result<Level, String> {
    let known = [Level::Info, Level::Warning, Level::Error].into_iter().find(|level| level.name() == text);
    known.ok_or_else(|| "write info, warning or error".to_owned())
}

/// A level of a rule, as in `deadline/missing=info`.
fn rule_level(text: &str) -> Result<(String, Chosen), String> {
    let wrong = || {
        let names = Level::ALL.map(Level::name).join(", ");
        format!("write a rule or group, = and a level ({names}, default): deadline/missing=info")
    };
    let (selector, level) = text.split_once('=').ok_or_else(wrong)?;
    let known = Level::ALL.into_iter().find(|known| known.name() == level.trim()).map(Chosen::Level);
    let chosen = known.or((level.trim() == "default").then_some(Chosen::Default)).ok_or_else(wrong)?;
    Ok((selector.trim().to_owned(), chosen))
}

/// A dialect of templates, `auto` or `none`.
fn template(text: &str) -> Result<Templates, String> {
    let all = Templates::all();
    let known = all.iter().find(|(name, _)| *name == text).map(|(_, template)| *template);
    known.ok_or_else(|| format!("write {}", all.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")))
}

/// A country by its two letters.
fn country(text: &str) -> Result<Country, String> {
    Country::new(text)
}

/// A moment in ISO 8601; without a zone it is in the system's.
pub fn moment(text: &str) -> Result<ZonedDateTime, String> {
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
