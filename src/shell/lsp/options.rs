//! What the editor sets.

use std::path::PathBuf;

use serde_json::Value;

use super::positions::Encoding;
use crate::rules::Level;

/// What the editor sets; docs/editors.md tells of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether drafts are checked.
    pub enable: bool,
    /// The lowest level that is shown.
    pub level: Level,
    /// The settings file of all drafts, in place of the nearest one.
    pub configuration: Option<PathBuf>,
    /// Whether code lenses are shown.
    pub code_lens: bool,
    /// Whether inlay hints are shown.
    pub inlay_hints: bool,
    /// Whether asks and deadlines are coloured.
    pub semantic_tokens: bool,
    /// Whether drafts that are not open are checked too.
    pub workspace_diagnostics: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            enable: true,
            level: Level::Info,
            configuration: None,
            code_lens: true,
            inlay_hints: true,
            semantic_tokens: false,
            workspace_diagnostics: false,
        }
    }
}

impl Options {
    /// These options with what the editor says, as an object of its own or under “presend”, and
    /// what is wrong with that. What it does not name is as here, what makes no sense as it was
    /// set `before`; other keys are the editor's own.
    pub fn with(&self, value: &Value, before: &Options) -> (Options, Vec<String>) {
        let value = value.get("presend").unwrap_or(value);
        let mut options = self.clone();
        let mut problems = Vec::new();
        let switches = [
            ("enable", &mut options.enable, before.enable),
            ("codeLens", &mut options.code_lens, before.code_lens),
            ("inlayHints", &mut options.inlay_hints, before.inlay_hints),
            ("semanticTokens", &mut options.semantic_tokens, before.semantic_tokens),
            ("workspaceDiagnostics", &mut options.workspace_diagnostics, before.workspace_diagnostics),
        ];
        for (key, switch, before) in switches {
            match value.get(key) {
                None | Some(Value::Null) => {}
                Some(Value::Bool(on)) => *switch = *on,
                Some(other) => {
                    *switch = before;
                    problems.push(format!("“{key}” can't be {other}; it is true or false"));
                }
            }
        }
        match value.get("level") {
            None | Some(Value::Null) => {}
            Some(name) => match Level::ALL[1..].iter().find(|level| name == level.name()) {
                Some(level) => options.level = *level,
                None => {
                    options.level = before.level;
                    problems.push(format!("“level” can't be {name}; it is \"info\", \"warning\" or \"error\""));
                }
            },
        }
        match value.get("configuration") {
            None => {}
            Some(Value::Null) => options.configuration = None,
            Some(Value::String(path)) => {
                options.configuration = Some(PathBuf::from(path.trim())).filter(|path| !path.as_os_str().is_empty());
            }
            Some(other) => {
                options.configuration.clone_from(&before.configuration);
                problems.push(format!("“configuration” can't be {other}; it is the path of a settings file"));
            }
        }
        // It counts at the start only, and not here; but where it makes no sense it is told.
        let is_encoding = |name: &Value| name.as_str().and_then(Encoding::named).is_some();
        if let Some(name) = value.get("positionEncoding").filter(|name| !name.is_null() && !is_encoding(name)) {
            problems.push(format!("“positionEncoding” can't be {name}; it is \"utf-8\", \"utf-16\" or \"utf-32\""));
        }
        (options, problems)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What comes of a value where nothing else was set before, nor when the server started.
    fn with(value: Value) -> (Options, Vec<String>) {
        Options::default().with(&value, &Options::default())
    }

    #[test]
    fn what_is_set_counts_and_the_rest_stays() {
        let (options, problems) = with(json!({
            "presend": { "level": "error", "codeLens": false, "configuration": "x/presend.toml", "path": "/usr/bin/presend" }
        }));
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!((options.level, options.code_lens, options.inlay_hints), (Level::Error, false, true));
        assert_eq!(options.configuration, Some(PathBuf::from("x/presend.toml")));
        let (after, _) = options.with(&json!({ "configuration": "", "level": null }), &options);
        assert_eq!((after.level, &after.configuration), (Level::Error, &None));
        assert_eq!(options.with(&Value::Null, &after).0, options);
    }

    #[test]
    fn what_is_wrong_is_told_and_changes_nothing() {
        let wrong = json!({ "level": "off", "enable": "yes", "configuration": 3, "codeLens": true, "positionEncoding": "bytes" });
        let (options, problems) = with(wrong.clone());
        assert_eq!(options, Options::default());
        assert_eq!(
            problems,
            [
                "“enable” can't be \"yes\"; it is true or false",
                "“level” can't be \"off\"; it is \"info\", \"warning\" or \"error\"",
                "“configuration” can't be 3; it is the path of a settings file",
                "“positionEncoding” can't be \"bytes\"; it is \"utf-8\", \"utf-16\" or \"utf-32\"",
            ]
        );
        let set = json!({ "level": "error", "enable": false, "configuration": "a.toml", "codeLens": false });
        let (before, _) = with(set);
        let (options, told) = Options::default().with(&wrong, &before);
        assert_eq!((options, told), (Options { code_lens: true, ..before }, problems));
    }
}
