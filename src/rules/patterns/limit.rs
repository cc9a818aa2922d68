//! `limit`: a measure that should not grow too large.

use std::borrow::Cow;

use super::measures::MEASURES;
use crate::channel::Channel;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// What is too much.
#[derive(Clone, Copy)]
pub struct Thresholds {
    /// Past which value there is a finding.
    pub above: usize,
    far_above: usize,
    /// The same in the measure's stricter case.
    pub strict_above: usize,
    strict_far_above: usize,
}

impl Thresholds {
    /// Past which value there is a finding.
    pub fn above(self, strict: bool) -> usize {
        if strict { self.strict_above } else { self.above }
    }

    /// Past which value a finding weighs more.
    fn far_above(self, strict: bool) -> usize {
        if strict { self.strict_far_above } else { self.far_above }
    }

    /// Twice as much of everything.
    fn doubled(self) -> Thresholds {
        let double = |value: usize| value.saturating_mul(2);
        Thresholds {
            above: double(self.above),
            far_above: double(self.far_above),
            strict_above: double(self.strict_above),
            strict_far_above: double(self.strict_far_above),
        }
    }
}

/// Options: `measure`; `above`, past which there is a finding, and `far-above`, past which
/// it weighs more; what is counted (`words`, `asks`), which the settings put in place of
/// `above` and which moves all others in proportion; the same with the name of the stricter case before them; `live-above`,
/// where the message is advised to be a conversation; `text` and `help` with `{value}`, `{limit}` and `{part}`; `unless` (situations to spare);
/// `double-if` (situations in which twice as much is allowed); `lighter-if` (situations to
/// be milder in); `part-of` (the rule of which this is a part, where that speaks).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let measure = setup.choice("measure", MEASURES);
    let card_above = setup.number("above");
    let above = setup.number_if_any(measure.unit).unwrap_or(card_above);
    // The other thresholds keep their distance from the one that was moved.
    let moved = |value: usize| match card_above {
        0 => value,
        _ if above == card_above => value,
        _ => usize::try_from(value as u128 * above as u128 / card_above as u128).unwrap_or(usize::MAX),
    };
    let far_above = setup.number_if_any("far-above").map_or(usize::MAX, moved);
    let thresholds = Thresholds {
        above,
        far_above,
        strict_above: setup.number_if_any(&format!("{}-above", measure.strict)).map_or(above, moved),
        strict_far_above: setup.number_if_any(&format!("{}-far-above", measure.strict)).map_or(far_above, moved),
    };
    let live_above = setup.number_if_any("live-above").map_or(above, moved);
    let (text, help) = (setup.text("text"), setup.text_if_any("help"));
    let (double_if, lighter_if) = (setup.situations("double-if"), setup.situations("lighter-if"));
    setup.unless();
    let part_of = setup.choice("part-of", &[("", None), ("channel/verdict", Some("channel/verdict"))]);
    Box::new(move |subject: &Subject| {
        let above = if subject.advice.recommended == Channel::Live { live_above } else { thresholds.above };
        let thresholds = Thresholds { above, ..thresholds };
        let thresholds = if subject.is_any(&double_if) { thresholds.doubled() } else { thresholds };
        let mut taken = (measure.take)(subject, thresholds);
        // The largest first; of equal ones the first in the text.
        taken.sort_by_key(|measured| std::cmp::Reverse(measured.value));
        let mut found = Vec::new();
        for measured in taken {
            let above = thresholds.above(measured.strict);
            if measured.load <= above {
                continue;
            }
            let fill = |text: &Cow<str>| {
                text.replace("{value}", &measured.value.to_string())
                    .replace("{limit}", &above.to_string())
                    .replace("{part}", &measured.part)
            };
            let mut finding = Finding::new(measured.span, fill(&text));
            finding.help = help.as_ref().map(fill);
            finding.weight = match (measured.load > thresholds.far_above(measured.strict), subject.is_any(&lighter_if))
            {
                (true, false) => Weight::Heavier,
                (false, true) => Weight::Lighter,
                _ => Weight::Usual,
            };
            finding.part_of = part_of;
            found.push(finding);
        }
        found
    })
}
