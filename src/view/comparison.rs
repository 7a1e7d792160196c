//! The reports of `compare`: two editions, and an edition beside what happened.

use std::collections::{BTreeMap, BTreeSet};

use super::{label_column, number_column, plain, text, text_column};
use crate::domain::{HealthRegionId, ProgrammeId};
use crate::forecast::{CellKey, Change, Edition, Method, Verdict};
use crate::language::capitalised;
use crate::reference::Reference;
use crate::report::{Cell, Column, Finding, Language, Layout, Provenance, Report, Table};

/// What the reports say besides the figures.
#[derive(Clone, Copy, Debug)]
pub struct ComparisonFacts<'a> {
    /// Names of programmes and regions.
    pub reference: &'a Reference,
    /// The language of the report.
    pub language: Language,
    /// The regions to show, the country being `None`; empty for all, of which people see the country.
    pub regions: &'a [Option<HealthRegionId>],
    /// What reading the inputs decided or left out.
    pub remarks: &'a [String],
}

impl ComparisonFacts<'_> {
    fn word(&self, swedish: &'static str, english: &'static str) -> &'static str {
        self.language.choose(swedish, english)
    }

    fn programme(&self, id: ProgrammeId) -> &str {
        self.reference.name(id, self.language)
    }

    fn key_columns(&self) -> Vec<Column> {
        vec![
            text_column(self.word("utbildning", "programme")),
            text_column(self.word("sjukvårdsregion", "health_region")),
            label_column(self.word("examensår", "graduation_year")),
        ]
    }

    fn key_cells(&self, key: CellKey) -> Vec<Cell> {
        let region = key
            .health_region
            .map_or(self.word("Riket", "Sweden"), |id| {
                self.reference.name(id, self.language)
            });
        vec![
            text(self.programme(key.programme)),
            text(region),
            Cell::Whole(key.exam_year.into()),
        ]
    }

    fn includes(&self, key: CellKey) -> bool {
        self.regions.is_empty() || self.regions.contains(&key.health_region)
    }

    fn is_shown(&self, key: CellKey) -> bool {
        !self.regions.is_empty() || key.health_region.is_none()
    }

    fn title(&self, what: &str, is_example: bool) -> String {
        if is_example {
            format!("{}: {what}", self.word("EXEMPELDATA", "EXAMPLE DATA"))
        } else {
            what.to_owned()
        }
    }
}

/// The change of every estimate from one edition to the next, and why.
#[must_use]
pub fn comparison(
    changes: &BTreeMap<CellKey, Change>,
    (old, new): (&Edition, &Edition),
    facts: ComparisonFacts<'_>,
    provenance: Provenance,
) -> Report {
    let mut columns = facts.key_columns();
    let keys = columns.len();
    let amounts = [
        ("föregående_omgång", "previous_edition"),
        ("ny_omgång", "new_edition"),
        ("förändring", "change"),
        ("nybörjare", "entrants"),
        ("examensfrekvens", "exam_frequency"),
        ("takt_och_metod", "timing_and_method"),
        ("endast_i_en_omgång", "in_one_edition_only"),
    ];
    let amounts = amounts.map(|(swedish, english)| facts.word(swedish, english));
    columns.extend(amounts.map(|name| number_column(name, 4, 0)));
    let included: Vec<(&CellKey, &Change)> = changes
        .iter()
        .filter(|(key, _)| facts.includes(**key))
        .collect();
    let shown = included.iter().enumerate();
    let shown = shown.filter(|(_, (key, _))| facts.is_shown(**key));
    let shown = shown.map(|(at, _)| at).collect();
    let number = |value: f64| Cell::Measure(plain(value));
    let rows = included.iter().map(|(key, change)| {
        let known = |value: Option<f64>| value.map_or(Cell::Missing, number);
        // A part of a change that is not known is not known either.
        let part = |value: f64| change.is_common().then_some(value);
        let is_in_one = change.old.is_some() || change.new.is_some();
        let mut cells = facts.key_cells(**key);
        let amounts = [
            change.old,
            change.new,
            change.total(),
            part(change.entrants),
            part(change.frequency),
            part(change.timing),
            is_in_one.then_some(change.coverage),
        ];
        cells.extend(amounts.map(known));
        cells
    });
    let rows = rows.collect();
    let mut names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    if facts.regions.is_empty() {
        names.remove(keys - 2);
    }
    let what = facts.language.choose(
        format!(
            "Skattningsomgång med basår {} jämförd med basår {}",
            new.base_year, old.base_year
        ),
        format!(
            "Edition of base year {} compared with base year {}",
            new.base_year, old.base_year
        ),
    );
    Report {
        title: facts.title(&what, old.is_example || new.is_example),
        findings: findings(changes, facts),
        tables: vec![Table {
            name: facts.word("förändring", "change").to_owned(),
            title: None,
            columns,
            rows,
            layout: Layout::Rows { columns: names },
            shown: Some(shown),
            chart: None,
        }],
        notes: comparison_notes(changes, facts),
        provenance,
        language: facts.language,
        counts: None,
    }
}

