//! Degrees by the läsår in which the graduates once started.

use super::{AcademicYear, Headcount, Place, ProgrammeId, Sex};

/// Graduates of one läsår out of one entrant cohort (examinerade per startkohort).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// The programme that was entered and completed.
    pub programme: ProgrammeId,
    /// The läsår in which the cohort started.
    pub started: AcademicYear,
    /// The läsår of the degree, never before the start.
    pub graduated: AcademicYear,
    /// Where they study.
    pub place: Place,
    /// Their sex; none when the table does not divide by sex.
    pub sex: Option<Sex>,
    /// How many took the degree; none when the table says that the number is missing.
    pub count: Option<Headcount>,
}
