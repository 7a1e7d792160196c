//! Pure statistics on slices, each with its reference. Knows nothing of health care.

mod controlled_rounding;

pub use controlled_rounding::{Rounded, controlled_rounding};
