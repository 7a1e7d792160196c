//! The register behind a result: an extract, a saved cube, or the synthetic one that is embedded.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ValueHint;

use super::extract_args::ExtractArgs;
use crate::domain::{ProfessionId, Studies, Year};
use crate::extract::columns::Column;
use crate::extract::synth::{Recipe, SynthRequest, register, studies_by_profession};
use crate::extract::{ReadError, ReadRequest, Register, can_be_read_again, read};
use crate::flow::{Coverage, Cube, Depth, Passages};
use crate::language::{Words, words};
use crate::reference::{Reference, population};
use crate::report::InputFile;
use crate::source::{BinaryFile, Fault, Faults, Location};
use crate::view::extract_remarks;

/// Where the register is.
#[derive(Debug, clap::Args)]
pub(super) struct RegisterArgs {
    /// A register extract: file, folder or pattern such as `lova_*.parquet`; may be given again.
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath, help_heading = "Input")]
    extract: Vec<PathBuf>,
    /// A cube saved with `flow --save-cube`, instead of an extract.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    #[arg(conflicts_with = "extract")]
    cube: Option<PathBuf>,
    /// Count a person with several licences once, in the main profession: a nurse who is a midwife as
    /// midwife only (`reference professions` has the order).
    #[arg(long, help_heading = "Extract")]
    pub(super) main_profession: bool,
    #[command(flatten)]
    pub(super) own_words: ExtractArgs,
}

/// What of it is needed.
#[derive(Clone, Copy, Debug)]
pub(super) struct RegisterRequest<'a> {
    /// Empty for all that there are.
    pub(super) professions: &'a BTreeSet<ProfessionId>,
    pub(super) depth: Depth,
    /// Whether stock and transitions are counted by licence cohort.
    pub(super) by_licence_cohort: bool,
    /// Entrants to link to the licences.
    pub(super) entrants: EntrantsFrom<'a>,
}

/// Where entrants to link to the licences come from.
#[derive(Clone, Copy, Debug)]
pub(super) enum EntrantsFrom<'a> {
    /// None are asked for.
    Nowhere,
    /// The studies behind the embedded register.
    Embedded,
    /// An education extract.
    Extract(&'a [Studies]),
}

/// A register, counted.
pub(super) struct CountedRegister {
    /// What to call it in messages.
    pub(super) name: &'static str,
    pub(super) cube: Cube,
    pub(super) passages: Option<Passages>,
    pub(super) inputs: Vec<InputFile>,
    /// What reading decided or left out.
    pub(super) remarks: Vec<Words>,
}

/// The seed of the embedded register, the same as that of `synth`.
const SEED: u64 = 2;

/// The years of the embedded register, the same as those of `synth`.
const YEARS: std::ops::RangeInclusive<Year> = 2001..=2021;

impl RegisterArgs {
    /// Whether a register was given, rather than left to be the embedded one.
    pub(super) fn is_given(&self) -> bool {
        !self.extract.is_empty() || self.cube.is_some()
    }

    /// Whether it is counts without persons.
    pub(super) const fn is_saved_cube(&self) -> bool {
        self.cube.is_some()
    }

    pub(super) fn inputs(&self) -> impl Iterator<Item = &Path> {
        let given = self.extract.iter().chain(&self.cube).map(PathBuf::as_path);
        given.chain(self.own_words.inputs())
    }

    pub(super) fn count(
        &self,
        request: RegisterRequest<'_>,
        reference: &Reference,
    ) -> Result<CountedRegister, Faults> {
        if let Some(path) = &self.cube {
            self.saved(path, reference)
        } else if self.extract.is_empty() {
            self.embedded(request, reference)
        } else {
            self.extracted(request, reference)
        }
    }

