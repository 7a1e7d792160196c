//! The refused rows of an extract: told by what is wrong with them, and as CSV row by row.

use std::collections::BTreeMap;
use std::io;

use super::Dictionary;
use super::columns::Column;
use super::problem::{Problem, RowLocation};
use crate::language::{Language, words};
use crate::source::{Fault, Faults, Location, PLACES};

/// How many different problems are kept, so that memory does not grow with what is wrong; the rest are counted.
const KEPT: usize = 10_000;

/// How many unknown names get a suggestion; more are never shown.
const SUGGESTED: usize = 1000;

/// A refused row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Its file and line.
    pub place: RowLocation,
    /// Why.
    pub problem: Problem,
}

/// What rows that are refused for the same reason have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    /// They are also in another file: the first file and the second.
    Shared(u32, u32),
    /// A problem whatever row it contradicts.
    Problem(Problem),
}

/// The rows that are refused for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Refused {
    /// What is wrong with the first of them.
    problem: Problem,
    rows: u64,
    /// The first of them, in their order.
    places: Vec<RowLocation>,
}

/// The refused rows of an extract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusals {
    files: Vec<String>,
    reasons: BTreeMap<Reason, Refused>,
    /// Rows refused for reasons beyond those that are kept.
    beyond: u64,
    /// Every refused row, if they are to be written.
    rows: Option<Vec<Refusal>>,
}

impl Reason {
    fn of(place: RowLocation, problem: &Problem) -> Self {
        match *problem {
            Problem::Duplicate { first } if first.file != place.file => {
                Self::Shared(first.file, place.file)
            }
            _ => Self::Problem(problem.wherever()),
        }
    }

    /// Whether there may be as many of them as rows.
    const fn may_be_many(&self) -> bool {
        !matches!(self, Self::Shared(..))
    }
}

impl Refused {
    fn absorb(&mut self, other: Self) {
        self.rows += other.rows;
        if other.places < self.places {
            self.problem = other.problem;
        }
        self.places.extend(other.places);
        self.places.sort_unstable();
        self.places.truncate(PLACES);
    }
}

impl Refusals {
    /// No refused rows yet; `keeps_rows` if they are to be written one by one.
    pub(super) fn of_files(files: &[String], keeps_rows: bool) -> Self {
        Self {
            files: files.to_vec(),
            rows: keeps_rows.then(Vec::new),
            ..Self::default()
        }
    }

    /// None of the same files yet, for another stretch of their rows.
    pub(super) fn emptied(&self) -> Self {
        Self::of_files(&[], self.rows.is_some())
    }

    pub(super) fn push(&mut self, place: RowLocation, problem: Problem) {
        if let Some(rows) = &mut self.rows {
            let problem = problem.clone();
            rows.push(Refusal { place, problem });
        }
        let reason = Reason::of(place, &problem);
        let refused = Refused {
            problem,
            rows: 1,
            places: vec![place],
        };
        self.add(reason, refused);
    }

    fn add(&mut self, reason: Reason, refused: Refused) {
        if let Some(own) = self.reasons.get_mut(&reason) {
            own.absorb(refused);
        } else if self.reasons.len() < KEPT || !reason.may_be_many() {
            self.reasons.insert(reason, refused);
        } else {
            self.beyond += refused.rows;
        }
    }

    /// Adds the refusals of another stretch of the same files.
    pub(super) fn absorb(&mut self, other: Self) {
        for (reason, refused) in other.reasons {
            self.add(reason, refused);
        }
        self.beyond += other.beyond;
        if let Some((rows, others)) = self.rows.as_mut().zip(other.rows) {
            rows.extend(others);
        }
    }

    /// Puts the rows in the order of their files.
    pub(super) fn sort(&mut self) {
        if let Some(rows) = &mut self.rows {
            rows.sort_by_key(|refusal| refusal.place);
        }
    }

    /// Looks for the names that were probably meant by the unknown ones that come first, once for each.
    pub(super) fn suggest(&mut self, dictionary: &Dictionary<'_>) {
        let mut refused: Vec<&mut Refused> = self.reasons.values_mut().collect();
        refused.sort_by(|a, b| a.places.cmp(&b.places));
        for own in refused.into_iter().take(SUGGESTED) {
            let (column, given, suggestion) = match &mut own.problem {
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
            *suggestion = dictionary.suggestion(column, given);
        }
    }

    /// Whether no row was refused.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reasons.is_empty()
    }

    /// Every refused row by place, if they were kept.
    pub fn iter(&self) -> impl Iterator<Item = &Refusal> {
        self.rows.iter().flatten()
    }

