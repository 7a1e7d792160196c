//! What the numbers say, in sentences made from them.

use std::cmp::Reverse;

use super::FlowFacts;
use super::keys::as_f64;
use crate::accounts::{BalanceTerm, Contributors, FlowCount, MobilityTerm, StockTerm};
use crate::domain::Year;
use crate::flow::{
    Area, Balance, CountedStock, DensityChange, Description, Origin, Overall, Stock, StockFigures,
    density,
};
use crate::report::{Finding, Language};

/// The most important first, those of a synthetic register named as such. A sentence whose numbers
/// are not known is not written.
pub(super) fn findings(
    overall: &Overall,
    results: &Description,
    facts: FlowFacts<'_>,
) -> Vec<Finding> {
    let phrases = Phrases(facts.language);
    let counted = results
        .counted
        .iter()
        .flat_map(|counted| counted_densities(counted, results, phrases));
    if facts.has_copies() {
        return counted.collect();
    }
    let country = Country(facts);
    let sentences = [
        own_density(IN_CARE, overall, results, country),
        own_density(IN_PROFESSION, overall, results, country),
        growth(overall, phrases, country),
        share(overall, phrases, country),
        entries(overall, phrases, country),
        exits(overall, phrases, country),
        staying(overall, phrases, facts),
    ];
    let is_synthetic = facts.coverage.is_some_and(|coverage| coverage.is_synthetic);
    let own = sentences.into_iter().flatten().map(|finding| {
        if is_synthetic {
            phrases.of_synthetic(&finding)
        } else {
            finding
        }
    });
    counted.chain(own).collect()
}

/// Where the counts of the whole country are.
#[derive(Clone, Copy)]
struct Country<'a>(FlowFacts<'a>);

impl Country<'_> {
    fn contributors<C: Into<FlowCount>, const N: usize>(
        self,
        year: Year,
        counts: [C; N],
    ) -> Contributors {
        let profession = self.0.only_profession();
        profession.map_or(Contributors::Unknown, |profession| {
            self.0.locate_country(profession, year).contributors(counts)
        })
    }

    fn contributors_of_both<C: Into<FlowCount> + Copy, const N: usize>(
        self,
        years: [Year; 2],
        counts: [C; N],
    ) -> Contributors {
        let [first, last] = years;
        self.contributors(first, counts)
            .and(self.contributors(last, counts))
    }
}

/// Writes numbers into sentences.
#[derive(Clone, Copy)]
struct Phrases(Language);

impl Phrases {
    fn choose(self, swedish: String, english: String) -> String {
        self.0.choose(swedish, english)
    }

    fn whole(self, count: u64) -> String {
        self.0.number(as_f64(count), 0)
    }

    fn one_decimal(self, value: f64) -> String {
        self.0.number(value, 1)
    }

    /// With its sign, plus too.
    fn signed(self, value: f64, decimals: u8) -> String {
        let text = self.0.number(value, decimals);
        if value > 0.0 {
            format!("+{text}")
        } else {
            text
        }
    }

    fn percent(self, part: u64, all: u64) -> String {
        let percent = self.0.number(100.0 * as_f64(part) / as_f64(all), 1);
        self.0.choose(format!("{percent} %"), format!("{percent}%"))
    }

    fn of_synthetic(self, finding: &Finding) -> Finding {
        let mut rest = finding.sentence.chars();
        let first = rest.next().into_iter().flat_map(char::to_lowercase);
        let sentence: String = first.chain(rest).collect();
        let sentence = self.choose(
            format!("Syntetiskt register: {sentence}"),
            format!("Synthetic register: {sentence}"),
        );
        Finding {
            sentence,
            behind: finding.behind.clone(),
        }
    }

    fn list(self, parts: &[String]) -> String {
        let and = self.0.choose("och", "and");
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [all @ .., last] => format!("{} {and} {last}", all.join(", ")),
        }
    }
}

/// Of whom a density is given, in the words of a sentence.
#[derive(Clone, Copy)]
struct Definition {
    swedish: &'static str,
    english: &'static str,
    count: StockTerm,
    stock: fn(&StockFigures) -> Option<u64>,
}

