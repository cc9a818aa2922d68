//! Floor 2: what was written, whatever the format it was written in.
//!
//! A [`Draft`] is an [`Envelope`] and the [`Block`]s of the body, each with its role.
//! Nothing here knows a language or a rule.

mod block;
mod directive;
mod envelope;
mod link;
mod part;
mod template;
mod thread;

pub use block::{Block, BlockId, LINE_BREAK, Role};
pub use directive::{Directive, Fault, Name, Reach};
pub use envelope::{Address, Attachment, Envelope, Invitation};
pub use link::Link;
pub use part::{TextPart, Transfer};
pub use template::{Dialect, Tag, TagRole, Template, Templates};
pub use thread::{Message, Thread};

use crate::text::{Finding, Span};

/// One draft, read from the bytes of a [`Source`](crate::Source).
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The format that the bytes were read as.
    pub format: Format,
    /// Sender, recipients, subject, date, thread and attachments.
    pub envelope: Envelope,
    /// The body's blocks, in order.
    pub blocks: Vec<Block>,
    /// The links whose text and target may differ, in order: those of HTML and Markdown.
    pub links: Vec<Link>,
    /// The code within the sentences of an HTML text, in order.
    pub code: Vec<Span>,
    /// How many pictures the author shows in an HTML text.
    pub pictures: usize,
    /// How the parts of a mail whose text is read are encoded, in order.
    pub parts: Vec<TextPart>,
    /// What the author says to Presend itself, in order.
    pub directives: Vec<Directive>,
    /// What could not be read, and where: a broken encoding, an unknown charset.
    pub problems: Vec<Finding>,
    /// Where the draft is a template: its language and its tags.
    pub template: Option<Template>,
}

impl Draft {
    /// The block with this id.
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0]
    }

    /// The blocks with their ids, in order.
    pub fn blocks(&self) -> impl Iterator<Item = (BlockId, &Block)> {
        self.blocks.iter().enumerate().map(|(index, block)| (BlockId(index), block))
    }

    /// The blocks that the author wrote, in order: no quotes, signatures or disclaimers.
    pub fn own_blocks(&self) -> impl Iterator<Item = (BlockId, &Block)> {
        self.blocks().filter(|(_, block)| block.role.is_own())
    }
}

/// The formats a draft can have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// RFC 5322 with MIME.
    Mail,
    /// CommonMark with tables and YAML front matter.
    Markdown,
    /// Plain text.
    #[default]
    Text,
    /// An HTML page or fragment.
    Html,
    /// A calendar invitation (RFC 5545).
    Calendar,
}

impl Format {
    /// The name in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            Format::Mail => "mail",
            Format::Markdown => "markdown",
            Format::Text => "text",
            Format::Html => "html",
            Format::Calendar => "calendar",
        }
    }
}
