//! Floor 8: a [`Report`](crate::Report) as text, one file per output format. Pure
//! functions: they print nothing.

pub mod json;
