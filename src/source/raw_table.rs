//! Delimited text split into cells that know where they stand.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};

use super::delimiter::{declared, sniff};
use super::{Document, Excerpt, Fault, Faults, Location};
use crate::language::Words;

/// A document split into a header and records; nothing is interpreted yet.
#[derive(Clone, Debug)]
pub struct RawTable {
    document: Document,
    delimiter: u8,
    header: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    fields: StringRecord,
    /// Line on which the record begins.
    line: u64,
    /// Bytes of the record in the document's text.
    span: Range<usize>,
}

impl RawTable {
    /// Splits a document into cells. The delimiter (`;`, tab or `,`) is read off the header, or
    /// from a first line `sep=;`. Rows and trailing columns without any content are left out.
    ///
    /// # Errors
    /// Every row with too few or too many fields, a quote that is never closed, a header with
    /// equal or empty names, and a table without rows.
    pub fn parse(document: Document) -> Result<Self, Faults> {
        let text = document.text();
        let first_line = text.split_inclusive('\n').next().unwrap_or_default();
        let (delimiter, skipped) = match declared(first_line) {
            Some(delimiter) => (delimiter, first_line.len()),
            None => {
                let header = text.lines().find(|line| !line.trim().is_empty());
                (sniff(header.unwrap_or_default()), 0)
            }
        };
        let mut rows = records(text, skipped, delimiter);
        if rows.is_empty() {
            return Err(Fault::new("filen är tom")
                .located(Location::file(document.name()))
                .into());
        }
        let mut table = Self {
            delimiter,
            header: Vec::new(),
            rows: Vec::new(),
            document,
        };
        let header = rows.remove(0);
        table.header = header
            .fields
            .iter()
            .map(|name| name.trim().to_owned())
            .collect();
        table.rows = rows;
        table.drop_empty_columns(&header);
        table.check(&header)?;
        Ok(table)
    }

    /// Columns after the last that has a name or any content, as a spreadsheet leaves behind.
    fn drop_empty_columns(&mut self, header: &Row) {
        let used = |fields: &StringRecord| {
            let filled = fields
                .iter()
                .enumerate()
                .filter(|(_, field)| !field.trim().is_empty());
            filled.last().map_or(0, |(position, _)| position + 1)
        };
        let width = self
            .rows
            .iter()
            .map(|row| used(&row.fields))
            .max()
            .unwrap_or_default();
        let width = width.max(used(&header.fields)).min(self.header.len());
        self.header.truncate(width);
        for row in &mut self.rows {
            if row.fields.len() > width && used(&row.fields) <= width {
                row.fields.truncate(width);
            }
        }
    }

    fn check(&self, header: &Row) -> Result<(), Faults> {
        let mut faults = Faults::new();
        self.check_header(header, &mut faults);
        for row in &self.rows {
            self.check_row(row, &mut faults);
        }
        if self.rows.is_empty() {
            let location = Location::line(self.document.name(), header.line);
            let fault = Fault::new("filen har en rubrikrad men inga rader").located(location);
            faults.push(fault);
        }
        faults.or_else(|| ())
    }

    fn check_header(&self, header: &Row, faults: &mut Faults) {
        for (index, name) in self.header.iter().enumerate() {
            let fault = if name.is_empty() {
                Fault::new(format!(
                    "kolumn {} saknar rubrik men har innehåll",
                    index + 1
                ))
                .tip("ge kolumnen ett namn eller ta bort den")
            } else if self.header[..index].contains(name) {
                Fault::new(format!("rubriken `{name}` står två gånger"))
                    .tip("ta bort eller döp om den ena kolumnen")
            } else {
                continue;
            };
            faults.push(self.point(fault, header, index));
        }
    }

