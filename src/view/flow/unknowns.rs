//! How many licences and rows it concerns that something is not known, and what was decided about them.

use super::FlowFacts;
use crate::flow::{Cut, Description, Level, Unknowns};
use crate::language::{Words, capitalised, words};

/// A sentence each, of what touches the results; without numbers where they could disclose persons.
pub(super) fn notes(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    let Some(all) = unknowns(facts) else {
        return Vec::new();
    };
    let omissions = of_licences(&all, results, facts).into_iter();
    let omissions = omissions.chain(of_states(&all, facts));
    let omissions = omissions.chain([of_departures(&all, results)]);
    let omissions = omissions.chain(of_traits(&all, results, facts));
    let told = omissions.filter(|omission| omission.is_relevant && omission.count > 0);
    told.map(|omission| omission.sentence(facts)).collect()
}

/// Those of all selected professions.
fn unknowns(facts: FlowFacts<'_>) -> Option<Unknowns> {
    let coverage = facts.coverage?;
    let professions = facts.selection.professions.iter();
    let mut sum = Unknowns::default();
    for own in professions.filter_map(|id| coverage.unknowns.get(id)) {
        sum += *own;
    }
    Some(sum)
}

/// Something that is not known of some licences or rows.
struct Omission {
    count: u64,
    is_relevant: bool,
    /// Whether rows are counted, rather than licences.
    is_of_rows: bool,
    /// What goes on after "N rader" or "N legitimationer".
    words: Words,
}

impl Omission {
    fn sentence(&self, facts: FlowFacts<'_>) -> String {
        let language = facts.language;
        let unit = match (self.is_of_rows, facts.tells_one(self.count)) {
            (true, true) => ("rad", "row"),
            (true, false) => ("rader", "rows"),
            (false, true) => ("legitimation", "licence"),
            (false, false) => ("legitimationer", "licences"),
        };
        let what = self.words.text(language);
        if facts.counts.is_some() {
            let (rows, english) = if self.is_of_rows {
                ("rader", "rows")
            } else {
                ("legitimationer", "licences")
            };
            return language.choose(
                format!("Det finns {rows} som {what} Antalet visas inte av sekretesskäl."),
                format!("There are {english} that {what} How many is suppressed."),
            );
        }
        let unit = language.choose(unit.0, unit.1);
        let count = facts.told(self.count);
        capitalised(&format!("{count} {unit} {what}"))
    }
}

impl FlowFacts<'_> {
    /// Whether a count in a sentence is in the singular.
    const fn tells_one(&self, count: u64) -> bool {
        count == 1 && self.rounding_base.is_none()
    }

    /// A count in a sentence, rounded as all others are.
    fn told(&self, count: u64) -> String {
        let text = |count: u64| self.language.number(super::stock::as_f64(count), 0);
        match self.rounding_base {
            None => text(count),
            Some(base) if count < base => self
                .language
                .choose(format!("färre än {base}"), format!("fewer than {base}")),
            Some(base) => text((count + base / 2) / base * base),
        }
    }
}

/// Of licences without a year, and with years without rows.
fn of_licences(all: &Unknowns, results: &Description, facts: FlowFacts<'_>) -> [Omission; 3] {
    let follows =
        results.retention.is_some() || results.first_exit.is_some() || results.followup.is_some();
    let has_balance = results.balance.is_some();
    let licences = |count, is_relevant, words| Omission {
        count,
        is_relevant,
        is_of_rows: false,
        words,
    };
    let missing_years = facts.told(all.missing_years);
    let gaps = if facts.counts.is_some() {
        Words::new(
            "saknar år mellan sin första och sista rad; de räknas som ej i registret de åren.",
            "lack years between their first and last row; they count as not in the register in those years.",
        )
    } else {
        words!(
            "saknar sammanlagt {missing_years} år mellan sin första och sista rad; de räknas som ej i registret de åren.",
            "lack {missing_years} years in all between their first and last row; they count as not in the register in those years.",
        )
    };
    [
        licences(
            all.without_licence_year,
            has_balance && facts.knows_licence_years(),
            Words::new(
                "saknar legitimationsår; deras inträden räknas inte som nylegitimerade (inträde_okänt_legitimationsår).",
                "have no licence year; their entries do not count as newly licensed (entry_unknown_licence_year).",
            ),
        ),
        licences(
            all.without_licence_year,
            follows,
            Words::new(
                "saknar legitimationsår och ingår inte i kvarvaro, tid till första avbrott och uppföljning.",
                "have no licence year and are left out of retention, time to first exit and follow-up.",
            ),
        ),
        licences(all.with_gaps, has_balance || follows, gaps),
    ]
}

