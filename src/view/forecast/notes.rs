//! What a reader must know to use a forecast, a sentence each.

use std::collections::BTreeSet;

use super::{ForecastFacts, programme_name};
use crate::domain::AcademicYear;
use crate::forecast::{
    Average, CohortRule, Draws, Estimate, EstimatedFrequencies, Forecast, Method,
};
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
    notes.extend(
        facts
            .cohorts
            .map(|(estimated, rule)| cohort_note(estimated, rule, facts)),
    );
    notes.extend(unused_notes(forecast, facts));
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
            "Exempeldata: nybörjartalen är påhittade och delvis även examensfrekvenserna. Talen är inte statistik.",
            "Example data: the entrants are made up, and some of the exam frequencies too. The figures are not statistics.",
        )
        .to_owned()
}

fn method_notes(forecast: &Forecast, shown: &[&Estimate], facts: ForecastFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let next = forecast.base_year + 1;
    let (base, year) = (forecast.base_year, AcademicYear::ending(next));
    let counted = language.choose(
        format!("räknat från basåret {base}; examensår {next} är läsåret {year}"),
        format!("counted from base year {base}; graduation year {next} is academic year {year}"),
    );
    let has = |method| shown.iter().any(|row| row.method == method);
    let mut notes = Vec::new();
    if has(Method::MeanFrequency) {
        notes.push(language.choose(
            format!("Metod mean-frequency: examinerade = nybörjare × genomsnittlig examensfrekvens, {counted}."),
            format!("Method mean-frequency: graduates = entrants × mean exam frequency, {counted}."),
        ));
    }
    if has(Method::CompletionCurve) {
        notes.push(language.choose(
            format!("Metod completion-curve: examinerade = alla kohorters studenter utan examen × chansen till examen det året, {counted}. Nybörjare och examensfrekvens är kohortens med nominell tid till året."),
            format!("Method completion-curve: graduates = students without a degree of all cohorts × the chance of it in the year, {counted}. Entrants and exam frequency are those of the cohort whose nominal time ends in the year."),
        ));
    }
    if facts.is_auto {
        notes.push(language.choose(
            "Metod auto: per utbildning den av metoderna som hade träffat bäst bakåt i riket; mean-frequency utan historik.",
            "Method auto: for each programme the one of the methods that would have done better before in the country; mean-frequency without history.",
        ).to_owned());
    }
    notes
}

/// Degrees that a curve could not use.
fn unused_notes(forecast: &Forecast, facts: ForecastFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let base = forecast.base_year;
    let mut notes = Vec::new();
    for curve in &forecast.curves {
        let name = programme_name(curve.programme, facts);
        let cohorts = curve.unused.cohorts_without_entrants;
        if cohorts > 0 {
            notes.push(language.choose(
                format!("{name}: examina av {cohorts} kohorter används inte, för deras nybörjare saknas."),
                format!("{name}: degrees of {cohorts} cohorts are not used, for their entrants are missing."),
            ));
        }
        let later = curve.unused.later_degrees;
        if later > 0 {
            notes.push(language.choose(
                format!("{name}: {later} examina efter basåret {base} används inte."),
                format!("{name}: {later} degrees after base year {base} are not used."),
            ));
        }
    }
    notes
}

/// Programmes whose cohorts change, and that it is carried on.
fn trend_notes(forecast: &Forecast, facts: ForecastFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let changing = forecast.curves.iter().filter_map(|curve| {
        let trend = curve.trend.filter(|trend| trend.is_carried_on())?;
        let name = programme_name(curve.programme, facts);
        let p = if trend.p_value < 0.001 {
            language.choose("p < 0,001", "p < 0.001").to_owned()
        } else {
            format!("p = {}", language.number(trend.p_value, 3))
        };
        let way = if trend.direction > 0.0 {
            language.choose("oftare", "more often")
        } else {
            language.choose("mer sällan", "less often")
        };
        Some(language.choose(
            format!("{name}: yngre kohorter tar examen {way} eller i annan takt ({p}); trenden förs vidare."),
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
            format!("Kohorter som inte har börjat räknas lika stora som den nyaste; de är högst {most} % av de examinerade, i {rows} av {all} rader."),
            format!("Cohorts that have not begun count as large as the newest; they are at most {most} % of graduates, in {rows} of {all} rows."),
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
        Average::Unpooled => language.choose("oviktat medel", "unpooled mean"),
        Average::Pooled => language.choose("viktat med antalet nybörjare", "pooled by entrants"),
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
    language.choose(
        format!("Examensfrekvenser skattade ur färdigföljda kohorter (nominell tid + 3 år), {average}: {programmes}."),
        format!("Exam frequencies estimated from completed cohorts (nominal time + 3 years), {average}: {programmes}."),
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
            format!("{with} av {all} regionala rader har rikets examensfrekvens."),
            format!("{with} of {all} regional rows use the national exam frequency."),
        )
    })
}

/// The one programme whose length in the ordinance is not the length that is counted with.
fn tandhygienist_note(shown: &[&Estimate], facts: ForecastFacts<'_>) -> Option<String> {
    let longer = shown
        .iter()
        .map(|row| facts.reference.programme(row.programme))
        .find(|programme| programme.nominal_terms.div_ceil(2) < programme.lag_years)?;
    let (name, lag) = (
        facts.language.choose(&longer.name, &longer.english),
        longer.lag_years,
    );
    Some(facts.language.choose(
        format!("{name} räknas som {lag} läsår: {} hp i förordningen men oftast given som längre utbildning.", longer.credits),
        format!("{name} counts as {lag} academic years: {} credits in the ordinance but mostly taught as longer.", longer.credits),
    ))
}

fn rounding_note(base: u32, language: Language) -> String {
    language.choose(
        format!("Examinerade är avrundade till {base}-tal så att regionerna summerar till riket."),
        format!(
            "Graduates are rounded to multiples of {base} so that regions add up to the country."
        ),
    )
}

fn missing_note(shown: &[&Estimate], language: Language) -> Option<String> {
    let count = shown.iter().filter(|row| row.graduates.is_none()).count();
    (count > 0).then(|| {
        language.choose(
            format!("{count} skattningar saknas därför att antalet nybörjare saknas i underlaget."),
            format!("{count} estimates are missing because the entrants are missing in the input."),
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
            format!("{name} {years} skattas inte: nybörjare {needed} saknas."),
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
            format!("Inga nybörjare i de visade regionerna: {names}."),
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
        format!("--horizon {cap} går utöver metodens horisont, som här är högst {longest} år."),
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
            "Intervall saknas: frekvenserna kommer utan kohorter (--completions) och utan standardavvikelse. Tolka talen med försiktighet.",
            "No intervals: the frequencies come without cohorts (--completions) and without a standard deviation. Read the figures with care.",
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
            format!("Intervall: {levels} av utfallen väntas mellan nedre och övre, om nybörjarna stämmer och kohorterna varierar som förr ({count} dragningar, frö {seed})."),
            format!("Intervals: {levels} of outcomes are expected between lower and upper, if the entrants are right and cohorts vary as before ({count} draws, seed {seed})."),
        ));
    }
    if facts.rounded_to.is_some() {
        notes.push(
            language
                .choose(
                    "Intervallens ändar är avrundade utåt.",
                    "The ends of intervals are rounded outwards.",
                )
                .to_owned(),
        );
    }
    if without > 0 {
        notes.push(language.choose(
            format!("{without} rader saknar intervall: underlaget säger inte hur mycket frekvensen varierar."),
            format!("{without} rows have no interval: the input does not tell how much the frequency varies."),
        ));
    }
    notes
}
