//! What one only sees after it was sent.

pub mod missing_attachment;
pub mod placeholder;
