//! Bytes that a person hands us, turned into cells that know where they stand.
//!
//! The way in is [`Document`] (bytes, checked and decoded) and then [`RawTable`] (delimited text
//! split into cells). What a cell means is not known here; see `intake`.
//!
//! This is the only module that reads files.

mod blocks;
mod cell_notes;
mod delimiter;
mod document;
mod encoding;
mod fault;
mod folding;
mod input_text;
mod json_stat;
mod number;
mod px;
mod quoting;
mod raw_table;
mod statistical_table;
mod stream;
mod unpacking;

pub use blocks::{Block, Blocks, check_records_read};
pub use document::{BinaryFile, Document};
pub use encoding::Encoding;
pub use fault::{Excerpt, Fault, Faults, Location};
pub use folding::fold;
pub use json_stat::{is_json, read_json_stat};
pub use number::{Missing, Number, NumberError, is_missing_name};
pub use px::{is_px, read_px};
pub use raw_table::{Cell, RawTable, Record};
pub use statistical_table::{Dimension, LongRow, StatCell, StatValue, StatisticalTable, Value};
pub use stream::Stream;
