//! What the house demands of itself.
