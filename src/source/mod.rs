//! Bytes that a person hands us, turned into cells that know their place.
//!
//! The one door for tables is [`table()`]: it makes a [`RawTable`] of a file of any format that is
//! read. A text that is no table is a [`Document`]. What a cell means is not known here; see `intake`.
//!
//! This is the only module that reads files.

mod blocks;
mod cell_notes;
mod columnar;
mod delimiter;
mod document;
mod door;
mod encoding;
mod excerpt;
mod fault;
mod faults;
mod folding;
mod grid;
mod guarded;
mod input_text;
mod json_stat;
mod limits;
mod location;
mod number;
mod px;
mod quoting;
mod raw_table;
mod refused_file;
mod statistical_table;
mod statistics_program;
mod stream;
mod unit_name;
mod unpacking;
pub mod workbook;

pub use blocks::{Block, Blocks, check_records_read};
pub(crate) use columnar::{
    ColumnarFile, ColumnarFormat, Damage, ParquetFile, Texts, dictionary_entry, digits, guarded,
};
pub use document::{BinaryFile, Document};
pub use door::{Opened, delimited_text, open, open_bytes, table, table_of};
pub use encoding::Encoding;
pub use excerpt::Excerpt;
pub use fault::Fault;
pub use faults::Faults;
pub(crate) use faults::PLACES;
pub use folding::fold;
pub use grid::{CellKind, Grid, Merged};
pub use json_stat::{is_json, read_json_stat};
pub use location::Location;
pub(crate) use location::letters;
pub use number::{Missing, Number, NumberError, is_missing_name};
pub use px::{is_px, read_px};
pub(crate) use raw_table::Places;
pub use raw_table::{Cell, RawTable, Record, TableFacts, TableInput};
pub use statistical_table::{Dimension, LongRow, StatCell, StatValue, StatisticalTable, Value};
pub use stream::Stream;
pub(crate) use unit_name::{column_name, not_counts};
pub use unit_name::{is_multiple, multiple_of_header};
