//! From the start of studies to the profession.

use std::collections::BTreeSet;

use super::keys::as_f64;
use super::{FlowFacts, FlowView};
use crate::accounts::PathwayTerm;
use crate::domain::AcademicYear;
use crate::flow::{
    EntrantTrait, Level, Linkage, PathwayKey, PathwayResults, PathwaySelection, Reach, Step, View,
    Windows,
};
use crate::report::{Absent, Cell, Column, Language, Layout, Table};
use crate::view::{number_column, text, text_column};

struct Words {
    cohort: &'static str,
    step: &'static str,
    count: &'static str,
    censored: &'static str,
    of_previous: &'static str,
    of_first: &'static str,
    quartiles: [&'static str; 3],
}

impl Words {
    const fn of(language: Language) -> Self {
        match language {
            Language::Swedish => Self {
                cohort: "kohort",
                step: "steg",
                count: "antal",
                censored: "censurerade",
                of_previous: "andel_av_föregående",
                of_first: "andel_av_första",
                quartiles: ["kvartil_1_år", "median_år", "kvartil_3_år"],
            },
            Language::English => Self {
                cohort: "cohort",
                step: "step",
                count: "count",
                censored: "censored",
                of_previous: "share_of_previous",
                of_first: "share_of_first",
                quartiles: ["quartile_1_years", "median_years", "quartile_3_years"],
            },
        }
    }
}

/// The most rows that are shown one by one; more are cross-tabulated by step.
const READABLE: usize = 14;

/// From the start of studies to the profession.
pub(super) const VIEW: FlowView = FlowView {
    name: "pathway",
    help: "From the start of studies to the profession, by entrant cohort",
    part: View::Pathway,
    tables: |results, facts| {
        let found = results.pathway.iter();
        found.map(|found| table(found, facts)).collect()
    },
    notes: |results, facts| {
        let found = results.pathway.iter();
        found.flat_map(|found| notes(found, facts)).collect()
    },
    gaps: |_, _| Vec::new(),
};

fn table(results: &PathwayResults, facts: FlowFacts<'_>) -> Table {
    let language = facts.language;
    let words = Words::of(language);
    let keys = key_columns(&results.selection, facts, &words);
    let mut down: Vec<String> = keys.iter().map(|column| column.name.clone()).collect();
    if facts.only_profession().is_some() {
        down.remove(0);
    }
    let mut columns = keys;
    columns.extend([
        text_column(words.step),
        number_column(words.count, 0, 0),
        number_column(words.censored, 0, 0),
        number_column(words.of_previous, 4, 3),
        number_column(words.of_first, 4, 3),
    ]);
    columns.extend(words.quartiles.map(|name| number_column(name, 0, 0)));
    let is_shown = |key: &PathwayKey| facts.shows(key.area);
    let rows = results.rows.iter().filter(|(key, _)| is_shown(key));
    let (steps, rows): (Vec<Step>, Vec<Vec<Cell>>) = rows
        .map(|(key, reach)| (key.step, cells(key, *reach, results, facts)))
        .unzip();
    let is_short = rows.len() <= READABLE;
    let shown = (!is_short).then(|| {
        steps
            .iter()
            .enumerate()
            .filter(|(_, step)| **step != Step::Entrant)
            .map(|(at, _)| at)
            .collect()
    });
    let layout = if is_short {
        let tail = columns[columns.len() - 8..].iter();
        down.extend(tail.map(|column| column.name.clone()));
        Layout::Rows { columns: down }
    } else {
        Layout::Cross {
            down,
            across: words.step.to_owned(),
            order: Step::ALL.map(|step| step_name(step, language)).to_vec(),
            value: words.of_first.to_owned(),
            absent: Absent::NotApplicable,
        }
    };
    Table {
        name: language.choose("utbildningsväg", "pathway").to_owned(),
        title: Some(title(is_short, facts)),
        columns,
        rows,
        layout,
        shown,
        chart: None,
    }
}

fn title(is_short: bool, facts: FlowFacts<'_>) -> String {
    let what = if is_short {
        facts.language.choose(
            "utbildningsvägen från studiestart till yrke",
            "the way from the start of studies to the profession",
        )
    } else {
        facts.language.choose(
            "andel av nybörjarna som når varje steg",
            "share of entrants who reach each step",
        )
    };
    format!("{}: {what}", facts.register_name())
}

fn key_columns(selection: &PathwaySelection, facts: FlowFacts<'_>, words: &Words) -> Vec<Column> {
    let mut columns = vec![facts.profession_column(), text_column(words.cohort)];
    columns.extend((selection.level != Level::Country).then(|| facts.area_column()));
    let cuts = selection.cuts.iter();
    columns.extend(cuts.map(|cut| text_column(facts.word(cut.names()))));
    columns
}

fn cells(
    key: &PathwayKey,
    reach: Reach,
    results: &PathwayResults,
    facts: FlowFacts<'_>,
) -> Vec<Cell> {
    let locator = facts.locate_entrants(key);
    // With censoring, the estimate and its quartiles give away in which years the step was reached.
    let is_unsafe = facts.counts.is_some() && is_censored(key, results);
    let figure = |value: Option<f64>, of: Vec<PathwayTerm>| {
        if is_unsafe {
            Cell::Suppressed
        } else {
            locator.contributors(of).share(value)
        }
    };
    let share = |value: Option<f64>| figure(value, way_to(key.step));
    let mut cells = vec![
        facts.profession_cell(key.profession),
        text(cohort_name(key.cohort)),
    ];
    cells.extend((results.selection.level != Level::Country).then(|| facts.area_cell(key.area)));
    let traits = key.group.iter();
    cells.extend(traits.map(|own| text(trait_name(own, facts))));
    cells.extend([
        text(step_name(key.step, facts.language)),
        locator.count(Some(reach.count), PathwayTerm::Reached(key.step)),
        locator.count(Some(reach.censored), PathwayTerm::CensoredBefore(key.step)),
        share(reach.of_previous),
        share(reach.of_first),
    ]);
    let has_quartiles = match key.step {
        Step::Entrant | Step::InProfessionAfterOne | Step::InProfessionAfterThree => false,
        Step::DegreeInNominalTime | Step::Degree | Step::Licence | Step::Specialist => true,
    };
    cells.extend((0..3).map(|at| {
        let years = reach.quartiles.map(|years| years[at].into());
        if has_quartiles {
            figure(years, times_of(key.step))
        } else {
            Cell::Missing
        }
    }));
    cells
}

/// Whether any entrant on the way to a step has not been followed for long enough.
fn is_censored(key: &PathwayKey, results: &PathwayResults) -> bool {
    let row = |step| {
        results.rows.get(&PathwayKey {
            step,
            ..key.clone()
        })
    };
    std::iter::successors(Some(key.step), |step| step.previous())
        .filter_map(row)
        .any(|reach| reach.censored > 0)
}

/// The counts that the times to a step rest on: also how many of its degrees are in nominal time.
fn times_of(step: Step) -> Vec<PathwayTerm> {
    let mut counts = way_to(step);
    if step == Step::Degree {
        counts.push(PathwayTerm::Reached(Step::DegreeInNominalTime));
    }
    counts
}

/// The counts that the share of a step rests on: those of all steps on the way to it.
fn way_to(step: Step) -> Vec<PathwayTerm> {
    let steps = std::iter::successors(Some(step), |step| step.previous());
    steps
        .flat_map(|step| {
            [
                PathwayTerm::Reached(step),
                PathwayTerm::CensoredBefore(step),
            ]
        })
        .collect()
}

fn cohort_name((first, last): (AcademicYear, AcademicYear)) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}–{last}")
    }
}

