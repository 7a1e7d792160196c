//! Whatever table is written as PX or JSON-stat, the same table is read.

use proptest::prelude::*;
use vardkraft::language::Language;
use vardkraft::source::{Faults, StatValue, StatisticalTable, read_json_stat, read_px};

/// A table to be written: names and values of dimensions, and what every cell holds.
#[derive(Clone, Debug)]
struct Written {
    dimensions: Vec<(String, Vec<(String, String)>)>,
    cells: Vec<String>,
}

/// How a PX file is laid out.
#[derive(Clone, Debug)]
struct Layout {
    stub: usize,
    has_keys: bool,
    line_end: &'static str,
    separator: &'static str,
    /// Where long texts are continued, if anywhere.
    continued_at: Option<usize>,
    is_windows: bool,
    is_shuffled: bool,
}

fn word() -> impl Strategy<Value = String> {
    "[a-zåäöA-ZÅÄÖ0-9][a-zåäö0-9 ,;()=:.'*-]{0,8}[a-zåäö0-9]"
}

fn written() -> impl Strategy<Value = Written> {
    let sizes = prop::collection::vec(1..4_usize, 1..4);
    let of_sizes = sizes.prop_flat_map(|sizes| {
        let count: usize = sizes.iter().product();
        let symbol = prop::sample::select(vec!["..", ".", "......", "-"]);
        let cell = prop_oneof![
            4 => (-9999..9999_i32).prop_map(|number| number.to_string()),
            2 => (0..99_u32, 0..9_u32).prop_map(|(whole, part)| format!("{whole}.{part}0")),
            2 => symbol.prop_map(str::to_owned),
        ];
        let cells = prop::collection::vec(cell, count);
        let words = prop::collection::vec(word(), sizes.iter().sum::<usize>() + sizes.len());
        (Just(sizes), cells, words)
    });
    of_sizes.prop_map(|(sizes, cells, words)| {
        let mut words = words
            .into_iter()
            .enumerate()
            .map(|(at, word)| format!("{word}{at}"));
        let dimensions = sizes.into_iter().map(|size| {
            let name = words.next().unwrap_or_default();
            let values = (0..size).map(|at| (format!("{at:02}"), words.next().unwrap_or_default()));
            (name, values.collect())
        });
        Written {
            dimensions: dimensions.collect(),
            cells,
        }
    })
}

fn layout() -> impl Strategy<Value = Layout> {
    (
        (0..4_usize, any::<bool>(), any::<bool>(), any::<bool>()),
        prop::sample::select(vec!["\n", "\r\n", "\r"]),
        prop::sample::select(vec![" ", "  ", "\t", ", "]),
        prop::option::of(1..20_usize),
    )
        .prop_map(
            |((stub, has_keys, is_windows, is_shuffled), line_end, separator, continued_at)| {
                Layout {
                    stub,
                    has_keys,
                    line_end,
                    separator,
                    continued_at,
                    is_windows,
                    is_shuffled,
                }
            },
        )
}

fn list<'t>(texts: impl IntoIterator<Item = &'t String>) -> String {
    let quoted = texts.into_iter().map(|text| format!("\"{text}\""));
    quoted.collect::<Vec<_>>().join(",")
}

fn px(table: &Written, layout: &Layout) -> Vec<u8> {
    let stub = layout.stub.min(table.dimensions.len());
    let has_keys = layout.has_keys && stub > 0;
    let title = "Tabell efter region, kön; och år (åäö) = allt".to_owned();
    let at = layout.continued_at.map(|at| title.floor_char_boundary(at));
    let title = at.map_or(title.clone(), |at| {
        format!("{}\"\n\"{}", &title[..at], &title[at..])
    });
    let code_page = if layout.is_windows {
        "Windows-1252"
    } else {
        "utf-8"
    };
    let mut statements: Vec<String> = [
        "MATRIX=\"A\"",
        "SUBJECT-CODE=\"A\"",
        "SUBJECT-AREA=\"A\"",
        "CONTENTS=\"A\"",
        "UNITS=\"A\"",
        "DECIMALS=2",
        "CHARSET=\"ANSI\"",
    ]
    .map(str::to_owned)
    .to_vec();
    statements.push(format!("TITLE=\"{title}\""));
    statements.push(format!("CODEPAGE=\"{code_page}\""));
    let names = |part: &[(String, Vec<(String, String)>)]| list(part.iter().map(|(name, _)| name));
    statements.push(format!("STUB={}", names(&table.dimensions[..stub])));
    statements.push(format!("HEADING={}", names(&table.dimensions[stub..])));
    for (at, (name, values)) in table.dimensions.iter().enumerate() {
        statements.push(format!(
            "VALUES(\"{name}\")={}",
            list(values.iter().map(|(_, label)| label))
        ));
        statements.push(format!(
            "CODES(\"{name}\")={}",
            list(values.iter().map(|(code, _)| code))
        ));
        if has_keys && at < stub {
            let keys = if at.is_multiple_of(2) {
                "CODES"
            } else {
                "VALUES"
            };
            statements.push(format!("KEYS(\"{name}\")={keys}"));
        }
    }
    if layout.is_shuffled {
        statements.reverse();
    }
    let width: usize = table.dimensions[stub..]
        .iter()
        .map(|(_, values)| values.len())
        .product();
    let rows = table
        .cells
        .chunks(width)
        .enumerate()
        .filter_map(|(row, cells)| {
            let written: Vec<String> = cells
                .iter()
                .map(|cell| match cell.parse::<f64>() {
                    Ok(_) => cell.clone(),
                    Err(_) => format!("\"{cell}\""),
                })
                .collect();
            let line = written.join(layout.separator) + " ";
            if !has_keys {
                return Some(line);
            }
            let is_zero = cells.iter().all(|cell| cell == "0");
            (!is_zero).then(|| format!("{},{line}", keys(table, stub, row)))
        });
    let rows: Vec<String> = rows.collect();
    let file = format!("{};\nDATA=\n{};\n", statements.join(";\n"), rows.join("\n"));
    let file = file.replace('\n', layout.line_end);
    if layout.is_windows {
        file.chars()
            .map(|letter| u8::try_from(u32::from(letter)).expect("Latin"))
            .collect()
    } else {
        file.into_bytes()
    }
}

