//! From the words of `rules/words/holidays.toml` to Rust: for the build script only.

use std::collections::BTreeMap;

/// The holidays of a country.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Country {
    law: String,
    days: Vec<String>,
}

const WEEKDAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What the law does with a holiday, by the words for it.
const MOVES: &[(&str, &str)] = &[
    ("on Saturday or Sunday moved to Monday", "ToMonday"),
    ("on Sunday moved to Monday", "SundayToMonday"),
    ("on Sunday moved to Saturday", "SundayToSaturday"),
    ("on Saturday moved to Friday and on Sunday to Monday", "ToNearest"),
    ("on Saturday or Sunday moved to the next free weekday", "ToFreeWeekday"),
    ("unless a Friday moved to Monday", "ToMondayUnlessFriday"),
];

/// A table of all holidays of all countries, or what is wrong with the text.
pub fn table(text: &str) -> Result<String, String> {
    let countries: BTreeMap<String, Country> = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut code = String::from("/// The holidays of each country.\npub static DAYS_OFF: &[(&str, &[DayOff])] = &[\n");
    for (letters, country) in countries {
        if letters.len() != 2 || country.law.is_empty() {
            return Err(format!("[{letters}] needs two letters and its law"));
        }
        code.push_str(&format!("({letters:?}, &[\n"));
        for day in &country.days {
            let line = day_off(day).ok_or_else(|| format!("[{letters}]: can't read “{day}”"))?;
            code.push_str(&line);
        }
        code.push_str("]),\n");
    }
    code.push_str("];\n");
    Ok(code)
}

/// One holiday: "26 January, on Saturday or Sunday moved to Monday: Australia Day".
fn day_off(text: &str) -> Option<String> {
    let (rule, name) = text.split_once(": ")?;
    let mut parts = rule.split(", ");
    let on = on(parts.next()?)?;
    let (mut moved, mut first, mut last) = ("Stays", i16::MIN, i16::MAX);
    for part in parts {
        if let Some(year) = part.strip_prefix("from ") {
            first = year.parse().ok()?;
        } else if let Some(year) = part.strip_prefix("until ") {
            last = year.parse().ok()?;
        } else {
            moved = MOVES.iter().find(|(words, _)| *words == part)?.1;
        }
    }
    Some(format!("DayOff {{ name: {name:?}, on: {on}, moved: Moved::{moved}, first: {first}, last: {last} }},\n"))
}

/// The day before it is moved.
fn on(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let place = |list: &[&str], word: &str| list.iter().position(|known| *known == word).map(|at| at + 1);
    let weekday = |word: &str| place(WEEKDAYS, word).map(|_| format!("Weekday::{word}"));
    match words[..] {
        ["Easter"] => Some("Holiday::Easter(0)".to_owned()),
        [days, "day" | "days", side @ ("before" | "after"), "Easter"] => {
            let days: i32 = days.parse().ok()?;
            Some(format!("Holiday::Easter({})", if side == "before" { -days } else { days }))
        }
        [nth, day, "of", month] => {
            let nth = match nth {
                "last" => -1,
                _ => place(&["first", "second", "third", "fourth"], nth)? as i8,
            };
            Some(format!("Holiday::Nth({}, {nth}, {})", place(MONTHS, month)?, weekday(day)?))
        }
        [name, "from", day, month] => {
            Some(format!("Holiday::From({}, {}, {})", place(MONTHS, month)?, day.parse::<i8>().ok()?, weekday(name)?))
        }
        [day, month] => Some(format!("Holiday::Fixed({}, {})", place(MONTHS, month)?, day.parse::<i8>().ok()?)),
        _ => None,
    }
}
