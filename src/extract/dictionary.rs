//! What the values of an extract mean, as small codes.

use super::columns::Column;
use super::date::year_of;
use super::licence_year::{UNKNOWN, packed_year};
use super::municipality::{Municipalities, MunicipalityCode};
use super::problem::Resolved;
use super::state_rule::{NO_CODE, RowSet, StateRule, state_named};
use super::{Mapping, Problem};
use crate::domain::{
    CountyId, Departure, EducationCountry, HealthRegionId, ProfessionId, Sector, Sex, Year,
};
use crate::language::words;
use crate::reference::{self, Reference, WordKind, canonical_word, value_named};
use crate::source::{Fault, Faults, Location, Missing, Number};

/// A value as a code; what it counts depends on the column. Large enough for a set of rule rows.
pub(super) type Code = u128;

/// Everything that turns a cell of an extract into a code.
#[derive(Clone, Debug)]
pub struct Dictionary<'a> {
    reference: &'a Reference,
    mapping: Mapping,
    rule: StateRule,
    pension_age: u8,
    /// Health region by county.
    health_regions: Vec<u8>,
    /// Whether the county is split between health regions, by county.
    split: Vec<bool>,
    /// The rule's rows by profession.
    rows_of_profession: Vec<RowSet>,
    municipalities: Municipalities,
}

impl<'a> Dictionary<'a> {
    /// The age from which the not employed count as retired, unless another is chosen.
    pub const PENSION_AGE: u8 = 65;

    /// An extract in the program's own words: no mapping, the embedded state rule, the usual pension age and
    /// Halland in Region Halland's own region.
    ///
    /// # Errors
    /// None while the embedded rule is sound.
    pub fn embedded(reference: &'a Reference) -> Result<Self, Faults> {
        let rule = StateRule::embedded(reference)?;
        let mapping = Mapping::default();
        Ok(Self::new(reference, mapping, rule, Self::PENSION_AGE, None))
    }

    /// `halland` is the region of a split county where the municipality is not known; none for
    /// Region Halland's own.
    #[must_use]
    pub fn new(
        reference: &'a Reference,
        mapping: Mapping,
        rule: StateRule,
        pension_age: u8,
        halland: Option<HealthRegionId>,
    ) -> Self {
        let health_regions = reference.counties().map(|(id, county)| {
            let chosen = halland.filter(|region| reference.split_between(id).contains(region));
            chosen.unwrap_or(county.health_region).0
        });
        let rows_of_profession = reference
            .professions()
            .map(|(id, _)| rule.rows_of_profession(id))
            .collect();
        let health_regions = health_regions.collect();
        let split = reference.counties();
        let split = split
            .map(|(id, _)| !reference.split_between(id).is_empty())
            .collect();
        Self {
            reference,
            mapping,
            rule,
            pension_age,
            health_regions,
            split,
            rows_of_profession,
            municipalities: Municipalities::of(reference),
        }
    }

    /// Refuses a mapping that translates into values which an extract cannot hold.
    ///
    /// # Errors
    /// Every such value.
    pub fn check_mapping(&self, file: &str) -> Result<(), Faults> {
        let mut faults = Faults::new();
        for (column, values) in self.mapping.translated() {
            let (valid, name) = (column.valid(), column.name());
            if column == Column::Person {
                faults.push(
                    Fault::new(words!(
                        "mappningen kan inte översätta värden i {name}",
                        "the mapping cannot translate values of {name}"
                    ))
                    .located(Location::file(file)),
                );
                continue;
            }
            let own = values.filter(|value| self.meaning(column, value).is_err());
            let own: std::collections::BTreeSet<&str> = own.collect();
            for value in own.into_iter().filter(|value| !is_missing(value)) {
                faults.push(
                    Fault::new(words!(
                        "mappningen översätter till `{value}`, som inte är {valid} {name}",
                        "the mapping translates into `{value}`, which is not a valid {name}"
                    ))
                    .located(Location::file(file)),
                );
            }
        }
        faults.or_else(|| ())
    }

    /// Local names of columns and values.
    #[must_use]
    pub const fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// From employment, industry and occupation to a state.
    #[must_use]
    pub const fn rule(&self) -> &StateRule {
        &self.rule
    }

    /// The age from which the not employed count as retired.
    #[must_use]
    pub const fn pension_age(&self) -> u8 {
        self.pension_age
    }

