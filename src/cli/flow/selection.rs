//! What the arguments ask for, looked up.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use clap::ValueEnum;

use super::basis::Basis;
use super::entrants::check_arguments;
use super::{Args, entrants};
use crate::cli::exit::UsageError;
use crate::cli::names::{unknown, unknown_area};
use crate::cli::output::OutputArgs;
use crate::cli::register::without_professions;
use crate::domain::{ProfessionId, Year};
use crate::flow::{Area, Cohort, CurveOptions, Cut, Depth, EntrantCut, Followed, Level, Selection};
use crate::language::words;
use crate::reference::{Reference, is_sweden, suggestion};
use crate::source::{Fault, Faults, fold};

/// A result of `flow`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum View {
    /// Bestånd, täthet, andel i yrket.
    Stock,
    /// In- och utflöden, that add up.
    Balance,
    /// Who stayed in an area and who went where.
    Mobility,
    /// Kvarvaro: the share in the profession by years since the licence.
    Retention,
    /// Tid till första avbrott: the share that has not left the profession, by years since the licence.
    FirstExit,
    /// Where the licensed are 1, 3, 5 and 10 years after the licence.
    Followup,
    /// From the start of studies to the profession, by entrant cohort.
    Pathway,
}

impl View {
    /// Whether it follows licences from the year they were given.
    const fn follows_licences(self) -> bool {
        matches!(
            self,
            Self::Retention | Self::FirstExit | Self::Followup | Self::Pathway
        )
    }

    /// Whether it is a curve by years since the licence.
    const fn is_curve(self) -> bool {
        matches!(self, Self::Retention | Self::FirstExit)
    }
}

/// What the arguments ask for.
pub(super) struct Wanted {
    /// Empty for all that there are.
    pub(super) professions: BTreeSet<ProfessionId>,
    pub(super) views: Vec<View>,
    /// Whether everything is told, with sentences, rather than single views.
    pub(super) is_description: bool,
    pub(super) is_one_table: bool,
    pub(super) areas: Vec<Area>,
    pub(super) cuts: Vec<Cut>,
    pub(super) entrant_cuts: Vec<EntrantCut>,
    pub(super) cohorts: Vec<Cohort>,
    /// Which licences curves follow.
    pub(super) followed: Followed,
    /// How much of a register has to be counted.
    pub(super) depth: Depth,
    level: Level,
    years: Option<RangeInclusive<Year>>,
}

/// What one can cut by, in Swedish and English.
const TRAITS: [(&str, &str, Cut); 5] = [
    ("kön", "sex", Cut::Sex),
    ("åldersgrupp", "age_group", Cut::AgeBand),
    (
        "utbildningsland",
        "education_country",
        Cut::EducationCountry,
    ),
    ("sektor", "sector", Cut::Sector),
    ("legitimationskohort", "licence_cohort", Cut::LicenceCohort),
];

/// The most traits that results are cut by at a time: what protects small counts keeps so many apart.
const MOST_CUTS: usize = 4;

/// How finely one can cut the country, in Swedish and English.
const LEVELS: [(&str, &str, Level); 3] = [
    ("riket", "country", Level::Country),
    ("sjukvårdsregion", "health_region", Level::HealthRegion),
    ("län", "county", Level::County),
];

