//! Workbooks of several programs, read cell by cell, and those that are refused.
//!
//! The files in `tests/workbooks` were written by openpyxl 3.1, `XlsxWriter` 3.3 and `LibreOffice`, which converted what
//! openpyxl had written.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatScript, Formula, Workbook};
use vardkraft::language::Language;
use vardkraft::source::workbook::sheets;
use vardkraft::source::{CellKind, Grid};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::program::repository;

fn file(name: &str) -> Vec<u8> {
    fs::read(repository().join("tests/workbooks").join(name)).unwrap()
}

#[track_caller]
fn read(name: &str, bytes: &[u8]) -> Vec<Grid> {
    sheets(name, bytes).unwrap_or_else(|faults| panic!("{faults}"))
}

#[track_caller]
fn refused(bytes: &[u8]) -> String {
    let faults = sheets("fil.xlsx", bytes).expect_err("it is refused");
    faults.to_string()
}

/// Every cell with its place, its text, and its kind if that is neither text nor number; `^1` where one
/// character at the end is in superscript.
fn listed(grid: &Grid) -> String {
    let mut list = String::new();
    for row in 0..grid.height() {
        for column in 0..grid.width(row) {
            let place = format!("{}{}", ["A", "B", "C", "D", "E", "F"][column], row + 1);
            let (text, raised) = (grid.text(row, column), grid.superscript(row, column));
            match grid.kind(row, column) {
                CellKind::Blank => continue,
                CellKind::Text | CellKind::Number => write!(list, "{place} {text}").unwrap(),
                kind => write!(list, "{place} {text} ({kind:?})").unwrap(),
            }
            if raised > 0 {
                write!(list, " ^{raised}").unwrap();
            }
            list.push('\n');
        }
    }
    list
}

fn remarks(grid: &Grid) -> Vec<&str> {
    let remarks = grid.input().remarks.iter();
    remarks
        .map(|remark| remark.text(Language::Swedish))
        .collect()
}

const TABLE: &str = "\
A1 Tabell 1. Sysselsatta efter yrke
A3 Yrke
B3 2016
B4 Antal
C4 Därav <65 år
D4 Andel
E4 Datum
A5 Biomedicinsk analytiker
B5 9074
C5 0.1
D5 88 %
E5 2024-02-29 (Date)
A6 Riket2 ^1
B6 1 234
C6 X
D6 7 %
E6 2024-02-29T18:30:00 (Date)
A7 sjuksköterska
B7 true
C7 8.8
E7 06:30:00 (Date)
";

#[test]
fn one_table_reads_alike_from_xlsx_xls_and_ods() {
    let calculated = "B8 18148\nC8 #DIV/0! (Error)\nA9 1Från och med 2006\n";
    let never = "B8 =SUM(B5:B6) (Error)\nC8 #DIV/0! (Error)\nA9 1Från och med 2006\n";
    for (name, rest) in [
        ("openpyxl.xlsx", never),
        ("libreoffice.xls", calculated),
        ("libreoffice.ods", calculated),
    ] {
        let grids = read(name, &file(name));
        let [grid] = &grids[..] else {
            panic!("{name} has one visible sheet with content");
        };
        assert_eq!(grid.sheet(), Some("Tabell 1"));
        // LibreOffice knows of a logical value in a number's cell only how it is displayed.
        let cells = listed(grid).replace("B7 1\n", "B7 true\n");
        assert_eq!(cells, format!("{TABLE}{rest}"), "{name}");
        let [block] = grid.merged() else {
            panic!("{name} has one merged block");
        };
        assert_eq!((block.rows.clone(), block.columns.clone()), (2..=2, 1..=2));
    }
}

#[test]
fn what_a_person_does_not_see_is_remarked() {
    let grids = read("a.xlsx", &file("openpyxl.xlsx"));
    let expected = [
        "bladet Tabell 1: dolda rader och kolumner med innehåll är lästa (antal rader: 1, kolumner: 1)",
        "2 dolda blad med innehåll är inte lästa: Gömd, Mycket gömd",
    ];
    assert_eq!(remarks(&grids[0]), expected);
    for name in ["libreoffice.xls", "libreoffice.ods"] {
        let grids = read(name, &file(name));
        let expected = ["ett dolt blad med innehåll är inte läst: Gömd"];
        assert_eq!(remarks(&grids[0]), expected, "{name}");
    }
}

