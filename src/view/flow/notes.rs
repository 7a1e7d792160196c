//! What a reader must know to use the numbers.

use std::collections::BTreeSet;

use super::FlowFacts;
use crate::domain::Year;
use crate::extract::EMBEDDED_RULE;
use crate::flow::{Area, Coverage, Cut, Description, Key, Level};
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
    notes.extend(definition_notes(results, facts));
    notes.extend(one_table_notes(results, facts));
    notes.extend(published_note(results, language));
    notes.extend(counted_notes(results, language));
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
    notes.extend(group_note(results, facts));
    notes.extend(age_note(results, language));
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
    let names: Vec<&str> = copies.map(|id| facts.profession(*id)).collect();
    let names = names.join(", ");
    (!names.is_empty()).then(|| {
        facts.language.choose(
            format!("Kopior av tandläkarregistret i annan skala: {names}. Inga slutsatser dras av dem, och de ska inte jämföras med publicerade tal."),
            format!("Scaled copies of the dentists' register: {names}. No findings are given of them, and they are not to be compared with published figures."),
        )
    })
}

/// Of whom and of which inhabitants densities are given.
fn definition_notes(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    if results.stock.is_none() && results.counted.is_none() {
        return Vec::new();
    }
    let language = facts.language;
    let whole = language.choose(
        "Täthet: sysselsatta i vården (per_100000_i_vården) respektive i yrket (per_100000_i_yrket) per 100\u{a0}000 av områdets hela folkmängd 31 december samma år. Tal med olika definition jämförs inte med varandra.",
        "Density: those employed in health care (per_100000_in_care) and those in the profession (per_100000_in_profession) per 100,000 of all inhabitants of the area on 31 December of the year. Figures of different definitions are not compared.",
    );
    let of_group = results.group_inhabitants.as_ref().map(|groups| {
        let traits = groups.cuts().iter().map(|cut| facts.word(cut.names()));
        let traits = traits.collect::<Vec<_>>().join(language.choose(" och ", " and "));
        language.choose(
            format!("Täthet i egen grupp (egen_grupp): per 100\u{a0}000 invånare i området med samma {traits}."),
            format!("Density of the own group (own_group): per 100,000 inhabitants of the area of the same {traits}."),
        )
    });
    let whole = std::iter::once(whole.to_owned());
    whole.chain(of_group).collect()
}

/// What a format that holds one table mixes and leaves out.
fn one_table_notes(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    let counted = results.counted.as_ref();
    let is_mixed = facts.is_one_table
        && results.stock.is_some()
        && counted.is_some_and(|counted| !counted.rows.is_empty());
    let mixed = is_mixed.then(|| {
        facts.language.choose(
            "Tabellen innehåller både publicerade tal och det syntetiska registret; kolumnen underlag skiljer dem åt.",
            "The table holds both published figures and the synthetic register; the column basis tells them apart.",
        )
    });
    let left_out = facts.leaves_out_views.then(|| {
        facts.language.choose(
            "Formatet rymmer en tabell: balans och rörlighet är utelämnade. Välj --view balance eller --view mobility, eller skriv xlsx, json, md eller en fil per tabell med -o MAPP/.",
            "The format holds one table: balance and mobility are left out. Choose --view balance or --view mobility, or write xlsx, json, md or a file per table with -o FOLDER/.",
        )
    });
    let notes = [mixed, left_out].into_iter().flatten();
    notes.map(str::to_owned).collect()
}

