//! What a reader must know to use the numbers of the balance.

use super::departures;
use crate::flow::{Cut, Description, Level};
use crate::view::flow::FlowFacts;

/// What the entries, exits and moves mean.
pub(super) fn notes(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    let Some(rows) = &results.balance else {
        return Vec::new();
    };
    let mut notes = vec![entry_note(facts)];
    notes.extend(departures::note(rows, facts));
    notes.extend(move_note(facts));
    notes
}

fn entry_note(facts: FlowFacts<'_>) -> String {
    if facts.knows_licence_years() {
        facts.language.choose(
            "Nylegitimerad: för första gången i yrket, med legitimation från året eller året före; de är inte alla som fått legitimation. Återinträde: har setts i yrket ett tidigare år i uttaget. Första inträde med äldre legitimation: har inte setts i yrket tidigare, vilket beror på uttagets första år.",
            "Newly licensed: in the profession for the first time, with a licence of the year or the year before; they are not all licences issued. Returned: seen in the profession in an earlier year of the extract. First entry with an older licence: not seen in the profession before, which depends on the extract's first year.",
        )
    } else {
        facts.language.choose(
            "Uttaget saknar legitimationsår: antalet nylegitimerade är okänt (..). Återinträde: har setts i yrket ett tidigare år i uttaget; övriga inträden har okänt legitimationsår.",
            "The extract has no licence year: the number of newly licensed is not known (..). Returned: seen in the profession in an earlier year of the extract; other entries are of an unknown licence year.",
        )
    }
    .to_owned()
}

fn move_note(facts: FlowFacts<'_>) -> Option<String> {
    let has_moves = facts.selection.level != Level::Country;
    let changes = facts.selection.cuts.iter().any(|cut: &Cut| cut.changes());
    let of_areas = || {
        facts.language.choose(
            "Flyttar i raden Riket är flyttar mellan områdena; de tar ut varandra. Den vars område är okänt ett av åren räknas inte som flytt utan i flytt_okänd_in och flytt_okänd_ut.",
            "Moves in the row of Sweden are those between the areas; they cancel out. Whoever has an unknown area in one of the years is not counted as a move but in unknown_move_in and unknown_move_out.",
        )
    };
    let of_groups = || {
        facts.language.choose(
            "Gruppbyte redovisas netto och omfattar den vars grupp är okänd ett av åren. Den som byter både grupp och område byter grupp i det tidigare området och flyttar i sin nya grupp.",
            "Changes of group are net, and include those whose group is not known in one of the years. Whoever changes both group and area changes group first and then moves.",
        )
    };
    let sentences: Vec<&str> = [has_moves.then(of_areas), changes.then(of_groups)]
        .into_iter()
        .flatten()
        .collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}
