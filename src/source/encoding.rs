//! From bytes to text, whatever program wrote them.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How a document's characters were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 with a byte order mark, as Excel's "CSV UTF-8".
    Utf8WithMark,
    /// UTF-16, little endian, as Excel's "Unicode-text".
    Utf16LittleEndian,
    /// UTF-16, big endian.
    Utf16BigEndian,
    /// Windows-1252, as Excel's plain "CSV" and SAS's `wlatin1`.
    Windows1252,
}

impl Encoding {
    /// Its name in Swedish.
    #[must_use]
    pub const fn swedish(self) -> &'static str {
        match self {
            Self::Utf8WithMark => "UTF-8 med BOM",
            other => other.english(),
        }
    }

    /// Its name in English.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8WithMark => "UTF-8 with BOM",
            Self::Utf16LittleEndian => "UTF-16 LE",
            Self::Utf16BigEndian => "UTF-16 BE",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// Why bytes are not text; `offset` counts bytes from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DecodingError {
    /// Characters of two encodings in one file, as when tables are pasted together.
    Mixed { offset: usize },
    /// Bytes that no character of the encoding has.
    Malformed { offset: usize, encoding: Encoding },
}

/// Decodes by byte order mark; without one as UTF-8 if it is valid UTF-8, as UTF-16 if every other
/// byte is mostly zero, otherwise as Windows-1252.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Encoding), DecodingError> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return utf8_only(rest, 3).map(|text| (text, Encoding::Utf8WithMark));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(rest, Encoding::Utf16LittleEndian);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(rest, Encoding::Utf16BigEndian);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return utf16(bytes, encoding);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), Encoding::Utf8)),
        Err(error) => windows_1252(bytes, error.valid_up_to()),
    }
}

fn utf8_only(bytes: &[u8], mark: usize) -> Result<String, DecodingError> {
    std::str::from_utf8(bytes)
        .map(str::to_owned)
        .map_err(|error| DecodingError::Mixed {
            offset: mark + error.valid_up_to(),
        })
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Result<(String, Encoding), DecodingError> {
    let decoder = if encoding == Encoding::Utf16BigEndian {
        UTF_16BE
    } else {
        UTF_16LE
    };
    decoder
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| (text.into_owned(), encoding))
        .ok_or(DecodingError::Malformed {
            offset: 0,
            encoding,
        })
}

/// Bytes that are not UTF-8 from `invalid_from` on. Swedish letters written as UTF-8 elsewhere in
/// the file would come out as `Ã¤`: then the file mixes encodings, and no single reading is right.
pub(super) fn windows_1252(
    bytes: &[u8],
    invalid_from: usize,
) -> Result<(String, Encoding), DecodingError> {
    let has_utf8_swedish = ["å", "ä", "ö", "Å", "Ä", "Ö"]
        .iter()
        .any(|letter| contains(bytes, letter.as_bytes()));
    if has_utf8_swedish {
        return Err(DecodingError::Mixed {
            offset: invalid_from,
        });
    }
    let encoding = Encoding::Windows1252;
    let unassigned = bytes
        .iter()
        .position(|b| matches!(b, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d));
    match unassigned {
        Some(offset) => Err(DecodingError::Malformed { offset, encoding }),
        None => Ok((
            WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
                .into_owned(),
            encoding,
        )),
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// Latin text in UTF-16 has a zero in nearly every other byte and hardly any in the rest.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |parity: usize| {
        sample
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if half < 4 {
        None
    } else if odd * 10 > half * 7 && even * 10 < half {
        Some(Encoding::Utf16LittleEndian)
    } else if even * 10 > half * 7 && odd * 10 < half {
        Some(Encoding::Utf16BigEndian)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "läsår;nybörjare\r\n2022/23;54\r\n";

    fn utf16_bytes(to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        TEXT.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn the_same_text_is_read_from_every_encoding() {
        let little = utf16_bytes(u16::to_le_bytes);
        let big = utf16_bytes(u16::to_be_bytes);
        let windows = WINDOWS_1252.encode(TEXT).0.into_owned();
        for (bytes, encoding) in [
            (TEXT.as_bytes().to_vec(), Encoding::Utf8),
            (
                [b"\xef\xbb\xbf", TEXT.as_bytes()].concat(),
                Encoding::Utf8WithMark,
            ),
            (
                [b"\xff\xfe", &little[..]].concat(),
                Encoding::Utf16LittleEndian,
            ),
            ([b"\xfe\xff", &big[..]].concat(), Encoding::Utf16BigEndian),
            (little.clone(), Encoding::Utf16LittleEndian),
            (big.clone(), Encoding::Utf16BigEndian),
            (windows, Encoding::Windows1252),
        ] {
            assert_eq!(decode(&bytes), Ok((TEXT.to_owned(), encoding)));
        }
    }

    #[test]
    fn two_encodings_in_one_file_are_not_guessed_at() {
        let mixed = [TEXT.as_bytes(), &WINDOWS_1252.encode("läkare").0].concat();
        let offset = TEXT.len() + 1;
        assert_eq!(decode(&mixed), Err(DecodingError::Mixed { offset }));
    }
}
