//! The formats, by example. The files are made up; their layouts are those of the authorities.

use super::*;
use crate::language::Language;
use crate::source::{StatValue, Value};

fn read(text: &str) -> Result<StatisticalTable, Faults> {
    read_json_stat("exempel.json", text)
}

fn sound(text: &str) -> StatisticalTable {
    read(text).unwrap_or_else(|faults| panic!("{}", faults.in_language(Language::English)))
}

fn refused(text: &str) -> String {
    let faults = read(text).expect_err("the file is not sound");
    faults.in_language(Language::English).to_string()
}

/// A version 2 dataset with members of one's own: two sexes by two years.
fn dataset(members: &str) -> String {
    format!(
        r#"{{"version": "2.0", "class": "dataset", "label": "Folkmängd", "source": "SCB", "note": ["CKM"],
        "role": {{"time": ["Tid"], "metric": ["ContentsCode"]}},
        "id": ["Kon", "ContentsCode", "Tid"], "size": [2, 1, 2],
        "dimension": {{
            "Tid": {{"label": "år", "category": {{"index": {{"2024": 1, "2023": 0}}, "label": {{"2023": "2023", "2024": "2024"}}}}}},
            "Kon": {{"label": "kön", "note": ["Juridiskt kön"], "category": {{"index": ["1", "2"], "label": {{"1": "män", "2": "kvinnor"}}}}}},
            "ContentsCode": {{"category": {{"label": {{"BE1": "Antal"}}, "unit": {{"BE1": {{"base": "antal", "decimals": 0}}}}}}}}
        }}, {members}}}"#
    )
}

/// Every cell as `code/code=value`, with its status.
fn cells(table: &StatisticalTable) -> Vec<String> {
    let rows = table.long_rows().map(|row| {
        let codes: Vec<&str> = row.values.iter().map(|value| value.code.as_str()).collect();
        let value = match row.value {
            StatValue::Number(text) => text.to_string(),
            StatValue::Missing(symbol) => format!("missing {symbol}"),
            StatValue::Suppressed(symbol) => format!("suppressed {symbol}"),
            StatValue::Nil(_) => "nil".to_owned(),
            StatValue::LeftOutZero => "left out".to_owned(),
        };
        let status = row.status.map(|status| format!(" ({status})"));
        format!("{}={value}{}", codes.join("/"), status.unwrap_or_default())
    });
    rows.collect()
}

