/// How many of the highest bits of a key are told apart.
const TOLD: u32 = 16;

/// A set of keys by their highest bits: it never denies one that is in it, and turns away most
/// of the others before anything dearer is looked at.
#[derive(Clone, Debug)]
pub struct KeyBits(Vec<u64>);

impl Default for KeyBits {
    fn default() -> KeyBits {
        KeyBits(vec![0; 1 << TOLD >> 6])
    }
}

impl KeyBits {
    /// Adds a key.
    pub fn insert(&mut self, key: u64) {
        let (word, bit) = place(key);
        self.0[word] |= 1 << bit;
    }

    /// Whether the key may be in the set.
    #[inline]
    pub fn may_have(&self, key: u64) -> bool {
        let (word, bit) = place(key);
        self.0[word] >> bit & 1 == 1
    }
}

/// Which word, and which bit of it.
#[inline]
fn place(key: u64) -> (usize, u64) {
    let bit = key >> (u64::BITS - TOLD);
    ((bit / 64) as usize, bit % 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_it_is_never_denied() {
        let mut bits = KeyBits::default();
        for key in [0, 1 << 48, u64::MAX] {
            bits.insert(key);
            assert!(bits.may_have(key));
        }
        assert!(!bits.may_have(5 << 48) && bits.may_have((1 << 48) + 7));
    }
}
