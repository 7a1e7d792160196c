//! What kind of file an extract is in.

use super::columnar;
use crate::source::{Fault, Stream};

/// What kind of file it is.
pub(super) enum FileKind {
    Text,
    Columnar(columnar::Format),
}

/// What kind of file it is, by its first bytes whatever it is called.
pub(super) fn kind_of(stream: &Stream) -> Result<FileKind, Fault> {
    Ok(match stream.first_bytes()?.as_slice() {
        [b'P', b'A', b'R', b'1', ..] => FileKind::Columnar(columnar::Format::Parquet),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => FileKind::Columnar(columnar::Format::Ipc),
        _ => FileKind::Text,
    })
}
