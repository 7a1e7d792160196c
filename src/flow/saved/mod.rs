//! A cube as a Parquet file: counts that other programs can read too.
//!
//! One row per cell of any of the three tables, its codes written as words. What the counts were
//! derived from is in the file's metadata, with the version of the layout.

mod error;
mod line;

use std::collections::{BTreeMap, BTreeSet};

use polars::io::parquet::write::KeyValueMetadata;
use polars::prelude::{
    Column as PolarsColumn, DataFrame, NamedFrom as _, ParquetWriter, PolarsResult, Series,
};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::cell::{CareerCell, CohortCell, SpellCell, StockCell, TransitionCell};
use super::counts::Counts;
use super::tally::Tables;
use super::{Coverage, Cube, Unknowns};
use crate::domain::{ProfessionId, Year};
use crate::extract::columns::Column;
use crate::extract::{Damage, MainProfession, MainProfessions, ParquetFile};
use crate::language::hexadecimal;
use crate::reference::Reference;
pub use error::SavedCubeError;
use line::{CODES, Code, Line, NUMBERS, Table, YEARS};

/// The version of the layout; it changes when a reader would have to.
pub(super) const VERSION: u32 = 3;

/// Rows that are written and read at a time.
const PIECE: usize = 1 << 18;

/// The key of the metadata.
const KEY: &str = "vardkraft.cube";

/// The file's metadata.
#[derive(Serialize, Deserialize)]
struct Metadata {
    version: u32,
    years: BTreeMap<String, BTreeSet<Year>>,
    columns: Vec<String>,
    is_synthetic: bool,
    state_rule: Option<String>,
    pension_age: u8,
    has_careers: bool,
    /// Whether stock and transitions are counted by licence cohort.
    has_licence_cohorts: bool,
    /// Licences and persons by profession and year, where persons are counted in the main profession.
    #[serde(default)]
    main_professions: Option<Written>,
    unknowns: BTreeMap<String, Unknowns>,
    /// SHA-256 of the rest of the metadata and of all cells, so that a changed file is not taken for
    /// the cube. Empty while it is computed.
    sha256: String,
}

/// The version alone, which every version has.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

impl Cube {
    /// The cube as the bytes of a Parquet file.
    ///
    /// # Errors
    /// Those of the Parquet library.
    pub fn to_parquet(&self, reference: &Reference) -> Result<Vec<u8>, SavedCubeError> {
        let metadata = self.metadata(reference);
        let sha256 = digest(&metadata, &self.tables)?;
        let metadata = in_json(&Metadata { sha256, ..metadata })?;
        let metadata = KeyValueMetadata::from_static(vec![(KEY.to_owned(), metadata)]);
        let mut bytes = Vec::new();
        let mut writer = ParquetWriter::new(&mut bytes)
            .with_key_value_metadata(Some(metadata))
            .batched(frame(&[], reference)?.schema())?;
        let mut lines = self.lines();
        loop {
            let piece: Vec<Line> = lines.by_ref().take(PIECE).collect();
            if piece.is_empty() {
                break;
            }
            writer.write_batch(&frame(&piece, reference)?)?;
        }
        writer.finish()?;
        Ok(bytes)
    }

    /// Reads a saved cube.
    ///
    /// # Errors
    /// Bytes that are no cube, or a cube in another version of the layout.
    pub fn from_parquet(bytes: Vec<u8>, reference: &Reference) -> Result<Self, SavedCubeError> {
        if !bytes.starts_with(b"PAR1") {
            return Err(SavedCubeError::NotACube);
        }
        let file = ParquetFile::open(bytes)?;
        let (coverage, mut metadata) = coverage(&file, reference)?;
        file.check_pages(&columns())?;
        let tables = cells(&file, reference)?;
        let tables = tables.finish(metadata.has_careers);
        let saved = std::mem::take(&mut metadata.sha256);
        let found = digest(&metadata, &tables)?;
        if found != saved {
            return Err(SavedCubeError::Changed { saved, found });
        }
        Ok(Self { coverage, tables })
    }

    fn metadata(&self, reference: &Reference) -> Metadata {
        let coverage = &self.coverage;
        let years = coverage.years.iter();
        let years =
            years.map(|(id, years)| (reference.profession(*id).name.clone(), years.clone()));
        let unknowns = coverage.unknowns.iter();
        let unknowns = unknowns.map(|(id, own)| (reference.profession(*id).name.clone(), *own));
        let columns = coverage
            .columns
            .iter()
            .map(|column| column.name().to_owned());
        Metadata {
            version: VERSION,
            years: years.collect(),
            columns: columns.collect(),
            is_synthetic: coverage.is_synthetic,
            state_rule: coverage.state_rule.clone(),
            pension_age: coverage.pension_age,
            has_careers: self.tables.careers.is_some(),
            has_licence_cohorts: coverage.has_licence_cohorts,
            main_professions: coverage
                .main_professions
                .as_ref()
                .map(|all| written(all, reference)),
            unknowns: unknowns.collect(),
            sha256: String::new(),
        }
    }

