//! The counts of persons that a flow description shows or tells, and how they add up: what
//! disclosure control protects as one family.

mod across;
mod gather;
mod item;
mod place;
mod relations;
mod spot;

use std::collections::{BTreeMap, BTreeSet};

use super::{FlowFacts, FlowResults};
use crate::flow::{Cut, EntrantTrait, Value};
use crate::report::Counts;
use crate::view::summed_counts::{ALL, Place, SummedCounts};
use gather::leaves;
use item::Item;
pub(super) use item::{ALL_COHORTS, What};
use place::{area_of, traits};
use relations::Lists;
pub(super) use spot::Spot;

/// The counts of a flow description.
pub struct FlowCounts {
    summed: SummedCounts<Item>,
    cuts: Vec<Cut>,
    /// Values of the traits of entrants, by the code that they have here.
    traits: BTreeMap<EntrantTrait, u16>,
}

impl FlowCounts {
    /// All counts that the report of these results shows, or that can be worked out from it.
    #[must_use]
    pub fn of(results: &FlowResults, facts: FlowFacts<'_>) -> Self {
        let cuts = &facts.selection.cuts;
        let traits = traits(results);
        let mut leaves = leaves(results, facts.selection.level, cuts, &traits);
        across::add_rests(&mut leaves);
        let items: Vec<(Item, Place)> = leaves.iter().map(|(at, _)| at).collect();
        let groups: BTreeSet<&[u16]> = items.iter().map(|(_, place)| &place[1..]).collect();
        // All areas of the level, whichever are asked for: what is suppressed must not depend on it.
        let is_shown = |place: Place| {
            let is_country = place.iter().all(|code| *code == ALL);
            groups.contains(&place[1..]) || (is_country && results.overall.is_some())
        };
        let name = |item: Item, place: Place| subject(item, place, &traits, facts);
        let is_empty = |item: Item, place: Place| nobody_can_be(item.what, place, cuts);
        let mut summed = leaves.summed(facts.language, is_shown, is_empty, name);
        let lists = Lists::of(&summed);
        for (item, place) in &items {
            for relation in lists.relations(*item, *place) {
                summed.relate(relation);
            }
        }
        across::relate(&mut summed, &items, cuts, facts.coverage);
        let moves = items.iter().filter(|(item, _)| item.what == What::MovedIn);
        let of_country = moves.map(|(item, [_, group @ ..])| {
            let [a, b, c, d] = *group;
            (*item, [ALL, a, b, c, d])
        });
        for (moved_in, place) in of_country.collect::<BTreeSet<_>>() {
            let moved_out = moved_in.but(What::MovedOut);
            summed.relate([(moved_in, place, 1), (moved_out, place, -1)]);
        }
        Self {
            summed,
            cuts: cuts.clone(),
            traits,
        }
    }

    /// The counts alone.
    #[must_use]
    pub const fn counts(&self) -> &Counts {
        &self.summed.counts
    }
}

/// Whether the group alone tells that nobody is counted there.
fn nobody_can_be(what: What, place: Place, cuts: &[Cut]) -> bool {
    let value = |wanted: Cut| {
        let at = cuts.iter().position(|cut| *cut == wanted)?;
        let code = u8::try_from(place[1 + at]).ok()?;
        Some((code, wanted.value(code)))
    };
    match what {
        // The country of education never changes.
        What::NewlyLicensed(country) => value(Cut::EducationCountry).is_some_and(|(code, own)| {
            let code = if own == Value::Unknown { 3 } else { code };
            code != country
        }),
        What::Under65 | What::From65 => match value(Cut::AgeBand) {
            Some((_, Value::AgeBand(band))) => band.is_under_65() != (what == What::Under65),
            _ => false,
        },
        // Who changes stays within what cannot change.
        What::ChangedGroup => {
            let mut changing = cuts.iter().filter(|cut| cut.changes());
            changing.all(|cut| value(*cut).is_none())
        }
        _ => false,
    }
}

/// Of whom, where and when.
fn subject(
    item: Item,
    place: Place,
    traits: &BTreeMap<EntrantTrait, u16>,
    facts: FlowFacts<'_>,
) -> String {
    let (first, last) = item.period;
    let years = match (first, last) {
        ALL_COHORTS => String::new(),
        _ if first == last => format!(" {first}"),
        _ => format!(" {first}–{last}"),
    };
    let mut words = vec![format!("{}{years}", facts.profession(item.profession))];
    let area = facts.area_name(area_of(place[0]));
    words.push(match item.what {
        What::Route(_, from) => format!("{} → {area}", facts.area_name(area_of(from))),
        _ => area.to_owned(),
    });
    words.extend(item.what.since().map(|since| format!("+{since}")));
    let is_of_entrants = matches!(
        item.what,
        What::Reached(_)
            | What::NotReached(_)
            | What::NeverReached(_)
            | What::CensoredBefore(_)
            | What::Failed(_)
            | What::DegreeLate
    );
    if is_of_entrants {
        let codes = place[1..].iter();
        let named = codes.filter_map(|code| traits.iter().find(|(_, own)| *own == code));
        words.extend(named.map(|(own, _)| super::pathway::trait_name(own, facts).to_owned()));
    } else {
        let cuts = facts.selection.cuts.iter().zip(&place[1..]);
        let codes = cuts.filter_map(|(cut, code)| Some(cut.value(u8::try_from(*code).ok()?)));
        words.extend(codes.map(|value| super::keys::value_name(value, facts.language).to_owned()));
    }
    words.join(", ")
}
