//! Survival statistics: textbook examples by hand, R's survival and etm, and what must always hold.
#![expect(clippy::float_cmp, reason = "times are whole numbers")]

use std::fs;

use proptest::prelude::*;

use vardkraft::stats::{
    FollowUp, Occupation, Point, StateFollowUp, aalen_johansen, chi_squared_tail, kaplan_meier,
    log_rank, median,
};

use crate::program::repository;

const fn unit<E>(entry: u32, exit: u32, event: Option<E>) -> FollowUp<E> {
    FollowUp {
        entry,
        exit,
        event,
        count: 1,
    }
}

#[track_caller]
fn assert_near(actual: f64, expected: f64, tolerance: f64) {
    let difference = (actual - expected).abs();
    assert!(difference <= tolerance, "{actual} is not {expected}");
}

/// Weeks in remission of the 6-MP arm (Freireich et al., 1963); true for a relapse.
const SIX_MP: [(u32, bool); 21] = [
    (6, true),
    (6, true),
    (6, true),
    (6, false),
    (7, true),
    (9, false),
    (10, true),
    (10, false),
    (11, false),
    (13, true),
    (16, true),
    (17, false),
    (19, false),
    (20, false),
    (22, true),
    (23, true),
    (25, false),
    (32, false),
    (32, false),
    (34, false),
    (35, false),
];

/// The placebo arm; everybody relapsed.
const PLACEBO: [u32; 21] = [
    1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23,
];

fn six_mp() -> Vec<FollowUp<bool>> {
    let units = SIX_MP.iter();
    units
        .map(|&(week, relapse)| unit(0, week, relapse.then_some(true)))
        .collect()
}

fn placebo() -> Vec<FollowUp<bool>> {
    PLACEBO
        .iter()
        .map(|&week| unit(0, week, Some(true)))
        .collect()
}

/// 18/21, then times 16/17, 14/15, 11/12, 10/11, 6/7 and 5/6; Greenwood's sum begins with 3/(21·18).
#[test]
fn the_leukaemia_patients_by_hand() {
    let points = kaplan_meier(&six_mp());
    let relapses: Vec<&Point> = points.iter().filter(|point| point.events > 0).collect();
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let by_hand = [
        (6, 21.0, 3.0),
        (7, 17.0, 1.0),
        (10, 15.0, 1.0),
        (13, 12.0, 1.0),
        (16, 11.0, 1.0),
        (22, 7.0, 1.0),
        (23, 6.0, 1.0),
    ];
    assert_eq!(relapses.len(), by_hand.len());
    for (point, (week, n, d)) in relapses.iter().zip(by_hand) {
        survival *= (n - d) / n;
        greenwood += d / (n * (n - d));
        assert_eq!(point.time, week);
        assert_near(point.survival, survival, 1e-12);
        assert_near(
            point.standard_error.unwrap(),
            survival * f64::sqrt(greenwood),
            1e-12,
        );
    }
    // Textbooks print 0.857, 0.807, 0.753, 0.690, 0.627, 0.538 and 0.448.
    assert_near(relapses[0].survival, 0.857, 5e-4);
    assert_near(relapses[6].survival, 0.448, 5e-4);
    let at_6 = relapses[0].interval.unwrap();
    assert_near(at_6.0, 0.619_717_955_266, 1e-9);
    assert_near(at_6.1, 0.951_551_747_647, 1e-9);
}

/// The medians are 23 weeks (13 to no upper bound) and 8 weeks (4 to 11); the log-rank statistic of
/// textbooks is 16.79.
#[test]
fn the_two_arms_differ_as_the_textbooks_say() {
    let treated = median(&kaplan_meier(&six_mp())).unwrap();
    assert_eq!(
        (treated.time, treated.lower, treated.upper),
        (23.0, Some(13.0), None)
    );
    let untreated = median(&kaplan_meier(&placebo())).unwrap();
    assert_eq!(
        (untreated.time, untreated.lower, untreated.upper),
        (8.0, Some(4.0), Some(11.0))
    );
    let test = log_rank(&[six_mp(), placebo()]).unwrap();
    assert_eq!(test.degrees, 1);
    assert_near(test.chi_squared, 16.792_940_989_2, 1e-9);
    assert_eq!(log_rank(&[six_mp()]), None);
    assert_eq!(log_rank(&[six_mp(), Vec::new()]), None);
}

