//! Which counts of persons a cell or a sentence is derived from.

use std::sync::Arc;

use super::plain;
use crate::report::{Behind, Cell, CountId, Finding, Measure};

/// Which counts something is derived from.
#[derive(Clone, Debug)]
pub(super) enum MadeOf {
    /// Nobody to protect.
    Public,
    /// These.
    Persons(Arc<[CountId]>),
    /// Some that are not known here.
    Unknown,
}

impl MadeOf {
    /// Derived from both.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Public, other) | (other, Self::Public) => other,
            (Self::Persons(ids), Self::Persons(others)) => {
                Self::Persons(ids.iter().chain(others.iter()).copied().collect())
            }
        }
    }

    /// A count.
    pub(super) fn count(self, value: i64) -> Cell {
        match self {
            Self::Public => Cell::Whole(value),
            Self::Persons(ids) if ids.len() == 1 => Cell::Count(value, ids[0]),
            Self::Persons(_) | Self::Unknown => Cell::Suppressed,
        }
    }

    /// A difference between counts.
    pub(super) fn net(self, value: i64) -> Cell {
        match self {
            Self::Public => Cell::Whole(value),
            made_of => made_of.measure(Some(as_f64(value))),
        }
    }

    /// A number derived from them.
    pub(super) fn measure(self, value: Option<f64>) -> Cell {
        let Some(value) = value else {
            return Cell::Missing;
        };
        self.behind().map_or(Cell::Suppressed, |behind| {
            Cell::Measure(Measure {
                behind,
                ..plain(value)
            })
        })
    }

    /// A share of them, or another number that is missing exactly where a count is 0: there it is suppressed
    /// with its counts, to prevent derivation.
    pub(super) fn share(self, value: Option<f64>) -> Cell {
        match self {
            Self::Public => self.measure(value),
            _ => self.measure(Some(value.unwrap_or(f64::NAN))),
        }
    }

    /// A sentence derived from them; none if it cannot be protected.
    pub(super) fn sentence(self, sentence: String) -> Option<Finding> {
        self.behind().map(|behind| Finding { sentence, behind })
    }

    /// As a report keeps it; none if it cannot be protected.
    pub(super) fn behind(self) -> Option<Behind> {
        match self {
            Self::Public => Some(None),
            Self::Persons(ids) => Some(Some(ids)),
            Self::Unknown => None,
        }
    }
}

/// Counts of persons are far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(count: i64) -> f64 {
    count as f64
}
