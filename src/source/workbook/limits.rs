//! What a workbook may come to. A file of a few kilobytes can declare, or unpack to, more than a machine holds;
//! every limit is checked before the memory that it bounds is asked for.

/// The bytes that the parts of a workbook which are read may unpack to, together.
pub(super) const MAX_UNPACKED: u64 = 256 << 20;

/// The parts of a workbook: sheets, pictures, styles.
pub(super) const MAX_PARTS: usize = 10_000;

/// The memory of all cells of a workbook, their texts included.
pub(super) const MAX_CELL_MEMORY: u64 = 192 << 20;

/// The tags that are read of a workbook and the cells that are made, together: a cell is two tags. A full sheet of
/// four columns has fewer.
pub(super) const MAX_STEPS: u64 = 14_000_000;

/// The bytes of one XML tag or one text; a cell of a spreadsheet holds 32 767 characters at most.
pub(super) const MAX_TAG: u64 = 1 << 20;

/// The bytes of the text of a cell or of a formula.
pub(super) const MAX_TEXT: usize = 1 << 18;

/// The changes of font within the text of a cell.
pub(super) const MAX_RUNS: usize = 1 << 15;

/// XML elements within each other.
pub(super) const MAX_DEPTH: usize = 200;

/// The rows of a sheet, of every spreadsheet program.
pub(super) const MAX_ROWS: usize = 1 << 20;

/// The columns of a sheet, of every spreadsheet program.
pub(super) const MAX_COLUMNS: usize = 1 << 14;

/// How many rows of merged blocks are looked at, each as often as a block covers it.
pub(super) const MAX_MERGED_ROWS: usize = 1 << 24;
