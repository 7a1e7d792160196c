//! The footer of a Parquet file, walked before it is believed.
//!
//! Lists in Thrift's compact protocol begin with their length, and polars makes room for as many
//! elements before it has seen one. The walk takes the same way through the same fields and checks
//! that every length fits what is left of the footer.

use super::Damage;
use super::nesting::check_tree;

/// What a field holds.
#[derive(Clone, Copy)]
enum Shape {
    Truth,
    Byte,
    Varint,
    /// A varint that says how many of the following schema elements are a column's parts.
    Parts,
    Binary,
    Struct(Fields),
    /// A struct that is an element of the schema.
    Element(Fields),
    List(&'static Shape),
}

/// The fields of a struct that polars reads or leaves out by their number.
type Fields = &'static [(i16, Shape)];

use Shape::{Binary, Byte, Element, List, Parts, Struct, Truth, Varint};

const FILE: Fields = &[
    (1, Varint),
    (2, List(&Element(SCHEMA_ELEMENT))),
    (3, Varint),
    (4, List(&Struct(ROW_GROUP))),
    (5, List(&Struct(KEY_VALUE))),
    (6, Binary),
    (7, List(&Struct(COLUMN_ORDER))),
];
const SCHEMA_ELEMENT: Fields = &[
    (1, Varint),
    (2, Varint),
    (3, Varint),
    (4, Binary),
    (5, Parts),
    (6, Varint),
    (7, Varint),
    (8, Varint),
    (9, Varint),
    (10, Struct(LOGICAL_TYPE)),
];
const LOGICAL_TYPE: Fields = &[
    (1, Struct(&[])),
    (2, Struct(&[])),
    (3, Struct(&[])),
    (4, Struct(&[])),
    (5, Struct(&[(1, Varint), (2, Varint)])),
    (6, Struct(&[])),
    (7, Struct(TIME)),
    (8, Struct(TIME)),
    (10, Struct(&[(1, Byte), (2, Truth)])),
    (11, Struct(&[])),
    (12, Struct(&[])),
    (13, Struct(&[])),
    (14, Struct(&[])),
    (15, Struct(&[])),
];
const TIME: Fields = &[(1, Truth), (2, Struct(TIME_UNIT))];
const TIME_UNIT: Fields = &[(1, Struct(&[])), (2, Struct(&[])), (3, Struct(&[]))];
const ROW_GROUP: Fields = &[
    (1, List(&Struct(COLUMN_CHUNK))),
    (2, Varint),
    (3, Varint),
    (4, List(&Struct(&[(1, Varint), (2, Truth), (3, Truth)]))),
    (5, Varint),
    (6, Varint),
    (7, Varint),
];
const COLUMN_CHUNK: Fields = &[
    (1, Binary),
    (2, Varint),
    (3, Struct(COLUMN)),
    (4, Varint),
    (5, Varint),
    (6, Varint),
    (7, Varint),
];
const COLUMN: Fields = &[
    (1, Varint),
    (2, List(&Varint)),
    (3, List(&Binary)),
    (4, Varint),
    (5, Varint),
    (6, Varint),
    (7, Varint),
    (8, List(&Struct(KEY_VALUE))),
    (9, Varint),
    (10, Varint),
    (11, Varint),
    (12, Struct(STATISTICS)),
    (14, Varint),
    (15, Varint),
];
const STATISTICS: Fields = &[
    (1, Binary),
    (2, Binary),
    (3, Varint),
    (4, Varint),
    (5, Binary),
    (6, Binary),
    (7, Truth),
    (8, Truth),
];
const KEY_VALUE: Fields = &[(1, Binary), (2, Binary)];
const COLUMN_ORDER: Fields = &[(1, Struct(&[])), (2, Struct(&[]))];

/// The deepest that a footer's structs lie in each other.
const DEPTH: usize = 16;

/// Checks that all lengths in a footer fit it, and that its schema is not too deep.
///
/// # Errors
/// A footer that polars should not see.
pub(super) fn check_footer(footer: &[u8]) -> Result<(), Damage> {
    let mut walk = Walk {
        rest: footer,
        parts: Vec::new(),
    };
    walk.fields(FILE, DEPTH).ok_or(Damage::Description)?;
    check_tree(&walk.parts)
}

/// What is left of a footer, and how many parts each element of its schema has.
struct Walk<'a> {
    rest: &'a [u8],
    parts: Vec<usize>,
}