const IN_CARE: Definition = Definition {
    swedish: "sysselsatta i vården",
    english: "employed in health care",
    count: StockTerm::InCare,
    stock: |figures| figures.in_care,
};

const IN_PROFESSION: Definition = Definition {
    swedish: "i yrket",
    english: "in the profession",
    count: StockTerm::InProfession,
    stock: |figures| figures.in_profession,
};

/// A year's stock and inhabitants.
type Point = (Year, u64, u64);

fn counted_densities(
    counted: &CountedStock,
    results: &Description,
    phrases: Phrases,
) -> Vec<Finding> {
    let subject = if counted.is_published {
        (
            "Publicerade tal: tätheten",
            "Published figures: the density",
        )
    } else {
        SUBJECT
    };
    let sentences = [IN_CARE, IN_PROFESSION].map(|own| {
        let of_country = counted
            .rows
            .iter()
            .filter(|(key, _)| key.area == Area::Sweden);
        let points = of_country.filter_map(|(key, figures)| {
            let inhabitants = results.inhabitants.get(key.year, Area::Sweden)?;
            Some((key.year, (own.stock)(figures)?, inhabitants))
        });
        let density = density_sentence(subject, own, &points.collect::<Vec<_>>(), phrases)?;
        Contributors::Public.sentence(density.sentence)
    });
    sentences.into_iter().flatten().collect()
}

/// What a density is called at the beginning of a sentence.
const SUBJECT: (&str, &str) = ("Tätheten", "The density");

fn own_density(
    own: Definition,
    overall: &Overall,
    results: &Description,
    country: Country<'_>,
) -> Option<Finding> {
    let points = overall.stock.iter().filter_map(|(year, stock)| {
        let inhabitants = results.inhabitants.get(*year, Area::Sweden)?;
        Some((*year, (own.stock)(&stock.into())?, inhabitants))
    });
    let phrases = Phrases(country.0.language);
    let density = density_sentence(SUBJECT, own, &points.collect::<Vec<_>>(), phrases)?;
    let contributors = country.contributors_of_both(density.years, [own.count]);
    contributors.sentence(density.sentence)
}

/// A sentence on two years.
struct DensitySentence {
    sentence: String,
    years: [Year; 2],
}

fn density_sentence(
    subject: (&str, &str),
    own: Definition,
    points: &[Point],
    phrases: Phrases,
) -> Option<DensitySentence> {
    let [
        (first, stock, people),
        ..,
        (last, later_stock, later_people),
    ] = *points
    else {
        return None;
    };
    let change = DensityChange::between((stock, people), (later_stock, later_people))?;
    let [before, after] = [(stock, people), (later_stock, later_people)]
        .map(|(stock, people)| density(Some(stock), Some(people)).unwrap_or_default())
        .map(|density| phrases.one_decimal(density));
    let (subject, whom) = (
        phrases.0.choose(subject.0, subject.1),
        phrases.0.choose(own.swedish, own.english),
    );
    let moved = if before == after {
        phrases.choose(
            format!(
                "{subject} var {before} {whom} per 100\u{a0}000 invånare både {first} och {last}."
            ),
            format!(
                "{subject} was {before} {whom} per 100,000 inhabitants in both {first} and {last}."
            ),
        )
    } else {
        let (swedish, english) = if change.total < 0.0 {
            ("minskade", "fell")
        } else {
            ("ökade", "rose")
        };
        phrases.choose(
            format!("{subject} {swedish} från {before} {whom} per 100\u{a0}000 invånare {first} till {after} år {last}."),
            format!("{subject} {english} from {before} {whom} per 100,000 inhabitants in {first} to {after} in {last}."),
        )
    };
    let [from_stock, from_population] =
        [change.from_stock, change.from_population].map(|part| phrases.signed(part, 1));
    let parts = phrases.choose(
        format!("Beståndets förändring bidrog med {from_stock} och folkmängdens med {from_population}."),
        format!("The change of the stock contributed {from_stock} and that of the population {from_population}."),
    );
    Some(DensitySentence {
        sentence: format!("{moved} {parts}"),
        years: [first, last],
    })
}

/// The first and the last year of the stock.
fn ends(overall: &Overall) -> Option<[(Year, &Stock); 2]> {
    let (first, before) = overall.stock.first_key_value()?;
    let (last, after) = overall.stock.last_key_value()?;
    (first < last).then_some([(*first, before), (*last, after)])
}

