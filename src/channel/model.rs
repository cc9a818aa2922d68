//! The learned part of the verdict: a table of weights for what each sentence says, one
//! for the wording as a whole, one that names the factor, and one for the situation.
//!
//! All are sums of whole numbers, hundredths of log odds, the same on every platform. One
//! search per sign finds what it counts in its sentence and in the wording; what it says of
//! the factors is looked for in those sentences only that count.

use super::signs::{MOST_WORDS, Tokens, each_sentence};
use super::situation;
use crate::draft::Draft;
use crate::reading::learned::{self, Fault, Table, Weights, hash_of, key};
use crate::reading::{Reading, SentenceId};

/// The factors that speak for a conversation, by their names in the catalogue.
pub const FACTORS: [&str; 10] = [
    "back-and-forth",
    "brainstorm",
    "complexity",
    "conflict",
    "decision",
    "negotiation",
    "rapport",
    "sensitivity",
    "urgency",
    "walkthrough",
];

/// The factors that function words alone can show.
const PLAINLY_SAID: [&str; 2] = ["conflict", "sensitivity"];

/// The tables, by the names of their files.
pub const TABLES: [&str; 4] = ["sentences", "wording", "factors", "situation"];

/// How much the wording as a whole counts beside what single sentences say, in percent.
/// Chosen by how well drafts of unseen writers and real mail are told apart (docs/channel.md).
const WORDING: i32 = 80;

/// How much the situation counts, in percent; chosen likewise. It counts for less than it
/// was learned: which situations are frequent differs from mail to mail.
const SITUATION: i32 = 50;

/// From how many points on, less than none, a sentence counts for a conversation; with as
/// many above none it counts in full. Between them the count rises evenly, much as a
/// chance does with log odds, without a function that differs between platforms.
const FROM: i32 = -300;

/// What one sentence counts at most.
pub const FULL: i32 = -2 * FROM;

/// What part of a full count a sentence must have to be told.
pub const TOLD: i32 = FULL / 3;

/// How many points below the likeliest factor another one is still likely.
const NEAR: i32 = 150;

/// What a draft in which nothing speaks for a conversation has, against one sentence in
/// full: a twentieth.
const NOTHING: i32 = FULL / 20;

/// Learned weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What counts always, whatever a sentence says and the words of all sentences say.
    always: [i32; 2],
    /// What each sentence says, and the words of all sentences.
    words: Table<2>,
    /// Which of the [`FACTORS`] a sentence shows.
    factors: Table<{ FACTORS.len() }>,
    /// What kind of message it is.
    situation: Weights,
}

/// The weights that are built in.
pub fn built_in() -> Model {
    Model {
        always: learned::CHANNEL_ALWAYS,
        words: learned::CHANNEL_WORDS.clone(),
        factors: learned::CHANNEL_FACTORS.clone(),
        situation: learned::CHANNEL_SITUATION.clone(),
    }
}

/// A sentence that counts for a conversation.
#[derive(Clone, Debug)]
pub struct Told {
    /// Which one it is.
    pub id: SentenceId,
    /// How much it counts, from [`TOLD`] up to [`FULL`].
    pub share: i32,
    /// How much it looks like each of the [`FACTORS`].
    pub looks: [i32; FACTORS.len()],
    /// Of which of them its words tell, so that they can be named as the reason.
    pub shows: [bool; FACTORS.len()],
}

/// What the model makes of a draft.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// The sentences that count enough for a conversation to be told.
    pub sentences: Vec<Told>,
    /// The sum over the sentences, in points.
    pub said: i32,
    /// How many sentences were looked at.
    pub count: i32,
    /// The wording as a whole, in points.
    pub wording: i32,
    /// The situation, in points.
    pub situation: i32,
}

impl Heard {
    /// The log odds of a conversation, in hundredths.
    pub fn sum(&self) -> i32 {
        self.said + self.wording * WORDING / 100 + self.situation * SITUATION / 100
    }
}

impl Model {
    /// A model of four tables, in the order of [`TABLES`]; the error names the table.
    pub fn read([sentences, wording, factors, situation]: [&str; 4]) -> Result<Model, (&'static str, Fault)> {
        let named = |at: usize| move |fault| (TABLES[at], fault);
        let (always, words) = Table::side_by_side([sentences, wording]).map_err(|(at, fault)| (TABLES[at], fault))?;
        Ok(Model {
            always,
            words,
            factors: Table::by_kind(factors, FACTORS).map_err(named(2))?,
            situation: Weights::read(situation).map_err(named(3))?,
        })
    }

    /// What the model makes of a draft.
    pub fn hear(&self, draft: &Draft, reading: &Reading) -> Heard {
        let mut heard = Heard::default();
        let mut seen = Seen::with_room_for(reading.words.len().min(MOST_WORDS));
        let [said_always, mut wording] = self.always;
        let mut sum = NOTHING;
        let mut count = 0;
        each_sentence(draft, reading, |id, tokens| {
            let mut points = said_always;
            tokens.keys(|key| {
                let [said, worded] = self.words.at(key);
                points += i32::from(said);
                if seen.add(key) {
                    wording += i32::from(worded);
                }
            });
            tokens.start_keys(|key| points += i32::from(self.words.at(key)[0]));
            let share = (points - FROM).clamp(0, FULL);
            if share >= TOLD {
                heard.sentences.push(Told { id, share, looks: self.looks(tokens), shows: self.shows(tokens) });
            }
            sum += share;
            count += 1;
        });
        heard.count = count;
        heard.said = ln(sum) - ln(FULL) - ln(3 + count) / 3;
        heard.wording = spread(wording, seen.count);
        let signs = situation::signs(draft, reading);
        heard.situation = self.situation.always + signs.iter().map(|sign| self.situation.points(sign)).sum::<i32>();
        heard
    }

