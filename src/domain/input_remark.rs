//! What a reader of a result should know about its inputs.

use super::{AcademicYear, CountyId, HealthRegionId, ProgrammeId};

/// Something that reading an input decided or left out. Nothing is left out without one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputRemark {
    /// Columns that no rule of the input knows.
    IgnoredColumns {
        /// The file.
        file: String,
        /// The headers, in file order.
        headers: Vec<String>,
    },
    /// Total rows among their parts: checked against the sum where all parts are known, and not
    /// counted again.
    TotalsSetAside {
        /// The file.
        file: String,
        /// How many rows.
        rows: usize,
    },
    /// Rows of a split county (Halland) without municipality, counted wholly in one region.
    SplitCounty {
        /// The file.
        file: String,
        /// The county.
        county: CountyId,
        /// The region that its rows were counted in.
        health_region: HealthRegionId,
        /// How many rows.
        rows: usize,
    },
    /// A newest läsår of which only the autumn term is there, left out.
    AutumnOnly {
        /// The file.
        file: String,
        /// The programme.
        programme: ProgrammeId,
        /// The läsår.
        academic_year: AcademicYear,
    },
    /// Rows without a number: what rests on them is missing too.
    MissingValues {
        /// The file.
        file: String,
        /// How many rows.
        rows: usize,
    },
}
