//! A laid-out table as rows: a row for every row and every combination of the values in the header, a column for
//! every dimension and every measure.

use std::rc::Rc;

use csv::StringRecord;

use super::header::{Label, Texts};
use super::places::{LongPlaces, Source};
use super::stub::SectionKind;
use super::walk::{LeftOut, LongRow, Understood, Walked};
use crate::source::{Faults, Grid, RawTable, TableInput};

/// Makes the long table of rows.
///
/// # Errors
/// What no table may have: equal names, no rows.
pub(super) fn long(
    understood: &Understood<'_>,
    grid: &Rc<Grid>,
    input: TableInput,
    walked: Walked,
    left_out: &LeftOut,
) -> Result<RawTable, Faults> {
    let Walked {
        measures,
        combinations,
        rows,
        states,
    } = walked;
    let columns = columns(understood, left_out, measures.len());
    let named = columns
        .iter()
        .map(|source| named(source, understood, &measures));
    let (names, header): (Vec<String>, Vec<_>) = named.unzip();
    let places = LongPlaces {
        grid: Rc::clone(grid),
        columns,
        header,
        combinations,
        rows,
        states,
    };
    let records = (0..places.rows.len()).map(|row| record(&places, row, understood.texts));
    let records: Vec<StringRecord> = records.collect();
    let names: StringRecord = names.iter().map(String::as_str).collect();
    RawTable::new(input, &names, records, Box::new(places))
}

/// The columns of a long table: the stub, sections, dimensions, measures.
fn columns(understood: &Understood<'_>, left_out: &LeftOut, measures: usize) -> Vec<Source> {
    let stub = understood
        .stub
        .columns
        .iter()
        .map(|column| Source::Stub(column.column));
    let mut kinds: Vec<SectionKind> = left_out.sections.keys().copied().collect();
    kinds.extend(understood.stub.corner.keys());
    kinds.sort_unstable();
    kinds.dedup();
    let sections = kinds.into_iter().map(Source::Section);
    if understood.reading.dimensions.is_empty() {
        let figures = understood.columns.figures.iter().enumerate();
        let figures = figures.map(|(at, column)| (*column, Source::Measure(at)));
        let stub = understood
            .stub
            .columns
            .iter()
            .map(|own| (own.column, Source::Stub(own.column)));
        let mut columns: Vec<(usize, Source)> = stub.chain(figures).collect();
        columns.sort_by_key(|(column, _)| *column);
        let columns = columns.into_iter().map(|(_, source)| source);
        return sections.chain(columns).collect();
    }
    let values = (0..understood.reading.dimensions.len()).map(Source::Value);
    let measures = (0..measures).map(Source::Measure);
    stub.chain(sections).chain(values).chain(measures).collect()
}

/// The name of a column, and the cell that it is from.
fn named(
    source: &Source,
    understood: &Understood<'_>,
    measures: &[Option<Label>],
) -> (String, Option<(usize, usize)>) {
    let place = |label: &Label| (label.row, label.column);
    match source {
        Source::Stub(at) => {
            let own = understood.stub.columns.iter().find(|own| own.column == *at);
            let place = own.and_then(|own| own.header.as_ref()).map(place);
            (own.map(|own| own.name.clone()).unwrap_or_default(), place)
        }
        Source::Section(kind) => {
            let label = understood.stub.corner.get(kind);
            let mut stub = understood.stub.columns.iter();
            // A column of the stub keeps its name; what heads it is another thing.
            let is_taken = stub.any(|own| own.name == kind.column());
            let kind = if is_taken { &SectionKind::Other } else { kind };
            (kind.column().to_owned(), label.map(place))
        }
        Source::Value(at) => {
            let dimension = understood.reading.dimensions.get(*at);
            let mut columns = understood.reading.columns.iter().flatten();
            let first = columns.find_map(|figures| figures.values.get(*at));
            let name = dimension.map(|own| own.column()).unwrap_or_default();
            (name.to_owned(), first.map(place))
        }
        Source::Measure(at) => {
            let label = measures.get(*at).and_then(Option::as_ref);
            let name = label.map_or(understood.unnamed, |label| label.text.as_str());
            (name.to_owned(), label.map(place))
        }
    }
}

fn record(places: &LongPlaces, row: usize, texts: &Texts<'_>) -> StringRecord {
    let LongRow {
        row: source_row,
        combination,
        state,
    } = places.rows[row];
    let (combination, state) = (&places.combinations[combination], &places.states[state]);
    let mut record = StringRecord::new();
    let mut stub = state.stub.iter();
    for source in &places.columns {
        match source {
            Source::Stub(column) => {
                let from = stub.next().copied().flatten();
                let label = texts.label(from.unwrap_or(source_row), *column);
                record.push_field(label.as_ref().map_or("", |label| &label.text));
            }
            Source::Section(kind) => {
                let label = state.sections.0.get(kind);
                record.push_field(label.map_or("", |label| &label.text));
            }
            Source::Value(at) => {
                record.push_field(combination.values.get(*at).map_or("", |label| &label.text));
            }
            Source::Measure(at) => {
                let column = combination.measures.get(*at).copied().flatten();
                let text = column.map(|column| texts.raw_figure(source_row, column));
                record.push_field(text.unwrap_or_default());
            }
        }
    }
    record
}
