//! What the symbols among the figures mean.
//!
//! One to six dots are missing values, `-` is nil: zero, "nothing to report". `DATASYMBOL1` to `DATASYMBOL6`
//! say what the dots mean in this file; where they or a note say confidential, the value is suppressed.

use std::sync::Arc;

use super::super::statistical_table::{StatValue, is_number};
use super::metadata::Metadata;

/// What words of a legend tell that a value is protected: in Swedish, English, Finnish, Norwegian, Danish and
/// German.
const PROTECTED: [&str; 19] = [
    "sekretess",
    "skydd",
    "röj",
    "konfidenti",
    "konfidensiel",
    "confidential",
    "secret",
    "hidden",
    "classified",
    "suppress",
    "disclos",
    "protected",
    "salassa",
    "luottamuksel",
    "hemmelig",
    "diskretion",
    "geheim",
    "vertraulich",
    "fortrolig",
];

/// The symbols of one file.
pub(super) struct Symbols {
    /// By the number of dots less one: the symbol, its text, and whether it means protected.
    dots: [(Arc<str>, Option<String>, bool); 6],
    nil: Arc<str>,
    nil_text: Option<String>,
}

impl Symbols {
    pub(super) fn read(metadata: &Metadata<'_>, notes: &[String]) -> Self {
        let mut keywords = [
            "DATASYMBOL1",
            "DATASYMBOL2",
            "DATASYMBOL3",
            "DATASYMBOL4",
            "DATASYMBOL5",
            "DATASYMBOL6",
        ]
        .into_iter()
        .enumerate();
        let mut dots = std::array::from_fn(|_| (Arc::from(""), None, false));
        for slot in &mut dots {
            let Some((at, keyword)) = keywords.next() else {
                break;
            };
            let symbol = ".".repeat(at + 1);
            let text = metadata.text(keyword);
            let legends = text
                .iter()
                .map(String::as_str)
                .chain(legends(notes, &symbol));
            let is_protected = legends.map(str::to_lowercase).any(|legend| {
                let mut words = PROTECTED.iter();
                words.any(|word| legend.contains(word))
            });
            *slot = (symbol.into(), text, is_protected);
        }
        Self {
            dots,
            nil: "-".into(),
            nil_text: metadata.text("DATASYMBOLNIL"),
        }
    }

    /// What a figure or a symbol stands for; none if it is neither.
    pub(super) fn value(&self, text: &str) -> Option<StatValue> {
        if is_number(text) {
            return Some(StatValue::Number(text.into()));
        }
        if text == "-" || self.nil_text.as_deref() == Some(text) {
            return Some(StatValue::Nil(self.nil.clone()));
        }
        let mut dots = self.dots.iter();
        let (symbol, _, is_protected) =
            dots.find(|(symbol, legend, _)| **symbol == *text || legend.as_deref() == Some(text))?;
        Some(if *is_protected {
            StatValue::Suppressed(symbol.clone())
        } else {
            StatValue::Missing(symbol.clone())
        })
    }
}

/// What notes say a symbol means: `.. = Data not available`.
fn legends<'n>(notes: &'n [String], symbol: &str) -> impl Iterator<Item = &'n str> {
    notes
        .iter()
        .flat_map(|note| note.lines())
        .filter_map(move |line| {
            let meaning = line.trim().strip_prefix(symbol)?.trim_start();
            meaning.strip_prefix(['=', ':'])
        })
}

#[cfg(test)]
mod tests {
    use super::super::statement::Statement;
    use super::super::statement::Token;
    use super::*;

    fn symbols(legend: &[(&str, &str)], notes: &[&str]) -> Symbols {
        let statements: Vec<Statement> = legend
            .iter()
            .map(|(keyword, text)| Statement {
                keyword: (*keyword).to_owned(),
                language: None,
                subkeys: Vec::new(),
                value: vec![Token::Text((*text).to_owned())],
                place: 0..0,
            })
            .collect();
        let notes: Vec<String> = notes.iter().map(|&note| note.to_owned()).collect();
        Symbols::read(&Metadata::new(&statements), &notes)
    }

    #[test]
    fn dots_are_missing_and_a_dash_is_zero() {
        let symbols = symbols(&[], &[]);
        for count in 1..=6 {
            let dots = ".".repeat(count);
            let expected = StatValue::Missing(dots.as_str().into());
            assert_eq!(symbols.value(&dots), Some(expected));
        }
        assert_eq!(symbols.value("-"), Some(StatValue::Nil("-".into())));
        assert_eq!(symbols.value("-").unwrap().number(), Some(0.0));
        assert_eq!(symbols.value(".......").map(|_| ()), None);
        assert_eq!(symbols.value("x").map(|_| ()), None);
    }

    #[test]
    fn a_legend_says_which_dots_are_suppressed() {
        let symbols = symbols(
            &[
                ("DATASYMBOL1", "Sekretess"),
                ("DATASYMBOLNIL", "0 eller inget"),
            ],
            &[".. = Uppgift saknas\n... = skyddad uppgift"],
        );
        assert_eq!(symbols.value("."), Some(StatValue::Suppressed(".".into())));
        assert_eq!(symbols.value("Sekretess"), symbols.value("."));
        assert_eq!(symbols.value(".."), Some(StatValue::Missing("..".into())));
        assert_eq!(
            symbols.value("..."),
            Some(StatValue::Suppressed("...".into()))
        );
        assert_eq!(symbols.value("0 eller inget"), symbols.value("-"));
    }
}
