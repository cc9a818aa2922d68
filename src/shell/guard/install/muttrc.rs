//! What a configuration file of mutt or s-nail sets, as far as it matters which command sends.

use std::fs;
use std::path::{Path, PathBuf};

use super::lossy;
use crate::shell::config::expanded;

/// Whose file it is: where they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// A path is from the folder where mutt was started.
    Mutt,
    /// A path is from the folder of the file that names it.
    Neomutt,
    /// A path is from the folder where s-nail was started; `;` ends a command only in newer ones.
    Snail,
}

/// A variable that is set, or, without a value, unset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its value; what is not known for certain stands in it as it was written, `$name` or a command
    /// in backquotes.
    pub value: String,
    /// Whether it is so at times only: in an account, under a condition, by a hook.
    pub is_at_times: bool,
    /// Where: file and line, as people are told it.
    pub place: String,
}

/// What files set, in order.
pub struct Reader<'h> {
    dialect: Dialect,
    home: &'h Path,
    /// The files that are being read, each by the one before.
    open: Vec<PathBuf>,
    found: Vec<Setting>,
}

/// Where a command stands.
#[derive(Clone, Copy)]
struct Spot<'p> {
    file: &'p Path,
    line: usize,
    is_at_times: bool,
}

impl Spot<'_> {
    fn told(&self) -> String {
        format!("{}:{}", self.file.display(), self.line)
    }
}

impl<'h> Reader<'h> {
    pub fn new(dialect: Dialect, home: &'h Path) -> Self {
        Self { dialect, home, open: Vec::new(), found: Vec::new() }
    }

    /// What was found.
    pub fn settings(self) -> Vec<Setting> {
        self.found
    }

    /// Reads what a file holds, and the files that it reads. An error says which line reads what can't
    /// be told for certain, so that it may set anything.
    pub fn read(&mut self, file: &Path, text: &str) -> Result<(), String> {
        self.lines(text, Spot { file, line: 1, is_at_times: false })
    }

    fn lines(&mut self, text: &str, spot: Spot) -> Result<(), String> {
        // How many accounts and conditions the line is in.
        let mut within = 0_usize;
        for (line, text) in logical_lines(text, spot.line) {
            let commands = commands(&text, Some(self.home).filter(|_| self.dialect != Dialect::Snail));
            // Whether `;` ends a command is a question of the version.
            let is_unsure = self.dialect == Dialect::Snail && commands.len() > 1;
            for words in commands {
                let words = unmodified(&words);
                let Some((command, rest)) = words.split_first() else { continue };
                let is_at_times = spot.is_at_times || within > 0 || is_unsure;
                match command.as_str() {
                    "}" | "endif" => within = within.saturating_sub(1),
                    "if" => within += 1,
                    _ if rest.last().is_some_and(|last| last == "{") => within += 1,
                    command => self.command(command, rest, Spot { line, is_at_times, ..spot })?,
                }
            }
        }
        Ok(())
    }

    fn command(&mut self, command: &str, rest: &[String], spot: Spot) -> Result<(), String> {
        let at_times = Spot { is_at_times: true, ..spot };
        match command {
            "set" | "se" => self.found.extend(assignments(rest, spot)),
            "unset" | "uns" | "reset" => self.found.extend(rest.iter().flat_map(|name| unset(name, spot))),
            "source" | "so" | "source_if" => rest.iter().try_for_each(|file| self.source(file, spot))?,
            "macro" => {
                // What is typed behind a key.
                let typed = rest.get(2).into_iter().flat_map(|keys| keys.split("<enter-command>").skip(1));
                for line in typed {
                    self.lines(line.split("<enter>").next().unwrap_or_default(), at_times)?;
                }
            }
            hook if hook.ends_with("-hook") || matches!(hook, "ifdef" | "ifndef") => {
                let words: Vec<&str> = rest.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
                // All but one have a pattern before the command.
                let command = if words.len() > 1 { &words[1..] } else { &words };
                self.lines(&command.join(" "), at_times)?;
            }
            command if command.starts_with('`') => return Err(unknown(spot)),
            _ => {}
        }
        Ok(())
    }

    /// Reads the file that a file names.
    fn source(&mut self, name: &str, spot: Spot) -> Result<(), String> {
        if let Some(folder) = folder_of_debian(name, spot.file) {
            return folder.iter().try_for_each(|file| self.source(file, spot));
        }
        let is_from_home = name == "~" || name.starts_with("~/");
        // Commands, variables, patterns, and the signs by which mutt names folders and aliases.
        if name.ends_with('|')
            || name.contains(UNSURE)
            || name.contains(['*', '?', '[', '{'])
            || name.starts_with(['=', '+', '@', '!', '<', '>', '-', '^', '&', '%'])
            || (name.starts_with('~') && !is_from_home)
        {
            return Err(unknown(spot));
        }
        let path = expanded(Path::new(name), Some(self.home));
        let path = match (path.is_absolute(), self.dialect) {
            (true, _) => path,
            (false, Dialect::Neomutt) => spot.file.parent().unwrap_or(self.home).join(path),
            (false, _) => return Err(unknown(spot)),
        };
        let unread = |why: String| format!("{}: what this reads can't be read: {why}", spot.told());
        let Some(text) = lossy(&path).map_err(unread)? else { return Ok(()) };
        let known = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        // Files that read each other in a circle are read once.
        if self.open.contains(&known) {
            return Ok(());
        }
        self.open.push(known);
        self.lines(&text, Spot { file: &path, line: 1, ..spot })?;
        self.open.pop();
        Ok(())
    }
}

