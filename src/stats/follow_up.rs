//! Units that are followed over time until an event or out of sight.

use std::collections::BTreeMap;

/// Units that were followed alike: `count` of them, from just after `entry` until `exit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowUp<E> {
    /// The time after which they are followed.
    pub entry: u32,
    /// The time of the event, or at which they were last seen.
    pub exit: u32,
    /// The event; none for units that were last seen without one.
    pub event: Option<E>,
    /// How many.
    pub count: u64,
}

impl<E> FollowUp<E> {
    /// Whether they are followed just before a time, and so can have an event at it.
    #[must_use]
    pub const fn is_followed_at(&self, time: u32) -> bool {
        self.entry < time && time <= self.exit
    }
}

/// What happens at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskSet<E> {
    /// The time.
    pub time: u32,
    /// Units followed just before it.
    pub at_risk: u64,
    /// Units with each event at it.
    pub events: BTreeMap<E, u64>,
    /// Units last seen at it without an event.
    pub censored: u64,
}

/// The risk sets at all times at which units leave, in order; units that leave as they enter are never
/// at risk and make none.
#[must_use]
pub fn risk_sets<E: Copy + Ord>(units: &[FollowUp<E>]) -> Vec<RiskSet<E>> {
    let units = || {
        units
            .iter()
            .filter(|unit| unit.entry < unit.exit && unit.count > 0)
    };
    let mut sets: BTreeMap<u32, RiskSet<E>> = BTreeMap::new();
    let mut entering: BTreeMap<u32, u64> = BTreeMap::new();
    for unit in units() {
        *entering.entry(unit.entry).or_default() += unit.count;
        let set = sets.entry(unit.exit).or_insert_with(|| RiskSet {
            time: unit.exit,
            at_risk: 0,
            events: BTreeMap::new(),
            censored: 0,
        });
        match unit.event {
            Some(event) => *set.events.entry(event).or_default() += unit.count,
            None => set.censored += unit.count,
        }
    }
    let mut followed = 0;
    let mut entries = entering.into_iter().peekable();
    sets.into_values()
        .map(|mut set| {
            while let Some((_, count)) = entries.next_if(|(entry, _)| *entry < set.time) {
                followed += count;
            }
            set.at_risk = followed;
            followed -= set.censored + set.events.values().sum::<u64>();
            set
        })
        .collect()
}
