//! Results turned into reports: which tables, which words. One file per result.

mod backtest;
mod comparison;
mod extract;
mod flow;
mod forecast;
mod input_listing;
mod input_remark;
mod input_table;
mod main_profession_note;
mod reference;
mod row_count;
mod states;
mod supply;
mod synthetic;

pub use backtest::{BacktestFacts, backtest};
pub use comparison::{ComparisonFacts, comparison, verdicts};
pub use extract::{ExtractFacts, extract_inventory, extract_remarks, partial_year};
pub use flow::{FlowFacts, FlowView, VIEWS, flow, flow_counts, imbalance};
pub use forecast::{ForecastFacts, forecast};
pub use input_listing::{ListedInput, input_listing};
pub use input_remark::input_remark;
pub use input_table::{RecordOf, TableFacts, table_inventory};
pub use reference::{
    disclosure_rules, population, professions, programmes, regions, sources, universities,
};
pub use states::states;
pub use supply::{SupplyFacts, supply, supply_counts};

use crate::report::{Cell, Column, Kind, Measure};

fn text_column(name: &str) -> Column {
    Column {
        name: name.to_owned(),
        kind: Kind::Text,
    }
}

fn label_column(name: &str) -> Column {
    Column {
        name: name.to_owned(),
        kind: Kind::Label,
    }
}

fn number_column(name: &str, decimals: u8, shown: u8) -> Column {
    Column {
        name: name.to_owned(),
        kind: Kind::Number { decimals, shown },
    }
}

fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

/// A number that is shown as it is.
const fn plain(value: f64) -> Measure {
    Measure {
        value,
        shown: value,
        behind: None,
    }
}
