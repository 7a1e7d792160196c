//! PX and JSON-stat as rows: the table that a person would have typed.
//!
//! Every dimension becomes a column of its labels, and every content a column of figures; a row stands for one
//! combination of the others. A message about a cell names the figure's place in the file. A content in thousands,
//! percent or the like has its unit in the name of its column, so that it is never taken for a count.

use csv::StringRecord;
use sha2::{Digest as _, Sha256};

use crate::language::{Language, Words, hexadecimal, words};
use crate::source::raw_table::{Places, TableFacts, TableInput};
use crate::source::unit_name::{column_name, not_counts};
use crate::source::{Excerpt, Faults, Location, RawTable, StatValue, StatisticalTable};

/// How many mistakes of a file are named; the others are counted.
const NAMED: usize = 3;

/// Turns a statistical table into rows.
///
/// # Errors
/// Dimensions or contents with equal or empty names.
pub(super) fn rows_of(
    table: StatisticalTable,
    kind: &'static str,
    bytes: &[u8],
) -> Result<RawTable, Faults> {
    let layout = Layout::of(&table);
    let records = (0..layout.rows).map(|row| record(&table, &layout, row));
    let records: Vec<StringRecord> = records.collect();
    let header = header(&table, &layout);
    let input = TableInput {
        name: table.name().to_owned(),
        sha256: hexadecimal(&Sha256::digest(bytes)),
        format: words!("{kind}", "{kind}"),
        remarks: remarks(&table),
    };
    let facts = facts(&table);
    let contents = table.dimensions.iter().filter(|of| of.is_content);
    let own = contents.flat_map(|of| of.values.iter().filter_map(|value| value.unit.clone()));
    let units: Vec<String> = own.chain(table.unit.clone()).collect();
    let table = RawTable::new(input, &header, records, Box::new(Figures { table, layout }))?;
    let not_counts = not_counts(table.header(), units.iter().map(String::as_str));
    Ok(table.described(TableFacts {
        not_counts,
        ..facts
    }))
}

/// What the file says of the table beside its figures.
fn facts(table: &StatisticalTable) -> TableFacts {
    let dimensions = table.dimensions.iter().filter(|of| !of.is_content);
    let exhaustive = dimensions
        .filter(|of| of.is_summable || of.total.is_some())
        .map(|of| {
            let total = of.total.and_then(|at| of.values.get(at));
            (of.name.clone(), total.map(|value| value.label.clone()))
        });
    let of_dimensions = table.dimensions.iter().flat_map(|of| &of.notes);
    TableFacts {
        title: table.title.clone().or_else(|| table.contents.clone()),
        unit: table.unit.clone(),
        notes: table.notes.iter().chain(of_dimensions).cloned().collect(),
        exhaustive: exhaustive.collect(),
        ..TableFacts::default()
    }
}

/// How the cells of a table are arranged in rows.
#[derive(Clone, Copy, Debug)]
struct Layout {
    /// The dimension of the contents, if there is one.
    contents: Option<usize>,
    /// How many contents there are: columns of figures.
    width: usize,
    /// How far apart the cells of two contents are.
    stride: usize,
    rows: usize,
    /// How many columns the other dimensions are.
    dimensions: usize,
}

impl Layout {
    fn of(table: &StatisticalTable) -> Self {
        let contents = table.dimensions.iter().position(|of| of.is_content);
        let sizes = |from| table.dimensions.iter().skip(from).map(|of| of.values.len());
        let width = contents.map_or(1, |at| table.dimensions[at].values.len().max(1));
        Self {
            contents,
            width,
            stride: contents.map_or(1, |at| sizes(at + 1).product()),
            rows: table.cells.len() / width,
            dimensions: table.dimensions.len() - usize::from(contents.is_some()),
        }
    }

    /// The first cell of a row.
    const fn first(&self, row: usize) -> usize {
        match self.contents {
            Some(_) => row / self.stride * self.stride * self.width + row % self.stride,
            None => row,
        }
    }

    /// The cell in a column of a row; that of the first figure for a column of labels.
    const fn cell(&self, row: usize, column: usize) -> usize {
        self.first(row) + column.saturating_sub(self.dimensions) * self.stride
    }
}

