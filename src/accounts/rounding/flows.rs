//! Stock, balance and mobility, rounded as one.

use std::collections::{BTreeMap, BTreeSet};

use super::labelled_network::{LabelledNetwork, NotAFlow};
use crate::domain::{ProfessionId, State, Year};
use crate::flow::{
    Area, Balance, CountyRegions, Cube, Departures, Group, Imbalance, Key, Level, Origin, Route,
    RouteCount, Selection, Stock, add_origin_totals, balance, mobility, stock, with_country,
};

/// Stock, balance and mobility in multiples of a base.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RoundedFlows {
    /// As [`stock()`] gives it.
    pub(super) stock: BTreeMap<Key, Stock>,
    /// As [`balance()`] gives it.
    pub(super) balance: BTreeMap<Key, Balance>,
    /// As [`mobility()`] gives it, between health regions at least.
    pub(super) mobility: BTreeMap<Route, RouteCount>,
}

impl RoundedFlows {
    /// The stock of the country by year, all groups together.
    #[must_use]
    pub(super) fn stock_of_country(&self) -> BTreeMap<Year, Stock> {
        let mut sums: BTreeMap<Year, Stock> = BTreeMap::new();
        for (key, stock) in self.stock.iter().filter(|(key, _)| !is_leaf(key)) {
            let sum = sums.entry(key.year).or_default();
            *sum = sum.and(stock);
        }
        sums
    }

    /// The balance of the country by year, all groups together.
    #[must_use]
    pub(super) fn balance_of_country(&self) -> BTreeMap<Year, Balance> {
        let mut sums: BTreeMap<Year, Balance> = BTreeMap::new();
        for (key, row) in self.balance.iter().filter(|(key, _)| !is_leaf(key)) {
            sums.entry(key.year).or_default().add(row);
        }
        sums
    }

    /// The routes, all groups together.
    #[must_use]
    pub(super) fn mobility_of_country(&self) -> BTreeMap<Route, RouteCount> {
        let mut sums: BTreeMap<Route, RouteCount> = BTreeMap::new();
        for (route, takers) in &self.mobility {
            let route = Route {
                group: Group::default(),
                ..*route
            };
            let sum = sums.entry(route).or_default();
            sum.count += takers.count;
            sum.origin_total += takers.origin_total;
            sum.to_unknown += takers.to_unknown;
        }
        sums
    }
}

/// What a flow of the network counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum FlowLabel {
    Stock(Key),
    Outside(Key, State),
    Entry(Key, usize),
    Exit(Key, usize),
    Changed(Key),
    Route(Route),
    /// A sum, or a part of one, that no view shows.
    Hidden,
}

/// Where the flows meet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Vertex {
    /// Outside the register.
    World,
    /// All entries or exits of a kind in a year.
    Kind(ProfessionId, Year, usize),
    /// Those of the year before who stay in the profession.
    Staying(Key),
    /// Those who change group in an area.
    Changing(ProfessionId, Year, Area),
    /// The stock as persons reach it, once counted, and once counted by place of study.
    Reached(Key),
    Counted(Key),
    Left(Key),
    /// All in a state outside the profession in a year, and in an area and group.
    InState(ProfessionId, Year, State),
    Outside(Key),
}

/// How many kinds of entries there are: newly licensed by country, returned, first with an older licence, and
/// with a licence of an unknown year.
const ENTRIES: usize = 7;