    /// The health region of a county, unknown if the county is.
    pub(super) fn health_region_of(&self, county: u8) -> u8 {
        let known = self.health_regions.get(usize::from(county)).copied();
        known.unwrap_or(UNKNOWN)
    }

    /// Whether the municipality decides the health region within the county.
    pub(super) fn is_split(&self, county: u8) -> bool {
        self.split
            .get(usize::from(county))
            .copied()
            .unwrap_or_default()
    }

    /// The rule's rows about a profession.
    pub(super) fn rows_of_profession(&self, profession: u8) -> RowSet {
        let known = self
            .rows_of_profession
            .get(usize::from(profession))
            .copied();
        known.unwrap_or_default()
    }

    pub(super) fn profession_name(&self, profession: ProfessionId) -> &str {
        &self.reference.profession(profession).name
    }

    /// The code of a cell.
    pub(super) fn code(&self, column: Column, text: &str) -> Resolved<Code> {
        self.meaning(column, self.mapping.value(column, text.trim()))
    }

    fn can_be_observed(&self, year: i32) -> bool {
        let observed = &self.reference.definitions().observed_years;
        Year::try_from(year).is_ok_and(|year| observed.contains(&year))
    }

    /// The code of a value in our words.
    fn meaning(&self, column: Column, text: &str) -> Resolved<Code> {
        if is_missing(text) {
            return match column {
                Column::Industry => Ok(self.rule.rows_of_sni("") | NO_CODE),
                Column::Occupation => Ok(self.rule.rows_of_ssyk("") | NO_CODE),
                // In a column of specialities `x` may as well be a mark for yes.
                Column::Speciality if text.eq_ignore_ascii_case("x") => {
                    Err(Box::new(Problem::unreadable(column, text)))
                }
                other => missing(other),
            };
        }
        let code = match column {
            Column::Person => return Err(Box::new(Problem::unreadable(column, text))),
            Column::Year => year_of(text)
                .filter(|year| self.can_be_observed(*year))
                .and_then(packed_year),
            Column::BirthYear
            | Column::LicenceYear
            | Column::DeathYear
            | Column::EmigrationYear => year_of(text).and_then(packed_year),
            Column::Departure => departure(text),
            Column::Age => text
                .parse()
                .ok()
                .filter(|age| *age < u8::MAX)
                .map(|age: u8| age + 1),
            Column::Profession => {
                let profession = self.reference.known_profession(text);
                return known(column, text, profession.map(|id| id.0));
            }
            Column::Status => state_named(text).map(|state| state as u8),
            Column::Employed | Column::Synthetic => yes_or_no(text),
            Column::Industry => return Ok(self.rule.rows_of_sni(text)),
            Column::Occupation => return Ok(self.rule.rows_of_ssyk(text)),
            Column::County | Column::WorkCounty | Column::ResidenceCounty | Column::StudyCounty => {
                let county = self.reference.known_county(text);
                return known(column, text, county.map(|id| id.0));
            }
            Column::Municipality => {
                let county = |code: &str| self.reference.known_county(code);
                let found = self
                    .municipalities
                    .code(text, county, |id| self.is_split(id.0));
                return known(column, text, found);
            }
            Column::Sex => sex(text),
            Column::EducationCountry => education_country(text),
            Column::University => {
                let university = self.reference.known_university(text);
                let county = university.map(|id| self.reference.university(id).county.0);
                return known(column, text, county);
            }
            Column::Sector => sector(text),
            Column::Speciality => Some(speciality(text)),
            Column::Extent => extent(text),
        };
        code.map(Code::from)
            .ok_or_else(|| Box::new(Problem::unreadable(column, text)))
    }

    /// The name that was probably meant by an unknown one.
    pub(super) fn suggestion(&self, column: Column, given: &str) -> Option<String> {
        let reference = self.reference;
        // One code is as near to another as to a third.
        if !given.chars().any(char::is_alphabetic) {
            return None;
        }
        match column {
            Column::Profession => reference.profession_named(given).err()?.suggestion,
            Column::County | Column::WorkCounty | Column::ResidenceCounty | Column::StudyCounty => {
                reference.county_named(given).err()?.suggestion
            }
            Column::University => reference.university_named(given).err()?.suggestion,
            Column::Municipality => self.municipalities.likest(given),
            _ => None,
        }
    }

