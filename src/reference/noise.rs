//! Why published totals may differ from the sum of their parts, and by how much.

use std::sync::LazyLock;

use super::embedded::{names, rows, value};
use crate::domain::Year;
use crate::language::Words;
use crate::source::{Faults, fold};

const FILE: &str = "data/noise.csv";
const TEXT: &str = include_str!("../../data/noise.csv");

/// Noise or rounding that the publisher of a table has put into its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Noise {
    /// Its name: `ckm`.
    pub name: String,
    /// The first year whose figures have it; none for all.
    pub from_year: Option<Year>,
    /// What it is and how the limit is derived.
    pub meaning: Words,
    /// Keys into the source list.
    pub source: String,
    error: CellError,
    /// What a table that has it says in its notes, folded.
    phrases: Vec<String>,
}

/// The error of one figure.
#[derive(Clone, Copy, Debug, PartialEq)]
enum CellError {
    /// Random, of a standard deviation; `z` standard deviations of a sum are never exceeded by chance.
    Random { sd: f64, z: f64 },
    /// Rounding to multiples of a base.
    Rounding { base: f64 },
}

impl Noise {
    /// The most that a total may differ from the sum of a number of parts.
    ///
    /// A total and its `k` parts are `k + 1` figures with errors of their own. Independent random errors of
    /// standard deviation `s` give the difference `s·√(k+1)`, of which the limit is `z` times; rounding to base
    /// `b` moves every figure by `b/2` at most, together `(k+1)·b/2`.
    ///
    /// Example: two sexes with `s = 1.43` and `z = 5` may miss their total by 5 · 1.43 · √3 = 12.4.
    #[must_use]
    pub fn limit(&self, parts: usize) -> f64 {
        let figures = u32::try_from(parts).map_or(f64::from(u32::MAX), f64::from) + 1.0;
        match self.error {
            CellError::Random { sd, z } => z * sd * figures.sqrt(),
            CellError::Rounding { base } => figures * base / 2.0,
        }
    }

    /// Whether the figures of a year have it.
    #[must_use]
    pub fn is_of(&self, year: Option<Year>) -> bool {
        match (self.from_year, year) {
            (Some(from), Some(year)) => year >= from,
            (Some(_), None) => false,
            (None, _) => true,
        }
    }
}

/// A fault in the embedded table leaves it empty, which the tests rule out.
static NOISES: LazyLock<Vec<Noise>> = LazyLock::new(|| read().unwrap_or_default());

fn read() -> Result<Vec<Noise>, Faults> {
    let columns = [
        "noise",
        "phrases",
        "from_year",
        "sd",
        "base",
        "z",
        "meaning",
        "english_meaning",
        "source",
    ];
    rows(
        FILE,
        TEXT,
        columns,
        |[name, phrases, from, sd, base, z, meaning, english, source]| {
            let error = match base.text() {
                "" => CellError::Random {
                    sd: value(sd)?,
                    z: value(z)?,
                },
                _ => CellError::Rounding { base: value(base)? },
            };
            let from_year = match from.text() {
                "" => None,
                _ => Some(value(from)?),
            };
            Ok(Noise {
                name: name.text().to_owned(),
                from_year,
                meaning: Words::new(meaning.text(), english.text()),
                source: source.text().to_owned(),
                error,
                phrases: names(phrases).iter().map(|phrase| fold(phrase)).collect(),
            })
        },
    )
}

/// The noise that the notes of a table say its figures have; never assumed of a table that says nothing.
#[must_use]
pub fn noise_of_notes(notes: &[String]) -> Option<&'static Noise> {
    let notes: Vec<String> = notes.iter().map(|note| fold(note)).collect();
    NOISES.iter().find(|noise| {
        let mut phrases = noise.phrases.iter();
        phrases.any(|phrase| notes.iter().any(|note| note.contains(phrase)))
    })
}

/// All kinds of noise that are known.
#[must_use]
pub fn noises() -> &'static [Noise] {
    &NOISES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_is_sound() {
        assert_eq!(read().unwrap().len(), 4);
    }

    #[test]
    fn noise_is_known_by_what_a_table_says_of_it() {
        let note =
            "Metoden som används för röjandekontroll heter Cell Key Method (CKM).".to_owned();
        let noise = noise_of_notes(&[note]).unwrap();
        assert_eq!(noise.name, "ckm");
        assert!(noise.is_of(Some(2025)) && !noise.is_of(Some(2024)) && !noise.is_of(None));
        assert_eq!(noise_of_notes(&["Källa: SCB".to_owned()]), None);
    }

    /// 5 · 1.43 · √3 = 12.38; four figures rounded to 5 are 4 · 2.5 = 10 off at most.
    #[test]
    fn the_limit_grows_with_the_figures_that_have_errors() {
        let limit = |name: &str, parts| {
            let noise = noises().iter().find(|noise| noise.name == name).unwrap();
            format!("{:.2}", noise.limit(parts))
        };
        assert_eq!(limit("ckm", 2), "12.38");
        assert_eq!(limit("rounded_to_5", 3), "10.00");
    }
}
