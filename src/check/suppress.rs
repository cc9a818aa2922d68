//! Findings that the author's own comments keep back, and comments that keep back nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagnostic, level};
use crate::draft::{Directive, Draft, Name, Reach};
use crate::rules::{self, Level, Rule, RuleName};
use crate::settings::{Settings, nearest};
use crate::text::{Edit, Finding, Fix, Safety, Span, Weight};

/// The rule that speaks of the comments themselves.
const RULE: &str = "format/suppression";

/// A finding that a comment of the author's keeps back.
#[derive(Clone, Debug, PartialEq)]
pub struct Suppressed {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// Why, where the comment says so.
    pub reason: Option<String>,
    /// The comment.
    pub by: Span,
}

/// One name of a directive, with the part of the source for which it speaks.
struct Entry<'a> {
    directive: &'a Directive,
    name: &'a Name,
    part: Span,
    used: bool,
}

impl Entry<'_> {
    fn holds(&self, diagnostic: &Diagnostic) -> bool {
        let at = diagnostic.finding.span.start;
        let (start, end) = (self.part.start, self.part.end);
        names(&self.name.text, &diagnostic.rule) && start <= at && (at < end || at == start)
    }
}

/// Takes what the draft's directives keep back out of the findings, and adds what is to be
/// said of the directives themselves. The findings are in order, before and after.
pub fn suppress(
    draft: &Draft,
    settings: &Settings,
    is_english: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Suppressed> {
    let mut entries = entries(&draft.directives);
    let mut suppressed = take(&mut entries, diagnostics);
    if let Some(rule) = settings.rules.iter().find(|rule| rule.card.name.0 == RULE && rule.level > Level::Off) {
        let told = |finding: Finding| Diagnostic {
            rule: rule.card.name.clone(),
            level: level(rule.level, finding.weight),
            finding,
        };
        let mut about: Vec<Diagnostic> = unknown(&draft.directives, settings).into_iter().map(told).collect();
        about.extend(unused(draft, &entries, &settings.rules, is_english).into_iter().map(told));
        suppressed.extend(take(&mut entries, &mut about));
        diagnostics.append(&mut about);
    }
    let mut left: BTreeMap<RuleName, usize> = BTreeMap::new();
    let most = |name: &RuleName| settings.rules.iter().find(|r| r.card.name == *name).map_or(0, |r| r.card.most);
    diagnostics.sort_by(|a, b| (a.finding.span, &a.rule).cmp(&(b.finding.span, &b.rule)));
    diagnostics.retain(|found| {
        let left = left.entry(found.rule.clone()).or_insert_with(|| most(&found.rule));
        let is_told = *left > 0;
        *left = left.saturating_sub(1);
        is_told
    });
    suppressed.sort_by(|a, b| {
        let key = |s: &Suppressed| (s.diagnostic.finding.span, s.diagnostic.rule.clone());
        key(a).cmp(&key(b))
    });
    suppressed
}

/// The names of all directives that speak for something. An `off` reaches to the next `on`
/// that names the same or nothing, else to the end.
fn entries(directives: &[Directive]) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    for (index, directive) in directives.iter().enumerate().filter(|(_, directive)| directive.fault.is_none()) {
        for name in &directive.names {
            let ends = |later: &&Directive| closes(later, name);
            let end = directives[index..].iter().find(ends).map_or(usize::MAX, |on| on.span.start);
            let part = match directive.reach {
                Reach::Part(part) => part,
                Reach::Whole => Span::new(0, usize::MAX),
                Reach::Off => Span::new(directive.span.end, end.max(directive.span.end)),
                Reach::On | Reach::Block => continue,
            };
            entries.push(Entry { directive, name, part, used: false });
        }
    }
    entries
}

/// Whether a directive ends what an `off` with this name began.
fn closes(directive: &Directive, name: &Name) -> bool {
    directive.reach == Reach::On
        && (directive.names.is_empty() || directive.names.iter().any(|other| other.text == name.text))
}

