//! What a result says of itself agrees with its tables.

use std::collections::BTreeSet;

use serde_json::Value;
use vardkraft::reference::Reference;

use crate::program::Program;

fn document(arguments: &str) -> Value {
    let text = Program::new(&format!("{arguments} -q -f json")).stdout();
    serde_json::from_str(&text).unwrap()
}

/// `2002–2021` in a title that ends in a span, or its one year.
fn span(title: &str) -> Option<(i64, i64)> {
    let years = title.rsplit(' ').next()?;
    let (first, last) = years.split_once('–').unwrap_or((years, years));
    Some((first.parse().ok()?, last.parse().ok()?))
}

#[test]
fn the_years_of_a_title_are_those_of_its_rows() {
    for arguments in [
        "flow tandläkare",
        "flow tandläkare --by kön",
        "flow tandläkare --lang en",
    ] {
        let document = document(arguments);
        let mut checked = 0;
        for table in document["tables"].as_array().unwrap() {
            let title = table["title"].as_str().unwrap();
            let rows = table["rows"].as_array().unwrap().iter();
            let years: BTreeSet<i64> = rows
                .map(|row| row["år"].as_i64().or(row["year"].as_i64()).unwrap())
                .collect();
            let (first, last) = (years.first().unwrap(), years.last().unwrap());
            assert_eq!(span(title), Some((*first, *last)), "{title}");
            checked += 1;
        }
        assert!(checked >= 3, "{arguments}");
    }
}

/// On a terminal the newest years are shown, and the title names those.
#[test]
fn a_shortened_table_is_titled_by_what_it_shows() {
    let printed = Program::new("flow tandläkare -q -f table").stdout();
    assert!(printed.contains("in- och utflöden 2017–2021"), "{printed}");
    assert!(
        printed.contains("kvar och flyttade 2020 → 2021"),
        "{printed}"
    );
    let cut = Program::new("flow tandläkare --by kön -q -f table").stdout();
    assert!(cut.contains("in- och utflöden 2017–2021"), "{cut}");
    let stock = &cut[cut.find("Syntetiskt register: bestånd och täthet").unwrap()..];
    let stock_rows = stock.lines().filter(|line| line.starts_with(" 2011 "));
    assert_eq!(stock_rows.count(), 1, "{cut}");
    assert!(!stock.contains("\n 2012 "), "{cut}");
}

/// Counts, entries, exits and moves of both sexes are those of the table that is not cut.
#[test]
fn groups_stand_beside_their_total() {
    for view in ["balance", "mobility"] {
        let csv =
            Program::new(&format!("flow tandläkare --by kön --view {view} -q -f csv")).stdout();
        let uncut = Program::new(&format!("flow tandläkare --view {view} -q -f csv")).stdout();
        let totals = csv.lines().filter(|line| line.contains(",totalt,"));
        let totals: BTreeSet<String> = totals.map(|line| line.replace(",totalt,", ",")).collect();
        let uncut: BTreeSet<String> = uncut.lines().skip(1).map(str::to_owned).collect();
        assert_eq!(totals, uncut, "{view}");
    }
}

/// Published figures and the register have the same profession, year and area; `underlag` is the key that
/// tells them apart, and a note says what one table has no room for.
#[test]
fn one_table_says_what_it_mixes_and_leaves_out() {
    let run = Program::new("flow tandläkare -f csv").run();
    let keys = run.stdout.lines().map(|line| {
        let cells: Vec<&str> = line.split(',').take(4).collect();
        cells.join(",")
    });
    let keys: Vec<String> = keys.collect();
    assert_eq!(keys[0], "yrke,år,sjukvårdsregion,underlag");
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
    assert!(
        run.stderr.contains("kolumnen underlag skiljer dem åt"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("balans och rörlighet är utelämnade"),
        "{}",
        run.stderr
    );
    let chosen = Program::new("flow tandläkare -f csv --view stock").run();
    assert!(!chosen.stderr.contains("utelämnade"), "{}", chosen.stderr);
}

/// Nobody moved from Sydöstra to Mellansverige among the men of one year: that is 0, no blank.
#[test]
fn nobody_is_0_and_never_blank() {
    let printed = Program::new("flow tandläkare --by kön -q -f table").stdout();
    let matrix = &printed[printed.find("kvar och flyttade").unwrap()..];
    let men = matrix.lines().filter(|line| line.starts_with(" män"));
    for line in men {
        assert_eq!(
            line.split("  ")
                .filter(|cell| !cell.trim().is_empty())
                .count(),
            8,
            "{line}"
        );
    }
}

/// English results have no Swedish words; å, ä and ö occur in proper names only.
#[test]
fn english_results_are_english_throughout() {
    let reference = Reference::load().unwrap();
    for arguments in [
        "flow tandläkare --lang en",
        "supply audiologist --lang en",
        "flow audiologist --by sex --lang en",
    ] {
        let document = document(arguments);
        let text = format!("{}{}", document["tables"], document["notes"]);
        let names = reference
            .counties()
            .map(|(_, county)| county.english.as_str());
        let names = names.chain(["Skåne", "Läkartidningen"]);
        let text = names.fold(text, |text, name| text.replace(name, ""));
        let letters: Vec<char> = text.chars().filter(|own| "åäöÅÄÖ".contains(*own)).collect();
        assert!(letters.is_empty(), "{arguments}: {letters:?} in {text}");
    }
    let areas =
        Program::new("flow dentist --level county --years 2021 --lang en -q -f csv").stdout();
    assert!(areas.contains(",Stockholm County,"), "{areas}");
}
