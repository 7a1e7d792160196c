//! The files of a flow description, read: a register, counted stock, inhabitants and entrants.

use super::args::Args;
use super::wanted::Wanted;
use crate::cli::how_read::HowRead;
use crate::cli::input_files::input_files;
use crate::cli::register::{EntrantsFrom, RegisterRequest};
use crate::domain::{HealthRegionId, InputRemark, StockCount, Studies};
use crate::flow::{Basis, Cut, View};
use crate::intake::{FlowTables, InputTable};
use crate::language::{Language, Words};
use crate::reference::{Reference, inhabitants, published_stock};
use crate::report::InputFile;
use crate::source::Faults;
use crate::view::input_remark;

/// What was read.
pub(super) struct Inputs {
    /// What to call it in messages.
    pub(super) name: String,
    pub(super) basis: Basis,
    /// All files, the register's first.
    pub(super) files: Vec<InputFile>,
    /// How they were read, for `--verbose`.
    pub(super) read: Vec<HowRead>,
    of_tables: Vec<InputRemark>,
    of_register: Vec<Words>,
}

impl Inputs {
    pub(super) fn read(
        args: &Args,
        wanted: &Wanted,
        reference: &Reference,
    ) -> Result<Self, Faults> {
        let split = args.register.extract_args.split(reference)?;
        let tables = args.sources().read(reference, split)?;
        let mut inputs = match &tables.stock {
            Some(stock) => Self::of_stock(stock, split.halland, reference),
            None => Self::of_register(args, wanted, tables.studies(), reference)?,
        };
        inputs.basis.inhabitants = match &tables.population {
            Some(own) => own.records.clone(),
            None => inhabitants(reference)?,
        };
        inputs.add(&tables);
        Ok(inputs)
    }

    /// A register; with the embedded one, published figures of its professions.
    fn of_register(
        args: &Args,
        wanted: &Wanted,
        studies: Option<&[Studies]>,
        reference: &Reference,
    ) -> Result<Self, Faults> {
        let request = &wanted.request;
        let entrants = match studies {
            Some(studies) => EntrantsFrom::Extract(studies),
            None if request.shows(View::Pathway) => EntrantsFrom::Embedded,
            None => EntrantsFrom::Nowhere,
        };
        let counted = RegisterRequest {
            professions: &request.professions,
            depth: wanted.depth,
            by_licence_cohort: request.cuts.contains(&Cut::LicenceCohort),
            entrants,
        };
        let register = args.register.count(counted, reference)?;
        let halland = args.register.extract_args.split(reference)?.halland;
        let mut basis = Basis::of_register(register.counted, halland, reference);
        if !args.register.is_given() {
            basis.add_published(published_stock(reference)?, &request.professions);
        }
        Ok(Self {
            name: register.name.to_owned(),
            basis,
            files: register.inputs,
            read: register.read,
            of_tables: Vec::new(),
            of_register: register.remarks,
        })
    }

    fn of_stock(
        stock: &InputTable<StockCount>,
        halland: Option<HealthRegionId>,
        reference: &Reference,
    ) -> Self {
        Self {
            name: stock.table.input().name.clone(),
            basis: Basis::of_stock(stock.records.clone(), halland, reference),
            files: Vec::new(),
            read: Vec::new(),
            of_tables: Vec::new(),
            of_register: Vec::new(),
        }
    }

    /// Adds how tables were read to how the register was.
    fn add(&mut self, tables: &FlowTables) {
        self.files.extend(input_files(tables.tables()));
        self.of_tables.extend(tables.remarks());
        let (stock, population) = (tables.stock.as_ref(), tables.population.as_ref());
        let education = tables.education.as_ref();
        let read = [
            stock.map(|own| HowRead::table(&own.table)),
            education.map(|own| HowRead::table(&own.table).of_persons()),
            population.map(|own| HowRead::table(&own.table)),
        ];
        self.read.extend(read.into_iter().flatten());
    }

    /// What reading decided or left out.
    pub(super) fn remarks(&self, reference: &Reference, language: Language) -> Vec<String> {
        let of_register = self.of_register.iter();
        self.of_tables
            .iter()
            .map(|remark| input_remark(remark, reference, language))
            .chain(of_register.map(|remark| remark.text(language).to_owned()))
            .collect()
    }
}