/// Takes out what the entries keep back, and marks those that do.
fn take(entries: &mut [Entry], diagnostics: &mut Vec<Diagnostic>) -> Vec<Suppressed> {
    let mut suppressed = Vec::new();
    diagnostics.retain(|diagnostic| {
        // All that hold are of use, also where one would do.
        let mut by = None;
        for entry in entries.iter_mut().filter(|entry| entry.holds(diagnostic)) {
            entry.used = true;
            by = by.or(Some(entry.directive));
        }
        let Some(directive) = by else { return true };
        let (diagnostic, reason) = (diagnostic.clone(), directive.reason.clone());
        suppressed.push(Suppressed { diagnostic, reason, by: directive.span });
        false
    });
    suppressed
}

/// Whether a name of a directive is that of a rule or of its group.
fn names(name: &str, rule: &RuleName) -> bool {
    *name == *rule.0 || *name == *rule.group()
}

/// Names that are no rule's and no group's.
fn unknown(directives: &[Directive], settings: &Settings) -> Vec<Finding> {
    let built_in = rules::cards();
    let mut known: BTreeSet<&str> = settings.rules.iter().map(|rule| rule.card.name.0.as_ref()).collect();
    known.extend(built_in.iter().map(|card| card.name.0.as_ref()));
    let groups: Vec<&str> = known.iter().filter_map(|name| Some(name.split_once('/')?.0)).collect();
    known.extend(groups);
    let names = directives.iter().filter(|directive| directive.fault.is_none()).flat_map(|d| &d.names);
    let unknown = names.filter(|name| !known.contains(name.text.as_str()));
    unknown
        .map(|name| {
            let finding = Finding::new(name.span, format!("there is no rule “{}”", name.text));
            let Some(near) = nearest(&name.text, known.iter().copied()) else {
                return finding.help("`presend rule` lists all rules");
            };
            let finding = finding.help(format!("did you mean “{near}”?"));
            // In base64 more letters stand for it, and it is not written by itself.
            if name.span.len() != name.text.len() {
                return finding;
            }
            finding.fix(Fix {
                title: format!("replace by “{near}”"),
                safety: Safety::Suggested,
                edits: vec![Edit { span: name.span, text: near.to_owned() }],
            })
        })
        .collect()
}

/// Directives that keep back nothing, though their rules are on; and an `on` without an `off`.
fn unused(draft: &Draft, entries: &[Entry], rules: &[Rule], is_english: bool) -> Vec<Finding> {
    let runs = |rule: &&Rule| rule.level > Level::Off && (is_english || rule.card.any_language);
    let is_on = |name: &str| rules.iter().filter(runs).any(|rule| names(name, &rule.card.name));
    // Whether one that names this rule is of use shows only after this.
    let is_idle =
        |entry: &&Entry| !entry.used && is_on(&entry.name.text) && !names(&entry.name.text, &RuleName(RULE.into()));
    let mut findings = Vec::new();
    for directive in draft.directives.iter().filter(|directive| directive.fault.is_none()) {
        let own: Vec<&Entry> = entries.iter().filter(|entry| std::ptr::eq(entry.directive, directive)).collect();
        let idle: Vec<&Entry> = own.iter().copied().filter(is_idle).collect();
        if directive.reach == Reach::On {
            let opened = |name: &Name| closes(directive, name);
            let before = draft.directives.iter().take_while(|other| !std::ptr::eq(*other, directive));
            if !before.filter(|other| other.reach == Reach::Off).flat_map(|off| &off.names).any(opened) {
                findings.push(removed(directive, "nothing was turned off before this “on”".to_owned()));
            }
        } else if !idle.is_empty() && idle.len() == own.len() {
            let names: Vec<&str> = idle.iter().map(|entry| entry.name.text.as_str()).collect();
            findings.push(removed(directive, format!("this keeps back nothing of {}", names.join(", "))));
        } else {
            let text = |entry: &Entry| format!("this keeps back nothing of {}", entry.name.text);
            let told = |entry: &&Entry| {
                let finding = Finding::new(entry.name.span, text(entry));
                finding.help("take out the name").weight(Weight::Lighter)
            };
            findings.extend(idle.iter().map(told));
        }
    }
    findings
}

