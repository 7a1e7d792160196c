//! What an extract of unknown words holds: its headers, its distinct values and its first rows.

use std::path::PathBuf;

use hashbrown::{HashMap, HashSet};

use crate::extract::columns::Column;
use crate::extract::dictionary::is_missing;
use crate::extract::read::{Rows, each_row};
use crate::reference::{WordKind, yes_or_no};
use crate::source::Faults;

/// A column with more distinct values than this has no codes or names: they are not counted further.
const DISTINCT: usize = 2000;

/// A longer text than this many bytes is no code and no name.
const LONGEST: usize = 80;

/// How many rows are kept whole at most, to see how columns go together.
const WHOLE_ROWS: usize = 20_000;

/// What an extract holds before anything is known of what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// The columns of all files, in the order in which they were met.
    pub(super) columns: Vec<SurveyedColumn>,
    pub(super) files: usize,
    pub(super) rows: u64,
    /// Rows at equal distances, by column.
    pub(super) sample: Vec<Vec<String>>,
    /// The distance between rows of the sample.
    distance: Distance,
    /// The columns of the file that is being read.
    current: Vec<usize>,
}

/// A column of an extract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SurveyedColumn {
    pub header: String,
    /// How many files have it.
    pub files: usize,
    /// How many rows have each value; none of a column with too many.
    pub values: Option<HashMap<String, u64>>,
}

impl Survey {
    /// Reads what an extract holds.
    ///
    /// # Errors
    /// Files that cannot be read.
    pub fn of(paths: &[PathBuf]) -> Result<Self, Faults> {
        let mut survey = Self::default();
        each_row(paths, &mut survey)?;
        Ok(survey)
    }

    /// Whether every row is marked as synthetic.
    #[must_use]
    pub fn is_synthetic(&self) -> bool {
        let mut marks = self
            .columns
            .iter()
            .filter(|own| Column::named(&own.header) == Some(Column::Synthetic))
            .filter_map(|own| Some((own.files, own.values.as_ref()?)));
        marks.any(|(files, values)| {
            let marked = values
                .iter()
                .filter(|(value, _)| yes_or_no(WordKind::YesOrNo, value) == Some(true));
            let marked: u64 = marked.map(|(_, rows)| rows).sum();
            files == self.files && marked == self.rows && marked > 0
        })
    }

    /// How many distinct values a column has in the sample, and how many rows of it have one.
    pub(super) fn distinct(&self, at: usize) -> (usize, usize) {
        let cells: Vec<&str> = self.cells(at).collect();
        let distinct: HashSet<&str> = cells.iter().copied().collect();
        (distinct.len(), cells.len())
    }

    /// The values of a column in the sample, without those that are missing.
    pub(super) fn cells(&self, at: usize) -> impl Iterator<Item = &str> {
        let cells = self.sample.iter().filter_map(move |row| row.get(at));
        cells.map(String::as_str).filter(|cell| !is_missing(cell))
    }

    /// The values of two columns in the rows of the sample that have both.
    pub(super) fn pairs(&self, a: usize, b: usize) -> impl Iterator<Item = (&str, &str)> {
        self.sample.iter().filter_map(move |row| {
            let pair = (row.get(a)?.as_str(), row.get(b)?.as_str());
            (!is_missing(pair.0) && !is_missing(pair.1)).then_some(pair)
        })
    }
}

/// How many rows there are from one row of the sample to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Distance(u64);

impl Default for Distance {
    fn default() -> Self {
        Self(1)
    }
}

impl Survey {
    /// Keeps every other row of a sample that has grown too large, so that it stays one of all rows: files are
    /// sorted by person or by year.
    fn thin(&mut self) {
        if self.sample.len() > WHOLE_ROWS {
            let mut at = 0;
            self.sample.retain(|_| {
                at += 1;
                at % 2 == 1
            });
            self.distance.0 *= 2;
        }
    }
}

impl Rows for Survey {
    fn begin(&mut self, headers: &[String]) {
        self.files += 1;
        self.current = headers
            .iter()
            .map(|header| {
                let header = header.trim();
                let known = self.columns.iter().position(|own| own.header == header);
                let at = known.unwrap_or(self.columns.len());
                if known.is_none() {
                    self.columns.push(SurveyedColumn {
                        header: header.to_owned(),
                        files: 0,
                        values: Some(HashMap::default()),
                    });
                }
                self.columns[at].files += 1;
                at
            })
            .collect();
    }

    fn take(&mut self, cells: &[&str]) {
        self.rows += 1;
        for (&at, cell) in self.current.iter().zip(cells) {
            self.columns[at].count(cell);
        }
        if (self.rows - 1).is_multiple_of(self.distance.0) {
            let mut row = vec![String::new(); self.columns.len()];
            for (&at, cell) in self.current.iter().zip(cells) {
                (*cell).clone_into(&mut row[at]);
            }
            self.sample.push(row);
            self.thin();
        }
    }
}

impl SurveyedColumn {
    fn count(&mut self, cell: &str) {
        let Some(values) = &mut self.values else {
            return;
        };
        if cell.is_empty() {
            return;
        }
        if let Some(rows) = values.get_mut(cell) {
            *rows += 1;
        } else if values.len() < DISTINCT && cell.len() <= LONGEST {
            values.insert(cell.to_owned(), 1);
        } else {
            self.values = None;
        }
    }
}

/// How many rows the least cell of two columns has, if the columns have few values.
///
/// # Errors
/// Files that cannot be read.
pub fn least_cell(paths: &[PathBuf], columns: [&str; 2]) -> Result<Option<u64>, Faults> {
    let mut crossed = Crossed {
        columns,
        at: [None; 2],
        cells: Some(HashMap::default()),
    };
    each_row(paths, &mut crossed)?;
    let cells = crossed.cells.unwrap_or_default();
    Ok(cells.values().min().copied())
}

/// Rows by the values of two columns.
struct Crossed<'a> {
    columns: [&'a str; 2],
    at: [Option<usize>; 2],
    /// None if there are too many.
    cells: Option<HashMap<[String; 2], u64>>,
}

impl Rows for Crossed<'_> {
    fn begin(&mut self, headers: &[String]) {
        self.at = self
            .columns
            .map(|own| headers.iter().position(|header| header.trim() == own));
    }

    fn take(&mut self, cells: &[&str]) {
        let key = self.at.map(|at| {
            let cell = at.and_then(|at| cells.get(at));
            cell.copied().unwrap_or_default().to_owned()
        });
        let Some(known) = &mut self.cells else { return };
        *known.entry(key).or_default() += 1;
        if known.len() > DISTINCT * 10 {
            self.cells = None;
        }
    }
}
