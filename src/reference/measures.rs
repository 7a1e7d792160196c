//! What the figures of a table count, by the words of its title or of the header above them.

use std::sync::LazyLock;

use super::embedded::{names, rows};
use crate::language::{Words, words};
use crate::source::{Fault, Faults, fold};

const FILE: &str = "data/measures.csv";
const TEXT: &str = include_str!("../../data/measures.csv");

/// Something that official tables count or measure, whether an input takes it or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name; that of the column of an input if an input takes it: `folkmängd`.
    pub name: String,
    /// Its name in both languages.
    pub words: Words,
    /// Whether only a header names it: a title that mentions it is about more.
    is_of_headers: bool,
    /// How texts that name it put it, every word folded and separated by one blank.
    phrases: Vec<String>,
}

/// In the order in which they are looked for: a share of the employed is a share.
///
/// A fault in the embedded table leaves it empty, which the tests rule out.
static MEASURES: LazyLock<Vec<Measure>> = LazyLock::new(|| read().unwrap_or_default());

fn read() -> Result<Vec<Measure>, Faults> {
    let columns = ["measure", "english", "scope", "phrases"];
    rows(FILE, TEXT, columns, |[name, english, scope, phrases]| {
        let is_of_headers = match scope.text() {
            "" => false,
            "header" => true,
            _ => {
                let fault: Fault = scope.fault(words!(
                    "räckvidden är tom eller `header`",
                    "the scope is empty or `header`"
                ));
                return Err(fault);
            }
        };
        let phrases = names(phrases);
        Ok(Measure {
            name: name.text().to_owned(),
            words: Words::new(name.text(), english.text()),
            is_of_headers,
            phrases: phrases.iter().map(|phrase| spaced(phrase)).collect(),
        })
    })
}

/// What the title of a table says that its figures are; none if it says nothing that is known.
#[must_use]
pub fn measure_of_title(title: &str) -> Option<&'static Measure> {
    named(title, |measure| !measure.is_of_headers)
}

/// What the header of a column says that its figures are; none if it says nothing that is known.
#[must_use]
pub fn measure_of_header(header: &str) -> Option<&'static Measure> {
    named(header, |_| true)
}

/// The first measure of which some phrase begins a word of the text.
fn named(text: &str, is_wanted: impl Fn(&Measure) -> bool) -> Option<&'static Measure> {
    let text = format!(" {}", spaced(text));
    let names = |measure: &&Measure| {
        let mut phrases = measure.phrases.iter();
        phrases.any(|phrase| text.contains(&format!(" {phrase}")))
    };
    MEASURES.iter().filter(|own| is_wanted(own)).find(names)
}

/// The words of a text, folded, separated by one blank; `<65 %` as `under 65 procent`.
pub(super) fn spaced(text: &str) -> String {
    let text = text.replace('<', " under ").replace('%', " procent ");
    let text = text.replace('_', " ");
    let words = text.split(|sign: char| !sign.is_alphanumeric() && !is_mark(sign));
    let words = words.map(fold).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A combining mark, as of a decomposed `å`, is part of its word.
pub(super) const fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Option<&'static str> {
        measure_of_title(text).map(|measure| measure.name.as_str())
    }

    #[test]
    fn the_embedded_table_is_sound() {
        assert!(read().unwrap().len() > 10);
    }

    #[test]
    fn a_title_says_what_is_counted() {
        for (text, measure) in [
            (
                "Totalt antal utfärdade legitimationer, därav till personer under 65 år efter kön",
                "legitimerade",
            ),
            (
                "Antal sysselsatt legitimerad hälso- och sjukvårdspersonal2 efter legitimation",
                "sysselsatta",
            ),
            (
                "Antal yrkesverksamma legitimerad hälso- och sjukvårdspersonal efter legitimation",
                "i_sin_bransch",
            ),
            (
                "Antal yrkesverksamma i länen och per 100 000 invånare november 2017",
                "täthet",
            ),
            (
                "Andel (%) ej pensionerade legitimerad hälso- och sjukvårdspersonal",
                "andel",
            ),
            (
                "Legitimationer utfärdade under 2018 efter kön",
                "nya legitimationer",
            ),
            (
                "Antal legitimerad personal efter arbetsmarknadsstatus",
                "arbetsmarknadsstatus",
            ),
            (
                "Folkmängden per månad efter region, ålder, kön och månad",
                "folkmängd",
            ),
            (
                "Population by region, marital status, age, sex and period",
                "folkmängd",
            ),
        ] {
            assert_eq!(title(text), Some(measure), "{text}");
        }
        for (text, measure) in [
            ("Antal sysselsatta per hundratusen invånare", "täthet"),
            ("Täthet (per hundra tusen invånare)", "täthet"),
            ("Nyanställda tandläkare", "nyanställda"),
            ("Antal pensionerade", "pensionerade"),
            ("Lediga platser", "vakanser"),
            ("Antal vakanser", "vakanser"),
            (
                "Antal legitimerade som inte är sysselsatta",
                "inte sysselsatta",
            ),
            ("Antal behöriga förstahandssökande", "sökande"),
            ("Helårsstudenter", "helårsstudenter"),
        ] {
            assert_eq!(title(text), Some(measure), "{text}");
        }
        assert_eq!(
            title("Handel med elartiklar"),
            None,
            "`andel` begins no word"
        );
    }

    #[test]
    fn a_header_may_be_of_a_part_of_what_the_title_names() {
        let header = |text| measure_of_header(text).map(|measure| measure.name.as_str());
        assert_eq!(header("Därav <65 år"), Some("under_65"));
        assert_eq!(header("examinerade"), Some("examinerade"));
        assert_eq!(header("värde"), None);
        assert_eq!(header("2017"), None);
    }
}
