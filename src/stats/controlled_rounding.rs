//! Rounding that keeps sums.

/// Parts and their total, rounded so that the parts still add up to the total.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounded {
    /// The rounded parts, in the order given.
    pub parts: Vec<f64>,
    /// The rounded total, equal to the sum of the rounded parts.
    pub total: f64,
}

/// Rounds `parts` and their sum to multiples of `base` so that the rounded parts add up.
///
/// The total goes to its nearest multiple (a half goes away from zero). Every part goes to one of
/// the two multiples beside it: all go down, and then as many as the total needs go up, those with
/// the largest remainder first and the earlier of equals first. The total is thus never more than
/// `base / 2` and no part `base` or more away from its exact value.
///
/// Example, `base` 10: 14, 13 and 6 sum to 33. The total becomes 30; the parts go down to 10, 10
/// and 0 and one must go up. The remainders are 4, 3 and 6, so the last goes up: 10 + 10 + 10.
///
/// Reference: the one-dimensional case of controlled rounding (Cox & Ernst 1982), solved by the
/// largest-remainder method (Hamilton).
///
/// `base` must be positive and the parts finite; otherwise the result holds no meaningful numbers.
#[must_use]
pub fn controlled_rounding(parts: &[f64], base: f64) -> Rounded {
    let multiples: Vec<f64> = parts.iter().map(|part| part / base).collect();
    let mut rounded: Vec<f64> = multiples.iter().map(|multiple| multiple.floor()).collect();
    let total = multiples.iter().sum::<f64>().round();
    let short_by = total - rounded.iter().sum::<f64>();
    for (index, _) in largest_remainders(&multiples).zip(count_to(short_by)) {
        rounded[index] += 1.0;
    }
    let parts = rounded
        .into_iter()
        .map(|multiple| in_units(multiple, base))
        .collect();
    Rounded {
        parts,
        total: in_units(total, base),
    }
}

/// `multiple * base` without the dust of a binary fraction: a base of 0.0001 is divided by 10 000.
fn in_units(multiple: f64, base: f64) -> f64 {
    if base < 1.0 {
        multiple / (1.0 / base).round()
    } else {
        multiple * base
    }
}

fn largest_remainders(multiples: &[f64]) -> impl Iterator<Item = usize> {
    let remainder = |index: usize| multiples[index] - multiples[index].floor();
    let mut order: Vec<usize> = (0..multiples.len()).collect();
    order.sort_by(|&a, &b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(&b)));
    order.into_iter()
}

fn count_to(limit: f64) -> impl Iterator<Item = f64> {
    std::iter::successors(Some(1.0), |count| Some(count + 1.0)).take_while(move |&n| n <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example_rounds_to_tens_that_add_up() {
        let rounded = controlled_rounding(&[14.0, 13.0, 6.0], 10.0);
        assert_eq!(
            rounded,
            Rounded {
                parts: vec![10.0, 10.0, 10.0],
                total: 30.0
            }
        );
    }

    #[test]
    fn multiples_of_the_base_stay_and_equals_go_up_in_order() {
        let exact = controlled_rounding(&[20.0, 0.0, 30.0], 10.0);
        assert_eq!(
            exact,
            Rounded {
                parts: vec![20.0, 0.0, 30.0],
                total: 50.0
            }
        );
        let equals = controlled_rounding(&[0.5, 0.5, 0.5, 0.5], 1.0);
        assert_eq!(
            equals,
            Rounded {
                parts: vec![1.0, 1.0, 0.0, 0.0],
                total: 2.0
            }
        );
    }

    #[test]
    fn nothing_sums_to_nothing() {
        assert_eq!(
            controlled_rounding(&[], 10.0),
            Rounded {
                parts: vec![],
                total: 0.0
            }
        );
    }

    #[test]
    fn a_base_below_one_leaves_no_binary_dust() {
        let product = 55.0 * 0.55;
        assert_eq!(controlled_rounding(&[product], 0.0001).parts, [30.25]);
    }
}
