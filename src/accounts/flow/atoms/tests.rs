//! The lists of relations, held against the table atom by atom: counts that add up for every single atom add
//! up for every register.

use super::{Age, Atoms, CohortPart, Destinations, Entering, Progress, SpellPart, Staying};
use crate::accounts::flow::coordinates::in_area;
use crate::accounts::flow::count::{DatedCount, FlowCount};
use crate::accounts::flow::relations::relate;
use crate::accounts::flow::terms::{
    BalanceTerm, FirstExitTerm, FollowUpTerm, MobilityTerm, PathwayTerm, RetentionTerm, StockTerm,
};
use crate::accounts::summed::{ALL, Coordinates, CountNames, Leaves, Located, TOTAL};
use crate::domain::{ProfessionId, Sector, State};
use crate::flow::{Area, Category, DESTINATIONS, Distribution, Origin, Step};

struct NoNames;

impl CountNames<DatedCount> for NoNames {
    fn count(&self, dated: DatedCount) -> String {
        format!("{:?}", dated.count)
    }

    fn subject(&self, _: DatedCount, at: Coordinates) -> String {
        format!("{at:?}")
    }
}

/// Counts the atom by the table and asserts that the relations hold; returns how many there are.
fn relations_hold(
    counts: &[DatedCount],
    places: &[Coordinates],
    number: impl Fn(DatedCount, Coordinates) -> i64,
    atom: &dyn std::fmt::Debug,
) -> usize {
    let mut leaves = Leaves::new();
    for at in places {
        for dated in counts {
            leaves.set(*dated, *at, number(*dated, *at));
        }
    }
    let located: Vec<Located<DatedCount>> = leaves.iter().map(|(located, _)| located).collect();
    let mut summed = leaves.summed(&NoNames, |_| true, |_, _| false);
    let of_totals = summed.counts.relations().len();
    relate(&mut summed, &located, &[], None);
    let broken = summed.counts.contradiction().map(|terms| {
        let names = terms
            .iter()
            .map(|(id, sign)| (summed.counts.name(*id), *sign));
        names.collect::<Vec<_>>()
    });
    assert_eq!(broken, None, "{atom:?}");
    summed.counts.relations().len() - of_totals
}

const YEAR: i16 = 2021;

fn in_year<T: Into<FlowCount>>(terms: impl IntoIterator<Item = T>) -> Vec<DatedCount> {
    terms
        .into_iter()
        .map(|term| DatedCount::in_year(ProfessionId(0), YEAR, term))
        .collect()
}

/// A licence in a year in which it has a row.
#[derive(Clone, Copy, Debug)]
struct Presence {
    state: State,
    at: Coordinates,
    studied_in: u16,
    is_under_65: bool,
}

/// A licence in a year and the year before.
#[derive(Clone, Copy, Debug)]
struct StepAtom {
    before: Option<Presence>,
    after: Option<Presence>,
    entering: Entering,
}

const KINDS: [Entering; 7] = [
    Entering::NewlyLicensed(0),
    Entering::NewlyLicensed(1),
    Entering::NewlyLicensed(2),
    Entering::NewlyLicensed(3),
    Entering::Returned,
    Entering::FirstWithOlderLicence,
    Entering::UnknownLicenceYear,
];

impl StepAtom {
    fn number(&self, dated: DatedCount, at: Coordinates) -> i64 {
        let presence = if dated.period.0 == YEAR {
            self.after
        } else {
            self.before
        };
        let is_in = |own: Presence| own.state == State::InProfession;
        let (was, is) = (
            self.before.filter(|own| is_in(*own)),
            self.after.filter(|own| is_in(*own)),
        );
        let holds = match dated.count.atoms() {
            Atoms::Year { states, age } => presence.is_some_and(|own| {
                let is_of_age = match age {
                    Age::Any => true,
                    Age::Under65 => own.is_under_65,
                    Age::From65 => !own.is_under_65,
                };
                own.at == at && states.include(own.state) && is_of_age
            }),
            Atoms::StudiedIn(area) => is.is_some_and(|own| own.at == at && own.studied_in == area),
            Atoms::Enters(kind) => {
                let is_kind = kind.is_none_or(|kind| kind == self.entering);
                was.is_none() && is_kind && is.is_some_and(|own| own.at == at)
            }
            Atoms::Leaves(destinations) => {
                let goes = match destinations {
                    Destinations::Any => true,
                    Destinations::Into(state) => self.after.is_some_and(|own| own.state == state),
                    Destinations::OutOfRegister => self.after.is_none(),
                };
                is.is_none() && goes && was.is_some_and(|own| own.at == at)
            }
            Atoms::Stays(staying) => {
                return was
                    .zip(is)
                    .map_or(0, |(was, is)| stays(staying, was, is, at));
            }
            other => panic!("{other:?} is not of a step"),
        };
        i64::from(holds)
    }
}

