//! What a label is a value of: a period, a sex, an area, a profession, an age; by its form or its name.

use super::period::{academic_year, month, quarter, term, year, year_named};
use crate::reference::{Reference, WordKind, canonical_word, is_sweden, spellings};
use crate::source::fold;

/// Something that the figures of a table are divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dimension {
    Year,
    AcademicYear,
    Term,
    Quarter,
    Month,
    Sex,
    Region,
    Profession,
    Programme,
    AgeGroup,
}

impl Dimension {
    /// All of them, the surest first.
    pub(super) const ALL: [Self; 10] = [
        Self::Year,
        Self::AcademicYear,
        Self::Term,
        Self::Quarter,
        Self::Month,
        Self::Sex,
        Self::Region,
        Self::Profession,
        Self::Programme,
        Self::AgeGroup,
    ];

    /// The name of its column.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Year => "år",
            Self::AcademicYear => "läsår",
            Self::Term => "termin",
            Self::Quarter => "kvartal",
            Self::Month => "månad",
            Self::Sex => "kön",
            Self::Region => "region",
            Self::Profession => "yrke",
            Self::Programme => "utbildning",
            Self::AgeGroup => "åldersgrupp",
        }
    }

    /// What its values are called, in Swedish and in English.
    pub(super) const fn plural(self) -> (&'static str, &'static str) {
        match self {
            Self::Year => ("åren", "the years"),
            Self::AcademicYear => ("läsåren", "the academic years"),
            Self::Term => ("terminerna", "the terms"),
            Self::Quarter => ("kvartalen", "the quarters"),
            Self::Month => ("månaderna", "the months"),
            Self::Sex => ("könen", "the sexes"),
            Self::Region => ("regionerna", "the regions"),
            Self::Profession => ("yrkena", "the professions"),
            Self::Programme => ("utbildningarna", "the programmes"),
            Self::AgeGroup => ("åldersgrupperna", "the age groups"),
        }
    }

    /// Whether its values are known by their form, so that nothing else is one.
    pub(super) const fn is_period(self) -> bool {
        matches!(
            self,
            Self::Year | Self::AcademicYear | Self::Term | Self::Quarter | Self::Month
        )
    }

    /// Whether names that are not in the reference tables may be values too.
    pub(super) const fn is_open(self) -> bool {
        matches!(self, Self::Region | Self::Profession | Self::Programme)
    }

    /// The dimension that a label is a value of.
    pub(super) fn of(label: &str, reference: &Reference) -> Option<Self> {
        if label.len() > LONGEST {
            return None;
        }
        let mut all = Self::ALL.into_iter();
        all.find(|dimension| dimension.has(label, reference))
    }

    /// Whether a label is one of its values; a word for all of them is a value of none.
    pub(super) fn has(self, label: &str, reference: &Reference) -> bool {
        match self {
            Self::Year => year_named(label).is_some(),
            Self::AcademicYear => academic_year(label).is_some(),
            Self::Term => term(label),
            Self::Quarter => quarter(label),
            Self::Month => month(label),
            Self::Sex => is_sex(label),
            Self::Region => is_area(label, reference),
            Self::Profession => is_name(label) && reference.known_profession(label).is_some(),
            Self::Programme => is_name(label) && reference.known_programme(label).is_some(),
            Self::AgeGroup => is_age_group(label),
        }
    }

    /// A value as its column has it: a year without what is said beside it.
    pub(super) fn value(self, label: &str) -> &str {
        match self {
            Self::Year => year_named(label).unwrap_or(label),
            _ => label,
        }
    }

    /// Whether two labels, possibly in two languages, are the same value.
    pub(super) fn same(self, one: &str, other: &str, reference: &Reference) -> bool {
        let is_same = match self {
            Self::Sex => sex(one).is_some() && sex(one) == sex(other),
            Self::Region => {
                let county = |name| reference.known_county(name);
                county(one).is_some() && county(one) == county(other)
                    || is_sweden(one) && is_sweden(other)
            }
            Self::Profession => {
                let profession = |name| reference.known_profession(name);
                profession(one).is_some() && profession(one) == profession(other)
            }
            _ => false,
        };
        is_same || fold(one) == fold(other) || is_total(one) && is_total(other)
    }

    /// Whether a header names the dimension.
    pub(super) fn is_named(self, header: &str) -> bool {
        let folded = fold(header);
        let spellings = spellings(WordKind::Column, self.column());
        let own = self.column();
        fold(own) == folded || spellings.iter().any(|word| fold(word) == folded)
    }
}

/// The longest label that is looked up, in bytes.
const LONGEST: usize = 200;

/// Columns that the inputs have and that hold values of a dimension.
const NAMED: [&str; 18] = [
    "år",
    "läsår",
    "termin",
    "period",
    "kön",
    "region",
    "län",
    "sjukvårdsregion",
    "kommun",
    "lärosäte",
    "yrke",
    "utbildning",
    "ålder",
    "åldersgrupp",
    "examensläsår",
    "startläsår",
    "legitimationsår",
    "utbildningsland",
];

/// Whether a header is one that the inputs know.
pub(super) fn is_known_header(header: &str) -> bool {
    let folded = fold(header);
    NAMED.iter().any(|column| {
        let spellings = spellings(WordKind::Column, column);
        fold(column) == folded || spellings.iter().any(|word| fold(word) == folded)
    })
}

/// A word for all values together.
pub(super) fn is_total(label: &str) -> bool {
    let folded = fold(label);
    let words = [
        "totalt",
        "total",
        "summa",
        "samtliga",
        "alla",
        "totalsumma",
        "sum",
    ];
    words.contains(&folded.as_str())
}