/// The stock, the balance and the mobility of a selection, every count in a multiple of `base` beside it.
///
/// Persons flow from year to year: into the profession, between areas and groups, and out of it. The rounded
/// counts are such a flow too, so that every balance closes, every move is counted where it leaves and
/// where it comes, and the stock of a year opens the next. National entries and exits of each kind are
/// within `base` of theirs; all other totals are sums.
///
/// # Errors
/// An imbalance, which only a broken cube has, as the cell that it is in.
pub(super) fn rounded_flows(
    cube: &Cube,
    selection: &Selection,
    counties: &CountyRegions,
    base: u64,
) -> Result<RoundedFlows, Imbalance> {
    let fine = Selection {
        level: selection.level.max(Level::HealthRegion),
        ..selection.clone()
    };
    let exact = RoundedFlows {
        stock: stock(cube, &fine),
        balance: balance(cube, &fine)?,
        mobility: mobility(cube, &fine, counties),
    };
    let rounded = network(&exact).rounded(base);
    let counts: BTreeMap<FlowLabel, u64> = match rounded {
        Ok(counts) => counts
            .into_iter()
            .filter(|(label, _)| *label != FlowLabel::Hidden)
            .collect(),
        Err(NotAFlow) => return Err(imbalance(&exact)),
    };
    Ok(put_together(&exact, &counts, selection.level, base))
}

/// A cell to name where the counts contradict each other.
fn imbalance(exact: &RoundedFlows) -> Imbalance {
    let key = exact.stock.keys().next().copied();
    Imbalance {
        key: key.unwrap_or(Key {
            profession: ProfessionId(0),
            year: 0,
            area: Area::Sweden,
            group: Group::default(),
        }),
        residual: 0,
    }
}

fn is_leaf(key: &Key) -> bool {
    key.area != Area::Sweden
}

fn network(exact: &RoundedFlows) -> LabelledNetwork<Vertex, FlowLabel> {
    let mut network = LabelledNetwork::new();
    let steps: BTreeSet<(ProfessionId, Year)> = exact
        .balance
        .keys()
        .map(|key| (key.profession, key.year))
        .collect();
    for (key, stock) in exact.stock.iter().filter(|(key, _)| is_leaf(key)) {
        let has_step = |year| steps.contains(&(key.profession, year));
        add_stock(&mut network, *key, stock, has_step, &exact.mobility);
    }
    let shown: BTreeSet<Key> = exact.stock.keys().copied().collect();
    for (key, row) in exact.balance.iter().filter(|(key, _)| is_leaf(key)) {
        let before = Key {
            year: key.year - 1,
            ..*key
        };
        if !shown.contains(&before) {
            // The year before is not selected, and flows in from outside.
            let count = (FlowLabel::Stock(before), row.opening);
            network.add(Vertex::World, Vertex::Left(before), count);
        }
        add_balance(&mut network, *key, row);
    }
    for (route, takers) in &exact.mobility {
        if route.origin == Origin::YearBefore {
            let [from, to] = [route.from, route.to].map(|area| at(*route, area));
            let count = (FlowLabel::Route(*route), takers.count);
            network.add(Vertex::Staying(from), Vertex::Reached(to), count);
        }
    }
    let totals = kinds(exact);
    for ((profession, year, kind), count) in totals {
        let vertex = Vertex::Kind(profession, year, kind);
        let count = (FlowLabel::Hidden, count);
        if kind < ENTRIES {
            network.add(Vertex::World, vertex, count);
        } else {
            network.add(vertex, Vertex::World, count);
        }
    }
    network
}

const fn at(route: Route, area: Area) -> Key {
    Key {
        profession: route.profession,
        year: route.year,
        area,
        group: route.group,
    }
}

/// Entries and exits of each kind in the country.
fn kinds(exact: &RoundedFlows) -> BTreeMap<(ProfessionId, Year, usize), u64> {
    let mut kinds = BTreeMap::new();
    for (key, row) in exact.balance.iter().filter(|(key, _)| is_leaf(key)) {
        let counts = entries(row).into_iter().chain(exits(row));
        for (kind, count) in counts.enumerate() {
            *kinds.entry((key.profession, key.year, kind)).or_default() += count;
        }
    }
    kinds
}

fn entries(row: &Balance) -> [u64; ENTRIES] {
    let [a, b, c, d] = row.newly_licensed;
    [
        a,
        b,
        c,
        d,
        row.returned,
        row.first_entries,
        row.entries_of_unknown_year,
    ]
}

