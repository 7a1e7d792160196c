//! The format, by example. The files are made up; their layouts are those of the authorities.

use super::*;
use crate::language::Language;
use crate::source::{StatValue, Value};

/// A whole file with statements and figures of one's own.
fn file(statements: &str, data: &str) -> String {
    format!(
        "CHARSET=\"ANSI\";\nAXIS-VERSION=\"2013\";\nCODEPAGE=\"utf-8\";\nLANGUAGE=\"sv\";\nMATRIX=\"EX01\";\n\
         SUBJECT-CODE=\"EX\";\nSUBJECT-AREA=\"Exempel\";\nTITLE=\"Exempel efter region, kön och år\";\n\
         CONTENTS=\"Exempel\";\nUNITS=\"antal\";\nDECIMALS=0;\n{statements}DATA=\n{data}"
    )
}

const CUBE: &str = "STUB=\"region\",\"kön\";\nHEADING=\"år\";\n\
    VALUES(\"region\")=\"01 Stockholms län\",\"12 Skåne län\";\nVALUES(\"kön\")=\"män\",\"kvinnor\";\n\
    VALUES(\"år\")=\"2022\",\"2023\";\nTIMEVAL(\"år\")=TLIST(A1),\"2022\",\"2023\";\n\
    CODES(\"region\")=\"01\",\"12\";\nCODES(\"kön\")=\"1\",\"2\";\n";

const FIGURES: &str = "1 2 \n3 4 \n5 6 \n7 8;\n";

fn read(file: &str) -> Result<StatisticalTable, Faults> {
    read_px("exempel.px", file.as_bytes())
}

fn sound(file: &str) -> StatisticalTable {
    let table = read(file).unwrap_or_else(|faults| panic!("{}", shown(&faults)));
    assert_eq!(remarks(&table), Vec::<String>::new());
    table
}

fn shown(faults: &Faults) -> String {
    faults.in_language(Language::English).to_string()
}

fn refused(file: &str) -> String {
    shown(&read(file).expect_err("the file is not sound"))
}

fn remarks(table: &StatisticalTable) -> Vec<String> {
    let messages = table.remarks.iter();
    messages
        .map(|remark| remark.message(Language::English).to_owned())
        .collect()
}

fn cube(data: &str) -> String {
    file(CUBE, data)
}

/// Every cell as `code/code/code=value`.
fn cells(table: &StatisticalTable) -> Vec<String> {
    let rows = table.long_rows();
    rows.map(|row| {
        let codes: Vec<&str> = row.values.iter().map(|value| value.code.as_str()).collect();
        let value = match row.value {
            StatValue::Number(text) => text.to_string(),
            StatValue::Missing(symbol) => format!("missing {symbol}"),
            StatValue::Suppressed(symbol) => format!("suppressed {symbol}"),
            StatValue::Nil(_) => "nil".to_owned(),
            StatValue::LeftOutZero => "left out".to_owned(),
        };
        format!("{}={value}", codes.join("/"))
    })
    .collect()
}

#[test]
fn a_table_is_its_variables_and_a_figure_for_every_combination() {
    let table = sound(&cube(FIGURES));
    assert_eq!(
        table.title.as_deref(),
        Some("Exempel efter region, kön och år")
    );
    assert_eq!(table.unit.as_deref(), Some("antal"));
    let names: Vec<&str> = table.dimensions.iter().map(|of| of.name.as_str()).collect();
    assert_eq!(names, ["region", "kön", "år"]);
    assert_eq!(
        table.dimensions[0].values[1],
        Value::new("12", "12 Skåne län")
    );
    assert!(table.dimensions[2].is_time && !table.dimensions[0].is_time);
    assert_eq!(
        cells(&table),
        [
            "01/1/2022=1",
            "01/1/2023=2",
            "01/2/2022=3",
            "01/2/2023=4",
            "12/1/2022=5",
            "12/1/2023=6",
            "12/2/2022=7",
            "12/2/2023=8"
        ]
    );
}

