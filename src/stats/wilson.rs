//! The interval of a share by Wilson's score.

/// The normal quantile of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % interval of a share, `successes` of `trials`; none of no trials.
///
/// With `p = x/n` the bounds are `(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)`. They stay
/// within 0 and 1 and are no point at 0 of n or n of n.
///
/// Example: 5 of 10 gives 0.2366 to 0.7634; 0 of 10 gives 0 to 0.2775.
///
/// Reference: Wilson (1927).
#[must_use]
pub fn wilson(successes: u64, trials: u64) -> Option<(f64, f64)> {
    if trials == 0 || successes > trials {
        return None;
    }
    let (x, n) = (as_f64(successes), as_f64(trials));
    let (p, z2) = (x / n, Z * Z);
    let middle = p + z2 / (2.0 * n);
    let half = Z * f64::sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n));
    let bound = |value: f64| (value / (1.0 + z2 / n)).clamp(0.0, 1.0);
    Some((bound(middle - half), bound(middle + half)))
}

/// Counts are far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_near(actual: Option<(f64, f64)>, expected: (f64, f64)) {
        let (lower, upper) = actual.unwrap();
        assert!((lower - expected.0).abs() < 5e-5, "{lower}");
        assert!((upper - expected.1).abs() < 5e-5, "{upper}");
    }

    #[test]
    fn known_intervals() {
        assert_near(wilson(5, 10), (0.2366, 0.7634));
        assert_near(wilson(0, 10), (0.0, 0.2775));
        assert_near(wilson(10, 10), (0.7225, 1.0));
        // Newcombe (1998), table I: 81 of 263 and 15 of 148.
        assert_near(wilson(81, 263), (0.2553, 0.3662));
        assert_near(wilson(15, 148), (0.0624, 0.1605));
        assert_eq!(wilson(0, 0), None);
    }
}
