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

    /// Reads `0.8`, `0,8`, `80%` and `80 %`; none of anything else, and of a bare 80.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace(',', ".");
        match text.strip_suffix('%') {
            Some(per_cent) => Self::new(per_cent.trim_end().parse::<f64>().ok()? / 100.0),
            None => Self::new(text.parse().ok()?),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_a_share_or_per_cent_that_says_so() {
        for text in ["0.8", "0,8", "80%", "80 %", " 80\u{a0}% "] {
            assert_eq!(
                IntervalLevel::parse(text),
                Some(IntervalLevel::USUAL),
                "{text}"
            );
        }
        for text in ["80", "0", "1", "100%", "0%", "-5%", "%", "8O%", "nan", ""] {
            assert_eq!(IntervalLevel::parse(text), None, "{text}");
        }
    }
}