const fn exits(row: &Balance) -> [u64; 5] {
    [
        row.retired,
        row.other_role,
        row.other_industry,
        row.not_employed,
        row.left_register,
    ]
}

fn add_stock(
    network: &mut LabelledNetwork<Vertex, FlowLabel>,
    key: Key,
    stock: &Stock,
    has_step: impl Fn(Year) -> bool,
    mobility: &BTreeMap<Route, RouteCount>,
) {
    let count = (FlowLabel::Stock(key), stock.in_profession());
    if !has_step(key.year) {
        let count = (FlowLabel::Hidden, stock.in_profession());
        network.add(Vertex::World, Vertex::Reached(key), count);
    }
    network.add(Vertex::Reached(key), Vertex::Counted(key), count);
    let is_from_studies = |route: &Route| {
        (route.profession, route.year, route.origin) == (key.profession, key.year, Origin::Studies)
    };
    let from_studies = mobility
        .range(first_route(key)..)
        .take_while(|(route, _)| is_from_studies(route));
    let mut is_by_study = false;
    for (route, takers) in from_studies {
        if (route.to, route.group) == (key.area, key.group) {
            let count = (FlowLabel::Route(*route), takers.count);
            network.add(Vertex::Counted(key), Vertex::Left(key), count);
            is_by_study = true;
        }
    }
    if !is_by_study {
        let count = (FlowLabel::Hidden, stock.in_profession());
        network.add(Vertex::Counted(key), Vertex::Left(key), count);
    }
    if !has_step(key.year + 1) {
        let count = (FlowLabel::Hidden, stock.in_profession());
        network.add(Vertex::Left(key), Vertex::World, count);
    }
    let mut outside = 0;
    for state in State::ALL.into_iter().skip(1) {
        let all = Vertex::InState(key.profession, key.year, state);
        let count = stock.in_state(state);
        outside += count;
        network.add(Vertex::World, all, (FlowLabel::Hidden, count));
        let count = (FlowLabel::Outside(key, state), count);
        network.add(all, Vertex::Outside(key), count);
    }
    let count = (FlowLabel::Hidden, outside);
    network.add(Vertex::Outside(key), Vertex::World, count);
}

/// The first route since the studies of a profession and year, in the order of routes.
const fn first_route(key: Key) -> Route {
    Route {
        profession: key.profession,
        year: key.year,
        origin: Origin::Studies,
        from: Area::Sweden,
        to: Area::Sweden,
        group: key.group,
    }
}

fn add_balance(network: &mut LabelledNetwork<Vertex, FlowLabel>, key: Key, row: &Balance) {
    let Key {
        profession, year, ..
    } = key;
    let before = Key {
        year: year - 1,
        ..key
    };
    let opening = (FlowLabel::Hidden, row.opening);
    network.add(Vertex::Left(before), Vertex::Staying(key), opening);
    for (kind, count) in entries(row).into_iter().enumerate() {
        let count = (FlowLabel::Entry(key, kind), count);
        network.add(
            Vertex::Kind(profession, year, kind),
            Vertex::Reached(key),
            count,
        );
    }
    for (kind, count) in exits(row).into_iter().enumerate() {
        let vertex = Vertex::Kind(profession, year, ENTRIES + kind);
        network.add(
            Vertex::Staying(key),
            vertex,
            (FlowLabel::Exit(key, kind), count),
        );
    }
    let changing = Vertex::Changing(profession, year, key.area);
    let count = (FlowLabel::Changed(key), row.changed_group.unsigned_abs());
    if row.changed_group < 0 {
        network.add(Vertex::Staying(key), changing, count);
    } else {
        network.add(changing, Vertex::Staying(key), count);
    }
}

