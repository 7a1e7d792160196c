//! Quantiles of the normal distribution.

use statrs::distribution::{ContinuousCDF as _, Normal};

/// The number that a standard normal variable falls below with probability `p`, to about 15 digits;
/// minus and plus infinity at 0 and 1, and not a number for a `p` that is no probability.
///
/// Example: `normal_quantile(0.975)` = 1.959 963 984 540 054.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    if (0.0..=1.0).contains(&p) {
        Normal::standard().inverse_cdf(p)
    } else {
        // There statrs panics.
        f64::NAN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of R's `qnorm`, printed to 17 digits.
    #[test]
    fn quantiles_are_those_of_r() {
        for (p, expected) in [
            (0.5, 0.0),
            (0.6, 0.253_347_103_135_799_8),
            (0.9, 1.281_551_565_544_600_4),
            (0.975, 1.959_963_984_540_054),
            (0.999, 3.090_232_306_167_813),
            (1e-10, -6.361_340_902_404_056),
            (1e-20, -9.262_340_089_798_409),
        ] {
            let found = normal_quantile(p);
            assert!((found - expected).abs() < 1e-13, "{p}: {found}");
            if p > 1e-3 {
                let mirrored = normal_quantile(1.0 - p);
                assert!((mirrored + expected).abs() < 1e-12, "{p}");
            }
        }
        let ends = [0.0, 1.0].map(|p| normal_quantile(p).to_string());
        assert_eq!(ends, ["-inf", "inf"]);
        let not_probabilities = [-0.1, 1.1, f64::NAN];
        assert!(
            not_probabilities
                .map(normal_quantile)
                .iter()
                .all(|found| found.is_nan())
        );
    }
}
