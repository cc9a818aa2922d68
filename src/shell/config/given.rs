//! What each draft is checked with: the settings of its own folder, made once for all drafts
//! that share them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::ZonedDateTime;

use crate::channel::Contact;
use crate::channel::model::Model;
use crate::draft::Thread;
use crate::language::time::Country;
use crate::shell::cli::contacts;
use crate::{Context, Settings, rules};

/// What a draft is checked with.
pub struct Given {
    /// The rules and their levels.
    pub settings: Settings,
    /// What is known beside the draft.
    pub context: Context,
}

/// Which settings file counts.
pub enum Source {
    /// The one nearest to each draft, else the person's own.
    Nearest,
    /// This one, for all drafts.
    File(PathBuf),
}

/// What the command line says beside the settings file.
#[derive(Default)]
pub struct Beside {
    /// The moment of sending.
    pub now: Option<ZonedDateTime>,
    /// The author's country.
    pub country: Option<Country>,
    /// Whether comments that suppress findings count for nothing.
    pub no_suppress: bool,
    /// The people, in place of those of the settings file.
    pub contacts: Option<Vec<Contact>>,
    /// The messages before the drafts.
    pub thread: Option<Arc<Thread>>,
    /// Weights of the channel verdict other than the built-in ones.
    pub channel: Option<Model>,
}

/// What is wrong with a settings file, told once however many drafts it is for.
pub type Broken = Arc<[String]>;

/// The settings of all drafts of a run.
pub struct Configs {
    source: Source,
    beside: Beside,
    /// What was read so far. Whoever needs the same waits until it is made.
    read: Mutex<Read>,
}

#[derive(Default)]
struct Read {
    /// The settings file of each folder.
    folders: BTreeMap<PathBuf, Option<PathBuf>>,
    /// What each settings file comes to.
    given: BTreeMap<Option<PathBuf>, Result<Arc<Given>, Broken>>,
}

impl Configs {
    /// The settings of a run. No file is read before a draft needs it.
    pub fn new(source: Source, beside: Beside) -> Configs {
        Configs { source, beside, read: Mutex::default() }
    }

    /// What the draft at a path is checked with; standard input without a name is “-”.
    pub fn of(&self, path: &Path) -> Result<Arc<Given>, Broken> {
        self.in_folder(path.parent().unwrap_or(Path::new("")))
    }

    /// What drafts right in a folder are checked with.
    pub fn in_folder(&self, folder: &Path) -> Result<Arc<Given>, Broken> {
        let read = &mut *self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match &self.source {
            Source::File(path) => Some(path.clone()),
            Source::Nearest => match read.folders.get(folder) {
                Some(file) => file.clone(),
                None => {
                    let file = super::nearest(&whole(folder)).or_else(super::user_file);
                    read.folders.insert(folder.to_owned(), file.clone());
                    file
                }
            },
        };
        if let Some(given) = read.given.get(&file) {
            return given.clone();
        }
        let given = self.make(file.as_deref()).map(Arc::new).map_err(Broken::from);
        read.given.insert(file, given.clone());
        given
    }

    fn make(&self, file: Option<&Path>) -> Result<Given, Vec<String>> {
        let config = file.map(super::read).transpose()?.unwrap_or_default();
        let mut cards = rules::cards();
        cards.extend(config.cards);
        let levels: Vec<_> = config.file.levels.iter().map(|(name, level, _)| (name.clone(), *level)).collect();
        let mut settings = Settings::with_cards(cards, &levels).map_err(|problem| vec![problem])?;
        if let Some(channel) = &self.beside.channel {
            settings.channel = channel.clone();
        }
        let mut context = Context { now: self.beside.now.clone(), country: self.beside.country, ..Context::default() };
        context.no_suppress = self.beside.no_suppress;
        config.file.tell(&mut context);
        if let Some(contacts) = &self.beside.contacts {
            context.contacts.clone_from(contacts);
        } else if let Some(path) = &config.contacts {
            context.contacts = contacts(path)?;
        }
        context.thread.clone_from(&self.beside.thread);
        Ok(Given { settings, context })
    }
}

/// A folder as a path from the root. Only where it goes up (`..`) is the disk asked what lies
/// there: the project of a linked folder is the one that the link stands in.
fn whole(folder: &Path) -> PathBuf {
    let goes_up = folder.components().any(|part| part == std::path::Component::ParentDir);
    let whole = match folder {
        folder if folder.as_os_str().is_empty() => std::env::current_dir(),
        folder if goes_up => std::fs::canonicalize(folder),
        folder => std::path::absolute(folder),
    };
    whole.unwrap_or_else(|_| folder.to_owned())
}
