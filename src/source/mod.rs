//! Bytes that a person hands us, turned into cells that know their place.
//!
//! The one door for tables is [`table()`]: it makes a [`RawTable`] of a file of any format that is
//! read. A text that is no table is a [`Document`]. What a cell means is not known here; see `intake`.
//!
//! This is the only module that reads files.

mod blocks;
mod delimiter;
mod document;
mod door;
mod encoding;
mod excerpt;
mod fault;
mod folding;
mod location;
mod number;
mod quoting;
mod raw_table;
mod stream;
mod unpacking;

pub use blocks::{Block, Blocks, check_records_read};
pub use delimited::delimited_text;
pub use document::{BinaryFile, Document};
pub use door::{table, table_of};
pub use encoding::Encoding;
pub use excerpt::Excerpt;
pub use fault::{Fault, Faults};
pub use folding::fold;
pub use location::Location;
pub use number::{Missing, Number, NumberError, is_missing_name};
pub use raw_table::{Cell, RawTable, Record, TableInput};
pub use stream::Stream;
