//! Bills of Alipay trades, streamed: blocks are cut at record ends, parsed in parallel, and only
//! sums per store and day are kept. A line that cannot be read is refused with its cell; footer
//! totals are checked against the lines.

mod line;
mod stores;

use std::collections::BTreeSet;
use std::io::Read;
use std::sync::{Mutex, PoisonError};

use csv::ByteRecord;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Reason;
use super::delimited::{Records, column_of};
use super::encoding::Encoding;
use super::locate::Located;
use super::sheet::Sheet;
use crate::model::bill::{BillOrigin, BillTotal};
use crate::model::stage_rules::{BIL001, BIL002};
use crate::model::{BillFile, BillStore, Field, Finding, Place};
use crate::template::BillSide;
use crate::value::{hex, money, pid};
use line::Line;
use stores::Stores;
pub use stores::in_order;

/// Bytes read at a time, and the size of the pieces parsed in parallel.
const BLOCK: usize = 8 * 1024 * 1024;
const PIECE: usize = 2 * 1024 * 1024;
/// A record longer than this is cut: an open quote must not swallow the file.
const LONGEST: usize = 4 * BLOCK;

/// What a bill's header says of its lines.
pub struct Layout {
    origin: BillOrigin,
    encoding: Encoding,
    delimiter: u8,
    header_row: u32,
    trade_kind: usize,
    finished_at: usize,
    net_amount: usize,
    store_code: Option<usize>,
    smid: Option<usize>,
    /// 交易 and 退款 in the file's encoding.
    trade: Vec<u8>,
    refund: Vec<u8>,
}

impl Layout {
    /// The header has these columns: the layout's `need` names them.
    pub fn new(located: &Located, header_row: u32, encoding: Encoding, delimiter: u8) -> Layout {
        let encode = |text: &str| match encoding {
            Encoding::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
            _ => text.as_bytes().to_vec(),
        };
        Layout {
            origin: match located.layout.bill {
                Some(BillSide::Acquirer) => BillOrigin::Acquirer,
                _ => BillOrigin::OwnAlipay,
            },
            encoding,
            delimiter,
            header_row,
            trade_kind: column_of(located, Field::TradeKind).unwrap_or(usize::MAX),
            finished_at: column_of(located, Field::FinishedAt).unwrap_or(usize::MAX),
            net_amount: column_of(located, Field::NetAmount).unwrap_or(usize::MAX),
            store_code: column_of(located, Field::StoreCode),
            smid: column_of(located, Field::Smid),
            trade: encode("交易"),
            refund: encode("退款"),
        }
    }

    fn column(&self, field: Field) -> usize {
        match field {
            Field::TradeKind => self.trade_kind,
            Field::FinishedAt => self.finished_at,
            _ => self.net_amount,
        }
    }
}

/// A bill, read.
pub struct Bill {
    pub file: BillFile,
    pub stores: Vec<BillStore>,
    findings: Vec<Finding>,
}

impl Bill {
    pub fn number(&mut self, source: u32) {
        self.file.source = source;
        let stated = [&mut self.file.stated_trades, &mut self.file.stated_refunds];
        for (_, place) in stated.into_iter().flatten() {
            place.source = source;
        }
    }

    pub fn into_sheet(mut self, sheet: &mut Sheet) {
        sheet.rows = self.file.lines;
        sheet.findings.append(&mut self.findings);
        sheet.bill = Some(self);
    }
}