#[test]
fn a_dataset_is_its_dimensions_in_the_order_of_id() {
    let table = sound(&dataset(r#""value": [1, 2.50, 3, 4]"#));
    assert_eq!(table.title.as_deref(), Some("Folkmängd"));
    assert_eq!(table.notes, ["CKM"]);
    let names: Vec<&str> = table.dimensions.iter().map(|of| of.name.as_str()).collect();
    assert_eq!(names, ["kön", "ContentsCode", "år"]);
    assert_eq!(table.dimensions[0].values[1], Value::new("2", "kvinnor"));
    assert_eq!(table.dimensions[0].notes, ["Juridiskt kön"]);
    assert!(table.dimensions[2].is_time && table.dimensions[1].is_content);
    assert_eq!(table.dimensions[1].values[0].unit.as_deref(), Some("antal"));
    assert_eq!(
        cells(&table),
        [
            "1/BE1/2023=1",
            "1/BE1/2024=2.50",
            "2/BE1/2023=3",
            "2/BE1/2024=4"
        ]
    );
}

#[test]
fn sparse_values_stand_in_any_order_and_the_rest_is_missing() {
    let table = sound(&dataset(
        r#""value": {"3": 4, "0": 1}, "status": {"0": "e", "1": ":", "2": "c"}"#,
    ));
    assert_eq!(
        cells(&table),
        [
            "1/BE1/2023=1 (e)",
            "1/BE1/2024=missing : (:)",
            "2/BE1/2023=suppressed c (c)",
            "2/BE1/2024=4"
        ]
    );
}

#[test]
fn statuses_are_an_array_an_object_or_one_text() {
    let expected = [
        "1/BE1/2023=1 (e)",
        "1/BE1/2024=2 (e)",
        "2/BE1/2023=3 (e)",
        "2/BE1/2024=4 (e)",
    ];
    for status in [
        r#""e""#,
        r#"["e"]"#,
        r#"["e","e","e","e"]"#,
        r#"{"0":"e","1":"e","2":"e","3":"e"}"#,
        r#"{"value":["e","e","e","e"]}"#,
    ] {
        let table = sound(&dataset(&format!(
            r#""value": [1, 2, 3, 4], "status": {status}"#
        )));
        assert_eq!(cells(&table), expected, "{status}");
    }
}

#[test]
fn a_dash_is_zero_in_pxweb_and_missing_elsewhere() {
    let values = r#""value": [null, "..", "3", null], "status": {"0": "-", "3": "..."}"#;
    let table = sound(&dataset(&format!(
        r#"{values}, "extension": {{"px": {{"decimals": 0}}}}"#
    )));
    assert_eq!(
        cells(&table),
        [
            "1/BE1/2023=nil (-)",
            "1/BE1/2024=missing ..",
            "2/BE1/2023=3",
            "2/BE1/2024=missing ... (...)"
        ]
    );
    assert_eq!(table.decimals, Some(0));
    assert_eq!(
        cells(&sound(&dataset(values)))[0],
        "1/BE1/2023=missing - (-)"
    );
}

#[test]
fn version_1_has_named_datasets_with_their_order_in_dimension() {
    let table = sound(
        r#"{"dataset": {"label": "Antal", "dimension": {"id": ["Kon", "Tid"], "size": ["1", "2"], "role": {"time": ["Tid"]},
            "Kon": {"category": {"label": {"1": "män"}}}, "Tid": {"category": {"index": {"2023": 0, "2024": 1}}}}, "value": [1, 2]}}"#,
    );
    assert_eq!(cells(&table), ["1/2023=1", "1/2024=2"]);
    assert!(table.dimensions[1].is_time);
    let one = r#"{"label": "A", "dimension": {"id": ["a"], "size": [1], "a": {"category": {"index": ["1"]}}}, "value": [1]}"#;
    let message = refused(&format!(r#"{{"first": {one}, "second": {one}}}"#));
    assert!(
        message.contains("a JSON-stat bundle of 2 tables: A; A"),
        "{message}"
    );
}

#[test]
fn pxwebs_own_json_has_texts_for_numbers() {
    let table = sound(
        r#"{"columns": [{"code": "Region", "text": "region", "type": "d"}, {"code": "Tid", "text": "år", "type": "t"},
            {"code": "BE1", "text": "Folkmängd", "type": "c"}, {"code": "BE2", "text": "Ökning", "type": "c"}],
        "comments": [{"variable": "Region", "value": "01", "comment": "Från 1997"}],
        "data": [{"key": ["01", "2023"], "values": ["5", "-"]}, {"key": ["12", "2023"], "values": ["..", "-1.5"]}],
        "metadata": [{"updated": "2024-01-01", "label": "Folkmängd", "source": "SCB"}]}"#,
    );
    assert_eq!(
        cells(&table),
        [
            "01/2023/BE1=5",
            "01/2023/BE2=nil",
            "12/2023/BE1=missing ..",
            "12/2023/BE2=-1.5"
        ]
    );
    assert_eq!(table.notes, ["Region 01: Från 1997"]);
    assert!(table.dimensions[1].is_time && table.dimensions[2].is_content);
    assert_eq!(table.source.as_deref(), Some("SCB"));
}

#[test]
fn rows_of_pxweb_that_repeat_or_do_not_fit_are_refused() {
    let columns = r#""columns": [{"code": "Region", "type": "d"}, {"code": "BE1", "type": "c"}]"#;
    let message = refused(&format!(
        r#"{{{columns}, "data": [{{"key": ["01"], "values": ["5"]}}, {{"key": ["01"], "values": ["6"]}}, {{"key": [], "values": ["6"]}}]}}"#
    ));
    assert!(
        message.contains("the same key as an earlier one"),
        "{message}"
    );
    assert!(
        message.contains("does not have a key for every dimension"),
        "{message}"
    );
    assert!(message.contains("2 errors"), "{message}");
}

