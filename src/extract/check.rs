//! What is wrong with an extract, and what is merely odd.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::columns::Column;
use super::licence_year::{LASTING, LicenceYear};
use crate::source::{Fault, Faults, Location};

/// How many refused rows are kept in full; the rest are counted.
const KEPT: usize = 100_000;

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A cell that must hold a value does not.
    Empty(Column),
    /// A value that the column cannot hold.
    Unreadable {
        /// The column.
        column: Column,
        /// What stood in the cell.
        given: String,
    },
    /// A name or code that is not known.
    Unknown {
        /// The column.
        column: Column,
        /// What stood in the cell.
        given: String,
        /// What was probably meant.
        suggestion: Option<String>,
    },
    /// A row with too few or too many fields.
    Fields {
        /// How many it has.
        got: usize,
        /// How many the header has.
        want: usize,
    },
    /// An age that nobody with a licence has.
    Age {
        /// Years at the end of the year observed.
        age: i32,
    },
    /// A row from before the licence was given.
    BeforeLicence,
    /// No row of the state rule fits.
    NoState,
    /// The state rule does not say when this profession is in the profession.
    NoRule {
        /// The profession's name.
        profession: String,
    },
    /// The same person, profession and year have stood before.
    Duplicate {
        /// Where.
        first: Place,
    },
    /// Something that lasts has changed since an earlier row of the person.
    Changed {
        /// What.
        column: Column,
        /// Where the other value stands.
        first: Place,
    },
}

/// Something made of cells, or what is wrong with them; boxed, because nearly all cells are right.
pub(super) type Resolved<T> = Result<T, Box<Problem>>;

/// A file, by its position among the inputs, and a line or row in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Position of the file.
    pub file: u32,
    /// Line of a text, row of a Parquet or Arrow file; counted from 1.
    pub line: u64,
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

impl std::ops::AddAssign for Oddities {
    fn add_assign(&mut self, other: Self) {
        self.licences_with_gaps += other.licences_with_gaps;
        self.missing_years += other.missing_years;
        self.rows_without_county += other.rows_without_county;
        self.rows_without_codes += other.rows_without_codes;
        self.synthetic_rows += other.synthetic_rows;
        self.persons_with_several_licences += other.persons_with_several_licences;
    }
}

impl Problem {
    pub(super) fn unreadable(column: Column, given: &str) -> Self {
        Self::Unreadable {
            column,
            given: given.to_owned(),
        }
    }

    /// The column that is wrong, if one is.
    #[must_use]
    pub const fn column(&self) -> Option<Column> {
        match self {
            Self::Empty(column)
            | Self::Unreadable { column, .. }
            | Self::Unknown { column, .. }
            | Self::Changed { column, .. } => Some(*column),
            _ => None,
        }
    }

    fn message(&self, files: &[String]) -> String {
        let place = |place: &Place| {
            let file = files.get(place.file as usize).map_or("", String::as_str);
            format!("{file}:{}", place.line)
        };
        match self {
            Self::Empty(column) => format!("{} saknas", column.name()),
            Self::Unreadable { column, given } => {
                format!("`{given}` kan inte vara {}", column.name())
            }
            Self::Unknown { column, given, .. } => {
                format!("okänt värde `{given}` i {}", column.name())
            }
            Self::Fields { got, want } => {
                format!("raden har {got} fält men rubriken har {want}")
            }
            Self::Age { age } => format!("åldern blir {age} år"),
            Self::BeforeLicence => "raden är från före legitimationen".to_owned(),
            Self::NoState => "ingen rad i statusregeln passar".to_owned(),
            Self::NoRule { profession } => {
                format!("statusregeln säger inte när någon är i yrket {profession}")
            }
            Self::Duplicate { first } => {
                format!("samma löpnr, yrke och år som {}", place(first))
            }
            Self::Changed { column, first } => {
                format!("{} är inte samma som i {}", column.name(), place(first))
            }
        }
    }

    fn tip(&self) -> Option<String> {
        match self {
            Self::Unknown {
                suggestion: Some(name),
                ..
            } => Some(format!("menade du `{name}`? --map översätter lokala koder")),
            Self::Unknown { .. } | Self::Unreadable { .. } => {
                Some("--map översätter lokala namn och koder".to_owned())
            }
            Self::NoRule { .. } => {
                Some("ge kolumnen `status`, eller en egen regel med --states".to_owned())
            }
            Self::Duplicate { .. } => Some("en legitimation har en rad per år".to_owned()),
            _ => None,
        }
    }
}

