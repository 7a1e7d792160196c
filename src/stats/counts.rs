//! Whole numbers with a given mean and variance.

use super::normal_quantile;

/// The quantile at `p` of a count with this mean and variance: binomial where the variance is less
/// than the mean, Poisson where they are equal, negative binomial where it is more (the Panjer class).
///
/// A sum of binomial counts whose probabilities vary has just such a mean and variance. From a mean
/// of 25 the binomial and Poisson are replaced by the normal distribution, and the negative binomial by
/// it or, where its spread is more than a fifth of its mean, the gamma distribution, each rounded.
///
/// Example: mean 3 and variance 2.1 are the binomial of 10 with probability 0.3; its median is 3.
///
/// References: Panjer (1981); for the gamma quantile Wilson & Hilferty (1931).
#[must_use]
pub fn count_quantile(mean: f64, variance: f64, p: f64) -> f64 {
    if mean <= 0.0 || variance <= 0.0 {
        return mean.max(0.0).round();
    }
    let trials = (variance < mean * LIKE_POISSON).then(|| trials(mean, variance));
    if let Some(trials) = trials.filter(|trials| trials - mean < mean) {
        // The complement is smaller, and is counted instead.
        let left = trials - mean;
        return trials - small_or_large(left, left * mean / trials, Some(trials), 1.0 - p);
    }
    small_or_large(mean, variance, trials, p)
}

/// Below this part of the mean a variance is that of a binomial count.
const LIKE_POISSON: f64 = 1.0 - 1e-9;

/// The mean from which whole numbers lie close enough to be rounded from a continuous distribution.
const LARGE: f64 = 25.0;

/// The trials of the binomial with this mean and variance, whole and no fewer than the mean.
fn trials(mean: f64, variance: f64) -> f64 {
    (mean * mean / (mean - variance)).round().max(mean.ceil())
}

fn small_or_large(mean: f64, variance: f64, trials: Option<f64>, p: f64) -> f64 {
    if mean < LARGE {
        return inverted(mean, variance, trials, p);
    }
    let (z, deviation) = (normal_quantile(p), variance.sqrt());
    if mean / deviation >= 5.0 {
        return (mean + deviation * z).round().max(0.0);
    }
    let shape = mean * mean / variance;
    let root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
    (mean * root.max(0.0).powi(3)).round()
}

/// Adds up probabilities until they reach `p`.
fn inverted(mean: f64, variance: f64, trials: Option<f64>, p: f64) -> f64 {
    // P(k + 1) = P(k) × (a + b / (k + 1))
    let (mut probability, a, b) = if let Some(trials) = trials {
        let chance = (mean / trials).min(1.0);
        if chance >= 1.0 {
            return trials;
        }
        let odds = chance / (1.0 - chance);
        ((1.0 - chance).powf(trials), -odds, (trials + 1.0) * odds)
    } else if variance <= mean / LIKE_POISSON {
        ((-mean).exp(), 0.0, mean)
    } else {
        let size = mean * mean / (variance - mean);
        let chance = mean / (size + mean);
        ((1.0 - chance).powf(size), chance, (size - 1.0) * chance)
    };
    let (mut count, mut sum) = (0.0, probability);
    while sum < p && count < FURTHEST && probability >= 0.0 {
        count += 1.0;
        probability *= a + b / count;
        sum += probability;
        if trials.is_some_and(|trials| count >= trials) {
            break;
        }
    }
    count
}

/// Where adding up stops; a mean below [`LARGE`] is never so far out.
const FURTHEST: f64 = 10_000.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// `qbinom`, `qpois` and `qnbinom` of R.
    #[test]
    fn small_counts_have_the_exact_quantiles() {
        let at = |mean: f64, variance: f64| {
            [0.01, 0.1, 0.5, 0.9, 0.99].map(|p| format!("{}", count_quantile(mean, variance, p)))
        };
        assert_eq!(at(3.0, 2.1), ["0", "1", "3", "5", "7"]);
        // The binomial of 10 with probability 0.9.
        assert_eq!(at(9.0, 0.9), ["6", "8", "9", "10", "10"]);
        assert_eq!(at(4.0, 4.0), ["0", "2", "4", "7", "9"]);
        // The negative binomial of size 2 and mean 6.
        assert_eq!(at(6.0, 24.0), ["0", "1", "5", "13", "22"]);
        assert_eq!(at(0.0, 0.0), ["0"; 5]);
        assert_eq!(at(55.0, 0.0), ["55"; 5]);
    }

    /// Over evenly spread probabilities, large and small, mean and variance are those asked for.
    #[test]
    fn mean_and_variance_are_those_asked_for() {
        for (mean, variance) in [
            (2.0, 1.5),
            (52.25, 2.6),
            (30.0, 12.0),
            (24.0, 40.0),
            (40.0, 200.0),
            (800.0, 900.0),
            (0.05, 0.0499),
        ] {
            let draws: Vec<f64> = (0..20_000)
                .map(|at| count_quantile(mean, variance, (f64::from(at) + 0.5) / 20_000.0))
                .collect();
            let found = draws.iter().sum::<f64>() / 20_000.0;
            let squares = draws.iter().map(|draw| (draw - found).powi(2));
            let spread = squares.sum::<f64>() / 20_000.0;
            assert!(
                (found - mean).abs() < 0.01 * mean.max(1.0),
                "{mean}: {found}"
            );
            let slack = 0.04 * variance + 0.1;
            assert!((spread - variance).abs() < slack, "{variance}: {spread}");
            assert!(draws.is_sorted());
        }
    }
}
