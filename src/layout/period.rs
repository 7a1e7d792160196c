//! Periods by their form.

const MONTHS: [&str; 37] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
    "january",
    "february",
    "march",
    "may",
    "june",
    "july",
    "august",
    "october",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "okt",
    "oct",
    "nov",
    "dec",
    "jan.",
    "feb.",
    "aug.",
    "dec.",
];

/// A year that statistics may be of: four digits.
pub(super) fn year(label: &str) -> Option<u16> {
    let is_digits = label.len() == 4 && label.bytes().all(|digit| digit.is_ascii_digit());
    let year = label.parse().ok().filter(|_| is_digits);
    year.filter(|year| (1900..=2100).contains(year))
}

/// The year that a label names, whatever is said beside it: `2023`, `2023 (prel.)`, `2023p`, `År 2023`,
/// `31 december 2023`.
pub(super) fn year_named(label: &str) -> Option<&str> {
    let before = [
        "År ",
        "år ",
        "Year ",
        "year ",
        "31 december ",
        "31 dec ",
        "31 dec. ",
    ];
    let after = [
        " (prel.)",
        " (prel)",
        " prel.",
        " prel",
        " (preliminär)",
        " (preliminära)",
        "p",
        "*",
    ];
    let bare = before
        .iter()
        .find_map(|word| label.strip_prefix(word))
        .unwrap_or(label);
    let bare = after
        .iter()
        .find_map(|word| bare.strip_suffix(word))
        .unwrap_or(bare);
    year(bare).map(|_| bare)
}

/// The year in which an academic year begins: `2023/24`, `2023–2024`, `läsåret 2023/24`.
pub(super) fn academic_year(label: &str) -> Option<u16> {
    let lower = label.to_lowercase();
    let named = ["läsåret ", "läsår ", "lå "]
        .iter()
        .find_map(|word| lower.strip_prefix(word));
    let (from, to) = named.unwrap_or(&lower).trim().split_once(['/', '-', '–'])?;
    let from = year(from)?;
    let is_next = match to.len() {
        2 => to.parse() == Ok((from + 1) % 100),
        4 => year(to) == Some(from + 1),
        _ => false,
    };
    (is_next && to.bytes().all(|digit| digit.is_ascii_digit())).then_some(from)
}

/// `HT2023`, `vt 2024`, `Höstterminen 2023`, `2023 HT`.
pub(super) fn term(label: &str) -> bool {
    let lower = label.to_lowercase();
    let words = [
        "höstterminen",
        "vårterminen",
        "hösttermin",
        "vårtermin",
        "ht",
        "vt",
    ];
    words.iter().any(|word| {
        let rest = lower
            .strip_prefix(word)
            .or_else(|| lower.strip_suffix(word));
        rest.is_some_and(|rest| year(rest.trim().trim_start_matches('-')).is_some())
    })
}

/// `2023K1`, `2023Q1`, `2023 kvartal 1`.
pub(super) fn quarter(label: &str) -> bool {
    let lower = label.to_lowercase();
    let parts = ["k", "q", "kv", "kvartal"].iter().filter_map(|sign| {
        let (year, number) = lower.split_once(sign)?;
        Some((year.trim(), number.trim().trim_start_matches('.')))
    });
    let mut parts = parts;
    parts.any(|(of, number)| year(of).is_some() && matches!(number, "1" | "2" | "3" | "4"))
}

/// `2026M04`, `2026-04`, `juli`, `juli 2025`.
pub(super) fn month(label: &str) -> bool {
    let lower = label.to_lowercase();
    let is_number =
        |text: &str| text.len() == 2 && (1..=12).contains(&text.parse().unwrap_or(0_u8));
    let is_dated = lower
        .split_once(['m', '-'])
        .is_some_and(|(of, number)| year(of).is_some() && is_number(number));
    let is_named = |text: &str| MONTHS.contains(&text.trim());
    let is_named_with_year = compound(&lower).is_some_and(|(_, rest)| is_named(rest));
    is_dated || is_named(&lower) || is_named_with_year
}

/// The year at the beginning or the end of a label, and what is beside it: `Examinerade 2021`, `2007 men`.
pub(super) fn compound(label: &str) -> Option<(&str, &str)> {
    let label = label.trim();
    let first = label.split_once(' ');
    let last = label.rsplit_once(' ').map(|(rest, year)| (year, rest));
    let sides = [first, last].into_iter().flatten();
    let mut sides = sides.filter(|(of, _)| year(of).is_some());
    let (of, rest) = sides.next()?;
    let rest = rest.trim().trim_matches([',', ':']).trim();
    (!rest.is_empty() && sides.next().is_none()).then_some((of, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_may_be_a_measure_and_a_year() {
        assert_eq!(compound("Examinerade 2021"), Some(("2021", "Examinerade")));
        assert_eq!(compound("HE0110J7 2021"), Some(("2021", "HE0110J7")));
        assert_eq!(compound("2007 men"), Some(("2007", "men")));
        for label in ["2021", "Examinerade", "2020 2021", "Tabell 3"] {
            assert_eq!(compound(label), None, "{label}");
        }
    }

    #[test]
    fn academic_years_follow_each_other() {
        assert_eq!(academic_year("1999/00"), Some(1999));
        for label in ["2013-2017", "2013/13", "2013/+4", "13/14"] {
            assert_eq!(academic_year(label), None, "{label}");
        }
    }
}
