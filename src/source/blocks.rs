//! Large texts in blocks of whole records, so that several cores can read one file.

use std::io::{self, BufReader, Read};

use encoding_rs::WINDOWS_1252;
use encoding_rs_io::DecodeReaderBytesBuilder;
use memchr::memchr;

use super::delimiter::{declared, sniff};
use super::encoding::{DecodingError, windows_1252};
use super::limits::UNPACKED_TIMES;
use super::quoting::{Breach, count_records, last_record_end, line_ends, uncounted};
use super::refused_file::{empty, known_binary, mixed, with_nul};
use super::unpacking::Packed;
use super::{Encoding, Fault, Location};
use crate::language::words;

/// Bytes in a block: large enough to keep a core busy, small enough that a few fit the cache.
const BLOCK: usize = if cfg!(test) { 64 << 10 } else { 4 << 20 };

/// A file being read block by block. Gzip and Zstandard are unpacked, UTF-16 is decoded and a byte
/// order mark is taken off on the way.
pub struct Blocks {
    name: String,
    reader: Box<dyn Read + Send>,
    /// The beginning of a record whose end has not been read.
    rest: Vec<u8>,
    next_line: u64,
    delimiter: u8,
    header: Vec<String>,
    /// As the byte order mark says, or the header where it is not ASCII.
    encoding: Option<Encoding>,
    /// Whether lines end in carriage returns alone, as on old Macintoshes.
    has_lone_returns: bool,
    is_done: bool,
}

/// Whole records of a text.
#[derive(Debug)]
pub struct Block {
    bytes: Vec<u8>,
    /// The line of the first record, counted from 1.
    pub first_line: u64,
}

impl Blocks {
    /// Reads the header of anything that gives bytes.
    ///
    /// # Errors
    /// Bytes that are empty or not text.
    pub fn new(name: &str, bytes: impl Read + Send + 'static) -> Result<Self, Fault> {
        let at_file = |fault: Fault| fault.located(Location::file(name));
        let (reader, encoding) =
            unpacked(bytes).map_err(|error| at_file(unpacking_fault(&error)))?;
        let mut blocks = Self {
            name: name.to_owned(),
            reader,
            rest: Vec::new(),
            next_line: 1,
            delimiter: b',',
            header: Vec::new(),
            encoding,
            has_lone_returns: false,
            is_done: false,
        };
        blocks.fill()?;
        blocks.has_lone_returns =
            memchr(b'\n', &blocks.rest).is_none() && memchr(b'\r', &blocks.rest).is_some();
        blocks.end_lines(0)?;
        if let Some(fault) = known_binary(&blocks.rest) {
            return Err(at_file(fault));
        }
        blocks.take_header()?;
        Ok(blocks)
    }

    /// The file's name as given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The column names.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// How the file is written, as far as its byte order mark and its header tell.
    #[must_use]
    pub const fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// The character between fields.
    #[must_use]
    pub const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Reads up to a block more than there is.
    fn fill(&mut self) -> Result<(), Fault> {
        let before = self.rest.len();
        let read = self
            .reader
            .by_ref()
            .take(BLOCK as u64)
            .read_to_end(&mut self.rest);
        let read = read.map_err(|error| {
            unpacking_fault(&error).located(Location::line(&self.name, self.next_line))
        })?;
        self.is_done = read == 0;
        self.end_lines(before)
    }

    /// Gives the lines from a byte on line feeds, if the file has carriage returns alone.
    fn end_lines(&mut self, from: usize) -> Result<(), Fault> {
        if !self.has_lone_returns {
            return Ok(());
        }
        let new = &mut self.rest[from..];
        if memchr(b'\n', new).is_some() {
            return Err(self.breach(Breach::LoneReturn { at: 0 }));
        }
        for byte in new.iter_mut().filter(|byte| **byte == b'\r') {
            *byte = b'\n';
        }
        Ok(())
    }

