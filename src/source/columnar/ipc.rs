//! An Arrow IPC file whose footer and messages agree with each other and with its size.

use std::io::Cursor;

use polars::prelude::{DataFrame, DataType, IpcReader, SerReader as _};
use polars_arrow_format::ipc::planus::{self, ReadAsRoot as _};
use polars_arrow_format::ipc::{BlockRef, FooterRef, MessageHeaderRef, MessageRef, RecordBatchRef};
use polars_buffer::Buffer;

use super::nesting::check_schema;
use super::{Allowance, Damage, column_type, guarded};

/// What ends a file: the length of the footer and the format's name.
const TAIL: usize = 10;

/// The marker that may precede the length of a message.
const CONTINUATION: [u8; 4] = [0xff; 4];

/// The size of what precedes a packed buffer: its unpacked length.
const LENGTH: usize = 8;

/// An Arrow IPC file in memory.
pub(crate) struct IpcFile {
    bytes: Buffer<u8>,
    columns: Vec<(String, DataType)>,
    rows: u64,
}

impl IpcFile {
    /// Takes a file, all its declared sizes checked.
    ///
    /// # Errors
    /// A footer or a message that is damaged or declares more than the file can hold.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, Damage> {
        let rows = guarded(|| check(&bytes))?;
        let bytes = Buffer::from_vec(bytes);
        let columns = guarded(|| {
            let schema = IpcReader::new(Cursor::new(bytes.clone())).schema()?;
            schema.iter_values().map(column_type).collect()
        })?;
        Ok(Self {
            bytes,
            columns,
            rows,
        })
    }

    /// The names and types of the columns.
    pub(crate) fn columns(&self) -> &[(String, DataType)] {
        &self.columns
    }

    /// How many rows the messages declare.
    pub(crate) const fn rows(&self) -> u64 {
        self.rows
    }

    /// Some columns, whole.
    ///
    /// # Errors
    /// Messages whose contents are invalid, and columns that have not as many rows.
    pub(crate) fn frame<'c>(
        &self,
        columns: impl Iterator<Item = &'c str>,
    ) -> Result<DataFrame, Damage> {
        let columns = columns.map(ToOwned::to_owned).collect();
        guarded(|| {
            let reader = IpcReader::new(Cursor::new(self.bytes.clone()));
            let frame = reader.with_columns(Some(columns)).finish()?;
            for column in frame.columns() {
                let found = column.len() as u64;
                if found != self.rows {
                    return Err(Damage::Counts {
                        declared: self.rows,
                        found,
                    });
                }
            }
            Ok(frame)
        })
    }
}

/// Checks all that a file declares, and counts its rows.
fn check(bytes: &[u8]) -> Result<u64, Damage> {
    let footer = FooterRef::read_as_root(footer(bytes)?).map_err(described)?;
    check_schema(
        footer
            .schema()
            .map_err(described)?
            .ok_or(Damage::Description)?,
    )?;
    let mut checked = Checked {
        bytes,
        bodies: bytes.len() as u64,
        allowance: Allowance::of(bytes.len() as u64),
    };
    for block in footer
        .dictionaries()
        .map_err(described)?
        .into_iter()
        .flatten()
    {
        checked.block(block)?;
    }
    let mut rows = 0;
    for block in footer
        .record_batches()
        .map_err(described)?
        .into_iter()
        .flatten()
    {
        rows += checked.block(block)?;
    }
    Ok(rows)
}

fn described(_: planus::Error) -> Damage {
    Damage::Description
}

fn footer(bytes: &[u8]) -> Result<&[u8], Damage> {
    let (before, tail) = bytes
        .split_last_chunk::<TAIL>()
        .ok_or(Damage::Description)?;
    let [a, b, c, d, magic @ ..] = *tail;
    if magic != *b"ARROW1" {
        return Err(Damage::Description);
    }
    let length = unsigned(i32::from_le_bytes([a, b, c, d]).into())?;
    let start = before.len().checked_sub(length).ok_or(Damage::Outside)?;
    Ok(&before[start..])
}

/// What the blocks seen so far have left of a file's allowance.
struct Checked<'a> {
    bytes: &'a [u8],
    /// Bytes that bodies may still have: they do not lie on top of each other.
    bodies: u64,
    allowance: Allowance,
}

impl Checked<'_> {
    /// Checks the message of a block; returns its rows.
    fn block(&mut self, block: BlockRef<'_>) -> Result<u64, Damage> {
        let start = unsigned(block.offset())?;
        let head = unsigned(block.meta_data_length().into())?;
        let length = unsigned(block.body_length())?;
        let body = start.checked_add(head).ok_or(Damage::Outside)?;
        let message = self.bytes.get(start..body).ok_or(Damage::Outside)?;
        let body = self.bytes.get(body..).and_then(|rest| rest.get(..length));
        let body = body.ok_or(Damage::Outside)?;
        let left = self.bodies.checked_sub(length as u64);
        self.bodies = left.ok_or(Damage::Outside)?;
        let message = MessageRef::read_as_root(of_message(message)?).map_err(described)?;
        let batch = match message.header().map_err(described)? {
            Some(MessageHeaderRef::RecordBatch(batch)) => batch,
            Some(MessageHeaderRef::DictionaryBatch(batch)) => batch
                .data()
                .map_err(described)?
                .ok_or(Damage::Description)?,
            _ => return Err(Damage::Description),
        };
        self.batch(batch, body)
    }

    fn batch(&mut self, batch: RecordBatchRef<'_>, body: &[u8]) -> Result<u64, Damage> {
        let rows = unsigned(batch.length().map_err(described)?)? as u64;
        self.allowance.take_rows(rows)?;
        let is_packed = batch.compression().map_err(described)?.is_some();
        for buffer in batch.buffers().map_err(described)?.into_iter().flatten() {
            let (start, length) = (unsigned(buffer.offset())?, unsigned(buffer.length())?);
            let buffer = body.get(start..).and_then(|rest| rest.get(..length));
            let buffer = buffer.ok_or(Damage::Outside)?;
            self.allowance.unpack(unpacked(buffer, is_packed)?)?;
        }
        for node in batch.nodes().map_err(described)?.into_iter().flatten() {
            // A column of nulls has no buffer that would limit it.
            let length = unsigned(node.length())? as u64;
            self.allowance.unpack(length.div_ceil(8))?;
        }
        Ok(rows)
    }
}

/// The unpacked length of a buffer. A packed one says it itself, −1 if it is not packed after all.
fn unpacked(buffer: &[u8], is_packed: bool) -> Result<u64, Damage> {
    if !is_packed || buffer.is_empty() {
        return Ok(buffer.len() as u64);
    }
    let declared = buffer.first_chunk::<LENGTH>().ok_or(Damage::Description)?;
    match i64::from_le_bytes(*declared) {
        -1 => Ok((buffer.len() - LENGTH) as u64),
        declared => unsigned(declared).map(|declared| declared as u64),
    }
}

/// The message within a block, preceded by its length.
fn of_message(block: &[u8]) -> Result<&[u8], Damage> {
    let block = block.strip_prefix(&CONTINUATION).unwrap_or(block);
    let (length, rest) = block.split_first_chunk::<4>().ok_or(Damage::Description)?;
    let length = unsigned(i32::from_le_bytes(*length).into())?;
    rest.get(..length).ok_or(Damage::Outside)
}

fn unsigned(number: i64) -> Result<usize, Damage> {
    usize::try_from(number).map_err(|_| Damage::Description)
}