#[test]
fn order_blanks_and_line_ends_do_not_matter() {
    let file = cube(FIGURES);
    let expected = cells(&sound(&file));
    let spaced = file.replace("=\"", " =  \"").replace("\",\"", "\" ,\n  \"");
    let one_line: String = file.replace('\n', " ");
    let (header, data) = file.split_once("DATA=").unwrap();
    let mut lines: Vec<&str> = header.lines().collect();
    lines.reverse();
    let reversed = format!("{}\nDATA={data}", lines.join("\n"));
    let commas = file.replace(FIGURES, "1,2,3,4\t5 6;7;8;");
    for variant in [
        spaced,
        one_line,
        reversed,
        commas,
        file.replace('\n', "\r\n"),
        file.replace('\n', "\r"),
        format!("\u{feff}{file}"),
        format!("\n\n{file}\n\n\u{1a}").replace('\u{1a}', ""),
        file.replace("LANGUAGE=", "language="),
        file.replace("DATA=\n", "DATA="),
        file.replace("AXIS-VERSION=\"2013\"", "AXIS-VERSION=2013"),
        file.replace("DECIMALS=0", "DECIMALS=\"0\""),
    ] {
        assert_eq!(cells(&sound(&variant)), expected, "{variant}");
    }
}

#[test]
fn a_file_that_may_have_been_cut_off_is_read_with_a_warning() {
    let whole = sound(&cube("1 2 3 4 5 6 7 8\n"));
    let table = read(&cube("1 2 3 4 5 6 7 8")).unwrap();
    assert_eq!(cells(&table), cells(&whole));
    assert!(
        remarks(&table)[0].contains("may be cut off"),
        "{:?}",
        table.remarks
    );
    let keys = format!("{CUBE}KEYS(\"region\")=CODES;\nKEYS(\"kön\")=CODES;\n");
    let table = read(&file(&keys, "\"01\",\"1\",1 2 \n")).unwrap();
    assert!(
        remarks(&table)[0].contains("may be cut off"),
        "{:?}",
        table.remarks
    );
}

#[test]
fn long_texts_are_continued_and_hashes_are_line_ends() {
    let notes = "NOTE=\"Första raden#andra ra\"\n\"den\";\nNOTE(\"kön\")=\"Juridiskt kön, 1; 2\";\n\
        VALUENOTE(\"region\",\"12 Skåne län\")=\"Från 1997\";\n";
    let table = sound(&file(&format!("{CUBE}{notes}"), FIGURES));
    assert_eq!(table.notes, ["Första raden\nandra raden"]);
    assert_eq!(table.dimensions[1].notes, ["Juridiskt kön, 1; 2"]);
    assert_eq!(table.dimensions[0].values[1].notes, ["Från 1997"]);
}

#[test]
fn symbols_are_missing_and_a_dash_is_zero() {
    let table = sound(&cube("\".\" \"..\" \"-\" - .. \"......\" -5 522028.00;"));
    assert_eq!(
        cells(&table),
        [
            "01/1/2022=missing .",
            "01/1/2023=missing ..",
            "01/2/2022=nil",
            "01/2/2023=nil",
            "12/1/2022=missing ..",
            "12/1/2023=missing ......",
            "12/2/2022=-5",
            "12/2/2023=522028.00"
        ]
    );
    let values: Vec<Option<f64>> = table.cells.iter().map(|cell| cell.value.number()).collect();
    assert_eq!(values[..3], [None, None, Some(0.0)]);
}

#[test]
fn a_legend_makes_dots_suppressed() {
    let legend = format!("{CUBE}DATASYMBOL2=\"Sekretess\";\n");
    let table = sound(&file(&legend, "1 \"..\" 3 \".\" 5 6 7 8;"));
    assert_eq!(cells(&table)[1], "01/1/2023=suppressed ..");
    assert_eq!(cells(&table)[3], "01/2/2023=missing .");
}

#[test]
fn keyed_rows_stand_in_any_order_and_zeros_are_left_out() {
    let keys = format!("{CUBE}KEYS(\"region\")=CODES;\nKEYS(\"kön\")=VALUES;\n");
    let table = sound(&file(
        &keys,
        "\"12\",\"kvinnor\",7 8 \n\"01\", \"män\",   1 \"..\" ;\n",
    ));
    assert_eq!(
        cells(&table),
        [
            "01/1/2022=1",
            "01/1/2023=missing ..",
            "01/2/2022=left out",
            "01/2/2023=left out",
            "12/1/2022=left out",
            "12/1/2023=left out",
            "12/2/2022=7",
            "12/2/2023=8"
        ]
    );
    assert_eq!(table.cells[2].value.number(), Some(0.0));
    assert_eq!(table.location(6).row, Some(23));
    assert_eq!(table.location(2).row, None);
}

