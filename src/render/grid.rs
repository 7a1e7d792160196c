//! A table as people see it: texts in rows and columns, after its layout.

use super::SUPPRESSED;
use crate::report::{Absent, Cell, Column, Kind, Language, Layout, Table};

/// What a missing number looks like, as in official Swedish tables.
const MISSING: &str = "..";

/// Texts in rows and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub(super) headings: Vec<Heading>,
    pub(super) rows: Vec<Vec<String>>,
    /// How many leading columns name the rows; they stand again in every panel.
    pub(super) keys: usize,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) text: String,
    /// Numbers stand to the right.
    pub(super) is_number: bool,
}

impl Grid {
    pub(super) fn of(table: &Table, language: Language) -> Self {
        let mut grid = match &table.layout {
            Layout::Rows { columns } => Self::by_rows(table, columns, language),
            Layout::Cross {
                down,
                across,
                order,
                value,
                absent,
            } => Self::crossed(table, down, (across, order), (value, *absent), language),
            Layout::Transposed { columns, across } => {
                Self::transposed(table, columns, across, language)
            }
        };
        grid.blank_repeated_keys();
        grid
    }

    fn by_rows(table: &Table, columns: &[String], language: Language) -> Self {
        let positions = positions(table, columns);
        let kinds = positions
            .iter()
            .map(|&position| table.columns[position].kind);
        let keys = kinds
            .take_while(|kind| !matches!(kind, Kind::Number { .. }))
            .count();
        let headings = positions
            .iter()
            .map(|&position| heading(&table.columns[position]));
        let text = |row: &Vec<Cell>| {
            let cells = positions
                .iter()
                .map(|&at| people_text(&row[at], &table.columns[at], language));
            cells.collect()
        };
        Self {
            headings: headings.collect(),
            rows: table.shown_rows().map(text).collect(),
            keys,
        }
    }

    /// A row for each of the columns, a column for each row of the table.
    fn transposed(table: &Table, columns: &[String], across: &str, language: Language) -> Self {
        let text = |row: &[Cell], at: usize| people_text(&row[at], &table.columns[at], language);
        let across = table.position(across);
        let heads = table.shown_rows().map(|row| Heading {
            text: across.map_or(String::new(), |at| text(row, at)),
            is_number: true,
        });
        let first = across.map_or(String::new(), |at| table.columns[at].name.clone());
        let first = Heading {
            text: first,
            is_number: false,
        };
        let line = |at: usize| {
            let name = table.columns[at].name.clone();
            let cells = table.shown_rows().map(|row| text(row, at));
            [name].into_iter().chain(cells).collect()
        };
        Self {
            headings: [first].into_iter().chain(heads).collect(),
            rows: positions(table, columns).into_iter().map(line).collect(),
            keys: 1,
        }
    }

    /// Rows stand in the order in which the table first has them.
    fn crossed(
        table: &Table,
        down: &[String],
        (across, order): (&str, &[String]),
        (value, absent): (&str, Absent),
        language: Language,
    ) -> Self {
        let down = positions(table, down);
        let (Some(across), Some(value)) = (table.position(across), table.position(value)) else {
            return Self {
                headings: Vec::new(),
                rows: Vec::new(),
                keys: 0,
            };
        };
        let text = |row: &[Cell], at: usize| people_text(&row[at], &table.columns[at], language);
        let mut headings: Vec<Heading> =
            down.iter().map(|&at| heading(&table.columns[at])).collect();
        let present: Vec<String> = table.shown_rows().map(|row| text(row, across)).collect();
        let mut across_values: Vec<String> = order
            .iter()
            .filter(|value| present.contains(value))
            .cloned()
            .collect();
        let mut keys: Vec<Vec<String>> = Vec::new();
        let mut cells = Vec::new();
        for row in table.shown_rows() {
            let key = down.iter().map(|&at| text(row, at)).collect();
            let cell = (
                index_of(&mut keys, key),
                index_of(&mut across_values, text(row, across)),
            );
            cells.push((cell, text(row, value)));
        }
        headings.extend(across_values.iter().map(|text| Heading {
            text: text.clone(),
            is_number: true,
        }));
        let width = across_values.len();
        let mut rows: Vec<Vec<String>> = keys
            .into_iter()
            .map(|key| {
                let blank = absent_text(absent).to_owned();
                key.into_iter().chain(vec![blank; width]).collect()
            })
            .collect();
        for ((row, column), text) in cells {
            rows[row][down.len() + column] = text;
        }
        Self {
            headings,
            rows,
            keys: down.len(),
        }
    }

