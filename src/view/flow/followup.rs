//! Where the licensed are some years after the licence.

use std::collections::BTreeSet;

use super::keys::as_f64;
use super::keys::sector_name;
use super::retention::cohort_name;
use super::{FlowFacts, FlowView};
use crate::accounts::FollowUpTerm;
use crate::domain::State;
use crate::flow::{Area, Category, Distribution, FollowUpKey, FollowUps, Level, Part, View};
use crate::report::{Absent, Cell, Language, Layout, Table};
use crate::view::{label_column, number_column, text, text_column};

/// Where the licensed are some years after the licence.
pub(super) const VIEW: FlowView = FlowView {
    name: "followup",
    help: "Where the licensed are 1, 3, 5 and 10 years after the licence",
    part: View::Followup,
    tables: |results, facts| {
        let found = results.followup.iter();
        found.map(|found| table(found, facts)).collect()
    },
    notes: |results, facts| {
        let found = results.followup.iter();
        found.flat_map(|found| notes(found, facts)).collect()
    },
    gaps: |_, _| Vec::new(),
};

fn table(found: &FollowUps, facts: FlowFacts<'_>) -> Table {
    let language = facts.language;
    let word = |swedish: &'static str, english: &'static str| language.choose(swedish, english);
    let cohort = word("kohort", "cohort");
    let since = word("år_sedan_legitimation", "years_since_licence");
    let distribution = word("fördelning", "distribution");
    let category = word("kategori", "category");
    let (count, share) = (word("antal", "count"), word("andel", "share"));
    let mut columns = vec![facts.profession_column(), text_column(cohort)];
    columns.extend(facts.licence_cut_columns());
    columns.extend([
        label_column(since),
        text_column(distribution),
        text_column(category),
        number_column(count, 0, 0),
        number_column(share, 4, 3),
    ]);
    let mut rows: Vec<(FollowUpKey, Vec<Cell>)> = found
        .parts
        .iter()
        .map(|(key, part)| (*key, cells(key, *part, facts)))
        .collect();
    if facts.selection.cuts.is_empty() {
        rows.extend(unobserved(found, facts));
    }
    rows.sort_by_key(|(key, _)| *key);
    let is_state = |key: &FollowUpKey| key.distribution == Distribution::State;
    let shown = rows
        .iter()
        .enumerate()
        .filter(|(_, (key, _))| is_state(key))
        .map(|(at, _)| at)
        .collect();
    let mut down = Vec::new();
    if facts.only_profession().is_none() {
        down.push(facts.profession_column().name);
    }
    down.push(cohort.to_owned());
    down.extend(facts.licence_cut_columns().map(|column| column.name));
    down.push(since.to_owned());
    Table {
        name: word("uppföljning", "followup").to_owned(),
        title: Some(title(facts)),
        columns,
        rows: rows.into_iter().map(|(_, cells)| cells).collect(),
        layout: Layout::Cross {
            down,
            across: category.to_owned(),
            order: states(language),
            value: share.to_owned(),
            absent: Absent::Zero,
        },
        shown: Some(shown),
        chart: None,
    }
}

/// The rows of what the extract does not cover: nothing is known there.
fn unobserved<'a>(
    found: &'a FollowUps,
    facts: FlowFacts<'a>,
) -> impl Iterator<Item = (FollowUpKey, Vec<Cell>)> + 'a {
    let asked = found.unobserved.iter();
    asked.map(move |&(profession, cohort, since)| {
        let key = FollowUpKey {
            profession,
            cohort,
            group: crate::flow::Group::default(),
            since,
            distribution: Distribution::State,
            category: Category::State(State::InProfession),
        };
        let mut cells = cells(&key, Part::default(), facts);
        let known = cells.len() - 2;
        cells.truncate(known);
        cells.extend([Cell::Missing, Cell::Missing]);
        (key, cells)
    })
}

fn states(language: Language) -> Vec<String> {
    let states = State::ALL.map(|state| language.choose(state.swedish(), state.english()));
    let all = states.into_iter().chain([not_in_register(language)]);
    all.map(str::to_owned).collect()
}

fn not_in_register(language: Language) -> &'static str {
    language.choose("ej i registret", "not in register")
}

