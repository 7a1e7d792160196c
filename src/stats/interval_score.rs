//! How good intervals and quantiles were.

/// The interval score: the width, and what an outcome outside costs, `2 / (1 − level)` for every unit.
///
/// Example: of the 80 % interval 90–110 an outcome of 100 scores 20, one of 120 scores
/// 20 + 2 / 0.2 × 10 = 120.
///
/// Reference: Gneiting & Raftery (2007).
#[must_use]
pub fn interval_score((lower, upper): (f64, f64), level: f64, outcome: f64) -> f64 {
    let outside = (lower - outcome).max(0.0) + (outcome - upper).max(0.0);
    (upper - lower) + 2.0 / (1.0 - level) * outside
}

/// The weighted interval score of a median and central intervals with their levels: in units of the
/// outcome, lower is better, and the absolute error of a forecast without intervals.
///
/// `WIS = (½ |y − m| + Σ (1 − level)/2 × interval score) / (K + ½)` over `K` intervals.
///
/// Example: median 100 and the 80 % interval 90–110, outcome 120:
/// (½ × 20 + 0.1 × 120) / 1.5 = 14.67.
///
/// Reference: Bracher, Ray, Gneiting & Reich (2021).
#[must_use]
pub fn weighted_interval_score(median: f64, intervals: &[(f64, (f64, f64))], outcome: f64) -> f64 {
    let of_median = 0.5 * (outcome - median).abs();
    let scores = intervals
        .iter()
        .map(|&(level, interval)| (1.0 - level) / 2.0 * interval_score(interval, level, outcome));
    let mut weight = 0.5;
    let mut sum = of_median;
    for score in scores {
        sum += score;
        weight += 1.0;
    }
    sum / weight
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_examples() {
        assert!((interval_score((90.0, 110.0), 0.8, 100.0) - 20.0).abs() < 1e-9);
        assert!((interval_score((90.0, 110.0), 0.8, 120.0) - 120.0).abs() < 1e-9);
        assert!((interval_score((90.0, 110.0), 0.8, 85.0) - 70.0).abs() < 1e-9);
        let score = weighted_interval_score(100.0, &[(0.8, (90.0, 110.0))], 120.0);
        assert!((score - 22.0 / 1.5).abs() < 1e-9);
        assert!((weighted_interval_score(100.0, &[], 120.0) - 20.0).abs() < 1e-9);
    }
}
