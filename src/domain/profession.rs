//! The licensed professions.

/// Which of the licensed professions: its row in `data/professions.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProfessionId(pub u8);

/// A licensed profession (legitimationsyrke).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profession {
    /// The Swedish name as results print it, `tandläkare`.
    pub name: String,
    /// The English name, `dentist`.
    pub english: String,
    /// Other words for the profession.
    pub aliases: Vec<String>,
    /// Whether it is one of those whose supply (tillgång) the council describes.
    pub is_in_supply: bool,
    /// Keys into the source list.
    pub source: String,
}
