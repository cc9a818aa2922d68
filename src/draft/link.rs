use crate::text::Span;

/// A link of an HTML or Markdown text.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What the reader sees of it, in the source.
    pub span: Span,
    /// Where it leads, as it is written.
    pub target: String,
}
