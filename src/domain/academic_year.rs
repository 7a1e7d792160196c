//! Läsår and terms, and how people write them.

use std::fmt;

use crate::language::{Language, Words, words};

/// A calendar year.
pub type Year = i16;

/// The years that an input may hold; anything else is a typing error, such as `20222`.
const SENSIBLE_YEARS: std::ops::RangeInclusive<Year> = 1900..=2100;

/// An academic year (läsår), which runs from autumn to spring: `2022/23`.
///
/// Its autumn term is HT2022 and its spring term VT2023.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AcademicYear {
    begins: Year,
}

impl AcademicYear {
    /// The läsår that begins in the autumn of `begins`.
    #[must_use]
    pub const fn beginning(begins: Year) -> Self {
        Self { begins }
    }

    /// The läsår that ends in the spring of `ends`.
    #[must_use]
    pub const fn ending(ends: Year) -> Self {
        Self { begins: ends - 1 }
    }

    /// The calendar year of the autumn term.
    #[must_use]
    pub const fn begins(self) -> Year {
        self.begins
    }

    /// The calendar year of the spring term. The graduates of a läsår are booked on this year.
    #[must_use]
    pub const fn ends(self) -> Year {
        self.begins + 1
    }

    /// The läsår `years` later.
    #[must_use]
    pub fn plus(self, years: u8) -> Self {
        Self {
            begins: self.begins + Year::from(years),
        }
    }

    /// Reads `2022/23`, `2022/2023`, `2022-23`, `2022–2023` and `22/23`.
    ///
    /// A year of two digits lies between 1960 and 2059.
    ///
    /// # Errors
    /// Anything else, a year outside 1900–2100, and a läsår that does not end the year after it
    /// began (`2022/24`).
    pub fn parse(text: &str) -> Result<Self, AcademicYearError> {
        let not_a_year = || AcademicYearError::NotAcademicYear {
            given: text.to_owned(),
        };
        let (first, second) = text
            .trim()
            .split_once(['/', '-', '–'])
            .ok_or_else(not_a_year)?;
        let second = second.trim();
        let of_two_digits = || two_digits(first.trim()).filter(|_| second.len() == 2);
        let begins = whole_year(first)
            .or_else(|| of_two_digits().map(in_century))
            .ok_or_else(not_a_year)?;
        let expected = Self::beginning(begins);
        let ends = match second.len() {
            2 => two_digits(second).map(|end| end == expected.ends() % 100),
            4 => whole_year(second).map(|end| end == expected.ends()),
            _ => None,
        };
        match ends {
            Some(true) => Ok(expected),
            Some(false) => Err(AcademicYearError::WrongEnd {
                given: text.to_owned(),
                expected,
            }),
            None => Err(not_a_year()),
        }
    }
}

impl fmt::Display for AcademicYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.begins, self.ends() % 100)
    }
}

/// Which half of a läsår.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Season {
    /// Hösttermin (HT), the first term of a läsår.
    Autumn,
    /// Vårtermin (VT), the second term of a läsår.
    Spring,
}

/// A term (termin): `HT2022`, `VT2023`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// The läsår that the term belongs to: HT2022 and VT2023 both belong to 2022/23.
    pub academic_year: AcademicYear,
    /// The half of the läsår.
    pub season: Season,
}

