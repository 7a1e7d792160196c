//! Which numbers of persons are too small to be told.

/// The rules of disclosure control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisclosureRules {
    /// Counts of 1 up to, but not, this many persons are not told.
    pub threshold: u32,
    /// Whether nobody is a number that is not told either.
    pub zeros_are_disclosive: bool,
    /// The number that every count is a multiple of when counts are rounded.
    pub rounding_base: u32,
}

impl DisclosureRules {
    /// Whether a count, or some persons less others, is too small to be told.
    #[must_use]
    pub const fn is_small(&self, count: i64) -> bool {
        let persons = count.unsigned_abs();
        let is_told_zero = persons == 0 && !self.zeros_are_disclosive;
        persons < self.threshold as u64 && !is_told_zero
    }

    /// What a reader must think possible of a small count: every small count of the same sign.
    ///
    /// Example: with the threshold 5 everything from 1 to 4.
    #[must_use]
    pub fn possible(&self, count: i64) -> (i64, i64) {
        let most = i64::from(self.threshold) - 1;
        let least = i64::from(!self.zeros_are_disclosive);
        if count < 0 {
            (-most, -least)
        } else {
            (least, most)
        }
    }

    /// How many counts a reader must think possible of any hidden count, less one.
    #[must_use]
    pub fn width(&self) -> i64 {
        let (least, most) = self.possible(1);
        most - least
    }
}
