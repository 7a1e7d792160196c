//! What a reader must know to use a forecast, a sentence each.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{ForecastFacts, programme_name};
use super::set_aside::set_aside_notes;
use crate::domain::{AcademicYear, ProgrammeId, Sex};
use crate::forecast::{
    Average, ChoiceReason, CohortRule, Draws, Estimate, EstimatedFrequencies, FittedCurve,
    Forecast, Method,
};
use crate::language::all_capitalised;
use crate::report::Language;
use crate::view::input_remark::input_remark;

/// The notes, those on the data first and those on single rows after the method.
pub(super) fn notes(
    forecast: &Forecast,
    shown: &[&Estimate],
    facts: ForecastFacts<'_>,
) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(facts.is_example.then(|| example_note(facts.language)));
    notes.extend(method_notes(forecast, shown, facts));
    notes.extend(choice_notes(facts));
    notes.extend(
        facts
            .cohorts
            .map(|(estimated, rule)| cohort_note(estimated, rule, facts)),
    );
    notes.extend(set_aside_notes(forecast, facts));
    notes.extend(unused_notes(forecast, facts));
    notes.extend(one_curve_note(forecast, facts));
    notes.extend(trend_notes(forecast, facts));
    notes.extend(unstarted_note(shown, facts.language));
    notes.extend(total_note(shown, facts.language));
    notes.extend(national_frequency_note(shown, facts.language));
    notes.extend(tandhygienist_note(shown, facts));
    notes.extend(
        facts
            .rounded_to
            .map(|base| rounding_note(base, facts.language)),
    );
    notes.extend(missing_note(shown, facts.language));
    notes.extend(unobserved_notes(forecast, facts));
    notes.extend(elsewhere_note(forecast, shown, facts));
    notes.extend(horizon_note(shown, facts));
    notes.extend(outside_note(facts));
    // Many begin with the name of a programme. Those that follow may begin with the name of a file.
    let mut notes = all_capitalised(&notes);
    notes.extend(
        facts
            .remarks
            .iter()
            .map(|remark| input_remark(remark, facts.reference, facts.language)),
    );
    notes.extend(interval_notes(shown, facts));
    notes.extend(super::accuracy::note(forecast, shown, facts));
    notes
}

fn example_note(language: Language) -> String {
    language
        .choose(
            "Exempeldata: antalen nybörjare är fiktiva och delvis även examensfrekvenserna. Talen är inte statistik.",
            "Example data: the entrants are fictitious, and some of the exam frequencies too. The figures are not statistics.",
        )
        .to_owned()
}

fn method_notes(forecast: &Forecast, shown: &[&Estimate], facts: ForecastFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let next = forecast.base_year + 1;
    let (base, year) = (forecast.base_year, AcademicYear::ending(next));
    let counted = language.choose(
        format!("räknat från basåret {base}; examensåret {next} är läsåret {year}"),
        format!("counted from base year {base}; graduation year {next} is academic year {year}"),
    );
    let has = |method| shown.iter().any(|row| row.method == method);
    let mut notes = Vec::new();
    if has(Method::MeanFrequency) {
        notes.push(language.choose(
            format!("Metoden medelfrekvens (mean-frequency): examinerade = nybörjare × genomsnittlig examensfrekvens, {counted}."),
            format!("Method mean frequency (mean-frequency): graduates = entrants × mean exam frequency, {counted}."),
        ));
    }
    if has(Method::CompletionCurve) {
        notes.push(language.choose(
            format!("Metoden examenskurva (completion-curve): examinerade = alla kohorters studenter utan examen × sannolikheten att ta examen det året, {counted}. Nybörjare och examensfrekvens avser den kohort som når nominell studietid det året."),
            format!("Method completion curve (completion-curve): graduates = students without a degree of all cohorts × the probability of taking it in the year, {counted}. Entrants and exam frequency are those of the cohort whose nominal time ends in the year."),
        ));
    }
    if !facts.choices.is_empty() {
        notes.push(language.choose(
            "Metoden är vald per utbildning (auto): den som hade haft minst genomsnittligt absolut fel i tidigare skattningar för riket.",
            "The method is chosen for each programme (auto): the one that would have had the smallest mean absolute error in earlier estimates for the country.",
        ).to_owned());
    }
    notes
}

