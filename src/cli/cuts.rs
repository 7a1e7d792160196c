//! Traits and levels to cut by, in arguments.

use std::collections::BTreeSet;

use super::usage_error::UsageError;
use crate::flow::{Cut, EntrantCut, Level};
use crate::language::words;
use crate::reference::suggestion;
use crate::source::{Fault, Faults, fold};

/// A name in Swedish and English.
type Names = (&'static str, &'static str);

/// What `--by` names.
#[derive(Default)]
pub(super) struct Cuts {
    /// Traits of licence holders, in their own order.
    pub(super) of_licences: BTreeSet<Cut>,
    /// Traits of entrants, in their own order.
    pub(super) of_entrants: BTreeSet<EntrantCut>,
    /// Levels of areas.
    pub(super) levels: BTreeSet<Level>,
}

/// Whether licence holders and whether entrants are cut.
#[derive(Clone, Copy)]
pub(super) struct CutOf {
    pub(super) licences: bool,
    pub(super) entrants: bool,
}

impl Cuts {
    pub(super) fn named(names: &[String], whose: CutOf, faults: &mut Faults) -> Self {
        let mut cuts = Self::default();
        for name in names {
            if let Some(level) = named(name, &Level::ALL, Level::names) {
                cuts.levels.insert(level);
                continue;
            }
            if whose.licences {
                let cut = cut(name, &Cut::ALL, Cut::names);
                cuts.of_licences.extend(faults.keep(cut));
            }
            if whose.entrants {
                let cut = cut(name, &EntrantCut::ALL, EntrantCut::names);
                cuts.of_entrants.extend(faults.keep(cut));
            }
        }
        cuts
    }
}

/// The level of the parts of the country among those that are named, of which a result has one; the country
/// is listed beside them.
pub(super) fn one_level(named: &BTreeSet<Level>) -> Result<Option<Level>, UsageError> {
    if named.contains(&Level::HealthRegion) && named.contains(&Level::County) {
        let one = "a result has one level besides riket: give sjukvårdsregion or län, and run the command once for each";
        return Err(UsageError(one.to_owned()));
    }
    Ok(named.last().copied())
}

/// The level that an argument names.
pub(super) fn level(name: &str) -> Result<Level, Fault> {
    let known = Level::ALL.map(|level| level.names().0);
    named(name, &Level::ALL, Level::names).ok_or_else(|| misnamed(("nivå", "level"), name, &known))
}

fn cut<T: Copy>(name: &str, all: &[T], names: fn(T) -> Names) -> Result<T, Fault> {
    let traits = all.iter().map(|cut| names(*cut).0);
    let levels = [Level::HealthRegion, Level::County].map(|level| level.names().0);
    let known: Vec<&str> = traits.chain(levels).collect();
    named(name, all, names).ok_or_else(|| misnamed(("uppdelning", "cut"), name, &known))
}

/// The one that a name means, in either language.
fn named<T: Copy>(name: &str, all: &[T], names: fn(T) -> Names) -> Option<T> {
    let given = fold(name);
    let is_named = |one: &&T| {
        let (swedish, english) = names(**one);
        fold(swedish) == given || fold(english) == given
    };
    all.iter().find(is_named).copied()
}

/// The fault of a name that is none of those that can be chosen; `what` in Swedish and English.
fn misnamed(what: Names, name: &str, known: &[&str]) -> Fault {
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
