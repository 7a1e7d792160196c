//! How each cell of the cube is packed into one number.
//!
//! Packed cells are counted and sorted as plain numbers. Fields are in the order of the struct,
//! the first highest, but the year (of a career: the years since the licence) lowest; an unknown
//! code is all ones. So packed order is by profession, status and holder, unknown last, and then by
//! year.

use super::cell::{
    CareerCell, CohortCell, Ending, Entry, Holder, LicenceStatus, SpellCell, StockCell,
    TransitionCell,
};
use crate::domain::{
    AgeBand, CountyId, Departure, EducationCountry, HealthRegionId, LicenceCohort, ProfessionId,
    Sector, Sex, State, Year,
};

/// A cell that fits one number.
pub(super) trait Packed: Copy {
    fn pack(self) -> u64;
    fn unpack(packed: u64) -> Self;
}

const YEAR: u32 = 8;
const PROFESSION: u32 = 6;
const STATE: u32 = 3;
const COUNTY: u32 = 6;
const HEALTH_REGION: u32 = 4;
const TRAIT: u32 = 2;
const AGE_BAND: u32 = 3;
const ENTRY: u32 = 3;
const SPAN: u32 = 8;
const COHORT: u32 = 6;
const INDUSTRY: u32 = 7;

/// The first year that can be packed, and the last.
pub(super) const FIRST_YEAR: Year = 1850;
pub(super) const LAST_YEAR: Year = FIRST_YEAR + 255;

const STATUS: u32 = STATE + COUNTY + HEALTH_REGION + TRAIT + AGE_BAND;

/// Codes put side by side.
#[derive(Clone, Copy, Default)]
struct Codes(u64);

impl Codes {
    /// The year and the other codes of a packed cell.
    fn of(packed: u64) -> (Year, Self) {
        let mut codes = Self(packed);
        let since = codes.take_byte(YEAR);
        (FIRST_YEAR + Year::from(since), codes)
    }

    fn put(self, code: impl Into<u64>, width: u32) -> Self {
        Self(self.0 << width | code.into())
    }

    fn put_known(self, code: Option<u8>, width: u32) -> Self {
        self.put(code.map_or((1 << width) - 1, u64::from), width)
    }

    /// The finished number.
    fn put_year(self, year: Year) -> u64 {
        self.put((year - FIRST_YEAR).cast_unsigned(), YEAR).0
    }

    fn put_cohort(self, cohort: Option<LicenceCohort>) -> Self {
        self.put_known(cohort.map(LicenceCohort::position), COHORT)
    }

    fn take_cohort(&mut self) -> Option<LicenceCohort> {
        self.take_known(COHORT).and_then(LicenceCohort::at)
    }

    /// Without the cohort.
    fn put_holder(self, holder: Holder) -> Self {
        self.put_known(holder.sex.map(|sex| sex as u8), TRAIT)
            .put_known(holder.education.map(|country| country as u8), TRAIT)
    }

    fn put_place(self, county: Option<CountyId>, region: Option<HealthRegionId>) -> Self {
        self.put_known(county.map(|id| id.0), COUNTY)
            .put_known(region.map(|id| id.0), HEALTH_REGION)
    }

    fn put_age_band(self, band: Option<AgeBand>) -> Self {
        self.put_known(band.map(AgeBand::position), AGE_BAND)
    }

    /// No status at all is all ones; no state has that code.
    fn put_status(self, status: Option<LicenceStatus>) -> Self {
        let Some(status) = status else {
            return self.put((1_u64 << STATUS) - 1, STATUS);
        };
        self.put(status.state as u8, STATE)
            .put_place(status.county, status.health_region)
            .put_known(status.sector.map(|sector| sector as u8), TRAIT)
            .put_age_band(status.age_band)
    }

    /// A status, or none at all with the reason for it: the codes just below that of none.
    fn put_status_or_departure(
        self,
        status: Option<LicenceStatus>,
        departure: Option<Departure>,
    ) -> Self {
        match (status, departure) {
            (None, Some(reason)) => {
                self.put((1_u64 << STATUS) - 2 - u64::from(reason as u8), STATUS)
            }
            _ => self.put_status(status),
        }
    }

    /// Why there is no status where the next code would be one.
    fn departure(self) -> Option<Departure> {
        let none = (1_u64 << STATUS) - 1;
        let at = (none - (self.0 & none)).checked_sub(1)?;
        Departure::ALL.get(usize::try_from(at).ok()?).copied()
    }

    /// Takes the codes off again, the last first.
    fn take(&mut self, width: u32) -> u64 {
        let code = self.0 & ((1 << width) - 1);
        self.0 >>= width;
        code
    }

    fn take_byte(&mut self, width: u32) -> u8 {
        self.take(width).to_le_bytes()[0]
    }

    fn take_known(&mut self, width: u32) -> Option<u8> {
        let code = self.take_byte(width);
        (u64::from(code) != (1 << width) - 1).then_some(code)
    }

    fn take_holder(&mut self, cohort: Option<LicenceCohort>) -> Holder {
        let education = self.take_one_of(TRAIT, &EducationCountry::ALL);
        let sex = self.take_one_of(TRAIT, &Sex::ALL);
        Holder {
            sex,
            education,
            cohort,
        }
    }

