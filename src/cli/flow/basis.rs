//! What a flow description rests on: a register, counted stock, and inhabitants.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Args;
use super::entrants::Entrants;
use super::selection::Wanted;
use crate::cli::disclosure_args::DisclosureArgs;
use crate::cli::register::{CountedRegister, RegisterRequest};
use crate::disclosure::Policy;
use crate::domain::{Inhabitants, InputRemark, ProfessionId, StockCount, Year};
use crate::flow::{CountyRegions, Cube, Cut};
use crate::intake::{self, Context, Reading};
use crate::language::{Words, words};
use crate::reference::{Reference, inhabitants, published_stock};
use crate::report::{InputFile, Language};
use crate::source::{self, Fault, Faults, RawTable};
use crate::view::input_remark;

/// Everything that the results are based on.
pub(super) struct Basis {
    /// What to call it in messages.
    pub(super) name: String,
    pub(super) register: Option<CountedRegister>,
    pub(super) counted: Option<Vec<StockCount>>,
    pub(super) is_published: bool,
    pub(super) inhabitants: Vec<Inhabitants>,
    pub(super) counties: CountyRegions,
    /// Tables beside the register.
    tables: Vec<InputFile>,
    remarks: Vec<InputRemark>,
}

impl Basis {
    pub(super) fn read(
        args: &Args,
        wanted: &Wanted,
        reference: &Reference,
    ) -> Result<Self, Faults> {
        let mut basis = match &args.stock {
            Some(path) => Self::of_stock(path, args, reference)?,
            None => Self::of_register(args, wanted, reference)?,
        };
        basis.add_population(args, reference)?;
        Ok(basis)
    }

