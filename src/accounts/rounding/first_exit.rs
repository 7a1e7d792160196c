//! First exits, rounded.

use std::collections::{BTreeMap, VecDeque};

use super::labelled_network::{LabelledNetwork, NotAFlow};
use crate::flow::{
    Area, CurveKey, CurveOptions, DESTINATIONS, Ending, FirstExit, Level, first_exit_curve,
};
use crate::stats::FollowUp;

/// What is counted of a curve so many years since the licence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CurveLabel {
    LateEntries,
    Exits(usize),
    Censored,
    AtRisk,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Vertex {
    World,
    /// Those followed in a year, before and after they are counted.
    Followed(u32),
    Counted(u32),
}

/// The counts of a curve, by years since the licence.
#[derive(Clone, Debug, Default)]
struct Counts(Vec<YearCounts>);

#[derive(Clone, Copy, Debug, Default)]
struct YearCounts {
    late_entries: u64,
    exits_to: [u64; DESTINATIONS.len()],
    censored: u64,
}

/// The same curves with counts in multiples of `base`: those at risk are those of the year before less
/// exits and censored plus late entries, and the country's counts are the sums of its areas'. The
/// estimates are derived from the rounded counts.
///
/// # Errors
/// Counts that do not follow from each other, which only a broken cube has.
pub(super) fn rounded_first_exit(
    curves: &BTreeMap<CurveKey, FirstExit>,
    level: Level,
    options: CurveOptions<'_>,
    base: u64,
) -> Result<BTreeMap<CurveKey, FirstExit>, NotAFlow> {
    let mut rounded: BTreeMap<CurveKey, Counts> = BTreeMap::new();
    let is_leaf = |key: &CurveKey| (key.area == Area::Sweden) == (level == Level::Country);
    for (key, curve) in curves.iter().filter(|(key, _)| is_leaf(key)) {
        let counts = rounded_counts(curve, base)?;
        if level != Level::Country {
            let country = CurveKey {
                area: Area::Sweden,
                ..key.clone()
            };
            rounded.entry(country).or_default().add(&counts);
        }
        rounded.insert(key.clone(), counts);
    }
    let curves = curves.keys().map(|key| {
        let counts = rounded.get(key);
        let curve = counts.map_or_else(FirstExit::default, |own| own.curve(options));
        (key.clone(), curve)
    });
    Ok(curves.collect())
}

fn rounded_counts(curve: &FirstExit, base: u64) -> Result<Counts, NotAFlow> {
    let mut network = LabelledNetwork::new();
    let mut left = 0;
    for (since, year) in (0..).zip(&curve.years) {
        let point = year.point;
        let at_risk = point.map_or(0, |point| point.at_risk);
        let censored = point.map_or(0, |point| point.censored);
        let exits: u64 = year.exits_to.iter().sum();
        let late = at_risk.checked_sub(left).ok_or(NotAFlow)?;
        let (followed, counted) = (Vertex::Followed(since), Vertex::Counted(since));
        let mut add = |from, to, label, count| network.add(from, to, ((since, label), count));
        add(Vertex::World, followed, CurveLabel::LateEntries, late);
        add(followed, counted, CurveLabel::AtRisk, at_risk);
        for (at, count) in year.exits_to.into_iter().enumerate() {
            add(counted, Vertex::World, CurveLabel::Exits(at), count);
        }
        add(counted, Vertex::World, CurveLabel::Censored, censored);
        left = at_risk.checked_sub(exits + censored).ok_or(NotAFlow)?;
        add(
            counted,
            Vertex::Followed(since + 1),
            CurveLabel::AtRisk,
            left,
        );
    }
    let last = u32::try_from(curve.years.len()).unwrap_or(u32::MAX);
    network.add(
        Vertex::Followed(last),
        Vertex::World,
        ((last, CurveLabel::AtRisk), left),
    );
    let mut counts = Counts(vec![YearCounts::default(); curve.years.len()]);
    for ((since, label), count) in network.rounded(base)? {
        if let Some(year) = counts.0.get_mut(since as usize) {
            match label {
                CurveLabel::LateEntries => year.late_entries = count,
                CurveLabel::Exits(at) => year.exits_to[at] = count,
                CurveLabel::Censored => year.censored = count,
                CurveLabel::AtRisk => {}
            }
        }
    }
    Ok(counts)
}

impl Counts {
    fn add(&mut self, other: &Self) {
        let years = self.0.len().max(other.0.len());
        self.0.resize(years, YearCounts::default());
        for (sum, year) in self.0.iter_mut().zip(&other.0) {
            sum.late_entries += year.late_entries;
            sum.censored += year.censored;
            for (sum, count) in sum.exits_to.iter_mut().zip(year.exits_to) {
                *sum += count;
            }
        }
    }

    /// The curve of these counts. Who came first leaves first: for the estimate it is all the same.
    fn curve(&self, options: CurveOptions<'_>) -> FirstExit {
        let mut followed: VecDeque<(u32, u64)> = VecDeque::new();
        let mut units: Vec<FollowUp<Ending>> = Vec::new();
        for (since, year) in (0..).zip(&self.0) {
            if year.late_entries > 0 {
                // Followed from just before, so that they are at risk in this year.
                followed.push_back((u32::saturating_sub(since, 1), year.late_entries));
            }
            let endings = DESTINATIONS.into_iter().zip(year.exits_to);
            for (ending, mut count) in endings.chain([(Ending::Censored, year.censored)]) {
                while let Some((entry, waiting)) = followed.front_mut().filter(|_| count > 0) {
                    let leaving = count.min(*waiting);
                    units.push(FollowUp {
                        entry: *entry,
                        exit: since,
                        event: Some(ending).filter(|ending| *ending != Ending::Censored),
                        count: leaving,
                    });
                    count -= leaving;
                    *waiting -= leaving;
                    if *waiting == 0 {
                        followed.pop_front();
                    }
                }
            }
        }
        if units.is_empty() {
            return FirstExit::default();
        }
        first_exit_curve(&units, options)
    }
}
