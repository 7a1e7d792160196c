//! Local names and codes: `--map FILE.toml`.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::columns::Column;
use crate::language::words;
use crate::source::{Document, Fault, Faults, Location, fold};

/// What a register calls its columns and how it codes their values.
///
/// ```toml
/// [columns]            # our name = the file's name
/// lopnr = "PersonLopNr"
///
/// [values.kon]         # the file's value = ours
/// 1 = "man"
/// 2 = "kvinna"
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Folded local header → what it is.
    headers: BTreeMap<String, Header>,
    /// Column → folded local value → canonical value.
    values: BTreeMap<Column, BTreeMap<String, String>>,
}

/// What a proposed mapping has in place of an answer that a person must give.
pub(super) const UNANSWERED: &str = "?";

#[derive(Clone, Debug, PartialEq, Eq)]
struct Header {
    column: Column,
    /// As written in the mapping.
    local: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    columns: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, Spanned<String>>>,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// A text that is not TOML of this shape, names of columns that an extract does not have, and keys
    /// that are the same but for case, diacritics and punctuation, or are punctuation alone.
    pub fn parse(document: &Document) -> Result<Self, Faults> {
        let file: File =
            toml::from_str(document.text()).map_err(|error| not_toml(document, &error))?;
        let mut faults = Faults::new();
        let mut mapping = Self::default();
        let mut named = BTreeMap::new();
        for (key, local) in &file.columns {
            let line = line_of(document, local.span().start);
            let local = local.get_ref();
            if key == UNANSWERED || local == UNANSWERED {
                faults.push(unanswered_column(key, local).located(line));
                continue;
            }
            let Some(column) = faults.keep(column(key)) else {
                continue;
            };
            if let Some(other) = named.insert(column, key) {
                faults.push(alike(other, key));
            }
            match mapping.headers.entry(fold(local)) {
                Entry::Occupied(other) => faults.push(two_columns(local, other.get(), column)),
                Entry::Vacant(entry) if entry.key().is_empty() => faults.push(nothing_left(local)),
                Entry::Vacant(entry) => {
                    entry.insert(Header {
                        column,
                        local: local.clone(),
                    });
                }
            }
        }
        let mut keys = BTreeMap::new();
        for (key, values) in file.values {
            let Some(column) = faults.keep(column(&key)) else {
                continue;
            };
            for (local, ours) in &values {
                if ours.get_ref() == UNANSWERED {
                    let line = line_of(document, ours.span().start);
                    faults.push(unanswered_value(local, column).located(line));
                }
            }
            let values = values.into_iter();
            let values = values.map(|(local, ours)| (local, ours.into_inner()));
            let own = faults.keep(folded(values)).unwrap_or_default();
            mapping.values.insert(column, own);
            if let Some(other) = keys.insert(column, key.clone()) {
                faults.push(alike(&other, &key));
            }
        }
        in_file(&faults, document.name()).or_else(|| mapping)
    }

    /// The headers of the mapping that a file with these headers lacks, with the columns they are.
    pub(super) fn lacking(&self, headers: &[String]) -> Vec<(&str, Column)> {
        let own: BTreeSet<String> = headers.iter().map(|header| fold(header)).collect();
        let lacking = self
            .headers
            .iter()
            .filter(|(local, _)| !own.contains(*local));
        lacking
            .map(|(_, header)| (header.local.as_str(), header.column))
            .collect()
    }

    /// The columns whose values are translated, with the values in our vocabulary.
    pub(super) fn translated(&self) -> impl Iterator<Item = (Column, impl Iterator<Item = &str>)> {
        self.values
            .iter()
            .map(|(column, values)| (*column, values.values().map(String::as_str)))
    }

    /// A header in our vocabulary.
    #[must_use]
    pub fn header<'h>(&self, local: &'h str) -> &'h str {
        self.headers
            .get(&fold(local))
            .map_or(local, |header| header.column.name())
    }

    /// A value in our words.
    #[must_use]
    pub fn value<'v>(&'v self, column: Column, local: &'v str) -> &'v str {
        let values = self.values.get(&column);
        values
            .and_then(|values| values.get(&fold(local)))
            .map_or(local, String::as_str)
    }
}