fn stays(staying: Staying, was: Presence, is: Presence, at: Coordinates) -> i64 {
    let moves = was.at[0] != is.at[0];
    let knows = was.at[0] != 0 && is.at[0] != 0;
    let between = in_area(is.at, was.at[0]);
    match staying {
        Staying::From(area) => i64::from(was.at[0] == area && is.at == at),
        Staying::MovesIn { is_known } => i64::from(moves && knows == is_known && is.at == at),
        Staying::MovesOut { is_known } => i64::from(moves && knows == is_known && between == at),
        Staying::ChangesGroup => i64::from(between == at) - i64::from(was.at == at),
    }
}

/// The unknown area and two known ones, each with two groups.
fn places() -> Vec<Coordinates> {
    let areas = [0, 1, 2].into_iter();
    areas
        .flat_map(|area| [0, 1].map(|group| [area, group, ALL, ALL, ALL]))
        .collect()
}

/// Every licence in a year and the year before, in two of the places.
fn steps(before: Coordinates, after: Coordinates) -> Vec<StepAtom> {
    let presences = |at| {
        let there = State::ALL.map(|state| {
            Some(Presence {
                state,
                at,
                studied_in: 1,
                is_under_65: state != State::Retired,
            })
        });
        there.into_iter().chain([None])
    };
    presences(before)
        .flat_map(|before| presences(after).map(move |after| (before, after)))
        .flat_map(|(before, after)| {
            let is_in =
                |own: Option<Presence>| own.is_some_and(|own| own.state == State::InProfession);
            let kinds = if is_in(after) && !is_in(before) {
                KINDS.len()
            } else {
                1
            };
            KINDS.into_iter().take(kinds).map(move |entering| StepAtom {
                before,
                after,
                entering,
            })
        })
        .collect()
}

const STOCK: [StockTerm; 12] = [
    StockTerm::InProfession,
    StockTerm::OtherRole,
    StockTerm::InCare,
    StockTerm::OtherIndustry,
    StockTerm::Employed,
    StockTerm::OutOfWork,
    StockTerm::EmployedOutside,
    StockTerm::NotInProfession,
    StockTerm::NotInCare,
    StockTerm::Licensed,
    StockTerm::Under65,
    StockTerm::From65,
];

fn routes(origin: Origin) -> Vec<DatedCount> {
    in_year([0, 1, 2].map(|from| MobilityTerm::Route(origin, from)))
}

#[test]
fn the_relations_of_stock_balance_and_mobility_follow_from_the_table() {
    let mut counts = in_year(STOCK);
    counts.push(in_year([StockTerm::InProfession])[0].year_before());
    counts.extend(in_year(BalanceTerm::ENTRIES));
    counts.extend(in_year(BalanceTerm::EXITS));
    counts.extend(in_year([
        BalanceTerm::MovedIn,
        BalanceTerm::UnknownMovesIn,
        BalanceTerm::MovedOut,
        BalanceTerm::UnknownMovesOut,
        BalanceTerm::ChangedGroup,
    ]));
    counts.extend(routes(Origin::YearBefore));
    counts.extend(routes(Origin::Studies));
    let places = places();
    for after in &places {
        for atom in steps(places[2], *after)
            .iter()
            .chain(&steps(places[0], *after))
        {
            let number = |dated, at| atom.number(dated, at);
            // 7 of stock, 1 by place of study, 3 of the balance and 4 of moves, in each of 6 places, and what
            // moves in moves out, in 2 groups.
            assert_eq!(relations_hold(&counts, &places, number, atom), 15 * 6 + 4);
        }
    }
}

#[test]
fn the_relations_of_mobility_alone_follow_from_the_table() {
    let mut counts = in_year([StockTerm::InProfession]);
    counts.push(counts[0].year_before());
    counts.extend(in_year([MobilityTerm::Entered, MobilityTerm::Left]));
    counts.extend(routes(Origin::YearBefore));
    let places: Vec<Coordinates> = [0, 1, 2].map(|area| in_area(TOTAL, area)).into();
    for after in &places {
        for atom in steps(places[1], *after)
            .iter()
            .chain(&steps(places[0], *after))
        {
            let number = |dated, at| atom.number(dated, at);
            assert_eq!(relations_hold(&counts, &places, number, atom), 2 * 3);
        }
    }
}

