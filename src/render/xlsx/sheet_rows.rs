//! Which row of a sheet holds what.

/// The rows that a sheet has.
pub(super) const MOST_ROWS: usize = 1_048_576;

/// The row of the column names, below the title.
pub(super) const HEADER: u32 = 1;