    /// Leaves out a leading word that stands in the row above too, but never the last key.
    fn blank_repeated_keys(&mut self) {
        let leading = self.keys.saturating_sub(1);
        let originals: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row[..leading].to_vec())
            .collect();
        for (row, pair) in self.rows.iter_mut().skip(1).zip(originals.windows(2)) {
            let repeated = pair[0]
                .iter()
                .zip(&pair[1])
                .take_while(|(above, here)| above == here);
            for cell in row.iter_mut().take(repeated.count()) {
                cell.clear();
            }
        }
    }

    /// Parts the columns after the keys into grids that fit `width`, at least one column each.
    pub(super) fn panels(
        self,
        width: usize,
        column_width: impl Fn(&Self, usize) -> usize,
    ) -> Vec<Self> {
        let keys_width: usize = (0..self.keys)
            .map(|column| column_width(&self, column))
            .sum();
        let mut panels: Vec<Vec<usize>> = Vec::new();
        let mut used = usize::MAX;
        for column in self.keys..self.headings.len() {
            let wanted = column_width(&self, column);
            if used.saturating_add(wanted) > width {
                panels.push(Vec::new());
                used = keys_width;
            }
            used += wanted;
            panels
                .last_mut()
                .into_iter()
                .for_each(|panel| panel.push(column));
        }
        if panels.len() < 2 {
            return vec![self];
        }
        panels
            .into_iter()
            .map(|columns| self.with_columns(&columns))
            .collect()
    }

    fn with_columns(&self, columns: &[usize]) -> Self {
        let wanted: Vec<usize> = (0..self.keys).chain(columns.iter().copied()).collect();
        let headings = wanted
            .iter()
            .map(|&column| self.headings[column].clone())
            .collect();
        let rows = self.rows.iter();
        let rows = rows.map(|row| wanted.iter().map(|&column| row[column].clone()).collect());
        Self {
            headings,
            rows: rows.collect(),
            keys: self.keys,
        }
    }
}

fn positions(table: &Table, columns: &[String]) -> Vec<usize> {
    columns
        .iter()
        .filter_map(|name| table.position(name))
        .collect()
}

fn heading(column: &Column) -> Heading {
    Heading {
        text: column.name.clone(),
        is_number: column.kind != Kind::Text,
    }
}

fn index_of<T: PartialEq>(known: &mut Vec<T>, value: T) -> usize {
    known
        .iter()
        .position(|other| *other == value)
        .unwrap_or_else(|| {
            known.push(value);
            known.len() - 1
        })
}

/// What stands where a table has no row, as in official Swedish tables; never a blank, which could mean
/// anything.
const fn absent_text(absent: Absent) -> &'static str {
    match absent {
        Absent::Zero => "0",
        Absent::NotApplicable => ".",
    }
}

fn people_text(cell: &Cell, column: &Column, language: Language) -> String {
    match (cell, column.kind) {
        (Cell::Text(text), _) => text.clone(),
        (Cell::Whole(whole) | Cell::Count(whole, _), Kind::Number { .. }) => {
            grouped(*whole, language)
        }
        (Cell::Whole(whole) | Cell::Count(whole, _), Kind::Text | Kind::Label) => whole.to_string(),
        (Cell::Measure(measure), Kind::Number { shown, .. }) => {
            language.number(measure.shown, shown)
        }
        (Cell::Measure(measure), Kind::Text | Kind::Label) => measure.shown.to_string(),
        (Cell::Missing, _) => MISSING.to_owned(),
        (Cell::Suppressed, _) => SUPPRESSED.to_owned(),
    }
}

