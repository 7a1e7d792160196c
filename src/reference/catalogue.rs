//! Finding an entry by any of its names.

use std::collections::BTreeMap;
use std::fmt;

use crate::source::{Fault, Faults, fold};

/// Least likeness (Jaro–Winkler, 0–1) of a name that is suggested for a misspelt one.
const LIKENESS: f64 = 0.85;

/// What kind of thing a name should have named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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

impl Kind {
    const fn unknown(self) -> &'static str {
        match self {
            Self::Profession => "okänt yrke",
            Self::Programme => "okänd utbildning",
            Self::HealthRegion => "okänd sjukvårdsregion",
            Self::County => "okänt län",
            Self::Municipality => "okänd kommun",
            Self::University => "okänt lärosäte",
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
    kind: Kind,
    entries: Vec<T>,
    /// Folded name → position of the entry.
    positions: BTreeMap<String, u8>,
    /// The name to suggest for each entry.
    titles: Vec<String>,
}

impl<T> Catalogue<T> {
    /// `names` lists all names of an entry, the one to suggest first.
    pub(super) fn new(
        kind: Kind,
        entries: Vec<T>,
        names: impl Fn(&T) -> Vec<String>,
    ) -> Result<Self, Faults> {
        let mut catalogue = Self {
            kind,
            entries: Vec::new(),
            positions: BTreeMap::new(),
            titles: Vec::new(),
        };
        let mut faults = Faults::new();
        for (position, entry) in (0_u8..=u8::MAX).zip(entries) {
            let names = names(&entry);
            for name in &names {
                let holder = *catalogue.positions.entry(fold(name)).or_insert(position);
                if holder != position {
                    faults.push(Fault::new(format!(
                        "`{name}` är namn på två saker ({kind:?})"
                    )));
                }
            }
            catalogue.titles.extend(names.into_iter().next());
            catalogue.entries.push(entry);
        }
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
        let likest = suggestion(given, self.positions.keys().map(String::as_str))?;
        let position = self.positions.get(likest)?;
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
    let given = fold(given);
    known
        .map(|name| (strsim::jaro_winkler(&given, &fold(name)), name))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// A name that no entry answers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What the name should have named.
    pub kind: Kind,
    /// The name as it was given.
    pub given: String,
    /// The name that was probably meant.
    pub suggestion: Option<String>,
}

impl Unknown {
    /// What to write instead.
    #[must_use]
    pub fn tip(&self) -> String {
        let listing = format!(
            "giltiga namn visas av `vardkraft reference {}`",
            self.kind.table()
        );
        match &self.suggestion {
            Some(name) => format!("menade du `{name}`? {listing}"),
            None => listing,
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind.unknown(), self.given)
    }
}

impl std::error::Error for Unknown {}
