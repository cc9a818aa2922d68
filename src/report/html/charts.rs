//! All drafts in figures: tables with bars, so that the numbers are there without the picture.

use std::fmt::Write as _;

use super::anchor;
use crate::channel::Verdict;
use crate::report::document::Totals;
use crate::report::markup::escaped;
use crate::report::statistics::share;

/// How many rules are shown; the others are summed up in a line.
const RULES: usize = 20;

/// One bar of a chart.
struct Bar {
    /// What it stands for, as HTML.
    label: String,
    /// How it looks: a level or a verdict.
    class: &'static str,
    count: usize,
    /// What stands beside the number.
    note: String,
}

/// What the drafts come to.
pub fn overview(totals: &Totals) -> String {
    let tally = &totals.tally;
    let mut out = format!("<p class=\"sum\">{}.</p>\n", escaped(&tally.line()));
    if totals.unreadable > 0 {
        let _ = writeln!(out, "<p class=\"unreadable\">{} could not be checked.</p>", totals.unreadable);
    }
    out.push_str("<div class=\"charts\">\n");
    let levels =
        [("errors", "error", tally.errors), ("warnings", "warning", tally.warnings), ("info", "info", tally.infos)];
    push_chart(&mut out, "By severity", &levels.map(|(label, class, count)| bar(label.to_owned(), class, count)));
    let verdicts = [Verdict::Async, Verdict::Rewrite, Verdict::Live, Verdict::LiveThenWritten, Verdict::NoMeeting];
    let verdicts = verdicts.map(|verdict| {
        let class = match verdict {
            Verdict::Async | Verdict::Rewrite | Verdict::NoMeeting => "async",
            Verdict::Live | Verdict::LiveThenWritten => "live",
        };
        let count = totals.statistics.verdict(verdict.name());
        Bar { note: share(count, tally.drafts), ..bar(verdict.to_string(), class, count) }
    });
    push_chart(&mut out, "By channel", &verdicts);
    let rows = totals.statistics.rows();
    let rules: Vec<Bar> = rows
        .iter()
        .take(RULES)
        .map(|(rule, level, row)| Bar {
            note: format!("in {} ({})", row.drafts, share(row.drafts, tally.drafts)),
            // Findings of one rule may have several levels: the colour alone would not tell which.
            ..bar(
                format!("<code>{}</code><small>{}</small>", escaped(&rule.0), level.name()),
                level.name(),
                row.findings,
            )
        })
        .collect();
    push_chart(&mut out, "By rule", &rules);
    if rows.len() > RULES {
        let more = match rows.len() - RULES {
            1 => "One more rule has".to_owned(),
            count => format!("{count} more rules have"),
        };
        let _ = writeln!(out, "<p>{more} no more findings than these.</p>");
    }
    let drafts: Vec<Bar> = totals
        .statistics
        .worst()
        .map(|(name, count)| bar(format!("<a href=\"#{}\">{}</a>", anchor(name), escaped(name)), "all", count))
        .collect();
    push_chart(&mut out, "Drafts with most findings", &drafts);
    out.push_str("</div>\n");
    out
}

fn bar(label: String, class: &'static str, count: usize) -> Bar {
    Bar { label, class, count, note: String::new() }
}

/// Adds a chart; one that would be empty is left out.
fn push_chart(out: &mut String, title: &str, bars: &[Bar]) {
    let Some(most) = bars.iter().map(|bar| bar.count).max().filter(|&most| most > 0) else { return };
    let _ = writeln!(out, "<table class=\"chart\">\n<caption>{title}</caption>");
    for Bar { label, class, count, note } in bars.iter().filter(|bar| bar.count > 0) {
        let width = (count * 1000).div_ceil(most);
        let _ = writeln!(
            out,
            "<tr class=\"{class}\"><th scope=\"row\">{label}</th><td class=\"number\">{count}<small>{note}</small></td>\
             <td class=\"bar\"><svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
             <rect width=\"{width}\" height=\"10\"/></svg></td></tr>"
        );
    }
    out.push_str("</table>\n");
}
