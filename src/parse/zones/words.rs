//! The phrases that mail programs and their users write, from `rules/words/mail/`.

include!(concat!(env!("OUT_DIR"), "/mail.rs"));

/// Phrases in lower case, in order, with marks that tell where none of them can start,
/// so that a text is searched for all of them in one pass.
pub struct Phrases {
    list: &'static [&'static str],
    /// A bit for each hash of three bytes that a phrase starts with.
    starts: [u64; 64],
}

impl Phrases {
    /// The phrases of a sorted list.
    pub const fn new(list: &'static [&'static str]) -> Phrases {
        let mut starts = [0; 64];
        let mut index = 0;
        while index < list.len() {
            let first = match *list[index].as_bytes() {
                [a, b, c, ..] => [a, b, c, 0],
                [a, b] => [a, b, 0, 0],
                [a] => [a, 0, 0, 0],
                [] => [0; 4],
            };
            let hash = hash(u32::from_le_bytes(first));
            starts[hash / 64] |= 1 << (hash % 64);
            index += 1;
        }
        Phrases { list, starts }
    }

    /// Whether a text can start with one of them, by its first three bytes in whatever case.
    pub fn may_open(&self, text: &str) -> bool {
        let byte = |at: usize| text.as_bytes().get(at).map_or(0, u8::to_ascii_lowercase);
        let (a, b, c) = (byte(0), byte(1), byte(2));
        let starts = |first: [u8; 4]| self.has_start(hash(u32::from_le_bytes(first)));
        // What lower case makes of other letters is not known without making it.
        !(a | b | c).is_ascii() || starts([a, b, c, 0]) || starts([a, b, 0, 0]) || starts([a, 0, 0, 0])
    }

    /// Whether a phrase is one of them.
    pub fn holds(&self, phrase: &str) -> bool {
        self.list.binary_search(&phrase).is_ok()
    }

    /// Whether a text in lower case holds one of the phrases.
    pub fn any_in(&self, text: &str) -> bool {
        self.matches(text).next().is_some()
    }

    /// How many of the phrases a text in lower case holds.
    pub fn count_in(&self, text: &str) -> usize {
        let mut found: Vec<&str> = self.matches(text).map(|(_, phrase)| phrase).collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    }

    /// Whether one of the phrases stands in a text in lower case as whole words.
    pub fn word_in(&self, text: &str) -> bool {
        self.matches(text).any(|(at, phrase)| {
            let whole = |c: char| !c.is_alphabetic();
            is_ideographic(phrase)
                || (text[..at].chars().next_back().is_none_or(whole)
                    && text[at + phrase.len()..].chars().next().is_none_or(whole))
        })
    }

    /// The longest of the phrases that a text in lower case starts with, as whole words.
    pub fn prefix(&self, text: &str) -> Option<&'static str> {
        let is_whole = |rest: &str| !rest.starts_with(char::is_alphanumeric) || is_ideographic(rest);
        let starts = self.starting(text).filter(|phrase| is_whole(&text[phrase.len()..]));
        starts.max_by_key(|phrase| phrase.len())
    }

    /// Whether a text in lower case starts with one of the phrases, whatever follows.
    pub fn starts(&self, text: &str) -> bool {
        self.starting(text).next().is_some()
    }

    /// Whether a text in lower case ends with one of the phrases.
    pub fn ends(&self, text: &str) -> bool {
        self.list.iter().any(|phrase| text.ends_with(phrase))
    }

    /// The phrases that stand in a text, each with its place; they have three bytes or more.
    fn matches<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, &'static str)> + 'a {
        // Phrases start at the start of a character, so other places hold none.
        let starting = |at| self.starting(text.get(at..).unwrap_or_default()).map(move |phrase| (at, phrase));
        self.places(text).flat_map(starting)
    }

    /// Where in a text three bytes stand that a phrase starts with.
    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        let bytes = text.as_bytes();
        let may_start = |three: &[u8]| self.has_start(hash(u32::from_le_bytes([three[0], three[1], three[2], 0])));
        let mut from = 0;
        std::iter::from_fn(move || {
            let at = from + bytes.get(from..)?.windows(3).position(may_start)?;
            from = at + 1;
            Some(at)
        })
    }

    #[inline]
    fn has_start(&self, hash: usize) -> bool {
        self.starts[hash / 64] >> (hash % 64) & 1 != 0
    }

    /// The phrases that a text starts with.
    fn starting<'a>(&self, text: &'a str) -> impl Iterator<Item = &'static str> + use<'a> {
        let list = self.list;
        let byte = text.as_bytes().first().copied();
        // Where no phrase can start nothing is looked for.
        let first = match byte.is_some() && self.may_open(text) {
            true => list.partition_point(|phrase| phrase.as_bytes().first().copied() < byte),
            false => list.len(),
        };
        let same = list[first..].iter().take_while(move |phrase| phrase.as_bytes().first().copied() == byte);
        same.copied().filter(move |phrase| !phrase.is_empty() && text.starts_with(phrase))
    }
}