pub(super) fn trait_name<'a>(own: &'a EntrantTrait, facts: FlowFacts<'a>) -> &'a str {
    let language = facts.language;
    match own {
        EntrantTrait::Sex(sex) => language.choose(sex.swedish(), sex.english()),
        EntrantTrait::UpperSecondary(name) => name,
        EntrantTrait::University(id) => &facts.reference.university(*id).name,
        EntrantTrait::Unknown => language.choose("uppgift saknas", "not known"),
    }
}

fn step_name(step: Step, language: Language) -> String {
    let (swedish, english) = match step {
        Step::Entrant => ("nybörjare", "entrants"),
        Step::DegreeInNominalTime => ("examen inom nominell tid", "degree in nominal time"),
        Step::Degree => ("examen", "degree"),
        Step::Licence => ("legitimation", "licence"),
        Step::InProfessionAfterOne => ("i yrket efter 1 år", "in profession after 1 year"),
        Step::InProfessionAfterThree => ("i yrket efter 3 år", "in profession after 3 years"),
        Step::Specialist => ("specialist", "specialist"),
    };
    language.choose(swedish, english).to_owned()
}

/// What the steps mean, how far everybody is followed, and who could not be linked.
fn notes(results: &PathwayResults, facts: FlowFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let Windows {
        extra_years,
        to_licence,
        to_speciality,
    } = Windows::of(facts.reference);
    let mut notes = vec![language.choose(
        format!("Steg: examen inom nominell studietid + {extra_years} läsår, legitimation inom {to_licence} år efter examen, i yrket i november 1 och 3 år efter legitimationsåret, specialist inom {to_speciality} år efter det. Föregående steg är nybörjare för examen, examen för legitimation och legitimation för övriga steg. Region avser studieorten."),
        format!("Steps: degree within nominal time + {extra_years} academic years, licence within {to_licence} years of the degree, in the profession in November 1 and 3 years after the licence year, specialist within {to_speciality} years of it. The previous step is entrants for the degree, degree for the licence and licence for the rest. Areas are places of study."),
    )];
    notes.push(language.choose(
        "Den som inte har följts så länge är censurerad. Antal avser dem som hittills har nått steget; andelar skattas med Kaplan–Meier och redovisas först när någon har följts hela tiden. Andel_av_första är produkten av de stegvisa andelarna. År räknas från föregående steg, till examen i läsår.",
        "Those not followed for as long are censored. Counts are those who have reached the step so far; shares are Kaplan–Meier estimates, given once someone has been followed all the time. Share_of_first is the product of the shares on the way. Years count from the previous step, to the degree in academic years.",
    ).to_owned());
    notes.push(reach_note(results, facts));
    // How many are linked, in persons or per cent, would give away counts that may be suppressed.
    if facts.counts.is_none() {
        notes.extend(linkage_notes(results.linkage, language));
    } else {
        notes.push(language.choose(
            "Andelar och kvartiler är dolda där någon på vägen till steget är censurerad, och hur många som kopplas till registret anges inte: båda kan röja små antal.",
            "Shares and quartiles are suppressed where anybody on the way to the step is censored, and how many are linked to the register is not shown: both could disclose small counts.",
        ).to_owned());
    }
    notes
}

