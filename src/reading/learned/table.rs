//! Tables of weights as text and as slots. The build script makes the built-in tables with
//! these same functions.

/// A line of a table that is no sign with its points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub text: &'static str,
}

/// What counts always, and the signs of a table with their points.
pub type Table<'a> = (i32, Vec<(&'a str, i16)>);

/// Reads a table.
pub fn parse(text: &str) -> Result<Table<'_>, Fault> {
    let mut always = 0;
    let mut weights = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let fault = |text| Fault { line: at + 1, text };
        let (sign, points) = line
            .split_once('\t')
            .and_then(|(sign, points)| Some((sign, points.trim().parse::<i16>().ok()?)))
            .ok_or(fault("needs a sign, a tab and a whole number"))?;
        match sign {
            "always" => always = i32::from(points),
            _ if points == 0 => return Err(fault("0 points say nothing: leave the line out")),
            _ => weights.push((sign, points)),
        }
    }
    Ok((always, weights))
}

/// The slots of a hash table: the high bits of a sign's hash and its points, 0 where a slot
/// is empty.
pub fn slots(weights: Vec<(u64, i16)>) -> Vec<(u32, i16)> {
    // A third of the slots stays empty, so that a search soon ends.
    let size = (weights.len() * 3 / 2 + 1).next_power_of_two();
    let mut slots = vec![(0_u32, 0_i16); size];
    for (hash, points) in weights {
        let key = (hash >> 32) as u32;
        let mut slot = hash as usize % size;
        // Of two signs that can't be told apart the weightier counts.
        while slots[slot].1 != 0 && slots[slot].0 != key {
            slot = (slot + 1) % size;
        }
        if points.unsigned_abs() > slots[slot].1.unsigned_abs() {
            slots[slot] = (key, points);
        }
    }
    slots
}