    /// What is wrong at a byte of the rest.
    fn breach(&self, breach: Breach) -> Fault {
        breach.fault(&self.name, &self.rest, self.next_line)
    }

    fn take_header(&mut self) -> Result<(), Fault> {
        let mut line = self.take_line();
        if let Some(delimiter) = declared(&String::from_utf8_lossy(&line)) {
            self.delimiter = delimiter;
            line = self.take_line();
        } else {
            while line.iter().all(u8::is_ascii_whitespace) && !self.rest.is_empty() {
                line = self.take_line();
            }
            self.delimiter = sniff(&String::from_utf8_lossy(&line));
        }
        count_records(&line, self.delimiter, usize::MAX)
            .map_err(|breach| breach.fault(&self.name, &line, self.next_line - 1))?;
        let (text, encoding) = match String::from_utf8(line) {
            Ok(text) if text.is_ascii() => (text, None),
            Ok(text) => (text, Some(Encoding::Utf8)),
            Err(error) => {
                let text = WINDOWS_1252.decode(error.as_bytes()).0.into_owned();
                (text, Some(Encoding::Windows1252))
            }
        };
        self.encoding = self.encoding.or(encoding);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(self.delimiter)
            .from_reader(text.as_bytes());
        let first = reader
            .records()
            .next()
            .and_then(Result::ok)
            .unwrap_or_default();
        self.header = first.iter().map(|name| name.trim().to_owned()).collect();
        if self.header.iter().all(String::is_empty) {
            return Err(empty(Location::file(&self.name)));
        }
        Ok(())
    }

    fn take_line(&mut self) -> Vec<u8> {
        let end = memchr(b'\n', &self.rest);
        let line = self
            .rest
            .drain(..end.map_or(self.rest.len(), |end| end + 1))
            .collect();
        self.next_line += 1;
        line
    }

    /// The next block; none at the end.
    ///
    /// # Errors
    /// A file that stops being readable, a quoted field that is closed and goes on, and a record longer
    /// than sixteen blocks.
    pub fn next_block(&mut self) -> Result<Option<Block>, Fault> {
        loop {
            if !self.is_done && self.rest.len() < BLOCK {
                self.fill()?;
            }
            let end = if self.is_done {
                Some(self.rest.len())
            } else {
                last_record_end(&self.rest, self.delimiter).map_err(|breach| self.breach(breach))?
            };
            match end {
                Some(0) if self.is_done => return Ok(None),
                Some(end) if end > 0 && (self.is_done || self.rest.len() >= BLOCK) => {
                    let rest = self.rest.split_off(end);
                    let bytes = std::mem::replace(&mut self.rest, rest);
                    let first_line = self.next_line;
                    self.next_line += line_ends(&bytes);
                    return Ok(Some(Block { bytes, first_line }));
                }
                _ if self.rest.len() >= 16 * BLOCK => return Err(self.endless()),
                _ => self.fill()?,
            }
        }
    }

    /// The fault of a record that does not end: a quote that is not closed, if there is one.
    fn endless(&self) -> Fault {
        match count_records(&self.rest, self.delimiter, self.header.len()) {
            Err(breach) => self.breach(breach),
            Ok(_) => Fault::new(words!("raden tar aldrig slut", "the line never ends"))
                .located(Location::line(&self.name, self.next_line))
                .tip(words!(
                    "kontrollera att filen är ett uttag i textform",
                    "check that the file is an extract in text form"
                )),
        }
    }
}

