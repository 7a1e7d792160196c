//! Entrants: the first factor of a graduate estimate.

use super::{AcademicYear, Headcount, Place, ProgrammeId, Sex};

/// First-time students (nybörjare) of a programme in a läsår, at one place and of one sex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrants {
    /// The programme they entered.
    pub programme: ProgrammeId,
    /// The läsår of entry; autumn and spring entrants are pooled.
    pub academic_year: AcademicYear,
    /// Where they study.
    pub place: Place,
    /// Their sex; none when the table does not divide by sex.
    pub sex: Option<Sex>,
    /// How many; none when the table says that the number is missing or suppressed.
    pub count: Option<Headcount>,
    /// What the number rests on: the table's own word, or the name of the file.
    pub basis: String,
}
