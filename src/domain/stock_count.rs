//! Licence holders as counted in published statistics.

use super::{Headcount, Place, ProfessionId, Sex, Year};
use crate::language::Words;

/// Published or otherwise aggregated numbers of licence holders of a profession in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockCount {
    /// The profession.
    pub profession: ProfessionId,
    /// The year.
    pub year: Year,
    /// Where.
    pub place: Place,
    /// Their sex; none for both together.
    pub sex: Option<Sex>,
    /// With a licence.
    pub licensed: Option<Headcount>,
    /// With a licence, and under 65.
    pub under_65: Option<Headcount>,
    /// Employed anywhere.
    pub employed: Option<Headcount>,
    /// Employed in health care.
    pub in_care: Option<Headcount>,
    /// Active in their own field (yrkesverksamma i sin bransch), as publications count them.
    pub in_field: Option<Headcount>,
    /// In the profession.
    pub in_profession: Option<Headcount>,
    /// What is to be known of the numbers beside their size.
    pub status: CountStatus,
    /// What the numbers rest on.
    pub basis: String,
    /// What a reader should know, if anything.
    pub note: Option<Words>,
}

/// What is to be known of a count beside its size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountStatus {
    /// Nothing.
    #[default]
    Plain,
    /// A total as it is reported, which the sum of its parts misses by the noise that the publisher has added: `r`.
    Reported,
    /// Some number is suppressed by the publisher: `x`.
    Suppressed,
}
