//! Reading an extract: files → rows → the packed form, checked once.

mod columnar;
mod declared;
mod files;
mod memo;
mod piece;
mod text;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;
use std::thread;

use super::check::{Oddities, Place, Refusals, check_person};
use super::columns::{Column, ColumnFault, Positions};
use super::dictionary::Code;
use super::inventory::SourceFile;
use super::persons::Persons;
use super::register::{Register, order, person_stretches};
use super::{Dictionary, Inventory, LicenceYear};
use crate::domain::ProfessionId;
use crate::source::{BinaryFile, Fault, Faults, Location, digest_of_file, first_bytes};
pub(crate) use declared::{Damage, ParquetFile};
use piece::Piece;

/// What to read and how.
#[derive(Clone, Debug)]
pub struct ReadRequest<'a> {
    /// Files, folders and glob patterns.
    pub paths: Vec<PathBuf>,
    /// What the cells mean.
    pub dictionary: Dictionary<'a>,
    /// Only this profession; none for all.
    pub profession: Option<ProfessionId>,
}

impl ReadRequest<'_> {
    /// Whether rows of this profession are certainly not asked for.
    fn excludes(&self, profession: &str) -> bool {
        let code = self.dictionary.code(Column::Profession, profession);
        let wanted = self.profession.map(|id| Code::from(id.0));
        wanted.is_some_and(|wanted| code.is_ok_and(|code| code != wanted))
    }
}

/// Why an extract could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// Files that cannot be used at all.
    Files(Faults),
    /// Rows that would make a count wrong.
    Rows(Refusals),
}

impl From<Faults> for ReadError {
    fn from(faults: Faults) -> Self {
        Self::Files(faults)
    }
}

impl From<Fault> for ReadError {
    fn from(fault: Fault) -> Self {
        Self::Files(fault.into())
    }
}

/// Reads, checks and packs an extract.
///
/// # Errors
/// Files that cannot be used, or every row that would make a count wrong: an unreadable or unknown
/// value, an impossible age, a year out of range, a row from before the licence, two rows for one
/// licence and year, and sex, birth year, licence year or country of education that changes.
pub fn read(request: &ReadRequest<'_>) -> Result<(Register, Inventory), ReadError> {
    let files = files::find(&request.paths)?;
    let names: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let mut gathered = Gathered::new(&names);
    for file in &files {
        gathered.begin_file();
        read_file(file, request, &mut gathered)?;
    }
    let (register, inventory) = gathered.finish()?;
    if register.rows().is_empty() {
        let location = Location::file(&names.join(", "));
        return Err(Fault::new("uttaget har inga rader")
            .located(location)
            .into());
    }
    Ok((register, inventory))
}

/// Reads one file. A columnar one is read whole and its digest taken from the bytes that were read;
/// that of a text is taken from the disk while the cores are busy with its rows.
fn read_file(
    file: &Path,
    request: &ReadRequest<'_>,
    gathered: &mut Gathered,
) -> Result<(), Faults> {
    let name = file.display().to_string();
    let sha256 = match kind_of(file)? {
        Kind::Text => thread::scope(|scope| {
            let digest = scope.spawn(|| digest_of_file(file));
            text::read(file, request, gathered)?;
            joined(digest).map_err(Faults::from)
        })?,
        Kind::Columnar(format) => {
            let BinaryFile { sha256, bytes, .. } = BinaryFile::read(file)?;
            columnar::read(&name, bytes, format, request, gathered)?;
            Some(sha256)
        }
    };
    gathered.sources.push(SourceFile { name, sha256 });
    Ok(())
}

enum Kind {
    Text,
    Columnar(columnar::Format),
}

/// What kind of file it is, by its first bytes whatever it is called.
fn kind_of(path: &Path) -> Result<Kind, Fault> {
    Ok(match first_bytes(path)?.as_slice() {
        [b'P', b'A', b'R', b'1', ..] => Kind::Columnar(columnar::Format::Parquet),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => Kind::Columnar(columnar::Format::Ipc),
        _ => Kind::Text,
    })
}

/// The faults of a file's columns, with the columns that it has.
fn column_faults(faults: &[ColumnFault], name: &str, headers: &[String]) -> Faults {
    let mut all = Faults::new();
    for fault in faults {
        let has = headers.join(", ");
        let tip = format!("filen har kolumnerna {has}; --map översätter lokala namn");
        let location = Location::line(name, 1);
        all.push(Fault::new(fault.message()).located(location).tip(tip));
    }
    all
}

/// Pieces waiting to be gathered.
const WAITING: usize = 4;

/// Hands numbered results on in the order of their numbers; the first fault ends it.
fn in_order<T>(
    results: Receiver<(usize, Result<T, Fault>)>,
    mut take: impl FnMut(T) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (number, result) in results {
        early.insert(number, result);
        while let Some(result) = early.remove(&next) {
            take(result?)?;
            next += 1;
        }
    }
    Ok(())
}

