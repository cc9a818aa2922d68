use crate::text::{MappedText, Span};

/// A line break that the author meant, as in an address or after `<br>`: U+2028 LINE
/// SEPARATOR. Sentences and phrases never cross it. Reports show it as `\n`.
pub const LINE_BREAK: char = '\u{2028}';

/// The place of a block in [`Draft::blocks`](super::Draft::blocks).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub usize);

/// A piece of the body with one role: a paragraph, a list item, a quote.
#[derive(Clone, Debug)]
pub struct Block {
    /// What the block is for.
    pub role: Role,
    /// The text as its reader sees it: markup, quote marks and list markers are gone,
    /// entities and encodings are decoded. White space is single: a run of it that
    /// holds a line break which the author meant is one [`LINE_BREAK`], a run that holds
    /// the line break of wrapped text is one `\n`, any other run is one space; none
    /// stands at either end. Code and tables keep their line breaks as `\n`.
    pub text: MappedText,
    /// All source bytes of the block, with its markup, quote marks and list marker.
    pub span: Span,
    /// How deep: the level of a heading (1 to 6), the depth of a quote (1 is the mail
    /// that is answered) or of a list item (1 is outermost); else 0.
    pub depth: usize,
    /// Whether a list item carries a number or letter rather than a bullet.
    pub numbered: bool,
    /// The marker of a list item as it stands in the text, `-` or `2.`; else empty. Where
    /// the text of a part is shown with its source, the marker and a space go before it.
    pub marker: String,
}

impl Block {
    /// A block with this role and text that covers `span`.
    pub fn new(role: Role, text: MappedText, span: Span) -> Block {
        Block { role, text, span, depth: 0, numbered: false, marker: String::new() }
    }
}

/// What a block is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// "Hi Ana,".
    Greeting,
    /// A paragraph.
    Prose,
    /// One item of a list, without its marker.
    ListItem,
    /// A heading.
    Heading,
    /// A table; cells are parted by tabs, rows by line breaks.
    Table,
    /// Code, a log, preformatted text.
    Code,
    /// "Best regards, Ben".
    Closing,
    /// What somebody else wrote, quoted.
    Quote,
    /// "On Monday, Ana wrote:".
    Attribution,
    /// A message passed on, with its header lines.
    Forwarded,
    /// The signature of the author or of the mail client.
    Signature,
    /// A legal notice.
    Disclaimer,
}

impl Role {
    /// The name in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            Role::Greeting => "greeting",
            Role::Prose => "prose",
            Role::ListItem => "list-item",
            Role::Heading => "heading",
            Role::Table => "table",
            Role::Code => "code",
            Role::Closing => "closing",
            Role::Quote => "quote",
            Role::Attribution => "attribution",
            Role::Forwarded => "forwarded",
            Role::Signature => "signature",
            Role::Disclaimer => "disclaimer",
        }
    }

    /// Whether the author of the draft wrote this for its reader: asks, times and the
    /// point are looked for only here.
    pub fn is_own(self) -> bool {
        matches!(self, Role::Greeting | Role::Prose | Role::ListItem | Role::Heading | Role::Table | Role::Closing)
    }

    /// Whether the block holds running sentences of the author's, so that length and
    /// style can be judged.
    pub fn is_prose(self) -> bool {
        matches!(self, Role::Prose | Role::ListItem)
    }
}
