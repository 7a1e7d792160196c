//! Disclosure control: what is hidden, and what nobody can work out.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use vardkraft::disclosure::{Reason, Suppression};
use vardkraft::domain::DisclosureRules;
use vardkraft::report::{CountId, Counts, Exposure, PersonCount};

use crate::attacker::Knowledge;
use crate::families::{Shape, family};

const RULES: DisclosureRules = DisclosureRules {
    threshold: 5,
    zeros_are_disclosive: false,
    rounding_base: 5,
};

/// Less than this is the arithmetic's.
const NEARLY: f64 = 1e-6;

/// Everything that is wrong with what is hidden: who can be worked out, and what is hidden in vain.
fn leaks(counts: &Counts, suppression: &Suppression) -> Vec<String> {
    let is_hidden = |id| suppression.reason(id).is_some();
    let knowledge = Knowledge::of(counts, is_hidden);
    let mut leaks = Vec::new();
    for id in counts.ids() {
        let count = counts.get(id);
        let Some(reason) = suppression.reason(id) else {
            let is_told = count.exposure != Exposure::Derived && !count.is_fixed;
            if is_told && RULES.is_small(count.value) {
                leaks.push(format!("{} is told", count.what));
            }
            continue;
        };
        let (least, most) = knowledge.range(id.position());
        let is_safe = match reason {
            Reason::Small => knowledge.keeps_secret(id.position()),
            #[expect(clippy::cast_precision_loss, reason = "small counts")]
            Reason::Protects(_) => most - least >= RULES.width() as f64 - NEARLY,
        };
        if !is_safe {
            let (what, value) = (&count.what, count.value);
            leaks.push(format!(
                "{what} = {value} is known to be {least}–{most} ({reason:?})"
            ));
        }
    }
    leaks
}

fn shapes() -> Vec<Shape> {
    let shape = |dimensions: &[u8], years, has_flows, largest, shows_totals| Shape {
        dimensions: dimensions.to_vec(),
        years,
        has_flows,
        largest,
        shows_totals,
        lists_rows: false,
    };
    let listing = |dimensions, years, has_flows, largest| Shape {
        lists_rows: true,
        ..shape(dimensions, years, has_flows, largest, true)
    };
    vec![
        listing(&[6], 1, false, 30),
        listing(&[5, 3], 1, false, 40),
        listing(&[4, 2], 2, true, 30),
        shape(&[6], 1, false, 30, true),
        shape(&[4, 2], 1, false, 20, true),
        shape(&[6, 3], 1, false, 60, false),
        shape(&[4, 2, 3], 1, false, 40, true),
        shape(&[3, 2, 2], 2, true, 30, true),
        shape(&[6], 4, true, 25, true),
        shape(&[5, 2], 3, true, 40, false),
        shape(&[3, 3], 2, true, 12, true),
    ]
}

#[test]
fn nobody_can_work_out_what_is_hidden_in_a_hundred_families() {
    attack(0..100);
}

/// `.ci/run` runs it.
#[test]
#[ignore = "takes 20 s; a hundred families are attacked above"]
fn nobody_can_work_out_what_is_hidden_in_a_thousand_families() {
    attack(0..1000);
}

#[test]
fn the_attacker_wins_where_only_small_counts_are_hidden() {
    let shapes = shapes();
    let lost = (0..100_usize).filter(|seed| {
        let counts = family(&shapes[seed % shapes.len()], *seed as u64);
        let knowledge = Knowledge::of(&counts, |id| RULES.is_small(counts.get(id).value));
        counts.ids().any(|id| {
            let value = counts.get(id).value;
            let range = || knowledge.range(id.position());
            RULES.is_small(value) && range().1 - range().0 < 1.0
        })
    });
    assert!(lost.count() > 60);
}

fn attack(seeds: std::ops::Range<usize>) {
    let shapes = shapes();
    let (families, last) = (seeds.len(), seeds.end);
    let next = AtomicUsize::new(seeds.start);
    let hidden = AtomicUsize::new(0);
    let attack = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= last {
                return;
            }
            let shape = &shapes[seed % shapes.len()];
            let counts = family(shape, seed as u64);
            let suppression = Suppression::of(&counts, &RULES)
                .unwrap_or_else(|left| panic!("{shape:?}, seed {seed}: {left:?}"));
            let leaks = leaks(&counts, &suppression);
            assert!(leaks.is_empty(), "{shape:?}, seed {seed}: {leaks:#?}");
            hidden.fetch_add(suppression.iter().count(), Ordering::Relaxed);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(attack);
        }
    });
    assert!(
        hidden.into_inner() > 10 * families,
        "there was something to attack"
    );
}

