//! The register behind a result: an extract, a saved cube, or the synthetic one that is embedded.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ValueHint;

use super::extract_args::ExtractArgs;
use super::how_read::HowRead;
use super::refusals::all_refused;
use crate::domain::{ProfessionId, Studies, Year};
use crate::extract::synth::{Recipe, SynthRequest, register, studies_by_profession};
use crate::extract::{Dictionary, Inventory, ReadRequest, Register, can_be_read_again, read};
use crate::flow::{
    CountedRegister, Counting, Coverage, Cube, Depth, NotLinked, missing_professions,
};
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
    pub(super) extract_args: ExtractArgs,
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

/// A register that has been read and counted.
pub(super) struct RegisterInput {
    /// What to call it in messages.
    pub(super) name: &'static str,
    pub(super) counted: CountedRegister,
    pub(super) inputs: Vec<InputFile>,
    /// How they were read, for `--verbose`.
    pub(super) read: Vec<HowRead>,
    /// What reading decided or left out.
    pub(super) remarks: Vec<Words>,
}

/// What an extract is called in messages.
const NAME: &str = "uttaget";

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
        given.chain(self.extract_args.inputs())
    }

    pub(super) fn count(
        &self,
        request: RegisterRequest<'_>,
        reference: &Reference,
    ) -> Result<RegisterInput, Faults> {
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
    ) -> Result<RegisterInput, Faults> {
        let mut how = Vec::new();
        let dictionary = self.extract_args.dictionary(reference, &mut how)?;
        let (register, inventory) =
            self.read_extract(wanted.professions, &dictionary, reference)?;
        self.extract_args.check_used(&inventory)?;
        let remarks = extract_remarks(&inventory, reference);
        let counting = Counting {
            in_main_profession: self.main_profession,
            entrants: match wanted.entrants {
                EntrantsFrom::Extract(studies) => Some(studies),
                EntrantsFrom::Nowhere | EntrantsFrom::Embedded => None,
            },
            ..wanted.counting()
        };
        let counted = CountedRegister::of((register, &inventory), &dictionary, counting, reference);
        let counted = counted.map_err(unlinked)?;
        how.extend(inventory.files.iter().map(HowRead::extract));
        let files = inventory.files.into_iter().map(|file| InputFile {
            role: "extract".to_owned(),
            name: file.name,
            sha256: Some(file.sha256),
        });
        Ok(RegisterInput {
            name: NAME,
            counted,
            inputs: files.collect(),
            read: how,
            remarks,
        })
    }

    /// Reads the rows of these professions, or at least of them.
    fn read_extract(
        &self,
        professions: &BTreeSet<ProfessionId>,
        dictionary: &Dictionary<'_>,
        reference: &Reference,
    ) -> Result<(Register, Inventory), Faults> {
        let mut each = professions.iter().copied();
        let only = each.next().filter(|_| each.next().is_none());
        // The main profession is one of all that a person has.
        let only = only.filter(|_| !self.main_profession);
        let mut request = ReadRequest {
            paths: self.extract.clone(),
            dictionary: dictionary.clone(),
            profession: only,
        };
        let faults = match read(&request) {
            Ok(read) => return Ok(read),
            Err(error) => Faults::from(error),
        };
        if request.profession.is_none() || !can_be_read_again(&request.paths) {
            return Err(faults);
        }
        request.profession = None;
        // Perhaps the profession is not there; then say which ones are.
        let Ok((_, inventory)) = read(&request) else {
            return Err(faults);
        };
        let existing = Coverage::of(&inventory).years.into_keys().collect();
        let missing = missing_professions(professions, &existing);
        if missing.is_empty() {
            return Err(faults);
        }
        Err(all_refused(&missing, NAME, reference))
    }

    fn embedded(
        &self,
        wanted: RegisterRequest<'_>,
        reference: &Reference,
    ) -> Result<RegisterInput, Faults> {
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
        // Without an extract there is nothing to translate, and no file to read.
        let dictionary = self.extract_args.dictionary(reference, &mut Vec::new())?;
        let people = population(reference)?;
        let (register, inventory) = register(&recipe, &request, &people, reference, &dictionary);
        let studies = match wanted.entrants {
            EntrantsFrom::Embedded => {
                let studies = studies_by_profession(&recipe, &request, &people, reference);
                Some(studies.unwrap_or_default())
            }
            EntrantsFrom::Nowhere | EntrantsFrom::Extract(_) => None,
        };
        let counting = Counting {
            entrants: studies.as_deref(),
            ..wanted.counting()
        };
        let counted = CountedRegister::of((register, &inventory), &dictionary, counting, reference);
        Ok(RegisterInput {
            name: "det inbyggda registret",
            counted: counted.map_err(unlinked)?,
            inputs: Vec::new(),
            read: Vec::new(),
            remarks: Vec::new(),
        })
    }
}

impl RegisterRequest<'_> {
    /// How to count a register, before its entrants are known.
    const fn counting(&self) -> Counting<'static> {
        Counting {
            depth: self.depth,
            by_licence_cohort: self.by_licence_cohort,
            in_main_profession: false,
            entrants: None,
        }
    }
}

impl RegisterArgs {
    /// A saved cube, whose persons were counted in the main profession when it was made or never are.
    fn saved(&self, path: &Path, reference: &Reference) -> Result<RegisterInput, Faults> {
        let register = saved(path, reference)?;
        if self.main_profession && register.counted.cube.coverage.main_professions.is_none() {
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

fn saved(path: &Path, reference: &Reference) -> Result<RegisterInput, Faults> {
    let file = BinaryFile::read(path)?;
    let cube = Cube::from_parquet(file.bytes, reference).map_err(|error| {
        let fault = Fault::new(error.words()).tip(error.tip());
        fault.located(Location::file(&file.name))
    })?;
    Ok(RegisterInput {
        name: "kuben",
        read: vec![HowRead::cube(&file.name, cube.size())],
        counted: CountedRegister {
            cube,
            passages: None,
        },
        inputs: vec![InputFile {
            role: "cube".to_owned(),
            name: file.name,
            sha256: Some(file.sha256),
        }],
        remarks: Vec::new(),
    })
}

/// The fault of entrants who cannot be linked to a register.
fn unlinked(error: NotLinked) -> Fault {
    Fault::new(error.words()).tip(error.tip())
}
