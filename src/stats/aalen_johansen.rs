//! The Aalen–Johansen estimate: the share in each state, by time.

use std::collections::BTreeMap;

use super::follow_up::{FollowUp, RiskSet, risk_sets};

/// Units that are followed in one state; the event is the state that they go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateFollowUp {
    /// The state that they are followed in.
    pub state: usize,
    /// How long, and where they go.
    pub stay: FollowUp<usize>,
}

/// The estimate at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Occupation {
    /// The time.
    pub time: u32,
    /// The share in each state; they sum to 1.
    pub shares: Vec<f64>,
    /// The standard error of each share.
    pub standard_errors: Vec<f64>,
}

/// The share in each of `initial.len()` states at every time at which a unit leaves a state, when
/// `initial` is the share in each at time 0.
///
/// With `n_h(t)` followed in state `h` just before `t` and `d_hj(t)` of them going to `j`, the row of
/// shares is multiplied at every time by a matrix with `d_hj/n_h` off the diagonal and what is left of
/// 1 on it. Variances are Greenwood's: each state's leavers are multinomial given those at risk, and the
/// covariance is carried through the same products. With two states it is Kaplan–Meier with
/// Greenwood's variance; with one state that is left and several that are not, the cumulative incidence of
/// competing events.
///
/// References: Aalen & Johansen (1978); Andersen, Borgan, Gill & Keiding (1993), section IV.4.
#[must_use]
pub fn aalen_johansen(units: &[StateFollowUp], initial: &[f64]) -> Vec<Occupation> {
    let states = initial.len();
    let mut leaving: BTreeMap<u32, Vec<(usize, RiskSet<usize>)>> = BTreeMap::new();
    for state in 0..states {
        let in_state = units.iter().filter(|unit| unit.state == state);
        for set in risk_sets(&in_state.map(|unit| unit.stay).collect::<Vec<_>>()) {
            leaving.entry(set.time).or_default().push((state, set));
        }
    }
    let mut shares = initial.to_vec();
    let mut covariance = vec![vec![0.0; states]; states];
    let times = leaving.into_iter().map(|(time, from_states)| {
        let mut step = identity(states);
        let mut noise = vec![vec![0.0; states]; states];
        for (state, set) in from_states {
            let n = as_f64(set.at_risk);
            // The chance of each destination, staying included.
            let mut chances = vec![0.0; states];
            let mut staying = set.at_risk;
            for (to, count) in set.events {
                chances[to] += as_f64(count) / n;
                staying -= count;
            }
            chances[state] += as_f64(staying) / n;
            let weight = shares[state] * shares[state] / n;
            for (j, row) in noise.iter_mut().enumerate() {
                for (l, cell) in row.iter_mut().enumerate() {
                    let same = if j == l { chances[j] } else { 0.0 };
                    *cell += weight * (same - chances[j] * chances[l]);
                }
            }
            step[state] = chances;
        }
        shares = (0..states)
            .map(|to| (0..states).map(|from| shares[from] * step[from][to]).sum())
            .collect();
        covariance = carried(&covariance, &step);
        for (row, noise) in covariance.iter_mut().zip(&noise) {
            for (cell, noise) in row.iter_mut().zip(noise) {
                *cell += noise;
            }
        }
        Occupation {
            time,
            shares: shares.clone(),
            standard_errors: (0..states)
                .map(|state| covariance[state][state].max(0.0).sqrt())
                .collect(),
        }
    });
    times.collect()
}

fn identity(size: usize) -> Vec<Vec<f64>> {
    let row = |at| {
        (0..size)
            .map(|other| if at == other { 1.0 } else { 0.0 })
            .collect()
    };
    (0..size).map(row).collect()
}

/// `stepᵀ · covariance · step`.
fn carried(covariance: &[Vec<f64>], step: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let size = step.len();
    let half: Vec<Vec<f64>> = (0..size)
        .map(|from| {
            (0..size)
                .map(|to| {
                    (0..size)
                        .map(|at| covariance[from][at] * step[at][to])
                        .sum()
                })
                .collect()
        })
        .collect();
    (0..size)
        .map(|row| {
            (0..size)
                .map(|column| (0..size).map(|at| step[at][row] * half[at][column]).sum())
                .collect()
        })
        .collect()
}

/// Counts stay far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(count: u64) -> f64 {
    count as f64
}