fn growth(overall: &Overall, phrases: Phrases, country: Country<'_>) -> Option<Finding> {
    let [(first, before), (last, after)] = ends(overall)?;
    let [before, after] = [before, after].map(Stock::in_profession);
    if before == 0 {
        return None;
    }
    let by = phrases.whole(before.abs_diff(after));
    let change = as_f64(after) - as_f64(before);
    let percent = phrases.signed(100.0 * change / as_f64(before), 1);
    let after_text = phrases.whole(after);
    let sentence = if before == after {
        phrases.choose(
            format!("Beståndet är detsamma {last} som {first}: {after_text} i yrket."),
            format!(
                "The stock is the same in {last} as in {first}: {after_text} in the profession."
            ),
        )
    } else {
        let (grew, has_grown) = if before < after {
            ("ökat", "grown")
        } else {
            ("minskat", "shrunk")
        };
        phrases.choose(
            format!("Beståndet har {grew} med {by} sedan {first} ({percent} %), till {after_text} i yrket {last}."),
            format!("The stock has {has_grown} by {by} since {first} ({percent}%), to {after_text} in the profession in {last}."),
        )
    };
    let contributors = country.contributors_of_both([first, last], [StockTerm::InProfession]);
    contributors.sentence(sentence)
}

fn share(overall: &Overall, phrases: Phrases, country: Country<'_>) -> Option<Finding> {
    let [(first, before), (last, after)] = ends(overall)?;
    if before.employed() == 0 || after.employed() == 0 {
        return None;
    }
    let [then, now] =
        [before, after].map(|stock| phrases.percent(stock.in_profession(), stock.employed()));
    let sentence = phrases.choose(
        format!("Av de sysselsatta arbetade {now} i yrket {last}, mot {then} {first}."),
        format!(
            "Of the employed, {now} were in the profession in {last}, against {then} in {first}."
        ),
    );
    let of = [StockTerm::InProfession, StockTerm::Employed];
    country
        .contributors_of_both([first, last], of)
        .sentence(sentence)
}

fn entries(overall: &Overall, phrases: Phrases, country: Country<'_>) -> Option<Finding> {
    let (year, row) = overall.balance.last_key_value()?;
    let [_, abroad @ .., _] = &row.newly_licensed[..] else {
        return None;
    };
    let new: u64 = row.newly_licensed.iter().sum();
    let [all, new_text, abroad] =
        [row.entries(), new, abroad.iter().sum()].map(|count| phrases.whole(count));
    let new = phrases.choose(
        format!("{new_text} nylegitimerade, varav {abroad} utbildade utomlands"),
        format!("{new_text} newly licensed, of whom {abroad} educated abroad"),
    );
    let others = others_who_entered(row)
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, swedish, english)| {
            let count = phrases.whole(count);
            phrases.choose(format!("{count} {swedish}"), format!("{count} {english}"))
        });
    let new = country.0.knows_licence_years().then_some(new);
    let parts: Vec<String> = new.into_iter().chain(others).collect();
    let parts = phrases.list(&parts);
    let sentence = if row.entries() == 0 {
        phrases.choose(
            format!("År {year} tillkom ingen i yrket."),
            format!("In {year}, no one entered the profession."),
        )
    } else {
        phrases.choose(
            format!("År {year} tillkom {all} i yrket: {parts}."),
            format!("In {year}, {all} entered the profession: {parts}."),
        )
    };
    let contributors = country.contributors(*year, BalanceTerm::ENTRIES);
    contributors.sentence(sentence)
}

const fn others_who_entered(row: &Balance) -> [(u64, &'static str, &'static str); 3] {
    [
        (row.returned, "som återinträdde", "who returned"),
        (
            row.first_entries,
            "som kom in för första gången med äldre legitimation",
            "who entered for the first time with an older licence",
        ),
        (
            row.entries_of_unknown_year,
            "med okänt legitimationsår",
            "with an unknown licence year",
        ),
    ]
}

