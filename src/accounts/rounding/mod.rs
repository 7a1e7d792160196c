//! Flow descriptions whose every number of persons is a multiple of a base, and still adds up.
//!
//! Each result is written as a network in which all its counts flow ([`Network`]), rounded there, and put
//! together again: totals are sums of rounded parts, never rounded themselves. How the counts add up is
//! written down here by hand, once more than in [`super::flow`]: the balance at each vertex of a network
//! is a relation.

mod first_exit;
mod flows;
mod followup;
mod retention;
mod supply;

pub use first_exit::rounded_first_exit;
pub use flows::{RoundedFlows, rounded_flows};
pub use followup::rounded_followup;
pub use retention::rounded_retention;
pub use supply::rounded_supply;

use crate::stats::Network;

/// A network whose flows are labelled with what they count.
struct LabelledNetwork<V, T> {
    network: Network<V>,
    labels: Vec<T>,
}

impl<V: Ord, T> LabelledNetwork<V, T> {
    fn new() -> Self {
        Self {
            network: Network::default(),
            labels: Vec::new(),
        }
    }

    fn add(&mut self, from: V, to: V, (label, count): (T, u64)) {
        self.network.add(from, to, count);
        self.labels.push(label);
    }

    /// Every rounded count with its label. Counts that do not balance at some vertex cannot be rounded.
    fn rounded(self, base: u64) -> Result<Vec<(T, u64)>, NotAFlow> {
        let counts = self.network.rounded(base).ok_or(NotAFlow)?;
        Ok(self.labels.into_iter().zip(counts).collect())
    }
}

/// Counts that do not add up where they should; only a broken cube has such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAFlow;
