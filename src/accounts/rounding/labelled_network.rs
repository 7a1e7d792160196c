//! A network of counts that are rounded together.

use crate::stats::Network;

/// A network whose flows are labelled with what they count.
pub(super) struct LabelledNetwork<V, T> {
    network: Network<V>,
    labels: Vec<T>,
}

impl<V: Ord, T> LabelledNetwork<V, T> {
    pub(super) fn new() -> Self {
        Self {
            network: Network::default(),
            labels: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, from: V, to: V, (label, count): (T, u64)) {
        self.network.add(from, to, count);
        self.labels.push(label);
    }

    /// Every rounded count with its label. Counts that do not balance at some vertex cannot be rounded.
    pub(super) fn rounded(self, base: u64) -> Result<Vec<(T, u64)>, NotAFlow> {
        let counts = self.network.rounded(base).ok_or(NotAFlow)?;
        Ok(self.labels.into_iter().zip(counts).collect())
    }
}

/// Counts that do not add up where they should; only a broken cube has such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAFlow;
