//! Delimited text split into the cells of a table.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};

use super::split_header::{
    header_joined, header_lines, header_over_lines, join_last, unquoted_fields,
};
use crate::language::{Words, words};
use crate::source::delimiter::{declared, outside_quotes, sniff_lines};
use crate::source::quoting::{Breach, count_records, line_ends, uncounted};
use crate::source::raw_table::{Places, TableInput};
use crate::source::refused_file::empty;
use crate::source::{Document, Encoding, Excerpt, Fault, Faults, Grid, Location};

/// Splits a text into cells. The delimiter (`;`, tab or `,`) is read off the header, or
/// from a first line `sep=;`. Rows without any content are left out.
///
/// # Errors
/// A quote that may have swallowed rows, and lines that end in different ways.
pub(super) fn delimited(document: Document) -> Result<Grid, Faults> {
    let text = document.text();
    let (delimiter, skipped) = delimiter(text);
    let Lined {
        mut records,
        mut rows,
        mut gaps,
        read,
    } = records(text, skipped, delimiter);
    let (Some(header), Some(TextRow { line, .. })) = (records.first(), rows.first()) else {
        return Err(empty(Location::file(document.name())).into());
    };
    let width = header
        .len()
        .max(records.get(1).map_or(0, StringRecord::len));
    match count_records(&text.as_bytes()[skipped..], delimiter, width) {
        Err(breach) => return Err(broken(breach, &document, (skipped, delimiter), header).into()),
        Ok(counted) if counted != read => {
            return Err(uncounted(document.name(), *line, read, counted).into());
        }
        Ok(_) => {}
    }
    let mut input = input(&document, delimiter);
    let lines_of_header = header_lines(&records);
    if lines_of_header > 1 {
        join_lines(&mut records, &mut rows, lines_of_header);
        gaps = gaps
            .iter()
            .filter_map(|row| row.checked_sub(lines_of_header - 1))
            .collect();
        input
            .remarks
            .push(header_over_lines(&input.name, lines_of_header));
    }
    let raw = &text[rows[0].span.clone()];
    if let Some(fields) = unquoted_fields(&records, raw, delimiter) {
        let name = join_last(&mut records[0], fields, delimiter);
        input.remarks.push(header_joined(&input.name, &name));
    }
    let lines = Lines {
        document,
        delimiter,
        rows,
    };
    Ok(Grid::of_text(input, records, gaps, lines))
}

/// The delimiter of a text, and how many bytes the line takes that declares it.
fn delimiter(text: &str) -> (u8, usize) {
    let first_line = text.split_inclusive('\n').next().unwrap_or_default();
    match declared(first_line) {
        Some(delimiter) => (delimiter, first_line.len()),
        None => {
            let filled = text.lines().filter(|line| !line.trim().is_empty());
            (sniff_lines(filled), 0)
        }
    }
}

fn input(document: &Document, delimiter: u8) -> TableInput {
    TableInput {
        name: document.name().to_owned(),
        sha256: document.sha256().to_owned(),
        format: delimited_text(document.encoding(), char::from(delimiter)),
        remarks: Vec::new(),
    }
}

/// What a delimited text is called in messages.
#[must_use]
pub fn delimited_text(encoding: Encoding, delimiter: char) -> Words {
    let (swedish, english) = match delimiter {
        '\t' => ("tabb".to_owned(), "tab".to_owned()),
        other => (format!("`{other}`"), format!("`{other}`")),
    };
    let (encoding, in_english) = (encoding.swedish(), encoding.english());
    words!(
        "{encoding}, avgränsare {swedish}",
        "{in_english}, delimiter {english}"
    )
}

/// Where the rows of a table are in its text.
#[derive(Debug)]
struct Lines {
    document: Document,
    delimiter: u8,
    /// The header, then the records.
    rows: Vec<TextRow>,
}

#[derive(Debug)]
struct TextRow {
    /// The line on which the row begins.
    line: u64,
    /// Its bytes in the text.
    span: Range<usize>,
}

impl Places for Lines {
    fn row(&self, row: usize) -> Location {
        Location::line(self.document.name(), self.rows[row].line)
    }

    fn cell(&self, row: usize, column: usize) -> (Location, Option<Excerpt>) {
        let text = self.document.text();
        let TextRow { line, span } = &self.rows[row];
        let raw = &text[span.clone()];
        let field = nth_field(raw, self.delimiter, column);
        let start = span.start + field.start;
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let quoted = text[line_start..line_end].trim_end_matches('\r');
        let end = (span.start + field.end).min(line_start + quoted.len());
        let line = line + raw[..field.start].matches('\n').count() as u64;
        let location = Location {
            column: Some(column + 1),
            ..Location::line(self.document.name(), line)
        };
        let excerpt = Excerpt::new(quoted, start - line_start, end.max(start) - line_start);
        (location, Some(excerpt))
    }
}

