//! What a forecast is drawn from: students, the chances before them, and what those vary by.

use std::f64::consts::PI;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use crate::stats::{count_quantile, normal_quantile};

/// How many draws, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// How many, at least 1.
    pub count: u32,
    /// Chooses among all series of draws.
    pub seed: u64,
}

/// Variances on the scale of log odds of what moves a chance alike in all places.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Variation {
    /// Between cohorts.
    pub(super) between_cohorts: f64,
    /// Of the chance itself, which is estimated.
    pub(super) of_estimate: f64,
}

/// The chance of the degree in one läsår among those who have not taken it before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Chance {
    /// Between 0 and 1.
    pub(super) expected: f64,
    /// Which of the simulation's variations moves it.
    pub(super) variation: usize,
}

/// The students of one cohort in one place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Students {
    /// How many have not taken the degree.
    pub(super) unfinished: f64,
    /// Their chances in the läsår until the one forecast, that one last.
    pub(super) chances: Vec<Chance>,
    /// Variance of the last chance's log odds in this place alone.
    pub(super) own_variance: f64,
}

/// A programme's future.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Simulation {
    pub(super) variations: Vec<Variation>,
    /// Degrees of freedom behind the variation between cohorts; none where it is known.
    pub(super) degrees_of_freedom: Option<f64>,
    /// Whose degrees make up each forecast.
    pub(super) forecasts: Vec<Vec<Students>>,
}

impl Students {
    /// Expected degrees: those unfinished who do not take the degree until the last läsår and then do.
    pub(super) fn expected(&self) -> f64 {
        let Some((last, before)) = self.chances.split_last() else {
            return 0.0;
        };
        let waiting: f64 = before.iter().map(|chance| 1.0 - chance.expected).product();
        self.unfinished * waiting * last.expected
    }
}

impl Simulation {
    /// Draws of every forecast, those of one place in the order of those of all others: the same
    /// position in two series is the same future, so that series can be added up.
    ///
    /// In every future each variation is drawn once, a normal deviate on the scale of log odds (a
    /// Student one where the variation between cohorts is estimated), and moves the chances of all
    /// places; given those, degrees are a count with the mean and variance of the sum of the
    /// cohorts' binomials and what varies in the place alone ([`count_quantile`]). `stream` separates
    /// programmes, so that the draws of one do not depend on which others are forecast.
    pub(super) fn draw(&self, draws: Draws, stream: u64) -> Vec<Vec<f64>> {
        let mut random = random(draws.seed, stream);
        let odds = self.odds();
        let mut series: Vec<Vec<f64>> = self
            .forecasts
            .iter()
            .map(|_| Vec::with_capacity(draws.count as usize))
            .collect();
        let mut moved = vec![1.0; self.variations.len()];
        for _ in 0..draws.count {
            let scale = self.scale(&mut random);
            for (moved, variation) in moved.iter_mut().zip(&self.variations) {
                let variance = variation.between_cohorts * scale + variation.of_estimate;
                *moved = if variance > 0.0 {
                    (variance.sqrt() * normal(&mut random)).exp()
                } else {
                    1.0
                };
            }
            for ((students, odds), series) in self.forecasts.iter().zip(&odds).zip(&mut series) {
                let (mut mean, mut variance) = (0.0, 0.0);
                for (cohort, odds) in students.iter().zip(odds) {
                    let degree = chance_of_degree(&cohort.chances, odds, &moved);
                    let expected = cohort.unfinished * degree;
                    let chance = expected * (1.0 - degree);
                    mean += expected;
                    variance += chance + chance * chance * cohort.own_variance * scale;
                }
                series.push(count_quantile(mean, variance, uniform(&mut random)));
            }
        }
        series
    }

    /// The odds of every chance, so far out that moved by the variation they are on average the chance.
    ///
    /// The mean of expit(m + e) with e normal of variance v is about expit(m / √(1 + πv/8)).
    fn odds(&self) -> Vec<Vec<Vec<f64>>> {
        let of_chance = |chance: &Chance| {
            let odds = chance.expected / (1.0 - chance.expected);
            let variation = self.variations[chance.variation];
            let variance = variation.between_cohorts + variation.of_estimate;
            if odds > 0.0 && odds.is_finite() {
                odds.powf((1.0 + PI / 8.0 * variance).sqrt())
            } else {
                odds
            }
        };
        let of_cohort = |cohort: &Students| cohort.chances.iter().map(of_chance).collect();
        let forecasts = self.forecasts.iter();
        forecasts
            .map(|students| students.iter().map(of_cohort).collect())
            .collect()
    }