/// The results again, of rounded counts.
fn put_together(
    exact: &RoundedFlows,
    counts: &BTreeMap<FlowLabel, u64>,
    level: Level,
    base: u64,
) -> RoundedFlows {
    let get = |label| counts.get(&label).copied().unwrap_or_default();
    let mut rounded = RoundedFlows::default();
    let shows = |area: Area| {
        with_country(area).filter(move |area| (*area == Area::Sweden) || level != Level::Country)
    };
    for (key, stock) in exact.stock.iter().filter(|(key, _)| is_leaf(key)) {
        let by_state = State::ALL.map(|state| match state {
            State::InProfession => get(FlowLabel::Stock(*key)),
            other => get(FlowLabel::Outside(*key, other)),
        });
        let all: u64 = by_state.iter().sum();
        let under_65 = stock.under_65().map(|under| nearest(under, base).min(all));
        let own = Stock::with(by_state, under_65);
        for area in shows(key.area) {
            let key = Key { area, ..*key };
            let others = rounded.stock.get(&key);
            let sum = others.map_or(own, |others| others.and(&own));
            rounded.stock.insert(key, sum);
        }
    }
    for route in exact.mobility.keys() {
        let takers = RouteCount {
            count: get(FlowLabel::Route(*route)),
            ..RouteCount::default()
        };
        rounded.mobility.insert(*route, takers);
    }
    add_origin_totals(&mut rounded.mobility);
    rounded.mobility.retain(|_, takers| takers.count > 0);
    for (key, row) in exact.balance.iter().filter(|(key, _)| is_leaf(key)) {
        let own = rounded_row(*key, row, &rounded.mobility, get);
        for area in shows(key.area) {
            let is_sum = level == Level::Country;
            let key = Key { area, ..*key };
            let sum: &mut Balance = rounded.balance.entry(key).or_default();
            sum.add(&own);
            if is_sum {
                (sum.moved_in, sum.moved_out) = (0, 0);
                (sum.unknown_moves_in, sum.unknown_moves_out) = (0, 0);
            }
        }
    }
    rounded
}

fn rounded_row(
    key: Key,
    row: &Balance,
    mobility: &BTreeMap<Route, RouteCount>,
    get: impl Fn(FlowLabel) -> u64,
) -> Balance {
    let before = Key {
        year: key.year - 1,
        ..key
    };
    let entry = |kind| get(FlowLabel::Entry(key, kind));
    let exit = |kind| get(FlowLabel::Exit(key, kind));
    let first = Route {
        origin: Origin::YearBefore,
        ..first_route(key)
    };
    let routes = mobility.range(first..).take_while(|(route, _)| {
        (route.profession, route.year, route.origin) == (key.profession, key.year, first.origin)
    });
    // Known moves, then those with an unknown end.
    let (mut moved_in, mut moved_out) = ([0, 0], [0, 0]);
    for (route, RouteCount { count, .. }) in
        routes.filter(|(route, _)| route.group == key.group && route.from != route.to)
    {
        let kind = usize::from(!route.is_known());
        moved_in[kind] += if route.to == key.area { *count } else { 0 };
        moved_out[kind] += if route.from == key.area { *count } else { 0 };
    }
    let changed = get(FlowLabel::Changed(key)).cast_signed();
    Balance {
        opening: get(FlowLabel::Stock(before)),
        newly_licensed: [entry(0), entry(1), entry(2), entry(3)],
        returned: entry(4),
        first_entries: entry(5),
        entries_of_unknown_year: entry(6),
        moved_in: moved_in[0],
        unknown_moves_in: moved_in[1],
        retired: exit(0),
        other_role: exit(1),
        other_industry: exit(2),
        not_employed: exit(3),
        left_register: exit(4),
        departures: Departures::default(),
        moved_out: moved_out[0],
        unknown_moves_out: moved_out[1],
        changed_group: if row.changed_group < 0 {
            -changed
        } else {
            changed
        },
        closing: get(FlowLabel::Stock(key)),
    }
}

const fn nearest(count: u64, base: u64) -> u64 {
    (count + base / 2) / base * base
}
