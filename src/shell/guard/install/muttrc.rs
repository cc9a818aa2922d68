//! What a configuration file of mutt or s-nail sets, as far as it matters which command sends.

use std::fs;
use std::path::Path;

use crate::shell::config::expanded;

/// How deep files that read each other are followed.
const DEEPEST: usize = 8;

/// A variable that is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Whether it is so at times only: in an account, under a condition, by a hook.
    pub is_at_times: bool,
}

/// What a file sets, in order; what is set in files that it reads included. What a command of the
/// shell would say (backquotes, a file that ends with `|`) stays unknown.
pub fn settings(text: &str, home: &Path) -> Vec<Setting> {
    let mut found = Vec::new();
    collect(text, home, false, DEEPEST, &mut found);
    found
}

/// What counts of a variable at the end, if it is set at all.
pub fn last<'a>(settings: &'a [Setting], name: &str) -> Option<&'a str> {
    settings.iter().rev().find(|setting| setting.name == name).map(|setting| setting.value.as_str())
}

fn collect(text: &str, home: &Path, is_at_times: bool, depth: usize, found: &mut Vec<Setting>) {
    // How many accounts and conditions the line is in.
    let mut within = 0_usize;
    // A backslash at the end of a line goes on with the next.
    for line in text.replace("\\\n", "").lines() {
        let words = words(line);
        let Some((command, rest)) = words.split_first() else { continue };
        let is_at_times = is_at_times || within > 0;
        match command.as_str() {
            "set" => found.extend(assignments(rest, is_at_times)),
            "source" if depth > 0 => {
                for file in rest.iter().filter(|file| !file.ends_with('|')) {
                    let path = home.join(expanded(Path::new(file), Some(home)));
                    if let Ok(text) = fs::read_to_string(path) {
                        collect(&text, home, is_at_times, depth - 1, found);
                    }
                }
            }
            "}" | "endif" => within = within.saturating_sub(1),
            "if" => within += 1,
            hook if hook.ends_with("-hook") && depth > 0 => {
                rest.iter().for_each(|command| collect(command, home, true, depth - 1, found));
            }
            _ if rest.last().is_some_and(|last| last == "{") => within += 1,
            _ => {}
        }
    }
}

/// Pairs each name with the value behind its equals sign.
fn assignments(words: &[String], is_at_times: bool) -> Vec<Setting> {
    let signs: Vec<usize> = (0..words.len()).filter(|at| words[*at] == "=").collect();
    let pair = |at: &usize| {
        let name = words.get(at.checked_sub(1)?)?.clone();
        Some(Setting { name, value: words.get(at + 1)?.clone(), is_at_times })
    };
    signs.iter().filter_map(pair).collect()
}

/// The words of a line without their quotation marks; an equals sign is one by itself, and `#` ends
/// the line.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' | '\'' => {
                let word = word.get_or_insert_default();
                while let Some(inner) = chars.next().filter(|inner| *inner != c) {
                    match inner {
                        '\\' if c == '"' => word.extend(chars.next()),
                        _ => word.push(inner),
                    }
                }
            }
            '#' if word.is_none() => break,
            '=' if words.last().is_none_or(|last| last != "=") => {
                words.extend(word.take());
                words.push("=".to_owned());
            }
            c if c.is_whitespace() || c == ';' => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_mutt_reads_them() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("other"), "set sendmail=other\nsource other\n").unwrap();
        for (text, value) in [
            ("set sendmail=\"/usr/bin/msmtp -t\"", Some("/usr/bin/msmtp -t")),
            ("set from='a@a.example' sendmail = 'msmtp -a home' # why", Some("msmtp -a home")),
            ("set sendmail=msmtp\nset sendmail=\"a \\\"b\\\"\"", Some("a \"b\"")),
            ("set \\\n sendmail=msmtp", Some("msmtp")),
            ("source ~/other", Some("other")),
            ("# set sendmail=msmtp\nset sendmail_wait=0", None),
            ("my_hdr X-A: set sendmail=b", None),
            ("set url=\"a=b\" sendmail=x=y", Some("x=y")),
        ] {
            assert_eq!(last(&settings(text, home.path()), "sendmail"), value, "{text}");
        }
    }

    #[test]
    fn what_is_set_at_times_is_known_as_such() {
        let home = tempfile::tempdir().unwrap();
        for (text, at_times) in [
            ("set mta=a", vec![false]),
            ("set mta=a\naccount work {\n  set mta=b\n}\nset mta=c", vec![false, true, false]),
            ("if \"$TTY\" != \"\"\nset mta=a\nelse\nset mta=b\nendif\nset mta=c", vec![true, true, false]),
            ("account-hook imap://work 'set mta=\"msmtp -a work\"'", vec![true]),
            ("define f {\n  account x {\n    set b=1\n  }\n  set mta=a\n}\nset mta=b", vec![true, false]),
        ] {
            let found = settings(text, home.path());
            let found: Vec<bool> = found.iter().filter(|set| set.name == "mta").map(|set| set.is_at_times).collect();
            assert_eq!(found, at_times, "{text}");
        }
    }
}
