//! Areas of any kind by the names and codes that official tables give them.
//!
//! A name may be of several areas: `Stockholm` is a county, a health region and a municipality. Which is
//! meant, what surrounds it decides.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::catalogue::Catalogue;
use super::embedded::{rows, value};
use super::geography::{is_sweden, position};
use crate::domain::{County, CountyId, HealthRegion, HealthRegionId, Municipality, Year};
use crate::source::{Faults, fold};

/// Which municipality: its row in `data/municipality_codes.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KommunId(u16);

/// A municipality (kommun).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kommun {
    /// The four-digit code as text, `0114`.
    pub code: String,
    /// The name, `Upplands Väsby`.
    pub name: String,
    /// Its county.
    pub county: CountyId,
    /// Its health region.
    pub health_region: HealthRegionId,
    /// The first year that it has inhabitants on 31 December, if it is younger than the statistics.
    pub first_year: Option<Year>,
    /// Keys into the source list.
    pub source: String,
}

/// A county of an earlier division of the country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerCounty {
    /// Its code then, which another county may have now.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The last year at the end of which there were figures of it.
    pub until: Year,
    /// The county that it is part of now.
    pub now: CountyId,
    /// Keys into the source list.
    pub source: String,
}

/// The areas that a name or code may mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AreaMeanings {
    /// The health region.
    pub health_region: Option<HealthRegionId>,
    /// The county.
    pub county: Option<CountyId>,
    /// The municipality.
    pub kommun: Option<KommunId>,
}

/// All areas and their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Areas {
    kommuner: Vec<Kommun>,
    former: Vec<FormerCounty>,
    /// By folded name or code; `Habo` and `Håbo` are two municipalities of one folded name.
    meanings: BTreeMap<String, Vec<AreaMeanings>>,
    /// By name without å, ä and ö, as programs that lose them leave it.
    stripped: BTreeMap<String, Vec<AreaMeanings>>,
}

/// What surrounds the name of a county or municipality.
const AFFIXES: [(&str, &str); 9] = [
    ("", ""),
    ("", "län"),
    ("", "county"),
    ("Region", ""),
    ("Region", "län"),
    ("Landstinget", ""),
    ("Landstinget i", ""),
    ("Landstinget", "län"),
    ("", "läns landsting"),
];

impl Areas {
    /// # Errors
    /// Faults in the embedded tables, which the tests rule out.
    pub(super) fn load(
        health_regions: &Catalogue<HealthRegion>,
        counties: &Catalogue<County>,
        split: &Catalogue<Municipality>,
    ) -> Result<Self, Faults> {
        let mut areas = Self {
            kommuner: kommuner(counties, split)?,
            former: former_counties(counties)?,
            ..Self::default()
        };
        for (id, region) in health_regions.iter() {
            let own = [region.name.clone(), region.english.clone()];
            for name in own.iter().chain(&region.aliases) {
                let around = [
                    name.clone(),
                    format!("{name} sjukvårdsregionen"),
                    format!("{name} sjukvårdsregion"),
                    format!("Sjukvårdsregion {name}"),
                    format!("{name} health care region"),
                ];
                areas.add(
                    &around,
                    AreaMeanings {
                        health_region: Some(HealthRegionId(id)),
                        ..AreaMeanings::default()
                    },
                );
            }
        }
        for (id, county) in counties.iter() {
            let bare = county.name.trim_end_matches(" län");
            let base = bare.trim_end_matches('s');
            let aliases = county.aliases.iter().map(String::as_str);
            let names = [county.name.as_str(), &county.english, bare, base];
            let mut names: Vec<String> = names
                .into_iter()
                .chain(aliases)
                .flat_map(|name| AFFIXES.map(|(before, after)| format!("{before} {name} {after}")))
                .collect();
            names.extend([county.code.clone(), county.nuts.clone()]);
            names.push(county.code.trim_start_matches('0').to_owned());
            areas.add(
                &names,
                AreaMeanings {
                    county: Some(CountyId(id)),
                    ..AreaMeanings::default()
                },
            );
        }
        for (position, kommun) in (0_u16..).zip(areas.kommuner.clone()) {
            let Kommun { code, name, .. } = kommun;
            let names = [
                format!("{name} kommun"),
                format!("{name}s kommun"),
                format!("{name} stad"),
                format!("{name}s stad"),
                name,
                code.trim_start_matches('0').to_owned(),
                code,
            ];
            areas.add(
                &names,
                AreaMeanings {
                    kommun: Some(KommunId(position)),
                    ..AreaMeanings::default()
                },
            );
        }
        Ok(areas)
    }

    fn add(&mut self, names: &[String], meaning: AreaMeanings) {
        for name in names {
            insert(&mut self.meanings, fold(name), meaning);
            let stripped = without_umlauts(name);
            if stripped.len() > 3 && stripped != fold(name) {
                insert(&mut self.stripped, stripped, meaning);
            }
        }
    }

