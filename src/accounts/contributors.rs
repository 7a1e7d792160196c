//! Which counts of persons a cell or a sentence is derived from.

use std::sync::Arc;

use crate::report::{Cell, ContributingCounts, CountId, Finding, Measure};

/// The counts of persons that contribute to a cell or a sentence.
#[derive(Clone, Debug)]
pub(crate) enum Contributors {
    /// No persons to protect.
    Public,
    /// These counts.
    Counts(Arc<[CountId]>),
    /// Some count that is not among those of the report, so that it cannot be protected.
    Unknown,
}

impl Contributors {
    /// Those of both.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Public, other) | (other, Self::Public) => other,
            (Self::Counts(ids), Self::Counts(others)) => {
                Self::Counts(ids.iter().chain(others.iter()).copied().collect())
            }
        }
    }

    /// A count.
    pub(crate) fn count(self, value: i64) -> Cell {
        match self {
            Self::Public => Cell::Whole(value),
            Self::Counts(ids) if ids.len() == 1 => Cell::Count(value, ids[0]),
            Self::Counts(_) | Self::Unknown => Cell::Suppressed,
        }
    }

    /// A difference between counts.
    pub(crate) fn net(self, value: i64) -> Cell {
        match self {
            Self::Public => Cell::Whole(value),
            contributors => contributors.measure(Some(as_f64(value))),
        }
    }

    /// A number derived from them.
    pub(crate) fn measure(self, value: Option<f64>) -> Cell {
        let Some(value) = value else {
            return Cell::Missing;
        };
        self.contributing().map_or(Cell::Suppressed, |behind| {
            Cell::Measure(Measure {
                value,
                shown: value,
                behind,
            })
        })
    }

    /// A share of them, or another number that is missing exactly where a count is 0: there it is suppressed
    /// with its counts, to prevent derivation.
    pub(crate) fn share(self, value: Option<f64>) -> Cell {
        match self {
            Self::Public => self.measure(value),
            _ => self.measure(Some(value.unwrap_or(f64::NAN))),
        }
    }

    /// A sentence derived from them; none if it cannot be protected.
    pub(crate) fn sentence(self, sentence: String) -> Option<Finding> {
        self.contributing()
            .map(|behind| Finding { sentence, behind })
    }

    /// As a report keeps it; none if it cannot be protected.
    fn contributing(self) -> Option<ContributingCounts> {
        match self {
            Self::Public => Some(None),
            Self::Counts(ids) => Some(Some(ids)),
            Self::Unknown => None,
        }
    }
}

/// Counts of persons are far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(count: i64) -> f64 {
    count as f64
}
