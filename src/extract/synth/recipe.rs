//! What a synthetic register is made by.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::SynthRequest;
use crate::domain::{CountyId, EducationCountry, ProfessionId, State, Year};
use crate::extract::state_rule::state_named;
use crate::reference::Reference;
use crate::source::{Document, Fault, Faults, Location};

/// A whole, in the unit of the recipe's rates.
pub(super) const WHOLE: u64 = 100_000;

/// The oldest age that rates are kept for.
pub(super) const OLDEST: usize = 130;

/// Entry numbers, ages, and rates of change by state, age, years since licence and education.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// Changes with every change of the recipe.
    pub version: u32,
    pub(super) first_state: Choice<State>,
    pub(super) ages: [Choice<u16>; 3],
    pub(super) private_sector: u64,
    pub(super) stays_in_study_county: u64,
    pub(super) study_counties: Choice<CountyId>,
    /// Chance of moving by age.
    pub(super) moves: Vec<u64>,
    transitions: Vec<Transition>,
    entries: Vec<(Year, [u64; 3])>,
    professions: Vec<Profession>,
}

/// Alternatives with their chances: the sums of the chances up to and with each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice<T>(Vec<(u64, T)>);

impl<T: Copy> Choice<T> {
    pub(super) fn of(weighted: impl IntoIterator<Item = (u64, T)>) -> Self {
        let mut sum = 0;
        let sums = weighted.into_iter().map(|(weight, value)| {
            sum += weight;
            (sum, value)
        });
        Self(sums.collect())
    }

    /// The alternative that a random number chooses: `random / 2³²` of the way through the weights.
    pub(super) fn choose(&self, random: u32) -> Option<T> {
        let total = self.0.last().map_or(0, |(sum, _)| *sum);
        let at = (u64::from(random) * total) >> 32;
        self.0
            .iter()
            .find(|(sum, _)| at < *sum)
            .map(|(_, value)| *value)
    }
}

/// Where a licence can be, in the register or out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whereabouts {
    /// In the register, in a state (never [`State::Retired`], which follows from age).
    In(State),
    /// Out of it for a while.
    Away,
    /// Out of it for good.
    Gone,
}

#[derive(Clone, Debug)]
struct Transition {
    from: Whereabouts,
    to: Whereabouts,
    ages: [u16; 2],
    years: [u16; 2],
    education: Option<EducationCountry>,
    rate: u64,
}

#[derive(Clone, Debug)]
struct Profession {
    id: ProfessionId,
    /// Size against the entries of the recipe, per 1 000.
    size: u64,
    /// Women, per cent.
    women: u64,
}

