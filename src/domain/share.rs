//! Shares between nothing and all.

/// A share of a whole, from 0 to 1. `0.88` is 88 per cent; `88` cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    /// The share, if `value` lies in `0..=1`; nothing is clamped.
    #[must_use]
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// The share as a number from 0 to 1.
    #[must_use]
    pub const fn as_f64(self) -> f64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eighty_eight_is_not_a_share() {
        assert_eq!(Share::new(0.88).map(Share::as_f64), Some(0.88));
        for value in [88.0, -0.1, 1.000_001, f64::NAN, f64::INFINITY] {
            assert_eq!(Share::new(value), None, "{value}");
        }
    }
}
