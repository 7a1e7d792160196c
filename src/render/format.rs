//! The formats, and what distinguishes them: all that a caller needs to choose one, name its files and refuse what it
//! cannot hold.

use super::spec::{Content, Spec, Writer};
use super::{delimited, json, markdown, parquet, terminal, xlsx};

/// The formats that a result can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An aligned table for people.
    Table,
    /// Comma-separated, decimal point, UTF-8, LF. Its variant for Swedish Excel is semicolon-separated, with decimal
    /// comma, BOM and CRLF.
    Csv,
    /// Tab-separated, decimal point, UTF-8, LF.
    Tsv,
    /// JSON with tables, notes and provenance.
    Json,
    /// Markdown with tables as GitHub reads them.
    Markdown,
    /// An Excel workbook: a sheet per table, and one about them.
    Xlsx,
    /// Apache Parquet.
    Parquet,
}

impl Format {
    /// All formats, in the order in which help lists them.
    pub const ALL: [Self; 7] = [
        Self::Table,
        Self::Csv,
        Self::Tsv,
        Self::Json,
        Self::Markdown,
        Self::Xlsx,
        Self::Parquet,
    ];

    /// The format that `--format` calls by this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.name() == name)
    }

    /// The format of files with this extension, in lower case.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|own| own.extension() == extension)
    }

    /// What `--format` calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.spec().name
    }

    /// What its files are called, without a dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        self.spec().extension
    }

    /// Whether it holds all tables of a report and the words around them, rather than one table.
    #[must_use]
    pub const fn holds_reports(self) -> bool {
        matches!(self.spec().writer, Writer::Report(_))
    }

    /// Whether it is text, which a terminal can show.
    #[must_use]
    pub const fn is_text(self) -> bool {
        !matches!(self.spec().content, Content::Binary)
    }

    /// Whether [`Manner::digits`](super::Manner::digits) bounds its decimals; the other formats have their own.
    #[must_use]
    pub const fn has_digits(self) -> bool {
        matches!(self.spec().content, Content::Delimited)
    }

    /// Whether it draws the charts that tables name.
    #[must_use]
    pub const fn has_charts(self) -> bool {
        self.spec().has_charts
    }

    /// Whether there is a variant of it for Swedish Excel.
    #[must_use]
    pub const fn has_excel_variant(self) -> bool {
        self.spec().has_excel_variant
    }

    pub(super) const fn spec(self) -> &'static Spec {
        match self {
            Self::Table => &terminal::SPEC,
            Self::Csv => &delimited::CSV_SPEC,
            Self::Tsv => &delimited::TSV_SPEC,
            Self::Json => &json::SPEC,
            Self::Markdown => &markdown::SPEC,
            Self::Xlsx => &xlsx::SPEC,
            Self::Parquet => &parquet::SPEC,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::disclosure::{Policy, Released, release};
    use crate::language::Language;
    use crate::render::{Manner, render, render_with};
    use crate::report::{Cell, Chart, Column, Kind, Layout, Measure, Provenance, Report, Table};

    /// A share by year in tables of these names.
    fn released(names: &[&str]) -> Released {
        let column = |name: &str, kind| Column {
            name: name.to_owned(),
            kind,
        };
        let share = |value| {
            Cell::Measure(Measure {
                value,
                shown: value,
                behind: None,
            })
        };
        let number = Kind::Number {
            decimals: 4,
            shown: 1,
        };
        let table = |name: &&str| Table {
            name: (*name).to_owned(),
            title: None,
            columns: vec![column("år", Kind::Label), column("andel", number)],
            rows: vec![
                vec![Cell::Whole(2020), share(0.123_456)],
                vec![Cell::Whole(2021), share(0.25)],
            ],
            layout: Layout::Rows {
                columns: vec!["år".to_owned(), "andel".to_owned()],
            },
            shown: None,
            chart: Some(Chart {
                title: "Andel".to_owned(),
                x: "år".to_owned(),
                y: "andel".to_owned(),
                lines: Vec::new(),
            }),
        };
        let report = Report {
            title: "Andel \u{1b}[2J".to_owned(),
            findings: Vec::new(),
            tables: names.iter().map(table).collect(),
            notes: Vec::new(),
            provenance: Provenance::default(),
            language: Language::Swedish,
            counts: None,
        };
        release(report, Policy::Aggregates).unwrap()
    }

    fn holds(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|own| own == part)
    }

    #[test]
    fn no_two_formats_have_a_name_or_an_extension_in_common() {
        let names: BTreeSet<&str> = Format::ALL.into_iter().map(Format::name).collect();
        let extensions: BTreeSet<&str> = Format::ALL.into_iter().map(Format::extension).collect();
        assert_eq!(names.len(), Format::ALL.len());
        assert_eq!(extensions.len(), Format::ALL.len());
        for format in Format::ALL {
            assert_eq!(Format::named(format.name()), Some(format));
            assert_eq!(Format::of_extension(format.extension()), Some(format));
        }
    }

    #[test]
    fn every_format_is_what_its_file_says() {
        let (one, two) = (released(&["a"]), released(&["a", "b"]));
        for format in Format::ALL {
            let name = format.name();
            let plain = render(&one, format).unwrap();
            assert_eq!(
                render(&two, format).is_ok(),
                format.holds_reports(),
                "{name}"
            );
            assert_eq!(
                std::str::from_utf8(&plain).is_ok(),
                format.is_text(),
                "{name}"
            );
            assert_eq!(holds(&plain, b"xl/charts/"), format.has_charts(), "{name}");
            let changed_by = |manner| render_with(&one, format, manner).unwrap() != plain;
            let digits = Manner {
                digits: Some(1),
                ..Manner::default()
            };
            assert_eq!(changed_by(digits), format.has_digits(), "{name}");
            let excel = Manner {
                is_for_excel: true,
                ..Manner::default()
            };
            assert_eq!(changed_by(excel), format.has_excel_variant(), "{name}");
        }
    }

    #[test]
    fn no_text_reaches_a_terminal_with_control_characters() {
        let manner = Manner {
            is_for_terminal: true,
            ..Manner::default()
        };
        for format in Format::ALL.into_iter().filter(|own| own.is_text()) {
            let shown = render_with(&released(&["a"]), format, manner).unwrap();
            assert!(!holds(&shown, b"\x1b"), "{}", format.name());
        }
    }
}