fn not_toml(document: &Document, error: &toml::de::Error) -> Fault {
    let offset = error.span().map_or(0, |span| span.start);
    let line = line_of(document, offset);
    let message = error.message();
    Fault::new(words!(
        "mappningen går inte att läsa: {message}",
        "the mapping cannot be read: {message}"
    ))
    .located(line)
    .tip(words!(
        "en mappning har tabellerna [columns] och [values.KOLUMN]; nycklar skrivs utan å, ä och ö eller inom citattecken",
        "a mapping has the tables [columns] and [values.COLUMN]; keys are written without å, ä and ö or in quotation marks"
    ))
}

/// The line of the text that contains a byte.
fn line_of(document: &Document, offset: usize) -> Location {
    let before = document.text().get(..offset).unwrap_or_default();
    let line = before.matches('\n').count() as u64 + 1;
    Location::line(document.name(), line)
}

fn unanswered_value(local: &str, column: Column) -> Fault {
    let name = column.name();
    let fault = Fault::new(words!(
        "`{local}` i {name} är obesvarat i mappningen",
        "`{local}` in {name} has no answer in the mapping"
    ));
    match column.values() {
        values if values.is_empty() => fault.tip(words!(
            "byt ? mot det som värdet betyder, eller sätt # först på raden",
            "replace ? by what the value means, or put # first on the line"
        )),
        values => {
            let values = values.join(", ");
            fault.tip(words!(
                "byt ? mot ett av {values}, eller sätt # först på raden",
                "replace ? by one of {values}, or put # first on the line"
            ))
        }
    }
}

fn unanswered_column(key: &str, local: &str) -> Fault {
    Fault::new(words!(
        "`{key} = {local}` är obesvarat i mappningen",
        "`{key} = {local}` has no answer in the mapping"
    ))
    .tip(words!(
        "byt ? mot kolumnens namn, eller sätt # först på raden",
        "replace ? by the name of the column, or put # first on the line"
    ))
}

/// Faults of a whole file, where they have no line of their own.
fn in_file(faults: &Faults, name: &str) -> Faults {
    let mut located = Faults::new();
    for fault in faults.iter() {
        let own = fault.location().cloned();
        let place = own.unwrap_or_else(|| Location::file(name));
        located.push(fault.clone().located(place));
    }
    located
}

fn column(key: &str) -> Result<Column, Fault> {
    Column::named(key).ok_or_else(|| {
        let names: Vec<_> = Column::ALL.iter().map(|column| column.name()).collect();
        let names = names.join(", ");
        Fault::new(words!(
            "okänd kolumn `{key}` i mappningen",
            "unknown column `{key}` in the mapping"
        ))
        .tip(words!("kolumnerna är {names}", "the columns are {names}"))
    })
}

/// Local values in the form in which they are looked up.
fn folded(
    values: impl Iterator<Item = (String, String)>,
) -> Result<BTreeMap<String, String>, Faults> {
    let mut faults = Faults::new();
    let mut seen: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (local, ours) in values {
        let key = fold(&local);
        match seen.get(&key) {
            _ if key.is_empty() => faults.push(nothing_left(&local)),
            Some((other, meaning)) if *meaning != ours => faults.push(alike(other, &local)),
            _ => {
                seen.insert(key, (local, ours));
            }
        }
    }
    faults.or_else(|| {
        seen.into_iter()
            .map(|(key, (_, ours))| (key, ours))
            .collect()
    })
}

fn alike(first: &str, second: &str) -> Fault {
    Fault::new(words!(
        "`{first}` och `{second}` är samma nyckel i mappningen",
        "`{first}` and `{second}` are the same key of the mapping"
    ))
    .tip(words!(
        "stora och små bokstäver, accenter och skiljetecken räknas inte; behåll en av dem",
        "case, diacritics and punctuation do not count; keep one of them"
    ))
}