/// Licences of one profession given in one year to holders educated in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) profession: ProfessionId,
    pub(super) women: u64,
    pub(super) year: Year,
    pub(super) education: EducationCountry,
    pub(super) licences: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    first_state: BTreeMap<String, u64>,
    ages: BTreeMap<String, Vec<(u16, u64)>>,
    private_sector: BTreeMap<String, u64>,
    first_county: BTreeMap<String, u64>,
    moves: Vec<FileMoves>,
    transitions: Vec<FileTransition>,
    study_counties: BTreeMap<String, u64>,
    entries: Vec<FileEntries>,
    professions: Vec<FileProfession>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileMoves {
    ages: [u16; 2],
    per_100000: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileTransition {
    from: String,
    to: String,
    ages: [u16; 2],
    years: Option<[u16; 2]>,
    education: Option<String>,
    per_100000: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEntries {
    years: [Year; 2],
    #[serde(rename = "Sverige")]
    sweden: u64,
    #[serde(rename = "EU/EES")]
    eu_eea: u64,
    #[serde(rename = "tredje land")]
    third_country: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileProfession {
    name: String,
    size: u64,
    women: u64,
}

impl Recipe {
    /// The embedded recipe.
    ///
    /// # Errors
    /// Faults in the embedded recipe itself, which the tests rule out.
    pub fn embedded(reference: &Reference) -> Result<Self, Faults> {
        let text = include_str!("../../../seeds/synthetic_register.toml");
        let document = Document::from_bytes("seeds/synthetic_register.toml", text.as_bytes())?;
        Self::parse(&document, reference)
    }

    /// Reads a recipe.
    ///
    /// # Errors
    /// A text that is not TOML of this shape, unknown names, and rates that sum to more than all.
    pub fn parse(document: &Document, reference: &Reference) -> Result<Self, Faults> {
        let fault = |message: String| Fault::new(message).located(Location::file(document.name()));
        let file: File = toml::from_str(document.text())
            .map_err(|error| fault(format!("receptet går inte att läsa: {}", error.message())))?;
        let mut faults = Faults::new();
        let mut keep = |name: &str, what: &str| fault(format!("okänt {what} `{name}` i receptet"));
        let first_state: Vec<_> = file
            .first_state
            .iter()
            .filter_map(|(name, weight)| {
                let state = state_named(name).ok_or_else(|| keep(name, "tillstånd"));
                faults.keep(state).map(|state| (*weight, state))
            })
            .collect();
        let ages = EducationCountry::ALL.map(|education| {
            let ages = file
                .ages
                .get(education.swedish())
                .map_or(&[][..], Vec::as_slice);
            if ages.is_empty() {
                faults.push(keep(education.swedish(), "utbildningsland utan åldrar"));
            }
            Choice::of(ages.iter().map(|&(age, weight)| (weight, age)))
        });
        let study_counties: Vec<_> = file
            .study_counties
            .iter()
            .filter_map(|(code, weight)| {
                let county = reference.county_named(code).map_err(|_| keep(code, "län"));
                faults.keep(county).map(|county| (*weight, county))
            })
            .collect();
        let transitions: Vec<_> = file
            .transitions
            .iter()
            .filter_map(|rate| faults.keep(Transition::of(rate, &mut keep)))
            .collect();
        let professions: Vec<_> = file
            .professions
            .iter()
            .filter_map(|own| {
                let id = reference
                    .profession_named(&own.name)
                    .map_err(|_| keep(&own.name, "yrke"));
                let (size, women) = (own.size, own.women);
                faults.keep(id).map(|id| Profession { id, size, women })
            })
            .collect();
        let mut moves = vec![0; OLDEST + 1];
        for own in &file.moves {
            let ages = usize::from(own.ages[0])..=usize::from(own.ages[1]).min(OLDEST);
            moves
                .get_mut(ages)
                .into_iter()
                .flatten()
                .for_each(|rate| *rate = own.per_100000);
        }
        let entries = file.entries.iter().flat_map(|own| {
            let numbers = [own.sweden, own.eu_eea, own.third_country];
            (own.years[0]..=own.years[1]).map(move |year| (year, numbers))
        });
        let rate = |rates: &BTreeMap<String, u64>| rates.values().sum();
        let recipe = Self {
            version: file.version,
            first_state: Choice::of(first_state),
            ages,
            private_sector: rate(&file.private_sector),
            stays_in_study_county: rate(&file.first_county),
            study_counties: Choice::of(study_counties),
            moves,
            transitions,
            entries: entries.collect(),
            professions,
        };
        if recipe.overfull() {
            faults.push(fault("övergångarna summerar till mer än alla".to_owned()));
        }
        faults.or_else(|| recipe)
    }

    /// What can happen to a licence in a year, as chances out of [`WHOLE`] that sum to less.
    pub(super) fn changes(
        &self,
        from: Whereabouts,
        age: usize,
        years: usize,
        education: EducationCountry,
    ) -> Vec<(u64, Whereabouts)> {
        let within = |range: [u16; 2], value: usize| {
            (usize::from(range[0])..=usize::from(range[1])).contains(&value)
        };
        let fitting = self.transitions.iter().filter(|change| {
            change.from == from
                && within(change.ages, age)
                && within(change.years, years)
                && change.education.is_none_or(|own| own == education)
        });
        fitting.map(|change| (change.rate, change.to)).collect()
    }

    fn overfull(&self) -> bool {
        let froms = State::ALL
            .map(Whereabouts::In)
            .into_iter()
            .chain([Whereabouts::Away]);
        froms.into_iter().any(|from| {
            (0..=OLDEST).any(|age| {
                [0, 4, 5, 99].into_iter().any(|years| {
                    EducationCountry::ALL.into_iter().any(|education| {
                        let changes = self.changes(from, age, years, education);
                        changes.iter().map(|(rate, _)| rate).sum::<u64>() > WHOLE
                    })
                })
            })
        })
    }

    /// The licences to give, by profession, year and education, scaled to the number asked for so
    /// that every running total is rounded down.
    pub(super) fn entries(&self, request: &SynthRequest, reference: &Reference) -> Vec<Entry> {
        let mut cells = Vec::new();
        for (id, _) in reference.professions() {
            let wanted = request.professions.is_empty() || request.professions.contains(&id);
            let Some(profession) = self.professions.iter().find(|own| own.id == id && wanted)
            else {
                continue;
            };
            for &(year, numbers) in &self.entries {
                for (education, number) in EducationCountry::ALL.into_iter().zip(numbers) {
                    let women = profession.women;
                    let entry = Entry {
                        profession: id,
                        women,
                        year,
                        education,
                        licences: 0,
                    };
                    cells.push((number * profession.size, entry));
                }
            }
        }
        let natural: u64 = cells.iter().map(|(number, _)| number).sum();
        let total = request.licences.map_or(natural / 1000, u64::from);
        let share = |sum: u64| u128::from(sum) * u128::from(total) / u128::from(natural.max(1));
        let mut sum = 0;
        let scaled = cells.into_iter().map(|(number, entry)| {
            let before = share(sum);
            sum += number;
            let licences = u64::try_from(share(sum) - before).unwrap_or(u64::MAX);
            Entry { licences, ..entry }
        });
        scaled.collect()
    }
}

impl Transition {
    fn of(
        file: &FileTransition,
        unknown: &mut impl FnMut(&str, &str) -> Fault,
    ) -> Result<Self, Fault> {
        let mut whereabouts = |name: &str| match name {
            "utanför registret" => Ok(Whereabouts::Away),
            "lämnat registret" => Ok(Whereabouts::Gone),
            name => {
                let state = state_named(name).map(Whereabouts::In);
                state.ok_or_else(|| unknown(name, "tillstånd"))
            }
        };
        let (from, to) = (whereabouts(&file.from)?, whereabouts(&file.to)?);
        let education = file.education.as_ref().map(|name| {
            let known = EducationCountry::ALL
                .into_iter()
                .find(|own| own.swedish() == name);
            known.ok_or_else(|| unknown(name, "utbildningsland"))
        });
        Ok(Self {
            from,
            to,
            ages: file.ages,
            years: file.years.unwrap_or([0, u16::MAX]),
            education: education.transpose()?,
            rate: file.per_100000,
        })
    }
}
