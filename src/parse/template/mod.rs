//! Templates: drafts with tags that a program fills in.

mod dialect;
mod marks;

pub use dialect::{dialect, extension, inner_path};
