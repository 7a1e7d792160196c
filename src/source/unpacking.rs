//! Packed texts, which a small file may hold a great many of.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::limits::{UNPACKED_MARGIN, UNPACKED_TIMES};

/// Bytes on their way into an unpacker, counted.
pub(super) struct Packed<R> {
    bytes: R,
    count: Arc<AtomicU64>,
}

/// Bytes on their way out of an unpacker; an error of the kind `FileTooLarge` when they are too many.
pub(super) struct Unpacked<R> {
    bytes: R,
    count: u64,
    packed: Arc<AtomicU64>,
}

impl<R: Read> Packed<R> {
    pub(super) fn new(bytes: R) -> Self {
        Self {
            bytes,
            count: Arc::default(),
        }
    }

    /// Reads out of what an unpacker, which is given these bytes, makes of them.
    pub(super) fn unpacked<U>(
        self,
        unpacker: impl FnOnce(Self) -> io::Result<U>,
    ) -> io::Result<Unpacked<U>> {
        let packed = Arc::clone(&self.count);
        Ok(Unpacked {
            bytes: unpacker(self)?,
            count: 0,
            packed,
        })
    }
}

impl<R: Read> Read for Packed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.count += read as u64;
        let packed = self.packed.load(Ordering::Relaxed);
        if self.count > UNPACKED_MARGIN.saturating_add(packed.saturating_mul(UNPACKED_TIMES)) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpack(packed: &'static [u8], length: u64) -> io::Result<u64> {
        let packed = Packed::new(packed);
        let mut unpacked = packed.unpacked(|mut packed| {
            packed.read_to_end(&mut Vec::new())?;
            Ok(io::repeat(b' ').take(length))
        })?;
        io::copy(&mut unpacked, &mut io::sink())
    }

    #[test]
    fn a_file_may_unpack_to_a_margin_and_256_times_its_size() {
        let most = UNPACKED_MARGIN + 3 * UNPACKED_TIMES;
        assert_eq!(unpack(b"abc", most).unwrap(), most);
        let error = unpack(b"abc", most + 1).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }
}
