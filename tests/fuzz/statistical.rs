//! PX and JSON-stat: small files of every layout, to be damaged.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use vardkraft::language::Language;
use vardkraft::source::{is_px, read_json_stat, read_px, table_of};

/// A PX file in two languages with notes, units, codes, totals and symbols.
const PX: &str = r#"CHARSET="ANSI";
AXIS-VERSION="2013";
CODEPAGE="utf-8";
LANGUAGE="en";
LANGUAGES="en","sv";
MATRIX="EX01";
SUBJECT-CODE="EX";
SUBJECT-AREA="Example";
TITLE="Migration by region, age, type and year";
TITLE[sv]="Flyttningar efter region, ålder, typ och år";
CONTENTS="Migration";
UNITS="number";
DECIMALS=0;
SHOWDECIMALS=0;
STUB="region","age";
STUB[sv]="region","ålder";
HEADING="type","year";
HEADING[sv]="typ","år";
CONTVARIABLE="type";
VALUES("region")="00 Sweden","01 Stockholm county";
VALUES[sv]("region")="00 Riket","01 Stockholms län";
VALUES("age")="20","21";
VALUES("type")="In","Out";
VALUES("year")="2022","2023";
TIMEVAL("year")=TLIST(A1),"2022"-"2023";
CODES("region")="00","01";
CODES("type")="T1","T2";
ELIMINATION("region")="00 Sweden";
HIERARCHIES("region")="00 Sweden","00 Sweden":"01 Stockholm county";
UNITS("In")="number";
NOTE("region")="Since 1 January 1999 a new divi"
"sion.#See the source.";
VALUENOTEX("age","20")="Twenty";
CELLNOTE("*","20","In","*")="Note";
DATANOTECELL("*","21","*","2023")="r";
DATASYMBOL2="confidential";
DATASYMBOLNIL="nothing";
KEYS
DATA=
"#;

const DENSE: &str = "456 \".\" 223 327 \n613 \"..\" 305 464 \n14.50 \"-\" 22 -43 \n21 36 34 57;\n";
const KEYED: &str = "\"00\",\"20\",456 \".\" 223 327 \n\"01\",\"21\",21 36 \"-\" 57 ;\n";

const JSON_STAT_2: &str = r#"{"version": "2.0", "class": "dataset", "label": "Folkmängd", "source": "SCB",
"note": ["CKM"], "role": {"time": ["Tid"], "metric": ["ContentsCode"]}, "id": ["Kon", "ContentsCode", "Tid"], "size": [2, 1, 2],
"dimension": {"Kon": {"label": "kön", "category": {"index": ["1", "2"], "label": {"1": "män", "2": "kvinnor"}}},
"Tid": {"label": "år", "category": {"index": {"2024": 1, "2023": 0}}},
"ContentsCode": {"category": {"label": {"BE1": "Antal"}, "unit": {"BE1": {"base": "antal", "decimals": 0}}}}},
"extension": {"px": {"decimals": 0}}, VALUES}"#;

const JSON_STAT_1: &str = r#"{"dataset": {"label": "Antal", "dimension": {"id": ["Kon", "Tid"], "size": ["1", "2"],
"role": {"time": ["Tid"]}, "Kon": {"category": {"label": {"1": "män"}}}, "Tid": {"category": {"index": {"2023": 0, "2024": 1}}}},
"value": [1.5, null], "status": {"1": "c"}}}"#;

const PXWEB: &str = r#"{"columns": [{"code": "Region", "text": "region", "type": "d"}, {"code": "Tid", "text": "år", "type": "t"},
{"code": "BE1", "text": "Folkmängd", "type": "c"}, {"code": "BE2", "text": "Ökning", "type": "c"}],
"comments": [{"variable": "Region", "value": "01", "comment": "Från 1997"}],
"data": [{"key": ["01", "2023"], "values": ["5", "-"]}, {"key": ["12", "2023"], "values": ["..", "-1.5"]}],
"metadata": [{"updated": "2024-01-01", "label": "Folkmängd", "source": "SCB"}]}"#;

/// Writes sound files of every layout.
pub(super) fn write_seeds(folder: &Path) {
    let keys = "KEYS(\"region\")=CODES;\nKEYS(\"age\")=VALUES;";
    let dense = PX.replace("KEYS\n", "") + DENSE;
    let values = "\"value\": [1, \"..\", 3, null], \"status\": {\"3\": \"-\"}";
    let sparse = "\"value\": {\"3\": 4, \"0\": 1}, \"status\": [\"e\", \":\", null, \"\"]";
    for (file, text) in [
        ("px/dense.px", dense.clone()),
        (
            "px/keyed.px",
            PX.replace("KEYS\n", &format!("{keys}\n")) + KEYED,
        ),
        ("px/windows.px", dense.replace('\n', "\r\n")),
        (
            "json_stat/dense.json",
            JSON_STAT_2.replace("VALUES", values),
        ),
        (
            "json_stat/sparse.json",
            JSON_STAT_2.replace("VALUES", sparse),
        ),
        ("json_stat/version_1.json", JSON_STAT_1.to_owned()),
        ("json_stat/pxweb.json", PXWEB.to_owned()),
    ] {
        fs::write(folder.join(file), text).unwrap();
    }
}

/// Reads a file, and everything of its table or its faults that is ever shown; 0 for a table, 1 for faults.
pub(super) fn read(bytes: &[u8]) -> ExitCode {
    let read = if is_px(bytes) {
        read_px("input.px", bytes)
    } else {
        read_json_stat("input.json", &String::from_utf8_lossy(bytes))
    };
    let messages = match &read {
        Ok(table) => {
            let rows = table.long_rows();
            let places = rows.map(|row| format!("{row:?} {:?}", table.location(row.cell)).len());
            let places: usize = places.sum();
            let remarks = table.remarks.iter().map(|remark| remark.to_string().len());
            let as_rows = table_of("input", bytes).map_or(1, |rows| rows.records().count());
            places + remarks.sum::<usize>() + as_rows
        }
        Err(faults) => [Language::Swedish, Language::English]
            .map(|language| faults.in_language(language).to_string().len())
            .into_iter()
            .sum(),
    };
    assert!(
        messages > 0,
        "a table without cells, or a refusal without a word"
    );
    ExitCode::from(u8::from(read.is_err()))
}