    fn check_row(&self, row: &Row, faults: &mut Faults) {
        let raw = &self.document.text()[row.span.clone()];
        let (got, want) = (row.fields.len(), self.header.len());
        let fault = if raw.contains('\n') && raw.matches('"').count() % 2 == 1 {
            Fault::new("ett citattecken öppnas men stängs aldrig")
                .tip("ta bort citattecknet eller sätt dit det som saknas")
        } else if got != want {
            Fault::new(format!("raden har {got} fält men rubriken har {want}"))
                .tip("titel-, käll- och summarader ska inte stå i filen; text med avgränsare ska ha citattecken")
        } else {
            return;
        };
        faults.push(self.point(fault, row, got.min(want).saturating_sub(1)));
    }

    /// Adds place and quotation to a fault of one field.
    fn point(&self, fault: Fault, row: &Row, column: usize) -> Fault {
        let text = self.document.text();
        let raw = &text[row.span.clone()];
        let field = nth_field(raw, self.delimiter, column);
        let start = row.span.start + field.start;
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let end = (row.span.start + field.end).min(line_start + line.len());
        let line_number = row.line + raw[..field.start].matches('\n').count() as u64;
        let location = Location {
            column: Some(column + 1),
            header: self
                .header
                .get(column)
                .filter(|name| !name.is_empty())
                .cloned(),
            ..Location::line(self.document.name(), line_number)
        };
        let excerpt = Excerpt::new(line, start - line_start, end.max(start) - line_start);
        fault.located(location).quoting(excerpt)
    }

    /// The document that the cells stand in.
    #[must_use]
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// The character between cells, as it was found.
    #[must_use]
    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// The column names, without surrounding spaces.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The records below the header.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        (0..self.rows.len()).map(|row| self.record(row))
    }

    /// One record, counted from 0.
    #[must_use]
    pub const fn record(&self, row: usize) -> Record<'_> {
        Record { table: self, row }
    }

    /// A fault of the whole table.
    #[must_use]
    pub fn fault(&self, message: impl Into<Words>) -> Fault {
        Fault::new(message).located(Location::file(self.document.name()))
    }
}

/// One record of a [`RawTable`].
#[derive(Clone, Copy, Debug)]
pub struct Record<'t> {
    table: &'t RawTable,
    row: usize,
}

impl<'t> Record<'t> {
    /// The cell in a column, counted from 0.
    #[must_use]
    pub const fn cell(self, column: usize) -> Cell<'t> {
        Cell {
            record: self,
            column,
        }
    }

    /// The position of the record in its table, counted from 0.
    #[must_use]
    pub const fn row(self) -> usize {
        self.row
    }

    /// The line on which the record begins, counted from 1.
    #[must_use]
    pub fn line(self) -> u64 {
        self.table.rows[self.row].line
    }
}

/// One cell of a [`RawTable`]: its text and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'t> {
    record: Record<'t>,
    column: usize,
}

impl<'t> Cell<'t> {
    /// The text, without surrounding spaces.
    #[must_use]
    pub fn text(self) -> &'t str {
        let row = &self.record.table.rows[self.record.row];
        row.fields.get(self.column).unwrap_or_default().trim()
    }

    /// A fault that points at this cell.
    #[must_use]
    pub fn fault(self, message: impl Into<Words>) -> Fault {
        let Record { table, row } = self.record;
        table.point(Fault::new(message), &table.rows[row], self.column)
    }
}

fn records(text: &str, skipped: usize, delimiter: u8) -> Vec<Row> {
    let skipped_lines = u64::from(skipped > 0);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(&text.as_bytes()[skipped..]);
    let mut rows: Vec<Row> = Vec::new();
    let mut fields = StringRecord::new();
    let mut start = skipped;
    // The text is valid UTF-8 and lies in memory, so reading a record cannot fail.
    while reader.read_record(&mut fields).unwrap_or(false) {
        let end = offset(reader.position().byte()) + skipped;
        let lines_before = fields.position().map_or(1, csv::Position::line) + skipped_lines;
        // The reader counts blank lines before a record as part of it.
        let blank =
            text[start..end].len() - text[start..end].trim_start_matches(['\r', '\n']).len();
        let line = lines_before + text[start..start + blank].matches('\n').count() as u64;
        if fields.iter().any(|field| !field.trim().is_empty()) {
            rows.push(Row {
                fields: fields.clone(),
                line,
                span: start + blank..end,
            });
        }
        start = end;
    }
    rows
}