/// Rows as they come in, from one file after another.
struct Gathered {
    persons: Persons,
    rows: Vec<LicenceYear>,
    /// Where each row stood: its line, counted on through all files.
    places: Vec<u32>,
    /// The last line before each file.
    bases: Vec<u32>,
    last_line: u32,
    refusals: Refusals,
    positions: Vec<Positions>,
    sources: Vec<SourceFile>,
}

impl Gathered {
    fn new(files: &[String]) -> Self {
        Self {
            persons: Persons::default(),
            rows: Vec::new(),
            places: Vec::new(),
            bases: Vec::new(),
            last_line: 0,
            refusals: Refusals::of_files(files),
            positions: Vec::new(),
            sources: Vec::new(),
        }
    }

    fn begin_file(&mut self) {
        self.bases.push(self.last_line);
    }

    fn current_file(&self) -> u32 {
        u32::try_from(self.bases.len() - 1).unwrap_or(u32::MAX)
    }

    fn add(&mut self, piece: Piece) -> Result<(), Fault> {
        let file = self.current_file();
        for (line, problem) in piece.problems {
            self.refusals.push(Place { file, line }, problem);
        }
        let base = self.bases.last().copied().unwrap_or_default();
        let too_many = || Fault::new("uttaget har fler än fyra miljarder rader");
        let last_line = u32::try_from(piece.last_line)
            .ok()
            .and_then(|line| base.checked_add(line));
        self.last_line = last_line.ok_or_else(too_many)?;
        self.places
            .extend(piece.lines.iter().map(|line| base + line));
        let mut rows = piece.rows.into_iter();
        for (pseudonym, length) in piece.runs {
            let person = self.persons.index(pseudonym).ok_or_else(too_many)?;
            let run = rows.by_ref().take(length as usize);
            self.rows
                .extend(run.map(|row| LicenceYear { person, ..row }));
        }
        Ok(())
    }

    fn finish(self) -> Result<(Register, Inventory), ReadError> {
        let Self {
            sources,
            persons,
            mut rows,
            places,
            bases,
            mut refusals,
            positions,
            ..
        } = self;
        let (pseudonyms, ranks) = persons.in_order();
        if let Some(ranks) = ranks {
            for row in &mut rows {
                row.person = ranks[row.person as usize];
            }
        }
        let (rows, places) = order(rows, places, pseudonyms.len());
        let place = |at: usize| {
            let file = bases
                .partition_point(|base| *base < places[at])
                .saturating_sub(1);
            let line = u64::from(places[at] - bases[file]);
            Place {
                file: u32::try_from(file).unwrap_or(u32::MAX),
                line,
            }
        };
        let oddities = check_all(&rows, place, &mut refusals);
        check_all_or_none_synthetic(oddities, rows.len())?;
        if !refusals.is_empty() {
            refusals.sort();
            return Err(ReadError::Rows(refusals));
        }
        let register = Register { rows, pseudonyms };
        let inventory = Inventory::of(&register, sources, &positions, oddities);
        Ok((register, inventory))
    }
}

/// Made-up persons among real ones would make every count wrong.
fn check_all_or_none_synthetic(oddities: Oddities, rows: usize) -> Result<(), Fault> {
    let synthetic = oddities.synthetic_rows;
    if synthetic == 0 || synthetic == rows as u64 {
        return Ok(());
    }
    let message = format!("{synthetic} av uttagets {rows} rader är syntetiska");
    Err(Fault::new(message).tip("läs syntetiska och riktiga rader var för sig"))
}

/// Checks all persons, a stretch of them on each core.
fn check_all(
    rows: &[LicenceYear],
    place: impl Fn(usize) -> Place + Sync,
    refusals: &mut Refusals,
) -> Oddities {
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let place = &place;
    let checked: Vec<(Refusals, Oddities)> = thread::scope(|scope| {
        let stretches: Vec<_> = person_stretches(rows, cores)
            .into_iter()
            .map(|stretch| {
                let start = stretch.start;
                scope.spawn(move || check_stretch(&rows[stretch], |at| place(start + at)))
            })
            .collect();
        stretches.into_iter().map(joined).collect()
    });
    let mut oddities = Oddities::default();
    for (refused, odd) in checked {
        oddities += odd;
        refusals.absorb(refused);
    }
    oddities
}

/// What a thread made; its panic, if it came to that, goes on here.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn check_stretch(rows: &[LicenceYear], place: impl Fn(usize) -> Place) -> (Refusals, Oddities) {
    let (mut refused, mut oddities) = (Refusals::default(), Oddities::default());
    let mut start = 0;
    for person in rows.chunk_by(|a, b| a.person == b.person) {
        check_person(person, |at| place(start + at), &mut refused, &mut oddities);
        start += person.len();
    }
    (refused, oddities)
}
