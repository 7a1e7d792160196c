//! The files of a flow description, read: a register, counted stock, inhabitants and entrants.

use std::path::Path;

use super::args::Args;
use super::wanted::Wanted;
use crate::cli::how_read::HowRead;
use crate::cli::input_files::input_file;
use crate::cli::refusals::all_refused;
use crate::cli::register::{EntrantsFrom, RegisterInput, RegisterRequest};
use crate::domain::{InputRemark, Studies};
use crate::flow::{Basis, Cut, Request, View};
use crate::intake::{self, Context, Reading};
use crate::language::{Language, Words, words};
use crate::reference::{Reference, inhabitants, published};
use crate::report::InputFile;
use crate::source::{self, Fault, Faults};
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
        let mut inputs = match &args.stock {
            Some(path) => Self::of_stock(path, args, reference)?,
            None => Self::of_register(args, wanted, reference)?,
        };
        inputs.basis.inhabitants = match &args.population {
            None => inhabitants(reference)?,
            Some(path) => {
                let read = table(("population", path), args, reference, intake::population)?;
                inputs.add(&read);
                read.reading.into_records().collect()
            }
        };
        Ok(inputs)
    }

    /// A register; with the embedded one, published figures of its professions.
    fn of_register(args: &Args, wanted: &Wanted, reference: &Reference) -> Result<Self, Faults> {
        let education = args.education.as_ref();
        let education = education
            .map(|path| table(("education", path), args, reference, intake::education))
            .transpose()?;
        let remarks = education.iter().flat_map(|own| own.reading.remarks.clone());
        let of_tables: Vec<InputRemark> = remarks.collect();
        let how = education.as_ref().map(|own| own.how.clone().of_persons());
        let (studies, file) = education
            .map(|own| {
                (
                    own.reading.into_records().collect::<Vec<Studies>>(),
                    own.file,
                )
            })
            .unzip();
        let request = RegisterRequest {
            professions: &wanted.request.professions,
            depth: wanted.depth,
            by_licence_cohort: wanted.request.cuts.contains(&Cut::LicenceCohort),
            entrants: entrants(studies.as_deref(), &wanted.request),
        };
        let register = args.register.count(request, reference)?;
        if let Some(studies) = &studies {
            check_kind(studies, &register)?;
        }
        let halland = args.register.extract_args.split(reference)?.halland;
        let mut basis = Basis::of_register(register.counted, halland, reference);
        if !args.register.is_given() {
            basis.add_published(published(reference)?, &wanted.request.professions);
        }
        Ok(Self {
            name: register.name.to_owned(),
            basis,
            files: register.inputs.into_iter().chain(file).collect(),
            read: register.read.into_iter().chain(how).collect(),
            of_tables,
            of_register: register.remarks,
        })
    }

    fn of_stock(path: &Path, args: &Args, reference: &Reference) -> Result<Self, Faults> {
        let InputTable { reading, file, how } =
            table(("stock", path), args, reference, intake::stock)?;
        let halland = args.register.extract_args.split(reference)?.halland;
        Ok(Self {
            name: file.name.clone(),
            files: vec![file],
            read: vec![how],
            of_tables: reading.remarks.clone(),
            of_register: Vec::new(),
            basis: Basis::of_stock(reading.into_records().collect(), halland, reference),
        })
    }

    fn add<T>(&mut self, table: &InputTable<T>) {
        self.of_tables.extend_from_slice(&table.reading.remarks);
        self.files.push(table.file.clone());
        self.read.push(table.how.clone());
    }

    /// Refuses a request that these inputs cannot answer.
    pub(super) fn check(&self, request: &Request, reference: &Reference) -> Result<(), Faults> {
        let checked = request.check(&self.basis);
        checked.map_err(|refusals| all_refused(&refusals, &self.name, reference))
    }

    /// What reading decided or left out.
    pub(super) fn remarks(&self, reference: &Reference, language: Language) -> Vec<String> {
        let of_tables = self.of_tables.iter();
        let of_tables = of_tables.map(|remark| input_remark(remark, reference, language));
        let of_register = self.of_register.iter();
        let of_register = of_register.map(|remark| remark.text(language).to_owned());
        of_tables.chain(of_register).collect()
    }
}

/// A table that was read, its file, and how it was read.
struct InputTable<T> {
    reading: Reading<T>,
    file: InputFile,
    how: HowRead,
}

/// A table in a role.
fn table<T>(
    (role, path): (&str, &Path),
    args: &Args,
    reference: &Reference,
    records: fn(Context<'_>) -> Result<Reading<T>, Faults>,
) -> Result<InputTable<T>, Faults> {
    let table = source::table(path)?;
    let reading = records(Context {
        table: &table,
        reference,
        split: args.register.extract_args.split(reference)?,
    })?;
    Ok(InputTable {
        reading,
        file: input_file(role, &table),
        how: HowRead::table(&table),
    })
}

/// Where the entrants of a request come from.
fn entrants<'a>(studies: Option<&'a [Studies]>, request: &Request) -> EntrantsFrom<'a> {
    match studies {
        Some(studies) => EntrantsFrom::Extract(studies),
        None if request.shows(View::Pathway) => EntrantsFrom::Embedded,
        None => EntrantsFrom::Nowhere,
    }
}

/// Refuses synthetic entrants of a real register and the other way round.
fn check_kind(studies: &[Studies], register: &RegisterInput) -> Result<(), Fault> {
    let is_synthetic = studies.iter().any(|row| row.is_synthetic);
    let message = match (is_synthetic, register.counted.cube.coverage.is_synthetic) {
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
