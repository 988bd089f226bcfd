//! How many digits the cells of an `.ods` show at least, by their styles.

use std::collections::BTreeMap;

use crate::formats::markup::tags::{TagKind, XmlTag};

/// The digits that the styles show at least (OASIS OpenDocument 1.3, part 3, sections 16.29 and 19.366).
#[derive(Default)]
pub(crate) struct NumberFormats {
    /// Digits shown at least, by number style and by cell style.
    numbers: BTreeMap<Vec<u8>, u8>,
    cells: BTreeMap<Vec<u8>, u8>,
    /// The number style being read, and its digits so far.
    open: Option<(Vec<u8>, Option<u8>)>,
}

impl NumberFormats {
    pub(crate) fn see(&mut self, tag: &XmlTag) {
        match (tag.full_name, tag.kind) {
            (b"number:number-style", TagKind::Open) => {
                let name = tag.attribute("style:name");
                self.open = name.map(|name| (name.to_vec(), None));
            }
            (b"number:number-style", _) => {
                if let Some((name, Some(width))) = self.open.take() {
                    self.numbers.insert(name, width);
                }
            }
            (_, TagKind::Close) => {}
            (b"number:number", _) => {
                if let Some((_, width)) = &mut self.open {
                    *width = zeros(tag);
                }
            }
            // Text beside the digits: not a plain number.
            (b"number:text", _) => self.open = None,
            (b"style:style", _) => self.cell_style(tag),
            _ => {}
        }
    }

    fn cell_style(&mut self, tag: &XmlTag) {
        let width = match tag.attribute("style:data-style-name") {
            Some(number) => self.numbers.get(number),
            None => tag
                .attribute("style:parent-style-name")
                .and_then(|parent| self.cells.get(parent)),
        };
        if let (Some(name), Some(width)) = (tag.attribute("style:name"), width.copied()) {
            self.cells.insert(name.to_vec(), width);
        }
    }

    /// Digits shown at least in a cell of this style.
    pub(crate) fn width(&self, style: &[u8]) -> Option<u8> {
        self.cells.get(style).copied()
    }
}

/// The digits of a format that is nothing but zeros.
fn zeros(tag: &XmlTag) -> Option<u8> {
    let has_more = tag.number("number:decimal-places").unwrap_or(0) > 0
        || tag.attribute("number:grouping") == Some(b"true")
        || tag.attribute("number:display-factor").is_some();
    let width = tag.number("number:min-integer-digits")?;
    u8::try_from(width).ok().filter(|w| *w > 1 && !has_more)
}

/// The styles of cells that name none: that of the row, else that of the column.
#[derive(Default)]
pub(crate) struct DefaultWidths {
    row: Option<Option<u8>>,
    /// Stretches of columns that show zeros in front, ascending: first, last, digits.
    columns: Vec<(u64, u64, u8)>,
}

impl DefaultWidths {
    pub(crate) fn open_row(&mut self, tag: &XmlTag, formats: &NumberFormats) {
        let style = tag.attribute("table:default-cell-style-name");
        self.row = style.map(|style| formats.width(style));
    }

    pub(crate) fn columns(
        &mut self,
        (first, last): (u64, u64),
        tag: &XmlTag,
        formats: &NumberFormats,
    ) {
        let style = tag.attribute("table:default-cell-style-name");
        let width = style.and_then(|style| formats.width(style));
        self.columns.extend(width.map(|width| (first, last, width)));
    }

    /// Those of the columns of a cell's tag that show zeros in front: first, last, digits.
    pub(crate) fn padded(
        &self,
        tag: &XmlTag,
        (first, last): (u64, u64),
        formats: &NumberFormats,
    ) -> impl Iterator<Item = (u64, u64, u8)> {
        let style = tag.attribute("table:style-name");
        let own = style.map(|style| formats.width(style)).or(self.row);
        let of_columns = match own {
            Some(_) => &[],
            None => &self.columns[self.columns.partition_point(|c| c.1 < first)..],
        };
        let of_columns = of_columns.iter().take_while(move |c| c.0 <= last);
        let own = own.flatten().map(|width| (first, last, width));
        own.into_iter()
            .chain(of_columns.map(move |c| (c.0.max(first), c.1.min(last), c.2)))
    }
}