/// The counts of a table given row by row, with its totals of rows, columns and all.
fn table<const N: usize>(rows: &[[i64; N]]) -> (Counts, Vec<Vec<CountId>>) {
    let mut counts = Counts::default();
    let subject = counts.add_subject("tabellen".to_owned());
    let mut full: Vec<Vec<i64>> = rows.iter().map(|row| row.to_vec()).collect();
    full.push(
        (0..N)
            .map(|at| rows.iter().map(|row| row[at]).sum())
            .collect(),
    );
    for row in &mut full {
        row.push(row.iter().sum());
    }
    let ids: Vec<Vec<CountId>> = full
        .iter()
        .enumerate()
        .map(|(row, values)| {
            let cells = values.iter().enumerate();
            let cells = cells.map(|(column, value)| {
                counts.add(PersonCount {
                    value: *value,
                    exposure: Exposure::Shown,
                    is_fixed: false,
                    is_net: false,
                    least: 0,
                    is_headline: false,
                    what: format!("rad {row}, kolumn {column}"),
                    subject,
                })
            });
            cells.collect()
        })
        .collect();
    for row in &ids {
        counts.relate(sum(row.iter().copied()));
    }
    for column in 0..=N {
        counts.relate(sum(ids.iter().map(|row| row[column])));
    }
    (counts, ids)
}

/// The last is the sum of the others.
fn sum(ids: impl Iterator<Item = CountId>) -> Vec<(CountId, i8)> {
    let mut terms: Vec<(CountId, i8)> = ids.map(|id| (id, -1)).collect();
    if let Some(last) = terms.last_mut() {
        last.1 = 1;
    }
    terms
}

fn hidden(counts: &Counts, ids: &[Vec<CountId>]) -> Vec<String> {
    let suppression = Suppression::of(counts, &RULES).expect("protected");
    assert_eq!(leaks(counts, &suppression), Vec::<String>::new());
    let row = |row: &Vec<CountId>| {
        let letters = row.iter().map(|id| match suppression.reason(*id) {
            Some(Reason::Small) => 'x',
            Some(Reason::Protects(_)) => 's',
            None => '.',
        });
        letters.collect()
    };
    ids.iter().map(row).collect()
}

#[test]
fn a_small_count_takes_three_others_with_it() {
    // The smallest rectangle that holds the 3 and lets it be 1 and 4.
    let (counts, ids) = table(&[[3, 40, 100], [20, 30, 200], [50, 60, 300]]);
    assert_eq!(hidden(&counts, &ids), ["xs..", "ss..", "....", "...."]);
}

#[test]
fn a_large_table_hides_its_small_cells_not_its_large_ones() {
    let (counts, ids) = table(&[[2, 900, 12], [800, 950, 700], [9, 850, 15]]);
    assert_eq!(hidden(&counts, &ids), ["x.s.", "....", "s.s.", "...."]);
}

#[test]
fn small_counts_protect_each_other_if_they_leave_room_enough() {
    // 3 + 3 = 6 and 3 + 3 = 6: each can be 1 and 4, the others being 5 and 2.
    let (counts, ids) = table(&[[3, 3, 100], [3, 3, 200], [50, 60, 300]]);
    assert_eq!(hidden(&counts, &ids), ["xx..", "xx..", "....", "...."]);
    // 1 + 1 = 2: neither could be 3, so more is hidden.
    let (counts, ids) = table(&[[1, 1, 100], [1, 1, 200], [50, 60, 300]]);
    assert_eq!(hidden(&counts, &ids), ["xxs.", "xxs.", "ss..", "...."]);
}

#[test]
fn nobody_is_a_number_that_is_told_unless_the_rules_say_otherwise() {
    let (counts, ids) = table(&[[0, 40], [20, 30]]);
    assert_eq!(hidden(&counts, &ids), ["...", "...", "..."]);
    let rules = DisclosureRules {
        zeros_are_disclosive: true,
        ..RULES
    };
    let suppression = Suppression::of(&counts, &rules).expect("protected");
    assert_eq!(suppression.reason(ids[0][0]), Some(Reason::Small));
}

