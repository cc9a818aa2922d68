//! The card of a rule: everything a person needs to judge it.

use std::borrow::Cow;
use std::fmt;

/// The name of a rule, `group/name` in kebab case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleName(pub Cow<'static, str>);

impl RuleName {
    /// The part before the slash.
    pub fn group(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The rule does not run.
    Off,
    /// A suggestion.
    Info,
    /// A likely problem.
    #[default]
    Warning,
    /// Certain and costly.
    Error,
}

impl Level {
    /// The name in cards, settings and the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// The card of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The name, from the path of the card.
    pub name: RuleName,
    /// The level unless the settings say otherwise.
    pub level: Level,
    /// What the rule finds, in one sentence.
    pub summary: Cow<'static, str>,
    /// What goes wrong for the reader, with the evidence and how strong it is.
    pub why: Cow<'static, str>,
    /// The check's name, or a pattern kind: phrases, replace, limit, require.
    pub check: Cow<'static, str>,
    /// Whether the rule runs on text of any language, not only on English.
    pub any_language: bool,
    /// The options with their defaults.
    pub options: Vec<(Cow<'static, str>, OptionValue)>,
    /// The examples; each is a test.
    pub examples: Vec<Example>,
    /// Where the advice and its numbers come from: short name, text.
    pub sources: Vec<Source>,
    /// Names of related rules.
    pub related: Vec<Cow<'static, str>>,
    /// The version that brought the rule.
    pub since: Cow<'static, str>,
}

/// Where an advice or a number comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// A short name: "seed", "E05".
    pub name: Cow<'static, str>,
    /// What it says, and where.
    pub text: Cow<'static, str>,
}

/// The value of an option.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionValue {
    /// A whole number; the option's name tells the unit.
    Integer(i64),
    /// A switch.
    Boolean(bool),
    /// A text.
    Text(Cow<'static, str>),
    /// Several texts.
    List(Vec<Cow<'static, str>>),
}

/// One example of a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// A draft with findings, each exact span within «».
    pub bad: Option<Cow<'static, str>>,
    /// A draft without a finding of the rule.
    pub good: Option<Cow<'static, str>>,
    /// What the safe fix makes of `bad`.
    pub fixed: Option<Cow<'static, str>>,
    /// Header lines before the body, as in a mail; without any the draft is plain text.
    pub header: Option<Cow<'static, str>>,
}
