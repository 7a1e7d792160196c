//! Rows read from one piece of a file, not yet known by person.

use crate::extract::LicenceYear;
use crate::extract::columns::Column;
use crate::extract::problem::{Problem, Resolved};
use crate::extract::pseudonym::{Pseudonym, Written};

/// The rows of a piece, their lines and their pseudonyms.
#[derive(Default)]
pub(super) struct Piece {
    pub(super) rows: Vec<LicenceYear>,
    pub(super) lines: Vec<u32>,
    /// Consecutive rows of one person.
    pub(super) runs: Vec<(Pseudonym, u32)>,
    pub(super) problems: Vec<(u64, Problem)>,
    pub(super) last_line: u64,
}

impl Piece {
    /// Takes a row, or what is wrong with it. Rows of other professions than the `wanted` one are
    /// left out.
    pub(super) fn take(
        &mut self,
        line: u64,
        row: Resolved<LicenceYear>,
        person: Option<Written<'_>>,
        wanted: Option<u8>,
    ) {
        match (row, person) {
            (Err(problem), _) => self.problems.push((line, *problem)),
            (Ok(row), _) if wanted.is_some_and(|wanted| wanted != row.profession) => {}
            (Ok(_), None) => self.problems.push((line, Problem::Empty(Column::Person))),
            (Ok(row), Some(person)) => {
                match self.runs.last_mut() {
                    Some((last, length)) if person.is(last) => *length += 1,
                    _ => self.runs.push((person.to_owned(), 1)),
                }
                self.rows.push(row);
                self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
            }
        }
    }
}
