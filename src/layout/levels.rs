//! Which labels of a header are values of a dimension, and which name a measure.

use std::collections::BTreeSet;

use super::dimension::{Dimension, is_derived, is_total};
use super::header::{Label, Level};
use super::period::compound;
use crate::reference::{Reference, WordKind, spellings};
use crate::source::fold;

/// What a header says of its columns of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The dimensions that are turned into columns, in the order of the levels.
    pub dimensions: Vec<Dimension>,
    /// What each column holds; none of a column that has no value of a dimension that the others have.
    pub columns: Vec<Option<Figures>>,
}

/// What the figures of a column are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figures {
    /// A value for each of the dimensions.
    pub values: Vec<Label>,
    /// The rest of its header; none if the header is but the values.
    pub measure: Option<Label>,
}

/// A header that can be read in two ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TwoReadings {
    pub dimension: Dimension,
    pub one: Label,
    pub other: Label,
}

/// A level whose labels are values.
#[derive(Clone)]
struct Valued {
    level: usize,
    dimension: Dimension,
    values: Level,
    /// Columns whose own label is no value, but belongs to the value to its left.
    keeps_label: Vec<bool>,
}

/// Reads the levels of a header.
///
/// A level is of a dimension if at least half of its labels are values of it, or if every value is followed by the
/// same other labels, which then belong to it: `2014 | Därav <65 år | 2015 | Därav <65 år`. A word for a total among
/// values is one too, and so is an unknown name among areas, professions or programmes.
///
/// A level is no dimension if a column has no value of it, unless that column is derived: a share, a change.
///
/// # Errors
/// Two levels of the same dimension that do not agree.
pub(super) fn read(levels: &[Level], reference: &Reference) -> Result<Reading, Box<TwoReadings>> {
    let levels = with_sub_measures(split_compounds(levels, reference));
    let mut valued: Vec<Valued> = Vec::new();
    let mut dropped = BTreeSet::new();
    for index in 0..levels.len() {
        let Some(found) = valued_level(&levels, index, reference) else {
            continue;
        };
        match valued
            .iter()
            .find(|before| before.dimension == found.dimension)
        {
            Some(before) if agree(before, &found, reference) => {
                dropped.insert(index);
            }
            Some(before) => return Err(Box::new(two_readings(before, &found))),
            None => valued.push(found),
        }
    }
    let width = levels.first().map_or(0, Vec::len);
    let columns = (0..width).map(|at| figures(&levels, &valued, &dropped, at));
    Ok(Reading {
        dimensions: valued.iter().map(|own| own.dimension).collect(),
        columns: columns.collect(),
    })
}

/// Makes two levels of one whose labels are a measure and a year: `Examinerade 2021`, `2007 men`.
fn split_compounds(levels: &[Level], reference: &Reference) -> Vec<Level> {
    levels
        .iter()
        .flat_map(|level| split_compound(level, reference))
        .collect()
}

fn split_compound(level: &Level, reference: &Reference) -> Vec<Level> {
    let labelled = level.iter().flatten();
    let is_compound = |label: &&Label| {
        let text = label.text.as_str();
        compound(text).is_some() && !is_column(text) && Dimension::of(text, reference).is_none()
    };
    let compounds = labelled.clone().filter(is_compound).count();
    let others = labelled
        .clone()
        .filter(|label| !is_compound(label) && !is_derived(&label.text))
        .count();
    if compounds == 0 || others > 0 {
        return vec![level.clone()];
    }
    let part = |of: fn((&str, &str)) -> String| -> Level {
        let parts = level.iter().map(|label| {
            let label = label.as_ref()?;
            let parts = compound(&label.text).filter(|_| is_compound(&label));
            parts.map(|parts| Label {
                text: of(parts),
                ..label.clone()
            })
        });
        parts.collect()
    };
    let (years, mut rests) = (
        part(|(year, _)| year.to_owned()),
        part(|(_, rest)| rest.to_owned()),
    );
    for (rest, label) in rests.iter_mut().zip(level) {
        if rest.is_none() {
            rest.clone_from(label);
        }
    }
    vec![rests, years]
}

