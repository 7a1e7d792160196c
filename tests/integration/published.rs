//! Published figures: every profession that a publication counts, each figure with its edition.

use crate::program::Program;
use std::collections::{BTreeMap, BTreeSet};
use vardkraft::domain::PublishedMeasure;
use vardkraft::flow::{Basis, Request, StockOrigin, View, describe};
use vardkraft::reference::{Reference, published, published_figures};

/// The rows of a CSV with these columns, their cells separated by blanks.
fn rows(csv: &str, columns: &[&str]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let position = |name: &&str| header.iter().position(|own| own == *name).expect(name);
    let positions: Vec<usize> = columns.iter().map(position).collect();
    let text = |record: csv::StringRecord| {
        let cells: Vec<&str> = positions.iter().map(|at| &record[*at]).collect();
        cells.join(" ")
    };
    reader
        .records()
        .map(|record| text(record.unwrap()))
        .collect()
}

/// 2016 and 2018 by Tandläkarförbundet and by Socialstyrelsen: 9 074 and 9 084 employed, 17 808 and 17 806
/// licensed, 11 168 and 11 166 under 65.
#[test]
fn editions_that_differ_are_rows_beside_each_other() {
    let run = Program::new("flow tandläkare --years 2016..2018 -f csv").run();
    let columns = [
        "år",
        "underlag",
        "legitimerade",
        "under_65",
        "sysselsatta",
        "i_vården",
        "i_sin_bransch",
    ];
    let published = rows(&run.stdout, &columns);
    let expected = [
        "2016 publicerat: socialstyrelsen_2019 17329 11217 9084  8086",
        "2016 publicerat: tandlakarforbundet_2018   9074 8063 ",
        "2017 publicerat: socialstyrelsen_2019 17577 11246 9233  8181",
        "2018 publicerat: socialstyrelsen_2019 17806 11166   ",
        "2018 publicerat: tandlakarforbundet_nps2021 17808 11168 9237 8212 ",
    ];
    assert_eq!(published[..5], expected);
    let note =
        "2016 sysselsatta 9\u{a0}084 (socialstyrelsen_2019), 9\u{a0}074 (tandlakarforbundet_2018)";
    assert!(run.stderr.contains(note), "{}", run.stderr);
}

/// 8 181 of 10 120 242 are 80,8; the publication says 81.
#[test]
fn the_density_of_an_edition_is_on_the_inhabitants_of_the_year() {
    let csv = Program::new("flow tandläkare --years 2013..2017 -q -f csv").stdout();
    let columns = ["år", "underlag", "per_100000_i_sin_bransch"];
    let densities: Vec<String> = rows(&csv, &columns)
        .into_iter()
        .filter(|row| row.contains("socialstyrelsen_2019"))
        .collect();
    assert_eq!(densities[0], "2013 publicerat: socialstyrelsen_2019 81.34");
    assert_eq!(densities[4], "2017 publicerat: socialstyrelsen_2019 80.84");
    let text = Program::new("flow tandläkare -q -f table").stdout();
    let sentence = "Publicerade tal (socialstyrelsen_2019): tätheten minskade från 81,3 yrkesverksamma i sin bransch per 100\u{a0}000 invånare 2013 till 80,8 år 2017. Beståndets förändring bidrog med +3,4 och folkmängdens med −3,9.";
    assert!(text.contains(sentence), "{text}");
}

/// Tabell 10a 2013: 7 845, where 10b and 10c have 4 303 and 3 587.
#[test]
fn a_total_that_its_sexes_do_not_make_is_reported_as_it_is() {
    let run = Program::new("flow tandläkare --by kön --view stock --years 2013..2013 -f csv").run();
    let columns = ["kön", "sysselsatta", "i_sin_bransch"];
    let published = rows(&run.stdout, &columns);
    assert_eq!(
        published[..3],
        ["kvinnor 4827 4303", "män 4069 3587", "totalt 8896 7845"]
    );
    let note = "2013 i_sin_bransch 7\u{a0}845 (7\u{a0}890)";
    assert!(run.stderr.contains(note), "{}", run.stderr);
    assert!(!run.stderr.contains("2013 sysselsatta"), "{}", run.stderr);
}

#[test]
fn new_licences_are_by_country_of_education() {
    let csv = Program::new("flow tandläkare --view new-licences -q -f csv").stdout();
    let columns = [
        "år",
        "nya_sverige",
        "nya_eu_ees",
        "nya_tredje_land",
        "status",
    ];
    let expected = [
        "2014 245 124 46 ",
        "2015 274 151 47 ",
        "2016 236 96 40 ",
        "2017 275 101 44 ",
        "2018 265 74 46 ",
    ];
    assert_eq!(rows(&csv, &columns), expected);
    // Men who were licensed as midwives abroad in 2014: none, which is a known number.
    let csv = Program::new("flow barnmorska --view new-licences --by kön --years 2014 -q -f csv");
    let columns = ["kön", "nya_sverige", "nya_eu_ees"];
    let expected = ["kvinnor 286 45", "män 0 0", "totalt 286 45"];
    assert_eq!(rows(&csv.stdout(), &columns), expected);
}

