//! Why a columnar file cannot be trusted.

use polars::prelude::PolarsError;
use polars_parquet::parquet::error::ParquetError;

use crate::language::{Language, Words, words};
use crate::source::{Fault, Location};

/// What is wrong with a columnar file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// The part that describes the file makes no sense.
    Description,
    /// Some part of the file would lie outside it or on top of another.
    Outside,
    /// More rows than the file's bytes can hold.
    Rows {
        /// How many.
        declared: u64,
    },
    /// More unpacked bytes than are read.
    Unpacked {
        /// How many.
        declared: u64,
    },
    /// Two counts of the same rows.
    Counts {
        /// What the file says.
        declared: u64,
        /// What it holds.
        found: u64,
    },
    /// A page whose checksum is not that of its bytes.
    Checksum,
    /// A column of decimal numbers.
    Decimals {
        /// Its name.
        column: String,
    },
    /// Times of day with a time zone, whose date depends on the zone.
    ZonedTimes,
    /// Columns within columns, or more of them than any extract has.
    Nesting,
    /// What made a library stop.
    Contents {
        /// Its own message, in English; none if it panicked.
        reason: Option<String>,
    },
}

impl Damage {
    /// The fault of a file of this name.
    pub(crate) fn fault(&self, name: &str) -> Fault {
        let reason = self.words();
        let [swedish, english] =
            [Language::Swedish, Language::English].map(|language| reason.text(language));
        Fault::new(words!(
            "filen gick inte att läsa: {swedish}",
            "the file could not be read: {english}"
        ))
        .located(Location::file(name))
        .tip(self.tip())
    }

    fn tip(&self) -> Words {
        match self {
            Self::Decimals { .. } => words!(
                "spara kolumnen som heltal eller flyttal",
                "save the column as whole numbers or floats"
            ),
            Self::ZonedTimes => words!("spara kolumnen som datum", "save the column as dates"),
            _ => words!(
                "filen är kanske avhuggen eller av ett annat slag; hämta eller skriv den igen",
                "the file may be cut off or of another kind; fetch or write it again"
            ),
        }
    }

    /// What is wrong, as the rest of a sentence.
    pub(crate) fn words(&self) -> Words {
        match self {
            Self::Description => words!(
                "beskrivningen av innehållet är skadad",
                "the description of its contents is damaged"
            ),
            Self::Outside => words!(
                "en del av innehållet skulle ligga utanför filen",
                "part of its contents would lie outside the file"
            ),
            Self::Rows { declared } => words!(
                "den uppger {declared} rader, fler än vad filens storlek rymmer",
                "it declares {declared} rows, more than a file of its size can hold"
            ),
            Self::Unpacked { declared } => words!(
                "den uppger {declared} byte uppackade data, mer än 256 gånger filens storlek",
                "it declares {declared} bytes of unpacked data, more than 256 times its size"
            ),
            Self::Counts { declared, found } => words!(
                "den uppger {declared} rader men innehåller {found}",
                "it declares {declared} rows but holds {found}"
            ),
            Self::Checksum => words!(
                "en kontrollsumma stämmer inte med innehållet",
                "a checksum does not match the contents"
            ),
            Self::Decimals { column } => words!(
                "kolumnen `{column}` har typen decimal",
                "the column `{column}` has the type decimal"
            ),
            Self::ZonedTimes => words!(
                "en kolumn har klockslag med tidszon, så att datumet beror på zonen",
                "a column has times of day with a time zone, so that the date depends on the zone"
            ),
            Self::Nesting => words!(
                "kolumnerna är fler eller ligger djupare i varandra än i något uttag",
                "it has more columns, or deeper ones, than any extract"
            ),
            Self::Contents { reason: None } => {
                words!("oväntat innehåll", "unexpected contents")
            }
            Self::Contents {
                reason: Some(reason),
            } => words!("{reason}", "{reason}"),
        }
    }
}

impl From<PolarsError> for Damage {
    fn from(error: PolarsError) -> Self {
        Self::Contents {
            reason: Some(error.to_string()),
        }
    }
}

impl From<ParquetError> for Damage {
    fn from(error: ParquetError) -> Self {
        Self::Contents {
            reason: Some(error.to_string()),
        }
    }
}
