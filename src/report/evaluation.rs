//! How right the advice on the channel is, as tables.

use std::fmt::Write as _;

use super::escape::visible;
use crate::channel::learn::{BANDS, Figures, Share};

/// The figures as text.
pub fn render(figures: &Figures) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "set           drafts  agreement  precision  recall  called live falsely");
    for (name, set) in &figures.sets {
        let _ = writeln!(
            out,
            "{:<12}  {:>6}  {:>9}  {:>9}  {:>6}  {:>19}",
            visible(if name.is_empty() { "all" } else { name }),
            set.agreement.all,
            shown(set.agreement),
            shown(set.precision),
            shown(set.recall),
            shown(set.falsely)
        );
    }
    let _ = writeln!(out, "\nscore         drafts  live");
    for (at, band) in figures.bands.iter().enumerate() {
        let range = match (at.checked_sub(1).map(|below| BANDS[below]), BANDS.get(at)) {
            (None, Some(to)) => format!("below {to:.0}"),
            (Some(from), Some(to)) => format!("{from:.0} to {to:.0}"),
            (Some(from), None) => format!("from {from:.0}"),
            (None, None) => "any".to_owned(),
        };
        let _ = writeln!(out, "{range:<12}  {:>6}  {:>4}", band.all, shown(*band));
    }
    let rows = [
        ("meetings that should be messages, found", figures.unneeded),
        ("needed meetings called needless", figures.justified),
        ("a labelled reason among the first two factors", figures.reasons),
        ("labelled words among those shown", figures.evidence),
    ];
    out.push('\n');
    for (what, share) in rows {
        let _ = writeln!(out, "{what:<46}  {:>4} of {}", shown(share), share.all);
    }
    out
}

/// A share with two places; a dash for one of nothing.
fn shown(share: Share) -> String {
    if share.all == 0 { "–".to_owned() } else { format!("{:.2}", share.value()) }
}
