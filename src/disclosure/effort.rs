//! How hard an alternative table is searched for: first cheaply, then at any price.

/// How hard an alternative table is searched for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// Partial solutions that are followed side by side.
    pub(super) beam: usize,
    /// What a relation that is still broken counts for, in the unit of prices.
    pub(super) broken: f64,
    /// The most counts that are changed.
    pub(super) longest: usize,
    /// Which broken relation is repaired first.
    pub(super) repair: RepairOrder,
    /// For how many steps cheaper partial solutions are followed once a solution has been found.
    pub(super) patience: usize,
    /// Whether all counts change in the same direction, as if one person more or less were counted.
    pub(super) is_one_person: bool,
    /// Which of several searches of the same kind: all but the first (0) break ties in an order of their own.
    pub(super) try_number: u32,
}

/// Which broken relation is repaired first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RepairOrder {
    /// The one of the fewest counts, which leaves the least choice.
    Shortest,
    /// The one that has been broken the longest.
    Oldest,
}

/// Which counts an alternative table may change, each together with those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Admissible {
    /// Counts that are not published.
    Suppressed,
    /// Counts that are shown.
    Shown,
    /// Totals that readers may know from elsewhere.
    Elsewhere,
}

/// First among counts that are suppressed already, then among published ones, then also among totals
/// that readers may know from elsewhere.
const EFFORTS: [(Admissible, Effort); 3] = [
    (Admissible::Suppressed, effort(3, 1.0, 0)),
    (Admissible::Shown, effort(8, 12.0, PATIENCE)),
    (Admissible::Elsewhere, effort(16, 12.0, PATIENCE)),
];

/// If all of these fail, searches of each kind at any price: first any changes, then those that one person
/// more or less would make.
const LAST_TRIES: u32 = 8;

/// Enough to suppress the next of nested counts instead of the headline.
const PATIENCE: usize = 1;

const fn effort(beam: usize, broken: f64, patience: usize) -> Effort {
    Effort {
        beam,
        broken,
        longest: 48,
        repair: RepairOrder::Shortest,
        patience,
        is_one_person: false,
        try_number: 0,
    }
}

/// All searches, the cheapest first.
pub(super) fn efforts() -> impl Iterator<Item = (Admissible, Effort)> {
    let at_any_price = Effort {
        longest: 128,
        ..effort(32, 1000.0, 0)
    };
    // A person is counted in many cells, every year again.
    let one_person = Effort {
        beam: 8,
        longest: 512,
        is_one_person: true,
        ..at_any_price
    };
    let last = [at_any_price, one_person].into_iter().flat_map(|effort| {
        let tries = (0..LAST_TRIES).flat_map(|try_number| {
            [RepairOrder::Shortest, RepairOrder::Oldest].map(|repair| (try_number, repair))
        });
        tries.map(move |(try_number, repair)| {
            let effort = Effort {
                repair,
                try_number,
                ..effort
            };
            (Admissible::Elsewhere, effort)
        })
    });
    EFFORTS.into_iter().chain(last)
}
