//! What words can mean in a date or time expression.

use jiff::civil::Weekday;

pub(super) use super::vocabulary::lookup;

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