    /// The areas that a text may mean; none if it names none.
    pub(super) fn named(&self, text: &str) -> Option<AreaMeanings> {
        let (code, name) = code_and_name(text);
        let of_name = self.of_name(name);
        let of_both = match code {
            None => of_name.to_vec(),
            Some(code) => {
                let of_code = self.of_name(code);
                let both = of_name.iter().filter(|own| of_code.contains(own));
                both.copied().collect()
            }
        };
        let kommuner = of_both.iter().filter_map(|own| own.kommun);
        let kommuner: Vec<KommunId> = kommuner.collect();
        let kommun = match kommuner[..] {
            [only] => Some(only),
            _ => kommuner.into_iter().find(|own| self.is_spelt(*own, name)),
        };
        let found = AreaMeanings {
            health_region: of_both.iter().find_map(|own| own.health_region),
            county: of_both.iter().find_map(|own| own.county),
            kommun,
        };
        (found != AreaMeanings::default()).then_some(found)
    }

    /// The county of an earlier division that a text names by its name.
    pub(super) fn former_named(&self, text: &str) -> Option<&FormerCounty> {
        let (_, name) = code_and_name(text);
        let name = fold(name);
        self.former.iter().find(|county| {
            let own = fold(&county.name);
            own == name || own.trim_end_matches("lan") == name
        })
    }

    pub(super) fn kommun(&self, id: KommunId) -> &Kommun {
        &self.kommuner[usize::from(id.0)]
    }

    pub(super) fn kommuner(&self) -> impl Iterator<Item = (KommunId, &Kommun)> {
        (0..).map(KommunId).zip(&self.kommuner)
    }

    pub(super) fn former_counties(&self) -> &[FormerCounty] {
        &self.former
    }

    /// The single areas that a name alone may mean. Letters that were lost are restored where one area alone
    /// could have lost them.
    fn of_name(&self, name: &str) -> &[AreaMeanings] {
        let folded = fold(name);
        let stripped = || {
            self.stripped
                .get(&folded)
                .filter(|found| is_one_of_each(found))
        };
        let known = self.meanings.get(&folded).or_else(stripped);
        known.map_or(&[], Vec::as_slice)
    }

    /// Whether a municipality has this very name, å, ä and ö included.
    fn is_spelt(&self, kommun: KommunId, name: &str) -> bool {
        let own = self.kommuner[usize::from(kommun.0)].name.to_lowercase();
        let name: String = name.nfc().collect();
        name.to_lowercase().starts_with(&own)
    }
}

/// Whether no two areas of a kind are among some.
fn is_one_of_each(areas: &[AreaMeanings]) -> bool {
    let count = |is_of_kind: fn(&&AreaMeanings) -> bool| areas.iter().filter(is_of_kind).count();
    count(|own| own.health_region.is_some()) < 2
        && count(|own| own.county.is_some()) < 2
        && count(|own| own.kommun.is_some()) < 2
}

fn insert(names: &mut BTreeMap<String, Vec<AreaMeanings>>, name: String, meaning: AreaMeanings) {
    let meanings = names.entry(name).or_default();
    if !meanings.contains(&meaning) {
        meanings.push(meaning);
    }
}

impl AreaMeanings {
    /// How many areas it may be.
    #[must_use]
    pub fn count(self) -> usize {
        usize::from(self.health_region.is_some())
            + usize::from(self.county.is_some())
            + usize::from(self.kommun.is_some())
    }
}

/// Whether a text names the whole country, alone or after its code: `00 Riket`.
#[must_use]
pub fn is_whole_country(text: &str) -> bool {
    let (code, name) = code_and_name(text);
    is_sweden(text) || code.is_some_and(is_sweden) && is_sweden(name)
}

/// A code in front of a name, and the name.
fn code_and_name(text: &str) -> (Option<&str>, &str) {
    let text = text.trim();
    let parted = text.split_once(|sign: char| sign.is_whitespace() || sign == ':');
    match parted {
        Some((code, name)) if is_code(code) && name.chars().any(char::is_alphabetic) => (
            Some(code),
            name.trim_start_matches(['-', '–', ' ', '\u{a0}']),
        ),
        _ => (None, text),
    }
}

/// `01`, `0114`, `SE110`.
fn is_code(text: &str) -> bool {
    let digits = text.trim_start_matches("SE");
    let is_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    !text.is_empty() && is_digits && (digits.is_empty() || (1..=4).contains(&digits.len()))
}

/// The letters and digits of a name without å, ä and ö.
fn without_umlauts(name: &str) -> String {
    let lost = |letter: &char| !matches!(letter, 'å' | 'ä' | 'ö' | 'Å' | 'Ä' | 'Ö');
    fold(&name.chars().filter(lost).collect::<String>())
}

fn kommuner(
    counties: &Catalogue<County>,
    split: &Catalogue<Municipality>,
) -> Result<Vec<Kommun>, Faults> {
    let file = "data/municipality_codes.csv";
    let text = include_str!("../../data/municipality_codes.csv");
    let columns = [
        "code",
        "municipality",
        "county_code",
        "first_year",
        "source",
    ];
    rows(
        file,
        text,
        columns,
        |[code, name, county, first, source]| {
            let own = position(counties, county)?;
            let mut split = split.iter();
            let listed = split.find(|(_, listed)| listed.code == code.text());
            let region = listed.map(|(_, listed)| listed.health_region);
            let first_year = match first.text() {
                "" => None,
                _ => Some(value(first)?),
            };
            Ok(Kommun {
                code: code.text().to_owned(),
                name: name.text().to_owned(),
                county: CountyId(own),
                health_region: region.unwrap_or(counties.get(own).health_region),
                first_year,
                source: source.text().to_owned(),
            })
        },
    )
}

