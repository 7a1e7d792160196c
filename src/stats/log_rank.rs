//! The log-rank test.

use std::collections::BTreeSet;

use super::follow_up::FollowUp;

/// A result of the log-rank test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogRank {
    /// The statistic, under no difference chi-squared with [`Self::degrees`] degrees of freedom.
    pub chi_squared: f64,
    /// The number of groups with events at stake, less one.
    pub degrees: u32,
}

/// Tests whether groups have events at the same rate; none unless two of them are ever at risk of the
/// same event.
///
/// At every time with events, group `g` expects `d · n_g / n`; the statistic is the squared difference
/// of observed and expected sums, weighed by their hypergeometric covariance. Late entry counts as in
/// [`super::kaplan_meier()`].
///
/// References: Mantel (1966); Peto & Peto (1972).
#[must_use]
pub fn log_rank(groups: &[Vec<FollowUp<bool>>]) -> Option<LogRank> {
    let events = groups
        .iter()
        .flatten()
        .filter(|unit| unit.event == Some(true));
    let times: BTreeSet<u32> = events.map(|unit| unit.exit).collect();
    let size = groups.len();
    let mut difference = vec![0.0; size];
    let mut covariance = vec![vec![0.0; size]; size];
    for time in times {
        let at: Vec<(f64, f64)> = groups.iter().map(|units| at_stake(units, time)).collect();
        let (n, d) = at
            .iter()
            .fold((0.0, 0.0), |(n, d), own| (n + own.0, d + own.1));
        let spread = if n > 1.0 {
            d * (n - d) / (n - 1.0)
        } else {
            0.0
        };
        for (g, (own, events)) in at.iter().enumerate() {
            difference[g] += events - d * own / n;
            for (h, (other, _)) in at.iter().enumerate() {
                let same = if g == h { 1.0 } else { 0.0 };
                covariance[g][h] += spread * (own / n) * (same - other / n);
            }
        }
    }
    statistic(&difference, &covariance)
}

/// How many of a group are followed just before a time, and how many have an event at it.
fn at_stake(units: &[FollowUp<bool>], time: u32) -> (f64, f64) {
    units
        .iter()
        .filter(|unit| unit.is_followed_at(time))
        .fold((0.0, 0.0), |(n, d), unit| {
            let has_event = unit.exit == time && unit.event == Some(true);
            let count = as_f64(unit.count);
            (n + count, d + if has_event { count } else { 0.0 })
        })
}

/// One group is left out, since the differences sum to 0, and so are groups never at stake.
fn statistic(difference: &[f64], covariance: &[Vec<f64>]) -> Option<LogRank> {
    let groups = 0..difference.len();
    let at_stake: Vec<usize> = groups.filter(|g| covariance[*g][*g] > 0.0).collect();
    let kept = at_stake.get(1..)?;
    let degrees = u32::try_from(kept.len())
        .ok()
        .filter(|degrees| *degrees > 0)?;
    let row = |g: &usize| kept.iter().map(|h| covariance[*g][*h]).collect();
    let vector: Vec<f64> = kept.iter().map(|g| difference[*g]).collect();
    let solved = solve(kept.iter().map(row).collect(), vector.clone())?;
    let chi_squared = vector.iter().zip(solved).map(|(a, b)| a * b).sum();
    Some(LogRank {
        chi_squared,
        degrees,
    })
}

/// Solves a small positive definite system by elimination.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for pivot in 0..size {
        let own = matrix[pivot][pivot];
        if own <= 0.0 {
            return None;
        }
        for row in pivot + 1..size {
            let factor = matrix[row][pivot] / own;
            let (above, below) = matrix.split_at_mut(row);
            for (cell, other) in below[0].iter_mut().zip(&above[pivot]) {
                *cell -= factor * other;
            }
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|at| matrix[row][at] * right[at]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    Some(right)
}

/// Counts stay far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(count: u64) -> f64 {
    count as f64
}
