//! Notes about many cells at once.

use std::collections::BTreeMap;
use std::sync::Arc;

/// How many combinations of dimensions the notes of one table may be about.
const MOST_SHAPES: usize = 64;

/// Texts about the cells that have given values in some of the dimensions, whatever the others are.
///
/// PX writes `CELLNOTE("*","20","*")="…"`: a note about every cell of the age 20. Notes are grouped
/// by the dimensions that they name, so that a cell is looked up once for each such group.
#[derive(Clone, Debug, Default)]
pub(super) struct CellNotes {
    by_shape: BTreeMap<Vec<usize>, OfShape>,
}

/// The texts by the positions in the dimensions that they name.
type OfShape = BTreeMap<Vec<usize>, Vec<Arc<str>>>;

impl CellNotes {
    /// Adds a text about the cells at these positions, `None` meaning any; false if the notes are
    /// about too many combinations of dimensions.
    pub(super) fn add(&mut self, at: &[Option<usize>], text: &str) -> bool {
        let shape: Vec<usize> = (0..at.len()).filter(|&of| at[of].is_some()).collect();
        if self.by_shape.len() >= MOST_SHAPES && !self.by_shape.contains_key(&shape) {
            return false;
        }
        let of_shape = self.by_shape.entry(shape).or_default();
        let texts = of_shape.entry(at.iter().flatten().copied().collect());
        texts.or_default().push(text.into());
        true
    }

    /// The texts about the cell at a position in every dimension.
    pub(super) fn at(&self, at: &[usize]) -> Vec<&str> {
        let found: Vec<&Vec<Arc<str>>> = self
            .by_shape
            .iter()
            .filter_map(|(shape, notes)| {
                let key: Vec<usize> = shape.iter().map(|&of| at[of]).collect();
                notes.get(&key)
            })
            .collect();
        found.into_iter().flatten().map(AsRef::as_ref).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_about_every_cell_with_its_values() {
        let mut notes = CellNotes::default();
        assert!(notes.add(&[None, Some(1)], "second column"));
        assert!(notes.add(&[Some(0), Some(1)], "one cell"));
        assert!(notes.add(&[None, None], "all"));
        assert_eq!(notes.at(&[0, 1]), ["all", "one cell", "second column"]);
        assert_eq!(notes.at(&[2, 1]), ["all", "second column"]);
        assert_eq!(notes.at(&[2, 0]), ["all"]);
    }

    #[test]
    fn notes_about_endless_combinations_are_bounded() {
        let mut notes = CellNotes::default();
        let added = (0..200_u32).filter(|number| {
            let at: Vec<Option<usize>> = (0..8)
                .map(|bit| (number >> bit & 1 == 1).then_some(0))
                .collect();
            notes.add(&at, "x")
        });
        assert_eq!(added.count(), MOST_SHAPES);
    }
}
