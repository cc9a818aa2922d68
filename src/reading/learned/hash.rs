/// The hash of nothing: FNV-1a, 64 bits.
pub const START: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of what was hashed so far, then `bytes`. The build script makes the tables of
/// weights with this same function.
pub fn step(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
