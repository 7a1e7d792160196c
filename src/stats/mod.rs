//! Pure statistics on slices, each with its reference. Knows nothing of health care.

mod aalen_johansen;
mod chi_squared;
mod controlled_rounding;
mod counts;
mod decomposition;
mod development;
mod follow_up;
mod interval_score;
mod kaplan_meier;
mod log_rank;
mod network_rounding;
mod normal;
mod quantile;
mod wilson;

pub use aalen_johansen::{Occupation, StateFollowUp, aalen_johansen};
pub use chi_squared::chi_squared_tail;
pub use controlled_rounding::{Rounded, controlled_rounding};
pub use counts::count_quantile;
pub use decomposition::{Contributions, decompose};
pub use development::{Step, development};
pub use follow_up::{FollowUp, RiskSet, risk_sets};
pub use interval_score::{interval_score, weighted_interval_score};
pub use kaplan_meier::{Median, Point, kaplan_meier, median};
pub use log_rank::{LogRank, log_rank};
pub use network_rounding::Network;
pub use normal::normal_quantile;
pub use quantile::quantile;
pub use wilson::wilson;
