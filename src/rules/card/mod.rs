//! The card of a rule: everything a person needs to judge it.
//!
//! `build.rs` reads cards with this same module, so it uses nothing of the crate.

mod read;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

pub use read::{CardError, place, read};

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
    /// All levels, the mildest first.
    pub const ALL: [Level; 4] = [Level::Off, Level::Info, Level::Warning, Level::Error];

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

/// How well the advice of a rule is backed, by the best of its sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// What experts and handbooks advise, or what follows from the meaning of the words.
    #[default]
    Advice,
    /// Studies of something close by, or large figures that nobody reviewed.
    Indirect,
    /// Peer-reviewed studies of just this.
    Study,
}

impl Evidence {
    /// The name in cards.
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Advice => "advice",
            Evidence::Indirect => "indirect",
            Evidence::Study => "study",
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
    /// What a finding costs the reader, in one sentence.
    pub cost: Cow<'static, str>,
    /// Why it matters, with the evidence and where the rule stays silent.
    pub why: Cow<'static, str>,
    /// The check's name, or a pattern kind: phrases, replace, limit, require.
    pub check: Cow<'static, str>,
    /// Whether the rule runs on text of any language, not only on English.
    pub any_language: bool,
    /// At most this many findings in one message: the point is to help, not to nag.
    pub most: usize,
    /// How well the advice is backed.
    pub evidence: Evidence,
    /// The options with their defaults, by name.
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
    /// Texts by text, such as replacements by phrase.
    Pairs(Vec<(Cow<'static, str>, Cow<'static, str>)>),
}

/// One example of a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// A draft with findings, each exact span within «»; also its header may hold some.
    pub bad: Option<Cow<'static, str>>,
    /// A draft without a finding of the rule.
    pub good: Option<Cow<'static, str>>,
    /// What the safe fix makes of `bad`.
    pub fixed: Option<Cow<'static, str>>,
    /// Header lines before the body, as in a mail; without any the draft is plain text.
    pub header: Option<Cow<'static, str>>,
    /// What the settings file would say, in its own form; else nothing is set.
    pub settings: Option<Cow<'static, str>>,
    /// Data that the draft, a Jinja template, is filled with: a JSON object.
    pub data: Option<Cow<'static, str>>,
    /// The line of the card on which it starts, counted from 1.
    pub line: usize,
}

/// A draft of an example, with the spans of its marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// The draft without the marks.
    pub text: String,
    /// The bytes of `text` that stood within each «».
    pub spans: Vec<Range<usize>>,
}

impl Example {
    /// A draft of this example: its header, if any, before the body. `body` is `bad`,
    /// `good` or `fixed`; only in `bad` does the header keep its marks.
    pub fn draft(&self, body: &str) -> Marked {
        match &self.header {
            None => unmark(body),
            Some(header) => unmark(&format!("{}\n\n{body}", header.trim_end())),
        }
    }
}

/// Takes the marks «» out of a text.
pub fn unmark(text: &str) -> Marked {
    let mut marked = Marked { text: String::with_capacity(text.len()), spans: Vec::new() };
    let mut start = None;
    for c in text.chars() {
        match c {
            '«' => start = Some(marked.text.len()),
            '»' => marked.spans.extend(start.take().map(|start| start..marked.text.len())),
            _ => marked.text.push(c),
        }
    }
    marked
}