#[test]
fn densities_are_by_county_with_their_cells() {
    let csv = Program::new("flow tandläkare --view county-density -q -f csv").stdout();
    let columns = ["län", "per_100000_i_sin_bransch", "cell"];
    let densities = rows(&csv, &columns);
    assert_eq!(densities.len(), 1 + 21);
    assert_eq!(densities[0], "Riket 81 Tabell 11a!T28");
    for expected in [
        "Stockholms län 87 Tabell 11a!T7",
        "Dalarnas län 66 Tabell 11a!T22",
        "Västerbottens län 91 Tabell 11a!T26",
    ] {
        assert!(densities.iter().any(|row| row == expected), "{csv}");
    }
    let one = Program::new("flow tandläkare --view county-density --region Dalarna -q -f csv");
    assert_eq!(
        rows(&one.stdout(), &columns),
        ["Dalarnas län 66 Tabell 11a!T22"]
    );
    let by_sex =
        Program::new("flow läkare --view county-density --by kön --region riket -q -f csv");
    let columns = ["kön", "per_100000_i_sin_bransch"];
    assert_eq!(
        rows(&by_sex.stdout(), &columns),
        ["kvinnor 192", "män 204", "totalt 395"]
    );
}

/// Rounded rates are not averaged: Västra is one county while Halland is counted in Södra, and two with it.
#[test]
fn a_health_region_has_a_density_only_if_it_is_one_county() {
    let columns = ["sjukvårdsregion", "per_100000_i_sin_bransch", "status"];
    let run =
        Program::new("flow tandläkare --view county-density --level sjukvårdsregion -f csv").run();
    let densities = rows(&run.stdout, &columns);
    assert_eq!(densities.len(), 1 + 6);
    assert_eq!(densities[0], "Riket 81 ");
    assert!(densities.contains(&"Norra  ..".to_owned()), "{densities:?}");
    assert!(
        densities.contains(&"Västra 89 ".to_owned()),
        "{densities:?}"
    );
    assert!(
        run.stderr
            .contains("avrundade tal kan inte vägas samman exakt"),
        "{}",
        run.stderr
    );
    let table =
        Program::new("flow tandläkare --view county-density --level sjukvårdsregion -q -f table");
    assert!(table.stdout().contains(" Norra                ..\n"));
}

#[test]
fn published_figures_answer_only_what_they_can() {
    let message = |arguments: &str| {
        let run = Program::new(arguments).run();
        assert_ne!(run.code, Some(0), "{}", run.stdout);
        assert_eq!(run.stdout, "");
        run.stderr
    };
    let of_a_register = message("flow tandläkare --view county-density --extract lova.csv");
    assert!(
        of_a_register.contains("leave out --extract and --cube"),
        "{of_a_register}"
    );
    let by_sector = message("flow tandläkare --view new-licences --by sektor");
    assert!(
        by_sector.contains("publicerade tal delas inte efter sektor"),
        "{by_sector}"
    );
    let of_a_county = message("flow tandläkare --view new-licences --region Skåne --lang en");
    assert!(of_a_county.contains("there are no published figures for that selection"));
    let of_a_year = message("flow tandläkare --view county-density --years 2010");
    assert!(
        of_a_year.contains("täthet för riket och länen 2017"),
        "{of_a_year}"
    );
}

/// Of every profession there are published figures on stock, new licences and, where employment is known by
/// county, densities. Health and social care counsellors are licensed since 2019, after the publication.
#[test]
fn every_profession_has_its_published_figures() {
    let reference = Reference::load().unwrap();
    let mut basis = Basis::of_stock(Vec::new(), None, &reference);
    basis.add_published(published(&reference).unwrap(), &BTreeSet::new());
    for (id, profession) in reference.professions() {
        let request = Request {
            professions: BTreeSet::from([id]),
            views: vec![View::Stock, View::NewLicences, View::CountyDensity],
            ..Request::default()
        };
        let name = profession.name.as_str();
        let described = describe(&basis, &request);
        if name == "hälso- och sjukvårdskurator" {
            assert!(described.is_err());
            continue;
        }
        let described = described.unwrap();
        let edition = &described.counted[0];
        assert_eq!(edition.origin, StockOrigin::Edition, "{name}");
        let licensed = edition.rows.values().filter(|row| row.licensed.is_some());
        assert_eq!(licensed.count(), 5, "{name}");
        let employed = edition.rows.values().filter(|row| row.employed.is_some());
        let is_employed = name != "röntgensjuksköterska";
        assert_eq!(employed.count(), if is_employed { 5 } else { 0 }, "{name}");
        let years = described.new_licences.unwrap().len();
        assert!(years == 5 || years == 1, "{name}");
        let is_by_county = is_employed && name != "psykoterapeut";
        let areas = described.county_density.unwrap().len();
        assert_eq!(areas, if is_by_county { 22 } else { 0 }, "{name}");
    }
}

