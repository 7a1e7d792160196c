//! Degrees by läsår, whenever the graduates once started.

use super::{AcademicYear, Headcount, Place, ProgrammeId, Sex};

/// Graduates of a programme in a läsår (examinerade), at one place and of one sex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graduates {
    /// The programme.
    pub programme: ProgrammeId,
    /// The läsår of the degree.
    pub academic_year: AcademicYear,
    /// Where they studied.
    pub place: Place,
    /// Their sex; none when the table does not divide by sex.
    pub sex: Option<Sex>,
    /// How many; none when the table says that the number is missing or suppressed.
    pub count: Option<Headcount>,
}
