//! The entrants that `--view pathway` follows.

use std::collections::BTreeSet;
use std::path::Path;

use super::Args;
use super::basis::Basis;
use super::selection::{View, Wanted};
use crate::cli::exit::UsageError;
use crate::cli::register::{CountedRegister, EntrantsFrom};
use crate::domain::{InputRemark, ProfessionId, Studies};
use crate::flow::{EntrantCut, Linkage, PathwaySelection, Selection};
use crate::intake::{self, Context};
use crate::language::{Words, words};
use crate::reference::Reference;
use crate::report::InputFile;
use crate::source::{self, Fault, Faults};

/// What entrants can be cut by, in Swedish and English.
pub(super) const TRAITS: [(&str, &str, EntrantCut); 3] = [
    ("kön", "sex", EntrantCut::Sex),
    (
        "gymnasieprogram",
        "upper_secondary_programme",
        EntrantCut::UpperSecondary,
    ),
    ("lärosäte", "university", EntrantCut::University),
];

/// Refuses arguments that leave nobody to follow, or entrants that nobody asked for.
pub(super) fn check_arguments(args: &Args, views: &[View]) -> Result<(), UsageError> {
    let is_asked = views.contains(&View::Pathway);
    let refused = if args.education.is_some() && !is_asked {
        "--education needs --view pathway"
    } else if is_asked && args.register.is_saved_cube() {
        "--view pathway links persons, and a cube has none; give --extract and --education"
    } else if is_asked && args.register.is_given() && args.education.is_none() {
        "--view pathway with --extract needs --education: löpnr, utbildning, startläsår, examensläsår"
    } else {
        return Ok(());
    };
    Err(UsageError(refused.to_owned()))
}

/// An education extract that has been read.
pub(super) struct Entrants {
    pub(super) studies: Vec<Studies>,
    pub(super) file: InputFile,
    pub(super) remarks: Vec<InputRemark>,
}

impl Entrants {
    pub(super) fn read(path: &Path, args: &Args, reference: &Reference) -> Result<Self, Faults> {
        let table = source::table(path)?;
        let reading = intake::education(Context {
            table: &table,
            reference,
            split: args.register.own_words.split(reference)?,
        })?;
        let input = table.input();
        Ok(Self {
            remarks: reading.remarks.clone(),
            studies: reading.into_records().collect(),
            file: InputFile {
                role: "education".to_owned(),
                name: input.name.clone(),
                sha256: Some(input.sha256.clone()),
            },
        })
    }

    /// Where the entrants of a run come from.
    pub(super) fn of<'a>(given: Option<&'a Self>, wanted: &Wanted) -> EntrantsFrom<'a> {
        match given {
            Some(own) => EntrantsFrom::Extract(&own.studies),
            None if wanted.views.contains(&View::Pathway) => EntrantsFrom::Embedded,
            None => EntrantsFrom::Nowhere,
        }
    }

    /// Refuses made-up entrants of a real register and the other way round.
    pub(super) fn check_kind(&self, register: &CountedRegister) -> Result<(), Fault> {
        let is_synthetic = self.studies.iter().any(|row| row.is_synthetic);
        let message = match (is_synthetic, register.cube.coverage.is_synthetic) {
            (true, false) => words!(
                "utbildningsuttaget är syntetiskt, men inte registret",
                "the education extract is synthetic, but not the register",
            ),
            (false, true) => words!(
                "registret är syntetiskt, men inte utbildningsuttaget",
                "the register is synthetic, but not the education extract",
            ),
            (true, true) | (false, false) => return Ok(()),
        };
        let fault = Fault::new(message);
        Err(fault.tip(words!(
            "vardkraft synth -o REGISTER --education FIL skriver båda",
            "vardkraft synth -o REGISTER --education FILE writes both",
        )))
    }
}

impl Wanted {
    /// Whom to follow, held against the entrants that there are.
    pub(super) fn pathway(
        &self,
        basis: &Basis,
        selection: &Selection,
        reference: &Reference,
    ) -> Result<Option<PathwaySelection>, Faults> {
        let Some(register) = basis.register.as_ref() else {
            return Ok(None);
        };
        let Some(passages) = register.passages.as_ref() else {
            return Ok(None);
        };
        let mut faults = Faults::new();
        let there = |id: &ProfessionId| passages.of(*id).next().is_some();
        for id in self.professions.iter().filter(|id| !there(id)) {
            let profession = &reference.profession(*id).name;
            let fault = Fault::new(words!(
                "utbildningsuttaget innehåller inga nybörjare till {profession}",
                "the education extract has no entrants to {profession}",
            ));
            faults.push(fault.tip(programmes_of(*id, reference)));
        }
        let professions: BTreeSet<ProfessionId> = selection
            .professions
            .iter()
            .copied()
            .filter(there)
            .collect();
        if faults.is_empty() {
            let linkage = passages.linkage(&professions, &register.cube.coverage);
            faults.keep(check_linkage(linkage));
        }
        for (name, _, cut) in TRAITS {
            if self.entrant_cuts.contains(&cut) && !cut.is_known(passages) {
                let fault = Fault::new(words!(
                    "nybörjarna kan inte redovisas efter {name}",
                    "the entrants cannot be cut by {name}",
                ));
                faults.push(fault.tip(words!(
                    "kolumnen {name} saknas i utbildningsuttaget",
                    "the education extract lacks the column {name}",
                )));
            }
        }
        faults.or_else(|| {
            Some(PathwaySelection {
                professions: professions.into_iter().collect(),
                cohorts: self.cohorts.clone(),
                level: selection.level,
                cuts: self.entrant_cuts.clone(),
            })
        })
    }
}

/// Two extracts without a person in common have different pseudonyms.
fn check_linkage(linkage: Linkage) -> Result<(), Fault> {
    if linkage.in_register > 0 {
        return Ok(());
    }
    let entrants = linkage.entrants;
    let fault = Fault::new(words!(
        "ingen av utbildningsuttagets {entrants} nybörjare finns i registret",
        "none of the {entrants} entrants of the education extract is in the register",
    ));
    Err(fault.tip(words!(
        "löpnr måste vara samma pseudonymer i båda uttagen",
        "löpnr must be the same pseudonyms in both extracts",
    )))
}

fn programmes_of(profession: ProfessionId, reference: &Reference) -> Words {
    let programmes = reference.programmes();
    let leading = programmes.filter(|(_, programme)| programme.profession == Some(profession));
    let names: Vec<&str> = leading
        .map(|(_, programme)| programme.name.as_str())
        .collect();
    if names.is_empty() {
        words!(
            "ingen utbildning i `reference programmes` leder till yrket",
            "no programme in `reference programmes` leads to the profession",
        )
    } else {
        let names = names.join(", ");
        words!(
            "till yrket leder utbildningen {names}",
            "the programme {names} leads to the profession",
        )
    }
}