impl Walk<'_> {
    fn fields(&mut self, fields: Fields, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let mut last = 0_i16;
        loop {
            let head = self.byte()?;
            let (step, code) = (head >> 4, head & 0xf);
            if code == 0 {
                return Some(());
            }
            last = match step {
                0 => i16::try_from(self.whole()?).ok()?,
                step => last.checked_add(step.into())?,
            };
            match fields.iter().find(|(number, _)| *number == last) {
                Some((_, shape)) => self.known(*shape, code, depth)?,
                None => self.unknown(code, depth)?,
            }
        }
    }

    fn known(&mut self, shape: Shape, code: u8, depth: usize) -> Option<()> {
        match (shape, code) {
            (Truth, 1 | 2) => Some(()),
            (Byte, 3) => self.skip(1),
            (Varint, 4..=6) => self.whole().map(drop),
            (Parts, 4..=6) => {
                let parts = usize::try_from(self.whole()?).ok()?;
                *self.parts.last_mut()? = parts;
                Some(())
            }
            (Binary, 8) => self.binary(),
            (Struct(fields), 12) => self.fields(fields, depth),
            (Element(fields), 12) => {
                self.parts.push(0);
                self.fields(fields, depth)
            }
            (List(of), 9) => {
                let (length, code) = self.list()?;
                (0..length).try_for_each(|_| self.known(*of, code, depth))
            }
            _ => None,
        }
    }

    fn unknown(&mut self, code: u8, depth: usize) -> Option<()> {
        match code {
            1 | 2 => Some(()),
            3 => self.skip(1),
            4..=6 => self.whole().map(drop),
            7 => self.skip(8),
            8 => self.binary(),
            9 => {
                let depth = depth.checked_sub(1)?;
                match self.list()? {
                    // polars takes no byte for a truth value in a list that it leaves out.
                    (1.., 1 | 2) => None,
                    (length, code) => (0..length).try_for_each(|_| self.unknown(code, depth)),
                }
            }
            12 => self.fields(&[], depth),
            _ => None,
        }
    }

    /// The length of a list and the code of its elements. No element takes less than a byte.
    fn list(&mut self) -> Option<(usize, u8)> {
        let head = self.byte()?;
        let length = match head >> 4 {
            15 => usize::try_from(self.varint()?).ok()?,
            length => length.into(),
        };
        (length <= self.rest.len()).then_some((length, head & 0xf))
    }

    fn binary(&mut self) -> Option<()> {
        let length = usize::try_from(self.varint()?).ok()?;
        self.skip(length)
    }

    fn skip(&mut self, bytes: usize) -> Option<()> {
        self.rest = self.rest.get(bytes..)?;
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A signed number, written zigzag.
    fn whole(&mut self) -> Option<i64> {
        let value = self.varint()?;
        let half = i64::try_from(value >> 1).ok()?;
        Some(if value & 1 == 0 { half } else { -half - 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_longer_than_the_footer_is_refused() {
        // Field 4 (row groups): a list of 2^31 − 1 structs, and nothing after it.
        let footer = [0x49, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07, 0x00];
        assert_eq!(check_footer(&footer), Err(Damage::Description));
        // The same with no row groups.
        assert_eq!(check_footer(&[0x49, 0x0c, 0x00]), Ok(()));
    }

    #[test]
    fn a_field_of_another_kind_than_its_number_says_is_refused() {
        // Field 3 (rows) as a text of one letter: polars would read the length as the number.
        assert_eq!(
            check_footer(&[0x38, 0x01, b'a', 0x00]),
            Err(Damage::Description)
        );
    }
}
