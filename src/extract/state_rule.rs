//! From employment, industry and occupation to a state: a table, never code.

use crate::domain::{ProfessionId, State};
use crate::language::words;
use crate::reference::{Reference, Unknown};
use crate::source::{Cell, Fault, Faults, RawTable, Record, fold, table_of};

/// The rows of `data/states.csv` or of a table that replaces it. The first row that fits decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateRule {
    /// The table's name, for notes.
    pub name: String,
    rows: Vec<StateRow>,
}

/// One row of the rule: a person with this industry and this occupation is in this state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateRow {
    /// The profession; none for every profession.
    pub profession: Option<ProfessionId>,
    /// What the industry (SNI) begins with, any of these; an empty one fits all.
    pub industries: Vec<String>,
    /// What the occupation (SSYK) begins with, any of these; an empty one fits all.
    pub occupations: Vec<String>,
    /// The state.
    pub state: State,
    /// How sure the row is; empty where its table does not say.
    pub basis: String,
    /// Keys into the source list; empty where its table does not say.
    pub source: String,
}

/// The name of the rule that is compiled in.
pub const EMBEDDED_RULE: &str = "data/states.csv";

/// A set of rows of the rule, one bit each.
pub(super) type RowSet = u128;

/// Beside the rows that fit: the cell was empty. A rule has fewer rows than a set has bits.
pub(super) const NO_CODE: RowSet = 1 << (RowSet::BITS - 1);

impl StateRule {
    /// The embedded rule.
    ///
    /// # Errors
    /// Faults in the embedded table itself, which the tests rule out.
    pub fn embedded(reference: &Reference) -> Result<Self, Faults> {
        let text = include_str!("../../data/states.csv");
        Self::of(&table_of(EMBEDDED_RULE, text.as_bytes())?, reference)
    }

    /// Reads a rule: profession (`*` for all), sni_prefix, ssyk_prefix, state; optionally basis and source.
    /// A cell may hold several prefixes with `|` between them.
    ///
    /// # Errors
    /// Missing columns, unknown professions and states, and more than 127 rows.
    pub fn of(table: &RawTable, reference: &Reference) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let columns = Columns::of(table, &mut faults);
        let Some(columns) = columns else {
            return Err(faults);
        };
        let rows: Vec<StateRow> = table
            .records()
            .filter_map(|record| columns.row(record, reference, &mut faults))
            .collect();
        if rows.len() >= RowSet::BITS as usize {
            faults.push(table.fault(words!(
                "statusregeln har fler än 127 rader",
                "the state rule has more than 127 rows"
            )));
        }
        let name = table.input().name.clone();
        faults.or_else(|| Self { name, rows })
    }

    /// The rows, in the order in which they decide.
    pub fn rows(&self) -> impl Iterator<Item = &StateRow> {
        self.rows.iter()
    }

    /// Whether any row defines when a licence holder of this profession is in it.
    #[must_use]
    pub fn decides(&self, profession: ProfessionId) -> bool {
        self.rows.iter().any(|row| {
            row.state == State::InProfession && row.profession.is_none_or(|own| own == profession)
        })
    }

    pub(super) fn rows_of_profession(&self, profession: ProfessionId) -> RowSet {
        self.rows_where(|row| row.profession.is_none_or(|own| own == profession))
    }

    pub(super) fn rows_of_sni(&self, sni: &str) -> RowSet {
        self.rows_where(|row| row.industries.iter().any(|own| sni.starts_with(own)))
    }

    pub(super) fn rows_of_ssyk(&self, ssyk: &str) -> RowSet {
        self.rows_where(|row| row.occupations.iter().any(|own| ssyk.starts_with(own)))
    }

    /// The state of a person whom exactly these rows fit: that of the first.
    pub(super) fn state(&self, rows: RowSet) -> Option<State> {
        self.rows
            .get((rows & !NO_CODE).trailing_zeros() as usize)
            .map(|row| row.state)
    }

    fn rows_where(&self, fits: impl Fn(&StateRow) -> bool) -> RowSet {
        let bits = (0_u32..).zip(&self.rows).filter(|(_, row)| fits(row));
        bits.fold(0, |set, (bit, _)| set | 1 << bit)
    }
}

/// Where a table has what.
struct Columns {
    profession: usize,
    sni: usize,
    ssyk: usize,
    state: usize,
    basis: Option<usize>,
    source: Option<usize>,
}

impl Columns {
    fn of(table: &RawTable, faults: &mut Faults) -> Option<Self> {
        let find = |names: [&str; 2]| {
            let is_wanted = |header: &String| names.iter().any(|name| fold(name) == fold(header));
            table.header().iter().position(is_wanted)
        };
        let mut required = |names: [&str; 2]| {
            let [name, _] = names;
            let missing = || {
                table.fault(words!(
                    "kolumnen `{name}` saknas",
                    "the column `{name}` is missing"
                ))
            };
            faults.keep(find(names).ok_or_else(missing))
        };
        let columns = [
            required(["profession", "yrke"]),
            required(["sni_prefix", "sni"]),
            required(["ssyk_prefix", "ssyk"]),
            required(["state", "status"]),
        ];
        let [Some(profession), Some(sni), Some(ssyk), Some(state)] = columns else {
            return None;
        };
        Some(Self {
            profession,
            sni,
            ssyk,
            state,
            basis: find(["basis", "underlag"]),
            source: find(["source", "källa"]),
        })
    }