/// The programmes whose method was not chosen by what it would have forecast earlier, and why.
fn choice_notes(facts: ForecastFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let mut notes = Vec::new();
    for method in Method::ALL {
        let without = facts
            .choices
            .iter()
            .filter(|choice| choice.method == method && choice.reason == ChoiceReason::NoHistory);
        let names = listed(without.map(|choice| programme_name(choice.programme, facts)));
        let term = method.term(language);
        if !names.is_empty() {
            notes.push(language.choose(
                format!("Metoderna kan inte jämföras, eftersom inget utfall kan ställas mot tidigare skattningar med båda; metoden {term} används: {names}."),
                format!("The methods cannot be compared, for no outcome can be held against earlier estimates of both; the method {term} is used: {names}."),
            ));
        }
    }
    let unusable = facts.choices.iter().filter_map(|choice| {
        let ChoiceReason::OtherUnusable { other, why } = &choice.reason else {
            return None;
        };
        let name = programme_name(choice.programme, facts);
        let (used, other) = (choice.method.term(language), other.term(language));
        let why = why.text(language);
        Some(language.choose(
            format!("{name}: metoden {used} används, eftersom {other} inte kan användas ({why})."),
            format!("{name}: the method {used} is used, for {other} cannot be ({why})."),
        ))
    });
    notes.extend(unusable);
    notes
}

/// A programme, and the sex if a curve is of one.
fn curve_name(curve: &FittedCurve, facts: ForecastFacts<'_>) -> String {
    let name = programme_name(curve.programme, facts);
    let (women, men) = facts.language.choose(("kvinnor", "män"), ("women", "men"));
    match curve.sex {
        Some(Sex::Women) => format!("{name}, {women}"),
        Some(Sex::Men) => format!("{name}, {men}"),
        None => name.to_owned(),
    }
}

/// Programmes divided by sex whose women and men have one curve.
fn one_curve_note(forecast: &Forecast, facts: ForecastFacts<'_>) -> Option<String> {
    let programmes = forecast.one_curve_for_both_sexes.iter();
    let names = listed(programmes.map(|id| programme_name(*id, facts)));
    (!names.is_empty()).then(|| {
        facts.language.choose(
            format!("Kvinnor och män har samma kurva, eftersom det ena könet har för få kohorter: {names}."),
            format!("Women and men have the same curve, for one of them has too few cohorts: {names}."),
        )
    })
}

/// Degrees that were not used: of cohorts whose entrants are missing, and after the base year.
fn unused_notes(forecast: &Forecast, facts: ForecastFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let mut notes = Vec::new();
    for curve in &forecast.curves {
        let (name, cohorts) = (
            curve_name(curve, facts),
            curve.unused.cohorts_without_entrants,
        );
        if cohorts > 0 {
            let (kohort, cohort) = if cohorts == 1 {
                ("kohort", "cohort")
            } else {
                ("kohorter", "cohorts")
            };
            notes.push(language.choose(
                format!("{name}: examina i {cohorts} {kohort} används inte, eftersom nybörjarna saknas."),
                format!("{name}: degrees of {cohorts} {cohort} are not used, for the entrants are missing."),
            ));
        }
    }
    let mut later: BTreeMap<ProgrammeId, u64> = BTreeMap::new();
    for curve in &forecast.curves {
        *later.entry(curve.programme).or_default() += curve.unused.later_degrees;
    }
    let used = facts.cohorts.iter().flat_map(|(own, _)| &own.cohorts);
    later.extend(used.map(|used| (used.programme, used.later_degrees)));
    let base = forecast.base_year;
    let later = later.into_iter().filter(|(_, count)| *count > 0);
    notes.extend(later.map(|(programme, count)| {
        let name = programme_name(programme, facts);
        language.choose(
            format!("{name}: {count} examina efter basåret {base} används inte."),
            format!("{name}: {count} degrees after base year {base} are not used."),
        )
    }));
    notes
}

/// Programmes whose cohorts change, and that it is carried on.
fn trend_notes(forecast: &Forecast, facts: ForecastFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let changing = forecast.curves.iter().filter_map(|curve| {
        let trend = curve.trend.filter(|trend| trend.is_carried_on())?;
        let name = curve_name(curve, facts);
        let p = if trend.p_value < 0.001 {
            language.choose("p < 0,001", "p < 0.001").to_owned()
        } else {
            format!("p = {}", language.number(trend.p_value, 3))
        };
        let way = if trend.direction > 0.0 {
            language.choose("högre", "more often")
        } else {
            language.choose("lägre", "less often")
        };
        Some(language.choose(
            format!("{name}: yngre kohorter tar examen i {way} grad eller i annan takt ({p}); trenden skrivs fram."),
            format!("{name}: younger cohorts take the degree {way} or at another pace ({p}); the trend is carried on."),
        ))
    });
    changing.collect()
}