fn reach_note(results: &PathwayResults, facts: FlowFacts<'_>) -> String {
    let language = facts.language;
    let until = degrees_until(results, facts);
    let professions = results.selection.professions.iter();
    let years = professions
        .filter_map(|id| facts.coverage?.years.get(id))
        .flatten()
        .copied();
    let years = FlowFacts::span(years);
    language.choose(
        format!("Examina är kända till och med {until}, legitimationer {years}. För examina från tiden före registrets första år kan andelen med legitimation inte beräknas, och för legitimationer från den tiden inte andelen i yrket efter 1 och 3 år: de som redan hade lämnat registret syns inte."),
        format!("Degrees are known up to {until}, licences {years}. Of degrees from before the register's first year the share with a licence cannot be calculated, nor of licences from that time the share in the profession after 1 and 3 years: those who had already left the register are not seen."),
    )
}

/// The last läsår of which degrees are known, with its profession where they differ.
fn degrees_until(results: &PathwayResults, facts: FlowFacts<'_>) -> String {
    let professions = results.selection.professions.iter();
    let known = professions.map(|id| (*id, results.degrees_until.get(id)));
    let name = |year: Option<&AcademicYear>| match year {
        Some(year) => year.to_string(),
        None => facts.language.choose("inget läsår", "no year").to_owned(),
    };
    let all: BTreeSet<Option<&AcademicYear>> = known.clone().map(|(_, year)| year).collect();
    if let Some(only) = all.first().filter(|_| all.len() == 1) {
        return name(*only);
    }
    let each = known.map(|(id, year)| format!("{} ({})", name(year), facts.profession(id)));
    each.collect::<Vec<_>>().join(", ")
}