    fn row(
        &self,
        record: Record<'_>,
        reference: &Reference,
        faults: &mut Faults,
    ) -> Option<StateRow> {
        let cell = record.cell(self.profession);
        let profession = match cell.text() {
            "*" => Some(None),
            name => {
                let known = reference.profession_named(name);
                let unknown = |error: Unknown| cell.fault(error.words()).tip(error.tip());
                faults.keep(known.map_err(unknown)).map(Some)
            }
        };
        let cell = record.cell(self.state);
        let state = faults.keep(state_named(cell.text()).ok_or_else(|| unknown_state(cell)));
        let text = |column: usize| record.cell(column).text();
        let own = |column: Option<usize>| column.map_or(String::new(), |at| text(at).to_owned());
        let prefixes = |column| text(column).split('|').map(|own| own.trim().to_owned());
        Some(StateRow {
            profession: profession?,
            industries: prefixes(self.sni).collect(),
            occupations: prefixes(self.ssyk).collect(),
            state: state?,
            basis: own(self.basis),
            source: own(self.source),
        })
    }
}

fn unknown_state(cell: Cell<'_>) -> Fault {
    let text = cell.text();
    let known = |name: fn(State) -> &'static str| {
        let names = State::ALL.into_iter().map(name);
        names.collect::<Vec<_>>().join(", ")
    };
    let (swedish, english) = (known(State::swedish), known(State::english));
    cell.fault(words!("okänd status `{text}`", "unknown state `{text}`"))
        .tip(words!("välj bland {swedish}", "choose one of {english}"))
}

/// The state that a word names, in Swedish or English.
pub(super) fn state_named(word: &str) -> Option<State> {
    let word = fold(word);
    State::ALL
        .into_iter()
        .find(|state| fold(state.swedish()) == word || fold(state.english()) == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::sources;

    /// The state of an employed person, by the embedded rule.
    fn state(profession: &str, sni: &str, ssyk: &str) -> Option<State> {
        let reference = Reference::load().unwrap();
        let rule = StateRule::embedded(&reference).unwrap();
        let profession = reference.profession_named(profession).unwrap();
        let rows = rule.rows_of_profession(profession);
        rule.state(rows & rule.rows_of_sni(sni) & rule.rows_of_ssyk(ssyk))
    }

    #[test]
    fn the_first_row_that_fits_decides() {
        let dentist = |sni, ssyk| state("tandläkare", sni, ssyk);
        assert_eq!(dentist("86230", "2260"), Some(State::InProfession));
        assert_eq!(dentist("86230", "2221"), Some(State::OtherRoleInCare));
        assert_eq!(dentist("85420", "2260"), Some(State::OtherIndustry));
        assert_eq!(dentist("", ""), Some(State::OtherIndustry));
    }

    /// Pharmacies are SNI 47.73, opticians' shops 47.78, care homes and home care 87 and 88.
    #[test]
    fn who_works_in_the_own_role_outside_division_86_is_in_the_profession() {
        let within = [
            ("apotekare", "47730", "2281"),
            ("receptarie", "47730", "3213"),
            ("optiker", "47782", "2284"),
            ("sjuksköterska", "87100", "2221"),
            ("sjuksköterska", "88101", "2221"),
            ("sjuksköterska", "86102", "2239"),
            ("arbetsterapeut", "88101", "2273"),
            ("arbetsterapeut", "87301", "2273"),
            ("röntgensjuksköterska", "86102", "2235"),
        ];
        for (profession, sni, ssyk) in within {
            let own = state(profession, sni, ssyk);
            assert_eq!(own, Some(State::InProfession), "{profession} {sni} {ssyk}");
        }
        let elsewhere = [
            // A nurse who works as a midwife or a radiographer does so by that licence.
            ("sjuksköterska", "86102", "2222", State::OtherRoleInCare),
            ("sjuksköterska", "86102", "2235", State::OtherRoleInCare),
            ("sjuksköterska", "87301", "1532", State::OtherRoleInCare),
            ("apotekare", "47730", "5222", State::OtherRoleInCare),
            // Family day care is no health care, and nor is another shop.
            ("sjuksköterska", "88910", "5311", State::OtherIndustry),
            ("sjuksköterska", "47730", "2221", State::OtherIndustry),
            ("optiker", "47710", "2284", State::OtherIndustry),
        ];
        for (profession, sni, ssyk, expected) in elsewhere {
            let own = state(profession, sni, ssyk);
            assert_eq!(own, Some(expected), "{profession} {sni} {ssyk}");
        }
    }

    /// Their occupation codes are shared with other occupations, or no rule has been published.
    #[test]
    fn a_profession_without_a_rule_is_not_guessed_at() {
        let reference = Reference::load().unwrap();
        let rule = StateRule::embedded(&reference).unwrap();
        let undecided = reference
            .professions()
            .filter(|(id, _)| !rule.decides(*id))
            .map(|(_, profession)| profession.name.as_str());
        let expected = [
            "hälso- och sjukvårdskurator",
            "kiropraktor",
            "naprapat",
            "ortopedingenjör",
            "psykoterapeut",
            "sjukhusfysiker",
        ];
        assert_eq!(undecided.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn every_row_of_the_embedded_rule_says_how_sure_it_is() {
        let reference = Reference::load().unwrap();
        let rule = StateRule::embedded(&reference).unwrap();
        let keys: Vec<String> = sources().unwrap().into_iter().map(|own| own.key).collect();
        for row in rule.rows() {
            let is_known = ["code checked", "background"].contains(&row.basis.as_str());
            assert!(is_known, "{row:?}");
            let mut own = row.source.split(';');
            assert!(
                own.all(|key| keys.iter().any(|known| known == key)),
                "{row:?}"
            );
        }
    }
}
