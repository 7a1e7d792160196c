//! Why an extract could not be read.

use crate::extract::Refusals;
use crate::source::{Fault, Faults};

/// Why an extract could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// Files that cannot be used at all.
    Files(Faults),
    /// Rows that would make a count wrong.
    Rows(Refusals),
}

impl From<Faults> for ReadError {
    fn from(faults: Faults) -> Self {
        Self::Files(faults)
    }
}

impl From<ReadError> for Faults {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Files(faults) => faults,
            ReadError::Rows(refusals) => refusals.faults(),
        }
    }
}

impl From<Fault> for ReadError {
    fn from(fault: Fault) -> Self {
        Self::Files(fault.into())
    }
}
