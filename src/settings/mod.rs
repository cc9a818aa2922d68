//! Floor 6: configuration text to [`Settings`].

use crate::language::{Phrases, PhrasesBuilder};
use crate::rules::{self, Level, Rule};

/// What to look for, and how grave each finding is. Made once, used for all drafts.
pub struct Settings {
    /// The rules that run, by name.
    pub rules: Vec<Rule>,
    /// The phrases of the language pack and of all rules.
    pub phrases: Phrases,
    /// The least level that makes `presend check` fail.
    pub fail_level: Level,
}

impl Default for Settings {
    fn default() -> Settings {
        let mut phrases = PhrasesBuilder::with_pack();
        let rules = rules::compile(rules::cards(), &mut phrases);
        Settings { rules, phrases: phrases.build(), fail_level: Level::Warning }
    }
}
