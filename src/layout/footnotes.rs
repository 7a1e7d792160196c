//! Signs of footnotes at the end of labels, and the lines that explain them.

use std::collections::{BTreeMap, BTreeSet};

use super::period::{academic_year, year};

/// The signs that the lines below the tables of a sheet explain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Footnotes(BTreeSet<String>);

impl Footnotes {
    /// The signs at the beginning of some lines: `1Från och med 2006`, `2) Exklusive`, `* Preliminärt`.
    pub(super) fn of<'l>(lines: impl Iterator<Item = &'l str>) -> Self {
        Self(lines.filter_map(sign).map(str::to_owned).collect())
    }

    /// A label without the signs of footnotes at its end; none if it has none that a line explains.
    ///
    /// A number is a sign if a letter or a bracket is before it, or if a year or a range of years is left without
    /// it: `Riket2`, `Statistiker3)`, `2014–20181`, but not `SNI 86`.
    pub(super) fn strip<'l>(&self, label: &'l str) -> Option<&'l str> {
        let bare = label.trim_end();
        let stars = bare.trim_end_matches('*');
        if stars.len() < bare.len() && self.0.contains("*") && !stars.is_empty() {
            return Some(stars.trim_end());
        }
        let open = bare.strip_suffix(')').unwrap_or(bare);
        let (name, signs) = self.longest(open)?;
        let is_bracketed = open.len() < bare.len();
        let is_alone = |name: &str| {
            let name = if is_bracketed { name.trim_end() } else { name };
            let last = name.chars().next_back();
            last.is_some_and(|last| last.is_alphabetic() || matches!(last, ')' | ']' | '%' | '.'))
                || ends_with_year(name)
        };
        (!signs.is_empty() && is_alone(name)).then(|| name.trim_end_matches([' ', '(']))
    }

    /// The longest end of a label that is made of signs: `1`, `12`, `1,2`.
    fn longest<'l>(&self, label: &'l str) -> Option<(&'l str, &'l str)> {
        let tail =
            label.trim_end_matches(|sign: char| sign.is_ascii_digit() || matches!(sign, ',' | ' '));
        let starts = tail.len()..label.len();
        let splits = starts
            .filter(|at| label.is_char_boundary(*at))
            .map(|at| label.split_at(at));
        let mut splits = splits.filter(|(name, signs)| {
            let mut parts = signs.split(',').map(str::trim);
            let is_explained = parts.all(|sign| self.0.contains(sign));
            let is_glued = signs.starts_with(|sign: char| sign.is_ascii_digit());
            let is_whole = !ends_with_digit(name) || ends_with_year(name);
            is_explained && is_glued && is_whole
        });
        splits.next()
    }

    /// The labels among some that differ from others by a number only, so that it is no sign.
    pub(super) fn numbered(&self, labels: &BTreeSet<String>) -> BTreeSet<String> {
        let mut by_name: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
        for label in labels {
            if let Some(name) = self.strip(label) {
                by_name.entry(name).or_default().push(label);
            }
        }
        let several = by_name.into_values().filter(|labels| labels.len() > 1);
        several.flatten().cloned().collect()
    }

    /// Whether a number is a year with a sign at its end, `20201`, between years as those beside it are.
    pub(super) fn is_marked_year(&self, number: &str, before: Option<u16>) -> bool {
        let is_longer = (5..=6).contains(&number.len());
        let bare = self.strip(number).filter(|_| is_longer).and_then(year);
        bare.zip(before)
            .is_some_and(|(year, before)| (1..=5).contains(&year.saturating_sub(before)))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The sign with which a line begins.
fn sign(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix('*') {
        return rest
            .trim_start_matches('*')
            .trim_start()
            .starts_with(char::is_alphabetic)
            .then_some("*");
    }
    let digits = line.find(|sign: char| !sign.is_ascii_digit())?;
    let (sign, rest) = line.split_at(digits);
    let rest = rest.trim_start_matches([')', '.', ':']).trim_start();
    let is_short = (1..=2).contains(&sign.len());
    (is_short && rest.starts_with(char::is_alphabetic)).then_some(sign)
}

/// Whether a line is a note or a source rather than a row: `Källa: SCB`, `1Från och med 2006`.
pub(super) fn is_note(line: &str) -> bool {
    let lower = line.trim_start().to_lowercase();
    let words = [
        "källa",
        "källor",
        "source",
        "anm",
        "not:",
        "note",
        "kommentar",
        "kontakt",
        "senaste uppdatering",
    ];
    words.iter().any(|word| lower.starts_with(word)) || lower.contains("statistikdatabas")
}

fn ends_with_digit(name: &str) -> bool {
    name.ends_with(|last: char| last.is_ascii_digit())
}

/// Whether a name ends with a year, or with a range of years or an academic year.
fn ends_with_year(name: &str) -> bool {
    let last = name.rsplit([' ', '-', '–', '/']).next().unwrap_or_default();
    let word = name.rsplit(' ').next().unwrap_or_default();
    year(last).is_some() || academic_year(word).is_some()
}

/// A label on one line, without blanks around, doubled or no-break.
pub(super) fn on_one_line(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ")
}

/// A label without the raised numbers at its end that some programs write as characters of their own.
pub(super) fn without_raised(label: &str) -> &str {
    let raised = ['⁽', '⁾', '¹', '²', '³', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let bare = label.trim_end_matches(raised);
    match bare.len() {
        0 => label,
        length if length == label.len() => label,
        _ => bare.trim_end_matches([',', ' ']),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes() -> Footnotes {
        let lines = [
            "1Från och 2006 är det möjligt",
            "2 Exkl. psykoterapeuter",
            "3) Spridningen",
            "*Exklusive personer",
            "12Not tolv",
            "Källa: SCB",
            "2014 års värden",
        ];
        Footnotes::of(lines.into_iter())
    }

    #[test]
    fn signs_are_those_with_which_lines_begin() {
        assert_eq!(Vec::from_iter(notes().0), ["*", "1", "12", "2", "3"]);
    }

    #[test]
    fn a_label_loses_the_signs_that_a_line_explains() {
        for (label, name) in [
            ("Audionom1", Some("Audionom")),
            ("Riket2", Some("Riket")),
            ("2014–20181", Some("2014–2018")),
            ("Statistiker3)", Some("Statistiker")),
            ("Kvinnor och män2", Some("Kvinnor och män")),
            ("Summa*", Some("Summa")),
            ("Läkare1,2", Some("Läkare")),
            ("Läkare12", Some("Läkare")),
            ("Folkmängd (31 dec)1", Some("Folkmängd (31 dec)")),
            ("20181", Some("2018")),
            ("2018 1)", Some("2018")),
            ("2018 4)", None),
            ("Audionom4", None),
            ("Hälso- och sjukvård (SNI 86)", None),
            ("SNI 2", None),
            ("2014", None),
            ("2012", None),
            ("HE0110J7", None),
            ("1", None),
        ] {
            assert_eq!(notes().strip(label), name, "{label}");
        }
        assert_eq!(Footnotes::default().strip("Audionom1"), None);
    }

    #[test]
    fn a_year_with_a_sign_follows_another_year() {
        assert!(notes().is_marked_year("20201", Some(2019)));
        assert!(!notes().is_marked_year("20201", None));
        assert!(!notes().is_marked_year("20201", Some(2020)));
        assert!(!notes().is_marked_year("20204", Some(2019)));
        assert_eq!(without_raised("2020¹⁾"), "2020");
    }

    #[test]
    fn names_that_differ_by_a_number_only_keep_it() {
        let notes = notes();
        let labels = ["Grupp1", "Grupp2", "Audionom1"].map(str::to_owned);
        let numbered = notes.numbered(&BTreeSet::from(labels));
        assert_eq!(Vec::from_iter(numbered), ["Grupp1", "Grupp2"]);
    }
}
