//! A synthetic register as a file that an extract could be.

use std::io::{self, Write};

use polars::prelude::{
    Column as PolarsColumn, DataFrame, NamedFrom as _, ParquetWriter, PolarsResult, Series,
};

use super::SyntheticYear;
use crate::domain::{CountyId, Sex};
use crate::reference::Reference;

/// Rows in a row group: few enough to read a large file piece by piece.
const ROW_GROUP: usize = 500_000;

/// The columns of the file.
pub(super) const COLUMNS: [&str; 12] = [
    "löpnr",
    "år",
    "yrke",
    "status",
    "län",
    "kön",
    "födelseår",
    "legitimationsår",
    "utbildningsland",
    "studielän",
    "sektor",
    "syntetisk",
];

/// In every row, so that no reader takes the file for a register.
const SYNTHETIC: &str = "ja";

/// Writes rows as CSV, one after the other.
///
/// # Errors
/// Those of the writer and of `rows`.
pub fn write_csv<E: From<io::Error>, T>(
    out: &mut impl Write,
    reference: &Reference,
    rows: impl FnOnce(&mut dyn FnMut(SyntheticYear) -> Result<(), E>) -> Result<T, E>,
) -> Result<T, E> {
    writeln!(out, "{}", COLUMNS.join(","))?;
    let mut line = Vec::with_capacity(128);
    rows(&mut |row| {
        line.clear();
        let study_county = row
            .study_county
            .map_or("", |county| code(county, reference));
        let sex = if row.sex == Sex::Women {
            "kvinna"
        } else {
            "man"
        };
        // Writing to a Vec cannot fail.
        let _ = writeln!(
            line,
            "{},{},{},{},{},{sex},{},{},{},{study_county},{},{SYNTHETIC}",
            row.person,
            row.year,
            reference.profession(row.profession).name,
            row.state.swedish(),
            code(row.county, reference),
            row.birth_year,
            row.licence_year,
            row.education.swedish(),
            row.sector.map_or("", crate::domain::Sector::swedish),
        );
        out.write_all(&line).map_err(E::from)
    })
}

/// Writes rows as Parquet, a row group at a time.
///
/// # Errors
/// Those of the writer and of `rows`.
pub fn write_parquet<E: From<io::Error>, T>(
    out: &mut impl Write,
    reference: &Reference,
    rows: impl FnOnce(&mut dyn FnMut(SyntheticYear) -> Result<(), E>) -> Result<T, E>,
) -> Result<T, E> {
    let mut waiting: Vec<SyntheticYear> = Vec::with_capacity(ROW_GROUP);
    let failed = |error: polars::prelude::PolarsError| E::from(io::Error::other(error.to_string()));
    let schema = frame(&waiting, reference)
        .map_err(failed)?
        .schema()
        .as_ref()
        .clone();
    let writer = ParquetWriter::new(out).with_row_group_size(Some(ROW_GROUP));
    let mut writer = writer.batched(&schema).map_err(failed)?;
    let made = rows(&mut |row| {
        waiting.push(row);
        if waiting.len() == ROW_GROUP {
            writer
                .write_batch(&frame(&waiting, reference).map_err(failed)?)
                .map_err(failed)?;
            waiting.clear();
        }
        Ok(())
    })?;
    if !waiting.is_empty() {
        writer
            .write_batch(&frame(&waiting, reference).map_err(failed)?)
            .map_err(failed)?;
    }
    writer.finish().map_err(failed)?;
    Ok(made)
}

fn frame(rows: &[SyntheticYear], reference: &Reference) -> PolarsResult<DataFrame> {
    let text = |name: &str, value: fn(&SyntheticYear, &Reference) -> Option<&'static str>| {
        let values: Vec<Option<&str>> = rows.iter().map(|row| value(row, reference)).collect();
        column(Series::new(name.into(), values))
    };
    let number = |name: &str, value: fn(&SyntheticYear) -> i32| {
        column(Series::new(
            name.into(),
            rows.iter().map(value).collect::<Vec<i32>>(),
        ))
    };
    let person: Vec<i64> = rows
        .iter()
        .map(|row| i64::try_from(row.person).unwrap_or(i64::MAX))
        .collect();
    let profession: Vec<&str> = rows
        .iter()
        .map(|row| reference.profession(row.profession).name.as_str())
        .collect();
    let county: Vec<&str> = rows.iter().map(|row| code(row.county, reference)).collect();
    let study_county: Vec<Option<&str>> = rows
        .iter()
        .map(|row| row.study_county.map(|county| code(county, reference)))
        .collect();
    let columns = vec![
        column(Series::new(COLUMNS[0].into(), person)),
        number(COLUMNS[1], |row| row.year.into()),
        column(Series::new(COLUMNS[2].into(), profession)),
        text(COLUMNS[3], |row, _| Some(row.state.swedish())),
        column(Series::new(COLUMNS[4].into(), county)),
        text(COLUMNS[5], |row, _| {
            Some(if row.sex == Sex::Women {
                "kvinna"
            } else {
                "man"
            })
        }),
        number(COLUMNS[6], |row| row.birth_year.into()),
        number(COLUMNS[7], |row| row.licence_year.into()),
        text(COLUMNS[8], |row, _| Some(row.education.swedish())),
        column(Series::new(COLUMNS[9].into(), study_county)),
        text(COLUMNS[10], |row, _| {
            row.sector.map(crate::domain::Sector::swedish)
        }),
        text(COLUMNS[11], |_, _| Some(SYNTHETIC)),
    ];
    DataFrame::new(rows.len(), columns)
}

fn column(series: Series) -> PolarsColumn {
    series.into()
}

fn code(county: CountyId, reference: &Reference) -> &str {
    &reference.county(county).code
}
