//! Which counts of persons are too small to be disclosed.

/// The rules of disclosure control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisclosureRules {
    /// Counts from 1 to one less than this are suppressed.
    pub threshold: u32,
    /// Whether zero is suppressed too.
    pub zeros_are_disclosive: bool,
    /// The number that every count is a multiple of when counts are rounded.
    pub rounding_base: u32,
}

impl DisclosureRules {
    /// Whether a count, or a net count, is too small to be disclosed.
    #[must_use]
    pub const fn is_small(&self, count: i64) -> bool {
        let persons = count.unsigned_abs();
        let is_open_zero = persons == 0 && !self.zeros_are_disclosive;
        persons < self.threshold as u64 && !is_open_zero
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

    /// The width of the interval of values that must remain possible for any suppressed count.
    #[must_use]
    pub fn width(&self) -> i64 {
        let (least, most) = self.possible(1);
        most - least
    }
}
