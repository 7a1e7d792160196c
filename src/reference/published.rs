//! Everything that is published, as the embedded tables have it.

use std::collections::BTreeMap;

use super::Reference;
use super::embedded::{names, rows};
use super::published_figures::published_figures;
use super::published_stock::quoted_stock;
use crate::domain::{
    CountStatus, Headcount, Published, PublishedFigure, PublishedMeasure, PublishedNote, StockCount,
};
use crate::language::Words;
use crate::source::Faults;

const NOTES: &str = include_str!("../../data/published_notes.csv");

/// All embedded published figures.
///
/// # Errors
/// Faults in the embedded tables themselves, which the tests rule out.
pub fn published(reference: &Reference) -> Result<Published, Faults> {
    let (mut stock, mut figures) = (Vec::new(), Vec::new());
    for figure in published_figures(reference)? {
        match figure.measure {
            PublishedMeasure::NewlyLicensed(_) | PublishedMeasure::InFieldPer100000 => {
                figures.push(figure);
            }
            _ => stock.push(figure),
        }
    }
    Ok(Published {
        edition: stock_counts(&stock),
        quoted: quoted_stock(reference)?,
        figures,
        notes: notes(reference)?,
    })
}

/// The figures on stock, those of a profession, year, place and sex together.
fn stock_counts(figures: &[PublishedFigure]) -> Vec<StockCount> {
    let mut counts = BTreeMap::new();
    for figure in figures {
        let key = (figure.profession, figure.year, figure.place, figure.sex);
        let count = counts
            .entry((key, &figure.source))
            .or_insert_with(|| no_stock(figure));
        let known = figure.value.known().map(Headcount);
        match figure.measure {
            PublishedMeasure::Licensed => count.licensed = known,
            PublishedMeasure::Under65 => count.under_65 = known,
            PublishedMeasure::Employed => count.employed = known,
            PublishedMeasure::InCare => count.in_care = known,
            PublishedMeasure::InField => count.in_field = known,
            PublishedMeasure::NewlyLicensed(_) | PublishedMeasure::InFieldPer100000 => {}
        }
    }
    counts.into_values().collect()
}

fn no_stock(figure: &PublishedFigure) -> StockCount {
    StockCount {
        profession: figure.profession,
        year: figure.year,
        place: figure.place,
        sex: figure.sex,
        licensed: None,
        under_65: None,
        employed: None,
        in_care: None,
        in_field: None,
        in_profession: None,
        status: CountStatus::Plain,
        basis: figure.source.clone(),
        note: None,
    }
}

fn notes(reference: &Reference) -> Result<Vec<PublishedNote>, Faults> {
    rows(
        "data/published_notes.csv",
        NOTES,
        ["professions", "note", "english_note", "source"],
        |[professions, note, english, source]| {
            let known = names(professions)
                .into_iter()
                .map(|name| reference.profession_named(&name));
            let known = known.collect::<Result<_, _>>();
            Ok(PublishedNote {
                professions: known.map_err(|unknown| professions.fault(unknown.words()))?,
                note: Words::new(note.text(), english.text()),
                source: source.text().to_owned(),
            })
        },
    )
}
