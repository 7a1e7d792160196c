//! The report of a backtest.

use std::collections::BTreeSet;

use super::{label_column, number_column, plain, text, text_column};
use crate::domain::{HealthRegionId, InputRemark, IntervalLevel, ProgrammeId};
use crate::forecast::{Accuracy, Method, Outcomes, Pair, ranking};
use crate::reference::Reference;
use crate::report::{Cell, Column, Language, Layout, Provenance, Report, Table};

use super::input_remark::input_remark;

/// What the report says besides the figures.
#[derive(Clone, Copy, Debug)]
pub struct BacktestFacts<'a> {
    /// Names of programmes and regions.
    pub reference: &'a Reference,
    /// The language of the report.
    pub language: Language,
    /// The programmes that were asked for.
    pub programmes: &'a [ProgrammeId],
    /// The methods that were tried.
    pub methods: &'a [Method],
    /// The level of the intervals.
    pub level: IntervalLevel,
    /// The regions to show, the country being `None`; empty for all.
    pub regions: &'a [Option<HealthRegionId>],
    /// Whether the outcomes are summed from degrees by cohort.
    pub is_of_cohorts: bool,
    /// What happened.
    pub outcomes: &'a Outcomes,
    /// What reading the inputs decided or left out.
    pub remarks: &'a [InputRemark],
}

/// The words of the table in one language; columns stay in the same order in both.
struct Words {
    name: &'static str,
    country: &'static str,
    all: &'static str,
    programme: &'static str,
    health_region: &'static str,
    horizon: &'static str,
    method: &'static str,
    figures: [&'static str; 10],
}

impl Words {
    const fn of(language: Language) -> Self {
        match language {
            Language::Swedish => Self {
                name: "utvärdering",
                country: "Riket",
                all: "alla",
                programme: "utbildning",
                health_region: "sjukvårdsregion",
                horizon: "horisont",
                method: "metod",
                figures: [
                    "antal_jämförelser",
                    "mae",
                    "mape",
                    "bias",
                    "mase",
                    "nivå",
                    "täckning",
                    "intervallbredd",
                    "wis",
                    "vinst_mot_naiv",
                ],
            },
            Language::English => Self {
                name: "accuracy",
                country: "Sweden",
                all: "all",
                programme: "programme",
                health_region: "health_region",
                horizon: "horizon",
                method: "method",
                figures: [
                    "comparisons",
                    "mae",
                    "mape",
                    "bias",
                    "mase",
                    "level",
                    "coverage",
                    "interval_width",
                    "wis",
                    "skill",
                ],
            },
        }
    }

