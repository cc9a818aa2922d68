//! Clients whose own file says which program sends: that program is wrapped.

use std::path::{Path, PathBuf};

use super::clients::{SENDMAIL, call, first_there, in_block, own, own_file, without_block, wrapped, wrapper};
use super::{Action, Change, Places, muttrc, read};

/// The file of mutt.
pub fn mutt(places: &Places, action: Action) -> Result<Change, String> {
    let home = &places.home;
    let known = [home.join(".muttrc"), home.join(".mutt/muttrc"), places.config.join("mutt/muttrc")];
    wrap(first_there(&known), "Muttrc", places, action)
}

/// The file of neomutt.
pub fn neomutt(places: &Places, action: Action) -> Result<Change, String> {
    let config = places.config.join("neomutt");
    let known = [config.join("neomuttrc"), config.join("muttrc"), places.home.join(".neomuttrc")];
    let more = [places.home.join(".mutt/muttrc"), places.home.join(".muttrc")];
    wrap(first_there(&[&known[..], &more].concat()), "neomuttrc", places, action)
}

/// What it sends with is wrapped in its file.
fn wrap(rc: PathBuf, of_all: &str, places: &Places, action: Action) -> Result<Change, String> {
    if action == Action::Uninstall {
        return in_block(rc, "#", "", action);
    }
    let settings = set_in(&rc, of_all, places)?;
    let last = |name: &str| muttrc::last(&settings, name);
    let by_hand = |why: &str| Err(format!("{}: {why}; set it up by hand (docs/guards.md)", rc.display()));
    if last("smtp_url").is_some_and(|url| !url.is_empty()) {
        return by_hand("mail goes by smtp_url, not by sendmail: `presend guard smtp` is for that");
    }
    let command = last("sendmail").filter(|command| !command.is_empty());
    let command = command.map_or_else(|| format!("{SENDMAIL} -oem -oi"), str::to_owned);
    if settings.iter().any(|setting| setting.name == "sendmail" && setting.is_at_times) {
        return by_hand("a hook sets sendmail, too, which would go past the guard");
    }
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

/// The file of s-nail, and the program by which it sends: what is set there is wrapped.
pub fn snail(places: &Places, action: Action) -> Result<[Change; 2], String> {
    let (rc, program) = (places.home.join(".mailrc"), own(places, "s-nail-sendmail"));
    let mta = match action {
        Action::Install => mta(&rc, &program, places)?,
        Action::Uninstall => PathBuf::new(),
    };
    let set = format!("set sendwait mta={}", program.display());
    let rc = in_block(rc, "#", &set, action)?;
    Ok([own_file(program, &wrapper(places, &mta), action)?, rc])
}

/// The program by which s-nail sends, or why it can't be wrapped.
fn mta(rc: &Path, wrapper: &Path, places: &Places) -> Result<PathBuf, String> {
    let settings = set_in(rc, "s-nail.rc", places)?;
    // The name that it had before.
    let name = if muttrc::last(&settings, "mta").is_some() { "mta" } else { "sendmail" };
    let mta = muttrc::last(&settings, name).filter(|mta| !mta.is_empty()).unwrap_or(SENDMAIL);
    let mta = mta.strip_prefix("file://").unwrap_or(mta);
    if mta.contains("://") {
        return Err(format!(
            "{}: mail goes by {mta}, not by a program: `presend guard smtp` is for that",
            rc.display()
        ));
    }
    let at_times = settings.iter().any(|setting| setting.name == name && setting.is_at_times);
    if at_times || mta.contains(['$', '`', '"', '\'', '\\']) {
        return Err(format!(
            "{}: {name} is set in a way that can't be wrapped; set it to a script of yours in each place, which says: {}",
            rc.display(),
            call(places, &wrapped(Path::new("PROGRAM")))
        ));
    }
    if wrapper.to_str().is_none_or(|path| path.contains(|c: char| c.is_whitespace() || "\"'\\`$#".contains(c))) {
        return Err(format!("{} has signs that s-nail does not take in mta", wrapper.display()));
    }
    Ok(mta.strip_prefix("~/").map_or_else(|| PathBuf::from(mta), |below| places.home.join(below)))
}

/// What a client's file sets, and before it the file of the whole machine; what is in our own block
/// does not count.
fn set_in(rc: &Path, of_all: &str, places: &Places) -> Result<Vec<muttrc::Setting>, String> {
    let text = without_block(rc, &read(rc)?.unwrap_or_default(), "#")?;
    let of_all = read(&places.etc.join(of_all)).ok().flatten().unwrap_or_default();
    Ok(muttrc::settings(&format!("{of_all}\n{text}"), &places.home))
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
        assert!(changes(Target::Mutt, Action::Install, &places(home.path())).unwrap_err().contains("a hook sets"));
        fs::create_dir_all(home.path().join("etc")).unwrap();
        fs::write(home.path().join("etc/Muttrc"), "set sendmail=/opt/send\n").unwrap();
        fs::write(&rc, "").unwrap();
        apply(Target::Mutt, Action::Install, &places(home.path()));
        assert!(fs::read_to_string(&rc).unwrap().contains("guard sendmail /opt/send\""));
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
            ("set mta=$HOME/send\n", "guard sendmail -- 'PROGRAM' \"$@\""),
            ("set mta=/opt/send\naccount work {\n  set mta=/opt/other\n}\n", "in each place"),
        ] {
            let refused = sends(text).unwrap_err();
            assert!(refused.contains(why) && refused.contains(".mailrc: "), "{refused}");
        }
    }
}
