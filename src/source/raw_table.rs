//! Delimited text split into cells that know where they stand.

use std::collections::BTreeMap;
use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};

use super::delimiter::{declared, outside_quotes, sniff};
use super::document::empty;
use super::quoting::{Breach, count_records, line_ends, uncounted};
use super::{Document, Excerpt, Fault, Faults, Location};
use crate::language::{Words, words};

/// How many faults of the header point at their column; the rest are counted.
const POINTED: usize = 20;

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
    /// Every row with too few or too many fields, a quote that may have swallowed rows, lines that end
    /// in different ways, a header with equal or empty names, and a table without rows.
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
        let (mut rows, read) = records(text, skipped, delimiter);
        let Some(header) = rows.first() else {
            return Err(empty(Location::file(document.name())).into());
        };
        let width = header.fields.len();
        match count_records(&text.as_bytes()[skipped..], delimiter, width) {
            Err(breach) => {
                return Err(broken(breach, &document, (skipped, delimiter), header).into());
            }
            Ok(counted) if counted != read => {
                return Err(uncounted(document.name(), header.line, read, counted).into());
            }
            Ok(_) => {}
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
            let fault = Fault::new(words!(
                "filen har en rubrikrad men inga rader",
                "the file has a header but no rows"
            ));
            faults.push(fault.located(location));
        }
        faults.or_else(|| ())
    }

    fn check_header(&self, header: &Row, faults: &mut Faults) {
        let mut seen = BTreeMap::new();
        for (index, name) in self.header.iter().enumerate() {
            seen.entry(name.as_str())
                .or_insert_with(Vec::new)
                .push(index);
        }
        let nameless = seen.remove("").unwrap_or_default();
        let mut found: Vec<(usize, Fault)> = nameless
            .iter()
            .map(|&index| (index, without_name(index + 1)))
            .collect();
        let repeated = seen.iter().filter_map(|(name, places)| match places[..] {
            [_, second, ..] => Some((second, repeated(name, places.len()))),
            _ => None,
        });
        found.extend(repeated);
        found.sort_by_key(|(index, _)| *index);
        for (number, (index, fault)) in found.into_iter().enumerate() {
            faults.push(if number < POINTED {
                self.point(fault, header, index)
            } else {
                fault.located(Location::line(self.document.name(), header.line))
            });
        }
    }

    fn check_row(&self, row: &Row, faults: &mut Faults) {
        let (got, want) = (row.fields.len(), self.header.len());
        if got != want {
            let fault = Fault::new(words!(
                "raden har {got} fält men rubriken har {want}",
                "the row has {got} fields but the header has {want}"
            ))
            .tip(words!(
                "titel-, käll- och summarader ska inte stå i filen; text med avgränsare ska ha citattecken",
                "titles, sources and totals do not belong in the file; text with delimiters needs quotation marks"
            ));
            faults.push(self.point(fault, row, got.min(want).saturating_sub(1)));
        }
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

fn without_name(position: usize) -> Fault {
    Fault::new(words!(
        "kolumn {position} saknar rubrik men har innehåll",
        "column {position} has no header but has content"
    ))
    .tip(words!(
        "ge kolumnen ett namn eller ta bort den",
        "name the column or remove it"
    ))
}

fn repeated(name: &str, times: usize) -> Fault {
    let fault = match times {
        2 => Fault::new(words!(
            "rubriken `{name}` står två gånger",
            "the header `{name}` stands twice"
        )),
        _ => Fault::new(words!(
            "rubriken `{name}` står {times} gånger",
            "the header `{name}` stands {times} times"
        )),
    };
    fault.tip(words!(
        "ta bort eller döp om den ena kolumnen",
        "remove or rename one of the columns"
    ))
}

/// A breach of the rules of quotes and line ends, with the line quoted.
fn broken(
    breach: Breach,
    document: &Document,
    (skipped, delimiter): (usize, u8),
    header: &Row,
) -> Fault {
    let text = document.text();
    let first_line = 1 + line_ends(&text.as_bytes()[..skipped]);
    let fault = breach.fault(document.name(), &text.as_bytes()[skipped..], first_line);
    let at = skipped + breach.at();
    let start = text[..at].rfind('\n').map_or(0, |line_end| line_end + 1);
    let line = text[start..].split('\n').next().unwrap_or_default();
    let at = at - start;
    let fault = fault.quoting(Excerpt::new(line, at, at + 1));
    // The record of the quote begins on its line, unless an earlier field goes over lines.
    let Some(place) = fault.location().cloned() else {
        return fault;
    };
    let column = match breach {
        Breach::LoneReturn { .. } => None,
        _ => Some(
            outside_quotes(&line[..at])
                .filter(|byte| *byte == delimiter)
                .count(),
        ),
    };
    let name = column.and_then(|column| header.fields.get(column));
    fault.located(Location {
        column: column.map(|column| column + 1),
        header: name.map(|name| name.trim().to_owned()),
        ..place
    })
}

/// The records with any content, and how many there were with the others.
fn records(text: &str, skipped: usize, delimiter: u8) -> (Vec<Row>, u64) {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(&text.as_bytes()[skipped..]);
    let mut rows: Vec<Row> = Vec::new();
    let mut fields = StringRecord::new();
    let (mut start, mut line, mut read) = (skipped, 1, 0);
    line += line_ends(&text.as_bytes()[..skipped]);
    // The text is valid UTF-8 and lies in memory, so reading a record cannot fail.
    while reader.read_record(&mut fields).unwrap_or(false) {
        read += 1;
        let end = offset(reader.position().byte()) + skipped;
        // Blank lines before a record, and the line feed of the CRLF before it, are not part of it.
        let blank =
            text[start..end].len() - text[start..end].trim_start_matches(['\r', '\n']).len();
        let raw = start + blank..end;
        line += line_ends(&text.as_bytes()[start..raw.start]);
        let next_line = line + line_ends(&text.as_bytes()[raw.clone()]);
        if fields.iter().any(|field| !field.trim().is_empty()) {
            rows.push(Row {
                fields: fields.clone(),
                line,
                span: raw,
            });
        }
        (start, line) = (end, next_line);
    }
    (rows, read)
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
    fn a_quoted_field_that_goes_on_joins_no_rows() {
        let faults = table("a;b\n1;\"x\n2;y\n3;\"z\n").unwrap_err();
        let fault = faults.iter().next().unwrap();
        assert_eq!(
            swedish(fault),
            "ett fält inom citattecken stängs på rad 4 och följs av text"
        );
        assert_eq!(fault.location().unwrap().line, Some(2));
        assert!(table("a,b\r1,2\n3,4\n").is_err(), "CR among LF");
    }

    #[test]
    fn forty_thousand_equal_headers_are_one_fault() {
        let header = "a,".repeat(40_000) + "b";
        let faults = table(&format!("{header}\n{}\n", "1,".repeat(40_000))).unwrap_err();
        let fault = faults.iter().next().unwrap();
        assert_eq!(
            (faults.len(), swedish(fault)),
            (1, "rubriken `a` står 40000 gånger")
        );
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
