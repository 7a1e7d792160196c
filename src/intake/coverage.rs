//! Entrants that no exam frequency speaks of.

use std::collections::BTreeSet;

use super::{Context, Reading};
use crate::domain::{Entrants, ExamFrequencies, ProgrammeId, Sex};
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
        let name = &context.reference.programme(programme).name;
        let whom = match sex {
            Some(Sex::Women) => ", kvinnor",
            Some(Sex::Men) => ", män",
            None => "",
        };
        let tip = if frequencies.knows(programme) {
            "examensfrekvensen gäller ett annat kön eller en annan plats; lägg till en rad för alla"
        } else {
            "lägg till utbildningen bland examensfrekvenserna, eller nämn bara dem som ska skattas"
        };
        let message = format!("examensfrekvens saknas för {name}{whom}");
        let record = context.table.record(sourced.row);
        faults.push(record.cell(0).fault(message).tip(tip));
    }
    faults
}
