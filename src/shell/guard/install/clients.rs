//! What each client needs.

use std::path::{Path, PathBuf};

use super::{Action, Change, Places, block, muttrc, read, thunderbird};

/// What a guard can be set up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Target {
    /// A program in place of sendmail, for clients that are told which one to run
    Sendmail,
    /// git send-email in this repository
    Git,
    /// mutt
    Mutt,
    /// neomutt
    Neomutt,
    /// s-nail
    #[value(name = "s-nail")]
    Snail,
    /// Emacs (message-mode, and what sends by it: Gnus, mu4e, notmuch)
    Emacs,
    /// Thunderbird: what its extension needs to find presend
    Thunderbird,
}

/// What sends where a client is told nothing else.
const SENDMAIL: &str = "/usr/sbin/sendmail";
/// The hook of git.
const HOOK: &str = "sendemail-validate";
/// By this line a file is known as ours.
pub const OURS: &str = "Written by `presend guard install`";

/// The changes that are needed; none where all is as it should be.
pub fn changes(target: Target, action: Action, places: &Places) -> Result<Vec<Change>, String> {
    let changes = match target {
        Target::Sendmail => vec![own_file(sendmail(places), &wrapper(places, SENDMAIL), action)?],
        Target::Git => vec![hook(places, action)?],
        Target::Mutt => vec![mutt(mutt_file(places), places, action)?],
        Target::Neomutt => vec![mutt(neomutt_file(places), places, action)?],
        Target::Snail => {
            let set = format!("set v15-compat sendwait mta={}", sendmail(places).display());
            let rc = in_block(places.home.join(".mailrc"), "#", &set, action)?;
            vec![own_file(sendmail(places), &wrapper(places, SENDMAIL), action)?, rc]
        }
        Target::Emacs => {
            let program = places.config.join("presend").join("presend-guard.el");
            let text = include_str!("../../../../clients/emacs/presend-guard.el");
            let load = format!(
                "(setq presend-program {})\n(load {})",
                lisp(&places.presend.display().to_string()),
                lisp(&program.display().to_string())
            );
            let init = in_block(init_file(places), ";;", &load, action)?;
            vec![own_file(program, &format!(";;; {OURS}.\n{text}"), action)?, init]
        }
        Target::Thunderbird => {
            let files = thunderbird::files(places)?;
            files.into_iter().map(|(path, content)| own_file(path, &content, action)).collect::<Result<_, _>>()?
        }
    };
    changes.into_iter().filter_map(|change| change.needed().transpose()).collect()
}

fn sendmail(places: &Places) -> PathBuf {
    places.config.join("presend").join("sendmail")
}

/// A program that checks and then runs the command, both with the same arguments.
fn wrapper(places: &Places, command: &str) -> String {
    script(places, &format!("sendmail -- {command}"))
}

/// A program that becomes a guard, with the arguments that it gets behind those that are given.
pub fn script(places: &Places, guard: &str) -> String {
    format!("#!/bin/sh\n# {OURS}.\n{}\n", last_line(places, guard))
}

/// The line by which a script becomes a guard.
fn last_line(places: &Places, guard: &str) -> String {
    format!("exec {} guard {guard} \"$@\"", shell(&places.presend))
}

/// A file that is ours alone.
fn own_file(path: PathBuf, content: &str, action: Action) -> Result<Change, String> {
    if let Some(old) = read(&path)?
        && !old.contains(OURS)
    {
        return match action {
            Action::Install => Err(format!("{} is there and not ours; move it away first", path.display())),
            Action::Uninstall => Ok(Change { path, content: Some(old), is_program: false }),
        };
    }
    let is_program = content.starts_with("#!");
    Ok(Change { path, content: (action == Action::Install).then(|| content.to_owned()), is_program })
}

/// The hook of the repository.
fn hook(places: &Places, action: Action) -> Result<Change, String> {
    let Some(hooks) = &places.hooks else {
        return Err("this is no git repository; go to the one whose patches are to be checked".to_owned());
    };
    let path = hooks.join(HOOK);
    own_file(path, &script(places, "git"), action).map_err(|_| {
        format!("there is a hook {HOOK} already; add this line to it, as the last: {}", last_line(places, "git"))
    })
}

/// The file of mutt or neomutt: what it sends with is wrapped.
fn mutt(rc: PathBuf, places: &Places, action: Action) -> Result<Change, String> {
    if action == Action::Uninstall {
        return in_block(rc, "#", "", action);
    }
    let text = block::cut(&read(&rc)?.unwrap_or_default(), "#");
    let read = muttrc::settings(&text, &places.home);
    let last = |name: &str| read.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let by_hand = |why: &str| Err(format!("{}: {why}; set it up by hand (docs/guards.md)", rc.display()));
    if last("smtp_url").is_some_and(|url| !url.is_empty()) {
        return by_hand("mail goes by smtp_url, not by sendmail: `presend guard smtp` is for that");
    }
    let command = last("sendmail").filter(|command| !command.is_empty());
    let command = command.map_or_else(|| format!("{SENDMAIL} -oem -oi"), str::to_owned);
    if command.contains(['"', '\'', '\\', '`', '$']) {
        return by_hand(&format!("sendmail = {command} has signs that can't be wrapped safely"));
    }
    let presend = places.presend.display().to_string();
    if presend.contains(|c: char| c.is_whitespace() || "\"'\\`$".contains(c)) {
        return by_hand(&format!("the path of presend, {presend}, has signs that mutt does not take there"));
    }
    // No `--` before the command: both read that as the place for options of their own.
    let set = format!("set sendmail=\"{presend} guard sendmail {command}\"\nset sendmail_wait=0");
    in_block(rc, "#", &set, action)
}