/// The programmes that changed most, in the country and the years that both editions have.
fn findings(changes: &BTreeMap<CellKey, Change>, facts: ComparisonFacts<'_>) -> Vec<Finding> {
    let mut sums: BTreeMap<ProgrammeId, (Change, f64, Vec<i16>)> = BTreeMap::new();
    let common = changes
        .iter()
        .filter(|(key, change)| key.health_region.is_none() && change.is_common());
    for (key, change) in common {
        let (sum, total, years) = sums.entry(key.programme).or_default();
        sum.entrants += change.entrants;
        sum.frequency += change.frequency;
        sum.timing += change.timing;
        sum.coverage += change.coverage;
        *total += change.total().unwrap_or_default();
        years.push(key.exam_year);
    }
    let mut ranked: Vec<_> = sums.into_iter().collect();
    ranked.sort_by(|(_, (_, a, _)), (_, (_, b, _))| b.abs().total_cmp(&a.abs()));
    let sentences = ranked.into_iter().take(3);
    sentences
        .map(|(programme, (sum, total, years))| Finding {
            sentence: capitalised(&sentence(programme, &sum, total, &years, facts)),
            behind: None,
        })
        .collect()
}

fn sentence(
    programme: ProgrammeId,
    sum: &Change,
    total: f64,
    years: &[i16],
    facts: ComparisonFacts<'_>,
) -> String {
    let language = facts.language;
    let name = facts.programme(programme);
    let span = match years {
        [first, .., last] => format!("{first}–{last}"),
        [only] => only.to_string(),
        [] => String::new(),
    };
    if total.abs() < 0.5 {
        return language.choose(
            format!("{name} {span}: skattningen är oförändrad."),
            format!("{name} {span}: the estimate has not changed."),
        );
    }
    let reasons = [
        (sum.entrants, ("nybörjarna", "the entrants")),
        (sum.frequency, ("examensfrekvensen", "the exam frequency")),
        (sum.timing, ("takten och metoden", "timing and method")),
        (
            sum.coverage,
            (
                "regioner som bara finns i en omgång",
                "regions that are in one edition only",
            ),
        ),
    ];
    // Of the parts with the sign of the change, the largest.
    let with_it = reasons
        .into_iter()
        .filter(|(part, _)| part.signum() * total.signum() > 0.0);
    let main = with_it.max_by(|(a, _), (b, _)| a.abs().total_cmp(&b.abs()));
    let (part, reason) = main.unwrap_or(reasons[0]);
    let reason = language.choose(reason.0, reason.1);
    let way = if total > 0.0 {
        language.choose("fler", "more")
    } else {
        language.choose("färre", "fewer")
    };
    let count = language.number(total.abs(), 0);
    let sign = if part < 0.0 {
        language.choose("−", "-")
    } else {
        "+"
    };
    let part = format!("{sign}{}", language.number(part.abs(), 0));
    language.choose(
        format!("{name} {span}: {count} {way} examinerade än i föregående omgång. Skillnaden beror främst på {reason} ({part})."),
        format!("{name} {span}: {count} {way} graduates than in the previous edition. The difference is mainly due to {reason} ({part})."),
    )
}

