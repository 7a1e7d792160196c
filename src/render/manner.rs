//! What a caller chooses beside the format.

/// How a result is written, beside what its format says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// The most decimals of delimited text; JSON, Parquet and XLSX always hold all digits.
    pub digits: Option<u8>,
    /// The characters of a line of an aligned table; as many as it needs if none.
    pub width: Option<u16>,
    /// Whether it is for a terminal, where no character of a cell, a header or a name may steer it. Files
    /// and pipes get the data as they are.
    pub is_for_terminal: bool,
    /// Whether it is for Swedish Excel, where the format has a variant for it.
    pub is_for_excel: bool,
}