/// Graduates of cohorts that have not begun.
fn unstarted_note(shown: &[&Estimate], language: Language) -> Option<String> {
    let parts = shown.iter().filter(|row| row.from_unstarted >= 0.5);
    let (rows, all) = (parts.clone().count(), shown.len());
    let most = parts.filter_map(|row| Some(row.from_unstarted / row.graduates?));
    let most = language.number(most.fold(0.0, f64::max) * 100.0, 1);
    (rows > 0).then(|| {
        language.choose(
            format!("Kohorter som inte har börjat antas vara lika stora som den nyaste; de svarar för högst {most} % av de examinerade, i {rows} av {all} rader."),
            format!("Cohorts that have not begun are assumed to be as large as the newest; they are at most {most} % of graduates, in {rows} of {all} rows."),
        )
    })
}

fn cohort_note(
    estimated: &EstimatedFrequencies,
    rule: CohortRule,
    facts: ForecastFacts<'_>,
) -> String {
    let language = facts.language;
    let average = match rule.average {
        Average::Unpooled => language.choose("oviktat medel", "unweighted mean"),
        Average::Pooled => language.choose("viktat med antalet nybörjare", "weighted by entrants"),
    };
    let programmes: Vec<String> = estimated
        .cohorts
        .iter()
        .map(|used| {
            let started: Vec<String> = used.started.iter().map(ToString::to_string).collect();
            let short = started.len() < rule.cohorts;
            let of = language.choose("av", "of");
            let count = if short {
                format!(" ({} {of} {})", started.len(), rule.cohorts)
            } else {
                String::new()
            };
            format!(
                "{} {}{count}",
                programme_name(used.programme, facts),
                started.join(", ")
            )
        })
        .collect();
    let programmes = programmes.join("; ");
    let beyond = facts.reference.definitions().follow_up_years;
    language.choose(
        format!("Examensfrekvenserna är skattade ur färdigföljda kohorter (nominell tid + {beyond} år), {average}: {programmes}."),
        format!("Exam frequencies are estimated from completed cohorts (nominal time + {beyond} years), {average}: {programmes}."),
    )
}

fn total_note(shown: &[&Estimate], language: Language) -> Option<String> {
    let has_country = shown.iter().any(|row| row.health_region.is_none());
    let has_regions = shown.iter().any(|row| row.health_region.is_some());
    let note = match (has_country, has_regions) {
        (true, true) => language.choose(
            "Riket är summan av sjukvårdsregionerna.",
            "Sweden is the sum of the health regions.",
        ),
        (true, false) => language.choose("Bara riket visas.", "Only the country is shown."),
        (false, _) => return None,
    };
    Some(note.to_owned())
}

fn national_frequency_note(shown: &[&Estimate], language: Language) -> Option<String> {
    let regional = shown.iter().filter(|row| row.health_region.is_some());
    let (with, all) = regional.fold((0, 0), |(with, all), row| {
        (with + usize::from(row.uses_national_frequency), all + 1)
    });
    (with > 0).then(|| {
        language.choose(
            if (with, all) == (1, 1) {
                "Den regionala skattningen bygger på rikets examensfrekvens.".to_owned()
            } else if with == all {
                format!("Alla {all} regionala skattningar bygger på rikets examensfrekvens.")
            } else {
                format!("{with} av {all} regionala skattningar bygger på rikets examensfrekvens.")
            },
            format!("{with} of {all} regional estimates use the national exam frequency."),
        )
    })
}

/// The one programme whose length in the ordinance is not the length that is counted with.
fn tandhygienist_note(shown: &[&Estimate], facts: ForecastFacts<'_>) -> Option<String> {
    let (id, longer) = shown
        .iter()
        .map(|row| (row.programme, facts.reference.programme(row.programme)))
        .find(|(_, programme)| programme.nominal_terms.div_ceil(2) < programme.lag_years)?;
    let (name, lag) = (facts.reference.name(id, facts.language), longer.lag_years);
    Some(facts.language.choose(
        format!("Utbildningen till {name} räknas som {lag} läsår: {} hp i förordningen, men den ges oftast som en längre utbildning.", longer.credits),
        format!("{name} counts as {lag} academic years: {} credits in the ordinance but mostly taught as longer.", longer.credits),
    ))
}

fn rounding_note(base: u32, language: Language) -> String {
    language.choose(
        format!("Antalet examinerade är avrundat till multiplar av {base}, så att regionerna summerar till riket."),
        format!(
            "Graduates are rounded to multiples of {base} so that regions add up to the country."
        ),
    )
}

fn missing_note(shown: &[&Estimate], language: Language) -> Option<String> {
    let count = shown.iter().filter(|row| row.graduates.is_none()).count();
    (count > 0).then(|| {
        language.choose(
            if count == 1 {
                "En skattning saknas, eftersom ett antal saknas i underlaget.".to_owned()
            } else {
                format!("{count} skattningar saknas, eftersom antal saknas i underlaget.")
            },
            if count == 1 {
                "1 estimate is missing because a number is missing in the input.".to_owned()
            } else {
                format!("{count} estimates are missing because numbers are missing in the input.")
            },
        )
    })
}

