//! `vardkraft compare`: two editions, the difference explained; or an edition and what happened.

use std::path::{Path, PathBuf};

use clap::ValueHint;

use super::how_read::HowRead;
use super::input_files::input_file;
use super::names::{halland, has_rows, regions};
use super::output::{Files, OutputArgs};
use crate::disclosure::{Policy, release};
use crate::forecast::{Edition, Outcomes, compare, judge};
use crate::intake::{HistorySources, SplitCounties};
use crate::language::words;
use crate::layout;
use crate::reference::Reference;
use crate::report::{InputFile, Provenance};
use crate::source::{Document, Fault, Faults, Location};
use crate::view::{self, ComparisonFacts, input_remark};

/// Compare two editions saved with `forecast --save`, or one with what happened.
///
/// Every change is split exactly into entrants, exam frequency, timing and method, and coverage.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The older edition.
    #[arg(value_name = "OLD", value_hint = ValueHint::FilePath)]
    old: PathBuf,
    /// The newer edition.
    #[arg(value_name = "NEW", value_hint = ValueHint::FilePath)]
    #[arg(required_unless_present = "outcome")]
    new: Option<PathBuf>,
    /// What happened, instead of a newer edition: utbildning, läsår, examinerade [place; kön].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "new")]
    outcome: Option<PathBuf>,
    /// Which health region Halland counts in where the outcome gives only the county.
    #[arg(long, value_name = "REGION", requires = "outcome")]
    halland: Option<String>,
    /// Show only these regions: a sjukvårdsregion or riket, several with commas.
    #[arg(
        long,
        value_name = "REGION",
        value_delimiter = ',',
        help_heading = "Output"
    )]
    region: Vec<String>,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    let newer = [&args.new, &args.outcome].into_iter().flatten();
    let paths = std::iter::once(&args.old).chain(newer);
    output.check(Files::reading(paths.map(PathBuf::as_path)))?;
    let reference = Reference::load()?;
    let regions = regions(&args.region, &reference)?;
    let (old, file) = edition(&args.old, &reference, output)?;
    let mut files = vec![file];
    let mut remarks = Vec::new();
    let language = output.language();
    let report = if let Some(path) = &args.new {
        let (new, file) = edition(path, &reference, output)?;
        files.push(file);
        let changes = compare(&old, &new, &reference);
        let facts = ComparisonFacts {
            reference: &reference,
            language,
            regions: &regions,
            remarks: &remarks,
        };
        view::comparison(&changes, (&old, &new), facts, args.provenance(files))
    } else {
        let outcomes = args.outcomes(&reference, output, &mut files, |remark| {
            remarks.push(input_remark(remark, &reference, language));
        })?;
        let judged = judge(&old, &outcomes, &reference);
        if judged.iter().all(|own| own.outcome.is_none()) {
            let fault = Fault::new(words!(
                "utfallet har inga av omgångens utbildningar och år",
                "the outcome has none of the programmes and years of the edition"
            ));
            let tip = words!(
                "ta med examinerade för omgångens examensår",
                "include the graduates of the edition's graduation years"
            );
            return Err(fault.tip(tip).into());
        }
        let facts = ComparisonFacts {
            reference: &reference,
            language,
            regions: &regions,
            remarks: &remarks,
        };
        view::verdicts(&judged, &old, facts, args.provenance(files))
    };
    has_rows(&report, &args.region)?;
    output.write(&release(report, Policy::Aggregates)?)
}

fn edition(
    path: &Path,
    reference: &Reference,
    output: &OutputArgs,
) -> Result<(Edition, InputFile), Faults> {
    let document = Document::read(path)?;
    let found = Edition::from_json(document.text(), reference).map_err(|error| {
        let fault = Fault::new(error.words()).tip(error.tip());
        fault.located(Location::file(document.name()))
    })?;
    output.describe([&HowRead::text(&document)], Policy::Aggregates);
    let file = InputFile {
        role: "edition".to_owned(),
        name: document.name().to_owned(),
        sha256: Some(document.sha256().to_owned()),
    };
    Ok((found, file))
}

impl Args {
    fn outcomes(
        &self,
        reference: &Reference,
        output: &OutputArgs,
        files: &mut Vec<InputFile>,
        mut remark: impl FnMut(&crate::domain::InputRemark),
    ) -> Result<Outcomes, Faults> {
        let Some(path) = &self.outcome else {
            return Ok(Outcomes::default());
        };
        let chosen = self.halland.as_ref();
        let chosen = chosen.map(|name| halland(name, reference)).transpose()?;
        let sources = HistorySources {
            graduates: Some(layout::tables(path, None, reference)),
            ..HistorySources::default()
        };
        let tables = sources.read(reference, SplitCounties { halland: chosen })?;
        tables.remarks().iter().for_each(&mut remark);
        output.describe_tables(&tables);
        let tables_read = tables
            .tables()
            .map(|(_, table)| input_file("outcome", table));
        files.extend(tables_read);
        Ok(Outcomes::of_graduates(tables.graduates()))
    }

    fn provenance(&self, inputs: Vec<InputFile>) -> Provenance {
        let region = (!self.region.is_empty()).then(|| self.region.join(","));
        let options = [("region", region), ("halland", self.halland.clone())];
        Provenance::of("compare", options, inputs)
    }
}
