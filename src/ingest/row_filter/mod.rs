//! Rows below a header that are no data: instructions and examples of the template, totals, footers, and the header
//! again after a page break. A row is data unless its words say otherwise: one placeholder proves nothing, and a row
//! that names a store is data. The words are in [`guidance`] and [`tail`].

mod guidance;
mod tail;

use super::non_data::{Cell, NonData, plain};
use crate::formats::row::RowBuffer;
use crate::headers::head_row::HeadRow;
use crate::model::{Field, Kind};
use guidance::guidance;
use tail::{
    STATEMENT_TOTALS, footer, is_count, is_number, is_sentence, is_tail_word, is_total_word,
};

/// Rows below the header that may be instructions and examples.
const GUIDANCE_ROWS: usize = 3;

/// Fields that name what a row is about: a total has none of them.
const IDENTITY: &[Field] = &[
    Field::StoreCode,
    Field::StoreName,
    Field::MerchantName,
    Field::AliasName,
    Field::BusinessLicense,
    Field::LegalName,
    Field::LegalIdNo,
    Field::ContactName,
    Field::ContactMobile,
    Field::Address,
    Field::CardNo,
    Field::CardName,
    Field::LogonId,
    Field::Pid,
    Field::Smid,
    Field::SkuCode,
    Field::ItemName,
    Field::Barcode,
    Field::EntryDate,
    Field::TradeNo,
    Field::OrderNo,
    Field::CounterpartyName,
    Field::CounterpartyAccount,
    Field::PayerName,
    Field::PayerAccount,
    Field::PayeeName,
    Field::PayeeAccount,
];

/// Recognises the rows below one header that are no data.
pub(crate) struct RowFilter {
    kind: Kind,
    /// The rows of the header as written.
    header: Vec<HeadRow>,
    columns: Vec<(u16, Field)>,
    seen: usize,
}

impl RowFilter {
    pub(crate) fn new(kind: Kind, header: Vec<HeadRow>, columns: Vec<(u16, Field)>) -> RowFilter {
        RowFilter {
            kind,
            header,
            columns,
            seen: 0,
        }
    }

    /// What the next row is when it is no data, and the words that show it; never a person's name.
    pub(crate) fn non_data(&mut self, row: &RowBuffer) -> Option<(NonData, String)> {
        self.seen += 1;
        let mut cells = row.cells().map(|(column, _, text)| (column, text.trim()));
        let first = cells.find(|(_, text)| !text.is_empty())?;
        if self.begins_like_header(first) || is_tail_word(first.1) || self.may_be_guidance() {
            // Few rows get here, so only these are collected.
            let cells = row.cells().map(|(column, _, text)| (column, text.trim()));
            let cells: Vec<Cell> = cells.filter(|(_, text)| !text.is_empty()).collect();
            return self.judge(first, &cells);
        }
        None
    }

    fn judge(&self, first: Cell, cells: &[Cell]) -> Option<(NonData, String)> {
        let text = first.1;
        if self.repeats_header(cells) {
            return Some((NonData::Header, text.to_owned()));
        }
        if self.is_total(first, cells) {
            return Some((NonData::Total, text.to_owned()));
        }
        if let Some(found) = self.may_be_guidance().then(|| guidance(cells)).flatten() {
            return Some(found);
        }
        let label = footer(text).filter(|label| self.is_footer(label, first, cells));
        label.map(|label| (NonData::Footer, label.to_owned()))
    }

    fn may_be_guidance(&self) -> bool {
        self.seen <= GUIDANCE_ROWS && self.kind != Kind::BankStatement
    }

    fn begins_like_header(&self, (column, text): Cell) -> bool {
        let same = |(c, header): &(u16, String)| *c == column && header.trim() == text;
        self.header.iter().any(|row| row.cells.iter().any(same))
    }

    /// Three cells or more, four in five of them as in one row of the header.
    fn repeats_header(&self, cells: &[Cell]) -> bool {
        self.header.iter().any(|row| {
            let same = |cell: &&Cell| {
                let mut header = row.cells.iter();
                header.any(|(c, text)| *c == cell.0 && text.trim() == cell.1)
            };
            let same = cells.iter().filter(same).count();
            same >= 3 && same * 5 >= cells.len() * 4
        })
    }

    fn is_total(&self, first: Cell, cells: &[Cell]) -> bool {
        let plain = plain(first.1);
        let nobody = || self.names_nobody(first.0, cells);
        if self.kind == Kind::BankStatement {
            return STATEMENT_TOTALS.split(' ').any(|word| plain.contains(word)) && nobody();
        }
        let counted = || {
            let mut others = cells.iter().filter(|(column, _)| *column != first.0);
            others.any(|(_, text)| is_number(text))
        };
        let of_a_part = || ["小计", "合计"].iter().any(|word| plain.ends_with(word)) && counted();
        (is_total_word(&plain) || of_a_part()) && nobody()
    }

    /// Whether no cell but the one in `column` names what the row is about. Counts and dashes name nothing.
    fn names_nobody(&self, column: u16, cells: &[Cell]) -> bool {
        let names = |(at, text): &Cell| {
            let is_field = |field: Field| {
                let may_count = !field.is_identifier() || self.may_count(text);
                IDENTITY.contains(&field) && !is_count(text) && !(is_number(text) && may_count)
            };
            let field = self.columns.iter().find(|(c, _)| c == at);
            *at != column && field.is_some_and(|(_, field)| is_field(*field))
        };
        !cells.iter().any(names)
    }

    /// Whether a number in a column of identifiers may be a count of entries: identifiers of a bank are longer.
    fn may_count(&self, number: &str) -> bool {
        self.kind == Kind::BankStatement && number.len() <= 6
    }

    /// The value of a footer's label may be in the next cell; a sentence is the only cell.
    fn is_footer(&self, label: &str, first: Cell, cells: &[Cell]) -> bool {
        let labels = || cells.iter().filter(|(_, text)| footer(text).is_some());
        if is_sentence(label) {
            cells.len() == 1 && self.names_nobody(first.0, cells)
        } else {
            cells.len() <= labels().count() * 2
        }
    }
}
