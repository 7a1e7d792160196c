//! Divisions of the population of which it is known when their parts are all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::embedded::{names, rows};
use crate::source::{Faults, fold};

const FILE: &str = "data/partitions.csv";
const TEXT: &str = include_str!("../../data/partitions.csv");

/// The parts of every division, each with the words for it, folded.
type Partitions = BTreeMap<String, Vec<Vec<String>>>;

/// A fault in the embedded table leaves it empty, which the tests rule out.
static PARTITIONS: LazyLock<Partitions> = LazyLock::new(|| read().unwrap_or_default());

fn read() -> Result<Partitions, Faults> {
    let columns = ["dimension", "part", "words"];
    let parts = rows(FILE, TEXT, columns, |[dimension, _, words]| {
        let words = names(words);
        let words = words.iter().map(|word| fold(word)).collect();
        Ok((dimension.text().to_owned(), words))
    })?;
    let mut partitions = Partitions::new();
    for (dimension, words) in parts {
        partitions.entry(dimension).or_default().push(words);
    }
    Ok(partitions)
}

/// Whether some values are together everybody, each once: `ogifta`, `gifta`, `skilda`, `änkor/änklingar`.
#[must_use]
pub fn are_everybody<'v>(values: impl Iterator<Item = &'v str>) -> bool {
    let values: Vec<String> = values.map(fold).collect();
    PARTITIONS.values().any(|parts| {
        let part_of = |value: &String| parts.iter().position(|words| words.contains(value));
        let met: Option<BTreeSet<usize>> = values.iter().map(part_of).collect();
        met.is_some_and(|met| met.len() == parts.len() && met.len() == values.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_all_parts_together_are_everybody() {
        assert!(!read().unwrap().is_empty());
        let are = |values: &[&str]| are_everybody(values.iter().copied());
        assert!(are(&["single", "married", "widowers/widows", "divorced"]));
        assert!(are(&["utrikes födda", "inrikes födda"]));
        assert!(!are(&["ogifta", "gifta"]));
        assert!(
            !are(&["ogifta", "gifta", "skilda", "änka", "änkling"]),
            "both sexes of widowed persons"
        );
        assert!(!are(&["ogifta", "gifta", "skilda", "änka", "okänt"]));
    }
}
