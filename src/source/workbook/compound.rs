//! Compound files (MS-CFB), in which older Office programs keep streams of bytes.

use super::bytes::{four, two};

/// Sectors from this number on are marks: the end of a chain, a free sector.
const MARKS: u32 = 0xffff_fffa;

const FREE: u32 = 0xffff_ffff;

/// Streams shorter than this are in the mini stream.
const SHORT: usize = 4096;

const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;
const HEADER: usize = 512;

/// A compound file and the directory of its streams.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// The sector that follows each sector.
    next: Vec<u32>,
    next_mini: Vec<u32>,
    mini_stream: Vec<u8>,
    entries: Vec<Entry>,
}

/// A stream.
struct Entry {
    name: String,
    start: u32,
    size: usize,
}

impl<'b> Compound<'b> {
    /// Reads the directory; none of a damaged file. No more is held than the file has.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        let shift = two(bytes, 30)?;
        let sector = matches!(shift, 9 | 12).then(|| 1_usize << shift)?;
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
            next_mini: Vec::new(),
            mini_stream: Vec::new(),
            entries: Vec::new(),
        };
        file.next = file.table()?;
        if file.is_cut_off() {
            return None;
        }
        let directory = file.chain(four(bytes, 48)?, usize::MAX)?;
        file.entries = directory
            .chunks_exact(ENTRY)
            .filter_map(Entry::of)
            .collect();
        let mini_table = file.chain(four(bytes, 60)?, usize::MAX)?;
        file.next_mini = numbers(&mini_table).collect();
        let root = four(&directory, 116)?;
        let size = usize::try_from(four(&directory, 120)?).ok()?;
        file.mini_stream = file.chain(root, size)?;
        Some(file)
    }

    /// Whether there is a stream or a folder of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.is_named(name))
    }

    /// The bytes of a stream; none of a damaged one.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.is_named(name))?;
        let stream = if entry.size < SHORT {
            self.mini_chain(entry.start, entry.size)?
        } else {
            self.chain(entry.start, entry.size)?
        };
        (stream.len() == entry.size).then_some(stream)
    }

    /// Whether a sector that is in use would begin after the end of the file.
    fn is_cut_off(&self) -> bool {
        let last = self.next.iter().rposition(|next| *next != FREE);
        last.is_some_and(|last| (last + 1) * self.sector >= self.bytes.len())
    }

    /// The table of sectors, the sectors of which are listed in the header and in a chain of their own.
    fn table(&self) -> Option<Vec<u32>> {
        let mut parts: Vec<u32> = numbers(self.bytes.get(76..HEADER)?).collect();
        let mut list = four(self.bytes, 68)?;
        let mut left = self.bytes.len() / self.sector;
        while list < MARKS && left > 0 {
            let sector = self.sector(list)?;
            let (own, following) = sector.split_at_checked(self.sector - 4)?;
            parts.extend(numbers(own));
            list = four(following, 0)?;
            left -= 1;
        }
        let mut table = Vec::new();
        let most = self.bytes.len() / self.sector + 1;
        for part in parts.into_iter().filter(|part| *part < MARKS).take(most) {
            table.extend(numbers(self.sector(part)?));
        }
        Some(table)
    }

    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        let start = usize::try_from(number).ok()?.checked_add(1)?;
        let start = start.checked_mul(self.sector)?;
        let end = self.bytes.len().min(start.checked_add(self.sector)?);
        self.bytes.get(start..end)
    }

    /// The first bytes of the sectors that follow each other from `start`; none if they run in a circle.
    fn chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut number = start;
        while number < MARKS && bytes.len() < size {
            if bytes.len() > self.bytes.len() {
                return None;
            }
            bytes.extend_from_slice(self.sector(number)?);
            number = *self.next.get(usize::try_from(number).ok()?)?;
        }
        bytes.truncate(size);
        Some(bytes)
    }

    fn mini_chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut number = start;
        while number < MARKS && bytes.len() < size {
            let at = usize::try_from(number).ok()?;
            let start = at.checked_mul(MINI_SECTOR)?;
            let end = self.mini_stream.len().min(start.checked_add(MINI_SECTOR)?);
            bytes.extend_from_slice(self.mini_stream.get(start..end)?);
            number = *self.next_mini.get(at)?;
        }
        bytes.truncate(size);
        Some(bytes)
    }
}

impl Entry {
    fn of(bytes: &[u8]) -> Option<Self> {
        let length = usize::from(two(bytes, 64)?).checked_sub(2)?;
        let name = bytes.get(..length.min(62))?;
        let letters = name.chunks_exact(2).filter_map(|letter| two(letter, 0));
        let letters: Vec<u16> = letters.collect();
        Some(Self {
            name: String::from_utf16_lossy(&letters),
            start: four(bytes, 116)?,
            size: usize::try_from(four(bytes, 120)?).ok()?,
        })
    }

    fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|number| four(number, 0))
}
