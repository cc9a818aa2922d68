//! Links that show one thing and lead to another.

use std::borrow::Cow;

use crate::draft::{Block, Link};
use crate::rules::Subject;
use crate::text::{Finding, Weight};

/// The ends of hosts that people write without "www.": others may be names of files.
const ENDS: [&str; 14] =
    ["com", "org", "net", "edu", "gov", "info", "io", "eu", "uk", "de", "fr", "nl", "ch", "example"];

/// Second-level names under which others register theirs: "bank.co.uk".
const SHARED: [&str; 6] = ["co", "com", "org", "ac", "gov", "net"];

/// The links of the author's own words whose text names another host than the one they lead
/// to, or nothing at all.
pub fn findings(subject: &Subject, bare: &[Cow<str>]) -> Vec<Finding> {
    subject.draft.links.iter().filter_map(|link| finding(subject, link, bare)).collect()
}

fn finding(subject: &Subject, link: &Link, bare: &[Cow<str>]) -> Option<Finding> {
    let text = &shown_in(subject, link)?.text;
    let range = text.range_of(link.span);
    let raw = text.as_str().get(range.clone())?;
    let shown = raw.trim();
    let start = range.start + (raw.len() - raw.trim_start().len());
    let span = text.source(start..start + shown.len());
    if let (Some(named), Some(leads)) = (named_host(shown), host(&link.target))
        && domain(&named) != domain(&leads)
    {
        let finding = Finding::new(span, format!("“{named}” is shown, yet the link leads to “{leads}”"));
        return Some(finding.help("show where it leads, or link the words that say what is there"));
    }
    let plain = shown.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.iter().any(|bare| bare.eq_ignore_ascii_case(plain)) {
        let finding = Finding::new(span, format!("the link “{shown}” does not say where it leads"));
        return Some(finding.help("link the words that name what is there").weight(Weight::Lighter));
    }
    None
}

/// The block of the author's that shows the link.
pub fn shown_in<'a>(subject: &Subject<'a>, link: &Link) -> Option<&'a Block> {
    let blocks = &subject.draft.blocks;
    // Blocks stand in the order of the source.
    let index = blocks.partition_point(|block| block.span.end <= link.span.start);
    blocks.get(index).filter(|block| block.role.is_own() && block.span.contains(link.span))
}

/// The host that a text names, where it is an address as people write it.
fn named_host(shown: &str) -> Option<String> {
    let is_written_out = ["http://", "https://", "www."]
        .iter()
        .any(|start| shown.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)));
    if shown.contains(char::is_whitespace) || shown.contains('@') {
        return None;
    }
    let host = bare_host(shown)?;
    (is_written_out || ENDS.iter().any(|end| host.rsplit('.').next() == Some(end))).then_some(host)
}

/// The host of a web address; none of other addresses.
fn host(target: &str) -> Option<String> {
    let is_web = ["http://", "https://"]
        .iter()
        .any(|start| target.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)));
    if is_web { bare_host(target) } else { None }
}

/// The host of an address with or without its scheme, in lower case without "www.".
fn bare_host(address: &str) -> Option<String> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default().to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).trim_end_matches('.');
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_host = host.contains('.') && host.split('.').all(is_label) && !host.ends_with(|c: char| c.is_ascii_digit());
    is_host.then(|| host.to_owned())
}

/// The part of a host that somebody registered: "bank.co.uk" of "login.bank.co.uk".
fn domain(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (Some(last), Some(second)) = (dots.next(), dots.next()) else { return host };
    let is_shared = SHARED.contains(&&host[second + 1..last]);
    let cut = if is_shared { dots.next() } else { Some(second) };
    cut.map_or(host, |at| &host[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_compared_by_what_is_registered() {
        let same = |a: &str, b: &str| domain(a) == domain(b);
        assert!(same("bank.example", "login.bank.example") && same("a.bank.co.uk", "bank.co.uk"));
        assert!(!same("bank.co.uk", "shop.co.uk") && !same("bank.example", "bank.example.com"));
    }

    #[test]
    fn what_names_a_host_looks_like_an_address() {
        assert_eq!(named_host("https://Bank.example/login").as_deref(), Some("bank.example"));
        assert_eq!(named_host("www.bank.ag").as_deref(), Some("bank.ag"));
        assert_eq!(named_host("bank.example").as_deref(), Some("bank.example"));
        for other in ["README.md", "v1.2", "e.g.", "the bank", "ana@bank.example", "node.js", ""] {
            assert_eq!(named_host(other), None, "{other}");
        }
        assert_eq!(host("mailto:ana@bank.example"), None);
        assert_eq!(host("https://user@bank.example:8080/x").as_deref(), Some("bank.example"));
    }
}