/// Six persons, of whom four come under observation late: at 3 four are followed (the two from the
/// start and the two from 2), at 4 three, at 5 three, at 6 three, at 7 one.
#[test]
fn six_persons_with_late_entry_by_hand() {
    let persons = [
        unit(0, 3, Some(true)),
        unit(0, 5, None),
        unit(2, 4, Some(true)),
        unit(2, 6, Some(true)),
        unit(4, 6, None),
        unit(5, 7, Some(true)),
    ];
    let points = kaplan_meier(&persons);
    let told: Vec<_> = points
        .iter()
        .map(|point| (point.time, point.at_risk, point.events, point.censored))
        .collect();
    assert_eq!(
        told,
        [
            (3, 4, 1, 0),
            (4, 3, 1, 0),
            (5, 3, 0, 1),
            (6, 3, 1, 1),
            (7, 1, 1, 0)
        ]
    );
    let survival: Vec<f64> = points.iter().map(|point| point.survival).collect();
    for (actual, expected) in survival.into_iter().zip([0.75, 0.5, 0.5, 1.0 / 3.0, 0.0]) {
        assert_near(actual, expected, 1e-15);
    }
    // (1/3)² · (1/(4·3) + 1/(3·2) + 1/(3·2)) = 5/108.
    assert_near(
        points[3].standard_error.unwrap(),
        (5.0_f64 / 108.0).sqrt(),
        1e-15,
    );
    assert_eq!((points[4].standard_error, points[4].interval), (None, None));
    // Exactly half are left from 4 until 6.
    assert_eq!(median(&points).unwrap().time, 5.0);
}

/// Five subjects who come and go between a first state and a, b and c (Therneau's tests of survival):
/// the first goes to a at 4, to b at 9 and back to a at 10; the second to b at 5; the third, seen from
/// 2 on, to c at 9; the fourth to a at 2 and to c at 8; the fifth, seen from 1 on, to b at 3.
#[test]
fn five_subjects_between_four_states_by_hand() {
    let (a, b, c) = (1, 2, 3);
    let stay = |state, entry, exit, to| StateFollowUp {
        state,
        stay: unit(entry, exit, to),
    };
    let subjects = [
        stay(0, 0, 4, Some(a)),
        stay(a, 4, 9, Some(b)),
        stay(b, 9, 10, Some(a)),
        stay(0, 0, 5, Some(b)),
        stay(0, 2, 9, Some(c)),
        stay(0, 0, 2, Some(a)),
        stay(a, 2, 8, Some(c)),
        stay(c, 8, 9, None),
        stay(0, 1, 3, Some(b)),
        stay(b, 3, 11, None),
    ];
    let occupations = aalen_johansen(&subjects, &[1.0, 0.0, 0.0, 0.0]);
    let in_64ths: [(u32, [f64; 4]); 8] = [
        (2, [48.0, 16.0, 0.0, 0.0]),
        (3, [36.0, 16.0, 12.0, 0.0]),
        (4, [24.0, 28.0, 12.0, 0.0]),
        (5, [12.0, 28.0, 24.0, 0.0]),
        (8, [12.0, 14.0, 24.0, 14.0]),
        (9, [0.0, 0.0, 38.0, 26.0]),
        (10, [0.0, 19.0, 19.0, 26.0]),
        (11, [0.0, 19.0, 19.0, 26.0]),
    ];
    assert_eq!(occupations.len(), in_64ths.len());
    for (occupation, (time, expected)) in occupations.iter().zip(in_64ths) {
        assert_eq!(occupation.time, time);
        for (share, expected) in occupation.shares.iter().zip(expected) {
            assert_near(*share, expected / 64.0, 1e-15);
        }
    }
}

/// The numbers of a committed table, by row.
fn oracle(name: &str) -> Vec<Vec<f64>> {
    let path = repository().join("tests/oracles").join(name);
    let text = fs::read_to_string(path).unwrap();
    let rows = text.lines().skip(1);
    let number = |cell: &str| cell.parse().unwrap_or(f64::NAN);
    rows.map(|row| row.split(',').map(number).collect())
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small whole numbers"
)]
fn whole(number: f64) -> u32 {
    number as u32
}

fn check_kaplan_meier(units: &[FollowUp<bool>], expected: &[Vec<f64>]) {
    let points = kaplan_meier(units);
    let events: Vec<&Point> = points.iter().filter(|point| point.events > 0).collect();
    assert_eq!(events.len(), expected.len());
    for (point, row) in events.into_iter().zip(expected) {
        let found = [
            point.time.into(),
            whole_count(point.at_risk),
            whole_count(point.events),
        ];
        assert_eq!(found[..], row[..3]);
        assert_near(point.survival, row[3], 1e-9);
        if let (Some(error), Some((lower, upper))) = (point.standard_error, point.interval) {
            assert_near(error, row[4], 1e-9);
            assert_near(lower, row[5], 1e-9);
            assert_near(upper, row[6], 1e-9);
        }
    }
}

