//! What a reader must know to use the numbers of the stock.

use std::collections::BTreeSet;

use crate::flow::{Area, Description, Key};
use crate::report::Language;
use crate::view::flow::FlowFacts;
use crate::view::flow::keys::listed;

/// What the numbers mean and where they come from.
pub(super) fn notes(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let mut notes = definition_notes(results, facts);
    notes.extend(one_table_notes(results, facts));
    notes.extend(published_note(results, language));
    notes.extend(counted_notes(results, language));
    notes.extend(country_note(results, language));
    notes
}

/// Where numbers are missing, and why.
pub(super) fn gaps(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    let gaps = [
        density_notes(results, facts),
        group_note(results, facts),
        age_note(results, facts.language),
    ];
    gaps.into_iter().flatten().collect()
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
        let names = groups.cuts().iter().map(|cut| facts.word(cut.names()));
        let traits = names.collect::<Vec<_>>().join(language.choose(" och ", " and "));
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
    let of_years = (!years.is_empty()).then(|| listed(years.into_iter()));
    let all: Vec<String> = of_years.into_iter().chain(areas).collect();
    let missing = all.join(", ");
    (!missing.is_empty()).then(|| {
        facts.language.choose(
            format!("Folkmängd saknas för {missing}: där saknas täthet."),
            format!("Inhabitants are not known for {missing}: density is missing there."),
        )
    })
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

fn age_note(results: &Description, language: Language) -> Option<String> {
    let mut rows = results.stock.iter().flat_map(|rows| rows.values());
    let is_unknown = rows.any(|row| row.under_65().is_none());
    is_unknown.then(|| {
        language
            .choose(
                "Under_65 redovisas inte där ålder saknas för någon.",
                "Under_65 is not given where the age of somebody is not known.",
            )
            .to_owned()
    })
}
