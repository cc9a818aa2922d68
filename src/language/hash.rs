/// The hash of a word, 64 bits that all hang on each of its letters, so that its low bits
/// can choose a slot of a table and its high bits tell words apart in it. The build script
/// makes the tables with this same function.
///
/// Eight letters are read at a time: most words take two steps, where a hash that goes from
/// letter to letter takes a dozen.
#[inline]
pub const fn hash(word: &[u8]) -> u64 {
    let mut hash = (word.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut rest = word;
    while let Some((eight, after)) = rest.split_first_chunk::<8>() {
        hash = mix(hash ^ u64::from_le_bytes(*eight));
        rest = after;
    }
    // The last one to seven letters: two reads of four that may overlap, or three of one.
    let last = match (rest.first_chunk::<4>(), rest.last_chunk::<4>(), rest) {
        (Some(first), Some(last), _) => (u32::from_le_bytes(*first) as u64) << 32 | u32::from_le_bytes(*last) as u64,
        (_, _, [first, .., last]) => (*first as u64) << 16 | (rest[rest.len() / 2] as u64) << 8 | *last as u64,
        (_, _, [only]) => *only as u64,
        _ => return hash,
    };
    mix(hash ^ last)
}

/// Spreads what differs in any bit over all bits.
#[inline]
const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn words_of_any_length_differ_in_all_bits() {
        let mut words: Vec<String> = (0..20).map(|len| "a".repeat(len)).collect();
        for len in 1..20 {
            words.extend((0..len).map(|at| {
                let mut word = vec![b'a'; len];
                word[at] = b'b';
                String::from_utf8(word).expect("it is ASCII")
            }));
        }
        let all: HashSet<u64> = words.iter().map(|word| hash(word.as_bytes())).collect();
        let high: HashSet<u64> = all.iter().map(|hash| hash >> 32).collect();
        let low: HashSet<u64> = all.iter().map(|hash| hash & 0xffff_ffff).collect();
        assert_eq!([all.len(), high.len(), low.len()], [words.len(); 3]);
    }
}
