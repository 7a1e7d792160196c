//! Parquet and Arrow IPC as a table of texts.

use csv::StringRecord;
use sha2::{Digest as _, Sha256};

use crate::language::{hexadecimal, words};
use crate::source::limits::Extent;
use crate::source::raw_table::{Places, TableInput};
use crate::source::{
    ColumnarFile, ColumnarFormat, Damage, Excerpt, Fault, Faults, Location, RawTable, Texts,
    guarded,
};

/// Reads the columns of a file as texts: numbers with all their digits, a null as an empty cell. Rows without
/// any content are left out.
///
/// # Errors
/// A file that is damaged or larger than any table, columns that no cell can hold, and what no table may have.
pub(super) fn columnar(
    name: &str,
    bytes: &[u8],
    format: ColumnarFormat,
) -> Result<RawTable, Faults> {
    let failed = |damage: Damage| Faults::from(damage.fault(name));
    let file = ColumnarFile::open(bytes.to_vec(), format).map_err(failed)?;
    Extent::full(file.rows(), file.columns().len() as u64).check(name)?;
    check_types(name, &file)?;
    let records = records(&file).map_err(failed)?;
    let (rows, records): (Vec<u64>, Vec<StringRecord>) = (1..)
        .zip(records)
        .filter(|(_, record)| record.iter().any(|text| !text.trim().is_empty()))
        .unzip();
    let kind = format.name();
    let input = TableInput {
        name: name.to_owned(),
        sha256: hexadecimal(&Sha256::digest(bytes)),
        format: words!("{kind}", "{kind}"),
        remarks: Vec::new(),
    };
    let header = file.columns().iter().map(|(name, _)| name).collect();
    let name = name.to_owned();
    RawTable::new(input, &header, records, Box::new(Rows { name, rows }))
}

/// Refuses columns whose values are no texts, numbers or dates.
fn check_types(name: &str, file: &ColumnarFile) -> Result<(), Faults> {
    let mut faults = Faults::new();
    let columns = file.columns().iter();
    for (header, kind) in columns.filter(|(_, kind)| !Texts::are_in(kind)) {
        let fault = Fault::new(words!(
            "kolumnen har typen {kind}, som inte ryms i en cell",
            "the column has the type {kind}, which does not fit a cell"
        ));
        let location = Location {
            header: Some(header.clone()),
            ..Location::file(name)
        };
        faults.push(fault.located(location).tip(words!(
            "spara kolumnen som text, tal eller datum, eller utelämna den",
            "save the column as text, numbers or dates, or leave it out"
        )));
    }
    faults.or_else(|| ())
}

/// All rows, filled column by column.
fn records(file: &ColumnarFile) -> Result<Vec<StringRecord>, Damage> {
    let rows = usize::try_from(file.rows()).map_err(|_| Damage::Description)?;
    let columns = file.texts()?;
    guarded(|| {
        let mut records = vec![StringRecord::new(); rows];
        for column in &columns {
            let mut records = records.iter_mut();
            column.map(|text| {
                if let Some(record) = records.next() {
                    record.push_field(&String::from_utf8_lossy(text));
                }
            });
        }
        Ok(records)
    })
}

/// Where the rows of a table are in its file: the number of each, which has no line.
#[derive(Debug)]
struct Rows {
    name: String,
    rows: Vec<u64>,
}

impl Places for Rows {
    fn row(&self, row: usize) -> Location {
        match row.checked_sub(1).and_then(|record| self.rows.get(record)) {
            Some(number) => Location::line(&self.name, *number),
            None => Location::file(&self.name),
        }
    }

    fn cell(&self, row: usize, _: usize) -> (Location, Option<Excerpt>) {
        (self.row(row), None)
    }
}
