//! Names that a shell can complete.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};

use crate::reference::Reference;

/// Takes any name, to be looked up later or answered with a near one, and offers those of a table to the shell.
///
/// A shell splits at blanks, so that a name of several words is offered with `_`, which names it too.
#[derive(Clone, Copy)]
pub(super) struct KnownNames(fn(&Reference) -> Vec<String>);

impl TypedValueParser for KnownNames {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let names = Reference::load().map(|reference| (self.0)(&reference));
        let names = names.unwrap_or_default().into_iter();
        Some(Box::new(
            names.map(|name| PossibleValue::new(name.replace(' ', "_"))),
        ))
    }
}

pub(super) const PROFESSIONS: KnownNames = KnownNames(|reference| {
    let professions = reference.professions();
    professions.map(|(_, own)| own.name.clone()).collect()
});

/// Programmes that are estimated.
pub(super) const PROGRAMMES: KnownNames = KnownNames(|reference| {
    let programmes = reference.programmes();
    let estimated = programmes.filter(|(_, own)| own.horizon_years.is_some());
    estimated.map(|(_, own)| own.name.clone()).collect()
});

pub(super) const REGIONS: KnownNames = KnownNames(|reference| {
    let regions = reference.health_regions();
    let names = regions.map(|(_, own)| own.name.clone());
    std::iter::once("riket".to_owned()).chain(names).collect()
});

pub(super) const AREAS: KnownNames = KnownNames(|reference| {
    let counties = reference.counties().map(|(_, own)| own.name.clone());
    REGIONS.0(reference).into_iter().chain(counties).collect()
});

/// The regions that Halland may be counted in.
pub(super) const HALLAND: KnownNames = KnownNames(|reference| {
    let between = |id| reference.split_between(id);
    let split = reference.counties().flat_map(|(id, _)| between(id));
    let mut split: Vec<_> = split.collect();
    split.sort_unstable();
    split.dedup();
    let names = split
        .into_iter()
        .map(|id| reference.health_region(id).name.clone());
    names.collect()
});

pub(super) const CUTS: KnownNames = KnownNames(|_| {
    let names = [
        "kön",
        "åldersgrupp",
        "utbildningsland",
        "sektor",
        "sjukvårdsregion",
        "län",
        "gymnasieprogram",
        "lärosäte",
        "legitimationskohort",
    ];
    names.map(str::to_owned).to_vec()
});

pub(super) const LEVELS: KnownNames = KnownNames(|_| {
    ["riket", "sjukvårdsregion", "län"]
        .map(str::to_owned)
        .to_vec()
});
