//! Parquet and Arrow IPC, through polars' eager readers.

mod texts;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use polars::prelude::{DataFrame, DataType};
use polars_parquet::parquet::metadata::RowGroupMetadata;
use polars_parquet::parquet::statistics::Statistics;

use super::gathered::Gathered;
use super::memo::Memo;
use super::piece::Piece;
use super::positions::positions;
use super::request::ReadRequest;
use super::rows::Rows;
use super::workers::{WAITING, in_order};
use crate::extract::columns::{Column, Positions};
use crate::extract::dictionary::Code;
use crate::extract::licence_year::UNKNOWN;
use crate::extract::problem::{Problem, Resolved};
use crate::extract::{Dictionary, LicenceYear};
use crate::language::words;
use crate::source::{
    ColumnarFile, ColumnarFormat, Damage, Fault, Faults, Location, ParquetFile, Texts, guarded,
};

/// The most rows that are unpacked in one go.
const SLICE: usize = 1 << 20;

/// The rows of a file that are read in one go.
#[derive(Clone, Copy)]
struct Slice {
    start: usize,
    rows: usize,
}

/// Reads the bytes of a file into `gathered`, the row groups of a Parquet file on all cores.
///
/// Threads of its own and not rayon: the bounded channel keeps only a few unpacked row groups in
/// memory, where a parallel map would collect them all.
pub(super) fn read(
    name: &str,
    bytes: Vec<u8>,
    format: ColumnarFormat,
    request: &ReadRequest<'_>,
    gathered: &mut Gathered,
) -> Result<(), Faults> {
    let table = Table::open(name, bytes, format, request)?;
    gathered.positions.push(table.positions.clone());
    let (to_gatherer, from_workers) = sync_channel::<(usize, Result<Piece, Fault>)>(WAITING);
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism()
        .map_or(2, usize::from)
        .min(table.slices.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            let (to_gatherer, table, next) = (to_gatherer.clone(), &table, &next);
            scope.spawn(move || {
                let mut memos = BTreeMap::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&slice) = table.slices.get(number) else {
                        return;
                    };
                    let piece = table
                        .piece(slice, request, &mut memos)
                        .map_err(|damage| damage.fault(name));
                    if to_gatherer.send((number, piece)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(to_gatherer);
        in_order(from_workers, |piece| gathered.add(piece)).map_err(Faults::from)
    })
}

/// Hands on the rows of a file as texts; a column of a type that no extract has is left out.
pub(super) fn each_row(
    name: &str,
    bytes: Vec<u8>,
    format: ColumnarFormat,
    rows: &mut impl Rows,
) -> Result<(), Fault> {
    let failed = |damage: Damage| damage.fault(name);
    let file = ColumnarFile::open(bytes, format).map_err(failed)?;
    let columns = file.columns().iter();
    let columns: Vec<String> = columns
        .filter(|(_, kind)| Texts::are_in(kind))
        .map(|(own, _)| own.clone())
        .collect();
    let own = || columns.iter().map(String::as_str);
    if let ColumnarFile::Parquet(file) = &file {
        file.check_pages(&own()).map_err(failed)?;
    }
    rows.begin(&columns);
    for slice in slices(&file, None).map_err(failed)? {
        let frame = frame(&file, own(), slice).map_err(failed)?;
        let texts = guarded(|| texts_of(&frame, &columns)).map_err(failed)?;
        for row in 0..frame.height() {
            let cells = texts.iter().map(|column| column.get(row));
            let cells: Vec<&str> = cells
                .map(|cell| cell.map_or("", |own| own.trim()))
                .collect();
            rows.take(&cells);
        }
    }
    Ok(())
}

fn texts_of(frame: &DataFrame, columns: &[String]) -> Result<Vec<Vec<String>>, Damage> {
    let of = |own: &String| {
        let texts = Texts::of(frame.column(own)?)?;
        Ok(texts.map(|text| String::from_utf8_lossy(text).into_owned()))
    };
    columns.iter().map(of).collect()
}

/// Some rows of some columns.
fn frame<'c>(
    file: &ColumnarFile,
    columns: impl Iterator<Item = &'c str>,
    slice: Slice,
) -> Result<DataFrame, Damage> {
    match file {
        ColumnarFile::Parquet(file) => file.frame(columns, slice.start, slice.rows),
        ColumnarFile::Ipc(file) => file.frame(columns),
    }
}

