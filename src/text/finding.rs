use super::Span;

/// Something worth saying about a span of the source. It does not know which rule
/// said it, nor how grave it is: the engine adds both, so a check can't misstate them.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The exact words it is about.
    pub span: Span,
    /// What is the matter, in one short sentence without a full stop at the end.
    pub text: String,
    /// One concrete thing to do instead, or what to write.
    pub help: Option<String>,
    /// A change that mends it.
    pub fix: Option<Fix>,
    /// Other places that matter for this finding.
    pub related: Vec<Related>,
    /// How grave it is beside the usual finding of its rule.
    pub weight: Weight,
    /// The rule that says the same in a larger context: where it speaks too, this finding
    /// becomes a place of its finding, so that nothing is told twice.
    pub part_of: Option<&'static str>,
    /// Whether the words at the span are a secret: no report shows them, whatever it is about.
    pub masked: bool,
}

/// How grave a finding is beside the usual one of its rule. The engine turns it into a
/// level, one step from the rule's own, so that a check knows no levels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// One step below the rule's level, yet never below `info`.
    Lighter,
    /// The rule's level.
    #[default]
    Usual,
    /// One step above the rule's level.
    Heavier,
}

impl Finding {
    /// What to do: its help, else what its fix does.
    pub fn remedy(&self) -> Option<&str> {
        self.help.as_deref().or(self.fix.as_ref().map(|fix| fix.title.as_str()))
    }

    /// A finding with nothing but a place and a text.
    pub fn new(span: Span, text: impl Into<String>) -> Finding {
        Finding {
            span,
            text: text.into(),
            help: None,
            fix: None,
            related: Vec::new(),
            weight: Weight::Usual,
            part_of: None,
            masked: false,
        }
    }

    /// The same finding with a hint on what to do.
    pub fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(help.into());
        self
    }

    /// The same finding with another weight.
    pub fn weight(mut self, weight: Weight) -> Finding {
        self.weight = weight;
        self
    }

    /// The same finding as a part of what another rule says, where that one speaks.
    pub fn part_of(mut self, rule: &'static str) -> Finding {
        self.part_of = Some(rule);
        self
    }

    /// The same finding of a secret, which no report may show.
    pub fn masked(mut self) -> Finding {
        self.masked = true;
        self
    }

    /// The same finding with a fix.
    pub fn fix(mut self, fix: Fix) -> Finding {
        self.fix = Some(fix);
        self
    }

    /// The same finding with one more place that matters.
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Finding {
        self.related.push(Related { span, text: text.into() });
        self
    }
}

/// Another place that matters for a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The words.
    pub span: Span,
    /// Why they matter.
    pub text: String,
}

/// Edits that mend a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What the fix does, as a person would say it: "replace by “to”".
    pub title: String,
    /// Whether it may be applied without asking.
    pub safety: Safety,
    /// The edits, in order of position, not overlapping.
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Keeps the meaning: `--fix` applies it.
    Safe,
    /// Needs a person's choice: shown as a rewrite, never applied by itself.
    Suggested,
}

impl Safety {
    /// The name in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Suggested => "suggested",
        }
    }
}

/// Replaces the bytes at a span by a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The bytes of the source to replace.
    pub span: Span,
    /// What to put there.
    pub text: String,
}
