//! Why a count is suppressed.

use crate::report::CountId;

/// Why a count is suppressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is small: primary suppression.
    Small,
    /// This count could be derived from it: secondary suppression.
    Protects(CountId),
}