    fn take_one_of<T: Copy>(&mut self, width: u32, all: &[T]) -> Option<T> {
        all.get(usize::from(self.take_byte(width))).copied()
    }

    fn take_place(&mut self) -> (Option<CountyId>, Option<HealthRegionId>) {
        let health_region = self.take_known(HEALTH_REGION).map(HealthRegionId);
        (self.take_known(COUNTY).map(CountyId), health_region)
    }

    fn take_age_band(&mut self) -> Option<AgeBand> {
        self.take_known(AGE_BAND).and_then(AgeBand::at)
    }

    fn take_status(&mut self) -> Option<LicenceStatus> {
        let age_band = self.take_age_band();
        let sector = self.take_one_of(TRAIT, &Sector::ALL);
        let (county, health_region) = self.take_place();
        let state = self.take_one_of(STATE, &State::ALL)?;
        Some(LicenceStatus {
            state,
            county,
            health_region,
            sector,
            age_band,
        })
    }
}

impl Packed for StockCell {
    fn pack(self) -> u64 {
        Codes::default()
            .put(self.profession.0, PROFESSION)
            .put_status(Some(self.status))
            .put_holder(self.holder)
            .put_cohort(self.holder.cohort)
            .put_known(self.study_county.map(|id| id.0), COUNTY)
            .put_year(self.year)
    }

    fn unpack(packed: u64) -> Self {
        let (year, mut codes) = Codes::of(packed);
        let study_county = codes.take_known(COUNTY).map(CountyId);
        let cohort = codes.take_cohort();
        let holder = codes.take_holder(cohort);
        let Some(status) = codes.take_status() else {
            unreachable!("a stock cell is packed with its status")
        };
        Self {
            profession: ProfessionId(codes.take_byte(PROFESSION)),
            year,
            status,
            holder,
            study_county,
        }
    }
}

impl Packed for TransitionCell {
    fn pack(self) -> u64 {
        Codes::default()
            .put(self.profession.0, PROFESSION)
            .put_status(self.before)
            .put_status_or_departure(self.after, self.departure)
            .put_holder(self.holder)
            .put_cohort(self.holder.cohort)
            .put_known(self.entry.map(|entry| entry as u8), ENTRY)
            .put_year(self.year)
    }

    fn unpack(packed: u64) -> Self {
        let (year, mut codes) = Codes::of(packed);
        let entry = codes.take_one_of(ENTRY, &Entry::ALL);
        let cohort = codes.take_cohort();
        let holder = codes.take_holder(cohort);
        let departure = codes.departure();
        let after = codes.take_status();
        let before = codes.take_status();
        Self {
            profession: ProfessionId(codes.take_byte(PROFESSION)),
            year,
            before,
            after,
            holder,
            entry,
            departure,
        }
    }
}

/// The code of a spell that left the register, after those of the states.
const LEFT_REGISTER: u8 = 6;

impl Packed for SpellCell {
    fn pack(self) -> u64 {
        let ending = match self.ending {
            Ending::Censored => 0,
            Ending::Into(state) => state as u8 + 1,
            Ending::LeftRegister => LEFT_REGISTER,
        };
        Codes::default()
            .put(self.profession.0, PROFESSION)
            .put(self.entry, SPAN)
            .put(self.exit, SPAN)
            .put(ending, STATE)
            .put_holder(self.holder)
            .put_age_band(self.age_band)
            .put_place(self.county, self.health_region)
            .put_year(self.licence_year)
    }

    fn unpack(packed: u64) -> Self {
        let (year, mut codes) = Codes::of(packed);
        let (county, health_region) = codes.take_place();
        let age_band = codes.take_age_band();
        let holder = codes.take_holder(Some(LicenceCohort::of(year)));
        let ending = match codes.take_byte(STATE).checked_sub(1) {
            None => Ending::Censored,
            Some(state) => State::ALL
                .get(usize::from(state))
                .map_or(Ending::LeftRegister, |state| Ending::Into(*state)),
        };
        let exit = codes.take_byte(SPAN);
        let entry = codes.take_byte(SPAN);
        Self {
            licence_year: year,
            profession: ProfessionId(codes.take_byte(PROFESSION)),
            entry,
            exit,
            ending,
            holder,
            age_band,
            county,
            health_region,
        }
    }
}

impl Packed for CareerCell {
    fn pack(self) -> u64 {
        let licence_year = self.licence_year.cast_unsigned() - FIRST_YEAR.cast_unsigned();
        Codes::default()
            .put(self.profession.0, PROFESSION)
            .put(licence_year, SPAN)
            .put_status(self.status)
            .put_age_band(self.age_band)
            .put_known(self.industry, INDUSTRY)
            .put_known(self.study_county.map(|id| id.0), COUNTY)
            .put_holder(self.holder)
            .put(self.since, SPAN)
            .0
    }

