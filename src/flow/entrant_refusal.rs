//! Why entrants cannot be followed into the profession.

use super::pathway::EntrantCut;
use crate::domain::ProfessionId;
use crate::language::{Words, words};
use crate::reference::Reference;

/// Why the entrants of an education extract cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntrantRefusal {
    /// A profession without entrants.
    NoEntrants(ProfessionId),
    /// None of them is in the register: two extracts without a person in common have different pseudonyms.
    NoneLinked {
        /// How many they are.
        entrants: u64,
    },
    /// A trait that is not known of any of them.
    NoTrait(EntrantCut),
}

impl EntrantRefusal {
    /// What is wrong, and what to do about it.
    #[must_use]
    pub fn explained(&self, reference: &Reference) -> (Words, Words) {
        match self {
            Self::NoEntrants(id) => {
                let profession = &reference.profession(*id).name;
                let what = words!(
                    "utbildningsuttaget innehåller inga nybörjare till {profession}",
                    "the education extract has no entrants to {profession}",
                );
                (what, programmes_of(*id, reference))
            }
            Self::NoneLinked { entrants } => (
                words!(
                    "ingen av utbildningsuttagets {entrants} nybörjare finns i registret",
                    "none of the {entrants} entrants of the education extract is in the register",
                ),
                words!(
                    "löpnr måste vara samma pseudonymer i båda uttagen",
                    "löpnr must be the same pseudonyms in both extracts",
                ),
            ),
            Self::NoTrait(cut) => {
                let (own, _) = cut.names();
                let what = words!(
                    "nybörjarna kan inte redovisas efter {own}",
                    "the entrants cannot be cut by {own}",
                );
                let tip = words!(
                    "kolumnen {own} saknas i utbildningsuttaget",
                    "the education extract lacks the column {own}",
                );
                (what, tip)
            }
        }
    }
}

fn programmes_of(profession: ProfessionId, reference: &Reference) -> Words {
    let programmes = reference.programmes();
    let leading = programmes.filter(|(_, programme)| programme.profession == Some(profession));
    let names: Vec<&str> = leading
        .map(|(_, programme)| programme.name.as_str())
        .collect();
    if names.is_empty() {
        return words!(
            "ingen utbildning i `reference programmes` leder till yrket",
            "no programme in `reference programmes` leads to the profession",
        );
    }
    let names = names.join(", ");
    words!(
        "till yrket leder utbildningen {names}",
        "the programme {names} leads to the profession",
    )
}
