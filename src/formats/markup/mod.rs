//! Texts made of tags: HTML pages, SpreadsheetML 2003, and the XML parts of zipped workbooks.

pub(crate) mod grid;
pub(crate) mod html;
pub(crate) mod mime;
pub(crate) mod tags;
pub(crate) mod tokens;
pub(crate) mod xml_workbook;
