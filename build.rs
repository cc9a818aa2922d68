//! Turns cards and word lists into tables, so that a run starts in milliseconds.
//! A test holds the tables against what the run-time reader builds.

#[allow(dead_code, unused_imports, reason = "the build script needs the reader only")]
#[path = "src/rules/card/mod.rs"]
mod card;
#[path = "src/language/hash.rs"]
mod hash;
#[path = "src/language/time/days_off/code.rs"]
mod holidays;
#[path = "src/reading/learned/hash.rs"]
mod sign_hash;
#[path = "src/reading/learned/table.rs"]
mod weight_table;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use card::{Card, OptionValue};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WordList {
    about: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
}

fn main() {
    println!("cargo::rerun-if-changed=rules");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("english.rs"), word_tables(Path::new("rules/words/en"))).expect("OUT_DIR can be written");
    fs::write(out.join("mail.rs"), mail_tables(Path::new("rules/words/mail"))).expect("OUT_DIR can be written");
    fs::write(out.join("weights.rs"), weight_tables(Path::new("rules/weights/en"))).expect("OUT_DIR can be written");
    fs::write(out.join("holidays.rs"), holiday_table(Path::new("rules/words/holidays.toml")))
        .expect("OUT_DIR can be written");
    fs::write(out.join("cards.rs"), card_table(Path::new("rules"))).expect("OUT_DIR can be written");
}

/// A function that makes the cards of all rules, by name.
fn card_table(folder: &Path) -> String {
    let mut cards = Vec::new();
    let holds_no_cards = |path: &PathBuf| ["presets", "weights", "words"].iter().any(|name| path.ends_with(name));
    for group in entries(folder).into_iter().filter(|path| path.is_dir() && !holds_no_cards(path)) {
        for path in toml_files(&group) {
            let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
            let name = format!("{}/{}", part(group.file_name()), part(path.file_stem()));
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let card = card::read(&name, &text).unwrap_or_else(|error| panic!("{}:{error}", path.display()));
            cards.push(card_code(&card));
        }
    }
    format!("/// The built-in cards, by name.\npub fn cards() -> Vec<Card> {{\nvec![\n{}]\n}}\n", cards.concat())
}

/// A card as a Rust expression.
fn card_code(card: &Card) -> String {
    let text = |text: &Cow<str>| format!("Cow::Borrowed({text:?})");
    let maybe = |value: &Option<Cow<str>>| value.as_ref().map_or("None".into(), |v| format!("Some({})", text(v)));
    let list = |items: Vec<String>| format!("vec![{}]", items.join(", "));
    let value = |value: &OptionValue| match value {
        OptionValue::Integer(number) => format!("OptionValue::Integer({number})"),
        OptionValue::Boolean(switch) => format!("OptionValue::Boolean({switch})"),
        OptionValue::Text(string) => format!("OptionValue::Text({})", text(string)),
        OptionValue::List(texts) => format!("OptionValue::List({})", list(texts.iter().map(text).collect())),
        OptionValue::Pairs(pairs) => {
            let pairs = pairs.iter().map(|(key, value)| format!("({}, {})", text(key), text(value))).collect();
            format!("OptionValue::Pairs({})", list(pairs))
        }
    };
    let options = card.options.iter().map(|(name, option)| format!("({}, {})", text(name), value(option))).collect();
    let examples = card.examples.iter().map(|example| {
        let (bad, good) = (maybe(&example.bad), maybe(&example.good));
        let (fixed, header, settings) = (maybe(&example.fixed), maybe(&example.header), maybe(&example.settings));
        let data = maybe(&example.data);
        format!(
            "Example {{ bad: {bad}, good: {good}, fixed: {fixed}, header: {header}, settings: {settings}, data: {data}, line: {} }}",
            example.line
        )
    });
    let sources = card.sources.iter().map(|s| format!("Source {{ name: {}, text: {} }}", text(&s.name), text(&s.text)));
    format!(
        "Card {{ name: RuleName({}), level: Level::{:?}, summary: {}, cost: {}, why: {}, check: {}, any_language: {}, \
         most: {}, evidence: Evidence::{:?}, options: {}, examples: {}, sources: {}, related: {}, since: {} }},\n",
        text(&card.name.0),
        card.level,
        text(&card.summary),
        text(&card.cost),
        text(&card.why),
        text(&card.check),
        card.any_language,
        card.most,
        card.evidence,
        list(options),
        list(examples.collect()),
        list(sources.collect()),
        list(card.related.iter().map(text).collect()),
        text(&card.since),
    )
}