#[test]
fn wrong_keyed_rows_are_all_named_and_do_not_move_the_others() {
    let keys = format!("{CUBE}KEYS(\"region\")=CODES;\nKEYS(\"kön\")=CODES;\n");
    let message = refused(&file(
        &keys,
        "\"01\",\"1\",1 2 \n\"01\",\"3\",1 2 \n\"12\",\"1\",5 \n\"12\",\"2\",7 8 9 \n\"01\",\"1\",1 2;",
    ));
    for expected in [
        "`3` is not a value of `kön`",
        "the row has 1 figures instead of 2",
        "the row has 3 figures instead of 2",
        "the row is in the file already",
        "4 errors",
    ] {
        assert!(message.contains(expected), "{expected}: {message}");
    }
}

#[test]
fn the_words_are_swedish_where_the_file_has_them() {
    let statements = "LANGUAGES=\"en\",\"sv\";\nTITLE[sv]=\"Folkmängd\";\nUNITS[sv]=\"antal\";\nSTUB=\"sex\";\nSTUB[sv]=\"kön\";\n\
        HEADING=\"year\";\nHEADING[sv]=\"år\";\nVALUES(\"sex\")=\"men\",\"women\";\nVALUES[sv](\"kön\")=\"män\",\"kvinnor\";\n\
        VALUES(\"year\")=\"2023\";\nVALUES[sv](\"år\")=\"2023\";\nCODES(\"sex\")=\"1\",\"2\";\nCODES[sv](\"sex\")=\"1\",\"2\";\n\
        TIMEVAL(\"year\")=TLIST(A1),\"2023\";\nCELLNOTE[sv](\"kvinnor\",\"*\")=\"Not\";\nCELLNOTE(\"women\",\"*\")=\"Note\";\n";
    let english = file(statements, "1 2;").replace("LANGUAGE=\"sv\"", "LANGUAGE=\"en\"");
    let table = sound(&english);
    assert_eq!(table.title.as_deref(), Some("Folkmängd"));
    assert_eq!(table.dimensions[0].name, "kön");
    assert_eq!(table.dimensions[0].values[1], Value::new("2", "kvinnor"));
    assert!(table.dimensions[1].is_time);
    let notes: Vec<Vec<&str>> = table.long_rows().map(|row| row.notes).collect();
    assert_eq!(notes, [vec![], vec!["Not"]]);
}

#[test]
fn a_broken_translation_never_moves_a_figure() {
    let statements = "LANGUAGES=\"en\",\"sv\";\nSTUB=\"sex\";\nSTUB[sv]=\"kön\";\nHEADING=\"year\";\nHEADING[sv]=\"år\";\n\
        VALUES(\"sex\")=\"men\",\"women\";\nVALUES[sv](\"kön\")=\"kvinnor\";\nVALUES(\"year\")=\"2023\";\n";
    let english = file(statements, "1 2;").replace("LANGUAGE=\"sv\"", "LANGUAGE=\"en\"");
    let table = read(&english).unwrap();
    assert_eq!(cells(&table), ["men/2023=1", "women/2023=2"]);
    assert!(remarks(&table)[0].contains("has 1 words but the original 2"));
}

#[test]
fn contents_have_units_and_eliminations_name_totals() {
    let statements = "HEADING=\"typ\",\"år\";\nCONTVARIABLE=\"typ\";\nVALUES(\"typ\")=\"Andel\",\"Antal\";\nVALUES(\"år\")=\"2022\",\"Alla\";\n\
        UNITS(\"Andel\")=\"procent\";\nUNITS(\"Antal\")=\"personer\";\nELIMINATION(\"år\")=\"Alla\";\nELIMINATION(\"typ\")=NO;\n\
        LAST-UPDATED(\"Andel\")=\"20240212 16:28\";\n";
    let table = sound(&file(statements, "0.5 0.6 1 2;"));
    assert!(table.dimensions[0].is_content);
    assert_eq!(
        table.dimensions[0].values[0].unit.as_deref(),
        Some("procent")
    );
    assert_eq!(table.dimensions[1].total, Some(1));
    assert_eq!(table.updated.as_deref(), Some("20240212 16:28"));
}

