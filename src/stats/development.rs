//! Development factors: ratios from one age to the next over cohorts that are not all equally old.

/// One cohort's step from one age to the next: the amount before and the amount after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The amount before, at least 0.
    pub before: f64,
    /// The amount after.
    pub after: f64,
    /// The weight of the cohort, at least 0.
    pub weight: f64,
}

/// The ratio of a step over all cohorts that have taken it: `Σ w × after / Σ w × before`; none if
/// the amount before is 0.
///
/// With cumulative amounts and equal weights these are the development factors of the chain ladder;
/// with those who have not had an event before and those who have it after, they are the hazard of a
/// discrete-time survival curve, cohorts that have not come so far being censored.
///
/// Example: cohorts of 100 and 300 unfinished of whom 40 and 60 graduate at the next age: 100 / 400 =
/// 0.25; with weights 1 and 2, 160 / 700.
///
/// References: Taylor & Ashe (1983); Mack (1993); Singer & Willett (1993).
#[must_use]
pub fn development(steps: &[Step]) -> Option<f64> {
    let sum = |value: fn(&Step) -> f64| steps.iter().map(value).sum::<f64>();
    let before = sum(|step| step.weight * step.before);
    (before > 0.0).then(|| sum(|step| step.weight * step.after) / before)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The triangle of Taylor & Ashe (1983), cumulative, and its factors as in Mack (1993) and the Python
    /// package chainladder.
    #[test]
    fn the_chain_ladder_of_taylor_and_ashe() {
        let triangle: [&[f64]; 10] = [
            &[
                357_848.0,
                1_124_788.0,
                1_735_330.0,
                2_218_270.0,
                2_745_596.0,
                3_319_994.0,
                3_466_336.0,
                3_606_286.0,
                3_833_515.0,
                3_901_463.0,
            ],
            &[
                352_118.0,
                1_236_139.0,
                2_170_033.0,
                3_353_322.0,
                3_799_067.0,
                4_120_063.0,
                4_647_867.0,
                4_914_039.0,
                5_339_085.0,
            ],
            &[
                290_507.0,
                1_292_306.0,
                2_218_525.0,
                3_235_179.0,
                3_985_995.0,
                4_132_918.0,
                4_628_910.0,
                4_909_315.0,
            ],
            &[
                310_608.0,
                1_418_858.0,
                2_195_047.0,
                3_757_447.0,
                4_029_929.0,
                4_381_982.0,
                4_588_268.0,
            ],
            &[
                443_160.0,
                1_136_350.0,
                2_128_333.0,
                2_897_821.0,
                3_402_672.0,
                3_873_311.0,
            ],
            &[
                396_132.0,
                1_333_217.0,
                2_180_715.0,
                2_985_752.0,
                3_691_712.0,
            ],
            &[440_832.0, 1_288_463.0, 2_419_861.0, 3_483_130.0],
            &[359_480.0, 1_421_128.0, 2_864_498.0],
            &[376_686.0, 1_363_294.0],
            &[344_014.0],
        ];
        let factor = |age: usize| {
            let steps = triangle.iter().filter_map(|cohort| {
                Some(Step {
                    before: *cohort.get(age)?,
                    after: *cohort.get(age + 1)?,
                    weight: 1.0,
                })
            });
            development(&steps.collect::<Vec<_>>()).unwrap()
        };
        let factors: Vec<f64> = (0..9).map(factor).collect();
        let published = [
            3.490_607, 1.747_333, 1.457_413, 1.173_852, 1.103_824, 1.086_269, 1.053_874, 1.076_555,
            1.017_725,
        ];
        for (found, published) in factors.iter().zip(published) {
            assert!((found - published).abs() < 1e-6, "{found} {published}");
        }
        // The reserve of all cohorts, as in Mack (1993), table 2: 18 681 thousand.
        let reserve = |cohort: &&[f64]| {
            let latest = cohort.last().unwrap();
            let to_come: f64 = factors[cohort.len() - 1..].iter().product();
            latest * (to_come - 1.0)
        };
        let total: f64 = triangle.iter().map(reserve).sum();
        assert!((total - 18_680_856.0).abs() < 1.0, "{total}");
        assert_eq!(development(&[]), None);
    }
}
