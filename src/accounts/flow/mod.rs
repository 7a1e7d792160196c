//! The counts of persons behind a flow description, and how they add up: what disclosure control protects
//! as one family.
//!
//! - [`terms`] and [`count`]: what is counted
//! - [`coordinates`]: where, as codes
//! - [`gather`]: the counts of a description, at the finest coordinates
//! - [`atoms`]: which atoms of the register each count sums
//! - [`relations`]: how the counts add up, as lists written by hand, to be derived from the atoms
//! - [`known_zero`]: which counts every reader knows to be 0
//! - [`locator`]: the counts behind a cell
//! - [`subject`]: what a count is about, for the view to put into words

mod atoms;
mod coordinates;
mod count;
mod family;
mod gather;
mod known_zero;
mod locator;
mod relations;
mod subject;
mod terms;

pub(crate) use count::FlowCount;
pub use family::FlowCounts;
pub(crate) use locator::CountLocator;
pub(crate) use subject::{FlowNames, FlowSubject};
pub(crate) use terms::{
    BalanceTerm, FirstExitTerm, FollowUpTerm, MobilityTerm, PathwayTerm, RetentionTerm, StockTerm,
};
