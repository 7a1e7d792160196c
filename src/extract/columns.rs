//! The columns of a register extract and the names they go by.

use crate::source::fold;

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
    /// Whether the row is made up.
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

    /// The canonical Swedish name, and the other names it goes by.
    const fn names(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Person => (
                "löpnr",
                &[
                    "löpnummer",
                    "personlöpnr",
                    "person",
                    "person id",
                    "id",
                    "lopnr_personnr",
                ],
            ),
            Self::Year => ("år", &["årtal", "mätår", "referensår", "year"]),
            Self::Profession => ("yrke", &["legitimationsyrke", "legyrke", "profession"]),
            Self::Status => ("status", &["tillstånd", "state"]),
            Self::Employed => ("sysselsatt", &["syssstat", "förvärvsarbetande", "employed"]),
            Self::Industry => ("sni", &["sni2007", "näringsgren", "astsni2007", "industry"]),
            Self::Occupation => ("ssyk", &["ssyk2012", "ssyk4", "occupation"]),
            Self::County => ("län", &["länskod", "county"]),
            Self::WorkCounty => ("arbetslän", &["arbetsställelän", "astlan", "work county"]),
            Self::ResidenceCounty => ("bostadslän", &["bolän", "hemlän", "residence county"]),
            Self::Municipality => (
                "kommun",
                &["arbetskommun", "kommunkod", "astkommun", "municipality"],
            ),
            Self::Sex => ("kön", &["sex", "gender"]),
            Self::BirthYear => ("födelseår", &["föddår", "fodelsear", "birth year"]),
            Self::Age => ("ålder", &["age"]),
            Self::LicenceYear => (
                "legitimationsår",
                &[
                    "legår",
                    "legitimationsdatum",
                    "licence year",
                    "licence date",
                ],
            ),
            Self::EducationCountry => ("utbildningsland", &["utbland", "education country"]),
            Self::StudyCounty => ("studielän", &["utbildningslän", "study county"]),
            Self::University => ("lärosäte", &["högskola", "university"]),
            Self::Sector => ("sektor", &["regi", "sector"]),
            Self::Speciality => (
                "specialitet",
                &["specialistbevis", "speciality", "specialty"],
            ),
            Self::Extent => ("sysselsättningsgrad", &["tjänstgöringsgrad", "extent"]),
            Self::Synthetic => ("syntetisk", &["synthetic"]),
            Self::Departure => (
                "utträdesorsak",
                &["orsak", "avgångsorsak", "exit reason", "reason for exit"],
            ),
            Self::DeathYear => (
                "dödsår",
                &["dödsdatum", "death year", "death date", "year of death"],
            ),
            Self::EmigrationYear => (
                "utvandringsår",
                &["utvandringsdatum", "emigration year", "emigration date"],
            ),
        }
    }

    /// The canonical Swedish name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.names().0
    }

    /// The column that a header names.
    #[must_use]
    pub fn named(header: &str) -> Option<Self> {
        let header = fold(header);
        Self::ALL.into_iter().find(|column| {
            let (name, aliases) = column.names();
            fold(name) == header || aliases.iter().any(|alias| fold(alias) == header)
        })
    }
}

/// Where each column stands in a file.
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
    Missing(&'static str),
    /// Two headers name the same column.
    Twice(Column, [String; 2]),
}

impl ColumnFault {
    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Missing(names) => format!("kolumnen {names} saknas"),
            Self::Twice(column, [first, second]) => {
                format!(
                    "kolumnerna `{first}` och `{second}` är båda `{}`",
                    column.name()
                )
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
        let mut faults = Vec::new();
        for (position, header) in headers.iter().enumerate() {
            match Column::named(header) {
                None => positions.ignored.push(header.clone()),
                Some(column) => match positions.of(column) {
                    Some(first) => {
                        let both = [headers[first].clone(), header.clone()];
                        faults.push(ColumnFault::Twice(column, both));
                    }
                    None => positions.by_column[column as usize] = Some(position),
                },
            }
        }
        faults.extend(positions.missing().into_iter().map(ColumnFault::Missing));
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

    fn missing(&self) -> Vec<&'static str> {
        let has = |column| self.of(column).is_some();
        let derivable = [Column::Employed, Column::Industry, Column::Occupation].map(has);
        let rules = [
            (has(Column::Person), "`löpnr`"),
            (has(Column::Year), "`år`"),
            (has(Column::Profession), "`yrke`"),
            (
                has(Column::Status) || derivable.iter().all(|has| *has),
                "`status` (eller `sysselsatt`, `sni` och `ssyk`)",
            ),
            (
                has(Column::County) || has(Column::WorkCounty) && has(Column::ResidenceCounty),
                "`län` (eller `arbetslän` och `bostadslän`)",
            ),
        ];
        rules
            .into_iter()
            .filter(|(is_there, _)| !is_there)
            .map(|(_, names)| names)
            .collect()
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
            faults[0].message(),
            "kolumnerna `löpnr` och `id` är båda `löpnr`"
        );
    }
}
