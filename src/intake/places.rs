//! Which place a row is about.

use std::cell::OnceCell;

use super::Context;
use super::columns::{AREA, COUNTY, Columns, HEALTH_REGION, UNIVERSITY};
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

/// The place columns of a table. A row without any is about the whole country.
pub(super) struct PlaceColumns {
    university: Option<usize>,
    county: Option<usize>,
    health_region: Option<usize>,
    /// A column of any areas.
    area: Option<usize>,
    /// What an area that could be either is, decided by the rest of the column.
    areas_are: OnceCell<Option<AreaKind>>,
}

/// What kind of area a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AreaKind {
    HealthRegion,
    County,
}

/// What a cell of a column of any areas names.
#[derive(Clone, Copy, Debug, Default)]
struct NamedArea {
    county: Option<CountyId>,
    health_region: Option<HealthRegionId>,
}

impl PlaceColumns {
    pub(super) fn of(columns: &mut Columns<'_>, faults: &mut Faults) -> Self {
        let mut find = |column| faults.keep(columns.optional(column)).flatten();
        Self {
            university: find(UNIVERSITY),
            county: find(COUNTY),
            health_region: find(HEALTH_REGION),
            area: find(AREA),
            areas_are: OnceCell::new(),
        }
    }

    /// The place of a row: its finest unit, in the health region that the row states or, if it
    /// states none, the one that the unit is in.
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
        let area = self.area(record, context)?;
        let county = self.agreed(record, county, area.county)?;
        let stated = self.agreed(record, stated, area.health_region)?;
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

    /// What the column of any areas says of a row.
    fn area(&self, record: Record<'_>, context: Context<'_>) -> Result<NamedArea, Fault> {
        let Some(column) = self.area else {
            return Ok(NamedArea::default());
        };
        let cell = record.cell(column);
        if self.is_total(cell)? {
            return Ok(NamedArea::default());
        }
        let areas_are = self
            .areas_are
            .get_or_init(|| Self::kind_of_areas(column, context));
        let (region, county) = area_named(cell.text(), context.reference);
        let kind = match (region, county) {
            (None, None) => return Err(unknown_area(cell, context.reference)),
            (Some(_), None) => AreaKind::HealthRegion,
            (None, Some(_)) => AreaKind::County,
            (Some(_), Some(_)) => areas_are.ok_or_else(|| ambiguous_area(cell))?,
        };
        Ok(NamedArea {
            county: county.filter(|_| kind == AreaKind::County),
            health_region: region.filter(|_| kind == AreaKind::HealthRegion),
        })
    }

    /// What the names that can only be one of the two are; none if they are both, or if there are none.
    fn kind_of_areas(column: usize, context: Context<'_>) -> Option<AreaKind> {
        let records = context.table.records();
        let mut kinds = records.filter_map(|record| {
            match area_named(record.cell(column).text(), context.reference) {
                (Some(_), None) => Some(AreaKind::HealthRegion),
                (None, Some(_)) => Some(AreaKind::County),
                _ => None,
            }
        });
        let first = kinds.next()?;
        kinds.all(|kind| kind == first).then_some(first)
    }

    /// What two columns say of the same, if they do not contradict each other.
    fn agreed<T: PartialEq>(
        &self,
        record: Record<'_>,
        own: Option<T>,
        of_area: Option<T>,
    ) -> Result<Option<T>, Fault> {
        let differ = own.is_some() && of_area.is_some() && own != of_area;
        match self.area.filter(|_| differ).map(|at| record.cell(at)) {
            Some(cell) => {
                let text = cell.text();
                Err(cell.fault(words!(
                    "`{text}` är ett annat område än radens övriga kolumner anger",
                    "`{text}` is another area than the other columns of the row give"
                )))
            }
            None => Ok(own.or(of_area)),
        }
    }

    /// Whether a row says nothing of its place.
    pub(super) fn are_empty(&self, record: Record<'_>) -> bool {
        let mut columns = self.all();
        columns.all(|column| record.cell(column).text().is_empty())
    }

    fn all(&self) -> impl Iterator<Item = usize> {
        let columns = [self.university, self.county, self.health_region, self.area];
        columns.into_iter().flatten()
    }

    /// A county that is not split is in one region; a row that states another is a slip.
    fn check_county(
        &self,
        record: Record<'_>,
        stated: HealthRegionId,
        county: CountyId,
        reference: &Reference,
    ) -> Result<(), Fault> {
        let own = reference.county(county).health_region;
        let may_be = own == stated || reference.split_between(county).contains(&stated);
        let column = self.health_region.or(self.area);
        let Some(cell) = column.filter(|_| !may_be).map(|at| record.cell(at)) else {
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
        if self.is_total(cell)? {
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

    /// Whether a cell means all that its column could name. With several place columns, an empty cell
    /// in one of them is a subtotal of the others.
    fn is_total(&self, cell: Cell<'_>) -> Result<bool, Fault> {
        let has_several = self.all().count() > 1;
        if is_sweden(cell.text()) || (cell.text().is_empty() && has_several) {
            return Ok(true);
        }
        if cell.text().is_empty() {
            let empty = words!("platsen är tom", "the place is empty");
            return Err(cell.fault(empty).tip(words!(
                "skriv `riket` om raden gäller hela landet",
                "write `riket` if the row is of the whole country"
            )));
        }
        Ok(false)
    }

    /// What to say of the rows that a split county's rule decided.
    pub(super) fn split_rows(&self, context: Context<'_>) -> Option<InputRemark> {
        let Context {
            table,
            reference,
            split,
        } = context;
        let column = self.county.or(self.area);
        let column = column.filter(|_| self.health_region.is_none())?;
        let counties = table
            .records()
            .filter_map(|record| reference.county_named(record.cell(column).text()).ok());
        let split_counties: Vec<CountyId> = counties
            .filter(|&county| !reference.split_between(county).is_empty())
            .collect();
        let county = *split_counties.first()?;
        Some(InputRemark::SplitCounty {
            file: table.input().name.clone(),
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

/// What a name could mean.
fn area_named(name: &str, reference: &Reference) -> (Option<HealthRegionId>, Option<CountyId>) {
    let region = reference.health_region_named(name).ok();
    (region, reference.county_named(name).ok())
}

fn unknown_area(cell: Cell<'_>, reference: &Reference) -> Fault {
    let text = cell.text();
    let fault = cell.fault(words!("okänt område `{text}`", "unknown area `{text}`"));
    fault.tip(match reference.nearest_area(text) {
        Some(near) => words!("menade du `{near}`?", "did you mean `{near}`?"),
        None => words!(
            "skriv `riket`, en sjukvårdsregion, ett län eller en länskod; vardkraft reference regions visar dem",
            "write `riket`, a health region, a county or its code; vardkraft reference regions shows them"
        ),
    })
}

fn ambiguous_area(cell: Cell<'_>) -> Fault {
    let text = cell.text();
    let fault = cell.fault(words!(
        "`{text}` kan vara både en sjukvårdsregion och ett län",
        "`{text}` may be a health region or a county"
    ));
    fault.tip(words!(
        "döp kolumnen till `sjukvårdsregion` eller `län`",
        "name the column `sjukvårdsregion` or `län`"
    ))
}

fn unknown_place(cell: Cell<'_>, unknown: &Unknown) -> Fault {
    cell.fault(unknown.words()).tip(unknown.tip()).of_value()
}
