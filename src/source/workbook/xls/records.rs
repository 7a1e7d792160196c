//! The records of a stream: a kind, a length, bytes.

use crate::source::workbook::bytes::two;

/// A record, and those that continue it.
pub(super) struct Record<'s> {
    pub kind: u16,
    /// The bytes of the record and of each that continues it.
    pub parts: Vec<&'s [u8]>,
}

/// The records of a stream, up to its end or to the first that is cut off.
pub(super) struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

const CONTINUE: u16 = 0x3c;

impl<'s> Records<'s> {
    pub(super) const fn new(stream: &'s [u8]) -> Self {
        Self { stream, at: 0 }
    }

    /// How many bytes have been read.
    pub(super) const fn position(&self) -> usize {
        self.at
    }

    fn take(&mut self) -> Option<(u16, &'s [u8])> {
        let kind = two(self.stream, self.at)?;
        let length = usize::from(two(self.stream, self.at + 2)?);
        let start = self.at + 4;
        let bytes = self.stream.get(start..start + length)?;
        self.at = start + length;
        Some((kind, bytes))
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let (kind, bytes) = self.take()?;
        let mut parts = vec![bytes];
        while two(self.stream, self.at) == Some(CONTINUE)
            && let Some((_, more)) = self.take()
        {
            parts.push(more);
        }
        Some(Record { kind, parts })
    }
}

impl<'s> Record<'s> {
    /// The bytes of the record itself.
    pub(super) fn bytes(&self) -> &'s [u8] {
        self.parts.first().copied().unwrap_or_default()
    }
}