/// The phrases of all languages that mail programs write, each list in order.
fn mail_tables(folder: &Path) -> String {
    let mut code = String::new();
    for path in toml_files(folder) {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file: BTreeMap<String, WordList> =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (name, mut list) in file {
            assert!(list.words.is_empty(), "{}: [{name}] needs phrases", path.display());
            list.phrases.sort();
            list.phrases.dedup();
            writeln!(code, "/// {}", list.about.replace('\n', " ")).expect("a string takes all");
            let constant = name.to_uppercase().replace('-', "_");
            writeln!(code, "pub static {constant}: Phrases = Phrases::new(&{:?});", list.phrases)
                .expect("a string takes all");
        }
    }
    code
}

/// The constants of all word lists in a folder: numbered sets of words and the table of
/// the words of all sets, numbered lists of phrases.
fn word_tables(folder: &Path) -> String {
    let mut lists: BTreeMap<String, WordList> = BTreeMap::new();
    for path in toml_files(folder) {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file: BTreeMap<String, WordList> =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (name, list) in file {
            assert!(
                list.words.is_empty() != list.phrases.is_empty(),
                "{}: [{name}] needs either words or phrases",
                path.display()
            );
            assert!(lists.insert(name.clone(), list).is_none(), "{}: [{name}] stands twice", path.display());
        }
    }
    let mut code = String::new();
    let mut phrases = Vec::new();
    let mut sets = 0;
    let mut words: BTreeMap<String, u128> = BTreeMap::new();
    for (name, list) in lists {
        let constant = name.to_uppercase().replace('-', "_");
        writeln!(code, "/// {}", list.about.replace('\n', " ")).expect("a string takes all");
        if list.words.is_empty() {
            writeln!(code, "pub const {constant}: ListId = ListId({});", phrases.len()).expect("a string takes all");
            phrases.push(list.phrases);
        } else {
            assert!(sets < u128::BITS, "the table of words has room for {} lists", u128::BITS);
            writeln!(code, "pub const {constant}: WordSet = WordSet({sets});").expect("a string takes all");
            for word in list.words {
                *words.entry(word).or_default() |= 1 << sets;
            }
            sets += 1;
        }
    }
    code.push_str(&word_table(&words));
    writeln!(code, "/// How many lists of phrases the pack holds.").expect("a string takes all");
    writeln!(code, "pub const PHRASE_LISTS: u16 = {};", phrases.len()).expect("a string takes all");
    writeln!(code, "/// The lists of phrases, by [`ListId`].").expect("a string takes all");
    writeln!(code, "pub static PHRASES: &[&[&str]] = &[").expect("a string takes all");
    for list in phrases {
        writeln!(code, "&{list:?},").expect("a string takes all");
    }
    code.push_str("];\n");
    code
}

