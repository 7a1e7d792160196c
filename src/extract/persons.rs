//! Persons by their pseudonyms.

use hashbrown::HashMap;

/// A pseudonym: a number, or a text where it is not one (or has leading zeros, or over 19 digits).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Pseudonym {
    Number(u64),
    Text(Box<[u8]>),
}

impl Pseudonym {
    /// A pseudonym as it stands in a cell; none for an empty one.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match number(bytes) {
            Some(number) => Some(Self::Number(number)),
            None => (!bytes.is_empty()).then(|| Self::Text(bytes.into())),
        }
    }
}

fn number(bytes: &[u8]) -> Option<u64> {
    let is_plain = matches!(bytes, [b'0'] | [b'1'..=b'9', ..]) && bytes.len() <= 19;
    if !is_plain {
        return None;
    }
    bytes.iter().try_fold(0_u64, |value, byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + u64::from(byte - b'0'))
    })
}

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

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.met.len()
    }

    /// For every number given so far, the place of the person among all pseudonyms in order; none
    /// if they were met in that order already.
    pub(super) fn ranks(self) -> Option<Vec<u32>> {
        drop(self.indexes);
        if self.met.is_sorted() {
            return None;
        }
        let mut order: Vec<u32> = (0_u32..).take(self.met.len()).collect();
        order.sort_unstable_by(|&a, &b| self.met[a as usize].cmp(&self.met[b as usize]));
        let mut ranks = vec![0; order.len()];
        for (rank, index) in (0_u32..).zip(order) {
            ranks[index as usize] = rank;
        }
        Some(ranks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_keeps_its_leading_zeros() {
        assert_eq!(Pseudonym::of(b"12"), Some(Pseudonym::Number(12)));
        assert_eq!(
            Pseudonym::of(b"012"),
            Some(Pseudonym::Text(b"012".as_slice().into()))
        );
        assert!(matches!(Pseudonym::of(b"AB12"), Some(Pseudonym::Text(_))));
        assert!(matches!(
            Pseudonym::of(b"12345678901234567890"),
            Some(Pseudonym::Text(_))
        ));
        assert_eq!(Pseudonym::of(b""), None);
    }

    #[test]
    fn ranks_follow_the_pseudonyms_whatever_the_order_they_were_met_in() {
        let mut persons = Persons::default();
        for name in [b"30".as_slice(), b"x", b"4", b"30"] {
            persons.index(Pseudonym::of(name).unwrap()).unwrap();
        }
        assert_eq!(persons.ranks(), Some(vec![1, 2, 0]));
        let mut sorted = Persons::default();
        for name in [b"4".as_slice(), b"30"] {
            sorted.index(Pseudonym::of(name).unwrap()).unwrap();
        }
        assert_eq!(sorted.ranks(), None);
    }
}
