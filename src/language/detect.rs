use whatlang::{Detector, Lang};

use super::{WordSet, WordSets, lists};

/// How many words at the start of a text are looked at.
const SAMPLE_WORDS: usize = 60;

/// So many words are enough where a quarter of them are common English ones.
const FIRST_WORDS: usize = 24;

/// How many bytes at the start of a text the trigram model reads.
const SAMPLE_BYTES: usize = 400;

/// Below this many words, text without a telling word has no language.
const ENOUGH_WORDS: usize = 8;

/// A language, as far as Presend tells them apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Language {
    /// The ISO 639-1 code ("en"), or "und" where the text is too short or unclear;
    /// ISO 639-3 for languages that have no shorter code. Swedish, Danish and
    /// Norwegian may stand for each other.
    pub code: &'static str,
}

impl Language {
    /// Whether the rules for English apply: the text is English, or too short to say.
    pub fn is_english(self) -> bool {
        matches!(self.code, "en" | "und" | "")
    }
}

/// Which language a text is written in.
///
/// Common words tell first: they need a few words only and microseconds. A trigram
/// model is asked where they say nothing.
pub fn detect(text: &str) -> Language {
    Language { code: code(text) }
}

fn code(text: &str) -> &'static str {
    let mut words = words(text).map(|word| (word, WordSets::of(word)));
    let mut sample: Vec<(&str, WordSets)> = Vec::with_capacity(SAMPLE_WORDS);
    let mut common = 0;
    for (word, sets) in words.by_ref().take(FIRST_WORDS) {
        common += usize::from(sets.has(lists::STOP_WORDS));
        if common * 4 >= FIRST_WORDS {
            return "en";
        }
        sample.push((word, sets));
    }
    sample.extend(words.take(SAMPLE_WORDS - FIRST_WORDS));
    let is_latin = |word: &str| word.is_ascii() || word.chars().all(|c| c < '\u{250}' || c == '’');
    let latin = sample.iter().filter(|(word, _)| is_latin(word)).count();
    if latin * 2 < sample.len() {
        // The script leaves few languages, so that an unsure answer is good enough.
        return by_trigrams(text, &Detector::new(), 0.0).unwrap_or("mul");
    }
    let english = count(&sample, lists::STOP_WORDS);
    // A quarter of English words are among these; one in six leaves room for names.
    if english >= 2 && english * 6 >= sample.len() {
        return "en";
    }
    let others = [
        ("de", lists::STOP_WORDS_DE),
        ("fr", lists::STOP_WORDS_FR),
        ("es", lists::STOP_WORDS_ES),
        ("it", lists::STOP_WORDS_IT),
        ("pt", lists::STOP_WORDS_PT),
        ("nl", lists::STOP_WORDS_NL),
        ("sv", lists::STOP_WORDS_SV),
        ("pl", lists::STOP_WORDS_PL),
    ];
    let mut best = ("und", 0);
    for (code, words) in others {
        let found = count(&sample, words);
        if found > best.1 {
            best = (code, found);
        }
    }
    let (other, found) = best;
    if found >= 2 && found > english && found * 6 >= sample.len() {
        return other;
    }
    if english > 0 {
        return if sample.len() < ENOUGH_WORDS { "und" } else { "en" };
    }
    if sample.len() < ENOUGH_WORDS || names_or_keywords(&sample) {
        return "und";
    }
    // Letters that English has not are half the proof.
    let sure = if sample.iter().any(|(word, _)| word.chars().any(|c| c > '\u{7f}' && c != '’')) { 0.1 } else { 0.9 };
    by_trigrams(text, &Detector::with_denylist(vec![Lang::Lat, Lang::Epo]), sure).unwrap_or("und")
}

/// The pieces of a text that are words.
fn words(text: &str) -> impl Iterator<Item = &str> {
    tokens(text).filter_map(|token| {
        if token.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Some(token);
        }
        let word = token.trim_matches(['.', '\'', '’']);
        let is_word = !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'));
        is_word.then_some(word)
    })
}

