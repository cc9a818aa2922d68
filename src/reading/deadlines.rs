//! Which times are deadlines, and of which ask.

use super::Reading;
use crate::draft::Draft;

/// Tells deadlines from events and binds each deadline to its asks.
pub fn bind(reading: &mut Reading, draft: &Draft) {
    let _ = (reading, draft);
}
