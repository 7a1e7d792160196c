//! An input that is opened once: hashed as it is read, and watched for changes meanwhile.
#![expect(
    clippy::disallowed_methods,
    reason = "one of the places that read files"
)]

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::Fault;
use super::refused_file::unreadable;
use crate::language::{hexadecimal, words};

/// What standard input is called in messages.
pub(super) const STANDARD_INPUT: &str = "standard in";

/// Bytes that are handed to the hash together.
const PORTION: usize = 1 << 20;

/// An input that is being read. Copies of it read on where the others are, so that what is hashed is
/// what was read, from a pipe as well as from a file.
#[derive(Clone)]
pub struct Stream {
    name: String,
    watch: Watch,
    reading: Arc<Mutex<Reading>>,
}

struct Reading {
    source: Box<dyn Read + Send>,
    /// Bytes that were looked at and not yet read.
    ahead: Vec<u8>,
    hash: Option<Hash>,
}

impl Stream {
    /// Opens a file, or standard input if `path` is `-`.
    ///
    /// # Errors
    /// A file that cannot be opened.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        if path == Path::new("-") {
            return Ok(Self::new(STANDARD_INPUT, Watch::default(), io::stdin()));
        }
        let name = path.display().to_string();
        let opened = File::open(path).and_then(|file| Ok((Watch::of(path, &file)?, file)));
        let (watch, file) = opened.map_err(|error| unreadable(&name, &error))?;
        Ok(Self::new(&name, watch, file))
    }

    fn new(name: &str, watch: Watch, source: impl Read + Send + 'static) -> Self {
        let reading = Reading {
            source: Box::new(source),
            ahead: Vec::new(),
            hash: Some(Hash::new()),
        };
        Self {
            name: name.to_owned(),
            watch,
            reading: Arc::new(Mutex::new(reading)),
        }
    }

    /// The file's name as given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads all bytes.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read_whole(&mut self) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        let read = self.reading().read_to_end(&mut bytes);
        read.map_err(|error| unreadable(&self.name, &error))?;
        Ok(bytes)
    }

    fn reading(&self) -> MutexGuard<'_, Reading> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first bytes, which show its kind; fewer than eight if there are not more. They are read again
    /// afterwards.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn first_bytes(&self) -> Result<Vec<u8>, Fault> {
        let mut reading = self.reading();
        let Reading { source, ahead, .. } = &mut *reading;
        let read = source.take(8).read_to_end(ahead);
        read.map_err(|error| unreadable(&self.name, &error))?;
        Ok(ahead.clone())
    }

    /// Reads what is left and gives the SHA-256 of all bytes, in lower-case hexadecimal.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn digest(&self) -> Result<String, Fault> {
        let mut reading = self.reading();
        let mut piece = vec![0; PORTION];
        let failed = |error: io::Error| unreadable(&self.name, &error);
        while reading.read(&mut piece).map_err(failed)? > 0 {}
        let hash = reading.hash.take();
        Ok(hash.map_or_else(String::new, Hash::finish))
    }

    /// Refuses a file that is no longer what it was when it was opened.
    ///
    /// # Errors
    /// A file whose size, time of change or place on the disk is another.
    pub fn check_unchanged(&self) -> Result<(), Fault> {
        self.watch.check(&self.name)
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reading().read(buffer)
    }
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = if self.ahead.is_empty() {
            self.source.read(buffer)?
        } else {
            let length = self.ahead.len().min(buffer.len());
            buffer[..length].copy_from_slice(&self.ahead[..length]);
            self.ahead.drain(..length);
            length
        };
        if let Some(hash) = &mut self.hash {
            hash.add(&buffer[..read]);
        }
        Ok(read)
    }
}

/// A hash that is calculated beside the reading.
struct Hash {
    pending: Vec<u8>,
    portions: SyncSender<Vec<u8>>,
    thread: JoinHandle<Sha256>,
}

impl Hash {
    fn new() -> Self {
        let (portions, to_hash) = sync_channel::<Vec<u8>>(4);
        let thread = thread::spawn(move || {
            let mut hash = Sha256::new();
            for portion in to_hash {
                hash.update(&portion);
            }
            hash
        });
        Self {
            pending: Vec::new(),
            portions,
            thread,
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        self.pending.extend_from_slice(bytes);
        if self.pending.len() >= PORTION {
            self.send();
        }
    }

    fn send(&mut self) {
        let next = Vec::with_capacity(PORTION);
        let portion = std::mem::replace(&mut self.pending, next);
        // The thread ends only when this sender does; its panic goes on in `finish`.
        let _ = self.portions.send(portion);
    }

    fn finish(mut self) -> String {
        self.send();
        drop(self.portions);
        let hash = self.thread.join();
        hexadecimal(
            &hash
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                .finalize(),
        )
    }
}

/// A file as it was when it was opened; nothing of a pipe, which has no size and cannot change.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    path: PathBuf,
    mark: Option<Mark>,
}

/// What shows that a file has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    length: u64,
    modified: Option<SystemTime>,
    place: (u64, u64),
}

impl Mark {
    fn of(metadata: &Metadata) -> Option<Self> {
        metadata.is_file().then(|| Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            place: place(metadata),
        })
    }
}

/// Device and inode, where there are such.
#[cfg(unix)]
fn place(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
const fn place(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

impl Watch {
    pub(super) fn of(path: &Path, file: &File) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            mark: Mark::of(&file.metadata()?),
        })
    }

    pub(super) fn check(&self, name: &str) -> Result<(), Fault> {
        let Some(mark) = &self.mark else {
            return Ok(());
        };
        let now = fs::metadata(&self.path).ok();
        if now.as_ref().and_then(Mark::of).as_ref() == Some(mark) {
            return Ok(());
        }
        let fault = Fault::new(words!(
            "filen `{name}` ändrades medan den lästes",
            "the file `{name}` changed while it was read"
        ));
        Err(fault.tip(words!(
            "kör igen när filen är färdigskriven",
            "run again when the file has been written to its end"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    /// The values of FIPS 180-4's examples "abc" and of no bytes.
    #[test]
    fn what_is_hashed_is_what_was_read() {
        let digest = |bytes: &'static [u8]| {
            let mut stream = Stream::new("t", Watch::default(), bytes);
            assert_eq!(stream.first_bytes().unwrap(), bytes);
            let mut first = [0; 2];
            let read = stream.read(&mut first).unwrap();
            assert_eq!(first[..read], bytes[..read]);
            stream.digest().unwrap()
        };
        assert!(digest(b"abc").starts_with("ba7816bf8f01cfea"));
        assert!(digest(b"").starts_with("e3b0c44298fc1c14"));
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_refused() {
        let changes: [fn(&Path); 3] = [
            |path| {
                let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
                file.write_all(b"3\n").unwrap();
            },
            |path| {
                let other = path.with_extension("new");
                fs::write(&other, "1\n2\n").unwrap();
                fs::rename(other, path).unwrap();
            },
            |path| fs::remove_file(path).unwrap(),
        ];
        for change in changes {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.csv");
            fs::write(&path, "1\n2\n").unwrap();
            let stream = Stream::open(&path).unwrap();
            assert_eq!(stream.check_unchanged(), Ok(()));
            change(&path);
            let fault = stream.check_unchanged().unwrap_err().to_string();
            assert!(fault.contains("ändrades medan den lästes"), "{fault}");
        }
    }
}