fn title(facts: FlowFacts<'_>) -> String {
    let what = facts.language.choose(
        "andel i varje status efter antal år sedan legitimation",
        "share in each state by years since licence",
    );
    format!("{}: {what}", facts.register_name())
}

fn cells(key: &FollowUpKey, part: Part, facts: FlowFacts<'_>) -> Vec<Cell> {
    let share = as_f64(part.count) / as_f64(part.of);
    let place = (Area::Sweden, key.group);
    let locator = facts.locate_cohort(key.profession, Some(key.cohort), place);
    let own = FollowUpTerm::Part(key.since, key.distribution, key.category);
    let all = FollowUpTerm::All(key.since, key.distribution);
    let keys = [
        facts.profession_cell(key.profession),
        text(cohort_name(Some(key.cohort))),
    ];
    let mut cells: Vec<Cell> = keys
        .into_iter()
        .chain(facts.group_cells(key.group))
        .collect();
    cells.extend([
        Cell::Whole(key.since.into()),
        text(distribution_name(key.distribution, facts)),
        text(category_name(key.category, facts)),
        locator.count(Some(part.count), own),
        locator.measure(Some(share), [own, all]),
    ]);
    cells
}

fn distribution_name(distribution: Distribution, facts: FlowFacts<'_>) -> &'static str {
    let is_county = facts.selection.level == Level::County;
    let (swedish, english) = match distribution {
        Distribution::State => ("status", "state"),
        Distribution::Established => ("sysselsatt", "employed"),
        Distribution::Industry => ("näringsgren", "industry"),
        Distribution::Sector => ("sektor", "sector"),
        Distribution::Area if is_county => ("län", "county"),
        Distribution::Area => ("sjukvårdsregion", "health region"),
        Distribution::SameAreaAsStudies if is_county => {
            ("kvar i studielän", "in county of studies")
        }
        Distribution::SameAreaAsStudies => ("kvar i studieregion", "in region of studies"),
    };
    facts.language.choose(swedish, english)
}

fn category_name(category: Category, facts: FlowFacts<'_>) -> String {
    let language = facts.language;
    match category {
        Category::State(state) => language.choose(state.swedish(), state.english()).to_owned(),
        Category::NotInRegister => not_in_register(language).to_owned(),
        Category::Industry(code) => format!("SNI {code:02}"),
        Category::Sector(sector) => sector_name(sector, language).to_owned(),
        Category::Area(area) => facts.area_name(area).to_owned(),
        Category::Yes => language.choose("ja", "yes").to_owned(),
        Category::No => language.choose("nej", "no").to_owned(),
        Category::Unknown => language.choose("uppgift saknas", "not known").to_owned(),
    }
}

/// What is meant, and what the extract does not cover.
fn notes(found: &FollowUps, facts: FlowFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let mut notes = vec![language.choose(
        "Uppföljning: status och sysselsatt avser alla legitimationer i kohorten, näringsgren och sektor de sysselsatta, område dem som finns i registret och kvar i studieområdet dem i yrket med kända områden. Sysselsatt: i november, i yrket eller inte.",
        "Follow-up: state and employed refer to all licences of the cohort, industry and sector to the employed, area to those in the register and in area of studies to those in the profession whose areas are known. Employed: in November, in the profession or not.",
    ).to_owned()];
    let unobserved: BTreeSet<String> = found
        .unobserved
        .iter()
        .map(|(_, cohort, since)| format!("{} +{since}", cohort_name(Some(*cohort))))
        .collect();
    if !unobserved.is_empty() {
        let missing = unobserved.into_iter().collect::<Vec<_>>().join(", ");
        notes.push(language.choose(
            format!("Uppföljning saknas för kohort (+ år) {missing}; värdena saknas (..)."),
            format!(
                "There is no follow-up of cohort (+ years) {missing}; the values are missing (..)."
            ),
        ));
    }
    notes
}

/// What a count of the follow-up is called, in Swedish and English.
pub(super) const fn count_name(term: FollowUpTerm) -> (&'static str, &'static str) {
    match term {
        FollowUpTerm::All(..) => ("alla i fördelningen", "all in the distribution"),
        FollowUpTerm::Part(..) => ("antal", "count"),
        FollowUpTerm::OutsideOfCohort(_) => ("ej i yrket", "not in the profession"),
        FollowUpTerm::OfUnknownArea(_) => ("okänt område", "unknown area"),
    }
}