impl Term {
    /// Reads `HT2022`, `ht 2022`, `HT22`, `2022HT` and `2022 ht`.
    ///
    /// # Errors
    /// Anything else, and a year outside 1900–2100.
    pub fn parse(text: &str) -> Result<Self, AcademicYearError> {
        let upper = text.trim().to_uppercase();
        let found = [("HT", Season::Autumn), ("VT", Season::Spring)]
            .into_iter()
            .find_map(|(letters, season)| {
                let digits = upper
                    .strip_prefix(letters)
                    .or_else(|| upper.strip_suffix(letters))?;
                let digits = digits.trim();
                let year = whole_year(digits).or_else(|| two_digits(digits).map(in_century))?;
                Some((season, year))
            });
        match found {
            Some((Season::Autumn, year)) => Ok(Self {
                academic_year: AcademicYear::beginning(year),
                season: Season::Autumn,
            }),
            Some((Season::Spring, year)) => Ok(Self {
                academic_year: AcademicYear::ending(year),
                season: Season::Spring,
            }),
            None => Err(AcademicYearError::NotTerm {
                given: text.to_owned(),
            }),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.season {
            Season::Autumn => write!(f, "HT{}", self.academic_year.begins()),
            Season::Spring => write!(f, "VT{}", self.academic_year.ends()),
        }
    }
}

fn whole_year(text: &str) -> Option<Year> {
    let text = text.trim();
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = digits.then(|| text.parse().ok()).flatten()?;
    SENSIBLE_YEARS.contains(&year).then_some(year)
}

/// The first year that two digits may mean: 60 is 1960 and 59 is 2059.
const FIRST_OF_TWO_DIGITS: Year = 60;

const fn in_century(two_digits: Year) -> Year {
    if two_digits < FIRST_OF_TWO_DIGITS {
        2000 + two_digits
    } else {
        1900 + two_digits
    }
}

fn two_digits(text: &str) -> Option<Year> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Why a text is not a läsår or a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AcademicYearError {
    /// Not of the form `2022/23`.
    NotAcademicYear {
        /// The text of the cell.
        given: String,
    },
    /// A läsår that does not end the year after it began.
    WrongEnd {
        /// The text of the cell.
        given: String,
        /// The läsår that begins in the given year.
        expected: AcademicYear,
    },
    /// Not of the form `HT2022`.
    NotTerm {
        /// The text of the cell.
        given: String,
    },
}

impl AcademicYearError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::NotAcademicYear { given } => words!(
                "`{given}` är inte ett läsår",
                "`{given}` is not an academic year"
            ),
            Self::WrongEnd { given, .. } => words!(
                "`{given}` är inte ett läsår: det slutar inte året efter att det börjar",
                "`{given}` is not an academic year: it does not end the year after it begins"
            ),
            Self::NotTerm { given } => {
                words!("`{given}` är inte en termin", "`{given}` is not a term")
            }
        }
    }

    /// What to write instead.
    #[must_use]
    pub fn tip(&self) -> Words {
        match self {
            Self::NotAcademicYear { .. } => words!(
                "skriv läsåret som 2022/23",
                "write the academic year as 2022/23"
            ),
            Self::WrongEnd { expected, .. } => {
                let begins = expected.begins();
                words!(
                    "läsåret som börjar {begins} skrivs {expected}",
                    "the academic year that begins in {begins} is written {expected}"
                )
            }
            Self::NotTerm { .. } => words!(
                "skriv terminen som HT2022 eller VT2023",
                "write the term as HT2022 or VT2023"
            ),
        }
    }
}

impl fmt::Display for AcademicYearError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
    }
}

impl std::error::Error for AcademicYearError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_people_write_a_lasar_mean_the_same() {
        for text in [
            "2022/23",
            "2022/2023",
            "2022-23",
            "2022–2023",
            " 2022/23 ",
            "2022 / 23",
            "22/23",
            "22-23",
            " 22 / 23 ",
        ] {
            assert_eq!(
                AcademicYear::parse(text),
                Ok(AcademicYear::beginning(2022)),
                "{text}"
            );
        }
        assert_eq!(AcademicYear::beginning(1999).to_string(), "1999/00");
        for (text, begins) in [("99/00", 1999), ("59/60", 2059), ("60/61", 1960)] {
            assert_eq!(
                AcademicYear::parse(text),
                Ok(AcademicYear::beginning(begins)),
                "{text}"
            );
        }
        assert_eq!(
            AcademicYear::parse("1999/00"),
            Ok(AcademicYear::ending(2000))
        );
    }

    #[test]
    fn a_lasar_ends_the_year_after_it_begins() {
        let wrong = AcademicYear::parse("2022/24").unwrap_err();
        assert_eq!(
            wrong.tip().text(Language::Swedish),
            "läsåret som börjar 2022 skrivs 2022/23"
        );
        for text in [
            "2022", "22/24", "22/2023", "2/23", "20222/23", "2022/2", "", "/", "HT2022", "2022/å3",
            "0022/23",
        ] {
            assert!(AcademicYear::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn both_terms_of_a_lasar_belong_to_it() {
        let autumn = Term::parse("HT2022").unwrap();
        let spring = Term::parse("vt 23").unwrap();
        assert_eq!(autumn.academic_year, spring.academic_year);
        assert_eq!(autumn.academic_year.to_string(), "2022/23");
        assert_eq!(
            (autumn.season, spring.season),
            (Season::Autumn, Season::Spring)
        );
        assert_eq!(Term::parse("2023VT").unwrap().to_string(), "VT2023");
        assert_eq!(Term::parse("HT98").unwrap().to_string(), "HT1998");
        for text in ["H2022", "HT", "HT20222", "ST2022", "HT2022VT", ""] {
            assert!(Term::parse(text).is_err(), "{text}");
        }
    }
}
