//! Those who left the register, by why.

use crate::domain::Departure;

/// Those who left the register by reason; the last are those of unknown reason.
///
/// Example: of 7 who left, 3 died and 1 emigrated; of the other 3 the reason is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Departures([u64; Departure::ALL.len() + 1]);

impl Departures {
    /// How many left for a reason, or for an unknown one.
    #[must_use]
    pub fn count(&self, reason: Option<Departure>) -> u64 {
        self.0[position(reason)]
    }

    /// All together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    pub(super) fn add(&mut self, reason: Option<Departure>, count: u64) {
        self.0[position(reason)] += count;
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        for (sum, count) in self.0.iter_mut().zip(other.0) {
            *sum += count;
        }
    }
}

fn position(reason: Option<Departure>) -> usize {
    reason.map_or(Departure::ALL.len(), |reason| reason as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_add_up_to_all_who_left() {
        let mut left = Departures::default();
        left.add(Some(Departure::Dead), 3);
        left.add(Some(Departure::Emigrated), 1);
        left.add(None, 3);
        let mut twice = left;
        twice.absorb(&left);
        assert_eq!([left.total(), twice.total()], [7, 14]);
        assert_eq!(twice.count(Some(Departure::Dead)), 6);
        assert_eq!(left.count(Some(Departure::Deregistered)), 0);
    }
}
