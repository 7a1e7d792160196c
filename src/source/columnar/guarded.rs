//! polars at a distance: on some broken files it panics.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use super::Damage;

thread_local! {
    /// Whether this thread is inside [`guarded`].
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs polars so that a file it did not expect is an error and not a crash.
///
/// A panic in there is reported as the damage of the file; the process's own panic message is left
/// out for it, and for no other.
///
/// # Errors
/// Those of `run`, and its panics.
pub(crate) fn guarded<T>(run: impl FnOnce() -> Result<T, Damage>) -> Result<T, Damage> {
    static SILENCED: Once = Once::new();
    SILENCED.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                usual(panic);
            }
        }));
    });
    let was_guarded = IS_GUARDED.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(run));
    IS_GUARDED.set(was_guarded);
    outcome.unwrap_or(Err(Damage::Contents { reason: None }))
}
