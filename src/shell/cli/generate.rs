//! Completions and man pages, made from the options themselves.

use std::fs;
use std::io;
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use super::options::Options;
use super::{Ending, print, say};
use crate::shell::files::reason;
use crate::shell::output;

/// Writes the completions of a shell to standard output.
pub fn completions(shell: Shell) -> Ending {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Options::command(), "presend", &mut out);
    print(&String::from_utf8_lossy(&out));
    Ending::Clean
}

/// Writes a man page of each command into a folder, or the main one to standard output.
pub fn man(folder: Option<&Path>) -> Ending {
    let mut command = Options::command();
    command.build();
    let written = match folder {
        None => page(&command).map(|page| print(&String::from_utf8_lossy(&page))),
        Some(folder) => fs::create_dir_all(folder).and_then(|()| pages(&command, folder)),
    };
    match written {
        Ok(()) => Ending::Clean,
        Err(error) => {
            let place = folder.map_or("standard output".to_owned(), |folder| folder.display().to_string());
            say(&format!("can't write {place}: {}", reason(&error)));
            Ending::Unreadable
        }
    }
}

/// Writes the page of a command and those of the commands in it.
fn pages(command: &clap::Command, folder: &Path) -> io::Result<()> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    output::replace(&folder.join(format!("{name}.1")), &page(command)?)?;
    command.get_subcommands().try_for_each(|command| pages(command, folder))
}

fn page(command: &clap::Command) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    Man::new(command.clone()).render(&mut out)?;
    Ok(out)
}
