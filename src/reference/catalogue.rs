//! Finding an entry by any of its names.

use std::collections::BTreeMap;
use std::fmt;

use crate::language::{Language, Words, words};
use crate::source::{Fault, Faults, fold};

/// Longer names than this many letters and digits are not misspelt names of anything.
const LONGEST: u32 = 64;

/// Least likeness (Jaro–Winkler, 0–1) of a name that is suggested for a misspelt one.
const LIKENESS: f64 = 0.85;

/// What a name should have named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// Yrke.
    Profession,
    /// Utbildning.
    Programme,
    /// Sjukvårdsregion.
    HealthRegion,
    /// Län.
    County,
    /// Kommun.
    Municipality,
    /// Lärosäte.
    University,
}

impl EntryKind {
    /// What an unknown one is called.
    const fn unknown(self) -> (&'static str, &'static str) {
        match self {
            Self::Profession => ("okänt yrke", "unknown profession"),
            Self::Programme => ("okänd utbildning", "unknown programme"),
            Self::HealthRegion => ("okänd sjukvårdsregion", "unknown health region"),
            Self::County => ("okänt län", "unknown county"),
            Self::Municipality => ("okänd kommun", "unknown municipality"),
            Self::University => ("okänt lärosäte", "unknown university"),
        }
    }

    /// The `vardkraft reference` table that lists the valid names.
    const fn table(self) -> &'static str {
        match self {
            Self::Profession => "professions",
            Self::Programme => "programmes",
            Self::HealthRegion | Self::County | Self::Municipality => "regions",
            Self::University => "universities",
        }
    }
}

/// Entries of one kind and all names they answer to.
#[derive(Clone, Debug)]
pub(super) struct Catalogue<T> {
    kind: EntryKind,
    entries: Vec<T>,
    /// Folded name → position of the entry.
    positions: BTreeMap<String, u8>,
    /// The letters of the names, in their order.
    letters: Vec<Letters>,
    /// The name to suggest for each entry.
    titles: Vec<String>,
}

impl<T> Catalogue<T> {
    /// `names` lists all names of an entry, the one to suggest first.
    pub(super) fn new(
        kind: EntryKind,
        entries: Vec<T>,
        names: impl Fn(&T) -> Vec<String>,
    ) -> Result<Self, Faults> {
        let mut catalogue = Self {
            kind,
            entries: Vec::new(),
            positions: BTreeMap::new(),
            letters: Vec::new(),
            titles: Vec::new(),
        };
        let mut faults = Faults::new();
        for (position, entry) in (0_u8..=u8::MAX).zip(entries) {
            let names = names(&entry);
            for name in &names {
                let holder = *catalogue.positions.entry(fold(name)).or_insert(position);
                if holder != position {
                    faults.push(Fault::new(words!(
                        "`{name}` är namn på två saker ({kind:?})",
                        "`{name}` is the name of two things ({kind:?})"
                    )));
                }
            }
            catalogue.titles.extend(names.into_iter().next());
            catalogue.entries.push(entry);
        }
        catalogue.letters = catalogue
            .positions
            .keys()
            .map(|name| Letters::of(name))
            .collect();
        faults.or_else(|| catalogue)
    }

    /// The entry with this name; unlike [`Self::find`] it looks for no likely one if there is none.
    pub(super) fn position(&self, given: &str) -> Option<u8> {
        self.positions.get(&fold(given)).copied()
    }

    pub(super) fn find(&self, given: &str) -> Result<u8, Unknown> {
        self.position(given).ok_or_else(|| Unknown {
            kind: self.kind,
            given: given.to_owned(),
            suggestion: self.suggestion(given),
        })
    }

    fn suggestion(&self, given: &str) -> Option<String> {
        // A table may have a million misspelt names.
        let names = self.positions.keys().zip(&self.letters);
        let position = self.positions.get(nearest(&fold(given), names)?)?;
        Some(self.titles[usize::from(*position)].clone())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u8, &T)> {
        (0_u8..=u8::MAX).zip(&self.entries)
    }

    pub(super) fn get(&self, position: u8) -> &T {
        &self.entries[usize::from(position)]
    }
}

/// The name among `known` that `given` was most likely meant to be, if any is near.
///
/// Likeness is the Jaro–Winkler similarity of the folded names, which favours a common beginning.
pub fn suggestion<'k>(given: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let known: Vec<(String, &str)> = known.map(|name| (fold(name), name)).collect();
    let letters: Vec<Letters> = known.iter().map(|(name, _)| Letters::of(name)).collect();
    let nearest = nearest(
        &fold(given),
        known.iter().map(|(name, _)| name).zip(&letters),
    )?;
    known
        .iter()
        .filter(|(name, _)| name == nearest)
        .map(|(_, name)| *name)
        .min()
}