/// The slices of a file that may hold what is asked for; without a request all.
fn slices(file: &ColumnarFile, request: Option<&ReadRequest<'_>>) -> Result<Vec<Slice>, Damage> {
    match file {
        ColumnarFile::Parquet(file) => guarded(|| Ok(slices_of_groups(file, request))),
        ColumnarFile::Ipc(_) => Ok(vec![Slice {
            start: 0,
            rows: usize::MAX,
        }]),
    }
}

/// A columnar file, its columns found.
struct Table {
    file: ColumnarFile,
    /// The file's own names of the columns that are needed.
    columns: BTreeMap<Column, String>,
    positions: Positions,
    slices: Vec<Slice>,
}

impl Table {
    fn open(
        name: &str,
        bytes: Vec<u8>,
        format: ColumnarFormat,
        request: &ReadRequest<'_>,
    ) -> Result<Self, Faults> {
        let failed = |damage: Damage| Faults::from(damage.fault(name));
        let file = ColumnarFile::open(bytes, format).map_err(failed)?;
        let own: Vec<String> = file.columns().iter().map(|(own, _)| own.clone()).collect();
        let positions = positions(name, &own, request)?;
        let mut columns = BTreeMap::new();
        let mut faults = Faults::new();
        for column in positions.present() {
            let at = positions.of(column).and_then(|at| file.columns().get(at));
            let Some((own, kind)) = at else { continue };
            if Texts::are_in(kind) {
                columns.insert(column, own.clone());
            } else {
                faults.push(wrong_type(name, column, kind));
            }
        }
        let columns = faults.or_else(|| columns)?;
        if let ColumnarFile::Parquet(file) = &file {
            let columns = columns.values().map(String::as_str);
            file.check_pages(&columns).map_err(failed)?;
        }
        let slices = slices(&file, Some(request)).map_err(failed)?;
        Ok(Self {
            file,
            columns,
            positions,
            slices,
        })
    }

    /// The rows of a slice.
    fn piece(
        &self,
        slice: Slice,
        request: &ReadRequest<'_>,
        memos: &mut BTreeMap<Column, Memo>,
    ) -> Result<Piece, Damage> {
        let columns = self.columns.values().map(String::as_str);
        let frame = frame(&self.file, columns, slice)?;
        let cells = guarded(|| self.cells(&frame, &request.dictionary, memos))?;
        let wanted = request.profession.map(|id| id.0);
        let mut piece = Piece::default();
        let mut buffer = Vec::new();
        for row in 0..frame.height() {
            let line = (slice.start + row) as u64 + 1;
            let licence_year = request
                .dictionary
                .licence_year(|column| cells.code(column, row))
                .map(|made| LicenceYear {
                    industry: cells.industry(row),
                    ..made
                });
            piece.take(
                line,
                licence_year,
                cells.persons.written(row, &mut buffer),
                wanted,
            );
        }
        piece.last_line = (slice.start + frame.height()) as u64;
        Ok(piece)
    }

    /// The cells of a frame, resolved column by column.
    fn cells(
        &self,
        frame: &DataFrame,
        dictionary: &Dictionary<'_>,
        memos: &mut BTreeMap<Column, Memo>,
    ) -> Result<Cells, Damage> {
        let mut codes: Vec<Option<Codes>> = Vec::new();
        codes.resize_with(Column::ALL.len(), || None);
        let (mut industries, mut persons) = (Vec::new(), Texts::Other(Vec::new()));
        for (&column, own) in &self.columns {
            let texts = Texts::of(frame.column(own)?)?;
            if column == Column::Industry {
                industries = texts.map(Dictionary::industry);
            }
            if column == Column::Person {
                persons = texts;
            } else {
                let memo = memos.entry(column).or_insert_with(Memo::new);
                codes[column as usize] = Some(Codes::of(&texts, column, dictionary, memo));
            }
        }
        Ok(Cells {
            codes,
            industries,
            persons,
        })
    }
}