#[test]
fn either_of_stub_and_heading_may_be_empty() {
    for empty in ["", "STUB=\"\";\n", "STUB=;\n"] {
        let statements = format!("{empty}HEADING=\"år\";\nVALUES(\"år\")=\"2022\",\"2023\";\n");
        assert_eq!(
            cells(&sound(&file(&statements, "1 2;"))),
            ["2022=1", "2023=2"]
        );
    }
    let statements = "STUB=\"år\";\nVALUES(\"år\")=\"2022\",\"2023\";\n";
    assert_eq!(
        cells(&sound(&file(statements, "1\n2\n;"))),
        ["2022=1", "2023=2"]
    );
    let neither = refused(&file("VALUES(\"år\")=\"2022\";\n", "1;"));
    assert!(neither.contains("STUB / HEADING is missing"), "{neither}");
}

#[test]
fn periods_are_a_list_or_a_range() {
    for periods in [
        "TLIST(A1),\"2022\",\"2023\"",
        "TLIST(A1),\"2022\"-\"2023\"",
        "TLIST(A1,\"2022\"-\"2023\")",
        "TLIST(A1, \"2022\"-\"2023\"),\"2022\"-\"2023\"",
        "TLIST(A1)",
    ] {
        let file = cube(FIGURES).replace("TLIST(A1),\"2022\",\"2023\"", periods);
        assert!(sound(&file).dimensions[2].is_time, "{periods}");
    }
}

#[test]
fn marks_and_notes_of_cells_follow_their_cells() {
    let notes = format!(
        "{CUBE}CELLNOTEX(\"12 Skåne län\",\"*\",\"2023\")=\"Preliminärt\";\nDATANOTECELL(\"01\", \"2\", \"*\")=\"r\";\n"
    );
    let table = sound(&file(&notes, FIGURES));
    let rows: Vec<_> = table.long_rows().collect();
    assert_eq!(rows[5].notes, ["Preliminärt"]);
    assert_eq!(rows[4].notes, [""; 0]);
    assert_eq!(rows[3].status.as_deref(), Some("r"));
    assert_eq!(rows[1].status, None);
}

#[test]
fn every_fault_is_reported_with_its_place() {
    let broken = file(CUBE, "1 2 x 4 5 fel 7 8;")
        .replace("MATRIX=\"EX01\";\n", "")
        .replace("CONTENTS=\"Exempel\"", "CONTENTS=\"Exem\"pel\"");
    let message = refused(&broken);
    for expected in [
        "MATRIX is missing",
        "exempel.px:8:16",
        "CONTENTS has text outside of its quotation marks",
        "exempel.px:20:5",
        "`x` is neither a number nor a PX symbol",
        "exempel.px:20:11",
        "4 errors",
    ] {
        assert!(message.contains(expected), "{expected}: {message}");
    }
}

#[test]
fn figures_that_do_not_fill_the_table_are_refused() {
    for (data, count) in [("1 2 3;", 3), ("1 2 3 4 5 6 7 8 9;", 9), (";", 0)] {
        let message = refused(&cube(data));
        let expected = format!("make 8 cells but the file has {count} numbers");
        assert!(message.contains(&expected), "{message}");
    }
    let without = cube("").replace("DATA=\n", "");
    assert!(refused(&without).contains("DATA is missing"));
}