/// A refused row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where it stands.
    pub place: Place,
    /// Why.
    pub problem: Problem,
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

    pub(super) fn push(&mut self, place: Place, problem: Problem) {
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

    /// As faults to show. Rows that two files share are told once for the two files.
    #[must_use]
    pub fn faults(&self) -> Faults {
        let mut faults = Faults::new();
        for ((first, second), rows) in self.shared_between_files() {
            let (first, second) = (self.file(first), self.file(second));
            let least = self.unkept().map_or("", |_| "minst ");
            let message =
                format!("{least}{rows} rader finns också i {first} (samma löpnr, yrke och år)");
            let fault = Fault::new(message).located(Location::file(second));
            faults.push(fault.tip("ta bort den ena filen, eller raderna ur den ena"));
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

    fn shared_between_files(&self) -> BTreeMap<(u32, u32), u64> {
        let mut shared = BTreeMap::new();
        for files in self.kept.iter().filter_map(Refusal::between_files) {
            *shared.entry(files).or_insert(0) += 1;
        }
        shared
    }

    fn file(&self, position: u32) -> &str {
        self.files.get(position as usize).map_or("", String::as_str)
    }

    /// As CSV for `--rejects`: file, line, column, reason.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut csv = String::from("fil,rad,kolumn,fel\n");
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        for Refusal { place, problem } in &self.kept {
            let file = self
                .files
                .get(place.file as usize)
                .map_or("", String::as_str);
            let column = problem.column().map_or("", Column::name);
            let message = problem.message(&self.files);
            // Writing to a String cannot fail.
            let _ = writeln!(
                csv,
                "{},{},{column},{}",
                quoted(file),
                place.line,
                quoted(&message)
            );
        }
        csv
    }
}

/// What is odd in an extract but leaves every count right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    /// Licences with years missing between their first and last row.
    pub licences_with_gaps: u64,
    /// Years missing in them.
    pub missing_years: u64,
    /// Rows without a county.
    pub rows_without_county: u64,
    /// Employed rows without SNI or SSYK, whose state the rule derived from what there was.
    pub rows_without_codes: u64,
    /// Rows that say that they are made up.
    pub synthetic_rows: u64,
    /// Persons with licences in several professions.
    pub persons_with_several_licences: u64,
}

/// Checks the rows of one person, ordered by profession and year; `places` tells where a row stood.
pub(super) fn check_person(
    rows: &[LicenceYear],
    places: impl Fn(usize) -> Place,
    refusals: &mut Refusals,
    oddities: &mut Oddities,
) {
    let Some(first) = rows.first() else { return };
    for (at, row) in rows.iter().enumerate() {
        let differs = [
            (first.traits ^ row.traits) & LASTING & 0b11 != 0,
            (first.traits ^ row.traits) & LASTING & 0b1100 != 0,
            first.birth_year != row.birth_year,
        ];
        let columns = [Column::Sex, Column::EducationCountry, Column::BirthYear];
        for (column, _) in columns
            .into_iter()
            .zip(differs)
            .filter(|(_, differs)| *differs)
        {
            refusals.push(
                places(at),
                Problem::Changed {
                    column,
                    first: places(0),
                },
            );
        }
        oddities.rows_without_county += u64::from(row.county().is_none());
        oddities.rows_without_codes += u64::from(row.is_uncoded());
        oddities.synthetic_rows += u64::from(row.is_synthetic());
    }
    let mut licences = 0;
    let mut start = 0;
    for licence in rows.chunk_by(|a, b| a.profession == b.profession) {
        licences += 1;
        check_licence(licence, start, &places, refusals, oddities);
        start += licence.len();
    }
    oddities.persons_with_several_licences += u64::from(licences > 1);
}

fn check_licence(
    rows: &[LicenceYear],
    start: usize,
    places: &impl Fn(usize) -> Place,
    refusals: &mut Refusals,
    oddities: &mut Oddities,
) {
    let mut missing = 0;
    for (at, pair) in rows.windows(2).enumerate() {
        let (before, after) = (start + at, start + at + 1);
        match pair[1].year - pair[0].year {
            0 => refusals.push(
                places(after),
                Problem::Duplicate {
                    first: places(before),
                },
            ),
            step => missing += u64::from(step) - 1,
        }
        if pair[0].licence_year != pair[1].licence_year {
            let (column, first) = (Column::LicenceYear, places(before));
            refusals.push(places(after), Problem::Changed { column, first });
        }
    }
    oddities.missing_years += missing;
    oddities.licences_with_gaps += u64::from(missing > 0);
}
