//! A Parquet file whose footer and page headers agree with each other and with its size.

use std::io::Cursor;
use std::sync::Arc;

use polars::prelude::{DataFrame, DataType, ParallelStrategy, ParquetReader, SerReader as _};
use polars_buffer::Buffer;
use polars_parquet::parquet::metadata::{ColumnChunkMetadata, RowGroupMetadata};
use polars_parquet::read::{FileMetadata, read_metadata};
use polars_parquet_format::thrift::protocol::TCompactInputProtocol;
use polars_parquet_format::{PageHeader, PageType};

use super::nesting::check_encoded_schema;
use super::thrift::check_footer;
use super::{Allowance, Damage, column_type, guarded};

/// What ends a file: the length of the footer and the format's name.
const TAIL: usize = 8;

/// Where a Parquet file carries its Arrow schema.
const ARROW_SCHEMA: &str = "ARROW:schema";

/// A Parquet file in memory.
///
/// Its bytes were read once and are never mapped: a file that is cut off while it is read must not
/// end the process.
pub(crate) struct ParquetFile {
    bytes: Buffer<u8>,
    metadata: Arc<FileMetadata>,
    columns: Vec<(String, DataType)>,
}

impl ParquetFile {
    /// Takes a file, its footer checked.
    ///
    /// # Errors
    /// A footer that is damaged or declares more than the file can hold.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, Damage> {
        check_footer(footer(&bytes)?)?;
        let bytes = Buffer::from_vec(bytes);
        guarded(|| {
            let metadata = read_metadata(&mut Cursor::new(bytes.clone()))?;
            let pairs = metadata.key_value_metadata().iter().flatten();
            for pair in pairs.filter(|pair| pair.key == ARROW_SCHEMA) {
                check_encoded_schema(pair.value.as_deref().unwrap_or_default())?;
            }
            check_rows(&metadata, bytes.len())?;
            let mut reader = ParquetReader::new(Cursor::new(bytes.clone()));
            let metadata = Arc::new(metadata);
            reader.set_metadata(Arc::clone(&metadata));
            let schema = reader.schema()?;
            let columns = schema
                .iter_values()
                .map(column_type)
                .collect::<Result<_, _>>()?;
            Ok(Self {
                bytes,
                metadata,
                columns,
            })
        })
    }

    /// What the footer says.
    pub(crate) fn metadata(&self) -> &FileMetadata {
        &self.metadata
    }

    /// The names and types of the columns.
    pub(crate) fn columns(&self) -> &[(String, DataType)] {
        &self.columns
    }

    /// Checks that the pages of some columns hold as many values as the footer says, and ask for no
    /// more memory than the file's size explains.
    ///
    /// # Errors
    /// Pages that do not.
    pub(crate) fn check_pages<'c>(
        &self,
        columns: &(impl Iterator<Item = &'c str> + Clone),
    ) -> Result<(), Damage> {
        guarded(|| {
            let mut allowance = Allowance::of(self.bytes.len() as u64);
            for group in &self.metadata.row_groups {
                for column in columns.clone() {
                    let chunk = flat_column(group, column)?;
                    self.check_chunk(chunk, group.num_rows() as u64, &mut allowance)?;
                }
            }
            Ok(())
        })
    }

    fn check_chunk(
        &self,
        chunk: &ColumnChunkMetadata,
        rows: u64,
        allowance: &mut Allowance,
    ) -> Result<(), Damage> {
        let declared = u64::try_from(chunk.num_values()).map_err(|_| Damage::Description)?;
        if declared != rows {
            let found = declared;
            return Err(Damage::Counts {
                declared: rows,
                found,
            });
        }
        let range = chunk.byte_range();
        let (start, end) = (usize::try_from(range.start), usize::try_from(range.end));
        let (Ok(start), Ok(end)) = (start, end) else {
            return Err(Damage::Outside);
        };
        let mut rest = self.bytes.get(start..end).ok_or(Damage::Outside)?;
        let mut found = 0;
        while found < rows {
            let (values, after) = page(rest, allowance)?;
            (found, rest) = (found + values, after);
        }
        if found == rows {
            Ok(())
        } else {
            Err(Damage::Counts {
                declared: rows,
                found,
            })
        }
    }

    /// Some rows of some columns, whose pages have been checked.
    ///
    /// # Errors
    /// Pages whose contents are invalid, and columns that have not as many rows.
    pub(crate) fn frame<'c>(
        &self,
        columns: impl Iterator<Item = &'c str>,
        start: usize,
        rows: usize,
    ) -> Result<DataFrame, Damage> {
        let columns = columns.map(ToOwned::to_owned).collect();
        guarded(|| {
            let mut reader = ParquetReader::new(Cursor::new(self.bytes.clone()));
            reader.set_metadata(Arc::clone(&self.metadata));
            let frame = reader
                .with_columns(Some(columns))
                .with_slice(Some((start, rows)))
                .read_parallel(ParallelStrategy::None)
                .finish()?;
            // polars takes the height from the footer, whatever the columns hold.
            for column in frame.columns() {
                if column.len() != rows {
                    return Err(Damage::Counts {
                        declared: rows as u64,
                        found: column.len() as u64,
                    });
                }
            }
            Ok(frame)
        })
    }
}

/// The footer of a file, without what ends it.
fn footer(bytes: &[u8]) -> Result<&[u8], Damage> {
    let described = || Damage::Description;
    let (before, tail) = bytes.split_last_chunk::<TAIL>().ok_or_else(described)?;
    let [a, b, c, d, magic @ ..] = *tail;
    if magic != *b"PAR1" {
        return Err(Damage::Description);
    }
    let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).map_err(|_| Damage::Outside)?;
    let start = before.len().checked_sub(length).ok_or(Damage::Outside)?;
    Ok(&before[start..])
}

