//! What a reader must know to use the numbers.

use std::collections::BTreeSet;

use super::keys::listed;
use super::views::shown_views;
use super::{FlowFacts, FlowView};
use crate::domain::Year;
use crate::extract::EMBEDDED_RULE;
use crate::flow::{Area, Coverage, Description, Level};
use crate::reference::Reference;
use crate::report::Language;
use crate::view::main_profession_note::main_profession_note;
use crate::view::synthetic::is_copy;

/// A sentence each, the definitions first.
pub(super) fn notes(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let mut notes = Vec::new();
    if let Some(coverage) = facts.coverage {
        notes.extend(basis_note(coverage, language));
        notes.push(stock_note(coverage, language));
        let selection = facts.selection;
        let years = selection.years.as_ref();
        notes.extend(main_profession_note(
            coverage,
            &selection.professions,
            |year| years.is_none_or(|years| years.contains(&year)),
            facts.counts.is_some(),
            language,
        ));
    }
    notes.extend(
        facts
            .coverage
            .and_then(|coverage| code_note(coverage, facts)),
    );
    notes.extend(copy_note(facts));
    let shown: Vec<&FlowView> = shown_views(facts).collect();
    notes.extend(shown.iter().flat_map(|view| (view.notes)(results, facts)));
    notes.extend(
        facts
            .coverage
            .and_then(|coverage| hole_note(coverage, facts)),
    );
    notes.extend(super::unknowns::notes(results, facts));
    notes.extend(split_notes(facts));
    notes.extend(shown.iter().flat_map(|view| (view.gaps)(results, facts)));
    notes.extend(facts.remarks.iter().cloned());
    notes.extend(rounding_note(facts).map(str::to_owned));
    // Two views of the same licences say the same of them.
    let mut seen = BTreeSet::new();
    notes.retain(|note| seen.insert(note.clone()));
    notes
}

fn basis_note(coverage: &Coverage, language: Language) -> Option<String> {
    coverage.is_synthetic.then(|| {
        language
            .choose(
                "Syntetiskt register: uppgifterna är konstruerade och är inte statistik.",
                "Synthetic register: the data are constructed and are not statistics.",
            )
            .to_owned()
    })
}

/// The first year whose occupations are coded by SSYK 2012.
const SSYK_2012: Year = 2014;

/// Years whose occupations have codes that the embedded rule does not know.
fn code_note(coverage: &Coverage, facts: FlowFacts<'_>) -> Option<String> {
    let is_embedded = coverage.state_rule.as_deref() == Some(EMBEDDED_RULE);
    let professions = facts.selection.professions.iter();
    let mut years = professions.flat_map(|id| coverage.years.get(id).into_iter().flatten());
    let has_older = is_embedded && years.any(|year| *year < SSYK_2012);
    has_older.then(|| {
        facts.language.choose(
            format!("Statusregeln avser SSYK 2012, som används från {SSYK_2012}; om tidigare år har äldre yrkeskoder blir deras status fel. Ge då kolumnen status eller --states FIL."),
            format!("The state rule is for SSYK 2012, in use from {SSYK_2012}; if earlier years have older occupation codes, their states are wrong. Then give the column status or --states FILE."),
        )
    })
}

/// Professions whose licences are those of another.
fn copy_note(facts: FlowFacts<'_>) -> Option<String> {
    let coverage = facts.coverage?;
    let professions = facts.selection.professions.iter();
    let copies = professions.filter(|id| is_copy(**id, coverage, facts.reference));
    let professions: Vec<&str> = copies.map(|id| facts.profession(*id)).collect();
    let names = professions.join(", ");
    (!names.is_empty()).then(|| {
        facts.language.choose(
            format!("Kopior av tandläkarregistret i annan skala: {names}. Inga slutsatser dras av dem, och de ska inte jämföras med publicerade tal."),
            format!("Scaled copies of the dentists' register: {names}. No findings are given of them, and they are not to be compared with published figures."),
        )
    })
}

fn stock_note(coverage: &Coverage, language: Language) -> String {
    let age = coverage.pension_age;
    let state = match &coverage.state_rule {
        Some(rule) => language.choose(
            format!("status härleds med regeln {rule}"),
            format!("states are derived by the rule {rule}"),
        ),
        None => language
            .choose(
                "status hämtas från uttaget",
                "states are taken from the extract",
            )
            .to_owned(),
    };
    language.choose(
        format!("Bestånd: legitimationer i yrket i november; {state}, ej sysselsatta som är {age} år eller äldre räknas som pensionerade."),
        format!("Stock: licences in the profession in November; {state}, those not employed and aged {age} or over count as retired."),
    )
}

/// Years without rows, over which there are no flows.
fn hole_note(coverage: &Coverage, facts: FlowFacts<'_>) -> Option<String> {
    let professions = facts.selection.professions.iter();
    let holes: BTreeSet<Year> = professions.flat_map(|id| coverage.holes(*id)).collect();
    if holes.is_empty() {
        return None;
    }
    let years = listed(holes.into_iter());
    Some(facts.language.choose(
        format!("Uttaget saknar år: {years}. Flöden till och från de åren saknas."),
        format!("The extract lacks years: {years}. There are no flows into or out of them."),
    ))
}

/// Where a county that lies in two regions is counted.
fn split_notes(facts: FlowFacts<'_>) -> Vec<String> {
    let is_regional = facts.selection.level == Level::HealthRegion;
    let counties = facts
        .reference
        .counties()
        .filter(|(id, _)| is_regional && !facts.reference.split_between(*id).is_empty());
    let sentence = |id, name: &str, reference: &Reference| {
        match facts.counties.region(id) {
        Some(region) => {
            let region = reference.name(region, facts.language);
            facts.language.choose(
                format!("{name} räknas helt till {region}. Ändra med --halland; med kolumnen kommun delas länet."),
                format!("{name} is counted wholly in {region}. Change this with --halland; with a column kommun the county is split."),
            )
        }
        None => facts.language.choose(
            format!("{name} delas efter kommun; folkmängden finns per län, så täthet saknas för sjukvårdsregioner med en del av länet om inte --population ger deras folkmängd."),
            format!("{name} is split by municipality; inhabitants are known by county, so health regions with a part of it have no density unless --population gives their inhabitants."),
        ),
    }
    };
    counties
        .map(|(id, _)| sentence(id, facts.area_name(Area::County(id)), facts.reference))
        .collect()
}

/// What rounding leaves out.
fn rounding_note(facts: FlowFacts<'_>) -> Option<&'static str> {
    let has_groups = facts.rounding_base.is_some() && !facts.selection.cuts.is_empty();
    has_groups.then(|| {
        facts.language.choose(
            "Rader för alla grupper tillsammans utelämnas vid avrundning: summan av avrundade grupper kan avvika mer än avrundningsbasen.",
            "Rows of all groups together are left out when counts are rounded: the sum of rounded groups may be off by more than the rounding base.",
        )
    })
}
