//! XLSX, through `rust_xlsxwriter`: a sheet per table and one about them.

mod chart;
mod sheet_rows;

use rust_xlsxwriter::{
    Chart, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr as _;

use self::chart::chart;
use self::sheet_rows::{HEADER, MOST_ROWS};
use super::RenderError;
use super::number_text::{SUPPRESSED, whole_precision};
use super::spec::{Content, Spec, Writer};
use crate::report::{Cell, Column, Kind, Language, Report, Table};

pub(super) const SPEC: Spec = Spec {
    name: "xlsx",
    extension: "xlsx",
    content: Content::Binary,
    writer: Writer::Report(|report, _| render(report)),
    has_charts: true,
    has_excel_variant: false,
};

/// No column is wider, in characters.
const WIDEST: usize = 48;

/// Room for the button of the filter beside a column's name.
const BUTTON: usize = 3;

/// Every table on a sheet of its own: its title, its columns frozen and filtered, numbers as numbers. Then
/// a sheet with the charts that tables name, if any, and one with findings, notes and provenance.
///
/// The creation date is fixed, so that the same result gives the same bytes.
fn render(report: &Report) -> Result<Vec<u8>, RenderError> {
    if let Some(table) = report
        .tables
        .iter()
        .find(|table| table.rows.len() + HEADER as usize >= MOST_ROWS)
    {
        return Err(RenderError::TooManyRows {
            rows: table.rows.len(),
        });
    }
    workbook(report).map_err(|error| RenderError::library(&error))
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
    let charts: Vec<Chart> = report
        .tables
        .iter()
        .filter_map(|table| chart(table, report.language))
        .collect();
    if !charts.is_empty() {
        draw(workbook.add_worksheet(), &charts, report)?;
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
    let hidden = Format::new().set_align(FormatAlign::Right);
    for (row, cells) in (HEADER + 1..).zip(&table.rows) {
        for ((at, cell), format) in (0..).zip(cells).zip(&formats) {
            match cell {
                Cell::Text(text) => sheet.write_string(row, at, text)?,
                Cell::Whole(whole) | Cell::Count(whole, _) => {
                    sheet.write_number_with_format(row, at, as_f64(*whole), format)?
                }
                Cell::Measure(measure) => {
                    let value = whole_precision(measure.value);
                    sheet.write_number_with_format(row, at, value, format)?
                }
                // Nothing: a gap to charts and to sums. An empty cell has no other meaning.
                Cell::Missing => sheet,
                Cell::Suppressed => sheet.write_string_with_format(row, at, SUPPRESSED, &hidden)?,
            };
        }
    }
    let last_row = HEADER + u32::try_from(table.rows.len()).unwrap_or_default();
    let last_column = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or_default();
    sheet.autofilter(HEADER, 0, last_row, last_column)?;
    sheet.set_freeze_panes(HEADER + 1, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADER, HEADER)?;
    Ok(())
}

/// Rows from the top of one chart to the next.
const CHART_ROWS: u32 = 22;

fn draw(sheet: &mut Worksheet, charts: &[Chart], report: &Report) -> Result<(), XlsxError> {
    sheet.set_name(report.language.choose("diagram", "charts"))?;
    for (row, chart) in (0..).step_by(CHART_ROWS as usize).zip(charts) {
        sheet.insert_chart(row, 0, chart)?;
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// As people see it; the sheet holds all digits.
fn number_format(column: &Column) -> Format {
    let format = Format::new();
    match column.kind {
        Kind::Text | Kind::Label => format.set_num_format("0").set_align(FormatAlign::Left),
        Kind::Number { shown: 0, .. } => format.set_num_format("#,##0"),
        Kind::Number { shown, .. } => {
            format.set_num_format(format!("#,##0.{}", "0".repeat(shown.into())))
        }
    }
}

fn width(table: &Table, at: usize, column: &Column, language: Language) -> f64 {
    let cell = |row: &Vec<Cell>| match (&row[at], column.kind) {
        (Cell::Text(text), _) => text.width(),
        (Cell::Whole(whole) | Cell::Count(whole, _), Kind::Number { .. }) => {
            language.number(as_f64(*whole), 0).width()
        }
        (Cell::Whole(whole) | Cell::Count(whole, _), _) => whole.to_string().len(),
        (Cell::Measure(measure), Kind::Number { shown, .. }) => {
            language.number(measure.value, shown).width()
        }
        (Cell::Measure(_) | Cell::Missing | Cell::Suppressed, _) => 0,
    };
    let widest = table.rows.iter().map(cell).max().unwrap_or_default();
    let width = widest.max(column.name.width() + BUTTON).min(WIDEST) + 1;
    u32::try_from(width).map_or(0.0, f64::from)
}

/// Characters on a line of the last sheet.
const ABOUT_WIDTH: usize = 100;

/// Points.
const LINE_HEIGHT: f64 = 15.0;

/// What the numbers say, what a reader must know, and what they were made from.
fn about(sheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
    let word = |swedish, english| report.language.choose(swedish, english);
    sheet.set_name(word("om tabellerna", "about"))?;
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, 18)?;
    sheet.set_column_width(1, u32::try_from(ABOUT_WIDTH).map_or(0.0, f64::from))?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    sheet.write_string_with_format(0, 0, &report.title, &bold)?;
    let finding = word("resultat", "finding");
    let note = word("anm.", "note");
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
        let lines = text.width().div_ceil(ABOUT_WIDTH).max(1);
        let height = LINE_HEIGHT * u32::try_from(lines).map_or(1.0, f64::from);
        sheet.set_row_height(row, height)?;
        sheet.write_string_with_format(row, 0, what, &wrapped)?;
        sheet.write_string_with_format(row, 1, text, &wrapped)?;
    }
    Ok(())
}

/// Counts and years stay far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(whole: i64) -> f64 {
    whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Layout;

    fn report(rows: usize) -> Report {
        let column = Column {
            name: "antal".to_owned(),
            kind: Kind::Number {
                decimals: 0,
                shown: 0,
            },
        };
        Report {
            title: "Antal".to_owned(),
            findings: Vec::new(),
            tables: vec![Table {
                name: "antal".to_owned(),
                title: None,
                columns: vec![column],
                rows: vec![vec![Cell::Missing]; rows],
                layout: Layout::Rows {
                    columns: Vec::new(),
                },
                shown: None,
                chart: None,
            }],
            notes: Vec::new(),
            provenance: crate::report::Provenance::default(),
            language: Language::Swedish,
            counts: None,
        }
    }

    #[test]
    fn more_rows_than_a_sheet_has_are_refused_with_what_to_do() {
        // A title, a header and 1 048 574 rows fill a sheet.
        let error = render(&report(1_048_575)).unwrap_err();
        assert_eq!(error, RenderError::TooManyRows { rows: 1_048_575 });
        assert!(
            error.to_string().contains("skriv Parquet eller CSV"),
            "{error}"
        );
        assert!(render(&report(10)).is_ok());
    }
}