    fn extracted(
        &self,
        wanted: RegisterRequest<'_>,
        reference: &Reference,
    ) -> Result<CountedRegister, Faults> {
        let mut professions = wanted.professions.iter().copied();
        let only = professions.next().filter(|_| professions.next().is_none());
        // The main profession is one of all that a person has.
        let only = only.filter(|_| !self.main_profession);
        let mut request = ReadRequest {
            paths: self.extract.clone(),
            dictionary: self.own_words.dictionary(reference)?,
            profession: only,
        };
        let found = read(&request).map_err(told);
        let (register, inventory) = match found {
            Err(faults) if request.profession.is_some() && can_be_read_again(&request.paths) => {
                request.profession = None;
                // Perhaps the profession is not there; then say which ones are.
                let Ok((_, inventory)) = read(&request) else {
                    return Err(faults);
                };
                let there: BTreeSet<_> = Coverage::of(&inventory).years.into_keys().collect();
                if wanted.professions.is_subset(&there) {
                    return Err(faults);
                }
                return Err(without_professions(
                    "uttaget",
                    wanted.professions,
                    &there,
                    reference,
                ));
            }
            found => found?,
        };
        self.own_words.check_used(&inventory)?;
        let remarks = extract_remarks(&inventory, reference);
        let rule = inventory
            .rule_needed()
            .then(|| request.dictionary.rule().name.clone());
        let (register, main_professions) = if self.main_profession {
            let (register, counts) = register.in_main_professions(|id| reference.main_rank(id));
            (register, Some(counts))
        } else {
            (register, None)
        };
        let coverage = Coverage {
            state_rule: rule,
            main_professions,
            has_licence_cohorts: wanted.by_licence_cohort,
            pension_age: self.own_words.pension_age(),
            ..Coverage::of(&inventory)
        };
        let files = inventory.files.into_iter().map(|file| InputFile {
            role: "extract".to_owned(),
            name: file.name,
            sha256: Some(file.sha256),
        });
        let passages = match wanted.entrants {
            EntrantsFrom::Extract(studies) => {
                are_written_alike(studies, &register)?;
                Some(Passages::link(studies, &register, &coverage, reference))
            }
            EntrantsFrom::Nowhere | EntrantsFrom::Embedded => None,
        };
        Ok(CountedRegister {
            name: "uttaget",
            passages,
            cube: Cube::of(&register, coverage, wanted.depth),
            inputs: files.collect(),
            remarks,
        })
    }

    fn embedded(
        &self,
        wanted: RegisterRequest<'_>,
        reference: &Reference,
    ) -> Result<CountedRegister, Faults> {
        if self.main_profession {
            let fault = Fault::new(words!(
                "--main-profession saknar verkan: i det inbyggda registret har ingen flera legitimationer",
                "--main-profession has no effect: in the embedded register no one has several licences",
            ));
            return Err(fault.tip(words!("ange --extract", "give --extract")).into());
        }
        let recipe = Recipe::embedded(reference)?;
        let request = SynthRequest {
            licences: None,
            years: YEARS,
            professions: wanted.professions.iter().copied().collect(),
            seed: SEED,
        };
        let dictionary = self.own_words.dictionary(reference)?;
        let people = population(reference)?;
        let (register, inventory) = register(&recipe, &request, &people, reference, &dictionary);
        let coverage = Coverage {
            pension_age: self.own_words.pension_age(),
            has_licence_cohorts: wanted.by_licence_cohort,
            ..Coverage::of(&inventory)
        };
        let passages = match wanted.entrants {
            EntrantsFrom::Embedded => {
                let studies = studies_by_profession(&recipe, &request, &people, reference);
                let studies = studies.unwrap_or_default();
                Some(Passages::link(&studies, &register, &coverage, reference))
            }
            EntrantsFrom::Nowhere | EntrantsFrom::Extract(_) => None,
        };
        Ok(CountedRegister {
            name: "det inbyggda registret",
            passages,
            cube: Cube::of(&register, coverage, wanted.depth),
            inputs: Vec::new(),
            remarks: Vec::new(),
        })
    }
}

impl RegisterArgs {
    /// A saved cube, whose persons were counted in the main profession when it was made or never are.
    fn saved(&self, path: &Path, reference: &Reference) -> Result<CountedRegister, Faults> {
        let register = saved(path, reference)?;
        if self.main_profession && register.cube.coverage.main_professions.is_none() {
            let fault = Fault::new(words!(
                "kuben är inte räknad med --main-profession",
                "the cube was not counted with --main-profession",
            ));
            let fault = fault.tip(words!(
                "gör om kuben ur uttaget med --main-profession --save-cube",
                "make the cube again from the extract with --main-profession --save-cube",
            ));
            return Err(fault
                .located(Location::file(&path.display().to_string()))
                .into());
        }
        Ok(register)
    }
}

fn saved(path: &Path, reference: &Reference) -> Result<CountedRegister, Faults> {
    let file = BinaryFile::read(path)?;
    let cube = Cube::from_parquet(file.bytes, reference).map_err(|error| {
        let fault = Fault::new(error.words()).tip(error.tip());
        fault.located(Location::file(&file.name))
    })?;
    Ok(CountedRegister {
        name: "kuben",
        cube,
        passages: None,
        inputs: vec![InputFile {
            role: "cube".to_owned(),
            name: file.name,
            sha256: Some(file.sha256),
        }],
        remarks: Vec::new(),
    })
}