/// The pieces between characters that part words; addresses and paths stay whole.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    // The length of the character at `at`, and whether it parts words.
    let step = move |at: usize| match text.as_bytes().get(at) {
        None => None,
        Some(byte) if byte.is_ascii() => {
            Some((1, !byte.is_ascii_alphanumeric() && !matches!(byte, b'\'' | b'@' | b'/' | b'.' | b'_')))
        }
        Some(_) => text[at..].chars().next().map(|c| (c.len_utf8(), !c.is_alphanumeric() && c != '’')),
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some((len, true)) = step(at) {
            at += len;
        }
        let start = at;
        while let Some((len, false)) = step(at) {
            at += len;
        }
        (at > start).then(|| &text[start..at])
    })
}

fn count(sample: &[(&str, WordSets)], words: WordSet) -> usize {
    sample.iter().filter(|(_, sets)| sets.has(words)).count()
}

/// Whether most words have capitals: a list of names tells no language.
fn names_or_keywords(sample: &[(&str, WordSets)]) -> bool {
    sample.iter().filter(|(word, _)| word.starts_with(char::is_uppercase)).count() * 2 > sample.len()
}

/// What the trigram model says, where it is at least this sure.
fn by_trigrams(text: &str, detector: &Detector, sure: f64) -> Option<&'static str> {
    let info = detector.detect(&text[..text.floor_char_boundary(SAMPLE_BYTES)])?;
    (info.confidence() >= sure).then(|| iso_639_1(info.lang()))
}

/// The two-letter code of a language, where it has one.
fn iso_639_1(lang: Lang) -> &'static str {
    let long = lang.code();
    let codes = [
        ("ara", "ar"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("ind", "id"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("nld", "nl"),
        ("nob", "no"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tha", "th"),
        ("tgl", "tl"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("vie", "vi"),
    ];
    codes.into_iter().find(|(code, _)| *code == long).map_or(long, |(_, short)| short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_words_tell() {
        for (code, text) in [
            ("en", "Could you send me the report by Friday?"),
            ("en", "Hi Jürgen Müller-Lüdenscheidt, München: the car is here."),
            ("de", "Kannst du mir bitte den Bericht bis Freitag schicken?"),
            ("fr", "Pouvez-vous m'envoyer le rapport avant vendredi, s'il vous plaît ?"),
            ("es", "¿Puedes enviarme el informe antes del viernes, por favor?"),
            ("it", "Puoi inviarmi il rapporto entro venerdì, per favore? Grazie."),
            ("pt", "Você pode enviar o relatório até sexta-feira, por favor?"),
            ("nl", "Kun je mij het rapport voor vrijdag sturen? Alvast bedankt."),
            ("sv", "Kan du skicka rapporten till mig före fredag? Tack på förhand."),
            ("pl", "Czy możesz przesłać mi raport do piątku? Dziękuję bardzo."),
            ("ru", "Пришлите мне, пожалуйста, отчёт до пятницы."),
            ("ja", "金曜日までに報告書を送ってください。"),
            ("el", "Μπορείς να μου στείλεις την αναφορά μέχρι την Παρασκευή;"),
            ("tr", "Raporu cuma gününe kadar bana gönderebilir misin lütfen, çok teşekkür ederim"),
        ] {
            assert_eq!(detect(text).code, code, "{text}");
        }
    }

    #[test]
    fn short_or_wordless_text_counts_as_english() {
        for text in [
            "",
            "Ok",
            "Thanks!",
            "Budget 2026",
            "12 × 3",
            "Danke",
            "Anna Berg\nLena Holt\nPaul Kranz\nMia Roth\nJan Voss",
        ] {
            assert!(detect(text).is_english(), "{text}: {}", detect(text).code);
        }
        assert!(
            detect("Minutes attached. Revised budget pending. Next steps: vendor selection, contract review.")
                .is_english()
        );
    }
}
