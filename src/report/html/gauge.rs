//! The channel: a scale from a message to a conversation, where the draft stands on it, and
//! what put it there.

use std::fmt::Write as _;

use crate::channel::factors::about;
use crate::channel::{EITHER_FROM, LIVE_FROM};
use crate::check::Report;
use crate::report::advice::{evidence, rest, said, told};
use crate::report::markup::escaped;
use crate::text::Source;

/// The points at the right end of the scale.
const END: f32 = 40.0;
/// How wide the scale is, in the units of the picture.
const WIDTH: f32 = 320.0;

/// The gauge of a draft.
pub fn render(source: &Source, report: &Report) -> String {
    let advice = &report.advice;
    let said = escaped(&said(advice));
    let at = |points: f32| (points.clamp(0.0, END) / END * WIDTH).clamp(6.0, WIDTH - 6.0);
    let (either, live, needle) = (at(EITHER_FROM), at(LIVE_FROM), at(advice.score));
    let mut out = format!(
        "<section class=\"channel\">\n<h3>Channel: {said}</h3>\n\
         <svg class=\"gauge\" viewBox=\"0 0 {WIDTH} 44\" role=\"img\">\
         <title>{said}: {:.1} points; either will do from {EITHER_FROM:.0}, live from {LIVE_FROM:.0}</title>\
         <rect class=\"async\" y=\"14\" width=\"{either}\" height=\"10\"/>\
         <rect class=\"either\" x=\"{either}\" y=\"14\" width=\"{}\" height=\"10\"/>\
         <rect class=\"live\" x=\"{live}\" y=\"14\" width=\"{}\" height=\"10\"/>\
         <path class=\"needle\" d=\"M{needle:.1} 15l-6 -13h12z\"/>\
         <text y=\"40\">message</text><text x=\"{}\" y=\"40\" text-anchor=\"middle\">either</text>\
         <text x=\"{WIDTH}\" y=\"40\" text-anchor=\"end\">conversation</text></svg>\n",
        advice.score,
        live - either,
        WIDTH - live,
        (either + live) / 2.0,
    );
    let told = told(advice);
    if !told.is_empty() {
        out.push_str("<ul class=\"factors\">\n");
        for factor in told {
            let says = escaped(about(factor.name).map_or("", |about| about.says));
            let _ = write!(out, "<li><b>{:+.1}</b> {}: {says}", factor.points, escaped(factor.name));
            for quote in evidence(source, report, factor) {
                let _ = write!(out, " <q>{}</q>", escaped(&quote));
            }
            out.push_str("</li>\n");
        }
        for (points, from) in rest(advice, told) {
            let _ = writeln!(out, "<li><b>{points:+.1}</b> {from}</li>");
        }
        out.push_str("</ul>\n");
    }
    let change = advice.would_change_if.iter().map(|change| format!("Would change if {change}."));
    for line in change.chain(advice.hint.map(|hint| format!("Whichever way: {hint}."))) {
        let _ = writeln!(out, "<p>{}</p>", escaped(&line));
    }
    out.push_str("</section>\n");
    out
}
