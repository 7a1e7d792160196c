//! Areas of any kind, looked up by the names and codes that official tables give them.

use super::Reference;
use super::areas::{AreaMeanings, FormerCounty, Kommun, KommunId};

impl Reference {
    /// The areas below the whole country that a name, a code, or a code and name together may mean.
    #[must_use]
    pub fn known_area(&self, text: &str) -> Option<AreaMeanings> {
        self.areas.named(text)
    }

    /// The county of an earlier division that a text names by its name.
    #[must_use]
    pub fn former_county(&self, text: &str) -> Option<&FormerCounty> {
        self.areas.former_named(text)
    }

    /// The municipality of an id.
    #[must_use]
    pub fn kommun(&self, id: KommunId) -> &Kommun {
        self.areas.kommun(id)
    }

    /// All municipalities, by code.
    pub fn kommuner(&self) -> impl Iterator<Item = (KommunId, &Kommun)> {
        self.areas.kommuner()
    }

    /// The counties of earlier divisions.
    #[must_use]
    pub fn former_counties(&self) -> &[FormerCounty] {
        self.areas.former_counties()
    }
}
