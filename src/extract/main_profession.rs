//! Persons with several licences, counted once: in their main profession.

use std::collections::BTreeMap;

use super::licence_year::LicenceYear;
use super::register::{Register, licences};
use crate::domain::{Departure, ProfessionId, Year};

/// Licences of a profession in a year, and the persons whose main profession it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MainProfession {
    /// Licences with a row.
    pub licences: u64,
    /// Persons whose main profession it is; the other licences are dropped.
    pub persons: u64,
}

impl MainProfession {
    /// Licences of persons with another main profession.
    #[must_use]
    pub const fn dropped(&self) -> u64 {
        self.licences - self.persons
    }
}

/// How many licences of each profession and year are kept.
pub type MainProfessions = BTreeMap<ProfessionId, BTreeMap<Year, MainProfession>>;

impl Register {
    /// The register with one row per person and year: that of the main profession, which is the one with
    /// the lowest rank among the licences that the person has that year.
    ///
    /// A licence whose holder gets another main profession leaves the register for that reason.
    ///
    /// Example: a nurse since 2000 who is a midwife since 2005 has rows as a nurse in 2000–2004 and as a
    /// midwife from 2005 on.
    #[must_use]
    pub fn in_main_professions(self, rank: impl Fn(ProfessionId) -> u8) -> (Self, MainProfessions) {
        let Self { rows, pseudonyms } = self;
        let mut kept: Vec<LicenceYear> = Vec::with_capacity(rows.len());
        let mut counts = MainProfessions::new();
        for person in rows.chunk_by(|a, b| a.person == b.person) {
            for licence in licences(person) {
                let start = kept.len();
                for row in licence {
                    let is_main = is_main(row, person, &rank);
                    let years = counts.entry(row.profession()).or_default();
                    let count = years.entry(row.year()).or_default();
                    count.licences += 1;
                    count.persons += u64::from(is_main);
                    if is_main {
                        kept.push(*row);
                    } else if let Some(last) = kept[start..].last_mut()
                        && last.year() + 1 == row.year()
                    {
                        last.leaves_for(Departure::OtherMainProfession);
                    }
                }
            }
        }
        let register = Self {
            rows: kept,
            pseudonyms,
        };
        (register, counts)
    }
}

/// Whether no other licence that the person has in the year comes before it.
fn is_main(row: &LicenceYear, person: &[LicenceYear], rank: impl Fn(ProfessionId) -> u8) -> bool {
    let own = rank(row.profession());
    let mut others = person.iter().filter(|other| other.year == row.year);
    others.all(|other| own <= rank(other.profession()))
}
