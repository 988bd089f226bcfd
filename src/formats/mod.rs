//! Formats: bytes in, rows out. A reader knows the bytes of its format, a sink and the limits; it knows no field and
//! no layout.

pub(crate) mod byte_source;
pub(crate) mod catch_panic;
pub(crate) mod cells;
pub(crate) mod detect;
pub(crate) mod markup;
pub(crate) mod number;
pub(crate) mod ods;
pub(crate) mod read_back;
pub(crate) mod read_error;
pub(crate) mod reader_messages;
pub(crate) mod row;
pub(crate) mod row_channel;
pub(crate) mod rules;
pub(crate) mod sheet_features;
pub(crate) mod sink;
pub(crate) mod text;
pub(crate) mod workbook;
pub(crate) mod xls;
pub(crate) mod xlsb;
pub(crate) mod xlsx;
pub(crate) mod zip_parts;