fn comparison_notes(
    changes: &BTreeMap<CellKey, Change>,
    facts: ComparisonFacts<'_>,
) -> Vec<String> {
    let language = facts.language;
    let mut notes = vec![language.choose(
        "förändring = nybörjare + examensfrekvens + takt_och_metod + endast_i_en_omgång, i varje rad som båda omgångarna har. Riket är summan av regionerna. takt_och_metod avser examina andra år än det nominella och hur metoden räknar dem.",
        "change = entrants + exam_frequency + timing_and_method + in_one_edition_only, in every row that both editions have. Sweden is the sum of the regions. timing_and_method: degrees in other years than the nominal one, and how the method counts them.",
    ).to_owned()];
    let lone: BTreeSet<&CellKey> = changes
        .iter()
        .filter(|(_, change)| !change.is_common())
        .map(|(key, _)| key)
        .collect();
    if !lone.is_empty() {
        let (count, all) = (lone.len(), changes.len());
        notes.push(language.choose(
            format!("{count} av {all} skattningar finns bara i den ena omgången: vad den andra saknar visas som .., endast_i_en_omgång anger antalet (negativt om skattningen har utgått), och meningarna ovan omfattar dem inte."),
            format!("{count} of {all} estimates are in one edition only: what the other lacks is shown as .., in_one_edition_only gives the number (negative if the estimate is gone), and the sentences above leave them out."),
        ));
    }
    notes.extend(facts.remarks.iter().cloned());
    notes
}

/// An edition beside what happened.
#[must_use]
pub fn verdicts(
    verdicts: &[Verdict],
    edition: &Edition,
    facts: ComparisonFacts<'_>,
    provenance: Provenance,
) -> Report {
    let word = |swedish, english| facts.word(swedish, english);
    let mut columns = facts.key_columns();
    let keys = columns.len();
    columns.extend([
        label_column(word("horisont", "horizon")),
        number_column(word("skattat", "forecast"), 4, 0),
        number_column(word("utfall", "outcome"), 0, 0),
        number_column(word("fel", "error"), 4, 0),
        number_column(word("fel_andel", "error_share"), 4, 3),
        number_column(word("nedre", "lower"), 4, 0),
        number_column(word("övre", "upper"), 4, 0),
        number_column(word("nivå", "level"), 4, 2),
        text_column(word("inom_intervallet", "within_interval")),
        text_column(word("metod", "method")),
    ]);
    let known: Vec<&Verdict> = verdicts
        .iter()
        .filter(|own| own.outcome.is_some() && facts.includes(own.key))
        .collect();
    let (mut rows, mut shown) = (Vec::new(), Vec::new());
    for own in &known {
        let intervals = own.intervals.iter().copied().map(Some);
        let none = own.intervals.is_empty().then_some(None);
        for interval in intervals.chain(none) {
            if facts.is_shown(own.key) {
                shown.push(rows.len());
            }
            let ends = interval.map(|own| (own.level, own.lower, own.upper));
            rows.push(verdict_row(own, ends, facts));
        }
    }
    let mut names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    // The method and the horizon follow from the programme and the year.
    names.truncate(names.len() - 1);
    names.remove(keys);
    if facts.regions.is_empty() {
        names.remove(keys - 2);
    }
    let what = facts.language.choose(
        format!(
            "Skattningsomgång med basår {} och utfallet",
            edition.base_year
        ),
        format!(
            "Edition of base year {} and what happened",
            edition.base_year
        ),
    );
    Report {
        title: facts.title(&what, edition.is_example),
        findings: judgement(&known, facts),
        tables: vec![Table {
            name: word("utfall", "outcome").to_owned(),
            title: None,
            columns,
            rows,
            layout: Layout::Rows { columns: names },
            shown: Some(shown.into_iter().collect()),
            chart: None,
        }],
        notes: verdict_notes(verdicts, facts),
        provenance,
        language: facts.language,
        counts: None,
    }
}

