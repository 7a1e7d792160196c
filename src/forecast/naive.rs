//! The naive challengers: forecasts that know nothing but earlier graduates.

use super::{Method, Predictive};
/// The expected number so many years ahead, and its distribution; none of too short a series.
///
/// `last-value`: `y`, with variance `h s²`, `s²` being the mean squared change. `drift`:
/// `y + h (y − y₁)/(T − 1)`, with variance `s² h (1 + h/(T − 1))`, `s²` being the variance of the changes
/// around their mean. Both normal; a distribution needs three and four years.
///
/// Example: of 10, 12, 11, 15 drift says 15 + 5/3 = 16.67 and last-value 15 with variance
/// (4 + 1 + 16)/3 = 7.
///
/// Reference: Hyndman & Athanasopoulos (2021), sections 5.2 and 5.5.
#[must_use]
pub fn naive(method: Method, series: &[f64], ahead: u8) -> Option<(f64, Option<Predictive>)> {
    let last = *series.last()?;
    let changes: Vec<f64> = series.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let count = changes.iter().map(|_| 1.0).sum::<f64>();
    let ahead = f64::from(ahead);
    let sum_of_squares =
        |around: f64| -> f64 { changes.iter().map(|change| (change - around).powi(2)).sum() };
    match method {
        Method::LastValue => {
            let variance = (count >= 2.0).then(|| ahead * sum_of_squares(0.0) / count);
            Some((
                last,
                variance.map(|variance| Predictive::normal(last, variance)),
            ))
        }
        Method::Drift => {
            let mean = changes.iter().sum::<f64>() / count;
            let expected = (count >= 1.0).then_some(last + ahead * mean)?;
            let variance = (count >= 3.0).then(|| {
                let of_changes = sum_of_squares(mean) / (count - 1.0);
                of_changes * ahead * (1.0 + ahead / count)
            });
            let predictive = variance.map(|variance| Predictive::normal(expected, variance));
            Some((expected, predictive))
        }
        Method::MeanFrequency | Method::CompletionCurve => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::IntervalLevel;

    #[test]
    fn naive_forecasts_by_hand() {
        let series = [10.0, 12.0, 11.0, 15.0];
        let (last, predictive) = naive(Method::LastValue, &series, 1).unwrap();
        assert!((last - 15.0).abs() < 1e-12);
        let (lower, upper) = predictive.unwrap().interval(IntervalLevel::USUAL);
        let width = 2.0 * 1.281_551_565_544_6 * 7.0_f64.sqrt();
        assert!((upper - lower - width).abs() < 1e-6, "{}", upper - lower);
        // Changes 2, −1, 4: mean 5/3, variance (1/9 + 64/9 + 49/9) / 2 = 19/3.
        let (drift, predictive) = naive(Method::Drift, &series, 2).unwrap();
        assert!((drift - (15.0 + 10.0 / 3.0)).abs() < 1e-12);
        let (lower, upper) = predictive.unwrap().interval(IntervalLevel::USUAL);
        let variance: f64 = 19.0 / 3.0 * 2.0 * (1.0 + 2.0 / 3.0);
        let width = 2.0 * 1.281_551_565_544_6 * variance.sqrt();
        assert!((upper - lower - width).abs() < 1e-6, "{}", upper - lower);
    }

    #[test]
    fn short_series_have_no_distribution() {
        assert!(naive(Method::LastValue, &[], 1).is_none());
        assert_eq!(naive(Method::LastValue, &[7.0, 8.0], 1), Some((8.0, None)));
        assert!(naive(Method::Drift, &[7.0], 1).is_none());
        assert_eq!(naive(Method::Drift, &[7.0, 8.0], 2), Some((10.0, None)));
    }
}
