//! A chart of a table: lines over the cells of its sheet.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Chart, ChartEmptyCells, ChartType};

use super::sheet_rows::HEADER;
use crate::report::{Cell, Language, Table};

/// The most lines that a chart can hold and still be read.
const MOST_LINES: usize = 12;

/// The line of each combination of the columns that distinguish lines; a missing number is a gap in it.
///
/// A line with a suppressed number is left out: its cell holds text, which a spreadsheet draws as 0. There is no
/// chart where the rows of a line are not consecutive.
pub(super) fn chart(table: &Table, language: Language) -> Option<Chart> {
    let own = table.chart.as_ref()?;
    let (x, y) = (table.position(&own.x)?, table.position(&own.y)?);
    let keys: Option<Vec<usize>> = own.lines.iter().map(|name| table.position(name)).collect();
    let Lines { drawn, left_out } = Lines::of(&table.rows, &keys?, y)?;
    // Years are numbers on the axis, so that a gap between them is as wide as it is long.
    let mut chart = Chart::new(ChartType::ScatterStraightWithMarkers);
    // Said in full: a program that finds nothing said may draw an empty cell as 0.
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    chart.set_width(960).set_height(400);
    if drawn.len() < 2 {
        chart.legend().set_hidden();
    }
    let title = if left_out {
        let some = language.choose(
            "linjer med dolda tal är utelämnade",
            "lines with hidden numbers are left out",
        );
        format!("{} ({some})", own.title)
    } else {
        own.title.clone()
    };
    chart.title().set_name(&title);
    chart.x_axis().set_name(&own.x).set_num_format("0");
    chart.y_axis().set_name(&own.y);
    let [x, y] = [x, y].map(|at| u16::try_from(at).unwrap_or_default());
    let sheet = table.name.as_str();
    for Line { key, first, last } in drawn {
        let label = key.join(", ");
        chart
            .add_series()
            .set_categories((sheet, first, x, last, x))
            .set_values((sheet, first, y, last, y))
            .set_name(if label.is_empty() { &own.y } else { &label });
    }
    Some(chart)
}

/// What a chart draws.
#[derive(Debug, PartialEq, Eq)]
struct Lines {
    drawn: Vec<Line>,
    /// Whether lines with suppressed numbers are left out.
    left_out: bool,
}

/// Consecutive rows of a sheet.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    /// Its words in the columns that distinguish lines.
    key: Vec<String>,
    first: u32,
    last: u32,
}

impl Lines {
    /// The lines over column `y`; none where there is nothing to draw, or more than can be read.
    fn of(rows: &[Vec<Cell>], keys: &[usize], y: usize) -> Option<Self> {
        let key =
            |row: &Vec<Cell>| -> Vec<String> { keys.iter().map(|&at| word(&row[at])).collect() };
        let suppressed: BTreeSet<Vec<String>> = rows
            .iter()
            .filter(|row| row[y] == Cell::Suppressed)
            .map(key)
            .collect();
        let mut drawn: Vec<Line> = Vec::new();
        for (row, cells) in (HEADER + 1..).zip(rows) {
            let key = key(cells);
            if suppressed.contains(&key) {
                continue;
            }
            match drawn.iter().position(|line| line.key == key) {
                Some(at) if at + 1 == drawn.len() => drawn[at].last = row,
                Some(_) => return None,
                None => drawn.push(Line {
                    key,
                    first: row,
                    last: row,
                }),
            }
        }
        let is_drawn = drawn.iter().any(|line| line.first < line.last);
        (is_drawn && drawn.len() <= MOST_LINES).then_some(Self {
            drawn,
            left_out: !suppressed.is_empty(),
        })
    }
}

/// A cell in the name of a line.
fn word(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Whole(whole) => whole.to_string(),
        Cell::Count(..) | Cell::Measure(_) | Cell::Missing | Cell::Suppressed => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::DeflateDecoder;

    use super::*;
    use crate::report::{Column, Kind, Layout, Provenance, Report};

    /// A count by year, with a line per region.
    fn table(rows: &[(&str, i64, Cell)]) -> Table {
        let number = Kind::Number {
            decimals: 0,
            shown: 0,
        };
        let columns = [
            ("region", Kind::Text),
            ("år", Kind::Label),
            ("antal", number),
        ];
        let own = |name: &str| name.to_owned();
        let row = |(region, year, count): &(&str, i64, Cell)| {
            vec![Cell::Text(own(region)), Cell::Whole(*year), count.clone()]
        };
        Table {
            name: own("bestånd"),
            title: None,
            columns: columns
                .map(|(name, kind)| Column {
                    name: own(name),
                    kind,
                })
                .to_vec(),
            rows: rows.iter().map(row).collect(),
            layout: Layout::Rows {
                columns: Vec::new(),
            },
            shown: None,
            chart: Some(crate::report::Chart {
                title: own("Bestånd"),
                x: own("år"),
                y: own("antal"),
                lines: vec![own("region")],
            }),
        }
    }

    /// The first chart of a workbook of this table, as it is stored.
    fn stored(table: Table) -> String {
        let report = Report {
            title: "Bestånd".to_owned(),
            findings: Vec::new(),
            tables: vec![table],
            notes: Vec::new(),
            provenance: Provenance::default(),
            language: Language::Swedish,
            counts: None,
        };
        let bytes = super::super::render(&report).unwrap();
        let name = b"xl/charts/chart1.xml";
        let at = bytes.windows(name.len()).position(|own| own == name);
        let at = at.expect("a chart");
        // A local file header ends with the lengths of the name and of an extra field, and these.
        let extra = usize::from(u16::from_le_bytes([bytes[at - 2], bytes[at - 1]]));
        let mut text = String::new();
        DeflateDecoder::new(&bytes[at + name.len() + extra..])
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn a_line_with_a_suppressed_number_is_left_out_and_the_title_says_so() {
        let chart = stored(table(&[
            ("Norra", 2020, Cell::Whole(7)),
            ("Norra", 2021, Cell::Suppressed),
            ("Södra", 2020, Cell::Whole(70)),
            ("Södra", 2021, Cell::Whole(80)),
        ]));
        assert!(chart.contains("linjer med dolda tal är utelämnade"));
        assert!(!chart.contains("Norra"), "{chart}");
        assert!(chart.contains("bestånd!$C$5:$C$6"), "{chart}");
        assert!(!chart.contains("<c:v>0</c:v>"), "{chart}");
    }

    #[test]
    fn a_missing_number_is_a_gap_in_its_line() {
        let chart = stored(table(&[
            ("Norra", 2020, Cell::Whole(7)),
            ("Norra", 2021, Cell::Missing),
            ("Norra", 2022, Cell::Whole(9)),
        ]));
        assert!(chart.contains("<c:dispBlanksAs val=\"gap\"/>"), "{chart}");
        let values = chart.split("<c:yVal>").nth(1).expect("values");
        let years: Vec<bool> = (0..3)
            .map(|at| values.contains(&format!("<c:pt idx=\"{at}\">")))
            .collect();
        assert_eq!(years, [true, false, true], "{values}");
    }

    #[test]
    fn there_is_no_chart_where_every_line_has_a_suppressed_number() {
        let table = table(&[
            ("Norra", 2020, Cell::Whole(7)),
            ("Norra", 2021, Cell::Suppressed),
        ]);
        assert!(chart(&table, Language::Swedish).is_none());
    }
}
