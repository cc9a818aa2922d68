//! Past forms of verbs, and words that bend what a past form tells.

/// Whether a word may be the past form of a verb.
pub fn is_past(word: &str) -> bool {
    let regular = word.len() > 4
        && word.ends_with("ed")
        && (!word.ends_with("eed") || matches!(word, "agreed" | "freed" | "guaranteed"))
        && !matches!(word, "hundred" | "embed" | "sacred");
    regular || PRETERITES.contains(&word) || PARTICIPLES.contains(&word)
}

/// Past forms that are nothing else.
pub const PRETERITES: &[&str] = &[
    "ate", "began", "blew", "broke", "came", "chose", "drew", "drove", "fell", "flew", "forgot", "froze", "gave",
    "grew", "knew", "rang", "rode", "rose", "sang", "sank", "saw", "shook", "spoke", "stole", "swam", "threw", "took",
    "went", "woke", "wore", "wrote",
];

/// Past forms that are participles as well.
const PARTICIPLES: &[&str] = &[
    "bought",
    "brought",
    "built",
    "caught",
    "dealt",
    "felt",
    "fought",
    "found",
    "got",
    "heard",
    "held",
    "kept",
    "laid",
    "led",
    "left",
    "lent",
    "lost",
    "made",
    "meant",
    "met",
    "paid",
    "ran",
    "said",
    "sat",
    "sent",
    "slept",
    "sold",
    "spent",
    "stood",
    "stuck",
    "taught",
    "thought",
    "told",
    "understood",
    "used",
    "won",
];

/// Verbs whose past form is the present one.
pub const SAME: &[&str] = &["cut", "hit", "hurt", "let", "put", "quit", "read", "set", "shut", "split", "spread"];

/// What is told after these may lie ahead of the telling.
pub const SAID: &[&str] = &[
    "announced",
    "answered",
    "asked",
    "assumed",
    "believed",
    "confirmed",
    "explained",
    "feared",
    "figured",
    "guessed",
    "heard",
    "hoped",
    "informed",
    "knew",
    "learned",
    "learnt",
    "mentioned",
    "noticed",
    "read",
    "realised",
    "realized",
    "replied",
    "said",
    "saw",
    "sent",
    "showed",
    "thought",
    "told",
    "understood",
    "wondered",
    "wrote",
];

/// Words of what lies ahead, whenever it was planned.
pub const AHEAD: &[&str] = &[
    "agreed",
    "arranged",
    "booked",
    "confirmed",
    "decided",
    "due",
    "expected",
    "going",
    "hoping",
    "invited",
    "meant",
    "moved",
    "offered",
    "ordered",
    "organised",
    "organized",
    "planned",
    "planning",
    "postponed",
    "promised",
    "proposed",
    "registered",
    "rescheduled",
    "reserved",
    "scheduled",
    "settled",
    "signed",
    "suggested",
    "supposed",
    "thinking",
    "wanted",
    "wondering",
];

/// Words after which a past form tells of no past.
pub const UNREAL: &[&str] = &[
    "if", "unless", "whether", "once", "until", "till", "rather", "wish", "suppose", "assuming", "provided", "i'd",
    "we'd", "they'd", "he'd", "she'd", "it'd",
];
