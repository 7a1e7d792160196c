//! Parquet and Arrow IPC, through polars' eager readers.
#![expect(clippy::disallowed_methods, reason = "polars reads from an open file")]

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use polars::prelude::{
    CategoricalMapping, Column as PolarsColumn, DataFrame, DataType, IpcReader, ParallelStrategy,
    ParquetReader, PolarsError, PolarsResult, SerReader as _,
};

use polars_parquet::parquet::metadata::RowGroupMetadata;
use polars_parquet::parquet::statistics::Statistics;

use super::guarded::guarded;
use super::memo::Memo;
use super::piece::Piece;
use super::{Gathered, ReadRequest, WAITING, in_order, positions};
use crate::extract::check::{Problem, Resolved};
use crate::extract::columns::{Column, Positions};
use crate::extract::dictionary::Code;
use crate::extract::licence_year::UNKNOWN;
use crate::extract::persons::Written;
use crate::extract::{Dictionary, LicenceYear};
use crate::source::{Fault, Faults, Location};

/// Which of the two formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Parquet,
    Ipc,
}

/// The rows of a file that are read in one go.
#[derive(Clone, Copy)]
struct Slice {
    start: usize,
    rows: usize,
}

/// Reads a file into `gathered`, the row groups of a Parquet file on all cores.
pub(super) fn read(
    path: &Path,
    format: Format,
    request: &ReadRequest<'_>,
    gathered: &mut Gathered,
) -> Result<(), Faults> {
    let name = path.display().to_string();
    let table = Table::open(path, format, request)?;
    gathered.positions.push(table.positions.clone());
    let (to_gatherer, from_workers) = sync_channel::<(usize, Result<Piece, Fault>)>(WAITING);
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism()
        .map_or(2, usize::from)
        .min(table.slices.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            let (to_gatherer, table, next, name) = (to_gatherer.clone(), &table, &next, &name);
            scope.spawn(move || {
                let mut memos = BTreeMap::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&slice) = table.slices.get(number) else {
                        return;
                    };
                    let piece = table
                        .frame(path, slice)
                        .map_err(|error| unreadable(name, &error))
                        .and_then(|frame| table.piece(name, &frame, slice, request, &mut memos));
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

/// A columnar file, its columns found.
struct Table {
    format: Format,
    /// The file's own names of the columns that are needed.
    columns: BTreeMap<Column, String>,
    positions: Positions,
    slices: Vec<Slice>,
}

impl Table {
    fn open(path: &Path, format: Format, request: &ReadRequest<'_>) -> Result<Self, Faults> {
        let name = path.display().to_string();
        let failed = |error: &PolarsError| Faults::from(unreadable(&name, error));
        let (own, slices) =
            guarded(|| names_and_slices(path, format, request)).map_err(|error| failed(&error))?;
        let positions = positions(&name, &own, request)?;
        let columns = positions
            .present()
            .filter_map(|column| Some((column, own.get(positions.of(column)?)?.clone())));
        let columns = columns.collect();
        Ok(Self {
            format,
            columns,
            positions,
            slices,
        })
    }

    fn frame(&self, path: &Path, slice: Slice) -> PolarsResult<DataFrame> {
        let columns = Some(self.columns.values().cloned().collect());
        guarded(|| {
            let file = File::open(path)?;
            match self.format {
                Format::Parquet => ParquetReader::new(file)
                    .with_columns(columns)
                    .with_slice(Some((slice.start, slice.rows)))
                    .read_parallel(ParallelStrategy::None)
                    .finish(),
                Format::Ipc => IpcReader::new(file).with_columns(columns).finish(),
            }
        })
    }

    /// The rows of a frame.
    fn piece(
        &self,
        name: &str,
        frame: &DataFrame,
        slice: Slice,
        request: &ReadRequest<'_>,
        memos: &mut BTreeMap<Column, Memo>,
    ) -> Result<Piece, Fault> {
        let cells = self.cells(name, frame, &request.dictionary, memos)?;
        let wanted = request.profession.map(|id| id.0);
        let mut piece = Piece::default();
        let mut buffer = Vec::new();
        for row in 0..frame.height() {
            let line = (slice.start + row) as u64 + 1;
            let made = request
                .dictionary
                .licence_year(|column| cells.code(column, row));
            let made = made.map(|made| LicenceYear {
                industry: cells.industry(row),
                ..made
            });
            piece.take(line, made, cells.persons.written(row, &mut buffer), wanted);
        }
        piece.last_line = (slice.start + frame.height()) as u64;
        Ok(piece)
    }

    /// The cells of a frame, resolved column by column.
    fn cells(
        &self,
        name: &str,
        frame: &DataFrame,
        dictionary: &Dictionary<'_>,
        memos: &mut BTreeMap<Column, Memo>,
    ) -> Result<Cells, Fault> {
        let mut codes: Vec<Option<Codes>> = Vec::new();
        codes.resize_with(Column::ALL.len(), || None);
        let (mut industries, mut persons) = (Vec::new(), Texts::Other(Vec::new()));
        for (&column, own) in &self.columns {
            let values = frame
                .column(own)
                .map_err(|error| unreadable(name, &error))?;
            let texts =
                Texts::of(values).ok_or_else(|| wrong_type(name, column, values.dtype()))?;
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
    Fault::new(format!(
        "kolumnen har typen {kind}, som inte kan vara {column}"
    ))
    .located(Location::file(name))
    .tip("spara kolumnen som text eller heltal")
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

/// The values of a column of whatever type, as texts.
enum Texts {
    Text(PolarsColumn),
    Whole(PolarsColumn),
    /// Whole numbers that stand for the entries of a dictionary.
    Dictionary(PolarsColumn, Arc<CategoricalMapping>),
    Other(Vec<String>),
}

impl Texts {
    fn of(column: &PolarsColumn) -> Option<Self> {
        match column.dtype() {
            DataType::String => Some(Self::Text(column.clone())),
            kind if kind.is_integer() => column.cast(&DataType::Int64).ok().map(Self::Whole),
            DataType::Categorical(_, entries) | DataType::Enum(_, entries) => {
                let ids = column.to_physical_repr().cast(&DataType::Int64).ok()?;
                Some(Self::Dictionary(ids, Arc::clone(entries)))
            }
            DataType::Boolean => {
                let values = column.bool().ok()?;
                let text = |value| match value {
                    Some(true) => "1".to_owned(),
                    Some(false) => "0".to_owned(),
                    None => String::new(),
                };
                Some(Self::Other(values.iter().map(text).collect()))
            }
            DataType::Float64 | DataType::Float32 => {
                let column = column.cast(&DataType::Float64).ok()?;
                let text = |value: Option<f64>| value.map_or_else(String::new, |v| v.to_string());
                Some(Self::Other(column.f64().ok()?.iter().map(text).collect()))
            }
            DataType::Date | DataType::Datetime(_, _) | DataType::Null => {
                let column = column.cast(&DataType::String).ok()?;
                let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
                Some(Self::Other(column.str().ok()?.iter().map(text).collect()))
            }
            _ => None,
        }
    }

    /// The code of every text. `resolve` is asked for one of equal neighbours only, and `None` (a
    /// problem, which it has noted) becomes 0.
    fn codes<T: Copy>(
        &self,
        mut resolve: impl FnMut(usize, &[u8]) -> Option<Code>,
        of: impl Fn(Code) -> T,
    ) -> Vec<T> {
        let mut codes = Vec::new();
        match self {
            Self::Text(column) => {
                let Ok(texts) = column.str() else {
                    return codes;
                };
                for part in texts.downcast_iter() {
                    // Equal views of one array are equal texts.
                    let mut cache = Cache::new();
                    let start = codes.len();
                    codes.extend((0..part.len()).map(|at| {
                        let view = part.get(at).map(|_| part.views()[at].as_u128());
                        of(cache.code(view, || {
                            let text = part.get(at).unwrap_or_default();
                            resolve(start + at, text.as_bytes())
                        }))
                    }));
                }
            }
            Self::Whole(column) => {
                let Ok(wholes) = column.i64() else {
                    return codes;
                };
                let (mut cache, mut buffer) = (Cache::new(), Vec::with_capacity(20));
                codes.extend(wholes.iter().enumerate().map(|(row, whole)| {
                    let key = whole.map(|whole| u128::from(whole.cast_unsigned()));
                    of(cache.code(key, || resolve(row, digits(whole, &mut buffer))))
                }));
            }
            Self::Dictionary(ids, entries) => {
                let Ok(ids) = ids.i64() else { return codes };
                let mut cache = Cache::new();
                codes.extend(ids.iter().enumerate().map(|(row, id)| {
                    let key = id.map(|id| u128::from(id.cast_unsigned()));
                    of(cache.code(key, || resolve(row, entry(entries, id).as_bytes())))
                }));
            }
            Self::Other(texts) => {
                codes.extend(
                    texts
                        .iter()
                        .enumerate()
                        .map(|(row, text)| of(resolve(row, text.as_bytes()).unwrap_or_default())),
                );
            }
        }
        codes
    }

    /// Something of every text in turn; a null is an empty text.
    fn map<T>(&self, mut of: impl FnMut(&[u8]) -> T) -> Vec<T> {
        match self {
            Self::Text(column) => match column.str() {
                Ok(texts) => texts
                    .iter()
                    .map(|text| of(text.unwrap_or_default().as_bytes()))
                    .collect(),
                Err(_) => Vec::new(),
            },
            Self::Whole(column) => match column.i64() {
                Ok(wholes) => {
                    let mut buffer = Vec::with_capacity(20);
                    wholes
                        .iter()
                        .map(|whole| of(digits(whole, &mut buffer)))
                        .collect()
                }
                Err(_) => Vec::new(),
            },
            Self::Dictionary(ids, entries) => match ids.i64() {
                Ok(ids) => ids
                    .iter()
                    .map(|id| of(entry(entries, id).as_bytes()))
                    .collect(),
                Err(_) => Vec::new(),
            },
            Self::Other(texts) => texts.iter().map(|text| of(text.as_bytes())).collect(),
        }
    }

    /// A pseudonym in the column of persons.
    fn written<'a>(&'a self, row: usize, buffer: &'a mut Vec<u8>) -> Option<Written<'a>> {
        match self {
            Self::Text(column) => Written::of(column.str().ok()?.get(row)?.trim().as_bytes()),
            Self::Whole(column) => {
                let whole = column.i64().ok()?.get(row)?;
                match u64::try_from(whole) {
                    Ok(number) => Some(Written::Number(number)),
                    Err(_) => Written::of(digits(Some(whole), buffer)),
                }
            }
            Self::Dictionary(ids, entries) => {
                let id = ids.i64().ok()?.get(row);
                Written::of(entry(entries, id).trim().as_bytes())
            }
            Self::Other(texts) => Written::of(texts.get(row)?.as_bytes()),
        }
    }
}

/// What a number stands for in a dictionary; a null is an empty text.
fn entry(entries: &CategoricalMapping, id: Option<i64>) -> &str {
    let id = id.and_then(|id| u32::try_from(id).ok());
    id.and_then(|id| entries.cat_to_str(id)).unwrap_or_default()
}

/// Codes by keys that are cheap to compare, direct-mapped.
struct Cache {
    slots: Vec<Option<(Option<u128>, Code)>>,
}

impl Cache {
    const SLOTS: usize = 256;

    fn new() -> Self {
        Self {
            slots: vec![None; Self::SLOTS],
        }
    }

    fn code(&mut self, key: Option<u128>, resolve: impl FnOnce() -> Option<Code>) -> Code {
        let [low, high] = key.map_or([u64::MAX, u64::MAX], |key| {
            let bytes = key.to_le_bytes();
            let (low, high) = bytes.split_at(8);
            [low, high].map(|half| half.iter().rev().fold(0, |sum, b| sum << 8 | u64::from(*b)))
        });
        let mixed = (low ^ high.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let slot = &mut self.slots[usize::from(mixed.to_be_bytes()[0])];
        match slot {
            Some((known, code)) if *known == key => *code,
            _ => match resolve() {
                Some(code) => {
                    *slot = Some((key, code));
                    code
                }
                None => 0,
            },
        }
    }
}

/// A whole number as text; a null is an empty text.
fn digits(whole: Option<i64>, buffer: &mut Vec<u8>) -> &[u8] {
    buffer.clear();
    let Some(whole) = whole else { return buffer };
    let mut rest = whole.unsigned_abs();
    loop {
        buffer.push(b'0' + (rest % 10).to_le_bytes()[0]);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if whole < 0 {
        buffer.push(b'-');
    }
    buffer.reverse();
    buffer
}

/// The column names of a file and the slices of it that may hold what is asked for.
fn names_and_slices(
    path: &Path,
    format: Format,
    request: &ReadRequest<'_>,
) -> PolarsResult<(Vec<String>, Vec<Slice>)> {
    let file = File::open(path)?;
    if format == Format::Ipc {
        let names = IpcReader::new(file)
            .schema()?
            .iter_names()
            .map(ToString::to_string)
            .collect();
        return Ok((
            names,
            vec![Slice {
                start: 0,
                rows: usize::MAX,
            }],
        ));
    }
    let mut reader = ParquetReader::new(file);
    let names: Vec<String> = reader
        .schema()?
        .iter_names()
        .map(ToString::to_string)
        .collect();
    let mapping = request.dictionary.mapping();
    let profession = names
        .iter()
        .find(|name| Column::named(mapping.header(name)) == Some(Column::Profession));
    let metadata = reader.get_metadata()?;
    let mut slices = Vec::new();
    let mut start = 0;
    for group in &metadata.row_groups {
        let slice = Slice {
            start,
            rows: group.num_rows(),
        };
        start += slice.rows;
        let only = profession.and_then(|name| only_value(group, name, &metadata.footer_buf));
        let holds_other = only.is_some_and(|only| request.excludes(&only));
        if slice.rows > 0 && !holds_other {
            slices.push(slice);
        }
    }
    Ok((names, slices))
}

/// The one value that a text column has in a row group, where the statistics tell.
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

fn unreadable(name: &str, error: &PolarsError) -> Fault {
    Fault::new(format!("filen gick inte att läsa: {error}"))
        .located(Location::file(name))
        .tip("filen är kanske avhuggen eller av ett annat slag; hämta eller skriv den igen")
}