/// Whether a label says that its figures are worked out of others: shares, changes, coefficients.
pub(super) fn is_derived(label: &str) -> bool {
    let lower = label.to_lowercase();
    let words = [
        "koefficient",
        "coefficient",
        "procent",
        "per cent",
        "percent",
        "%",
        "andel",
        "share",
        "förändring",
        "change",
        "per 100",
        "per 1 000",
        "kvot",
        "ratio",
        "differens",
        "index",
        "felmarginal",
    ];
    words.iter().any(|word| lower.contains(word))
}

/// A name that may be looked up, not a code.
fn is_name(label: &str) -> bool {
    label
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count()
        > 2
}

fn is_sex(label: &str) -> bool {
    sex(label).is_some()
}

/// The word of the reference tables for a sex; for both of them too, unless it is a word for any total.
fn sex(label: &str) -> Option<&'static str> {
    if !is_name(label) || is_total(label) {
        return None;
    }
    let of_one = |label: &str| canonical_word(WordKind::Sex, label.trim());
    let joined = [" och ", " and ", "+", " & "].iter().find_map(|sign| {
        let (one, other) = label.split_once(sign)?;
        (of_one(one).is_some() && of_one(other).is_some()).then_some("båda könen")
    });
    let both = canonical_word(WordKind::BothSexes, label);
    of_one(label).or(both).or(joined)
}

/// A län, a kommun with its code, a sjukvårdsregion or the whole country.
fn is_area(label: &str, reference: &Reference) -> bool {
    if !is_name(label) || is_total(label) || is_age_group(label) {
        return false;
    }
    let lower = label.to_lowercase();
    let is_known = |name: &str| {
        reference.known_county(name).is_some() || reference.known_health_region(name).is_some()
    };
    let has_code = label.split_once(' ').is_some_and(|(code, name)| {
        matches!(code.len(), 2 | 4)
            && code.bytes().all(|digit| digit.is_ascii_digit())
            && year(code).is_none()
            && name.starts_with(char::is_uppercase)
    });
    is_known(label)
        || is_sweden(label)
        || lower.ends_with(" län")
        || lower == "alla regioner"
        || has_code
}

/// `55–59 år`, `85+`, `<65 år`, `65 år och äldre`, `under 65 år`, `55 år`.
fn is_age_group(label: &str) -> bool {
    let lower = label.to_lowercase();
    let has_unit = ["år", "years", "year", "yrs"].iter().any(|unit| {
        let words = lower.split(|letter: char| !letter.is_alphabetic());
        words.into_iter().any(|word| word == *unit)
    });
    let rest = lower.replace("years", "").replace("år", "");
    let rest: String = rest
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let is_age = |text: &str| {
        (1..=3).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit())
    };
    let is_band = rest.split_once(['-', '–']).is_some_and(|(from, to)| {
        is_age(from) && (is_age(to) || matches!(to, "w" | ""))
            || from.is_empty() && is_age(to) && has_unit
    });
    let is_open = rest.strip_suffix('+').is_some_and(is_age)
        || rest.strip_prefix(['<', '>', '≤', '≥']).is_some_and(is_age)
        || ["under", "över", "yngreän", "äldreän", "over"]
            .iter()
            .any(|word| rest.strip_prefix(word).is_some_and(is_age) && has_unit)
        || ["ochäldre", "elleräldre", "ochuppåt", "andover", "ochyngre"]
            .iter()
            .any(|word| rest.strip_suffix(word).is_some_and(is_age));
    is_band || is_open || has_unit && is_age(&rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dimension(label: &str) -> Option<&'static str> {
        let reference = Reference::load().unwrap();
        Dimension::of(label, &reference).map(Dimension::column)
    }

    #[test]
    fn labels_are_values_by_their_form_or_their_name() {
        for (column, labels) in [
            (
                "år",
                ["1995", "2024", "2023 (prel.)", "2023p", "31 december 2023"].as_slice(),
            ),
            (
                "läsår",
                &["2023/24", "2023/2024", "2023–24", "läsåret 2023/24"],
            ),
            ("termin", &["HT2023", "vt 2024", "Höstterminen 2023"]),
            ("kvartal", &["2023K1", "2023Q4"]),
            (
                "månad",
                &["2026M04", "Juli", "2025-07", "maj 2025", "January"],
            ),
            (
                "kön",
                &[
                    "Kvinnor",
                    "män",
                    "Kvinnor och män",
                    "Women and Men",
                    "Båda könen",
                ],
            ),
            (
                "region",
                &[
                    "01 Stockholms län",
                    "0114 Upplands Väsby",
                    "Skåne",
                    "Region Skåne",
                    "Riket",
                    "Norra",
                    "Kalmar län",
                ],
            ),
            ("yrke", &["Tandläkare", "audionomer"]),
            (
                "åldersgrupp",
                &[
                    "55-59 år",
                    "85+",
                    "<65 år",
                    "100+ år",
                    "65 år och äldre",
                    "20–24",
                    "55 år",
                    "-24 år",
                    "under 65 år",
                ],
            ),
        ] {
            for label in labels {
                assert_eq!(dimension(label), Some(column), "{label}");
            }
        }
    }

    #[test]
    fn other_labels_are_values_of_nothing() {
        for label in [
            "antal",
            "2",
            "k",
            "M",
            "1",
            "2013-2017",
            "Totalt",
            "Variationskoefficient",
            "Därav",
            "12 345",
            "17",
            "SNI 86",
            "2013–2018",
            "65",
        ] {
            assert_eq!(dimension(label), None, "{label}");
        }
    }
}