fn header(table: &StatisticalTable, layout: &Layout) -> StringRecord {
    let dimensions = table.dimensions.iter().filter(|of| !of.is_content);
    let mut header: StringRecord = dimensions.map(|of| of.name.as_str()).collect();
    match layout.contents {
        Some(at) => {
            for content in &table.dimensions[at].values {
                let unit = content.unit.as_deref().or(table.unit.as_deref());
                header.push_field(&column_name(&content.label, unit));
            }
        }
        None => {
            let name = table.contents.as_deref().or(table.title.as_deref());
            header.push_field(&column_name(name.unwrap_or("antal"), table.unit.as_deref()));
        }
    }
    header
}

fn record(table: &StatisticalTable, layout: &Layout, row: usize) -> StringRecord {
    let labels = table.values_at(layout.first(row));
    let labels = labels.zip(&table.dimensions);
    let mut record: StringRecord = labels
        .filter(|(_, of)| !of.is_content)
        .map(|(value, _)| value.label.as_str())
        .collect();
    for content in 0..layout.width {
        let cell = layout.first(row) + content * layout.stride;
        record.push_field(figure(&table.cells[cell].value));
    }
    record
}

/// A figure as tables that people type have it.
fn figure(value: &StatValue) -> &str {
    match value {
        StatValue::Number(text) => text,
        StatValue::Missing(_) => "..",
        StatValue::Suppressed(_) => "x",
        StatValue::Nil(_) | StatValue::LeftOutZero => "0",
    }
}

/// What is wrong with the file, and what it says of single figures that is not read.
fn remarks(table: &StatisticalTable) -> Vec<Words> {
    let name = table.name();
    let mistakes = table.remarks.iter().take(NAMED).map(|mistake| {
        let texts =
            [Language::Swedish, Language::English].map(|language| mistake.message(language));
        let [swedish, english] = texts;
        words!("{name}: {swedish}", "{name}: {english}")
    });
    let others = Some(table.remarks.len().saturating_sub(NAMED)).filter(|others| *others > 0);
    let others = others.map(|others| {
        words!(
            "{name}: {others} fel till i filen hindrar inte att den läses",
            "{name}: {others} more mistakes of the file do not keep it from being read"
        )
    });
    let marked = Some(table.marked_cells()).filter(|marked| *marked > 0);
    let marked = marked.map(|marked| {
        words!(
            "{name}: {marked} tal är märkta eller har en not i filen; märken och noter läses inte",
            "{name}: {marked} figures are marked or have a note in the file; marks and notes are not read"
        )
    });
    mistakes.chain(others).chain(marked).collect()
}

/// Where the rows are in their file.
#[derive(Debug)]
struct Figures {
    table: StatisticalTable,
    layout: Layout,
}

impl Places for Figures {
    fn row(&self, row: usize) -> Location {
        let location = self.cell(row, 0).0;
        Location {
            column: None,
            ..location
        }
    }

