//! The counts of persons that a flow description shows or tells, and how they add up: what
//! disclosure control protects as one family.

mod across;
mod gather;
mod item;
mod place;
mod relations;
mod spot;

use std::collections::{BTreeMap, BTreeSet};

use super::FlowFacts;
use crate::domain::{LicenceCohort, State};
use crate::flow::{Category, Cut, Description, Distribution, EntrantTrait, FOLLOWED, Value};
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
    pub fn of(results: &Description, facts: FlowFacts<'_>) -> Self {
        let cuts = &facts.selection.cuts;
        let traits = traits(results);
        let leaves = leaves(results, facts.selection.level, cuts, &traits);
        let items: Vec<(Item, Place)> = leaves.iter().map(|(at, _)| at).collect();
        let groups: BTreeSet<&[u16]> = items.iter().map(|(_, place)| &place[1..]).collect();
        let has_totals =
            results.stock.is_some() || results.balance.is_some() || results.mobility.is_some();
        let is_total = |group: &[u16]| has_totals && group.iter().all(|code| *code == ALL);
        // All areas of the level, whichever are asked for: what is suppressed must not depend on it.
        let is_shown = |place: Place| {
            let is_country = place.iter().all(|code| *code == ALL);
            let is_group = groups.contains(&place[1..]) || is_total(&place[1..]);
            is_group || (is_country && results.overall.is_some())
        };
        let name = |item: Item, place: Place| subject(item, place, &traits, facts);
        let is_empty = |item: Item, place: Place| nobody_can_be(item, place, cuts);
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
            for [into, out] in MOVES {
                let [into, out] = [into, out].map(|what| moved_in.but(what));
                summed.relate([(into, place, 1), (out, place, -1)]);
            }
        }
        for (whole, parts) in cohorts(&items) {
            let parts = parts.into_iter().map(|(item, place)| (item, place, -1));
            summed.relate(parts.chain([(whole.0, whole.1, 1)]));
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

/// What comes to an area has left another.
const MOVES: [[What; 2]; 2] = [
    [What::MovedIn, What::MovedOut],
    [What::UnknownMovesIn, What::UnknownMovesOut],
];

/// A count and where it is.
type Located = (Item, Place);

/// All licences so many years on, by their years in the follow-up, which follows each year alone: as many
/// years as are followed so long.
fn cohorts(items: &[Located]) -> BTreeMap<Located, Vec<Located>> {
    let in_profession = Category::State(State::InProfession);
    let followed = FOLLOWED.into_iter().flat_map(|since| {
        let part = |category| What::Part(since, Distribution::State, category);
        [
            (
                What::InCohort(since.into()),
                What::Followed(since, Distribution::State),
            ),
            (What::InProfessionSince(since.into()), part(in_profession)),
            (
                What::NotInRegisterSince(since.into()),
                part(Category::NotInRegister),
            ),
        ]
    });
    let followed: Vec<(What, What)> = followed.collect();
    let mut parts: BTreeMap<Located, Vec<Located>> = BTreeMap::new();
    for (item, place) in items {
        for (whole, _) in followed.iter().filter(|(_, part)| *part == item.what) {
            let whole = Item {
                period: ALL_COHORTS,
                ..item.but(*whole)
            };
            let own = parts.entry((whole, *place)).or_default();
            own.push((*item, *place));
        }
    }
    parts
}

/// Whether the group alone tells that nobody is counted there.
fn nobody_can_be(item: Item, place: Place, cuts: &[Cut]) -> bool {
    let what = item.what;
    let value = |wanted: Cut| {
        let at = cuts.iter().position(|cut| *cut == wanted)?;
        let code = u8::try_from(place[1 + at]).ok()?;
        Some((code, wanted.value(code)))
    };
    // The newly licensed have a licence of the year or the year before.
    if let (What::NewlyLicensed(_), Some((_, Value::LicenceCohort(cohort)))) =
        (what, value(Cut::LicenceCohort))
    {
        let (year, _) = item.period;
        if ![year - 1, year].map(LicenceCohort::of).contains(&cohort) {
            return true;
        }
    }
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
