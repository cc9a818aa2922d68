//! Whose text it is: the author's, quoted, passed on, an attribution line or a signature.

use super::{Reader, Rest};
use crate::draft::{LINE_BREAK, Role};
use crate::parse::html::stack::{Effect, Kind};
use crate::text::MappedText;

impl Reader<'_> {
    /// What comes now is the mail that is answered, or passed on.
    pub(super) fn divide(&mut self, forwarded: bool) {
        if self.divided_at.replace(self.blocks.len()) == Some(self.blocks.len()) {
            return;
        }
        let conversation = self.conversations.last().copied().unwrap_or(0);
        let height = self.stack.last(Kind::Quote).max(conversation);
        let forwarded = forwarded || self.rests.last().is_some_and(|rest| rest.forwarded);
        self.rests.push(Rest { height, forwarded });
    }

    /// How deep the text is quoted.
    pub(super) fn quote_depth(&self) -> usize {
        self.stack.depth(Effect::Quote) + self.rests.len()
    }

    /// Whether the text is not the author's.
    pub(super) fn is_foreign(&self) -> bool {
        self.quote_depth() > 0 || self.stack.within(Effect::Quoted) || self.stack.within(Effect::Forwarded)
    }

    /// The role of a block that ends here, and what it says of those behind it.
    pub(super) fn role(&mut self, text: &MappedText) -> Role {
        let attribution = self.stack.within(Effect::Attribution);
        let conversation = self.stack.within(Effect::Conversation);
        if attribution && conversation && !self.is_foreign() && text.as_str().starts_with("--") {
            // Gmail: "---------- Forwarded message ---------", and all that follows.
            self.divide(true);
            return Role::Forwarded;
        }
        if attribution && self.stack.depth(Effect::Quote) == 0 && self.rests.len() <= 1 {
            return Role::Attribution;
        }
        if self.stack.within(Effect::Divider) && is_header(text.as_str()) {
            let first = !self.is_foreign();
            self.divide(false);
            if first {
                return Role::Attribution;
            }
        }
        if self.stack.within(Effect::Forwarded) || self.rests.last().is_some_and(|rest| rest.forwarded) {
            return Role::Forwarded;
        }
        if self.is_foreign() {
            return Role::Quote;
        }
        if self.stack.within(Effect::Signature) {
            Role::Signature
        } else if self.stack.within(Effect::Preformatted) {
            Role::Code
        } else if self.stack.last(Kind::Heading) > 0 {
            Role::Heading
        } else if self.item.is_some() {
            Role::ListItem
        } else {
            Role::Prose
        }
    }
}

/// Whether a text is the header of a mail, in whatever language: at least three lines
/// that start with a short label and a colon.
fn is_header(text: &str) -> bool {
    let is_field = |line: &str| {
        line.split_once([':', '：'])
            .is_some_and(|(label, _)| label.chars().count() <= 24 && label.starts_with(char::is_alphabetic))
    };
    text.split([LINE_BREAK, '\n']).filter(|line| is_field(line.trim())).take(3).count() == 3
}
