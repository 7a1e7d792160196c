//! A proposed mapping as TOML that explains itself.

use std::io::{self, Write};

use super::names::Naming;
use super::values::{UnknownValues, has_listed_values};
use super::{Guess, Proposal, ProposedColumn, Reason};
use crate::domain::DisclosureRules;
use crate::extract::columns::Column;
use crate::extract::mapping::UNANSWERED;
use crate::language::{Language, Words, visible, words, wrapped};
use crate::source::fold;

/// Where the comments after values begin.
const COMMENTS: usize = 34;

/// How the counts of rows in a mapping are protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapProtection {
    /// The rules by which small counts are suppressed; none where there is no one to protect.
    pub rules: Option<DisclosureRules>,
    /// Whether a count of rows in all could disclose a small one that check suppresses.
    pub discloses_totals: bool,
}

impl Proposal {
    /// Writes the mapping in a language, for `--map`.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn write_toml(
        &self,
        language: Language,
        protection: MapProtection,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let mut writer = TomlWriter {
            language,
            protection,
            out,
        };
        writer.introduction()?;
        writer.columns(self)?;
        for column in &self.columns {
            writer.values(column)?;
        }
        Ok(())
    }
}

struct TomlWriter<'o, W> {
    language: Language,
    protection: MapProtection,
    out: &'o mut W,
}

impl<W: Write> TomlWriter<'_, W> {
    fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", line.trim_end())
    }

    fn comment(&mut self, comment: &Words) -> io::Result<()> {
        let text = comment.text(self.language).to_owned();
        for line in wrapped(&text, 77) {
            self.line(&format!("# {line}"))?;
        }
        Ok(())
    }

    /// `entry   # comment`, itself a comment if it `awaits` an answer.
    fn entry(&mut self, entry: &str, comment: &Words, awaits: bool) -> io::Result<()> {
        let entry = if awaits {
            format!("# {entry}")
        } else {
            entry.to_owned()
        };
        let comment = comment.text(self.language);
        if comment.is_empty() {
            return self.line(&entry);
        }
        self.line(&format!("{entry:<COMMENTS$} # {comment}"))
    }

    fn introduction(&mut self) -> io::Result<()> {
        self.comment(&words!(
            "Ett förslag från `vardkraft check --write-map`, att använda med --map. Det som är ifyllt är gissningar efter namn och innehåll: granska varje rad.",
            "A proposal by `vardkraft check --write-map`, to be used with --map. What is filled in is guessed by name and content: review every line."
        ))?;
        self.comment(&words!(
            "Rader med {UNANSWERED} väntar på svar och är bortkommenterade: ta bort # och byt {UNANSWERED} mot rätt svar, eller låt raden vara. Värden som kan peka ut personer (löpnr, datum, långa nummer) skrivs aldrig.",
            "Lines with {UNANSWERED} await an answer and are commented out: remove # and replace {UNANSWERED}, or leave the line. Values that may identify persons (löpnr, dates, long numbers) are never written."
        ))?;
        if let Some(rules) = self.protection.rules {
            let threshold = rules.threshold;
            self.comment(&words!(
                "Antal rader under {threshold} skrivs inte, och inte heller antal som kan röja dem.",
                "Counts of rows below {threshold} are not written, nor counts that could disclose them."
            ))?;
        }
        self.line("")
    }

    fn columns(&mut self, proposal: &Proposal) -> io::Result<()> {
        self.entry(
            "[columns]",
            &words!("vårt namn = filens namn", "our name = the file's name"),
            false,
        )?;
        for missing in &proposal.missing {
            let [swedish, english] =
                [Language::Swedish, Language::English].map(|language| missing.text(language));
            self.comment(&words!(
                "Obs! {swedish}: byt {UNANSWERED} på rätt rad mot dess namn.",
                "NB! {english}: replace {UNANSWERED} on the right line by its name."
            ))?;
        }
        for column in &proposal.columns {
            self.column(column)?;
        }
        Ok(())
    }

    fn column(&mut self, own: &ProposedColumn) -> io::Result<()> {
        let header = quoted(&own.header);
        match own.guess {
            Some(guess) => {
                let entry = format!("{} = {header}", fold(guess.column.name()));
                let is_needed = guess.reason != Reason::Name(Naming::Exact);
                let reason = if own.is_everywhere || !is_needed {
                    reason(guess)
                } else {
                    words!(
                        "finns inte i alla filer; ge kolumnen samma namn överallt",
                        "not in all files; give the column one name everywhere"
                    )
                };
                self.entry(&entry, &reason, !(is_needed && own.is_everywhere))
            }
            None => {
                let comment = match own.rival_of {
                    Some(column) => {
                        let name = column.name();
                        words!("kanske {name}", "possibly {name}")
                    }
                    None => words!("används inte", "not used"),
                };
                self.entry(&format!("\"{UNANSWERED}\" = {header}"), &comment, true)
            }
        }
    }

    fn values(&mut self, own: &ProposedColumn) -> io::Result<()> {
        let Some(Guess { column, .. }) = own.guess.filter(|own| has_listed_values(own.column))
        else {
            return Ok(());
        };
        let UnknownValues {
            listed,
            beyond,
            withheld,
            understood,
            ..
        } = &own.values;
        if listed.is_empty() && *withheld == 0 && understood.is_empty() || !own.is_everywhere {
            return Ok(());
        }
        self.line("")?;
        let entry = format!("[values.{}]", fold(column.name()));
        let header = quoted(&own.header);
        self.entry(
            &entry,
            &words!(
                "värde i {header} = vårt värde",
                "value in {header} = our value"
            ),
            false,
        )?;
        self.comment(&valid(column))?;
        if !understood.is_empty() {
            let meanings = understood.iter();
            let meanings = meanings.map(|(code, meaning)| format!("{} = {meaning}", quoted(code)));
            let meanings = meanings.collect::<Vec<_>>().join(", ");
            self.comment(&words!(
                "Förstås redan: {meanings}. Skriv här om de betyder något annat.",
                "Understood already: {meanings}. Write here if they mean something else."
            ))?;
        }
        for value in listed {
            let rows = self.rows(value.rows, &own.values);
            let guess = value.guess.as_deref().unwrap_or(UNANSWERED);
            let entry = format!("{} = {}", quoted(&value.text), quoted(guess));
            // A key without letters and digits is the same as every other.
            let awaits = value.guess.is_none() || fold(&value.text).is_empty();
            self.entry(&entry, &rows, awaits)?;
        }
        if *beyond > 0 {
            self.comment(&words!(
                "… och {beyond} värden till",
                "… and {beyond} more values"
            ))?;
        }
        if *withheld > 0 {
            self.comment(&words!(
                "{withheld} värden skrivs inte här: de kan peka ut personer.",
                "{withheld} values are not written here: they may identify persons."
            ))?;
        }
        Ok(())
    }

    /// How many rows have a value, as far as that may be shown.
    fn rows(&self, rows: u64, values: &UnknownValues) -> Words {
        let number = |language: Language| {
            let rows = u32::try_from(rows).unwrap_or(u32::MAX);
            language.number(rows.into(), 0)
        };
        let is_small = |rows: u64| {
            let rows = i64::try_from(rows).unwrap_or(i64::MAX);
            self.protection
                .rules
                .is_some_and(|rules| rules.is_small(rows))
        };
        let threshold = self.protection.rules.map_or(0, |rules| rules.threshold);
        if is_small(rows) {
            return words!("färre än {threshold} rader", "fewer than {threshold} rows");
        }
        let discloses = self.protection.discloses_totals || values.least_rows.is_some_and(is_small);
        if self.protection.rules.is_some() && discloses {
            return words!("minst {threshold} rader", "at least {threshold} rows");
        }
        let [swedish, english] = [Language::Swedish, Language::English].map(number);
        if rows == 1 {
            words!("1 rad", "1 row")
        } else {
            words!("{swedish} rader", "{english} rows")
        }
    }
}

