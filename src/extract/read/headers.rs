//! Whether a file is an extract, by its headers alone: extracts are large.

use std::path::Path;

use super::file_kind::{FileKind, kind_of};
use super::files::is_pipe;
use crate::extract::columns::Column;
use crate::source::{Blocks, Fault, Stream, fold};

/// How packed files begin, which no other reader unpacks.
const PACKED: [&[u8]; 2] = [b"\x1f\x8b", b"\x28\xb5\x2f\xfd"];

/// Headers that only a table of studies has.
const OF_STUDIES: [&str; 3] = ["startlasar", "examenslasar", "utbildning"];

/// Whether a path is read as an extract without being told what it is: a folder, a pattern, standard input or a pipe,
/// Parquet or Arrow, or a text whose headers name persons and their professions, years or states.
///
/// # Errors
/// A file that cannot be opened, or whose beginning is no text.
pub fn is_extract(path: &Path) -> Result<bool, Fault> {
    if path == Path::new("-") || path.is_dir() || !path.exists() || is_pipe(path) {
        return Ok(true);
    }
    let stream = Stream::open(path)?;
    match kind_of(&stream)? {
        FileKind::Columnar(_) => Ok(true),
        FileKind::Text => {
            let begins = stream.first_bytes()?;
            let is_packed = PACKED.iter().any(|magic| begins.starts_with(magic));
            match Blocks::new(stream.name(), stream.clone()) {
                Ok(blocks) => Ok(names_persons(blocks.header())),
                Err(_) if is_packed => Ok(true),
                Err(fault) => Err(fault),
            }
        }
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
