//! Why licences left the register, as columns of the balance.

use std::collections::BTreeMap;

use crate::domain::Departure;
use crate::extract::columns::Column as ExtractColumn;
use crate::flow::{Balance, Coverage, Key};
use crate::language::Language;
use crate::report::{Cell, Column};
use crate::view::flow::FlowFacts;
use crate::view::number_column;

/// A reason, or none for those of unknown reason.
pub(super) type Reason = Option<Departure>;

/// The reasons that the balance has columns for; none where the register gives no reason, or where small
/// counts are protected or rounded.
pub(super) fn reasons(rows: &BTreeMap<Key, Balance>, facts: FlowFacts<'_>) -> Vec<Reason> {
    let Some(coverage) = facts.coverage else {
        return Vec::new();
    };
    let is_exact = |row: &Balance| row.departures.total() == row.left_register;
    if facts.counts.is_some() || !rows.values().all(is_exact) {
        return Vec::new();
    }
    known_reasons(coverage)
}

fn known_reasons(coverage: &Coverage) -> Vec<Reason> {
    let has = |column| coverage.has_any(&[column]);
    let has_word = has(ExtractColumn::Departure);
    let is_known = |reason: &Departure| match reason {
        Departure::Dead => has_word || has(ExtractColumn::DeathYear),
        Departure::Emigrated => has_word || has(ExtractColumn::EmigrationYear),
        Departure::Deregistered => has_word,
        Departure::OtherMainProfession => coverage.main_professions.is_some(),
    };
    let known: Vec<Reason> = Departure::ALL
        .into_iter()
        .filter(is_known)
        .map(Some)
        .collect();
    let unknown = (!known.is_empty()).then_some(None);
    known.into_iter().chain(unknown).collect()
}

pub(super) fn column(reason: Reason, language: Language) -> Column {
    let (swedish, english) = match reason {
        Some(Departure::Dead) => ("varav_avlidna", "of_which_deceased"),
        Some(Departure::Emigrated) => ("varav_utvandrade", "of_which_emigrated"),
        Some(Departure::Deregistered) => ("varav_avregistrerade", "of_which_deregistered"),
        Some(Departure::OtherMainProfession) => {
            ("varav_bytt_huvudyrke", "of_which_other_main_profession")
        }
        None => ("varav_okänd_orsak", "of_which_unknown_reason"),
    };
    number_column(language.choose(swedish, english), 0, 0)
}

/// The count is public: these columns exist only where nothing is protected.
pub(super) fn cell(reason: Reason, row: &Balance) -> Cell {
    Cell::Whole(row.departures.count(reason).cast_signed())
}

/// Why licences left, or that the register does not say so.
pub(super) fn note(rows: &BTreeMap<Key, Balance>, facts: FlowFacts<'_>) -> Option<String> {
    let coverage = facts.coverage?;
    let language = facts.language;
    let sentence = if !reasons(rows, facts).is_empty() {
        language.choose(
            "Lämnat_registret delas efter orsak i kolumnerna varav_; orsaken är okänd där uttaget inte anger någon.",
            "Left_register is split by reason in the columns of_which_; the reason is unknown where the extract gives none.",
        )
    } else if !known_reasons(coverage).is_empty() {
        language.choose(
            "Orsaken till att legitimationer lämnar registret redovisas bara utan röjandeskydd (--disclosure off).",
            "Why licences leave the register is shown only without disclosure control (--disclosure off).",
        )
    } else if coverage.is_synthetic {
        return None;
    } else {
        language.choose(
            "Uttaget anger inte varför legitimationer lämnar registret (utträdesorsak, dödsår, utvandringsår): lämnat_registret omfattar avlidna, utvandrade och avregistrerade.",
            "The extract does not state why licences leave the register (utträdesorsak, dödsår, utvandringsår): left_register holds the deceased, the emigrated and the deregistered.",
        )
    };
    Some(sentence.to_owned())
}
