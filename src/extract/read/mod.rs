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

use rayon::prelude::*;

use super::check::{Oddities, check_person};
use super::columns::{Column, ColumnFault, Positions};
use super::dictionary::Code;
use super::inventory::SourceFile;
use super::persons::Persons;
use super::problem::RowLocation;
use super::refusals::Refusals;
use super::register::{Register, order, person_stretches};
use super::spelling::Misspelt;
use super::{Dictionary, Inventory, LicenceYear};
use crate::domain::ProfessionId;
use crate::language::{Words, words};
use crate::source::{Fault, Faults, Location, Stream};
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

    fn without_rows(&self) -> Fault {
        let Some(profession) = self.profession else {
            return Fault::new(words!("uttaget har inga rader", "the extract has no rows"));
        };
        let name = self.dictionary.profession_name(profession);
        Fault::new(words!(
            "uttaget har inga rader för {name}",
            "the extract has no rows of {name}"
        ))
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

impl From<ReadError> for Faults {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Files(faults) => faults,
            ReadError::Rows(refusals) => refusals.faults(),
        }
    }
}

impl From<Fault> for ReadError {
    fn from(fault: Fault) -> Self {
        Self::Files(fault.into())
    }
}

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
    let mut gathered = Gathered::new(&names);
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
    match kind_of(&stream)? {
        FileKind::Text => text::read(&stream, request, gathered)?,
        FileKind::Columnar(format) => {
            let bytes = stream.read_whole()?;
            columnar::read(stream.name(), bytes, format, request, gathered)?;
        }
    }
    let sha256 = stream.digest()?;
    stream.check_unchanged()?;
    let name = stream.name().to_owned();
    gathered.sources.push(SourceFile { name, sha256 });
    Ok(())
}

enum FileKind {
    Text,
    Columnar(columnar::Format),
}

/// What kind of file it is, by its first bytes whatever it is called.
fn kind_of(stream: &Stream) -> Result<FileKind, Fault> {
    Ok(match stream.first_bytes()?.as_slice() {
        [b'P', b'A', b'R', b'1', ..] => FileKind::Columnar(columnar::Format::Parquet),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => FileKind::Columnar(columnar::Format::Ipc),
        _ => FileKind::Text,
    })
}

/// How many columns of a file a message lists.
const LISTED: usize = 30;

/// Where the columns of a file are, its local names translated.
fn positions(name: &str, own: &[String], request: &ReadRequest<'_>) -> Result<Positions, Faults> {
    let mapping = request.dictionary.mapping();
    let headers: Vec<String> = own
        .iter()
        .map(|header| mapping.header(header).to_owned())
        .collect();
    let lacking = mapping.lacking(own);
    let positions = match Positions::find(&headers) {
        Ok(positions) if lacking.is_empty() => positions,
        found => {
            return Err(column_faults(
                &found.err().unwrap_or_default(),
                &lacking,
                name,
                own,
            ));
        }
    };
    let mut faults = Faults::new();
    let translated = mapping.translated().map(|(column, _)| column);
    for column in translated.filter(|column| positions.of(*column).is_none()) {
        faults.push(nothing_to_translate(column).located(Location::line(name, 1)));
    }
    faults.or_else(|| positions)
}

fn nothing_to_translate(column: Column) -> Fault {
    let column = column.name();
    Fault::new(words!(
        "mappningen översätter värden i `{column}`, som filen saknar",
        "the mapping translates values of `{column}`, which the file lacks"
    ))
    .tip(words!(
        "ta bort [values.{column}] ur mappningen eller ge kolumnens namn under [columns]",
        "remove [values.{column}] from the mapping or give the column's name under [columns]"
    ))
}

/// The faults of a file's columns, with the columns that it has.
fn column_faults(
    faults: &[ColumnFault],
    lacking: &[(&str, Column)],
    name: &str,
    headers: &[String],
) -> Faults {
    let has = listed(headers);
    let mut all = Faults::new();
    let mut push = |message: Words| {
        let tip = words!(
            "filen har kolumnerna {has}; --map översätter lokala namn",
            "the file has the columns {has}; --map translates local names"
        );
        all.push(
            Fault::new(message)
                .located(Location::line(name, 1))
                .tip(tip),
        );
    };
    for (local, column) in lacking {
        let column = column.name();
        push(words!(
            "kolumnen `{local}` saknas, som enligt mappningen är `{column}`",
            "the column `{local}` is missing, which the mapping says is `{column}`"
        ));
    }
    for fault in faults {
        push(fault.message());
    }
    all
}

