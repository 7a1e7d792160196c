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
    /// Total rows that differ from the sum of their parts by no more than the noise that the publisher
    /// says the figures have: kept as reported.
    NoisyTotals {
        /// The file.
        file: String,
        /// The name of the noise.
        noise: String,
        /// How many rows.
        rows: usize,
        /// The largest difference.
        largest: u32,
        /// The most that noise explains, for the same number of parts.
        limit: u32,
    },
    /// A dimension that the input lacks: only the rows of its total are used.
    TotalUsed {
        /// The file.
        file: String,
        /// The column.
        header: String,
        /// The value that is the total.
        total: String,
    },
    /// A dimension that the input lacks, summed because the file says that its values are all.
    DimensionSummed {
        /// The file.
        file: String,
        /// The column.
        header: String,
        /// The values.
        values: Vec<String>,
    },
    /// Rows of municipalities, summed to counties.
    MunicipalitiesSummed {
        /// The file.
        file: String,
        /// How many rows.
        rows: usize,
        /// How many counties.
        counties: usize,
    },
    /// Several months of a year, of which the last is used.
    LastMonth {
        /// The file.
        file: String,
        /// The month that is used, as the file writes it.
        used: String,
        /// How many months of that year there are.
        months: usize,
    },
    /// Ages below some age are not in the table: groups of age are known, all inhabitants are not.
    PartOfAges {
        /// The file.
        file: String,
        /// The lowest age.
        from: u8,
    },
    /// Tables of a file that are read as one.
    TablesCombined {
        /// The file.
        file: String,
        /// The tables.
        tables: Vec<String>,
    },
    /// Tables of one sex each that do not add up to the table of both sexes, left out.
    SexesLeftOut {
        /// The file.
        file: String,
        /// The tables.
        tables: Vec<String>,
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
        /// How many of them are suppressed by the publisher.
        suppressed: usize,
    },
}
