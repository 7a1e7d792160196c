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
            if *rows == 1 {
                format!("{file}: 1 totalrad räknas inte en gång till; där alla delar är kända stämmer den med summan.")
            } else {
                format!("{file}: {rows} totalrader räknas inte en gång till; där alla delar är kända stämmer de med summan.")
            },
            if *rows == 1 {
                format!("{file}: 1 total row is not counted again; where all parts are known it agrees with the sum.")
            } else {
                format!("{file}: {rows} total rows are not counted again; where all parts are known they agree with the sum.")
            },
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
                if *rows == 1 {
                    format!("{file}: 1 rad för {county} räknas helt till {region}. Ändra med --halland.")
                } else {
                    format!("{file}: {rows} rader för {county} räknas helt till {region}. Ändra med --halland.")
                },
                if *rows == 1 {
                    format!("{file}: 1 row of {county} is counted wholly in {region}. Change it with --halland.")
                } else {
                    format!("{file}: {rows} rows of {county} are counted wholly in {region}. Change it with --halland.")
                },
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
                format!("{file}: för {name} {academic_year} finns bara hösttermin, och läsåret räknas inte."),
                format!(
                    "{file}: {name} {academic_year} has only its autumn term and is not counted."
                ),
            )
        }
        InputRemark::MissingValues { file, rows } => language.choose(
            if *rows == 1 {
                format!("{file}: 1 rad saknar tal.")
            } else {
                format!("{file}: {rows} rader saknar tal.")
            },
            if *rows == 1 {
                format!("{file}: 1 row has no number.")
            } else {
                format!("{file}: {rows} rows have no number.")
            },
        ),
    }
}
