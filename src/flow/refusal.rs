//! Why a request cannot be answered.

use std::ops::RangeInclusive;

use super::curve::Cohort;
use super::cut::Cut;
use super::entrant_refusal::EntrantRefusal;
use crate::domain::{ProfessionId, Year};
use crate::language::{Words, words};
use crate::reference::Reference;

/// Why a request cannot be answered from a basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A profession that the basis does not have.
    NoProfession {
        /// The profession.
        profession: ProfessionId,
        /// Those that it has.
        existing: Vec<ProfessionId>,
    },
    /// Years outside those that it covers.
    NoYears {
        /// The years.
        asked: RangeInclusive<Year>,
        /// Those that it covers.
        covered: RangeInclusive<Year>,
    },
    /// A cube that was not counted by licence cohort.
    NotByLicenceCohort,
    /// A trait that it does not know.
    NoTrait(Cut),
    /// A trait that licences cannot be followed by.
    NotFollowedBy(Cut),
    /// A register without licence years.
    NoLicenceYears,
    /// A cube in which licences were not followed.
    NoCareers,
    /// A year that is missing between others, where licences are to be followed.
    MissingYear {
        /// The profession.
        profession: ProfessionId,
        /// The first such year.
        year: Year,
    },
    /// Cohorts that share licence years, where small counts are suppressed.
    OverlappingCohorts([Cohort; 2]),
    /// Licences to follow where persons are counted in their main profession.
    InMainProfessions,
    /// Entrants who cannot be followed.
    Entrants(EntrantRefusal),
    /// No figures for the selection in stock that others have counted.
    NothingCounted,
    /// No licences for curves to follow.
    NothingFollowed,
    /// No figures for the selection in the register.
    NothingSelected,
}

impl Refusal {
    /// What is wrong with a basis of this (Swedish) name, and what to do about it.
    #[must_use]
    pub fn explained(&self, name: &str, reference: &Reference) -> (Words, Words) {
        match self {
            Self::NoProfession {
                profession,
                existing,
            } => no_profession(name, *profession, existing, reference),
            Self::NoYears { asked, covered } => no_years(name, asked, covered),
            Self::NotByLicenceCohort => (
                words!(
                    "kuben är inte räknad efter legitimationskohort",
                    "the cube was not counted by licence cohort",
                ),
                words!(
                    "gör om kuben ur uttaget med --by legitimationskohort --save-cube",
                    "make the cube again from the extract with --by legitimationskohort --save-cube",
                ),
            ),
            Self::NoTrait(cut) => no_trait(name, *cut),
            Self::NotFollowedBy(cut) => not_followed_by(*cut),
            Self::NoLicenceYears => (
                words!(
                    "{name} saknar legitimationsår",
                    "the register has no licence years"
                ),
                words!(
                    "år sedan legitimation kan inte räknas utan det; lägg till kolumnen legitimationsår",
                    "years since the licence cannot be counted without them; add the column legitimationsår"
                ),
            ),
            Self::NoCareers => (
                words!(
                    "{name} följer inte legitimationer",
                    "the cube does not follow licences"
                ),
                words!(
                    "gör om kuben med --save-cube",
                    "make the cube again with --save-cube"
                ),
            ),
            Self::MissingYear { profession, year } => {
                missing_year(name, *profession, *year, reference)
            }
            Self::OverlappingCohorts(cohorts) => overlapping(cohorts),
            Self::InMainProfessions => (
                words!(
                    "en legitimation kan inte följas när personer räknas i sitt huvudyrke",
                    "a licence cannot be followed where persons are counted in their main profession",
                ),
                words!(
                    "utelämna --main-profession, eller välj --view stock, balance eller mobility",
                    "leave out --main-profession, or choose --view stock, balance or mobility",
                ),
            ),
            Self::Entrants(refusal) => refusal.explained(reference),
            Self::NothingCounted | Self::NothingFollowed | Self::NothingSelected => (
                words!(
                    "{name} innehåller inga tal för det urvalet",
                    "{name} has no figures for that selection"
                ),
                self.why_nothing(),
            ),
        }
    }

