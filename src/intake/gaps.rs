//! Series of läsår without holes.
//!
//! A läsår without a row may mean that there were no entrants or that the number is not known; only the person
//! who made the table knows, so a hole is a fault and a zero must be written out.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::observation::Observation;
use crate::domain::{AcademicYear, InputRemark, ProgrammeId, Season, Term};
use crate::language::words;
use crate::source::Faults;

/// The period of an entrants row: the läsår, and the term if the table is by term.
pub(super) type EntryPeriod = (AcademicYear, Option<Season>);

/// Leaves out a newest läsår of which only the autumn term is there, programme by programme.
///
/// It counts as half a läsår only if the programme has had spring entrants before.
pub(super) fn without_autumn_only<V>(
    observations: Vec<Observation<ProgrammeId, EntryPeriod, V>>,
    file: &str,
) -> (
    Vec<Observation<ProgrammeId, EntryPeriod, V>>,
    Vec<InputRemark>,
) {
    let newest = newest_by_season(&observations);
    let autumn_only: BTreeMap<ProgrammeId, AcademicYear> = newest
        .iter()
        .filter(|((_, season), _)| *season == Some(Season::Autumn))
        .filter_map(|((programme, _), &autumn)| {
            let spring = newest.get(&(*programme, Some(Season::Spring)))?;
            (spring.plus(1) == autumn).then_some((*programme, autumn))
        })
        .collect();
    let is_whole = |row: &Observation<ProgrammeId, EntryPeriod, V>| {
        autumn_only.get(&row.subject) != Some(&row.period.0)
    };
    let remarks = autumn_only
        .iter()
        .map(|(&programme, &academic_year)| InputRemark::AutumnOnly {
            file: file.to_owned(),
            programme,
            academic_year,
        });
    let remarks = remarks.collect();
    (observations.into_iter().filter(is_whole).collect(), remarks)
}

/// Reports every läsår that a series lacks between its first and the programme's last.
pub(super) fn check_gaps<V>(
    observations: &[Observation<ProgrammeId, EntryPeriod, V>],
    context: Context<'_>,
    faults: &mut Faults,
) {
    let Context {
        table, reference, ..
    } = context;
    let mut last = BTreeMap::new();
    let mut series: BTreeMap<_, (BTreeSet<AcademicYear>, usize)> = BTreeMap::new();
    for row in observations {
        let newest = last.entry(row.subject).or_insert(row.period.0);
        *newest = row.period.0.max(*newest);
        let key = (row.subject, row.place, row.sex, row.period.1);
        let (years, last_row) = series.entry(key).or_default();
        years.insert(row.period.0);
        *last_row = row.row;
    }
    for ((programme, _, _, season), (years, last_row)) in &series {
        let (Some(first), Some(end)) = (years.first(), last.get(programme)) else {
            continue;
        };
        let missing: Vec<String> = std::iter::successors(Some(*first), |year| Some(year.plus(1)))
            .take_while(|year| year <= end)
            .filter(|year| !years.contains(year))
            .map(|year| period_name(year, *season))
            .collect();
        if !missing.is_empty() {
            let own = reference.programme(*programme);
            let (name, english, missing) = (&own.name, &own.english, missing.join(", "));
            let fault = table.record(*last_row).cell(0).fault(words!(
                "serien för {name} på raden saknar {missing}",
                "the series of {english} on the row lacks {missing}"
            ));
            faults.push(fault.tip(words!(
                "skriv 0 om det var ingen, `..` om antalet är okänt",
                "write 0 if there were none, `..` if the number is not known"
            )));
        }
    }
}

/// Reports every läsår, between a programme's first and last with degrees, in which the table has no row
/// of the programme at all: whether there were no graduates or the läsår was left out is not known.
///
/// A region or a sex may lack a läsår that others have; the calculations treat that as not known.
pub(super) fn check_degree_gaps<V>(
    observations: &[Observation<ProgrammeId, (AcademicYear, AcademicYear), V>],
    context: Context<'_>,
    faults: &mut Faults,
) {
    let mut years: BTreeMap<ProgrammeId, BTreeMap<AcademicYear, usize>> = BTreeMap::new();
    for row in observations {
        let own = years.entry(row.subject).or_default();
        own.entry(row.period.1).or_insert(row.row);
    }
    for (programme, years) in years {
        let (Some((first, _)), Some((last, row))) =
            (years.first_key_value(), years.last_key_value())
        else {
            continue;
        };
        let all = std::iter::successors(Some(*first), |year| Some(year.plus(1)));
        let all = all.take_while(|year| year < last);
        let missing = all.filter(|year| !years.contains_key(year));
        let missing: Vec<String> = missing.map(|year| year.to_string()).collect();
        if missing.is_empty() {
            continue;
        }
        let own = context.reference.programme(programme);
        let (name, english, missing) = (&own.name, &own.english, missing.join(", "));
        let fault = context.table.record(*row).cell(0).fault(words!(
            "{name} har inga rader för examensläsår {missing}",
            "{english} has no rows of graduates in {missing}"
        ));
        faults.push(fault.tip(words!(
            "skriv en rad med 0 om ingen tog examen, med `..` om antalet är okänt",
            "write a row with 0 if no one took the degree, with `..` if the number is not known"
        )));
    }
}

fn period_name(year: AcademicYear, season: Option<Season>) -> String {
    match season {
        Some(season) => Term {
            academic_year: year,
            season,
        }
        .to_string(),
        None => year.to_string(),
    }
}

fn newest_by_season<V>(
    observations: &[Observation<ProgrammeId, EntryPeriod, V>],
) -> BTreeMap<(ProgrammeId, Option<Season>), AcademicYear> {
    let mut newest = BTreeMap::new();
    for row in observations {
        let (year, season) = row.period;
        let known = newest.entry((row.subject, season)).or_insert(year);
        *known = year.max(*known);
    }
    newest
}