/// A number below 4,096 that tells most three bytes from others; the first is the lowest.
#[inline]
const fn hash(bytes: u32) -> usize {
    (bytes.wrapping_mul(0x9e37_79b1) >> 20) as usize
}

/// Whether a text starts with a sign of a script that parts no words.
fn is_ideographic(text: &str) -> bool {
    text.starts_with(|c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}

/// Whether a text holds what dates and times hold: a year, or digits around `:`, `/` or `.`.
pub fn has_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b':' | b'/' | b'.' | b'-' | b'h' => at > 0 && digit(at - 1) && digit(at + 1),
        b'1' | b'2' => {
            let year = bytes.get(at..at + 4);
            year.is_some_and(|year| {
                (year.starts_with(b"19") || year.starts_with(b"20")) && digit(at + 2) && digit(at + 3)
            }) && !digit(at + 4)
                && (at == 0 || !digit(at - 1))
        }
        _ => false,
    })
}

/// Whether a text holds a mail address.
pub fn has_address(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        text[..at].ends_with(|c: char| c.is_alphanumeric() || "._-+".contains(c))
            && text[at + 1..].starts_with(|c: char| c.is_alphanumeric())
    })
}

/// Whether a text holds a phone number: seven digits or more, parted by little.
pub fn has_phone(text: &str) -> bool {
    if text.len() < 7 || text.bytes().filter(u8::is_ascii_digit).count() < 7 {
        return false;
    }
    let (mut digits, mut gap) = (0, 0);
    for c in text.chars() {
        if c.is_ascii_digit() {
            (digits, gap) = (digits + 1, 0);
        } else if gap >= 3 || !" ()-./+–".contains(c) {
            (digits, gap) = (0, 0);
        } else {
            gap += 1;
        }
        if digits >= 7 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    static PHRASES: Phrases = Phrases::new(&["a", "plan", "plane", "plan b", "über", "写道"]);

    #[test]
    fn one_pass_finds_what_each_search_alone_would() {
        for text in ["", "a", "pl", "plan", "the planes", "xplan b", "über", "ub", "他写道：", "pla", "the plan b"]
        {
            let alone = PHRASES.list[1..].iter().filter(|phrase| text.contains(**phrase)).count();
            assert_eq!(PHRASES.count_in(text), alone, "{text}");
            assert_eq!(PHRASES.any_in(text), alone > 0, "{text}");
        }
    }

    #[test]
    fn whole_words_are_told_from_parts() {
        assert!(PHRASES.word_in("the plan."));
        assert!(!PHRASES.word_in("explant"));
        assert!(PHRASES.word_in("他写道好"));
        assert_eq!(PHRASES.prefix("plan b now"), Some("plan b"));
        assert_eq!(PHRASES.prefix("plan bee"), Some("plan"));
        assert_eq!(PHRASES.prefix("planet"), None);
        assert!(PHRASES.starts("planet") && !PHRASES.starts("pla") && PHRASES.ends("the plane"));
    }

    #[test]
    fn phrases_that_are_searched_for_have_three_bytes() {
        let searched = [
            &WROTE,
            &FOOTERS,
            &LEGAL,
            &LEGAL_CUES,
            &SCANNED,
            &BANNERS,
            &FORWARDED_MESSAGE,
            &FORWARDED_END,
            &ORIGINAL_MESSAGE,
        ];
        for list in searched {
            assert!(list.list.is_sorted() && list.list.iter().all(|phrase| phrase.len() >= 3));
        }
    }
}