/// A directive that can go. An `off` stays for a person, since its `on` goes with it.
fn removed(directive: &Directive, text: String) -> Finding {
    let finding = Finding::new(directive.span, text).help("take out the comment").weight(Weight::Lighter);
    match directive.removal.filter(|_| directive.reach != Reach::Off) {
        None => finding,
        Some(span) => finding.fix(Fix {
            title: "take out the comment".to_owned(),
            safety: Safety::Safe,
            edits: vec![Edit { span, text: String::new() }],
        }),
    }
}

#[cfg(test)]
mod tests {
    use crate::text::Safety;
    use crate::{Context, Report, Settings, Source, check, fix};

    fn report(path: &str, text: &str) -> Report {
        check(&Source::new(path, text.as_bytes()), &Settings::default(), &Context::default())
    }

    fn told<'a>(report: &'a Report, rule: &str) -> Vec<&'a str> {
        report.diagnostics.iter().filter(|d| *d.rule.0 == *rule).map(|d| d.finding.text.as_str()).collect()
    }

    const WORDY: &str = "concise/wordy-phrase";

    #[test]
    fn a_misspelt_name_can_be_put_right() {
        let text = "We met in order to plan. [presend: ok concise/wordy-phrse: so]\n";
        let report = report("a.txt", text);
        let of_it = report.diagnostics.iter().find(|found| *found.rule.0 == *"format/suppression");
        let fix = of_it.and_then(|found| found.finding.fix.as_ref()).expect("there is one");
        assert_eq!((&text[fix.edits[0].span.range()], fix.edits[0].text.as_str()), ("concise/wordy-phrse", WORDY));
        assert_eq!(fix.safety, Safety::Suggested);
    }

    #[test]
    fn brackets_with_a_rule_that_count_for_nothing_are_told() {
        let markdown = report("a.md", "Please\n\n[presend: ok deadline/missing]\nsend the keys by 12 June.\n");
        let told_of = told(&markdown, "format/suppression");
        assert_eq!(told_of, ["in Markdown and HTML this suppression counts for nothing, and the reader sees it"]);
        for (path, text) in [
            ("a.md", "Please write `[presend: ok deadline/missing]` in [presend: ok RULE] by 12 June.\n"),
            ("a.html", "<pre>\n[presend: ok deadline/missing]\n</pre>"),
        ] {
            assert_eq!(told(&report(path, text), "format/suppression"), [""; 0], "{text}");
        }
    }

    #[test]
    fn each_form_keeps_back_what_it_reaches() {
        let line = "We met in order to plan the yard.";
        for (text, left, kept) in [
            (format!("{line} [presend: ok concise/wordy-phrase: quoted]\n{line}\n"), 1, 1),
            (format!("[presend: ok-next concise]\n{line}\n{line}\n"), 1, 1),
            (format!("[presend: ok concise/wordy-phrase]\n{line}\n{line}\n\n{line}\n"), 1, 2),
            (format!("{line}\n\n{line}\n\n[presend: ok-file concise/wordy-phrase]\n"), 0, 2),
            (format!("{line}\n[presend: off concise]\n{line}\n[presend: on concise]\n{line}\n"), 2, 1),
            (format!("{line}\n[presend: off concise]\n{line}\n[presend: on]\n{line}\n"), 2, 1),
        ] {
            let report = report("a.txt", &text);
            let kept_back = report.suppressed.iter().filter(|s| *s.diagnostic.rule.0 == *WORDY).count();
            assert_eq!((told(&report, WORDY).len(), kept_back), (left, kept), "{text}");
            assert!(told(&report, super::RULE).is_empty(), "{text}: {:?}", told(&report, super::RULE));
        }
    }

    #[test]
    fn reasons_are_kept_and_nobody_else_is_heard() {
        let kept = report("a.md", "We met in order to plan. <!-- presend: ok concise: said so -->\n");
        assert_eq!(kept.suppressed[0].reason.as_deref(), Some("said so"));
        let context = Context { no_suppress: true, ..Context::default() };
        let source = Source::new("a.md", b"We met in order to plan. <!-- presend: ok concise -->\n".as_slice());
        assert_eq!(told(&check(&source, &Settings::default(), &context), WORDY).len(), 1);
    }

    #[test]
    fn comments_of_templates_speak_too() {
        for (name, comment) in [
            ("a.txt.j2", "{# presend: ok concise #}"),
            ("a.txt.liquid", "{% comment %}presend: ok concise{% endcomment %}"),
            ("a.txt.hbs", "{{!-- presend: ok concise --}}"),
            ("a.txt.erb", "<%# presend: ok concise %>"),
            ("a.txt.tmpl", "{{/* presend: ok concise */}}"),
        ] {
            let report = report(name, &format!("We met in order to plan the yard.{comment}\n"));
            assert_eq!(
                (told(&report, WORDY).len(), report.suppressed.len()),
                (0, 1),
                "{name}: {:?}",
                report.diagnostics
            );
        }
    }

    #[test]
    fn a_comment_in_a_base64_part_speaks_where_it_stands() {
        use base64::Engine as _;
        let text = "We met in order to plan. [presend: ok concise: quoted]\n\nWe meet in order to eat.\n";
        let body = base64::engine::general_purpose::STANDARD.encode(text);
        let head = "Subject: The yard\n\
                    Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n";
        let report = report("a.eml", &format!("{head}{body}\n"));
        // Three bytes stand in a group of four characters: a place is that of the whole groups.
        let place = |words: &str, from: usize| {
            let start = from + text[from..].find(words).unwrap();
            let end = start + words.len();
            crate::text::Span::new(head.len() + start / 3 * 4, head.len() + end.div_ceil(3) * 4)
        };
        let spans = |found: Vec<&crate::check::Diagnostic>| {
            found.iter().filter(|d| *d.rule.0 == *WORDY).map(|d| d.finding.span).collect::<Vec<_>>()
        };
        let second = text.find("We meet").unwrap();
        assert_eq!(spans(report.diagnostics.iter().collect()), [place("in order to", second)]);
        assert_eq!(spans(report.suppressed.iter().map(|s| &s.diagnostic).collect()), [place("in order to", 0)]);
        assert_eq!(report.suppressed[0].by, place("[presend: ok concise: quoted]", 0));
        assert_eq!(report.suppressed[0].reason.as_deref(), Some("quoted"));
    }

    #[test]
    fn what_keeps_back_nothing_is_told_and_goes() {
        let text = "[presend: ok concise/wordy-phrase]\nWe plan the yard.\n\nThen we go. [presend: ok concise]\n";
        let source = Source::new("a.txt", text.as_bytes());
        let report = check(&source, &Settings::default(), &Context::default());
        let nothing = ["this keeps back nothing of concise/wordy-phrase", "this keeps back nothing of concise"];
        assert_eq!(told(&report, super::RULE), nothing);
        let fixed = fix(&source, &report).map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(fixed.as_deref(), Some("We plan the yard.\n\nThen we go.\n"));
    }

    #[test]
    fn a_suppression_changes_no_figure_of_the_draft() {
        let with =
            report("a.txt", "Could you send it? [presend: ok-file ask, deadline: could you wait until Friday?]\n");
        let without = report("a.txt", "Could you send it?\n");
        assert_eq!(with.summary, without.summary);
    }
}