fn whole_count(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

#[test]
fn the_lung_patients_come_out_as_in_r() {
    let rows = oracle("lung.csv");
    let patient = |row: &Vec<f64>| unit(0, whole(row[1]), (row[2] > 0.0).then_some(true));
    let patients: Vec<_> = rows.iter().map(patient).collect();
    check_kaplan_meier(&patients, &oracle("lung_kaplan_meier.csv"));
    let expected = &oracle("lung_tests.csv")[0];
    let middle = median(&kaplan_meier(&patients)).unwrap();
    assert_eq!(
        [middle.time, middle.lower.unwrap(), middle.upper.unwrap()],
        expected[..3]
    );
    let of_sex = |sex: f64| {
        rows.iter()
            .filter(move |row| row[3] == sex)
            .map(patient)
            .collect()
    };
    let test = log_rank(&[of_sex(1.0), of_sex(2.0)]).unwrap();
    assert_near(test.chi_squared, expected[3], 1e-9);
    assert_near(
        chi_squared_tail(test.chi_squared, test.degrees),
        expected[4],
        1e-9,
    );
}

#[test]
fn competing_events_with_late_entry_come_out_as_in_r() {
    let rows = oracle("competing.csv");
    let any = |row: &Vec<f64>| unit(whole(row[0]), whole(row[1]), (row[2] > 0.0).then_some(true));
    let units: Vec<_> = rows.iter().map(any).collect();
    check_kaplan_meier(&units, &oracle("competing_kaplan_meier.csv"));
    let stays: Vec<_> = rows
        .iter()
        .map(|row| StateFollowUp {
            state: 0,
            stay: unit(
                whole(row[0]),
                whole(row[1]),
                Some(whole(row[2]) as usize).filter(|to| *to > 0),
            ),
        })
        .collect();
    let occupations = aalen_johansen(&stays, &[1.0, 0.0, 0.0, 0.0]);
    let mut compared = 0;
    for row in oracle("competing_aalen_johansen.csv") {
        let known = occupations.iter().find(|at| f64::from(at.time) == row[0]);
        let Some(occupation) = known else { continue };
        for state in 0..4 {
            assert_near(occupation.shares[state], row[1 + state], 1e-9);
            assert_near(occupation.standard_errors[state], row[5 + state], 1e-9);
        }
        compared += 1;
    }
    assert!(compared > 40, "{compared}");
}

fn follow_ups() -> impl Strategy<Value = Vec<FollowUp<usize>>> {
    let unit = (
        0..10_u32,
        0..10_u32,
        proptest::option::of(1..4_usize),
        1..5_u64,
    );
    let unit = unit.prop_map(|(entry, length, event, count)| FollowUp {
        entry,
        exit: entry + length,
        event,
        count,
    });
    proptest::collection::vec(unit, 1..40)
}

fn any_event(units: &[FollowUp<usize>]) -> Vec<FollowUp<bool>> {
    let units = units.iter();
    units
        .map(|unit| FollowUp {
            entry: unit.entry,
            exit: unit.exit,
            event: unit.event.map(|_| true),
            count: unit.count,
        })
        .collect()
}

fn occupations(units: &[FollowUp<usize>]) -> Vec<Occupation> {
    let stays = units.iter().map(|stay| StateFollowUp {
        state: 0,
        stay: *stay,
    });
    aalen_johansen(&stays.collect::<Vec<_>>(), &[1.0, 0.0, 0.0, 0.0])
}

proptest! {
    #[test]
    fn shares_sum_to_one_and_what_is_left_is_kaplan_meier(units in follow_ups()) {
        let points = kaplan_meier(&any_event(&units));
        let occupations = occupations(&units);
        prop_assert_eq!(points.len(), occupations.len());
        for (point, occupation) in points.iter().zip(&occupations) {
            prop_assert!((occupation.shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            prop_assert!(occupation.shares.iter().all(|share| *share >= 0.0));
            prop_assert!((occupation.shares[0] - point.survival).abs() < 1e-12);
            if let Some(error) = point.standard_error {
                prop_assert!((occupation.standard_errors[0] - error).abs() < 1e-9);
            }
            if let Some((lower, upper)) = point.interval {
                prop_assert!(0.0 <= lower && lower <= point.survival && point.survival <= upper && upper <= 1.0);
            }
        }
    }

    #[test]
    fn units_in_groups_or_alone_in_any_order_give_the_same(units in follow_ups()) {
        let mut alone: Vec<FollowUp<usize>> = units
            .iter()
            .flat_map(|unit| (0..unit.count).map(|_| FollowUp { count: 1, ..*unit }))
            .collect();
        alone.reverse();
        prop_assert_eq!(occupations(&alone), occupations(&units));
        prop_assert_eq!(kaplan_meier(&any_event(&alone)), kaplan_meier(&any_event(&units)));
    }

    #[test]
    fn the_order_of_groups_does_not_matter_to_the_test(one in follow_ups(), two in follow_ups(), three in follow_ups()) {
        let groups = [one, two, three].map(|units| any_event(&units));
        let forth = log_rank(&groups);
        let [one, two, three] = groups;
        let back = log_rank(&[three, one, two]);
        prop_assert_eq!(forth.map(|test| test.degrees), back.map(|test| test.degrees));
        if let (Some(forth), Some(back)) = (forth, back) {
            prop_assert!(forth.chi_squared >= -1e-9);
            prop_assert!((forth.chi_squared - back.chi_squared).abs() < 1e-6 * (1.0 + back.chi_squared));
        }
    }
}
