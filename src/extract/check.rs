//! What is wrong with an extract, and what is merely odd.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Dictionary;
use super::columns::Column;
use super::licence_year::{LASTING, LicenceYear};
use super::register::departures_without_effect;
use crate::language::{Language, Words, words};
use crate::source::{Fault, Faults, Location};

/// How many refused rows are kept in full; the rest are counted.
const KEPT: usize = 100_000;

/// How many refused rows get a suggestion; more are never shown.
const SUGGESTED: usize = 1000;

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
    /// A municipality that does not lie in the county of its row.
    Elsewhere {
        /// What stood in the cell, where that is known.
        given: Option<String>,
        /// The county's name.
        county: String,
        /// What was probably meant.
        suggestion: Option<String>,
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
        self.rows_without_municipality += other.rows_without_municipality;
        self.rows_without_codes += other.rows_without_codes;
        self.rows_retired_by_age += other.rows_retired_by_age;
        self.departures_without_effect += other.departures_without_effect;
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
            Self::Elsewhere { .. } => Some(Column::Municipality),
            _ => None,
        }
    }

    fn message(&self, files: &[String]) -> Words {
        let place = |place: &Place| {
            let file = files.get(place.file as usize).map_or("", String::as_str);
            format!("{file}:{}", place.line)
        };
        match self {
            Self::Empty(column) => {
                let name = column.name();
                words!("{name} saknas", "{name} is missing")
            }
            Self::Unreadable { column, given } => {
                let (valid, name) = (column.valid(), column.name());
                words!(
                    "`{given}` är inte {valid} {name}",
                    "`{given}` is not a valid {name}"
                )
            }
            Self::Unknown { column, given, .. } => {
                let name = column.name();
                words!(
                    "okänt värde `{given}` i {name}",
                    "unknown value `{given}` in {name}"
                )
            }
            Self::Fields { got, want } => words!(
                "raden har {got} fält men rubriken har {want}",
                "the row has {got} fields but the header has {want}"
            ),
            Self::Age { age } => words!("åldern blir {age} år", "the age becomes {age} years"),
            Self::Elsewhere { given, county, .. } => {
                let given = given
                    .as_deref()
                    .map_or(String::new(), |given| format!(" `{given}`"));
                words!(
                    "kommunen{given} ligger inte i {county}",
                    "the municipality{given} does not lie in {county}"
                )
            }
            Self::BeforeLicence => words!(
                "raden gäller ett år före legitimationsåret",
                "the row is of a year before the licence year"
            ),
            Self::NoState => words!(
                "ingen rad i statusregeln passar",
                "no row of the state rule fits"
            ),
            Self::NoRule { profession } => words!(
                "statusregeln anger inte när någon är i yrket {profession}",
                "the state rule does not tell when somebody is in the profession {profession}"
            ),
            Self::Duplicate { first } => {
                let first = place(first);
                words!(
                    "samma löpnr, yrke och år som {first}",
                    "the same löpnr, yrke and år as {first}"
                )
            }
            Self::Changed { column, first } => {
                let (name, first) = (column.name(), place(first));
                words!(
                    "{name} skiljer sig från {first}",
                    "{name} differs from {first}"
                )
            }
        }
    }

    fn tip(&self) -> Option<Words> {
        Some(match self {
            Self::Unknown {
                suggestion: Some(name),
                ..
            } => words!(
                "menade du `{name}`? --map översätter lokala koder",
                "did you mean `{name}`? --map translates local codes"
            ),
            Self::Unreadable {
                column: Column::Year | Column::BirthYear | Column::LicenceYear,
                ..
            } => words!(
                "skriv år med fyra siffror, 2021, eller ett datum som finns, 2021-06-30",
                "write years with four digits, 2021, or a date that exists, 2021-06-30"
            ),
            Self::Unreadable {
                column: Column::Speciality,
                ..
            } => words!(
                "skriv ja eller nej; --map översätter lokala koder",
                "write ja or nej (yes or no); --map translates local codes"
            ),
            Self::Unknown {
                column: Column::Municipality,
                ..
            } => words!(
                "skriv kommunkoden med fyra siffror, 1384, eller kommunens namn",
                "write the four digits of the municipality code, 1384, or its name"
            ),
            Self::Unreadable { column, .. } if !column.values().is_empty() => {
                let values = column.values().join(", ");
                words!(
                    "giltiga värden är {values}; --map översätter lokala koder",
                    "valid values are {values}; --map translates local codes"
                )
            }
            Self::Unknown { .. } | Self::Unreadable { .. } => words!(
                "--map översätter lokala namn och koder",
                "--map translates local names and codes"
            ),
            Self::Elsewhere {
                suggestion: Some(name),
                ..
            } => words!("menade du `{name}`?", "did you mean `{name}`?"),
            Self::Elsewhere { .. } => words!(
                "län och kommun ska höra ihop; `vardkraft reference regions` visar Hallands kommuner",
                "county and municipality belong together; `vardkraft reference regions` shows the municipalities of Halland"
            ),
            Self::NoRule { .. } => words!(
                "ge kolumnen `status`, eller en egen regel med --states",
                "give the column `status`, or a rule of your own with --states"
            ),
            Self::Duplicate { .. } => words!(
                "en legitimation har en rad per år",
                "a licence has one row a year"
            ),
            _ => return None,
        })
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

    /// As faults to show. Rows that two files share are told once for the two files.
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
            let file = self
                .files
                .get(place.file as usize)
                .map_or("", String::as_str);
            let column = problem.column().map_or("", Column::name);
            let message = problem.message(&self.files);
            let message = message.text(language);
            // Writing to a String cannot fail.
            let _ = writeln!(
                csv,
                "{},{},{column},{}",
                quoted(file),
                place.line,
                quoted(message)
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
    /// Rows of a split county whose municipality is not given, in files that have the column.
    pub rows_without_municipality: u64,
    /// Employed rows without SNI or SSYK, whose state the rule derived from what there was.
    pub rows_without_codes: u64,
    /// Rows of the not employed who count as retired because they have the pension age.
    pub rows_retired_by_age: u64,
    /// Rows that give a reason to leave the register and have a row of the same licence in the next year.
    pub departures_without_effect: u64,
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
        oddities.rows_without_municipality += u64::from(row.is_without_municipality());
        oddities.rows_without_codes += u64::from(row.is_uncoded());
        oddities.rows_retired_by_age += u64::from(row.is_retired_by_age());
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
    oddities.departures_without_effect += departures_without_effect(rows);
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
