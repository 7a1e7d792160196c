//! polars at a distance: on some broken files it panics.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use polars::prelude::{PolarsError, PolarsResult};

thread_local! {
    /// Whether this thread is inside [`guarded`].
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs polars so that a file it did not expect is an error and not a crash.
///
/// A panic in there is told as the fault of the file; the process's own panic message is left out
/// for it, and for no other.
///
/// # Errors
/// Those of `run`, and its panics.
pub fn guarded<T>(run: impl FnOnce() -> PolarsResult<T>) -> PolarsResult<T> {
    static SILENCED: Once = Once::new();
    SILENCED.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                usual(panic);
            }
        }));
    });
    IS_GUARDED.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(run));
    IS_GUARDED.set(false);
    outcome.unwrap_or_else(|_| Err(PolarsError::ComputeError("unexpected contents".into())))
}
