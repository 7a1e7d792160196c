//! Why a cube cannot be saved or read, and what to do about it.

use std::fmt;

use polars::prelude::PolarsError;

use super::VERSION;

/// Why a cube cannot be saved or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedCubeError {
    /// A Parquet file without a cube in it, or no Parquet file at all.
    NotACube,
    /// A cube in another version of the layout.
    OtherVersion {
        /// Which.
        version: u32,
    },
    /// A word that stands for nothing.
    UnknownWord {
        /// The column.
        column: &'static str,
        /// The word.
        word: String,
    },
    /// A row that lacks a part it must have.
    Incomplete,
    /// Cells that are not those that were saved.
    Changed {
        /// The digest of the cells that were saved.
        saved: String,
        /// The digest of the cells that are there.
        found: String,
    },
    /// A file that polars cannot make sense of.
    Unreadable {
        /// The library's own words.
        reason: String,
    },
}

impl fmt::Display for SavedCubeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotACube => f.write_str("filen är ingen sparad kub"),
            Self::OtherVersion { version } => write!(
                f,
                "kuben har version {version}, men programmet läser version {VERSION}"
            ),
            Self::UnknownWord { column, word } => {
                write!(f, "kubens kolumn `{column}` har ett okänt värde `{word}`")
            }
            Self::Incomplete => f.write_str("en rad i kuben saknar ett värde som den måste ha"),
            Self::Changed { saved, found } => write!(
                f,
                "kuben är ändrad: den sparades med kontrollsumman {saved} men har {found}"
            ),
            Self::Unreadable { reason } => write!(f, "kuben gick inte att läsa: {reason}"),
        }
    }
}

impl std::error::Error for SavedCubeError {}

impl SavedCubeError {
    /// What to do about it.
    #[must_use]
    pub const fn tip(&self) -> &'static str {
        match self {
            Self::NotACube => "en kub sparas med --save-cube; ett registeruttag ges med --extract",
            Self::OtherVersion { .. } => "gör om kuben ur uttaget med --save-cube",
            Self::UnknownWord { .. }
            | Self::Incomplete
            | Self::Changed { .. }
            | Self::Unreadable { .. } => {
                "filen är kanske avhuggen eller ändrad; gör om kuben med --save-cube"
            }
        }
    }
}

impl From<PolarsError> for SavedCubeError {
    fn from(error: PolarsError) -> Self {
        Self::Unreadable {
            reason: error.to_string(),
        }
    }
}
