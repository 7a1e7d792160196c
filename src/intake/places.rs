//! Which place a row is about.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::Context;
use super::column_names::{AREA, COUNTY, HEALTH_REGION, MUNICIPALITY, UNIVERSITY};
use super::columns::Columns;
use crate::domain::{CountyId, HealthRegionId, InputRemark, Place, Unit};
use crate::language::words;
use crate::reference::{AreaMeanings, KommunId, Reference, Unknown, is_whole_country};
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
    kommun: Option<usize>,
    /// A column of any areas.
    area: Option<usize>,
    /// What the names of that column that can only be one area are.
    areas_are: OnceCell<Named>,
}

/// A place and, where a row is of one, its municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Located {
    pub(super) place: Place,
    pub(super) kommun: Option<KommunId>,
}

/// One area below the whole country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum NamedArea {
    HealthRegion(HealthRegionId),
    County(CountyId),
    Kommun(KommunId),
}

/// What kind of area a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum AreaKind {
    HealthRegion,
    County,
    Kommun,
}

impl NamedArea {
    const fn kind(self) -> AreaKind {
        match self {
            Self::HealthRegion(_) => AreaKind::HealthRegion,
            Self::County(_) => AreaKind::County,
            Self::Kommun(_) => AreaKind::Kommun,
        }
    }
}

/// The areas that a column names by names that no other area has.
#[derive(Debug, Default)]
struct Named {
    areas: BTreeSet<NamedArea>,
    kinds: BTreeSet<AreaKind>,
    is_of_kommuner: bool,
}

impl PlaceColumns {
    pub(super) fn of(columns: &mut Columns<'_>, faults: &mut Faults) -> Self {
        let mut find = |column| faults.keep(columns.optional(column)).flatten();
        Self {
            university: find(UNIVERSITY),
            county: find(COUNTY),
            health_region: find(HEALTH_REGION),
            area: find(AREA),
            kommun: find(MUNICIPALITY),
            areas_are: OnceCell::new(),
        }
    }

    /// The same columns without that of municipalities, which in a table of persons is of something else.
    pub(super) fn of_persons(columns: &mut Columns<'_>, faults: &mut Faults) -> Self {
        let mut find = |column| faults.keep(columns.optional(column)).flatten();
        Self {
            university: find(UNIVERSITY),
            county: find(COUNTY),
            health_region: find(HEALTH_REGION),
            area: find(AREA),
            kommun: None,
            areas_are: OnceCell::new(),
        }
    }

    /// The place of a row: its finest unit, in the health region that the row states or, if it
    /// states none, the one that the unit is in. A municipality is in its county and its health region.
    pub(super) fn place(&self, record: Record<'_>, context: Context<'_>) -> Result<Located, Fault> {
        let Context {
            reference, split, ..
        } = context;
        let university = self.lookup(self.university, record, |name| {
            reference.university_named(name)
        })?;
        let county = self.county(record, reference)?;
        let stated = self.lookup(self.health_region, record, |name| {
            reference.health_region_named(name)
        })?;
        let area = self.area(record, context)?;
        let kommun = self.kommun(record, area, reference)?;
        let own = kommun.map(|kommun| reference.kommun(kommun));
        let of_area = match area {
            Some(NamedArea::County(county)) => Some(county),
            _ => own.map(|own| own.county),
        };
        let region_of_area = match area {
            Some(NamedArea::HealthRegion(region)) => Some(region),
            _ => own.map(|own| own.health_region),
        };
        let county = self.agreed(record, county, of_area)?;
        let stated = self.agreed(record, stated, region_of_area)?;
        if let (Some(stated), Some(county)) = (stated, county) {
            self.check_county(record, stated, county, reference)?;
        }
        let of_county = county.map(|county| split.health_region(county, reference));
        let of_university =
            university.map(|university| reference.university(university).health_region);
        let health_region = stated.or(of_county).or(of_university);
        let Some(health_region) = health_region else {
            let place = Place::SWEDEN;
            return Ok(Located { place, kommun });
        };
        let unit = match (university, county) {
            (Some(university), _) => Unit::University(university),
            (None, Some(county)) => Unit::County(county),
            (None, None) => Unit::HealthRegion(health_region),
        };
        let place = Place {
            health_region: Some(health_region),
            unit,
        };
        Ok(Located { place, kommun })
    }

    /// The county that its own column names.
    fn county(&self, record: Record<'_>, reference: &Reference) -> Result<Option<CountyId>, Fault> {
        let found = self.lookup(self.county, record, |name| {
            let known = reference.known_area(name).and_then(|area| area.county);
            known.map_or_else(|| reference.county_named(name), Ok)
        });
        let cell = self.county.map(|column| record.cell(column));
        found.map_err(|fault| {
            cell.and_then(|cell| former_county(cell, reference))
                .unwrap_or(fault)
        })
    }

