//! XLSX, through `rust_xlsxwriter`: a sheet per table and one about them.

use rust_xlsxwriter::{
    Chart, ChartType, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet,
    XlsxError,
};
use unicode_width::UnicodeWidthStr as _;

use super::number_text::for_machines;
use super::{RenderError, library_error};
use crate::report::{Cell, Column, Kind, Language, Report, Table};

/// The rows that a sheet has.
const MOST_ROWS: usize = 1_048_576;

/// The row of the column names; the title stands above it.
const HEADER: u32 = 1;

/// No column is wider, in characters.
const WIDEST: usize = 48;

/// Room for the button of the filter beside a column's name.
const BUTTON: usize = 3;

/// The most lines that a chart can hold and still be read.
const MOST_LINES: usize = 12;

/// Every table on a sheet of its own: its title, its columns frozen and filtered, numbers as numbers,
/// and a chart where the table names one. The last sheet holds findings, notes and provenance.
///
/// The creation date is fixed, so that the same result gives the same bytes.
pub(super) fn render(report: &Report) -> Result<Vec<u8>, RenderError> {
    if let Some(table) = report
        .tables
        .iter()
        .find(|table| table.rows.len() + HEADER as usize >= MOST_ROWS)
    {
        return Err(RenderError::TooManyRows {
            rows: table.rows.len(),
        });
    }
    workbook(report).map_err(|error| library_error(&error))
}

fn workbook(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(&report.title)
        .set_author(&report.provenance.program)
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    for table in &report.tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&table.name)?;
        fill(sheet, table, report)?;
    }
    about(workbook.add_worksheet(), report)?;
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table, report: &Report) -> Result<(), XlsxError> {
    let title = match &table.title {
        Some(own) => format!("{}. {own}", report.title),
        None => report.title.clone(),
    };
    sheet.write_string_with_format(0, 0, title, &Format::new().set_bold())?;
    let heading = Format::new()
        .set_bold()
        .set_border_bottom(rust_xlsxwriter::FormatBorder::Thin);
    for (at, column) in (0..).zip(&table.columns) {
        let aligned = match column.kind {
            Kind::Number { .. } => heading.clone().set_align(FormatAlign::Right),
            Kind::Text | Kind::Label => heading.clone(),
        };
        sheet.write_string_with_format(HEADER, at, &column.name, &aligned)?;
        sheet.set_column_width(at, width(table, at.into(), column, report.language))?;
    }
    let formats: Vec<Format> = table.columns.iter().map(number_format).collect();
    for (row, cells) in (HEADER + 1..).zip(&table.rows) {
        for ((at, cell), (column, format)) in
            (0..).zip(cells).zip(table.columns.iter().zip(&formats))
        {
            match cell {
                Cell::Text(text) => sheet.write_string(row, at, text)?,
                Cell::Whole(whole) => {
                    sheet.write_number_with_format(row, at, as_f64(*whole), format)?
                }
                Cell::Measure(measure) => {
                    let value = rounded(measure.value, column.kind);
                    sheet.write_number_with_format(row, at, value, format)?
                }
                // Nothing, which is no zero to any formula.
                Cell::Missing => sheet,
            };
        }
    }
    let last_row = HEADER + u32::try_from(table.rows.len()).unwrap_or_default();
    let last_column = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or_default();
    sheet.autofilter(HEADER, 0, last_row, last_column)?;
    sheet.set_freeze_panes(HEADER + 1, 0)?;
    if let Some(chart) = chart(table) {
        sheet.insert_chart(HEADER + 1, last_column + 2, &chart)?;
    }
    Ok(())
}

/// As people see it; the sheet holds the number that CSV holds.
fn number_format(column: &Column) -> Format {
    let pattern = match column.kind {
        Kind::Text | Kind::Label => "0".to_owned(),
        Kind::Number { shown: 0, .. } => "#,##0".to_owned(),
        Kind::Number { shown, .. } => format!("#,##0.{}", "0".repeat(shown.into())),
    };
    Format::new().set_num_format(pattern)
}

