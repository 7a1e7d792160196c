//! Areas and years as people name them.

use crate::program::Program;

/// Stock of 2021 by the areas of a column; printed by level.
fn by_level(rows: &str, header: &str, level: &str) -> Vec<String> {
    let table = format!("yrke,år,antal,{header}\n{rows}");
    let command = format!("flow tandläkare --level {level} -q -f csv --stock -");
    let csv = Program::new(&command).stdin(table.as_bytes()).stdout();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        format!("{} {}", &row[2], &row[8])
    });
    rows.collect()
}

fn refused(rows: &str, header: &str) -> String {
    let table = format!("yrke,år,antal,{header}\n{rows}");
    Program::new("flow tandläkare --level län -f csv --stock -")
        .stdin(table.as_bytes())
        .refused()
}

/// Norra is Västernorrland, Jämtland, Västerbotten and Norrbotten.
#[test]
fn what_a_column_region_holds_decides() {
    let counties = "tandläkare,2021,1,Västerbotten\ntandläkare,2021,2,25\n\
                    tandläkare,2021,3,22\ntandläkare,2021,4,Jämtlands län\n";
    assert_eq!(
        by_level(counties, "region", "sjukvårdsregion"),
        ["Norra 10"]
    );
    let expected = [
        "Västernorrlands län 3",
        "Jämtlands län 4",
        "Västerbottens län 1",
        "Norrbottens län 2",
    ];
    assert_eq!(by_level(counties, "region", "län"), expected);
    let regions = "tandläkare,2021,7,Norra\ntandläkare,2021,5,Stockholm\n";
    let expected = ["Norra 7", "Stockholm-Gotland 5"];
    assert_eq!(by_level(regions, "region", "sjukvårdsregion"), expected);
    let country = "tandläkare,2021,12,riket\n";
    assert_eq!(by_level(country, "region", "riket"), ["Riket 12"]);
}

/// Among counties Stockholm is the county; alone it could be either.
#[test]
fn a_name_of_two_areas_is_read_by_its_column_or_refused() {
    let counties = "tandläkare,2021,1,Gotland\ntandläkare,2021,2,Stockholm\n";
    let expected = ["Stockholms län 2", "Gotlands län 1"];
    assert_eq!(by_level(counties, "region", "län"), expected);
    let message = refused("tandläkare,2021,2,Stockholm\n", "region");
    assert!(
        message.contains("`Stockholm` kan vara både en sjukvårdsregion och ett län"),
        "{message}"
    );
}

#[test]
fn an_unknown_area_is_answered_with_the_nearest_of_all() {
    let message = refused("tandläkare,2021,2,Västerboten\n", "region");
    assert!(
        message.contains("menade du `Västerbottens län`?"),
        "{message}"
    );
    let message = Program::new("flow tandläkare --region Vasterboten").refused();
    assert!(
        message.contains("menade du `Västerbottens län`?"),
        "{message}"
    );
    let message = refused("tandläkare,2021,2,Norra,Södra\n", "region,sjukvårdsregion");
    assert!(message.contains("ett annat område"), "{message}");
}

#[test]
fn a_county_where_a_health_region_is_meant_is_named_as_one() {
    let message = Program::new("forecast --region Västerbotten").refused();
    assert!(
        message.contains("Västerbottens län är ett län"),
        "{message}"
    );
    assert!(
        message.contains("ligger i sjukvårdsregionen Norra"),
        "{message}"
    );
}

/// Riket stands beside its parts anyway; two kinds of parts do not fit one result.
#[test]
fn two_levels_of_parts_are_refused_and_riket_beside_one_is_not() {
    for arguments in [
        "--by län,sjukvårdsregion",
        "--level riket,sjukvårdsregion,län",
    ] {
        let run = Program::new(&format!("flow tandläkare {arguments}")).run();
        assert_eq!(run.code, Some(2), "{arguments}: {}", run.stderr);
        assert!(
            run.stderr.contains("one level besides riket"),
            "{}",
            run.stderr
        );
    }
    let both = Program::new("flow tandläkare --level riket,län -q -f csv --years 2021").stdout();
    let one = Program::new("flow tandläkare --level län -q -f csv --years 2021").stdout();
    assert_eq!(both, one);
}

#[test]
fn years_may_be_one_or_a_span_written_in_any_way() {
    let rows = |years: &str| {
        let command = format!("flow tandläkare --view balance -q -f csv --years {years}");
        Program::new(&command).stdout()
    };
    let expected = rows("2019..2021");
    assert_eq!(expected.lines().count(), 4);
    assert_eq!(rows("2019-2021"), expected);
    assert_eq!(rows("2019–2021"), expected);
    assert_eq!(rows("2021").lines().count(), 2);
}
