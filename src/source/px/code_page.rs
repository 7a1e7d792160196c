//! From the bytes of a PX file to its text.
//!
//! `CODEPAGE` names the encoding and takes precedence over `CHARSET`, which is `ANSI` for Windows and is left
//! out for DOS (PX file format specification 2013, SCB). Files do not always tell the truth about it.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use memchr::memmem;

use super::super::encoding::decode;
use crate::language::{Words, words};

/// The upper half of the code page 850, "DOS Latin 1".
const CODE_PAGE_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
    áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// The upper half of the code page 437, the first of IBM's.
const CODE_PAGE_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ\
    áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// A text, and what is to be said about how it was decoded.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) remark: Option<Words>,
}

/// How the characters of a file are written.
enum CodePage {
    /// One that the web knows.
    Known(&'static Encoding),
    /// A DOS code page, by its upper half.
    Dos(&'static str),
}

/// Decodes a PX file by its byte order mark, by what it declares, and by what it holds.
pub(super) fn decoded(bytes: &[u8]) -> Decoded {
    let has_mark = [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"];
    let is_wide = bytes.iter().take(64).any(|&byte| byte == 0);
    if (is_wide || has_mark.iter().any(|mark| bytes.starts_with(mark)))
        && let Ok((text, _)) = decode(bytes)
    {
        return Decoded { text, remark: None };
    }
    let header = &bytes[..memmem::find(bytes, b"DATA=").unwrap_or(bytes.len())];
    let declared = keyword(header, b"CODEPAGE").or_else(|| keyword(header, b"CHARSET"));
    let page = declared.as_deref().and_then(code_page);
    let name = declared.as_deref().unwrap_or_default();
    match page {
        _ if bytes.is_ascii() => Decoded {
            text: String::from_utf8_lossy(bytes).into_owned(),
            remark: None,
        },
        Some(CodePage::Known(encoding)) => known(bytes, encoding, name),
        Some(CodePage::Dos(upper)) => unless_utf8(bytes, || dos(bytes, upper), name),
        None => undeclared(bytes, declared.as_deref()),
    }
}

/// The text after `KEYWORD="` in the header, which is ASCII as far as the keywords go.
fn keyword(header: &[u8], keyword: &[u8]) -> Option<String> {
    let after = memmem::find_iter(header, keyword).find_map(|at| {
        let rest = header[at + keyword.len()..].trim_ascii_start();
        rest.strip_prefix(b"=")
    })?;
    let end = after.iter().position(|&byte| byte == b';')?;
    let value = after[..end.min(64)].trim_ascii();
    let value = value.strip_prefix(b"\"").unwrap_or(value);
    let value = value.strip_suffix(b"\"").unwrap_or(value);
    Some(String::from_utf8_lossy(value.trim_ascii()).into_owned())
}

/// The code page of a name: `iso-8859-1`, `Windows-1252`, `CP850`, `850`, `ANSI`.
fn code_page(name: &str) -> Option<CodePage> {
    let short: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    match short.as_str() {
        "ansi" | "latin1" | "88591" | "28591" => Some(CodePage::Known(WINDOWS_1252)),
        "65001" | "unicode" => Some(CodePage::Known(UTF_8)),
        _ if short.ends_with("437") => Some(CodePage::Dos(CODE_PAGE_437)),
        "oem" | "dos" | "pc8" => Some(CodePage::Dos(CODE_PAGE_850)),
        _ if short.ends_with("850") => Some(CodePage::Dos(CODE_PAGE_850)),
        _ => {
            let windows = short.trim_start_matches("windows").trim_start_matches("cp");
            let names = [name.trim().to_owned(), format!("windows-{windows}")];
            let mut known = names.iter();
            known
                .find_map(|name| Encoding::for_label(name.as_bytes()))
                .map(CodePage::Known)
        }
    }
}

fn known(bytes: &[u8], encoding: &'static Encoding, name: &str) -> Decoded {
    let decoded = || encoding.decode_without_bom_handling(bytes);
    if encoding != UTF_8 {
        return unless_utf8(bytes, || decoded().0.into_owned(), name);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: text.to_owned(),
            remark: None,
        },
        Err(_) => Decoded {
            text: WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
                .into_owned(),
            remark: Some(words!(
                "filen anger UTF-8 men är inte det; den har lästs som Windows-1252",
                "the file declares UTF-8 but is not; it was read as Windows-1252"
            )),
        },
    }
}

/// Text that is valid UTF-8 with letters beyond ASCII was written as UTF-8, whatever it declares:
/// in no other encoding would those bytes be words.
fn unless_utf8(bytes: &[u8], declared: impl FnOnce() -> String, name: &str) -> Decoded {
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: text.to_owned(),
            remark: Some(words!(
                "filen anger teckenkodningen {name} men är UTF-8, och har lästs så",
                "the file declares the encoding {name} but is UTF-8, and was read as such"
            )),
        },
        Err(_) => Decoded {
            text: declared(),
            remark: None,
        },
    }
}