#[test]
fn dates_of_the_epoch_1904_formats_and_formulas_are_read_as_meant() {
    let grids = read("a.xlsx", &file("xlsxwriter.xlsx"));
    // The program calculates nothing: A4 has the value 0, which it was never given.
    let expected = "\
A1 2014–20181 ^1
A2 Yrke
B2 Antal
A3 Tandläkare
B3 9084
C3 0.3333333333333333
D3 2019-01-01 (Date)
E3 88.5 %
F3 88 %
A4 =SUM(B3:B3) (Error)
B4 9084
C4 #DIV/0! (Error)
D4 x
E4 false
A5 007
B5 1000000000000000
C5 -0.5
D5 a_x000D_b
";
    assert_eq!(grids.len(), 1, "the chart sheet is left out");
    assert_eq!(listed(&grids[0]), expected);
}

#[test]
fn our_own_workbooks_are_read() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Bestånd").unwrap();
    let raised = Format::new().set_font_script(FormatScript::Superscript);
    let plain = Format::new();
    sheet
        .write_rich_string(0, 0, &[(&plain, "Län"), (&raised, "1, 2")])
        .unwrap();
    let date = ExcelDateTime::from_ymd(2023, 11, 1).unwrap();
    let format = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_with_format(1, 0, &date, &format).unwrap();
    sheet.write(1, 1, 0.1 + 0.2).unwrap();
    sheet.write(2, 1, Formula::new("=1+1")).unwrap();
    sheet.write(2, 0, "Norra\nsjukvårdsregionen").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let expected = "\
A1 Län1, 2 ^4
A2 2023-11-01 (Date)
B2 0.30000000000000004
A3 Norra sjukvårdsregionen
B3 =1+1 (Error)
";
    assert_eq!(listed(&read("a.xlsx", &bytes)[0]), expected);
}

#[test]
fn a_cell_is_named_by_sheet_and_letters() {
    let grids = read("a.xlsx", &file("openpyxl.xlsx"));
    let location = grids[0].row_location(4);
    let place = (
        location.file.as_str(),
        location.sheet.as_deref(),
        location.row,
    );
    assert_eq!(place, ("a.xlsx", Some("Tabell 1"), Some(5)));
}

/// A workbook with one sheet, the XML of which and of the shared texts is given.
fn xlsx_of(sheet: &str, texts: &str) -> Vec<u8> {
    let parts = [
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="rId1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
        ),
        ("xl/sharedStrings.xml", texts),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    zip_of(&parts)
}

const TEXTS: &str = "<sst><si><t>delad</t></si></sst>";

