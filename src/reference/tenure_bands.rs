//! Bands of years since the licence.

/// Bands of years since the licence, the newest licences first; the last band has no end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenureBands {
    /// The first year of each, ascending.
    begin: Vec<u8>,
}

impl TenureBands {
    /// The bands that begin so many years after the licence, the first of them at once.
    pub(super) fn beginning(mut begin: Vec<u8>) -> Self {
        begin.sort_unstable();
        Self { begin }
    }

    /// The number of the band that so many years since the licence lie in, from 0.
    #[must_use]
    pub fn of(&self, since: u8) -> u8 {
        let later = self.begin.iter().skip(1);
        later.filter(|first| **first <= since).map(|_| 1).sum()
    }

    /// The years of a band, `5–9` or `30+`; none of a band that there is not.
    #[must_use]
    pub fn years(&self, band: u8) -> Option<String> {
        let mut begin = self.begin.iter().skip(band.into());
        let first = begin.next()?;
        Some(match begin.next() {
            Some(next) => format!("{first}–{}", next - 1),
            None => format!("{first}+"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_ends_where_the_next_begins() {
        let bands = TenureBands::beginning(vec![0, 5, 10]);
        assert_eq!(
            [0, 4, 5, 9, 10, 60].map(|since| bands.of(since)),
            [0, 0, 1, 1, 2, 2]
        );
        let years = [0, 1, 2, 3].map(|band| bands.years(band));
        let expected = [Some("0–4"), Some("5–9"), Some("10+"), None];
        assert_eq!(years, expected.map(|years| years.map(str::to_owned)));
    }
}
