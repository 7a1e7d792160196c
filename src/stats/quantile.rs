//! Quantiles of a sample.

/// The quantile at `p` of sorted values, between neighbours in proportion (type 7 of Hyndman & Fan,
/// R's default); none of no values.
///
/// Example: at 0.25 of 1, 2, 3, 4 it is 1 + 0.25 × 3 = 1.75.
///
/// Reference: Hyndman & Fan (1996).
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = as_f64(last) * p.clamp(0.0, 1.0);
    let below = whole(at.floor()).min(last);
    let above = (below + 1).min(last);
    let part = at - at.floor();
    Some(sorted[below] + part * (sorted[above] - sorted[below]))
}

/// Samples stay far below 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(count: usize) -> f64 {
    count as f64
}

/// The value is whole and no negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a position in a sample"
)]
const fn whole(value: f64) -> usize {
    value as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_neighbours_in_proportion() {
        let sorted = [1.0, 2.0, 3.0, 4.0];
        let at = [0.0, 0.25, 0.5, 0.9, 1.0].map(|p| quantile(&sorted, p));
        let expected = [1.0, 1.75, 2.5, 3.7, 4.0];
        for (found, expected) in at.into_iter().zip(expected) {
            assert!((found.unwrap() - expected).abs() < 1e-12);
        }
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[7.0], 0.1), Some(7.0));
    }
}