fn zip_of(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        zip.start_file(*name, packed).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn rows(rows: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    xlsx_of(&sheet, TEXTS)
}

#[test]
fn cells_without_places_follow_each_other() {
    let bytes = rows(
        r#"<row><c t="s"><v>0</v></c><c><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c><c><v>3E0</v></c></row><row><c><v>4</v></c></row>"#,
    );
    assert_eq!(
        listed(&read("a", &bytes)[0]),
        "A1 delad\nB1 1\nB3 2\nC3 3\nA4 4\n"
    );
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_no_rectangle() {
    let bytes = rows(
        r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#,
    );
    let grids = read("a", &bytes);
    assert_eq!((grids[0].height(), grids[0].width(1_000)), (1_048_576, 0));
    assert_eq!(grids[0].text(1_048_575, 16_383), "2");
}

#[test]
fn text_under_a_merged_block_is_not_read_and_remarked() {
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="C2"><v>4</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>"#;
    let grids = read("a", &xlsx_of(sheet, TEXTS));
    assert_eq!(listed(&grids[0]), "A1 1\nC2 4\n");
    let expected =
        ["bladet Blad1: innehåll som döljs av sammanslagna celler är inte läst (antal celler: 2)"];
    assert_eq!(remarks(&grids[0]), expected);
}

#[test]
fn a_workbook_that_makes_no_sense_is_damaged() {
    for sheet in [
        r#"<row r="1"><c r="A1"><v>ett</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1E999</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>NaN</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="s"><v>1</v></c></row>"#,
        r#"<row r="0"><c r="A1"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="1A"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>&unknown;</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1</v></row>"#,
        r#"<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>"#,
        r#"<row r="1"><c r="XFE1"><v>1</v></c></row>"#,
        r#"<row r="1048577"><c r="A1048577"><v>1</v></c></row>"#,
    ] {
        let message = refused(&rows(sheet));
        assert!(
            message.starts_with("fel: arbetsboken är skadad: "),
            "{sheet}: {message}"
        );
        assert!(message.contains("--> fil.xlsx"), "{message}");
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    // A compound file has whole sectors, and the last may be one that is not read.
    for (name, step) in [
        ("openpyxl.xlsx", 211),
        ("libreoffice.ods", 211),
        ("libreoffice.xls", 512),
    ] {
        let bytes = file(name);
        for length in (step..bytes.len()).step_by(step) {
            let message = refused(&bytes[..length]);
            assert!(
                message.contains("skadad") || message.contains("inte en arbetsbok"),
                "{name} {length}: {message}"
            );
        }
    }
}

/// The same file with another unpacked size of its last part in the directory.
fn declaring(mut zip: Vec<u8>, size: u32) -> Vec<u8> {
    let directory = memchr::memmem::rfind(&zip, b"PK\x01\x02").unwrap();
    zip[directory + 24..directory + 28].copy_from_slice(&size.to_le_bytes());
    zip
}

#[test]
fn what_declares_or_holds_too_much_is_refused_before_it_is_unpacked() {
    let cell = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
    let message = refused(&declaring(rows(cell), 1 << 30));
    assert!(
        message.contains("packas den upp till mer än 256 MB"),
        "{message}"
    );
    let message = refused(&declaring(rows(&" ".repeat(1 << 20)), 1000));
    assert!(message.contains("skadad"), "{message}");
    let deep = refused(&rows(&"<a>".repeat(300)));
    assert!(deep.contains("skadad"), "{deep}");
    let text = "x".repeat(2 << 20);
    let long = refused(&rows(&format!(
        r#"<row><c t="inlineStr"><is><t>{text}</t></is></c></row>"#
    )));
    assert!(long.contains("skadad"), "{long}");
    let runs =
        "<r><t>a</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>b</t></r>".repeat(20_000);
    let runs = refused(&rows(&format!(
        r#"<row><c t="inlineStr"><is>{runs}</is></c></row>"#
    )));
    assert!(runs.contains("skadad"), "{runs}");
    let parts: Vec<String> = (0..10_001).map(|part| part.to_string()).collect();
    let parts: Vec<(&str, &str)> = parts.iter().map(|part| (part.as_str(), "")).collect();
    let message = refused(&zip_of(&parts));
    assert!(message.contains("mer än 10000 delar"), "{message}");
}

#[test]
fn short_files_that_stand_for_many_cells_are_refused() {
    let row = |number| format!(r#"<row r="{number}"><c r="XFD{number}"><v>1</v></c></row>"#);
    let wide: String = (1..=2_000).map(row).collect();
    let cells = r#"<row><c t="s"><v>0</v></c></row>"#.repeat(7_000);
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    let text = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(32_000));
    let repeated = format!(
        r#"<office:spreadsheet><table:table table:name="Blad1"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>{}</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"#,
        "x".repeat(1_000)
    );
    let spreadsheet = "application/vnd.oasis.opendocument.spreadsheet";
    for bytes in [
        rows(&wide),
        xlsx_of(&sheet, &text),
        zip_of(&[("mimetype", spreadsheet), ("content.xml", &repeated)]),
    ] {
        let message = refused(&bytes);
        assert!(
            message.contains("dess celler kräver mer än 192 MB"),
            "{message}"
        );
    }
}

#[test]
fn a_protected_workbook_is_refused_with_what_to_do() {
    // A protected XLSX is a compound file with this stream.
    let mut bytes = file("libreoffice.xls");
    let letters = |name: &str| {
        name.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    let at = memchr::memmem::find(&bytes, &letters("Workbook")).unwrap();
    let name = letters("EncryptedPackage");
    bytes[at..at + name.len()].copy_from_slice(&name);
    bytes[at + 64] = 34;
    let manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>";
    let spreadsheet = "application/vnd.oasis.opendocument.spreadsheet";
    let ods = zip_of(&[
        ("mimetype", spreadsheet),
        ("META-INF/manifest.xml", manifest),
    ]);
    for bytes in [bytes, ods] {
        let message = refused(&bytes);
        assert!(
            message.contains("arbetsboken är skyddad med lösenord"),
            "{message}"
        );
        assert!(message.contains("ta bort lösenordet"), "{message}");
    }
}

#[test]
fn a_workbook_without_a_visible_cell_is_refused() {
    let message = refused(&rows(
        r#"<row r="1"><c r="A1" s="1"/><c r="B1" t="s"/></row>"#,
    ));
    assert!(
        message.contains("inget synligt blad med innehåll"),
        "{message}"
    );
}

#[test]
fn a_zip_file_that_is_no_workbook_is_named() {
    let office = |target: &str| {
        let relations = format!(
            r#"<Relationships><Relationship Id="rId1" Type="x/officeDocument" Target="{target}"/></Relationships>"#
        );
        zip_of(&[("_rels/.rels", &relations), (target, "<document/>")])
    };
    for (bytes, what) in [
        (office("word/document.xml"), "ett Word-dokument"),
        (office("ppt/presentation.xml"), "en PowerPoint-presentation"),
        (zip_of(&[("a.csv", "x")]), "en zip-fil med filen `a.csv`"),
        (
            zip_of(&[("b.csv", "x"), ("a.csv", "x")]),
            "en zip-fil med `a.csv` och 1 filer till",
        ),
        (
            zip_of(&[("mimetype", "application/vnd.oasis.opendocument.text")]),
            "ett OpenDocument-dokument av annat slag (`text`)",
        ),
    ] {
        let message = refused(&bytes);
        assert!(
            message.contains(&format!("filen är {what}, inte en arbetsbok")),
            "{message}"
        );
    }
    let message = refused(&office("xl/workbook.bin"));
    assert!(message.contains("XLSB"), "{message}");
}

/// A real file; none, with a word about it, where the folder of real files is not there.
fn real(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("VARDKRAFT_REALFILES")
        .map_or_else(|| repository().join("../shared/realfiles"), PathBuf::from);
    let bytes = fs::read(folder.join(name)).ok();
    if bytes.is_none() {
        // Past the capture of what a test prints.
        let mut visible = std::io::stderr().lock();
        writeln!(visible, "skipped: {name} is not in {}", folder.display()).unwrap();
    }
    bytes
}

/// Sheets, cells with content, the sum of the plain numbers among them, and texts that end in superscript.
fn sums(grids: &[Grid]) -> (usize, usize, f64, usize) {
    let cells = |grid: &Grid| -> Vec<(usize, usize)> {
        let rows = (0..grid.height())
            .flat_map(|row| (0..grid.width(row)).map(move |column| (row, column)));
        rows.collect()
    };
    let (mut filled, mut sum, mut raised) = (0, 0.0, 0);
    for grid in grids {
        for (row, column) in cells(grid) {
            filled += usize::from(!grid.text(row, column).is_empty());
            raised += usize::from(grid.superscript(row, column) > 0);
            sum += grid.text(row, column).parse::<f64>().unwrap_or_default();
        }
    }
    (grids.len(), filled, sum, raised)
}

/// Counted with openpyxl 3.1.5, which agrees in every cell.
#[test]
fn real_workbooks_have_the_cells_that_another_reader_counts() {
    for (name, expected) in [
        (
            "xlsx-myh/resultat-ansokningsomgang-2022.xlsx",
            (6, 62_634, 1_811_203.0, 0),
        ),
        (
            "xlsx-myh/resultat-ansokningsomgang-2023.xlsx",
            (6, 49_682, 1_195_937.0, 0),
        ),
        (
            "xlsx-region-codes/Regionindelning.xlsx",
            (4, 1133, 552_464.0, 0),
        ),
        ("xlsx-region-codes/styrfil.xlsx", (8, 2820, 1_244_781.06, 0)),
        (
            "xlsx-scb-pxweb/The-Skool-Group-7__arb_inom_omrade20-24.xlsx",
            (1, 625, 162_452.0, 0),
        ),
        (
            "xlsx-socialstyrelsen-lova-2019/socialstyrelsen.xlsx",
            (32, 12_532, 17_590_252.7, 101),
        ),
    ] {
        let Some(bytes) = real(name) else { continue };
        let (sheets, cells, sum, raised) = sums(&read(name, &bytes));
        assert_eq!(
            (sheets, cells, raised),
            (expected.0, expected.1, expected.3),
            "{name}"
        );
        assert!((sum - expected.2).abs() < 1e-3, "{name}: {sum}");
    }
}

/// Figures that the publication itself is known for, at the cells where it has them.
#[test]
fn the_statistics_of_licensed_staff_are_read_where_they_are() {
    let name = "xlsx-socialstyrelsen-lova-2019/socialstyrelsen.xlsx";
    let Some(bytes) = real(name) else { return };
    let grids = read(name, &bytes);
    let has = |sheet: &str, wanted: &[&str]| {
        let grid = grids
            .iter()
            .find(|grid| grid.sheet() == Some(sheet))
            .unwrap();
        (0..grid.height()).any(|row| {
            let cells: Vec<&str> = (0..grid.width(row))
                .map(|column| grid.text(row, column))
                .collect();
            let mut wanted = wanted.iter();
            let mut next = wanted.next();
            for cell in cells {
                if next == Some(&cell) {
                    next = wanted.next();
                }
            }
            next.is_none()
        })
    };
    assert!(has(
        "Tabell 1",
        &[
            "Tandläkare",
            "16793",
            "10987",
            "17101",
            "11162",
            "17806",
            "11166"
        ]
    ));
    assert!(has(
        "Tabell 10a",
        &["Tandläkare", "7845", "7904", "8004", "8086", "8181"]
    ));
}