fn exits(overall: &Overall, phrases: Phrases, country: Country<'_>) -> Option<Finding> {
    let (year, row) = overall.balance.last_key_value()?;
    let mut exits = exits_of(row).to_vec();
    exits.sort_by_key(|(count, ..)| Reverse(*count));
    exits.retain(|(count, ..)| *count > 0);
    let all: u64 = exits.iter().map(|(count, ..)| *count).sum();
    let parts = exits.iter().map(|(count, swedish, english)| {
        let number = phrases.whole(*count);
        let form = usize::from(*count != 1);
        phrases.choose(
            format!("{number} {}", swedish[form]),
            format!("{number} {}", english[form]),
        )
    });
    let parts = phrases.list(&parts.collect::<Vec<_>>());
    let all = phrases.whole(all);
    let sentence = phrases.choose(
        format!("År {year} lämnade {all} yrket: {parts}."),
        format!("In {year}, {all} left the profession: {parts}."),
    );
    if exits.is_empty() {
        return None;
    }
    let contributors = country.contributors(
        *year,
        [
            BalanceTerm::Retired,
            BalanceTerm::NotEmployed,
            BalanceTerm::ToOtherIndustry,
            BalanceTerm::ToOtherRole,
            BalanceTerm::LeftRegister,
        ],
    );
    contributors.sentence(sentence)
}

/// One and several of them, as a sentence has it.
type Forms = [&'static str; 2];

const fn exits_of(row: &Balance) -> [(u64, Forms, Forms); 5] {
    const fn same(form: &'static str) -> Forms {
        [form, form]
    }
    [
        (row.retired, same("gick i pension"), same("retired")),
        (
            row.not_employed,
            ["blev ej sysselsatt", "blev ej sysselsatta"],
            ["was no longer employed", "were no longer employed"],
        ),
        (
            row.other_industry,
            same("gick till annan bransch"),
            same("went to another industry"),
        ),
        (
            row.other_role,
            same("gick till annan roll i vården"),
            same("went to another role in health care"),
        ),
        (
            row.left_register,
            same("lämnade registret"),
            same("left the register"),
        ),
    ]
}

/// Who stayed in the health region, since the year before and since the studies.
fn staying(overall: &Overall, phrases: Phrases, facts: FlowFacts<'_>) -> Option<Finding> {
    let year = overall.mobility.keys().map(|route| route.year).max()?;
    let of = |origin: Origin| {
        let known = overall.mobility.iter().filter(move |(route, _)| {
            route.origin == origin && route.from != Area::Unknown && route.to != Area::Unknown
        });
        known.fold((0, 0), |(stayed, all), (route, takers)| {
            let here = if route.from == route.to {
                takers.count
            } else {
                0
            };
            (stayed + here, all + takers.count)
        })
    };
    let (stayed, all) = of(Origin::YearBefore);
    let (settled, studied) = of(Origin::Studies);
    if all == 0 {
        return None;
    }
    let stayed_text = phrases.percent(stayed, all);
    let before = year - 1;
    let has_unknown = overall.mobility.keys().any(|route| {
        route.origin == Origin::YearBefore
            && (route.from == Area::Unknown || route.to == Area::Unknown)
    });
    let known = if has_unknown {
        phrases.choose(
            " och har känd sjukvårdsregion båda åren".to_string(),
            " whose health region is known in both".to_string(),
        )
    } else {
        String::new()
    };
    let mut sentence = phrases.choose(
        format!("{stayed_text} av dem som var i yrket både {before} och {year}{known} var kvar i samma sjukvårdsregion"),
        format!("{stayed_text} of those in the profession in both {before} and {year}{known} stayed in the same health region"),
    );
    if studied > 0 {
        let settled_text = phrases.percent(settled, studied);
        sentence += &phrases.choose(
            format!("; {settled_text} av dem med känt studielän arbetade i den sjukvårdsregion där de studerade"),
            format!("; {settled_text} of those whose county of studies is known worked in the health region where they studied"),
        );
    }
    let routes = overall.mobility.keys().map(|route| {
        let (here, _) = facts.locate_route(route);
        here.contributors([MobilityTerm::route(route)])
    });
    let contributors = routes
        .reduce(Contributors::and)
        .unwrap_or(Contributors::Unknown);
    contributors.sentence(sentence + ".")
}