impl CountedRegister {
    /// Refuses to follow licences that end in the register when their holder changes main profession.
    pub(super) fn has_whole_licences(&self) -> Result<(), Fault> {
        if self.cube.coverage.main_professions.is_none() {
            return Ok(());
        }
        let fault = Fault::new(words!(
            "en legitimation kan inte följas när personer räknas i sitt huvudyrke",
            "a licence cannot be followed where persons are counted in their main profession",
        ));
        Err(fault.tip(words!(
            "utelämna --main-profession, eller välj --view stock, balance eller mobility",
            "leave out --main-profession, or choose --view stock, balance or mobility",
        )))
    }

    /// Refuses to follow licences whose years or extract do not allow it.
    pub(super) fn can_follow_licences(
        &self,
        professions: &BTreeSet<ProfessionId>,
        reference: &Reference,
    ) -> Result<(), Faults> {
        let mut faults = Faults::new();
        let (name, cube) = (self.name, &self.cube);
        if !cube.coverage.has_any(&[Column::LicenceYear]) {
            let fault = Fault::new(words!(
                "{name} saknar legitimationsår",
                "the register has no licence years"
            ));
            faults.push(fault.tip(words!(
                "år sedan legitimation kan inte räknas utan det; lägg till kolumnen legitimationsår",
                "years since the licence cannot be counted without them; add the column legitimationsår"
            )));
        } else if cube.careers().is_none() {
            let fault = Fault::new(words!(
                "{name} följer inte legitimationer",
                "the cube does not follow licences"
            ));
            faults.push(fault.tip(words!(
                "gör om kuben med --save-cube",
                "make the cube again with --save-cube"
            )));
        }
        for id in professions {
            let holes = cube.coverage.holes(*id);
            if let Some(year) = holes.first() {
                let profession = reference.profession(*id);
                let (swedish, english) = (&profession.name, &profession.english);
                let fault = Fault::new(words!(
                    "{name} saknar {year} för {swedish}",
                    "the register has no {year} of {english}"
                ));
                faults.push(fault.tip(words!(
                    "när någon lämnade yrket går inte att veta om ett år saknas; lägg till året",
                    "when someone left the profession cannot be known where a year is missing; add the year"
                )));
            }
        }
        faults.or_else(|| ())
    }
}

/// Refuses entrants who would be linked to the register if both wrote their pseudonyms alike.
fn are_written_alike(studies: &[Studies], register: &Register) -> Result<(), Fault> {
    let persons = studies.iter().map(|studies| studies.person.as_str());
    match register.written_otherwise(persons) {
        0 => Ok(()),
        count => Err(Fault::new(words!(
            "{count} löpnr i utbildningsuttaget skrivs annorlunda i registeruttaget",
            "{count} löpnr of the education extract are written otherwise in the register extract"
        ))
        .tip(words!(
            "skriv löpnr likadant i båda: utan tillagda decimaler (123.0), med sina inledande nollor (00123) och med samma bokstäver",
            "write löpnr alike in both: without added decimals (123.0), with their leading zeros (00123) and in the same case"
        ))),
    }
}

/// A fault for each profession that is asked for and is not there.
pub(super) fn without_professions(
    name: &str,
    wanted: &BTreeSet<ProfessionId>,
    there: &BTreeSet<ProfessionId>,
    reference: &Reference,
) -> Faults {
    let mut faults = Faults::new();
    let own = there.iter().map(|id| reference.profession(*id));
    let (names, english_names): (Vec<&str>, Vec<&str>) = own
        .map(|own| (own.name.as_str(), own.english.as_str()))
        .unzip();
    let (names, english_names) = (names.join(", "), english_names.join(", "));
    for id in wanted.difference(there) {
        let profession = reference.profession(*id);
        let (swedish, english) = (&profession.name, &profession.english);
        let fault = Fault::new(words!(
            "{name} innehåller inga {swedish}",
            "the register has no {english}"
        ));
        faults.push(fault.tip(words!("där finns {names}", "it has {english_names}")));
    }
    faults
}

/// Why an extract could not be read, as faults.
fn told(error: ReadError) -> Faults {
    match error {
        ReadError::Files(faults) => faults,
        ReadError::Rows(refusals) => refusals.faults(),
    }
}
