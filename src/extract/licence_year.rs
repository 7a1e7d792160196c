//! One licence in one year, packed.

use crate::domain::{
    CountyId, Departure, EducationCountry, HealthRegionId, ProfessionId, Sector, Sex, State, Year,
};

/// The year before the first that can be packed; a packed year of 0 means unknown.
pub(super) const EPOCH: Year = 1849;

/// The code of an unknown place, industry or extent.
pub(super) const UNKNOWN: u8 = u8::MAX;

/// A licence in a year: 16 bytes.
///
/// | bytes | what |
/// |---|---|
/// | 4 | dense person index |
/// | 1 each | year, birth year and licence year, counted from 1849 (0 unknown) |
/// | 1 each | profession, state |
/// | 1 each | county, health region, county of studies, industry, extent (255 unknown) |
/// | 1 | marks: synthetic, why it is the last row of the licence (3 bits, 0 unknown), municipality missing where it decides, retired by age, reason to leave given |
/// | 1 | sex, country of education and sector (2 bits each, 0 unknown), specialist, derived without codes |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_field_names,
    reason = "the licence year is one of the fields"
)]
pub struct LicenceYear {
    pub(super) person: u32,
    pub(super) profession: u8,
    pub(super) year: u8,
    pub(super) state: u8,
    pub(super) county: u8,
    pub(super) health_region: u8,
    pub(super) birth_year: u8,
    pub(super) licence_year: u8,
    pub(super) study_county: u8,
    pub(super) industry: u8,
    pub(super) extent: u8,
    pub(super) traits: u8,
    pub(super) marks: u8,
}

impl LicenceYear {
    /// The person, counted from 0 in the order of their ids.
    #[must_use]
    pub const fn person(&self) -> u32 {
        self.person
    }

    /// The profession of the licence.
    #[must_use]
    pub const fn profession(&self) -> ProfessionId {
        ProfessionId(self.profession)
    }

    /// The year observed.
    #[must_use]
    pub fn year(&self) -> Year {
        EPOCH + Year::from(self.year)
    }

    /// Where the holder is in that year.
    #[must_use]
    pub fn state(&self) -> State {
        State::ALL[usize::from(self.state)]
    }

    /// County of work for the employed, of residence otherwise.
    #[must_use]
    pub fn county(&self) -> Option<CountyId> {
        known(self.county).map(CountyId)
    }

    /// Health region of that county, or of its municipality where the county is split.
    #[must_use]
    pub fn health_region(&self) -> Option<HealthRegionId> {
        known(self.health_region).map(HealthRegionId)
    }

    /// Year of birth.
    #[must_use]
    pub fn birth_year(&self) -> Option<Year> {
        unpacked_year(self.birth_year)
    }

    /// Age at the end of the year.
    #[must_use]
    pub fn age(&self) -> Option<Year> {
        self.birth_year().map(|birth_year| self.year() - birth_year)
    }

    /// The year in which the licence was given.
    #[must_use]
    pub fn licence_year(&self) -> Option<Year> {
        unpacked_year(self.licence_year)
    }

    /// County of studies.
    #[must_use]
    pub fn study_county(&self) -> Option<CountyId> {
        known(self.study_county).map(CountyId)
    }

    /// Industry of the workplace: the first two digits of its SNI code.
    #[must_use]
    pub const fn industry(&self) -> Option<u8> {
        known(self.industry)
    }

    /// Extent of employment in per cent.
    #[must_use]
    pub const fn extent(&self) -> Option<u8> {
        known(self.extent)
    }

    /// Sex.
    #[must_use]
    pub fn sex(&self) -> Option<Sex> {
        trait_of(self.traits, SEX).map(|index| Sex::ALL[index])
    }

    /// Country of education.
    #[must_use]
    pub fn education_country(&self) -> Option<EducationCountry> {
        trait_of(self.traits, EDUCATION).map(|index| EducationCountry::ALL[index])
    }

    /// Sector of the employer.
    #[must_use]
    pub fn sector(&self) -> Option<Sector> {
        trait_of(self.traits, SECTOR).map(|index| Sector::ALL[index])
    }

    /// Whether the holder has a speciality.
    #[must_use]
    pub const fn is_specialist(&self) -> bool {
        self.traits & SPECIALIST != 0
    }

