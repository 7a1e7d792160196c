//! Comparing words the way a reader does.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The letters and digits of `text` alone: without case, diacritics, spaces and punctuation.
///
/// `Tandläkare`, `TANDLAKARE`, `tand-läkare` and a decomposed `tandla` + U+0308 + `kare` all fold to
/// `tandlakare`; `län_kod` and `Länkod` both to `lankod`.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|&letter| !is_combining_mark(letter))
        .flat_map(char::to_lowercase)
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_variants_fold_to_one_word() {
        for variant in [
            "Tandläkare",
            "TANDLAKARE",
            "tand-läkare",
            " tandla\u{308}kare\u{a0}",
        ] {
            assert_eq!(fold(variant), "tandlakare", "{variant}");
        }
        assert_eq!(fold("Uppsala/Örebro"), fold("uppsala–orebro"));
        assert_ne!(fold("01"), fold("1"));
    }
}
