//! The report of the professions side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::main_profession_note::main_profession_note;
use super::synthetic::{is_copy, register_basis};
use super::{label_column, number_column, plain, text, text_column};
use crate::accounts::{Contributors, SupplyCount, SupplyCounts, SupplyNames};
use crate::domain::{ProfessionId, Year};
use crate::flow::{Coverage, Employed, Supply, Tenure};
use crate::reference::{PublishedShare, Reference, TenureBands};
use crate::report::{Cell, Finding, Language, Layout, Provenance, Report, Table};

/// What the report says besides the numbers.
#[derive(Clone, Copy)]
pub struct SupplyFacts<'a> {
    /// Names of professions.
    pub reference: &'a Reference,
    /// The language of the report.
    pub language: Language,
    /// What the register covers.
    pub coverage: &'a Coverage,
    /// Published shares of the professions in the table.
    pub published: &'a [PublishedShare],
    /// Professions that were asked for and are not there in those years.
    pub missing: &'a [ProfessionId],
    /// The counts to protect; none where no persons need protection.
    pub counts: Option<&'a SupplyCounts>,
}

struct Words {
    name: &'static str,
    profession: &'static str,
    tenure: &'static str,
    year: &'static str,
    employed: &'static str,
    in_profession: &'static str,
    share: &'static str,
    earlier_year: &'static str,
    change: &'static str,
    share_change: &'static str,
    published: &'static str,
    basis: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        let swedish = Self {
            name: "tillgång",
            profession: "yrke",
            tenure: "år_sedan_legitimation",
            year: "år",
            employed: "sysselsatta",
            in_profession: "i_yrket",
            share: "andel_i_yrket",
            earlier_year: "jämförelseår",
            change: "förändring_i_yrket",
            share_change: "förändring_andel",
            published: "publicerad_andel",
            basis: "underlag",
        };
        let english = Self {
            name: "supply",
            profession: "profession",
            tenure: "years_since_licence",
            year: "year",
            employed: "employed",
            in_profession: "in_profession",
            share: "share_in_profession",
            earlier_year: "compared_with",
            change: "change_in_profession",
            share_change: "change_of_share",
            published: "published_share",
            basis: "basis",
        };
        language.choose(swedish, english)
    }
}

impl SupplyFacts<'_> {
    fn is_copy(&self, profession: ProfessionId) -> bool {
        is_copy(profession, self.coverage, self.reference)
    }
}

impl SupplyFacts<'_> {
    fn bands(&self) -> &TenureBands {
        &self.reference.definitions().tenure_bands
    }

    /// What a band of years since the licence is called.
    fn tenure_name(&self, tenure: Tenure) -> String {
        match tenure {
            Tenure::All => self.language.choose("alla", "all").to_owned(),
            Tenure::Unknown => {
                let unknown = self.language.choose("uppgift saknas", "not known");
                unknown.to_owned()
            }
            Tenure::Band(band) => self.bands().years(band).unwrap_or_default(),
        }
    }

    /// The counts that contribute to a number on a profession and band of years since the licence.
    fn contributors(
        &self,
        profession: ProfessionId,
        year: Year,
        tenure: Tenure,
        counts: &[SupplyCount],
    ) -> Contributors {
        self.counts.map_or(Contributors::Public, |own| {
            own.contributors(profession, year, tenure, counts)
        })
    }
}

impl SupplyNames for SupplyFacts<'_> {
    fn count(&self, count: SupplyCount) -> &'static str {
        match count {
            SupplyCount::Employed => self.language.choose("sysselsatta", "employed"),
            SupplyCount::InProfession => self.language.choose("i_yrket", "in_profession"),
            SupplyCount::OutsideProfession => self
                .language
                .choose("utanför yrket", "outside the profession"),
        }
    }

    fn subject(&self, profession: ProfessionId, year: Year, tenure: Tenure) -> String {
        let profession = self.reference.name(profession, self.language);
        let tenure = self.tenure_name(tenure);
        format!("{profession} {year}, {tenure}")
    }
}

/// The counts of persons to protect behind a table of supply.
#[must_use]
pub fn supply_counts(
    rows: &BTreeMap<(ProfessionId, Tenure), Supply>,
    facts: SupplyFacts<'_>,
) -> SupplyCounts {
    SupplyCounts::of(rows, &facts)
}

