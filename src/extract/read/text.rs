//! Delimited text, on all cores.

use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use csv::ByteRecord;

use super::memo::Memo;
use super::piece::Piece;
use super::{Gathered, ReadRequest, WAITING, column_faults, in_order, joined};
use crate::extract::Dictionary;
use crate::extract::check::{Problem, Resolved};
use crate::extract::columns::{COUNT, Column, Positions};
use crate::extract::dictionary::Code;
use crate::extract::persons::Written;
use crate::source::{Block, Blocks, Encoding, Fault, Faults, Location};

/// Reads a text file into `gathered`: one thread reads, all cores interpret, this one gathers in
/// file order.
pub(super) fn read(
    path: &Path,
    request: &ReadRequest<'_>,
    gathered: &mut Gathered,
) -> Result<(), Faults> {
    let mut blocks = Blocks::open(path)?;
    let name = blocks.name().to_owned();
    let dictionary = &request.dictionary;
    let headers: Vec<String> = blocks
        .header()
        .iter()
        .map(|header| dictionary.mapping().header(header).to_owned())
        .collect();
    let positions = Positions::find(&headers)
        .map_err(|faults| column_faults(&faults, &name, blocks.header()))?;
    let format = Format {
        delimiter: blocks.delimiter(),
        width: headers.len(),
        positions,
    };
    gathered.positions.push(format.positions.clone());

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
        gathering.and(reading).map_err(Faults::from)
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
        let read = block.into_text(name).map(|(text, encoding)| {
            let piece = interpreter.piece(&text, first_line);
            Read {
                piece,
                encoding,
                first_line,
            }
        });
        if to_gatherer.send((number, read)).is_err() {
            return;
        }
    }
}

/// Takes the pieces in file order and refuses a file whose blocks differ in encoding.
fn gather(
    name: &str,
    from_workers: Receiver<(usize, Result<Read, Fault>)>,
    gathered: &mut Gathered,
) -> Result<(), Fault> {
    let mut encoding = None;
    in_order(from_workers, |read| {
        if let (Some(earlier), Some(own)) = (encoding, read.encoding)
            && earlier != own
        {
            return Err(Fault::new("filen blandar teckenkodningar")
                .located(Location::line(name, read.first_line))
                .tip("spara om hela filen som UTF-8; avvikelsen kommer efter raden"));
        }
        encoding = encoding.or(read.encoding);
        gathered.add(read.piece)
    })
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

    fn piece(&mut self, text: &str, first_line: u64) -> Piece {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.format.delimiter)
            .buffer_capacity(1 << 16)
            .from_reader(text.as_bytes());
        let mut piece = Piece::default();
        let mut record = ByteRecord::new();
        // The text lies in memory, so reading a record cannot fail.
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            if record.iter().all(|field| field.trim_ascii().is_empty()) {
                continue;
            }
            let line = first_line + record.position().map_or(1, csv::Position::line) - 1;
            let row = self.row(&record);
            piece.take(
                line,
                row,
                Written::of(self.person(&record)),
                self.profession,
            );
        }
        piece.last_line = first_line + reader.position().line() - 1;
        piece
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
        let mut row = dictionary.licence_year(|column| {
            let field = record.get(positions.of(column)?)?.trim_ascii();
            let memo = &mut memos[column as usize];
            let code: Resolved<Code> = memo.code(field, || {
                // The block was valid UTF-8 and a field never splits a character.
                dictionary.code(column, std::str::from_utf8(field).unwrap_or_default())
            });
            Some(code)
        })?;
        if let Some(sni) = positions.of(Column::Industry).and_then(|at| record.get(at)) {
            row.industry = Dictionary::industry(sni.trim_ascii());
        }
        Ok(row)
    }
}