#[test]
fn every_fault_is_reported_with_its_place() {
    let message = refused(&dataset("\"value\": [1, \"A1\", true,\n 4]"));
    for expected in [
        "`\"A1\"` is not a number",
        "exempel.json:8:25",
        "`true` is not a number",
        "2 errors",
    ] {
        assert!(message.contains(expected), "{expected}: {message}");
    }
    for (members, expected) in [
        (r#""value": [1, 2, 3]"#, "make 4 cells but `value` has 3"),
        (
            r#""value": [1, 2, 3, 4, 5]"#,
            "make 4 cells but `value` has 5",
        ),
        (
            r#""value": {"0": 1, "4": 2}"#,
            "`4` is not a position among 4 cells",
        ),
        (
            r#""value": {"x": 1}"#,
            "`x` is not a position among 4 cells",
        ),
        (r#""value": {"0": 1, "0": 2}"#, "the cell 0 is there twice"),
        (r#""value": [1, 1e999, 3, 4]"#, "`1e999` is not a number"),
        (r#""value": []"#, "describes a table but has no values"),
        (r#""value": null"#, "describes a table but has no values"),
        (
            r#""value": [1, 2, 3, 4], "status": {"9": "e"}"#,
            "`9` is not a position",
        ),
    ] {
        let message = refused(&dataset(members));
        assert!(message.contains(expected), "{expected}: {message}");
    }
}

#[test]
fn dimensions_that_do_not_fit_their_size_are_refused() {
    let sound_file = dataset(r#""value": [1, 2, 3, 4]"#);
    sound(&sound_file);
    for (from, to, expected) in [
        (
            r#""2024": 1"#,
            r#""2024": 0"#,
            "the categories of `Tid` are not 2 in order",
        ),
        (
            r#"["1", "2"]"#,
            r#"["1"]"#,
            "the categories of `Kon` are not 2 in order",
        ),
        (
            r#""id": ["Kon""#,
            r#""id": ["Alder""#,
            "the dimension `Alder` is not described",
        ),
        (
            r#""size": [2, 1, 2]"#,
            r#""size": [2, 2]"#,
            "should list the same dimensions",
        ),
        (
            r#""size": [2, 1, 2]"#,
            r#""size": [1000000, 1000, 1000]"#,
            "make 1000000000000 cells but `value` has 4",
        ),
        (
            r#""size": [2, 1, 2]"#,
            r#""size": [2, 1, -2]"#,
            "should list the same dimensions",
        ),
    ] {
        let message = refused(&sound_file.replace(from, to));
        assert!(message.contains(expected), "{expected}: {message}");
    }
}

#[test]
fn json_that_is_no_table_is_named() {
    for (text, expected) in [
        (
            r#"{"class": "collection", "link": {"item": []}}"#,
            "a JSON-stat collection of links",
        ),
        (
            r#"{"class": "dimension", "category": {}}"#,
            "a JSON-stat dimension without values",
        ),
        (
            r#"{"title": "x", "variables": []}"#,
            "a description of a table (metadata)",
        ),
        (r#"{"a": 1}"#, "neither JSON-stat nor PxWeb's json"),
        ("[1, 2]", "neither JSON-stat nor PxWeb's json"),
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
    ] {
        let message = refused(text);
        assert!(message.contains(expected), "{expected}: {message}");
    }
    assert!(is_json(b"\xef\xbb\xbf { \"a\": 1}") && is_json(b"[{}]"));
    assert!(!is_json("län;år\n".as_bytes()) && !is_json(b"[forecast]\nx = 1"));
}

#[test]
fn deep_nesting_is_no_crash() {
    let deep = format!(r#"{{"a": {}{}}}"#, "[".repeat(500_000), "]".repeat(500_000));
    assert!(refused(&deep).contains("neither JSON-stat"));
    assert!(refused(&"[".repeat(500_000)).contains("not valid JSON"));
}
