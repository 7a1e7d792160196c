//! What a title or a header says of a whole beside its name: a sex, some ages, a day, another measure.

use std::collections::BTreeSet;

use super::measures::{is_mark, spaced};
use crate::source::fold;

/// Words that name the population of a country, in the forms in which titles have them.
const POPULATION: &str = "folkmängd folkmängden folkmängdens folkmängder befolkning befolkningen befolkningens \
    befolkningsmängd befolkningsmängden totalbefolkning totalbefolkningen invånare invånarna invånarantal \
    folkbokförd folkbokförda population populations inhabitants inhabitant residents resident folkemengde \
    folkemengden folketal folketallet väestö väkiluku";

/// Words that restrict nothing: of totals, of the dimensions of official tables, and of grammar.
const NEUTRAL: &str = "antal antalet totalt total totala totalen summa hela alla samtliga båda könen kön ålder åldern \
    åldrar åldersgrupp åldersgrupper åldersklass åldersklasser årsklasser ettårsklasser femårsklasser år åren årligen \
    årsvis årets slut slutet utgång årsskiftet civilstånd födelseland födelseregion medborgarskap region regioner \
    regionen regionerna län länen länet länsvis kommun kommuner kommunen kommunerna kommunvis riket rikets sverige \
    sveriges landet land sjukvårdsregion sjukvårdsregioner tabell tabellen tabellinnehåll efter per och i av den det \
    de samt vid för från till på med respektive resp uppdelad uppdelat fördelad fördelat indelad indelat månad månader \
    månadsvis kvartal tid tidpunkt period person personer individer värde statistik statistiken officiell sos scb \
    befolkningsstatistik statistiska centralbyrån källa preliminär preliminära definitiv definitiva slutlig slutliga \
    december dec number of by and the in at on as a for from to end year years total all both sexes sex age ages \
    group groups marital status county counties municipality municipalities country citizenship person persons \
    people month months quarter table contents value observations statistics official sweden swedish whole \
    health regions time preliminary final be";

/// Words of the day on which a table was fetched, which is not the day that its figures are of.
const FETCHED: &str = "hämtad hämtat hämtades uttag uttagen uttaget uppdaterad uppdaterat senast publicerad skapad \
    datum retrieved updated created last published downloaded";

/// What the table says elsewhere, so that its title may repeat it.
#[derive(Clone, Debug, Default)]
pub struct Divisions<'t> {
    /// The headers of the columns that do not hold the figures.
    pub headers: Vec<&'t str>,
    /// Whether a column gives the sex of every row.
    pub by_sex: bool,
    /// Whether a column gives the ages of every row.
    pub by_age: bool,
}

/// The words of a title or header that say something else than the whole population, as they are written.
///
/// Nothing that is not known to be harmless is passed over: a part is never the whole.
#[must_use]
pub fn beside_population(text: &str, divisions: &Divisions<'_>) -> Vec<String> {
    let written = text.replace(['_', '²', '³', '¹'], " ");
    let signs = |sign: char| !sign.is_alphanumeric() && !is_mark(sign) && sign != '%';
    let words: Vec<(&str, String)> = written
        .split(signs)
        .filter(|word| !word.is_empty())
        .map(|word| (word, without_footnote(&fold(word)).to_owned()))
        .collect();
    let is_any = |wanted: &[&str]| {
        let mut folded = words.iter();
        folded.any(|(_, word)| wanted.iter().any(|own| fold(own) == *word))
    };
    let has_both_sexes = divisions.by_sex
        || (is_any(&["män", "men", "males"]) && is_any(&["kvinnor", "women", "females"]));
    let fetched: Vec<&str> = FETCHED.split_whitespace().collect();
    let is_fetched = is_any(&fetched);
    let harmless = harmless(divisions, has_both_sexes);
    let mut rest = Vec::new();
    for (at, (written, word)) in words.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let after = words.get(at + 1);
        let is_last_of_year =
            word == "31" && [before, after].into_iter().flatten().any(is_december);
        let of_table = before.is_some_and(|(_, word)| ["tabell", "table"].contains(&word.as_str()));
        let is_number = word.starts_with(|sign: char| sign.is_ascii_digit());
        let date_before = words.get(at.saturating_sub(2)..at).unwrap_or_default();
        let is_of_fetching = is_fetched
            && word.len() == 2
            && is_number
            && date_before.iter().any(|(_, word)| is_year(word));
        let is_of_age = divisions.by_age && (is_number || is_age_word(word));
        let is_known = harmless.contains(word) || is_year(word) || is_table_name(word);
        if !(is_known || is_of_fetching || is_last_of_year || (of_table && is_number) || is_of_age)
        {
            rest.push((*written).to_owned());
        }
    }
    rest
}

