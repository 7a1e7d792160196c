//! Notes and findings are sentences: they begin with a capital letter, a digit or a quote, and end.

use serde_json::Value;

use crate::program::Program;

/// A broad set of results.
const RUNS: [&str; 14] = [
    "flow tandläkare",
    "flow tandläkare --view stock,mobility --by kön",
    "flow tandläkare --view retention,first-exit,followup,pathway",
    "flow läkare --extract tests/flow/pens.csv",
    "flow läkare --extract tests/flow/pens.csv --disclosure round",
    "flow läkare --extract tests/flow/nolan.csv --level län --disclosure off",
    "flow tandläkare --stock tests/faults/sound/stock.csv",
    "supply tandläkare",
    "forecast",
    "forecast --entrants examples/kohorter/nyborjare.csv --completions examples/kohorter/examinerade.csv",
    "backtest --graduates examples/tandlakare-examinerade/examinerade.csv",
    "check tests/flow/pens.csv",
    "check tests/flow/nolan.csv --disclosure off",
    "check --as entrants tests/faults/sound/entrants.csv",
];

#[test]
fn notes_and_findings_begin_with_a_capital_and_end() {
    for arguments in RUNS {
        for language in ["sv", "en"] {
            let run = format!("{arguments} --lang {language} -f json -q");
            let result: Value = serde_json::from_str(&Program::new(&run).stdout()).unwrap();
            let texts = ["findings", "notes"].map(|key| result[key].as_array().cloned());
            let texts: Vec<Value> = texts.into_iter().flatten().flatten().collect();
            assert!(!texts.is_empty(), "{run}");
            for text in texts {
                let sentence = text.as_str().or(text["sentence"].as_str()).unwrap();
                assert!(is_sentence(sentence), "{run}: {sentence}");
            }
        }
    }
}

/// What was read may be named first, as it was given.
fn is_sentence(text: &str) -> bool {
    let begins = |first: char| first.is_uppercase() || first.is_ascii_digit() || first == '"';
    let names_a_file = text
        .split_once(": ")
        .is_some_and(|(name, _)| name.contains('.'));
    (text.starts_with(begins) || names_a_file) && text.ends_with(['.', '?', '!', ':'])
}