fn mutt_file(places: &Places) -> PathBuf {
    let home = &places.home;
    let known = [home.join(".muttrc"), home.join(".mutt/muttrc"), places.config.join("mutt/muttrc")];
    first_there(&known)
}

fn neomutt_file(places: &Places) -> PathBuf {
    let config = places.config.join("neomutt");
    let known = [config.join("neomuttrc"), config.join("muttrc"), places.home.join(".neomuttrc")];
    let more = [places.home.join(".mutt/muttrc"), places.home.join(".muttrc")];
    first_there(&[&known[..], &more].concat())
}

fn init_file(places: &Places) -> PathBuf {
    let home = &places.home;
    first_there(&[home.join(".emacs.d/init.el"), home.join(".emacs"), places.config.join("emacs/init.el")])
}

/// The first file that is there, else the first.
fn first_there(paths: &[PathBuf]) -> PathBuf {
    paths.iter().find(|path| path.is_file()).unwrap_or(&paths[0]).clone()
}

/// Lines in a block of a file.
fn in_block(path: PathBuf, comment: &str, lines: &str, action: Action) -> Result<Change, String> {
    let old = read(&path)?;
    let text = old.clone().unwrap_or_default();
    let content = match action {
        Action::Install => Some(block::put(&text, comment, lines)),
        Action::Uninstall => {
            Some(block::cut(&text, comment)).filter(|rest| !rest.is_empty() || old.as_deref() == Some(""))
        }
    };
    Ok(Change { path, content, is_program: false })
}

/// A path for a shell.
fn shell(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', "'\\''"))
}

/// A text of Lisp.
fn lisp(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::ValueEnum as _;

    use super::*;

    fn places(home: &Path) -> Places {
        Places {
            home: home.to_owned(),
            config: home.join(".config"),
            hooks: Some(home.join("hooks")),
            presend: PathBuf::from("/opt/presend"),
        }
    }

    fn apply(target: Target, action: Action, places: &Places) -> usize {
        let changes = changes(target, action, places).unwrap_or_else(|problem| panic!("{problem}"));
        changes.iter().for_each(|change| change.make().unwrap());
        changes.len()
    }

    /// All files below a folder with what they hold.
    fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.path() {
                path if path.is_dir() => found.extend(files(&path)),
                path => found.push((path.clone(), fs::read(&path).unwrap())),
            }
        }
        found.sort();
        found
    }

    #[test]
    fn what_is_set_up_twice_is_set_up_once_and_can_be_taken_back() {
        for target in Target::value_variants() {
            let home = tempfile::tempdir().unwrap();
            let places = places(home.path());
            fs::write(home.path().join(".muttrc"), "set from=a@a.example").unwrap();
            fs::create_dir_all(home.path().join(".emacs.d")).unwrap();
            fs::write(home.path().join(".emacs.d/init.el"), "(setq a 1)\n").unwrap();
            let before = files(home.path());
            assert!(apply(*target, Action::Install, &places) > 0, "{target:?}");
            assert_ne!(files(home.path()), before);
            assert_eq!(apply(*target, Action::Install, &places), 0, "{target:?}");
            assert!(apply(*target, Action::Uninstall, &places) > 0);
            assert_eq!(files(home.path()), before, "{target:?}");
            assert_eq!(apply(*target, Action::Uninstall, &places), 0);
        }
    }

    #[test]
    fn what_a_client_sent_with_is_wrapped() {
        let home = tempfile::tempdir().unwrap();
        let rc = home.path().join(".muttrc");
        fs::write(&rc, "set sendmail = '/usr/bin/msmtp -a home'\n# set sendmail=\"other\"\n").unwrap();
        apply(Target::Mutt, Action::Install, &places(home.path()));
        let text = fs::read_to_string(&rc).unwrap();
        assert!(text.contains("/presend guard sendmail /usr/bin/msmtp -a home\"\n"), "{text}");
        for (set, why) in [
            ("set sendmail=\"/usr/bin/msmtp -a \\\"home\\\"\"\n", "wrapped safely"),
            ("set sendmail=\"$my_sender\"\n", "wrapped safely"),
        ] {
            fs::write(&rc, set).unwrap();
            let refused = changes(Target::Mutt, Action::Install, &places(home.path())).unwrap_err();
            assert!(refused.contains(why), "{refused}");
        }
        let spaced = Places { presend: PathBuf::from("/opt/a b/presend"), ..places(home.path()) };
        fs::write(&rc, "").unwrap();
        assert!(changes(Target::Mutt, Action::Install, &spaced).unwrap_err().contains("path of presend"));
        fs::write(&rc, "set smtp_url=\"smtp://mail.example\"\n").unwrap();
        let refused = changes(Target::Mutt, Action::Install, &places(home.path())).unwrap_err();
        assert!(refused.contains("smtp_url"), "{refused}");
        assert_eq!(changes(Target::Mutt, Action::Uninstall, &places(home.path())), Ok(Vec::new()));
    }

    #[test]
    fn the_files_of_others_are_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let places = places(home.path());
        fs::create_dir_all(home.path().join("hooks")).unwrap();
        fs::write(home.path().join("hooks/sendemail-validate"), "#!/bin/sh\nexit 0\n").unwrap();
        let refused = changes(Target::Git, Action::Install, &places).unwrap_err();
        assert!(refused.contains("add this line to it") && refused.contains("guard git \"$@\""), "{refused}");
        assert_eq!(changes(Target::Git, Action::Uninstall, &places), Ok(Vec::new()));
    }
}