/// Whether a label is the name of a column, such as `SNI 2007`.
fn is_column(label: &str) -> bool {
    let columns = ["sni", "ssyk"];
    let folded = fold(label);
    columns.iter().any(|column| {
        let spellings = spellings(WordKind::Column, column).iter();
        let mut spellings = spellings;
        spellings.any(|word| fold(word) == folded)
    })
}

/// Joins `Därav` with the label below it, which is then no value: `Därav <65 år`.
fn with_sub_measures(mut levels: Vec<Level>) -> Vec<Level> {
    let is_lead = |label: &Label| {
        let folded = fold(&label.text);
        !label.text.trim_end().ends_with(':')
            && ["darav", "varav", "ofwhich", "darav totalt"].contains(&folded.as_str())
    };
    for index in 0..levels.len().saturating_sub(1) {
        let (above, below) = levels.split_at_mut(index + 1);
        for (upper, lower) in above[index].iter_mut().zip(&mut below[0]) {
            if let Some(label) = upper.as_mut().filter(|label| is_lead(label))
                && let Some(lower) = lower.take()
            {
                label.text = format!("{} {}", label.text, lower.text);
            }
        }
    }
    levels
}

/// A level with the values of the dimension that most of its labels are of.
fn valued_level(levels: &[Level], index: usize, reference: &Reference) -> Option<Valued> {
    let level = &levels[index];
    let of = |label: &Option<Label>| Dimension::of(&label.as_ref()?.text, reference);
    let found: Vec<Option<Dimension>> = level.iter().map(of).collect();
    let mut kinds: Vec<Dimension> = found.iter().flatten().copied().collect();
    kinds.sort_unstable();
    let counts = kinds.chunk_by(PartialEq::eq).map(|run| (run.len(), run[0]));
    // Of equally frequent ones the surest.
    let (_, dimension) = counts.rev().max_by_key(|(count, _)| *count)?;
    let is_value = |at: usize| {
        let label = level[at].as_ref();
        label.is_some_and(|label| {
            found[at] == Some(dimension)
                || dimension.has(&label.text, reference)
                || !dimension.is_period() && is_total(&label.text)
        })
    };
    let own: Vec<bool> = (0..level.len()).map(is_value).collect();
    let labelled = level.iter().flatten().count();
    let values = own.iter().filter(|is_value| **is_value).count();
    let valued = Valued {
        level: index,
        dimension,
        values: level.clone(),
        keeps_label: vec![false; level.len()],
    };
    let valued = match inherited(valued.clone(), &own, levels) {
        Some(inherited) => inherited,
        None if values == labelled || values * 2 > labelled => {
            with_names_and_totals(valued, levels, &own)
        }
        None => return None,
    };
    let is_derived_column = |at: usize| {
        let labels = levels.iter().filter_map(|level| level[at].as_ref());
        let mut labels = labels;
        labels.any(|label| is_derived(&label.text))
    };
    let mut columns = valued.values.iter().enumerate();
    columns
        .all(|(at, value)| value.is_some() || is_derived_column(at))
        .then_some(valued)
}

/// The values of a level most labels of which are values: names among names are values too, and so is a total that
/// is written above or below the level.
fn with_names_and_totals(valued: Valued, levels: &[Level], own: &[bool]) -> Valued {
    let dimension = valued.dimension;
    let is_name = |label: &Label| dimension.is_open() && !is_derived(&label.text);
    let value = |(at, label): (usize, &Option<Label>)| {
        let own = label.as_ref().filter(|label| own[at] || is_name(label));
        let mut column = levels.iter().filter_map(|level| level[at].as_ref());
        let total = column.find(|label| !dimension.is_period() && is_total(&label.text));
        own.or(total).cloned()
    };
    let values = valued.values.iter().enumerate().map(value).collect();
    Valued { values, ..valued }
}

