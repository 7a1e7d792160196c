//! The education extract (utbildningsuttag): löpnr, utbildning, startläsår, examensläsår; optionally
//! place, kön, gymnasieprogram and syntetisk.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::column_names::{GRADUATED, PERSON, PROGRAMME, SEX, STARTED, SYNTHETIC, UPPER_SECONDARY};
use super::columns::Columns;
use super::places::PlaceColumns;
use super::{Context, Reading, Sourced, cells};
use crate::domain::{AcademicYear, Place, ProgrammeId, Studies};
use crate::language::words;
use crate::source::{Cell, Fault, Faults, Number, RawTable, Record, is_missing_name};

/// Reads a table of one row per person and programme. A row without a degree is somebody who had not
/// taken it when the extract was made.
///
/// # Errors
/// Every missing column, unknown name, malformed cell, degree before the start and person who occurs
/// twice in a programme, and made-up rows among real ones.
pub fn education(context: Context<'_>) -> Result<Reading<Studies>, Faults> {
    let table = context.table;
    let mut columns = Columns::of(context);
    let layout = Layout::of(&mut columns)?;
    let mut faults = Faults::new();
    let mut records = Vec::new();
    for record in table.records() {
        if let Some(studies) = layout.studies(record, context, &mut faults) {
            let row = record.row();
            records.push(Sourced {
                record: studies,
                row,
            });
        }
    }
    check_unique(&records, table, &mut faults);
    faults.sort();
    check_all_or_none_synthetic(&records, table, &mut faults);
    faults.or_else(|| Reading {
        records,
        remarks: columns.ignored().into_iter().collect(),
    })
}

struct Layout {
    person: usize,
    programme: usize,
    started: usize,
    graduated: usize,
    places: PlaceColumns,
    sex: Option<usize>,
    upper_secondary: Option<usize>,
    synthetic: Option<usize>,
}

impl Layout {
    fn of(columns: &mut Columns<'_>) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let needed = [PERSON, PROGRAMME, STARTED, GRADUATED];
        let needed = needed.map(|column| faults.keep(columns.required(column)));
        let places = PlaceColumns::of_persons(columns, &mut faults);
        let optional = [SEX, UPPER_SECONDARY, SYNTHETIC];
        let [sex, upper_secondary, synthetic] =
            optional.map(|column| faults.keep(columns.optional(column)).flatten());
        let [
            Some(person),
            Some(programme),
            Some(started),
            Some(graduated),
        ] = needed
        else {
            return Err(faults);
        };
        faults.or_else(|| Self {
            person,
            programme,
            started,
            graduated,
            places,
            sex,
            upper_secondary,
            synthetic,
        })
    }

    fn studies(
        &self,
        record: Record<'_>,
        context: Context<'_>,
        faults: &mut Faults,
    ) -> Option<Studies> {
        let programme = cells::named(record.cell(self.programme), |name| {
            context.reference.programme_named(name)
        });
        let place = if self.places.are_empty(record) {
            Ok(Place::SWEDEN)
        } else {
            self.places
                .place(record, context)
                .map(|located| located.place)
        };
        let sex = self
            .sex
            .map_or(Ok(None), |at| cells::sex_of_person(record.cell(at)));
        let synthetic = self
            .synthetic
            .map_or(Ok(false), |at| cells::yes(record.cell(at)));
        let school = self.upper_secondary.map(|at| record.cell(at).text());
        let person = faults.keep(person(record.cell(self.person)));
        let programme = faults.keep(programme);
        let period = faults.keep(self.period(record));
        let place = faults.keep(place);
        let (sex, synthetic) = (faults.keep(sex), faults.keep(synthetic));
        let (started, graduated) = period?;
        Some(Studies {
            person: person?.to_owned(),
            programme: programme?,
            started,
            graduated,
            place: place?,
            sex: sex?,
            upper_secondary: school.filter(|name| !name.is_empty()).map(str::to_owned),
            is_synthetic: synthetic?,
        })
    }

    fn period(&self, record: Record<'_>) -> Result<(AcademicYear, Option<AcademicYear>), Fault> {
        let started = cells::academic_year(record.cell(self.started))?;
        let cell = record.cell(self.graduated);
        if cell.text().is_empty() {
            return Ok((started, None));
        }
        let text = cell.text();
        if matches!(cells::number(cell), Ok(Number::Missing(_))) {
            return Err(cell
                .fault(words!(
                    "`{text}`: examensläsåret är okänt",
                    "`{text}`: the läsår of the degree is not known"
                ))
                .tip(words!(
                    "lämna cellen tom för den som inte har tagit examen",
                    "leave the cell empty for those who have not taken the degree"
                )));
        }
        let graduated = cells::academic_year(cell)?;
        if graduated < started {
            return Err(cell.fault(words!(
                "examensläsåret {graduated} är före starten {started}",
                "the läsår of the degree, {graduated}, is before the start, {started}"
            )));
        }
        Ok((started, Some(graduated)))
    }
}

fn person(cell: Cell<'_>) -> Result<&str, Fault> {
    let text = cell.text();
    if text.is_empty() {
        return Err(cell.fault(words!("löpnr är tomt", "löpnr is empty")));
    }
    if is_missing_name(text.as_bytes()) {
        return Err(cell.fault(words!(
            "`{text}` är inte ett löpnr",
            "`{text}` is not a löpnr"
        )));
    }
    Ok(text)
}

/// Nybörjare start a programme once.
fn check_unique(records: &[Sourced<Studies>], table: &RawTable, faults: &mut Faults) {
    let mut first_rows: BTreeMap<(&str, ProgrammeId), usize> = BTreeMap::new();
    for Sourced { record, row } in records {
        match first_rows.entry((&record.person, record.programme)) {
            Entry::Vacant(entry) => {
                entry.insert(*row);
            }
            Entry::Occupied(entry) => {
                let [first, in_english] = table.record(*entry.get()).reference();
                let fault = table.record(*row).cell(0).fault(words!(
                    "personen har samma utbildning på {first}",
                    "the person has the same programme on {in_english}"
                ));
                faults.push(fault.tip(words!(
                    "behåll en rad per löpnr och utbildning: den första starten, med läsåret för examen",
                    "keep one row for each löpnr and programme: the first start, with the academic year of the degree"
                )));
            }
        }
    }
}

/// Made-up persons among real ones would make every count wrong.
fn check_all_or_none_synthetic(
    records: &[Sourced<Studies>],
    table: &RawTable,
    faults: &mut Faults,
) {
    let synthetic = records.iter().filter(|row| row.record.is_synthetic).count();
    if synthetic > 0 && synthetic < records.len() {
        let all = records.len();
        let fault = table.fault(words!(
            "{synthetic} av uttagets {all} rader är syntetiska",
            "{synthetic} of the {all} rows of the extract are synthetic"
        ));
        faults.push(fault.tip(words!(
            "läs syntetiska och riktiga rader var för sig",
            "read synthetic and real rows apart"
        )));
    }
}
