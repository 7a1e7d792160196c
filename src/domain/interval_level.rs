//! How often an interval should hold.

/// The level of an interval: the share of outcomes that should fall inside it, between 0 and 1.
///
/// 80 for 0.8 cannot be one: [`IntervalLevel::new`] refuses it.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct IntervalLevel(f64);

impl IntervalLevel {
    /// 0.8, the level of results unless another is asked for.
    pub const USUAL: Self = Self(0.8);

    /// None unless `level` lies between 0 and 1, both excluded.
    #[must_use]
    pub fn new(level: f64) -> Option<Self> {
        (level > 0.0 && level < 1.0).then_some(Self(level))
    }

    /// The level as a number.
    #[must_use]
    pub const fn as_f64(self) -> f64 {
        self.0
    }

    /// The probabilities below its ends: 0.1 and 0.9 for 0.8.
    #[must_use]
    pub fn tails(self) -> (f64, f64) {
        let outside = (1.0 - self.0) / 2.0;
        (outside, 1.0 - outside)
    }
}
