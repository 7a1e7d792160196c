//! What a reader must know to use the numbers.

use std::collections::BTreeSet;

use super::{FlowFacts, FlowResults};
use crate::domain::Year;
use crate::flow::{Area, Coverage, Cut, Level};
use crate::reference::Reference;
use crate::report::Language;
use crate::view::main_profession_note::main_profession_note;

/// A sentence each, the definitions first.
pub(super) fn notes(results: &FlowResults, facts: FlowFacts<'_>) -> Vec<String> {
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
    let counted = results.counted.as_ref();
    if counted.is_some_and(|counted| counted.is_published && !counted.rows.is_empty()) {
        notes.push(language.choose(
            "Publicerade tal (underlag \"publicerat\") är inte ur registret; deras täthet räknas på sysselsatta i vården, registrets på dem i yrket.",
            "Published figures (basis \"published\") are not from the register; their density counts those employed in care, the register's those in the profession.",
        ).to_owned());
    }
    notes.extend(counted_notes(results));
    notes.extend(country_note(results, language));
    if let Some(rows) = &results.balance {
        notes.push(entry_note(facts));
        notes.extend(super::departures::note(rows, facts));
    }
    notes.extend(move_note(results, facts));
    let retained = results.retention.iter();
    notes.extend(retained.flat_map(|retention| super::retention::notes(retention, facts)));
    let left = results.first_exit.iter();
    notes.extend(left.flat_map(|found| super::first_exit::notes(found, facts)));
    let followed = results.followup.iter();
    notes.extend(followed.flat_map(|found| super::followup::notes(found, facts)));
    let entrants = results.pathway.iter();
    notes.extend(entrants.flat_map(|found| super::pathway::notes(found, facts)));
    notes.extend(
        facts
            .coverage
            .and_then(|coverage| hole_note(coverage, facts)),
    );
    notes.extend(super::unknowns::notes(results, facts));
    notes.extend(split_notes(facts));
    notes.extend(density_notes(results, facts));
    notes.extend(age_note(results, language));
    notes.extend(facts.remarks.iter().cloned());
    // Two views of the same licences say the same of them.
    let mut seen = BTreeSet::new();
    notes.retain(|note| seen.insert(note.clone()));
    notes
}

