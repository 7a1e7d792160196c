//! Entrants that no exam frequency applies to.

use std::collections::BTreeSet;

use super::{Context, Reading};
use crate::domain::{Entrants, ExamFrequencies, ProgrammeId, Sex};
use crate::language::words;
use crate::source::Faults;

/// Reports the entrants of `wanted` programmes that have no frequency, once per programme and sex,
/// at the first row concerned. `context` is the one that the entrants were read in.
#[must_use]
pub fn without_frequency(
    entrants: &Reading<Entrants>,
    context: Context<'_>,
    frequencies: &ExamFrequencies,
    wanted: &[ProgrammeId],
) -> Faults {
    let mut faults = Faults::new();
    let mut reported = BTreeSet::new();
    for sourced in &entrants.records {
        let Entrants {
            programme,
            place,
            sex,
            ..
        } = sourced.record;
        let is_covered = frequencies.applying_to(programme, place, sex).is_some();
        if is_covered || !wanted.contains(&programme) || !reported.insert((programme, sex)) {
            continue;
        }
        let own = context.reference.programme(programme);
        let (name, english) = (&own.name, &own.english);
        let (whom, of_whom) = match sex {
            Some(Sex::Women) => (", kvinnor", ", women"),
            Some(Sex::Men) => (", män", ", men"),
            None => ("", ""),
        };
        let tip = if frequencies.knows(programme) {
            words!(
                "examensfrekvensen gäller ett annat kön eller en annan plats; lägg till en rad för alla",
                "the exam frequency holds for another sex or place; add a row for all"
            )
        } else {
            words!(
                "lägg till utbildningen bland examensfrekvenserna, eller nämn bara dem som ska skattas",
                "add the programme to the exam frequencies, or name only the programmes to estimate"
            )
        };
        let cell = context.table.record(sourced.row).cell(0);
        let fault = cell.fault(words!(
            "examensfrekvens saknas för {name}{whom}",
            "no exam frequency for {english}{of_whom}"
        ));
        faults.push(fault.tip(tip));
    }
    faults
}
