//! Standard output.

use std::io::{self, Write as _};

use crate::language::words;
use crate::source::Fault;

/// Writes all of it, or says why not.
pub(super) fn write(bytes: &[u8]) -> io::Result<()> {
    check()?;
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// The fault of a result that could not be written; a closed pipe stays what it is, for `exit` to forgive.
pub(super) fn unwritten(error: io::Error) -> anyhow::Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return error.into();
    }
    if error.kind() == io::ErrorKind::NotConnected {
        let fault = Fault::new(words!("standard ut är stängd", "standard output is closed"));
        let tip = words!(
            "ge -o FIL; -o /dev/null kastar resultatet",
            "give -o FILE; -o /dev/null discards the result"
        );
        return fault.tip(tip).into();
    }
    Fault::new(words!(
        "resultatet gick inte att skriva till standard ut: {error}",
        "the result could not be written to standard output: {error}"
    ))
    .into()
}

/// Refuses a standard output that the caller closed (`>&-`), where a result would be lost.
///
/// Before `main` Rust opens a closed one as `/dev/null`, for reading and writing. `> /dev/null` opens it for
/// writing only and is let through; a caller that opens `/dev/null` for both cannot be distinguished from one that
/// closed it.
#[cfg(unix)]
pub(in crate::cli) fn check() -> io::Result<()> {
    use std::os::unix::fs::MetadataExt as _;

    use rustix::fs::{FileType, OFlags, fcntl_getfl, fstat};

    let stdout = io::stdout();
    let own = fstat(&stdout)?;
    let null = std::fs::metadata("/dev/null")?;
    let is_null = FileType::from_raw_mode(own.st_mode) == FileType::CharacterDevice
        && own.st_rdev == null.rdev();
    if is_null && fcntl_getfl(&stdout)? & OFlags::RWMODE == OFlags::RDWR {
        return Err(io::ErrorKind::NotConnected.into());
    }
    Ok(())
}

#[cfg(not(unix))]
pub(in crate::cli) fn check() -> io::Result<()> {
    Ok(())
}
