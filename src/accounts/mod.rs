//! Accounts: which counts of persons a result holds, and how they add up.
//!
//! A calculation gives numbers; the accounts say of which licences each is a number, so that what one number
//! discloses of another is known ([`FlowCounts`], [`SupplyCounts`]), and so that rounded numbers still add up
//! ([`round`]). The view asks for the counts behind a cell (`CountLocator`) and gives the words for them
//! (`FlowNames`, `SupplyNames`); the accounts know no words of their own.

mod contributors;
mod flow;
mod rounding;
mod summed;
mod supply;

pub(crate) use contributors::Contributors;
pub use flow::FlowCounts;
pub(crate) use flow::{
    BalanceTerm, CountLocator, FirstExitTerm, FlowCount, FlowNames, FlowSubject, FollowUpTerm,
    MobilityTerm, PathwayTerm, RetentionTerm, StockTerm,
};
pub use rounding::{NotAFlow, NotRounded, round, rounded_supply};
pub use supply::SupplyCounts;
pub(crate) use supply::{SupplyCount, SupplyNames};
