//! Rows of all files as they come in, put together to a register at the end.

use super::misspelt::misspelt_fault;
use super::piece::Piece;
use super::read_error::ReadError;
use super::request::ReadRequest;
use crate::extract::check::{check_all, check_all_or_none_synthetic};
use crate::extract::columns::Positions;
use crate::extract::inventory::SourceFile;
use crate::extract::persons::Persons;
use crate::extract::problem::RowLocation;
use crate::extract::register::{Register, order};
use crate::extract::{Dictionary, Inventory, LicenceYear, Refusals};
use crate::language::words;
use crate::source::Fault;

/// Rows as they come in, from one file after another.
pub(super) struct Gathered {
    persons: Persons,
    rows: Vec<LicenceYear>,
    /// The line of each row, counted on through all files.
    places: Vec<u32>,
    /// The last line before each file.
    bases: Vec<u32>,
    last_line: u32,
    refusals: Refusals,
    pub(super) positions: Vec<Positions>,
    pub(super) sources: Vec<SourceFile>,
}

impl Gathered {
    pub(super) fn new(files: &[String], request: &ReadRequest<'_>) -> Self {
        Self {
            persons: Persons::default(),
            rows: Vec::new(),
            places: Vec::new(),
            bases: Vec::new(),
            last_line: 0,
            refusals: Refusals::of_files(files, request.keeps_refused_rows),
            positions: Vec::new(),
            sources: Vec::new(),
        }
    }

    pub(super) fn begin_file(&mut self) {
        self.bases.push(self.last_line);
    }

    pub(super) const fn row_count(&self) -> usize {
        self.rows.len()
    }

    fn current_file(&self) -> u32 {
        u32::try_from(self.bases.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn add(&mut self, piece: Piece) -> Result<(), Fault> {
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

    pub(super) fn finish(
        self,
        dictionary: &Dictionary<'_>,
    ) -> Result<(Register, Inventory), ReadError> {
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
