//! Municipalities, as far as they decide anything.
//!
//! A municipality decides the health region within a county that is split (Halland), and must lie in
//! the county of its row. The municipalities of the other counties are not listed: of a code the county
//! is known, of a name only that it is none of the listed.

use crate::domain::{CountyId, HealthRegionId};
use crate::reference::{Reference, suggestion};
use crate::source::fold;

/// Codes from here on are listed municipalities, those below are counties.
const LISTED: u8 = 64;

/// A name that is not listed.
const UNLISTED: u8 = u8::MAX - 1;

/// What is known of a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MunicipalityCode<'m> {
    /// No value.
    Missing,
    /// One of a county that is not split.
    In(CountyId),
    /// One of a split county.
    Listed(&'m Listed),
    /// A name that is none of a split county.
    Unlisted,
}

/// A municipality of a split county.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    name: String,
    folded: String,
    code: String,
    pub(super) county: CountyId,
    pub(super) health_region: HealthRegionId,
}

/// The municipalities of split counties.
#[derive(Clone, Debug)]
pub(super) struct Municipalities(Vec<Listed>);

impl Municipalities {
    pub(super) fn of(reference: &Reference) -> Self {
        let listed = reference.municipalities().map(|municipality| Listed {
            name: municipality.name.clone(),
            folded: fold(&municipality.name),
            code: municipality.code.clone(),
            county: municipality.county,
            health_region: municipality.health_region,
        });
        Self(listed.collect())
    }

    /// A code or a name as a byte; none for a code of no county, for one that a split county does not
    /// have, and for what is neither.
    pub(super) fn code(
        &self,
        text: &str,
        county: impl Fn(&str) -> Option<CountyId>,
        is_split: impl Fn(CountyId) -> bool,
    ) -> Option<u8> {
        let folded = fold(text);
        let listed = self
            .0
            .iter()
            .position(|one| one.code == text || one.folded == folded);
        if let Some(position) = listed {
            return u8::try_from(position)
                .ok()
                .map(|position| LISTED + position);
        }
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return (!folded.is_empty()).then_some(UNLISTED);
        }
        let is_code = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        // A program that takes codes for numbers strips the zero of 0114.
        let is_stripped = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        let prefix = match (is_code, is_stripped) {
            (true, _) => text[..2].to_owned(),
            (_, true) => format!("0{}", &text[..1]),
            _ => return None,
        };
        county(&prefix)
            .filter(|county| !is_split(*county))
            .map(|county| county.0)
    }

    /// The municipality that a byte encodes.
    pub(super) fn of_byte(&self, byte: u8) -> MunicipalityCode<'_> {
        match byte {
            u8::MAX => MunicipalityCode::Missing,
            UNLISTED => MunicipalityCode::Unlisted,
            county if county < LISTED => MunicipalityCode::In(CountyId(county)),
            listed => self
                .0
                .get(usize::from(listed - LISTED))
                .map_or(MunicipalityCode::Unlisted, MunicipalityCode::Listed),
        }
    }

    /// The listed name that was probably meant; none for a listed one.
    pub(super) fn likest(&self, given: &str) -> Option<String> {
        let names = self.0.iter().map(|one| one.name.as_str());
        let likest = suggestion(given, names)?;
        (fold(likest) != fold(given)).then(|| likest.to_owned())
    }
}