    fn cell(&self, row: usize, column: usize) -> (Location, Option<Excerpt>) {
        match row.checked_sub(1) {
            Some(row) => self.table.place(self.layout.cell(row, column)),
            None => (Location::file(self.table.name()), None),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::language::Language;
    use crate::source::{RawTable, table_of};

    const PX: &str = "CODEPAGE=\"utf-8\";\nMATRIX=\"A\";SUBJECT-CODE=\"A\";SUBJECT-AREA=\"A\";TITLE=\"A\";CONTENTS=\"A\";\n\
        UNITS=\"antal\";DECIMALS=0;\nSTUB=\"region\";HEADING=\"innehåll\",\"år\";CONTVARIABLE=\"innehåll\";\n\
        VALUES(\"region\")=\"01 Stockholms län\",\"12 Skåne län\";VALUES(\"innehåll\")=\"Folkmängd\",\"Ökning\";\n\
        VALUES(\"år\")=\"2022\",\"2023\";\nNOTE=\"a\"b\";\nDATA=\n1 2 3 \"..\"\n5 6 \"-\" 8;\n";

    fn texts(table: &RawTable) -> Vec<Vec<String>> {
        let columns = table.header().len();
        let rows = table.records();
        rows.map(|row| {
            let cells = (0..columns).map(|column| row.cell(column).text().to_owned());
            cells.collect()
        })
        .collect()
    }

    #[test]
    fn contents_are_columns_and_the_rest_is_rows() {
        let table = table_of("a.px", PX.as_bytes()).unwrap();
        assert_eq!(table.header(), ["region", "år", "Folkmängd", "Ökning"]);
        assert_eq!(
            texts(&table),
            [
                ["01 Stockholms län", "2022", "1", "3"],
                ["01 Stockholms län", "2023", "2", ".."],
                ["12 Skåne län", "2022", "5", "0"],
                ["12 Skåne län", "2023", "6", "8"],
            ]
        );
    }

    #[test]
    fn a_cell_is_where_its_figure_is_and_mistakes_are_remarked() {
        let table = table_of("a.px", PX.as_bytes()).unwrap();
        let place = |row: usize, column: usize| {
            let location = table.record(row).cell(column).location();
            (location.row, location.column)
        };
        assert_eq!(place(0, 3), (Some(9), Some(5)));
        assert_eq!(place(3, 3), (Some(10), Some(9)));
        assert_eq!(place(3, 0), (Some(10), Some(3)));
        assert_eq!(remarks(&table).len(), 1);
        assert!(remarks(&table)[0].starts_with("a.px: NOTE har text utanför"));
    }

    fn remarks(table: &RawTable) -> Vec<&str> {
        let remarks = table.input().remarks.iter();
        remarks
            .map(|remark| remark.text(Language::Swedish))
            .collect()
    }

    /// 11 is 11 000 persons: the column is no count of persons by its name.
    #[test]
    fn a_unit_that_is_no_count_is_part_of_the_name_of_its_column() {
        for unit in [
            "1000-tal",
            "tusental",
            "Thousand persons",
            "1 000 kronor",
            "mnkr",
        ] {
            let px = PX.replace("antal", unit);
            let table = table_of("a.px", px.as_bytes()).unwrap();
            assert_eq!(table.header()[2], format!("Folkmängd ({unit})"));
        }
        for unit in ["procent", "år", "kronor", "promille"] {
            let px = PX.replace("antal", unit);
            let table = table_of("a.px", px.as_bytes()).unwrap();
            assert_eq!(table.header()[2], format!("Folkmängd ({unit})"));
            assert_eq!(table.about().not_counts[&table.header()[2]], unit);
        }
        // Contents may have units of their own, and the table none.
        let own = "UNITS(\"Folkmängd\")=\"antal\";UNITS(\"Ökning\")=\"procent\"";
        let px = PX.replace("UNITS=\"antal\"", own);
        let table = table_of("a.px", px.as_bytes()).unwrap();
        assert_eq!(table.header()[2..], ["Folkmängd", "Ökning (procent)"]);
        for unit in ["antal", "Antal personer", "number"] {
            let px = PX.replace("antal", unit);
            let table = table_of("a.px", px.as_bytes()).unwrap();
            assert_eq!(table.header()[2], "Folkmängd");
        }
        let json = r#"{"version": "2.0", "class": "dataset", "id": ["år", "m"], "size": [1, 2],
            "role": {"metric": ["m"]}, "dimension": {"år": {"category": {"index": ["2022"]}},
            "m": {"category": {"index": ["a", "b"], "unit": {"a": {"base": "personer", "multiplier": 3},
            "b": {"base": "personer", "multiplier": 0}}}}}, "value": [1, 2]}"#;
        let table = table_of("a.json", json.as_bytes()).unwrap();
        assert_eq!(table.header(), ["år", "a (personer, 10^3)", "b"]);
        // A category with a unit is a content whether or not the file says so; its label counts as much as its base.
        let json = json.replace("\"role\": {\"metric\": [\"m\"]},", "");
        let json = json.replace("\"multiplier\": 3", "\"label\": \"tusental\"");
        let table = table_of("a.json", json.as_bytes()).unwrap();
        assert_eq!(table.header(), ["år", "a (personer, tusental)", "b"]);
    }

    #[test]
    fn marked_figures_are_counted() {
        let json = r#"{"class": "dataset", "label": "antal", "id": ["år"], "size": [3],
            "dimension": {"år": {"category": {"index": ["2021", "2022", "2023"]}}}, "value": [1, 2, 3],
            "status": {"1": "e", "2": "p"}}"#;
        let table = table_of("a.json", json.as_bytes()).unwrap();
        let marked =
            "a.json: 2 tal är märkta eller har en not i filen; märken och noter läses inte";
        assert_eq!(remarks(&table), [marked]);
    }

    #[test]
    fn json_stat_is_recognised_by_its_content() {
        let json = r#"{"class": "dataset", "label": "Folkmängd", "id": ["år"], "size": [2],
            "dimension": {"år": {"category": {"index": ["2022", "2023"]}}}, "value": [1, 2.5]}"#;
        let table = table_of("a.txt", json.as_bytes()).unwrap();
        assert_eq!(table.header(), ["år", "Folkmängd"]);
        assert_eq!(texts(&table), [["2022", "1"], ["2023", "2.5"]]);
    }
}