/// Counts of persons stay far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
fn grouped(whole: i64, language: Language) -> String {
    language.number(whole as f64, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(layout: Layout) -> Table {
        let column = |name: &str, kind| Column {
            name: name.to_owned(),
            kind,
        };
        let row = |programme: &str, year, region: &str, count| {
            let text = |words: &str| Cell::Text(words.to_owned());
            vec![text(programme), Cell::Whole(year), text(region), count]
        };
        Table {
            name: "t".to_owned(),
            title: None,
            chart: None,
            shown: None,
            columns: vec![
                column("utbildning", Kind::Text),
                column("år", Kind::Label),
                column("region", Kind::Text),
                column(
                    "antal",
                    Kind::Number {
                        decimals: 0,
                        shown: 0,
                    },
                ),
            ],
            rows: vec![
                row("läkare", 2025, "Riket", Cell::Whole(1500)),
                row("läkare", 2026, "Riket", Cell::Missing),
                row("läkare", 2025, "Norra", Cell::Whole(200)),
            ],
            layout,
        }
    }

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_cross_has_a_dot_where_the_table_has_no_row_and_two_where_it_has_no_number() {
        let layout = Layout::Cross {
            down: owned(&["utbildning", "år"]),
            across: "region".to_owned(),
            order: owned(&["Riket", "Norra", "Södra"]),
            value: "antal".to_owned(),
            absent: Absent::NotApplicable,
        };
        let grid = Grid::of(&table(layout), Language::Swedish);
        let headings: Vec<_> = grid
            .headings
            .iter()
            .map(|heading| heading.text.as_str())
            .collect();
        assert_eq!(headings, ["utbildning", "år", "Riket", "Norra"]);
        assert_eq!(grid.rows[0], ["läkare", "2025", "1\u{a0}500", "200"]);
        assert_eq!(grid.rows[1], ["", "2026", "..", "."]);
    }

    #[test]
    fn a_transposed_table_reads_like_an_account_and_shows_the_rows_it_is_told_to() {
        let layout = Layout::Transposed {
            columns: owned(&["region", "antal"]),
            across: "år".to_owned(),
        };
        let mut table = table(layout);
        table.shown = Some([0, 1].into_iter().collect());
        let grid = Grid::of(&table, Language::Swedish);
        let headings: Vec<_> = grid
            .headings
            .iter()
            .map(|heading| heading.text.as_str())
            .collect();
        assert_eq!(headings, ["år", "2025", "2026"]);
        assert_eq!(grid.rows[0], ["region", "Riket", "Riket"]);
        assert_eq!(grid.rows[1], ["antal", "1\u{a0}500", ".."]);
    }

    #[test]
    fn too_wide_a_grid_is_parted_and_every_panel_names_its_rows() {
        let layout = Layout::Rows {
            columns: owned(&["utbildning", "år", "region", "antal"]),
        };
        let mut grid = Grid::of(&table(layout), Language::Swedish);
        grid.keys = 1;
        let panels = grid.clone().panels(24, |_, _| 8);
        let headings = |panel: &Grid| -> Vec<String> {
            panel
                .headings
                .iter()
                .map(|heading| heading.text.clone())
                .collect()
        };
        assert_eq!(headings(&panels[0]), ["utbildning", "år", "region"]);
        assert_eq!(headings(&panels[1]), ["utbildning", "antal"]);
        assert_eq!(grid.clone().panels(100, |_, _| 8), [grid.clone()]);
        assert_eq!(
            grid.panels(1, |_, _| 8).len(),
            3,
            "a column wider than the terminal stands alone"
        );
    }
}
