//! Clients whose own file says which program sends: that program is wrapped.

use std::path::{Path, PathBuf};

use super::clients::{SENDMAIL, call, first_there, in_block, is_guard, own, own_file, without_block, wrapped, wrapper};
use super::muttrc::{Dialect, Reader, Setting, UNSURE, last};
use super::{Action, Change, Places, Target, lossy};
use crate::shell::config::expanded;

/// The file of mutt.
pub fn mutt(places: &Places, action: Action) -> Result<Change, String> {
    wrap(Dialect::Mutt, places, action)
}

/// The file of neomutt.
pub fn neomutt(places: &Places, action: Action) -> Result<Change, String> {
    wrap(Dialect::Neomutt, places, action)
}

/// A person's file and, in `/etc`, the one of the whole machine.
fn files(dialect: Dialect, places: &Places) -> (PathBuf, &'static str) {
    let home = &places.home;
    match dialect {
        Dialect::Mutt => {
            let known = [home.join(".muttrc"), home.join(".mutt/muttrc"), places.config.join("mutt/muttrc")];
            (first_there(&known), "Muttrc")
        }
        Dialect::Neomutt => {
            let config = places.config.join("neomutt");
            let known = [config.join("neomuttrc"), config.join("muttrc"), home.join(".neomuttrc")];
            let more = [home.join(".mutt/muttrc"), home.join(".muttrc")];
            (first_there(&[&known[..], &more].concat()), "neomuttrc")
        }
        Dialect::Snail => (home.join(".mailrc"), "s-nail.rc"),
    }
}

/// Where the person has a guard already that is not of our making; none where there is none.
pub fn guarded(target: Target, places: &Places) -> Option<String> {
    let (dialect, names): (_, &[&str]) = match target {
        Target::Mutt => (Dialect::Mutt, &["sendmail"]),
        Target::Neomutt => (Dialect::Neomutt, &["sendmail"]),
        Target::Snail => (Dialect::Snail, &["mta", "sendmail"]),
        _ => return None,
    };
    let settings = set(dialect, places).ok()?;
    let set = names.iter().find_map(|name| last(&settings, name))?;
    guards(&settings, set, places).then(|| set.place.clone())
}

/// Whether a setting runs a guard, whatever else is done at times.
fn guards(settings: &[Setting], set: &Setting, places: &Places) -> bool {
    let of_name = || settings.iter().filter(|setting| setting.name == set.name);
    let is_certain = of_name().all(|setting| !setting.is_at_times || is_guard(&setting.value, &places.home));
    let arguments = last(settings, "mta-arguments").filter(|_| set.name == "mta");
    let arguments = arguments.map(|arguments| arguments.value.as_str()).unwrap_or_default();
    let command = set.value.strip_prefix("file://").unwrap_or(&set.value);
    is_certain && is_guard(&format!("{command} {arguments}"), &places.home)
}

/// What it sends with is wrapped in its file.
fn wrap(dialect: Dialect, places: &Places, action: Action) -> Result<Change, String> {
    let (rc, _) = files(dialect, places);
    let presend = places.presend.display().to_string();
    // No `--` before the command: both read that as the place for options of their own.
    let lines = |command: &str| format!("set sendmail=\"{presend} guard sendmail {command}\"\nset sendmail_wait=0");
    let with = |command: &str, why: &str| by_hand(&rc, why, &lines(command).replace('\n', "; "));
    let unknown = |why: &str| with("PROGRAM", why);
    if action == Action::Uninstall {
        return in_block(rc, "#", "", action);
    }
    let settings = set(dialect, places).map_err(|why| unknown(&why))?;
    let has_url = |setting: &&Setting| setting.name == "smtp_url" && !setting.value.is_empty();
    let url = settings.iter().filter(has_url).find(|setting| setting.is_at_times);
    // A server that a hook takes away is there at other times.
    let always = settings.iter().rev().find(|setting| setting.name == "smtp_url" && !setting.is_at_times);
    if let Some(url) = url.or(always.filter(has_url)) {
        return Err(format!(
            "{}: mail goes by smtp_url, not by sendmail: `presend guard smtp` is for that; \
             set it up by hand (docs/guards.md)",
            url.place
        ));
    }
    let sendmail = last(&settings, "sendmail");
    if sendmail.is_some_and(|set| guards(&settings, set, places)) {
        return in_block(rc, "#", "", Action::Uninstall);
    }
    if let Some(set) = settings.iter().find(|setting| setting.name == "sendmail" && setting.is_at_times) {
        return Err(unknown(&format!("{}: sendmail is set at times only, which would go past the guard", set.place)));
    }
    if !is_plain(&presend) {
        return Err(format!(
            "the path of presend, {presend}, has signs that mutt does not take in {}; set it up by hand (docs/guards.md)",
            rc.display()
        ));
    }
    let command = match sendmail.filter(|set| !set.value.trim().is_empty()) {
        None => format!("{SENDMAIL} -oem -oi"),
        Some(set) => command(&set.value, &places.home).ok_or_else(|| {
            unknown(&format!("{}: sendmail is set to what has signs that can't be wrapped safely", set.place))
        })?,
    };
    in_block(rc.clone(), "#", &lines(&command), action).map_err(|why| with(&command, &why))
}

