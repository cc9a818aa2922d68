//! The presets: settings for a kind of work, from `rules/presets/`.

use super::file::file;
use super::layer::Layer;

/// Settings that come with Presend.
#[derive(Debug, PartialEq, Eq)]
pub struct Preset {
    /// The name.
    pub name: &'static str,
    /// What it is for, in one sentence.
    pub about: &'static str,
    /// The settings, in the form of a settings file.
    pub text: &'static str,
}

/// All presets.
pub const PRESETS: [Preset; 6] = [
    Preset {
        name: "default",
        about: "The rules as their cards say.",
        text: include_str!("../../rules/presets/default.toml"),
    },
    Preset {
        name: "strict",
        about: "Every finding counts, for what is read by many or signed.",
        text: include_str!("../../rules/presets/strict.toml"),
    },
    Preset {
        name: "remote-first",
        about: "A team spread over time zones, which writes before it meets.",
        text: include_str!("../../rules/presets/remote-first.toml"),
    },
    Preset {
        name: "sales",
        about: "Mail to people outside who did not ask for it, often from a template.",
        text: include_str!("../../rules/presets/sales.toml"),
    },
    Preset {
        name: "support",
        about: "Answers to customers: complete, plain, with steps that can be followed.",
        text: include_str!("../../rules/presets/support.toml"),
    },
    Preset {
        name: "list",
        about: "Mail to mailing lists, where nobody in particular is asked.",
        text: include_str!("../../rules/presets/list.toml"),
    },
];

impl Preset {
    /// What the preset sets.
    pub fn layer(&self) -> Layer {
        // A test reads each, so that nothing is lost here.
        file(self.text).unwrap_or_default().layer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::cards;
    use crate::settings::rule_problems;

    #[test]
    fn each_preset_is_right_and_says_what_it_is_for() {
        for preset in &PRESETS {
            let file = file(preset.text).unwrap_or_else(|problems| panic!("{}: {problems:?}", preset.name));
            assert_eq!(rule_problems(&file.layer.rules, &cards()), [], "{}", preset.name);
            assert!(file.extends.is_empty() && file.preset.is_none() && file.overrides.is_empty());
            assert!(preset.text.starts_with("# "), "{}", preset.name);
            let is_bare = file.layer.rules.is_empty() && file.layer.fail_level.is_none();
            assert_eq!(is_bare, preset.name == "default", "{}", preset.name);
        }
    }
}
