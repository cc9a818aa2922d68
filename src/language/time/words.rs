//! What words can mean in a date or time expression, looked up by hash.

use jiff::civil::Weekday;

use super::vocabulary::TABLE;

/// What a word can mean in a date or time expression. A word with several meanings
/// stands here by one of them; the grammar knows the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    A,
    Abbreviation(Edge),
    After,
    Ago,
    Am,
    And,
    Any,
    Around,
    As,
    At,
    Before,
    Between,
    Business,
    By,
    Cardinal(u8),
    Couple,
    Date,
    /// Days from today.
    Day(i8),
    During,
    Early,
    End,
    Every,
    Few,
    Fiscal,
    Following,
    For,
    From,
    H,
    Half,
    Hence,
    /// The first word of a holiday.
    Holiday,
    Hundred,
    In,
    Last,
    Late,
    Middle,
    Midnight,
    Moment,
    Month(i8, Form),
    More,
    Next,
    No,
    Noon,
    Now,
    Oclock,
    Of,
    On,
    Or,
    Ordinal(i8),
    OrdinalSuffix,
    Part(Part),
    Past,
    Pm,
    Q,
    Rest,
    Right,
    Season(Season),
    Sharp,
    Since,
    Some,
    Start,
    Starting,
    That,
    The,
    Then,
    Thing,
    This,
    Thousand,
    Through,
    Time,
    To,
    Tonight,
    Unit(Unit),
    Until,
    Up,
    /// The first word of a vague phrase.
    Vague,
    Weekday(Weekday, Form),
    Within,
}

/// How sure a name of a month or weekday is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing else is spelled so: "Monday", "October".
    Full,
    /// An abbreviation: "Mon", "Oct".
    Short,
    /// Also a name, a verb or a thing: "May", "March", "Sun".
    Name,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    /// "weekend", counted like days of the calendar week.
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Breakfast,
    Morning,
    Lunch,
    Afternoon,
    Dinner,
    Evening,
    Night,
}

/// A season of the northern half of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// The abbreviations for ends: of the day, of business, of the week and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Eod,
    Cob,
    Eob,
    Eow,
    Eom,
    Eoq,
    Eoy,
}

/// The longest word of the table.
const LONGEST: usize = 13;

/// The places of the hash table, a power of two; most stay empty, so that a search ends soon.
const PLACES: usize = 2048;

/// Where each word stands in the table, by its hash; one more than the index, 0 for none.
static INDEX: [u16; PLACES] = index();

/// How long the words of the table are that start with a letter, one bit for each length.
/// It turns most words of a text away before their hash is made.
static LENGTHS: [u16; 32] = lengths();

/// What a word means, whatever its case.
pub(super) fn lookup(word: &str) -> Option<Word> {
    let bytes = word.as_bytes();
    let first = *bytes.first()?;
    if bytes.len() > LONGEST || LENGTHS[usize::from(first & 31)] >> bytes.len() & 1 == 0 {
        return None;
    }
    let mut place = hash(bytes);
    loop {
        let entry = usize::from(INDEX[place & (PLACES - 1)]).checked_sub(1)?;
        let (name, meaning) = TABLE.get(entry)?;
        if name.eq_ignore_ascii_case(word) {
            return Some(*meaning);
        }
        place += 1;
    }
}

/// A hash that is the same for both cases of a letter.
const fn hash(word: &[u8]) -> usize {
    let mut hash = word.len() as u32;
    let mut at = 0;
    while at < word.len() {
        hash = (hash ^ (word[at] | 0x20) as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    (hash ^ hash >> 15) as usize & (PLACES - 1)
}

const fn index() -> [u16; PLACES] {
    let mut index = [0; PLACES];
    let mut entry = 0;
    while entry < TABLE.len() {
        let mut place = hash(TABLE[entry].0.as_bytes());
        while index[place] != 0 {
            place = (place + 1) & (PLACES - 1);
        }
        entry += 1;
        index[place] = entry as u16;
    }
    index
}

const fn lengths() -> [u16; 32] {
    let mut lengths = [0; 32];
    let mut entry = 0;
    while entry < TABLE.len() {
        let word = TABLE[entry].0.as_bytes();
        lengths[(word[0] & 31) as usize] |= 1 << word.len();
        entry += 1;
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found() {
        assert!(TABLE.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(TABLE.iter().map(|(word, _)| word.len()).max(), Some(LONGEST));
        for (word, meaning) in TABLE {
            assert_eq!(lookup(&word.to_uppercase()), Some(*meaning), "{word}");
        }
        for other in ["mañana", "", "thursdai", "tho", "responsibilities"] {
            assert_eq!(lookup(other), None, "{other}");
        }
    }
}