fn two_columns(local: &str, other: &Header, column: Column) -> Fault {
    let (first, second) = (other.column.name(), column.name());
    Fault::new(words!(
        "`{local}` är både `{first}` och `{second}` i mappningen",
        "`{local}` is both `{first}` and `{second}` in the mapping"
    ))
    .tip(words!(
        "en kolumn i filen är en av registeruttagets kolumner",
        "a column of the file is one of the columns of an extract"
    ))
}

fn nothing_left(key: &str) -> Fault {
    Fault::new(words!(
        "nyckeln `{key}` i mappningen har varken bokstäver eller siffror",
        "the key `{key}` of the mapping has neither letters nor digits"
    ))
    .tip(words!(
        "skiljetecken räknas inte när namn och koder jämförs; skriv om värdet i filen",
        "punctuation does not count when names and codes are compared; change the value in the file"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(text: &str) -> Result<Mapping, Faults> {
        Mapping::parse(&Document::from_bytes("karta.toml", text.as_bytes()).unwrap())
    }

    #[test]
    fn local_names_and_codes_become_ours() {
        let text = "[columns]\nlopnr = \"PersonLopNr\"\n[values.\"kön\"]\n1 = \"man\"\n[values.yrke]\nTL = \"tandläkare\"\n";
        let mapping = mapping(text).unwrap();
        assert_eq!(mapping.header("PERSONLOPNR"), "löpnr");
        assert_eq!(mapping.header("annat"), "annat");
        assert_eq!(mapping.value(Column::Sex, "1"), "man");
        assert_eq!(mapping.value(Column::Profession, "tl"), "tandläkare");
        assert_eq!(mapping.value(Column::Age, "1"), "1");
    }

    #[test]
    fn keys_that_are_one_or_nothing_are_refused() {
        for (text, said) in [
            (
                "[values.kon]\nM = \"man\"\nm = \"kvinna\"\n",
                "`M` och `m` är samma nyckel",
            ),
            (
                "[values.kon]\n\"?\" = \"man\"\n",
                "varken bokstäver eller siffror",
            ),
            (
                "[columns]\nlan = \"--\"\n",
                "varken bokstäver eller siffror",
            ),
            ("[columns]\nlopnr = \"A\"\nid = \"B\"\n", "samma nyckel"),
            ("[columns]\nlan = \"A\"\nar = \"a\"\n", "är både"),
            (
                "[values.kon]\n1 = \"man\"\n[values.sex]\n2 = \"kvinna\"\n",
                "samma nyckel",
            ),
        ] {
            let faults = mapping(text).unwrap_err().to_string();
            assert!(
                faults.contains(said) && faults.contains("karta.toml"),
                "{faults}"
            );
        }
        assert!(mapping("[values.kon]\nM = \"man\"\nm = \"man\"\n").is_ok());
    }

    #[test]
    fn an_answer_that_is_left_out_is_refused_with_its_line() {
        let text = "[columns]\n\"?\" = \"X\"\nar = \"AR\"\n[values.kon]\n1 = \"man\"\n9 = \"?\"\n";
        let faults = mapping(text).unwrap_err().to_string();
        for told in [
            "`? = X` är obesvarat i mappningen\n  --> karta.toml:2\n",
            "`9` i kön är obesvarat i mappningen\n  --> karta.toml:6\n",
            "byt ? mot ett av kvinnor, män, eller sätt # först på raden",
        ] {
            assert!(faults.contains(told), "{faults}");
        }
    }

    #[test]
    fn a_misspelt_key_is_refused() {
        let faults = mapping("[columns]\nlopnmr = \"X\"\n").unwrap_err();
        assert!(
            faults.to_string().contains("okänd kolumn `lopnmr`"),
            "{faults}"
        );
        let faults = mapping("[colums]\n").unwrap_err();
        assert!(faults.to_string().contains("karta.toml:1"), "{faults}");
    }
}
