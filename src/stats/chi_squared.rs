//! The chi-squared distribution.

/// The chance that a chi-squared variable with so many degrees of freedom is at least `statistic`.
///
/// It is the regularised upper incomplete gamma function `Q(degrees/2, statistic/2)`: a series below
/// `a + 1`, Lentz's continued fraction above (Press et al., Numerical Recipes, section 6.2).
///
/// Example: 3.841 with 1 degree of freedom is exceeded with chance 0.05.
#[must_use]
pub fn chi_squared_tail(statistic: f64, degrees: u32) -> f64 {
    let (a, x) = (f64::from(degrees) / 2.0, statistic / 2.0);
    if x <= 0.0 {
        1.0
    } else if x < a + 1.0 {
        1.0 - front(a, x) * series(a, x)
    } else {
        front(a, x) * fraction(a, x)
    }
}

/// `x^a · e^−x / Γ(a)`.
fn front(a: f64, x: f64) -> f64 {
    (a * x.ln() - x - ln_gamma_of_halves(a)).exp()
}

/// `log Γ(a)` where `2a` is a whole number, from `Γ(1/2) = √π` and `Γ(1) = 1` upwards.
fn ln_gamma_of_halves(a: f64) -> f64 {
    let mut ln_gamma = 0.0;
    let mut rest = a;
    while rest > 1.0 {
        rest -= 1.0;
        ln_gamma += rest.ln();
    }
    if rest < 1.0 {
        ln_gamma += std::f64::consts::PI.sqrt().ln();
    }
    ln_gamma
}

const ITERATIONS: usize = 10_000;
const PRECISION: f64 = 1e-16;

fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut at) = (1.0 / a, 1.0 / a, a);
    for _ in 0..ITERATIONS {
        at += 1.0;
        term *= x / at;
        sum += term;
        if term < sum * PRECISION {
            break;
        }
    }
    sum
}

fn fraction(a: f64, x: f64) -> f64 {
    let tiny = f64::MIN_POSITIVE / PRECISION;
    let mut denominator = x + 1.0 - a;
    let mut above = 1.0 / tiny;
    let mut below = 1.0 / denominator;
    let mut value = below;
    let mut step = 0.0;
    for _ in 0..ITERATIONS {
        step += 1.0;
        let numerator = -step * (step - a);
        denominator += 2.0;
        below = 1.0 / away_from_zero(numerator * below + denominator, tiny);
        above = away_from_zero(denominator + numerator / above, tiny);
        let change = below * above;
        value *= change;
        if (change - 1.0).abs() < PRECISION * 10.0 {
            break;
        }
    }
    value
}

fn away_from_zero(value: f64, tiny: f64) -> f64 {
    if value.abs() < tiny { tiny } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Critical values of any table, and the closed forms of 2 degrees (e^−x/2) and 1 at large values.
    #[test]
    fn the_tail_is_that_of_the_tables() {
        for (statistic, degrees, chance) in [
            (3.841_458_820_694_124, 1, 0.05),
            (6.634_896_601_021_214, 1, 0.01),
            (5.991_464_547_107_979, 2, 0.05),
            (11.070_497_693_516_35, 5, 0.05),
            (18.307_038_053_275_14, 10, 0.05),
            (0.0, 3, 1.0),
        ] {
            let tail = chi_squared_tail(statistic, degrees);
            assert!(
                (tail - chance).abs() < 1e-10,
                "{statistic} {degrees}: {tail}"
            );
        }
        for x in [0.1, 1.0, 7.0, 50.0] {
            let exact = f64::exp(-x / 2.0);
            assert!((chi_squared_tail(x, 2) / exact - 1.0).abs() < 1e-12);
        }
    }
}
