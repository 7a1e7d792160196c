//! PX and JSON-stat as rows: the table that a person would have typed.
//!
//! Every dimension becomes a column of its labels, and every content a column of figures; a row stands for one
//! combination of the others. A message about a cell names the figure's place in the file.

use csv::StringRecord;
use sha2::{Digest as _, Sha256};

use crate::language::{Language, Words, hexadecimal, words};
use crate::source::raw_table::{Places, TableInput};
use crate::source::{Excerpt, Faults, Location, RawTable, StatValue, StatisticalTable};

/// How many remarks on a file are part of how it was read.
const REMARKS: usize = 3;

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
        format: format(&table, kind),
    };
    RawTable::new(input, &header, records, Figures { table, layout })
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
                header.push_field(&content.label);
            }
        }
        None => {
            let name = table.contents.as_deref().or(table.title.as_deref());
            header.push_field(name.unwrap_or("antal"));
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

/// The format, and what is wrong with the file although it could be read.
fn format(table: &StatisticalTable, kind: &'static str) -> Words {
    let text = |language| {
        let remarks = table.remarks.iter().take(REMARKS);
        let remarks: Vec<&str> = remarks.map(|remark| remark.message(language)).collect();
        match remarks.as_slice() {
            [] => kind.to_owned(),
            remarks => format!("{kind} ({})", remarks.join("; ")),
        }
    };
    let [swedish, english] = [Language::Swedish, Language::English].map(text);
    words!("{swedish}", "{english}")
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
    fn a_cell_is_where_its_figure_is_and_remarks_are_part_of_the_format() {
        let table = table_of("a.px", PX.as_bytes()).unwrap();
        let place = |row: usize, column: usize| {
            let location = table.record(row).cell(column).location();
            (location.row, location.column)
        };
        assert_eq!(place(0, 3), (Some(9), Some(5)));
        assert_eq!(place(3, 3), (Some(10), Some(9)));
        assert_eq!(place(3, 0), (Some(10), Some(3)));
        let format = table
            .input()
            .format
            .text(crate::language::Language::English);
        assert!(format.starts_with("PX (NOTE has text outside"), "{format}");
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
