//! Stock per 100 000 inhabitants, and what changed it.

use crate::stats::decompose;

/// Inhabitants that a density is given for.
const PER: f64 = 100_000.0;

/// Stock per 100 000 inhabitants; none where either is unknown or there are no inhabitants.
///
/// Example: 8 066 dentists and 10 452 326 inhabitants are 77.2 per 100 000.
#[must_use]
pub fn density(stock: Option<u64>, inhabitants: Option<u64>) -> Option<f64> {
    let inhabitants = inhabitants.filter(|inhabitants| *inhabitants > 0)?;
    Some(as_f64(stock?) / as_f64(inhabitants) * PER)
}

/// How much a density changed, and how much the stock and the population contributed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DensityChange {
    /// Later density less earlier, per 100 000; the sum of the other two.
    pub total: f64,
    /// From the change of the stock.
    pub from_stock: f64,
    /// From the change of the population.
    pub from_population: f64,
}

impl DensityChange {
    /// The change from an earlier stock and population to a later one, each given as (stock,
    /// inhabitants).
    ///
    /// A density is stock times one over the inhabitants, split by [`decompose`]:
    ///
    /// `from stock = (S₁ − S₀) · (1/P₀ + 1/P₁)/2`, `from population = (1/P₁ − 1/P₀) · (S₀ + S₁)/2`
    ///
    /// Example: 8 of 100 000 become 9 of 120 000, 8.0 → 7.5. The stock contributes
    /// +1 · (1 + 1/1.2)/2 = +0.917 and the population (1/1.2 − 1) · 8.5 = −1.417, together −0.5.
    #[must_use]
    pub fn between(earlier: (u64, u64), later: (u64, u64)) -> Option<Self> {
        let (before, after) = (
            density(Some(earlier.0), Some(earlier.1))?,
            density(Some(later.0), Some(later.1))?,
        );
        let factors = |(stock, people)| (as_f64(stock), PER / as_f64(people));
        let contributions = decompose(factors(earlier), factors(later));
        Some(Self {
            total: after - before,
            from_stock: contributions.first,
            from_population: contributions.second,
        })
    }
}

/// Counts of people are far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_density_is_stock_per_100_000_and_unknown_without_inhabitants() {
        let rounded = |value: f64| (value * 10.0).round() / 10.0;
        let published = [(7_528, 9_415_570, 80.0), (8_066, 10_452_326, 77.2)];
        for (stock, inhabitants, expected) in published {
            let density = density(Some(stock), Some(inhabitants)).map(rounded);
            assert_eq!(density, Some(expected));
        }
        assert_eq!(density(Some(5), None), None);
        assert_eq!(density(None, Some(5)), None);
        assert_eq!(density(Some(5), Some(0)), None);
    }

    #[test]
    fn the_parts_of_a_change_add_up_to_it() {
        let change = DensityChange::between((8, 100_000), (9, 120_000)).unwrap();
        assert!((change.total + 0.5).abs() < 1e-12);
        assert!((change.from_stock - 11.0 / 12.0).abs() < 1e-12);
        assert!((change.from_stock + change.from_population - change.total).abs() < 1e-12);
        assert_eq!(DensityChange::between((8, 0), (9, 10)), None);
    }
}
