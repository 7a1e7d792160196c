//! Reading an extract: files → rows → the packed form, checked once.

mod columnar;
mod each_row;
mod files;
mod gathered;
mod headers;
mod memo;
mod misspelt;
mod piece;
mod positions;
mod read_error;
mod request;
mod rows;
mod text;
mod workers;

use std::path::{Path, PathBuf};

use super::inventory::{FileForm, SourceFile};
use super::{Inventory, Register};
use crate::source::{ColumnarFormat, Faults, Location, Stream};
// For the saved cube: calculations import no source.
pub(crate) use crate::source::{Damage, ParquetFile};
pub(super) use each_row::each_row;
use gathered::Gathered;
pub use headers::is_extract;
pub use read_error::ReadError;
pub use request::ReadRequest;
pub(super) use rows::Rows;

/// Reads, checks and packs an extract. Every file is opened once, so that it may be a pipe.
///
/// # Errors
/// Files that cannot be used, that change while they are read, or that write persons in several ways;
/// or every row that would make a count wrong: an unreadable or unknown value, an impossible age, a year
/// out of range, a row from before the licence, a municipality outside its county, two rows for one
/// licence and year, and sex, birth year, licence year or country of education that changes.
pub fn read(request: &ReadRequest<'_>) -> Result<(Register, Inventory), ReadError> {
    let files::Found { files, left_out } = files::find(&request.paths)?;
    let names: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let mut gathered = Gathered::new(&names, request);
    for file in &files {
        gathered.begin_file();
        read_file(file, request, &mut gathered)?;
    }
    let (register, inventory) = gathered.finish(&request.dictionary)?;
    if register.rows().is_empty() {
        let location = Location::file(&names.join(", "));
        return Err(request.without_rows().located(location).into());
    }
    let inventory = inventory.with_circumstances(left_out, &request.dictionary);
    Ok((register, inventory))
}

/// Whether all paths can be read a second time, which a pipe cannot.
#[must_use]
pub fn can_be_read_again(paths: &[PathBuf]) -> bool {
    let is_lasting = |path: &PathBuf| path != Path::new("-") && !files::is_pipe(path);
    paths.iter().all(is_lasting)
}

/// Reads one file and its digest. A columnar one is read whole before it is interpreted: its footer
/// comes last.
fn read_file(
    file: &Path,
    request: &ReadRequest<'_>,
    gathered: &mut Gathered,
) -> Result<(), Faults> {
    let mut stream = Stream::open(file)?;
    let rows_before = gathered.row_count();
    let form = match ColumnarFormat::of(&stream.first_bytes()?) {
        None => text::read(&stream, request, gathered)?,
        Some(format) => {
            let bytes = stream.read_whole()?;
            columnar::read(stream.name(), bytes, format, request, gathered)?;
            match format {
                ColumnarFormat::Parquet => FileForm::Parquet,
                ColumnarFormat::ArrowIpc => FileForm::ArrowIpc,
            }
        }
    };
    let sha256 = stream.digest()?;
    stream.check_unchanged()?;
    let name = stream.name().to_owned();
    let rows = gathered.row_count() - rows_before;
    gathered.sources.push(SourceFile {
        name,
        sha256,
        form,
        rows: rows as u64,
    });
    Ok(())
}
