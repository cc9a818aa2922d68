//! Keys and tokens that their form betrays.

use std::ops::Range;

use memchr::memmem::Finder;

/// A kind of key: how it starts, which letters follow, and how many.
struct Form {
    what: &'static str,
    start: &'static str,
    letters: Letters,
    least: usize,
    most: usize,
}

#[derive(Clone, Copy)]
enum Letters {
    /// Capitals and digits.
    Capitals,
    /// Letters and digits.
    Alphanumeric,
    /// Letters, digits, hyphen and underscore.
    Url,
}

const fn form(what: &'static str, start: &'static str, letters: Letters, least: usize, most: usize) -> Form {
    Form { what, start, letters, least, most }
}

/// The forms that the services themselves publish, so that keys can be found.
const FORMS: &[Form] = &[
    form("an access key of AWS", "AKIA", Letters::Capitals, 16, 16),
    form("an access key of AWS", "ASIA", Letters::Capitals, 16, 16),
    form("a key of Google", "AIza", Letters::Url, 35, 35),
    form("a token of GitHub", "ghp_", Letters::Alphanumeric, 36, 255),
    form("a token of GitHub", "gho_", Letters::Alphanumeric, 36, 255),
    form("a token of GitHub", "ghu_", Letters::Alphanumeric, 36, 255),
    form("a token of GitHub", "ghs_", Letters::Alphanumeric, 36, 255),
    form("a token of GitHub", "ghr_", Letters::Alphanumeric, 36, 255),
    form("a token of GitHub", "github_pat_", Letters::Url, 22, 255),
    form("a token of GitLab", "glpat-", Letters::Url, 20, 255),
    form("a token of Slack", "xoxb-", Letters::Url, 20, 255),
    form("a token of Slack", "xoxp-", Letters::Url, 20, 255),
    form("a token of Slack", "xoxa-", Letters::Url, 20, 255),
    form("a token of Slack", "xoxr-", Letters::Url, 20, 255),
    form("a token of Slack", "xoxs-", Letters::Url, 20, 255),
    form("a token of Slack", "xapp-", Letters::Url, 20, 255),
    form("a secret key of Stripe", "sk_live_", Letters::Alphanumeric, 16, 255),
    form("a secret key of Stripe", "rk_live_", Letters::Alphanumeric, 16, 255),
    form("a token of npm", "npm_", Letters::Alphanumeric, 36, 36),
    form("a token of PyPI", "pypi-AgEIcHlwaS5vcmc", Letters::Url, 50, 500),
    form("a token of Hugging Face", "hf_", Letters::Alphanumeric, 34, 40),
    form("a token of Shopify", "shpat_", Letters::Alphanumeric, 32, 32),
    form("a token of DigitalOcean", "dop_v1_", Letters::Alphanumeric, 64, 64),
    form("a key of Anthropic", "sk-ant-", Letters::Url, 40, 255),
    form("a key of OpenAI", "sk-proj-", Letters::Url, 40, 255),
    form("a key of OpenAI", "sk-", Letters::Alphanumeric, 48, 48),
];

/// No key is a shorter run of letters: the parts of a token have 16, and the other forms more.
const SHORTEST: usize = 16;

/// The armour of a private key is no such run.
const ARMOUR: &str = "-----BEGIN ";

/// Finds where the armour of a private key starts.
pub fn armour() -> Finder<'static> {
    Finder::new(ARMOUR)
}

/// The keys of a text: what each is, and where it stands.
pub fn keys(text: &str, armour: &Finder) -> Vec<(&'static str, Range<usize>)> {
    let mut found = private_keys(text, armour);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(run) = bytes.get(at..at + SHORTEST) {
        // Read from its end, most of the text is skipped: words are shorter than keys.
        if let Some(other) = run.iter().rposition(|byte| !Letters::Url.hold(*byte)) {
            at += other + 1;
            continue;
        }
        // A key starts where a word does.
        let starts = at == 0 || !Letters::Url.hold(bytes[at - 1]);
        match if starts { key_at(text, at) } else { None } {
            Some((what, end)) => {
                found.push((what, at..end));
                at = end;
            }
            None => at += bytes[at..].iter().take_while(|byte| Letters::Url.hold(**byte)).count(),
        }
    }
    found.sort_by_key(|(_, range)| range.start);
    // What stands in a private key is a part of it.
    found.dedup_by(|later, first| later.1.start < first.1.end);
    found
}

/// The private keys of a text.
fn private_keys(text: &str, armour: &Finder) -> Vec<(&'static str, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = armour.find(&text.as_bytes()[at..]).map(|next| at + next) {
        at = start + ARMOUR.len();
        let starts = start == 0 || !Letters::Url.hold(text.as_bytes()[start - 1]);
        if let Some(len) = private_key(&text[start..]).filter(|_| starts) {
            found.push(("a private key", start..start + len));
            at = start + len;
        }
    }
    found
}

