//! The notes of a suppressed report.

use crate::domain::DisclosureRules;
use crate::report::Report;

/// What a reader must know about the suppression.
///
/// Only how many cells are suppressed, never how many for which reason: a reader who knows that an x is a
/// small count and not one that protects another can rule out numbers.
pub(super) fn notes(
    report: &Report,
    suppressed: usize,
    (left_out, totals): (usize, usize),
    rules: DisclosureRules,
) -> Vec<String> {
    let language = report.language;
    let threshold = rules.threshold;
    let mut notes = Vec::new();
    let number = match suppressed {
        0 => language.choose(
            "Inga uppgifter behövde döljas.".to_owned(),
            "Nothing had to be suppressed.".to_owned(),
        ),
        1 => language.choose(
            "1 uppgift är dold.".to_owned(),
            "1 figure is suppressed.".to_owned(),
        ),
        _ => language.choose(
            format!("{suppressed} uppgifter är dolda."),
            format!("{suppressed} figures are suppressed."),
        ),
    };
    let (swedish, english) = if rules.zeros_are_disclosive {
        ("0 eller ", "0 or ")
    } else {
        ("", "")
    };
    notes.push(language.choose(
        format!("Sekretess: x = dold uppgift, aldrig noll. Dolda är antal som är {swedish}under {threshold}, andra antal som de kunde härledas ur och tal som har beräknats ur dolda antal. {number}"),
        format!("Disclosure control: x = suppressed, never zero. Suppressed are counts that are {english}below {threshold}, other counts from which they could be derived, and figures derived from suppressed counts. {number}"),
    ));
    if left_out > 0 {
        notes.push(language.choose(
            match left_out {
                1 => "En mening har utelämnats eftersom den skulle röja dolda tal.".to_owned(),
                _ => format!(
                    "{left_out} meningar har utelämnats eftersom de skulle röja dolda tal."
                ),
            },
            match left_out {
                1 => "A sentence has been left out because it would disclose suppressed figures."
                    .to_owned(),
                _ => format!(
                    "{left_out} sentences have been left out because they would disclose suppressed figures."
                ),
            },
        ));
    }
    if totals > 0 {
        notes.push(language.choose(
            format!("Antal summor som inte visas här och som skulle röja dolda antal om de publicerades: {totals} (se --audit)."),
            format!("Number of totals that are not shown here and would disclose suppressed counts if they were published: {totals} (see --audit)."),
        ));
    }
    notes.push(language.choose(
        "Skyddet omfattar tabellerna i denna körning; tillsammans med en annan körning kan de röja vad som är dolt.",
        "The protection covers the tables of this run; together with those of another run they may disclose what is suppressed.",
    ).to_owned());
    notes
}
