//! `presend guard`: check mail on its way out.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::{Command, ExitCode};
use std::time::Duration;

use clap::ValueEnum as _;

use super::{Ending, options, print, say};
use crate::settings::{PRESETS, Preset};
use crate::shell::config;
use crate::shell::guard::install::{self, Action, Change, Hooks, Places, Target};
use crate::shell::guard::{self, Guard};
use crate::shell::panics;

/// Stands guard, and ends as the way to send mail ends.
pub fn run(options: options::Guard) -> ExitCode {
    // A panic in a check is told in place of what it found.
    panics::keep_quiet();
    match options {
        options::Guard::Native(options) => guard::native(Guard::new(options.config)),
        options::Guard::Sendmail(options) => guard::sendmail(Guard::new(options.config), &options.command),
        options::Guard::Smtp(options) => smtp(options),
        options::Guard::Milter(options) => milter(options),
        options::Guard::Check(options) => guard::by_hand(Guard::new(options.config)),
        options::Guard::Git(options) => {
            let guard = Guard::of_project(options.config, list());
            guard::git(guard, &options.patch, options.header.as_deref())
        }
        options::Guard::Install(options) => set_up(&options, Action::Install).code(),
        options::Guard::Uninstall(options) => set_up(&options, Action::Uninstall).code(),
        options::Guard::Status => status().code(),
    }
}

fn smtp(options: options::Smtp) -> ExitCode {
    let relay = match guard::smtp::relay(&options.relay, options.tls) {
        Ok(relay) => relay,
        Err(why) => {
            say(&format!("--relay {}: {why}", options.relay));
            return ExitCode::from(2);
        }
    };
    let told = guard::smtp::Options {
        listen: options.listen,
        relay,
        trusted: options.ca,
        allow_remote: options.allow_remote,
        is_verbose: options.verbose,
        limit: Duration::from_secs(options.timeout.into()),
    };
    guard::smtp::smtp(Box::new(move || Guard::new(options.config.clone())), told)
}

fn milter(options: options::Milter) -> ExitCode {
    let told = guard::milter::Options {
        listen: options.listen,
        checks_all: options.all,
        allow_remote: options.allow_remote,
        is_verbose: options.verbose,
        limit: Duration::from_secs(options.timeout.into()),
    };
    guard::milter::milter(Box::new(move || Guard::new(options.config.clone())), told)
}

/// What the mails of a project start from: most go to its mailing list.
fn list() -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == "list")
}

/// Sets a client up, or takes that back, once the person agrees to what changes.
fn set_up(options: &options::Install, action: Action) -> Ending {
    let places = places();
    let changes = places.as_ref().map_err(Clone::clone);
    let changes = changes.and_then(|places| {
        Ok((install::changes(options.target, action, places)?, install::remark(options.target, places)))
    });
    let done = changes.and_then(|(changes, remark)| {
        for change in &changes {
            print(&change.diff()?);
        }
        if let Some(remark) = remark {
            say(&remark);
        }
        if changes.is_empty() {
            print("nothing to change\n");
            return Ok(Ending::Clean);
        }
        if options.dry_run {
            return Ok(Ending::Clean);
        }
        if !options.yes && !agrees() {
            return Err("nothing was changed; --yes makes the changes without asking".to_owned());
        }
        changes.iter().try_for_each(Change::make).map(|()| Ending::Clean)
    });
    done.unwrap_or_else(|problem| {
        say(&problem);
        Ending::Usage
    })
}

/// Whether the person agrees, where there is somebody to ask.
fn agrees() -> bool {
    if !io::stdin().is_terminal() {
        return false;
    }
    let _ = write!(io::stderr(), "Make these changes? [y/N] ");
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}

/// Says for each target whether it is set up.
fn status() -> Ending {
    let places = match places() {
        Ok(places) => places,
        Err(problem) => {
            say(&problem);
            return Ending::Usage;
        }
    };
    for target in Target::value_variants() {
        let name = target.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        let count = |action| install::changes(*target, action, &places).map(|changes| changes.len());
        let state = match (count(Action::Install), count(Action::Uninstall)) {
            (Ok(0), _) => "set up",
            (_, Ok(0)) => "not set up",
            (Err(_), _) => "can't be set up here (install tells why)",
            _ => "set up, by another presend or in part; install mends it",
        };
        print(&format!("{name:<12} {state}\n"));
    }
    Ending::Clean
}

/// Where the files of the person and the repository lie.
fn places() -> Result<Places, String> {
    let (home, config) = config::home().zip(config::config_home()).ok_or("HOME names no folder")?;
    let presend = std::env::current_exe().map_err(|error| format!("can't tell where presend lies: {error}"))?;
    Ok(Places { config, home, etc: "/etc".into(), hooks: hooks(), presend })
}

/// Where the repository that the current folder is in has its hooks.
fn hooks() -> Option<Hooks> {
    let folder = git(&["rev-parse", "--path-format=absolute", "--git-path", "hooks"])?;
    // A path that is not absolute leads to a folder of each repository.
    let is_shared = git(&["config", "--show-scope", "--get", "core.hooksPath"]).is_some_and(|set| {
        set.split_once('\t')
            .is_some_and(|(scope, path)| matches!(scope, "global" | "system") && path.starts_with(['/', '~']))
    });
    Some(Hooks { folder: folder.into(), is_shared })
}

/// What git answers, if it does.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}