fn offset(byte: u64) -> usize {
    // A position in a text that lies in memory fits a usize.
    usize::try_from(byte).unwrap_or(usize::MAX)
}

/// The bytes of the `wanted`-th field in a raw record, quotes included, line end excluded; the end
/// of the record if it has fewer fields.
fn nth_field(raw: &str, delimiter: u8, wanted: usize) -> Range<usize> {
    let raw = raw.trim_end_matches(['\r', '\n']);
    let (mut start, mut field, mut is_quoted) = (0, 0, false);
    for (at, byte) in raw.bytes().enumerate() {
        if byte == b'"' {
            is_quoted = !is_quoted;
        } else if byte == delimiter && !is_quoted {
            if field == wanted {
                return start..at;
            }
            field += 1;
            start = at + 1;
        }
    }
    if field == wanted {
        start..raw.len()
    } else {
        raw.len()..raw.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn swedish(fault: &Fault) -> &str {
        fault.message(Language::Swedish)
    }

    fn table(text: &str) -> Result<RawTable, Faults> {
        RawTable::parse(Document::from_bytes("t.csv", text.as_bytes()).unwrap())
    }

    fn place(table: &RawTable, row: usize, column: usize) -> String {
        let fault = table.record(row).cell(column).fault("x");
        let location = fault.location().unwrap();
        format!("{}:{}", location.line.unwrap(), location.column.unwrap())
    }

    #[test]
    fn cells_know_their_line_through_blank_lines_and_quoted_line_breaks() {
        let table = table("a,b\r\n\r\n1,2\r\n\"x\r\ny\",\"4\"\r\n\r\n\r\n5,6\r\n").unwrap();
        let texts: Vec<_> = table
            .records()
            .map(|record| record.cell(1).text())
            .collect();
        assert_eq!(texts, ["2", "4", "6"]);
        assert_eq!(place(&table, 0, 0), "3:1");
        assert_eq!(place(&table, 1, 0), "4:1");
        assert_eq!(place(&table, 1, 1), "5:2");
        assert_eq!(place(&table, 2, 1), "8:2");
    }

    #[test]
    fn what_a_spreadsheet_leaves_behind_is_not_content() {
        let table = table("sep=;\n a ; b ;;\n1;2;;\n;;;\n3;4;;\n").unwrap();
        assert_eq!(table.header(), ["a", "b"]);
        assert_eq!(table.records().count(), 2);
        assert_eq!(place(&table, 1, 1), "5:2");
        assert_eq!(table.delimiter(), ';');
    }

    #[test]
    fn every_ragged_row_is_reported() {
        let faults = table("a;b;c\n1;2\n1;2;3\n1;2;3;4\n").unwrap_err();
        let messages: Vec<_> = faults.iter().map(swedish).collect();
        assert_eq!(
            messages,
            [
                "raden har 2 fält men rubriken har 3",
                "raden har 4 fält men rubriken har 3"
            ]
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_is_named_where_it_opens() {
        let faults = table("a,b\n1,\"två\n3,4\n5,6\n").unwrap_err();
        let fault = faults.iter().next().unwrap();
        assert_eq!(swedish(fault), "ett citattecken öppnas men stängs aldrig");
        assert_eq!(fault.location().unwrap().line, Some(2));
    }

    #[test]
    fn equal_and_empty_headers_are_refused() {
        let faults = table("a,,a\n1,2,3\n").unwrap_err();
        let messages: Vec<_> = faults.iter().map(swedish).collect();
        assert_eq!(
            messages,
            [
                "kolumn 2 saknar rubrik men har innehåll",
                "rubriken `a` står två gånger"
            ]
        );
    }
}
