//! What the values of an extract mean, as small codes.

use super::check::Resolved;
use super::columns::Column;
use super::licence_year::{UNKNOWN, packed_year};
use super::state_rule::{NO_CODE, RowSet, StateRule, state_named};
use super::{Mapping, Problem};
use crate::domain::{Departure, EducationCountry, HealthRegionId, ProfessionId, Sector, Sex};
use crate::reference::{Reference, Unknown};
use crate::source::{Number, fold};

/// A value as a code; what it counts depends on the column. Large enough for a set of rule rows.
pub(super) type Code = u128;

/// The years that can be observed.
const YEARS: std::ops::RangeInclusive<i32> = 1960..=2099;

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
}

impl<'a> Dictionary<'a> {
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
        }
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
    pub(super) const fn pension_age(&self) -> u8 {
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

    /// The rule's rows that speak of a profession.
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
        let text = self.mapping.value(column, text.trim());
        let is_missing = matches!(Number::parse(text), Ok(Number::Missing(_)));
        if is_missing {
            return match column {
                Column::Industry => Ok(self.rule.rows_of_sni("") | NO_CODE),
                Column::Occupation => Ok(self.rule.rows_of_ssyk("") | NO_CODE),
                other => missing(other),
            };
        }
        let code = match column {
            Column::Person => return Err(Box::new(Problem::unreadable(column, text))),
            Column::Year => year(text)
                .filter(|year| YEARS.contains(year))
                .and_then(packed_year),
            Column::BirthYear
            | Column::LicenceYear
            | Column::DeathYear
            | Column::EmigrationYear => year(text).and_then(packed_year),
            Column::Departure => departure(text),
            Column::Age => text
                .parse()
                .ok()
                .filter(|age| *age < u8::MAX)
                .map(|age: u8| age + 1),
            Column::Profession => return self.profession(text),
            Column::Status => state_named(text).map(|state| state as u8),
            Column::Employed | Column::Synthetic => yes_or_no(text),
            Column::Industry => return Ok(self.rule.rows_of_sni(text)),
            Column::Occupation => return Ok(self.rule.rows_of_ssyk(text)),
            Column::County | Column::WorkCounty | Column::ResidenceCounty | Column::StudyCounty => {
                let county = self.reference.county_named(text);
                return known(column, text, county.map(|id| id.0));
            }
            Column::Municipality => return Ok(self.municipality(text)),
            Column::Sex => sex(text),
            Column::EducationCountry => education_country(text),
            Column::University => {
                let university = self.reference.university_named(text);
                let county = university.map(|id| self.reference.university(id).county.0);
                return known(column, text, county);
            }
            Column::Sector => sector(text),
            Column::Speciality => Some(1),
            Column::Extent => extent(text),
        };
        code.map(Code::from)
            .ok_or_else(|| Box::new(Problem::unreadable(column, text)))
    }

    /// The first two digits of an SNI code.
    pub(super) fn industry(sni: &[u8]) -> u8 {
        match sni {
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] => (tens - b'0') * 10 + (ones - b'0'),
            _ => UNKNOWN,
        }
    }

    fn profession(&self, text: &str) -> Resolved<Code> {
        let profession = self.reference.profession_named(text);
        known(Column::Profession, text, profession.map(|id| id.0))
    }

    /// The health region of a municipality of a split county; others do not decide anything.
    fn municipality(&self, text: &str) -> Code {
        let wanted = fold(text);
        let found = self
            .reference
            .municipalities()
            .find(|municipality| fold(&municipality.name) == wanted || municipality.code == text);
        Code::from(found.map_or(UNKNOWN, |municipality| municipality.health_region.0))
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

fn known(column: Column, text: &str, found: Result<u8, Unknown>) -> Resolved<Code> {
    found.map(Code::from).map_err(|unknown| {
        Box::new(Problem::Unknown {
            column,
            given: text.to_owned(),
            suggestion: unknown.suggestion,
        })
    })
}

/// A year, alone or at the start of a date: `2011`, `2011-05-01`, `20110501`.
fn year(text: &str) -> Option<i32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    let is_date = digits == 8 && rest.is_empty() || digits == 4 && rest.starts_with('-');
    let is_year = digits == 4 && rest.is_empty();
    (is_year || is_date)
        .then(|| text[..4].parse().ok())
        .flatten()
}

fn one_of(text: &str, words: &[(&[&str], u8)]) -> Option<u8> {
    let text = fold(text);
    let found = words
        .iter()
        .find(|(words, _)| words.iter().any(|word| fold(word) == text));
    found.map(|(_, code)| *code)
}

fn yes_or_no(text: &str) -> Option<u8> {
    one_of(
        text,
        &[
            (&["1", "ja", "sysselsatt", "yes", "true"], 1),
            (&["0", "nej", "ej sysselsatt", "no", "false"], 0),
        ],
    )
}

fn sex(text: &str) -> Option<u8> {
    one_of(
        text,
        &[
            (
                &[
                    "kvinna", "kvinnor", "k", "woman", "women", "female", "f", "2",
                ],
                Sex::Women as u8 + 1,
            ),
            (&["man", "män", "m", "men", "male", "1"], Sex::Men as u8 + 1),
        ],
    )
}

fn education_country(text: &str) -> Option<u8> {
    let code = |country: EducationCountry| country as u8 + 1;
    one_of(
        text,
        &[
            (&["Sverige", "SE", "Sweden"], code(EducationCountry::Sweden)),
            (
                &["EU/EES", "EU", "EES", "EU/EEA"],
                code(EducationCountry::EuEea),
            ),
            (
                &["tredje land", "utanför EU/EES", "övriga", "third country"],
                code(EducationCountry::ThirdCountry),
            ),
        ],
    )
}

fn sector(text: &str) -> Option<u8> {
    one_of(
        text,
        &[
            (
                &[
                    "offentlig",
                    "region",
                    "landsting",
                    "kommun",
                    "stat",
                    "public",
                ],
                Sector::Public as u8 + 1,
            ),
            (&["privat", "private"], Sector::Private as u8 + 1),
        ],
    )
}

fn departure(text: &str) -> Option<u8> {
    let code = |reason: Departure| reason as u8 + 1;
    one_of(
        text,
        &[
            (
                &["avliden", "död", "deceased", "dead", "died"],
                code(Departure::Dead),
            ),
            (
                &["utvandrad", "emigrerad", "emigrated"],
                code(Departure::Emigrated),
            ),
            (
                &["avregistrerad", "återkallad", "deregistered", "revoked"],
                code(Departure::Deregistered),
            ),
        ],
    )
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