impl Block {
    /// The block as UTF-8, and how it was written. A block of ASCII alone counts as UTF-8 without
    /// deciding anything for the file.
    ///
    /// # Errors
    /// A NUL byte, bytes that no character has, and two encodings in one block, with their line.
    pub fn into_text(self, name: &str) -> Result<(String, Option<Encoding>), Fault> {
        let first_line = self.first_line;
        let at = |bytes: &[u8], offset: usize| {
            Location::line(name, first_line + line_ends(&bytes[..offset]))
        };
        if let Some(offset) = memchr(0, &self.bytes) {
            return Err(with_nul(at(&self.bytes, offset)));
        }
        match String::from_utf8(self.bytes) {
            Ok(text) if text.is_ascii() => Ok((text, None)),
            Ok(text) => Ok((text, Some(Encoding::Utf8))),
            Err(error) => {
                let bytes = error.as_bytes();
                match windows_1252(bytes, error.utf8_error().valid_up_to()) {
                    Ok((text, encoding)) => Ok((text, Some(encoding))),
                    Err(DecodingError::Mixed { offset }) => Err(mixed(at(bytes, offset))),
                    Err(DecodingError::Malformed { offset, .. }) => Err(Fault::new(words!(
                        "filen är inte text",
                        "the file is not text"
                    ))
                    .located(at(bytes, offset))),
                }
            }
        }
    }
}

/// Holds the records that were read of a block against its line ends and quotes.
///
/// # Errors
/// A quote that may have swallowed rows, a line end that does not fit, and any other difference.
pub fn check_records_read(
    read: u64,
    text: &str,
    format: (u8, usize),
    name: &str,
    first_line: u64,
) -> Result<(), Fault> {
    let (delimiter, width) = format;
    match count_records(text.as_bytes(), delimiter, width) {
        Err(breach) => Err(breach.fault(name, text.as_bytes(), first_line)),
        Ok(counted) if counted == read => Ok(()),
        Ok(counted) => Err(uncounted(name, first_line, read, counted)),
    }
}

/// Decoded bytes, and the encoding of what they were, if a byte order mark says it.
type Decoded = (Box<dyn Read + Send>, Option<Encoding>);

fn unpacked(mut bytes: impl Read + Send + 'static) -> io::Result<Decoded> {
    let mut magic = Vec::new();
    bytes.by_ref().take(4).read_to_end(&mut magic)?;
    let is_gzip = magic.starts_with(b"\x1f\x8b");
    let is_zstandard = magic == b"\x28\xb5\x2f\xfd";
    let bytes = Packed::new(io::Cursor::new(magic).chain(bytes));
    let mut unpacked: Box<dyn Read + Send> = if is_gzip {
        Box::new(bytes.unpacked(|bytes| {
            let bytes = BufReader::with_capacity(1 << 16, bytes);
            Ok(flate2::read::MultiGzDecoder::new(bytes))
        })?)
    } else if is_zstandard {
        Box::new(bytes.unpacked(zstd::stream::read::Decoder::new)?)
    } else {
        Box::new(bytes)
    };
    let mut mark = Vec::new();
    unpacked.by_ref().take(3).read_to_end(&mut mark)?;
    let encoding = marked(&mark);
    let unpacked = io::Cursor::new(mark).chain(unpacked);
    let decoded = DecodeReaderBytesBuilder::new()
        .utf8_passthru(true)
        .strip_bom(true)
        .build(unpacked);
    Ok((Box::new(decoded), encoding))
}

/// The encoding that the first three bytes of a file say, if they are a byte order mark.
fn marked(first: &[u8]) -> Option<Encoding> {
    match first {
        [0xef, 0xbb, 0xbf] => Some(Encoding::Utf8WithMark),
        [0xff, 0xfe, ..] => Some(Encoding::Utf16LittleEndian),
        [0xfe, 0xff, ..] => Some(Encoding::Utf16BigEndian),
        _ => None,
    }
}