    /// The municipality of a row, by its own column or by that of any areas.
    fn kommun(
        &self,
        record: Record<'_>,
        area: Option<NamedArea>,
        reference: &Reference,
    ) -> Result<Option<KommunId>, Fault> {
        let of_area = match area {
            Some(NamedArea::Kommun(kommun)) => Some(kommun),
            _ => None,
        };
        let Some(cell) = self.kommun.map(|column| record.cell(column)) else {
            return Ok(of_area);
        };
        if self.is_total(cell)? {
            return Ok(of_area);
        }
        let known = reference.known_area(cell.text());
        let own = known.and_then(|known| known.kommun);
        own.map(Some).ok_or_else(|| unknown_area(cell, reference))
    }

    /// What the column of any areas says of a row; none for the whole country.
    fn area(&self, record: Record<'_>, context: Context<'_>) -> Result<Option<NamedArea>, Fault> {
        let Some(column) = self.area else {
            return Ok(None);
        };
        let cell = record.cell(column);
        if self.is_total(cell)? {
            return Ok(None);
        }
        let reference = context.reference;
        let meanings = reference.known_area(cell.text());
        let meanings = meanings.ok_or_else(|| unknown_area(cell, reference))?;
        let named = self
            .areas_are
            .get_or_init(|| Named::in_column(column, context));
        named
            .meant(meanings)
            .map(Some)
            .ok_or_else(|| ambiguous_area(cell))
    }

    /// What two columns say of the same, if they do not contradict each other.
    fn agreed<T: PartialEq>(
        &self,
        record: Record<'_>,
        own: Option<T>,
        of_area: Option<T>,
    ) -> Result<Option<T>, Fault> {
        let differ = own.is_some() && of_area.is_some() && own != of_area;
        let column = self.kommun.or(self.area).filter(|_| differ);
        match column.map(|at| record.cell(at)) {
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
        let own = [self.university, self.county, self.health_region];
        let columns = own.into_iter().chain([self.kommun, self.area]);
        columns.flatten()
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
        if is_whole_country(cell.text()) || (cell.text().is_empty() && has_several) {
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
        if self.health_region.is_some() || self.kommun.is_some() {
            return None;
        }
        let column = self.county.or(self.area)?;
        let counties = table.records().filter_map(|record| {
            let meanings = reference.known_area(record.cell(column).text());
            meanings.and_then(|meanings| meanings.county)
        });
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

impl Named {
    fn in_column(column: usize, context: Context<'_>) -> Self {
        let texts = context
            .table
            .records()
            .map(|record| record.cell(column).text());
        let texts: BTreeSet<&str> = texts.collect();
        let meanings = texts.into_iter();
        let meanings = meanings.filter_map(|text| context.reference.known_area(text));
        let meanings: Vec<Vec<NamedArea>> = meanings.map(areas).collect();
        let is_of_kommuner = meanings
            .iter()
            .any(|meanings| matches!(meanings[..], [NamedArea::Kommun(_)]));
        let mut named = Self {
            is_of_kommuner,
            ..Self::default()
        };
        for meanings in meanings {
            if let [only] = named.possible(meanings)[..] {
                named.areas.insert(only);
                named.kinds.insert(only.kind());
            }
        }
        named
    }

    /// The areas that a name may be of. A municipality is meant only where some have names that nothing else has.
    fn possible(&self, areas: Vec<NamedArea>) -> Vec<NamedArea> {
        let is_possible = |area: &NamedArea| self.is_of_kommuner || area.kind() != AreaKind::Kommun;
        match areas[..] {
            [_] => areas,
            _ => areas.into_iter().filter(is_possible).collect(),
        }
    }

    /// Which of the areas that a name may mean it does mean: one of the kinds that the column has, and not one
    /// that the column gives another name.
    fn meant(&self, meanings: AreaMeanings) -> Option<NamedArea> {
        let all = self.possible(areas(meanings));
        if let [only] = all[..] {
            return Some(only);
        }
        let is_likely =
            |area: &NamedArea| self.kinds.contains(&area.kind()) && !self.areas.contains(area);
        let mut likely = all.into_iter().filter(is_likely);
        let first = likely.next();
        first.filter(|_| likely.next().is_none())
    }
}

fn areas(meanings: AreaMeanings) -> Vec<NamedArea> {
    let AreaMeanings {
        health_region,
        county,
        kommun,
    } = meanings;
    let areas = [
        health_region.map(NamedArea::HealthRegion),
        county.map(NamedArea::County),
        kommun.map(NamedArea::Kommun),
    ];
    areas.into_iter().flatten().collect()
}

/// The fault of a cell that names a county of an earlier division.
fn former_county(cell: Cell<'_>, reference: &Reference) -> Option<Fault> {
    let former = reference.former_county(cell.text())?;
    let (name, until) = (&former.name, former.until);
    let now = reference.county(former.now);
    let (now, in_english) = (&now.name, &now.english);
    let fault = cell.fault(words!(
        "{name} fanns till och med {until} och är nu en del av {now}",
        "{name} existed until {until} and is now part of {in_english}"
    ));
    Some(fault.tip(words!(
        "hämta tabellen med dagens län; dåtidens gränser stämmer inte med sjukvårdsregionernas",
        "fetch the table by the counties of today; the boundaries of that time do not agree with those of the health regions"
    )))
}

fn unknown_area(cell: Cell<'_>, reference: &Reference) -> Fault {
    if let Some(fault) = former_county(cell, reference) {
        return fault;
    }
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
