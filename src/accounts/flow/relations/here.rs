//! A count and the others at the same coordinates.

use crate::accounts::flow::count::{DatedCount, FlowCount};
use crate::accounts::summed::{Coordinates, Terms};

/// Counts whose sum, each with its sign, is 0.
pub(super) type Relation = Terms<DatedCount>;

/// A term of a relation.
pub(super) type Term = (DatedCount, Coordinates, i8);

/// A count at its coordinates.
#[derive(Clone, Copy)]
pub(super) struct Here {
    pub(super) dated: DatedCount,
    pub(super) at: Coordinates,
}

impl Here {
    /// The count itself, as a term.
    pub(super) const fn own(self, sign: i8) -> Term {
        (self.dated, self.at, sign)
    }

    /// Another count of the same profession and period at the same coordinates, as a term.
    pub(super) fn is(self, count: impl Into<FlowCount>, sign: i8) -> Term {
        (self.dated.but(count), self.at, sign)
    }

    /// A whole that is the sum of its parts.
    pub(super) fn sum<T: Into<FlowCount>>(
        self,
        whole: impl Into<FlowCount>,
        parts: impl IntoIterator<Item = T>,
    ) -> Relation {
        let parts = parts.into_iter().map(|part| self.is(part, -1));
        std::iter::once(self.is(whole, 1)).chain(parts).collect()
    }
}
