//! The words that inputs use for columns and values, in every reader the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::embedded::{names, rows};
use crate::language::words;
use crate::source::{Cell, Fault, Faults, fold};

const FILE: &str = "data/aliases.csv";
const TEXT: &str = include_str!("../../data/aliases.csv");

/// What a word of an input is a word for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordKind {
    /// A column.
    Column,
    /// One sex.
    Sex,
    /// Both sexes together.
    BothSexes,
    /// Yes or no.
    YesOrNo,
    /// Employed or not, beside yes and no.
    Employed,
    /// No speciality.
    Speciality,
    /// Where somebody was educated.
    EducationCountry,
    /// Who employs.
    Sector,
    /// Why a licence leaves the register.
    Departure,
    /// The whole country.
    Country,
    /// All ages together.
    AllAges,
}

impl WordKind {
    const ALL: [(Self, &'static str); 11] = [
        (Self::Column, "column"),
        (Self::Sex, "sex"),
        (Self::BothSexes, "both sexes"),
        (Self::YesOrNo, "yes or no"),
        (Self::Employed, "employed"),
        (Self::Speciality, "speciality"),
        (Self::EducationCountry, "education country"),
        (Self::Sector, "sector"),
        (Self::Departure, "departure"),
        (Self::Country, "country"),
        (Self::AllAges, "all ages"),
    ];

    fn read(cell: Cell<'_>) -> Result<Self, Fault> {
        let found = Self::ALL.into_iter().find(|(_, name)| *name == cell.text());
        found.map(|(kind, _)| kind).ok_or_else(|| {
            let text = cell.text();
            cell.fault(words!(
                "okänt slag av ord `{text}`",
                "unknown kind of word `{text}`"
            ))
        })
    }
}

/// One row of the table.
struct Row {
    kind: WordKind,
    canonical: String,
    aliases: Vec<String>,
}

/// The table, folded once.
#[derive(Default)]
struct Aliases {
    /// All spellings of every canonical word, that word first.
    spellings: BTreeMap<(WordKind, String), Vec<String>>,
    /// The canonical word of every folded spelling, but for columns: `antal` names several.
    canonical: BTreeMap<(WordKind, String), String>,
}

/// A fault in the embedded table leaves it empty, which the tests rule out.
static ALIASES: LazyLock<Aliases> = LazyLock::new(|| read().map(Aliases::of).unwrap_or_default());

fn read() -> Result<Vec<Row>, Faults> {
    let columns = ["kind", "canonical", "aliases"];
    rows(FILE, TEXT, columns, |[kind, canonical, aliases]| {
        Ok(Row {
            kind: WordKind::read(kind)?,
            canonical: canonical.text().to_owned(),
            aliases: names(aliases),
        })
    })
}

impl Aliases {
    fn of(rows: Vec<Row>) -> Self {
        let mut all = Self::default();
        for Row {
            kind,
            canonical,
            aliases,
        } in rows
        {
            let spellings: Vec<String> = [canonical.clone()].into_iter().chain(aliases).collect();
            if kind != WordKind::Column {
                let folded = spellings.iter().map(|word| (kind, fold(word)));
                all.canonical
                    .extend(folded.map(|key| (key, canonical.clone())));
            }
            all.spellings.insert((kind, canonical), spellings);
        }
        all
    }
}

/// The canonical word that a cell means, whatever its case, diacritics, spaces and punctuation.
#[must_use]
pub fn canonical_word(kind: WordKind, text: &str) -> Option<&'static str> {
    let found = ALIASES.canonical.get(&(kind, fold(text)));
    found.map(String::as_str)
}

/// The value whose canonical word a cell means.
#[must_use]
pub fn value_named<T: Copy>(
    kind: WordKind,
    text: &str,
    values: impl IntoIterator<Item = T>,
    canonical: impl Fn(T) -> &'static str,
) -> Option<T> {
    let word = canonical_word(kind, text)?;
    values.into_iter().find(|value| canonical(*value) == word)
}

/// All ways to write a canonical word, that word first; none of a word that the table lacks.
#[must_use]
pub fn spellings(kind: WordKind, canonical: &str) -> &'static [String] {
    let found = ALIASES.spellings.get(&(kind, canonical.to_owned()));
    found.map_or(&[], Vec::as_slice)
}

/// Yes or no, if a cell says either.
#[must_use]
pub fn yes_or_no(kind: WordKind, text: &str) -> Option<bool> {
    canonical_word(kind, text).map(|word| word == "ja")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_is_sound_and_has_every_kind() {
        let rows = read().unwrap();
        for (kind, name) in WordKind::ALL {
            assert!(rows.iter().any(|row| row.kind == kind), "{name}");
        }
        let mut known = std::collections::BTreeSet::new();
        for row in rows.iter().filter(|row| row.kind != WordKind::Column) {
            for word in row.aliases.iter().chain([&row.canonical]) {
                assert!(
                    known.insert((row.kind, fold(word))),
                    "{word} is given twice"
                );
            }
        }
    }

    #[test]
    fn a_word_is_found_whatever_its_spelling() {
        for text in ["Woman", "KVINNA", "2", "f"] {
            assert_eq!(
                canonical_word(WordKind::Sex, text),
                Some("kvinnor"),
                "{text}"
            );
        }
        assert_eq!(canonical_word(WordKind::Sex, "totalt"), None);
        assert_eq!(
            canonical_word(WordKind::BothSexes, "Totalt"),
            Some("båda könen")
        );
        assert_eq!(spellings(WordKind::Sector, "privat"), ["privat", "private"]);
    }
}
