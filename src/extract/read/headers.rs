//! Whether a file is an extract, by its headers alone: extracts are large.

use std::path::Path;

use super::files::is_pipe;
use crate::extract::columns::Column;
use crate::source::{Blocks, ColumnarFile, ColumnarFormat, Fault, Stream, fold};

/// How packed files begin, which no other reader unpacks.
const PACKED: [&[u8]; 2] = [b"\x1f\x8b", b"\x28\xb5\x2f\xfd"];

/// Headers that only a table of studies has.
const OF_STUDIES: [&str; 3] = ["startlasar", "examenslasar", "utbildning"];

/// Whether a path is read as an extract where nothing says what it is: a folder, a pattern, standard input or a pipe,
/// or a file whose headers name persons and their professions, years or states.
///
/// # Errors
/// A file that cannot be opened, or whose beginning is no text.
pub fn is_extract(path: &Path) -> Result<bool, Fault> {
    if path == Path::new("-") || path.is_dir() || !path.exists() || is_pipe(path) {
        return Ok(true);
    }
    let mut stream = Stream::open(path)?;
    let begins = stream.first_bytes()?;
    if let Some(format) = ColumnarFormat::of(&begins) {
        let file = ColumnarFile::open(stream.read_whole()?, format);
        let file = file.map_err(|damage| damage.fault(stream.name()))?;
        let columns = file.columns().iter();
        let headers: Vec<String> = columns.map(|(name, _)| name.clone()).collect();
        return Ok(names_persons(&headers));
    }
    let is_packed = PACKED.iter().any(|magic| begins.starts_with(magic));
    match Blocks::new(stream.name(), stream.clone()) {
        Ok(blocks) => Ok(names_persons(blocks.header())),
        Err(_) if is_packed => Ok(true),
        Err(fault) => Err(fault),
    }
}

fn names_persons(headers: &[String]) -> bool {
    let columns: Vec<Column> = headers
        .iter()
        .filter_map(|header| Column::named(header))
        .collect();
    let of_studies = |header: &String| OF_STUDIES.contains(&fold(header).as_str());
    let has = |column| columns.contains(&column);
    let of_licences = [Column::Year, Column::Profession, Column::Status];
    has(Column::Person) && of_licences.into_iter().any(has) && !headers.iter().any(of_studies)
}