#[test]
fn what_a_table_consists_of_may_not_be_damaged_but_its_notes_may() {
    let sound_file = file(
        &format!(
            "{CUBE}SOURCE=\"SCB\";\nELIMINATION(\"kön\")=YES;\nSHOWDECIMALS=0;\nCOPYRIGHT=YES;\nDOMAIN(\"kön\")=\"Kön\";\n"
        ),
        FIGURES,
    );
    sound(&sound_file);
    for (from, to) in [
        ("MATRIX=\"EX01\"", "MATRIX=\"EX\"01\""),
        ("SUBJECT-AREA=\"Ex", "SUBJECT-AREA=\"E\"x"),
        ("\"01 Stock", "\"01 S\"tock"),
        ("CODES(\"region\")=\"01\"", "CODES(\"region\")=\"0\"1\""),
        ("HEADING=\"år\"", "HEADING=\"årx\""),
        ("STUB=\"region\"", "STUB=\"re\"gion\""),
        ("UNITS=\"antal\"", "UNITS=\"an\"tal\""),
        ("VALUES(\"kön\")", "VALUES(\"könx\")"),
        ("DECIMALS=0", "DECIMALS=x"),
        ("TITLE=\"Exempel efter", "TITLE=\"Exempel \"efter"),
    ] {
        let broken = sound_file.replacen(from, to, 1);
        assert_ne!(broken, sound_file);
        assert!(read(&broken).is_err(), "{to}");
    }
    for (from, to) in [
        ("SOURCE=\"SCB\"", "SOURCE=\"S\"CB\""),
        ("SOURCE=\"SCB\"", "SOURCE=\"SCB\"\""),
        ("SOURCE=\"SCB\"", "SOURCE=\"SCB"),
        ("SOURCE=\"SCB\";", "SOURCE=\"SCB\""),
        ("ELIMINATION(\"kön\")=YES", "ELIMINATION(\"könx\")=YES"),
        ("ELIMINATION(\"kön\")=YES", "ELIMINATION(\"kön\")=\"alla\""),
        ("SHOWDECIMALS=0", "SHOWDECIMALS=2"),
        ("SHOWDECIMALS=0", "SHOWDECIMALS=20"),
        ("COPYRIGHT=YES", "COPYRIGHT=YESX"),
        ("DOMAIN(\"kön\")", "DOMAIN(\"könx\")"),
        ("DOMAIN(\"kön\")", "DOMAIN(\"k\"ön\")"),
        ("TLIST(A1),\"2022\"", "TLIST(A1),\"2021\",\"2022\""),
    ] {
        let broken = sound_file.replacen(from, to, 1);
        assert_ne!(broken, sound_file);
        let table = read(&broken).unwrap_or_else(|faults| panic!("{to}: {}", shown(&faults)));
        assert_eq!(cells(&table).len(), 8);
        assert_eq!(remarks(&table).len(), 1, "{to}: {:?}", remarks(&table));
    }
}

#[test]
fn codes_that_are_too_few_are_not_used() {
    let trailing = cube(FIGURES).replace("=\"1\",\"2\"", "=\"1\",");
    let table = read(&trailing).unwrap();
    assert_eq!(
        table.dimensions[1].values[1],
        Value::new("kvinnor", "kvinnor")
    );
    assert_eq!(table.dimensions[1].values[0].code, "1");
    let few = cube(FIGURES).replace("=\"1\",\"2\"", "=\"1\"");
    let table = read(&few).unwrap();
    assert_eq!(table.dimensions[1].values[0].code, "män");
    assert!(remarks(&table)[0].contains("has 1 codes but the variable 2 values"));
}

#[test]
fn a_cube_of_a_billion_cells_is_refused_before_anything_is_allocated() {
    let values: Vec<String> = (0..1000).map(|value| format!("\"{value}\"")).collect();
    let list = values.join(",");
    let variables = ["a", "b", "c", "d"];
    let lists = variables.map(|name| format!("VALUES(\"{name}\")={list};\n"));
    let statements = format!("STUB=\"{}\";\n{}", variables.join("\",\""), lists.concat());
    let message = refused(&file(&statements, "1 2 3;"));
    assert!(
        message.contains("make 1000000000000 cells but the file has 3"),
        "{message}"
    );
    let keys = variables.map(|name| format!("KEYS(\"{name}\")=VALUES;\n"));
    let statements = statements + &keys.concat();
    let message = refused(&file(&statements, "\"1\",\"2\",\"3\",\"4\",1;"));
    assert!(
        message.contains("make 1000000000000 cells but the file has only 5"),
        "{message}"
    );
}

#[test]
fn a_file_larger_than_any_table_is_refused_before_it_is_looked_at() {
    let bytes = vec![b' '; MOST_BYTES + 1];
    let faults = read_px("stor.px", &bytes).unwrap_err();
    assert!(shown(&faults).contains("statistical tables are read up to 128 MB"));
}

#[test]
fn a_letter_that_begins_no_keyword_is_refused() {
    let message = refused(&cube(FIGURES).replace("MATRIX", "–MATRIX"));
    assert!(
        message.contains("a PX keyword with an equals sign belongs here"),
        "{message}"
    );
}

#[test]
fn a_px_file_is_known_by_its_beginning() {
    assert!(is_px(cube(FIGURES).as_bytes()));
    assert!(is_px(b"\xef\xbb\xbf\r\nAXIS-VERSION=\"2000\";\nDATA=1;"));
    assert!(!is_px("region;år;folkmängd\n01;2023;5\n".as_bytes()));
    assert!(!is_px(b"{\"class\":\"dataset\"}"));
    assert!(!is_px(b"A=1"));
}