#[test]
fn the_relations_of_first_exits_follow_from_the_table() {
    const LAST: u32 = 4;
    let counts = in_year((0..=LAST).flat_map(|since| {
        let terms = [
            FirstExitTerm::AtRisk(since),
            FirstExitTerm::Exits(since),
            FirstExitTerm::Censored(since),
            FirstExitTerm::Remaining(since),
            FirstExitTerm::LateEntries(since),
        ];
        let destinations = (0..).take(DESTINATIONS.len());
        let to = destinations.map(move |to| FirstExitTerm::ExitsTo(since, to));
        terms.into_iter().chain(to)
    }));
    for (entry, exit) in
        (0..LAST).flat_map(|entry| (entry + 1..=LAST).map(move |exit| (entry, exit)))
    {
        for exit_to in [None, Some(0), Some(4)] {
            let number = |dated: DatedCount, _| {
                let Atoms::Spell { since, part } = dated.count.atoms() else {
                    panic!("{dated:?} is not of a spell");
                };
                let is_at_risk = entry < since && since <= exit;
                i64::from(match part {
                    SpellPart::AtRisk => is_at_risk,
                    SpellPart::NewlyAtRisk => is_at_risk && entry + 1 == since,
                    SpellPart::Exits(None) => since == exit && exit_to.is_some(),
                    SpellPart::Exits(Some(to)) => since == exit && exit_to == Some(to),
                    SpellPart::Censored => since == exit && exit_to.is_none(),
                    SpellPart::Remaining => is_at_risk && since < exit,
                })
            };
            let found = relations_hold(&counts, &[TOTAL], number, &(entry, exit, exit_to));
            assert!(found >= 3 * 5, "{found}");
        }
    }
}

/// A licence of a cohort, in the same state in every year.
#[derive(Clone, Copy, Debug)]
struct CohortAtom {
    from: u32,
    until: u32,
    state: Option<State>,
    has_known_areas: bool,
}

impl CohortAtom {
    fn number(&self, dated: DatedCount) -> i64 {
        let is_followed = |since: u32| self.from <= since && since <= self.until;
        let is_in = self.state == Some(State::InProfession);
        i64::from(match dated.count.atoms() {
            Atoms::Cohort { since, part } => {
                let holds = match part {
                    CohortPart::All => true,
                    CohortPart::In(states) => self.state.is_some_and(|own| states.include(own)),
                    CohortPart::NotInRegister => self.state.is_none(),
                    CohortPart::FromThisYear => self.from == since && since > 0,
                    CohortPart::UntilThisYear => self.until == since,
                };
                holds && is_followed(since)
            }
            Atoms::LookUp {
                distribution,
                category,
                ..
            } => {
                let own = self.category(distribution);
                own.is_some_and(|own| category.is_none_or(|category| category == own))
            }
            Atoms::LookUpOutside { .. } => !is_in,
            Atoms::LookUpOfUnknownArea { .. } => is_in && !self.has_known_areas,
            other => panic!("{other:?} is not of a cohort"),
        })
    }

    /// The category of the licence; none where the distribution does not include it.
    fn category(&self, distribution: Distribution) -> Option<Category> {
        let is_employed = self
            .state
            .is_some_and(|own| super::States::EMPLOYED.include(own));
        let is_in = self.state == Some(State::InProfession);
        match distribution {
            Distribution::State => {
                Some(self.state.map_or(Category::NotInRegister, Category::State))
            }
            Distribution::Established => Some(if is_employed {
                Category::Yes
            } else {
                Category::No
            }),
            Distribution::Industry => is_employed.then_some(Category::Industry(86)),
            Distribution::Sector => is_employed.then_some(Category::Sector(Sector::ALL[0])),
            Distribution::Area => self.state.map(|_| Category::Area(Area::Unknown)),
            Distribution::SameAreaAsStudies => {
                (is_in && self.has_known_areas).then_some(Category::Yes)
            }
        }
    }
}

fn cohort_states() -> impl Iterator<Item = Option<State>> {
    State::ALL.into_iter().map(Some).chain([None])
}

fn retention_terms(last: u32) -> Vec<DatedCount> {
    in_year((0..=last).flat_map(|since| {
        let terms = [
            RetentionTerm::InCohort(since),
            RetentionTerm::InProfession(since),
            RetentionTerm::Outside(since),
            RetentionTerm::NotInRegister(since),
            RetentionTerm::Entering(since),
            RetentionTerm::Leaving(since),
        ];
        let states = (1..5).map(move |state| RetentionTerm::InState(since, state));
        terms.into_iter().chain(states)
    }))
}

