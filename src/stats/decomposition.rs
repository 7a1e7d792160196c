//! The change of a product split between its factors.

/// What each factor of a product contributes to its change; the two add up to the change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contributions {
    /// From the change of the first factor.
    pub first: f64,
    /// From the change of the second factor.
    pub second: f64,
}

/// Splits the change of `x · y`, each time given as (x, y), into what the change of each factor contributes
/// while the other is held at the mean of its two values, so that neither gets their interaction:
///
/// `x₁y₁ − x₀y₀ = (x₁ − x₀)(y₀ + y₁)/2 + (y₁ − y₀)(x₀ + x₁)/2`
///
/// A ratio is the product of its numerator and one over its denominator.
///
/// Example: 100 × 0.80 = 80 become 120 × 0.75 = 90: 20 × 0.775 = 15.5 from the first factor and
/// −0.05 × 110 = −5.5 from the second, together 10.
///
/// References: Kitagawa (1955); Das Gupta (1993).
#[must_use]
pub const fn decompose(earlier: (f64, f64), later: (f64, f64)) -> Contributions {
    let ((x0, y0), (x1, y1)) = (earlier, later);
    Contributions {
        first: (x1 - x0) * f64::midpoint(y0, y1),
        second: (y1 - y0) * f64::midpoint(x0, x1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contributions_add_up_to_the_change() {
        let found = decompose((100.0, 0.80), (120.0, 0.75));
        assert!((found.first - 15.5).abs() < 1e-12);
        assert!((found.second + 5.5).abs() < 1e-12);
        let unchanged = decompose((8.0, 0.5), (8.0, 0.25));
        assert_eq!((unchanged.first, unchanged.second), (0.0, -2.0));
    }
}
