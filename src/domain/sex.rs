//! Sex as the registers record it.

/// Legal sex as recorded in Swedish registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Kvinnor.
    Women,
    /// Män.
    Men,
}

impl Sex {
    /// Both sexes, in the order in which results print them.
    pub const ALL: [Self; 2] = [Self::Women, Self::Men];

    /// The Swedish word for persons of this sex, as inputs and results write it.
    #[must_use]
    pub const fn swedish(self) -> &'static str {
        match self {
            Self::Women => "kvinnor",
            Self::Men => "män",
        }
    }

    /// The English word for persons of this sex.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Women => "women",
            Self::Men => "men",
        }
    }
}
