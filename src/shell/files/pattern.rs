//! Patterns of paths on the command line, for shells that hand them on as they are, and
//! for `**`, which many do not know.

use std::path::{Component, Path, PathBuf};

use globset::{ErrorKind, Glob, GlobBuilder, GlobMatcher};

/// Whether a path that is no file could be a pattern.
pub fn is_pattern(path: &Path) -> bool {
    path.to_str().is_some_and(is_glob)
}

fn is_glob(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

/// A pattern such as `mails/**/*.eml`. `*` and `?` stay within a name, `**` goes through folders.
pub struct Pattern {
    /// The pattern as it was written.
    pub written: String,
    /// The folder that all paths of the pattern lie in.
    pub base: PathBuf,
    /// How deep below the base a path of the pattern can lie, where it goes through no folders
    /// of any depth.
    pub depth: Option<usize>,
    matcher: GlobMatcher,
}

impl Pattern {
    /// Reads a pattern, or says what is wrong with it and where.
    pub fn new(path: &Path) -> Result<Pattern, String> {
        let written = path.display().to_string();
        let tidy: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
        let tidy = tidy.display().to_string();
        let parts: Vec<Component> = Path::new(&tidy).components().collect();
        let plain =
            parts.iter().take_while(|part| part.as_os_str().to_str().is_some_and(|part| !is_glob(part))).count();
        let base: PathBuf = parts[..plain].iter().collect();
        let matcher = compile(&tidy).map_err(|error| problem(&written, &tidy, &error))?.compile_matcher();
        let depth = (!tidy.contains("**") && !tidy.contains('{')).then_some(parts.len() - plain);
        let base = if plain == 0 { PathBuf::from(".") } else { base };
        Ok(Pattern { written, base, depth, matcher })
    }

    /// Whether the pattern is one of this path.
    pub fn matches(&self, path: &Path) -> bool {
        self.matcher.is_match(path)
    }
}

/// Reads a glob, in which `*` does not go beyond a name.
pub fn compile(glob: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(glob).literal_separator(true).build()
}

/// What is wrong with a glob and at which character, if something is.
pub fn glob_problem(glob: &str) -> Option<String> {
    let error = compile(glob).err()?;
    Some(problem("", glob, &error).trim_start_matches(": ").to_owned())
}

/// What is wrong with a glob, and at which character of it.
pub fn problem(shown: &str, glob: &str, error: &globset::Error) -> String {
    let kind = error.kind();
    let at = match kind {
        ErrorKind::UnclosedClass | ErrorKind::InvalidRange(..) => glob.rfind('['),
        ErrorKind::UnclosedAlternates => glob.rfind('{'),
        ErrorKind::UnopenedAlternates => glob.find('}'),
        ErrorKind::DanglingEscape => glob.rfind('\\'),
        _ => None,
    };
    match at {
        Some(at) => format!("{shown}: at character {}: {kind}", glob[..at].chars().count() + 1),
        None => format!("{shown}: {kind}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::new(Path::new(text)).unwrap()
    }

    #[test]
    fn stars_stay_within_a_name_and_two_go_through_folders() {
        let flat = pattern("./mails/*.eml");
        assert_eq!((flat.base.as_path(), flat.depth), (Path::new("mails"), Some(1)));
        assert!(flat.matches(Path::new("mails/a.eml")) && !flat.matches(Path::new("mails/x/a.eml")));
        let deep = pattern("**/out/*.{eml,md}");
        assert_eq!((deep.base.as_path(), deep.depth), (Path::new("."), None));
        assert!(deep.matches(Path::new("out/a.md")) && deep.matches(Path::new("x/y/out/a.eml")));
        assert_eq!(pattern("/tmp/x/?.txt").base, Path::new("/tmp/x"));
        assert!(pattern("../x/[ab].txt").matches(Path::new("../x/a.txt")));
    }

    #[test]
    fn a_wrong_pattern_is_told_with_its_place() {
        let wrong = |text: &str| Pattern::new(Path::new(text)).err().unwrap();
        assert_eq!(wrong("mails/[a.eml"), "mails/[a.eml: at character 7: unclosed character class; missing ']'");
        assert_eq!(
            wrong("{a,b"),
            "{a,b: at character 1: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)"
        );
        assert_eq!(wrong("ü[z-a]"), "ü[z-a]: at character 2: invalid range; 'z' > 'a'");
    }
}