/// One table: a row per profession and band of years since the licence, all together first.
#[must_use]
pub fn supply(
    rows: &BTreeMap<(ProfessionId, Tenure), Supply>,
    facts: SupplyFacts<'_>,
    provenance: Provenance,
) -> Report {
    let words = Words::of(facts.language);
    let columns = vec![
        text_column(words.profession),
        text_column(words.tenure),
        label_column(words.year),
        number_column(words.employed, 0, 0),
        number_column(words.in_profession, 0, 0),
        number_column(words.share, 4, 3),
        label_column(words.earlier_year),
        number_column(words.change, 0, 0),
        number_column(words.share_change, 4, 3),
        number_column(words.published, 4, 2),
        text_column(words.basis),
    ];
    let for_people = columns.iter().filter(|column| {
        let for_machines = [words.basis, words.year, words.earlier_year];
        let mut published = facts.published.iter();
        let has_published = published.any(|own| !facts.is_copy(own.profession));
        let is_published = has_published || column.name != words.published;
        is_published && !for_machines.contains(&column.name.as_str())
    });
    let layout = Layout::Rows {
        columns: for_people.map(|column| column.name.clone()).collect(),
    };
    let cells = rows
        .iter()
        .map(|((profession, tenure), row)| cells(*profession, *tenure, row, facts));
    let table = Table {
        name: words.name.to_owned(),
        title: None,
        rows: cells.collect(),
        columns,
        layout,
        shown: None,
        chart: None,
    };
    Report {
        title: title(rows, facts),
        findings: tenure_finding(rows, facts).into_iter().collect(),
        tables: vec![table],
        notes: notes(rows, facts),
        provenance,
        language: facts.language,
        counts: facts.counts.map(|own| own.counts().clone()),
    }
}

fn cells(
    profession: ProfessionId,
    tenure: Tenure,
    row: &Supply,
    facts: SupplyFacts<'_>,
) -> Vec<Cell> {
    let published = facts.published.iter().find(|published| {
        let is_it = (published.profession, published.year) == (profession, row.year);
        is_it && tenure == Tenure::All && !facts.is_copy(profession)
    });
    let at = |year, counts: &[SupplyCount]| facts.contributors(profession, year, tenure, counts);
    let both = |counts: &[SupplyCount]| at(row.year, counts).and(at(row.earlier_year, counts));
    let (in_profession, shares) = (
        both(&[SupplyCount::InProfession]),
        both(&SupplyCount::SHARE),
    );
    let (now, earlier) = (share(row.now), share(row.earlier));
    let change = now.zip(earlier).map(|(now, earlier)| now - earlier);
    let basis = register_basis(
        profession,
        Some(facts.coverage),
        facts.reference,
        facts.language,
    );
    vec![
        text(facts.reference.name(profession, facts.language)),
        text(facts.tenure_name(tenure)),
        Cell::Whole(row.year.into()),
        at(row.year, &[SupplyCount::Employed]).count(signed(row.now.employed)),
        at(row.year, &[SupplyCount::InProfession]).count(signed(row.now.in_profession)),
        at(row.year, &SupplyCount::SHARE).measure(now),
        Cell::Whole(row.earlier_year.into()),
        in_profession.net(signed(row.now.in_profession) - signed(row.earlier.in_profession)),
        shares.measure(change),
        published.map_or(Cell::Missing, |published| {
            Cell::Measure(plain(published.in_profession.as_f64()))
        }),
        text(basis),
    ]
}

/// Of the employed, those in the profession; none where none are employed.
#[expect(clippy::cast_precision_loss, reason = "counts are exact below 2^53")]
fn share(employed: Employed) -> Option<f64> {
    let has_any = employed.employed > 0;
    has_any.then(|| employed.in_profession as f64 / employed.employed as f64)
}

/// Counts of licences stay far below 2⁶³.
const fn signed(count: u64) -> i64 {
    count.cast_signed()
}

