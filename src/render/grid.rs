//! A table as people see it: texts in rows and columns, after its layout.

use super::number_text::SUPPRESSED;
use crate::language::visible;
use crate::report::{Absent, Cell, Column, Kind, Language, Layout, Table};

/// What a missing number looks like, as in official Swedish tables.
const MISSING: &str = "..";

/// Texts in rows and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub(super) headings: Vec<Heading>,
    pub(super) rows: Vec<Vec<String>>,
    /// How many leading columns name the rows; they are repeated in every panel.
    pub(super) keys: usize,
    /// Whether panels are filled from the right: results come last, and are to be kept together.
    results_last: bool,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) text: String,
    /// Numbers are aligned to the right.
    pub(super) is_number: bool,
    /// Whether the column may be said in a line above the table when all its cells are the same.
    is_key: bool,
}

impl Grid {
    pub(super) fn of(table: &Table, language: Language) -> Self {
        match &table.layout {
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
        }
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
            results_last: true,
        }
    }

    /// A row for each of the columns, a column for each row of the table.
    fn transposed(table: &Table, columns: &[String], across: &str, language: Language) -> Self {
        let text = |row: &[Cell], at: usize| people_text(&row[at], &table.columns[at], language);
        let across = table.position(across);
        let heads = table.shown_rows().map(|row| Heading {
            text: across.map_or(String::new(), |at| text(row, at)),
            is_number: true,
            is_key: false,
        });
        let first = across.map_or(String::new(), |at| table.columns[at].name.clone());
        let first = Heading {
            text: first,
            is_number: false,
            is_key: false,
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
            results_last: false,
        }
    }

    /// Rows are in the order in which the table first has them.
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
                results_last: false,
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
            is_key: false,
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
            results_last: false,
        }
    }

    /// Leaves out the columns whose cells are all the same, and gives each with its value: what names the rows, and
    /// numbers that are all missing. At least one column is left.
    pub(super) fn without_constants(&self) -> (Self, Vec<(String, String)>) {
        let value_of_all = |column: usize| -> Option<&String> {
            let (first, others) = self.rows.split_first()?;
            let first = &first[column];
            let may_go = self.headings[column].is_key || (self.results_last && first == MISSING);
            let is_constant = !others.is_empty() && others.iter().all(|row| row[column] == *first);
            (may_go && is_constant).then_some(first)
        };
        let (mut wanted, mut constants) = (Vec::new(), Vec::new());
        for (column, heading) in self.headings.iter().enumerate() {
            match value_of_all(column) {
                Some(value) => constants.push((heading.text.clone(), value.clone())),
                None => wanted.push(column),
            }
        }
        if wanted.is_empty() {
            return (self.clone(), Vec::new());
        }
        let keys = wanted.iter().filter(|column| **column < self.keys).count();
        (self.of_columns(&wanted, keys), constants)
    }

    /// Leaves out a leading word that is in the row above too, but never the last key.
    pub(super) fn blank_repeated_keys(&mut self) {
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

    /// Splits the columns after the keys into grids that fit `width`, at least one column each.
    pub(super) fn panels(
        self,
        width: usize,
        column_width: impl Fn(&Self, usize) -> usize,
    ) -> Vec<Self> {
        let widths: Vec<usize> = (0..self.headings.len())
            .map(|column| column_width(&self, column))
            .collect();
        let room = width.saturating_sub(widths[..self.keys].iter().sum());
        let columns: Vec<usize> = (self.keys..self.headings.len()).collect();
        let panels = if self.results_last {
            let mut panels = filled(columns.into_iter().rev(), &widths, room);
            for panel in &mut panels {
                panel.reverse();
            }
            panels.reverse();
            panels
        } else {
            filled(columns.into_iter(), &widths, room)
        };
        if panels.len() < 2 {
            return vec![self];
        }
        let panels = panels.into_iter();
        let panels = panels.map(|columns| {
            let wanted: Vec<usize> = (0..self.keys).chain(columns).collect();
            self.of_columns(&wanted, self.keys)
        });
        panels.collect()
    }

    fn of_columns(&self, wanted: &[usize], keys: usize) -> Self {
        let headings = wanted
            .iter()
            .map(|&column| self.headings[column].clone())
            .collect();
        let rows = self.rows.iter();
        let rows = rows.map(|row| wanted.iter().map(|&column| row[column].clone()).collect());
        Self {
            headings,
            rows: rows.collect(),
            keys,
            results_last: self.results_last,
        }
    }
}

