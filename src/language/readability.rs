/// What the formulas for grade levels are made from; all of them are rough.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Sentences that have a word.
    pub sentences: usize,
    /// Their words.
    pub words: usize,
    /// The letters and digits of these.
    pub letters: usize,
}

impl Counts {
    /// Automated readability index: 4.71 letters per word + 0.5 words per sentence − 21.43.
    /// No number without words.
    pub fn automated(self) -> f32 {
        4.71 * self.letters_a_word() + 0.5 * self.words as f32 / self.sentences as f32 - 21.43
    }

    /// Coleman–Liau: 5.88 letters per word − 29.6 sentences per word − 15.8. No number
    /// without words.
    pub fn coleman_liau(self) -> f32 {
        5.88 * self.letters_a_word() - 29.6 * self.sentences as f32 / self.words as f32 - 15.8
    }

    /// Flesch and Kincaid: 0.39 words per sentence + 11.8 syllables per word − 15.59. No
    /// number without words. To count syllables takes several times as long as letters.
    pub fn flesch_kincaid(self, syllables: usize) -> f32 {
        let words = self.words as f32;
        0.39 * words / self.sentences as f32 + 11.8 * (syllables as f32 / words) - 15.59
    }

    fn letters_a_word(self) -> f32 {
        self.letters as f32 / self.words as f32
    }
}

/// How many syllables an English word has, by its vowel groups and the endings that
/// are not spoken; at least one. A number counts one for each digit.
pub fn syllables(word: &str) -> usize {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits > 0 {
        return digits;
    }
    // An apostrophe starts an ending that adds no syllable ("we've", "Ana's").
    let word = word.split(['\'', '’']).next().unwrap_or(word);
    let letters: Vec<char> = word.chars().map(|c| c.to_ascii_lowercase()).collect();
    let vowel = |at: usize| {
        let c = letters.get(at).copied().unwrap_or(' ');
        matches!(c, 'a' | 'e' | 'i' | 'o' | 'u') || (c == 'y' && at > 0) || (!c.is_ascii() && c.is_alphabetic())
    };
    let mut count = 0usize;
    for at in 0..letters.len() {
        if vowel(at) && (at == 0 || !vowel(at - 1) || is_hiatus(&letters, at)) {
            count += 1;
        }
    }
    count.saturating_sub(silent_ending(&letters, &vowel)).max(1)
}

/// Whether the vowel at `at` is spoken apart from the one before it: "re-al", "sci-ence",
/// "cre-ate", "influ-ence", "vari-ous".
fn is_hiatus(letters: &[char], at: usize) -> bool {
    let before_that = at.checked_sub(2).and_then(|at| letters.get(at)).copied().unwrap_or(' ');
    let next = letters.get(at + 1).copied().unwrap_or(' ');
    match (letters[at - 1], letters[at]) {
        // "nation", "social", "patient", "region" keep it together.
        ('i', 'o' | 'a' | 'e') => {
            let joined =
                at > 3 && matches!(before_that, 't' | 'c' | 's' | 'g' | 'x') && matches!(next, 'n' | 'l' | 'u');
            let long_e = letters[at] == 'e' && !matches!(next, 'n' | 't');
            !joined && !long_e
        }
        ('e', 'o') => !matches!(before_that, 'g' | 'p'),
        // "cre-ate", "are-a".
        ('e', 'a') => {
            (before_that == 'r' && next == 't' && letters.get(at + 2) == Some(&'e')) || (next == ' ' && at > 2)
        }
        ('u', 'e' | 'a') => !matches!(before_that, 'q' | 'g') && matches!(next, 'n' | 'l' | 't'),
        ('y', 'i') => true,
        // "go-ing".
        ('o', 'i') => next == 'n' && letters.get(at + 2) == Some(&'g'),
        _ => false,
    }
}

/// How many of the vowel groups counted at the end are not spoken: the "e" of "take"
/// and "takes", the "ed" of "asked".
fn silent_ending(letters: &[char], vowel: &impl Fn(usize) -> bool) -> usize {
    let len = letters.len();
    let silent = match letters {
        // "table", but "whole", "rule".
        [.., before, 'l', 'e'] => matches!(before, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'r'),
        [.., before, 'l', 'e', 's'] => matches!(before, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'r'),
        [.., _, 'e'] => !vowel(len - 2),
        // "changes" and "boxes" speak it.
        [.., a, b, 'e', 's'] => {
            let hissing = matches!((a, b), (_, 's' | 'x' | 'z' | 'c' | 'g') | ('c' | 's' | 't', 'h'));
            !vowel(len - 3) && !hissing
        }
        [.., b, 'e', 'd'] => !vowel(len - 3) && !matches!(b, 't' | 'd'),
        _ => false,
    };
    usize::from(silent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_of_common_words() {
        for (count, words) in [
            (1, "the make asked takes through whole worked time rule cat I we've please"),
            (2, "table review tables needed boxes changes question client social asking science people going"),
            (3, "document another deliver area radio influence various created"),
            (4, "information application necessary priority communicate"),
            (5, "communication organisation opportunity"),
        ] {
            for word in words.split(' ') {
                assert_eq!(syllables(word), count, "{word}");
            }
        }
        assert_eq!(syllables("2026"), 4);
        assert_eq!(syllables(""), 1);
    }

    #[test]
    fn formulas_as_published() {
        // "The cat sat. It is hot."
        let easy = Counts { sentences: 2, words: 6, letters: 16 };
        assert!((easy.flesch_kincaid(6) - (0.39 * 3.0 + 11.8 - 15.59)).abs() < 0.001);
        assert!((easy.automated() - (4.71 * 16.0 / 6.0 + 1.5 - 21.43)).abs() < 0.001);
        assert!((easy.coleman_liau() - (5.88 * 16.0 / 6.0 - 29.6 / 3.0 - 15.8)).abs() < 0.001);
        // "Organisational communication necessitates considerable preparation."
        let hard = Counts { sentences: 1, words: 5, letters: 63 };
        assert!(hard.flesch_kincaid(25) > easy.flesch_kincaid(6) + 20.0);
        assert!(Counts::default().automated().is_nan());
    }
}
