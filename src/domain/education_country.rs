//! Where a licence holder was educated.

/// Country of education (utbildningsland), as the licence register groups it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EducationCountry {
    /// Sverige.
    Sweden,
    /// EU and EES outside Sweden.
    EuEea,
    /// Tredje land.
    ThirdCountry,
}

impl EducationCountry {
    /// All groups, in the order in which results print them.
    pub const ALL: [Self; 3] = [Self::Sweden, Self::EuEea, Self::ThirdCountry];

    /// The Swedish word, as inputs and results write it.
    #[must_use]
    pub const fn swedish(self) -> &'static str {
        match self {
            Self::Sweden => "Sverige",
            Self::EuEea => "EU/EES",
            Self::ThirdCountry => "tredje land",
        }
    }

    /// The English word.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Sweden => "Sweden",
            Self::EuEea => "EU/EEA",
            Self::ThirdCountry => "third country",
        }
    }
}