fn linkage_notes(linkage: Linkage, language: Language) -> impl Iterator<Item = String> {
    let number = move |count: u64| language.number(as_f64(count), 0);
    let (entrants, found) = (number(linkage.entrants), number(linkage.in_register));
    let neither = number(linkage.without_both);
    let unlicensed = number(linkage.without_licence);
    let linked = language.choose(
        format!("Länkade med löpnr: {found} av {entrants} nybörjare har legitimation i registret."),
        format!("Linked by löpnr: {found} of {entrants} entrants have a licence in the register."),
    );
    let others = language.choose(
        format!(" Av övriga saknar {neither} examen och {unlicensed} har examen."),
        format!(" Of the others {neither} have no degree and {unlicensed} have one."),
    );
    let has_others = linkage.in_register < linkage.entrants;
    let sentences = linked + if has_others { &others } else { "" };
    let odd = oddities(linkage, language)
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(move |(count, what)| format!("{} {what}.", number(count)));
    std::iter::once(sentences).chain(odd)
}

/// Entrants whose dates leave something unknown, and what that means.
fn oddities(linkage: Linkage, language: Language) -> [(u64, &'static str); 7] {
    [
        (linkage.without_degree, language.choose(
            "har legitimation men ingen examen i uttaget, och når därför inte legitimation här",
            "with a licence but no degree in the extract, who therefore do not reach the licence here",
        )),
        (linkage.licensed_before_start, language.choose(
            "hade legitimationen redan före studiestarten och censureras i steget legitimation",
            "licensed before the start of the studies, censored at the step licence",
        )),
        (linkage.licensed_before, language.choose(
            "fick legitimationen efter studiestarten men före examensläsåret; den räknas som samma år",
            "licensed after the start of the studies and before the academic year of the degree; it counts as of the same year",
        )),
        (linkage.unknown_year, language.choose(
            "har en legitimation vars år är okänt och censureras",
            "with a licence whose year is not known, censored",
        )),
        (linkage.early_degrees, language.choose(
            "har examen från tiden före registrets första år och censureras i steget legitimation",
            "with a degree from before the register's first year, censored at the step licence",
        )),
        (linkage.early_licences, language.choose(
            "har legitimation från tiden före registrets första år och censureras i stegen 1 och 3 år efter legitimationen",
            "with a licence from before the register's first year, censored at the steps 1 and 3 years after it",
        )),
        (linkage.specialists_when_first_seen, language.choose(
            "hade en specialitet redan i sin första registerrad; tidpunkten är okänd och gruppens kvartiler redovisas inte",
            "with a speciality already in their first row of the register; the time is not known and their group has no quartiles",
        )),
    ]
}

/// What a count of entrants is called, in Swedish and English.
pub(super) const fn count_name(term: PathwayTerm) -> (&'static str, &'static str) {
    match term {
        PathwayTerm::Reached(_) => ("antal", "count"),
        PathwayTerm::NotReached(_) | PathwayTerm::NeverReached(_) => {
            ("ej nått steget", "not reached the step")
        }
        PathwayTerm::CensoredBefore(_) => ("censurerade", "censored"),
        PathwayTerm::Failed(_) => ("kom inte vidare", "went no further"),
        PathwayTerm::DegreeLate => ("examen efter nominell tid", "degree after nominal time"),
    }
}
