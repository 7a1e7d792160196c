//! CSV and its dialects.

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};

use super::number_text::{SUPPRESSED, for_machines};
use super::spec::{Content, Spec, Writer};
use super::{Manner, RenderError};
use crate::language::visible;
use crate::report::{Cell, Column, Kind, Table};

pub(super) const CSV_SPEC: Spec = Spec {
    name: "csv",
    extension: "csv",
    content: Content::Delimited,
    writer: Writer::Table(|table, manner| {
        let dialect = if manner.is_for_excel { EXCEL } else { CSV };
        render(table, dialect.written(manner))
    }),
    has_charts: false,
    has_excel_variant: true,
};

pub(super) const TSV_SPEC: Spec = Spec {
    name: "tsv",
    extension: "tsv",
    writer: Writer::Table(|table, manner| render(table, TSV.written(manner))),
    has_excel_variant: false,
    ..CSV_SPEC
};

/// What differs between the dialects.
#[derive(Clone, Copy, Debug)]
struct Dialect {
    delimiter: u8,
    decimal: &'static str,
    line_end: Terminator,
    mark: &'static str,
    /// Whether text that a spreadsheet would take for a number or a date is held to be text.
    holds_text: bool,
    /// How it is written, beside that.
    manner: Manner,
}

const CSV: Dialect = Dialect {
    delimiter: b',',
    decimal: ".",
    line_end: Terminator::Any(b'\n'),
    mark: "",
    holds_text: false,
    manner: PLAIN,
};
const TSV: Dialect = Dialect {
    delimiter: b'\t',
    ..CSV
};
/// Excel on Windows takes UTF-8 only with a byte order mark, and splits by the list separator of
/// the Swedish locale.
const EXCEL: Dialect = Dialect {
    delimiter: b';',
    decimal: ",",
    line_end: Terminator::CRLF,
    mark: "\u{feff}",
    holds_text: true,
    manner: PLAIN,
};

/// With the decimals of each column, as it is.
const PLAIN: Manner = Manner {
    digits: None,
    width: None,
    is_for_terminal: false,
    is_for_excel: false,
};

impl Dialect {
    /// The same, written in this manner.
    const fn written(self, manner: Manner) -> Self {
        Self { manner, ..self }
    }
}

/// All rows and columns of a table. A missing cell is empty, a suppressed one `x`.
fn render(table: &Table, dialect: Dialect) -> Result<Vec<u8>, RenderError> {
    let mut bytes = dialect.mark.as_bytes().to_vec();
    let mut writer = WriterBuilder::new()
        .delimiter(dialect.delimiter)
        .terminator(dialect.line_end)
        .from_writer(&mut bytes);
    let header = table.columns.iter();
    let header = header.map(|column| shown(&column.name, dialect).into_owned());
    writer
        .write_record(header)
        .map_err(|error| RenderError::library(&error))?;
    for row in &table.rows {
        let fields = row
            .iter()
            .zip(&table.columns)
            .map(|(cell, column)| field(cell, column, dialect));
        writer
            .write_record(fields)
            .map_err(|error| RenderError::library(&error))?;
    }
    writer
        .flush()
        .map_err(|error| RenderError::library(&error))?;
    drop(writer);
    Ok(bytes)
}

fn field(cell: &Cell, column: &Column, dialect: Dialect) -> String {
    match (cell, column.kind) {
        (Cell::Text(text), _) => safe_text(&shown(text, dialect), dialect),
        (Cell::Whole(whole) | Cell::Count(whole, _), _) => whole.to_string(),
        (Cell::Measure(measure), Kind::Number { decimals, .. }) => {
            let decimals = dialect.manner.digits.unwrap_or(decimals);
            for_machines(measure.value, decimals).replace('.', dialect.decimal)
        }
        (Cell::Measure(measure), Kind::Text | Kind::Label) => {
            measure.value.to_string().replace('.', dialect.decimal)
        }
        (Cell::Missing, _) => String::new(),
        (Cell::Suppressed, _) => SUPPRESSED.to_owned(),
    }
}

/// Text as it is, or for a terminal.
fn shown(text: &str, dialect: Dialect) -> Cow<'_, str> {
    if dialect.manner.is_for_terminal {
        visible(text)
    } else {
        Cow::Borrowed(text)
    }
}

/// Text that no spreadsheet runs or changes.
///
/// A cell that begins as a formula would (`= + - @`, tab, carriage return) gets an apostrophe before it. For
/// Excel, text of digits such as `01`, `2010/11` or `10-12` is written `="01"`, or it would become the
/// number 1, the first of November and the tenth of December.
fn safe_text(text: &str, dialect: Dialect) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return format!("'{text}");
    }
    let digits = text.split(['/', '-', '.', ',', ':', ' ', '\u{a0}']);
    let is_number_like = !text.is_empty()
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && digits
            .clone()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if dialect.holds_text && is_number_like {
        return format!("=\"{text}\"");
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_run_or_taken_for_a_number() {
        let texts = [
            "=1+1",
            "@SUM(A1)",
            "-2",
            "+46",
            "\tx",
            "Norra",
            "01",
            "2010/11",
            "10-12",
            "2001–2005",
            "",
        ];
        let plain = texts.map(|text| safe_text(text, CSV));
        let expected = [
            "'=1+1",
            "'@SUM(A1)",
            "'-2",
            "'+46",
            "'\tx",
            "Norra",
            "01",
            "2010/11",
            "10-12",
            "2001–2005",
            "",
        ];
        assert_eq!(plain, expected);
        let excel = texts[5..].iter().map(|text| safe_text(text, EXCEL));
        let excel: Vec<String> = excel.collect();
        let expected = [
            "Norra",
            "=\"01\"",
            "=\"2010/11\"",
            "=\"10-12\"",
            "2001–2005",
            "",
        ];
        assert_eq!(excel, expected);
    }
}