/// A file that names no encoding, or an unknown one. The specification takes it for a DOS text; the letters of
/// the Nordic languages show whether it is one.
fn undeclared(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: text.to_owned(),
            remark: None,
        };
    }
    let count = |range: std::ops::RangeInclusive<u8>| {
        let letters = bytes.iter().filter(|byte| range.contains(byte));
        letters.count()
    };
    let is_dos = count(0x80..=0xa5) > count(0xc0..=0xff);
    let (text, name) = if is_dos {
        (dos(bytes, CODE_PAGE_850), "DOS (CP850)")
    } else {
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
        (text.into_owned(), "Windows-1252")
    };
    let remark = match declared {
        Some(declared) => words!(
            "teckenkodningen `{declared}` är okänd; filen har lästs som {name}",
            "the encoding `{declared}` is unknown; the file was read as {name}"
        ),
        None => words!(
            "filen anger ingen teckenkodning; den har lästs som {name}",
            "the file declares no encoding; it was read as {name}"
        ),
    };
    Decoded {
        text,
        remark: Some(remark),
    }
}

fn dos(bytes: &[u8], upper: &str) -> String {
    let upper: Vec<char> = upper.chars().collect();
    let letter = |&byte: &u8| match byte.checked_sub(0x80) {
        Some(at) => upper.get(usize::from(at)).copied().unwrap_or('\u{fffd}'),
        None => char::from(byte),
    };
    bytes.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decoded(bytes).text
    }

    #[test]
    fn the_upper_halves_of_the_dos_code_pages_are_whole() {
        for upper in [CODE_PAGE_850, CODE_PAGE_437] {
            assert_eq!(upper.chars().count(), 128);
        }
        assert_eq!(dos(b"\x86\x84\x94\x8f\x8e\x99", CODE_PAGE_850), "åäöÅÄÖ");
        assert_eq!(dos(b"\x86\x84\x94\x8f\x8e\x99", CODE_PAGE_437), "åäöÅÄÖ");
        assert_eq!(dos(b"\x9b\x9d", CODE_PAGE_850), "øØ");
    }

    #[test]
    fn the_code_page_decides_before_the_character_set() {
        assert!(text(b"CHARSET=\"ANSI\";\nTITLE=\"\xe5\";").ends_with("\"å\";"));
        let utf8 = "CHARSET=\"ANSI\";\nCODEPAGE=\"utf-8\";\nTITLE=\"å\";";
        assert_eq!(text(utf8.as_bytes()), utf8);
        assert!(text(b"CHARSET=\"ANSI\";CODEPAGE=\"ISO-8859-15\";TITLE=\"\xa4\";").contains('€'));
        for name in ["850", "CP850", "ibm850", "cp-850"] {
            let file = [b"CODEPAGE=\"", name.as_bytes(), b"\";TITLE=\"\x86\";"].concat();
            assert!(text(&file).contains('å'), "{name}");
        }
        for name in [
            "iso-8859-1",
            "ISO-8859-1",
            "Windows-1252",
            "1252",
            "ISO8859-1",
        ] {
            let file = [b"CODEPAGE=\"", name.as_bytes(), b"\";TITLE=\"\xe5\";"].concat();
            assert!(text(&file).contains('å'), "{name}");
            assert_eq!(decoded(&file).remark, None, "{name}");
        }
    }

    #[test]
    fn without_a_character_set_the_letters_show_whether_it_is_dos() {
        let dos = decoded(b"TITLE=\"\x86r efter l\x84n\";");
        assert!(dos.text.contains("år efter län"));
        assert!(dos.remark.is_some());
        let windows = decoded(b"TITLE=\"\xe5r efter l\xe4n\";");
        assert!(windows.text.contains("år efter län"));
        assert!(decoded("TITLE=\"år\";".as_bytes()).remark.is_none());
    }

    #[test]
    fn a_declaration_that_is_not_true_is_remarked() {
        let declared = "CODEPAGE=\"iso-8859-1\";TITLE=\"å\";";
        let file = decoded(declared.as_bytes());
        assert_eq!(file.text, declared);
        assert!(file.remark.is_some());
        let file = decoded(b"CODEPAGE=\"utf-8\";TITLE=\"\xe5\";");
        assert!(file.text.contains('å') && file.remark.is_some());
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        let marked = [b"\xef\xbb\xbf", "TITLE=\"å\";".as_bytes()].concat();
        assert_eq!(text(&marked), "TITLE=\"å\";");
    }
}