/// The most similar of some folded names, if any is near; of equally near ones the first in the alphabet.
fn nearest<'n>(
    given: &str,
    names: impl Iterator<Item = (&'n String, &'n Letters)>,
) -> Option<&'n String> {
    let letters = Letters::of(given);
    if letters.length > LONGEST {
        return None;
    }
    names
        .filter(|(_, others)| letters.may_be_like(others))
        .map(|(name, _)| (strsim::jaro_winkler(given, name), name))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// How often a name has each letter, which distinguishes most names before they are compared letter
/// by letter.
#[derive(Clone, Debug)]
struct Letters {
    length: u32,
    /// A bit for the first of each letter, and one each for its second, third and fourth.
    present: u128,
    /// The letters beyond.
    further: u32,
    beginning: [char; 4],
}

impl Letters {
    fn of(name: &str) -> Self {
        let mut letters = Self {
            length: 0,
            present: 0,
            further: 0,
            beginning: ['\0'; 4],
        };
        for (at, letter) in name.chars().enumerate() {
            letters.length += 1;
            // Letters that share their bits make two names look more alike than they are.
            let bits = [0, 32, 64, 96].map(|turn| 1_u128 << (turn + u32::from(letter) % 32));
            match bits.iter().find(|bit| letters.present & *bit == 0) {
                Some(bit) => letters.present |= bit,
                None => letters.further += 1,
            }
            if let Some(beginning) = letters.beginning.get_mut(at) {
                *beginning = letter;
            }
        }
        letters
    }

    /// Whether the likeness of two names, at its highest with these letters, is high enough.
    fn may_be_like(&self, other: &Self) -> bool {
        let common = (self.present & other.present).count_ones() + self.further.min(other.further);
        let share = |length: u32| f64::from(common) / f64::from(length.max(1));
        let jaro = (share(self.length) + share(other.length) + 1.0) / 3.0;
        let same = self
            .beginning
            .iter()
            .zip(&other.beginning)
            .take_while(|(a, b)| a == b)
            .count();
        let prefix = u32::try_from(same).map_or(0.0, f64::from);
        jaro + 0.1 * prefix * (1.0 - jaro) >= LIKENESS
    }
}

/// A name that no entry has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What the name should have named.
    pub kind: EntryKind,
    /// The name as it was given.
    pub given: String,
    /// The name that was probably meant.
    pub suggestion: Option<String>,
}

impl Unknown {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        let (swedish, english) = self.kind.unknown();
        let given = &self.given;
        words!("{swedish} `{given}`", "{english} `{given}`")
    }

    /// What to write instead.
    #[must_use]
    pub fn tip(&self) -> Words {
        let table = self.kind.table();
        match &self.suggestion {
            Some(name) => words!(
                "menade du `{name}`? giltiga namn visas av `vardkraft reference {table}`",
                "did you mean `{name}`? valid names are shown by `vardkraft reference {table}`"
            ),
            None => words!(
                "giltiga namn visas av `vardkraft reference {table}`",
                "valid names are shown by `vardkraft reference {table}`"
            ),
        }
    }
}

impl fmt::Display for Unknown {
    /// What is wrong, in Swedish.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
    }
}

impl std::error::Error for Unknown {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telling_names_apart_by_their_letters_loses_no_suggestion() {
        let names = [
            "tandlakare",
            "tandhygienist",
            "lakare",
            "sjukskoterska",
            "psykolog",
            "12",
            "1",
        ];
        let mut given: Vec<String> = names.map(ToOwned::to_owned).to_vec();
        for name in names {
            for at in 0..name.len() {
                given.push(format!("{}{}", &name[..at], &name[at + 1..]));
                given.push(format!("{}x{}", &name[..at], &name[at..]));
                given.push(name[at..].to_owned());
            }
        }
        for given in given {
            for name in names {
                let is_like = strsim::jaro_winkler(&given, name) >= LIKENESS;
                let may_be = Letters::of(&given).may_be_like(&Letters::of(name));
                assert!(may_be || !is_like, "{given} and {name}");
            }
        }
        assert!(!Letters::of("apotekare").may_be_like(&Letters::of("tandlakare")));
    }

    #[test]
    fn a_name_of_a_page_is_no_misspelt_name() {
        let long = "tandläkare".repeat(10);
        assert_eq!(suggestion(&long, ["tandläkare", &long].into_iter()), None);
        assert_eq!(
            suggestion("tandlkare", ["läkare", "tandläkare"].into_iter()),
            Some("tandläkare")
        );
    }
}