fn published_note(results: &Description, language: Language) -> Option<String> {
    let counted = results.counted.as_ref()?;
    let sentence = match (counted.rows.is_empty(), counted.counts.is_empty()) {
        _ if !counted.is_published => {
            let mut rows = counted.rows.values();
            return rows
                .any(|row| row.in_profession.is_some())
                .then(|| given_note(language));
        }
        (false, _) => language.choose(
            "Publicerade tal (underlag \"publicerat\") kommer inte från registret.",
            "Published figures (basis \"published\") are not from the register.",
        ),
        (true, false) => language.choose(
            "Publicerade tal visas inte: de finns bara för riket och utan uppdelning.",
            "Published figures are not shown: there are only those of Sweden without any cut.",
        ),
        (true, true) => return None,
    };
    Some(sentence.to_owned())
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

/// What the numbers of a table of stock are taken for.
fn given_note(language: Language) -> String {
    language
        .choose(
            "Antal i den givna tabellen räknas som antal i yrket; döp kolumnen till i_vården, sysselsatta eller legitimerade om den avser dem.",
            "Numbers in the given table count as those in the profession; name the column i_vården, sysselsatta or legitimerade if it is of those.",
        )
        .to_owned()
}

/// What those who counted say about their numbers.
fn counted_notes(results: &Description, language: Language) -> Vec<String> {
    let Some(counted) = &results.counted else {
        return Vec::new();
    };
    if counted.rows.is_empty() {
        return Vec::new();
    }
    let notes = counted.counts.iter().filter_map(|row| {
        let note = row.note.as_ref()?.text(language);
        Some(format!("{} {}: {note}.", row.year, row.basis))
    });
    notes.collect()
}

/// Parts without a whole.
fn country_note(results: &Description, language: Language) -> Option<String> {
    let counted = results.counted.as_ref()?;
    let has = |is_country| {
        let mut keys = counted.rows.keys();
        keys.any(|key| (key.area == Area::Sweden) == is_country)
    };
    (has(false) && !has(true)).then(|| {
        language
            .choose(
                "Riket redovisas inte eftersom tal saknas för någon del av landet.",
                "Sweden is not shown because figures are missing for some part of the country.",
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

fn move_note(results: &Description, facts: FlowFacts<'_>) -> Option<String> {
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
            "Gruppbyte redovisas netto och omfattar den vars grupp är okänd ett av åren. Den som byter både grupp och område byter grupp i det tidigare området och flyttar i sin nya grupp.",
            "Changes of group are net, and include those whose group is not known in one of the years. Whoever changes both group and area changes group first and then moves.",
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

/// Groups whose inhabitants are not known.
fn group_note(results: &Description, facts: FlowFacts<'_>) -> Option<String> {
    let groups = results.group_inhabitants.as_ref()?;
    let mut rows = results.stock.iter().flat_map(|rows| rows.keys());
    let lacks = |key: &&Key| {
        let is_known = results.inhabitants.get(key.year, key.area).is_some();
        let has_group = key.group.is_total(&facts.selection.cuts)
            || groups.get(key.year, key.area, key.group).is_some();
        facts.shows(key.area) && key.area != Area::Unknown && is_known && !has_group
    };
    rows.find(lacks).map(|_| {
        facts.language.choose(
            "Folkmängd saknas för någon grupp: där saknas täthet i egen grupp. Ge --population med kön och ettårsklasser av ålder för täthet efter kön och åldersgrupp.",
            "Inhabitants are not known for some group: there is no density of the own group there. Give --population by sex and single years of age for densities by sex and age group.",
        ).to_owned()
    })
}

/// Years and areas whose inhabitants are not known.
fn density_notes(results: &Description, facts: FlowFacts<'_>) -> Option<String> {
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
            format!("Inhabitants are not known for {missing}: density is missing there."),
        )
    })
}

fn age_note(results: &Description, language: Language) -> Option<String> {
    let mut rows = results.stock.iter().flat_map(|rows| rows.values());
    let is_unknown = rows.any(|row| row.under_65().is_none());
    is_unknown.then(|| {
        language
            .choose(
                "under_65 redovisas inte där ålder saknas för någon.",
                "under_65 is not given where the age of somebody is not known.",
            )
            .to_owned()
    })
}

fn listed(years: impl Iterator<Item = Year>) -> String {
    let years: Vec<String> = years.map(|year| year.to_string()).collect();
    years.join(", ")
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
