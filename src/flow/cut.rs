//! The traits that a flow description is cut by, besides area.

use super::cell::{Holder, LicenceStatus};
use crate::domain::{AgeBand, EducationCountry, LicenceCohort, Sector, Sex};
use crate::extract::columns::Column;

/// A trait to cut by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// Kön.
    Sex,
    /// Åldersgrupp, by age at the end of the year, or of the licence year where licences are followed.
    AgeBand,
    /// Utbildningsland.
    EducationCountry,
    /// Sektor, of the employed.
    Sector,
    /// Legitimationskohort, in spans of five years.
    LicenceCohort,
}

/// How many traits there are to cut by.
const CUTS: usize = 5;

/// All values of a trait together, after each of them.
const TOTAL: u8 = u8::MAX - 1;

/// The value of a trait that is not known, after all that are.
const UNKNOWN: u8 = u8::MAX;

/// One group of a cut: a value of each trait that is cut by, in the order of [`Cut`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group([u8; CUTS]);

/// A value of a trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A sex.
    Sex(Sex),
    /// A band of ages.
    AgeBand(AgeBand),
    /// A country of education.
    EducationCountry(EducationCountry),
    /// A sector.
    Sector(Sector),
    /// A span of licence years.
    LicenceCohort(LicenceCohort),
    /// All values together.
    Total,
    /// Not known.
    Unknown,
}

impl Cut {
    /// All traits, in the order in which results print them.
    pub const ALL: [Self; CUTS] = [
        Self::Sex,
        Self::AgeBand,
        Self::EducationCountry,
        Self::Sector,
        Self::LicenceCohort,
    ];

    /// Its name in Swedish and English.
    #[must_use]
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Sex => ("kön", "sex"),
            Self::AgeBand => ("åldersgrupp", "age_group"),
            Self::EducationCountry => ("utbildningsland", "education_country"),
            Self::Sector => ("sektor", "sector"),
            Self::LicenceCohort => ("legitimationskohort", "licence_cohort"),
        }
    }

    /// The columns of an extract that hold it, any of them.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Sex => &[Column::Sex],
            Self::AgeBand => &[Column::BirthYear, Column::Age],
            Self::EducationCountry => &[Column::EducationCountry],
            Self::Sector => &[Column::Sector],
            Self::LicenceCohort => &[Column::LicenceYear],
        }
    }

    /// Whether it is known of a licence as it is given, so that licences can be followed by it.
    #[must_use]
    pub const fn is_of_licence(self) -> bool {
        !matches!(self, Self::Sector)
    }

    /// Whether it can change from one year to the next.
    #[must_use]
    pub const fn changes(self) -> bool {
        matches!(self, Self::AgeBand | Self::Sector)
    }

    fn code_of(self, holder: Holder, status: LicenceStatus) -> u8 {
        let code = match self {
            Self::Sex => holder.sex.map(|sex| sex as u8),
            Self::AgeBand => status.age_band.map(AgeBand::position),
            Self::EducationCountry => holder.education.map(|country| country as u8),
            Self::Sector => status.sector.map(|sector| sector as u8),
            Self::LicenceCohort => holder.cohort.map(LicenceCohort::position),
        };
        code.unwrap_or(UNKNOWN)
    }

    /// The value that a group's [`Group::code`] means.
    #[must_use]
    pub fn value(self, code: u8) -> Value {
        if code == TOTAL {
            return Value::Total;
        }
        let at = usize::from(code);
        let known = match self {
            Self::Sex => Sex::ALL.get(at).copied().map(Value::Sex),
            Self::AgeBand => AgeBand::at(code).map(Value::AgeBand),
            Self::EducationCountry => {
                let country = EducationCountry::ALL.get(at).copied();
                country.map(Value::EducationCountry)
            }
            Self::Sector => Sector::ALL.get(at).copied().map(Value::Sector),
            Self::LicenceCohort => LicenceCohort::at(code).map(Value::LicenceCohort),
        };
        known.unwrap_or(Value::Unknown)
    }
}

impl Group {
    /// The group that a licence is in when cut by these traits.
    #[must_use]
    pub fn of(cuts: &[Cut], holder: Holder, status: LicenceStatus) -> Self {
        let mut group = Self::default();
        for &cut in cuts {
            group.0[cut as usize] = cut.code_of(holder, status);
        }
        group
    }

    /// The group of a sex, when cut by sex only; none for no cut at all.
    #[must_use]
    pub fn of_sex(sex: Option<Sex>) -> Self {
        let mut group = Self::default();
        group.0[Cut::Sex as usize] = sex.map_or(0, |sex| sex as u8);
        group
    }

    /// All groups of these traits together.
    #[must_use]
    pub fn total(cuts: &[Cut]) -> Self {
        let mut group = Self::default();
        for &cut in cuts {
            group.0[cut as usize] = TOTAL;
        }
        group
    }

    /// Whether it is all groups of these traits together.
    #[must_use]
    pub fn is_total(self, cuts: &[Cut]) -> bool {
        !cuts.is_empty() && self == Self::total(cuts)
    }

    /// The code of its value of a trait that was cut by, in the order in which values are printed.
    #[must_use]
    pub const fn code(self, cut: Cut) -> u8 {
        self.0[cut as usize]
    }

    /// Its value of a trait that was cut by.
    #[must_use]
    pub fn value(self, cut: Cut) -> Value {
        cut.value(self.0[cut as usize])
    }
}
