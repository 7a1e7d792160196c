//! The parts of a zipped workbook, unpacked within limits.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::budget::Budget;
use super::limits::MAX_PARTS;
use super::refusal::{broken_archive, damaged, encrypted, failed, too_many_parts};
use super::xml::Xml;
use crate::source::Fault;

/// How an entry of a zip file's directory begins.
const ENTRY: &[u8] = b"PK\x01\x02";

/// A zip file and where its parts are.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Positions by name in lower case: programs differ in the case of names.
    parts: BTreeMap<String, usize>,
}

/// The bytes of a part on their way out of its packing, counted against the budget.
pub(super) struct Unpacked<'a, 'b> {
    bytes: ZipFile<'a, Cursor<&'b [u8]>>,
    budget: &'a Budget,
}

/// A part that is XML.
pub(super) type Part<'a, 'b> = Xml<'a, BufReader<Unpacked<'a, 'b>>>;

impl<'b> Archive<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        // The directory is held in memory before the number of its entries can be asked for.
        if memmem::find_iter(bytes, ENTRY).nth(MAX_PARTS).is_some() {
            return Err(too_many_parts());
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken_archive())?;
        let names = zip.file_names_raw().enumerate();
        let parts = names.map(|(at, name)| (normal(&String::from_utf8_lossy(name)), at));
        let parts = parts.collect();
        Ok(Self { zip, parts })
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&normal(name))
    }

    /// The names of all parts, in lower case.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// The bytes of a part, if there is one of that name.
    pub(super) fn bytes<'a>(
        &'a mut self,
        name: &str,
        budget: &'a Budget,
    ) -> Result<Option<Unpacked<'a, 'b>>, Fault> {
        let Some(&at) = self.parts.get(&normal(name)) else {
            return Ok(None);
        };
        let bytes = self.zip.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => encrypted(),
            _ => damaged(name),
        })?;
        budget.declared(name, bytes.size())?;
        Ok(Some(Unpacked { bytes, budget }))
    }

    /// The XML of a part, if there is one of that name.
    pub(super) fn xml<'a>(
        &'a mut self,
        name: &str,
        budget: &'a Budget,
    ) -> Result<Option<Part<'a, 'b>>, Fault> {
        let bytes = self.bytes(name, budget)?;
        Ok(bytes.map(|bytes| Xml::new(name, BufReader::new(bytes), budget)))
    }

    /// The text of a small part, if there is one of that name.
    pub(super) fn text(&mut self, name: &str, budget: &Budget) -> Result<Option<String>, Fault> {
        let Some(bytes) = self.bytes(name, budget)? else {
            return Ok(None);
        };
        let mut text = Vec::new();
        let read = bytes.take(1 << 16).read_to_end(&mut text);
        read.map_err(|error| failed(name, &error))?;
        Ok(Some(String::from_utf8_lossy(&text).into_owned()))
    }
}

impl Read for Unpacked<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        if self.budget.unpack(read as u64) {
            Ok(read)
        } else {
            Err(io::ErrorKind::FileTooLarge.into())
        }
    }
}

fn normal(name: &str) -> String {
    let name = name.replace('\\', "/").to_lowercase();
    name.trim_start_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::source::workbook::limits::MAX_UNPACKED;

    #[test]
    fn what_is_unpacked_is_counted_whatever_was_declared() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("Del.xml", options).unwrap();
        zip.write_all(&[b' '; 1000]).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let mut archive = Archive::open(&bytes).unwrap();
        let budget = Budget::new();
        let mut part = archive.bytes("del.XML", &budget).unwrap().unwrap();
        assert!(budget.unpack(MAX_UNPACKED - 999));
        let error = io::copy(&mut part, &mut io::sink()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }
}
