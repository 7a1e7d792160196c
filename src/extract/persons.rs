//! Persons by their pseudonyms.

use hashbrown::{HashMap, HashSet};

use super::pseudonym::{Pseudonym, Written};
use super::spelling::{Misspelt, canonical, misspelt};

/// All persons of an extract, numbered in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub(super) struct Persons {
    // Looked up only, never walked: the order of a hash map does not reach any result.
    indexes: HashMap<Pseudonym, u32>,
    met: Vec<Pseudonym>,
}

impl Persons {
    /// The number of a person, a new one if it has not been met; none beyond four billion.
    pub(super) fn index(&mut self, pseudonym: Pseudonym) -> Option<u32> {
        if let Some(&index) = self.indexes.get(&pseudonym) {
            return Some(index);
        }
        let index = u32::try_from(self.met.len()).ok()?;
        self.met.push(pseudonym.clone());
        self.indexes.insert(pseudonym, index);
        Some(index)
    }

    /// What is wrong with how the pseudonyms are written, if anything is.
    pub(super) fn misspelt(&self) -> Option<Misspelt> {
        misspelt(&self.met, |pseudonym| self.indexes.get(pseudonym).copied())
    }

    /// All pseudonyms in order, and, if they were not met in that order already, for every number
    /// given so far the place of the person among them.
    pub(super) fn in_order(self) -> (Pseudonyms, Option<Vec<u32>>) {
        drop(self.indexes);
        let mut met = self.met;
        if met.is_sorted() {
            return (Pseudonyms(met), None);
        }
        let mut order: Vec<u32> = (0_u32..).take(met.len()).collect();
        order.sort_unstable_by(|&a, &b| met[a as usize].cmp(&met[b as usize]));
        let mut ranks = vec![0; order.len()];
        for (rank, index) in (0_u32..).zip(order) {
            ranks[index as usize] = rank;
        }
        met.sort_unstable();
        (Pseudonyms(met), Some(ranks))
    }
}

/// The pseudonyms of a register in order; a person's place among them is the person's index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pseudonyms(Vec<Pseudonym>);

impl Pseudonyms {
    /// Those that are these numbers, given in rising order.
    pub(super) fn of_numbers(numbers: impl IntoIterator<Item = u64>) -> Self {
        Self(numbers.into_iter().map(Pseudonym::Number).collect())
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }

    /// The index of the person with a pseudonym as written in a cell.
    pub(super) fn index_of(&self, written: &str) -> Option<u32> {
        let pseudonym = Written::of(written.trim_ascii().as_bytes())?.to_owned();
        let index = self.0.binary_search(&pseudonym).ok()?;
        u32::try_from(index).ok()
    }

    /// How many of these pseudonyms are not here but would be if both were written alike.
    pub(super) fn written_otherwise<'a>(&self, given: impl Iterator<Item = &'a str>) -> usize {
        let sought: Vec<Pseudonym> = given
            .filter(|written| self.index_of(written).is_none())
            .filter_map(|written| Written::of(written.trim_ascii().as_bytes()))
            .map(|own| canonical(&own.to_owned()))
            .collect();
        if sought.is_empty() {
            return 0;
        }
        let own: HashSet<Pseudonym> = self.0.iter().map(canonical).collect();
        sought.iter().filter(|one| own.contains(*one)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudonym(bytes: &[u8]) -> Pseudonym {
        Written::of(bytes).unwrap().to_owned()
    }

    #[test]
    fn ranks_follow_the_pseudonyms_whatever_the_order_they_were_met_in() {
        let mut persons = Persons::default();
        for name in [b"30".as_slice(), b"y", b"4", b"30"] {
            persons.index(pseudonym(name)).unwrap();
        }
        let (pseudonyms, ranks) = persons.in_order();
        assert_eq!(ranks, Some(vec![1, 2, 0]));
        let indexes = ["30", "y", " 4 ", "04", ""].map(|name| pseudonyms.index_of(name));
        assert_eq!(indexes, [Some(1), Some(2), Some(0), None, None]);
        let given = ["4", "04", "4.0", "Y", "7"];
        assert_eq!(pseudonyms.written_otherwise(given.into_iter()), 3);
        let mut sorted = Persons::default();
        for name in [b"4".as_slice(), b"30"] {
            sorted.index(pseudonym(name)).unwrap();
        }
        assert_eq!(sorted.in_order().1, None);
    }
}
