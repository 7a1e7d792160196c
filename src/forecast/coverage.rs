//! Entrants that no exam frequency applies to.

use std::collections::BTreeSet;

use crate::domain::{Entrants, ExamFrequencies, ProgrammeId, Sex};
use crate::language::{Language, Words, words};
use crate::reference::Reference;

/// The first entrants of a programme and sex that no exam frequency applies to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncovered {
    /// Which of the entrants, counted from 0.
    pub entrants: usize,
    /// The programme's name.
    pub name: Words,
    /// Their sex, if known.
    pub sex: Option<Sex>,
    /// Whether the programme has a frequency for others.
    pub others_are_covered: bool,
}

/// The entrants of `wanted` programmes that have no frequency, once per programme and sex.
pub(super) fn uncovered(
    entrants: &[Entrants],
    frequencies: &ExamFrequencies,
    wanted: &[ProgrammeId],
    reference: &Reference,
) -> Vec<Uncovered> {
    let mut reported = BTreeSet::new();
    let mut is_first_without = |row: &Entrants| {
        let programme = row.programme;
        let applying = frequencies.applying_to(programme, row.place, row.sex);
        applying.is_none() && wanted.contains(&programme) && reported.insert((programme, row.sex))
    };
    let rows = entrants.iter().enumerate();
    rows.filter(|(_, row)| is_first_without(row))
        .map(|(index, row)| {
            let own = reference.programme(row.programme);
            Uncovered {
                entrants: index,
                name: Words::new(own.name.clone(), own.english.clone()),
                sex: row.sex,
                others_are_covered: frequencies.knows(row.programme),
            }
        })
        .collect()
}

impl Uncovered {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        let [name, english] =
            [Language::Swedish, Language::English].map(|language| self.name.text(language));
        let (whom, of_whom) = match self.sex {
            Some(Sex::Women) => (", kvinnor", ", women"),
            Some(Sex::Men) => (", män", ", men"),
            None => ("", ""),
        };
        words!(
            "examensfrekvens saknas för {name}{whom}",
            "no exam frequency for {english}{of_whom}"
        )
    }

    /// What to do.
    #[must_use]
    pub fn tip(&self) -> Words {
        if self.others_are_covered {
            words!(
                "examensfrekvensen gäller ett annat kön eller en annan plats; lägg till en rad för alla",
                "the exam frequency holds for another sex or place; add a row for all"
            )
        } else {
            words!(
                "lägg till utbildningen bland examensfrekvenserna, eller nämn bara dem som ska skattas",
                "add the programme to the exam frequencies, or name only the programmes to estimate"
            )
        }
    }
}
