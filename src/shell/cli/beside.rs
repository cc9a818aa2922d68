//! What stands beside the drafts: contacts, and the mailbox with the messages before them.

use std::fs;
use std::path::Path;

use crate::channel::model::{Model, TABLES};
use crate::draft::{Format, Message, Thread};
use crate::shell::files::{self, Job, Search, unreadable};
use crate::{Source, parse};

/// The weights that `presend channel train` wrote to a folder.
pub fn weights(folder: &Path) -> Result<Model, String> {
    let path = |table: &str| folder.join(format!("{table}.tsv"));
    let mut tables = Vec::new();
    for table in TABLES {
        let path = path(table);
        tables.push(fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?);
    }
    let tables: [&str; TABLES.len()] = std::array::from_fn(|at| tables[at].as_str());
    Model::read(tables).map_err(|(table, fault)| format!("{}:{}: {}", path(table).display(), fault.line, fault.text))
}

/// The messages of a mailbox: of each what its author wrote, and which came before it.
pub fn thread(path: &Path) -> Result<Thread, Vec<String>> {
    if path == Path::new("-") {
        return Err(vec!["--thread takes a file or a folder; standard input is for the draft".to_owned()]);
    }
    let mut messages = Vec::new();
    let mut mails = 0;
    for job in files::jobs(vec![path.to_owned()], Search::default()) {
        let source = match job {
            Job::File(path) => match files::read(&path) {
                Ok(bytes) => Source::new(path.display().to_string(), bytes),
                Err(error) => return Err(vec![unreadable(&path, &error)]),
            },
            Job::Draft(source) => source,
            Job::Unreadable(problem) | Job::Misused(problem) => return Err(vec![problem]),
            // A folder without drafts.
            Job::Note(_) | Job::Replaced(_) => continue,
        };
        let draft = parse::parse(&source);
        if draft.format == Format::Mail {
            mails += 1;
            messages.extend(Message::of(&draft));
        }
    }
    match mails {
        0 => Err(vec![format!("no mail in {}; --thread takes an mbox file or a Maildir", path.display())]),
        _ => Ok(Thread::new(messages)),
    }
}