impl Wanted {
    pub(super) fn of(
        args: &Args,
        output: &OutputArgs,
        reference: &Reference,
    ) -> anyhow::Result<Self> {
        let mut faults = Faults::new();
        let professions = args.professions.iter().filter_map(|name| {
            let known = reference.profession_named(name);
            faults.keep(known.map_err(|error| unknown(&error)))
        });
        let professions = professions.collect();
        let is_one_table = output.holds_one_table();
        let is_description = args.view.is_empty() && !is_one_table;
        let views = match &args.view[..] {
            [] if args.stock.is_some() || is_one_table => vec![View::Stock],
            [] => vec![View::Stock, View::Balance, View::Mobility],
            given => given.to_vec(),
        };
        check_arguments(args, &views)?;
        let (cuts, by_level) = cuts(args, &views, &mut faults);
        let given = args.level.iter();
        let given = given.filter_map(|name| faults.keep(level(name)));
        let level = one_level(&by_level.into_iter().chain(given).collect())?;
        let (areas, of_areas) = areas(args, level, reference, &mut faults);
        if args.stock.is_some() && views != [View::Stock] {
            let only = "--stock has no persons to follow: only --view stock can be shown";
            return Err(UsageError(only.to_owned()).into());
        }
        let follows = views.iter().any(|view| view.follows_licences());
        if !follows && !args.cohorts.is_empty() {
            let needs = "--cohorts needs --view retention, first-exit, followup or pathway";
            return Err(UsageError(needs.to_owned()).into());
        }
        let of_curves = [
            (args.destinations, "--destinations"),
            (args.late_entry, "--late-entry"),
            (args.least_at_risk.is_some(), "--least-at-risk"),
        ];
        let has_curve = views.iter().any(|view| view.is_curve());
        let idle = of_curves.iter().find(|(given, _)| *given && !has_curve);
        if let Some((_, option)) = idle {
            let needs = format!("{option} needs --view retention or first-exit");
            return Err(UsageError(needs).into());
        }
        if follows && args.years.is_some() {
            let clock =
                "retention, first-exit, followup and pathway go by --cohorts; leave out --years";
            return Err(UsageError(clock.to_owned()).into());
        }
        if views.contains(&View::Followup) && !args.region.is_empty() {
            let whole = "--view followup follows licences wherever they go; leave out --region";
            return Err(UsageError(whole.to_owned()).into());
        }
        let by_cohort = cuts.of_licences.contains(&Cut::LicenceCohort);
        if by_cohort && views.contains(&View::Followup) {
            let cohorts = "--view followup follows cohorts already: give --cohorts 2000..2004,2005..2009 instead of --by legitimationskohort";
            return Err(UsageError(cohorts.to_owned()).into());
        }
        if cuts.of_licences.len() > MOST_CUTS {
            let most = "--by takes four traits at most, besides an area";
            return Err(UsageError(most.to_owned()).into());
        }
        if is_one_table && views.len() > 1 {
            let one = "the format holds one table; name one --view, or write json, or a file per table with -o FOLDER/";
            return Err(UsageError(one.to_owned()).into());
        }
        Ok(faults.or_else(|| Self {
            professions,
            views,
            is_description,
            is_one_table,
            areas,
            cuts: cuts.of_licences,
            entrant_cuts: cuts.of_entrants,
            level: level.or(of_areas).unwrap_or_default(),
            years: args.years.clone(),
            cohorts: args.cohorts.clone(),
            followed: followed(args),
            depth: if follows || args.save_cube.is_some() {
                Depth::Careers
            } else {
                Depth::Flows
            },
        })?)
    }

    /// Whether all that is shown is curves by years since the licence.
    pub(super) fn has_only_curves(&self) -> bool {
        self.views.iter().all(|view| view.is_curve())
    }

    /// Refuses cohorts that share licence years: their difference is a cohort that nothing protects.
    pub(super) fn cohorts_are_apart(&self) -> Result<(), Faults> {
        let mut faults = Faults::new();
        for (at, cohort) in self.cohorts.iter().enumerate() {
            let earlier = self.cohorts[..at].iter();
            let overlaps =
                |other: &&Cohort| cohort.start() <= other.end() && other.start() <= cohort.end();
            for other in earlier.filter(overlaps) {
                let [one, two] =
                    [other, cohort].map(|own| format!("{}..{}", own.start(), own.end()));
                let fault = Fault::new(words!(
                    "kohorterna {one} och {two} överlappar, och skillnaden kan röja små antal",
                    "the cohorts {one} and {two} overlap, and their difference may disclose small counts"
                ));
                faults.push(fault.tip(words!(
                    "ge kohorter som inte delar något år",
                    "give cohorts that share no year"
                )));
            }
        }
        faults.or_else(|| ())
    }

