//! The sector of the employer.

/// The sector of an employer (regi).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sector {
    /// Offentlig: state, region or municipality.
    Public,
    /// Privat.
    Private,
}

impl Sector {
    /// Both sectors, in the order in which results print them.
    pub const ALL: [Self; 2] = [Self::Public, Self::Private];

    /// The Swedish word, as inputs and results write it.
    #[must_use]
    pub const fn swedish(self) -> &'static str {
        match self {
            Self::Public => "offentlig",
            Self::Private => "privat",
        }
    }

    /// The English word.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
        }
    }
}
