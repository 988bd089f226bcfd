//! Workbooks: bytes in, a sheet out for each worksheet, by a reader for each format.

use super::byte_source::ByteSource;
use super::read_error::ReadError;
use super::sink::{SheetOf, SheetSink};
use super::{ods, xls, xlsb, xlsx};
use crate::model::Limits;

/// Reads every worksheet of a workbook in this format.
pub(crate) fn read<S: SheetSink>(
    source: ByteSource,
    format: &'static str,
    sink: &S,
    limits: &Limits,
) -> Result<Vec<SheetOf<S>>, ReadError> {
    match format {
        "xls" => xls::reader::read(&source.into_bytes()?, sink, limits),
        "ods" => ods::reader::read(&source.into_bytes()?, sink, limits),
        "xlsb" => xlsb::reader::read(&source.into_bytes()?, sink, limits),
        _ => xlsx::reader::read(&source, sink, limits),
    }
}
