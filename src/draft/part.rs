use encoding_rs::Encoding;

use crate::text::Span;

/// How the text of a part of a mail is written in the source, so that a fix can write there
/// too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextPart {
    /// The body of the part in the source.
    pub body: Span,
    /// How it is encoded for its way.
    pub transfer: Transfer,
    /// The charset of its text.
    pub charset: &'static Encoding,
    /// Whether the text is HTML.
    pub html: bool,
}

/// How a part is encoded for its way (Content-Transfer-Encoding).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transfer {
    /// 7bit, 8bit, binary, and what nobody knows: as it stands.
    #[default]
    Identity,
    /// RFC 2045, 6.7.
    QuotedPrintable,
    /// RFC 2045, 6.8.
    Base64,
}
