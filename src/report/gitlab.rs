//! A Code Quality report of GitLab: one JSON array of issues.

use std::collections::BTreeMap;

use serde_json::json;

use super::document::items;
use super::places::Places;
use super::shown::sentence;
use crate::check::{Report, fingerprint};
use crate::rules::Level;
use crate::text::Source;

/// The issues of a draft.
pub fn issues(source: &Source, report: &Report) -> String {
    let places = Places::new(source);
    // GitLab shows one of several issues with the same fingerprint.
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    items(report.diagnostics.iter().map(|diagnostic| {
        let print = fingerprint(source, report, diagnostic);
        let times = met.entry(print.clone()).or_default();
        *times += 1;
        let (start, end) = places.positions(diagnostic.finding.span);
        json!({
            "description": sentence(source, diagnostic),
            "check_name": diagnostic.rule.0,
            "fingerprint": unique(source, &print, *times),
            "severity": match diagnostic.level {
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Info | Level::Off => "info",
            },
            "location": {
                "path": source.path.strip_prefix("./").unwrap_or(&source.path),
                "lines": { "begin": start.line, "end": end.line },
            },
        })
        .to_string()
    }))
}

/// A fingerprint that no other issue of the report has: that of the words, in its draft.
fn unique(source: &Source, print: &str, times: usize) -> String {
    let message = source.origin.map_or(0, |origin| origin.message);
    let whole = format!("{}\0{message}\0{print}\0{times}", source.path);
    // FNV-1a, 128 bits: the same on every machine and in every version.
    let hash = whole.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b)
    });
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Settings, check};

    #[test]
    fn no_two_issues_have_one_fingerprint() {
        let text = "Hi Ana,\n\nplease find the plan in order to start.\n\nplease find the plan in order to start.\n";
        let source = Source::new("a.txt", text.as_bytes());
        let settings = Settings::default();
        let report = check(&source, &settings, &Context::default());
        let issues: serde_json::Value = serde_json::from_str(&format!("[{}]", issues(&source, &report))).unwrap();
        let mut prints: Vec<&str> =
            issues.as_array().unwrap().iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
        assert!(prints.len() >= 2 && prints.iter().all(|print| print.len() == 32), "{prints:?}");
        prints.sort_unstable();
        assert!(prints.windows(2).all(|pair| pair[0] != pair[1]), "{prints:?}");
        assert_ne!(unique(&source, "x", 1), unique(&Source::new("b.txt", text.as_bytes()), "x", 1));
    }
}
