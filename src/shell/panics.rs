//! What becomes of a fault of our own: it costs one draft, and is told in its place.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};

/// From now on a panic prints nothing by itself, unless whoever looks for it asks for a backtrace.
pub fn keep_quiet() {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        panic::set_hook(Box::new(|_| {}));
    }
}

/// Does what may panic; then, with what message.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| said(payload.as_ref()).to_owned())
}

/// What a panic said.
fn said(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no reason given")
}