fn basis_note(coverage: &Coverage, language: Language) -> Option<String> {
    coverage.is_synthetic.then(|| {
        language
            .choose(
                "Syntetiskt register: ingenting i det är statistik.",
                "Synthetic register: nothing in it is a statistic.",
            )
            .to_owned()
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
            .choose("status tas ur uttaget", "states are taken from the extract")
            .to_owned(),
    };
    language.choose(
        format!("Bestånd: legitimationer i yrket i november; {state}, ej sysselsatta från {age} år är pensionerade. Täthet: per 100 000 invånare i hela befolkningen 31 december."),
        format!("Stock: licences in the profession in November; {state}, the not employed from {age} are retired. Density: per 100,000 of all inhabitants on 31 December."),
    )
}

/// What those who counted say about their numbers.
fn counted_notes(results: &FlowResults) -> Vec<String> {
    let Some(counted) = &results.counted else {
        return Vec::new();
    };
    let is_shown = !counted.rows.is_empty();
    let rows = counted.counts.iter();
    let rows = rows.filter(|row| is_shown && !row.note.is_empty());
    let notes = rows.map(|row| format!("{} {}: {}.", row.year, row.basis, row.note));
    notes.collect()
}

/// Parts without a whole.
fn country_note(results: &FlowResults, language: Language) -> Option<String> {
    let counted = results.counted.as_ref()?;
    let has = |is_country| {
        let mut keys = counted.rows.keys();
        keys.any(|key| (key.area == Area::Sweden) == is_country)
    };
    (has(false) && !has(true)).then(|| {
        language
            .choose(
                "Riket visas inte: det finns inte tal för alla delar av landet.",
                "Sweden is not shown: there are not figures for all parts of the country.",
            )
            .to_owned()
    })
}

fn entry_note(facts: FlowFacts<'_>) -> String {
    if facts.knows_licence_years() {
        facts.language.choose(
            "Nylegitimerad: för första gången i yrket, med legitimation från året eller året före; de är inte alla som fått legitimation. Återinträde: har setts i yrket ett tidigare år i uttaget. Första inträde med äldre legitimation: har inte setts i yrket tidigare, vilket beror på uttagets första år.",
            "Newly licensed: in the profession for the first time, with a licence of the year or the year before; they are not all licences issued. Returned: seen in the profession in an earlier year of the extract. First entry with an older licence: not seen in the profession before, which depends on the extract's first year.",
        )
    } else {
        facts.language.choose(
            "Uttaget saknar legitimationsår: antalet nylegitimerade är okänt (..). Återinträde: har setts i yrket ett tidigare år i uttaget; övriga inträden har okänt legitimationsår.",
            "The extract has no licence year: the number of newly licensed is not known (..). Returned: seen in the profession in an earlier year of the extract; other entries are of an unknown licence year.",
        )
    }
    .to_owned()
}

fn move_note(results: &FlowResults, facts: FlowFacts<'_>) -> Option<String> {
    let has_moves = results.balance.is_some() && facts.selection.level != Level::Country;
    let changes = facts.selection.cuts.iter().any(|cut: &Cut| cut.changes());
    let of_areas = || {
        facts.language.choose(
            "Flyttar i raden Riket är flyttar mellan områdena; de tar ut varandra. Den vars område är okänt ett av åren räknas inte som flytt utan i flytt_okänd_in och flytt_okänd_ut.",
            "Moves in the row of Sweden are those between the areas; they cancel out. Whoever has an unknown area in one of the years is not counted as a move but in unknown_move_in and unknown_move_out.",
        )
    };
    let of_groups = || {
        facts.language.choose(
            "Gruppbyte redovisas netto och omfattar den vars grupp är okänd ett av åren. Den som byter både grupp och område byter grupp i den tidigare regionen och flyttar i sin nya grupp.",
            "Changes of group are net, and include those whose group is not known in one of the years. Who changes both group and area changes group first and then moves.",
        )
    };
    let sentences = [
        has_moves.then(of_areas),
        (changes && results.balance.is_some()).then(of_groups),
    ];
    let sentences: Vec<&str> = sentences.into_iter().flatten().collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
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
            let region = reference.health_region(region);
            let region = facts.language.choose(&region.name, &region.english);
            facts.language.choose(
                format!("{name} räknas helt till {region} (--halland ändrar, en kolumn kommun delar)."),
                format!("{name} is counted wholly in {region} (--halland changes it, a column kommun parts it)."),
            )
        }
        None => facts.language.choose(
            format!("{name} delas efter kommun; folkmängden är per län, så regioner med del i länet saknar täthet om den inte ges med --population."),
            format!("{name} is parted by municipality; inhabitants are by county, so regions with a part of it have no density unless --population gives one."),
        ),
    }
    };
    counties
        .map(|(id, county)| sentence(id, &county.name, facts.reference))
        .collect()
}

/// Years and areas of which nobody knows how many live there.
fn density_notes(results: &FlowResults, facts: FlowFacts<'_>) -> Option<String> {
    let own = results.stock.iter().flat_map(|rows| rows.keys());
    let counted = results
        .counted
        .iter()
        .flat_map(|counted| counted.rows.keys());
    let mut years = BTreeSet::new();
    let mut areas = BTreeSet::new();
    for key in own.chain(counted) {
        let is_known = results.inhabitants.get(key.year, key.area).is_some();
        let is_place = key.area != Area::Unknown;
        if is_place && facts.shows(key.area) && !is_known {
            if results.inhabitants.get(key.year, Area::Sweden).is_none() {
                years.insert(key.year);
            } else {
                areas.insert(facts.area_name(key.area).to_owned());
            }
        }
    }
    let mut missing: Vec<String> = Vec::new();
    missing.extend((!years.is_empty()).then(|| listed(years.into_iter())));
    missing.extend(areas);
    let missing = missing.join(", ");
    (!missing.is_empty()).then(|| {
        facts.language.choose(
            format!("Folkmängd saknas för {missing}: där saknas täthet."),
            format!("Inhabitants are not known for {missing}: there is no density there."),
        )
    })
}

fn age_note(results: &FlowResults, language: Language) -> Option<String> {
    let mut rows = results.stock.iter().flat_map(|rows| rows.values());
    let is_unknown = rows.any(|row| row.under_65().is_none());
    is_unknown.then(|| {
        language
            .choose(
                "Ålder saknas för någon i rader där under_65 är tomt.",
                "Somebody's age is not known in rows where under_65 is empty.",
            )
            .to_owned()
    })
}

fn listed(years: impl Iterator<Item = Year>) -> String {
    let years: Vec<String> = years.map(|year| year.to_string()).collect();
    years.join(", ")
}
