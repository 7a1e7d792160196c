//! Entrants of a programme, linked to the licences of a register.

use std::collections::{BTreeMap, BTreeSet};

use super::Coverage;
use crate::domain::{
    AcademicYear, CountyId, HealthRegionId, ProfessionId, Sex, State, Studies, Unit, UniversityId,
    Year,
};
use crate::extract::{LicenceYear, Register};
use crate::reference::Reference;

/// Years since the licence at which it is looked up whether its holder is in the profession.
pub const LOOKED_UP: [u8; 2] = [1, 3];

/// An entrant's way from the start of studies, without the pseudonym.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The profession that the programme leads to.
    pub profession: ProfessionId,
    /// The programme's nominal length in whole läsår.
    pub nominal: u8,
    /// The läsår of the start.
    pub started: AcademicYear,
    /// The läsår of the degree.
    pub graduated: Option<AcademicYear>,
    /// Where the studies are.
    pub university: Option<UniversityId>,
    /// County of the studies.
    pub county: Option<CountyId>,
    /// Health region of the studies.
    pub health_region: Option<HealthRegionId>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Programme of upper secondary school.
    pub upper_secondary: Option<String>,
    /// The licence; none of somebody who is not in the register.
    pub licence: Option<LinkedLicence>,
}

/// What the register knows of an entrant's licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkedLicence {
    /// The licence year, if known.
    pub year: Option<Year>,
    /// The first year in which the register has it.
    pub first_seen: Year,
    /// Whether its holder is in the profession so many years after the licence as [`LOOKED_UP`]; none
    /// where the register does not cover the year.
    pub in_profession: [Option<bool>; LOOKED_UP.len()],
    /// The first year as a specialist.
    pub specialist: Option<Year>,
}

/// All entrants of an education extract that lead to a licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passages {
    /// One for each row, in the order of the extract.
    pub entrants: Vec<Passage>,
    /// The last läsår of which degrees are known, by profession: the newest one that anyone took a degree
    /// of its programmes in. Those of one programme may be delivered later than those of another.
    pub degrees_until: BTreeMap<ProfessionId, AcademicYear>,
    /// Rows of programmes that lead to no licence.
    pub without_profession: usize,
    /// Within how many years the steps count.
    pub windows: Windows,
}

/// Within how many years the steps of the way count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Läsår beyond the nominal length within which a degree counts, as in the official exam frequency.
    pub extra_years: u8,
    /// Years after the degree within which a licence counts.
    pub to_licence: u8,
    /// Years after the licence within which a speciality counts.
    pub to_speciality: u8,
}

impl Windows {
    /// Those of the reference tables.
    #[must_use]
    pub fn of(reference: &Reference) -> Self {
        let definitions = reference.definitions();
        Self {
            extra_years: definitions.follow_up_years,
            to_licence: definitions.years_to_licence,
            to_speciality: definitions.years_to_speciality,
        }
    }
}

impl Passages {
    /// Links every row of an education extract to the licence that its person has in the profession
    /// that the programme leads to.
    #[must_use]
    pub fn link(
        studies: &[Studies],
        register: &Register,
        coverage: &Coverage,
        reference: &Reference,
    ) -> Self {
        let entrants = studies
            .iter()
            .filter_map(|row| passage(row, register, coverage, reference));
        let entrants: Vec<Passage> = entrants.collect();
        let mut degrees_until = BTreeMap::new();
        for entrant in &entrants {
            if let Some(graduated) = entrant.graduated {
                let latest = degrees_until.entry(entrant.profession).or_insert(graduated);
                *latest = graduated.max(*latest);
            }
        }
        Self {
            without_profession: studies.len() - entrants.len(),
            entrants,
            degrees_until,
            windows: Windows::of(reference),
        }
    }

    /// How well the extracts go together, over these professions.
    #[must_use]
    pub fn linkage(&self, professions: &BTreeSet<ProfessionId>, coverage: &Coverage) -> Linkage {
        let mut linkage = Linkage::default();
        for profession in professions {
            let years = coverage.years.get(profession);
            let first = years.and_then(|years| years.first().copied());
            for entrant in self.of(*profession) {
                linkage.add(entrant, first);
            }
        }
        linkage
    }

    /// Whether there are entrants of a profession.
    #[must_use]
    pub fn has(&self, profession: ProfessionId) -> bool {
        self.of(profession).next().is_some()
    }

