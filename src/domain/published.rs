//! Figures as a publication prints them, each with its cell.

use super::{EducationCountry, Place, ProfessionId, Sex, StockCount, Year};
use crate::language::Words;

/// What a published figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PublishedMeasure {
    /// Persons with a licence.
    Licensed,
    /// Persons with a licence who are under 65.
    Under65,
    /// Licence holders who are employed anywhere.
    Employed,
    /// Licence holders who are employed in health care.
    InCare,
    /// Licence holders who are active in their own field (yrkesverksamma i sin bransch): health care, dental
    /// care, pharmacy or optics.
    InField,
    /// Licences given in the year to those educated there.
    NewlyLicensed(EducationCountry),
    /// Those active in their own field per 100 000 inhabitants, a whole number.
    InFieldPer100000,
}

/// The number in a cell of a publication, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishedValue {
    /// A number, which may be zero.
    Known(u32),
    /// `X`: known to the publisher and not published.
    Suppressed,
    /// `..`: not known.
    Missing,
}

impl PublishedValue {
    /// The number, if it was published.
    #[must_use]
    pub const fn known(self) -> Option<u32> {
        match self {
            Self::Known(number) => Some(number),
            Self::Suppressed | Self::Missing => None,
        }
    }
}

/// One figure of an edition of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFigure {
    /// The profession.
    pub profession: ProfessionId,
    /// The year.
    pub year: Year,
    /// Where: a county or the country.
    pub place: Place,
    /// Their sex; none for both together, as the publication reports them.
    pub sex: Option<Sex>,
    /// What it counts.
    pub measure: PublishedMeasure,
    /// The figure.
    pub value: PublishedValue,
    /// The cell it was read in, `Tabell 1!B29`.
    pub cell: String,
    /// The edition: a key into the source list.
    pub source: String,
}

/// What a publication says about its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedNote {
    /// The professions that it is about; empty for all.
    pub professions: Vec<ProfessionId>,
    /// What it says.
    pub note: Words,
    /// The edition: a key into the source list.
    pub source: String,
}

/// All embedded published figures. Editions that differ are kept beside each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Stock by one edition of a publication: as far as its tables reach, from its cells.
    pub edition: Vec<StockCount>,
    /// Single figures on stock, quoted from several other publications.
    pub quoted: Vec<StockCount>,
    /// The figures that are no stock: new licences, and densities.
    pub figures: Vec<PublishedFigure>,
    /// What the publication says about its figures.
    pub notes: Vec<PublishedNote>,
}

impl Published {
    /// Leaves out professions that are not wanted.
    pub fn retain(&mut self, is_wanted: impl Fn(ProfessionId) -> bool) {
        self.edition.retain(|row| is_wanted(row.profession));
        self.quoted.retain(|row| is_wanted(row.profession));
        self.figures.retain(|figure| is_wanted(figure.profession));
        self.notes.retain(|note| {
            note.professions.is_empty() || note.professions.iter().any(|id| is_wanted(*id))
        });
    }
}