    fn lines(&self) -> impl Iterator<Item = Line> {
        let stock = self.stock();
        let stock = stock.map(|(cell, count)| Line::of_stock(cell, count));
        let transitions = self.transitions();
        let transitions = transitions.map(|(cell, count)| Line::of_transition(cell, count));
        let spells = self.spells();
        let spells = spells.map(|(cell, count)| Line::of_spell(cell, count));
        let careers = self.careers().into_iter().flatten();
        let careers = careers.map(|(cell, count)| Line::of_career(cell, count));
        let cohorts = self.cohorts().into_iter().flatten();
        let cohorts = cohorts.map(|(cell, count)| Line::of_cohort(cell, count));
        let followed = spells.chain(careers).chain(cohorts);
        stock.chain(transitions).chain(followed)
    }
}

/// The names of all columns.
fn columns() -> impl Iterator<Item = &'static str> + Clone {
    let numbers = NUMBERS.iter().map(|number| number.name());
    CODES.iter().map(|code| code.name()).chain(numbers)
}

/// Reads all cells, a piece at a time on each core; of several faults, the first in the file.
fn cells(file: &ParquetFile, reference: &Reference) -> Result<Cells, SavedCubeError> {
    let rows = file.metadata().num_rows;
    let read = |piece: usize| {
        let start = piece * PIECE;
        let frame = file.frame(columns(), start, PIECE.min(rows - start))?;
        let mut cells = Cells::default();
        for line in lines(&frame, reference)? {
            cells.add(&line).ok_or(SavedCubeError::Incomplete)?;
        }
        Ok(cells)
    };
    let pieces: Vec<Result<Cells, SavedCubeError>> = (0..rows.div_ceil(PIECE))
        .into_par_iter()
        .map(read)
        .collect();
    let mut whole = Cells::default();
    for piece in pieces {
        whole.absorb(piece?);
    }
    Ok(whole)
}

/// The cells of the tables as they are read, in any order.
#[derive(Default)]
struct Cells {
    stock: Vec<(StockCell, u32)>,
    transitions: Vec<(TransitionCell, u32)>,
    spells: Vec<(SpellCell, u32)>,
    careers: Vec<(CareerCell, u32)>,
    cohorts: Vec<(CohortCell, u32)>,
}

impl Cells {
    /// Keeps the cell of a line; none if the line lacks a part that its table must have.
    fn add(&mut self, line: &Line) -> Option<()> {
        let count = line.count()?;
        match line.table()? {
            Table::Stock => self.stock.push((line.stock()?, count)),
            Table::Transitions => self.transitions.push((line.transition()?, count)),
            Table::Spells => self.spells.push((line.spell()?, count)),
            Table::Careers => self.careers.push((line.career()?, count)),
            Table::Cohorts => self.cohorts.push((line.cohort()?, count)),
        }
        Some(())
    }

    fn absorb(&mut self, other: Self) {
        self.stock.extend(other.stock);
        self.transitions.extend(other.transitions);
        self.spells.extend(other.spells);
        self.careers.extend(other.careers);
        self.cohorts.extend(other.cohorts);
    }

    fn finish(self, has_careers: bool) -> Tables {
        Tables {
            stock: Counts::of(self.stock.into_iter()),
            transitions: Counts::of(self.transitions.into_iter()),
            spells: Counts::of(self.spells.into_iter()),
            careers: has_careers.then(|| Counts::of(self.careers.into_iter())),
            cohorts: has_careers.then(|| Counts::of(self.cohorts.into_iter())),
        }
    }
}

/// What the counts were derived from, and everything else in the metadata.
fn coverage(
    file: &ParquetFile,
    reference: &Reference,
) -> Result<(Coverage, Metadata), SavedCubeError> {
    let pairs = file.metadata().key_value_metadata().iter().flatten();
    let text = pairs
        .filter(|pair| pair.key == KEY)
        .find_map(|pair| pair.value.as_deref())
        .ok_or(SavedCubeError::NotACube)?;
    let Version { version } = serde_json::from_str(text).map_err(|_| SavedCubeError::NotACube)?;
    if version != VERSION {
        return Err(SavedCubeError::OtherVersion { version });
    }
    let metadata: Metadata = serde_json::from_str(text).map_err(|_| Damage::Description)?;
    let unknowns = metadata.unknowns.clone().into_iter();
    let unknowns = unknowns.map(|(name, own)| Ok((profession(name, reference)?, own)));
    let columns = metadata.columns.iter().map(|name| {
        Column::named(name).ok_or_else(|| SavedCubeError::UnknownWord {
            column: "kolumner",
            word: name.clone(),
        })
    });
    let coverage = Coverage {
        years: years(&metadata, reference)?,
        columns: columns.collect::<Result<_, _>>()?,
        is_synthetic: metadata.is_synthetic,
        state_rule: metadata.state_rule.clone(),
        pension_age: metadata.pension_age,
        has_licence_cohorts: metadata.has_licence_cohorts,
        main_professions: metadata
            .main_professions
            .clone()
            .map(|all| main_professions(all, reference))
            .transpose()?,
        unknowns: unknowns.collect::<Result<_, SavedCubeError>>()?,
    };
    Ok((coverage, metadata))
}

