//! What reading an input decided or left out, in words.

use crate::domain::InputRemark;
use crate::reference::Reference;
use crate::report::Language;

/// One sentence.
#[must_use]
pub fn input_remark(remark: &InputRemark, reference: &Reference, language: Language) -> String {
    let (file, [swedish, english]) = sentence(remark, reference);
    format!("{file}: {}", language.choose(swedish, english))
}

/// The file that a remark is about, and what is said of it in Swedish and in English.
fn sentence<'r>(remark: &'r InputRemark, reference: &Reference) -> (&'r str, [String; 2]) {
    match remark {
        InputRemark::IgnoredColumns { file, headers } => (file, ignored(headers)),
        InputRemark::TotalsSetAside { file, rows } => (file, set_aside(*rows)),
        InputRemark::NoisyTotals {
            file,
            noise,
            rows,
            largest,
            limit,
        } => (file, noisy(noise, *rows, [*largest, *limit])),
        InputRemark::TotalUsed {
            file,
            header,
            total,
        } => (file, total_used(header, total)),
        InputRemark::DimensionSummed {
            file,
            header,
            values,
        } => (file, summed(header, values)),
        InputRemark::MunicipalitiesSummed {
            file,
            rows,
            counties,
        } => (file, of_municipalities(*rows, *counties)),
        InputRemark::LastMonth { file, used, months } => (file, last_month(used, *months)),
        InputRemark::PartOfAges { file, from } => (file, part_of_ages(*from)),
        InputRemark::TablesCombined { file, tables } => (file, combined(tables)),
        InputRemark::SexesLeftOut { file, tables } => (file, sexes_left_out(tables)),
        InputRemark::SplitCounty {
            file,
            county,
            health_region,
            rows,
        } => {
            let county =
                [Language::Swedish, Language::English].map(|own| reference.name(*county, own));
            let region = [Language::Swedish, Language::English]
                .map(|own| reference.name(*health_region, own));
            (file, split_county(county, region, *rows))
        }
        InputRemark::AutumnOnly {
            file,
            programme,
            academic_year,
        } => {
            let name =
                [Language::Swedish, Language::English].map(|own| reference.name(*programme, own));
            (file, autumn_only(name, &academic_year.to_string()))
        }
        InputRemark::MissingValues {
            file,
            rows,
            suppressed,
        } => (file, missing(*rows, *suppressed)),
    }
}

fn ignored(headers: &[String]) -> [String; 2] {
    let headers = headers.join(", ");
    [
        format!("kolumner som inte används: {headers}."),
        format!("columns not used: {headers}."),
    ]
}

fn set_aside(rows: usize) -> [String; 2] {
    [
        format!(
            "{rows} {} räknas inte en gång till; där alla delar är kända stämmer summan.",
            counted(rows, ["totalrad", "totalrader"])
        ),
        format!(
            "{rows} total {} not counted again; where all parts are known the sum agrees.",
            counted(rows, ["row is", "rows are"])
        ),
    ]
}

fn noisy(noise: &str, rows: usize, [largest, limit]: [u32; 2]) -> [String; 2] {
    [
        format!(
            "{rows} {} skiljer sig från summan av sina delar, som mest med {largest}; brus som utgivaren lagt in ({noise}) förklarar upp till {limit}. De används som de är redovisade.",
            counted(rows, ["totalrad", "totalrader"])
        ),
        format!(
            "{rows} total {} from the sum of the parts, by {largest} at most; noise that the publisher has added ({noise}) explains up to {limit}. They are used as reported.",
            counted(rows, ["row differs", "rows differ"])
        ),
    ]
}

fn total_used(header: &str, total: &str) -> [String; 2] {
    [
        format!("av kolumnen {header} används bara raderna för {total}."),
        format!("of the column {header} only the rows of {total} are used."),
    ]
}

fn summed(header: &str, values: &[String]) -> [String; 2] {
    let values = values.join(", ");
    [
        format!("talen är summerade över {header}: {values}."),
        format!("the figures are summed over {header}: {values}."),
    ]
}

fn of_municipalities(rows: usize, counties: usize) -> [String; 2] {
    [
        format!(
            "{rows} rader för kommuner är summerade till {counties} län; Halland delas efter kommun mellan sjukvårdsregionerna."
        ),
        format!(
            "{rows} rows of municipalities are summed to {counties} counties; Halland is split by municipality between the health regions."
        ),
    ]
}

fn last_month(used: &str, months: usize) -> [String; 2] {
    [
        format!(
            "av årets {months} månader används den sista, {used}; december är den 31 december."
        ),
        format!(
            "of the {months} months of the year the last, {used}, is used; December is 31 December."
        ),
    ]
}

fn part_of_ages(from: u8) -> [String; 2] {
    [
        format!(
            "åldrar under {from} finns inte i tabellen; åldersgrupperna är kända men inte hela folkmängden."
        ),
        format!(
            "ages below {from} are not in the table; the age groups are known but not the whole population."
        ),
    ]
}

fn combined(tables: &[String]) -> [String; 2] {
    let tables = tables.join(", ");
    [
        format!("talen kommer från {tables}."),
        format!("the figures are from {tables}."),
    ]
}

fn sexes_left_out(tables: &[String]) -> [String; 2] {
    let tables = tables.join(", ");
    [
        format!(
            "{tables} används inte: kvinnor och män är tillsammans inte den total som filen redovisar i en annan tabell."
        ),
        format!(
            "{tables} are not used: women and men together are not the total that the file reports in another table."
        ),
    ]
}

fn split_county(county: [&str; 2], region: [&str; 2], rows: usize) -> [String; 2] {
    let ([county, in_english], [region, region_in_english]) = (county, region);
    [
        format!(
            "{rows} {} för {county} räknas helt till {region}. Ändra med --halland.",
            counted(rows, ["rad", "rader"])
        ),
        format!(
            "{rows} {} of {in_english} {} counted wholly in {region_in_english}. Change this with --halland.",
            counted(rows, ["row", "rows"]),
            counted(rows, ["is", "are"])
        ),
    ]
}

fn autumn_only([name, in_english]: [&str; 2], academic_year: &str) -> [String; 2] {
    [
        format!("för {name} {academic_year} finns bara hösttermin, och läsåret räknas inte."),
        format!("{in_english} {academic_year} has only its autumn term and is not counted."),
    ]
}

fn missing(rows: usize, suppressed: usize) -> [String; 2] {
    let [hidden, in_english] = match suppressed {
        0 => [String::new(), String::new()],
        _ => [
            format!(", varav {suppressed} är dolda av utgivaren (x)"),
            format!(", {suppressed} of them suppressed by the publisher (x)"),
        ],
    };
    [
        format!(
            "{rows} {} saknar tal{hidden}.",
            counted(rows, ["rad", "rader"])
        ),
        format!(
            "{rows} {} no number{in_english}.",
            counted(rows, ["row has", "rows have"])
        ),
    ]
}

/// The word for one or for several.
const fn counted(number: usize, [one, several]: [&str; 2]) -> &str {
    if number == 1 { one } else { several }
}
