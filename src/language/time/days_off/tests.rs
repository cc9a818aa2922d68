//! Holidays against the dates that governments have published.

use jiff::civil::date;

use super::*;

/// The days of a year on which a country keeps a holiday, from Monday to Friday.
fn working_days_off(letters: &str, year: i16) -> Vec<String> {
    let country = Country::new(letters).expect("it is known");
    let mut day = date(year, 1, 1);
    let mut found = Vec::new();
    while day.year() == year {
        if !is_weekend(day) && country.holiday(day).is_some() {
            found.push(day.strftime("%m-%d").to_string());
        }
        day = day.tomorrow().expect("the year goes on");
    }
    found
}

#[test]
fn a_year_has_the_holidays_of_its_law() {
    for (letters, year, days) in [
        ("AT", 2026, "01-01 01-06 04-06 05-01 05-14 05-25 06-04 10-26 12-08 12-25"),
        ("AU", 2021, "01-01 01-26 04-02 04-05 12-27 12-28"),
        ("AU", 2022, "01-03 01-26 04-15 04-18 04-25 12-26 12-27"),
        ("AU", 2026, "01-01 01-26 04-03 04-06 12-25 12-28"),
        ("BE", 2026, "01-01 04-06 05-01 05-14 05-25 07-21 11-11 12-25"),
        ("CA", 2026, "01-01 04-03 05-18 07-01 09-07 09-30 10-12 11-11 12-25"),
        ("CA", 2012, "04-06 05-21 07-02 09-03 10-08 12-25 12-26"),
        ("CH", 2025, "01-01 05-29 08-01 12-25"),
        ("CZ", 2026, "01-01 04-03 04-06 05-01 05-08 07-06 09-28 10-28 11-17 12-24 12-25"),
        ("DE", 2025, "01-01 04-18 04-21 05-01 05-29 06-09 10-03 12-25 12-26"),
        ("DK", 2023, "04-06 04-07 04-10 05-05 05-18 05-29 12-25 12-26"),
        ("DK", 2024, "01-01 03-28 03-29 04-01 05-09 05-20 12-25 12-26"),
        ("ES", 2026, "01-01 04-03 05-01 10-12 12-08 12-25"),
        ("FI", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 12-25"),
        ("FR", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 11-11 12-25"),
        ("GB", 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        ("GB", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        ("GB", 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        ("IE", 2024, "01-01 02-05 04-01 05-06 06-03 08-05 10-28 12-25 12-26"),
        ("IE", 2030, "01-01 02-01 04-22 05-06 06-03 08-05 10-28 12-25 12-26"),
        ("IT", 2027, "01-01 01-06 03-29 06-02 10-04 11-01 12-08"),
        ("LU", 2026, "01-01 04-06 05-01 05-14 05-25 06-23 12-25"),
        ("NL", 2026, "01-01 04-06 04-27 05-05 05-14 05-25 12-25"),
        ("NO", 2026, "01-01 04-02 04-03 04-06 05-01 05-14 05-25 12-25"),
        ("NZ", 2022, "01-03 01-04 02-07 04-15 04-18 04-25 06-06 10-24 12-26 12-27"),
        ("NZ", 2026, "01-01 01-02 02-06 04-03 04-06 04-27 06-01 10-26 12-25 12-28"),
        ("PL", 2026, "01-01 01-06 04-06 05-01 06-04 11-11 12-24 12-25"),
        ("PT", 2026, "01-01 04-03 05-01 06-04 06-10 10-05 12-01 12-08 12-25"),
        ("SE", 2025, "01-01 01-06 04-18 04-21 05-01 05-29 06-06 12-25 12-26"),
        ("US", 2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"),
        ("US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"),
        ("ZA", 2026, "01-01 04-03 04-06 04-27 05-01 06-16 08-10 09-24 12-16 12-25"),
    ] {
        assert_eq!(working_days_off(letters, year).join(" "), days, "{letters} {year}");
    }
}

#[test]
fn holidays_on_weekends_are_known_too() {
    let of = |letters: &str, day| Country::new(letters).ok().and_then(|country| country.holiday(day));
    assert_eq!(of("SE", date(2026, 6, 20)), Some("Midsummer Day"));
    assert_eq!(of("SE", date(2026, 10, 31)), Some("All Saints' Day"));
    assert_eq!(of("NL", date(2025, 4, 26)), Some("King's Day"));
    assert_eq!(of("NL", date(2025, 4, 27)), None);
    assert_eq!(of("NZ", date(2038, 4, 26)), Some("Easter Monday"));
    assert_eq!(of("NZ", date(2038, 4, 27)), None);
    assert_eq!(of("US", date(2021, 12, 31)), Some("New Year's Day"));
    assert_eq!(of("IN", date(2026, 1, 26)), None);
}

#[test]
fn the_ends_of_the_calendar_are_no_trouble() {
    for (letters, _) in DAYS_OFF {
        let country = Country::new(letters).expect("it is known");
        for day in [Date::MIN, Date::MAX] {
            country.holiday(day);
        }
    }
}