    fn columns(&self) -> Vec<Column> {
        let [
            pairs,
            mae,
            mape,
            bias,
            mase,
            level,
            coverage,
            width,
            wis,
            skill,
        ] = self.figures;
        vec![
            text_column(self.programme),
            text_column(self.health_region),
            label_column(self.horizon),
            text_column(self.method),
            number_column(pairs, 0, 0),
            number_column(mae, 4, 1),
            number_column(mape, 4, 3),
            number_column(bias, 4, 1),
            number_column(mase, 4, 2),
            number_column(level, 4, 2),
            number_column(coverage, 4, 2),
            number_column(width, 4, 1),
            number_column(wis, 4, 1),
            number_column(skill, 4, 2),
        ]
    }
}

/// A row per programme, region, horizon and method, and a sentence on each programme.
#[must_use]
pub fn backtest(pairs: &[Pair], facts: BacktestFacts<'_>, provenance: Provenance) -> Report {
    let language = facts.language;
    let words = Words::of(language);
    let mut rows = Vec::new();
    let mut shown = Vec::new();
    let series: BTreeSet<_> = pairs.iter().map(|pair| pair.series).collect();
    let is_wanted = |region: &Option<HealthRegionId>| {
        facts.regions.is_empty() || facts.regions.contains(region)
    };
    for own in series.into_iter().filter(|(_, region)| is_wanted(region)) {
        let of_series: Vec<&Pair> = pairs.iter().filter(|pair| pair.series == own).collect();
        let horizons: BTreeSet<u8> = of_series.iter().map(|pair| pair.horizon).collect();
        let horizons = horizons.into_iter().map(Some).chain([None]);
        for horizon in horizons {
            let at: Vec<&Pair> = of_series
                .iter()
                .filter(|pair| horizon.is_none_or(|horizon| pair.horizon == horizon))
                .copied()
                .collect();
            for row in rows_of(&at, horizon, facts, &words) {
                let is_country = own.1.is_none() || !facts.regions.is_empty();
                if horizon.is_none() && is_country {
                    shown.push(rows.len());
                }
                rows.push(row);
            }
        }
    }
    let columns = words.columns();
    let hidden = [words.horizon, words.figures[5]];
    let names = columns.iter().map(|column| column.name.clone());
    let mut names: Vec<String> = names
        .filter(|name| !hidden.contains(&name.as_str()))
        .collect();
    if facts.regions.is_empty() {
        names.retain(|name| name != words.health_region);
    }
    let table = Table {
        name: words.name.to_owned(),
        title: None,
        columns,
        rows,
        layout: Layout::Rows { columns: names },
        shown: Some(shown.into_iter().collect()),
        chart: None,
    };
    Report {
        title: title(pairs, language),
        findings: if is_wanted(&None) {
            findings(pairs, facts)
        } else {
            Vec::new()
        },
        tables: vec![table],
        notes: notes(pairs, facts),
        provenance,
        language,
        counts: None,
    }
}

fn rows_of(
    pairs: &[&Pair],
    horizon: Option<u8>,
    facts: BacktestFacts<'_>,
    words: &Words,
) -> Vec<Vec<Cell>> {
    let found = facts.methods.iter().filter_map(|&method| {
        let own = pairs.iter().filter(|pair| pair.method == method).copied();
        Some((method, Accuracy::of(own, facts.level)?))
    });
    let found: Vec<(Method, Accuracy)> = found.collect();
    let naive = found.iter().filter(|(method, _)| method.is_naive());
    let naive = naive.map(|(_, own)| own.mae).min_by(f64::total_cmp);
    let Some(series) = pairs.first().map(|pair| pair.series) else {
        return Vec::new();
    };
    let language = facts.language;
    let programme = facts.reference.name(series.0, language);
    let region = series
        .1
        .map_or(words.country, |id| facts.reference.name(id, language));
    let number =
        |value: Option<f64>| value.map_or(Cell::Missing, |value| Cell::Measure(plain(value)));
    let rows = found.into_iter().map(|(method, own)| {
        let skill = naive.filter(|naive| *naive > 0.0 && !method.is_naive());
        vec![
            text(programme),
            text(region),
            horizon.map_or_else(|| text(words.all), |horizon| Cell::Whole(horizon.into())),
            text(method.label(language)),
            Cell::Whole(own.pairs.into()),
            number(Some(own.mae)),
            number(own.mape),
            number(Some(own.bias)),
            number(own.mase),
            number(own.coverage.map(|_| facts.level.as_f64())),
            number(own.coverage),
            number(own.width),
            number(own.wis),
            number(skill.map(|naive| 1.0 - own.mae / naive)),
        ]
    });
    rows.collect()
}

fn title(pairs: &[Pair], language: Language) -> String {
    let first = pairs.iter().map(|pair| pair.origin).min();
    let last = pairs.iter().map(|pair| pair.origin).max();
    let span = match (first, last) {
        (Some(first), Some(last)) if first < last => format!("{first}–{last}"),
        (Some(only), _) => only.to_string(),
        _ => String::new(),
    };
    language.choose(
        format!("Utvärdering av tidigare skattningar, basår {span}"),
        format!("Evaluation of earlier estimates, base years {span}"),
    )
}

/// Which method does best for each programme in the country, and plainly when none beats the naive ones.
fn findings(pairs: &[Pair], facts: BacktestFacts<'_>) -> Vec<crate::report::Finding> {
    let sentences = facts.programmes.iter().filter_map(|&programme| {
        let ranked = ranking(pairs, programme, facts.level);
        let (best, own) = ranked.first()?;
        let naive = ranked.iter().find(|(method, _)| method.is_naive());
        Some(sentence(programme, (*best, *own), naive, facts))
    });
    sentences
        .map(|sentence| crate::report::Finding {
            sentence,
            behind: None,
        })
        .collect()
}

fn sentence(
    programme: ProgrammeId,
    (best, own): (Method, Accuracy),
    naive: Option<&(Method, Accuracy)>,
    facts: BacktestFacts<'_>,
) -> String {
    let language = facts.language;
    let name = facts.reference.name(programme, language);
    let mae = language.number(own.mae, 1);
    let best_name = best.term(language);
    let has_models = facts.methods.iter().any(|method| !method.is_naive());
    match naive {
        _ if best.is_naive() && has_models => {
            let (repeating, in_english) = if best == Method::Drift {
                ("skriva fram trenden", "carrying on the drift")
            } else {
                ("upprepa det senaste värdet", "repeating the last value")
            };
            language.choose(
                format!("{name}: ingen metod är bättre än att {repeating} (genomsnittligt absolut fel {mae} personer)."),
                format!("{name}: no method is better than {in_english} (mean absolute error {mae} persons)."),
            )
        }
        Some((other, than)) if !best.is_naive() => {
            let (other, than) = (other.term(language), language.number(than.mae, 1));
            language.choose(
                format!("{name}: metoden {best_name} träffar bäst, med det genomsnittliga absoluta felet {mae} personer mot {than} för {other}."),
                format!("{name}: the method {best_name} does best, with a mean absolute error of {mae} persons against {than} for {other}."),
            )
        }
        _ => language.choose(
            format!("{name}: metoden {best_name} träffar bäst, med det genomsnittliga absoluta felet {mae} personer."),
            format!("{name}: the method {best_name} does best, with a mean absolute error of {mae} persons."),
        ),
    }
}

fn notes(pairs: &[Pair], facts: BacktestFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let mut notes = vec![
        language.choose(
            "Varje skattning bygger bara på vad som var känt vid sitt basår: nybörjare i avslutade läsår och examina dittills. Alla metoder jämförs för samma år.",
            "Every estimate rests only on what was known in its base year: entrants of academic years that had ended and degrees so far. All methods are compared on the same years.",
        ).to_owned(),
        language.choose(
            "mae: genomsnittligt absolut fel i personer. mape: genomsnittligt absolut fel som andel av utfallet. bias: genomsnittet av skattning − utfall. mase: mae i förhållande till den genomsnittliga ändringen mellan år. täckning: andel utfall inom intervallet. wis: viktad intervallpoäng, lägre är bättre. vinst_mot_naiv: 1 − kvoten mellan mae och den bästa naiva metodens mae.",
            "mae: mean absolute error in persons. mape: mean absolute error as a share of the outcome. bias: mean of estimate − outcome. mase: mae by the mean change between years. coverage: share of outcomes within the interval. wis: weighted interval score, lower is better. skill: 1 − mae by that of the better naive method.",
        ).to_owned(),
    ];
    if facts.is_of_cohorts {
        let beyond = facts.reference.definitions().follow_up_years;
        notes.push(language.choose(
            format!("Utfallet är summan av kohorternas examina, för de år då alla kohorter inom nominell tid + {beyond} år finns i tabellen."),
            format!("Outcomes are the sum of the cohorts' degrees, in the years for which all cohorts within nominal length + {beyond} years are in the table."),
        ));
    }
    notes.extend(method_names(facts));
    notes.extend(unknown_outcomes(facts));
    let tried: BTreeSet<ProgrammeId> = pairs.iter().map(|pair| pair.series.0).collect();
    let without: Vec<&str> = facts
        .programmes
        .iter()
        .filter(|id| !tried.contains(id))
        .map(|id| facts.reference.name(*id, language))
        .collect();
    if !without.is_empty() {
        let names = without.join(", ");
        notes.push(language.choose(
            format!("Historiken är för kort för att jämföra metoderna: {names}."),
            format!("The history is too short to compare the methods: {names}."),
        ));
    }
    let few = pairs.iter().filter(|pair| !pair.has_distributions).count();
    if few > 0 {
        let all = pairs.len();
        notes.push(language.choose(
            format!("Täckning, intervallbredd och wis avser de skattningar där alla metoder har intervall; {few} av {all} saknar det."),
            format!("Coverage, interval width and wis are of the estimates where all methods have intervals; {few} of {all} have not."),
        ));
    }
    let remarks = facts.remarks.iter();
    notes.extend(remarks.map(|own| input_remark(own, facts.reference, language)));
    notes
}

/// Years of which no outcome is known, because a number is missing.
fn unknown_outcomes(facts: BacktestFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let notes = facts.programmes.iter().filter_map(|&programme| {
        let years = facts.outcomes.unknown((programme, None));
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        let years = years.join(", ");
        let name = facts.reference.name(programme, language);
        (!years.is_empty()).then(|| {
            language.choose(
                format!("{name}: utfallet {years} är inte känt, eftersom antal saknas i tabellen; skattningar för de åren jämförs inte."),
                format!("{name}: the outcome of {years} is not known, for numbers are missing in the table; estimates of those years are not compared."),
            )
        })
    });
    notes.collect()
}

/// How the methods are typed, where results call them otherwise.
fn method_names(facts: BacktestFacts<'_>) -> Option<String> {
    let methods = facts.methods.iter();
    let names =
        methods.map(|method| format!("{} ({})", method.term(facts.language), method.name()));
    let names = names.collect::<Vec<_>>().join(", ");
    let note = format!("Metoder och hur de anges med --method: {names}.");
    (facts.language == Language::Swedish).then_some(note)
}