    /// The entrants of one profession.
    pub fn of(&self, profession: ProfessionId) -> impl Iterator<Item = &Passage> {
        let entrants = self.entrants.iter();
        entrants.filter(move |entrant| entrant.profession == profession)
    }
}

/// How many persons the two extracts have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Linkage {
    /// All entrants.
    pub entrants: u64,
    /// Those with a licence in the register.
    pub in_register: u64,
    /// Neither degree nor licence.
    pub without_both: u64,
    /// A degree, but no licence in the register.
    pub without_licence: u64,
    /// A licence, but no degree in the education extract.
    pub without_degree: u64,
    /// A licence from before the start of the studies: not their outcome.
    pub licensed_before_start: u64,
    /// A licence from after the start and before the läsår of the degree.
    pub licensed_before: u64,
    /// A licence whose year is not known.
    pub unknown_year: u64,
    /// A degree from before the register's first year: whether it led to a licence is not known of those
    /// who had left the register.
    pub early_degrees: u64,
    /// A licence from before the register's first year, whose holder is not looked up one and three years
    /// on.
    pub early_licences: u64,
    /// Specialists when the register first sees them, later than the year after the licence: when they
    /// became that is not known.
    pub specialists_when_first_seen: u64,
}

impl Linkage {
    /// Counts an entrant; `first` is the register's first year.
    fn add(&mut self, entrant: &Passage, first: Option<Year>) {
        self.entrants += 1;
        let precedes = |year: Year| first.is_some_and(|first| year < first);
        let is_early = |graduated: AcademicYear| precedes(graduated.ends());
        self.early_degrees += u64::from(entrant.graduated.is_some_and(is_early));
        let Some(licence) = entrant.licence else {
            let without = match entrant.graduated {
                Some(_) => &mut self.without_licence,
                None => &mut self.without_both,
            };
            *without += 1;
            return;
        };
        self.in_register += 1;
        self.without_degree += u64::from(entrant.graduated.is_none());
        let Some(year) = licence.year else {
            self.unknown_year += 1;
            return;
        };
        self.early_licences += u64::from(precedes(year));
        if year < entrant.started.begins() {
            self.licensed_before_start += 1;
        } else if entrant
            .graduated
            .is_some_and(|graduated| year < graduated.begins())
        {
            self.licensed_before += 1;
        }
        let is_one = licence.specialist == Some(licence.first_seen);
        let is_late = precedes(year) || licence.first_seen - year > 1;
        self.specialists_when_first_seen += u64::from(is_one && is_late);
    }
}

fn passage(
    studies: &Studies,
    register: &Register,
    coverage: &Coverage,
    reference: &Reference,
) -> Option<Passage> {
    let programme = reference.programme(studies.programme);
    let profession = programme.profession?;
    let (university, county) = match studies.place.unit {
        Unit::University(id) => (Some(id), Some(reference.university(id).county)),
        Unit::County(id) => (None, Some(id)),
        Unit::HealthRegion(_) | Unit::Sweden => (None, None),
    };
    let rows = register.licence_of(&studies.person, profession);
    Some(Passage {
        profession,
        nominal: programme.lag_years,
        started: studies.started,
        graduated: studies.graduated,
        university,
        county,
        health_region: studies.place.health_region,
        sex: studies.sex,
        upper_secondary: studies.upper_secondary.clone(),
        licence: rows.and_then(|rows| licence(rows, profession, coverage)),
    })
}

/// None of no rows.
fn licence(
    rows: &[LicenceYear],
    profession: ProfessionId,
    coverage: &Coverage,
) -> Option<LinkedLicence> {
    let first_seen = rows.first()?.year();
    let year = rows.iter().find_map(LicenceYear::licence_year);
    let covered = coverage.years.get(&profession);
    let is_in = |since: u8| {
        let looked_up = year? + Year::from(since);
        let is_covered = covered.is_some_and(|years| years.contains(&looked_up));
        let row = rows.iter().find(|row| row.year() == looked_up);
        is_covered.then(|| row.is_some_and(|row| row.state() == State::InProfession))
    };
    let specialist = rows.iter().find(|row| row.is_specialist());
    Some(LinkedLicence {
        year,
        first_seen,
        in_profession: LOOKED_UP.map(is_in),
        specialist: specialist.map(LicenceYear::year),
    })
}
