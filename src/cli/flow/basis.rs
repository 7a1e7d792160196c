//! What a flow description rests on: an extract, a saved cube, counted stock, or what is embedded.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Args;
use super::selection::Wanted;
use crate::disclosure::Policy;
use crate::domain::{Inhabitants, InputRemark, ProfessionId, StockCount, Year};
use crate::extract::columns::Column;
use crate::extract::synth::{Recipe, SynthRequest, register};
use crate::extract::{ReadError, ReadRequest, read};
use crate::flow::{CountyRegions, Coverage, Cube, Cut};
use crate::intake::{self, Context, Reading};
use crate::reference::{Reference, inhabitants, population, published_stock};
use crate::report::{InputFile, Language};
use crate::source::{BinaryFile, Document, Fault, Faults, Location, RawTable};
use crate::view::input_remark;

/// Everything that the results are made of.
pub(super) struct Basis {
    /// What to call it in messages.
    pub(super) name: String,
    pub(super) cube: Option<Cube>,
    pub(super) counted: Option<Vec<StockCount>>,
    pub(super) is_published: bool,
    pub(super) inhabitants: Vec<Inhabitants>,
    pub(super) counties: CountyRegions,
    pub(super) inputs: Vec<InputFile>,
    pub(super) policy: Policy,
    remarks: Vec<InputRemark>,
}

/// The seed of the embedded register, the same as that of `synth`.
pub(super) const SEED: u64 = 2;

/// The years of the embedded register, the same as those of `synth`.
pub(super) const YEARS: std::ops::RangeInclusive<Year> = 2001..=2021;

impl Basis {
    pub(super) fn read(
        args: &Args,
        wanted: &Wanted,
        reference: &Reference,
    ) -> Result<Self, Faults> {
        let mut basis = if let Some(path) = &args.stock {
            Self::of_stock(path, args, reference)?
        } else if let Some(path) = &args.cube {
            Self::of_cube(path, reference)?
        } else if args.extract.is_empty() {
            Self::embedded(args, wanted, reference)?
        } else {
            Self::of_extract(args, wanted, reference)?
        };
        basis.add_population(args, reference)?;
        Ok(basis)
    }

    fn new(name: String, reference: &Reference) -> Self {
        Self {
            name,
            cube: None,
            counted: None,
            is_published: false,
            inhabitants: Vec::new(),
            counties: CountyRegions::own(reference),
            inputs: Vec::new(),
            policy: Policy::Aggregates,
            remarks: Vec::new(),
        }
    }

    fn with_cube(self, cube: Cube, reference: &Reference) -> Self {
        let policy = if cube.coverage.is_synthetic {
            Policy::Synthetic
        } else {
            Policy::Unprotected
        };
        Self {
            counties: CountyRegions::of(&cube, reference),
            cube: Some(cube),
            policy,
            ..self
        }
    }

    fn of_extract(args: &Args, wanted: &Wanted, reference: &Reference) -> Result<Self, Faults> {
        let mut request = ReadRequest {
            paths: args.extract.clone(),
            dictionary: args.own_words.dictionary(reference)?,
            profession: wanted.only_profession(),
        };
        let found = read(&request).map_err(told);
        let (register, inventory) = match found {
            Err(faults) if request.profession.take().is_some() => {
                // Perhaps the profession is not there; then say which ones are.
                let (_, inventory) = read(&request).map_err(|_| faults)?;
                return Err(without_profession(
                    &Coverage::of(&inventory),
                    wanted,
                    reference,
                ));
            }
            found => found?,
        };
        let rule = inventory
            .rule_needed()
            .then(|| request.dictionary.rule().name.clone());
        let coverage = Coverage {
            is_synthetic: false,
            state_rule: rule,
            pension_age: args.own_words.pension_age(),
            ..Coverage::of(&inventory)
        };
        let files = inventory.files.into_iter().map(|file| InputFile {
            role: "extract".to_owned(),
            name: file.name,
            sha256: file.sha256,
        });
        let mut basis = Self::new("uttaget".to_owned(), reference);
        basis.inputs = files.collect();
        Ok(basis.with_cube(Cube::of(&register, coverage, wanted.depth), reference))
    }

    fn of_cube(path: &Path, reference: &Reference) -> Result<Self, Faults> {
        let file = BinaryFile::read(path)?;
        let cube = Cube::from_parquet(&file.bytes, reference).map_err(|error| {
            let fault = Fault::new(error.to_string()).tip(error.tip());
            fault.located(Location::file(&file.name))
        })?;
        let mut basis = Self::new("kuben".to_owned(), reference);
        basis.inputs.push(InputFile {
            role: "cube".to_owned(),
            name: file.name,
            sha256: Some(file.sha256),
        });
        Ok(basis.with_cube(cube, reference))
    }

    fn of_stock(path: &Path, args: &Args, reference: &Reference) -> Result<Self, Faults> {
        let table = RawTable::parse(Document::read(path)?)?;
        let reading = intake::stock(Context {
            table: &table,
            reference,
            split: args.own_words.split(reference)?,
        })?;
        let mut basis = Self::new(table.document().name().to_owned(), reference);
        basis.add_input("stock", &table, &reading);
        basis.counted = Some(reading.into_records().collect());
        Ok(basis)
    }

