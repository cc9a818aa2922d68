//! `presend baseline`, and what `check --baseline` leaves out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::options;
use super::read::{self, Outcome};
use super::{Ending, say};
use crate::check::baseline::{self, Baseline, Entries};
use crate::report::{Document, Tally, counted};
use crate::rules::Level;
use crate::settings;
use crate::shell::config::{Broken, Given};
use crate::shell::files::{reason, unreadable};
use crate::shell::lock;
use crate::shell::output::{self, Output};
use crate::{Report, Settings, Source, check};

/// How many obsolete drafts are told by name.
const TOLD: usize = 10;

/// The baseline where none is named.
const USUAL: &str = "presend-baseline.json";

/// The baselines of a run, each read once: that of the command line for all drafts, else those
/// that the settings of the drafts name.
pub struct Baselines {
    named: Option<PathBuf>,
    read: Mutex<BTreeMap<PathBuf, Result<Arc<Known>, Broken>>>,
}

impl Baselines {
    /// The baselines of a run; none is read before a draft needs it.
    pub fn new(named: Option<PathBuf>) -> Baselines {
        Baselines { named, read: Mutex::default() }
    }

    /// The baseline of a draft, if it has one, or why it can't be read.
    pub fn of(&self, given: &Given) -> Result<Option<Arc<Known>>, Broken> {
        let by_settings = given.baseline.as_ref().filter(|_| self.named.is_none());
        let Some(path) = self.named.as_ref().or(by_settings.map(|known| &known.value)) else { return Ok(None) };
        let place = by_settings.map_or_else(String::new, |known| match &known.origin.source {
            settings::Source::File(file) => {
                format!("{file}:{}:{}: ", known.origin.place.line, known.origin.place.column)
            }
            _ => String::new(),
        });
        let read = || Known::read(path).map(Arc::new).map_err(|problem| Broken::from([place + &problem]));
        lock(&self.read).entry(path.clone()).or_insert_with(read).clone().map(Some)
    }

    /// What the person is told at the end of each.
    pub fn told(&self) -> Vec<String> {
        lock(&self.read).values().flatten().flat_map(|known| known.told()).collect()
    }
}

/// A baseline that a run leaves out, and what the run met of it.
pub struct Known {
    path: PathBuf,
    /// The folder that holds it, from the root: drafts are named from there.
    folder: PathBuf,
    baseline: Baseline,
    /// Entries of drafts that are gone: a draft without entries may be one of them, renamed.
    gone: Entries,
    /// What was met of each draft that was checked.
    met: Mutex<Baseline>,
    /// By draft, the rules with entries that did not run on it: these are not obsolete.
    off: Mutex<BTreeMap<String, BTreeSet<String>>>,
}

impl Known {
    /// Reads a baseline, or says why that can't be done.
    pub fn read(path: &Path) -> Result<Known, String> {
        let text = fs::read_to_string(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => unreadable(path, &error) + "; `presend baseline` writes one",
            _ => unreadable(path, &error),
        })?;
        let baseline = Baseline::read(&text).map_err(|fault| {
            let again = "mend it, or write it anew with `presend baseline`";
            format!("{}:{fault}; {again}", path.display())
        })?;
        let folder = folder(path);
        let mut gone = Entries::new();
        for (name, entries) in &baseline.drafts {
            if is_gone(&folder, name) {
                entries.iter().for_each(|(key, count)| *gone.entry(key.clone()).or_default() += count);
            }
        }
        let (met, off) = (Mutex::default(), Mutex::default());
        Ok(Known { path: path.to_owned(), folder, baseline, gone, met, off })
    }

    /// Takes what is known out of what is said of a draft.
    pub fn take(&self, source: &Source, report: &mut Report, settings: &Settings) {
        let name = name(&self.folder, source);
        let known = self.baseline.drafts.get(&name).unwrap_or(&self.gone);
        let used = baseline::take(source, report, known);
        let on = settings.rules.iter().filter(|rule| rule.level > Level::Off);
        let on: BTreeSet<&str> = on.map(|rule| rule.card.name.0.as_ref()).collect();
        let off = known.keys().filter(|key| !on.contains(key.rule.as_str())).map(|key| key.rule.clone());
        lock(&self.off).insert(name.clone(), off.collect());
        lock(&self.met).drafts.insert(name, used);
    }

    /// What the person is told at the end: how much was left out, and what is obsolete.
    pub fn told(&self) -> Vec<String> {
        let met = lock(&self.met);
        let mut told = Vec::new();
        if met.count() > 0 {
            told.push(format!("{} of {} not shown", counted(met.count(), "known finding"), self.path.display()));
        }
        let (mut count, mut places) = (0, Vec::new());
        for (name, known) in self.obsolete(&met) {
            let rules: Vec<String> = known.iter().map(|(rule, _)| rule.to_string()).collect();
            count += known.iter().map(|(_, count)| count).sum::<usize>();
            places.push(format!("  {name}: {}", rules.join(", ")));
        }
        if count > 0 {
            let entries = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
            let (path, is) = (self.path.display(), if count == 1 { "is" } else { "are" });
            told.push(format!(
                "{entries} of {path} {is} obsolete; drop with `presend baseline --prune --output {path}`:"
            ));
            let more = places.len().saturating_sub(TOLD);
            places.truncate(TOLD);
            told.append(&mut places);
            told.extend((more > 0).then(|| format!("  and in {}", counted(more, "other draft"))));
        }
        told
    }

    /// The entries that nothing was found for, in drafts that were checked or are gone.
    fn obsolete(&self, met: &Baseline) -> Vec<(&String, Vec<(crate::rules::RuleName, usize)>)> {
        // What drafts without entries of their own used: those that were renamed.
        let renamed = met.drafts.iter().filter(|(name, _)| !self.baseline.drafts.contains_key(*name));
        let renamed: Entries = renamed.flat_map(|(_, used)| used.clone()).collect();
        let mut obsolete = Vec::new();
        for (name, known) in &self.baseline.drafts {
            if met.drafts.contains_key(name) || is_gone(&self.folder, name) {
                let used = met.drafts.get(name).unwrap_or(&renamed);
                let off = self.off_for(name);
                let unused = baseline::unused(known, used).into_iter().filter(|(rule, _)| !off.contains(&*rule.0));
                let unused: Vec<_> = unused.collect();
                obsolete.extend((!unused.is_empty()).then_some((name, unused)));
            }
        }
        obsolete
    }

    /// The rules that did not run on a draft; for one that is gone, on any.
    fn off_for(&self, name: &str) -> BTreeSet<String> {
        let off = lock(&self.off);
        off.get(name).cloned().unwrap_or_else(|| off.values().flatten().cloned().collect())
    }

    /// The baseline without what is obsolete. Drafts that were not checked keep their entries,
    /// and so do rules that did not run.
    fn pruned(&self) -> Baseline {
        let met = lock(&self.met);
        let stays = |name: &String| !met.drafts.contains_key(name) && !is_gone(&self.folder, name);
        let untouched = self.baseline.drafts.iter().filter(|(name, _)| stays(name));
        let mut pruned = met.clone();
        pruned.drafts.extend(untouched.map(|(name, entries)| (name.clone(), entries.clone())));
        for (name, entries) in self.baseline.drafts.iter().filter(|(name, _)| !stays(name)) {
            let off = self.off_for(name);
            let kept = entries.iter().filter(|(key, _)| off.contains(&key.rule));
            let draft = pruned.drafts.entry(name.clone()).or_default();
            draft.extend(kept.map(|(key, count)| (key.clone(), *count)));
        }
        pruned
    }
}