    /// How much a sentence looks like each factor: the likeliest and those near it.
    fn looks(&self, tokens: &Tokens) -> [i32; FACTORS.len()] {
        // What counts always stands in the table under this name.
        let mut points = self.factors.at(const { key(hash_of("w"), hash_of("always"), None) }).map(i32::from);
        tokens.keys(|key| {
            for (sum, points) in points.iter_mut().zip(self.factors.at(key)) {
                *sum += i32::from(points);
            }
        });
        let most = points.iter().copied().max().unwrap_or_default();
        points.map(|points| (points - most + NEAR).max(0))
    }

    /// Of which factors the words of a sentence tell. “We would like to” and “at 9” stand in
    /// talk of anything: what looks like a factor by such words only is not named. What hurts
    /// is said in the plainest of words, “you” and “your” among them.
    fn shows(&self, tokens: &Tokens) -> [bool; FACTORS.len()] {
        let mut points = [0; FACTORS.len()];
        tokens.keys_of_matter(|key| {
            for (sum, points) in points.iter_mut().zip(self.factors.at(key)) {
                *sum += i32::from(points);
            }
        });
        let mut shows = points.map(|points| points > 0);
        for (shows, name) in shows.iter_mut().zip(FACTORS) {
            *shows |= PLAINLY_SAID.contains(&name);
        }
        shows
    }
}

/// The keys of signs that were seen in a draft: a hash table that never grows.
struct Seen {
    /// The high halves of the keys, whose low halves tell their slots; 0 where one is empty.
    slots: Vec<u32>,
    count: usize,
}

impl Seen {
    /// Room for the signs of so many words: each shows itself and stands in two pairs at most;
    /// there are few more, of marks alone.
    fn with_room_for(words: usize) -> Seen {
        Seen { slots: vec![0; (4 * words + 64).next_power_of_two()], count: 0 }
    }

    /// Whether a key was not seen before.
    #[inline]
    fn add(&mut self, key: u64) -> bool {
        let mask = self.slots.len() - 1;
        let mut slot = key as usize & mask;
        let high = (key >> 32) as u32 | 1;
        while self.slots[slot] != 0 {
            if self.slots[slot] == high {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = high;
        self.count += 1;
        true
    }
}

/// A sum over many signs, as much as it counts: divided by the root of how many there are,
/// so that a long text has no more than a short one.
fn spread(sum: i32, signs: usize) -> i32 {
    let root = (signs.max(1) as f64).sqrt();
    // A root and a quotient are the same on every platform (IEEE 754).
    (f64::from(sum) / root).round() as i32
}

/// How much the signs of a draft count each in [`Model::hear`]'s wording.
pub fn scale(signs: usize) -> f64 {
    1.0 / (signs.max(1) as f64).sqrt()
}

/// The natural logarithm of a number above nothing, in hundredths, by whole numbers only.
fn ln(number: i32) -> i32 {
    const BITS: u32 = 16;
    let number = number.max(1) as u64;
    let whole = number.ilog2();
    // What is left is from 1 to 2, in 32nds of a billion; each squaring gives one more bit.
    let mut rest = number << 31 >> whole;
    let mut log = u64::from(whole);
    for _ in 0..BITS {
        rest = (rest * rest) >> 31;
        log <<= 1;
        if rest >= 1 << 32 {
            log |= 1;
            rest >>= 1;
        }
    }
    // A hundred times the logarithm of 2, in 65536ths.
    const LN_2: u64 = 4_542_610;
    ((log * LN_2) >> (2 * BITS)) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_right_to_a_hundredth() {
        for number in [1, 2, 3, 7, 10, 30, 600, 12_345, 1_000_000, i32::MAX] {
            let exact = f64::from(number).ln() * 100.0;
            assert!((f64::from(ln(number)) - exact).abs() <= 1.0, "{number}: {} is not {exact}", ln(number));
        }
        assert_eq!((ln(0), ln(-5)), (0, 0));
    }

    #[test]
    fn a_wrong_table_is_named() {
        let (table, fault) = Model::read(["always\t1", "w so", "", ""]).expect_err("the second table is wrong");
        assert_eq!((table, fault.line), ("wording", 1));
    }

    #[test]
    fn what_is_built_in_is_what_the_tables_say() {
        let table = |name: &str| {
            std::fs::read_to_string(format!("{}/rules/weights/en/channel/{name}.tsv", env!("CARGO_MANIFEST_DIR")))
                .expect("it is there")
        };
        let tables = TABLES.map(table);
        let model = Model::read(tables.each_ref().map(String::as_str)).expect("the tables are right");
        assert!(model == built_in());
    }

    #[test]
    fn marks_without_words_are_seen_with_the_room_there_is() {
        let text = "?!".repeat(10_000) + &"a ".repeat(2) + &"!?".repeat(10_000);
        let draft = crate::parse::parse(&crate::Source::new("a.txt", text.as_bytes()));
        let reading = crate::reading::read(&draft, &Default::default(), Default::default());
        assert!(built_in().hear(&draft, &reading).count > 0);
    }
}
