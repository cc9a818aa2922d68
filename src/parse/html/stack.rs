//! The open elements, and what they do to the text in them.

/// The elements whose end or nesting matters; the rest are [`Kind::Inline`] or [`Kind::Block`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `html`, which ends with the text.
    Html,
    /// `head`.
    Head,
    /// `body`.
    Body,
    /// `p`.
    Paragraph,
    /// `div`.
    Division,
    /// `h1` to `h6`.
    Heading,
    /// `ul`, `ol`, `menu`.
    List,
    /// `li`.
    Item,
    /// `dt`, `dd`.
    Term,
    /// `blockquote`.
    Quote,
    /// `pre`, `xmp`, `listing`.
    Preformatted,
    /// `table`.
    Table,
    /// `tr`.
    Row,
    /// `td`, `th`, `caption`.
    Cell,
    /// `a`.
    Anchor,
    /// `span`.
    Span,
    /// `font`.
    Font,
    /// Any other element that starts a new line.
    Block,
    /// Any other element.
    Inline,
    /// An element that was closed before those that were opened in it.
    Closed,
}

/// Whether HTML has an element of this name.
pub fn is_element(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    const INLINE: [&str; 63] = [
        "abbr", "acronym", "applet", "audio", "b", "bdi", "bdo", "big", "blink", "button", "canvas", "cite", "code",
        "data", "datalist", "del", "dfn", "em", "i", "iframe", "img", "ins", "kbd", "label", "map", "marquee", "math",
        "meter", "nobr", "noembed", "noframes", "object", "option", "optgroup", "output", "picture", "progress", "q",
        "rb", "rp", "rt", "ruby", "s", "samp", "script", "select", "slot", "small", "strike", "strong", "style", "sub",
        "sup", "svg", "template", "textarea", "time", "title", "tt", "u", "var", "video", "path",
    ];
    Kind::of(&name) != Some(Kind::Inline) || INLINE.contains(&name.as_str()) || name.contains(':')
}

const KINDS: usize = Kind::Closed as usize + 1;

impl Kind {
    /// The kind of an element by its name in lower case; none for the elements that hold nothing.
    pub fn of(name: &str) -> Option<Kind> {
        Some(match name {
            "html" => Kind::Html,
            "head" => Kind::Head,
            "body" => Kind::Body,
            "p" => Kind::Paragraph,
            "div" => Kind::Division,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
            "ul" | "ol" | "menu" | "dir" => Kind::List,
            "li" => Kind::Item,
            "dt" | "dd" => Kind::Term,
            "blockquote" => Kind::Quote,
            "pre" | "xmp" | "listing" | "plaintext" => Kind::Preformatted,
            "table" | "mj-table" => Kind::Table,
            "tr" => Kind::Row,
            "td" | "th" | "caption" => Kind::Cell,
            "a" => Kind::Anchor,
            "span" => Kind::Span,
            "font" => Kind::Font,
            "address" | "article" | "aside" | "center" | "details" | "dialog" | "dl" | "fieldset" | "figcaption"
            | "figure" | "footer" | "form" | "header" | "hgroup" | "legend" | "main" | "nav" | "noscript"
            | "search" | "section" | "summary" | "tbody" | "thead" | "tfoot" => Kind::Block,
            "area" | "base" | "basefont" | "bgsound" | "br" | "col" | "embed" | "frame" | "hr" | "img" | "input"
            | "keygen" | "link" | "meta" | "param" | "source" | "track" | "wbr" => return None,
            // MJML, which is turned into HTML before it is sent.
            "mj-title" | "mj-style" => Kind::Inline,
            _ if name.starts_with("mj-") => Kind::Block,
            _ => Kind::Inline,
        })
    }

    /// Whether the element stands within a line of text.
    pub fn is_inline(self) -> bool {
        matches!(self, Kind::Anchor | Kind::Span | Kind::Font | Kind::Inline | Kind::Closed)
    }

    /// The elements that hide an open element of this kind from its end tag.
    fn barriers(self) -> &'static [Kind] {
        match self {
            Kind::Html | Kind::Head | Kind::Body | Kind::Table => &[],
            Kind::Cell | Kind::Row => &[Kind::Table],
            Kind::Item => &[Kind::List, Kind::Table, Kind::Cell],
            _ => &[Kind::Table, Kind::Cell],
        }
    }
}

/// What an element does to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nobody sees it.
    Hidden,
    /// It is struck out.
    Struck,
    /// Quoted, one level deeper than around it.
    Quote,
    /// Belongs to what is quoted.
    Quoted,
    /// May hold the attribution line, the quote and replies between, as Gmail's `gmail_quote`.
    Conversation,
    /// A message passed on.
    Forwarded,
    /// Says who wrote what is quoted.
    Attribution,
    /// The signature.
    Signature,
    /// White space counts: code.
    Preformatted,
    /// White space counts: text, also where it is preformatted.
    Wrapped,
    /// Set off by a line above, as Outlook does with the header of the mail that is answered.
    Divider,
}

