//! A proposed mapping for a register with names and codes of its own.
//!
//! Every header gets the column that it probably is, by its name and by what the column holds; every value that is
//! not understood what it probably means. What cannot be guessed is left for a person to answer. Nothing that may
//! identify a person is proposed: pseudonyms, dates and columns of many values are never listed.

mod content;
mod names;
mod survey;
mod values;
mod write;

use self::content::{Contents, Known};
use self::names::{Naming, named};
use self::values::{Meanings, UnknownValues};
use super::Dictionary;
use super::columns::{Column, Positions};
use crate::language::Words;
pub use survey::{Survey, least_cell};
pub use write::MapProtection;

/// Columns in the order in which their contents are recognised: the year first, for others are recognised by it.
const BY_CONTENT: [Column; 15] = [
    Column::Year,
    Column::Sex,
    Column::Profession,
    Column::Status,
    Column::EducationCountry,
    Column::Sector,
    Column::University,
    Column::Employed,
    Column::County,
    Column::Municipality,
    Column::Industry,
    Column::Occupation,
    Column::BirthYear,
    Column::LicenceYear,
    Column::Person,
];

/// A proposed mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// In the order of [`Column::ALL`], the headers that name none last, in the order of their texts.
    columns: Vec<ProposedColumn>,
    /// The needed columns that no header names.
    missing: Vec<Words>,
}

/// A column of the register and what it probably is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ProposedColumn {
    header: String,
    guess: Option<Guess>,
    /// What else it could be, if that is several columns' name or content.
    rival_of: Option<Column>,
    /// Whether every file has it; a mapping can only name such columns.
    is_everywhere: bool,
    values: UnknownValues,
}

/// What a column probably is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Guess {
    column: Column,
    reason: Reason,
}

/// Why a column is probably what it is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Name(Naming),
    Content,
    /// It is the only county that the register has.
    OnlyCounty,
}

impl Proposal {
    /// Proposes what the headers and values of a register mean. `dictionary` has no mapping of its own.
    #[must_use]
    pub fn of(survey: &Survey, dictionary: &Dictionary<'_>) -> Self {
        let meanings = Meanings { dictionary };
        let contents = Contents { survey, meanings };
        let mut guesses = Guesses::of(survey.columns.len());
        guesses.by_name(&contents);
        guesses.by_content(&contents);
        guesses.only_county();
        let mut columns: Vec<ProposedColumn> = survey
            .columns
            .iter()
            .zip(guesses.of_header.iter().zip(&guesses.rivals))
            .map(|(own, (guess, rival_of))| ProposedColumn {
                header: own.header.clone(),
                guess: *guess,
                rival_of: *rival_of,
                is_everywhere: own.files == survey.files,
                values: guess.map_or_else(UnknownValues::default, |guess| {
                    meanings.unknown(guess.column, own)
                }),
            })
            .collect();
        columns.sort_by(|a, b| {
            let column =
                |own: &ProposedColumn| own.guess.map_or(usize::MAX, |own| own.column as usize);
            column(a).cmp(&column(b)).then(a.header.cmp(&b.header))
        });
        let missing = missing(&columns);
        Self { columns, missing }
    }

    /// The headers of the profession and of the year, by which check counts rows.
    #[must_use]
    pub fn counted_by(&self) -> Option<[&str; 2]> {
        let header = |column| {
            let mut columns = self.columns.iter();
            let own = columns.find(|own| own.guess.is_some_and(|own| own.column == column));
            own.map(|own| own.header.as_str())
        };
        Some([header(Column::Profession)?, header(Column::Year)?])
    }

    /// How many headers and values are left for a person to answer.
    #[must_use]
    pub fn unanswered(&self) -> (usize, usize) {
        let values = self.columns.iter().map(|own| {
            let listed = own.values.listed.iter();
            listed.filter(|value| value.guess.is_none()).count() + own.values.beyond
        });
        (self.missing.len(), values.sum())
    }
}

