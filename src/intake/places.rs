//! Which place a row speaks of.

use super::Context;
use super::columns::{COUNTY, Columns, HEALTH_REGION, UNIVERSITY};
use crate::domain::{CountyId, HealthRegionId, InputRemark, Place, Unit};
use crate::language::words;
use crate::reference::{Reference, Unknown, is_sweden};
use crate::source::{Cell, Fault, Faults, Record};

/// Where to count a county that is split between health regions when its municipality is not
/// known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SplitCounties {
    /// The region for Halland; none for Region Halland's own membership.
    pub halland: Option<HealthRegionId>,
}

/// The place columns of a table. A row without any speaks of the whole country.
pub(super) struct PlaceColumns {
    university: Option<usize>,
    county: Option<usize>,
    health_region: Option<usize>,
}

impl PlaceColumns {
    pub(super) fn of(columns: &mut Columns<'_>, faults: &mut Faults) -> Self {
        let mut find = |column| faults.keep(columns.optional(column)).flatten();
        Self {
            university: find(UNIVERSITY),
            county: find(COUNTY),
            health_region: find(HEALTH_REGION),
        }
    }

    /// The place of a row: its finest unit, in the health region that the row states or, if it
    /// states none, the one that the unit lies in.
    pub(super) fn place(&self, record: Record<'_>, context: Context<'_>) -> Result<Place, Fault> {
        let Context {
            reference, split, ..
        } = context;
        let university = self.lookup(self.university, record, |name| {
            reference.university_named(name)
        })?;
        let county = self.lookup(self.county, record, |name| reference.county_named(name))?;
        let stated = self.lookup(self.health_region, record, |name| {
            reference.health_region_named(name)
        })?;
        if let (Some(stated), Some(county)) = (stated, county) {
            self.check_county(record, stated, county, reference)?;
        }
        let of_county = county.map(|county| split.health_region(county, reference));
        let of_university =
            university.map(|university| reference.university(university).health_region);
        let Some(health_region) = stated.or(of_county).or(of_university) else {
            return Ok(Place::SWEDEN);
        };
        let unit = match (university, county) {
            (Some(university), _) => Unit::University(university),
            (None, Some(county)) => Unit::County(county),
            (None, None) => Unit::HealthRegion(health_region),
        };
        Ok(Place {
            health_region: Some(health_region),
            unit,
        })
    }

    /// Whether a row says nothing of its place.
    pub(super) fn are_empty(&self, record: Record<'_>) -> bool {
        let columns = [self.university, self.county, self.health_region];
        let mut columns = columns.into_iter().flatten();
        columns.all(|column| record.cell(column).text().is_empty())
    }

    /// A county that is not split lies in one region; a row that states another is a slip.
    fn check_county(
        &self,
        record: Record<'_>,
        stated: HealthRegionId,
        county: CountyId,
        reference: &Reference,
    ) -> Result<(), Fault> {
        let own = reference.county(county).health_region;
        let may_be = own == stated || reference.split_between(county).contains(&stated);
        let Some(cell) = self
            .health_region
            .filter(|_| !may_be)
            .map(|at| record.cell(at))
        else {
            return Ok(());
        };
        let county = &reference.county(county).name;
        let (own, stated) = (
            reference.health_region(own),
            reference.health_region(stated),
        );
        let (own, own_english) = (&own.name, &own.english);
        let (stated, stated_english) = (&stated.name, &stated.english);
        Err(cell.fault(words!(
            "{county} ligger i {own}, inte i {stated}",
            "{county} lies in {own_english}, not in {stated_english}"
        )))
    }

    /// The unit that a cell names; none for an absent column and for a total.
    fn lookup<T>(
        &self,
        column: Option<usize>,
        record: Record<'_>,
        find: impl Fn(&str) -> Result<T, Unknown>,
    ) -> Result<Option<T>, Fault> {
        let Some(cell) = column.map(|column| record.cell(column)) else {
            return Ok(None);
        };
        if is_sweden(cell.text()) || (cell.text().is_empty() && self.has_several()) {
            return Ok(None);
        }
        if cell.text().is_empty() {
            return Err(cell
                .fault(words!("platsen är tom", "the place is empty"))
                .tip(words!(
                    "skriv `riket` om raden gäller hela landet",
                    "write `riket` if the row is of the whole country"
                )));
        }
        find(cell.text())
            .map(Some)
            .map_err(|unknown| unknown_place(cell, &unknown))
    }

    /// With several place columns, an empty cell in one of them is a subtotal of the others.
    fn has_several(&self) -> bool {
        [self.university, self.county, self.health_region]
            .into_iter()
            .flatten()
            .count()
            > 1
    }

    /// What to say of the rows that a split county's rule decided.
    pub(super) fn split_rows(&self, context: Context<'_>) -> Option<InputRemark> {
        let Context {
            table,
            reference,
            split,
        } = context;
        let column = self.county.filter(|_| self.health_region.is_none())?;
        let counties = table
            .records()
            .filter_map(|record| reference.county_named(record.cell(column).text()).ok());
        let split_counties: Vec<CountyId> = counties
            .filter(|&county| !reference.split_between(county).is_empty())
            .collect();
        let county = *split_counties.first()?;
        Some(InputRemark::SplitCounty {
            file: table.document().name().to_owned(),
            county,
            health_region: split.health_region(county, reference),
            rows: split_counties.len(),
        })
    }
}

impl SplitCounties {
    fn health_region(self, county: CountyId, reference: &Reference) -> HealthRegionId {
        let own = reference.county(county).health_region;
        let between = reference.split_between(county);
        self.halland
            .filter(|chosen| between.contains(chosen))
            .unwrap_or(own)
    }
}

fn unknown_place(cell: Cell<'_>, unknown: &Unknown) -> Fault {
    cell.fault(unknown.to_string()).tip(unknown.tip())
}
