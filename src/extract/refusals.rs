//! The refused rows of an extract, as faults to show and as CSV.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Dictionary;
use super::columns::Column;
use super::problem::{Problem, RowLocation};
use crate::language::{Language, words};
use crate::source::{Fault, Faults, Location};

/// How many refused rows are kept in full; the rest are counted.
const KEPT: usize = 100_000;

/// How many refused rows get a suggestion; more are never shown.
const SUGGESTED: usize = 1000;

/// A refused row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Its file and line.
    pub place: RowLocation,
    /// Why.
    pub problem: Problem,
}

impl Refusal {
    /// The two files that have this row, if it is the second of two in different files.
    const fn between_files(&self) -> Option<(u32, u32)> {
        match self.problem {
            Problem::Duplicate { first } if first.file != self.place.file => {
                Some((first.file, self.place.file))
            }
            _ => None,
        }
    }
}

/// The refused rows of an extract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusals {
    files: Vec<String>,
    kept: Vec<Refusal>,
    count: u64,
}

impl Refusals {
    pub(super) fn of_files(files: &[String]) -> Self {
        Self {
            files: files.to_vec(),
            kept: Vec::new(),
            count: 0,
        }
    }

    pub(super) fn push(&mut self, place: RowLocation, problem: Problem) {
        self.count += 1;
        if self.kept.len() < KEPT {
            self.kept.push(Refusal { place, problem });
        }
    }

    /// Adds the refusals of another stretch of the same files.
    pub(super) fn absorb(&mut self, other: Self) {
        let room = KEPT.saturating_sub(self.kept.len());
        self.kept.extend(other.kept.into_iter().take(room));
        self.count += other.count;
    }

    pub(super) fn sort(&mut self) {
        self.kept.sort_by_key(|refusal| refusal.place);
    }

    /// Looks for the names that were probably meant by the first of the unknown ones, once for each.
    pub(super) fn suggest(&mut self, dictionary: &Dictionary<'_>) {
        let mut known = BTreeMap::new();
        for refusal in self.kept.iter_mut().take(SUGGESTED) {
            let (column, given, suggestion) = match &mut refusal.problem {
                Problem::Unknown {
                    column,
                    given,
                    suggestion,
                } => (*column, &*given, suggestion),
                Problem::Elsewhere {
                    given: Some(given),
                    suggestion,
                    ..
                } => (Column::Municipality, &*given, suggestion),
                _ => continue,
            };
            let likest = known
                .entry((column, given.clone()))
                .or_insert_with(|| dictionary.suggestion(column, given));
            suggestion.clone_from(likest);
        }
    }

    /// Whether no row was refused.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many rows were refused.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// How many refused rows are only counted, if there are more than are kept.
    #[must_use]
    pub fn unkept(&self) -> Option<u64> {
        Some(self.count - self.kept.len() as u64).filter(|unkept| *unkept > 0)
    }

    /// The refused rows, the first hundred thousand of them, by place.
    pub fn iter(&self) -> impl Iterator<Item = &Refusal> {
        self.kept.iter()
    }

    /// As faults to show. Rows that two files share are reported once for both files.
    #[must_use]
    pub fn faults(&self) -> Faults {
        let mut faults = Faults::new();
        for ((first, second), rows) in self.shared_between_files() {
            faults.push(self.shared(first, second, rows));
        }
        for refusal in self
            .kept
            .iter()
            .filter(|refusal| refusal.between_files().is_none())
        {
            let Refusal { place, problem } = refusal;
            let header = problem.column().map(|column| column.name().to_owned());
            let location = Location {
                header,
                ..Location::line(self.file(place.file), place.line)
            };
            let fault = Fault::new(problem.message(&self.files)).located(location);
            faults.push(match problem.tip() {
                Some(tip) => fault.tip(tip),
                None => fault,
            });
        }
        faults
    }

    fn shared(&self, first: u32, second: u32, rows: u64) -> Fault {
        let (first, second) = (self.file(first), self.file(second));
        let (least, at_least) = self.unkept().map_or(("", ""), |_| ("minst ", "at least "));
        Fault::new(words!(
            "{least}{rows} rader finns också i {first} (samma löpnr, yrke och år)",
            "{at_least}{rows} rows are also in {first} (the same löpnr, yrke and år)"
        ))
        .located(Location::file(second))
        .tip(words!(
            "ta bort den ena filen, eller raderna ur den ena",
            "remove one of the files, or the rows from one of them"
        ))
    }

    fn shared_between_files(&self) -> BTreeMap<(u32, u32), u64> {
        let mut shared = BTreeMap::new();
        for files in self.kept.iter().filter_map(Refusal::between_files) {
            *shared.entry(files).or_insert(0) += 1;
        }
        shared
    }

    /// The name of a file.
    pub(super) fn file(&self, position: u32) -> &str {
        self.files.get(position as usize).map_or("", String::as_str)
    }

    /// As CSV for `--rejects`: file, line, column, reason.
    #[must_use]
    pub fn csv(&self, language: Language) -> String {
        let header = language.choose("fil,rad,kolumn,fel\n", "file,line,column,error\n");
        let mut csv = header.to_owned();
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        for Refusal { place, problem } in &self.kept {
            let file = quoted(self.file(place.file));
            let column = problem.column().map_or("", Column::name);
            let message = quoted(problem.message(&self.files).text(language));
            // Writing to a String cannot fail.
            let _ = writeln!(csv, "{file},{},{column},{message}", place.line);
        }
        csv
    }
}
