//! One pass over a register: every licence counted into the three tables of the cube.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::cell::{
    CareerCell, CohortCell, Ending, Entry, Holder, LicenceStatus, SpellCell, StockCell,
    TransitionCell,
};
use super::counts::{Counter, Counts};
use super::covered::Covered;
use super::depth::Depth;
use super::packing::Packed;
use super::unknowns::Unknowns;
use crate::domain::{AgeBand, LicenceCohort, ProfessionId, State, Year};
use crate::extract::{LicenceYear, Register, licences};

/// Stretches of persons for each core: professions differ in how much there is to count.
const STRETCHES: usize = 16;

/// The three tables of the cube.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tables {
    pub(super) stock: Counts<StockCell>,
    pub(super) transitions: Counts<TransitionCell>,
    pub(super) spells: Counts<SpellCell>,
    /// None where they were not asked for.
    pub(super) careers: Option<Counts<CareerCell>>,
    /// None where careers were not asked for.
    pub(super) cohorts: Option<Counts<CohortCell>>,
}

/// Unknowns by profession.
type ByProfession = BTreeMap<ProfessionId, Unknowns>;

impl Tables {
    /// Counts all licences of a register on all cores. Counts add up in any order, so the result
    /// does not depend on how the persons are shared out.
    pub(super) fn of(register: &Register, covered: &Covered, depth: Depth) -> (Self, ByProfession) {
        let wanted = rayon::current_num_threads() * STRETCHES;
        let stretches: Vec<&[LicenceYear]> = register.stretches(wanted).collect();
        stretches
            .into_par_iter()
            .fold(
                || Tally::new(covered, depth),
                |mut tally, rows| {
                    tally.count(rows);
                    tally
                },
            )
            .map(Tally::finish)
            .reduce_with(merged)
            .unwrap_or_else(|| Tally::new(covered, depth).finish())
    }

    fn merged(self, other: Self) -> Self {
        fn both<C: Packed>(one: Option<Counts<C>>, other: Option<Counts<C>>) -> Option<Counts<C>> {
            match (one, other) {
                (Some(one), Some(other)) => Some(one.merged(other)),
                (one, other) => one.or(other),
            }
        }
        Self {
            stock: self.stock.merged(other.stock),
            transitions: self.transitions.merged(other.transitions),
            spells: self.spells.merged(other.spells),
            careers: both(self.careers, other.careers),
            cohorts: both(self.cohorts, other.cohorts),
        }
    }
}

fn merged(
    (tables, mut unknowns): (Tables, ByProfession),
    (others, more): (Tables, ByProfession),
) -> (Tables, ByProfession) {
    for (profession, own) in more {
        *unknowns.entry(profession).or_default() += own;
    }
    (tables.merged(others), unknowns)
}

/// The tables while they are counted.
struct Tally<'a> {
    covered: &'a Covered,
    stock: Counter<StockCell>,
    transitions: Counter<TransitionCell>,
    spells: Counter<SpellCell>,
    careers: Option<Counter<CareerCell>>,
    cohorts: Option<Counter<CohortCell>>,
    unknowns: ByProfession,
}

impl<'a> Tally<'a> {
    fn new(covered: &'a Covered, depth: Depth) -> Self {
        Self {
            covered,
            stock: Counter::new(),
            transitions: Counter::new(),
            spells: Counter::new(),
            careers: (depth == Depth::Careers).then(Counter::new),
            cohorts: (depth == Depth::Careers).then(Counter::new),
            unknowns: BTreeMap::new(),
        }
    }

    fn count(&mut self, rows: &[LicenceYear]) {
        for licence in licences(rows) {
            self.count_years(licence);
            self.count_first_spell(licence);
            self.count_career(licence);
            self.count_unknowns(licence);
        }
    }

    fn finish(self) -> (Tables, ByProfession) {
        let tables = Tables {
            stock: self.stock.into(),
            transitions: self.transitions.into(),
            spells: self.spells.into(),
            careers: self.careers.map(Counts::from),
            cohorts: self.cohorts.map(Counts::from),
        };
        (tables, self.unknowns)
    }

    fn count_unknowns(&mut self, licence: &[LicenceYear]) {
        if let Some(first) = licence.first() {
            let own = Unknowns::of(licence, self.covered);
            *self.unknowns.entry(first.profession()).or_default() += own;
        }
    }

    /// Counts the status of a licence in each of its years, and each step to the next year.
    fn count_years(&mut self, licence: &[LicenceYear]) {
        let mut before: Option<(&LicenceYear, LicenceStatus)> = None;
        let mut was_seen = false;
        for row in licence {
            let status = status(row);
            self.stock.add(StockCell {
                year: row.year(),
                profession: row.profession(),
                status,
                holder: self.holder(row),
                study_county: row.study_county(),
            });
            let is_next = before.is_some_and(|(last, _)| last.year() + 1 == row.year());
            if let Some((last, gone)) = before.filter(|_| !is_next) {
                self.count_departure(last, gone);
            }
            let from = before.filter(|_| is_next).map(|(_, status)| status);
            let enters = !is_in(from) && is_in(Some(status));
            let entry = enters.then(|| entry(row, was_seen));
            self.count_step(row, from, status, entry);
            was_seen |= is_in(Some(status));
            before = Some((row, status));
        }
        if let Some((last, gone)) = before {
            self.count_departure(last, gone);
        }
    }

