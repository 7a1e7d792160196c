//! Counts that nothing joins: what is hidden among some tells nothing of the others.

use crate::report::{CountId, Counts};

/// All counts in at most so many shares of about the same size, so that no relation joins counts of two
/// shares.
pub(super) fn apart(counts: &Counts, shares: usize) -> Vec<Vec<CountId>> {
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
    // The largest first, each to the share that has least.
    components.sort_by_key(|own| std::cmp::Reverse(own.len()));
    let mut parts: Vec<Vec<CountId>> = vec![Vec::new(); shares.max(1)];
    for own in components {
        let least = parts.iter_mut().min_by_key(|part| part.len());
        if let Some(part) = least {
            part.extend(own);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The first count that a count is known to be joined to.
fn leader(leaders: &mut [usize], id: CountId) -> usize {
    let mut at = id.position();
    while leaders[at] != at {
        leaders[at] = leaders[leaders[at]];
        at = leaders[at];
    }
    at
}
