//! Floor 1: bytes, positions, and text that remembers where it came from.
//!
//! Nothing here knows what a mail or a rule is.

mod finding;
mod fnv;
mod line_index;
mod mapped;
mod source;
mod span;

pub use finding::{Edit, Finding, Fix, Related, Safety, Weight};
pub use fnv::fnv1a;
pub use line_index::{LineIndex, Position};
pub use mapped::{MappedBytes, MappedText, Mapping};
pub use source::{Origin, Source};
pub use span::Span;
