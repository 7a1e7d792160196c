//! The counts of persons behind a report, and how they add up.

/// One of the [`Counts`] of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountId(u32);

impl CountId {
    /// Its position among the counts.
    #[must_use]
    pub const fn position(self) -> usize {
        self.0 as usize
    }
}

/// Who can see a count if nothing is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exposure {
    /// Every reader: a cell shows it, or a rate of two cells discloses it.
    Shown,
    /// Perhaps a reader of another table: a total of counts that are shown, such as both sexes.
    Elsewhere,
    /// No reader directly, but anyone can derive it from counts that are shown.
    Derived,
    /// No reader, and it is not protected for its own sake: it is what others leave, and all that is known
    /// of it is that it cannot be negative.
    Auxiliary,
}

/// A number of persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonCount {
    /// How many; negative only where [`Self::is_net`].
    pub value: i64,
    /// Who can see it.
    pub exposure: Exposure,
    /// Whether it is known without being published, as that of a group that cannot exist.
    pub is_fixed: bool,
    /// Whether it is a net count, which may be negative.
    pub is_net: bool,
    /// The fewest that every reader knows there are: 1 for a row that is listed only where somebody is
    /// counted, 0 otherwise.
    pub least: i64,
    /// Whether readers come for this count, so that others are suppressed rather than it.
    pub is_headline: bool,
    /// What is counted.
    pub what: String,
    /// Of whom, where and when: what [`Counts::add_subject`] gave.
    pub subject: usize,
}

impl PersonCount {
    /// What every reader knows it to be at least, by itself.
    const fn floor(&self) -> i64 {
        if self.is_fixed {
            self.value
        } else {
            self.least
        }
    }
}

/// Counts of persons, each once however many cells show it, and every way in which they add up.
///
/// A relation is a list of counts with their signs whose sum is 0: `whole − part − part = 0`. What a
/// reader can work out from a report is worked out along them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    all: Vec<PersonCount>,
    relations: Vec<Vec<(CountId, i8)>>,
    subjects: Vec<String>,
}

impl Counts {
    /// Adds a count.
    ///
    /// Reports hold far fewer than 2³² counts.
    #[expect(clippy::cast_possible_truncation, reason = "fewer than 2^32 counts")]
    pub fn add(&mut self, count: PersonCount) -> CountId {
        let id = CountId(self.all.len() as u32);
        self.all.push(count);
        id
    }

    /// Adds what counts may be of.
    pub fn add_subject(&mut self, words: String) -> usize {
        self.subjects.push(words);
        self.subjects.len() - 1
    }

    /// Whether a count can be so large: only a net count may be negative, and none is below what
    /// every reader knows of it.
    #[must_use]
    pub fn may_be(&self, id: CountId, value: i64) -> bool {
        let count = self.get(id);
        count.is_net || value >= count.least
    }

    /// Adds a way in which counts add up, each with the sign 1 or −1.
    pub fn relate(&mut self, terms: Vec<(CountId, i8)>) {
        if !terms.is_empty() {
            self.relations.push(terms);
        }
    }

    /// What every reader knows each count to be at least, before anything is published: from what is
    /// listed and how counts add up. Of a net count nothing is known.
    ///
    /// Example: two sexes that are both listed are two persons at least in both together.
    #[must_use]
    pub fn floors(&self) -> Vec<i64> {
        let mut floors: Vec<i64> = self.all.iter().map(PersonCount::floor).collect();
        loop {
            let mut has_risen = false;
            for terms in &self.relations {
                for (whole, sign) in terms {
                    let count = self.get(*whole);
                    let floor = floors[whole.position()];
                    if count.is_net || floor >= count.value {
                        continue;
                    }
                    let sum = self.sum_of_floors(terms, (*whole, *sign), &floors);
                    if let Some(sum) = sum.filter(|sum| *sum > floor) {
                        floors[whole.position()] = sum;
                        has_risen = true;
                    }
                }
            }
            if !has_risen {
                return floors;
            }
        }
    }

    /// What the floors of all other counts of a relation leave one to be at least, if they do.
    fn sum_of_floors(
        &self,
        terms: &[(CountId, i8)],
        (whole, sign): (CountId, i8),
        floors: &[i64],
    ) -> Option<i64> {
        let mut others = terms.iter().filter(|(id, _)| *id != whole);
        others.try_fold(0, |sum, (id, own)| {
            let count = self.get(*id);
            match (count.is_fixed, *own == sign) {
                (true, true) => Some(sum - count.value),
                (true, false) => Some(sum + count.value),
                (false, false) if !count.is_net => Some(sum + floors[id.position()]),
                (false, _) => None,
            }
        })
    }

    /// All counts, in order.
    #[must_use]
    pub fn all(&self) -> &[PersonCount] {
        &self.all
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: CountId) -> &PersonCount {
        &self.all[id.position()]
    }

    /// All ways in which they add up.
    #[must_use]
    pub fn relations(&self) -> &[Vec<(CountId, i8)>] {
        &self.relations
    }

    /// Their ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = CountId> {
        (0..).map(CountId).take(self.all.len())
    }

    /// Of whom, where and when a count is, for people: `Tandläkare 2021, Västra`.
    #[must_use]
    pub fn subject(&self, id: CountId) -> String {
        let subject = self.subjects.get(self.get(id).subject);
        subject.cloned().unwrap_or_default()
    }

    /// What a count is called, for people: `i_yrket, Tandläkare 2021, Västra`.
    #[must_use]
    pub fn name(&self, id: CountId) -> String {
        format!("{}, {}", self.get(id).what, self.subject(id))
    }

    /// The first relation that does not hold.
    #[must_use]
    pub fn contradiction(&self) -> Option<&[(CountId, i8)]> {
        let sum = |terms: &[(CountId, i8)]| -> i64 {
            let values = terms
                .iter()
                .map(|(id, sign)| i64::from(*sign) * self.get(*id).value);
            values.sum()
        };
        let mut relations = self.relations.iter().map(Vec::as_slice);
        relations.find(|terms| sum(terms) != 0)
    }
}
