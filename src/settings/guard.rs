//! `[guard]`: what a guard does with a message before it is sent.

use toml::de::{DeTable, DeValue};

use super::domain::comparable;
use super::effective::Known;
use super::layer::{Origin, Source, tables, tell, unknown_key};
use super::reader::{Placed, Reader, Value, Wrong, choice, texts};
use crate::rules::Level;

/// The keys of `[guard]`.
pub const GUARD_KEYS: [&str; 6] = ["held-exit-code", "hold", "milter", "on-failure", "recipients", "warn"];
/// The keys of `[[guard.recipients]]`.
pub const RECIPIENT_KEYS: [&str; 3] = ["domains", "hold", "warn"];

/// What becomes of a message when the guard itself fails: it was stopped, it took too long, it
/// ran into a fault of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailure {
    /// It is sent as if it had not been checked.
    Send,
    /// It stays with the client, which is told so.
    Hold,
}

impl OnFailure {
    /// Both, with their names in settings.
    pub const ALL: [(&'static str, OnFailure); 2] = [("send", OnFailure::Send), ("hold", OnFailure::Hold)];

    /// The name in settings.
    pub fn name(self) -> &'static str {
        match self {
            OnFailure::Send => "send",
            OnFailure::Hold => "hold",
        }
    }
}

/// What the guard beside a mail server makes of a message that is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Milter {
    /// It is refused, and whoever sends it reads why.
    Reject,
    /// It waits in the queue of the mail server for somebody to look at it.
    Quarantine,
    /// It is sent; a field of its header says what was found, for whatever comes next.
    Header,
}

impl Milter {
    /// All, with their names in settings.
    pub const ALL: [(&'static str, Milter); 3] =
        [("reject", Milter::Reject), ("quarantine", Milter::Quarantine), ("header", Milter::Header)];
}

/// What counts for mail to some domains, where it differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipients {
    /// The domains, as they are compared. Those below them count as they do.
    pub domains: Vec<String>,
    /// See [`Guard::hold`].
    pub hold: Option<Level>,
    /// See [`Guard::warn`].
    pub warn: Option<Level>,
}

impl Recipients {
    fn has(&self, domain: &str) -> bool {
        self.domains.iter().any(|own| {
            domain.strip_suffix(own.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
    }
}

/// What `[guard]` says in one layer.
#[derive(Clone, Debug, Default)]
pub struct GuardLayer {
    /// See [`Guard::held_exit_code`].
    pub held_exit_code: Option<Placed<u8>>,
    /// See [`Guard::hold`].
    pub hold: Option<Placed<Level>>,
    /// See [`Guard::milter`].
    pub milter: Option<Placed<Milter>>,
    /// See [`Guard::on_failure`].
    pub on_failure: Option<Placed<OnFailure>>,
    /// See [`Guard::recipients`].
    pub recipients: Vec<Placed<Recipients>>,
    /// See [`Guard::warn`].
    pub warn: Option<Placed<Level>>,
}

/// What guards do with a message that has findings.
#[derive(Clone, Debug)]
pub struct Guard {
    /// How the guard in place of `sendmail` ends where it holds a message: 65 (wrong data) or 75
    /// (try again later), which mail clients tell in their own words.
    pub held_exit_code: Known<u8>,
    /// The least level that holds a message; off holds none.
    pub hold: Known<Level>,
    /// What the guard beside a mail server makes of a message that is held.
    pub milter: Known<Milter>,
    /// What becomes of a message when the guard itself fails.
    pub on_failure: Known<OnFailure>,
    /// What differs for mail to some domains; the later win.
    pub recipients: Vec<Known<Recipients>>,
    /// The least level that asks the author, where somebody can be asked; off asks nobody.
    pub warn: Known<Level>,
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// It is sent.
    Pass,
    /// The author is asked; where nobody can be, it is sent.
    Warn,
    /// It stays with the author.
    Hold,
}

impl Decision {
    /// The name in the JSON that guards answer.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Pass => "pass",
            Decision::Warn => "warn",
            Decision::Hold => "hold",
        }
    }
}

impl Default for Guard {
    fn default() -> Guard {
        fn built_in<T>(value: T) -> Known<T> {
            Known { value, origin: Origin::DEFAULT }
        }
        Guard {
            held_exit_code: built_in(75),
            hold: built_in(Level::Error),
            milter: built_in(Milter::Reject),
            on_failure: built_in(OnFailure::Send),
            recipients: Vec::new(),
            warn: built_in(Level::Warning),
        }
    }
}

impl Guard {
    /// Puts a layer over what counted before it.
    pub fn add(&mut self, source: &Source, layer: &GuardLayer) {
        fn put<T: Copy>(known: &mut Known<T>, placed: &Option<Placed<T>>, source: &Source) {
            if let Some(Placed { value, place }) = placed {
                *known = Known { value: *value, origin: Origin { source: source.clone(), place: *place } };
            }
        }
        put(&mut self.held_exit_code, &layer.held_exit_code, source);
        put(&mut self.hold, &layer.hold, source);
        put(&mut self.milter, &layer.milter, source);
        put(&mut self.on_failure, &layer.on_failure, source);
        put(&mut self.warn, &layer.warn, source);
        self.recipients.extend(layer.recipients.iter().map(|Placed { value, place }| Known {
            value: value.clone(),
            origin: Origin { source: source.clone(), place: *place },
        }));
    }