    fn new(name: &str, reference: &Reference) -> Self {
        Self {
            name: name.to_owned(),
            register: None,
            counted: None,
            is_published: false,
            inhabitants: Vec::new(),
            counties: CountyRegions::own(reference),
            tables: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// A register; with the embedded one, published figures of its professions.
    fn of_register(args: &Args, wanted: &Wanted, reference: &Reference) -> Result<Self, Faults> {
        let given = args.education.as_ref();
        let given = given
            .map(|path| Entrants::read(path, args, reference))
            .transpose()?;
        let request = RegisterRequest {
            professions: &wanted.professions,
            depth: wanted.depth,
            by_licence_cohort: wanted.cuts.contains(&Cut::LicenceCohort),
            entrants: Entrants::of(given.as_ref(), wanted),
        };
        let register = args.register.count(request, reference)?;
        let mut basis = Self::new(register.name, reference);
        if let Some(own) = given {
            own.check_kind(&register)?;
            basis.tables.push(own.file);
            basis.remarks.extend(own.remarks);
        }
        let halland = args.register.own_words.split(reference)?.halland;
        basis.counties = CountyRegions::of(&register.cube, halland, reference);
        basis.register = Some(register);
        if !args.register.is_given() {
            let mut counts = published_stock(reference)?;
            let is_wanted = |id| wanted.professions.is_empty() || wanted.professions.contains(&id);
            counts.retain(|row| is_wanted(row.profession));
            basis.is_published = true;
            basis.counted = (!counts.is_empty()).then_some(counts);
        }
        Ok(basis)
    }

    fn of_stock(path: &Path, args: &Args, reference: &Reference) -> Result<Self, Faults> {
        let table = source::table(path)?;
        let reading = intake::stock(Context {
            table: &table,
            reference,
            split: args.register.own_words.split(reference)?,
        })?;
        let mut basis = Self::new(&table.input().name, reference);
        let halland = args.register.own_words.split(reference)?.halland;
        basis.counties = CountyRegions::choosing(halland, reference);
        basis.add_table("stock", &table, &reading);
        basis.counted = Some(reading.into_records().collect());
        Ok(basis)
    }

    /// Inhabitants from a file, or the embedded ones.
    fn add_population(&mut self, args: &Args, reference: &Reference) -> Result<(), Faults> {
        let Some(path) = &args.population else {
            self.inhabitants = inhabitants(reference)?;
            return Ok(());
        };
        let table = source::table(path)?;
        let reading = intake::population(Context {
            table: &table,
            reference,
            split: args.register.own_words.split(reference)?,
        })?;
        self.add_table("population", &table, &reading);
        self.inhabitants = reading.into_records().collect();
        Ok(())
    }

    fn add_table<T>(&mut self, role: &str, table: &RawTable, reading: &Reading<T>) {
        self.remarks.extend_from_slice(&reading.remarks);
        self.tables.push(InputFile {
            role: role.to_owned(),
            name: table.input().name.clone(),
            sha256: Some(table.input().sha256.clone()),
        });
    }

    pub(super) fn cube(&self) -> Option<&Cube> {
        self.register.as_ref().map(|register| &register.cube)
    }

    /// How the persons behind the results are protected.
    pub(super) fn policy(&self, disclosure: &DisclosureArgs) -> Result<Policy, Faults> {
        let register = self.register.as_ref();
        register.map_or(Ok(Policy::Aggregates), |register| {
            disclosure.policy(register)
        })
    }

    /// All files that were read.
    pub(super) fn inputs(&self) -> Vec<InputFile> {
        let register = self.register.iter().flat_map(|register| &register.inputs);
        register.chain(&self.tables).cloned().collect()
    }

    /// The years that there are, by profession.
    pub(super) fn years(&self) -> BTreeMap<ProfessionId, BTreeSet<Year>> {
        if let Some(cube) = self.cube() {
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
        let lacks_cohorts = |cube: &Cube| !cube.coverage.has_licence_cohorts;
        if cut == Cut::LicenceCohort && self.cube().is_some_and(lacks_cohorts) {
            let fault = Fault::new(words!(
                "kuben är inte räknad efter legitimationskohort",
                "the cube was not counted by licence cohort",
            ));
            return Err(fault.tip(words!(
                "gör om kuben ur uttaget med --by legitimationskohort --save-cube",
                "make the cube again from the extract with --by legitimationskohort --save-cube",
            )));
        }
        let has_it = match self.cube() {
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
        let (either, or) = (columns.join(" eller "), columns.join(" or "));
        let own = &self.name;
        let fault = Fault::new(words!(
            "{own} kan inte delas efter {name}",
            "the input cannot be cut by {name}"
        ));
        Err(fault.tip(words!(
            "kolumnen {either} saknas",
            "the column {or} is missing"
        )))
    }

    /// The fault of a selection that nothing is in.
    pub(super) fn has_nothing(&self, wanted: &Wanted) -> Faults {
        let name = &self.name;
        let fault = Fault::new(words!(
            "{name} innehåller inga tal för det urvalet",
            "{name} has no figures for that selection"
        ));
        let tip = if self.register.is_none() {
            Words::new(
                "riket kräver tal för alla delar av landet; välj annars --level sjukvårdsregion eller län",
                "Sweden requires figures for all parts of the country; otherwise choose --level sjukvårdsregion or län",
            )
        } else if wanted.has_only_curves() {
            Words::new(
                "kvarvaro och tid till första avbrott följer legitimationer från uttagets första år; --late-entry tar med äldre",
                "retention and time to first exit follow licences from the extract's first year on; --late-entry includes older ones",
            )
        } else {
            Words::new(
                "flöden kräver två år i rad; annars välj fler år eller områden",
                "flows require two consecutive years; otherwise choose more years or areas",
            )
        };
        fault.tip(tip).into()
    }

    /// What reading decided or left out.
    pub(super) fn remarks(&self, reference: &Reference, language: Language) -> Vec<String> {
        let of_tables = self.remarks.iter();
        let of_tables = of_tables.map(|remark| input_remark(remark, reference, language));
        let of_register = self.register.iter().flat_map(|register| &register.remarks);
        let of_register = of_register.map(|remark| remark.text(language).to_owned());
        of_tables.chain(of_register).collect()
    }
}