fn unpacking_fault(error: &io::Error) -> Fault {
    if error.kind() == io::ErrorKind::FileTooLarge {
        return Fault::new(words!(
            "filen packas upp till mer än {UNPACKED_TIMES} gånger sin storlek",
            "the file unpacks to more than {UNPACKED_TIMES} times its size"
        ))
        .tip(words!(
            "packa upp filen och ange den uppackade filen, om innehållet är riktigt",
            "unpack the file and give the unpacked one, if its contents are right"
        ));
    }
    Fault::new(words!(
        "filen gick inte att läsa till slutet: {error}",
        "the file could not be read to its end: {error}"
    ))
    .tip(words!(
        "filen är kanske ofullständig; hämta eller packa den igen",
        "the file is perhaps incomplete; fetch or pack it again"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: Vec<u8>) -> (Vec<String>, String, Vec<u64>) {
        let mut blocks = Blocks::new("t.csv", io::Cursor::new(bytes)).unwrap();
        let (mut text, mut lines) = (String::new(), Vec::new());
        while let Some(block) = blocks.next_block().unwrap() {
            lines.push(block.first_line);
            text += &block.into_text("t.csv").unwrap().0;
        }
        (blocks.header().to_vec(), text, lines)
    }

    #[test]
    fn a_large_text_is_split_between_records_and_lines_are_counted() {
        let row = format!("\"rad\nett\",{}\n", "x".repeat(100));
        let body = row.repeat(30_000);
        let (header, text, lines) = all(format!("a,b\n{body}").into_bytes());
        assert_eq!(header, ["a", "b"]);
        assert!(text == body);
        assert!(lines.len() > 2, "{lines:?}");
        assert!(
            lines.iter().all(|line| line.is_multiple_of(2)),
            "records begin on even lines"
        );
    }

    #[test]
    fn packed_and_wide_texts_are_unpacked_and_decoded() {
        let text = "löpnr;år\n1;2020\n";
        let (header, body, _) = all(text.as_bytes().to_vec());
        let zstandard = zstd::encode_all(text.as_bytes(), 1).unwrap();
        assert_eq!(all(zstandard), (header.clone(), body.clone(), vec![2]));
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        io::Write::write_all(&mut gzip, text.as_bytes()).unwrap();
        assert_eq!(
            all(gzip.finish().unwrap()),
            (header.clone(), body.clone(), vec![2])
        );
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(all(wide), (header, body, vec![2]));
    }

    #[test]
    fn lines_that_end_in_carriage_returns_alone_are_read_and_mixed_ones_refused() {
        let (header, text, lines) = all(b"a,b\r1,2\r3,4\r".to_vec());
        assert_eq!(
            (header, text.as_str(), lines),
            (vec!["a".into(), "b".into()], "1,2\n3,4\n", vec![2])
        );
        let mixed = Blocks::new("t.csv", io::Cursor::new(b"a,b\r1,2\n3,4\n".to_vec()));
        let fault = mixed.err().unwrap();
        assert_eq!(fault.location().unwrap().row, Some(1));
        let late = "a,b\r".to_owned() + &"1,2\r".repeat(50_000) + "1,2\n";
        let mut blocks = Blocks::new("t.csv", io::Cursor::new(late.into_bytes())).unwrap();
        while let Ok(block) = blocks.next_block() {
            assert!(block.is_some(), "the line feed went unseen");
        }
    }

    #[test]
    fn a_quote_that_never_closes_is_told_where_it_opens() {
        let body = "1,2\n".repeat(10) + "1,\"2\n" + &"1,2\n".repeat(1 << 20);
        let text = format!("a,b\n{body}");
        let mut blocks = Blocks::new("t.csv", io::Cursor::new(text.into_bytes())).unwrap();
        let fault = loop {
            match blocks.next_block() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("the quote went unseen"),
                Err(fault) => break fault,
            }
        };
        assert_eq!(fault.location().unwrap().row, Some(12));
    }

    #[test]
    fn a_truncated_gzip_is_a_fault_with_a_line() {
        let text = "a,b\n".to_owned() + &"1,2\n".repeat(100_000);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        io::Write::write_all(&mut gzip, text.as_bytes()).unwrap();
        let mut bytes = gzip.finish().unwrap();
        bytes.truncate(bytes.len() / 2);
        let read = || -> Result<(), Fault> {
            let mut blocks = Blocks::new("t.csv.gz", io::Cursor::new(bytes.clone()))?;
            while blocks.next_block()?.is_some() {}
            Ok(())
        };
        assert!(read().unwrap_err().to_string().contains("till slutet"));
    }
}