    /// What to describe, held against what there is.
    pub(super) fn selection(
        &self,
        basis: &Basis,
        reference: &Reference,
    ) -> Result<Selection, Faults> {
        let there = basis.years();
        let mut faults = Faults::new();
        let professions: BTreeSet<ProfessionId> = if self.professions.is_empty() {
            there.keys().copied().collect()
        } else {
            self.professions.clone()
        };
        let known = there.keys().copied().collect();
        let missing = without_professions(&basis.name, &professions, &known, reference);
        faults.extend(missing);
        let years: BTreeSet<Year> = there
            .iter()
            .filter(|(id, _)| professions.contains(id))
            .flat_map(|(_, years)| years.iter().copied())
            .collect();
        if let (Some(asked), Some(first), Some(last)) = (&self.years, years.first(), years.last())
            && (asked.start() < first || asked.end() > last)
        {
            let (from, to) = (asked.start(), asked.end());
            let name = &basis.name;
            let fault = Fault::new(words!(
                "{name} har inte alla år {from}–{to}",
                "the input does not have all years {from}–{to}"
            ));
            faults.push(fault.tip(words!(
                "{name} omfattar {first}–{last}",
                "the input covers {first}–{last}"
            )));
        }
        for cut in &self.cuts {
            faults.keep(basis.can_be_cut_by(*cut, name_of(*cut)));
        }
        if self.views.iter().any(|view| view.follows_licences()) {
            if let Some(register) = &basis.register {
                faults.keep(register.can_follow_licences(&professions, reference));
                faults.keep(register.has_whole_licences());
            }
            for cut in self.cuts.iter().filter(|cut| !cut.is_of_licence()) {
                let name = name_of(*cut);
                let fault = Fault::new(words!(
                    "legitimationer kan inte följas efter {name}",
                    "licences cannot be followed by {name}"
                ));
                faults.push(fault.tip(words!(
                    "dela efter kön, åldersgrupp, utbildningsland eller område",
                    "cut by kön, åldersgrupp, utbildningsland or area"
                )));
            }
        }
        faults.or_else(|| Selection {
            professions,
            years: self.years.clone(),
            level: self.level,
            cuts: self.cuts.clone(),
        })
    }
}

fn followed(args: &Args) -> Followed {
    Followed {
        cohorts: args.cohorts.clone(),
        late_entry: args.late_entry,
        least_at_risk: args.least_at_risk.unwrap_or(CurveOptions::LEAST_AT_RISK),
        with_destinations: args.destinations,
    }
}

fn name_of(cut: Cut) -> &'static str {
    let known = TRAITS.iter().find(|(_, _, other)| *other == cut);
    known.map_or("", |(name, ..)| name)
}

/// The entry of a table that a name means.
fn named<T: Copy>(name: &str, table: &[(&str, &str, T)]) -> Option<T> {
    let given = fold(name);
    let is_named =
        |(swedish, english, _): &&(&str, &str, T)| fold(swedish) == given || fold(english) == given;
    table.iter().find(is_named).map(|(.., value)| *value)
}

/// The fault of a name that is none of those that can be chosen; `what` in Swedish and English.
fn misnamed(what: (&str, &str), name: &str, known: &[&str]) -> Fault {
    let (swedish, english) = what;
    let all = known.join(", ");
    let fault = Fault::new(words!(
        "okänd {swedish} `{name}`",
        "unknown {english} `{name}`"
    ));
    fault.tip(match suggestion(name, known.iter().copied()) {
        Some(near) => words!(
            "menade du `{near}`? välj bland {all}",
            "did you mean `{near}`? choose one of {all}"
        ),
        None => words!("välj bland {all}", "choose one of {all}"),
    })
}