/// The needed columns that are not among those that were guessed.
fn missing(columns: &[ProposedColumn]) -> Vec<Words> {
    let named = columns.iter().filter_map(|own| own.guess);
    let named: Vec<String> = named.map(|own| own.column.name().to_owned()).collect();
    let faults = Positions::find(&named).err().unwrap_or_default();
    faults
        .iter()
        .map(super::columns::ColumnFault::message)
        .collect()
}

/// What the headers probably are, while that is found out.
struct Guesses {
    of_header: Vec<Option<Guess>>,
    rivals: Vec<Option<Column>>,
}

impl Guesses {
    fn of(headers: usize) -> Self {
        Self {
            of_header: vec![None; headers],
            rivals: vec![None; headers],
        }
    }

    fn position_of(&self, column: Column) -> Option<usize> {
        let is_it = |guess: &Option<Guess>| guess.is_some_and(|guess| guess.column == column);
        self.of_header.iter().position(is_it)
    }

    fn has(&self, column: Column) -> bool {
        self.position_of(column).is_some()
    }

    /// The clearest names first; a name that is only part of a header, or like one, must be supported by what the
    /// column holds.
    fn by_name(&mut self, contents: &Contents<'_>) {
        let headers = contents.survey.columns.iter().enumerate();
        let mut named: Vec<(Naming, usize, Column)> = headers
            .filter_map(|(at, own)| named(&own.header).map(|(column, naming)| (naming, at, column)))
            .filter(|(naming, at, column)| {
                *naming == Naming::Exact || contents.supports(*at, *column)
            })
            .collect();
        named.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        for (naming, at, column) in named {
            let reason = Reason::Name(naming);
            if self.has(column) {
                self.rivals[at] = Some(column);
            } else {
                self.of_header[at] = Some(Guess { column, reason });
            }
        }
    }

    /// A column that only one header can be by what it holds; several that can are left for a person to choose from.
    fn by_content(&mut self, contents: &Contents<'_>) {
        for column in BY_CONTENT {
            if self.has(column) || self.is_needless(column) {
                continue;
            }
            let known = Known {
                year: self.position_of(Column::Year),
                county: self.position_of(Column::County),
            };
            let is_free = |at: &usize| self.of_header[*at].is_none();
            let fitting: Vec<usize> = (0..self.of_header.len())
                .filter(is_free)
                .filter(|at| contents.shows(*at, column, &known))
                .collect();
            let reason = Reason::Content;
            let only = match fitting[..] {
                [at] => Some(at),
                _ if column == Column::BirthYear => contents.earliest(&fitting),
                _ if column == Column::Person => {
                    let born = self.position_of(Column::BirthYear);
                    let lasting = born.or_else(|| self.position_of(Column::Sex));
                    contents.steady(&fitting, lasting)
                }
                _ => None,
            };
            match only {
                Some(at) => self.of_header[at] = Some(Guess { column, reason }),
                None => fitting
                    .iter()
                    .for_each(|at| self.rivals[*at] = Some(column)),
            }
        }
    }

    /// A register with the county of work alone, or of residence alone, has no other.
    fn only_county(&mut self) {
        let counties = [Column::WorkCounty, Column::ResidenceCounty];
        let positions = counties.map(|column| self.position_of(column));
        if let ([Some(at), None] | [None, Some(at)], false) = (positions, self.has(Column::County))
        {
            self.of_header[at] = Some(Guess {
                column: Column::County,
                reason: Reason::OnlyCounty,
            });
        }
    }

    /// Whether the register has what the column would be for.
    fn is_needless(&self, column: Column) -> bool {
        match column {
            Column::Employed | Column::Industry | Column::Occupation => self.has(Column::Status),
            Column::County => self.has(Column::WorkCounty) && self.has(Column::ResidenceCounty),
            Column::BirthYear => self.has(Column::Age),
            Column::University => self.has(Column::StudyCounty),
            _ => false,
        }
    }
}
