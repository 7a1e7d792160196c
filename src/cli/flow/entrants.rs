//! The entrants that `--view pathway` follows.

use std::collections::BTreeSet;
use std::path::Path;

use super::Args;
use super::basis::Basis;
use super::selection::{View, Wanted};
use crate::cli::exit::UsageError;
use crate::cli::register::{CountedRegister, EntrantsFrom};
use crate::domain::{InputRemark, ProfessionId, Studies};
use crate::flow::{EntrantCut, Passages, PathwaySelection, Selection};
use crate::intake::{self, Context};
use crate::reference::Reference;
use crate::report::InputFile;
use crate::source::{Document, Fault, Faults, RawTable};

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
        let table = RawTable::parse(Document::read(path)?)?;
        let reading = intake::education(Context {
            table: &table,
            reference,
            split: args.register.own_words.split(reference)?,
        })?;
        let document = table.document();
        Ok(Self {
            remarks: reading.remarks.clone(),
            studies: reading.into_records().collect(),
            file: InputFile {
                role: "education".to_owned(),
                name: document.name().to_owned(),
                sha256: Some(document.sha256().to_owned()),
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
            (true, false) => "utbildningsuttaget är syntetiskt, registret är det inte",
            (false, true) => "registret är syntetiskt, utbildningsuttaget är det inte",
            (true, true) | (false, false) => return Ok(()),
        };
        let fault = Fault::new(message);
        Err(fault.tip("vardkraft synth -o REGISTER --education FIL gör båda"))
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
        let passages = basis.register.as_ref();
        let Some(passages) = passages.and_then(|register| register.passages.as_ref()) else {
            return Ok(None);
        };
        let mut faults = Faults::new();
        let there = |id: &ProfessionId| passages.of(*id).next().is_some();
        for id in self.professions.iter().filter(|id| !there(id)) {
            let profession = &reference.profession(*id).name;
            let fault = Fault::new(format!(
                "utbildningsuttaget har inga nybörjare till {profession}"
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
            check_linkage(passages, &professions, &mut faults);
        }
        for (name, _, cut) in TRAITS {
            if self.entrant_cuts.contains(&cut) && !cut.is_known(passages) {
                let fault = Fault::new(format!("nybörjarna kan inte delas efter {name}"));
                faults.push(fault.tip(format!("kolumnen {name} saknas i utbildningsuttaget")));
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
fn check_linkage(passages: &Passages, professions: &BTreeSet<ProfessionId>, faults: &mut Faults) {
    let linkage = passages.linkage(professions);
    if linkage.in_register == 0 {
        let entrants = linkage.entrants;
        let message =
            format!("ingen av utbildningsuttagets {entrants} nybörjare finns i registret");
        let tip = "löpnr måste vara samma pseudonymer i båda uttagen";
        faults.push(Fault::new(message).tip(tip));
    }
}

fn programmes_of(profession: ProfessionId, reference: &Reference) -> String {
    let programmes = reference.programmes();
    let leading = programmes.filter(|(_, programme)| programme.profession == Some(profession));
    let names: Vec<&str> = leading
        .map(|(_, programme)| programme.name.as_str())
        .collect();
    if names.is_empty() {
        "ingen utbildning i `reference programmes` leder till yrket".to_owned()
    } else {
        format!("yrket nås med utbildningen {}", names.join(", "))
    }
}