/// The level of the parts of the country, of which a result can have one; the country is listed beside them.
fn one_level(named: &BTreeSet<Level>) -> Result<Option<Level>, UsageError> {
    if named.contains(&Level::HealthRegion) && named.contains(&Level::County) {
        let one = "a result has one level besides riket: give sjukvårdsregion or län, and run the command once for each";
        return Err(UsageError(one.to_owned()));
    }
    Ok(named.last().copied())
}

fn level(name: &str) -> Result<Level, Fault> {
    let known = LEVELS.map(|(swedish, ..)| swedish);
    named(name, &LEVELS).ok_or_else(|| misnamed(("nivå", "level"), name, &known))
}

/// The traits to cut by, in their own order.
struct Cuts {
    of_licences: Vec<Cut>,
    of_entrants: Vec<EntrantCut>,
}

/// The traits that each of the views is cut by, and the levels that are named among them.
fn cuts(args: &Args, views: &[View], faults: &mut Faults) -> (Cuts, BTreeSet<Level>) {
    let (mut of_licences, mut of_entrants) = (BTreeSet::new(), BTreeSet::new());
    let mut levels = BTreeSet::new();
    let follows_entrants = views.contains(&View::Pathway);
    let has_others = views.iter().any(|view| *view != View::Pathway);
    for name in &args.by {
        if let Some(level) = named(name, &LEVELS) {
            levels.insert(level);
            continue;
        }
        if has_others {
            of_licences.extend(faults.keep(cut(name, &TRAITS)));
        }
        if follows_entrants {
            of_entrants.extend(faults.keep(cut(name, &entrants::TRAITS)));
        }
    }
    let cuts = Cuts {
        of_licences: of_licences.into_iter().collect(),
        of_entrants: of_entrants.into_iter().collect(),
    };
    (cuts, levels)
}

fn cut<T: Copy>(name: &str, traits: &[(&str, &str, T)]) -> Result<T, Fault> {
    let names = traits.iter().map(|(swedish, ..)| *swedish);
    let levels = LEVELS[1..].iter().map(|(swedish, ..)| *swedish);
    let known: Vec<&str> = names.chain(levels).collect();
    named(name, traits).ok_or_else(|| misnamed(("uppdelning", "cut"), name, &known))
}

/// The areas that are named, and the level that they are of.
///
/// A health region stands for its counties where the level is county.
fn areas(
    args: &Args,
    level: Option<Level>,
    reference: &Reference,
    faults: &mut Faults,
) -> (Vec<Area>, Option<Level>) {
    let (mut areas, mut of_areas) = (Vec::new(), None);
    for name in &args.region {
        let county = reference.county_named(name);
        let region = reference.health_region_named(name);
        match (level.or(of_areas), region, county) {
            _ if is_sweden(name) => areas.push(Area::Sweden),
            (Some(Level::County), _, Ok(county)) => areas.push(Area::County(county)),
            (Some(Level::County), Ok(region), _) => {
                let counties = reference.counties();
                let within = counties.filter(|(id, county)| {
                    let between = reference.split_between(*id);
                    county.health_region == region || between.contains(&region)
                });
                areas.extend(within.map(|(id, _)| Area::County(id)));
            }
            (_, Ok(region), _) => {
                of_areas = Some(Level::HealthRegion);
                areas.push(Area::HealthRegion(region));
            }
            (None, _, Ok(county)) => {
                of_areas = Some(Level::County);
                areas.push(Area::County(county));
            }
            (Some(_), Err(_), Ok(_)) => {
                let fault = Fault::new(words!("`{name}` är ett län", "`{name}` is a county"));
                faults.push(fault.tip(words!("välj --level län", "choose --level län")));
            }
            (_, Err(_), _) => faults.push(unknown_area(name, reference)),
        }
    }
    areas.sort_unstable();
    areas.dedup();
    (areas, of_areas)
}
