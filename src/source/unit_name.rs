//! Figures that are no counts have their unit in the name of their column.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// What may be counted: the words of units whose figures are counts.
const COUNTED: [&str; 44] = [
    "antal",
    "number",
    "numbers",
    "count",
    "counts",
    "amount",
    "no",
    "nr",
    "st",
    "styck",
    "stycken",
    "of",
    "och",
    "and",
    "person",
    "personer",
    "persons",
    "people",
    "individ",
    "individer",
    "individuals",
    "invånare",
    "inhabitants",
    "befolkning",
    "folkmängd",
    "population",
    "anställda",
    "employees",
    "sysselsatta",
    "employed",
    "studenter",
    "studerande",
    "students",
    "nybörjare",
    "entrants",
    "examina",
    "examinerade",
    "degrees",
    "graduates",
    "legitimationer",
    "licences",
    "kvinnor",
    "män",
    "fall",
];

/// The name of a column of figures, with the unit that its source declares unless they are counts of something.
pub(crate) fn column_name<'n>(name: &'n str, unit: Option<&str>) -> Cow<'n, str> {
    match unit.filter(|unit| !is_count(unit)) {
        Some(unit) => Cow::Owned(format!("{name} ({unit})")),
        None => Cow::Borrowed(name),
    }
}

/// The columns of a header that have one of some units in their name, as [`column_name`] gives it.
pub(crate) fn not_counts<'u>(
    header: &[String],
    units: impl Iterator<Item = &'u str>,
) -> BTreeMap<String, String> {
    let units = units.filter(|unit| !is_count(unit));
    let named = units.flat_map(|unit| {
        let end = format!("({unit})");
        let columns = header.iter().filter(move |name| name.ends_with(&end));
        columns.map(move |name| (name.clone(), unit.to_owned()))
    });
    named.collect()
}

/// Whether a declared unit is of counts: `antal`, `personer`, `Number of persons`, or says nothing: `-`, `?`.
///
/// Units are known by what they may be, not by what they may not: `mnkr`, `procent` and any unknown unit are no counts.
fn is_count(unit: &str) -> bool {
    let lower = unit.to_lowercase();
    let mut words = lower
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_ratio = is_multiple(unit)
        || lower.contains(['%', '‰', '/'])
        || words.clone().any(|word| word == "per");
    let is_number_of = words.clone().next().is_some_and(|first| {
        ["antal", "antalet", "number"].contains(&first) && words.clone().all(|word| word != "i")
    });
    !is_ratio && (is_number_of || words.all(|word| COUNTED.contains(&word)))
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
        "tusen", "thousand", "miljon", "million", "miljard", "billion", "hundra", "milj.",
    ]
    .iter()
    .any(|word| unit.contains(word));
    let is_short = ["tkr", "mkr", "mnkr", "mdkr", "milj"].contains(&unit.as_str());
    is_named || is_short || ["000", "10^"].iter().any(|sign| unit.contains(sign))
}

/// The multiple that a header names beside its measure, in brackets or not: `Folkmängd (tusental)`,
/// `Folkmängd, 1 000-tal`, `Folkmängd i tusen`, `Population, 000s`.
#[must_use]
pub fn multiple_of_header(header: &str) -> Option<&str> {
    let bracketed = header
        .rsplit_once('(')
        .map(|(_, unit)| unit.trim_end_matches(')'));
    bracketed
        .filter(|unit| is_multiple(unit))
        .or_else(|| multiple_among_words(header))
}

fn multiple_among_words(text: &str) -> Option<&str> {
    let is_end = |sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | ':' | '(' | ')');
    let mut at = 0;
    for word in text.split(is_end) {
        if is_multiple_word(&word.to_lowercase()) {
            // `1 000-tal` is one number in two words.
            let before = text[..at].trim_end();
            let digits = before.trim_end_matches(|sign: char| sign.is_ascii_digit());
            let is_joined = word.starts_with("000");
            let start = if is_joined { digits.len() } else { at };
            return Some(text[start..].trim_start_matches(is_end));
        }
        at += word.len()
            + text[at + word.len()..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
    }
    None
}

/// `tusental`, `tusen`, `1000-tal`, `000s`, `'000`, `milj.`; not a year such as `2000`.
fn is_multiple_word(word: &str) -> bool {
    let digits = word.trim_start_matches(['\'', '’', 'x', '×', '*']);
    let is_thousand = |number: &str| {
        let rest = digits.strip_prefix(number);
        rest.is_some_and(|rest| ["", "s", "-tal", "tal", "-tals", "'s"].contains(&rest))
    };
    let begins = |start: &&str| word.starts_with(*start);
    let named = [
        "tusen",
        "thousand",
        "miljon",
        "million",
        "miljard",
        "billion",
        "hundratusen",
    ];
    named.iter().any(begins)
        || ["tkr", "mkr", "mnkr", "mdkr", "milj", "milj."].contains(&word)
        || is_thousand("1000")
        || is_thousand("000")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_that_is_no_count_is_part_of_the_name() {
        for unit in [
            "antal",
            "Antal",
            "number",
            "personer",
            "Antal personer",
            "Number of persons",
            "st",
            "st.",
            "amount",
            "?",
            "-",
            "",
            "antal legitimerade tandläkare",
        ] {
            assert_eq!(column_name("Folkmängd", Some(unit)), "Folkmängd", "{unit}");
        }
        for unit in [
            "procent",
            "%",
            "promille",
            "index",
            "kronor",
            "år",
            "milj.",
            "mnkr",
            "tusental",
            "1000-tal",
            "antal per 100 000 invånare",
            "antal i tusental",
            "personer, 10^3",
            "antal/km²",
            "Thousand persons",
            "medeltal",
        ] {
            assert_eq!(column_name("a", Some(unit)), format!("a ({unit})"));
        }
    }

    #[test]
    fn a_header_names_a_multiple_with_and_without_brackets() {
        for (header, multiple) in [
            ("Folkmängd (tusental)", "tusental"),
            ("Folkmängd, tusental", "tusental"),
            ("Folkmängd tusental", "tusental"),
            ("Folkmängd i tusen", "tusen"),
            ("Folkmängd, 1 000-tal", "1 000-tal"),
            ("Folkmängd 1000", "1000"),
            ("Folkmängd 1000-tal", "1000-tal"),
            ("Population, 000s", "000s"),
            ("Population in thousands", "thousands"),
            ("Folkmängd, milj.", "milj."),
            ("Tusental personer", "Tusental personer"),
        ] {
            assert_eq!(multiple_of_header(header), Some(multiple), "{header}");
        }
        for header in [
            "Folkmängd",
            "Folkmängd 2000",
            "Folkmängd (31 dec)",
            "Folkmängd 1 november",
            "Antal",
            "",
        ] {
            assert_eq!(multiple_of_header(header), None, "{header}");
        }
    }
}
