//! Whether figures are of everybody: a title or a header may say that they are of a part.

use super::column_names::{
    AGE, AREA, COUNTY, Column, HEALTH_REGION, INHABITANTS, MUNICIPALITY, SEX,
};
use super::header_names::{contents_column, folded, is_alias, is_generic};
use crate::language::{Words, words};
use crate::reference::{Divisions, Reference, beside_population, measure_of_title};
use crate::source::{Fault, RawTable, fold};

/// Refuses inhabitants of which the header, the title or the only content says more than that.
///
/// The title counts where it is of inhabitants or where the header of the figures says nothing: a title of another
/// thing may be that of a report.
pub(super) fn check(table: &RawTable, position: usize, reference: &Reference) -> Result<(), Fault> {
    let header = table.header()[position].as_str();
    let own = folded(header);
    if own != fold(INHABITANTS.name()) && !is_alias(INHABITANTS, &own) && !is_generic(&own) {
        check_text(
            header,
            ["rubriken", "the header"],
            table,
            position,
            reference,
        )?;
    }
    if let Some(content) = only_content(table) {
        return check_text(
            content,
            ["innehållet", "the content"],
            table,
            position,
            reference,
        );
    }
    let Some(title) = table.about().title.as_deref() else {
        return Ok(());
    };
    let is_of_inhabitants =
        measure_of_title(title).is_some_and(|own| own.name == INHABITANTS.name());
    if is_of_inhabitants || is_generic(&own) {
        check_text(title, ["titeln", "the title"], table, position, reference)?;
    }
    Ok(())
}

/// What the column of contents says, if it says one thing.
fn only_content(table: &RawTable) -> Option<&str> {
    let column = contents_column(table)?;
    let mut texts = table.records().map(|record| record.cell(column).text());
    let first = texts.next()?;
    texts.all(|text| text == first).then_some(first)
}

fn check_text(
    text: &str,
    [what, in_english]: [&str; 2],
    table: &RawTable,
    position: usize,
    reference: &Reference,
) -> Result<(), Fault> {
    let has = |columns: &[Column]| {
        let mut headers = table.header().iter().map(|header| folded(header));
        headers.any(|header| {
            let mut columns = columns.iter();
            columns.any(|own| header == fold(own.name()) || is_alias(*own, &header))
        })
    };
    let headers = table.header().iter().enumerate();
    let others = headers.filter(|(at, _)| *at != position);
    let divisions = Divisions {
        headers: others.map(|(_, header)| header.as_str()).collect(),
        by_sex: has(&[SEX]),
        by_age: has(&[AGE]),
    };
    let beside = beside_population(text, &divisions);
    let rest = beside.join(" ");
    let has_areas = has(&[AREA, COUNTY, HEALTH_REGION, MUNICIPALITY]);
    let is_area = |text: &str| reference.known_area(text).is_some();
    if rest.is_empty() || (has_areas && is_area(&rest)) {
        return Ok(());
    }
    let fault = table.fault(words!(
        "tabellen visar `{text}`, inte hela folkmängden: {what} säger också `{rest}`",
        "the table shows `{text}`, not the whole population: {in_english} also says `{rest}`"
    ));
    Err(fault.tip(tip(&beside)))
}

fn tip(beside: &[String]) -> Words {
    let first_of_year = matches!(beside, [day, month, ..] if day.trim_start_matches('0') == "1" && fold(month).starts_with("jan"));
    if first_of_year {
        return words!(
            "folkmängden den 1 januari är den 31 december året före: ändra åren, och döp kolumnen till `folkmängd`",
            "the population on 1 January is that of 31 December of the year before: change the years, and name the column `folkmängd`"
        );
    }
    words!(
        "är det ändå hela folkmängden den 31 december, stryk de orden, eller döp kolumnen till `folkmängd` utan titel",
        "if it is the whole population on 31 December after all, strike these words, or name the column `folkmängd` without a title"
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Context, SplitCounties, population};
    use super::*;
    use crate::language::Language;
    use crate::source::{TableFacts, table_of};

    fn refusal(text: &str) -> Option<String> {
        refusal_under(None, text)
    }

    fn refusal_under(title: Option<&str>, text: &str) -> Option<String> {
        let reference = Reference::load().unwrap();
        let table = table_of("a.csv", text.as_bytes()).unwrap();
        let about = TableFacts {
            title: title.map(str::to_owned),
            ..TableFacts::default()
        };
        let table = table.described(about);
        let context = Context {
            table: &table,
            reference: &reference,
            split: SplitCounties::default(),
        };
        let faults = population(context).err()?;
        let faults: Vec<String> = faults
            .iter()
            .map(|fault| fault.message(Language::Swedish).to_owned())
            .collect();
        Some(faults.join("; "))
    }

    #[test]
    fn a_header_of_a_part_is_not_of_everybody() {
        for header in [
            "Folkmängd, kvinnor",
            "Folkmängd 16-64 år",
            "Folkmängd 1 januari",
        ] {
            let said = refusal(&format!("år;{header}\n2019;5000\n")).unwrap();
            assert!(said.starts_with("tabellen visar `Folkmängd"), "{said}");
        }
        for header in [
            "Folkmängd",
            "Antal invånare",
            "Folkmängd 31 december",
            "antal",
        ] {
            assert_eq!(
                refusal(&format!("år;{header}\n2019;5000\n")),
                None,
                "{header}"
            );
        }
    }

    #[test]
    fn a_title_of_a_part_is_not_of_everybody() {
        let text = "region;år;värde\nRiket;2019;5000\nRiket;2020;6000\n";
        for title in [
            "Folkmängd, män",
            "Hushåll efter region",
            "Medelfolkmängd efter region",
        ] {
            assert!(refusal_under(Some(title), text).is_some(), "{title}");
        }
        for title in [
            "Folkmängd efter region och år",
            "Folkmängd i Halland efter region",
        ] {
            assert_eq!(refusal_under(Some(title), text), None, "{title}");
        }
    }

    #[test]
    fn figures_without_a_name_that_are_divided_by_field_of_study_are_no_inhabitants() {
        let text = "utbildningens inriktning;år;antal\nTotalt;2019;14\nData;2019;7\nTotalt;2020;14\nData;2020;7\n";
        let said = refusal(text).unwrap();
        assert!(
            said.contains("hör inte till en tabell över folkmängd"),
            "{said}"
        );
    }
}