/// Reads the rest of a bill whose first bytes are `head`; gives the bill and the file's digest.
pub fn read(
    head: Vec<u8>,
    mut rest: impl Read,
    layout: Layout,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(Bill, String), Reason> {
    let mut digest = Sha256::new();
    let mut sums = Sums::default();
    let pool = Pool::default();
    let mut block = head;
    let mut hashed = 0;
    let mut skip = layout.encoding.bom_len();
    loop {
        let before = block.len();
        rest.by_ref().take(BLOCK as u64).read_to_end(&mut block)?;
        let last = block.len() == before && hashed > 0 || block.len() < BLOCK;
        let fresh = &block[hashed..];
        let cut = if last {
            block.len()
        } else {
            record_end(&block)
        };
        let pieces = pieces(&block[skip..cut]);
        let header = |at: usize| {
            if sums.rows == 0 && at == 0 {
                layout.header_row
            } else {
                0
            }
        };
        let (_, parsed) = rayon::join(
            || digest.update(fresh),
            || {
                let pieces = pieces.par_iter().enumerate();
                pieces
                    .map(|(at, piece)| pool.count(piece, &layout, header(at)))
                    .collect::<Vec<_>>()
            },
        );
        progress(fresh.len() as u64);
        for piece in parsed {
            sums.add(piece);
        }
        if last {
            break;
        }
        block.drain(..cut);
        hashed = block.len();
        skip = 0;
    }
    Ok((
        sums.finish(&layout, pool.stores()),
        hex::encode(&digest.finalize()),
    ))
}

/// Where the last whole record of a block ends: behind the last line end outside quotes.
fn record_end(block: &[u8]) -> usize {
    let mut quotes = memchr::memchr_iter(b'"', block).count();
    let mut end = block.len();
    while let Some(newline) = memchr::memrchr(b'\n', &block[..end]) {
        quotes -= memchr::memchr_iter(b'"', &block[newline..end]).count();
        if quotes.is_multiple_of(2) {
            return newline + 1;
        }
        end = newline;
    }
    if block.len() < LONGEST {
        0
    } else {
        memchr::memrchr(b'\n', block).map_or(block.len(), |at| at + 1)
    }
}

/// Cuts whole records into pieces of about [`PIECE`] bytes.
fn pieces(mut block: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    while block.len() > PIECE {
        let end = record_end(&block[..PIECE]);
        if end == 0 {
            break;
        }
        let (piece, rest) = block.split_at(end);
        pieces.push(piece);
        block = rest;
    }
    if !block.is_empty() {
        pieces.push(block);
    }
    pieces
}

/// What the threads have counted so far: each takes one of these, adds to it and puts it back.
#[derive(Default)]
struct Pool(Mutex<Vec<Stores>>);

impl Pool {
    fn count(&self, bytes: &[u8], layout: &Layout, header_row: u32) -> Piece {
        let free = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = free().pop();
        let mut stores = taken.unwrap_or_default();
        let piece = Piece::parse(bytes, layout, header_row, &mut stores);
        stores.settle();
        free().push(stores);
        piece
    }

    fn stores(self) -> Stores {
        let mut all = self
            .0
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .into_iter();
        let first = all.next().unwrap_or_default();
        all.fold(first, |mut sum, stores| {
            sum.merge(stores);
            sum
        })
    }
}

/// A line that was not counted.
struct Refusal {
    row: u32,
    field: Field,
    found: String,
}

/// Sums of one stretch of lines; rows are counted from 1 within it.
#[derive(Default)]
struct Piece {
    rows: u32,
    lines: u64,
    trades: BillTotal,
    refunds: BillTotal,
    refused: Vec<Refusal>,
    comments: Vec<(u32, String)>,
}

impl Piece {
    /// Lines up to `header_row` are the head of the file, not trades.
    fn parse(bytes: &[u8], layout: &Layout, header_row: u32, stores: &mut Stores) -> Piece {
        let mut piece = Piece::default();
        let mut records = Records::new(bytes, layout.delimiter);
        while let Some((row, record)) = records.next() {
            if record
                .get(0)
                .is_some_and(|field| field.first() == Some(&b'#'))
            {
                let joined: Vec<_> = record.iter().map(|f| layout.encoding.decode(f).0).collect();
                piece.comments.push((row, joined.join(",")));
            } else if row > header_row && !is_blank(record) {
                piece.line(row, record, layout, stores);
            }
        }
        piece.rows = records.rows();
        piece
    }

    fn line(&mut self, row: u32, record: &ByteRecord, layout: &Layout, stores: &mut Stores) {
        self.lines += 1;
        match Line::parse(record, layout) {
            Ok(line) => {
                let total = if line.refund {
                    &mut self.refunds
                } else {
                    &mut self.trades
                };
                total.lines += 1;
                total.net_fen = total.net_fen.saturating_add(line.net_fen);
                stores.add(&line);
            }
            Err(field) => {
                let found = record.get(layout.column(field)).unwrap_or_default();
                let found = layout.encoding.decode(found.trim_ascii()).0.into_owned();
                self.refused.push(Refusal { row, field, found });
            }
        }
    }
}

fn is_blank(record: &ByteRecord) -> bool {
    record.iter().all(|field| field.trim_ascii().is_empty())
}

/// The sums of a whole file, piece after piece.
#[derive(Default)]
struct Sums {
    rows: u32,
    whole: Piece,
}

impl Sums {
    fn add(&mut self, mut piece: Piece) {
        let before = self.rows;
        self.rows = self.rows.saturating_add(piece.rows);
        self.whole.lines += piece.lines;
        for (mine, theirs) in [
            (&mut self.whole.trades, piece.trades),
            (&mut self.whole.refunds, piece.refunds),
        ] {
            mine.lines += theirs.lines;
            mine.net_fen = mine.net_fen.saturating_add(theirs.net_fen);
        }
        for refusal in &mut piece.refused {
            refusal.row += before;
        }
        self.whole.refused.append(&mut piece.refused);
        self.whole.comments.extend(
            piece
                .comments
                .into_iter()
                .map(|(row, text)| (row + before, text)),
        );
    }

    fn finish(self, layout: &Layout, stores: Stores) -> Bill {
        let whole = self.whole;
        let mut file = BillFile {
            source: 0,
            origin: layout.origin,
            account: String::new(),
            lines: whole.lines,
            trades: whole.trades,
            refunds: whole.refunds,
            refused: whole.refused.len() as u64,
            stated_trades: None,
            stated_refunds: None,
        };
        for (row, text) in &whole.comments {
            let place = Place::cell(0, *row, 0);
            if let Some(account) = account(text) {
                file.account = account;
            } else if let Some(stated) = stated(text, "#交易合计") {
                file.stated_trades = Some((stated, place));
            } else if let Some(stated) = stated(text, "#退款合计") {
                file.stated_refunds = Some((stated, place));
            }
        }
        let mut findings: Vec<Finding> = whole.refused.iter().map(|r| refused(r, layout)).collect();
        findings.extend(total_differs(
            &file,
            file.trades,
            file.stated_trades,
            "交易",
        ));
        findings.extend(total_differs(
            &file,
            file.refunds,
            file.stated_refunds,
            "退款",
        ));
        Bill {
            file,
            stores: stores.decoded(
                layout.origin,
                &account_pid(&whole.comments),
                layout.encoding,
            ),
            findings,
        }
    }
}

/// `#账号：[20880211096256330156]` → the digits.
fn account(text: &str) -> Option<String> {
    let rest = text.strip_prefix("#账号")?;
    Some(rest.chars().filter(char::is_ascii_digit).collect())
}

/// The PID whose bill this is; empty when the comments do not say, or name several.
fn account_pid(comments: &[(u32, String)]) -> String {
    let accounts: BTreeSet<String> = comments.iter().filter_map(|(_, c)| account(c)).collect();
    let one = accounts.first().filter(|_| accounts.len() == 1);
    let pid = one.and_then(|account| pid::of_bill_account(account));
    pid.unwrap_or_default().to_owned()
}

fn refused(refusal: &Refusal, layout: &Layout) -> Finding {
    let column = u16::try_from(layout.column(refusal.field)).unwrap_or(u16::MAX);
    let place = Place::cell(0, refusal.row, column);
    let finding = Finding::about(&BIL002, place).found(&refusal.found);
    Finding {
        field: Some(refusal.field),
        ..finding
    }
}

/// `#交易合计：10374笔，商家实收共28790.16元，…` → 10374 lines, 2879016 fen.
fn stated(text: &str, prefix: &str) -> Option<BillTotal> {
    let rest = text.strip_prefix(prefix)?;
    let lines = rest
        .split('笔')
        .next()?
        .trim_start_matches(['：', ':'])
        .trim();
    let amount = rest.split_once('共')?.1.split('元').next()?;
    Some(BillTotal {
        lines: lines.parse().ok()?,
        net_fen: money::parse_fen(amount)?,
    })
}

/// A footer that differs from the lines. Where lines were refused, a footer that counts them is right
/// in number and its sum cannot be checked.
fn total_differs(
    file: &BillFile,
    read: BillTotal,
    stated: Option<(BillTotal, Place)>,
    what: &str,
) -> Option<Finding> {
    let (stated, place) = stated?;
    let counts_refused = stated.lines > read.lines && stated.lines <= read.lines + file.refused;
    (stated != read && !counts_refused).then(|| {
        Finding::about(&BIL001, place)
            .found(stated.lines.to_string())
            .arg(what)
            .arg(stated.lines)
            .arg(money::format_fen(stated.net_fen))
            .arg(read.lines)
            .arg(money::format_fen(read.net_fen))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_cut_behind_whole_records() {
        assert_eq!(record_end(b"a,1\nb,2\nc"), 8);
        assert_eq!(record_end(b"a,1\nb,\"x\ny"), 4);
        assert_eq!(record_end(b"a,1\nb,\"x\ny\"\nc"), 12);
        assert_eq!(record_end(b"no line end"), 0);
    }

    #[test]
    fn whose_bill_it_is() {
        let pid = |lines: &[&str]| {
            let comments: Vec<_> = lines.iter().map(|l| (1, (*l).to_owned())).collect();
            account_pid(&comments)
        };
        let one = "#账号：[20880211096256330156]";
        assert_eq!(pid(&["#支付宝业务明细查询", one, one]), "2088021109625633");
        assert_eq!(pid(&[one, "#账号：[20880211096256340156]"]), "");
        assert_eq!(pid(&["#账号：[shop@example.com]"]), "");
        assert_eq!(pid(&[]), "");
    }

    #[test]
    fn footers_are_read() {
        let total = stated(
            "#交易合计：10374笔，商家实收共28790.16元，商家优惠共0.00元",
            "#交易合计",
        );
        assert_eq!(
            total,
            Some(BillTotal {
                lines: 10374,
                net_fen: 2_879_016
            })
        );
        let total = stated(
            "#退款合计：1笔，商家实收退款共-3000.00元，商家优惠退款共0.00元",
            "#退款合计",
        );
        assert_eq!(
            total,
            Some(BillTotal {
                lines: 1,
                net_fen: -300_000
            })
        );
        assert_eq!(stated("#退款合计：", "#退款合计"), None);
    }
}
