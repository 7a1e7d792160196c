//! Delimited text, on all cores.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use csv::ByteRecord;

use super::gathered::Gathered;
use super::memo::Memo;
use super::piece::Piece;
use super::positions::positions;
use super::request::ReadRequest;
use super::workers::{WAITING, in_order, joined};
use crate::extract::columns::{COUNT, Column, Positions};
use crate::extract::dictionary::Code;
use crate::extract::problem::{Problem, Resolved};
use crate::extract::pseudonym::Written;
use crate::extract::{Dictionary, FileForm};
use crate::language::words;
use crate::source::{Block, Blocks, Encoding, Fault, Faults, Location, Stream, check_records_read};

/// Reads a text file into `gathered`: one thread reads, all cores interpret, this one gathers in
/// file order.
///
/// Threads of its own and not rayon: the bounded channels keep only a few blocks in memory, and a
/// parallel iterator over a reader would neither bound them nor keep their order.
pub(super) fn read(
    stream: &Stream,
    request: &ReadRequest<'_>,
    gathered: &mut Gathered,
) -> Result<FileForm, Faults> {
    let mut blocks = Blocks::new(stream.name(), stream.clone())?;
    let name = blocks.name().to_owned();
    let format = Format {
        delimiter: blocks.delimiter(),
        width: blocks.header().len(),
        positions: positions(&name, blocks.header(), request)?,
    };
    gathered.positions.push(format.positions.clone());
    let declared = blocks.encoding();

    let workers = thread::available_parallelism().map_or(2, usize::from);
    let (to_workers, from_reader) = sync_channel::<(usize, Block)>(WAITING);
    let (to_gatherer, from_workers) = sync_channel::<(usize, Result<Read, Fault>)>(WAITING);
    let from_reader = Mutex::new(from_reader);
    thread::scope(|scope| {
        let reader = scope.spawn(move || feed(&mut blocks, &to_workers));
        for _ in 0..workers {
            let (to_gatherer, from_reader, format) = (to_gatherer.clone(), &from_reader, &format);
            let name = &name;
            scope.spawn(move || interpret(name, format, request, from_reader, &to_gatherer));
        }
        drop(to_gatherer);
        let gathering = gather(&name, from_workers, gathered);
        // Without gatherer the workers stop, and without workers the reader.
        let reading = joined(reader);
        let encoding = gathering.and_then(|found| reading.map(|()| found))?;
        Ok(FileForm::Text {
            encoding: declared
                .filter(|own| *own != Encoding::Utf8)
                .or(encoding)
                .unwrap_or(Encoding::Utf8),
            delimiter: format.delimiter,
        })
    })
}

struct Format {
    delimiter: u8,
    width: usize,
    positions: Positions,
}

/// A piece and how it was written.
struct Read {
    piece: Piece,
    encoding: Option<Encoding>,
    first_line: u64,
}

fn feed(blocks: &mut Blocks, to_workers: &SyncSender<(usize, Block)>) -> Result<(), Fault> {
    let mut number = 0;
    while let Some(block) = blocks.next_block()? {
        if to_workers.send((number, block)).is_err() {
            break;
        }
        number += 1;
    }
    Ok(())
}

/// One core's work: blocks in, pieces out, until either end closes.
fn interpret(
    name: &str,
    format: &Format,
    request: &ReadRequest<'_>,
    from_reader: &Mutex<Receiver<(usize, Block)>>,
    to_gatherer: &SyncSender<(usize, Result<Read, Fault>)>,
) {
    let mut interpreter = Interpreter::new(format, request);
    loop {
        let block = match from_reader.lock() {
            Ok(blocks) => blocks.recv(),
            Err(_) => return,
        };
        let Ok((number, block)) = block else { return };
        let first_line = block.first_line;
        let read = block.into_text(name).and_then(|(text, encoding)| {
            Ok(Read {
                piece: interpreter.piece(name, &text, first_line)?,
                encoding,
                first_line,
            })
        });
        if to_gatherer.send((number, read)).is_err() {
            return;
        }
    }
}

/// Takes the pieces in file order, refuses a file whose blocks differ in encoding, and returns it.
fn gather(
    name: &str,
    from_workers: Receiver<(usize, Result<Read, Fault>)>,
    gathered: &mut Gathered,
) -> Result<Option<Encoding>, Fault> {
    let mut encoding = None;
    in_order(from_workers, |read| {
        if let (Some(earlier), Some(own)) = (encoding, read.encoding)
            && earlier != own
        {
            return Err(mixed_after(name, read.first_line));
        }
        encoding = encoding.or(read.encoding);
        gathered.add(read.piece)
    })?;
    Ok(encoding)
}

