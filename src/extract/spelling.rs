//! Pseudonyms that are written in several ways.
//!
//! A program that takes pseudonyms for numbers strips zeros (`00123` → `123`), adds decimals (`123.0`)
//! or rounds (`1,2E+11`). Then the same person has another name in the next file, and everyone seems to
//! leave and to come.

use hashbrown::HashMap;

use super::pseudonym::Pseudonym;

/// What is wrong with how pseudonyms are written, with persons by the number they were met with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misspelt {
    /// Persons who are the same but for leading zeros, decimals or case, and the first two.
    Twice { count: u64, first: [u32; 2] },
    /// Persons whose pseudonym was rounded to a power of ten, and the first.
    Rounded { count: u64, first: u32 },
}

/// Looks for pseudonyms that mean the same. `index_of` finds the person with a pseudonym.
pub(super) fn misspelt(
    met: &[Pseudonym],
    index_of: impl Fn(&Pseudonym) -> Option<u32>,
) -> Option<Misspelt> {
    let texts = || {
        (0_u32..)
            .zip(met)
            .filter(|(_, one)| matches!(one, Pseudonym::Text(_)))
    };
    texts().next()?;
    let mut rounded = texts().filter(|(_, one)| is_rounded(one));
    if let Some((first, _)) = rounded.next() {
        let count = 1 + rounded.count() as u64;
        return Some(Misspelt::Rounded { count, first });
    }
    if have_equal_digits(met) {
        return None;
    }
    let mut uncommon: HashMap<Pseudonym, u32> = HashMap::new();
    let (mut count, mut pair) = (0, None);
    for (index, one) in texts() {
        let common = canonical(one);
        if common == *one {
            continue;
        }
        let other = index_of(&common).or_else(|| uncommon.insert(common, index));
        if let Some(other) = other {
            count += 1;
            pair = pair.or(Some([other, index]));
        }
    }
    pair.map(|first| Misspelt::Twice { count, first })
}

/// Whether all are digits, equally many: then no two can be the same.
fn have_equal_digits(met: &[Pseudonym]) -> bool {
    let mut digits = met.iter().map(|one| match one {
        Pseudonym::Number(number) => Some(number.checked_ilog10().unwrap_or(0) as usize + 1),
        Pseudonym::Text(text) => text.iter().all(u8::is_ascii_digit).then_some(text.len()),
    });
    let first = digits.next().flatten();
    first.is_some() && digits.all(|own| own == first)
}

/// A pseudonym without leading zeros and decimals that are zero, in capitals.
pub(super) fn canonical(pseudonym: &Pseudonym) -> Pseudonym {
    let Pseudonym::Text(text) = pseudonym else {
        return pseudonym.clone();
    };
    let whole = without_decimals(text);
    if !whole.iter().all(u8::is_ascii_digit) {
        return Pseudonym::Text(text.to_ascii_uppercase().into());
    }
    let zeros = whole.iter().take_while(|digit| **digit == b'0').count();
    let digits = &whole[zeros.min(whole.len().saturating_sub(1))..];
    let number = std::str::from_utf8(digits)
        .ok()
        .filter(|digits| digits.len() <= 19);
    match number.and_then(|digits| digits.parse().ok()) {
        Some(number) => Pseudonym::Number(number),
        None => Pseudonym::Text(digits.into()),
    }
}

/// `123.0` → `123`.
fn without_decimals(text: &[u8]) -> &[u8] {
    match text.iter().position(|byte| matches!(byte, b'.' | b',')) {
        Some(point) if point > 0 && text[point + 1..].iter().all(|byte| *byte == b'0') => {
            &text[..point]
        }
        _ => text,
    }
}

/// `1,2E+11`, which was a number of twelve digits; `12E4` may be a pseudonym.
fn is_rounded(pseudonym: &Pseudonym) -> bool {
    let Pseudonym::Text(text) = pseudonym else {
        return false;
    };
    let Some(at) = text.iter().position(|byte| matches!(byte, b'e' | b'E')) else {
        return false;
    };
    let (digits, power) = (&text[..at], &text[at + 1..]);
    let power = power.strip_prefix(b"+").unwrap_or(power);
    let has_point = matches!(digits, [b'0'..=b'9', b'.' | b',', rest @ ..] if rest.iter().all(u8::is_ascii_digit));
    has_point && !power.is_empty() && power.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::persons::Persons;
    use crate::extract::pseudonym::Written;

    fn found(names: &[&str]) -> Option<Misspelt> {
        let mut persons = Persons::default();
        for name in names {
            let pseudonym = Written::of(name.as_bytes()).unwrap().to_owned();
            persons.index(pseudonym).unwrap();
        }
        persons.misspelt()
    }

    #[test]
    fn one_person_written_in_two_ways_is_found() {
        let twice = |count, first| Some(Misspelt::Twice { count, first });
        assert_eq!(found(&["123", "5", "00123"]), twice(1, [0, 2]));
        assert_eq!(found(&["123.0", "00123", "123"]), twice(2, [2, 0]));
        assert_eq!(found(&["0123", "123,00"]), twice(1, [0, 1]));
        assert_eq!(found(&["AB12", "ab12"]), twice(1, [0, 1]));
        let long = ["0012345678901234567890", "12345678901234567890"];
        assert_eq!(found(&long), twice(1, [1, 0]));
    }

    #[test]
    fn different_persons_are_left_alone() {
        for names in [
            ["123", "124"],
            ["0012", "9912"],
            ["0012", "13"],
            ["a1", "B1"],
            ["1e5", "12E34567"],
        ] {
            assert_eq!(found(&names), None, "{names:?}");
        }
    }

    #[test]
    fn a_rounded_number_names_no_one() {
        let rounded = Some(Misspelt::Rounded { count: 2, first: 1 });
        assert_eq!(found(&["123", "1,23E+11", "1.5e12"]), rounded);
    }
}
