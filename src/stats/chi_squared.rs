//! The chi-squared distribution.

use statrs::distribution::{ChiSquared, ContinuousCDF as _};

/// The chance that a chi-squared variable with so many degrees of freedom is at least `statistic`; not
/// a number without degrees of freedom.
///
/// It is the regularised upper incomplete gamma function `Q(degrees/2, statistic/2)`.
///
/// Example: 3.841 with 1 degree of freedom is exceeded with chance 0.05.
#[must_use]
pub fn chi_squared_tail(statistic: f64, degrees: u32) -> f64 {
    ChiSquared::new(f64::from(degrees)).map_or(f64::NAN, |law| law.sf(statistic))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Critical values of any table, and the closed forms of 2 degrees (e^−x/2) and 1 at large values.
    #[test]
    fn the_tail_is_that_of_the_tables() {
        for (statistic, degrees, chance) in [
            (3.841_458_820_694_124, 1, 0.05),
            (6.634_896_601_021_214, 1, 0.01),
            (5.991_464_547_107_979, 2, 0.05),
            (11.070_497_693_516_35, 5, 0.05),
            (18.307_038_053_275_14, 10, 0.05),
            (0.0, 3, 1.0),
        ] {
            let tail = chi_squared_tail(statistic, degrees);
            assert!(
                (tail - chance).abs() < 1e-10,
                "{statistic} {degrees}: {tail}"
            );
        }
        for x in [0.1, 1.0, 7.0, 50.0] {
            let exact = f64::exp(-x / 2.0);
            assert!((chi_squared_tail(x, 2) / exact - 1.0).abs() < 1e-12);
        }
        assert!(chi_squared_tail(1.0, 0).is_nan());
    }
}
