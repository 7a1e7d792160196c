//! `--verbose`: how each input was read.

use super::output::OutputArgs;
use crate::disclosure::Policy;
use crate::extract::{FileForm, SourceFile};
use crate::intake::HistoryTables;
use crate::language::{Language, Words, words};
use crate::source::{Document, RawTable, TableInput, delimited_text};

/// How a file was read: its encoding and delimiter or its format, and how many rows were read of it.
#[derive(Clone, Debug)]
pub(super) struct HowRead {
    /// The file, and how it is written.
    form: Words,
    /// The rows in words; none of what has no rows.
    rows: Option<Words>,
    /// What a reader must know of the file, with or without `--verbose`.
    remarks: Vec<Words>,
    /// Whether the rows are of persons, so that their number may disclose a count that is suppressed.
    is_of_persons: bool,
}

impl HowRead {
    /// A text that is no table: an edition, a mapping, disclosure rules.
    pub(super) fn text(document: &Document) -> Self {
        let (name, encoding) = (document.name(), document.encoding());
        let (swedish, english) = (encoding.swedish(), encoding.english());
        Self {
            form: words!("{name}: {swedish}", "{name}: {english}"),
            rows: None,
            remarks: Vec::new(),
            is_of_persons: false,
        }
    }

    pub(super) fn table(table: &RawTable) -> Self {
        let TableInput {
            name,
            format,
            remarks,
            ..
        } = table.input();
        let [swedish, english] = both(format);
        Self {
            form: words!("{name}: {swedish}", "{name}: {english}"),
            rows: Some(rows(table.record_count())),
            remarks: remarks.clone(),
            is_of_persons: false,
        }
    }

    /// The same of a table with a row for each person.
    pub(super) fn of_persons(self) -> Self {
        Self {
            is_of_persons: true,
            ..self
        }
    }

    /// A file of a register extract, with the rows that are used: those of the professions asked for.
    pub(super) fn extract(file: &SourceFile) -> Self {
        let name = &file.name;
        let form = match file.form {
            FileForm::Text {
                encoding,
                delimiter,
            } => {
                let format = delimited_text(encoding, char::from(delimiter));
                let [swedish, english] = both(&format);
                words!("{name}: {swedish}", "{name}: {english}")
            }
            FileForm::Parquet => words!("{name}: Parquet", "{name}: Parquet"),
            FileForm::ArrowIpc => words!("{name}: Arrow IPC", "{name}: Arrow IPC"),
        };
        let rows = rows(file.rows);
        let [swedish, english] = both(&rows);
        Self {
            form,
            rows: Some(words!("{swedish} används", "{english} used")),
            remarks: Vec::new(),
            is_of_persons: true,
        }
    }

    /// A saved cube, whose rows are cells of counts.
    pub(super) fn cube(name: &str, cells: u64) -> Self {
        Self {
            form: words!("{name}: Parquet", "{name}: Parquet"),
            rows: Some(rows(cells)),
            remarks: Vec::new(),
            is_of_persons: true,
        }
    }

    fn words(&self, shows_persons: bool) -> Words {
        let rows = self.rows.as_ref();
        match rows.filter(|_| shows_persons || !self.is_of_persons) {
            None => self.form.clone(),
            Some(rows) => {
                let ([form, english_form], [rows, english_rows]) = (both(&self.form), both(rows));
                words!("{form}, {rows}", "{english_form}, {english_rows}")
            }
        }
    }
}

impl OutputArgs {
    /// What must be known of the inputs and, with `--verbose`, how they were read. How many rows there are of persons is left out where their
    /// counts are protected.
    pub(super) fn describe<'a>(
        &self,
        inputs: impl IntoIterator<Item = &'a HowRead>,
        policy: Policy,
    ) {
        let shows_persons = matches!(policy, Policy::Synthetic | Policy::Unprotected);
        for input in inputs {
            for remark in &input.remarks {
                self.note(remark);
            }
            if self.is_verbose() {
                self.note(&input.words(shows_persons));
            }
        }
    }

    /// The same of tables that hold no persons.
    pub(super) fn describe_tables(&self, tables: &HistoryTables) {
        let read: Vec<HowRead> = tables
            .tables()
            .map(|(_, table)| HowRead::table(table))
            .collect();
        self.describe(&read, Policy::Aggregates);
    }
}

fn rows(count: u64) -> Words {
    let (swedish, english) = if count == 1 {
        ("rad", "row")
    } else {
        ("rader", "rows")
    };
    words!("{count} {swedish}", "{count} {english}")
}

fn both(words: &Words) -> [&str; 2] {
    [Language::Swedish, Language::English].map(|language| words.text(language))
}