    fn unpack(packed: u64) -> Self {
        let mut codes = Codes(packed);
        let since = codes.take_byte(SPAN);
        let holder = codes.take_holder(None);
        let study_county = codes.take_known(COUNTY).map(CountyId);
        let industry = codes.take_known(INDUSTRY);
        let age_band = codes.take_age_band();
        let status = codes.take_status();
        let licence_year = FIRST_YEAR + Year::from(codes.take_byte(SPAN));
        let holder = Holder {
            cohort: Some(LicenceCohort::of(licence_year)),
            ..holder
        };
        Self {
            profession: ProfessionId(codes.take_byte(PROFESSION)),
            licence_year,
            status,
            industry,
            study_county,
            holder,
            age_band,
            since,
        }
    }
}

impl Packed for CohortCell {
    fn pack(self) -> u64 {
        let licence_year = self.licence_year.cast_unsigned() - FIRST_YEAR.cast_unsigned();
        Codes::default()
            .put(self.profession.0, PROFESSION)
            .put(licence_year, SPAN)
            .put_place(self.county, self.health_region)
            .put_known(self.state.map(|state| state as u8), STATE)
            .put_age_band(self.age_band)
            .put_holder(self.holder)
            .put(self.since, SPAN)
            .0
    }

    fn unpack(packed: u64) -> Self {
        let mut codes = Codes(packed);
        let since = codes.take_byte(SPAN);
        let holder = codes.take_holder(None);
        let age_band = codes.take_age_band();
        let state = codes.take_one_of(STATE, &State::ALL);
        let (county, health_region) = codes.take_place();
        let licence_year = FIRST_YEAR + Year::from(codes.take_byte(SPAN));
        let holder = Holder {
            cohort: Some(LicenceCohort::of(licence_year)),
            ..holder
        };
        Self {
            profession: ProfessionId(codes.take_byte(PROFESSION)),
            licence_year,
            state,
            holder,
            age_band,
            county,
            health_region,
            since,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
        proptest::sample::select(all)
    }

    fn holder() -> impl Strategy<Value = Holder> {
        let sex = proptest::option::of(one_of(&Sex::ALL));
        let education = proptest::option::of(one_of(&EducationCountry::ALL));
        let cohort = proptest::option::of((1850..2105_i16).prop_map(LicenceCohort::of));
        (sex, education, cohort).prop_map(|(sex, education, cohort)| Holder {
            sex,
            education,
            cohort,
        })
    }

    fn place() -> impl Strategy<Value = (Option<CountyId>, Option<HealthRegionId>)> {
        let county = proptest::option::of((0..63_u8).prop_map(CountyId));
        (
            county,
            proptest::option::of((0..15_u8).prop_map(HealthRegionId)),
        )
    }

    fn age_band() -> impl Strategy<Value = Option<AgeBand>> {
        proptest::option::of((15..110_i16).prop_map(AgeBand::of))
    }

    fn status() -> impl Strategy<Value = LicenceStatus> {
        let sector = proptest::option::of(one_of(&Sector::ALL));
        (one_of(&State::ALL), place(), sector, age_band()).prop_map(
            |(state, (county, health_region), sector, age_band)| LicenceStatus {
                state,
                county,
                health_region,
                sector,
                age_band,
            },
        )
    }

    proptest! {
        #[test]
        fn cells_survive_packing(
            year in 1850..2105_i16,
            profession in (0..64_u8).prop_map(ProfessionId),
            before in proptest::option::of(status()),
            status in status(),
            holder in holder(),
            (study_county, _) in place(),
            entry in proptest::option::of(one_of(&Entry::ALL)),
            (county, health_region) in place(),
            spell in (any::<u8>(), any::<u8>(), 0..7_u8),
            age_band in age_band(),
            departure in proptest::option::of(one_of(&Departure::ALL)),
        ) {
            let stock = StockCell { year, profession, status, holder, study_county };
            prop_assert_eq!(StockCell::unpack(stock.pack()), stock);
            for after in [Some(status), None] {
                let departure = departure.filter(|_| after.is_none());
                let transition = TransitionCell { year, profession, before, after, holder, entry, departure };
                prop_assert_eq!(TransitionCell::unpack(transition.pack()), transition);
            }
            let holder = Holder { cohort: Some(LicenceCohort::of(year)), ..holder };
            let (started, exit, ending) = spell;
            let ending = match ending {
                0 => Ending::Censored,
                6 => Ending::LeftRegister,
                state => Ending::Into(State::ALL[usize::from(state) - 1]),
            };
            let spell = SpellCell {
                profession, licence_year: year, entry: started, exit, ending, holder, age_band, county, health_region,
            };
            prop_assert_eq!(SpellCell::unpack(spell.pack()), spell);
            for status in [Some(status), None] {
                let career = CareerCell {
                    profession, licence_year: year, status, industry: Some(started % 100), study_county, holder, age_band, since: exit,
                };
                prop_assert_eq!(CareerCell::unpack(career.pack()), career);
                let cohort = CohortCell {
                    profession, licence_year: year, state: status.map(|at| at.state), holder, age_band, county, health_region, since: exit,
                };
                prop_assert_eq!(CohortCell::unpack(cohort.pack()), cohort);
            }
        }
    }
}
