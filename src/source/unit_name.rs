//! Figures that are multiples of their unit have it in the name of their column.

use std::borrow::Cow;

/// The name of a column of figures, with the unit where the figures are multiples of it.
pub(crate) fn column_name<'n>(name: &'n str, unit: Option<&str>) -> Cow<'n, str> {
    match unit.filter(|unit| is_multiple(unit)) {
        Some(unit) => Cow::Owned(format!("{name} ({unit})")),
        None => Cow::Borrowed(name),
    }
}

/// Whether a unit is of thousands, millions or another multiple: `1000-tal`, `tkr`, `Thousand persons`.
#[must_use]
pub fn is_multiple(unit: &str) -> bool {
    let unit: String = unit
        .to_lowercase()
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .collect();
    let is_named = [
        "tusen", "thousand", "miljon", "million", "miljard", "billion", "hundra",
    ]
    .iter()
    .any(|word| unit.contains(word));
    let is_short = ["tkr", "mkr", "mnkr", "mdkr"].contains(&unit.as_str());
    is_named || is_short || ["000", "10^"].iter().any(|sign| unit.contains(sign))
}