fn verdict_row(
    own: &Verdict,
    interval: Option<(f64, f64, f64)>,
    facts: ComparisonFacts<'_>,
) -> Vec<Cell> {
    let number =
        |value: Option<f64>| value.map_or(Cell::Missing, |value| Cell::Measure(plain(value)));
    let error = own.outcome.map(|outcome| own.forecast - outcome);
    let share = error.zip(own.outcome.filter(|outcome| *outcome > 0.0));
    let within = interval
        .zip(own.outcome)
        .map(|((_, lower, upper), outcome)| {
            if lower <= outcome && outcome <= upper {
                facts.word("ja", "yes")
            } else {
                facts.word("nej", "no")
            }
        });
    let mut cells = facts.key_cells(own.key);
    cells.extend([
        Cell::Whole(own.horizon.into()),
        number(Some(own.forecast)),
        number(own.outcome),
        number(error),
        number(share.map(|(error, outcome)| error / outcome)),
        number(interval.map(|(_, lower, _)| lower)),
        number(interval.map(|(.., upper)| upper)),
        number(interval.map(|(level, ..)| level)),
        within.map_or(Cell::Missing, text),
        text(
            Method::named(&own.method)
                .map_or(own.method.as_str(), |method| method.label(facts.language)),
        ),
    ]);
    cells
}

/// How far off the edition was in the country, and how often its first interval held anywhere.
fn judgement(known: &[&Verdict], facts: ComparisonFacts<'_>) -> Vec<Finding> {
    let language = facts.language;
    let country = known.iter().filter(|own| own.key.health_region.is_none());
    let sum = |value: fn(&Verdict) -> f64| country.clone().map(|own| value(own)).sum::<f64>();
    let (forecast, outcome) = (
        sum(|own| own.forecast),
        sum(|own| own.outcome.unwrap_or_default()),
    );
    let mut sentences = Vec::new();
    if country.clone().next().is_some() {
        let (forecast, outcome) = (language.number(forecast, 0), language.number(outcome, 0));
        sentences.push(language.choose(
            format!("Riket: {forecast} examinerade skattades mot {outcome} i utfallet, för de år och utbildningar som finns i båda."),
            format!("Sweden: {forecast} graduates were expected against {outcome} that there were, in the years and programmes that have both."),
        ));
    }
    let judged = known.iter().filter_map(|own| {
        let interval = own.intervals.first()?;
        let outcome = own.outcome?;
        Some((
            interval.level,
            interval.lower <= outcome && outcome <= interval.upper,
        ))
    });
    let judged: Vec<(f64, bool)> = judged.collect();
    if let Some((level, _)) = judged.first() {
        let within = judged.iter().filter(|(_, is_within)| *is_within).count();
        let (all, level) = (judged.len(), language.number(level * 100.0, 0));
        sentences.push(language.choose(
            format!(
                "Utfallet låg inom {level}-procentsintervallet i {within} av {all} skattningar."
            ),
            format!(
                "The outcome was within the {level} % interval in {within} of {all} estimates."
            ),
        ));
    }
    let findings = sentences.into_iter().map(|sentence| Finding {
        sentence,
        behind: None,
    });
    findings.collect()
}

fn verdict_notes(verdicts: &[Verdict], facts: ComparisonFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let all = verdicts.len();
    let without = verdicts.iter().filter(|own| own.outcome.is_none()).count();
    let mut notes = Vec::new();
    if without > 0 {
        notes.push(language.choose(
            format!("{without} av {all} skattningar har inget känt utfall och visas inte."),
            format!("{without} of {all} estimates have no known outcome and are not shown."),
        ));
    }
    notes.extend(facts.remarks.iter().cloned());
    notes
}
