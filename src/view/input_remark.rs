//! What reading an input decided or left out, in words.

use crate::domain::InputRemark;
use crate::reference::Reference;
use crate::report::Language;

/// One sentence.
#[must_use]
pub fn input_remark(remark: &InputRemark, reference: &Reference, language: Language) -> String {
    match remark {
        InputRemark::IgnoredColumns { file, headers } => {
            let headers = headers.join(", ");
            language.choose(
                format!("{file}: kolumner som inte används: {headers}."),
                format!("{file}: columns not used: {headers}."),
            )
        }
        InputRemark::TotalsSetAside { file, rows } => language.choose(
            format!(
                "{file}: {rows} totalrader räknas inte en gång till; där alla delar är kända stämmer de med summan."
            ),
            format!("{file}: {rows} total rows are not counted again; where all parts are known they agree with the sum."),
        ),
        InputRemark::SplitCounty {
            file,
            county,
            health_region,
            rows,
        } => {
            let county = &reference.county(*county).name;
            let region = reference.health_region(*health_region);
            let region = language.choose(&region.name, &region.english);
            language.choose(
                format!("{file}: {rows} rader för {county} räknas helt till {region} (--halland ändrar)."),
                format!("{file}: {rows} rows of {county} are counted wholly in {region} (--halland changes it)."),
            )
        }
        InputRemark::AutumnOnly {
            file,
            programme,
            academic_year,
        } => {
            let programme = reference.programme(*programme);
            let name = language.choose(&programme.name, &programme.english);
            language.choose(
                format!("{file}: {name} {academic_year} har bara hösttermin och räknas inte."),
                format!(
                    "{file}: {name} {academic_year} has only its autumn term and is not counted."
                ),
            )
        }
        InputRemark::MissingValues { file, rows } => language.choose(
            format!("{file}: {rows} rader saknar tal."),
            format!("{file}: {rows} rows have no number."),
        ),
    }
}
