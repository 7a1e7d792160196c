//! Data files of statistics programs, which are not read: how each is recognised and converted.

use crate::language::{Words, words};

/// A program whose data files are not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StatisticsProgram {
    Sas,
    SasTransport,
    Spss,
    Stata,
}

/// What a `.sas7bdat` file begins with.
const SAS: [u8; 32] = *b"\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\0\x09\xc7\x31\x8c\x18\x1f\x10\x11";

impl StatisticsProgram {
    /// The program whose file begins so.
    pub(super) fn of(first: &[u8]) -> Option<Self> {
        match first {
            // Up to version 115: the version, the order of bytes, the kind of file, a zero.
            [102..=116, 1 | 2, 1, 0, ..] => Some(Self::Stata),
            _ if first.starts_with(b"<stata_dta>") => Some(Self::Stata),
            _ if first.starts_with(&SAS) => Some(Self::Sas),
            _ if first.starts_with(b"HEADER RECORD*******") => Some(Self::SasTransport),
            [b'$', b'F', b'L', b'2' | b'3', ..] => Some(Self::Spss),
            _ => None,
        }
    }

    /// What its files are.
    pub(super) fn words(self) -> Words {
        match self {
            Self::Sas => words!("en SAS-fil (sas7bdat)", "a SAS file (sas7bdat)"),
            Self::SasTransport => words!("en SAS-transportfil (xpt)", "a SAS transport file (xpt)"),
            Self::Spss => words!("en SPSS-fil (sav)", "an SPSS file (sav)"),
            Self::Stata => words!("en Stata-fil (dta)", "a Stata file (dta)"),
        }
    }

    /// How to make CSV of one in R, in Python and in the program itself.
    pub(super) fn conversion(self) -> Words {
        let (file, in_r, in_python, own) = match self {
            Self::Sas => (
                "fil.sas7bdat",
                "read_sas",
                "read_sas7bdat",
                "SAS: `libname b '.'; proc export data=b.fil outfile='fil.csv' dbms=csv replace; run;`",
            ),
            Self::SasTransport => (
                "fil.xpt",
                "read_xpt",
                "read_xport",
                "SAS: `libname b xport 'fil.xpt'; proc export data=b.fil outfile='fil.csv' dbms=csv replace; run;`",
            ),
            Self::Spss => (
                "fil.sav",
                "read_sav",
                "read_sav",
                "SPSS: `SAVE TRANSLATE OUTFILE='fil.csv' /TYPE=CSV /FIELDNAMES.`",
            ),
            Self::Stata => (
                "fil.dta",
                "read_dta",
                "read_dta",
                "Stata: `export delimited using fil.csv, nolabel`",
            ),
        };
        words!(
            "gör om den till CSV. R: `library(haven); write.csv({in_r}('{file}'), 'fil.csv', row.names = FALSE, na = '')`. Python: `import pyreadstat; pyreadstat.{in_python}('{file}')[0].to_csv('fil.csv', index=False)`. {own}",
            "convert it to CSV. R: `library(haven); write.csv({in_r}('{file}'), 'fil.csv', row.names = FALSE, na = '')`. Python: `import pyreadstat; pyreadstat.{in_python}('{file}')[0].to_csv('fil.csv', index=False)`. {own}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_file_is_known_by_its_first_bytes() {
        let dta = |version: u8| [version, 2, 1, 0, 5];
        for version in 113..=115 {
            assert_eq!(
                StatisticsProgram::of(&dta(version)),
                Some(StatisticsProgram::Stata)
            );
        }
        let known = [
            (
                &b"<stata_dta><header><release>118"[..],
                StatisticsProgram::Stata,
            ),
            (&[&SAS[..], b"33"].concat(), StatisticsProgram::Sas),
            (
                b"HEADER RECORD*******LIBRARY HEADER",
                StatisticsProgram::SasTransport,
            ),
            (b"$FL2@(#) SPSS DATA FILE", StatisticsProgram::Spss),
            (b"$FL3@(#) SPSS DATA FILE", StatisticsProgram::Spss),
        ];
        for (first, program) in known {
            assert_eq!(StatisticsProgram::of(first), Some(program));
        }
        for text in ["region;antal", "stata;1", "HEADER;1", "$FL;1", ""] {
            assert_eq!(StatisticsProgram::of(text.as_bytes()), None);
        }
    }
}
