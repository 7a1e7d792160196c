//! Columns within columns: reading them takes a call for each level, and a level may be shared.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use polars_arrow_format::ipc::planus::ReadAsRoot as _;
use polars_arrow_format::ipc::{FieldRef, MessageHeaderRef, MessageRef, SchemaRef};

use super::Damage;

/// The deepest that columns lie in each other.
const DEPTH: usize = 32;

/// The columns of a file, those within others counted too.
const COLUMNS: usize = 100_000;

/// Checks a schema written as the number of parts of every element, in the order of a walk.
///
/// # Errors
/// One that is too deep.
pub(super) fn check_tree(parts: &[usize]) -> Result<(), Damage> {
    let mut open: Vec<usize> = Vec::new();
    for &parts in parts {
        while open.last() == Some(&0) {
            open.pop();
        }
        if let Some(left) = open.last_mut() {
            *left -= 1;
        }
        open.push(parts);
        if open.len() > DEPTH {
            return Err(Damage::Nesting);
        }
    }
    if parts.len() > COLUMNS {
        return Err(Damage::Nesting);
    }
    Ok(())
}

/// Checks the Arrow schema that a Parquet file may carry in its metadata.
///
/// # Errors
/// One that is damaged, too deep or too wide.
pub(super) fn check_encoded_schema(encoded: &str) -> Result<(), Damage> {
    let bytes = STANDARD.decode(encoded).map_err(|_| Damage::Description)?;
    // A marker and a length may precede the message.
    let has_marker = bytes.starts_with(&[0xff; 4]);
    let message = bytes.get(if has_marker { 8 } else { 0 }..);
    let message = message.ok_or(Damage::Description)?;
    let described = |_| Damage::Description;
    let message = MessageRef::read_as_root(message).map_err(described)?;
    match message.header().map_err(described)? {
        Some(MessageHeaderRef::Schema(schema)) => check_schema(schema),
        _ => Err(Damage::Description),
    }
}

/// Checks an Arrow schema.
///
/// # Errors
/// One that is damaged, too deep or too wide.
pub(super) fn check_schema(schema: SchemaRef<'_>) -> Result<(), Damage> {
    let mut left = COLUMNS;
    let fields = schema.fields().map_err(|_| Damage::Description)?;
    for field in fields.into_iter().flatten() {
        let field = field.map_err(|_| Damage::Description)?;
        check_field(field, DEPTH, &mut left)?;
    }
    Ok(())
}

fn check_field(field: FieldRef<'_>, depth: usize, left: &mut usize) -> Result<(), Damage> {
    *left = left.checked_sub(1).ok_or(Damage::Nesting)?;
    let depth = depth.checked_sub(1).ok_or(Damage::Nesting)?;
    let children = field.children().map_err(|_| Damage::Description)?;
    for child in children.into_iter().flatten() {
        check_field(child.map_err(|_| Damage::Description)?, depth, left)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_as_deep_as_its_columns_lie_in_each_other() {
        assert_eq!(check_tree(&[3, 0, 1, 0, 0]), Ok(()));
        assert_eq!(check_tree(&vec![1; DEPTH]), Ok(()));
        assert_eq!(check_tree(&vec![1; DEPTH + 1]), Err(Damage::Nesting));
        let wide: Vec<usize> = [1000].into_iter().chain(vec![0; 1000]).collect();
        assert_eq!(check_tree(&wide), Ok(()));
    }
}
