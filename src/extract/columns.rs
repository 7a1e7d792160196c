//! The columns of a register extract and the names they go by.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::domain::{EducationCountry, Sector, Sex, State};
use crate::language::{Language, Words, words};
use crate::reference::{WordKind, spellings};
use crate::source::fold;

/// Columns by their folded names.
static NAMED: LazyLock<BTreeMap<String, Column>> = LazyLock::new(|| {
    let columns = || Column::ALL.into_iter();
    let aliases = columns().flat_map(|column| {
        let spellings = spellings(WordKind::Column, column.name()).iter();
        spellings.map(move |name| (fold(name), column))
    });
    // A column's own name wins over an alias of another: `studielän` may be a `län` elsewhere.
    let own = columns().map(|column| (fold(column.name()), column));
    aliases.chain(own).collect()
});

/// How many of equal columns a message names.
const NAMED_IN_MESSAGE: usize = 3;

/// A column that an extract may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Pseudonym of the person.
    Person,
    /// Year observed.
    Year,
    /// Profession of the licence.
    Profession,
    /// State, if the extract has it ready.
    Status,
    /// Employed or not in November.
    Employed,
    /// SNI code of the workplace.
    Industry,
    /// SSYK code of the occupation.
    Occupation,
    /// County of work for the employed, of residence otherwise.
    County,
    /// County of work.
    WorkCounty,
    /// County of residence.
    ResidenceCounty,
    /// Municipality within the county.
    Municipality,
    /// Sex.
    Sex,
    /// Year of birth.
    BirthYear,
    /// Age at the end of the year.
    Age,
    /// Year of the licence.
    LicenceYear,
    /// Country of education.
    EducationCountry,
    /// County of studies.
    StudyCounty,
    /// University of studies.
    University,
    /// Sector of the employer.
    Sector,
    /// Speciality.
    Speciality,
    /// Extent of employment in per cent.
    Extent,
    /// Whether the row is synthetic.
    Synthetic,
    /// Why the licence leaves the register after the row.
    Departure,
    /// Year of death.
    DeathYear,
    /// Year of emigration.
    EmigrationYear,
}

/// How many columns there are.
pub(super) const COUNT: usize = 25;

impl Column {
    /// All columns, in the order in which messages list them.
    pub const ALL: [Self; COUNT] = [
        Self::Person,
        Self::Year,
        Self::Profession,
        Self::Status,
        Self::Employed,
        Self::Industry,
        Self::Occupation,
        Self::County,
        Self::WorkCounty,
        Self::ResidenceCounty,
        Self::Municipality,
        Self::Sex,
        Self::BirthYear,
        Self::Age,
        Self::LicenceYear,
        Self::EducationCountry,
        Self::StudyCounty,
        Self::University,
        Self::Sector,
        Self::Speciality,
        Self::Extent,
        Self::Synthetic,
        Self::Departure,
        Self::DeathYear,
        Self::EmigrationYear,
    ];

    /// The canonical Swedish name; `data/aliases.csv` has the others it goes by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "löpnr",
            Self::Year => "år",
            Self::Profession => "yrke",
            Self::Status => "status",
            Self::Employed => "sysselsatt",
            Self::Industry => "sni",
            Self::Occupation => "ssyk",
            Self::County => "län",
            Self::WorkCounty => "arbetslän",
            Self::ResidenceCounty => "bostadslän",
            Self::Municipality => "kommun",
            Self::Sex => "kön",
            Self::BirthYear => "födelseår",
            Self::Age => "ålder",
            Self::LicenceYear => "legitimationsår",
            Self::EducationCountry => "utbildningsland",
            Self::StudyCounty => "studielän",
            Self::University => "lärosäte",
            Self::Sector => "sektor",
            Self::Speciality => "specialitet",
            Self::Extent => "sysselsättningsgrad",
            Self::Synthetic => "syntetisk",
            Self::Departure => "utträdesorsak",
            Self::DeathYear => "dödsår",
            Self::EmigrationYear => "utvandringsår",
        }
    }

    /// The Swedish article and adjective of "a valid" before the name.
    pub(super) const fn valid(self) -> &'static str {
        match self {
            Self::Person
            | Self::Year
            | Self::Profession
            | Self::County
            | Self::WorkCounty
            | Self::ResidenceCounty
            | Self::Sex
            | Self::BirthYear
            | Self::LicenceYear
            | Self::EducationCountry
            | Self::StudyCounty
            | Self::University => "ett giltigt",
            _ => "en giltig",
        }
    }

    /// The values of a column that has few; none of one that may have many.
    #[must_use]
    pub fn values(self) -> Vec<&'static str> {
        match self {
            Self::Status => State::ALL.map(State::swedish).to_vec(),
            Self::Employed | Self::Synthetic => vec!["ja", "nej"],
            Self::Sex => Sex::ALL.map(Sex::swedish).to_vec(),
            Self::EducationCountry => EducationCountry::ALL
                .map(EducationCountry::swedish)
                .to_vec(),
            Self::Sector => Sector::ALL.map(Sector::swedish).to_vec(),
            _ => Vec::new(),
        }
    }

    /// The column that a header names.
    #[must_use]
    pub fn named(header: &str) -> Option<Self> {
        NAMED.get(&fold(header)).copied()
    }
}

/// The position of each column in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Positions {
    /// Position by column, in the order of [`Column::ALL`].
    by_column: [Option<usize>; COUNT],
    /// Headers that name no column.
    pub ignored: Vec<String>,
}

/// Why the columns of a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnFault {
    /// None of these columns is there.
    Missing(Words),
    /// Several headers name the same column.
    Twice(Column, Vec<String>),
}

