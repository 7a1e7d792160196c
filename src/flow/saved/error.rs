//! Why a cube cannot be saved or read, and what to do about it.

use std::fmt;

use polars::prelude::PolarsError;

use super::VERSION;
use crate::extract::Damage;
use crate::language::{Language, Words, words};

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
    /// A word without a meaning.
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
    /// A file that is damaged, or that could not be written.
    Unreadable {
        /// What is wrong with it, as the rest of a sentence.
        reason: Words,
    },
}

impl SavedCubeError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::NotACube => words!("filen är ingen sparad kub", "the file is not a saved cube"),
            Self::OtherVersion { version } => words!(
                "kuben har version {version}, men programmet läser version {VERSION}",
                "the cube has version {version}, but the program reads version {VERSION}"
            ),
            Self::UnknownWord { column, word } => words!(
                "kubens kolumn `{column}` har ett okänt värde `{word}`",
                "the cube's column `{column}` has an unknown value `{word}`"
            ),
            Self::Incomplete => words!(
                "en rad i kuben saknar ett värde som den måste ha",
                "a row of the cube lacks a value that it must have"
            ),
            Self::Changed { saved, found } => words!(
                "kuben är ändrad: den sparades med kontrollsumman {saved} men har {found}",
                "the cube has been changed: it was saved with the checksum {saved} but has {found}"
            ),
            Self::Unreadable { reason } => {
                let swedish = reason.text(Language::Swedish);
                let english = reason.text(Language::English);
                words!(
                    "kuben gick inte att läsa: {swedish}",
                    "the cube could not be read: {english}"
                )
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn tip(&self) -> Words {
        match self {
            Self::NotACube => words!(
                "en kub sparas med --save-cube; ett registeruttag ges med --extract",
                "a cube is saved with --save-cube; a register extract is given with --extract"
            ),
            Self::OtherVersion { .. } => words!(
                "gör om kuben ur uttaget med --save-cube",
                "make the cube again from the extract with --save-cube"
            ),
            Self::UnknownWord { .. }
            | Self::Incomplete
            | Self::Changed { .. }
            | Self::Unreadable { .. } => words!(
                "filen är kanske avhuggen eller ändrad; gör om kuben med --save-cube",
                "the file may be cut off or changed; make the cube again with --save-cube"
            ),
        }
    }
}

impl fmt::Display for SavedCubeError {
    /// The error in Swedish.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
    }
}

impl std::error::Error for SavedCubeError {}

impl From<Damage> for SavedCubeError {
    fn from(damage: Damage) -> Self {
        Self::Unreadable {
            reason: damage.words(),
        }
    }
}

impl From<PolarsError> for SavedCubeError {
    fn from(error: PolarsError) -> Self {
        Self::Unreadable {
            reason: Damage::from(error).words(),
        }
    }
}