#[test]
fn a_profession_without_published_figures_is_named() {
    let run = Program::new("flow kurator -f csv").run();
    let note =
        "Inga publicerade tal för de valda åren finns inbyggda för hälso- och sjukvårdskurator.";
    assert!(run.stderr.contains(note), "{}", run.stderr);
}

/// Nurses have the longest numbers.
#[test]
fn published_tables_fit_a_terminal() {
    let printed = Program::new("flow sjuksköterska -q -f table").stdout();
    let published = printed.find("\nPublicerade tal, socialstyrelsen_2019: bestånd");
    let own = printed.find("\nSyntetiskt register: bestånd");
    let published = &printed[published.unwrap()..own.unwrap()];
    let rows = published.lines().filter(|line| line.starts_with(' '));
    let widest = rows.map(|line| line.chars().count()).max();
    assert_eq!(widest, Some(79), "{published}");
    let published = published.replace('\u{a0}', " ");
    for row in [
        " legitimerade                   ..  189 455  192 920  196 381  199 795  203 286\n",
        " nya_sverige      3 896  3 895  4 195  4 226  4 329\n",
    ] {
        assert!(published.contains(row), "{published}");
    }
}

/// In English as in Swedish, with what the publication says about the profession.
#[test]
fn the_publication_is_named_in_both_languages() {
    let swedish = Program::new("flow psykoterapeut -f table --lang sv").run();
    assert!(
        swedish
            .stdout
            .contains("Publicerade tal, socialstyrelsen_2019: bestånd och täthet 2013–2018")
    );
    assert!(swedish.stderr.contains(
        "Källan socialstyrelsen_2019, psykoterapeut: den som även har en annan legitimation"
    ));
    let english = Program::new("flow psykoterapeut -f table --lang en").run();
    assert!(
        english
            .stdout
            .contains("Published figures, socialstyrelsen_2019: stock and density 2013–2018")
    );
    assert!(
        english
            .stderr
            .contains("Source socialstyrelsen_2019, psychotherapist: whoever has another licence")
    );
    let sources = Program::new("reference sources -q -f csv").stdout();
    let own = sources
        .lines()
        .find(|line| line.starts_with("socialstyrelsen_2019,"))
        .unwrap();
    assert!(own.contains("2019-9-6311"), "{own}");
    assert!(
        own.contains("formelkolumner") && own.contains("inte går att bevisa"),
        "{own}"
    );
}

/// A register of one's own stands alone.
#[test]
fn nothing_published_is_beside_an_extract() {
    let extract = "löpnr,år,yrke,status,län\n1,2017,tandläkare,i yrket,13\n";
    let run = Program::new("flow tandläkare --disclosure off -f csv --extract -")
        .stdin(extract.as_bytes())
        .run();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(!run.stdout.contains("i_sin_bransch"), "{}", run.stdout);
    assert!(!run.stdout.contains("publicerat"), "{}", run.stdout);
    assert!(!run.stderr.contains("publicerade"), "{}", run.stderr);
}

/// Figures of the publication by measure: 21 professions with licences, 20 employed, 19 active.
#[test]
fn every_figure_has_its_cell() {
    let reference = Reference::load().unwrap();
    let figures = published_figures(&reference).unwrap();
    let mut counts: BTreeMap<PublishedMeasure, usize> = BTreeMap::new();
    for figure in &figures {
        *counts.entry(figure.measure).or_default() += 1;
        assert!(figure.cell.starts_with("Tabell "), "{figure:?}");
    }
    let years_and_sexes = 5 * 3;
    let expected = [
        (PublishedMeasure::Licensed, 21),
        (PublishedMeasure::Under65, 21),
        (PublishedMeasure::Employed, 20),
        (PublishedMeasure::InCare, 1),
        (PublishedMeasure::InField, 19),
    ];
    for (measure, professions) in expected {
        assert_eq!(
            counts[&measure],
            professions * years_and_sexes,
            "{measure:?}"
        );
    }
    assert_eq!(counts[&PublishedMeasure::InFieldPer100000], 19 * 22 * 3);
}
