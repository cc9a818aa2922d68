use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::binding::{MOST_TIMES, their_zone, words};
use crate::reading::TimeExpression;
use crate::rules::rewrite::{home, now, zone_name};
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Weight};

/// A clock time that daylight saving leaves out, or that comes twice. No options.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    setup.needs(Need::Time);
    setup.needs(Need::Moment);
    Box::new(|subject: &Subject| {
        let times = subject.reading.times.iter().filter(|time| time.time.clock).take(MOST_TIMES);
        times.filter_map(|time| changed(subject, time)).collect()
    })
}

fn changed(subject: &Subject, time: &TimeExpression) -> Option<Finding> {
    let (from, to) = time.time.bounds?;
    let now = now(subject)?.datetime();
    if to < now || time.time.vague || time.time.dayless && is_next(from, now) {
        return None;
    }
    let (zone, from, to) = meant(subject, time, (from, to))?;
    // "Midnight on Friday" goes on to the end of the day, which nobody means.
    let moments = [Some(from), Some(to).filter(|to| *to != from && to.second() == 0)];
    moments.into_iter().flatten().find_map(|moment| finding(subject, time, &zone, moment))
}

/// Whether a clock time is just the next one: nobody said of which day.
fn is_next(moment: DateTime, now: DateTime) -> bool {
    moment.duration_since(now).as_hours() < 24
}

/// The zone that a time is meant in, with what its clocks show.
fn meant(
    subject: &Subject,
    time: &TimeExpression,
    (from, to): (DateTime, DateTime),
) -> Option<(TimeZone, DateTime, DateTime)> {
    if let Some(there) = &time.time.there {
        return Some((there.zone.clone(), there.from, there.to));
    }
    let named = time.time.zone.as_ref().map(|range| subject.text(time.block, range.clone()).to_ascii_lowercase());
    match named.as_deref() {
        None => Some((home(subject)?.clone(), from, to)),
        Some(named) if named.starts_with("my") || named.starts_with("our") => Some((home(subject)?.clone(), from, to)),
        Some(named) if named.starts_with("your") => Some((their_zone(subject)?.clone(), from, to)),
        Some(_) => None,
    }
}

fn finding(subject: &Subject, time: &TimeExpression, zone: &TimeZone, moment: DateTime) -> Option<Finding> {
    let written = words(subject, time);
    let place = zone.iana_name().and_then(|name| name.rsplit('/').next()).unwrap_or("this zone").replace('_', " ");
    let clock = moment.strftime("%H:%M");
    let day = moment.strftime("%-d %B %Y");
    let ambiguous = zone.to_ambiguous_zoned_datetime(moment);
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => None,
        AmbiguousOffset::Gap { .. } => {
            let later = ambiguous.later().ok()?;
            let text = format!("in {place} the clocks skip {clock} on {day}: “{written}” does not come");
            let help = format!("write “{} {}” or another hour", later.strftime("%H:%M"), zone_name(&later));
            Some(Finding::new(time.span, text).help(help).weight(Weight::Heavier))
        }
        AmbiguousOffset::Fold { .. } => {
            let first = zone_name(&ambiguous.clone().earlier().ok()?);
            let second = zone_name(&ambiguous.later().ok()?);
            // "2:30 am CEST" tells which one is meant.
            let named = time.time.zone.as_ref().map(|range| subject.text(time.block, range.clone()));
            if named.is_some_and(|named| named.eq_ignore_ascii_case(&first) || named.eq_ignore_ascii_case(&second)) {
                return None;
            }
            let text = format!("in {place} {clock} comes twice on {day}: “{written}” can be either");
            let help = format!("say which: “{clock} {first}” or an hour later “{clock} {second}”");
            Some(Finding::new(time.span, text).help(help))
        }
    }
}
