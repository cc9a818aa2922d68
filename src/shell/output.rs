//! Where a text goes: to a stream as it comes, or to a file at once when it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::files::reason;
use super::interrupt;

/// How much is gathered before it is written.
const BUFFER: usize = 1 << 16;

/// A text on its way out.
pub struct Output {
    writer: BufWriter<Box<dyn Write>>,
    /// What a person knows the place by.
    name: String,
    /// The file that takes the place of another when it is whole.
    beside: Option<Beside>,
}

/// A file beside the one whose place it takes. It is gone when the output ends early.
struct Beside {
    new: PathBuf,
    path: PathBuf,
}

impl Drop for Beside {
    fn drop(&mut self) {
        interrupt::remove(&self.new);
    }
}

impl Output {
    /// Standard output.
    pub fn stdout() -> Output {
        Output::stream(stdout(), "standard output")
    }

    /// Standard error.
    pub fn stderr() -> Output {
        Output::stream(Box::new(io::stderr()), "standard error")
    }

    /// A file, which has its old content until [`Output::finish`]. What is no plain file, as
    /// a pipe or a device, is written as the text comes.
    pub fn file(path: &Path) -> io::Result<Output> {
        let name = path.display().to_string();
        // A link stays one: what it leads to is written, also where nothing is there yet.
        let target = || Ok(path.parent().unwrap_or(path).join(fs::read_link(path)?));
        let path =
            fs::canonicalize(path).or_else(|_: io::Error| target()).unwrap_or_else(|_: io::Error| path.to_owned());
        let old = fs::metadata(&path).ok();
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            let device = File::options().write(true).open(&path)?;
            return Ok(Output::stream(Box::new(device), &name));
        }
        // Hidden, so that no search for drafts finds it; by process, so that two runs don't meet.
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        let new = path.with_file_name(format!(".{file_name}.presend-{}", std::process::id()));
        let file = interrupt::create(&new)?;
        let beside = Beside { new, path };
        if let Some(old) = old {
            file.set_permissions(old.permissions())?;
        }
        Ok(Output { beside: Some(beside), ..Output::stream(Box::new(file), &name) })
    }

    fn stream(stream: Box<dyn Write>, name: &str) -> Output {
        Output { writer: BufWriter::with_capacity(BUFFER, stream), name: name.to_owned(), beside: None }
    }

    /// The file that holds the text in the end.
    pub fn path(&self) -> Option<&Path> {
        self.beside.as_ref().map(|beside| beside.path.as_path())
    }

    /// Ends the text: from now on the file holds it.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()?;
        match &self.beside {
            Some(beside) => interrupt::finish(&beside.new, &beside.path),
            None => Ok(()),
        }
    }

    /// What to tell of an error: nothing of a closed pipe, since nobody wants more.
    pub fn told(name: &str, error: &io::Error) -> Option<String> {
        (error.kind() != io::ErrorKind::BrokenPipe).then(|| format!("can't write {name}: {}", reason(error)))
    }

    /// What a person knows the place by.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Standard output without the buffer that would part a text at its line breaks: what is written at
/// once arrives at once.
pub fn stdout() -> Box<dyn Write + Send> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd as _;
        if let Ok(output) = io::stdout().as_fd().try_clone_to_owned() {
            return Box::new(File::from(output));
        }
    }
    Box::new(io::stdout())
}

/// Whether an output would take the place of a draft: it is one of the paths of a run, by any
/// name, or there is a mail or an invitation of that name, which no report is.
pub fn would_replace_draft(output: &Path, paths: &[PathBuf]) -> bool {
    let Ok(real) = fs::canonicalize(output) else { return false };
    let is_mail = ["eml", "ics", "mbox"].iter().any(|mail| real.extension().is_some_and(|own| own == *mail));
    real.is_file() && (is_mail || paths.iter().any(|path| fs::canonicalize(path).is_ok_and(|path| path == real)))
}

/// Puts new bytes in the place of a file at once, so that no draft is ever half written.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut output = Output::file(path)?;
    output.write_all(bytes)?;
    output.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_whole_or_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.txt");
        replace(&path, b"old").unwrap();
        let mut output = Output::file(&path).unwrap();
        output.write_all(b"new").unwrap();
        output.flush().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(output.path(), fs::canonicalize(&path).ok().as_deref());
        drop(output);
        assert_eq!(
            (fs::read(&path).unwrap().as_slice(), names(folder.path())),
            (b"old".as_slice(), vec!["report.txt".into()])
        );
        replace(&path, b"new").unwrap();
        assert_eq!(
            (fs::read(&path).unwrap().as_slice(), names(folder.path())),
            (b"new".as_slice(), vec!["report.txt".into()])
        );
    }

    #[test]
    fn no_output_takes_the_place_of_a_draft() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a.txt"), "Hello").unwrap();
        fs::write(path("b.eml"), "Hello").unwrap();
        let named = [path("a.txt"), folder.path().to_owned()];
        assert!(would_replace_draft(&folder.path().join(".").join("a.txt"), &named));
        assert!(would_replace_draft(&path("b.eml"), &named));
        assert!(!would_replace_draft(&path("a.txt"), &[folder.path().to_owned()]), "a report of an earlier run");
        assert!(!would_replace_draft(&path("new.eml"), &named) && !would_replace_draft(&path("new.txt"), &named));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(path("a.txt"), path("link.md")).unwrap();
            assert!(would_replace_draft(&path("link.md"), &named));
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("real.txt"), folder.path().join("link.txt"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        replace(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        fs::remove_file(&path).unwrap();
        for target in ["real.txt".as_ref(), path.as_path()] {
            fs::remove_file(&link).unwrap();
            symlink(target, &link).unwrap();
            replace(&link, b"newer").unwrap();
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
            assert_eq!(fs::read(&path).unwrap(), b"newer");
            fs::remove_file(&path).unwrap();
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error_and_a_device_is_never_replaced() {
        let error = replace(Path::new("/dev/full"), b"text").unwrap_err();
        assert_eq!(Output::told("x", &error).unwrap(), "can't write x: no space left on device");
        assert!(!fs::metadata("/dev/full").unwrap().is_file());
        replace(Path::new("/dev/null"), b"text").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        assert!(Output::file(Path::new("/no such folder/report.txt")).is_err());
        assert_eq!(Output::told("x", &io::ErrorKind::BrokenPipe.into()), None);
    }
}
