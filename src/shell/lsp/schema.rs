//! What can be set in `presend.toml`, by its schema.

use serde_json::Value;

/// The schema of the settings file, as it is published.
const SCHEMA: &str = include_str!("../../../presend.schema.json");

/// A key or a value that can stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word.
    pub word: String,
    /// Whether it stands in quotation marks as a value.
    pub is_text: bool,
    /// What it is for.
    pub about: String,
}

/// The schema of the settings file.
pub struct Schema {
    root: Value,
}

impl Schema {
    /// Reads the schema.
    pub fn new() -> Schema {
        // A test reads it, so that nothing is lost here.
        Schema { root: serde_json::from_str(SCHEMA).unwrap_or_default() }
    }

    /// The keys of the table at a path.
    pub fn keys(&self, path: &[String]) -> Vec<Choice> {
        let tables = self.at(path).into_iter().filter_map(|node| node.get("properties")?.as_object());
        let keys =
            tables.flatten().map(|(key, value)| Choice { word: key.clone(), is_text: false, about: about(value) });
        keys.collect()
    }

    /// The names of tables that can stand below the table at a path, as keys of it: of single ones,
    /// or of those in lists. A list that lies deeper has a name of several keys.
    pub fn tables(&self, path: &[String], in_lists: bool) -> Vec<Choice> {
        let mut tables = Vec::new();
        for choice in self.keys(path) {
            let below = [path, std::slice::from_ref(&choice.word)].concat();
            let (is_table, is_list) = self.holds_tables(&below);
            if if in_lists { is_list } else { is_table } {
                tables.push(choice);
            } else if is_table {
                let name = |deeper: Choice| Choice { word: format!("{}.{}", choice.word, deeper.word), ..deeper };
                tables.extend(self.tables(&below, in_lists).into_iter().map(name));
            }
        }
        tables
    }

    /// Whether what stands at a path can be a table, and whether it can be a list of them.
    fn holds_tables(&self, path: &[String]) -> (bool, bool) {
        let is_table = |node: &Value| node.get("type").is_some_and(|kind| kind == "object");
        let nodes = self.found(path, false);
        let mut items = nodes.iter().filter_map(|node| node.get("items")).flat_map(|items| self.expanded(items, false));
        (nodes.iter().any(|node| is_table(node)), items.any(is_table))
    }

    /// The values that the key at a path can have, where they are few.
    pub fn values(&self, path: &[String]) -> Vec<Choice> {
        let mut values = Vec::new();
        for node in self.at(path) {
            let mut add = |value: &Value, about: String| match value {
                Value::String(word) => values.push(Choice { word: word.clone(), is_text: true, about }),
                Value::Bool(switch) => values.push(Choice { word: switch.to_string(), is_text: false, about }),
                _ => {}
            };
            node.get("enum")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .for_each(|value| add(value, String::new()));
            node.get("const").into_iter().for_each(|value| add(value, about(node)));
            if node.get("type").is_some_and(|kind| kind == "boolean") {
                [true, false].map(Value::Bool).iter().for_each(|value| add(value, String::new()));
            }
        }
        values
    }

    /// What the key at a path is for.
    pub fn about(&self, path: &[String]) -> Option<String> {
        let (key, table) = path.split_last()?;
        self.keys(table).into_iter().find(|choice| choice.word == *key).map(|choice| choice.about)
    }

    /// All that the schema says of what stands at a path, in lists too.
    fn at(&self, path: &[String]) -> Vec<&Value> {
        self.found(path, true)
    }

    /// All that the schema says of what stands at a path; `in_lists`: also of what a list there holds.
    fn found(&self, path: &[String], in_lists: bool) -> Vec<&Value> {
        let mut nodes = self.expanded(&self.root, true);
        for (at, key) in path.iter().enumerate() {
            let next = nodes.into_iter().filter_map(|node| {
                let own = node.get("properties").and_then(|properties| properties.get(key));
                own.or_else(|| node.get("additionalProperties").filter(|more| more.is_object()))
            });
            let is_last = at + 1 == path.len();
            nodes = next.flat_map(|node| self.expanded(node, in_lists || !is_last)).collect();
        }
        nodes
    }

    /// A node with what it refers to and its alternatives; `in_lists`: with what its lists hold.
    fn expanded<'s>(&'s self, node: &'s Value, in_lists: bool) -> Vec<&'s Value> {
        let mut nodes = vec![node];
        let mut next = 0;
        while let Some(&node) = nodes.get(next) {
            let referred =
                node.get("$ref").and_then(Value::as_str).and_then(|to| self.root.pointer(to.strip_prefix('#')?));
            let tables = node.get("items").filter(|items| in_lists && items.is_object());
            let either = ["anyOf", "oneOf"].into_iter().filter_map(|list| node.get(list)?.as_array()).flatten();
            nodes.extend(referred.into_iter().chain(tables).chain(either));
            next += 1;
        }
        nodes
    }
}

fn about(node: &Value) -> String {
    node.get("description").and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    fn words(choices: Vec<Choice>) -> Vec<String> {
        choices.into_iter().map(|choice| choice.word).collect()
    }

    #[test]
    fn tables_are_told_from_lists_of_tables() {
        let schema = Schema::new();
        let tables = |keys: &[&str], in_lists| words(schema.tables(&path(keys), in_lists));
        assert_eq!(tables(&[], false), ["glossary", "guard", "rules"]);
        assert_eq!(tables(&[], true), ["contacts", "guard.recipients", "overrides"]);
        assert_eq!(tables(&["guard"], true), ["recipients"]);
        assert_eq!(tables(&["overrides"], false), ["glossary", "rules"]);
        assert!(tables(&["rules"], false).contains(&"deadline/missing".to_owned()));
        assert_eq!(tables(&["rules"], true), [""; 0]);
        assert_eq!(tables(&["glossary"], false), [""; 0]);
    }

    #[test]
    fn keys_and_values_are_known_by_their_path() {
        let schema = Schema::new();
        let keys = |keys: &[&str]| words(schema.keys(&path(keys)));
        let values = |keys: &[&str]| words(schema.values(&path(keys)));
        assert!(keys(&[]).contains(&"fail-level".to_owned()));
        assert!(keys(&["rules"]).contains(&"deadline/missing".to_owned()));
        assert!(keys(&["rules", "concise/too-long"]).contains(&"above".to_owned()));
        assert!(keys(&["overrides"]).contains(&"files".to_owned()));
        assert!(keys(&["contacts"]).contains(&"prefers".to_owned()));
        assert_eq!(keys(&["glossary", "SLA"]), [""; 0]);
        assert_eq!(values(&["fail-level"]), ["info", "warning", "error"]);
        assert_eq!(values(&["rules", "house/own"]), ["off", "info", "warning", "error", "default"]);
        assert_eq!(values(&["rules", "ask", "level"]), ["off", "info", "warning", "error", "default"]);
        assert_eq!(values(&["contacts", "external"]), ["true", "false"]);
        assert!(values(&["preset"]).contains(&"strict".to_owned()));
        assert_eq!(values(&["own-domains"]), [""; 0]);
        assert_eq!(
            schema.about(&path(&["preset"])).as_deref(),
            Some("Settings for a kind of work that all others start from.")
        );
    }
}
