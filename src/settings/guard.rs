//! `[guard]`: what a guard does with a message before it is sent.

use toml::de::DeValue;

use super::effective::Known;
use super::layer::{Origin, Source, tell, unknown_key};
use super::reader::{Placed, Reader, Value, choice};
use crate::rules::Level;

/// The keys of `[guard]`.
pub const GUARD_KEYS: [&str; 4] = ["held-exit-code", "hold", "on-failure", "warn"];

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

/// What `[guard]` says in one layer.
#[derive(Clone, Debug, Default)]
pub struct GuardLayer {
    /// See [`Guard::held_exit_code`].
    pub held_exit_code: Option<Placed<u8>>,
    /// See [`Guard::hold`].
    pub hold: Option<Placed<Level>>,
    /// See [`Guard::on_failure`].
    pub on_failure: Option<Placed<OnFailure>>,
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
    /// What becomes of a message when the guard itself fails.
    pub on_failure: Known<OnFailure>,
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
            on_failure: built_in(OnFailure::Send),
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
        put(&mut self.on_failure, &layer.on_failure, source);
        put(&mut self.warn, &layer.warn, source);
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
pub fn read(reader: &mut Reader, value: &Value) -> Result<GuardLayer, String> {
    let DeValue::Table(table) = value.get_ref() else { return Err("is a table: write [guard]".into()) };
    let mut layer = GuardLayer::default();
    let levels = Level::ALL.map(|level| (level.name(), level));
    for (key, value) in table {
        let (name, at) = (key.get_ref().as_ref(), value.span().start);
        let read = match name {
            "held-exit-code" => exit_code(value).map(|code| layer.held_exit_code = Some(reader.placed(at, code))),
            "hold" => choice(value, &levels).map(|level| layer.hold = Some(reader.placed(at, level))),
            "on-failure" => choice(value, &OnFailure::ALL).map(|to| layer.on_failure = Some(reader.placed(at, to))),
            "warn" => choice(value, &levels).map(|level| layer.warn = Some(reader.placed(at, level))),
            _ => {
                unknown_key(reader, key.span().start, name, &GUARD_KEYS);
                continue;
            }
        };
        tell(reader, name, value, read);
    }
    Ok(layer)
}

fn exit_code(value: &Value) -> Result<u8, String> {
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
