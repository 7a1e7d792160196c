//! Areas in arguments: Sweden, health regions and counties.

use super::names::unknown_area;
use crate::domain::HealthRegionId;
use crate::flow::{Area, Level};
use crate::language::words;
use crate::reference::{Reference, is_sweden};
use crate::source::{Fault, Faults};

/// The areas that are named, and the level that they are of.
///
/// A health region means its counties where the level is county.
pub(super) fn areas(
    names: &[String],
    level: Option<Level>,
    reference: &Reference,
    faults: &mut Faults,
) -> (Vec<Area>, Option<Level>) {
    let (mut areas, mut of_areas) = (Vec::new(), None);
    for name in names {
        let county = reference.county_named(name);
        let region = reference.health_region_named(name);
        match (level.or(of_areas), region, county) {
            _ if is_sweden(name) => areas.push(Area::Sweden),
            (Some(Level::County), _, Ok(county)) => areas.push(Area::County(county)),
            (Some(Level::County), Ok(region), _) => areas.extend(counties_of(region, reference)),
            (_, Ok(region), _) => {
                of_areas = Some(Level::HealthRegion);
                areas.push(Area::HealthRegion(region));
            }
            (None, _, Ok(county)) => {
                of_areas = Some(Level::County);
                areas.push(Area::County(county));
            }
            (Some(_), Err(_), Ok(_)) => {
                let fault = Fault::new(words!("`{name}` är ett län", "`{name}` is a county"));
                faults.push(fault.tip(words!("välj --level län", "choose --level län")));
            }
            (_, Err(_), _) => faults.push(unknown_area(name, reference)),
        }
    }
    areas.sort_unstable();
    areas.dedup();
    (areas, of_areas)
}

/// The counties that lie in a health region, wholly or in part.
fn counties_of(
    region: HealthRegionId,
    reference: &Reference,
) -> impl Iterator<Item = Area> + use<'_> {
    let within = reference.counties().filter(move |(id, county)| {
        county.health_region == region || reference.split_between(*id).contains(&region)
    });
    within.map(|(id, _)| Area::County(id))
}