    /// Whether the state was derived for an employed person without an industry or occupation code.
    #[must_use]
    pub const fn is_uncoded(&self) -> bool {
        self.traits & UNCODED != 0
    }

    /// Whether the row is synthetic.
    #[must_use]
    pub const fn is_synthetic(&self) -> bool {
        self.marks & SYNTHETIC != 0
    }

    /// Why the licence leaves the register after the row, if it does and that is known.
    #[must_use]
    pub fn departure(&self) -> Option<Departure> {
        let code = usize::from((self.marks >> DEPARTURE) & 0b111);
        Departure::ALL.get(code.checked_sub(1)?).copied()
    }

    /// Whether the row itself gives the reason to leave, rather than a year of death or emigration.
    #[must_use]
    pub const fn gives_departure(&self) -> bool {
        self.marks & DEPARTURE_GIVEN != 0
    }

    /// Whether the extract has the holder as not employed, who counts as retired by age.
    #[must_use]
    pub const fn is_retired_by_age(&self) -> bool {
        self.marks & RETIRED_BY_AGE != 0
    }

    pub(super) fn leaves_for(&mut self, reason: Departure) {
        self.marks = self.marks & !(0b111 << DEPARTURE) | departure_mark(Some(reason));
    }

    /// Whether its county is split between health regions and its municipality, of which the file has a
    /// column, is not given.
    #[must_use]
    pub const fn is_without_municipality(&self) -> bool {
        self.marks & WITHOUT_MUNICIPALITY != 0
    }

    /// The bytes that a digest of a register is taken over.
    pub(super) fn bytes(&self) -> [u8; 15] {
        let [a, b, c, d] = self.person.to_le_bytes();
        [
            a,
            b,
            c,
            d,
            self.profession,
            self.year,
            self.state,
            self.county,
            self.health_region,
            self.birth_year,
            self.licence_year,
            self.study_county,
            self.industry,
            self.extent,
            self.traits,
        ]
    }
}

/// The bits of the marks; those between the first two are the reason to leave.
pub(super) const SYNTHETIC: u8 = 1;
pub(super) const WITHOUT_MUNICIPALITY: u8 = 1 << 4;
pub(super) const RETIRED_BY_AGE: u8 = 1 << 5;
pub(super) const DEPARTURE_GIVEN: u8 = 1 << 6;

/// Where the three bits of the reason to leave begin among the marks.
const DEPARTURE: u8 = 1;

/// The mark of a reason to leave.
pub(super) fn departure_mark(reason: Option<Departure>) -> u8 {
    reason.map_or(0, |reason| (reason as u8 + 1) << DEPARTURE)
}

/// Where the two bits of each trait begin.
pub(super) const SEX: u8 = 0;
pub(super) const EDUCATION: u8 = 2;
pub(super) const SECTOR: u8 = 4;
pub(super) const SPECIALIST: u8 = 1 << 6;
pub(super) const UNCODED: u8 = 1 << 7;

/// The bits of the traits that must not change within a person.
pub(super) const LASTING: u8 = 0b1111;

const fn known(code: u8) -> Option<u8> {
    if code == UNKNOWN { None } else { Some(code) }
}

fn trait_of(traits: u8, shift: u8) -> Option<usize> {
    usize::from((traits >> shift) & 0b11).checked_sub(1)
}

/// A year as one byte; none outside 1850–2104.
pub(super) fn packed_year(year: i32) -> Option<u8> {
    u8::try_from(year - i32::from(EPOCH))
        .ok()
        .filter(|&packed| packed > 0)
}

fn unpacked_year(packed: u8) -> Option<Year> {
    (packed > 0).then(|| EPOCH + Year::from(packed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_year_takes_sixteen_bytes() {
        assert_eq!(size_of::<LicenceYear>(), 16);
    }

    #[test]
    fn years_survive_packing_and_zero_is_unknown() {
        for year in [1850, 1931, 2024, 2104] {
            let packed = packed_year(year).unwrap();
            assert_eq!(unpacked_year(packed).map(i32::from), Some(year));
        }
        assert_eq!([1849, 2105, 20222].map(packed_year), [None, None, None]);
        assert_eq!(unpacked_year(0), None);
    }
}
