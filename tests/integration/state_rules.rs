//! The state of the employed, by industry and occupation.

use crate::program::Program;

/// By hand from `data/states.csv`: pharmacies are SNI 47.73, opticians' shops 47.78, care homes and home
/// care 87 and 88; a school (85) is no health care; SSYK 2222 is a midwife.
const EMPLOYED: [(&str, &str, &str, &str); 10] = [
    ("apotekare", "47730", "2281", "1"),
    ("receptarie", "47730", "3213", "1"),
    ("optiker", "47782", "2284", "1"),
    ("arbetsterapeut", "88101", "2273", "1"),
    ("sjuksköterska", "87100", "2221", "1"),
    ("fysioterapeut", "87301", "2272", "1"),
    ("röntgensjuksköterska", "86102", "2235", "1"),
    ("tandläkare", "86230", "2260", "1"),
    ("barnmorska", "86102", "2221", "0"),
    ("logoped", "85201", "2283", "0"),
];

#[test]
fn who_works_in_the_own_role_is_in_the_profession_wherever_that_role_is() {
    for (profession, sni, ssyk, expected) in EMPLOYED {
        let extract = format!(
            "löpnr,år,yrke,sysselsatt,sni,ssyk,län\n1,2020,{profession},ja,{sni},{ssyk},01\n"
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, extract).unwrap();
        let csv = Program::new("flow --all --view stock --disclosure off -q -f csv --extract")
            .arg(&path)
            .stdout();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header = reader.headers().unwrap().clone();
        let at = header.iter().position(|name| name == "i_yrket").unwrap();
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(&row[at], expected, "{profession} {sni} {ssyk}");
    }
}

/// A psychotherapist is most often a psychologist (2241) too; nobody has published the rule.
#[test]
fn a_profession_whose_rule_is_not_known_is_refused_with_what_to_do() {
    let extract = "löpnr,år,yrke,sysselsatt,sni,ssyk,län\n1,2020,psykoterapeut,ja,86909,2241,01\n";
    let message = Program::new("check -").stdin(extract.as_bytes()).refused();
    assert!(message.contains("psykoterapeut"), "{message}");
    assert!(
        message.contains("`status`") && message.contains("--states"),
        "{message}"
    );
}

#[test]
fn the_table_of_states_says_how_sure_each_row_is() {
    let csv = Program::new("reference states -q -f csv").stdout();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.iter().all(|row| !row[4].is_empty()), "{csv}");
    let of = |name: &str| rows.iter().find(|row| &row[0] == name).unwrap();
    assert_eq!(&of("optiker")[1], "86, 87, 88, 4778");
    assert_eq!(&of("psykoterapeut")[4], "regel saknas");
    let english = Program::new("reference states -q -f csv --lang en").stdout();
    assert!(
        english.contains("optician,\"86, 87, 88, 4778\",2284,in profession,"),
        "{english}"
    );
}

/// Before 2014 occupations had the codes of SSYK 96, where 2222 is a dentist.
#[test]
fn older_years_are_named_as_having_other_occupation_codes() {
    let extract = |year| {
        format!("löpnr,år,yrke,sysselsatt,sni,ssyk,län\n1,{year},tandläkare,ja,86230,2260,01\n")
    };
    let notes = |year: u16| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, extract(year)).unwrap();
        let command = "flow tandläkare --view stock --disclosure off -f csv --extract";
        Program::new(command).arg(&path).run().stderr
    };
    assert!(notes(2013).contains("Statusregeln avser SSYK 2012"));
    assert!(!notes(2014).contains("Statusregeln avser SSYK 2012"));
}

#[test]
fn a_rule_may_give_several_codes_in_one_row() {
    let folder = tempfile::tempdir().unwrap();
    let (rule, extract) = (folder.path().join("r.csv"), folder.path().join("a.csv"));
    std::fs::write(
        &rule,
        "yrke,sni,ssyk,status\ntandläkare,85|86,2260,i yrket\n*,,,annan bransch\n",
    )
    .unwrap();
    let rows = "löpnr,år,yrke,sysselsatt,sni,ssyk,län\n1,2020,tandläkare,ja,85420,2260,01\n\
                2,2020,tandläkare,ja,86230,2260,01\n3,2020,tandläkare,ja,62010,2260,01\n";
    std::fs::write(&extract, rows).unwrap();
    let csv = Program::new("flow tandläkare --view stock --disclosure off -q -f csv --states")
        .arg(&rule)
        .arg("--extract")
        .arg(&extract)
        .stdout();
    assert!(csv.contains(",registeruttag,3,"), "{csv}");
    assert!(csv.contains(",3,2,2,0.6667,"), "{csv}");
    std::fs::write(&rule, "yrke,sni,ssyk,status\ntandläkare,86,2260,i yrkt\n").unwrap();
    let message = Program::new("flow tandläkare --lang en --states")
        .arg(&rule)
        .arg("--extract")
        .arg(&extract)
        .refused();
    assert!(message.contains("unknown state `i yrkt`"), "{message}");
    assert!(
        message.contains("choose one of in profession, "),
        "{message}"
    );
}
