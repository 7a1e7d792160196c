//! polars at a distance: on some broken files it panics.

use super::Damage;
use crate::source;

/// Runs polars so that a file it did not expect is an error and not a crash: a panic in there is reported as the
/// damage of the file.
///
/// # Errors
/// Those of `run`, and its panics.
pub(crate) fn guarded<T>(run: impl FnOnce() -> Result<T, Damage>) -> Result<T, Damage> {
    source::guarded(run).unwrap_or(Err(Damage::Contents { reason: None }))
}
