//! Texts of a columnar file as codes and pseudonyms.

use crate::extract::dictionary::Code;
use crate::extract::pseudonym::Written;
use crate::source::{Texts, dictionary_entry, digits};

impl Texts {
    /// The code of every text. `resolve` is asked for one of equal neighbours only, and `None` (a
    /// problem, which it has noted) becomes 0.
    pub(super) fn codes<T: Copy>(
        &self,
        mut resolve: impl FnMut(usize, &[u8]) -> Option<Code>,
        of: impl Fn(Code) -> T,
    ) -> Vec<T> {
        let mut codes = Vec::new();
        match self {
            Self::Text(column) => {
                let Ok(texts) = column.str() else {
                    return codes;
                };
                for part in texts.downcast_iter() {
                    // Equal views of one array are equal texts.
                    let mut cache = Cache::new();
                    let start = codes.len();
                    codes.extend((0..part.len()).map(|at| {
                        let view = part.get(at).map(|_| part.views()[at].as_u128());
                        of(cache.code(view, || {
                            let text = part.get(at).unwrap_or_default();
                            resolve(start + at, text.as_bytes())
                        }))
                    }));
                }
            }
            Self::Whole(column) => {
                let Ok(wholes) = column.i64() else {
                    return codes;
                };
                let (mut cache, mut buffer) = (Cache::new(), Vec::with_capacity(20));
                codes.extend(wholes.iter().enumerate().map(|(row, whole)| {
                    let key = whole.map(|whole| u128::from(whole.cast_unsigned()));
                    of(cache.code(key, || resolve(row, digits(whole, &mut buffer))))
                }));
            }
            Self::Dictionary(ids, entries) => {
                let Ok(ids) = ids.i64() else { return codes };
                let mut cache = Cache::new();
                codes.extend(ids.iter().enumerate().map(|(row, id)| {
                    let key = id.map(|id| u128::from(id.cast_unsigned()));
                    of(cache.code(key, || {
                        resolve(row, dictionary_entry(entries, id).as_bytes())
                    }))
                }));
            }
            Self::Other(texts) => {
                codes.extend(
                    texts
                        .iter()
                        .enumerate()
                        .map(|(row, text)| of(resolve(row, text.as_bytes()).unwrap_or_default())),
                );
            }
        }
        codes
    }

    /// A pseudonym in the column of persons.
    pub(super) fn written<'a>(
        &'a self,
        row: usize,
        buffer: &'a mut Vec<u8>,
    ) -> Option<Written<'a>> {
        match self {
            Self::Text(column) => Written::of(column.str().ok()?.get(row)?.trim().as_bytes()),
            Self::Whole(column) => {
                let whole = column.i64().ok()?.get(row)?;
                match u64::try_from(whole) {
                    Ok(number) => Some(Written::Number(number)),
                    Err(_) => Written::of(digits(Some(whole), buffer)),
                }
            }
            Self::Dictionary(ids, entries) => {
                let id = ids.i64().ok()?.get(row);
                Written::of(dictionary_entry(entries, id).trim().as_bytes())
            }
            Self::Other(texts) => Written::of(texts.get(row)?.as_bytes()),
        }
    }
}

/// Codes by keys that are cheap to compare, direct-mapped.
struct Cache {
    slots: Vec<Option<(Option<u128>, Code)>>,
}

impl Cache {
    const SLOTS: usize = 256;

    fn new() -> Self {
        Self {
            slots: vec![None; Self::SLOTS],
        }
    }

    fn code(&mut self, key: Option<u128>, resolve: impl FnOnce() -> Option<Code>) -> Code {
        let [low, high] = key.map_or([u64::MAX, u64::MAX], |key| {
            let bytes = key.to_le_bytes();
            let (low, high) = bytes.split_at(8);
            [low, high].map(|half| half.iter().rev().fold(0, |sum, b| sum << 8 | u64::from(*b)))
        });
        let mixed = (low ^ high.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let slot = &mut self.slots[usize::from(mixed.to_be_bytes()[0])];
        match slot {
            Some((known, code)) if *known == key => *code,
            _ => match resolve() {
                Some(code) => {
                    *slot = Some((key, code));
                    code
                }
                None => 0,
            },
        }
    }
}
