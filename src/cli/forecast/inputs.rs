//! The inputs of a forecast, read and checked.

use std::path::PathBuf;

use clap::ValueEnum as _;

use super::args::Args;
use super::selection::{Selection, estimates_cover};
use crate::cli::input_files::input_files;
use crate::cli::output::OutputArgs;
use crate::domain::{ExamFrequencies, InputRemark, ProgrammeId};
use crate::forecast::{
    self, EstimationError, Rates, estimated_programmes, programmes_without_horizon,
};
use crate::intake::{HistorySources, HistoryTables};
use crate::language::{Words, words};
use crate::layout;
use crate::reference::Reference;
use crate::report::Provenance;
use crate::source::{self, Fault, Faults};

const EXAMPLE_ENTRANTS: (&str, &str) = (
    "seeds/example_entrants.csv",
    include_str!("../../../seeds/example_entrants.csv"),
);
const EXAMPLE_FREQUENCIES: (&str, &str) = (
    "seeds/example_frequencies.csv",
    include_str!("../../../seeds/example_frequencies.csv"),
);

/// Everything that the calculation needs.
pub(super) struct Inputs {
    tables: HistoryTables,
    frequencies: ExamFrequencies,
    /// The programmes to estimate.
    pub(super) programmes: Vec<ProgrammeId>,
    /// Programmes among the entrants that are outside the estimates.
    pub(super) outside: Vec<ProgrammeId>,
    pub(super) remarks: Vec<InputRemark>,
}

impl Inputs {
    /// Reads both tables; the faults of both are reported together.
    pub(super) fn read(
        args: &Args,
        reference: &Reference,
        selection: &Selection,
    ) -> Result<Self, Faults> {
        let tables = sources(args, reference).read(reference, selection.split)?;
        let programmes = wanted_programmes(&tables, reference, selection)?;
        let outside = if selection.programmes.is_empty() {
            programmes_without_horizon(tables.entrants(), reference)
        } else {
            Vec::new()
        };
        Ok(Self {
            frequencies: tables.exam_frequencies(),
            remarks: tables.remarks(),
            programmes,
            outside,
            tables,
        })
    }

    /// The records alone.
    pub(super) fn records(&self) -> forecast::Inputs<'_> {
        let rates = match &self.tables.completions {
            Some(own) => Rates::Completions(&own.records),
            None => Rates::Frequencies(&self.frequencies),
        };
        forecast::Inputs {
            entrants: self.tables.entrants(),
            rates,
        }
    }

    /// Why there is no forecast, with the place in the table that it is due to.
    pub(super) fn faults(&self, error: &EstimationError) -> Faults {
        let mut faults = Faults::new();
        match error {
            EstimationError::Uncovered(entrants) => {
                for own in entrants {
                    let fault = self.fault_of_entrants(own.entrants, own.words());
                    faults.push(fault.tip(own.tip()));
                }
            }
            EstimationError::Cohorts(errors) => {
                let table = self.tables.completions.as_ref();
                for error in errors {
                    let words = error.words();
                    let fault = match table {
                        Some(own) => own.table.fault(words),
                        None => Fault::new(words),
                    };
                    faults.push(fault.tip(error.tip()));
                }
            }
            EstimationError::Forecast(_) | EstimationError::NoCompletions => {
                faults.push(Fault::new(error.words()));
            }
        }
        faults
    }

    fn fault_of_entrants(&self, index: usize, words: Words) -> Fault {
        let entrants = self.tables.entrants.as_ref();
        let cell = entrants.and_then(|own| Some(own.table.record(*own.rows.get(index)?).cell(0)));
        match cell {
            Some(cell) => cell.fault(words),
            None => Fault::new(words),
        }
    }

    /// With `-v`, how each input was read.
    pub(super) fn describe(&self, output: &OutputArgs) {
        output.describe_tables(&self.tables);
    }

    pub(super) fn provenance(&self, args: &Args) -> Provenance {
        Provenance::of("forecast", options(args), input_files(self.tables.tables()))
    }
}

/// The tables that were given, or the embedded examples.
fn sources(args: &Args, reference: &Reference) -> HistorySources {
    let opened = |path: Option<&PathBuf>, (name, example): (&str, &str)| match path {
        Some(path) => layout::tables(path, None, reference),
        None => source::table_of(name, example.as_bytes()).map(|table| vec![table]),
    };
    let entrants = opened(args.entrants.as_ref(), EXAMPLE_ENTRANTS);
    let frequencies = || opened(args.frequencies.as_ref(), EXAMPLE_FREQUENCIES);
    HistorySources {
        entrants: Some(entrants),
        frequencies: args.completions.is_none().then(frequencies),
        completions: args
            .completions
            .as_ref()
            .map(|path| layout::tables(path, None, reference)),
        graduates: None,
    }
}

/// The options that shape the numbers.
fn options(args: &Args) -> impl IntoIterator<Item = (&'static str, Option<String>)> {
    let joined = |names: &[String]| (!names.is_empty()).then(|| names.join(","));
    let named = |value: Option<clap::builder::PossibleValue>| {
        value.map(|value| value.get_name().to_owned())
    };
    let from_completions = |value: Option<String>| value.filter(|_| args.completions.is_some());
    let levels = args.level.iter().map(|level| level.as_f64().to_string());
    let levels: Vec<String> = levels.collect();
    [
        ("method", named(args.method.to_possible_value())),
        ("programmes", joined(&args.programmes)),
        (
            "cohorts",
            from_completions(Some(args.cohorts.cohorts.to_string())),
        ),
        ("average", from_completions(args.cohorts.average_name())),
        ("region", args.regions.option()),
        ("from-year", args.from_year.map(|year| year.to_string())),
        ("horizon", args.horizon.map(|years| years.to_string())),
        ("halland", args.halland.clone()),
        ("round", args.round.map(|base| base.to_string())),
        ("level", Some(levels.join(","))),
        ("draws", Some(args.draws.draws.to_string())),
        ("seed", Some(args.draws.seed.to_string())),
    ]
}

/// The programmes to estimate; a named one without entrants is a fault.
fn wanted_programmes(
    tables: &HistoryTables,
    reference: &Reference,
    selection: &Selection,
) -> Result<Vec<ProgrammeId>, Faults> {
    let available = estimated_programmes(tables.entrants(), reference);
    let fault = |words| match &tables.entrants {
        Some(own) => own.table.fault(words),
        None => Fault::new(words),
    };
    if available.is_empty() {
        let fault = fault(words!(
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
        let fault = fault(words!(
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