/// One note per programme that lacks entrants for years within its horizon.
fn unobserved_notes(forecast: &Forecast, facts: ForecastFacts<'_>) -> Vec<String> {
    let by_programme = forecast
        .unobserved
        .chunk_by(|a, b| a.programme == b.programme);
    let notes = by_programme.map(|gaps| {
        let name = programme_name(gaps[0].programme, facts);
        let years = listed(gaps.iter().map(|gap| gap.exam_year));
        let needed = listed(gaps.iter().map(|gap| gap.academic_year));
        facts.language.choose(
            format!("{name} {years} skattas inte, eftersom nybörjare saknas för {needed}."),
            format!("{name} {years} is not estimated: no entrants for {needed}."),
        )
    });
    notes.collect()
}

fn listed<T: ToString>(items: impl Iterator<Item = T>) -> String {
    items
        .map(|item| item.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Programmes that have estimates, but none for the regions that are shown.
fn elsewhere_note(
    forecast: &Forecast,
    shown: &[&Estimate],
    facts: ForecastFacts<'_>,
) -> Option<String> {
    let estimated: BTreeSet<_> = forecast.estimates.iter().map(|row| row.programme).collect();
    let shown: BTreeSet<_> = shown.iter().map(|row| row.programme).collect();
    let elsewhere = estimated.difference(&shown).copied();
    let names = listed(elsewhere.map(|id| programme_name(id, facts)));
    (!names.is_empty()).then(|| {
        facts.language.choose(
            format!("Utbildningar utan nybörjare i de visade regionerna: {names}."),
            format!("No entrants in the regions shown: {names}."),
        )
    })
}

fn horizon_note(shown: &[&Estimate], facts: ForecastFacts<'_>) -> Option<String> {
    let cap = facts.horizon_cap?;
    let own = shown
        .iter()
        .filter_map(|row| facts.reference.programme(row.programme).horizon_years);
    let longest = own.max().filter(|&longest| longest < cap)?;
    Some(facts.language.choose(
        format!("--horizon {cap} överskrider metodens horisont, som här är högst {longest} år."),
        format!("--horizon {cap} is beyond the method's horizon, here at most {longest} years."),
    ))
}

fn outside_note(facts: ForecastFacts<'_>) -> Option<String> {
    let names = listed(facts.outside.iter().map(|&id| programme_name(id, facts)));
    (!names.is_empty()).then(|| {
        facts.language.choose(
            format!("Utanför skattningarna (90 hp eller kortare, ej barnmorska): {names}."),
            format!("Outside the estimates (90 credits or less, not midwife): {names}."),
        )
    })
}

/// How often the intervals should hold, or why there are none.
fn interval_notes(shown: &[&Estimate], facts: ForecastFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let without = shown.iter().filter(|row| row.predictive.is_none()).count();
    if without == shown.len() {
        return vec![language.choose(
            "Intervall saknas: underlaget saknar startkohorter (--completions) och standardavvikelse. Tolka talen med försiktighet.",
            "No intervals: the input has neither start cohorts (--completions) nor a standard deviation. Read the figures with care.",
        ).to_owned()];
    }
    let levels: Vec<String> = facts
        .levels
        .iter()
        .map(|level| format!("{} %", language.number(level.as_f64() * 100.0, 0)))
        .collect();
    let levels = levels.join(", ");
    let mut notes = Vec::new();
    if let Some(Draws { count, seed }) = facts.draws {
        let count = language.number(count.into(), 0);
        notes.push(language.choose(
            format!("Intervall: {levels} av utfallen väntas ligga mellan nedre och övre, om antalet nybörjare stämmer och kohorterna varierar som tidigare ({count} simuleringar, slumptalsfrö {seed})."),
            format!("Intervals: {levels} of outcomes are expected between lower and upper, if the entrants are right and cohorts vary as before ({count} simulations, seed {seed})."),
        ));
    }
    if facts.rounded_to.is_some() {
        notes.push(
            language
                .choose(
                    "Intervallgränserna är avrundade utåt.",
                    "The limits of intervals are rounded outwards.",
                )
                .to_owned(),
        );
    }
    if without > 0 {
        notes.push(language.choose(
            if without == 1 {
                "1 rad saknar intervall: underlaget anger inte hur mycket examensfrekvensen varierar.".to_owned()
            } else {
                format!("{without} rader saknar intervall: underlaget anger inte hur mycket examensfrekvensen varierar.")
            },
            if without == 1 {
                "1 row has no interval: the input does not give how much the frequency varies.".to_owned()
            } else {
                format!("{without} rows have no interval: the input does not give how much the frequency varies.")
            },
        ));
    }
    notes
}