/// Records what is found today, or takes out what is no longer found.
pub fn run(options: options::Baseline) -> Ending {
    let paths = options.common.paths_or(options.paths, ".");
    let configs = match read::configs(&options.common, &paths) {
        Ok(configs) => configs,
        Err(ending) => return ending,
    };
    let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
    let by_settings = read::for_path(&configs, &options.common, first).ok().and_then(|given| given.baseline.clone());
    let path = options.output.or(by_settings.map(|known| known.value)).unwrap_or(USUAL.into());
    let known = match options.prune.then(|| Known::read(&path)).transpose() {
        Ok(known) => known,
        Err(problem) => {
            say(&problem);
            return Ending::Usage;
        }
    };
    if output::would_replace_draft(&path, &paths) {
        return read::replaces_draft(&path);
    }
    let folder = folder(&path);
    let recorded: Mutex<Baseline> = Mutex::default();
    let work = |source: &Source, _: Option<&Path>, given: &Given| {
        let mut report = check(source, &given.settings, &given.context);
        match &known {
            Some(known) => known.take(source, &mut report, &given.settings),
            None => {
                let entries = baseline::entries(source, &report);
                lock(&recorded).drafts.insert(name(&folder, source), entries);
            }
        }
        Outcome { tally: Tally { drafts: 1, ..Tally::default() }, ..Outcome::default() }
    };
    let (tally, ending) = read::all(paths, &options.common, &configs, Document::plain(), Output::stdout(), work);
    if ending != Ending::Clean {
        say(&format!("{} is not written, since not all drafts could be read", path.display()));
        return ending;
    }
    let baseline = known.as_ref().map_or_else(|| lock(&recorded).clone(), Known::pruned);
    if let Err(error) = output::replace(&path, baseline.write().as_bytes()) {
        say(&format!("can't write {}: {}", path.display(), reason(&error)));
        return Ending::Unreadable;
    }
    let (findings, drafts) = (counted(baseline.count(), "finding"), counted(tally.drafts, "draft"));
    say(&format!("{} holds {findings}; {drafts} checked", path.display()));
    Ending::Clean
}

/// The folder of a baseline, from the root.
fn folder(path: &Path) -> PathBuf {
    whole(path).parent().map(Path::to_owned).unwrap_or_default()
}

/// A path from the root, links followed where it leads somewhere.
fn whole(path: &Path) -> PathBuf {
    let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            fs::canonicalize(parent).map_or_else(|_| absolute(), |parent| parent.join(name))
        }
        _ => absolute(),
    }
}

/// What a draft is called in the baseline: its path from the baseline's folder with `/`, the
/// same wherever the command is started; a message of a mailbox by its number, too.
fn name(folder: &Path, source: &Source) -> String {
    let path = whole(Path::new(&source.path));
    let path = path.strip_prefix(folder).unwrap_or(&path);
    let name = path.display().to_string().replace('\\', "/");
    match source.origin {
        Some(origin) => format!("{name}#{}", origin.message),
        None => name,
    }
}

/// Whether the file of a draft is no longer there.
fn is_gone(folder: &Path, name: &str) -> bool {
    let file =
        name.rsplit_once('#').filter(|(_, number)| number.parse::<usize>().is_ok()).map_or(name, |(file, _)| file);
    !folder.join(file).exists() && !folder.join(name).exists()
}
