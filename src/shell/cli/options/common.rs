//! Options of all commands that read drafts.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::ZonedDateTime;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::language::time::Country;

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
    /// Tell findings also where a comment in the draft says that they are ok
    #[arg(long)]
    pub no_suppress: bool,
    /// When to use colours; NO_COLOR turns `auto` off
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
    /// How many threads to use [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
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
