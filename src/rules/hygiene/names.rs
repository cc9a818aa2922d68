//! What names people go by, and whether two of them can be the same person's.

use std::borrow::Cow;

/// Longer words are no names that anybody misspells, in characters.
const LONGEST: usize = 24;

/// Short forms that people go by: "Bob" for Robert.
pub struct Nicknames {
    /// Each a text with names in lower case without accents, parted by spaces. They are looked
    /// through where a greeting asks for it: most drafts don't.
    families: Vec<Cow<'static, str>>,
}

impl Nicknames {
    /// Families of names, each a text with the names in lower case without accents, parted by
    /// spaces.
    pub fn new(families: Vec<Cow<'static, str>>) -> Nicknames {
        Nicknames { families }
    }

    /// Whether a word is a first name of the table.
    pub fn knows(&self, word: &str) -> bool {
        let name = fold(word);
        self.families.iter().any(|family| holds(family, &name))
    }

    /// Whether two names can be the same person's: the same but for case and accents, one
    /// the start of the other or within it, or both of one family.
    pub fn same(&self, one: &str, other: &str) -> bool {
        let (a, b) = (fold(one), fold(other));
        if a == b || spelt_out(one) == b || a == spelt_out(other) {
            return true;
        }
        let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
        let stem = pet_stem(short);
        (short.len() >= 2 && long.starts_with(short.as_str()))
            || (stem.len() >= 3 && long.starts_with(stem))
            || (short.len() >= 4 && long.contains(short.as_str()))
            || self.meet(&a, &b)
    }

    fn meet(&self, a: &str, b: &str) -> bool {
        self.families.iter().any(|family| holds(family, a) && holds(family, b))
    }
}

fn holds(family: &str, name: &str) -> bool {
    family.split(' ').any(|other| other == name)
}

/// Whether two names differ as a misspelt one does from the right one: by one letter, or
/// by two of a long name.
pub fn is_near(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (fold(one).chars().collect(), fold(other).chars().collect());
    let shortest = a.len().min(b.len());
    if shortest < 3 || a.len().max(b.len()) > LONGEST || a.first() != b.first() {
        return false;
    }
    distance(&a, &b) <= if shortest >= 7 { 2 } else { 1 }
}

/// How many letters have to be put in, taken out, changed or swapped with their neighbour.
pub fn distance(a: &[char], b: &[char]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (row, left) in a.iter().enumerate() {
        let mut line = vec![row + 1; b.len() + 1];
        for (column, right) in b.iter().enumerate() {
            let swap = above[column] + usize::from(left != right);
            line[column + 1] = swap.min(above[column + 1] + 1).min(line[column] + 1);
            let swapped = row > 0 && column > 0 && a[row - 1] == *right && *left == b[column - 1];
            if swapped {
                line[column + 1] = line[column + 1].min(before[column - 1] + 1);
            }
        }
        before = above;
        above = line;
    }
    above[b.len()]
}

/// A name in lower case without accents: "Jörg" is "jorg".
pub fn fold(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).map(plain).collect()
}

/// A name as German and its neighbours write it without accents: "Jörg" is "joerg".
fn spelt_out(name: &str) -> String {
    let mut spelt = String::with_capacity(name.len() + 2);
    for c in name.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()) {
        match c {
            'ä' | 'æ' => spelt.push_str("ae"),
            'ö' | 'ø' | 'œ' => spelt.push_str("oe"),
            'ü' => spelt.push_str("ue"),
            'å' => spelt.push_str("aa"),
            'ß' => spelt.push_str("ss"),
            c => spelt.push(plain(c)),
        }
    }
    spelt
}

/// A Latin letter without its accent.
fn plain(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'æ' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ę' | 'ě' | 'ė' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ő' | 'ō' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' | 'ß' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù'..='ü' | 'ů' | 'ű' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        c => c,
    }
}

/// What a pet form is made of: "Robby", "Robbie" and "Robi" are of "rob".
fn pet_stem(name: &str) -> &str {
    let stem = ["ie", "ey", "y", "i"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or("");
    let mut last = stem.chars().rev();
    if last.next().is_some() && last.next() == stem.chars().next_back() {
        return &stem[..stem.len() - stem.chars().next_back().map_or(0, char::len_utf8)];
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_many_names() {
        let names = Nicknames::new(vec!["robert bob bert".into(), "william bill".into()]);
        for (one, other) in [
            ("Bob", "Robert"),
            ("Jörg", "Joerg"),
            ("Jörg", "Jorg"),
            ("Søren", "Soeren"),
            ("MARIA", "María"),
            ("Alex", "Alexandra"),
            ("Robby", "Robert"),
            ("Susi", "Susanne"),
            ("Beth", "Elisabeth"),
            ("Weiß", "Weiss"),
        ] {
            assert!(names.same(one, other) && names.same(other, one), "{one} {other}");
        }
        for (one, other) in [("Bob", "Bill"), ("Ana", "Ben"), ("Ana", "Juliana"), ("Jon", "John"), ("Y", "Yara")] {
            assert!(!names.same(one, other), "{one} {other}");
        }
        assert!(names.knows("Bob") && !names.knows("Dispatch"));
    }

    #[test]
    fn a_misspelt_name_is_near() {
        for (one, other) in [("Jon", "John"), ("Sara", "Sarah"), ("Micheal", "Michael"), ("Katharine", "Catherine")] {
            assert_eq!(is_near(one, other), one.starts_with(&other[..1]), "{one} {other}");
        }
        for (one, other) in [("Martina", "Maria"), ("Ana", "Ben"), ("Jo", "Jon"), ("", "")] {
            assert!(!is_near(one, other), "{one} {other}");
        }
    }
}
