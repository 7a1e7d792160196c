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
mod thrift;

pub(crate) use damage::Damage;
pub(crate) use guarded::guarded;
pub(crate) use ipc::IpcFile;
pub(crate) use parquet::ParquetFile;

/// How many times its own size a file may unpack to.
const TIMES: u64 = 256;

/// What any file may unpack to besides.
const MARGIN: u64 = 256 << 20;

/// The rows that any file may have.
const ROWS: u64 = 1 << 20;

/// The rows that a byte of a file may hold. No two rows of an extract are equal, so that even the
/// best packing needs more than half a bit for each.
const ROWS_PER_BYTE: u64 = 16;

/// What a file of a size may declare.
#[derive(Clone, Copy, Debug)]
struct Allowance {
    unpacked: u64,
    rows: u64,
}

impl Allowance {
    const fn of(size: u64) -> Self {
        Self {
            unpacked: MARGIN.saturating_add(size.saturating_mul(TIMES)),
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
