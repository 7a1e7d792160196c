//! Columnar files whose declared sizes have been checked against their bytes.
//!
//! A columnar file says in advance how many rows, values and unpacked bytes it has, and a reading
//! library makes room for as many. A damaged file may ask for more memory than any machine has,
//! and running out of memory ends the process at once. So the sizes are read here first,
//! and polars sees only files that fit.

mod damage;
mod guarded;
mod ipc;
mod nesting;
mod parquet;
mod texts;
mod thrift;

use polars::prelude::{ArrowDataType, ArrowField, DataType};

use super::limits::{UNPACKED_MARGIN, UNPACKED_TIMES};
pub(crate) use damage::Damage;
pub(crate) use guarded::guarded;
pub(crate) use ipc::IpcFile;
pub(crate) use parquet::ParquetFile;
pub(crate) use texts::{Texts, digits, entry as dictionary_entry};

/// Which of the two formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnarFormat {
    /// Parquet.
    Parquet,
    /// Arrow IPC, also called Feather version 2.
    ArrowIpc,
}

impl ColumnarFormat {
    /// The format of a file that begins so; none of a file that is not columnar.
    pub(crate) fn of(first: &[u8]) -> Option<Self> {
        match first {
            [b'P', b'A', b'R', b'1', ..] => Some(Self::Parquet),
            [b'A', b'R', b'R', b'O', b'W', b'1', ..] => Some(Self::ArrowIpc),
            _ => None,
        }
    }

    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Parquet => "Parquet",
            Self::ArrowIpc => "Arrow IPC",
        }
    }
}

/// A file of either format.
pub(crate) enum ColumnarFile {
    Parquet(ParquetFile),
    Ipc(IpcFile),
}

impl ColumnarFile {
    /// Takes a file, the sizes that it declares checked.
    ///
    /// # Errors
    /// A file that is damaged or declares more than it can hold.
    pub(crate) fn open(bytes: Vec<u8>, format: ColumnarFormat) -> Result<Self, Damage> {
        match format {
            ColumnarFormat::Parquet => ParquetFile::open(bytes).map(Self::Parquet),
            ColumnarFormat::ArrowIpc => IpcFile::open(bytes).map(Self::Ipc),
        }
    }

    /// The names and types of the columns.
    pub(crate) fn columns(&self) -> &[(String, DataType)] {
        match self {
            Self::Parquet(file) => file.columns(),
            Self::Ipc(file) => file.columns(),
        }
    }

    /// Every column whole.
    ///
    /// # Errors
    /// Pages or messages that do not hold what the file declares, and times whose date is not known.
    pub(crate) fn texts(&self) -> Result<Vec<Texts>, Damage> {
        let names = || self.columns().iter().map(|(name, _)| name.as_str());
        let frame = match self {
            Self::Parquet(file) => {
                file.check_pages(&names())?;
                file.frame(names(), 0, file.metadata().num_rows)?
            }
            Self::Ipc(file) => file.frame(names())?,
        };
        guarded(|| names().map(|name| Texts::of(frame.column(name)?)).collect())
    }

    /// How many rows it declares.
    pub(crate) fn rows(&self) -> u64 {
        match self {
            Self::Parquet(file) => file.metadata().num_rows as u64,
            Self::Ipc(file) => file.rows(),
        }
    }
}

/// The rows that any file may have.
const ROWS: u64 = 1 << 20;

/// The rows that a byte of a file may hold. No two rows of an extract are equal, so that even the
/// best packing needs more than half a bit for each.
const ROWS_PER_BYTE: u64 = 16;

/// The name and the type of a column.
///
/// # Errors
/// Decimal numbers, which polars reads only with a part of it that nothing else here needs.
fn column_type(field: &ArrowField) -> Result<(String, DataType), Damage> {
    let column = field.name.to_string();
    match field.dtype() {
        ArrowDataType::Decimal(..)
        | ArrowDataType::Decimal32(..)
        | ArrowDataType::Decimal64(..)
        | ArrowDataType::Decimal256(..) => Err(Damage::Decimals { column }),
        _ => Ok((column, DataType::from_arrow_field(field))),
    }
}

/// What a file of a size may declare.
#[derive(Clone, Copy, Debug)]
struct Allowance {
    unpacked: u64,
    rows: u64,
}

impl Allowance {
    const fn of(size: u64) -> Self {
        Self {
            unpacked: UNPACKED_MARGIN.saturating_add(size.saturating_mul(UNPACKED_TIMES)),
            rows: ROWS.saturating_add(size.saturating_mul(ROWS_PER_BYTE)),
        }
    }

    /// Takes unpacked bytes from what is allowed.
    fn unpack(&mut self, declared: u64) -> Result<(), Damage> {
        let left = self.unpacked.checked_sub(declared);
        self.unpacked = left.ok_or(Damage::Unpacked { declared })?;
        Ok(())
    }

    /// Takes rows from what is allowed.
    fn take_rows(&mut self, declared: u64) -> Result<(), Damage> {
        let left = self.rows.checked_sub(declared);
        self.rows = left.ok_or(Damage::Rows { declared })?;
        Ok(())
    }
}
