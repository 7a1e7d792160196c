//! Licences by when they were given.

use std::sync::LazyLock;

use super::Year;

/// Licence years that are described together (legitimationskohort): spans of five calendar years,
/// `2000–2004`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LicenceCohort(u8);

/// Years in a cohort.
///
/// In code and not in `data/`: a packed cell of a cube has six bits for the cohorts, and a saved cube names
/// them, so that another width is another layout of the cube.
const WIDTH: Year = 5;

/// The first year of the first cohort; years before it are in that cohort.
const FIRST: Year = 1850;

/// How many cohorts there are; the last ends in 2104, the last year of any licence.
const COHORTS: u8 = 51;

static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    (0..COHORTS)
        .map(LicenceCohort)
        .map(|cohort| format!("{}–{}", cohort.first(), cohort.first() + WIDTH - 1))
        .collect()
});

impl LicenceCohort {
    /// The cohort of a licence year.
    ///
    /// 2000 and 2004 are in `2000–2004`, 2005 in `2005–2009`.
    #[must_use]
    pub fn of(licence_year: Year) -> Self {
        let at = (licence_year - FIRST).max(0) / WIDTH;
        Self(u8::try_from(at).unwrap_or(u8::MAX).min(COHORTS - 1))
    }

    /// The cohort at a position among all cohorts.
    #[must_use]
    pub fn at(position: u8) -> Option<Self> {
        (position < COHORTS).then_some(Self(position))
    }

    /// Its position among all cohorts, the oldest being 0.
    #[must_use]
    pub const fn position(self) -> u8 {
        self.0
    }

    /// All cohorts, the oldest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..COHORTS).map(Self)
    }

    /// Its first year.
    #[must_use]
    pub fn first(self) -> Year {
        FIRST + Year::from(self.0) * WIDTH
    }

    /// The years, the same in Swedish and English: `2000–2004`.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cohort_holds_the_years_that_its_name_says() {
        let names = [1850, 1999, 2000, 2004, 2005, 2104].map(|year| LicenceCohort::of(year).name());
        let expected = [
            "1850–1854",
            "1995–1999",
            "2000–2004",
            "2000–2004",
            "2005–2009",
            "2100–2104",
        ];
        assert_eq!(names, expected);
        for cohort in LicenceCohort::all() {
            assert_eq!(LicenceCohort::of(cohort.first()), cohort);
            assert_eq!(LicenceCohort::of(cohort.first() + WIDTH - 1), cohort);
            assert_eq!(LicenceCohort::at(cohort.position()), Some(cohort));
        }
        assert_eq!(LicenceCohort::at(COHORTS), None);
    }
}