fn width(table: &Table, at: usize, column: &Column, language: Language) -> f64 {
    let cell = |row: &Vec<Cell>| match (&row[at], column.kind) {
        (Cell::Text(text), _) => text.width(),
        (Cell::Whole(whole), Kind::Number { .. }) => language.number(as_f64(*whole), 0).width(),
        (Cell::Whole(whole), _) => whole.to_string().len(),
        (Cell::Measure(measure), Kind::Number { shown, .. }) => {
            language.number(measure.value, shown).width()
        }
        (Cell::Measure(_) | Cell::Missing, _) => 0,
    };
    let widest = table.rows.iter().map(cell).max().unwrap_or_default();
    let width = widest.max(column.name.width() + BUTTON).min(WIDEST) + 1;
    u32::try_from(width).map_or(0.0, f64::from)
}

/// A line for each combination of what the lines are told apart by; none where rows of one line do not
/// stand together.
fn chart(table: &Table) -> Option<Chart> {
    let own = table.chart.as_ref()?;
    let (x, y) = (table.position(&own.x)?, table.position(&own.y)?);
    let keys: Option<Vec<usize>> = own.lines.iter().map(|name| table.position(name)).collect();
    let keys = keys?;
    let key = |row: &Vec<Cell>| -> Vec<String> {
        let words = keys.iter().map(|&at| match &row[at] {
            Cell::Text(text) => text.clone(),
            Cell::Whole(whole) => whole.to_string(),
            Cell::Measure(_) | Cell::Missing => String::new(),
        });
        words.collect()
    };
    let mut lines: Vec<(Vec<String>, u32, u32)> = Vec::new();
    for (row, cells) in (HEADER + 1..).zip(&table.rows) {
        let key = key(cells);
        let at = lines.iter().position(|(met, ..)| *met == key);
        match at {
            Some(at) if at + 1 == lines.len() => lines[at].2 = row,
            Some(_) => return None,
            None => lines.push((key, row, row)),
        }
    }
    if lines.is_empty() || lines.len() > MOST_LINES || lines.iter().all(|(_, a, b)| a == b) {
        return None;
    }
    let [x, y] = [x, y].map(|at| u16::try_from(at).unwrap_or_default());
    let mut chart = Chart::new(ChartType::Line);
    chart.title().set_name(&own.title);
    chart.x_axis().set_name(&own.x);
    chart.y_axis().set_name(&own.y);
    let name = table.name.as_str();
    for (key, first, last) in lines {
        let label = key.join(", ");
        let series = chart.add_series();
        series
            .set_categories((name, first, x, last, x))
            .set_values((name, first, y, last, y))
            .set_name(if label.is_empty() { &own.y } else { &label });
    }
    Some(chart)
}

/// What the numbers say, what a reader must know, and what they were made from.
fn about(sheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
    let word = |swedish, english| report.language.choose(swedish, english);
    sheet.set_name(word("om tabellerna", "about"))?;
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, 18)?;
    sheet.set_column_width(1, 100)?;
    sheet.write_string_with_format(0, 0, &report.title, &bold)?;
    let finding = word("resultat", "finding");
    let note = word("not", "note");
    let made = &report.provenance;
    let findings = report.findings.iter();
    let findings = findings.map(|own| (finding.to_owned(), own.sentence.clone()));
    let notes = report
        .notes
        .iter()
        .map(|own| (note.to_owned(), own.clone()));
    let program = [
        (word("program", "program").to_owned(), made.program.clone()),
        (word("kommando", "command").to_owned(), made.command.clone()),
    ];
    let options = made.options.iter();
    let options = options.map(|(name, value)| (format!("--{name}"), value.clone()));
    let inputs = made.inputs.iter().map(|input| {
        let digest = input.sha256.as_ref();
        let digest = digest.map_or(String::new(), |digest| format!(", SHA-256 {digest}"));
        (input.role.clone(), format!("{}{digest}", input.name))
    });
    let lines = findings
        .chain(notes)
        .chain(program)
        .chain(options)
        .chain(inputs);
    for (row, (what, text)) in (2..).zip(lines) {
        sheet.write_string_with_format(row, 0, what, &wrapped)?;
        sheet.write_string_with_format(row, 1, text, &wrapped)?;
    }
    Ok(())
}

/// The same decimals as in CSV, so that both formats carry the same numbers.
fn rounded(value: f64, kind: Kind) -> f64 {
    match kind {
        Kind::Number { decimals, .. } => for_machines(value, decimals).parse().unwrap_or(value),
        Kind::Text | Kind::Label => value,
    }
}

/// Counts and years stay far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(whole: i64) -> f64 {
    whole as f64
}