fn title(rows: &BTreeMap<(ProfessionId, Tenure), Supply>, facts: SupplyFacts<'_>) -> String {
    let listed = |year: fn(&Supply) -> Year| {
        let years: BTreeSet<Year> = rows.values().map(year).collect();
        let years = years.into_iter().map(|year| year.to_string());
        years.collect::<Vec<_>>().join(", ")
    };
    let (years, earlier) = (listed(|row| row.year), listed(|row| row.earlier_year));
    let what = facts.language.choose(
        format!("Tillgång: sysselsatta i yrket {years}, jämfört med {earlier}"),
        format!("Supply: the employed in the profession {years}, compared with {earlier}"),
    );
    if facts.coverage.is_synthetic {
        let made_up = facts
            .language
            .choose("SYNTETISKT REGISTER", "SYNTHETIC REGISTER");
        format!("{made_up}: {what}")
    } else {
        what
    }
}

/// Whether the share falls with the years since the licence.
fn tenure_finding(
    rows: &BTreeMap<(ProfessionId, Tenure), Supply>,
    facts: SupplyFacts<'_>,
) -> Option<Finding> {
    let professions: BTreeSet<ProfessionId> = rows.keys().map(|(id, _)| *id).collect();
    let of = |id: ProfessionId, since: u8| {
        let tenure = Tenure::Band(facts.bands().of(since));
        let row = rows.get(&(id, tenure))?;
        Some((
            share(row.now)?,
            facts.contributors(id, row.year, tenure, &SupplyCount::SHARE),
        ))
    };
    let compared: Vec<_> = professions
        .iter()
        .filter(|id| !facts.is_copy(**id))
        .filter_map(|id| Some((of(*id, 0)?, of(*id, 20)?)))
        .collect();
    let contributors = compared
        .iter()
        .flat_map(|(new, old)| [new.1.clone(), old.1.clone()]);
    let contributors = contributors.reduce(Contributors::and)?;
    let falling = compared.iter().filter(|(new, old)| old.0 < new.0).count();
    let all = compared.len();
    let [new, old] = [0, 20].map(|since| facts.tenure_name(Tenure::Band(facts.bands().of(since))));
    let sentence = facts.language.choose(
        format!("Andelen i yrket är lägre {old} år efter legitimationen än {new} år efter i {falling} av {all} yrken."),
        format!("The share in the profession is lower {old} years after the licence than {new} years after in {falling} of {all} professions."),
    );
    contributors.sentence(sentence)
}

fn notes(rows: &BTreeMap<(ProfessionId, Tenure), Supply>, facts: SupplyFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let mut notes = Vec::new();
    let professions = rows.keys().map(|(id, _)| *id).collect();
    let years: BTreeSet<Year> = rows.values().map(|row| row.year).collect();
    notes.extend(main_profession_note(
        facts.coverage,
        &professions,
        |year| years.contains(&year),
        facts.counts.is_some(),
        language,
    ));
    if facts.coverage.is_synthetic {
        let sentence = language.choose(
            "Syntetiskt register: uppgifterna är konstruerade och är inte statistik. Alla yrken utom tandläkare är kopior av tandläkarregistret i annan skala; inga slutsatser dras av dem, och de jämförs inte med publicerade tal.",
            "Synthetic register: the data are constructed and are not statistics. All professions but the dentists are scaled copies of the dentists' register; no findings are given of them, and they are not compared with published figures.",
        );
        notes.push(sentence.to_owned());
    }
    notes.push(language.choose(
        "Andel_i_yrket är andelen av de sysselsatta i november som arbetar i sin yrkesroll i vården. Förändringen avser tiden sedan jämförelseåret.",
        "Share_in_profession is the share of those employed in November who work in their own role in health care. Changes are since the year compared with.",
    ).to_owned());
    for published in facts.published {
        let name = facts.reference.name(published.profession, language);
        let (year, source) = (published.year, &published.source);
        let note = published.note.text(language);
        let percent = language.number(100.0 * published.in_profession.as_f64(), 0);
        notes.push(language.choose(
            format!("Publicerad andel, {name} {year}: {percent} %; {note} ({source})."),
            format!("Published share, {name} {year}: {percent}%; {note} ({source})."),
        ));
    }
    if !facts.missing.is_empty() {
        let names: Vec<&str> = facts
            .missing
            .iter()
            .map(|id| facts.reference.name(*id, language))
            .collect();
        let names = names.join(", ");
        notes.push(language.choose(
            format!("Uppgift saknas för de åren: {names}."),
            format!("Not available for those years: {names}."),
        ));
    }
    notes
}