fn harmless(divisions: &Divisions<'_>, has_both_sexes: bool) -> BTreeSet<String> {
    let headers = divisions.headers.iter().map(|header| spaced(header));
    let headers: Vec<String> = headers.collect();
    let sexes = if has_both_sexes {
        "män kvinnor men women males females"
    } else {
        ""
    };
    let known = [POPULATION, NEUTRAL, FETCHED, sexes];
    let known = known.iter().flat_map(|words| words.split_whitespace());
    let of_headers = headers.iter().flat_map(|header| header.split_whitespace());
    known
        .map(fold)
        .chain(of_headers.map(str::to_owned))
        .collect()
}

fn is_december((_, word): &(&str, String)) -> bool {
    word.starts_with("dec")
}

fn is_age_word(word: &str) -> bool {
    ["aldre", "äldre", "older", "over", "w"].contains(&word)
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word
            .parse()
            .is_ok_and(|year: u16| (1700..=2200).contains(&year))
}

/// `be0101n1` and `tab6471`: letters, then digits.
fn is_table_name(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    digits >= 3 && word.starts_with(|sign: char| sign.is_ascii_alphabetic())
}

/// `folkmängd1` as `folkmängd`.
fn without_footnote(word: &str) -> &str {
    let bare = word.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let digits = word.len() - bare.len();
    if digits == 1 && bare.chars().count() > 3 {
        bare
    } else {
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(text: &str) -> String {
        beside_population(text, &Divisions::default()).join(" ")
    }

    #[test]
    fn titles_of_the_whole_population_say_nothing_else() {
        for text in [
            "Folkmängden efter region, civilstånd, ålder, kön, tabellinnehåll och år",
            "Folkmängd 31 december efter region och år, 2000–2023",
            "Folkmängden per månad efter region, ålder, kön och månad",
            "Population by region, marital status, age, sex and period",
            "Folkmängd1) i riket, län och kommuner den 31 december 2019",
            "Folkmängd, män och kvinnor",
            "Tabell 3. Antal invånare",
            "Folkmängd Uttag 2021-03-01",
        ] {
            assert_eq!(rest(text), "", "{text}");
        }
    }

    #[test]
    fn a_sex_ages_a_day_and_another_measure_are_said_beside_the_population() {
        for (text, beside) in [
            ("Folkmängd, män", "män"),
            ("Folkmängd efter region, kvinnor", "kvinnor"),
            ("Folkmängd 65 år och äldre", "65 äldre"),
            ("Folkmängd, Båda könen, Ålder: 65-69", "65 69"),
            ("Folkmängd per kvkm", "kvkm"),
            ("Folkmängd, medel", "medel"),
            ("Beräknad folkmängd", "Beräknad"),
            ("Medelfolkmängd efter region", "Medelfolkmängd"),
            ("Befolkningsframskrivning", "Befolkningsframskrivning"),
            ("Antal läkare efter region", "läkare"),
            ("Hushåll efter region", "Hushåll"),
            ("Folkmängd 1 januari", "1 januari"),
            ("Folkmängd den 1 november", "1 november"),
            ("Folkmängd, 1 000-tal", "1 000 tal"),
        ] {
            assert_eq!(rest(text), beside, "{text}");
        }
    }

    #[test]
    fn a_title_may_repeat_what_a_column_divides_by() {
        let divisions = Divisions {
            headers: vec!["hushållsställning"],
            by_sex: true,
            by_age: true,
        };
        let text = "Folkmängd efter hushållsställning, kvinnor, 0-100+ år";
        assert!(beside_population(text, &divisions).is_empty());
    }
}
