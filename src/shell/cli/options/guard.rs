//! What guards take.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::shell::guard::install::Target;
use crate::shell::guard::smtp::Encryption;

/// The ways to stand between a mail client and what sends its mail.
#[derive(Subcommand)]
pub enum Guard {
    /// In place of sendmail: check the message on standard input, then run the real command with it
    Sendmail(Sendmail),
    /// In place of the mail server: check each message that a mail client sends, then relay it
    Smtp(Smtp),
    /// Beside a mail server such as Postfix: check the messages it is given to send
    Milter(Milter),
    /// For the Thunderbird extension: answer on standard output what it asks on standard input
    Native(Native),
    /// As the hook sendemail-validate of git: check a patch
    Git(Git),
    /// For scripts: check the message on standard input, and say by the exit code what becomes of it
    Check(CheckMessage),
    /// Set a mail client up: shows what changes in which file, and asks
    Install(Install),
    /// Take back what install did
    Uninstall(Install),
    /// Say what is set up
    Status,
}

/// Options of `presend guard install` and `uninstall`.
#[derive(Args)]
pub struct Install {
    /// What to set up
    #[arg(value_name = "TARGET", value_enum)]
    pub target: Target,
    /// Don't ask
    #[arg(long)]
    pub yes: bool,
    /// Show what would change, and change nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
}

/// Options of `presend guard git`.
#[derive(Args)]
#[command(after_help = "\
Exit code: 0 the patch may be sent, 1 it is held.")]
pub struct Git {
    /// The settings file [default: the nearest presend.toml of the repository, else the person's own]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The patch
    #[arg(value_name = "PATCH")]
    pub patch: PathBuf,
    /// The header that git sends it with (git 2.40 and newer)
    #[arg(value_name = "HEADER")]
    pub header: Option<PathBuf>,
}

/// Options of `presend guard check`.
#[derive(Args)]
#[command(after_help = "\
Exit code: 0 send it, 1 ask the author, 75 (or 65 by setting) hold it,
74 there is none or it can't be read.")]
pub struct CheckMessage {
    /// The settings file [default: the person's own, ~/.config/presend/presend.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Options of `presend guard sendmail`.
#[derive(Args)]
#[command(after_help = "\
Exit code: that of the command; 75, or 65 by setting, where the message is held;
69 where the command can't be run, 74 where the message can't be read.")]
pub struct Sendmail {
    /// The settings file [default: the person's own, ~/.config/presend/presend.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The command that sends, with its arguments
    #[arg(value_name = "COMMAND", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    pub command: Vec<OsString>,
}

/// Options of `presend guard smtp`.
#[derive(Args)]
#[command(after_help = "\
The relay is HOST[:PORT], smtps://HOST[:PORT] or smtp+starttls://HOST[:PORT]. Where neither it
nor --tls says how it is encrypted, port 465 is from the first byte on, a relay on this machine
is not, and any other is by STARTTLS.

SIGHUP: the settings are read anew.
Exit code: 0 when it was asked to stop (Ctrl-C, SIGTERM), 2 where it can't start.")]
pub struct Smtp {
    /// Where to listen
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:2525")]
    pub listen: String,
    /// The mail server that sends what passes, such as smtp.example.com:587
    #[arg(long, value_name = "RELAY")]
    pub relay: String,
    /// How the way to the relay is encrypted
    #[arg(long, value_enum, value_name = "HOW")]
    pub tls: Option<Encryption>,
    /// Trust the certificates in this file (PEM) in place of the system's
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// Listen also where other machines can connect
    #[arg(long)]
    pub allow_remote: bool,
    /// How many seconds the client may be silent, and the relay take for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u16).range(1..))]
    pub timeout: u16,
    /// Log senders and recipients too
    #[arg(long)]
    pub verbose: bool,
    /// The settings file [default: the person's own, ~/.config/presend/presend.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Options of `presend guard milter`.
#[derive(Args)]
#[command(after_help = "\
SIGHUP: the settings are read anew.
Exit code: 0 when it was asked to stop (Ctrl-C, SIGTERM), 2 where it can't start.")]
pub struct Milter {
    /// Where to listen: inet:HOST:PORT or unix:PATH
    #[arg(long, value_name = "WHERE", default_value = "inet:127.0.0.1:8891")]
    pub listen: String,
    /// Check all messages, not only those of logged-in people and of this machine
    #[arg(long)]
    pub all: bool,
    /// Listen also where other machines can connect
    #[arg(long)]
    pub allow_remote: bool,
    /// How many seconds the mail server may be silent
    #[arg(long, value_name = "SECONDS", default_value_t = 7200, value_parser = clap::value_parser!(u16).range(1..))]
    pub timeout: u16,
    /// Log senders and recipients too
    #[arg(long)]
    pub verbose: bool,
    /// The settings file [default: the person's own, ~/.config/presend/presend.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Options of `presend guard native`.
#[derive(Args)]
pub struct Native {
    /// The settings file [default: the person's own, ~/.config/presend/presend.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What the mail client adds: its manifest and the id of the extension
    #[arg(value_name = "ORIGIN", hide = true)]
    pub origin: Vec<OsString>,
}