    /// Published figures of the professions, and a synthetic register.
    fn embedded(args: &Args, wanted: &Wanted, reference: &Reference) -> Result<Self, Faults> {
        let mut counts = published_stock(reference)?;
        let is_wanted = |id| wanted.professions.is_empty() || wanted.professions.contains(&id);
        counts.retain(|row| is_wanted(row.profession));
        let recipe = Recipe::embedded(reference)?;
        let request = SynthRequest {
            licences: None,
            years: YEARS,
            professions: wanted.professions.iter().copied().collect(),
            seed: SEED,
        };
        let dictionary = args.own_words.dictionary(reference)?;
        let people = population(reference)?;
        let (register, inventory) = register(&recipe, &request, &people, reference, &dictionary);
        let coverage = Coverage {
            is_synthetic: true,
            pension_age: args.own_words.pension_age(),
            ..Coverage::of(&inventory)
        };
        let mut basis = Self::new("det inbyggda registret".to_owned(), reference);
        basis.is_published = true;
        basis.counted = (!counts.is_empty()).then_some(counts);
        Ok(basis.with_cube(Cube::of(&register, coverage, wanted.depth), reference))
    }

    /// Inhabitants from a file, or the embedded ones.
    fn add_population(&mut self, args: &Args, reference: &Reference) -> Result<(), Faults> {
        let Some(path) = &args.population else {
            self.inhabitants = inhabitants(reference)?;
            return Ok(());
        };
        let table = RawTable::parse(Document::read(path)?)?;
        let reading = intake::population(Context {
            table: &table,
            reference,
            split: args.own_words.split(reference)?,
        })?;
        self.add_input("population", &table, &reading);
        self.inhabitants = reading.into_records().collect();
        Ok(())
    }

    fn add_input<T>(&mut self, role: &str, table: &RawTable, reading: &Reading<T>) {
        self.remarks.extend_from_slice(&reading.remarks);
        self.inputs.push(InputFile {
            role: role.to_owned(),
            name: table.document().name().to_owned(),
            sha256: Some(table.document().sha256().to_owned()),
        });
    }

    /// The years that there are, by profession.
    pub(super) fn years(&self) -> BTreeMap<ProfessionId, BTreeSet<Year>> {
        if let Some(cube) = &self.cube {
            return cube.coverage.years.clone();
        }
        let mut years: BTreeMap<ProfessionId, BTreeSet<Year>> = BTreeMap::new();
        for row in self.counted.iter().flatten() {
            years.entry(row.profession).or_default().insert(row.year);
        }
        years
    }

    /// Refuses a cut that the input cannot tell.
    pub(super) fn can_be_cut_by(&self, cut: Cut, name: &str) -> Result<(), Fault> {
        let has_it = match &self.cube {
            Some(cube) => cube.coverage.has_any(cut.columns()),
            None => {
                let mut rows = self.counted.iter().flatten();
                cut == Cut::Sex && rows.any(|row| row.sex.is_some())
            }
        };
        if has_it {
            return Ok(());
        }
        let columns: Vec<&str> = cut.columns().iter().map(|column| column.name()).collect();
        let columns = columns.join(" eller ");
        let message = format!("{} kan inte delas efter {name}", self.name);
        Err(Fault::new(message).tip(format!("kolumnen {columns} saknas")))
    }

    /// Refuses to follow licences whose years or extract do not allow it.
    pub(super) fn can_follow_licences(
        &self,
        professions: &BTreeSet<ProfessionId>,
        reference: &Reference,
    ) -> Result<(), Faults> {
        let mut faults = Faults::new();
        let Some(cube) = &self.cube else {
            return Ok(());
        };
        if !cube.coverage.has_any(&[Column::LicenceYear]) {
            let message = format!("{} saknar legitimationsår", self.name);
            let tip = "år sedan legitimation kan inte räknas utan det; lägg till kolumnen legitimationsår";
            faults.push(Fault::new(message).tip(tip));
        } else if cube.careers().is_none() {
            let message = format!("{} följer inte legitimationer", self.name);
            faults.push(Fault::new(message).tip("gör om kuben med --save-cube"));
        }
        for id in professions {
            let holes = cube.coverage.holes(*id);
            if let Some(year) = holes.first() {
                let name = &reference.profession(*id).name;
                let message = format!("{} saknar {year} för {name}", self.name);
                let tip = "när någon lämnade yrket vet ingen om ett år saknas; lägg till året";
                faults.push(Fault::new(message).tip(tip));
            }
        }
        faults.or_else(|| ())
    }

    /// The fault of a selection that nothing is in.
    pub(super) fn has_nothing(&self) -> Faults {
        let fault = Fault::new(format!("{} har inga tal för det urvalet", self.name));
        let tip = if self.cube.is_some() {
            "flöden kräver två år i rad; annars välj fler år eller områden"
        } else {
            "riket kräver tal för alla delar av landet; välj annars --level sjukvårdsregion eller län"
        };
        fault.tip(tip).into()
    }

    /// What reading decided or left out.
    pub(super) fn remarks(&self, reference: &Reference, language: Language) -> Vec<String> {
        let remarks = self.remarks.iter();
        remarks
            .map(|remark| input_remark(remark, reference, language))
            .collect()
    }
}

/// Why an extract could not be read, as faults.
fn told(error: ReadError) -> Faults {
    match error {
        ReadError::Files(faults) => faults,
        ReadError::Rows(refusals) => refusals.faults(),
    }
}

fn without_profession(coverage: &Coverage, wanted: &Wanted, reference: &Reference) -> Faults {
    let mut faults = Faults::new();
    let names = coverage.years.keys();
    let names: Vec<&str> = names
        .map(|id| reference.profession(*id).name.as_str())
        .collect();
    for id in &wanted.professions {
        let name = &reference.profession(*id).name;
        let fault = Fault::new(format!("uttaget har inga {name}"));
        faults.push(fault.tip(format!("där finns {}", names.join(", "))));
    }
    faults
}