fn key_at(text: &str, at: usize) -> Option<(&'static str, usize)> {
    let rest = text.get(at..)?;
    match rest.as_bytes().first()? {
        b'e' => token(rest).map(|len| ("a signed token (JWT)", at + len)),
        b'A' | b'g' | b'x' | b's' | b'r' | b'n' | b'p' | b'h' | b'd' => {
            let form = FORMS.iter().find(|form| rest.starts_with(form.start))?;
            let tail = &rest[form.start.len()..];
            let len = tail.bytes().take(form.most + 1).take_while(|byte| form.letters.hold(*byte)).count();
            let is_key = (form.least..=form.most).contains(&len) && is_random(&tail[..len]);
            is_key.then_some((form.what, at + form.start.len() + len))
        }
        _ => None,
    }
}

impl Letters {
    fn hold(self, byte: u8) -> bool {
        match self {
            Letters::Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Letters::Alphanumeric => byte.is_ascii_alphanumeric(),
            Letters::Url => IN_URL[usize::from(byte)],
        }
    }
}

/// A table, since all text is asked for these.
const IN_URL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'-' || byte as u8 == b'_';
        byte += 1;
    }
    table
};

/// Whether the letters are those of a real key, not "xxxx", "…EXAMPLE" or "your-key".
fn is_random(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    let mut seen = [false; 128];
    lower.bytes().for_each(|byte| seen[usize::from(byte & 127)] = true);
    let kinds = seen.iter().filter(|seen| **seen).count();
    kinds >= 8
        && !["example", "xxxx", "your", "placeholder", "redacted", "1234567890abc"].iter().any(|no| lower.contains(no))
}

/// The length of a private key in its armour: to the end of the armour, else of the text.
fn private_key(text: &str) -> Option<usize> {
    let inside = text.strip_prefix(ARMOUR)?;
    let title = inside.get(..inside.find("-----").filter(|end| *end <= 40)?)?;
    if !title.ends_with("PRIVATE KEY") && title != "PGP PRIVATE KEY BLOCK" {
        return None;
    }
    let end = text.find("-----END ").and_then(|end| {
        let close = text.get(end + 9..)?.find("-----")?;
        Some(end + 9 + close + 5)
    });
    Some(end.unwrap_or(text.trim_end().len()))
}

/// The length of a signed token: three parts in base64, the first two of which are JSON.
fn token(text: &str) -> Option<usize> {
    let is_letter = |byte: &u8| Letters::Url.hold(*byte);
    let mut at = 0;
    for part in 0..3 {
        let rest = &text[at..];
        let len = rest.bytes().take_while(is_letter).count();
        // `{"` is `eyJ` in base64.
        if len < 16 || (part < 2 && !(rest.starts_with("eyJ") && rest[len..].starts_with('.'))) {
            return None;
        }
        at += len + usize::from(part < 2);
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made here from parts, so that no tool takes this file for one that holds keys.
    fn made(start: &str, len: usize) -> String {
        let letters = "Q7ZK2M9XW4T6R1P8N3V5J0H";
        format!("{start}{}", letters.chars().cycle().take(len).collect::<String>())
    }

    fn found(text: &str) -> Vec<(&str, &str)> {
        keys(text, &armour()).into_iter().map(|(what, range)| (what, &text[range])).collect()
    }

    #[test]
    fn keys_are_known_by_their_form() {
        for (start, len) in [("AKIA", 16), ("ghp_", 36), ("xoxb-", 40), ("sk_live_", 24), ("AIza", 35), ("sk-ant-", 60)]
        {
            let key = made(start, len);
            let text = format!("Use “{key}”, please.");
            assert_eq!(found(&text).iter().map(|(_, key)| *key).collect::<Vec<_>>(), [key.as_str()], "{start}");
            assert!(found(&format!("x{key}")).is_empty() && found(&made(start, 8)).is_empty());
        }
        let part = made("eyJ", 20);
        let token = format!("{part}.{part}.{}", made("", 20));
        assert_eq!(found(&token), [("a signed token (JWT)", token.as_str())]);
        let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----";
        assert_eq!(found(&format!("Here:\n{key}\nBye")), [("a private key", key)]);
    }

    #[test]
    fn what_only_looks_like_one_is_left_alone() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "-----BEGIN PUBLIC KEY-----",
            "-----BEGIN ",
            "----- Original -----",
            "eyJ.eyJ.x",
            "task-list and sk-1",
            "é",
            "",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
