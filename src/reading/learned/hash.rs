//! The hash of signs, made of the hashes of their words. The build script makes the
//! tables of weights with these same functions.

/// The hash of a sign: of its kind and its words, by their hashes. The words of a
/// sentence are hashed once and joined for every sign that they show.
#[inline]
pub const fn sign(kind: u64, first: u64, second: Option<u64>) -> u64 {
    let hash = mix(kind.rotate_left(23) ^ first);
    match second {
        Some(second) => mix(hash.rotate_left(31) ^ second),
        None => hash,
    }
}

/// The hash of the sign of this name: its kind and its words, parted by spaces; `word` is
/// the hash of a word.
pub fn named(name: &str, word: impl Fn(&[u8]) -> u64) -> u64 {
    let mut words = name.splitn(3, ' ');
    let mut next = || words.next().map(|text| word(text.as_bytes()));
    let (kind, first) = (next(), next());
    sign(kind.unwrap_or_default(), first.unwrap_or_else(|| word(b"")), next())
}

/// Spreads what differs in any bit over all bits.
#[inline]
const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ hash >> 29
}
