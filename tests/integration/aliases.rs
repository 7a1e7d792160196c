//! Every word for a column or a value is understood by every reader: `data/aliases.csv`.

use std::fs;

use vardkraft::domain::InputRemark;
use vardkraft::extract::columns::Column;
use vardkraft::intake::{self, Context, Reading, SplitCounties};
use vardkraft::reference::{Reference, WordKind, spellings};
use vardkraft::source::{Faults, RawTable, fold, table_of};

use crate::program::Program;

/// Reads a table that is given as text.
fn read<T>(
    text: &str,
    reader: impl FnOnce(Context<'_>) -> Result<Reading<T>, Faults>,
) -> Reading<T> {
    let reference = Reference::load().unwrap();
    let table: RawTable = table_of("t.csv", text.as_bytes()).unwrap();
    let reading = reader(Context {
        table: &table,
        reference: &reference,
        split: SplitCounties::default(),
    });
    reading.unwrap_or_else(|faults| panic!("{text}\n{faults}"))
}

/// Entrants, the education extract and the register extract, with every word for women and for men.
#[test]
fn every_word_for_a_sex_is_read_by_every_reader() {
    for canonical in ["kvinnor", "män"] {
        let words = spellings(WordKind::Sex, canonical);
        assert!(words.len() > 5, "{words:?}");
        for word in words {
            let entrants = format!("utbildning,läsår,kön,nybörjare\nläkare,2022/23,{word},10\n");
            let sex = read(&entrants, intake::entrants).records[0].record.sex;
            assert_eq!(sex.unwrap().swedish(), canonical, "{word}");
            let persons =
                format!("löpnr,utbildning,startläsår,examensläsår,kön\n1,läkare,2015/16,,{word}\n");
            let sex = read(&persons, intake::education).records[0].record.sex;
            assert_eq!(sex.unwrap().swedish(), canonical, "{word}");
        }
    }
    let words = ["kvinnor", "män"].map(|own| spellings(WordKind::Sex, own));
    let rows = (1..).zip(words.into_iter().flatten());
    let rows = rows.map(|(person, word)| format!("{person},2020,läkare,i yrket,01,{word}\n"));
    let extract = format!("löpnr,år,yrke,status,län,kön\n{}", rows.collect::<String>());
    assert_is_sound(&extract);
}

/// Both say whether a row is made up.
#[test]
fn every_yes_and_no_is_read_by_every_reader() {
    for (canonical, is_synthetic) in [("ja", true), ("nej", false)] {
        let words = spellings(WordKind::YesOrNo, canonical);
        assert!(words.len() > 3, "{words:?}");
        for word in words {
            let persons = format!(
                "löpnr,utbildning,startläsår,examensläsår,syntetisk\n1,läkare,2015/16,,{word}\n"
            );
            let reading = read(&persons, intake::education);
            assert_eq!(
                reading.records[0].record.is_synthetic, is_synthetic,
                "{word}"
            );
        }
        let rows = (1..).zip(words);
        let rows = rows.map(|(person, word)| format!("{person},2020,läkare,i yrket,01,{word}\n"));
        let rows: String = rows.collect();
        assert_is_sound(&format!("löpnr,år,yrke,status,län,syntetisk\n{rows}"));
    }
}

#[test]
fn every_name_of_a_column_is_read_by_every_reader() {
    for column in Column::ALL {
        for name in spellings(WordKind::Column, column.name()) {
            // A column's own name wins: `studielän` is one of its own in an extract.
            let own = Column::ALL
                .into_iter()
                .find(|other| fold(other.name()) == fold(name));
            assert_eq!(Column::named(name), own.or(Some(column)), "{name}");
        }
    }
    for canonical in ["yrke", "år", "län", "kön", "antal", "underlag"] {
        let names = spellings(WordKind::Column, canonical);
        assert!(names.len() > 1, "{canonical}");
        for name in names {
            let header = "yrke;år;län;kön;antal;underlag".replace(canonical, name);
            let stock = format!("{header}\nläkare;2020;01;kvinnor;10;SCB\n");
            let remarks = read(&stock, intake::stock).remarks;
            let is_ignored =
                |remark: &InputRemark| matches!(remark, InputRemark::IgnoredColumns { .. });
            assert!(!remarks.iter().any(is_ignored), "{name}: {remarks:?}");
        }
    }
}

fn assert_is_sound(extract: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("uttag.csv");
    fs::write(&path, extract).unwrap();
    let run = Program::new("check").arg(&path).run();
    assert_eq!(run.code, Some(0), "{extract}\n{}", run.stderr);
}
