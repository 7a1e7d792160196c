//! The words for the counts behind a flow description, which the accounts ask for.

use super::{FlowFacts, balance, first_exit, followup, keys, mobility, pathway, retention, stock};
use crate::accounts::{FlowCount, FlowCounts, FlowNames, FlowSubject};
use crate::flow::Description;

/// The counts of persons to protect behind a description.
#[must_use]
pub fn flow_counts(results: &Description, facts: FlowFacts<'_>) -> FlowCounts {
    FlowCounts::of(results, facts.selection, facts.coverage, &facts)
}

impl FlowNames for FlowFacts<'_> {
    fn count(&self, count: FlowCount) -> &'static str {
        let (swedish, english) = match count {
            FlowCount::Stock(term) => stock::count_name(term),
            FlowCount::Balance(term) => balance::count_name(term),
            FlowCount::Mobility(term) => mobility::count_name(term),
            FlowCount::FirstExit(term) => first_exit::count_name(term),
            FlowCount::Retention(term) => retention::count_name(term),
            FlowCount::FirstSeen(_) => ("första gången i yrket", "first time in the profession"),
            FlowCount::FollowUp(term) => followup::count_name(term),
            FlowCount::Pathway(term) => pathway::count_name(term),
        };
        self.language.choose(swedish, english)
    }

    fn subject(&self, subject: &FlowSubject<'_>) -> String {
        let years = match subject.period {
            None => String::new(),
            Some((first, last)) if first == last => format!(" {first}"),
            Some((first, last)) => format!(" {first}–{last}"),
        };
        let area = self.area_name(subject.area);
        let mut words = vec![
            format!("{}{years}", self.profession(subject.profession)),
            match subject.from {
                Some(from) => format!("{} → {area}", self.area_name(from)),
                None => area.to_owned(),
            },
        ];
        words.extend(subject.since.map(|since| format!("+{since}")));
        let group = subject.group.iter();
        words.extend(group.map(|value| keys::value_name(*value, self.language).to_owned()));
        let traits = subject.traits.iter();
        words.extend(traits.map(|own| pathway::trait_name(own, *self).to_owned()));
        words.join(", ")
    }
}
