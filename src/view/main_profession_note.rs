//! What counting persons in their main profession has dropped.

use std::collections::BTreeSet;

use crate::domain::{ProfessionId, Year};
use crate::extract::MainProfession;
use crate::flow::Coverage;
use crate::language::Language;

/// That persons are counted in their main profession, and how many licences of these professions that
/// leaves out in the newest of the years; without counts where they are protected. None where licences
/// are counted.
pub(super) fn main_profession_note(
    coverage: &Coverage,
    professions: &BTreeSet<ProfessionId>,
    is_shown: impl Fn(Year) -> bool,
    is_protected: bool,
    language: Language,
) -> Option<String> {
    let all = coverage.main_professions.as_ref()?;
    let rule = language.choose(
        "Huvudyrke: den som har flera legitimationer räknas en gång, i sitt huvudyrke det året. Att barnmorskor inte också räknas som sjuksköterskor är Socialstyrelsens praxis; övrig rangordning är bakgrundskunskap (reference professions).",
        "Main profession: who has several licences is counted once, in the main profession of the year. That midwives are not counted as nurses too is Socialstyrelsen's practice; the rest of the order is background knowledge (reference professions).",
    );
    if is_protected {
        return Some(rule.to_owned());
    }
    let years = all.iter().filter(|(id, _)| professions.contains(id));
    let years = years.flat_map(|(_, years)| years.iter());
    let shown: Vec<(Year, MainProfession)> = years
        .filter(|(year, _)| is_shown(**year))
        .map(|(year, count)| (*year, *count))
        .collect();
    let newest = shown.iter().map(|(year, _)| *year).max()?;
    let sums = shown.iter().filter(|(year, _)| *year == newest);
    let (licences, persons) = sums.fold((0, 0), |(licences, persons), (_, count)| {
        (licences + count.licences, persons + count.persons)
    });
    #[expect(clippy::cast_precision_loss, reason = "counts are exact below 2^53")]
    let number = |count: u64| language.number(count as f64, 0);
    let counted = |count: u64, one: &str, more: &str| {
        let what = if count == 1 { one } else { more };
        format!("{} {what}", number(count))
    };
    let dropped = licences - persons;
    let counts = language.choose(
        format!(
            "År {newest} fanns {} i de valda yrkena. {} ett av dem som huvudyrke. {} inte, eftersom innehavaren har ett annat huvudyrke.",
            counted(licences, "legitimation", "legitimationer"),
            counted(persons, "person har", "personer har"),
            counted(dropped, "legitimation räknas", "legitimationer räknas"),
        ),
        format!(
            "In {newest} there were {} in the chosen professions. {} one of them as main profession. {} not counted, because the holder has another main profession.",
            counted(licences, "licence", "licences"),
            counted(persons, "person has", "persons have"),
            counted(dropped, "licence is", "licences are"),
        ),
    );
    Some(format!("{rule} {counts}"))
}
