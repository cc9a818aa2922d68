/// The hash of a word: FNV-1a, 64 bits, with a last mix, so that its low bits can choose a
/// slot of a table. The build script makes the tables with this same function.
pub const fn hash(word: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < word.len() {
        hash = (hash ^ word[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash ^ hash >> 32
}
