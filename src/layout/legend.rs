//! What the lines around a table say of its signs and of its unit.

use std::collections::BTreeMap;

use crate::source::Missing;

/// Signs to which lines give a meaning: `X = skyddas`, `N = färre än 5; .. = uppgift saknas`.
pub(super) fn signs<'l>(lines: impl Iterator<Item = &'l str>) -> BTreeMap<String, Missing> {
    let clauses = lines.flat_map(|line| line.split([';', '\n']));
    clauses.filter_map(meaning).collect()
}

fn meaning(clause: &str) -> Option<(String, Missing)> {
    let (sign, meaning) = clause.split_once(['=', ':'])?;
    let sign = sign.trim().trim_matches(['"', '\'', '”']);
    let is_letter = |sign: &str| {
        sign.chars().count() == 1 && !sign.starts_with(|sign: char| sign.is_ascii_digit())
    };
    let is_sign = is_letter(sign) || [".", "..", "...", "…", "NA", "**", "<5"].contains(&sign);
    let meaning = meaning.to_lowercase();
    is_sign.then(|| (sign.to_owned(), missing(&meaning)))
}

fn missing(meaning: &str) -> Missing {
    let hidden = [
        "skydd",
        "sekretess",
        "färre än",
        "för få",
        "mindre än",
        "konfident",
        "confident",
        "suppress",
        "fewer",
        "too few",
        "undertryck",
        "röjande",
        "anonym",
    ];
    let nil = [
        "noll",
        "inget finns att redovisa",
        "inget att redovisa",
        "zero",
        "nothing to report",
    ];
    let says = |words: &[&str]| words.iter().any(|word| meaning.contains(word));
    let lacking = ["tillgänglig", "saknas", "not available", "osäker"];
    if says(&hidden) && !says(&lacking) {
        Missing::Suppressed
    } else if says(&nil) {
        Missing::Nil
    } else {
        Missing::NotAvailable
    }
}

/// The unit that a line of its own names: `Enhet: Tusental`, or the line after `Sort:`.
pub(super) fn unit<'l>(lines: impl Iterator<Item = &'l str>) -> Option<String> {
    let lines: Vec<&str> = lines.collect();
    let keyed = lines.windows(2).find_map(|pair| {
        let key = pair[0].trim().trim_end_matches(':').to_lowercase();
        let value = pair[1].trim();
        let is_key = ["sort", "enhet", "unit", "units"].contains(&key.as_str());
        (is_key && !value.ends_with(':') && !value.is_empty()).then(|| value.to_owned())
    });
    let inline = || {
        lines.iter().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            let key = key.trim().to_lowercase();
            ["enhet", "unit"]
                .contains(&key.as_str())
                .then(|| value.trim().to_owned())
        })
    };
    keyed.or_else(inline).filter(|unit| !unit.is_empty())
}

/// The unit among the words of a title, `Tusental`, `tkr`, `per 100 000 invånare`: figures that no header names are in
/// it.
pub(super) fn worded_unit<'l>(mut lines: impl Iterator<Item = &'l str>) -> Option<String> {
    lines.find_map(worded)
}

/// A unit among the words of a line.
fn worded(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower
        .split(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '-' | '%')))
        .collect();
    let has = |word: &str| words.contains(&word);
    for word in [
        "tusental",
        "tusen",
        "1000-tal",
        "thousands",
        "miljoner",
        "tkr",
        "mkr",
        "mnkr",
        "mdkr",
        "procent",
        "promille",
    ] {
        if has(word) {
            return Some(word.to_owned());
        }
    }
    if lower.contains("1 000-tal") {
        return Some("1 000-tal".to_owned());
    }
    if has("%") || lower.contains("(%)") {
        return Some("procent".to_owned());
    }
    let per = ["per 100 000", "per 10 000", "per 1 000", "per 1000"];
    let per = per.iter().find_map(|per| Some((*per, lower.find(per)?)))?;
    let after: Vec<&str> = lower[per.1 + per.0.len()..]
        .split_whitespace()
        .take(1)
        .collect();
    let (sign, noun) = (per.0, after.concat());
    Some(
        format!("{sign} {}", noun.trim_end_matches([',', '.', ')']))
            .trim()
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legend_gives_signs_their_meaning() {
        let lines = [
            "X = skyddas",
            "N = färre än 5; .. = uppgift saknas",
            "- = noll",
            "Källa: SCB",
            "Sort:",
            "A: bilaga 1 2",
        ];
        let signs = signs(lines.into_iter());
        assert_eq!(signs["X"], Missing::Suppressed);
        assert_eq!(signs["N"], Missing::Suppressed);
        assert_eq!(signs[".."], Missing::NotAvailable);
        assert!(!signs.contains_key("Källa"));
        assert_eq!(signs["-"], Missing::Nil);
    }

    #[test]
    fn a_unit_is_named_by_a_key_or_among_words() {
        let of = |lines: &[&str]| unit(lines.iter().copied());
        assert_eq!(
            of(&["Sort:", "antal personer"]).as_deref(),
            Some("antal personer")
        );
        assert_eq!(of(&["Enhet: Tusental"]).as_deref(), Some("Tusental"));
        let of = |lines: &[&str]| worded_unit(lines.iter().copied());
        assert_eq!(of(&["Folkmängd, 1000-tal"]).as_deref(), Some("1000-tal"));
        assert_eq!(
            of(&["Andel (%) ej pensionerade"]).as_deref(),
            Some("procent")
        );
        assert_eq!(
            of(&["Antal i länen och per 100 000 invånare november 2017"]).as_deref(),
            Some("per 100 000 invånare")
        );
        assert_eq!(of(&["Antal sysselsatta"]), None);
    }
}
