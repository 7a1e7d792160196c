//! Where a licence holder is in a year.

/// The state of a licence in a year with a row; a year without a row is no state at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// `i yrket`: works in the own role in health care.
    InProfession,
    /// `annan roll i vården`.
    OtherRoleInCare,
    /// `annan bransch`.
    OtherIndustry,
    /// `ej sysselsatt`, below the pension age.
    NotEmployed,
    /// `pensionerad`: not employed, and at or over the pension age.
    Retired,
}

impl State {
    /// All states, in the order in which results print them.
    pub const ALL: [Self; 5] = [
        Self::InProfession,
        Self::OtherRoleInCare,
        Self::OtherIndustry,
        Self::NotEmployed,
        Self::Retired,
    ];

    /// The Swedish word, as inputs and results write it.
    #[must_use]
    pub const fn swedish(self) -> &'static str {
        match self {
            Self::InProfession => "i yrket",
            Self::OtherRoleInCare => "annan roll i vården",
            Self::OtherIndustry => "annan bransch",
            Self::NotEmployed => "ej sysselsatt",
            Self::Retired => "pensionerad",
        }
    }

    /// The English word.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::InProfession => "in profession",
            Self::OtherRoleInCare => "other role in care",
            Self::OtherIndustry => "other industry",
            Self::NotEmployed => "not employed",
            Self::Retired => "retired",
        }
    }
}
