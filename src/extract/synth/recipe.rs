//! The recipe of a synthetic register: its rates and numbers.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::request::SynthRequest;
use crate::domain::{CountyId, EducationCountry, ProfessionId, State, Year};
use crate::extract::state_rule::state_named;
use crate::language::{Words, words};
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
    /// None in recipes without studies.
    pub(super) studies: Option<StudyRates>,
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

/// How the licensed came to their licence, and how many began and never got there.
#[derive(Clone, Debug)]
pub(super) struct StudyRates {
    /// Läsår beyond the nominal length.
    pub(super) extra_years: Choice<u16>,
    /// Years from the degree to the licence.
    pub(super) years_to_licence: Choice<u16>,
    /// Entrants who never take the degree, to every [`WHOLE`] who get the licence.
    pub(super) without_degree: u64,
    /// Entrants who take the degree and never get the licence, to every [`WHOLE`] who do.
    pub(super) without_licence: u64,
    /// The names of programmes of upper secondary school.
    pub(super) schools: Vec<String>,
    /// Which of them.
    pub(super) school: Choice<usize>,
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
    studies: Option<FileStudies>,
    entries: Vec<FileEntries>,
    professions: Vec<FileProfession>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileStudies {
    extra_years: Vec<(u16, u64)>,
    years_to_licence: Vec<(u16, u64)>,
    without_degree: u64,
    without_licence: u64,
    upper_secondary: BTreeMap<String, u64>,
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
        let at_file = |message: Words| Fault::new(message).located(Location::file(document.name()));
        let file: File = toml::from_str(document.text()).map_err(|error| {
            let reason = error.message();
            at_file(words!(
                "receptet går inte att läsa: {reason}",
                "the recipe cannot be read: {reason}",
            ))
        })?;
        let mut names = Names {
            file: document.name(),
            reference,
            faults: Faults::new(),
        };
        let recipe = Self {
            version: file.version,
            first_state: names.first_state(&file.first_state),
            ages: names.ages(&file.ages),
            private_sector: file.private_sector.values().sum(),
            stays_in_study_county: file.first_county.values().sum(),
            study_counties: names.study_counties(&file.study_counties),
            moves: moves(&file.moves),
            studies: file.studies.map(study_rates),
            transitions: names.transitions(&file.transitions),
            entries: entries(&file.entries),
            professions: names.professions(&file.professions),
        };
        let mut faults = names.faults;
        if recipe.overfull() {
            faults.push(at_file(words!(
                "övergångarna summerar till mer än 100 procent",
                "the transitions sum to more than 100 per cent",
            )));
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

    /// The professions that are asked for, in the order of their names.
    pub(super) fn professions(
        &self,
        request: &SynthRequest,
        reference: &Reference,
    ) -> Vec<ProfessionId> {
        self.asked(request, reference)
            .map(|profession| profession.id)
            .collect()
    }

    fn asked(
        &self,
        request: &SynthRequest,
        reference: &Reference,
    ) -> impl Iterator<Item = &Profession> {
        let wanted = &request.professions;
        reference
            .professions()
            .map(|(id, _)| id)
            .filter(|id| wanted.is_empty() || wanted.contains(id))
            .filter_map(|id| self.professions.iter().find(|own| own.id == id))
    }

    /// The licences to give, by profession, year and education, scaled to the number asked for so
    /// that every running total is rounded down.
    pub(super) fn entries(&self, request: &SynthRequest, reference: &Reference) -> Vec<Entry> {
        let mut cells = Vec::new();
        for profession in self.asked(request, reference) {
            for &(year, numbers) in &self.entries {
                for (education, number) in EducationCountry::ALL.into_iter().zip(numbers) {
                    let women = profession.women;
                    let entry = Entry {
                        profession: profession.id,
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

/// What a name in a recipe should have named, in Swedish and English.
const STATE: (&str, &str) = ("okänd status", "unknown state");
const COUNTY: (&str, &str) = ("okänt län", "unknown county");
const PROFESSION: (&str, &str) = ("okänt yrke", "unknown profession");
const EDUCATION_COUNTRY: (&str, &str) = ("okänt utbildningsland", "unknown country of education");
const WITHOUT_AGES: (&str, &str) = (
    "åldrar saknas för utbildningslandet",
    "ages are missing for the country of education",
);

/// Names in a recipe, looked up; those that are unknown are collected.
struct Names<'a> {
    file: &'a str,
    reference: &'a Reference,
    faults: Faults,
}

impl Names<'_> {
    fn known<T>(
        &mut self,
        found: Option<T>,
        (swedish, english): (&str, &str),
        name: &str,
    ) -> Option<T> {
        let known = found.ok_or_else(|| {
            Fault::new(words!(
                "{swedish} `{name}` i receptet",
                "{english} `{name}` in the recipe",
            ))
            .located(Location::file(self.file))
        });
        self.faults.keep(known)
    }

    fn first_state(&mut self, weights: &BTreeMap<String, u64>) -> Choice<State> {
        let states = weights.iter().filter_map(|(name, weight)| {
            Some((*weight, self.known(state_named(name), STATE, name)?))
        });
        Choice::of(states)
    }

    fn ages(&mut self, ages: &BTreeMap<String, Vec<(u16, u64)>>) -> [Choice<u16>; 3] {
        EducationCountry::ALL.map(|education| {
            let name = education.swedish();
            let own = self.known(ages.get(name), WITHOUT_AGES, name);
            Choice::of(
                own.into_iter()
                    .flatten()
                    .map(|&(age, weight)| (weight, age)),
            )
        })
    }

    fn study_counties(&mut self, weights: &BTreeMap<String, u64>) -> Choice<CountyId> {
        let counties = weights.iter().filter_map(|(code, weight)| {
            let county = self.reference.county_named(code).ok();
            Some((*weight, self.known(county, COUNTY, code)?))
        });
        Choice::of(counties)
    }

    fn transitions(&mut self, rates: &[FileTransition]) -> Vec<Transition> {
        rates
            .iter()
            .filter_map(|rate| self.transition(rate))
            .collect()
    }

    fn transition(&mut self, rate: &FileTransition) -> Option<Transition> {
        let education = match &rate.education {
            Some(name) => {
                let known = EducationCountry::ALL
                    .into_iter()
                    .find(|own| own.swedish() == name);
                Some(self.known(known, EDUCATION_COUNTRY, name)?)
            }
            None => None,
        };
        Some(Transition {
            from: self.whereabouts(&rate.from)?,
            to: self.whereabouts(&rate.to)?,
            ages: rate.ages,
            years: rate.years.unwrap_or([0, u16::MAX]),
            education,
            rate: rate.per_100000,
        })
    }

    fn whereabouts(&mut self, name: &str) -> Option<Whereabouts> {
        match name {
            "utanför registret" => Some(Whereabouts::Away),
            "lämnat registret" => Some(Whereabouts::Gone),
            name => self
                .known(state_named(name), STATE, name)
                .map(Whereabouts::In),
        }
    }

    fn professions(&mut self, professions: &[FileProfession]) -> Vec<Profession> {
        let known = professions.iter().filter_map(|own| {
            let id = self.reference.profession_named(&own.name).ok();
            let id = self.known(id, PROFESSION, &own.name)?;
            Some(Profession {
                id,
                size: own.size,
                women: own.women,
            })
        });
        known.collect()
    }
}

fn study_rates(rates: FileStudies) -> StudyRates {
    let choice = |weighted: Vec<(u16, u64)>| {
        Choice::of(weighted.into_iter().map(|(years, weight)| (weight, years)))
    };
    let (schools, weights): (Vec<String>, Vec<u64>) = rates.upper_secondary.into_iter().unzip();
    StudyRates {
        extra_years: choice(rates.extra_years),
        years_to_licence: choice(rates.years_to_licence),
        without_degree: rates.without_degree,
        without_licence: rates.without_licence,
        schools,
        school: Choice::of(weights.into_iter().zip(0..)),
    }
}

/// Chance of moving by age.
fn moves(ranges: &[FileMoves]) -> Vec<u64> {
    let mut moves = vec![0; OLDEST + 1];
    for range in ranges {
        let ages = usize::from(range.ages[0])..=usize::from(range.ages[1]).min(OLDEST);
        if let Some(ages) = moves.get_mut(ages) {
            ages.fill(range.per_100000);
        }
    }
    moves
}

/// Licences by year and education.
fn entries(ranges: &[FileEntries]) -> Vec<(Year, [u64; 3])> {
    let years = ranges.iter().flat_map(|range| {
        let numbers = [range.sweden, range.eu_eea, range.third_country];
        (range.years[0]..=range.years[1]).map(move |year| (year, numbers))
    });
    years.collect()
}
