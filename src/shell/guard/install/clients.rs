//! What each client needs.

use std::path::{Path, PathBuf};

use super::{Action, Change, Places, block, lossy, mailers, read, thunderbird};
use crate::shell::config::expanded;

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
pub const SENDMAIL: &str = "/usr/sbin/sendmail";
/// The hook of git.
const HOOK: &str = "sendemail-validate";
/// By this line a file is known as ours.
pub const OURS: &str = "Written by `presend guard install`";

/// The changes that are needed; none where all is as it should be.
pub fn changes(target: Target, action: Action, places: &Places) -> Result<Vec<Change>, String> {
    let changes = match target {
        Target::Sendmail => vec![own_file(own(places, "sendmail"), &wrapper(places, Path::new(SENDMAIL)), action)?],
        Target::Git => vec![hook(places, action)?],
        Target::Mutt => vec![mailers::mutt(places, action)?],
        Target::Neomutt => vec![mailers::neomutt(places, action)?],
        Target::Snail => mailers::snail(places, action)?.into(),
        Target::Emacs => {
            let program = own(places, "presend-guard.el");
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

/// A file of ours.
pub fn own(places: &Places, name: &str) -> PathBuf {
    places.config.join("presend").join(name)
}

/// A program that checks and then runs another, both with the same arguments.
pub fn wrapper(places: &Places, program: &Path) -> String {
    script(places, &wrapped(program))
}

/// The guard around a program.
pub fn wrapped(program: &Path) -> String {
    format!("sendmail -- {}", shell(program))
}

/// A program that becomes a guard, with the arguments that it gets behind those that are given.
pub fn script(places: &Places, guard: &str) -> String {
    format!("#!/bin/sh\n# {OURS}.\nexec {}\n", call(places, guard))
}

/// The call of a guard in a script, with the script's arguments.
pub fn call(places: &Places, guard: &str) -> String {
    format!("{} guard {guard} \"$@\"", shell(&places.presend))
}

/// A file that is ours alone.
pub fn own_file(path: PathBuf, content: &str, action: Action) -> Result<Change, String> {
    let is_program = content.starts_with("#!");
    let Some(old) = read(&path)? else {
        return Ok(Change { path, content: (action == Action::Install).then(|| content.to_owned()), is_program });
    };
    match action {
        Action::Install if !old.contains(OURS) || (is_program && !is_ours(&old, content)) => {
            Err(format!("{} is there and not ours; move it away first", path.display()))
        }
        Action::Install => Ok(Change { path, content: Some(content.to_owned()), is_program }),
        Action::Uninstall if !old.contains(OURS) => Ok(Change { path, content: Some(old), is_program: false }),
        Action::Uninstall if !is_ours(&old, content) => Err(format!(
            "{} is not as install writes it and stays; take out what is yours, or take it away by hand",
            path.display()
        )),
        Action::Uninstall => Ok(Change { path, content: None, is_program: false }),
    }
}

/// Whether a file is as we write it. The paths in a script may be others: those of the presend that
/// wrote it, and of the program that it wraps.
fn is_ours(old: &str, content: &str) -> bool {
    let is_script = content.starts_with("#!");
    old == content || (is_script && without_paths(old) == without_paths(content))
}

/// A script without what stands in its quotation marks.
fn without_paths(script: &str) -> String {
    script.replace("'\\''", "").split('\'').step_by(2).collect::<Vec<_>>().join("''")
}

/// Whether a command runs a guard: by itself, or by a script that does.
pub fn is_guard(command: &str, home: &Path) -> bool {
    let program = command.split_whitespace().next().unwrap_or_default();
    let program = expanded(Path::new(program), Some(home));
    let script = if program.is_absolute() { lossy(&program).ok().flatten() } else { None };
    let script = script.filter(|script| script.starts_with("#!"));
    calls_guard(command) || script.is_some_and(|script| script.lines().any(calls_guard))
}

/// Whether a command, or a line of a script, is a call of the guard.
fn calls_guard(line: &str) -> bool {
    let mut words =
        line.split_whitespace().map(|word| word.trim_matches(['\'', '"'])).skip_while(|word| *word == "exec");
    let is_presend = |program: &str| Path::new(program).file_name().is_some_and(|name| name == "presend");
    words.next().is_some_and(is_presend) && words.next() == Some("guard") && words.next() == Some("sendmail")
}

/// The hook of the repository.
fn hook(places: &Places, action: Action) -> Result<Change, String> {
    let Some(hooks) = &places.hooks else {
        return Err("this is no git repository; go to the one whose patches are to be checked".to_owned());
    };
    let path = hooks.folder.join(HOOK);
    let call = call(places, "git");
    let script = script(places, "git");
    let old = read(&path)?.filter(|old| !is_ours(old, &script));
    match (old, action) {
        (Some(old), Action::Install) if old.contains(&call) => {
            Ok(Change { path, content: Some(old), is_program: false })
        }
        (Some(old), Action::Uninstall) if old.contains(&call) => {
            Err(format!("{} is not ours; take this out of it by hand: {call}", path.display()))
        }
        (Some(old), Action::Install) => {
            // Whatever the hook does in the end, it does what stands at its start.
            let what = match old.lines().next().is_some_and(|line| line.starts_with("#!") && line.ends_with("sh")) {
                true => format!("add this line to it, right below the first: {call} || exit 1"),
                false => format!("let it begin with this, with its own arguments, and end where this fails: {call}"),
            };
            Err(format!("there is a hook {} already; {what}", path.display()))
        }
        _ => own_file(path, &script, action),
    }
}

/// What the person should know of a target beside the changes.
pub fn remark(target: Target, places: &Places) -> Option<String> {
    if let Some(place) = mailers::guarded(target, places) {
        return Some(format!("already guarded: {place} is a guard that you set up by hand"));
    }
    let hooks = places.hooks.as_ref().filter(|hooks| target == Target::Git && hooks.is_shared)?;
    Some(format!(
        "this hook is for all your repositories: core.hooksPath of your git settings names {} for them",
        hooks.folder.display()
    ))
}

fn init_file(places: &Places) -> PathBuf {
    let home = &places.home;
    first_there(&[home.join(".emacs.d/init.el"), home.join(".emacs"), places.config.join("emacs/init.el")])
}

/// The first file that is there, else the first.
pub fn first_there(paths: &[PathBuf]) -> PathBuf {
    paths.iter().find(|path| path.is_file()).unwrap_or(&paths[0]).clone()
}

/// Lines in a block of a file.
pub fn in_block(path: PathBuf, comment: &str, lines: &str, action: Action) -> Result<Change, String> {
    let old = read(&path)?;
    let text = old.clone().unwrap_or_default();
    let content = match action {
        Action::Install => Some(block::put(&text, comment, lines).map_err(|why| format!("{}:{why}", path.display()))?),
        Action::Uninstall => {
            Some(without_block(&path, &text, comment)?).filter(|rest| !rest.is_empty() || old.as_deref() == Some(""))
        }
    };
    Ok(Change { path, content, is_program: false })
}

/// The text of a file without our block.
pub fn without_block(path: &Path, text: &str, comment: &str) -> Result<String, String> {
    block::cut(text, comment).map_err(|why| format!("{}:{why}", path.display()))
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
pub mod tests {
    use std::fs;

    use clap::ValueEnum as _;

    use super::*;

    use crate::shell::guard::install::Hooks;

    pub fn places(home: &Path) -> Places {
        Places {
            home: home.to_owned(),
            config: home.join(".config"),
            etc: home.join("etc"),
            hooks: Some(Hooks { folder: home.join("hooks"), is_shared: false }),
            presend: PathBuf::from("/opt/presend"),
        }
    }

    pub fn apply(target: Target, action: Action, places: &Places) -> usize {
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
    fn what_one_target_has_stays_when_another_goes() {
        let home = tempfile::tempdir().unwrap();
        let places = places(home.path());
        apply(Target::Sendmail, Action::Install, &places);
        let one = files(home.path());
        apply(Target::Snail, Action::Install, &places);
        apply(Target::Snail, Action::Uninstall, &places);
        assert_eq!(files(home.path()), one);
        apply(Target::Snail, Action::Install, &places);
        apply(Target::Sendmail, Action::Uninstall, &places);
        assert_eq!(changes(Target::Snail, Action::Install, &places), Ok(Vec::new()));
    }

    #[test]
    fn a_block_that_somebody_took_apart_is_told_with_its_line() {
        let home = tempfile::tempdir().unwrap();
        let places = places(home.path());
        let rc = home.path().join(".muttrc");
        fs::write(&rc, "set a=1\n").unwrap();
        apply(Target::Mutt, Action::Install, &places);
        let text = fs::read_to_string(&rc).unwrap();
        fs::write(&rc, text.lines().filter(|line| !line.contains("<<<")).collect::<Vec<_>>().join("\n")).unwrap();
        for action in [Action::Install, Action::Uninstall] {
            let told = changes(Target::Mutt, action, &places).unwrap_err();
            assert!(told.starts_with(&format!("{}:2: the marks", rc.display())), "{told}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_told_and_stays() {
        let home = tempfile::tempdir().unwrap();
        let rc = home.path().join(".muttrc");
        std::os::unix::fs::symlink(home.path().join("dotfiles/muttrc"), &rc).unwrap();
        let refused = changes(Target::Mutt, Action::Install, &places(home.path())).unwrap_err();
        assert!(refused.contains("leads to") && refused.contains("dotfiles/muttrc"), "{refused}");
    }

    #[test]
    fn a_line_that_somebody_added_is_not_lost() {
        let home = tempfile::tempdir().unwrap();
        let mut places = places(home.path());
        apply(Target::Sendmail, Action::Install, &places);
        places.presend = PathBuf::from("/opt/it's another/presend");
        assert_eq!(apply(Target::Sendmail, Action::Install, &places), 1);
        let file = own(&places, "sendmail");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{text}# mine\n")).unwrap();
        let told = changes(Target::Sendmail, Action::Uninstall, &places).unwrap_err();
        assert!(told.contains("is not as install writes it and stays"), "{told}");
        assert!(changes(Target::Sendmail, Action::Install, &places).unwrap_err().contains("not ours"));
        places.presend = PathBuf::from("/opt/presend");
        fs::write(&file, text).unwrap();
        assert_eq!(apply(Target::Sendmail, Action::Uninstall, &places), 1);
    }

    #[test]
    fn the_files_of_others_are_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let places = places(home.path());
        fs::create_dir_all(home.path().join("hooks")).unwrap();
        fs::write(home.path().join("hooks/sendemail-validate"), "#!/bin/sh\nexit 0\n").unwrap();
        let refused = changes(Target::Git, Action::Install, &places).unwrap_err();
        let line = "'/opt/presend' guard git \"$@\" || exit 1";
        assert!(refused.ends_with(&format!("add this line to it, right below the first: {line}")), "{refused}");
        assert_eq!(changes(Target::Git, Action::Uninstall, &places), Ok(Vec::new()));
        // Once it is there, all is set up, and whoever wrote it takes it out.
        fs::write(home.path().join("hooks/sendemail-validate"), format!("#!/bin/sh\n{line}\nexit 0\n")).unwrap();
        assert_eq!(changes(Target::Git, Action::Install, &places), Ok(Vec::new()));
        assert!(changes(Target::Git, Action::Uninstall, &places).unwrap_err().contains("by hand"));
        fs::write(home.path().join("hooks/sendemail-validate"), "#!/usr/bin/python3\n").unwrap();
        assert!(changes(Target::Git, Action::Install, &places).unwrap_err().contains("let it begin with this"));
    }
}
