//! How many licences there are in each cell of a table of the cube.

use std::marker::PhantomData;

use hashbrown::HashMap;

use super::packing::Packed;

/// How many consecutive years are counted side by side: their counts fill one cache line.
const BLOCK: u8 = 16;

type Block = [u32; 16];

/// Counts while they are made.
///
/// A licence mostly has the same status as the year before, so cells that differ in their lowest
/// field only, the year, share a block of counts: the next year needs no look-up and is at hand.
#[derive(Clone, Debug)]
pub(super) struct Counter<C> {
    // Looked up only; `Counts` sorts the cells before they are walked.
    blocks: HashMap<u64, usize>,
    counts: Vec<Block>,
    /// The block that was counted in last.
    latest: (u64, usize),
    cells: PhantomData<C>,
}

impl<C: Packed> Counter<C> {
    pub(super) fn new() -> Self {
        Self {
            blocks: HashMap::new(),
            counts: Vec::new(),
            latest: (u64::MAX, 0),
            cells: PhantomData,
        }
    }

    pub(super) fn add(&mut self, cell: C) {
        let cell = cell.pack();
        let within = cell.to_le_bytes()[0] % BLOCK;
        let block = cell - u64::from(within);
        if self.latest.0 != block {
            let new = self.counts.len();
            let index = *self.blocks.entry(block).or_insert(new);
            if index == new {
                self.counts.push(Block::default());
            }
            self.latest = (block, index);
        }
        self.counts[self.latest.1][usize::from(within)] += 1;
    }
}

/// A finished table: cells in order, each once, with the number of licences in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counts<C> {
    counts: Vec<(u64, u32)>,
    cells: PhantomData<C>,
}

impl<C: Packed> Counts<C> {
    /// Cells may come in any order and more than once.
    pub(super) fn of(cells: impl Iterator<Item = (C, u32)>) -> Self {
        let mut counts: Vec<(u64, u32)> = cells.map(|(cell, count)| (cell.pack(), count)).collect();
        counts.sort_unstable();
        Self::summed(counts)
    }

    /// Both tables together.
    pub(super) fn merged(self, other: Self) -> Self {
        let mut counts = self.counts;
        counts.extend(other.counts);
        // Two sorted runs, which a stable sort merges in one pass.
        counts.sort_by_key(|(cell, _)| *cell);
        Self::summed(counts)
    }

    /// Sorted cells, those that occur more than once summed.
    fn summed(mut counts: Vec<(u64, u32)>) -> Self {
        counts.dedup_by(|later, kept| {
            let is_same = later.0 == kept.0;
            if is_same {
                kept.1 += later.1;
            }
            is_same
        });
        Self {
            counts,
            cells: PhantomData,
        }
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = (C, u64)> {
        let counts = self.counts.iter();
        counts.map(|(cell, count)| (C::unpack(*cell), u64::from(*count)))
    }

    /// The bytes that distinguish two tables, for a digest.
    pub(super) fn bytes(&self) -> impl Iterator<Item = [u8; 12]> {
        self.counts.iter().map(|(cell, count)| {
            let mut bytes = [0; 12];
            let (front, back) = bytes.split_at_mut(8);
            front.copy_from_slice(&cell.to_le_bytes());
            back.copy_from_slice(&count.to_le_bytes());
            bytes
        })
    }

    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }
}

impl<C: Packed> From<Counter<C>> for Counts<C> {
    fn from(counter: Counter<C>) -> Self {
        let mut blocks: Vec<(u64, usize)> = counter.blocks.into_iter().collect();
        blocks.sort_unstable();
        let counts = blocks.into_iter().flat_map(|(block, index)| {
            let years = (block..).zip(counter.counts[index]);
            years.filter(|(_, count)| *count > 0)
        });
        Self {
            counts: counts.collect(),
            cells: PhantomData,
        }
    }
}