    /// What counts for a message to these domains: the strictest of what counts for each. It goes
    /// to all of them or to none, and what may not reach one of them is not sent for another's sake.
    pub fn toward<'a>(&self, domains: impl IntoIterator<Item = &'a str>) -> Guard {
        let each: Vec<(Level, Level)> = domains.into_iter().map(|domain| self.levels_for(domain)).collect();
        let mut toward = self.clone();
        if !each.is_empty() {
            let strictest =
                |levels: Vec<Level>| levels.into_iter().filter(|level| *level > Level::Off).min().unwrap_or(Level::Off);
            toward.hold.value = strictest(each.iter().map(|(hold, _)| *hold).collect());
            toward.warn.value = strictest(each.iter().map(|(_, warn)| *warn).collect());
        }
        toward
    }

    /// From which levels on a message to this domain is held, and asked about.
    fn levels_for(&self, domain: &str) -> (Level, Level) {
        let domain = comparable(domain);
        let fitting = self.recipients.iter().map(|known| &known.value).filter(|entry| entry.has(&domain));
        fitting.fold((self.hold.value, self.warn.value), |(hold, warn), entry| {
            (entry.hold.unwrap_or(hold), entry.warn.unwrap_or(warn))
        })
    }

    /// What becomes of a message with a finding of this level.
    pub fn decide(&self, level: Level) -> Decision {
        let reaches = |least: Level| least > Level::Off && level >= least;
        match level {
            _ if reaches(self.hold.value) => Decision::Hold,
            _ if reaches(self.warn.value) => Decision::Warn,
            _ => Decision::Pass,
        }
    }
}

/// Reads the table `[guard]`.
pub fn read(reader: &mut Reader, value: &Value) -> Result<GuardLayer, Wrong> {
    let DeValue::Table(table) = value.get_ref() else { return Err("is a table: write [guard]".into()) };
    let mut layer = GuardLayer::default();
    for (key, value) in table {
        let (name, at) = (key.get_ref().as_ref(), value.span().start);
        let read = match name {
            "held-exit-code" => exit_code(value).map(|code| layer.held_exit_code = Some(reader.placed(at, code))),
            "hold" => level(value).map(|level| layer.hold = Some(reader.placed(at, level))),
            "milter" => choice(value, &Milter::ALL).map(|milter| layer.milter = Some(reader.placed(at, milter))),
            "on-failure" => choice(value, &OnFailure::ALL).map(|to| layer.on_failure = Some(reader.placed(at, to))),
            "recipients" => tables(value, "guard.recipients").map(|tables| {
                layer.recipients = tables.into_iter().map(|(at, table)| recipients(reader, at, table)).collect();
            }),
            "warn" => level(value).map(|level| layer.warn = Some(reader.placed(at, level))),
            _ => {
                unknown_key(reader, key.span().start, name, &GUARD_KEYS);
                continue;
            }
        };
        tell(reader, name, value, read);
    }
    Ok(layer)
}

/// The keys of one `[[guard.recipients]]`.
fn recipients(reader: &mut Reader, at: usize, table: &DeTable) -> Placed<Recipients> {
    let mut entry = Recipients::default();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let read = match name {
            "domains" => domains(value).map(|domains| entry.domains = domains),
            "hold" => level(value).map(|level| entry.hold = Some(level)),
            "warn" => level(value).map(|level| entry.warn = Some(level)),
            _ => {
                unknown_key(reader, key.span().start, name, &RECIPIENT_KEYS);
                continue;
            }
        };
        tell(reader, name, value, read);
    }
    if !table.iter().any(|(name, _)| name.get_ref() == "domains") {
        reader.problem(at, "[[guard.recipients]] needs “domains”, such as [\"example.com\"]");
    }
    reader.placed(at, entry)
}

fn domains(value: &Value) -> Result<Vec<String>, Wrong> {
    let domains = texts(value)?;
    let is_domain = |domain: &String| {
        !domain.is_empty()
            && !domain.starts_with('.')
            && !domain.contains(|c: char| "@*".contains(c) || c.is_whitespace())
    };
    match !domains.is_empty() && domains.iter().all(is_domain) {
        true => Ok(domains.iter().map(|domain| comparable(domain)).collect()),
        false => Err("is a list of domains, such as [\"example.com\"]; those below them count too".into()),
    }
}

