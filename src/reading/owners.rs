//! Who is asked.

use super::Reading;
use crate::draft::Draft;

/// Gives each ask its owner.
pub fn assign(reading: &mut Reading, draft: &Draft) {
    let _ = (reading, draft);
}