#[test]
fn a_table_of_one_small_count_tells_nothing_at_all() {
    let (counts, ids) = table(&[[3]]);
    assert_eq!(hidden(&counts, &ids), ["xx", "xx"]);
}

#[test]
fn what_is_known_not_to_be_there_hides_nothing() {
    // Hiding the 0 beside the 3 would be in vain if everybody knows that nobody can be there.
    let mut counts = Counts::default();
    let subject = counts.add_subject("tabellen".to_owned());
    let mut add = |value, is_fixed| {
        counts.add(PersonCount {
            value,
            exposure: Exposure::Shown,
            is_fixed,
            is_net: false,
            least: 0,
            is_headline: false,
            what: value.to_string(),
            subject,
        })
    };
    let [nobody, few, many, all] = [(0, true), (3, false), (40, false), (43, false)]
        .map(|(value, is_fixed)| add(value, is_fixed));
    counts.relate(vec![(all, 1), (nobody, -1), (few, -1), (many, -1)]);
    let suppression = Suppression::of(&counts, &RULES).expect("protected");
    let hidden: Vec<CountId> = suppression.iter().map(|(id, _)| id).collect();
    assert_eq!(hidden, [few, many]);
}

#[test]
fn a_row_that_is_listed_counts_somebody() {
    // 1 + 1 + 3 = 5: where each row is known to count somebody, none can be 4 unless the sum is hidden.
    let family = |least| {
        let mut counts = Counts::default();
        let subject = counts.add_subject("tabellen".to_owned());
        let mut add = |value, least| {
            counts.add(PersonCount {
                value,
                exposure: Exposure::Shown,
                is_fixed: false,
                is_net: false,
                least,
                is_headline: false,
                what: value.to_string(),
                subject,
            })
        };
        let parts = [1, 1, 3].map(|value| add(value, least));
        let sum = add(5, 0);
        let parts = parts.map(|id| (id, -1));
        counts.relate([(sum, 1)].into_iter().chain(parts).collect());
        let suppression = Suppression::of(&counts, &RULES).expect("protected");
        assert_eq!(leaks(&counts, &suppression), Vec::<String>::new());
        suppression.reason(sum).is_some()
    };
    assert!(!family(0));
    assert!(family(1));
}

#[test]
fn a_sum_of_listed_rows_need_not_look_like_less_than_they_are() {
    // 2 + 1 = 3: two rows are listed, so that everybody knows that the sum is 2 at least.
    let mut counts = Counts::default();
    let subject = counts.add_subject("tabellen".to_owned());
    let [two, one, sum] = [(2, 1), (1, 1), (3, 0)].map(|(value, least)| {
        counts.add(PersonCount {
            value,
            exposure: Exposure::Shown,
            is_fixed: false,
            is_net: false,
            least,
            is_headline: false,
            what: value.to_string(),
            subject,
        })
    });
    counts.relate(vec![(sum, 1), (two, -1), (one, -1)]);
    assert_eq!(counts.floors(), [1, 1, 2]);
    let suppression = Suppression::of(&counts, &RULES).expect("protected");
    assert_eq!(leaks(&counts, &suppression), Vec::<String>::new());
}

#[test]
fn of_nested_counts_the_one_that_readers_come_for_stays() {
    // 3 in another role of 103 in care, 100 in the profession and 200 employed.
    let hidden = |is_headline| {
        let mut counts = Counts::default();
        let subject = counts.add_subject("Kronoberg".to_owned());
        let mut add = |value, exposure, is_headline| {
            counts.add(PersonCount {
                value,
                exposure,
                is_fixed: false,
                is_net: false,
                least: 0,
                is_headline,
                what: value.to_string(),
                subject,
            })
        };
        let employed = add(200, Exposure::Shown, false);
        let in_care = add(103, Exposure::Shown, false);
        let in_profession = add(100, Exposure::Shown, is_headline);
        let other_role = add(3, Exposure::Derived, false);
        let other_industry = add(97, Exposure::Derived, false);
        counts.relate(vec![(in_care, 1), (in_profession, -1), (other_role, -1)]);
        counts.relate(vec![(employed, 1), (in_care, -1), (other_industry, -1)]);
        let suppression = Suppression::of(&counts, &RULES).expect("protected");
        [in_care, in_profession].map(|id| suppression.reason(id).is_some())
    };
    assert_eq!(hidden(false), [false, true]);
    assert_eq!(hidden(true), [true, false]);
}