fn profession(name: String, reference: &Reference) -> Result<ProfessionId, SavedCubeError> {
    let known = reference.profession_named(&name);
    known.map_err(|_| SavedCubeError::UnknownWord {
        column: "yrke",
        word: name,
    })
}

/// Licences and persons by the name of the profession and the year.
type Written = BTreeMap<String, BTreeMap<Year, (u64, u64)>>;

fn written(all: &MainProfessions, reference: &Reference) -> Written {
    let all = all.iter().map(|(id, years)| {
        let years = years.iter();
        let years = years.map(|(year, count)| (*year, (count.licences, count.persons)));
        (reference.profession(*id).name.clone(), years.collect())
    });
    all.collect()
}

fn main_professions(
    all: Written,
    reference: &Reference,
) -> Result<MainProfessions, SavedCubeError> {
    let all = all.into_iter().map(|(name, years)| {
        let years = years.into_iter().map(|(year, (licences, persons))| {
            let count = MainProfession { licences, persons };
            (count.persons <= count.licences).then_some((year, count))
        });
        let years: Option<BTreeMap<Year, MainProfession>> = years.collect();
        let years = years.ok_or(SavedCubeError::Incomplete)?;
        Ok((profession(name, reference)?, years))
    });
    all.collect()
}

/// The years of each profession.
fn years(
    metadata: &Metadata,
    reference: &Reference,
) -> Result<BTreeMap<ProfessionId, BTreeSet<Year>>, SavedCubeError> {
    let mut named = metadata.years.values().flatten();
    if let Some(far) = named.find(|year| !YEARS.contains(year)) {
        return Err(SavedCubeError::UnknownWord {
            column: "år",
            word: far.to_string(),
        });
    }
    let years = metadata.years.clone().into_iter();
    let years = years.map(|(name, years)| Ok((profession(name, reference)?, years)));
    years.collect()
}

fn in_json(metadata: &Metadata) -> Result<String, SavedCubeError> {
    serde_json::to_string(metadata).map_err(|_| Damage::Description.into())
}

/// SHA-256 of the metadata, whose own digest is left empty, and of all cells and their counts, in
/// lower-case hexadecimal.
fn digest(metadata: &Metadata, tables: &Tables) -> Result<String, SavedCubeError> {
    let mut digest = Sha256::new();
    digest.update(in_json(metadata)?);
    tables.stock.bytes().for_each(|bytes| digest.update(bytes));
    tables
        .transitions
        .bytes()
        .for_each(|bytes| digest.update(bytes));
    tables.spells.bytes().for_each(|bytes| digest.update(bytes));
    let careers = tables.careers.iter().flat_map(Counts::bytes);
    careers.for_each(|bytes| digest.update(bytes));
    let cohorts = tables.cohorts.iter().flat_map(Counts::bytes);
    cohorts.for_each(|bytes| digest.update(bytes));
    Ok(hexadecimal(&digest.finalize()))
}

/// A column for each code, as its word, and one for each number.
fn frame(lines: &[Line], reference: &Reference) -> PolarsResult<DataFrame> {
    let codes = CODES.map(|code| {
        let words = code.words(reference);
        let word = |line: &Line| words.get(usize::from(line.code(code)?)).map(String::as_str);
        let values: Vec<Option<&str>> = lines.iter().map(word).collect();
        PolarsColumn::from(Series::new(code.name().into(), values))
    });
    let numbers = NUMBERS.map(|number| {
        let values: Vec<Option<i64>> = lines.iter().map(|line| line.number(number)).collect();
        PolarsColumn::from(Series::new(number.name().into(), values))
    });
    DataFrame::new(lines.len(), codes.into_iter().chain(numbers).collect())
}

/// The cells of a frame; a column of another type than a cube's is an error.
fn lines(frame: &DataFrame, reference: &Reference) -> Result<Vec<Line>, SavedCubeError> {
    let mut lines = vec![Line::default(); frame.height()];
    for code in CODES {
        let words = code.words(reference);
        let texts = frame.column(code.name())?.str()?;
        // Cells are sorted, so that equal words mostly follow each other.
        let mut latest: (&str, Option<u8>) = ("", None);
        for (line, text) in lines.iter_mut().zip(texts.iter()) {
            let Some(text) = text else { continue };
            if text != latest.0 {
                latest = (text, Some(code_of(text, &words, code)?));
            }
            line.set_code(code, latest.1);
        }
    }
    for number in NUMBERS {
        let values = frame.column(number.name())?.i64()?;
        for (line, value) in lines.iter_mut().zip(values.iter()) {
            line.set_number(number, value);
        }
    }
    Ok(lines)
}

fn code_of(text: &str, words: &[String], code: Code) -> Result<u8, SavedCubeError> {
    let at = words.iter().position(|word| word == text);
    let known = at.and_then(|at| u8::try_from(at).ok());
    known.ok_or_else(|| SavedCubeError::UnknownWord {
        column: code.name(),
        word: text.to_owned(),
    })
}
