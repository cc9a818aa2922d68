//! Paths from a list, as `git ls-files`, `find` or a person writes it.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Job, Jobs, Search, named, one, path_of, unreadable};

/// The drafts at the paths of a list, which are read while they are asked for.
pub fn named_in(list: &Path, search: Arc<Search>) -> Jobs {
    let lines = match open(list) {
        Ok(reader) => paths(reader),
        Err(error) => return one(Job::Unreadable(unreadable(list, &error))),
    };
    let shown = list.to_owned();
    let mut any = false;
    let mut lines = lines.map(Some).chain(std::iter::once(None));
    let each = std::iter::from_fn(move || {
        let jobs = match lines.next()? {
            Some(Ok(path)) => {
                any = true;
                named(&path, &search)
            }
            Some(Err(error)) => one(Job::Unreadable(unreadable(&shown, &error))),
            None if any => return None,
            None => one(Job::Note(format!("the list {} names no files", shown.display()))),
        };
        Some(jobs)
    });
    Box::new(each.flatten())
}

fn open(list: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    if list == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    Ok(Box::new(BufReader::new(File::open(list)?)))
}

/// The paths of a list. No name holds a NUL, so that a list with one is parted by them;
/// else it is one path a line.
fn paths(mut reader: impl BufRead + Send) -> impl Iterator<Item = io::Result<PathBuf>> + Send {
    let mut begun = None;
    let mut ended = false;
    std::iter::from_fn(move || {
        while !ended {
            let mut name = Vec::new();
            let read = (|| {
                let end = match begun {
                    Some(end) => end,
                    None => *begun.insert(if reader.fill_buf()?.contains(&0) { 0 } else { b'\n' }),
                };
                reader.read_until(end, &mut name)?;
                Ok(end)
            })();
            let end = match read {
                Ok(end) => end,
                Err(error) => {
                    ended = true;
                    return Some(Err(error));
                }
            };
            ended = name.pop_if(|last| *last == end).is_none();
            if end == b'\n' {
                name.pop_if(|last| *last == b'\r');
            }
            if !name.is_empty() {
                return Some(Ok(path_of(name)));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: &str) -> Vec<String> {
        paths(list.as_bytes()).map(|path| path.unwrap().display().to_string()).collect()
    }

    #[test]
    fn lists_have_one_path_a_line_or_part_them_by_nul() {
        assert_eq!(read("a.eml\nb c.eml\r\n\n-d.eml"), ["a.eml", "b c.eml", "-d.eml"]);
        assert_eq!(read("a\nb.eml\0 c.eml\0\0"), ["a\nb.eml", " c.eml"]);
        assert_eq!(read("a.eml\0b.eml"), ["a.eml", "b.eml"]);
        assert!(read("").is_empty() && read("\n\n").is_empty() && read("\0").is_empty());
    }
}
