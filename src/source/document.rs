//! One input, read whole: its name, its digest, its text.
#![expect(clippy::disallowed_methods, reason = "the one place that reads files")]

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::encoding::{DecodingError, decode};
use super::limits::{MOST_BYTES, MOST_CUBE_BYTES, too_large};
use super::refused_file::{empty, known_binary, mixed, never_read, not_text, unreadable};
use super::stream::{STANDARD_INPUT, Watch};
use super::{Encoding, Fault, Location};
use crate::language::hexadecimal;

/// A text that was handed to us, with what its provenance needs.
#[derive(Clone, Debug)]
pub struct Document {
    name: String,
    sha256: String,
    encoding: Encoding,
    text: String,
}

impl Document {
    /// Reads a file, or standard input if `path` is `-`.
    ///
    /// # Errors
    /// A file that is missing, cannot be read, is empty, is not text or mixes encodings.
    pub fn read(path: &Path) -> Result<Self, Fault> {
        let (name, bytes) = whole(path, MOST_BYTES, known_binary)?;
        Self::from_bytes(&name, &bytes)
    }

    /// Takes bytes that are already in memory.
    ///
    /// # Errors
    /// Bytes that are empty, are not text or mix encodings.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, Fault> {
        let at = |offset| Location::line_of(name, bytes, offset);
        if let Some(fault) = known_binary(bytes) {
            return Err(fault.located(Location::file(name)));
        }
        let (text, encoding) = decode(bytes).map_err(|error| match error {
            DecodingError::Mixed { offset } => mixed(at(offset)),
            DecodingError::Malformed { offset, encoding } => not_text(at(offset), Some(encoding)),
        })?;
        if let Some(offset) = text.find('\0') {
            return Err(not_text(
                Location::line_of(name, text.as_bytes(), offset),
                None,
            ));
        }
        if text.trim().is_empty() {
            return Err(empty(Location::file(name)));
        }
        let text = with_line_feeds(text);
        Ok(Self {
            name: name.to_owned(),
            sha256: hexadecimal(&Sha256::digest(bytes)),
            encoding,
            text,
        })
    }

    /// The file name as given, or what replaces it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of the bytes as they were read, in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The encoding that was recognised.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The decoded text, without byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A file that is not text, read whole: a saved cube.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BinaryFile {
    /// Its name as given.
    pub name: String,
    /// SHA-256 of its bytes in lower-case hexadecimal.
    pub sha256: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl BinaryFile {
    /// Reads a file, or standard input if `path` is `-`.
    ///
    /// # Errors
    /// A file that is missing or cannot be read.
    pub fn read(path: &Path) -> Result<Self, Fault> {
        let (name, bytes) = whole(path, MOST_CUBE_BYTES, |_| None)?;
        let sha256 = hexadecimal(&Sha256::digest(&bytes));
        Ok(Self {
            name,
            sha256,
            bytes,
        })
    }
}

/// The name and the bytes of a table. A file of a kind that is never read is refused by its first bytes, and
/// one that is too large by its size or, if it is a pipe, as soon as it has given more.
pub(super) fn whole_table(path: &Path) -> Result<(String, Vec<u8>), Fault> {
    whole(path, MOST_BYTES, never_read)
}

/// The name and the bytes of a file, or of standard input if `path` is `-`; a file that changes
/// while it is read is refused.
fn whole(
    path: &Path,
    most: usize,
    refused: fn(&[u8]) -> Option<Fault>,
) -> Result<(String, Vec<u8>), Fault> {
    if path == Path::new("-") {
        let bytes = at_most((STANDARD_INPUT, io::stdin().lock()), 0, most, refused)?;
        return Ok((STANDARD_INPUT.to_owned(), bytes));
    }
    let name = path.display().to_string();
    let failed = |error: io::Error| unreadable(&name, &error);
    let file = fs::File::open(path).map_err(failed)?;
    let watch = Watch::of(path, &file).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let bytes = at_most((&name, file), size, most, refused)?;
    watch.check(&name)?;
    Ok((name, bytes))
}

/// How many bytes show what a file is.
const FIRST: usize = 64;

/// All bytes of an input of a size that is known, 0 for a pipe, unless the first are of a kind that is refused
/// or there are too many.
fn at_most(
    (name, mut input): (&str, impl Read),
    size: u64,
    most: usize,
    refused: fn(&[u8]) -> Option<Fault>,
) -> Result<Vec<u8>, Fault> {
    let failed = |error: io::Error| unreadable(name, &error);
    let mut bytes = Vec::new();
    let mut first = input.by_ref().take(FIRST as u64);
    first.read_to_end(&mut bytes).map_err(failed)?;
    if let Some(fault) = refused(&bytes) {
        return Err(fault.located(Location::file(name)));
    }
    if size > most as u64 {
        return Err(too_large(name, most));
    }
    let left = most.saturating_sub(bytes.len()) as u64;
    let mut rest = input.by_ref().take(left);
    rest.read_to_end(&mut bytes).map_err(failed)?;
    let is_more = input.read(&mut [0]).map_err(failed)? > 0;
    if is_more {
        return Err(too_large(name, most));
    }
    Ok(bytes)
}

/// Text of the old Macintosh kind, with carriage returns alone, gets line feeds.
fn with_line_feeds(text: String) -> String {
    if !text.contains('\r') || text.contains('\n') {
        return text;
    }
    let text = text.into_bytes().into_iter();
    let bytes = text.map(|byte| if byte == b'\r' { b'\n' } else { byte });
    String::from_utf8(bytes.collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_of_the_bytes_as_they_lay_on_disk() {
        // The value of FIPS 180-4's example "abc".
        let document = Document::from_bytes("abc.csv", b"abc").unwrap();
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(document.sha256(), expected);
    }

    #[test]
    fn carriage_returns_alone_part_lines() {
        let document = Document::from_bytes("mac.csv", b"a,b\r1,2\r").unwrap();
        assert_eq!(document.text(), "a,b\n1,2\n");
    }
}
