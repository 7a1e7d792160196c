//! Large texts in blocks of whole records, so that several cores can read one file.
#![expect(
    clippy::disallowed_methods,
    reason = "one of the places that read files"
)]

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use encoding_rs::WINDOWS_1252;
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::delimiter::{declared, sniff};
use super::encoding::{DecodingError, windows_1252};
use super::{Encoding, Fault, Location};

/// Bytes in a block: large enough to keep a core busy, small enough that a few fit the cache.
const BLOCK: usize = 4 << 20;

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
    is_done: bool,
}

/// The first bytes of a file, which tell its kind; fewer than eight if the file is shorter, none
/// of standard input (`-`), which can be read only once.
///
/// # Errors
/// A file that cannot be read.
pub fn first_bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    if path == Path::new("-") {
        return Ok(Vec::new());
    }
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(8).read_to_end(&mut bytes));
    read.map_err(|error| super::document::unreadable(&name, &error))?;
    Ok(bytes)
}

/// Whole records of a text.
#[derive(Debug)]
pub struct Block {
    bytes: Vec<u8>,
    /// The line of the first record, counted from 1.
    pub first_line: u64,
}

impl Blocks {
    /// Opens a file, or standard input if `path` is `-`, and reads its header.
    ///
    /// # Errors
    /// A file that cannot be read, is empty or is not text.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        if path == Path::new("-") {
            return Self::new("standard in", io::stdin());
        }
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| super::document::unreadable(&name, &error))?;
        Self::new(&name, file)
    }

    /// Reads from anything that gives bytes.
    ///
    /// # Errors
    /// Bytes that are empty or not text.
    pub fn new(name: &str, bytes: impl Read + Send + 'static) -> Result<Self, Fault> {
        let at_file = |fault: Fault| fault.located(Location::file(name));
        let reader = unpacked(bytes).map_err(|error| at_file(unpacking_fault(&error)))?;
        let mut blocks = Self {
            name: name.to_owned(),
            reader,
            rest: Vec::new(),
            next_line: 1,
            delimiter: b',',
            header: Vec::new(),
            is_done: false,
        };
        blocks.fill()?;
        if let Some(fault) = super::document::known_binary(&blocks.rest) {
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

    /// The character between fields.
    #[must_use]
    pub const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Reads up to a block more than there is.
    fn fill(&mut self) -> Result<(), Fault> {
        let read = self
            .reader
            .by_ref()
            .take(BLOCK as u64)
            .read_to_end(&mut self.rest);
        let read = read.map_err(|error| {
            unpacking_fault(&error).located(Location::line(&self.name, self.next_line))
        })?;
        self.is_done = read == 0;
        Ok(())
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
        let text = match String::from_utf8(line) {
            Ok(text) => text,
            Err(error) => WINDOWS_1252.decode(error.as_bytes()).0.into_owned(),
        };
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
            return Err(Fault::new("filen är tom").located(Location::file(&self.name)));
        }
        Ok(())
    }

    fn take_line(&mut self) -> Vec<u8> {
        let end = self.rest.iter().position(|&byte| byte == b'\n');
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
    /// A file that stops being readable, and a record longer than sixteen blocks.
    pub fn next_block(&mut self) -> Result<Option<Block>, Fault> {
        loop {
            if !self.is_done && self.rest.len() < BLOCK {
                self.fill()?;
            }
            let end = if self.is_done {
                Some(self.rest.len())
            } else {
                last_record_end(&self.rest)
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
                _ if self.rest.len() >= 16 * BLOCK => {
                    let location = Location::line(&self.name, self.next_line);
                    let fault = Fault::new("raden tar aldrig slut").located(location);
                    return Err(fault.tip("ett citattecken öppnas men stängs kanske aldrig"));
                }
                _ => self.fill()?,
            }
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
        if let Some(offset) = self.bytes.iter().position(|&byte| byte == 0) {
            return Err(Fault::new("filen är inte text (den har NUL-tecken)")
                .located(at(&self.bytes, offset))
                .tip("spara uttaget som text igen"));
        }
        match String::from_utf8(self.bytes) {
            Ok(text) if text.is_ascii() => Ok((text, None)),
            Ok(text) => Ok((text, Some(Encoding::Utf8))),
            Err(error) => {
                let bytes = error.as_bytes();
                match windows_1252(bytes, error.utf8_error().valid_up_to()) {
                    Ok((text, encoding)) => Ok((text, Some(encoding))),
                    Err(DecodingError::Mixed { offset }) => Err(mixed(at(bytes, offset))),
                    Err(DecodingError::Malformed { offset, .. }) => {
                        Err(Fault::new("filen är inte text").located(at(bytes, offset)))
                    }
                }
            }
        }
    }
}

/// The fault of a file whose characters are of two encodings.
pub(super) fn mixed(location: Location) -> Fault {
    Fault::new("filen blandar teckenkodningar")
        .located(location)
        .tip("spara om hela filen som UTF-8; raden är den första som avviker")
}

fn unpacked(mut bytes: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let mut magic = Vec::new();
    bytes.by_ref().take(4).read_to_end(&mut magic)?;
    let is_gzip = magic.starts_with(b"\x1f\x8b");
    let is_zstandard = magic == b"\x28\xb5\x2f\xfd";
    let bytes = io::Cursor::new(magic).chain(bytes);
    let unpacked: Box<dyn Read + Send> = if is_gzip {
        Box::new(flate2::read::MultiGzDecoder::new(BufReader::with_capacity(
            1 << 16,
            bytes,
        )))
    } else if is_zstandard {
        Box::new(zstd::stream::read::Decoder::new(bytes)?)
    } else {
        Box::new(bytes)
    };
    let decoded = DecodeReaderBytesBuilder::new()
        .utf8_passthru(true)
        .strip_bom(true)
        .build(unpacked);
    Ok(Box::new(decoded))
}

fn unpacking_fault(error: &io::Error) -> Fault {
    Fault::new(format!("filen gick inte att läsa till slutet: {error}"))
        .tip("filen är kanske avhuggen; hämta eller packa den igen")
}

/// The byte after the last line end that is not inside quotes; `bytes` begin outside quotes.
fn last_record_end(bytes: &[u8]) -> Option<usize> {
    let mut quotes = bytes.split(|&byte| byte == b'"').count() - 1;
    for (at, byte) in bytes.iter().enumerate().rev() {
        match byte {
            b'"' => quotes -= 1,
            b'\n' if quotes.is_multiple_of(2) => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn line_ends(bytes: &[u8]) -> u64 {
    bytes.split(|&byte| byte == b'\n').count() as u64 - 1
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
    fn a_large_text_is_parted_between_records_and_lines_are_counted() {
        let row = format!("\"rad\nett\",{}\n", "x".repeat(1000));
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
