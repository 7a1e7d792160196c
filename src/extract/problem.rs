//! Why a row of an extract is refused.

use super::columns::Column;
use crate::language::{Words, words};

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A cell that must hold a value does not.
    Empty(Column),
    /// A value that the column cannot hold.
    Unreadable {
        /// The column.
        column: Column,
        /// The text of the cell.
        given: String,
    },
    /// A name or code that is not known.
    Unknown {
        /// The column.
        column: Column,
        /// The text of the cell.
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
    /// An age that no licence holder can have.
    Age {
        /// Years at the end of the year observed.
        age: i32,
    },
    /// A municipality that does not lie in the county of its row.
    Elsewhere {
        /// The text of the cell, where that is known.
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
    /// A second row of the same person, profession and year.
    Duplicate {
        /// The first row.
        first: RowLocation,
    },
    /// A lasting trait that differs from an earlier row of the person.
    Changed {
        /// The trait's column.
        column: Column,
        /// The row with the other value.
        first: RowLocation,
    },
}

/// A value read from cells, or what is wrong with them; boxed, because nearly all cells are right.
pub(super) type Resolved<T> = Result<T, Box<Problem>>;

/// A file, by its position among the inputs, and a line or row in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowLocation {
    /// Position of the file.
    pub file: u32,
    /// Line of a text, row of a Parquet or Arrow file; counted from 1.
    pub line: u64,
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

    pub(super) fn message(&self, files: &[String]) -> Words {
        let place = |place: &RowLocation| {
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
                "the state rule does not define when someone is in the profession {profession}"
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

    pub(super) fn tip(&self) -> Option<Words> {
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
