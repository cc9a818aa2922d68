use crate::text::Span;

/// A comment by which the author says that findings are known: `presend: ok RULE: reason`.
#[derive(Clone, Debug, PartialEq)]
pub struct Directive {
    /// The comment in the source.
    pub span: Span,
    /// For which findings it speaks.
    pub reach: Reach,
    /// The names of rules or of groups of rules.
    pub names: Vec<Name>,
    /// Why, where it says so.
    pub reason: Option<String>,
    /// What is wrong with it: then it speaks for nothing.
    pub fault: Option<Fault>,
    /// The bytes to take out where it is no longer needed; none where they can't be taken out.
    pub removal: Option<Span>,
}

/// Why a directive speaks for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It names no rule.
    NoRule,
    /// It starts with this word, which is none of ok, ok-next, ok-file, off and on.
    Verb(String),
    /// It stands in brackets before other words of a line of plain text. It stays in the text.
    InLine,
    /// It stands in brackets in Markdown or HTML, where it is a comment. It stays in the text.
    NoComment,
}

/// The name of a rule or of a group of rules, as a directive names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// For which findings a [`Directive`] speaks: those that start in a part of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A part of the source.
    Part(Span),
    /// The paragraph, item or heading that holds the directive or comes next; once the
    /// blocks of the draft are known, it is a part.
    Block,
    /// The whole draft.
    Whole,
    /// From here on.
    Off,
    /// Up to here: ends what an earlier `off` of the same name began.
    On,
}