#[test]
fn the_relations_of_retention_follow_from_the_table() {
    const LAST: u32 = 3;
    let counts = retention_terms(LAST);
    for state in cohort_states() {
        for (from, until) in
            (0..=LAST).flat_map(|from| (from..=LAST).map(move |until| (from, until)))
        {
            let atom = CohortAtom {
                from,
                until,
                state,
                has_known_areas: true,
            };
            let number = |dated, _| atom.number(dated);
            // By place and by state in every year, and from each year to the next.
            let found = relations_hold(&counts, &[TOTAL], number, &atom);
            assert!(found >= 2 * 4 + 3, "{found}");
        }
    }
}

#[test]
fn the_relations_of_the_follow_up_follow_from_the_table() {
    use Distribution as D;
    let lookups = [1, 3].into_iter().flat_map(|since| {
        let all = [
            D::State,
            D::Established,
            D::Industry,
            D::Sector,
            D::Area,
            D::SameAreaAsStudies,
        ];
        let states =
            cohort_states().map(|own| own.map_or(Category::NotInRegister, Category::State));
        let parts = states.map(|own| (D::State, own)).chain([
            (D::Established, Category::Yes),
            (D::Established, Category::No),
            (D::Industry, Category::Industry(86)),
            (D::Sector, Category::Sector(Sector::ALL[0])),
            (D::Area, Category::Area(Area::Unknown)),
            (D::SameAreaAsStudies, Category::Yes),
            (D::SameAreaAsStudies, Category::No),
        ]);
        let parts = parts.map(move |(of, own)| FollowUpTerm::Part(since, of, own));
        let outside = FollowUpTerm::OutsideOfCohort(since);
        let unknown = FollowUpTerm::OfUnknownArea(since);
        all.map(|of| FollowUpTerm::All(since, of))
            .into_iter()
            .chain(parts)
            .chain([outside, unknown])
    });
    let mut counts = in_year(lookups);
    counts.extend(retention_terms(3));
    for state in cohort_states() {
        for has_known_areas in [true, false] {
            let atom = CohortAtom {
                from: 0,
                until: 3,
                state,
                has_known_areas,
            };
            let number = |dated, _| atom.number(dated);
            let found = relations_hold(&counts, &[TOTAL], number, &atom);
            assert!(found > 40, "{found}");
        }
    }
}

/// An entrant who goes a number of steps towards the licence and beyond.
#[test]
fn the_relations_of_the_pathway_follow_from_the_table() {
    let counts = in_year(Step::ALL.into_iter().flat_map(|step| {
        let reached = [
            PathwayTerm::Reached(step),
            PathwayTerm::CensoredBefore(step),
        ];
        let later = [
            PathwayTerm::NotReached(step),
            PathwayTerm::NeverReached(step),
            PathwayTerm::Failed(step),
        ];
        let is_late = step == Step::Degree;
        let later = later.into_iter().filter(move |_| step != Step::Entrant);
        reached
            .into_iter()
            .chain(later)
            .chain(is_late.then_some(PathwayTerm::DegreeLate))
    }));
    let ways: [&[Step]; 5] = [
        &[],
        &[Step::Degree],
        &[Step::DegreeInNominalTime, Step::Degree],
        &[Step::Degree, Step::Licence],
        &[
            Step::DegreeInNominalTime,
            Step::Degree,
            Step::Licence,
            Step::Specialist,
        ],
    ];
    for way in ways {
        for is_followed in [true, false] {
            let reached = |step| step == Step::Entrant || way.contains(&step);
            let before = |step: Step| step.previous().is_some_and(reached);
            let missed = |step| before(step) && !reached(step);
            let number = |dated: DatedCount, _| {
                let Atoms::Entrants(progress) = dated.count.atoms() else {
                    panic!("{dated:?} is not of entrants");
                };
                i64::from(match progress {
                    Progress::Reached(step) => reached(step),
                    Progress::OnlyBefore(step) => missed(step),
                    Progress::NotReached(step) => !reached(step),
                    Progress::CensoredBefore(step) => missed(step) && !is_followed,
                    Progress::Failed(step) => missed(step) && is_followed,
                    Progress::LateDegree => {
                        reached(Step::Degree) && !reached(Step::DegreeInNominalTime)
                    }
                })
            };
            let found = relations_hold(&counts, &[TOTAL], number, &(way, is_followed));
            assert_eq!(found, 3 * 6 + 1);
        }
    }
}
