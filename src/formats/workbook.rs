//! Workbooks: bytes in, a sheet out for each worksheet, by a reader for each format.

use super::byte_source::ByteSource;
use super::read_error::ReadError;
use super::sink::{SheetOf, SheetSink};
use super::{ods, xls, xlsb, xlsx};
use crate::model::Limits;

/// Reads every worksheet of a workbook; `format` is what the bytes are.
///
/// # Errors
/// The reason why none of it can be read.
pub(crate) fn read<S: SheetSink>(
    store: ByteSource,
    format: &'static str,
    sink: &S,
    limits: &Limits,
) -> Result<Vec<SheetOf<S>>, ReadError> {
    match format {
        "xls" => xls::reader::read(&store.whole()?, sink, limits),
        "ods" => ods::reader::read(&store.whole()?, sink, limits),
        "xlsb" => xlsb::reader::read(&store.whole()?, sink, limits),
        _ => xlsx::reader::read(&store, sink, limits),
    }
}