impl ColumnFault {
    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> Words {
        match self {
            Self::Missing(names) => {
                let (swedish, english) =
                    (names.text(Language::Swedish), names.text(Language::English));
                words!(
                    "kolumnen {swedish} saknas",
                    "the column {english} is missing"
                )
            }
            Self::Twice(column, headers) => {
                let column = column.name();
                let quoted = headers.iter().map(|header| format!("`{header}`"));
                let quoted: Vec<_> = quoted.take(NAMED_IN_MESSAGE).collect();
                match (&quoted[..], headers.len()) {
                    ([first, second], _) => words!(
                        "kolumnerna {first} och {second} är båda `{column}`",
                        "the columns {first} and {second} are both `{column}`"
                    ),
                    (some, all) => {
                        let some = some.join(", ");
                        words!(
                            "{all} kolumner är alla `{column}`: {some} …",
                            "{all} columns are all `{column}`: {some} …"
                        )
                    }
                }
            }
        }
    }
}

impl Positions {
    /// Finds the columns among headers whose local names have been translated.
    ///
    /// # Errors
    /// Every needed column that is missing, and every column that two headers name.
    pub fn find(headers: &[String]) -> Result<Self, Vec<ColumnFault>> {
        let mut positions = Self {
            by_column: [None; COUNT],
            ignored: Vec::new(),
        };
        let mut headers_of: BTreeMap<Column, Vec<String>> = BTreeMap::new();
        for (position, header) in headers.iter().enumerate() {
            match Column::named(header) {
                None => positions.ignored.push(header.clone()),
                Some(column) => {
                    positions.by_column[column as usize].get_or_insert(position);
                    headers_of.entry(column).or_default().push(header.clone());
                }
            }
        }
        let twice = headers_of.into_iter().filter(|(_, own)| own.len() > 1);
        let mut faults: Vec<_> = twice
            .map(|(column, own)| ColumnFault::Twice(column, own))
            .collect();
        faults.extend(positions.missing().map(ColumnFault::Missing));
        if faults.is_empty() {
            Ok(positions)
        } else {
            Err(faults)
        }
    }

    /// The position of a column, if the file has it.
    #[must_use]
    pub const fn of(&self, column: Column) -> Option<usize> {
        self.by_column[column as usize]
    }

    /// The columns that the file has, in the order of [`Column::ALL`].
    pub fn present(&self) -> impl Iterator<Item = Column> {
        Column::ALL
            .into_iter()
            .filter(|column| self.of(*column).is_some())
    }

    fn missing(&self) -> impl Iterator<Item = Words> {
        let has = |column| self.of(column).is_some();
        let derivable = [Column::Employed, Column::Industry, Column::Occupation].map(has);
        let rules = [
            (has(Column::Person), words!("`löpnr`", "`löpnr`")),
            (has(Column::Year), words!("`år`", "`år`")),
            (has(Column::Profession), words!("`yrke`", "`yrke`")),
            (
                has(Column::Status) || derivable.iter().all(|has| *has),
                words!(
                    "`status` (eller `sysselsatt`, `sni` och `ssyk`)",
                    "`status` (or `sysselsatt`, `sni` and `ssyk`)"
                ),
            ),
            (
                has(Column::County) || has(Column::WorkCounty) && has(Column::ResidenceCounty),
                words!(
                    "`län` (eller `arbetslän` och `bostadslän`)",
                    "`län` (or `arbetslän` and `bostadslän`)"
                ),
            ),
        ];
        let missing = rules.into_iter().filter(|(is_there, _)| !is_there);
        missing.map(|(_, names)| names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn columns_answer_to_swedish_and_english_names() {
        for (header, column) in [
            ("LopNr", Column::Person),
            ("Person_ID", Column::Person),
            ("AR", Column::Year),
            ("lan", Column::County),
            ("Astsni2007", Column::Industry),
            ("Education country", Column::EducationCountry),
        ] {
            assert_eq!(Column::named(header), Some(column), "{header}");
        }
        assert_eq!(Column::named("lön"), None);
        for (index, column) in Column::ALL.into_iter().enumerate() {
            assert_eq!(column as usize, index);
            assert_eq!(Column::named(column.name()), Some(column));
        }
    }

    #[test]
    fn a_state_can_be_given_or_derived_but_not_half() {
        assert!(Positions::find(&headers(&["löpnr", "år", "yrke", "län", "status"])).is_ok());
        let derived = [
            "löpnr",
            "år",
            "yrke",
            "arbetslän",
            "bostadslän",
            "sysselsatt",
            "sni",
            "ssyk",
        ];
        assert!(Positions::find(&headers(&derived)).is_ok());
        let half = Positions::find(&headers(&["löpnr", "år", "yrke", "arbetslän", "sni"]));
        assert_eq!(half.unwrap_err().len(), 2);
    }

    #[test]
    fn two_headers_for_one_column_are_refused() {
        let twice = headers(&["löpnr", "id", "år", "yrke", "län", "status"]);
        let faults = Positions::find(&twice).unwrap_err();
        assert_eq!(
            faults[0].message().text(Language::Swedish),
            "kolumnerna `löpnr` och `id` är båda `löpnr`"
        );
        let many = ["löpnr", "år", "yrke", "län", "status"]
            .into_iter()
            .chain(["kön"; 40]);
        let faults = Positions::find(&headers(&many.collect::<Vec<_>>())).unwrap_err();
        assert_eq!(
            faults[0].message().text(Language::English),
            "40 columns are all `kön`: `kön`, `kön`, `kön` …"
        );
        assert_eq!(faults.len(), 1);
    }
}
