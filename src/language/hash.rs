/// The hash of the word table, FNV-1a with a last mix: its low bits choose the slot.
/// The build script makes the table with this same function.
pub fn hash(word: &[u8]) -> u32 {
    let hash = word.iter().fold(0x811c_9dc5_u32, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash ^ hash >> 15
}