/// Signs that are left in a word only where it can't be told what they come to.
pub const UNSURE: &[char] = &['"', '\'', '\\', '`', '$', '#', char::REPLACEMENT_CHARACTER];

/// The files of the folder beside the file of the whole machine, which Debian's reads by a program.
fn folder_of_debian(command: &str, file: &Path) -> Option<Vec<String>> {
    let name = Path::new(command.strip_suffix('|')?).file_name()?.to_str()?;
    let own = file.file_name()?.to_str()?;
    if name != format!("source-{}.d", own.to_lowercase()) {
        return None;
    }
    let entries = fs::read_dir(file.with_file_name(format!("{own}.d"))).into_iter().flatten().flatten();
    let mut files: Vec<String> = entries.map(|entry| entry.path().display().to_string()).collect();
    files.retain(|file| file.ends_with(".rc"));
    files.sort();
    Some(files)
}

fn unknown(spot: Spot) -> String {
    format!("{}: what is read here can't be told for certain, and it may say what sends", spot.told())
}

/// What counts of a variable at the end, if it is set at all.
pub fn last<'s>(settings: &'s [Setting], name: &str) -> Option<&'s Setting> {
    settings.iter().rev().find(|setting| setting.name == name)
}

/// The lines with their numbers; a backslash at the end of one goes on with the next.
fn logical_lines(text: &str, first: usize) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut goes_on = false;
    for (number, line) in text.lines().enumerate() {
        let backslashes = line.bytes().rev().take_while(|byte| *byte == b'\\').count();
        let part = if backslashes % 2 == 1 { &line[..line.len() - 1] } else { line };
        match lines.last_mut().filter(|_| goes_on) {
            Some((_, line)) => line.push_str(part),
            None => lines.push((first + number, part.to_owned())),
        }
        goes_on = backslashes % 2 == 1;
    }
    lines
}

/// A command of s-nail without what only says how it is taken.
fn unmodified(words: &[String]) -> &[String] {
    let modifiers = ["ignerr", "global", "local", "u", "wysh", "-"];
    let count = words.iter().take_while(|word| modifiers.contains(&word.as_str())).count();
    &words[count..]
}

/// Pairs each name with the value behind its equals sign; other names may be unset there.
fn assignments(words: &[String], spot: Spot) -> Vec<Setting> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        // With a plus sign the value is added to the one before.
        let is_plus = matches!(words.get(at + 1).map(String::as_str), Some("+"));
        let sign = if is_plus { at + 2 } else { at + 1 };
        if words.get(sign).is_none_or(|sign| sign != "=") {
            let name = word.strip_prefix("no").or_else(|| word.strip_prefix('&'));
            found.extend(name.into_iter().flat_map(|name| unset(name, spot)));
            at += 1;
            continue;
        }
        let name = word.strip_suffix(['+', '-']).unwrap_or(word);
        let value = words.get(sign + 1).map(String::as_str).unwrap_or_default();
        let value = if is_plus || name != word { format!("${name}{value}") } else { value.to_owned() };
        found.push(Setting { name: name.to_owned(), value, is_at_times: spot.is_at_times, place: spot.told() });
        at = sign + 2;
    }
    found
}

/// A variable that is unset, or all that matter here.
fn unset(name: &str, spot: Spot) -> Vec<Setting> {
    let names: &[&str] = if name == "all" { &["sendmail", "smtp_url"] } else { &[name] };
    let unset = |name: &&str| Setting {
        name: (*name).to_owned(),
        value: String::new(),
        is_at_times: spot.is_at_times,
        place: spot.told(),
    };
    names.iter().map(unset).collect()
}

/// The commands of a line, each as its words without their quotation marks; an equals sign is a word by
/// itself, `;` ends a command, and `#` the line. `$HOME` is as told.
fn commands(line: &str, home: Option<&Path>) -> Vec<Vec<String>> {
    let mut commands: Vec<Vec<String>> = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    // The sign that ends the quotation that is open.
    let mut quote = None;
    while let Some(c) = chars.next() {
        let words = commands.last_mut();
        match c {
            _ if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            '\\' if quote != Some('\'') => match chars.next() {
                // A letter may stand for something else, such as a tab.
                Some(next) if next.is_alphanumeric() => word.get_or_insert_default().extend(['\\', next]),
                next => word.get_or_insert_default().extend(next),
            },
            '`' if quote != Some('\'') => {
                let command: String = chars.by_ref().take_while(|c| *c != '`').collect();
                word.get_or_insert_default().push_str(&format!("`{command}`"));
            }
            '$' if quote != Some('\'') => {
                let word = word.get_or_insert_default();
                match home.zip(after_home(chars.as_str())) {
                    Some((home, rest)) => {
                        word.push_str(&home.display().to_string());
                        chars = rest.chars();
                    }
                    None => word.push(c),
                }
            }
            c if quote.is_some() => word.get_or_insert_default().push(c),
            '#' if word.is_none() => break,
            '=' if words.as_ref().is_some_and(|words| words.last().is_none_or(|last| last != "=")) => {
                if let Some(words) = words {
                    words.extend(word.take());
                    words.push("=".to_owned());
                }
            }
            c if c.is_whitespace() || c == ';' => {
                if let Some(words) = words {
                    words.extend(word.take());
                }
                if c == ';' {
                    commands.push(Vec::new());
                }
            }
            c => word.get_or_insert_default().push(c),
        }
    }
    if let Some(words) = commands.last_mut() {
        words.extend(word);
    }
    commands
}

