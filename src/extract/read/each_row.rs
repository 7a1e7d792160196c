//! The rows of an extract as texts, before anything is known of what they mean.

use std::path::{Path, PathBuf};

use csv::ByteRecord;

use super::rows::Rows;
use super::{columnar, files};
use crate::source::{Blocks, ColumnarFormat, Fault, Faults, Stream, check_records_read};

/// Reads every row of the files that paths, folders and patterns name, in their order.
///
/// # Errors
/// Files that cannot be read, or that change while they are read.
pub(in crate::extract) fn each_row(paths: &[PathBuf], rows: &mut impl Rows) -> Result<(), Faults> {
    for file in files::find(paths)?.files {
        of_file(&file, rows)?;
    }
    Ok(())
}

fn of_file(file: &Path, rows: &mut impl Rows) -> Result<(), Faults> {
    let mut stream = Stream::open(file)?;
    match ColumnarFormat::of(&stream.first_bytes()?) {
        None => of_text(&stream, rows)?,
        Some(format) => {
            let bytes = stream.read_whole()?;
            columnar::each_row(stream.name(), bytes, format, rows)?;
        }
    }
    stream.digest()?;
    Ok(stream.check_unchanged()?)
}

fn of_text(stream: &Stream, rows: &mut impl Rows) -> Result<(), Fault> {
    let mut blocks = Blocks::new(stream.name(), stream.clone())?;
    let (name, delimiter) = (blocks.name().to_owned(), blocks.delimiter());
    let width = blocks.header().len();
    rows.begin(blocks.header());
    while let Some(block) = blocks.next_block()? {
        let first_line = block.first_line;
        let (text, _) = block.into_text(&name)?;
        let read = of_block(&text, delimiter, rows);
        check_records_read(read, &text, (delimiter, width), &name, first_line)?;
    }
    Ok(())
}

/// Hands on the rows of a block that have content, and counts all.
fn of_block(text: &str, delimiter: u8, rows: &mut impl Rows) -> u64 {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    let mut read = 0;
    // The text lies in memory, so reading a record cannot fail.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        read += 1;
        // The block was valid UTF-8 and a field never splits a character.
        let fields = record.iter();
        let cells: Vec<&str> = fields
            .map(|field| std::str::from_utf8(field).unwrap_or_default().trim())
            .collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.take(&cells);
        }
    }
    read
}