fn mixed_after(name: &str, line: u64) -> Fault {
    Fault::new(words!(
        "filen blandar teckenkodningar",
        "the file mixes character encodings"
    ))
    .located(Location::line(name, line))
    .tip(words!(
        "spara om hela filen som UTF-8; avvikelsen kommer efter raden",
        "save the whole file again as UTF-8; the difference comes after the line"
    ))
}

/// Turns records into rows, remembering what values mean.
struct Interpreter<'a> {
    dictionary: &'a Dictionary<'a>,
    format: &'a Format,
    profession: Option<u8>,
    memos: Vec<Memo>,
}

impl<'a> Interpreter<'a> {
    fn new(format: &'a Format, request: &'a ReadRequest<'a>) -> Self {
        Self {
            dictionary: &request.dictionary,
            format,
            profession: request.profession.map(|id| id.0),
            memos: (0..COUNT).map(|_| Memo::new()).collect(),
        }
    }

    /// The rows of a block, of which none may have been lost in another.
    fn piece(&mut self, name: &str, text: &str, first_line: u64) -> Result<Piece, Fault> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.format.delimiter)
            .buffer_capacity(1 << 16)
            .from_reader(text.as_bytes());
        let mut piece = Piece::default();
        let mut record = ByteRecord::new();
        let mut lines = Lines::of(text, first_line);
        let mut read = 0;
        // The text lies in memory, so reading a record cannot fail.
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            read += 1;
            if record.iter().all(|field| field.trim_ascii().is_empty()) {
                continue;
            }
            let line = lines.of_record(record.position().map_or(0, csv::Position::byte));
            let row = self.row(&record);
            piece.take(
                line,
                row,
                Written::of(self.person(&record)),
                self.profession,
            );
        }
        piece.last_line = lines.of_record(text.len() as u64);
        let format = (self.format.delimiter, self.format.width);
        check_records_read(read, text, format, name, first_line)?;
        Ok(piece)
    }

    fn person<'r>(&self, record: &'r ByteRecord) -> &'r [u8] {
        let position = self.format.positions.of(Column::Person);
        position
            .and_then(|position| record.get(position))
            .unwrap_or_default()
            .trim_ascii()
    }

    fn row(&mut self, record: &ByteRecord) -> Resolved<crate::extract::LicenceYear> {
        let (got, want) = (record.len(), self.format.width);
        if got != want {
            return Err(Box::new(Problem::Fields { got, want }));
        }
        let (dictionary, positions) = (self.dictionary, &self.format.positions);
        let memos = &mut self.memos;
        let row = dictionary.licence_year(|column| {
            let field = record.get(positions.of(column)?)?.trim_ascii();
            let memo = &mut memos[column as usize];
            let code: Resolved<Code> = memo.code(field, || {
                // The block was valid UTF-8 and a field never splits a character.
                dictionary.code(column, std::str::from_utf8(field).unwrap_or_default())
            });
            Some(code)
        });
        let mut row = row.map_err(|mut problem| {
            self.quote(&mut problem, record);
            problem
        })?;
        if let Some(sni) = positions.of(Column::Industry).and_then(|at| record.get(at)) {
            row.industry = Dictionary::industry(sni.trim_ascii());
        }
        Ok(row)
    }

    /// Adds the text of the cell, which the problem of a contradictory row lacks.
    fn quote(&self, problem: &mut Problem, record: &ByteRecord) {
        if let Problem::Elsewhere { given, .. } = problem {
            let position = self.format.positions.of(Column::Municipality);
            let cell = position.and_then(|at| record.get(at)).unwrap_or_default();
            *given = Some(String::from_utf8_lossy(cell.trim_ascii()).into_owned());
        }
    }
}

/// Counts the lines of a text on from record to record. The CSV reader's own count is one behind where
/// lines end in CRLF.
struct Lines<'t> {
    text: &'t [u8],
    counted: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    const fn of(text: &'t str, first_line: u64) -> Self {
        Self {
            text: text.as_bytes(),
            counted: 0,
            line: first_line,
        }
    }

    /// The line of a record that begins at a byte or after the line ends there.
    fn of_record(&mut self, byte: u64) -> u64 {
        let from = usize::try_from(byte)
            .unwrap_or(usize::MAX)
            .min(self.text.len());
        let line_ends = self.text[from..]
            .iter()
            .take_while(|byte| matches!(byte, b'\n' | b'\r'));
        let start = from + line_ends.count();
        self.line += memchr::memchr_iter(b'\n', &self.text[self.counted..start]).count() as u64;
        self.counted = start;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_whatever_they_end_in() {
        for (text, starts) in [
            ("a\nb\n\nc\n", [0, 2, 4]),
            ("a\r\nb\r\n\r\nc\r\n", [0, 2, 5]),
        ] {
            let mut lines = Lines::of(text, 7);
            assert_eq!(
                starts.map(|start| lines.of_record(start)),
                [7, 8, 10],
                "{text:?}"
            );
        }
    }
}
