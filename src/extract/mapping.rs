//! Local names and codes: `--map FILE.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::columns::Column;
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
    /// Folded local header → canonical name.
    headers: BTreeMap<String, &'static str>,
    /// Column → folded local value → canonical value.
    values: BTreeMap<Column, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    columns: BTreeMap<String, String>,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, String>>,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// A text that is not TOML of this shape, and names of columns that an extract does not have.
    pub fn parse(document: &Document) -> Result<Self, Faults> {
        let name = document.name();
        let file: File = toml::from_str(document.text()).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            let line = document.text()[..offset].matches('\n').count() as u64 + 1;
            Fault::new(format!("mappningen går inte att läsa: {}", error.message()))
                .located(Location::line(name, line))
                .tip("en mappning har tabellerna [columns] och [values.KOLUMN]; nycklar skrivs utan å, ä och ö eller inom citattecken")
        })?;
        let mut faults = Faults::new();
        let mut column = |key: &str| {
            let unknown = || {
                let names: Vec<_> = Column::ALL.iter().map(|column| column.name()).collect();
                Fault::new(format!("okänd kolumn `{key}` i mappningen"))
                    .located(Location::file(name))
                    .tip(format!("kolumnerna är {}", names.join(", ")))
            };
            faults.keep(Column::named(key).ok_or_else(unknown))
        };
        let headers = file.columns.iter();
        let headers: Vec<_> = headers
            .filter_map(|(key, local)| Some((fold(local), column(key)?.name())))
            .collect();
        let values = file.values.into_iter().filter_map(|(key, values)| {
            let folded = values
                .into_iter()
                .map(|(local, ours)| (fold(&local), ours))
                .collect();
            Some((column(&key)?, folded))
        });
        let values = values.collect();
        faults.or_else(|| Self {
            headers: headers.into_iter().collect(),
            values,
        })
    }

    /// A header in our words.
    #[must_use]
    pub fn header<'h>(&self, local: &'h str) -> &'h str {
        self.headers.get(&fold(local)).copied().unwrap_or(local)
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
