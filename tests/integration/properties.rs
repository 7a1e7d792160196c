//! What must hold for any input.

use proptest::prelude::*;

use vardkraft::domain::{AcademicYear, Share};
use vardkraft::source::{Number, fold, table_of};
use vardkraft::stats::controlled_rounding;

use crate::forecast::forecast;
use crate::program::Program;

const REGIONS: [&str; 6] = [
    "Norra",
    "Mellansverige",
    "Stockholm-Gotland",
    "Sydöstra",
    "Södra",
    "Västra",
];

/// One count per region for three läsår of tandläkare.
fn counts() -> impl Strategy<Value = Vec<[u32; 3]>> {
    proptest::collection::vec([0_u32..2000, 0..2000, 0..2000], 1..=6)
}

fn rows(counts: &[[u32; 3]]) -> Vec<String> {
    let years = ["2019/20", "2020/21", "2021/22"];
    let rows = counts.iter().zip(REGIONS).flat_map(|(counts, region)| {
        let rows = counts.iter().zip(years);
        rows.map(move |(count, year)| format!("tandläkare,{year},{region},{count}"))
    });
    rows.collect()
}

fn entrants(rows: &[String]) -> String {
    format!(
        "utbildning,läsår,sjukvårdsregion,nybörjare\n{}\n",
        rows.join("\n")
    )
}

fn frequencies(share: f64) -> String {
    format!("utbildning,examensfrekvens\ntandläkare,{share}\n")
}

proptest! {
    #[test]
    fn rounded_parts_add_up_and_stay_beside_their_exact_values(
        parts in proptest::collection::vec(0.0_f64..100_000.0, 0..12),
        base in prop::sample::select(vec![0.0001, 1.0, 5.0, 10.0, 100.0]),
    ) {
        let rounded = controlled_rounding(&parts, base);
        let in_bases = |value: f64| (value / base).round();
        let sum: f64 = rounded.parts.iter().copied().map(in_bases).sum();
        prop_assert!((sum - in_bases(rounded.total)).abs() < 0.5, "{:?}", rounded);
        let slack = base * 1e-6;
        for (part, exact) in rounded.parts.iter().zip(&parts) {
            prop_assert!((part - exact).abs() < base + slack, "{} {}", part, exact);
            prop_assert!((in_bases(*part) * base - part).abs() < slack, "{} is a multiple", part);
        }
        prop_assert!((rounded.total - parts.iter().sum::<f64>()).abs() <= base / 2.0 + slack);
    }

    #[test]
    fn the_country_is_the_sum_of_its_regions(counts in counts(), share in 0.0_f64..=1.0) {
        let forecast = forecast(&entrants(&rows(&counts)), &frequencies(share), Some(2023));
        for year in 2024..=2026 {
            let (country, regions): (Vec<_>, Vec<_>) = forecast
                .estimates
                .iter()
                .filter(|row| row.exam_year == year)
                .partition(|row| row.health_region.is_none());
            let sum: f64 = regions.iter().filter_map(|row| row.graduates).sum();
            prop_assert_eq!(country.len(), 1);
            prop_assert!((country[0].graduates.unwrap() - sum).abs() < 1e-9);
            let entrants: u64 = regions.iter().filter_map(|row| row.entrants).sum();
            prop_assert_eq!(country[0].entrants, Some(entrants));
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        (sorted, shuffled) in counts().prop_flat_map(|counts| {
            let rows = rows(&counts);
            (Just(rows.clone()), Just(rows).prop_shuffle())
        }),
    ) {
        let run = |rows: &[String]| forecast(&entrants(rows), &frequencies(0.78), None);
        prop_assert_eq!(run(&sorted), run(&shuffled));
    }

    #[test]
    fn a_number_survives_being_written_the_swedish_way(whole in 0_u32..u32::MAX, cents in 0_u8..100) {
        let digits = whole.to_string();
        let groups: Vec<String> = digits
            .as_bytes()
            .rchunks(3)
            .rev()
            .map(|group| String::from_utf8(group.to_vec()).unwrap())
            .collect();
        let swedish = format!("{},{cents:02}", groups.join("\u{a0}"));
        let machine: f64 = format!("{whole}.{cents:02}").parse().unwrap();
        prop_assert_eq!(Number::parse(&swedish), Ok(Number::Plain(machine)));
    }

    #[test]
    fn a_lasar_survives_being_written(begins in 1900_i16..2100) {
        let year = AcademicYear::beginning(begins);
        prop_assert_eq!(AcademicYear::parse(&year.to_string()), Ok(year));
    }

    #[test]
    fn a_share_is_never_outside_0_to_1(value in proptest::num::f64::ANY) {
        prop_assert_eq!(Share::new(value).is_some(), (0.0..=1.0).contains(&value));
    }

    #[test]
    fn folding_twice_changes_nothing_more(text in ".*") {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = table_of("random", &bytes);
    }

    #[test]
    fn no_text_of_table_characters_makes_the_reader_panic(text in "[a-c;,\"\t\r\n åß\u{a0}0-9]{0,80}") {
        match table_of("random", text.as_bytes()) {
            Ok(table) => for record in table.records() {
                for column in 0..=table.header().len() {
                    prop_assert!(!record.cell(column).fault(vardkraft::language::Words::verbatim("fel")).to_string().is_empty());
                }
            },
            Err(faults) => prop_assert!(!faults.to_string().is_empty()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A sound table with one byte changed is either refused with its place, or read; whatever is
    /// printed then still adds up.
    #[test]
    fn one_changed_byte_is_refused_with_its_place_or_harmless(
        counts in counts(),
        position in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = entrants(&rows(&counts)).into_bytes();
        let at = position.index(bytes.len());
        bytes[at] = byte;
        let run = Program::new("forecast --frequencies tests/faults/sound/frequencies.csv --entrants -")
            .stdin(&bytes)
            .run();
        match run.code {
            Some(0) => prop_assert!(run.stdout.starts_with("utbildning,")),
            Some(1) => prop_assert!(run.stderr.contains("standard in"), "{}", run.stderr),
            other => prop_assert!(false, "{:?} {}", other, run.stderr),
        }
    }
}