/// A hash table of words: open addressing with linear probing, more than half of its
/// slots empty. All 64 bits of a hash tell its word, so that no letters are compared; hashes
/// and the combinations of sets stand in tables of their own without pointers: they stay in
/// the cache, and cost no time at the start of a run.
fn word_table(words: &BTreeMap<String, u128>) -> String {
    let size = (words.len() * 2 + 1).next_power_of_two();
    let mut hashes = vec![0_u64; size];
    let mut places = vec![0_usize; size];
    let mut named = Vec::new();
    // The first one is that of words in no set.
    let mut combinations = vec![0];
    for (word, sets) in words {
        let hash = hash::hash(word.as_bytes());
        assert!(hash != 0 && !hashes.contains(&hash), "“{word}” has the hash of another word: change the function");
        let mut slot = hash as usize % size;
        while hashes[slot] != 0 {
            slot = (slot + 1) % size;
        }
        let combination = combinations.iter().position(|known| known == sets).unwrap_or_else(|| {
            combinations.push(*sets);
            combinations.len() - 1
        });
        (hashes[slot], places[slot]) = (hash, combination);
        named.push((word, combination));
    }
    let (count, all) = (combinations.len(), named.len());
    let longest = words.keys().map(String::len).max().unwrap_or(0);
    format!(
        "/// The length of the longest word, in bytes.\n\
         pub const LONGEST_WORD: usize = {longest};\n\
         /// The hashes of the words of all sets, 0 where the slot is empty.\n\
         pub static HASHES: [u64; {size}] = {hashes:?};\n\
         /// The place in [`COMBINATIONS`] of the word in the same slot.\n\
         pub static PLACES: [u16; {size}] = {places:?};\n\
         /// The words of all sets, each with its place in [`COMBINATIONS`], for those who go through them.\n\
         pub static WORDS: [(&str, u16); {all}] = {named:?};\n\
         /// The combinations of sets that words are in, a bit for each set.\n\
         pub static COMBINATIONS: [u128; {count}] = {combinations:?};\n"
    )
}

/// The learned weights of each file in a folder, as a constant of its name, and those of the
/// channel, whose tables are joined.
fn weight_tables(folder: &Path) -> String {
    let mut code = String::new();
    for path in entries(folder).iter().filter(|path| path.is_file()) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().to_uppercase().replace('-', "_");
        let text = read(path);
        let (always, lines) = weights(path, &text);
        let signs = table_code(weight_table::columns([lines]));
        code.push_str(&weights_code(&path.display().to_string(), &name, always, &signs));
    }
    let path = |name: &str| folder.join("channel").join(name).with_extension("tsv");
    let texts = ["sentences", "wording", "factors", "situation"].map(|name| (path(name), read(&path(name))));
    let [(said, sentences), (worded, wording), (_, factors), (kind, situation)] =
        texts.each_ref().map(|(path, text)| weights(path, text));
    let mut kinds: Vec<&str> = factors.iter().filter_map(|(sign, _)| sign.split(' ').next()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let kinds: [&str; 10] = kinds.try_into().unwrap_or_else(|_| panic!("factors.tsv needs ten factors, see FACTORS"));
    let words = table_code(weight_table::columns([sentences, wording]));
    let looks = table_code(weight_table::by_kind(factors, kinds));
    write!(
        code,
        "/// What counts always in a sentence and in the wording.\n\
         pub const CHANNEL_ALWAYS: [i32; 2] = [{said}, {worded}];\n\
         /// `channel/sentences.tsv` and `channel/wording.tsv` side by side.\n\
         pub static CHANNEL_WORDS: Table<2> = {words};\n\
         /// `channel/factors.tsv`, a column for each factor, by name.\n\
         pub static CHANNEL_FACTORS: Table<10> = {looks};\n"
    )
    .expect("a string takes all");
    code.push_str(&weights_code(
        "channel/situation.tsv",
        "CHANNEL_SITUATION",
        kind,
        &table_code(weight_table::columns([situation])),
    ));
    code
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The weights of a table, and what counts always.
fn weights<'a>(path: &Path, text: &'a str) -> weight_table::Lines<'a> {
    weight_table::parse(text).unwrap_or_else(|fault| panic!("{}:{}: {}", path.display(), fault.line, fault.text))
}

fn weights_code(path: &str, constant: &str, always: i32, signs: &str) -> String {
    format!(
        "/// The weights of `{path}`.\npub static {constant}: Weights = Weights {{ always: {always}, signs: {signs} }};\n"
    )
}

/// A table of signs as a Rust expression.
fn table_code<const N: usize>(signs: Vec<(impl AsRef<str>, [i16; N])>) -> String {
    let hashed = signs.into_iter().map(|(sign, points)| (sign_hash::named(sign.as_ref(), hash::hash), points));
    format!("Table {{ slots: Cow::Borrowed(&{:?}) }}", weight_table::slots(hashed.collect()))
}

/// The public holidays of each country.
fn holiday_table(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    holidays::table(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The TOML files right in a folder, by name.
fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut paths = entries(folder);
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths
}

/// What stands right in a folder, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
