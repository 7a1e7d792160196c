//! The education extract that goes with a synthetic register.

use std::io::{self, Write};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng as _;

use super::life::Lives;
use super::recipe::{Entry, Recipe, StudyRates, WHOLE};
use super::register::pseudonym;
use super::{SynthRequest, SyntheticYear};
use crate::domain::{
    AcademicYear, CountyId, EducationCountry, Place, Population, ProfessionId, Programme,
    ProgrammeId, Studies, Unit, UniversityId, Year,
};
use crate::reference::Reference;

/// Makes the studies behind a register that [`super::synthesise()`] makes of the same recipe and
/// request: the entrants of the programmes that lead to its professions, in the läsår that the register
/// covers.
///
/// Everyone in the register with Swedish education who began in those läsår is there, and beside
/// them entrants who never take the degree, who take it and never get the licence, and who are not
/// done yet. Degrees are known as far as the register goes. None if the recipe has no studies.
#[must_use]
pub fn studies(
    recipe: &Recipe,
    request: &SynthRequest,
    population: &[Population],
    reference: &Reference,
) -> Option<Vec<Studies>> {
    let maker = Maker {
        rates: recipe.studies.as_ref()?,
        lives: Lives::new(recipe, population, request.seed),
        reference,
        first: *request.years.start(),
        last: *request.years.end(),
    };
    let entries = recipe.entries(request, reference);
    let mut made = Vec::new();
    let mut person = 0;
    for entry in &entries {
        for _ in 0..entry.licences {
            person += 1;
            made.extend(maker.studies(person, entry, Outcome::Licensed));
        }
    }
    for (entry, outcome, count) in maker.unlicensed(&entries) {
        for _ in 0..count {
            person += 1;
            made.extend(maker.studies(person, &entry, outcome));
        }
    }
    Some(made)
}

/// The studies behind the register that [`super::register()`] makes, which makes every profession alone.
#[must_use]
pub fn studies_by_profession(
    recipe: &Recipe,
    request: &SynthRequest,
    population: &[Population],
    reference: &Reference,
) -> Option<Vec<Studies>> {
    let mut all = Vec::new();
    for profession in recipe.professions(request, reference) {
        let alone = SynthRequest {
            professions: vec![profession],
            ..request.clone()
        };
        let made = studies(recipe, &alone, population, reference)?;
        all.extend(made.into_iter().map(|row| {
            let person = row.person.parse().unwrap_or_default();
            Studies {
                person: pseudonym(profession, person).to_string(),
                ..row
            }
        }));
    }
    Some(all)
}

/// How studies end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Licensed,
    WithoutLicence,
    WithoutDegree,
}

struct Maker<'a> {
    rates: &'a StudyRates,
    lives: Lives<'a>,
    reference: &'a Reference,
    first: Year,
    last: Year,
}

impl Maker<'_> {
    /// Those who are not in the register: who get their licence after its last year, as many a year as
    /// in the recipe's last, and who never get one.
    fn unlicensed(&self, entries: &[Entry]) -> Vec<(Entry, Outcome, u64)> {
        let mut groups = Vec::new();
        let swedish = |entry: &&Entry| entry.education == EducationCountry::Sweden;
        for entry in entries.iter().filter(swedish) {
            let mut own = vec![*entry];
            let is_last =
                |other: &Entry| other.profession == entry.profession && other.year > entry.year;
            if !entries.iter().any(is_last) {
                let to_come = (entry.year + 1)..=(self.last + FURTHEST);
                own.extend(to_come.map(|year| Entry { year, ..*entry }));
            }
            for own in own {
                let rates = [
                    (
                        Outcome::Licensed,
                        if own.year > entry.year { WHOLE } else { 0 },
                    ),
                    (Outcome::WithoutLicence, self.rates.without_licence),
                    (Outcome::WithoutDegree, self.rates.without_degree),
                ];
                let counts = rates.map(|(outcome, rate)| {
                    (own, outcome, (own.licences * rate + WHOLE / 2) / WHOLE)
                });
                groups.extend(counts);
            }
        }
        groups
    }

    /// The studies of a person who gets the licence of an entry, or would have got it; none of those
    /// educated elsewhere, who begin in other läsår or whose profession has no programme.
    fn studies(&self, person: u64, entry: &Entry, outcome: Outcome) -> Option<Studies> {
        if entry.education != EducationCountry::Sweden {
            return None;
        }
        let (programme, nominal) = self.programme(entry.profession)?;
        let mut random = self.lives.random_of_studies(person);
        let to_licence = self.rates.years_to_licence.choose(random.next_u32())?;
        let extra = self.rates.extra_years.choose(random.next_u32())?;
        let school = self.rates.school.choose(random.next_u32())?;
        let graduated = AcademicYear::ending(entry.year - Year::try_from(to_licence).ok()?);
        let years = Year::from(nominal) + Year::try_from(extra).ok()?;
        let started = AcademicYear::beginning(graduated.ends() - years);
        if started.begins() < self.first || started.begins() >= self.last {
            return None;
        }
        let is_known = graduated.ends() <= self.last && outcome != Outcome::WithoutDegree;
        let begun: SyntheticYear = self.lives.begin(person, entry)?;
        Some(Studies {
            person: person.to_string(),
            programme,
            started,
            graduated: is_known.then_some(graduated),
            place: self.place(begun.study_county, &mut random),
            sex: Some(begun.sex),
            upper_secondary: self.rates.schools.get(school).cloned(),
            is_synthetic: true,
        })
    }

    fn programme(&self, profession: ProfessionId) -> Option<(ProgrammeId, u8)> {
        let leads_to = |(_, own): &(ProgrammeId, &Programme)| own.profession == Some(profession);
        let (id, programme) = self.reference.programmes().find(leads_to)?;
        Some((id, programme.lag_years))
    }

    /// One of the universities of a county.
    fn place(&self, county: Option<CountyId>, random: &mut ChaCha8Rng) -> Place {
        let universities = self.reference.universities();
        let there = universities.filter(|(_, university)| Some(university.county) == county);
        let there: Vec<UniversityId> = there.map(|(id, _)| id).collect();
        let at = (u64::from(random.next_u32()) * there.len() as u64) >> 32;
        let chosen = usize::try_from(at).ok().and_then(|at| there.get(at));
        chosen.map_or(Place::SWEDEN, |&id| Place {
            health_region: Some(self.reference.university(id).health_region),
            unit: Unit::University(id),
        })
    }
}

/// Years after the register's last in which those who have begun by then get their licence at the
/// latest: the longest programme and whatever is added to it.
const FURTHEST: Year = 15;

/// Writes an education extract as CSV.
///
/// # Errors
/// Those of the writer.
pub fn write_studies(
    out: &mut impl Write,
    studies: &[Studies],
    reference: &Reference,
) -> io::Result<()> {
    let columns = "löpnr,utbildning,startläsår,examensläsår,lärosäte,kön,gymnasieprogram,syntetisk";
    writeln!(out, "{columns}")?;
    for row in studies {
        let graduated = row.graduated.map(|year| year.to_string());
        let university = match row.place.unit {
            Unit::University(id) => reference.university(id).name.as_str(),
            Unit::Sweden | Unit::HealthRegion(_) | Unit::County(_) => "",
        };
        writeln!(
            out,
            "{},{},{},{},{university},{},{},ja",
            row.person,
            reference.programme(row.programme).name,
            row.started,
            graduated.unwrap_or_default(),
            row.sex.map_or("", crate::domain::Sex::swedish),
            row.upper_secondary.as_deref().unwrap_or_default(),
        )?;
    }
    Ok(())
}