/// The keys of a row.
fn keys(table: &Written, stub: usize, row: usize) -> String {
    let mut rest = row;
    let mut keys: Vec<&String> = Vec::new();
    for (at, (_, values)) in table.dimensions[..stub].iter().enumerate().rev() {
        let (code, label) = &values[rest % values.len()];
        rest /= values.len();
        keys.push(if at.is_multiple_of(2) { code } else { label });
    }
    keys.reverse();
    list(keys)
}

fn json_stat(table: &Written, is_sparse: bool, is_first_version: bool) -> String {
    let quoted = |text: &str| format!("{text:?}");
    let ids: Vec<String> = table
        .dimensions
        .iter()
        .map(|(name, _)| quoted(name))
        .collect();
    let sizes: Vec<String> = table
        .dimensions
        .iter()
        .map(|(_, values)| values.len().to_string())
        .collect();
    let order = format!(
        "\"id\": [{}], \"size\": [{}]",
        ids.join(","),
        sizes.join(",")
    );
    let dimensions = table.dimensions.iter().map(|(name, values)| {
        let labels: Vec<String> = values
            .iter()
            .map(|(code, label)| format!("\"{code}\": {label:?}"))
            .collect();
        let index: Vec<String> = values
            .iter()
            .enumerate()
            .rev()
            .map(|(at, (code, _))| format!("\"{code}\": {at}"))
            .collect();
        format!(
            "{name:?}: {{\"category\": {{\"index\": {{{}}}, \"label\": {{{}}}}}}}",
            index.join(","),
            labels.join(",")
        )
    });
    let mut dimensions: Vec<String> = dimensions.collect();
    let values: Vec<String> = table
        .cells
        .iter()
        .map(|cell| {
            if cell.parse::<f64>().is_ok() {
                cell.clone()
            } else {
                quoted(cell)
            }
        })
        .collect();
    let value = if is_sparse {
        let members: Vec<String> = values
            .iter()
            .enumerate()
            .rev()
            .map(|(at, value)| format!("\"{at}\": {value}"))
            .collect();
        format!(
            "\"value\": {{{}}}, \"extension\": {{\"px\": {{}}}}",
            members.join(",\n")
        )
    } else {
        format!(
            "\"value\": [{}], \"extension\": {{\"px\": {{}}}}",
            values.join(",")
        )
    };
    if is_first_version {
        dimensions.push(order);
        format!(
            "{{\"table\": {{\"dimension\": {{{}}}, {value}}}}}",
            dimensions.join(",")
        )
    } else {
        format!(
            "{{\"class\": \"dataset\", {order}, {value}, \"dimension\": {{{}}}}}",
            dimensions.join(",")
        )
    }
}

fn assert_same(read: Result<StatisticalTable, Faults>, table: &Written, file: &str) {
    let read =
        read.unwrap_or_else(|faults| panic!("{}\n{file}", faults.in_language(Language::English)));
    assert!(read.remarks.is_empty(), "{:?}\n{file}", read.remarks);
    let dimensions = read.dimensions.iter().map(|dimension| {
        let values = dimension
            .values
            .iter()
            .map(|value| (value.code.clone(), value.label.clone()));
        (dimension.name.clone(), values.collect::<Vec<_>>())
    });
    assert_eq!(dimensions.collect::<Vec<_>>(), table.dimensions, "{file}");
    let cells = read.long_rows().map(|row| match row.value {
        StatValue::Number(text) => text.to_string(),
        StatValue::Missing(symbol) | StatValue::Suppressed(symbol) | StatValue::Nil(symbol) => {
            symbol.to_string()
        }
        StatValue::LeftOutZero => "0".to_owned(),
    });
    assert_eq!(cells.collect::<Vec<_>>(), table.cells, "{file}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_px_file_gives_back_its_table(table in written(), layout in layout()) {
        let bytes = px(&table, &layout);
        let file = String::from_utf8_lossy(&bytes).into_owned();
        assert_same(read_px("a.px", &bytes), &table, &file);
    }

    #[test]
    fn a_json_stat_file_gives_back_its_table(table in written(), is_sparse: bool, is_first_version: bool) {
        let file = json_stat(&table, is_sparse, is_first_version);
        assert_same(read_json_stat("a.json", &file), &table, &file);
    }
}