/// Why a file can't be changed, and what to write there by hand.
fn by_hand(rc: &Path, why: &str, line: &str) -> String {
    let program = if line.contains("PROGRAM") { ", with what sends your mail in place of PROGRAM" } else { "" };
    format!("{why}; set it up by hand: add this at the end of {}{program}: {line}", rc.display())
}

/// A command with the path of its program in full, as the guard has no shell to tell what `~` is; none
/// where that can't be told for certain.
fn command(command: &str, home: &Path) -> Option<String> {
    let (program, arguments) = command.trim().split_once(char::is_whitespace).unwrap_or((command.trim(), ""));
    let program = program_at(program, home)?;
    let program = program.to_str().filter(|program| !program.contains(char::is_whitespace))?;
    let command = format!("{program} {}", arguments.trim_start());
    (!command.contains(UNSURE)).then(|| command.trim_end().to_owned())
}

/// The program that a file names; none where that can't be told for certain.
fn program_at(name: &str, home: &Path) -> Option<PathBuf> {
    let program = expanded(Path::new(name), Some(home));
    (!program.to_string_lossy().starts_with('~') && !name.contains(UNSURE)).then_some(program)
}

/// Whether a path can stand in such a file as it is.
fn is_plain(path: &str) -> bool {
    !path.contains(|c: char| c.is_whitespace() || UNSURE.contains(&c))
}

/// The file of s-nail, and the program by which it sends: what is set there is wrapped.
pub fn snail(places: &Places, action: Action) -> Result<[Change; 2], String> {
    let ((rc, _), program) = (files(Dialect::Snail, places), own(places, "s-nail-sendmail"));
    let set = format!("set sendwait mta={}", program.display());
    if action == Action::Uninstall {
        return Ok([own_file(program, &wrapper(places, Path::new("")), action)?, in_block(rc, "#", &set, action)?]);
    }
    let Some(mta) = mta(&rc, &program, places)? else {
        // Whoever set the guard up by hand may run our program, which stays.
        let content = super::read(&program)?;
        let program = Change { path: program, content, is_program: true };
        return Ok([program, in_block(rc, "#", "", Action::Uninstall)?]);
    };
    let script = wrapper(places, &mta);
    let rc =
        in_block(rc.clone(), "#", &set, action).map_err(|why| by_hand(&rc, &why, &line_for_snail(places, &mta)))?;
    Ok([own_file(program, &script, action)?, rc])
}

/// What to write in the file of s-nail by hand, where a program sends.
fn line_for_snail(places: &Places, program: &Path) -> String {
    let call = call(places, &wrapped(program));
    format!("set sendwait mta=SCRIPT, where SCRIPT is a program of yours that says: {call}")
}

