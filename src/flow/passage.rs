//! Entrants of a programme, linked to the licences of a register.

use std::collections::BTreeSet;

use super::Coverage;
use crate::domain::{
    AcademicYear, CountyId, HealthRegionId, ProfessionId, Sex, State, Studies, Unit, UniversityId,
    Year,
};
use crate::extract::{LicenceYear, Register};
use crate::reference::Reference;

/// Years since the licence at which it is looked up whether its holder is in the profession.
pub const LOOKED_UP: [u8; 2] = [1, 3];

/// An entrant's way from the start of studies, the pseudonym left behind.
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

/// What the register tells of an entrant's licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkedLicence {
    /// The licence year, if known.
    pub year: Option<Year>,
    /// Whether its holder is in the profession so many years after the licence as [`LOOKED_UP`]; none
    /// where the register does not cover the year.
    pub in_profession: [Option<bool>; LOOKED_UP.len()],
    /// The first year as a specialist.
    pub specialist: Option<Year>,
}

/// All entrants of an education extract that lead to a licence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passages {
    /// One for each row, in the order of the extract.
    pub entrants: Vec<Passage>,
    /// The last läsår of which degrees are known: the newest one that anybody took a degree in.
    pub degrees_until: Option<AcademicYear>,
    /// Rows of programmes that lead to no licence.
    pub without_profession: usize,
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
        Self {
            without_profession: studies.len() - entrants.len(),
            entrants,
            degrees_until: studies.iter().filter_map(|row| row.graduated).max(),
        }
    }

    /// How well the extracts go together, over these professions.
    #[must_use]
    pub fn linkage(&self, professions: &BTreeSet<ProfessionId>) -> Linkage {
        let mut linkage = Linkage::default();
        let entrants = self.entrants.iter();
        for entrant in entrants.filter(|entrant| professions.contains(&entrant.profession)) {
            linkage.entrants += 1;
            let licensed = entrant.licence.map(|licence| licence.year);
            match (licensed, entrant.graduated) {
                (None, None) => linkage.without_both += 1,
                (None, Some(_)) => linkage.without_licence += 1,
                (Some(_), None) => linkage.without_degree += 1,
                (Some(Some(year)), Some(graduated)) if year < graduated.begins() => {
                    linkage.licensed_before += 1;
                }
                (Some(_), Some(_)) => {}
            }
            linkage.in_register += u64::from(licensed.is_some());
            linkage.unknown_year += u64::from(licensed == Some(None));
        }
        linkage
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
    /// A licence from before the läsår of the degree.
    pub licensed_before: u64,
    /// A licence whose year is not known.
    pub unknown_year: u64,
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
        licence: rows.map(|rows| licence(rows, profession, coverage)),
    })
}

fn licence(rows: &[LicenceYear], profession: ProfessionId, coverage: &Coverage) -> LinkedLicence {
    let year = rows.first().and_then(LicenceYear::licence_year);
    let covered = coverage.years.get(&profession);
    let is_in = |since: u8| {
        let looked_up = year? + Year::from(since);
        let is_covered = covered.is_some_and(|years| years.contains(&looked_up));
        let row = rows.iter().find(|row| row.year() == looked_up);
        is_covered.then(|| row.is_some_and(|row| row.state() == State::InProfession))
    };
    let specialist = rows.iter().find(|row| row.is_specialist());
    LinkedLicence {
        year,
        in_profession: LOOKED_UP.map(is_in),
        specialist: specialist.map(LicenceYear::year),
    }
}