/// What stands behind the name of the variable that holds the home.
fn after_home(text: &str) -> Option<&str> {
    let is_end = |rest: &&str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    text.strip_prefix("{HOME}").or_else(|| text.strip_prefix("HOME").filter(is_end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str, home: &Path) -> Vec<Setting> {
        read(Dialect::Mutt, text, home).unwrap()
    }

    fn read(dialect: Dialect, text: &str, home: &Path) -> Result<Vec<Setting>, String> {
        let mut reader = Reader::new(dialect, home);
        reader.read(&home.join("rc"), text)?;
        Ok(reader.settings())
    }

    #[test]
    fn settings_are_read_as_mutt_reads_them() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("other"), "set sendmail=other\nsource ~/other\n").unwrap();
        for (text, value) in [
            ("set sendmail=\"/usr/bin/msmtp -t\"", Some("/usr/bin/msmtp -t")),
            ("set from='a@a.example' sendmail = 'msmtp -a home' # why", Some("msmtp -a home")),
            ("set sendmail=msmtp\nset sendmail=\"a \\\"b\\\"\"", Some("a \"b\"")),
            ("set \\\n sendmail=msmtp", Some("msmtp")),
            ("source ~/other", Some("other")),
            ("# set sendmail=msmtp\nset sendmail_wait=0", None),
            ("my_hdr X-A: set sendmail=b", None),
            ("source $HOME/other", Some("other")),
            ("set a=b ; source \"${HOME}/other\"", Some("other")),
            ("set sendmail=\"A\"; source ~/other # set sendmail=B", Some("other")),
            ("set sendmail=A\nsource ~/none", Some("A")),
            ("set sendmail=A; unset sendmail", Some("")),
            ("set sendmail=A\nreset all", Some("")),
            ("set sendmail=A\nset &sendmail", Some("")),
            ("set sendmail += ' -v'", Some("$sendmail -v")),
            ("set pass=`gpg -d x; echo \"` sendmail='$HOME'", Some("$HOME")),
            ("set sendmail=$HOMES", Some("$HOMES")),
            ("set url=\"a=b\" sendmail=x=y", Some("x=y")),
        ] {
            let settings = settings(text, home.path());
            assert_eq!(last(&settings, "sendmail").map(|setting| setting.value.as_str()), value, "{text}");
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

    #[test]
    fn what_cant_be_read_for_certain_is_told_with_its_line() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("acc"), b"# J\xf6rg\nset sendmail=msmtp\n").unwrap();
        fs::create_dir(home.path().join("folder")).unwrap();
        for text in [
            "source ~/.mutt/$my_a",
            "source `cmd`",
            "source \"cat f |\"",
            "`echo set sendmail=x`",
            "source acc",
            "source =acc",
            "source ~ben/acc",
            "source ~/folder",
            "folder-hook . 'source $my_a'",
            "macro index 1 '<enter-command>source $my_a<enter>'",
        ] {
            let told = read(Dialect::Mutt, &format!("# \\\n1\n{text}"), home.path()).unwrap_err();
            assert!(told.starts_with(&format!("{}:3: ", home.path().join("rc").display())), "{text}: {told}");
        }
        let told = read(Dialect::Snail, "source $XD/acc", home.path()).unwrap_err();
        assert!(told.contains("rc:1: "), "{told}");
        let one = |dialect, text: &str| {
            let set = read(dialect, text, home.path()).unwrap();
            let set = set.iter().find(|set| set.name == "sendmail").unwrap();
            (set.is_at_times, set.place.replace(&home.path().display().to_string(), "~"))
        };
        assert_eq!(one(Dialect::Mutt, "source ~/acc"), (false, "~/acc:2".to_owned()));
        assert_eq!(one(Dialect::Neomutt, "source acc"), (false, "~/acc:2".to_owned()));
        // Newer ones take it as a command, older ones do not.
        assert_eq!(one(Dialect::Snail, "set a=b; source ~/acc"), (true, "~/acc:2".to_owned()));
        let key = "macro index 1 '<sync-mailbox><enter-command>source ~/acc<enter>' 'Work'";
        assert_eq!(one(Dialect::Mutt, key), (true, "~/acc:2".to_owned()));
        assert_eq!(one(Dialect::Mutt, "folder-hook . set sendmail=x"), (true, "~/rc:1".to_owned()));
    }
}
