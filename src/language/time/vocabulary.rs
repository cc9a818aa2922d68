//! The words of time with their meanings, looked up word by word.

use jiff::civil::Weekday;

use super::words::{Edge, Form, Part, Season, Unit, Word};

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

/// The words, sorted by their bytes.
#[rustfmt::skip]
static TABLE: &[(&str, Word)] = &[
    ("'til", Word::Until),
    ("a", Word::A),
    ("about", Word::Around),
    ("after", Word::After),
    ("afternoon", Word::Part(Part::Afternoon)),
    ("afternoons", Word::Part(Part::Afternoon)),
    ("ago", Word::Ago),
    ("am", Word::Am),
    ("an", Word::A),
    ("and", Word::And),
    ("any", Word::Any),
    ("anytime", Word::Any),
    ("approx", Word::Around),
    ("approximately", Word::Around),
    ("apr", Word::Month(4, Form::Short)),
    ("april", Word::Month(4, Form::Name)),
    ("around", Word::Around),
    ("as", Word::As),
    ("asap", Word::Vague),
    ("ascension", Word::Holiday),
    ("ash", Word::Holiday),
    ("at", Word::At),
    ("aug", Word::Month(8, Form::Short)),
    ("august", Word::Month(8, Form::Name)),
    ("autumn", Word::Season(Season::Autumn)),
    ("before", Word::Before),
    ("beginning", Word::Start),
    ("between", Word::Between),
    ("black", Word::Holiday),
    ("boxing", Word::Holiday),
    ("breakfast", Word::Part(Part::Breakfast)),
    ("business", Word::Business),
    ("by", Word::By),
    ("calendar", Word::Business),
    ("centuries", Word::Unit(Unit::Century)),
    ("century", Word::Unit(Unit::Century)),
    ("christmas", Word::Holiday),
    ("circa", Word::Around),
    ("close", Word::End),
    ("cob", Word::Abbreviation(Edge::Cob)),
    ("columbus", Word::Holiday),
    ("coming", Word::Following),
    ("couple", Word::Couple),
    ("current", Word::This),
    ("cy", Word::Fiscal),
    ("cyber", Word::Holiday),
    ("date", Word::Date),
    ("day", Word::Unit(Unit::Day)),
    ("days", Word::Unit(Unit::Day)),
    ("dec", Word::Month(12, Form::Short)),
    ("decade", Word::Unit(Unit::Decade)),
    ("decades", Word::Unit(Unit::Decade)),
    ("december", Word::Month(12, Form::Full)),
    ("dinner", Word::Part(Part::Dinner)),
    ("dinnertime", Word::Part(Part::Dinner)),
    ("due", Word::By),
    ("during", Word::During),
    ("each", Word::Every),
    ("earlier", Word::Early),
    ("early", Word::Early),
    ("earth", Word::Holiday),
    ("easter", Word::Holiday),
    ("effective", Word::Starting),
    ("eight", Word::Cardinal(8)),
    ("eighteen", Word::Cardinal(18)),
    ("eighteenth", Word::Ordinal(18)),
    ("eighth", Word::Ordinal(8)),
    ("eighty", Word::Cardinal(80)),
    ("eleven", Word::Cardinal(11)),
    ("eleventh", Word::Ordinal(11)),
    ("end", Word::End),
    ("eob", Word::Abbreviation(Edge::Eob)),
    ("eod", Word::Abbreviation(Edge::Eod)),
    ("eom", Word::Abbreviation(Edge::Eom)),
    ("eoq", Word::Abbreviation(Edge::Eoq)),
    ("eow", Word::Abbreviation(Edge::Eow)),
    ("eoy", Word::Abbreviation(Edge::Eoy)),
    ("epiphany", Word::Holiday),
    ("eve", Word::Part(Part::Evening)),
    ("evening", Word::Part(Part::Evening)),
    ("evenings", Word::Part(Part::Evening)),
    ("eventually", Word::Vague),
    ("every", Word::Every),
    ("fall", Word::Season(Season::Autumn)),
    ("father", Word::Holiday),
    ("fathers", Word::Holiday),
    ("feb", Word::Month(2, Form::Short)),
    ("febr", Word::Month(2, Form::Short)),
    ("february", Word::Month(2, Form::Full)),
    ("few", Word::Few),
    ("fifteen", Word::Cardinal(15)),
    ("fifteenth", Word::Ordinal(15)),
    ("fifth", Word::Ordinal(5)),
    ("fifty", Word::Cardinal(50)),
    ("financial", Word::Business),
    ("first", Word::Ordinal(1)),
    ("fiscal", Word::Business),
    ("five", Word::Cardinal(5)),
    ("flat", Word::Sharp),
    ("following", Word::Following),
    ("for", Word::For),
    ("fortnight", Word::Unit(Unit::Fortnight)),
    ("fortnights", Word::Unit(Unit::Fortnight)),
    ("forty", Word::Cardinal(40)),
    ("four", Word::Cardinal(4)),
    ("fourteen", Word::Cardinal(14)),
    ("fourteenth", Word::Ordinal(14)),
    ("fourth", Word::Ordinal(4)),
    ("fri", Word::Weekday(Weekday::Friday, Form::Short)),
    ("friday", Word::Weekday(Weekday::Friday, Form::Full)),
    ("fridays", Word::Weekday(Weekday::Friday, Form::Full)),
    ("from", Word::From),
    ("fy", Word::Fiscal),
    ("good", Word::Holiday),
    ("h", Word::H),
    ("half", Word::Half),
    ("halloween", Word::Holiday),
    ("hence", Word::Hence),
    ("hour", Word::Unit(Unit::Hour)),
    ("hours", Word::Unit(Unit::Hour)),
    ("hr", Word::Unit(Unit::Hour)),
    ("hrs", Word::Unit(Unit::Hour)),
    ("hundred", Word::Hundred),
    ("immediately", Word::Vague),
    ("in", Word::In),
    ("independence", Word::Holiday),
    ("international", Word::Holiday),
    ("jan", Word::Month(1, Form::Short)),
    ("january", Word::Month(1, Form::Full)),
    ("jul", Word::Month(7, Form::Short)),
    ("july", Word::Month(7, Form::Full)),
    ("jun", Word::Month(6, Form::Short)),
    ("june", Word::Month(6, Form::Name)),
    ("juneteenth", Word::Holiday),
    ("labor", Word::Holiday),
    ("labour", Word::Holiday),
    ("last", Word::Last),
    ("late", Word::Late),
    ("later", Word::Late),
    ("less", Word::More),
    ("lunch", Word::Part(Part::Lunch)),
    ("lunchtime", Word::Part(Part::Lunch)),
    ("mar", Word::Month(3, Form::Name)),
    ("march", Word::Month(3, Form::Name)),
    ("martin", Word::Holiday),
    ("maundy", Word::Holiday),
    ("may", Word::Month(5, Form::Name)),
    ("memorial", Word::Holiday),
    ("mid", Word::Middle),
    ("midday", Word::Noon),
    ("middle", Word::Middle),
    ("midnight", Word::Midnight),
    ("min", Word::Unit(Unit::Minute)),
    ("mins", Word::Unit(Unit::Minute)),
    ("minute", Word::Unit(Unit::Minute)),
    ("minutes", Word::Unit(Unit::Minute)),
    ("mlk", Word::Holiday),
    ("moment", Word::Moment),
    ("mon", Word::Weekday(Weekday::Monday, Form::Short)),
    ("monday", Word::Weekday(Weekday::Monday, Form::Full)),
    ("mondays", Word::Weekday(Weekday::Monday, Form::Full)),
    ("month", Word::Unit(Unit::Month)),
    ("months", Word::Unit(Unit::Month)),
    ("more", Word::More),
    ("morning", Word::Part(Part::Morning)),
    ("mornings", Word::Part(Part::Morning)),
    ("mother", Word::Holiday),
    ("mothers", Word::Holiday),
    ("nd", Word::OrdinalSuffix),
    ("new", Word::Holiday),
    ("next", Word::Next),
    ("night", Word::Part(Part::Night)),
    ("nights", Word::Part(Part::Night)),
    ("nine", Word::Cardinal(9)),
    ("nineteen", Word::Cardinal(19)),
    ("nineteenth", Word::Ordinal(19)),
    ("ninety", Word::Cardinal(90)),
    ("ninth", Word::Ordinal(9)),
    ("nlt", Word::By),
    ("no", Word::No),
    ("noon", Word::Noon),
    ("not", Word::No),
    ("nov", Word::Month(11, Form::Short)),
    ("november", Word::Month(11, Form::Full)),
    ("now", Word::Now),
    ("o'clock", Word::Oclock),
    ("oclock", Word::Oclock),
    ("oct", Word::Month(10, Form::Short)),
    ("october", Word::Month(10, Form::Full)),
    ("of", Word::Of),
    ("on", Word::On),
    ("one", Word::Cardinal(1)),
    ("or", Word::Or),
    ("over", Word::During),
    ("palm", Word::Holiday),
    ("past", Word::Past),
    ("pentecost", Word::Holiday),
    ("pm", Word::Pm),
    ("possible", Word::Vague),
    ("present", Word::Moment),
    ("presidents", Word::Holiday),
    ("previous", Word::Last),
    ("prior", Word::Before),
    ("promptly", Word::Vague),
    ("pronto", Word::Vague),
    ("q", Word::Q),
    ("quarter", Word::Unit(Unit::Quarter)),
    ("quarters", Word::Unit(Unit::Quarter)),
    ("quickly", Word::Vague),
    ("rd", Word::OrdinalSuffix),
    ("remainder", Word::Rest),
    ("remaining", Word::Rest),
    ("rest", Word::Rest),
    ("right", Word::Right),
    ("saint", Word::Holiday),
    ("sat", Word::Weekday(Weekday::Saturday, Form::Name)),
    ("saturday", Word::Weekday(Weekday::Saturday, Form::Full)),
    ("saturdays", Word::Weekday(Weekday::Saturday, Form::Full)),
    ("sec", Word::Unit(Unit::Second)),
    ("second", Word::Unit(Unit::Second)),
    ("seconds", Word::Unit(Unit::Second)),
    ("secs", Word::Unit(Unit::Second)),
    ("sep", Word::Month(9, Form::Short)),
    ("sept", Word::Month(9, Form::Short)),
    ("september", Word::Month(9, Form::Full)),
    ("seven", Word::Cardinal(7)),
    ("seventeen", Word::Cardinal(17)),
    ("seventeenth", Word::Ordinal(17)),
    ("seventh", Word::Ordinal(7)),
    ("seventy", Word::Cardinal(70)),
    ("several", Word::Few),
    ("sharp", Word::Sharp),
    ("shortly", Word::Vague),
    ("shrove", Word::Holiday),
    ("since", Word::Since),
    ("six", Word::Cardinal(6)),
    ("sixteen", Word::Cardinal(16)),
    ("sixteenth", Word::Ordinal(16)),
    ("sixth", Word::Ordinal(6)),
    ("sixty", Word::Cardinal(60)),
    ("some", Word::Some),
    ("someday", Word::Vague),
    ("sometime", Word::Some),
    ("soon", Word::Vague),
    ("sooner", Word::Vague),
    ("soonish", Word::Vague),
    ("spring", Word::Season(Season::Spring)),
    ("st", Word::OrdinalSuffix),
    ("start", Word::Start),
    ("starting", Word::Starting),
    ("summer", Word::Season(Season::Summer)),
    ("sun", Word::Weekday(Weekday::Sunday, Form::Name)),
    ("sunday", Word::Weekday(Weekday::Sunday, Form::Full)),
    ("sundays", Word::Weekday(Weekday::Sunday, Form::Full)),
    ("ten", Word::Cardinal(10)),
    ("tenth", Word::Ordinal(10)),
    ("th", Word::OrdinalSuffix),
    ("thanksgiving", Word::Holiday),
    ("that", Word::That),
    ("the", Word::The),
    ("then", Word::Then),
    ("thing", Word::Thing),
    ("third", Word::Ordinal(3)),
    ("thirteen", Word::Cardinal(13)),
    ("thirteenth", Word::Ordinal(13)),
    ("thirtieth", Word::Ordinal(30)),
    ("thirty", Word::Cardinal(30)),
    ("this", Word::This),
    ("thousand", Word::Thousand),
    ("three", Word::Cardinal(3)),
    ("through", Word::Through),
    ("throughout", Word::During),
    ("thru", Word::Through),
    ("thu", Word::Weekday(Weekday::Thursday, Form::Short)),
    ("thur", Word::Weekday(Weekday::Thursday, Form::Short)),
    ("thurs", Word::Weekday(Weekday::Thursday, Form::Short)),
    ("thursday", Word::Weekday(Weekday::Thursday, Form::Full)),
    ("thursdays", Word::Weekday(Weekday::Thursday, Form::Full)),
    ("til", Word::Until),
    ("till", Word::Until),
    ("time", Word::Time),
    ("tmr", Word::Day(1)),
    ("tmrw", Word::Day(1)),
    ("to", Word::To),
    ("today", Word::Day(0)),
    ("tommorow", Word::Day(1)),
    ("tommorrow", Word::Day(1)),
    ("tomorow", Word::Day(1)),
    ("tomorrow", Word::Day(1)),
    ("tomorrows", Word::Day(1)),
    ("tonight", Word::Tonight),
    ("tonite", Word::Tonight),
    ("tue", Word::Weekday(Weekday::Tuesday, Form::Short)),
    ("tues", Word::Weekday(Weekday::Tuesday, Form::Short)),
    ("tuesday", Word::Weekday(Weekday::Tuesday, Form::Full)),
    ("tuesdays", Word::Weekday(Weekday::Tuesday, Form::Full)),
    ("twelfth", Word::Ordinal(12)),
    ("twelve", Word::Cardinal(12)),
    ("twentieth", Word::Ordinal(20)),
    ("twenty", Word::Cardinal(20)),
    ("two", Word::Cardinal(2)),
    ("until", Word::Until),
    ("up", Word::Up),
    ("upcoming", Word::Following),
    ("urgently", Word::Vague),
    ("valentine", Word::Holiday),
    ("valentines", Word::Holiday),
    ("veterans", Word::Holiday),
    ("wed", Word::Weekday(Weekday::Wednesday, Form::Name)),
    ("wednesday", Word::Weekday(Weekday::Wednesday, Form::Full)),
    ("wednesdays", Word::Weekday(Weekday::Wednesday, Form::Full)),
    ("weds", Word::Weekday(Weekday::Wednesday, Form::Short)),
    ("week", Word::Unit(Unit::Week)),
    ("weekend", Word::Unit(Unit::Weekend)),
    ("weekends", Word::Unit(Unit::Weekend)),
    ("weeks", Word::Unit(Unit::Week)),
    ("when", Word::Vague),
    ("whenever", Word::Vague),
    ("whit", Word::Holiday),
    ("winter", Word::Season(Season::Winter)),
    ("within", Word::Within),
    ("wk", Word::Unit(Unit::Week)),
    ("wks", Word::Unit(Unit::Week)),
    ("work", Word::Business),
    ("working", Word::Business),
    ("xmas", Word::Holiday),
    ("year", Word::Unit(Unit::Year)),
    ("years", Word::Unit(Unit::Year)),
    ("yesterday", Word::Day(-1)),
    ("yr", Word::Unit(Unit::Year)),
    ("yrs", Word::Unit(Unit::Year)),
];

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
