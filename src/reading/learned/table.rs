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
pub type Lines<'a> = (i32, Vec<(&'a str, i16)>);

/// Reads a table.
pub fn parse(text: &str) -> Result<Lines<'_>, Fault> {
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

/// Tables side by side: each sign with what it has in one of the columns.
pub fn columns<const N: usize>(tables: [Vec<(&str, i16)>; N]) -> Vec<(&str, [i16; N])> {
    let all =
        tables.into_iter().enumerate().flat_map(|(column, lines)| lines.into_iter().map(move |line| (column, line)));
    all.map(|(column, (sign, points))| (sign, only(column, points))).collect()
}

/// A table whose signs are words of one of these kinds, with a column for each kind: the
/// signs are those of words ("w") and of two words in a row ("b").
pub fn by_kind<const N: usize>(lines: Vec<(&str, i16)>, kinds: [&str; N]) -> Vec<(String, [i16; N])> {
    let row = |(sign, points): (&str, i16)| {
        let (kind, words) = sign.split_once(' ')?;
        let column = kinds.iter().position(|known| *known == kind)?;
        Some((format!("{} {words}", if words.contains(' ') { "b" } else { "w" }), only(column, points)))
    };
    lines.into_iter().filter_map(row).collect()
}

fn only<const N: usize>(column: usize, points: i16) -> [i16; N] {
    let mut row = [0; N];
    row[column] = points;
    row
}

/// The slots of a hash table: the high bits of a sign's hash and its points, all 0 where a
/// slot is empty. What is said of one sign in several places stands in one slot.
pub fn slots<const N: usize>(signs: Vec<(u64, [i16; N])>) -> Vec<(u32, [i16; N])> {
    let mut hashes: Vec<u64> = signs.iter().map(|(hash, _)| *hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    // A third of the slots stays empty, so that a search soon ends.
    let size = (hashes.len() * 3 / 2 + 1).next_power_of_two();
    let mut slots = vec![(0_u32, [0_i16; N]); size];
    for (hash, points) in signs {
        let key = (hash >> 32) as u32;
        let mut slot = hash as usize % size;
        while slots[slot].1 != [0; N] && slots[slot].0 != key {
            slot = (slot + 1) % size;
        }
        slots[slot].0 = key;
        // Of two signs that can't be told apart the weightier counts.
        for (known, points) in slots[slot].1.iter_mut().zip(points) {
            if points.unsigned_abs() > known.unsigned_abs() {
                *known = points;
            }
        }
    }
    slots
}