    /// The holder of a licence, with its cohort only where that is asked for.
    fn holder(&self, row: &LicenceYear) -> Holder {
        let holder = holder(row);
        Holder {
            cohort: holder.cohort.filter(|_| self.covered.has_licence_cohorts),
            ..holder
        }
    }

    /// Counts the step out of the register after the last row before a year without one.
    fn count_departure(&mut self, last: &LicenceYear, gone: LicenceStatus) {
        let (year, profession) = (last.year() + 1, last.profession());
        if self.covered.has_step(profession, year) {
            self.transitions.add(TransitionCell {
                year,
                profession,
                before: Some(gone),
                after: None,
                holder: self.holder(last),
                entry: None,
                departure: last.departure(),
            });
        }
    }

    /// Counts a step into the year of a row, if the extract covers both that year and the one before.
    fn count_step(
        &mut self,
        row: &LicenceYear,
        before: Option<LicenceStatus>,
        after: LicenceStatus,
        entry: Option<Entry>,
    ) {
        let (year, profession) = (row.year(), row.profession());
        if self.covered.has_step(profession, year) {
            self.transitions.add(TransitionCell {
                year,
                profession,
                before,
                after: Some(after),
                holder: self.holder(row),
                entry,
                departure: None,
            });
        }
    }

    /// Counts where a licence is in each covered year since it was given, rows or not.
    fn count_career(&mut self, licence: &[LicenceYear]) {
        let (Some(careers), Some(cohorts)) = (&mut self.careers, &mut self.cohorts) else {
            return;
        };
        let Some(first) = licence.first() else {
            return;
        };
        let Some(licence_year) = first.licence_year() else {
            return;
        };
        let age_band = licence_age(first, licence_year);
        let mut rows = licence.iter().peekable();
        for year in self.covered.years_from(first.profession(), licence_year) {
            let row = rows.next_if(|row| row.year() == year);
            let since = (year - licence_year).min(LONGEST).to_le_bytes()[0];
            cohorts.add(CohortCell {
                profession: first.profession(),
                licence_year,
                state: row.map(LicenceYear::state),
                holder: holder(first),
                age_band,
                county: first.county(),
                health_region: first.health_region(),
                since,
            });
            careers.add(CareerCell {
                profession: first.profession(),
                licence_year,
                status: row.map(|row| LicenceStatus {
                    age_band,
                    ..status(row)
                }),
                industry: row.and_then(LicenceYear::industry),
                study_county: first.study_county(),
                holder: holder(first),
                age_band,
                since,
            });
        }
    }

    /// Counts how long a licence was followed in the profession, from the first year in which it
    /// is there to the first in which it is not, or to the last year of the extract.
    ///
    /// A licence without a licence year has no clock and is left out; so is a profession with a
    /// gap in its years, where the year of an exit is unknown.
    fn count_first_spell(&mut self, licence: &[LicenceYear]) {
        let is_in = |row: &LicenceYear| row.state() == State::InProfession;
        let Some(start) = licence.iter().position(is_in) else {
            return;
        };
        let first = &licence[start];
        let (Some(licence_year), Some(last_covered)) = (
            first.licence_year(),
            self.covered.last_unbroken(first.profession()),
        ) else {
            return;
        };
        let years = licence[start..].iter().zip(first.year()..);
        let stayed = years.take_while(|(row, year)| is_in(row) && row.year() == *year);
        let last = licence[start..][..stayed.count()].last().unwrap_or(first);
        let next = licence.iter().find(|row| row.year() == last.year() + 1);
        let (end, ending) = match next {
            _ if last.year() == last_covered => (last.year(), Ending::Censored),
            Some(next) => (next.year(), Ending::Into(next.state())),
            None => (last.year() + 1, Ending::LeftRegister),
        };
        let since_licence = |year: Year| u8::try_from(year - licence_year).unwrap_or(u8::MAX);
        self.spells.add(SpellCell {
            profession: first.profession(),
            licence_year,
            entry: since_licence(first.year()),
            exit: since_licence(end),
            ending,
            holder: holder(first),
            age_band: licence_age(first, licence_year),
            county: first.county(),
            health_region: first.health_region(),
        });
    }
}

/// The most years since the licence that are distinguished: what a byte holds.
const LONGEST: Year = 255;

fn is_in(status: Option<LicenceStatus>) -> bool {
    status.is_some_and(|status| status.state == State::InProfession)
}

fn licence_age(row: &LicenceYear, licence_year: Year) -> Option<AgeBand> {
    row.birth_year()
        .map(|birth_year| AgeBand::of(licence_year - birth_year))
}

fn holder(row: &LicenceYear) -> Holder {
    Holder {
        sex: row.sex(),
        education: row.education_country(),
        cohort: row.licence_year().map(LicenceCohort::of),
    }
}

fn status(row: &LicenceYear) -> LicenceStatus {
    LicenceStatus {
        state: row.state(),
        county: row.county(),
        health_region: row.health_region(),
        sector: row.sector(),
        age_band: row.age().map(AgeBand::of),
    }
}

/// How a licence enters the profession in a row, given whether an earlier row has it there.
///
/// The register measures in November, so a licence given in December is first seen the year after: a licence
/// of the year or the year before is new. No one can have entered, left and returned by then.
fn entry(row: &LicenceYear, was_seen: bool) -> Entry {
    match row.licence_year() {
        _ if was_seen => Entry::Returned,
        Some(licence_year) if row.year() - licence_year <= 1 => Entry::NewlyLicensed,
        Some(_) => Entry::FirstWithOlderLicence,
        None => Entry::UnknownLicenceYear,
    }
}
