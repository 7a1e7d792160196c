//! One person's studies in a programme.

use super::{AcademicYear, Place, ProgrammeId, Sex};

/// One person's way through a programme: a row of an education extract (utbildningsuttag).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Studies {
    /// The pseudonym (löpnr), the same as in the register extract.
    pub person: String,
    /// The programme.
    pub programme: ProgrammeId,
    /// The läsår of the start.
    pub started: AcademicYear,
    /// The läsår of the degree; none without a degree, so far or for ever.
    pub graduated: Option<AcademicYear>,
    /// Where the programme is; the whole country where that is not known.
    pub place: Place,
    /// Sex, if known.
    pub sex: Option<Sex>,
    /// The programme of upper secondary school (gymnasieprogram), if known.
    pub upper_secondary: Option<String>,
    /// Whether the row is synthetic.
    pub is_synthetic: bool,
}