const EFFECTS: usize = Effect::Divider as usize + 1;

/// A set of effects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effects(u16);

impl Effects {
    /// Adds an effect.
    pub fn add(&mut self, effect: Effect) {
        self.0 |= 1 << effect as u16;
    }

    /// Whether the effect is among them.
    pub fn has(self, effect: Effect) -> bool {
        self.0 & 1 << effect as u16 != 0
    }
}

struct Entry {
    kind: Kind,
    effects: Effects,
    /// The element of this kind that was opened last before this one, as a height.
    before: usize,
}

/// The open elements. To find the element that an end tag closes takes one step however
/// many are open: each kind knows its last one, and each element the one before it.
#[derive(Default)]
pub struct Stack {
    entries: Vec<Entry>,
    /// How high the stack was when the last open element of each kind had been put on it.
    last: [usize; KINDS],
    counts: [usize; EFFECTS],
}

impl Stack {
    /// How many elements lie on the stack.
    pub fn height(&self) -> usize {
        self.entries.len()
    }

    /// Opens an element.
    pub fn push(&mut self, kind: Kind, effects: Effects) {
        let before = self.last[kind as usize];
        self.entries.push(Entry { kind, effects, before });
        self.last[kind as usize] = self.entries.len();
        self.count(effects, true);
    }

    /// The kind and the effects of the last element.
    pub fn top(&self) -> Option<(Kind, Effects)> {
        self.entries.last().map(|entry| (entry.kind, entry.effects))
    }

    /// Closes the last element, and gives its kind.
    pub fn pop(&mut self) -> Option<Kind> {
        let entry = self.entries.pop()?;
        if entry.kind != Kind::Closed {
            self.last[entry.kind as usize] = entry.before;
        }
        self.count(entry.effects, false);
        Some(entry.kind)
    }

    /// Ends the effects of an inline element that others, which go on, were opened in.
    pub fn close_early(&mut self, height: usize) {
        let Some(entry) = height.checked_sub(1).and_then(|index| self.entries.get_mut(index)) else { return };
        let (kind, effects, before) = (entry.kind, entry.effects, entry.before);
        entry.kind = Kind::Closed;
        entry.effects = Effects::default();
        self.last[kind as usize] = before;
        self.count(effects, false);
    }

    /// The height of the last open element of a kind that its end tag reaches from here.
    pub fn find(&self, kind: Kind) -> Option<usize> {
        let height = self.last[kind as usize];
        let hidden = kind.barriers().iter().any(|barrier| *barrier != kind && self.last[*barrier as usize] > height);
        (height > 0 && !hidden).then_some(height)
    }

    /// The height of the last open element of a kind, else 0.
    pub fn last(&self, kind: Kind) -> usize {
        self.last[kind as usize]
    }

    /// In how many elements with this effect the text stands.
    pub fn depth(&self, effect: Effect) -> usize {
        self.counts[effect as usize]
    }

    /// Whether the text stands in an element with this effect.
    pub fn within(&self, effect: Effect) -> bool {
        self.depth(effect) > 0
    }

    fn count(&mut self, effects: Effects, more: bool) {
        if effects == Effects::default() {
            return;
        }
        for (effect, count) in self.counts.iter_mut().enumerate() {
            if effects.0 & 1 << effect != 0 {
                *count = if more { *count + 1 } else { count.saturating_sub(1) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_tag_does_not_reach_out_of_its_cell() {
        let mut stack = Stack::default();
        for kind in [Kind::Division, Kind::Table, Kind::Row, Kind::Cell] {
            stack.push(kind, Effects::default());
        }
        assert_eq!(stack.find(Kind::Division), None);
        assert_eq!(stack.find(Kind::Cell), Some(4));
        stack.push(Kind::Division, Effects::default());
        assert_eq!(stack.find(Kind::Division), Some(5));
        stack.pop();
        stack.push(Kind::Table, Effects::default());
        assert_eq!((stack.find(Kind::Cell), stack.find(Kind::Table)), (None, Some(5)));
    }

    #[test]
    fn an_inline_element_closed_early_loses_its_effect_only() {
        let mut hidden = Effects::default();
        hidden.add(Effect::Hidden);
        let mut stack = Stack::default();
        stack.push(Kind::Span, hidden);
        stack.push(Kind::Paragraph, Effects::default());
        assert!(stack.within(Effect::Hidden));
        stack.close_early(1);
        assert!(!stack.within(Effect::Hidden));
        assert_eq!((stack.find(Kind::Span), stack.find(Kind::Paragraph)), (None, Some(2)));
        assert_eq!((stack.pop(), stack.pop()), (Some(Kind::Paragraph), Some(Kind::Closed)));
        assert!(!stack.within(Effect::Hidden));
    }
}