fn reason(guess: Guess) -> Words {
    match guess.reason {
        Reason::Name(Naming::Exact) => words!("behövs inte: känns igen", "not needed: recognised"),
        Reason::Name(Naming::Form | Naming::Part) => {
            words!("gissat av namnet", "guessed from the name")
        }
        Reason::Name(Naming::Similar) => words!(
            "gissat av ett liknande namn och innehållet",
            "guessed from a similar name and the content"
        ),
        Reason::OnlyCounty => words!(
            "det enda länet: räknas för alla, sysselsatta eller ej",
            "the only county: counted for all, employed or not"
        ),
        Reason::Content => words!("gissat av innehållet", "guessed from the content"),
    }
}

/// What a column may hold.
fn valid(column: Column) -> Words {
    let table = match column {
        Column::Profession => "professions",
        Column::University => "universities",
        Column::County
        | Column::WorkCounty
        | Column::ResidenceCounty
        | Column::StudyCounty
        | Column::Municipality => "regions",
        _ => {
            let values = column.values().join(", ");
            return words!("Giltiga värden: {values}.", "Valid values: {values}.");
        }
    };
    words!(
        "Giltiga värden visas av `vardkraft reference {table}`.",
        "Valid values are shown by `vardkraft reference {table}`."
    )
}

/// A text as TOML writes it, on one line.
fn quoted(text: &str) -> String {
    let escaped: String = text.chars().map(escaped).collect();
    format!("\"{escaped}\"")
}

/// A character as TOML writes it; one that could steer a terminal by its number.
fn escaped(letter: char) -> String {
    let plain = letter.to_string();
    match letter {
        '"' | '\\' => format!("\\{letter}"),
        _ if visible(&plain) == plain => plain,
        _ => format!("\\u{:04X}", u32::from(letter)),
    }
}
