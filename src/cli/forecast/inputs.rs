//! The inputs of a forecast, read and checked.

use std::path::PathBuf;

use clap::ValueEnum as _;

use super::selection::Selection;
use super::{Args, estimates_cover};
use crate::cli::output::OutputArgs;
use crate::domain::{Completions, Entrants, ExamFrequencies, InputRemark, ProgrammeId};
use crate::forecast::estimated_programmes;
use crate::intake::{self, Context, Reading, SplitCounties};
use crate::language::words;
use crate::reference::Reference;
use crate::report::{InputFile, Provenance};
use crate::source::{self, Faults, RawTable, TableInput};

const EXAMPLE_ENTRANTS: (&str, &str) = (
    "seeds/example_entrants.csv",
    include_str!("../../../seeds/example_entrants.csv"),
);
const EXAMPLE_FREQUENCIES: (&str, &str) = (
    "seeds/example_frequencies.csv",
    include_str!("../../../seeds/example_frequencies.csv"),
);

/// Everything the calculation needs.
pub(super) struct Inputs {
    /// The tables by their role, in the order they were read.
    tables: [(&'static str, RawTable); 2],
    reading: Reading<Entrants>,
    split: SplitCounties,
    pub(super) entrants: Vec<Entrants>,
    pub(super) rates: Rates,
    /// The programmes to estimate.
    pub(super) programmes: Vec<ProgrammeId>,
    /// Programmes among the entrants that are outside the estimates.
    pub(super) outside: Vec<ProgrammeId>,
    pub(super) remarks: Vec<InputRemark>,
}

impl Inputs {
    /// Reads both tables; the faults of both are told together.
    pub(super) fn read(
        args: &Args,
        reference: &Reference,
        selection: &Selection,
    ) -> Result<Self, Faults> {
        let split = selection.split;
        let mut faults = Faults::new();
        let entrants = faults.keep(entrants(args, reference, split));
        let rates = faults.keep(rates(args, reference, split));
        let (Some((entrants_table, reading)), Some((rates_table, rates))) = (entrants, rates)
        else {
            return Err(faults);
        };

        let entrants: Vec<Entrants> = reading.clone().into_records().collect();
        let programmes = wanted_programmes(&entrants, &entrants_table, reference, selection)?;
        let outside = outside(&entrants, reference, selection);
        let mut remarks = reading.remarks.clone();
        remarks.extend_from_slice(&rates.remarks);
        Ok(Self {
            tables: [
                ("entrants", entrants_table),
                (rates.records.role(), rates_table),
            ],
            reading,
            split,
            entrants,
            rates: rates.records,
            programmes,
            outside,
            remarks,
        })
    }

    /// Refuses entrants of these programmes that no frequency speaks of.
    pub(super) fn check_coverage(
        &self,
        frequencies: &ExamFrequencies,
        programmes: &[ProgrammeId],
        reference: &Reference,
    ) -> Result<(), Faults> {
        let context = Context {
            table: &self.tables[0].1,
            reference,
            split: self.split,
        };
        intake::without_frequency(&self.reading, context, frequencies, programmes).or_else(|| ())
    }

    /// The table of frequencies or completions.
    pub(super) const fn rates_table(&self) -> &RawTable {
        &self.tables[1].1
    }

    /// With `-v`, how each input was read.
    pub(super) fn describe(&self, output: &OutputArgs) {
        for (_, table) in self.tables.iter().filter(|_| output.is_verbose()) {
            let (TableInput { name, format, .. }, rows) = (table.input(), table.records().count());
            let format = format.text(output.language());
            let (rad, row) = if rows == 1 {
                ("rad", "row")
            } else {
                ("rader", "rows")
            };
            output.note(&words!(
                "{name}: {format}, {rows} {rad}",
                "{name}: {format}, {rows} {row}"
            ));
        }
    }

    pub(super) fn provenance(&self, args: &Args) -> Provenance {
        let inputs = self.tables.iter().map(|(role, table)| InputFile {
            role: (*role).to_owned(),
            name: table.input().name.clone(),
            sha256: Some(table.input().sha256.clone()),
        });
        Provenance {
            program: crate::cli::program(),
            command: "forecast".to_owned(),
            options: options(args),
            inputs: inputs.collect(),
        }
    }
}

/// The options that shape the numbers.
fn options(args: &Args) -> Vec<(String, String)> {
    let joined = |names: &[String]| (!names.is_empty()).then(|| names.join(","));
    let named = |value: Option<clap::builder::PossibleValue>| {
        value.map(|value| value.get_name().to_owned())
    };
    let from_completions = |value: Option<String>| value.filter(|_| args.completions.is_some());
    let levels = args.level.iter().map(|level| level.as_f64().to_string());
    let levels: Vec<String> = levels.collect();
    let options = [
        ("method", named(args.method.to_possible_value())),
        ("programmes", joined(&args.programmes)),
        (
            "cohorts",
            from_completions(Some(args.cohorts.cohorts.to_string())),
        ),
        (
            "average",
            from_completions(named(args.cohorts.average.to_possible_value())),
        ),
        ("region", joined(&args.region)),
        ("from-year", args.from_year.map(|year| year.to_string())),
        ("horizon", args.horizon.map(|years| years.to_string())),
        ("halland", args.halland.clone()),
        ("round", args.round.map(|base| base.to_string())),
        ("level", Some(levels.join(","))),
        ("draws", Some(args.draws.to_string())),
        ("seed", Some(args.seed.to_string())),
    ];
    let given = options
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    given.collect()
}

/// Exam frequencies, or the degrees that they and curves are estimated from.
pub(super) enum Rates {
    Given(ExamFrequencies),
    FromCompletions(Vec<Completions>),
}

impl Rates {
    const fn role(&self) -> &'static str {
        match self {
            Self::Given(_) => "frequencies",
            Self::FromCompletions(_) => "completions",
        }
    }
}

/// Rates and what reading them decided or left out.
struct ReadRates {
    records: Rates,
    remarks: Vec<InputRemark>,
}

fn entrants(
    args: &Args,
    reference: &Reference,
    split: SplitCounties,
) -> Result<(RawTable, Reading<Entrants>), Faults> {
    let table = table(args.entrants.as_ref(), EXAMPLE_ENTRANTS)?;
    let reading = intake::entrants(Context {
        table: &table,
        reference,
        split,
    })?;
    Ok((table, reading))
}

fn rates(
    args: &Args,
    reference: &Reference,
    split: SplitCounties,
) -> Result<(RawTable, ReadRates), Faults> {
    let path = args.completions.as_ref().or(args.frequencies.as_ref());
    let table = table(path, EXAMPLE_FREQUENCIES)?;
    let context = Context {
        table: &table,
        reference,
        split,
    };
    let rates = if args.completions.is_some() {
        let reading = intake::completions(context)?;
        ReadRates {
            remarks: reading.remarks.clone(),
            records: Rates::FromCompletions(reading.into_records().collect()),
        }
    } else {
        let reading = intake::exam_frequencies(context)?;
        ReadRates {
            remarks: reading.remarks.clone(),
            records: Rates::Given(reading.into_records().collect()),
        }
    };
    Ok((table, rates))
}

/// The file that was given, or the embedded example.
fn table(path: Option<&PathBuf>, (name, example): (&str, &str)) -> Result<RawTable, Faults> {
    match path {
        Some(path) => source::table(path),
        None => source::table_of(name, example.as_bytes()),
    }
}

/// The programmes to estimate; a named one without entrants is a fault.
fn wanted_programmes(
    entrants: &[Entrants],
    table: &RawTable,
    reference: &Reference,
    selection: &Selection,
) -> Result<Vec<ProgrammeId>, Faults> {
    let available = estimated_programmes(entrants, reference);
    if available.is_empty() {
        let fault = table.fault(words!(
            "ingen utbildning i filen ingår i skattningarna",
            "no programme of the file is among the estimates"
        ));
        return Err(fault.tip(estimates_cover()).into());
    }
    if selection.programmes.is_empty() {
        return Ok(available);
    }
    let mut faults = Faults::new();
    for id in selection
        .programmes
        .iter()
        .filter(|id| !available.contains(id))
    {
        let own = reference.programme(*id);
        let (name, english) = (&own.name, &own.english);
        let fault = table.fault(words!(
            "filen har inga nybörjare i {name}",
            "the file has no entrants of {english}"
        ));
        faults.push(fault.tip(words!(
            "ta med utbildningen i filen eller ta bort den från kommandot",
            "include the programme in the file or remove it from the command"
        )));
    }
    faults.or_else(|| selection.programmes.clone())
}

/// Programmes among the entrants that have no horizon, when nobody asked for particular ones.
fn outside(
    entrants: &[Entrants],
    reference: &Reference,
    selection: &Selection,
) -> Vec<ProgrammeId> {
    let has_horizon = |id: ProgrammeId| reference.programme(id).horizon_years.is_some();
    let mut outside: Vec<ProgrammeId> = entrants
        .iter()
        .map(|row| row.programme)
        .filter(|id| selection.programmes.is_empty() && !has_horizon(*id))
        .collect();
    outside.sort_unstable();
    outside.dedup();
    outside
}
