//! Remembering what a text meant: extracts hold few different values in very many rows.

use crate::extract::check::Problem;
use crate::extract::dictionary::Code;

const SLOTS: usize = 1024;

/// A direct-mapped memory from texts to codes. A text that finds its slot taken displaces the
/// other, so memory stays small whatever the values are.
pub(super) struct Memo {
    slots: Vec<Option<(Box<[u8]>, Code)>>,
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
        resolve: impl FnOnce() -> Result<Code, Problem>,
    ) -> Result<Code, Problem> {
        let slot = &mut self.slots[slot_of(text)];
        match slot {
            Some((known, code)) if **known == *text => Ok(*code),
            _ => {
                let code = resolve()?;
                *slot = Some((text.into(), code));
                Ok(code)
            }
        }
    }
}

/// A cheap hash of the ends and the length, which tell short codes and names apart well.
fn slot_of(text: &[u8]) -> usize {
    let mut ends = [0_u8; 16];
    let length = text.len().min(8);
    ends[..length].copy_from_slice(&text[..length]);
    ends[8..8 + length].copy_from_slice(&text[text.len() - length..]);
    let number = u128::from_le_bytes(ends);
    let [low, high] = [number as u64, (number >> 64) as u64];
    let mixed =
        (low ^ high.rotate_left(23) ^ text.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 54) as usize
}