/// The program by which s-nail sends, or why it can't be wrapped; none where it is guarded already.
fn mta(rc: &Path, wrapper: &Path, places: &Places) -> Result<Option<PathBuf>, String> {
    let unknown = Path::new("PROGRAM");
    let settings = set(Dialect::Snail, places).map_err(|why| by_hand(rc, &why, &line_for_snail(places, unknown)))?;
    // The name that it had before.
    let name = if last(&settings, "mta").is_some() { "mta" } else { "sendmail" };
    let Some(set) = last(&settings, name).filter(|set| !set.value.is_empty()) else {
        return Ok(Some(PathBuf::from(SENDMAIL)));
    };
    if guards(&settings, set, places) {
        return Ok(None);
    }
    let mta = set.value.strip_prefix("file://").unwrap_or(&set.value);
    // It may hold a password, which is nothing to show.
    if mta.contains("://") {
        return Err(format!(
            "{}: mail goes by a server, not by a program: `presend guard smtp` is for that",
            set.place
        ));
    }
    let at_times = settings.iter().find(|setting| setting.name == name && setting.is_at_times);
    let program = program_at(mta, &places.home).filter(|_| at_times.is_none());
    let Some(program) = program else {
        return Err(format!(
            "{}: {name} is set in a way that can't be wrapped; set it to a script of yours in each place, which says: {}",
            at_times.unwrap_or(set).place,
            call(places, &wrapped(unknown))
        ));
    };
    if !wrapper.to_str().is_some_and(is_plain) {
        return Err(format!("{} has signs that s-nail does not take in mta", wrapper.display()));
    }
    Ok(Some(program))
}

