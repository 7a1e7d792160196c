//! Follow-up, rounded.

use std::collections::BTreeMap;

use super::labelled_network::{LabelledNetwork, NotAFlow};
use crate::domain::State;
use crate::flow::{Category, Distribution, FOLLOWED, FollowUpKey, FollowUps, Part};

/// Where it flows: a cohort's licences through one distribution after the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Vertex {
    World,
    /// All licences of a cohort and group, before the look-up so many years since the licence.
    All(FollowUpKey),
    /// Those in the register, before and after they are split by area.
    InRegister(FollowUpKey),
    ByArea(FollowUpKey),
    /// The employed, before and after they are split by industry and by sector.
    Employed(FollowUpKey),
    ByIndustry(FollowUpKey),
    BySector(FollowUpKey),
    /// Those in the profession, by whether they are where they studied.
    InProfession(FollowUpKey),
}

/// The same parts in multiples of `base`. Every distribution adds up to what it is a distribution of, and
/// the cohort is the same however long after the licence it is looked up.
///
/// # Errors
/// Parts that do not add up, which only a broken cube has.
pub(super) fn rounded_followup(found: &FollowUps, base: u64) -> Result<FollowUps, NotAFlow> {
    let mut network = LabelledNetwork::new();
    for key in found.parts.keys() {
        if (key.distribution, key.category) == (Distribution::State, Category::NotInRegister) {
            add_cohort(&mut network, *key, found);
        }
    }
    let counts: BTreeMap<Option<FollowUpKey>, u64> = network.rounded(base)?.into_iter().collect();
    let whole = |key: &FollowUpKey| FollowUpKey {
        category: Category::Unknown,
        ..*key
    };
    let mut rounded: BTreeMap<FollowUpKey, Part> = BTreeMap::new();
    let mut sums: BTreeMap<FollowUpKey, u64> = BTreeMap::new();
    for key in found.parts.keys() {
        let count = match (key.distribution, key.category) {
            (Distribution::Established, answer) => established(*key, answer, &counts),
            _ => counts.get(&Some(*key)).copied().unwrap_or_default(),
        };
        *sums.entry(whole(key)).or_default() += count;
        rounded.insert(*key, Part { count, of: 0 });
    }
    for (key, part) in &mut rounded {
        part.of = sums.get(&whole(key)).copied().unwrap_or_default();
    }
    rounded.retain(|_, part| part.of > 0);
    Ok(FollowUps {
        parts: rounded,
        unobserved: found.unobserved.clone(),
    })
}

/// The employed are in one of three states.
fn established(
    key: FollowUpKey,
    answer: Category,
    counts: &BTreeMap<Option<FollowUpKey>, u64>,
) -> u64 {
    let of = |category| FollowUpKey {
        distribution: Distribution::State,
        category,
        ..key
    };
    State::ALL
        .map(Category::State)
        .into_iter()
        .chain([Category::NotInRegister])
        .filter(|category| is_employed(*category) == (answer == Category::Yes))
        .filter_map(|category| counts.get(&Some(of(category))))
        .sum()
}

const fn is_employed(category: Category) -> bool {
    matches!(
        category,
        Category::State(State::InProfession | State::OtherRoleInCare | State::OtherIndustry)
    )
}

/// The licences of a cohort and group at one look-up; `gone` is the part that is not in the register.
fn add_cohort(
    network: &mut LabelledNetwork<Vertex, Option<FollowUpKey>>,
    gone: FollowUpKey,
    found: &FollowUps,
) {
    let part = |distribution, category| FollowUpKey {
        distribution,
        category,
        ..gone
    };
    let count = |key| found.parts.get(&key).map_or(0, |part| part.count);
    let all = found.parts.get(&gone).map_or(0, |part| part.of);
    let looked_up = |since| {
        let key = FollowUpKey { since, ..gone };
        found.parts.contains_key(&key).then_some(Vertex::All(key))
    };
    let earlier = FOLLOWED.iter().rev().filter(|since| **since < gone.since);
    let later = FOLLOWED.iter().filter(|since| **since > gone.since);
    let is_first = earlier.copied().find_map(looked_up).is_none();
    let next = later.copied().find_map(looked_up).unwrap_or(Vertex::World);
    let start = Vertex::All(gone);
    if is_first {
        network.add(Vertex::World, start, (None, all));
    }
    network.add(start, next, (Some(gone), count(gone)));
    let in_register = Vertex::InRegister(gone);
    network.add(start, in_register, (None, all - count(gone)));
    let by_area = Vertex::ByArea(gone);
    split(
        network,
        (in_register, by_area),
        gone,
        Distribution::Area,
        found,
    );
    let (employed, by_industry) = (Vertex::Employed(gone), Vertex::ByIndustry(gone));
    let by_sector = Vertex::BySector(gone);
    let states = State::ALL.map(|state| part(Distribution::State, Category::State(state)));
    let working = states.iter().filter(|key| is_employed(key.category));
    let at_work: u64 = working.map(|key| count(*key)).sum();
    network.add(by_area, employed, (None, at_work));
    split(
        network,
        (employed, by_industry),
        gone,
        Distribution::Industry,
        found,
    );
    split(
        network,
        (by_industry, by_sector),
        gone,
        Distribution::Sector,
        found,
    );
    for key in states {
        let from = if is_employed(key.category) {
            by_sector
        } else {
            by_area
        };
        let flow = (Some(key), count(key));
        if key.category == Category::State(State::InProfession) {
            let in_profession = Vertex::InProfession(gone);
            network.add(from, in_profession, flow);
            let answers = [Category::Yes, Category::No]
                .map(|answer| part(Distribution::SameAreaAsStudies, answer));
            let known: u64 = answers.iter().map(|key| count(*key)).sum();
            for key in answers {
                network.add(in_profession, next, (Some(key), count(key)));
            }
            network.add(in_profession, next, (None, count(key) - known));
        } else {
            network.add(from, next, flow);
        }
    }
}

/// All of a distribution side by side, or what it is a distribution of where the extract does not give it.
fn split(
    network: &mut LabelledNetwork<Vertex, Option<FollowUpKey>>,
    (from, to): (Vertex, Vertex),
    gone: FollowUpKey,
    distribution: Distribution,
    found: &FollowUps,
) {
    let first = FollowUpKey {
        distribution,
        category: Category::State(State::InProfession),
        ..gone
    };
    let parts = found.parts.range(first..).take_while(|(key, _)| {
        let own = (
            key.profession,
            key.cohort,
            key.group,
            key.since,
            key.distribution,
        );
        own == (
            gone.profession,
            gone.cohort,
            gone.group,
            gone.since,
            distribution,
        )
    });
    let mut sum = 0;
    for (key, part) in parts {
        sum += part.count;
        network.add(from, to, (Some(*key), part.count));
    }
    if sum == 0 {
        let all = match distribution {
            Distribution::Area => found
                .parts
                .get(&gone)
                .map_or(0, |part| part.of - part.count),
            _ => employed(gone, found),
        };
        network.add(from, to, (None, all));
    }
}

fn employed(gone: FollowUpKey, found: &FollowUps) -> u64 {
    State::ALL
        .map(Category::State)
        .into_iter()
        .filter(|state| is_employed(*state))
        .filter_map(|category| {
            found.parts.get(&FollowUpKey {
                distribution: Distribution::State,
                category,
                ..gone
            })
        })
        .map(|part| part.count)
        .sum()
}