fn listed(headers: &[String]) -> String {
    let first = headers.iter().take(LISTED).map(String::as_str);
    let rest = (headers.len() > LISTED).then_some("…");
    first.chain(rest).collect::<Vec<_>>().join(", ")
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
    /// The line of each row, counted on through all files.
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
            self.refusals.push(RowLocation { file, line }, problem);
        }
        let base = self.bases.last().copied().unwrap_or_default();
        let too_many = || {
            Fault::new(words!(
                "uttaget har fler än fyra miljarder rader",
                "the extract has more than four billion rows"
            ))
        };
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

    fn finish(self, dictionary: &Dictionary<'_>) -> Result<(Register, Inventory), ReadError> {
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
        let misspelt = persons.misspelt().map(|misspelt| {
            let first_row = |person| rows.iter().position(|row| row.person == person);
            let place = |person| first_row(person).map(|at| place_of(&bases, places[at]));
            misspelt_fault(misspelt, place, &refusals)
        });
        let (pseudonyms, ranks) = persons.in_order();
        if let Some(ranks) = ranks {
            for row in &mut rows {
                row.person = ranks[row.person as usize];
            }
        }
        let (rows, places) = order(rows, places, pseudonyms.len());
        let place = |at: usize| place_of(&bases, places[at]);
        let oddities = check_all(&rows, place, &mut refusals);
        check_all_or_none_synthetic(oddities, rows.len())?;
        if !refusals.is_empty() {
            refusals.sort();
            refusals.suggest(dictionary);
            return Err(ReadError::Rows(refusals));
        }
        if let Some(fault) = misspelt {
            return Err(fault.into());
        }
        let register = Register { rows, pseudonyms };
        let inventory = Inventory::of(&register, sources, &positions, oddities);
        Ok((register, inventory))
    }
}

/// The file and line of a row by its line counted on through all files.
fn place_of(bases: &[u32], line: u32) -> RowLocation {
    let file = bases.partition_point(|base| *base < line).saturating_sub(1);
    let line = u64::from(line - bases[file]);
    RowLocation {
        file: u32::try_from(file).unwrap_or(u32::MAX),
        line,
    }
}

/// The fault of persons who are written in several ways; their pseudonyms are not shown.
fn misspelt_fault(
    misspelt: Misspelt,
    place: impl Fn(u32) -> Option<RowLocation>,
    refusals: &Refusals,
) -> Fault {
    let location = |person: u32| {
        let place = place(person).map(|place| (refusals.file(place.file), place.line));
        let (file, line) = place.unwrap_or_default();
        Location {
            header: Some(Column::Person.name().to_owned()),
            ..Location::line(file, line)
        }
    };
    match misspelt {
        Misspelt::Twice {
            count,
            first: [one, other],
        } => {
            let place = location(one);
            let (file, line) = (place.file, place.row.unwrap_or_default());
            Fault::new(words!(
                "{count} löpnr skrivs på flera sätt; det första skrivs annorlunda i {file}:{line}",
                "{count} löpnr are written in several ways; the first is written otherwise in {file}:{line}"
            ))
            .located(location(other))
            .tip(words!(
                "skriv löpnr likadant överallt, som text: utan tillagda decimaler (123.0), med sina inledande nollor (00123) och med samma bokstäver; annars följs ingen från år till år",
                "write löpnr alike everywhere, as text: without added decimals (123.0), with their leading zeros (00123) and in the same case; otherwise nobody is followed from year to year"
            ))
        }
        Misspelt::Rounded { count, first } => Fault::new(words!(
            "{count} löpnr är avrundade tal (1,2E+11)",
            "{count} löpnr are rounded numbers (1.2E+11)"
        ))
        .located(location(first))
        .tip(words!(
            "ett kalkylprogram har förstört dem; hämta uttaget igen och spara löpnr som text",
            "a spreadsheet has spoilt them; fetch the extract again and save löpnr as text"
        )),
    }
}

/// Refuses synthetic persons among real ones, which would make every count wrong.
fn check_all_or_none_synthetic(oddities: Oddities, rows: usize) -> Result<(), Fault> {
    let synthetic = oddities.synthetic_rows;
    if synthetic == 0 || synthetic == rows as u64 {
        return Ok(());
    }
    Err(Fault::new(words!(
        "{synthetic} av uttagets {rows} rader är syntetiska",
        "{synthetic} of the {rows} rows of the extract are synthetic"
    ))
    .tip(words!(
        "läs syntetiska och riktiga rader var för sig",
        "read synthetic and real rows apart"
    )))
}

/// Checks all persons, a stretch of them on each core.
fn check_all(
    rows: &[LicenceYear],
    place: impl Fn(usize) -> RowLocation + Sync,
    refusals: &mut Refusals,
) -> Oddities {
    let checked: Vec<(Refusals, Oddities)> = person_stretches(rows, rayon::current_num_threads())
        .into_par_iter()
        .map(|stretch| {
            let start = stretch.start;
            check_stretch(&rows[stretch], |at| place(start + at))
        })
        .collect();
    let mut oddities = Oddities::default();
    for (refused, odd) in checked {
        oddities += odd;
        refusals.absorb(refused);
    }
    oddities
}

/// The result of a thread; its panic, if any, is resumed here.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn check_stretch(
    rows: &[LicenceYear],
    place: impl Fn(usize) -> RowLocation,
) -> (Refusals, Oddities) {
    let (mut refused, mut oddities) = (Refusals::default(), Oddities::default());
    let mut start = 0;
    for person in rows.chunk_by(|a, b| a.person == b.person) {
        check_person(person, |at| place(start + at), &mut refused, &mut oddities);
        start += person.len();
    }
    (refused, oddities)
}
