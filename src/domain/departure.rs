//! Why a licence leaves a register.

/// Why a licence has no row any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Departure {
    /// `avliden`: its holder has died.
    Dead,
    /// `utvandrad`: its holder has emigrated.
    Emigrated,
    /// `avregistrerad`: it has been given up or revoked.
    Deregistered,
    /// `annat huvudyrke`: its holder is counted in another profession; only where every person is counted
    /// in the main profession.
    OtherMainProfession,
}

impl Departure {
    /// All reasons, in the order in which results print them.
    pub const ALL: [Self; 4] = [
        Self::Dead,
        Self::Emigrated,
        Self::Deregistered,
        Self::OtherMainProfession,
    ];

    /// The Swedish word, as inputs write it.
    #[must_use]
    pub const fn swedish(self) -> &'static str {
        match self {
            Self::Dead => "avliden",
            Self::Emigrated => "utvandrad",
            Self::Deregistered => "avregistrerad",
            Self::OtherMainProfession => "annat huvudyrke",
        }
    }
}
