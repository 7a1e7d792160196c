//! From employment, industry and occupation to a state: a table, never code.

use crate::domain::{ProfessionId, State};
use crate::reference::Reference;
use crate::source::{Document, Faults, RawTable, fold};

/// The rows of `data/states.csv` or of a table that replaces it. The first row that fits decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateRule {
    /// The table's name, for notes.
    pub name: String,
    rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    /// None for every profession.
    profession: Option<ProfessionId>,
    sni_prefix: String,
    ssyk_prefix: String,
    state: State,
}

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
        Self::parse(
            Document::from_bytes("data/states.csv", text.as_bytes())?,
            reference,
        )
    }

    /// Reads a rule: profession (`*` for all), sni_prefix, ssyk_prefix, state.
    ///
    /// # Errors
    /// Missing columns, unknown professions and states, and more than 127 rows.
    pub fn parse(document: Document, reference: &Reference) -> Result<Self, Faults> {
        let table = RawTable::parse(document)?;
        let mut faults = Faults::new();
        let mut column = |names: [&str; 2]| {
            let is_wanted = |header: &String| names.iter().any(|name| fold(name) == fold(header));
            let missing = || table.fault(format!("kolumnen `{}` saknas", names[0]));
            faults.keep(
                table
                    .header()
                    .iter()
                    .position(is_wanted)
                    .ok_or_else(missing),
            )
        };
        let columns = [
            column(["profession", "yrke"]),
            column(["sni_prefix", "sni"]),
            column(["ssyk_prefix", "ssyk"]),
            column(["state", "status"]),
        ];
        let [Some(profession), Some(sni), Some(ssyk), Some(state)] = columns else {
            return Err(faults);
        };
        let mut rows = Vec::new();
        for record in table.records() {
            let cell = record.cell(profession);
            let profession = match cell.text() {
                "*" => Some(None),
                name => faults
                    .keep(
                        reference
                            .profession_named(name)
                            .map_err(|unknown| cell.fault(unknown.words()).tip(unknown.tip())),
                    )
                    .map(Some),
            };
            let cell = record.cell(state);
            let unknown = || cell.fault(format!("okänd status `{}`", cell.text()));
            let state = faults.keep(state_named(cell.text()).ok_or_else(unknown));
            if let (Some(profession), Some(state)) = (profession, state) {
                let text = |column: usize| record.cell(column).text().to_owned();
                let (sni_prefix, ssyk_prefix) = (text(sni), text(ssyk));
                rows.push(Row {
                    profession,
                    sni_prefix,
                    ssyk_prefix,
                    state,
                });
            }
        }
        if rows.len() >= RowSet::BITS as usize {
            faults.push(table.fault("statusregeln har fler än 127 rader"));
        }
        let name = table.document().name().to_owned();
        faults.or_else(|| Self { name, rows })
    }

    /// Whether any row says when somebody of this profession is in it.
    pub(super) fn decides(&self, profession: ProfessionId) -> bool {
        self.rows.iter().any(|row| {
            row.state == State::InProfession && row.profession.is_none_or(|own| own == profession)
        })
    }

    pub(super) fn rows_of_profession(&self, profession: ProfessionId) -> RowSet {
        self.rows_where(|row| row.profession.is_none_or(|own| own == profession))
    }

    pub(super) fn rows_of_sni(&self, sni: &str) -> RowSet {
        self.rows_where(|row| sni.starts_with(&row.sni_prefix))
    }

    pub(super) fn rows_of_ssyk(&self, ssyk: &str) -> RowSet {
        self.rows_where(|row| ssyk.starts_with(&row.ssyk_prefix))
    }

    /// The state of somebody whom exactly these rows fit: that of the first.
    pub(super) fn state(&self, rows: RowSet) -> Option<State> {
        self.rows
            .get((rows & !NO_CODE).trailing_zeros() as usize)
            .map(|row| row.state)
    }

    fn rows_where(&self, fits: impl Fn(&Row) -> bool) -> RowSet {
        let bits = (0_u32..).zip(&self.rows).filter(|(_, row)| fits(row));
        bits.fold(0, |set, (bit, _)| set | 1 << bit)
    }
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

    #[test]
    fn the_first_row_that_fits_decides() {
        let reference = Reference::load().unwrap();
        let rule = StateRule::embedded(&reference).unwrap();
        let dentist = reference.profession_named("tandläkare").unwrap();
        let state = |sni, ssyk| {
            let rows =
                rule.rows_of_profession(dentist) & rule.rows_of_sni(sni) & rule.rows_of_ssyk(ssyk);
            rule.state(rows)
        };
        assert_eq!(state("86230", "2260"), Some(State::InProfession));
        assert_eq!(state("86230", "2221"), Some(State::OtherRoleInCare));
        assert_eq!(state("85420", "2260"), Some(State::OtherIndustry));
        assert_eq!(state("", ""), Some(State::OtherIndustry));
    }

    #[test]
    fn a_profession_without_a_rule_is_not_guessed_at() {
        let reference = Reference::load().unwrap();
        let rule = StateRule::embedded(&reference).unwrap();
        let decides = |name| rule.decides(reference.profession_named(name).unwrap());
        assert!(decides("tandläkare") && decides("läkare"));
        assert!(!decides("naprapat") && !decides("röntgensjuksköterska"));
    }
}
