//! Headers: the first rows of a sheet in; which row is the header, what each column holds and why, and what
//! an unread column might be, out.

pub(crate) mod cell_forms;
pub(crate) mod duplicate_columns;
pub(crate) mod evidence;
pub(crate) mod head_row;
pub(crate) mod header_qualifiers;
pub(crate) mod header_rows;
pub(crate) mod locate;
pub(crate) mod located;
pub(crate) mod proposals;
pub(crate) mod rules;
pub(crate) mod saved_mapping;
pub(crate) mod unrecognised;