/// Checks the rows of the file against those of its groups and against its size, and that the
/// columns' bytes have room in the file.
fn check_rows(metadata: &FileMetadata, size: usize) -> Result<(), Damage> {
    let mut allowance = Allowance::of(size as u64);
    let (mut rows, mut packed) = (0_u64, 0_u64);
    for group in &metadata.row_groups {
        allowance.take_rows(group.num_rows() as u64)?;
        rows += group.num_rows() as u64;
        for chunk in group.parquet_columns() {
            let size = u64::try_from(chunk.compressed_size()).map_err(|_| Damage::Outside)?;
            packed = packed.checked_add(size).ok_or(Damage::Outside)?;
        }
    }
    let declared = metadata.num_rows as u64;
    if declared != rows {
        return Err(Damage::Counts {
            declared,
            found: rows,
        });
    }
    if packed > size as u64 {
        return Err(Damage::Outside);
    }
    Ok(())
}

/// The one chunk of a column that has no parts.
fn flat_column<'g>(
    group: &'g RowGroupMetadata,
    column: &str,
) -> Result<&'g ColumnChunkMetadata, Damage> {
    let mut chunks = group
        .columns_under_root_iter(column)
        .ok_or(Damage::Description)?;
    match (chunks.next(), chunks.next()) {
        (Some(chunk), None) if chunk.descriptor().descriptor.max_rep_level == 0 => Ok(chunk),
        _ => Err(Damage::Nesting),
    }
}

/// The values that the first page has, and what follows the page. A dictionary has none.
fn page<'b>(bytes: &'b [u8], allowance: &mut Allowance) -> Result<(u64, &'b [u8]), Damage> {
    let mut rest = bytes;
    let mut protocol = TCompactInputProtocol::new(&mut rest, bytes.len());
    let header = PageHeader::read_from_in_protocol(&mut protocol);
    let header = header.map_err(|_| Damage::Description)?;
    let size = |size: i32| usize::try_from(size).map_err(|_| Damage::Description);
    let packed = size(header.compressed_page_size)?;
    let unpacked = size(header.uncompressed_page_size)?;
    allowance.unpack(unpacked as u64)?;
    let (page, after) = rest.split_at_checked(packed).ok_or(Damage::Outside)?;
    check_sum(&header, page)?;
    let values = match header.type_ {
        PageType::DATA_PAGE => header.data_page_header.map(|page| page.num_values),
        PageType::DATA_PAGE_V2 => header.data_page_header_v2.map(|page| page.num_values),
        PageType::DICTIONARY_PAGE => {
            let dictionary = header.dictionary_page_header.ok_or(Damage::Description)?;
            // No value takes less than a byte.
            if size(dictionary.num_values)? > unpacked {
                return Err(Damage::Description);
            }
            Some(0)
        }
        _ => None,
    };
    let values = size(values.ok_or(Damage::Description)?)?;
    Ok((values as u64, after))
}

/// Checks a page's checksum, if it has one.
fn check_sum(header: &PageHeader, page: &[u8]) -> Result<(), Damage> {
    let Some(declared) = header.crc else {
        return Ok(());
    };
    let mut sum = flate2::Crc::new();
    sum.update(page);
    if sum.sum() == declared.cast_unsigned() {
        Ok(())
    } else {
        Err(Damage::Checksum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page's header: its kind, unpacked and packed size, and the number of its values.
    fn header(kind: u8, unpacked: u32, packed: u8, values: u8) -> Vec<u8> {
        let mut bytes = vec![0x15, kind << 1, 0x15];
        let mut rest = u64::from(unpacked) << 1;
        while rest >= 0x80 {
            bytes.push(rest.to_le_bytes()[0] | 0x80);
            rest >>= 7;
        }
        bytes.push(rest.to_le_bytes()[0]);
        bytes.extend([0x15, packed << 1]);
        // The header of a data page is field 5, that of a dictionary field 7.
        bytes.push(if kind == 0 { 0x2c } else { 0x4c });
        bytes.extend([0x15, values << 1, 0x15, 0]);
        if kind == 0 {
            bytes.extend([0x15, 0, 0x15, 0]);
        }
        bytes.extend([0, 0]);
        bytes
    }

    fn read(header: &[u8], page: &[u8]) -> Result<(u64, usize), Damage> {
        let bytes = [header, page].concat();
        let mut allowance = Allowance::of(bytes.len() as u64);
        page_and_rest(&bytes, &mut allowance)
    }

    fn page_and_rest(bytes: &[u8], allowance: &mut Allowance) -> Result<(u64, usize), Damage> {
        page(bytes, allowance).map(|(values, rest)| (values, rest.len()))
    }

    #[test]
    fn a_page_has_its_values_and_ends_before_the_next() {
        assert_eq!(read(&header(0, 40, 3, 10), b"abcrest"), Ok((10, 4)));
        assert_eq!(read(&header(2, 40, 3, 10), b"abc"), Ok((0, 0)));
    }

    #[test]
    fn a_page_that_would_unpack_to_two_gigabytes_is_refused_before_it_is_unpacked() {
        let declared = i32::MAX.unsigned_abs();
        let refused = Err(Damage::Unpacked {
            declared: declared.into(),
        });
        assert_eq!(read(&header(0, declared, 3, 10), b"abc"), refused);
    }

    #[test]
    fn a_page_outside_its_column_and_a_dictionary_without_room_are_refused() {
        assert_eq!(read(&header(0, 40, 4, 10), b"abc"), Err(Damage::Outside));
        assert_eq!(read(&header(2, 9, 3, 10), b"abc"), Err(Damage::Description));
    }
}
