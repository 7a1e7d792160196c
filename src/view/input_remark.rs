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
                "{file}: {rows} {} räknas inte en gång till; där alla delar är kända stämmer summan.",
                counted(*rows, ["totalrad", "totalrader"])
            ),
            format!(
                "{file}: {rows} total {} not counted again; where all parts are known the sum agrees.",
                counted(*rows, ["row is", "rows are"])
            ),
        ),
        InputRemark::SplitCounty {
            file,
            county,
            health_region,
            rows,
        } => {
            let county = reference.name(*county, language);
            let region = reference.name(*health_region, language);
            language.choose(
                format!(
                    "{file}: {rows} {} för {county} räknas helt till {region}. Ändra med --halland.",
                    counted(*rows, ["rad", "rader"])
                ),
                format!(
                    "{file}: {rows} {} counted wholly in {region}. Change this with --halland.",
                    counted(*rows, [&format!("row of {county} is"), &format!("rows of {county} are")])
                ),
            )
        }
        InputRemark::AutumnOnly {
            file,
            programme,
            academic_year,
        } => {
            let name = reference.name(*programme, language);
            language.choose(
                format!("{file}: för {name} {academic_year} finns bara hösttermin, och läsåret räknas inte."),
                format!(
                    "{file}: {name} {academic_year} has only its autumn term and is not counted."
                ),
            )
        }
        InputRemark::MissingValues { file, rows } => language.choose(
            format!("{file}: {rows} {} saknar tal.", counted(*rows, ["rad", "rader"])),
            format!(
                "{file}: {rows} {} no number.",
                counted(*rows, ["row has", "rows have"])
            ),
        ),
    }
}

/// The word for one or for several.
const fn counted(number: usize, [one, several]: [&str; 2]) -> &str {
    if number == 1 { one } else { several }
}