fn former_counties(counties: &Catalogue<County>) -> Result<Vec<FormerCounty>, Faults> {
    let file = "data/former_counties.csv";
    let text = include_str!("../../data/former_counties.csv");
    let columns = ["code", "county", "until", "now", "source"];
    rows(file, text, columns, |[code, name, until, now, source]| {
        Ok(FormerCounty {
            code: code.text().to_owned(),
            name: name.text().to_owned(),
            until: value(until)?,
            now: CountyId(position(counties, now)?),
            source: source.text().to_owned(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Reference;

    fn meanings(text: &str) -> [Option<String>; 3] {
        let reference = Reference::load().unwrap();
        let known = reference.known_area(text).unwrap_or_default();
        [
            known
                .health_region
                .map(|id| reference.health_region(id).name.clone()),
            known.county.map(|id| reference.county(id).code.clone()),
            known.kommun.map(|id| reference.kommun(id).code.clone()),
        ]
    }

    #[test]
    fn there_are_290_municipalities_and_halland_is_split() {
        let reference = Reference::load().unwrap();
        assert_eq!(reference.kommuner().count(), 290);
        let region = |code: &str| {
            let mut all = reference.kommuner();
            let (_, own) = all.find(|(_, kommun)| kommun.code == code).unwrap();
            reference.health_region(own.health_region).name.as_str()
        };
        assert_eq!(
            [region("1380"), region("1384"), region("0114")],
            ["Södra", "Västra", "Stockholm-Gotland"]
        );
        assert_eq!(reference.former_counties().len(), 5);
    }

    #[test]
    fn a_county_answers_to_what_official_tables_call_it() {
        for text in [
            "01 Stockholms län",
            "SE110 Stockholms län",
            "SE110",
            "01",
            "1",
            "01 Stockholm county",
            "Stockholms län",
            "Stockholms",
            "Region Stockholm",
            "Stockholms läns landsting",
        ] {
            assert_eq!(meanings(text)[1].as_deref(), Some("01"), "{text}");
        }
        for (text, code) in [
            ("Region Skåne", "12"),
            ("Skåne", "12"),
            ("Västra Götalandsregionen", "14"),
            ("Jämtland Härjedalen", "23"),
            ("Region Jämtland Härjedalen", "23"),
            ("Sörmland", "04"),
            ("Ostergotland", "05"),
            ("VSTERBOTTEN", "24"),
            ("V?sterbotten", "24"),
            ("Orebro lan", "18"),
            ("stergtlands ln", "05"),
            ("Jnkping", "06"),
            ("Region Örebro län", "18"),
        ] {
            assert_eq!(meanings(text)[1].as_deref(), Some(code), "{text}");
        }
    }

    #[test]
    fn a_municipality_answers_to_code_and_name() {
        for text in [
            "0114 Upplands Väsby",
            "0114",
            "114",
            "Upplands Väsby",
            "Upplands Vsby",
        ] {
            assert_eq!(
                meanings(text),
                [None, None, Some("0114".to_owned())],
                "{text}"
            );
        }
        assert_eq!(
            meanings("Gotland")[1..],
            [Some("09".to_owned()), Some("0980".to_owned())]
        );
        assert_eq!(
            meanings("0980 Gotland"),
            [None, None, Some("0980".to_owned())]
        );
        assert_eq!(
            ["Håbo", "Habo", "0305 Habo"].map(|text| meanings(text)[2].clone().unwrap()),
            ["0305", "0643", "0305"]
        );
        assert_eq!(meanings("09 Gotland"), [None, Some("09".to_owned()), None]);
    }

    #[test]
    fn a_code_and_a_name_that_are_two_areas_are_none() {
        assert_eq!(meanings("12 Stockholms län"), [None, None, None]);
        assert_eq!(meanings("12 Malmöhus län"), [None, None, None]);
        let reference = Reference::load().unwrap();
        let former = reference.former_county("12 Malmöhus län").unwrap();
        assert_eq!(reference.county(former.now).name, "Skåne län");
    }

    #[test]
    fn the_country_and_health_regions_go_by_many_names() {
        for text in [
            "Riket",
            "00 Riket",
            "Hela riket",
            "Alla regioner",
            "Sverige",
            "Totalt",
            "00",
        ] {
            assert!(is_whole_country(text), "{text}");
        }
        for text in [
            "Västra sjukvårdsregionen",
            "Västra",
            "Sjukvårdsregion Västra",
            "Vstra sjukvrdsregionen",
        ] {
            assert_eq!(meanings(text)[0].as_deref(), Some("Västra"), "{text}");
        }
    }
}