/// Gives every column the value to its left, if the same other labels follow every value.
fn inherited(valued: Valued, own: &[bool], levels: &[Level]) -> Option<Valued> {
    let level = &levels[valued.level];
    // Columns beyond the level, such as those of formulas beside the table, have none of its values.
    let width = level.iter().rposition(Option::is_some)? + 1;
    let starts: Vec<usize> = (0..width).filter(|at| own[*at]).collect();
    if starts.first() != Some(&0) || starts.len() == width || starts.len() < 2 {
        return None;
    }
    let followers = |from: usize, to: usize| -> Vec<Vec<Option<&str>>> {
        let labels = (from + 1..to).map(|at| {
            let column = levels.iter().map(|level| level[at].as_ref());
            column
                .map(|label| label.map(|label| label.text.as_str()))
                .collect()
        });
        labels.collect()
    };
    let ends = starts.iter().skip(1).copied().chain([width]);
    let runs: Vec<_> = starts
        .iter()
        .zip(ends)
        .map(|(from, to)| followers(*from, to))
        .collect();
    let has_labels = level[..width].iter().all(Option::is_some);
    if !has_labels || runs.windows(2).any(|pair| pair[0] != pair[1]) {
        return None;
    }
    let mut valued = valued;
    let columns = own.iter().enumerate().take(width);
    for (at, _) in columns.filter(|(_, own)| !**own) {
        valued.keeps_label[at] = true;
        let (before, value) = valued.values.split_at_mut(at);
        value[0].clone_from(&before[at - 1]);
    }
    Some(valued)
}

/// Whether two levels have the same values, perhaps in two languages.
fn agree(before: &Valued, found: &Valued, reference: &Reference) -> bool {
    let pairs = before.values.iter().zip(&found.values);
    let mut pairs = pairs;
    pairs.all(|pair| match pair {
        (Some(one), Some(other)) => before.dimension.same(&one.text, &other.text, reference),
        (_, None) => true,
        (None, Some(_)) => false,
    })
}

fn two_readings(before: &Valued, found: &Valued) -> TwoReadings {
    let label = |valued: &Valued| valued.values.iter().flatten().next().cloned();
    let nothing = || Label {
        text: String::new(),
        row: 0,
        column: 0,
    };
    TwoReadings {
        dimension: before.dimension,
        one: label(before).unwrap_or_else(nothing),
        other: label(found).unwrap_or_else(nothing),
    }
}

/// What the figures of a column are, if it has a value of every dimension.
fn figures(
    levels: &[Level],
    valued: &[Valued],
    dropped: &BTreeSet<usize>,
    at: usize,
) -> Option<Figures> {
    let values = valued.iter().map(|own| own.values[at].clone());
    let labels = values.collect::<Option<Vec<Label>>>()?;
    let values = labels.iter().zip(valued).map(|(label, own)| Label {
        text: own.dimension.value(&label.text).to_owned(),
        ..label.clone()
    });
    let values = values.collect();
    let rest = levels.iter().enumerate().filter_map(|(index, level)| {
        let label = level[at].as_ref()?;
        let is_value = valued
            .iter()
            .any(|own| own.level == index && !own.keeps_label[at]);
        let is_lead =
            !valued.is_empty() && (label.text.ends_with(':') || names_dimension(label, valued));
        let is_used = labels.contains(label);
        (!is_value && !is_lead && !is_used && !dropped.contains(&index)).then_some(label)
    });
    let rest: Vec<&Label> = rest.collect();
    let mut texts: Vec<&str> = rest.iter().map(|label| label.text.as_str()).collect();
    texts.dedup();
    let measure = rest.last().map(|label| Label {
        text: texts.join(" "),
        ..(*label).clone()
    });
    Some(Figures { values, measure })
}

/// Whether a label above values is the name of their dimension: `År` above the years.
fn names_dimension(label: &Label, valued: &[Valued]) -> bool {
    valued.iter().any(|own| own.dimension.is_named(&label.text))
}