    /// The municipality that a byte encodes.
    pub(super) fn municipality(&self, byte: u8) -> MunicipalityCode<'_> {
        self.municipalities.of_byte(byte)
    }

    pub(super) fn county_name(&self, county: u8) -> &str {
        let is_there = usize::from(county) < self.split.len();
        if is_there {
            &self.reference.county(CountyId(county)).name
        } else {
            ""
        }
    }

    /// The split counties and the regions that their rows are counted in without a municipality.
    pub(super) fn split_counties(&self) -> impl Iterator<Item = (CountyId, HealthRegionId)> {
        let counties = (0_u8..=u8::MAX).zip(&self.split).zip(&self.health_regions);
        let split = counties.filter(|((_, is_split), _)| **is_split);
        split.map(|((county, _), region)| (CountyId(county), HealthRegionId(*region)))
    }

    /// The first two digits of an SNI code.
    pub(super) fn industry(sni: &[u8]) -> u8 {
        match sni {
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] => (tens - b'0') * 10 + (ones - b'0'),
            _ => UNKNOWN,
        }
    }
}

/// Whether a cell has no value. `<5` is one in a table of counts, and none here.
fn is_missing(text: &str) -> bool {
    let is_bound = || text.starts_with(['<', '≤']);
    match Number::parse(text) {
        Ok(Number::Missing(Missing::Suppressed)) => !is_bound(),
        Ok(Number::Missing(_)) => true,
        _ => false,
    }
}

/// The code of a cell without a value; some columns must have one.
fn missing(column: Column) -> Resolved<Code> {
    match column {
        Column::Person | Column::Year | Column::Profession | Column::Status | Column::Employed => {
            Err(Box::new(Problem::Empty(column)))
        }
        Column::County
        | Column::WorkCounty
        | Column::ResidenceCounty
        | Column::Municipality
        | Column::StudyCounty
        | Column::University
        | Column::Extent => Ok(Code::from(UNKNOWN)),
        _ => Ok(0),
    }
}

/// The suggestion for a name that is not known comes later, for those that are shown.
fn known(column: Column, text: &str, found: Option<u8>) -> Resolved<Code> {
    found.map(Code::from).ok_or_else(|| {
        Box::new(Problem::Unknown {
            column,
            given: text.to_owned(),
            suggestion: None,
        })
    })
}

/// 1 for yes, 0 for no.
fn yes_or_no(text: &str) -> Option<u8> {
    let kinds = [WordKind::YesOrNo, WordKind::Employed];
    let mut answers = kinds
        .into_iter()
        .map(|kind| reference::yes_or_no(kind, text));
    answers.find_map(|answer| answer.map(u8::from))
}

/// 1 for somebody with a speciality; the column may name it or say yes or no.
fn speciality(text: &str) -> u8 {
    let has_none = canonical_word(WordKind::Speciality, text).is_some();
    yes_or_no(text).unwrap_or(u8::from(!has_none))
}

fn sex(text: &str) -> Option<u8> {
    let known = value_named(WordKind::Sex, text, Sex::ALL, Sex::swedish);
    known.map(|sex| sex as u8 + 1)
}

fn education_country(text: &str) -> Option<u8> {
    let (kind, all) = (WordKind::EducationCountry, EducationCountry::ALL);
    let known = value_named(kind, text, all, EducationCountry::swedish);
    known.map(|country| country as u8 + 1)
}

fn sector(text: &str) -> Option<u8> {
    let known = value_named(WordKind::Sector, text, Sector::ALL, Sector::swedish);
    known.map(|sector| sector as u8 + 1)
}

fn departure(text: &str) -> Option<u8> {
    let known = value_named(
        WordKind::Departure,
        text,
        Departure::ALL,
        Departure::swedish,
    );
    known.map(|reason| reason as u8 + 1)
}

/// Whole per cent, from a per cent or a share.
fn extent(text: &str) -> Option<u8> {
    let value = match Number::parse(text) {
        Ok(Number::Plain(share)) if share <= 1.0 => share * 100.0,
        Ok(Number::Percent(value) | Number::Plain(value)) => value,
        Ok(Number::Missing(_)) | Err(_) => return None,
    };
    let percents = 0_u8..=100;
    percents
        .into_iter()
        .find(|percent| (f64::from(*percent) - value).abs() <= 0.5)
}
