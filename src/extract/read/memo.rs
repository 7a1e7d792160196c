//! Remembering what a text meant: extracts hold few different values in very many rows.

use crate::extract::dictionary::Code;
use crate::extract::problem::Resolved;

const SLOTS: usize = 1024;

/// A text and what it means.
type Meaning = (Box<[u8]>, Resolved<Code>);

/// A direct-mapped memory from texts to codes, and to what is wrong with those that have none. A
/// text that finds its slot taken displaces the other, so memory stays small whatever the values.
pub(super) struct Memo {
    slots: Vec<Option<Meaning>>,
}

impl Memo {
    pub(super) fn new() -> Self {
        Self {
            slots: vec![None; SLOTS],
        }
    }

    /// The code of a text, resolved only if it is not remembered.
    pub(super) fn code(
        &mut self,
        text: &[u8],
        resolve: impl FnOnce() -> Resolved<Code>,
    ) -> Resolved<Code> {
        let slot = &mut self.slots[slot_of(text)];
        match slot {
            Some((known, code)) if **known == *text => code.clone(),
            _ => {
                let code = resolve();
                *slot = Some((text.into(), code.clone()));
                code
            }
        }
    }
}

/// A cheap hash of the first and last eight bytes and the length, which distinguish short codes and
/// names well.
fn slot_of(text: &[u8]) -> usize {
    let length = text.len().min(8);
    let (mut first, mut last) = ([0; 8], [0; 8]);
    first[..length].copy_from_slice(&text[..length]);
    last[..length].copy_from_slice(&text[text.len() - length..]);
    let ends = u64::from_le_bytes(first) ^ u64::from_le_bytes(last).rotate_left(23);
    let mixed = (ends ^ text.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let [.., low, high] = mixed.to_le_bytes();
    usize::from(u16::from_le_bytes([low, high])) % SLOTS
}
