//! Ages of people at work.

use super::Year;

/// Age at the end of a year, in the bands that results on the workforce are cut by.
///
/// A band ends where 65 begins, so that "under 65" is a sum of bands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgeBand(u8);

/// The bands by the lowest age in each, with the name that results print.
///
/// In code and not in `data/`: a packed cell of a cube has three bits for them, a saved cube names them,
/// and `under_65` needs a band that begins at 65, so that other bands are another layout of the cube.
const BANDS: [(Year, &str); 7] = [
    (0, "0–29"),
    (30, "30–39"),
    (40, "40–49"),
    (50, "50–59"),
    (60, "60–64"),
    (65, "65–69"),
    (70, "70+"),
];

impl AgeBand {
    /// The band of an age in whole years.
    ///
    /// 64 is in `60–64`, 65 in `65–69`.
    #[must_use]
    pub fn of(age: Year) -> Self {
        let reached = BANDS.iter().skip(1).filter(|(lowest, _)| *lowest <= age);
        Self(reached.map(|_| 1).sum())
    }

    /// The band at a position among all bands.
    #[must_use]
    pub fn at(position: u8) -> Option<Self> {
        (usize::from(position) < BANDS.len()).then_some(Self(position))
    }

    /// Its position among all bands, the youngest being 0.
    #[must_use]
    pub const fn position(self) -> u8 {
        self.0
    }

    /// All bands, the youngest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).map_while(Self::at)
    }

    /// The ages in it, the lowest and the highest; the last band has no highest age.
    #[must_use]
    pub fn ages(self) -> std::ops::RangeInclusive<Year> {
        let lowest = |at: usize| BANDS.get(at).map(|(lowest, _)| *lowest);
        let at = usize::from(self.0);
        lowest(at).unwrap_or_default()..=lowest(at + 1).map_or(Year::MAX, |next| next - 1)
    }

    /// Whether all ages in it are under 65.
    #[must_use]
    pub fn is_under_65(self) -> bool {
        BANDS
            .get(usize::from(self.0) + 1)
            .is_some_and(|(next, _)| *next <= 65)
    }

    /// The ages, the same in Swedish and English: `30–39`.
    #[must_use]
    pub fn name(self) -> &'static str {
        BANDS.get(usize::from(self.0)).map_or("", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_holds_the_ages_that_its_name_says() {
        let names = [15, 29, 30, 59, 60, 64, 65, 69, 70, 110].map(|age| AgeBand::of(age).name());
        let expected = [
            "0–29", "0–29", "30–39", "50–59", "60–64", "60–64", "65–69", "65–69", "70+", "70+",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn the_ages_of_a_band_are_those_that_lie_in_it() {
        for band in AgeBand::all() {
            let ages = band.ages();
            assert_eq!(AgeBand::of(*ages.start()), band);
            assert_eq!(AgeBand::of(*ages.end()), band);
        }
        assert_eq!(AgeBand::of(35).ages(), 30..=39);
    }

    #[test]
    fn under_65_is_a_sum_of_whole_bands() {
        for age in 15..=110 {
            assert_eq!(AgeBand::of(age).is_under_65(), age < 65, "{age}");
        }
        assert_eq!(AgeBand::all().count(), BANDS.len());
    }
}