    fn why_nothing(&self) -> Words {
        match self {
            Self::NothingCounted => words!(
                "riket kräver tal för alla delar av landet; välj annars --level sjukvårdsregion eller län",
                "Sweden requires figures for all parts of the country; otherwise choose --level sjukvårdsregion or län",
            ),
            Self::NothingFollowed => words!(
                "kvarvaro och tid till första avbrott följer legitimationer från uttagets första år; --late-entry tar med äldre",
                "retention and time to first exit follow licences from the extract's first year on; --late-entry includes older ones",
            ),
            _ => words!(
                "flöden kräver två år i rad; annars välj fler år eller områden",
                "flows require two consecutive years; otherwise choose more years or areas",
            ),
        }
    }
}

fn no_profession(
    name: &str,
    profession: ProfessionId,
    existing: &[ProfessionId],
    reference: &Reference,
) -> (Words, Words) {
    let profession = reference.profession(profession);
    let (swedish, english) = (&profession.name, &profession.english);
    let what = words!(
        "{name} innehåller inga {swedish}",
        "the register has no {english}"
    );
    let existing = existing.iter().map(|id| reference.profession(*id));
    let (names, english_names): (Vec<&str>, Vec<&str>) = existing
        .map(|own| (own.name.as_str(), own.english.as_str()))
        .unzip();
    let (names, english_names) = (names.join(", "), english_names.join(", "));
    (what, words!("där finns {names}", "it has {english_names}"))
}

fn no_years(
    name: &str,
    asked: &RangeInclusive<Year>,
    covered: &RangeInclusive<Year>,
) -> (Words, Words) {
    let (from, to) = (asked.start(), asked.end());
    let what = words!(
        "{name} har inte alla år {from}–{to}",
        "the input does not have all years {from}–{to}"
    );
    let (first, last) = (covered.start(), covered.end());
    let tip = words!(
        "{name} omfattar {first}–{last}",
        "the input covers {first}–{last}"
    );
    (what, tip)
}

fn no_trait(name: &str, cut: Cut) -> (Words, Words) {
    let (own, _) = cut.names();
    let what = words!(
        "{name} kan inte delas efter {own}",
        "the input cannot be cut by {own}"
    );
    let columns: Vec<&str> = cut.columns().iter().map(|column| column.name()).collect();
    let (either, or) = (columns.join(" eller "), columns.join(" or "));
    let tip = words!("kolumnen {either} saknas", "the column {or} is missing");
    (what, tip)
}

fn not_followed_by(cut: Cut) -> (Words, Words) {
    let (own, _) = cut.names();
    let what = words!(
        "legitimationer kan inte följas efter {own}",
        "licences cannot be followed by {own}"
    );
    let tip = words!(
        "dela efter kön, åldersgrupp, utbildningsland eller område",
        "cut by kön, åldersgrupp, utbildningsland or area"
    );
    (what, tip)
}

fn missing_year(
    name: &str,
    profession: ProfessionId,
    year: Year,
    reference: &Reference,
) -> (Words, Words) {
    let profession = reference.profession(profession);
    let (swedish, english) = (&profession.name, &profession.english);
    let what = words!(
        "{name} saknar {year} för {swedish}",
        "the register has no {year} of {english}"
    );
    let tip = words!(
        "när någon lämnade yrket går inte att veta om ett år saknas; lägg till året",
        "when someone left the profession cannot be known where a year is missing; add the year"
    );
    (what, tip)
}

fn overlapping(cohorts: &[Cohort; 2]) -> (Words, Words) {
    let [one, two] = cohorts
        .each_ref()
        .map(|own| format!("{}..{}", own.start(), own.end()));
    let what = words!(
        "kohorterna {one} och {two} överlappar, och skillnaden kan röja små antal",
        "the cohorts {one} and {two} overlap, and their difference may disclose small counts"
    );
    let tip = words!(
        "ge kohorter som inte delar något år",
        "give cohorts that share no year"
    );
    (what, tip)
}