/// Columns in panels, each as full as `room` allows.
fn filled(columns: impl Iterator<Item = usize>, widths: &[usize], room: usize) -> Vec<Vec<usize>> {
    let mut panels: Vec<Vec<usize>> = Vec::new();
    let mut used = 0;
    for column in columns {
        match panels.last_mut() {
            Some(panel) if used + widths[column] <= room => panel.push(column),
            _ => {
                panels.push(vec![column]);
                used = 0;
            }
        }
        used += widths[column];
    }
    panels
}

fn positions(table: &Table, columns: &[String]) -> Vec<usize> {
    columns
        .iter()
        .filter_map(|name| table.position(name))
        .collect()
}

fn heading(column: &Column) -> Heading {
    Heading {
        text: visible(&column.name).into_owned(),
        is_number: column.kind != Kind::Text,
        is_key: !matches!(column.kind, Kind::Number { .. }),
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

/// The sign where a table has no row, as in official Swedish tables; never a blank, which could mean
/// anything.
const fn absent_text(absent: Absent) -> &'static str {
    match absent {
        Absent::Zero => "0",
        Absent::NotApplicable => ".",
    }
}

fn people_text(cell: &Cell, column: &Column, language: Language) -> String {
    match (cell, column.kind) {
        (Cell::Text(text), _) => visible(text).into_owned(),
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
        let mut grid = Grid::of(&table(layout), Language::Swedish);
        grid.blank_repeated_keys();
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
    fn a_transposed_table_reads_like_an_account_and_shows_the_rows_that_are_chosen() {
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
    fn too_wide_a_grid_is_split_and_every_panel_names_its_rows() {
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
        assert_eq!(headings(&panels[0]), ["utbildning", "år"]);
        assert_eq!(headings(&panels[1]), ["utbildning", "region", "antal"]);
        assert_eq!(grid.clone().panels(100, |_, _| 8), [grid.clone()]);
        assert_eq!(
            grid.panels(1, |_, _| 8).len(),
            3,
            "a column wider than the terminal stands alone"
        );
    }

    #[test]
    fn constant_keys_and_numbers_that_are_all_missing_are_left_out_and_named() {
        let layout = Layout::Rows {
            columns: owned(&["utbildning", "år", "region", "antal"]),
        };
        let mut table = table(layout);
        for row in &mut table.rows {
            row[0] = Cell::Text("läkare".to_owned());
            row[3] = Cell::Missing;
        }
        let (grid, constants) = Grid::of(&table, Language::Swedish).without_constants();
        let headings: Vec<_> = grid.headings.iter().map(|own| own.text.as_str()).collect();
        assert_eq!((headings, grid.keys), (vec!["år", "region"], 2));
        let said: Vec<_> = constants
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        assert_eq!(said, ["utbildning: läkare", "antal: .."]);
        // A number that happens to be the same everywhere is a result, and stays beside its key.
        for row in &mut table.rows {
            row[3] = Cell::Whole(7);
        }
        let (grid, _) = Grid::of(&table, Language::Swedish).without_constants();
        assert_eq!(grid.headings.len(), 3);
    }

    #[test]
    fn an_estimate_and_its_interval_stay_together() {
        let names = [
            "region",
            "nybörjare",
            "frekvens",
            "examinerade",
            "nedre",
            "övre",
        ];
        let headings = names.map(|name| Heading {
            text: name.to_owned(),
            is_number: name != "region",
            is_key: name == "region",
        });
        let grid = Grid {
            headings: headings.to_vec(),
            rows: Vec::new(),
            keys: 1,
            results_last: true,
        };
        let panels = grid.panels(40, |_, _| 10);
        let last: Vec<_> = panels[1]
            .headings
            .iter()
            .map(|own| own.text.as_str())
            .collect();
        assert_eq!(last, ["region", "examinerade", "nedre", "övre"]);
    }
}