fn level(value: &Value) -> Result<Level, Wrong> {
    choice(value, &Level::ALL.map(|level| (level.name(), level)))
}

fn exit_code(value: &Value) -> Result<u8, Wrong> {
    let code = match value.get_ref() {
        DeValue::Integer(code) => code.as_str().parse().ok(),
        _ => None,
    };
    code.filter(|code| [65, 75].contains(code)).ok_or_else(|| "is 65 (wrong data) or 75 (try again later)".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::file;

    #[test]
    fn errors_hold_and_warnings_ask_unless_settings_say_otherwise() {
        let guard = Guard::default();
        let decided = |guard: &Guard| Level::ALL.map(|level| guard.decide(level));
        assert_eq!(
            decided(&guard),
            Level::ALL.map(|level| match level {
                Level::Error => Decision::Hold,
                Level::Warning => Decision::Warn,
                Level::Info | Level::Off => Decision::Pass,
            })
        );
        let mut strict = guard.clone();
        let layer = file("[guard]\nhold = \"warning\"\nwarn = \"off\"\non-failure = \"hold\"\nheld-exit-code = 65\n")
            .expect("it is right")
            .layer;
        strict.add(&Source::CommandLine("--config"), &layer.guard);
        assert_eq!(strict.decide(Level::Warning), Decision::Hold);
        assert_eq!(strict.decide(Level::Info), Decision::Pass);
        assert_eq!((strict.on_failure.value, strict.held_exit_code.value), (OnFailure::Hold, 65));
        assert_eq!(strict.hold.origin.place.line, 2);
        let mut off = guard;
        off.add(&Source::Default, &file("[guard]\nhold = \"off\"\nwarn = \"off\"\n").expect("it is right").layer.guard);
        assert_eq!(decided(&off), [Decision::Pass; 4]);
    }

    #[test]
    fn the_strictest_of_the_recipients_counts() {
        let text = "[guard]\nhold = \"error\"\nmilter = \"quarantine\"\n\
                    [[guard.recipients]]\ndomains = [\"Client.example\", \"münchen.example\", \"xn--bcher-kva.example.\"]\nhold = \"warning\"\n\
                    [[guard.recipients]]\ndomains = [\"us.example\", \"test.client.example\"]\nhold = \"off\"\nwarn = \"off\"\n";
        let mut guard = Guard::default();
        guard.add(&Source::Default, &file(text).expect("it is right").layer.guard);
        assert_eq!(guard.milter.value, Milter::Quarantine);
        assert_eq!(guard.recipients[1].origin.place.line, 7);
        let decided = |domains: &[&str]| {
            let guard = guard.toward(domains.iter().copied());
            [Level::Error, Level::Warning].map(|level| guard.decide(level))
        };
        let (pass, warn, hold) = (Decision::Pass, Decision::Warn, Decision::Hold);
        for (domains, expected) in [
            (&[][..], [hold, warn]),
            (&["other.example"], [hold, warn]),
            (&["client.EXAMPLE"], [hold, hold]),
            (&["mail.client.example"], [hold, hold]),
            (&["client.example."], [hold, hold]),
            (&["mail.xn--mnchen-3ya.example"], [hold, hold]),
            (&["Bücher.example"], [hold, hold]),
            (&["notclient.example"], [hold, warn]),
            (&["us.example"], [pass, pass]),
            (&["test.client.example"], [pass, pass]),
            (&["us.example", "other.example"], [hold, warn]),
            (&["us.example", "client.example", "other.example"], [hold, hold]),
        ] {
            assert_eq!(decided(domains), expected, "{domains:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_recipients_is_told_with_its_place() {
        let text = "[guard]\nmilter = \"bounce\"\n[[guard.recipients]]\nhold = \"warning\"\ndomain = \"a.example\"\n\
                    [[guard.recipients]]\ndomains = [\"@a.example\"]\n";
        let told: Vec<String> = file(text).expect_err("something is wrong").iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "2:10: “milter” can't be “bounce”; known are reject, quarantine, header",
                "3:1: [[guard.recipients]] needs “domains”, such as [\"example.com\"]",
                "5:1: there is no key “domain”; did you mean “domains”?",
                "7:11: “domains” is a list of domains, such as [\"example.com\"]; those below them count too",
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let text = "[guard]\nhold = \"errors\"\nholds = \"error\"\non-failure = 1\nheld-exit-code = 1\n";
        let told: Vec<String> = file(text).expect_err("something is wrong").iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "2:8: “hold” can't be “errors”; did you mean “error”?",
                "3:1: there is no key “holds”; did you mean “hold”?",
                "4:14: “on-failure” is a text: write it in quotation marks",
                "5:18: “held-exit-code” is 65 (wrong data) or 75 (try again later)",
            ]
        );
        assert_eq!(
            file("guard = \"on\"").expect_err("it is no table")[0].to_string(),
            "1:9: “guard” is a table: write [guard]"
        );
    }
}