    /// As faults to show, each for all rows that have it. Rows that two files share come first, once for both files.
    #[must_use]
    pub fn faults(&self) -> Faults {
        let mut faults = Faults::new();
        let mut others = Vec::new();
        for (reason, refused) in &self.reasons {
            match *reason {
                Reason::Shared(first, second) => {
                    faults.push(self.shared(first, second, refused.rows));
                }
                Reason::Problem(_) => others.push(refused),
            }
        }
        others.sort_by(|a, b| a.places.cmp(&b.places));
        for refused in others {
            let column = refused.problem.column();
            let places = refused.places.iter();
            let places = places.map(|place| self.location(*place, column)).collect();
            faults.push_repeated(self.fault(refused), refused.rows, places);
        }
        faults.count_beyond(self.beyond);
        faults
    }

    /// What is wrong with the rows, at the first of them.
    fn fault(&self, refused: &Refused) -> Fault {
        let Refused {
            problem,
            rows,
            places,
        } = refused;
        let message = match problem.of_several() {
            Some(message) if *rows > 1 => message,
            _ => problem.message(&self.files),
        };
        let fault = Fault::new(message);
        let fault = match places.first() {
            Some(first) => fault.located(self.location(*first, problem.column())),
            None => fault,
        };
        let fault = match problem.tip() {
            Some(tip) => fault.tip(tip),
            None => fault,
        };
        if problem.is_of_value() {
            fault.of_value()
        } else {
            fault
        }
    }

    fn location(&self, place: RowLocation, column: Option<Column>) -> Location {
        Location {
            header: column.map(|column| column.name().to_owned()),
            ..Location::line(self.file(place.file), place.line)
        }
    }

    fn shared(&self, first: u32, second: u32, rows: u64) -> Fault {
        let (first, second) = (self.file(first), self.file(second));
        Fault::new(words!(
            "{rows} rader finns också i {first} (samma löpnr, yrke och år)",
            "{rows} rows are also in {first} (the same löpnr, yrke and år)"
        ))
        .located(Location::file(second))
        .tip(words!(
            "ta bort den ena filen, eller raderna ur den ena",
            "remove one of the files, or the rows from one of them"
        ))
    }

    /// The name of a file.
    pub(super) fn file(&self, position: u32) -> &str {
        self.files.get(position as usize).map_or("", String::as_str)
    }

    /// Writes CSV for `--rejects`: file, line, column, reason.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn write_csv(&self, language: Language, out: impl io::Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        let header = language.choose(
            ["fil", "rad", "kolumn", "fel"],
            ["file", "line", "column", "error"],
        );
        csv.write_record(header)?;
        for Refusal { place, problem } in self.iter() {
            csv.write_record([
                self.file(place.file),
                &place.line.to_string(),
                problem.column().map_or("", Column::name),
                problem.message(&self.files).text(language),
            ])?;
        }
        csv.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn line(line: u64) -> RowLocation {
        RowLocation { file: 0, line }
    }

    fn county(given: &str) -> Problem {
        Problem::Unknown {
            column: Column::County,
            given: given.to_owned(),
            suggestion: None,
        }
    }

    #[test]
    fn rows_are_told_once_for_each_value_in_the_order_of_their_lines() {
        let mut refusals = Refusals::of_files(&["a.csv".to_owned()], false);
        for number in 0..250_000 {
            let value = if number % 2 == 0 { "99" } else { "98" };
            refusals.push(line(250_001 - number), county(value));
        }
        assert_eq!(refusals.iter().count(), 0, "no row is kept");
        let shown = refusals.faults().to_string();
        let expected = "\
fel: okänt värde `98` i län (125\u{a0}000 rader, de första 2, 4 och 6)
  --> a.csv:2 (kolumn `län`)
tips: --map översätter lokala namn och koder

fel: okänt värde `99` i län (125\u{a0}000 rader, de första 3, 5 och 7)
  --> a.csv:3 (kolumn `län`)
tips: --map översätter lokala namn och koder

2 okända värden på 250\u{a0}000 ställen";
        assert_eq!(shown, expected);
    }

    #[test]
    fn contradictions_of_many_rows_are_one_fault() {
        let mut refusals = Refusals::of_files(&["a.csv".to_owned()], false);
        refusals.push(line(3), Problem::Duplicate { first: line(2) });
        let one = refusals.faults().to_string();
        assert!(
            one.contains("samma löpnr, yrke och år som a.csv:2"),
            "{one}"
        );
        for number in 4..100 {
            let first = line(number - 1);
            refusals.push(line(number), Problem::Duplicate { first });
        }
        let all = refusals.faults().to_string();
        let told = "som en tidigare rad (97 rader, de första 3, 4 och 5)";
        assert!(
            all.contains(told) && all.ends_with("\n1 fel i 97 rader"),
            "{all}"
        );
    }

    #[test]
    fn as_many_values_as_rows_take_no_more_memory() {
        let mut refusals = Refusals::of_files(&["a.csv".to_owned()], false);
        for number in 0..30_000 {
            refusals.push(line(number), county(&number.to_string()));
        }
        let shown = refusals.faults().to_string();
        let summary = "fler än 10\u{a0}000 okända värden på 30\u{a0}000 ställen";
        assert!(shown.contains(summary), "{shown}");
    }
}
