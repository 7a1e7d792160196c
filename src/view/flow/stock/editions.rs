//! Where editions of publications differ, and where an edition differs from itself.

use crate::domain::Sex;
use crate::flow::{CountedStock, Cut, Description, Group, Key, StockFigures, StockOrigin};
use crate::view::flow::FlowFacts;
use crate::view::flow::keys::as_f64;
use crate::view::flow::published::{edition_notes, profession_notes};

/// A count of a row, and what it is called in Swedish and English.
type Measure = (
    (&'static str, &'static str),
    fn(&StockFigures) -> Option<u64>,
);

const MEASURES: [Measure; 5] = [
    (("legitimerade", "licensed"), |own| own.licensed),
    (("under_65", "under_65"), |own| own.under_65),
    (("sysselsatta", "employed"), |own| own.employed),
    (("i_vården", "in_care"), |own| own.in_care),
    (("i_sin_bransch", "in_own_field"), |own| own.in_field),
];

/// What an edition counts, where others differ from it, and what it says itself.
pub(super) fn notes(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    let find = |origin| {
        let mut counted = results.counted.iter();
        counted.find(|own| own.origin == origin && !own.rows.is_empty())
    };
    let Some(edition) = find(StockOrigin::Edition) else {
        return Vec::new();
    };
    let others = find(StockOrigin::Quoted);
    let mut notes = vec![field_note(facts)];
    notes.extend(others.and_then(|others| differences(edition, others, facts)));
    notes.extend(sexes(edition, facts));
    notes.extend(edition_notes(results, facts));
    notes.extend(profession_notes(results, facts));
    notes
}

fn field_note(facts: FlowFacts<'_>) -> String {
    facts.language.choose(
        "Kolumnen i_sin_bransch innehåller yrkesverksamma i sin bransch (vården, tandvården, farmacin eller optiken) enligt Socialstyrelsen och jämförs inte med i_vården och i_yrket.",
        "The column in_own_field holds those active in their own field (health care, dental care, pharmacy or optics) by Socialstyrelsen's definition, not to be compared with in_care and in_profession.",
    ).to_owned()
}

/// The counts of the same year and group that two publications give differently.
fn differences(
    edition: &CountedStock,
    others: &CountedStock,
    facts: FlowFacts<'_>,
) -> Option<String> {
    let shown = edition.rows.iter().filter(|(key, _)| facts.shows(key.area));
    let both = shown.filter_map(|(key, own)| Some((key, own, others.rows.get(key)?)));
    let differences = both.flat_map(|(key, own, other)| {
        let sources = [edition.bases(key).join(", "), others.bases(key).join(", ")];
        MEASURES.iter().filter_map(move |(names, count)| {
            let (own, other) = count(own).zip(count(other))?;
            let [source, other_source] = &sources;
            let (what, own, other) = (
                format!("{} {}", of_row(key, facts), facts.word(*names)),
                (number(own, facts), own),
                (number(other, facts), other),
            );
            (own.1 != other.1)
                .then(|| format!("{what} {} ({source}), {} ({other_source})", own.0, other.0))
        })
    });
    let differences: Vec<String> = differences.collect();
    let all = differences.join("; ");
    (!differences.is_empty()).then(|| {
        facts.language.choose(
            format!("Utgåvor som skiljer sig visas var för sig, med sin källa i underlag: {all}."),
            format!(
                "Editions that differ are shown separately, each with its source as basis: {all}."
            ),
        )
    })
}

/// Totals that the sexes do not add up to, by measure.
fn sexes(edition: &CountedStock, facts: FlowFacts<'_>) -> Option<String> {
    if facts.selection.cuts != [Cut::Sex] {
        return None;
    }
    let shown = edition.rows.iter().filter(|(key, _)| facts.shows(key.area));
    let totals = shown.filter(|(key, _)| key.group.is_total(&facts.selection.cuts));
    let differences = totals.flat_map(|(key, total)| {
        MEASURES.iter().filter_map(move |(names, count)| {
            let of_sex = |sex| {
                let group = Group::of_sex(Some(sex));
                edition.rows.get(&Key { group, ..*key }).and_then(count)
            };
            let sum: u64 = Sex::ALL.map(of_sex).into_iter().sum::<Option<u64>>()?;
            let total = count(total)?;
            let what = format!("{} {}", of_row(key, facts), facts.word(*names));
            (sum != total)
                .then(|| format!("{what} {} ({})", number(total, facts), number(sum, facts)))
        })
    });
    let differences: Vec<String> = differences.collect();
    let all = differences.join("; ");
    (!differences.is_empty()).then(|| {
        facts.language.choose(
            format!("Totaler redovisas som i källan, även där kvinnor och män (inom parentes) inte summerar till dem: {all}."),
            format!("Totals are reported as in the source, also where women and men (in brackets) do not add up to them: {all}."),
        )
    })
}

/// The year, with the profession where there are several.
fn of_row(key: &Key, facts: FlowFacts<'_>) -> String {
    match facts.only_profession() {
        Some(_) => key.year.to_string(),
        None => format!("{} {}", facts.profession(key.profession), key.year),
    }
}

fn number(count: u64, facts: FlowFacts<'_>) -> String {
    facts.language.number(as_f64(count), 0)
}