/// Of rows whose state was decided with less than all that decides it.
fn of_states(all: &Unknowns, facts: FlowFacts<'_>) -> [Omission; 4] {
    let age = facts.coverage.map_or(0, |coverage| coverage.pension_age);
    [
        of_rows(
            all.without_codes,
            true,
            Words::new(
                "avser sysselsatta utan sni eller ssyk; statusregeln avgör deras status efter det som finns.",
                "are of employed without SNI or SSYK; the state rule decides by what there is.",
            ),
        ),
        of_rows(
            all.retired_early,
            true,
            words!(
                "har status pensionerad men är yngre än {age} år eller har okänd ålder; de räknas som pensionerade, så som uttaget anger.",
                "have the state retired but are younger than {age} or of unknown age; they count as retired, as given.",
            ),
        ),
        of_rows(all.retired_by_age, true, retired_by_age(all, age, facts)),
        of_rows(
            all.not_employed_of_unknown_age,
            true,
            Words::new(
                "avser ej sysselsatta med okänd ålder; de räknas inte som pensionerade.",
                "are of not employed whose age is not known; they do not count as retired.",
            ),
        ),
    ]
}

/// What became of the not employed who have the pension age, beside whom the extract itself has as retired.
fn retired_by_age(all: &Unknowns, age: u8, facts: FlowFacts<'_>) -> Words {
    if facts.counts.is_some() {
        return words!(
            "avser ej sysselsatta som är {age} år eller äldre; de räknas som pensionerade.",
            "are of not employed aged {age} or over; they count as retired.",
        );
    }
    let given = facts.told(all.retired_as_given);
    let (rad, row) = if facts.tells_one(all.retired_as_given) {
        ("rad", "row")
    } else {
        ("rader", "rows")
    };
    words!(
        "avser ej sysselsatta som är {age} år eller äldre; de räknas som pensionerade. Uttaget självt anger status pensionerad i {given} {rad}.",
        "are of not employed aged {age} or over; they count as retired. The extract itself gives the state retired in {given} {row}.",
    )
}

/// Of reasons to leave the register that licences give while they stay in it.
fn of_departures(all: &Unknowns, results: &Description) -> Omission {
    of_rows(
        all.departures_without_effect,
        results.balance.is_some(),
        Words::new(
            "anger utträdesorsak men följs av en rad för samma legitimation året därpå; orsaken räknas inte.",
            "give a reason to leave the register (utträdesorsak) but are followed by a row of the same licence in the next year; the reason is not counted.",
        ),
    )
}

/// Of rows without a trait that the results are cut by.
fn of_traits(all: &Unknowns, results: &Description, facts: FlowFacts<'_>) -> [Omission; 4] {
    let cuts_by = |cut| facts.selection.cuts.contains(&cut);
    let has_areas = facts.selection.level != Level::Country || results.mobility.is_some();
    [
        of_rows(
            all.without_county,
            has_areas,
            Words::new(
                "saknar län; de räknas i riket och redovisas som område uppgift saknas.",
                "have no county; they count in Sweden and are shown as area not known.",
            ),
        ),
        of_rows(
            all.without_sex,
            cuts_by(Cut::Sex),
            Words::new("saknar kön.", "have no sex."),
        ),
        of_rows(
            all.without_age,
            cuts_by(Cut::AgeBand),
            Words::new("saknar ålder.", "have no age."),
        ),
        of_rows(
            all.without_education_country,
            cuts_by(Cut::EducationCountry) || results.balance.is_some(),
            Words::new("saknar utbildningsland.", "have no country of education."),
        ),
    ]
}

const fn of_rows(count: u64, is_relevant: bool, words: Words) -> Omission {
    Omission {
        count,
        is_relevant,
        is_of_rows: true,
        words,
    }
}