/// Makes one record of a header that goes over several lines.
fn join_lines(records: &mut Vec<StringRecord>, rows: &mut Vec<TextRow>, lines: usize) {
    let mut joined: StringRecord = records[0].iter().collect();
    for continued in &records[1..lines] {
        continued
            .iter()
            .skip(1)
            .for_each(|name| joined.push_field(name));
    }
    records.splice(..lines, [joined]);
    rows[0].span.end = rows[lines - 1].span.end;
    rows.drain(1..lines);
}

/// A breach of the rules of quotes and line ends, with the line quoted.
fn broken(
    breach: Breach,
    document: &Document,
    (skipped, delimiter): (usize, u8),
    header: &StringRecord,
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
    let name = column.and_then(|column| header.get(column));
    fault.located(Location {
        column: column.map(|column| column + 1),
        header: name.map(|name| name.trim().to_owned()),
        ..place
    })
}

/// The records with any content, and where they are.
struct Lined {
    records: Vec<StringRecord>,
    rows: Vec<TextRow>,
    /// The records before which there are lines without content.
    gaps: Vec<usize>,
    /// How many records there are with those without content.
    read: u64,
}

fn records(text: &str, skipped: usize, delimiter: u8) -> Lined {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(&text.as_bytes()[skipped..]);
    let mut lined = Lined {
        records: Vec::new(),
        rows: Vec::new(),
        gaps: Vec::new(),
        read: 0,
    };
    let mut fields = StringRecord::new();
    let (mut start, mut line) = (skipped, 1);
    line += line_ends(&text.as_bytes()[..skipped]);
    let mut expected = line;
    // The text is valid UTF-8 and in memory, so reading a record cannot fail.
    while reader.read_record(&mut fields).unwrap_or(false) {
        lined.read += 1;
        let end = offset(reader.position().byte()) + skipped;
        // Blank lines before a record, and the line feed of the CRLF before it, are not part of it.
        let blank =
            text[start..end].len() - text[start..end].trim_start_matches(['\r', '\n']).len();
        let raw = start + blank..end;
        line += line_ends(&text.as_bytes()[start..raw.start]);
        let next_line = line + line_ends(&text.as_bytes()[raw.clone()]);
        if fields.iter().any(|field| !field.trim().is_empty()) {
            if line > expected {
                lined.gaps.push(lined.rows.len());
            }
            let inner = line_ends(text[raw.clone()].trim_end_matches(['\r', '\n']).as_bytes());
            expected = line + inner + 1;
            lined.records.push(fields.clone());
            lined.rows.push(TextRow { line, span: raw });
        }
        (start, line) = (end, next_line);
    }
    lined
}

fn offset(byte: u64) -> usize {
    // A position in a text in memory fits a usize.
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
    use crate::source::RawTable;

    fn swedish(fault: &Fault) -> &str {
        fault.message(Language::Swedish)
    }

    fn table(text: &str) -> Result<RawTable, Faults> {
        delimited(Document::from_bytes("t.csv", text.as_bytes()).unwrap())?.into_plain_table()
    }

    fn place(table: &RawTable, row: usize, column: usize) -> String {
        let location = table.record(row).cell(column).location();
        format!("{}:{}", location.row.unwrap(), location.column.unwrap())
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
        assert!(
            table
                .input()
                .format
                .text(Language::Swedish)
                .ends_with("`;`")
        );
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
        assert_eq!(fault.location().unwrap().row, Some(2));
    }

    #[test]
    fn a_quoted_field_that_goes_on_joins_no_rows() {
        let faults = table("a;b\n1;\"x\n2;y\n3;\"z\n").unwrap_err();
        let fault = faults.iter().next().unwrap();
        assert_eq!(
            swedish(fault),
            "ett fält inom citattecken stängs på rad 4 och följs av text"
        );
        assert_eq!(fault.location().unwrap().row, Some(2));
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
    fn a_header_that_was_not_quoted_is_one() {
        let text = "\"region\",\"år\",Köpeskilling för småhus, medelvärde i tkr\n\"0114 Upplands Väsby\",\"2012\",3268\n\"0115 Vallentuna\",\"2012\",3\n";
        let table = table(text).unwrap();
        let last = "Köpeskilling för småhus, medelvärde i tkr";
        assert_eq!(table.header(), ["region", "år", last]);
        let remark = "t.csv: rubriken `Köpeskilling för småhus, medelvärde i tkr` saknar citattecken och lästes som en";
        assert_eq!(table.input().remarks[0].text(Language::Swedish), remark);
        assert_eq!(place(&table, 1, 2), "3:3");
    }

    #[test]
    fn a_header_over_several_lines_is_one_row() {
        let table = table("\"kön\"\n,\"år\"\n,\"antal\"\n\n\"män\",\"2012\",5\n").unwrap();
        assert_eq!(table.header(), ["kön", "år", "antal"]);
        assert_eq!(place(&table, 0, 2), "5:3");
        assert_eq!(table.input().remarks.len(), 1);
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