/// What a client's file sets, and before it the file of the whole machine; what is in our own block
/// does not count.
fn set(dialect: Dialect, places: &Places) -> Result<Vec<Setting>, String> {
    let (rc, of_all) = files(dialect, places);
    let of_all = places.etc.join(of_all);
    let text = without_block(&rc, &lossy(&rc)?.unwrap_or_default(), "#")?;
    let mut reader = Reader::new(dialect, &places.home);
    reader.read(&of_all, &lossy(&of_all)?.unwrap_or_default())?;
    reader.read(&rc, &text)?;
    Ok(reader.settings())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::shell::guard::install::clients::tests::{apply, places};
    use crate::shell::guard::install::{Target, changes};

    #[test]
    fn what_a_client_sent_with_is_wrapped() {
        let home = tempfile::tempdir().unwrap();
        let rc = home.path().join(".muttrc");
        let muttrc = rc.display().to_string();
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
        fs::write(&rc, "account-hook . 'set sendmail=\"msmtp -a work\"'\n").unwrap();
        assert!(changes(Target::Mutt, Action::Install, &places(home.path())).unwrap_err().contains("at times only"));
        for (set, why) in [
            ("\nsource ~/.mutt/$my_a\n", ":2: what is read"),
            ("set smtp_url=smtp://u:secret@h\nfolder-hook . 'unset smtp_url'\n", ":1: mail goes by smtp_url"),
            ("folder-hook . 'set smtp_url=smtp://u:secret@h'\nunset smtp_url\n", ":1: mail goes by smtp_url"),
            ("set sendmail='~ben/msmtp'\n", ":1: sendmail is set to what"),
        ] {
            fs::write(&rc, set).unwrap();
            let refused = changes(Target::Mutt, Action::Install, &places(home.path())).unwrap_err();
            assert!(refused.starts_with(&format!("{muttrc}{why}")) && refused.contains("by hand"), "{refused}");
            assert!(!refused.contains("secret"), "{refused}");
            if !refused.contains("smtp_url") {
                let line = "set sendmail=\"/opt/presend guard sendmail PROGRAM\"; set sendmail_wait=0";
                assert!(
                    refused.ends_with(&format!(
                        "at the end of {muttrc}, with what sends your mail in place of PROGRAM: {line}"
                    )),
                    "{refused}"
                );
            }
        }
        fs::write(&rc, b"set realname='J\xf6rg'\n").unwrap();
        let refused = changes(Target::Mutt, Action::Install, &places(home.path())).unwrap_err();
        assert!(
            refused.contains("not UTF-8") && refused.contains("guard sendmail /usr/sbin/sendmail -oem -oi\""),
            "{refused}"
        );
        fs::write(&rc, "set smtp_url=smtp://h sendmail='~/bin/msmtp -t'\nunset smtp_url\n").unwrap();
        apply(Target::Mutt, Action::Install, &places(home.path()));
        let wrapped = format!("guard sendmail {}/bin/msmtp -t\"", home.path().display());
        assert!(fs::read_to_string(&rc).unwrap().contains(&wrapped));
        fs::create_dir_all(home.path().join("etc")).unwrap();
        fs::write(home.path().join("etc/Muttrc"), "set sendmail=/opt/send\n").unwrap();
        fs::write(&rc, "").unwrap();
        apply(Target::Mutt, Action::Install, &places(home.path()));
        assert!(fs::read_to_string(&rc).unwrap().contains("guard sendmail /opt/send\""));
    }

    #[test]
    fn what_is_guarded_already_is_left_as_it_is() {
        let home = tempfile::tempdir().unwrap();
        let places = places(home.path());
        apply(Target::Sendmail, Action::Install, &places);
        fs::write(home.path().join("send"), "#!/bin/sh\nexec presend guard sendmail -- msmtp \"$@\"\n").unwrap();
        fs::write(home.path().join("other"), "#!/bin/sh\n# presend guard sendmail -- msmtp\nexec msmtp \"$@\"\n")
            .unwrap();
        for (target, rc, text, is_guarded) in [
            (Target::Mutt, ".muttrc", "set sendmail=\"presend guard sendmail -- msmtp\"\n", true),
            (Target::Mutt, ".muttrc", "set sendmail=\"~/.config/presend/sendmail -oi\"\n", true),
            (Target::Mutt, ".muttrc", "set sendmail=\"~/send -oi\"\n", true),
            (Target::Mutt, ".muttrc", "set sendmail=\"~/other -oi\"\n", false),
            (Target::Mutt, ".muttrc", "set sendmail=\"msmtp presend guard sendmail\"\n", false),
            (Target::Neomutt, ".neomuttrc", "set sendmail=\"$HOME/send\"\n", true),
            (Target::Snail, ".mailrc", "set mta=~/.config/presend/sendmail\n", true),
            (Target::Snail, ".mailrc", "set mta=/opt/presend mta-arguments='guard sendmail -- msmtp'\n", true),
            (Target::Snail, ".mailrc", "set mta=~/other\n", false),
        ] {
            fs::write(home.path().join(rc), text).unwrap();
            let needed = changes(target, Action::Install, &places).unwrap();
            assert_eq!(needed.is_empty(), is_guarded, "{text}");
            assert_eq!(guarded(target, &places).is_some(), is_guarded, "{text}");
        }
    }

    #[test]
    fn what_s_nail_sent_with_is_wrapped() {
        let home = tempfile::tempdir().unwrap();
        let places = places(home.path());
        let rc = home.path().join(".mailrc");
        let sends = |text: &str| {
            fs::write(&rc, text).unwrap();
            let changes = changes(Target::Snail, Action::Install, &places)?;
            let program = changes.iter().find(|change| change.is_program).and_then(|change| change.content.clone());
            program.ok_or_else(|| "no program".to_owned())
        };
        fs::write(home.path().join("acc"), "set mta=/opt/other\n").unwrap();
        let in_home = format!("'{}'", home.path().join("bin/send").display());
        for (text, program) in [
            ("", "'/usr/sbin/sendmail'"),
            ("set mta=/usr/bin/msmtp mta-arguments='-a home'\n", "'/usr/bin/msmtp'"),
            ("set sendmail=/usr/bin/msmtp\n", "'/usr/bin/msmtp'"),
            ("set mta=/usr/bin/msmtp\nset sendmail=/usr/bin/other\n", "'/usr/bin/msmtp'"),
            ("set mta=\"file:///opt/my send\"\n", "'/opt/my send'"),
            ("set mta=~/bin/send\n", &in_home),
        ] {
            let script = sends(text).unwrap();
            assert!(
                script.ends_with(&format!("\nexec '/opt/presend' guard sendmail -- {program} \"$@\"\n")),
                "{script}"
            );
        }
        for (text, why) in [
            ("set mta=smtps://mail.example\n", "presend guard smtp"),
            ("set mta=smtps://u:secret@h\n", ":1: mail goes by a server"),
            ("source $XD/acc\n", ":1: what is read here"),
            ("set a=b; source ~/acc\n", "in each place"),
            ("set mta=$HOME/send\n", "guard sendmail -- 'PROGRAM' \"$@\""),
            ("set mta=/opt/send\naccount work {\n  set mta=/opt/other\n}\n", "in each place"),
        ] {
            let refused = sends(text).unwrap_err();
            assert!(
                refused.contains(why)
                    && refused.starts_with(&home.path().display().to_string())
                    && !refused.contains("secret"),
                "{refused}"
            );
        }
    }
}