fn wrong_type(name: &str, column: Column, kind: &DataType) -> Fault {
    let column = column.name();
    Fault::new(words!(
        "kolumnen har typen {kind}, som inte kan vara {column}",
        "the column has the type {kind}, which cannot be {column}"
    ))
    .located(Location::file(name))
    .tip(words!(
        "spara kolumnen som text eller heltal",
        "save the column as text or whole numbers"
    ))
}

/// The cells of a frame.
struct Cells {
    /// By column; none for one that the file lacks.
    codes: Vec<Option<Codes>>,
    /// Empty if the file has no such column.
    industries: Vec<u8>,
    persons: Texts,
}

impl Cells {
    fn code(&self, column: Column, row: usize) -> Option<Resolved<Code>> {
        self.codes[column as usize]
            .as_ref()
            .map(|codes| codes.get(row))
    }

    fn industry(&self, row: usize) -> u8 {
        self.industries.get(row).copied().unwrap_or(UNKNOWN)
    }
}

/// The codes of one column of a frame, and the rows whose cells have none.
struct Codes {
    values: Values,
    problems: BTreeMap<usize, Box<Problem>>,
}

enum Values {
    /// All columns but industry and occupation.
    Bytes(Vec<u8>),
    RuleRows(Vec<Code>),
}

impl Codes {
    fn of(texts: &Texts, column: Column, dictionary: &Dictionary<'_>, memo: &mut Memo) -> Self {
        let mut problems = BTreeMap::new();
        let resolve = |row: usize, text: &[u8]| {
            let resolved = memo.code(text, || {
                dictionary.code(column, std::str::from_utf8(text).unwrap_or_default())
            });
            resolved
                .map_err(|problem| problems.insert(row, problem))
                .ok()
        };
        let values = if matches!(column, Column::Industry | Column::Occupation) {
            Values::RuleRows(texts.codes(resolve, |code| code))
        } else {
            Values::Bytes(texts.codes(resolve, |code| code.to_le_bytes()[0]))
        };
        Self { values, problems }
    }

    fn get(&self, row: usize) -> Resolved<Code> {
        if !self.problems.is_empty()
            && let Some(problem) = self.problems.get(&row)
        {
            return Err(problem.clone());
        }
        Ok(match &self.values {
            Values::Bytes(bytes) => Code::from(bytes[row]),
            Values::RuleRows(rows) => rows[row],
        })
    }
}

/// The slices of a Parquet file that may hold what is asked for: its row groups, large ones in
/// several.
fn slices_of_groups(file: &ParquetFile, request: Option<&ReadRequest<'_>>) -> Vec<Slice> {
    let mut names = file.columns().iter().map(|(name, _)| name);
    let asked = request.and_then(|request| {
        let mapping = request.dictionary.mapping();
        let is_profession =
            |name: &&String| Column::named(mapping.header(name)) == Some(Column::Profession);
        Some((request, names.find(is_profession)?))
    });
    let metadata = file.metadata();
    let mut slices = Vec::new();
    let mut start = 0;
    for group in &metadata.row_groups {
        let end = start + group.num_rows();
        let is_excluded = asked.is_some_and(|(request, name)| {
            let only = only_value(group, name, &metadata.footer_buf);
            only.is_some_and(|only| request.excludes(&only))
        });
        if !is_excluded {
            slices.extend((start..end).step_by(SLICE).map(|start| Slice {
                start,
                rows: SLICE.min(end - start),
            }));
        }
        start = end;
    }
    slices
}

/// The one value that a text column has in a row group, where the statistics show it.
fn only_value(group: &RowGroupMetadata, column: &str, footer: &[u8]) -> Option<String> {
    let chunk = group.columns_under_root_iter(column)?.next()?;
    let Statistics::Binary(statistics) = chunk.statistics(footer)?.ok()? else {
        return None;
    };
    let has_nulls = statistics.null_count != Some(0);
    let only = statistics
        .min_value
        .filter(|min| Some(min) == statistics.max_value.as_ref())?;
    String::from_utf8(only).ok().filter(|_| !has_nulls)
}
