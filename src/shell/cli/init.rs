//! `presend init`: a small settings file to start from.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::options::Init;
use super::{Ending, print, say};
use crate::report::config;
use crate::settings::PRESETS;
use crate::shell::files::reason;
use crate::shell::output;

/// The file that is written, in the current folder.
const FILE: &str = "presend.toml";

/// Writes the file, unless there is one.
pub fn run(options: Init) -> Ending {
    let preset = PRESETS.iter().find(|preset| options.preset.as_deref() == Some(preset.name));
    let text = config::start(preset);
    let hidden = Path::new(".presend.toml");
    if !options.force && hidden.exists() {
        say("there is a .presend.toml here; --force writes presend.toml beside it, which goes before it");
        return Ending::Usage;
    }
    let written = match options.force && fs::symlink_metadata(FILE).is_ok() {
        true => output::replace(Path::new(FILE), text.as_bytes()),
        false => create(text.as_bytes()),
    };
    match written {
        Ok(()) => {
            print(&format!("wrote {FILE}; `presend config show` tells what counts\n"));
            Ending::Clean
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            say(&format!("there is a {FILE} here; --force replaces it"));
            Ending::Usage
        }
        Err(error) => {
            say(&format!("can't write {FILE}: {}", reason(&error)));
            Ending::Usage
        }
    }
}

/// Writes the file where there is none. A file that is only half written goes.
fn create(text: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(FILE)?;
    file.write_all(text).inspect_err(|_| {
        let _ = fs::remove_file(FILE);
    })
}
