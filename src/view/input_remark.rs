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
        InputRemark::MissingValues {
            file,
            rows,
            suppressed,
        } => {
            let [hidden, in_english] = match suppressed {
                0 => [String::new(), String::new()],
                _ => [
                    format!(", varav {suppressed} är dolda av utgivaren (x)"),
                    format!(", {suppressed} of them suppressed by the publisher (x)"),
                ],
            };
            language.choose(
                format!("{file}: {rows} {} saknar tal{hidden}.", counted(*rows, ["rad", "rader"])),
                format!(
                    "{file}: {rows} {} no number{in_english}.",
                    counted(*rows, ["row has", "rows have"])
                ),
            )
        }
        InputRemark::NoisyTotals {
            file,
            noise,
            rows,
            largest,
            limit,
        } => language.choose(
            format!(
                "{file}: {rows} {} skiljer sig från summan av sina delar, som mest med {largest}; brus som utgivaren \
                 lagt in ({noise}) förklarar upp till {limit}. De används som de är redovisade.",
                counted(*rows, ["totalrad", "totalrader"])
            ),
            format!(
                "{file}: {rows} total {} from the sum of the parts, by {largest} at most; noise that the publisher \
                 has added ({noise}) explains up to {limit}. They are used as reported.",
                counted(*rows, ["row differs", "rows differ"])
            ),
        ),
        InputRemark::TotalUsed {
            file,
            header,
            total,
        } => language.choose(
            format!("{file}: av kolumnen {header} används bara raderna för {total}."),
            format!("{file}: of the column {header} only the rows of {total} are used."),
        ),
        InputRemark::DimensionSummed {
            file,
            header,
            values,
        } => {
            let values = values.join(", ");
            language.choose(
                format!("{file}: talen är summerade över {header}: {values}."),
                format!("{file}: the figures are summed over {header}: {values}."),
            )
        }
        InputRemark::MunicipalitiesSummed {
            file,
            rows,
            counties,
        } => language.choose(
            format!("{file}: {rows} rader för kommuner är summerade till {counties} län; Halland delas efter kommun mellan sjukvårdsregionerna."),
            format!("{file}: {rows} rows of municipalities are summed to {counties} counties; Halland is split by municipality between the health regions."),
        ),
        InputRemark::LastMonth {
            file,
            used,
            months,
        } => language.choose(
            format!("{file}: av årets {months} månader används den sista, {used}; december är den 31 december."),
            format!("{file}: of the {months} months of the year the last, {used}, is used; December is 31 December."),
        ),
        InputRemark::PartOfAges { file, from } => language.choose(
            format!("{file}: åldrar under {from} finns inte i tabellen; åldersgrupperna är kända men inte hela folkmängden."),
            format!("{file}: ages below {from} are not in the table; the age groups are known but not the whole population."),
        ),
    }
}

/// The word for one or for several.
const fn counted(number: usize, [one, several]: [&str; 2]) -> &str {
    if number == 1 { one } else { several }
}
