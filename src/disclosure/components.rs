//! Independent groups of counts: what is suppressed in one discloses nothing about another.

use crate::report::{CountId, Counts};

/// All counts in at most `shares` groups of about the same size, none of whose relations joins two groups.
///
/// Each group is a union of connected components of the graph in which counts of one relation are
/// neighbours.
pub(super) fn components(counts: &Counts, shares: usize) -> Vec<Vec<CountId>> {
    let mut leaders: Vec<usize> = (0..counts.all().len()).collect();
    for terms in counts.relations() {
        let moving = terms.iter().filter(|(id, _)| !counts.get(*id).is_fixed);
        let leader = moving
            .clone()
            .map(|(id, _)| leader(&mut leaders, *id))
            .min();
        if let Some(first) = leader {
            for (id, _) in moving {
                let own = self::leader(&mut leaders, *id);
                leaders[own] = first;
            }
        }
    }
    let mut components: Vec<Vec<CountId>> = vec![Vec::new(); leaders.len()];
    for id in counts.ids() {
        let own = leader(&mut leaders, id);
        components[own].push(id);
    }
    components.retain(|own| !own.is_empty());
    // The largest component first, each to the smallest group.
    components.sort_by_key(|own| std::cmp::Reverse(own.len()));
    let mut groups: Vec<Vec<CountId>> = vec![Vec::new(); shares.max(1)];
    for own in components {
        if let Some(smallest) = groups.iter_mut().min_by_key(|group| group.len()) {
            smallest.extend(own);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The representative of a count's component, as in a union–find.
fn leader(leaders: &mut [usize], id: CountId) -> usize {
    let mut at = id.position();
    while leaders[at] != at {
        leaders[at] = leaders[leaders[at]];
        at = leaders[at];
    }
    at
}
