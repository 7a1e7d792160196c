//! Rounding flows in a network so that what comes in still goes out.

use std::collections::BTreeMap;

/// Whole numbers that flow from vertex to vertex; at every vertex as much comes in as goes out.
///
/// Tables that add up are such networks: a total flows into a vertex and its parts flow out of it.
#[derive(Clone, Debug)]
pub struct Network<V> {
    vertices: BTreeMap<V, usize>,
    edges: Vec<Edge>,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    from: usize,
    to: usize,
    value: u64,
}

impl<V: Ord> Default for Network<V> {
    fn default() -> Self {
        Self {
            vertices: BTreeMap::new(),
            edges: Vec::new(),
        }
    }
}

impl<V: Ord> Network<V> {
    /// Adds a flow and returns its position.
    pub fn add(&mut self, from: V, to: V, value: u64) -> usize {
        let [from, to] = [from, to].map(|vertex| {
            let next = self.vertices.len();
            *self.vertices.entry(vertex).or_insert(next)
        });
        self.edges.push(Edge { from, to, value });
        self.edges.len() - 1
    }

    /// All flows, each one of the two multiples of `base` beside it, so that at every vertex as much comes in
    /// as goes out; multiples of `base` stay. None if that does not hold of the flows given.
    ///
    /// While there are flows that are no multiples, every vertex with one has another, so that they form a
    /// cycle; along it the flows are changed together, up in its direction and down against it or the
    /// other way round, whichever is nearer, until one of them is a multiple. Whole solutions exist
    /// because the matrix of a network is totally unimodular.
    ///
    /// Example, base 5: 3 and 4 come in and 7 goes out. The 4 and the 7 go up by 1, to 5 and 8; then the 3
    /// and the 8 go up by 2: 5 + 5 = 10.
    ///
    /// Reference: Cox & Ernst, Controlled rounding (INFOR 20, 1982).
    #[must_use]
    pub fn rounded(&self, base: u64) -> Option<Vec<u64>> {
        if base == 0 || !self.is_balanced() {
            return None;
        }
        let mut rounding = Rounding::of(self, base);
        for vertex in 0..self.vertices.len() {
            rounding.walk_from(vertex)?;
        }
        Some(rounding.values)
    }

    fn is_balanced(&self) -> bool {
        let mut excess = vec![0_i128; self.vertices.len()];
        for edge in &self.edges {
            excess[edge.from] -= i128::from(edge.value);
            excess[edge.to] += i128::from(edge.value);
        }
        excess.iter().all(|excess| *excess == 0)
    }
}

struct Rounding<'a> {
    edges: &'a [Edge],
    base: u64,
    values: Vec<u64>,
    /// The flows of each vertex; those that are multiples are dropped as they are met.
    flows_of: Vec<Vec<usize>>,
    /// The position of each vertex on the way, if it is on it.
    place: Vec<Option<usize>>,
}

impl<'a> Rounding<'a> {
    fn of<V>(network: &'a Network<V>, base: u64) -> Self {
        let mut flows_of = vec![Vec::new(); network.vertices.len()];
        for (at, edge) in network.edges.iter().enumerate() {
            if edge.from != edge.to {
                flows_of[edge.from].push(at);
                flows_of[edge.to].push(at);
            }
        }
        let mut values: Vec<u64> = network.edges.iter().map(|edge| edge.value).collect();
        for (value, edge) in values.iter_mut().zip(&network.edges) {
            if edge.from == edge.to {
                *value = (*value + base / 2) / base * base;
            }
        }
        Self {
            edges: &network.edges,
            base,
            values,
            place: vec![None; flows_of.len()],
            flows_of,
        }
    }

    /// Follows flows that are no multiples from a vertex, and rounds along every cycle, until none is left
    /// there.
    fn walk_from(&mut self, start: usize) -> Option<()> {
        let mut way: Vec<(usize, Option<usize>)> = vec![(start, None)];
        self.place[start] = Some(0);
        while let Some((vertex, came_by)) = way.last().copied() {
            let Some(next) = self.next_flow(vertex, came_by) else {
                self.place[vertex] = None;
                way.pop();
                // A vertex that was come to can be left again, unless its flow is a multiple by now.
                match came_by {
                    Some(flow) if !self.values[flow].is_multiple_of(self.base) => return None,
                    _ => continue,
                }
            };
            let edge = self.edges[next];
            let other = edge.from + edge.to - vertex;
            match self.place[other] {
                None => {
                    self.place[other] = Some(way.len());
                    way.push((other, Some(next)));
                }
                Some(first) => {
                    let mut cycle: Vec<(usize, usize)> = Vec::new();
                    for pair in way[first..].windows(2) {
                        cycle.extend(pair[1].1.map(|flow| (flow, pair[0].0)));
                    }
                    cycle.push((next, vertex));
                    self.round_along(&cycle);
                    for (vertex, _) in way.drain(first + 1..) {
                        self.place[vertex] = None;
                    }
                }
            }
        }
        Some(())
    }

    /// A flow of a vertex that is no multiple yet, other than the one it was come to by.
    fn next_flow(&mut self, vertex: usize, came_by: Option<usize>) -> Option<usize> {
        let flows = &mut self.flows_of[vertex];
        let mut at = flows.len();
        while at > 0 {
            at -= 1;
            let flow = flows[at];
            if self.values[flow].is_multiple_of(self.base) {
                flows.swap_remove(at);
            } else if Some(flow) != came_by {
                return Some(flow);
            }
        }
        None
    }

    /// Changes the flows of a cycle, each given with the vertex that it is left by, until one is a multiple.
    fn round_along(&mut self, cycle: &[(usize, usize)]) {
        let rests = cycle.iter().map(|(flow, by)| {
            let rest = self.values[*flow] % self.base;
            let is_forward = self.edges[*flow].from == *by;
            let (up, down) = (self.base - rest, rest);
            if is_forward { (up, down) } else { (down, up) }
        });
        let (forth, back) = rests.fold((u64::MAX, u64::MAX), |(forth, back), (up, down)| {
            (forth.min(up), back.min(down))
        });
        for (flow, by) in cycle {
            let is_forward = self.edges[*flow].from == *by;
            let value = &mut self.values[*flow];
            *value = match (forth <= back, is_forward) {
                (true, true) => *value + forth,
                (true, false) => *value - forth,
                (false, true) => *value - back,
                (false, false) => *value + back,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_their_total_are_rounded_together() {
        let mut network = Network::default();
        for (from, to, value) in [("in", "sum", 3), ("in", "sum", 4), ("sum", "in", 7)] {
            network.add(from, to, value);
        }
        assert_eq!(network.rounded(5), Some(vec![5, 5, 10]));
    }

    #[test]
    fn multiples_stay_and_what_does_not_add_up_is_refused() {
        let mut network = Network::default();
        network.add("a", "b", 10);
        network.add("b", "a", 10);
        assert_eq!(network.rounded(5), Some(vec![10, 10]));
        network.add("a", "b", 1);
        assert_eq!(network.rounded(5), None);
    }
}
