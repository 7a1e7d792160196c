//! What a flow description is derived from.

use std::collections::{BTreeMap, BTreeSet};

use super::{CountedRegister, CountyRegions, Cube, Passages, StockOrigin};
use crate::domain::{HealthRegionId, Inhabitants, ProfessionId, Published, StockCount, Year};
use crate::reference::Reference;

/// A counted register or stock that others have counted, or both, with the inhabitants for densities.
#[derive(Clone, Debug)]
pub struct Basis {
    /// A register, counted.
    pub cube: Option<Cube>,
    /// Entrants of the programmes, linked to the register.
    pub passages: Option<Passages>,
    /// Stock that others have counted, from a table that was given.
    pub counted: Option<Vec<StockCount>>,
    /// Published figures beside the embedded register.
    pub published: Published,
    /// Inhabitants; none for no densities.
    pub inhabitants: Vec<Inhabitants>,
    /// Which counties make up which health regions.
    pub counties: CountyRegions,
}

impl Basis {
    /// A counted register. `halland` is the health region chosen for Halland where the rows do not give the
    /// municipality.
    #[must_use]
    pub fn of_register(
        register: CountedRegister,
        halland: Option<HealthRegionId>,
        reference: &Reference,
    ) -> Self {
        let CountedRegister { cube, passages } = register;
        Self {
            counties: CountyRegions::of(&cube, halland, reference),
            cube: Some(cube),
            passages,
            counted: None,
            published: Published::default(),
            inhabitants: Vec::new(),
        }
    }

    /// Stock that others have counted, with Halland in the health region that is chosen for it.
    #[must_use]
    pub fn of_stock(
        counts: Vec<StockCount>,
        halland: Option<HealthRegionId>,
        reference: &Reference,
    ) -> Self {
        Self {
            counties: CountyRegions::choosing(halland, reference),
            cube: None,
            passages: None,
            counted: Some(counts),
            published: Published::default(),
            inhabitants: Vec::new(),
        }
    }

    /// Adds published figures of the professions beside a register; of all if none is named.
    pub fn add_published(
        &mut self,
        mut published: Published,
        professions: &BTreeSet<ProfessionId>,
    ) {
        published.retain(|id| professions.is_empty() || professions.contains(&id));
        self.published = published;
    }

    /// The stock that others have counted, an edition of a publication first.
    pub(super) fn counted_tables(&self) -> impl Iterator<Item = (StockOrigin, &[StockCount])> {
        let published = [
            (StockOrigin::Edition, &self.published.edition),
            (StockOrigin::Quoted, &self.published.quoted),
        ];
        let given = self.counted.iter().map(|own| (StockOrigin::Given, own));
        let tables = published.into_iter().chain(given);
        tables
            .map(|(origin, counts)| (origin, counts.as_slice()))
            .filter(|(_, counts)| !counts.is_empty())
    }

    /// The years that there are, by profession: those of the register, if there is one.
    #[must_use]
    pub fn years(&self) -> BTreeMap<ProfessionId, BTreeSet<Year>> {
        if let Some(cube) = &self.cube {
            return cube.coverage.years.clone();
        }
        let mut years: BTreeMap<ProfessionId, BTreeSet<Year>> = BTreeMap::new();
        for row in self.counted_tables().flat_map(|(_, counts)| counts) {
            years.entry(row.profession).or_default().insert(row.year);
        }
        years
    }
}
