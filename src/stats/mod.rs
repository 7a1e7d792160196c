//! Pure statistics on slices, each with its reference. Knows nothing of health care.

mod aalen_johansen;
mod chi_squared;
mod controlled_rounding;
mod follow_up;
mod kaplan_meier;
mod log_rank;

pub use aalen_johansen::{Occupation, StateFollowUp, aalen_johansen};
pub use chi_squared::chi_squared_tail;
pub use controlled_rounding::{Rounded, controlled_rounding};
pub use follow_up::{FollowUp, RiskSet, risk_sets};
pub use kaplan_meier::{Median, Point, kaplan_meier, median};
pub use log_rank::{LogRank, log_rank};