    /// What the variation between cohorts is multiplied by in a future: the degrees of freedom by a
    /// chi-squared number of as many.
    fn scale(&self, random: &mut ChaCha8Rng) -> f64 {
        let Some(freedom) = self.degrees_of_freedom else {
            return 1.0;
        };
        // Wilson & Hilferty's cube, or an exact sum where it would be poor.
        if freedom > 8.0 {
            let part = 2.0 / (9.0 * freedom);
            let root = 1.0 - part + part.sqrt() * normal(random);
            return 1.0 / root.max(0.05).powi(3);
        }
        let terms = freedom.round().max(1.0);
        let (mut sum, mut count) = (0.0, 0.0);
        while count < terms {
            sum += normal(random).powi(2);
            count += 1.0;
        }
        terms / sum.max(1e-3)
    }
}

/// The chance of the degree in the last läsår, seen from before the first.
fn chance_of_degree(chances: &[Chance], odds: &[f64], moved: &[f64]) -> f64 {
    let (mut waiting, mut degree) = (1.0, 0.0);
    for (chance, odds) in chances.iter().zip(odds) {
        let odds = odds * moved[chance.variation];
        let own = if odds.is_finite() {
            odds / (1.0 + odds)
        } else {
            1.0
        };
        degree = waiting * own;
        waiting -= degree;
    }
    degree
}

pub(super) fn random(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    let mut random = ChaCha8Rng::from_seed(key);
    random.set_stream(stream);
    random
}

/// Strictly between 0 and 1: the middle of one of 2³² equal parts.
pub(super) fn uniform(random: &mut ChaCha8Rng) -> f64 {
    (f64::from(random.next_u32()) + 0.5) / 4_294_967_296.0
}

pub(super) fn normal(random: &mut ChaCha8Rng) -> f64 {
    normal_quantile(uniform(random))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: Draws = Draws {
        count: 20_000,
        seed: 1,
    };

    fn chance(expected: f64, variation: usize) -> Chance {
        Chance {
            expected,
            variation,
        }
    }

    fn moments(draws: &[f64]) -> (f64, f64) {
        let count = f64::from(DRAWS.count);
        let mean = draws.iter().sum::<f64>() / count;
        let squares = draws.iter().map(|draw| (draw - mean).powi(2));
        (mean, squares.sum::<f64>() / count)
    }

    /// 200 students with the chance 0.8 and no variation are the binomial: mean 160, variance 32.
    #[test]
    fn without_variation_the_draws_are_binomial() {
        let simulation = Simulation {
            variations: vec![Variation::default()],
            degrees_of_freedom: None,
            forecasts: vec![vec![Students {
                unfinished: 200.0,
                chances: vec![chance(0.8, 0)],
                own_variance: 0.0,
            }]],
        };
        let (mean, variance) = moments(&simulation.draw(DRAWS, 0)[0]);
        assert!((mean - 160.0).abs() < 0.2, "{mean}");
        assert!((variance - 32.0).abs() < 1.5, "{variance}");
        assert_eq!(simulation.draw(DRAWS, 0), simulation.draw(DRAWS, 0));
        assert_ne!(simulation.draw(DRAWS, 0), simulation.draw(DRAWS, 1));
    }

    /// A variation of 0.04 moves the chance 0.8 by about 0.16 × 0.2 = 0.032: of 1 000 students in each of
    /// two places the variance is 160 + 32² = 1 184, and the places vary together with correlation
    /// 1 024 / 1 184; the mean stays.
    #[test]
    fn a_shared_variation_moves_all_places_alike() {
        let students = || {
            vec![Students {
                unfinished: 1_000.0,
                chances: vec![chance(0.8, 0)],
                own_variance: 0.0,
            }]
        };
        let simulation = Simulation {
            variations: vec![Variation {
                between_cohorts: 0.03,
                of_estimate: 0.01,
            }],
            degrees_of_freedom: None,
            forecasts: vec![students(), students()],
        };
        let draws = simulation.draw(DRAWS, 3);
        let (mean, variance) = moments(&draws[0]);
        assert!((mean - 800.0).abs() < 1.5, "{mean}");
        assert!((variance - 1_184.0).abs() < 80.0, "{variance}");
        let sums: Vec<f64> = draws[0].iter().zip(&draws[1]).map(|(a, b)| a + b).collect();
        let (_, of_sum) = moments(&sums);
        let correlation = of_sum / (2.0 * variance) - 1.0;
        assert!(
            (correlation - 1_024.0 / 1_184.0).abs() < 0.03,
            "{correlation}"
        );
    }

    /// 100 students, 0.5 in the first läsår and 0.4 of the rest in the second: 20 in the second.
    #[test]
    fn those_who_wait_have_not_graduated_before() {
        let students = Students {
            unfinished: 100.0,
            chances: vec![chance(0.5, 0), chance(0.4, 0)],
            own_variance: 0.0,
        };
        assert!((students.expected() - 20.0).abs() < 1e-12);
        let simulation = Simulation {
            variations: vec![Variation::default()],
            degrees_of_freedom: None,
            forecasts: vec![vec![students]],
        };
        let (mean, variance) = moments(&simulation.draw(DRAWS, 0)[0]);
        assert!((mean - 20.0).abs() < 0.1 && (variance - 16.0).abs() < 0.7);
    }
}
