//! Pseudonyms, as kept and as written.

use crate::source::is_missing_name;

/// A pseudonym: a number, or a text where it is not one (or has leading zeros, or over 19 digits).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Pseudonym {
    Number(u64),
    Text(Box<[u8]>),
}

/// A pseudonym as written in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written<'a> {
    Number(u64),
    Text(&'a [u8]),
}

impl<'a> Written<'a> {
    /// None for an empty cell, and for one that says that the pseudonym is missing.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        match number(bytes) {
            Some(number) => Some(Self::Number(number)),
            None => (!is_missing_name(bytes)).then_some(Self::Text(bytes)),
        }
    }

    /// Whether it names the same person.
    pub(super) fn is(self, pseudonym: &Pseudonym) -> bool {
        match (self, pseudonym) {
            (Self::Number(own), Pseudonym::Number(other)) => own == *other,
            (Self::Text(own), Pseudonym::Text(other)) => *own == **other,
            _ => false,
        }
    }

    pub(super) fn to_owned(self) -> Pseudonym {
        match self {
            Self::Number(number) => Pseudonym::Number(number),
            Self::Text(text) => Pseudonym::Text(text.into()),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bytes: &[u8]) -> Option<Pseudonym> {
        let written = Written::of(bytes)?;
        let owned = written.to_owned();
        assert!(written.is(&owned));
        Some(owned)
    }

    #[test]
    fn a_pseudonym_keeps_its_leading_zeros() {
        assert_eq!(written(b"12"), Some(Pseudonym::Number(12)));
        assert_eq!(
            written(b"012"),
            Some(Pseudonym::Text(b"012".as_slice().into()))
        );
        assert!(matches!(written(b"AB12"), Some(Pseudonym::Text(_))));
        assert!(matches!(
            written(b"12345678901234567890"),
            Some(Pseudonym::Text(_))
        ));
        for missing in [b"".as_slice(), b"..", b".", b"x", b"NA", b"-"] {
            assert_eq!(written(missing), None);
        }
    }
}
