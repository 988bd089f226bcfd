//! Writes the lines of one bill: cells in GB18030 straight into a buffer, money in fen, and the totals that the
//! footer states.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};

use super::bills::Issue;
use super::files::gb18030;
use super::rng::Rng;
use super::statement;

/// The trade of one line. Money is in fen.
#[derive(Clone, Copy)]
struct Trade {
    party: usize,
    serial: usize,
    second: usize,
    net: i64,
    discount: i64,
}

/// Sums for the footer: trades, then refunds.
#[derive(Default)]
struct Totals {
    count: [usize; 2],
    net: [i64; 2],
    discount: [i64; 2],
}

const DAY: usize = 86_400;
/// Trades begin on 2026-11-07 at 8:00 and end on 2026-11-19 before 20:00; day 1 is 2026-11-01.
const FIRST_SECOND: usize = 6 * DAY + 8 * 3600;
const SPAN: usize = 12 * DAY + 11 * 3600;

/// Writes the lines of one bill and keeps its totals.
pub struct Pen<'a> {
    issue: &'a Issue,
    file: BufWriter<File>,
    pub rng: Rng,
    lines: usize,
    pub written: usize,
    totals: Totals,
    /// Net of fees, by payee and day of the month.
    pub settled: Vec<[i64; statement::DAYS]>,
    last: Option<Trade>,
    line: Vec<u8>,
    words: HashMap<&'static str, Vec<u8>>,
}

const WORDS: [&str; 8] = [
    "交易",
    "退款",
    "门店消费",
    "扫码付款",
    "门店收款",
    "条码支付",
    "扫码支付",
    "顾客",
];
const GOODS: [&str; 3] = ["门店消费", "扫码付款", "门店收款"];
const WAYS: [&str; 2] = ["条码支付", "扫码支付"];
const NO_MONEY: &[u8] = b"0.00,";

impl<'a> Pen<'a> {
    pub fn new(issue: &'a Issue, file: BufWriter<File>, rng: Rng, lines: usize) -> Self {
        let known = issue.parties.iter().filter_map(|party| party.payee);
        let payees = known.max().map_or(0, |payee| payee + 1);
        let words = WORDS.map(|word| (word, gb18030(word))).into();
        Self {
            issue,
            file,
            rng,
            lines,
            written: 0,
            totals: Totals::default(),
            settled: vec![[0; statement::DAYS]; payees],
            last: None,
            line: Vec::new(),
            words,
        }
    }

    pub fn head(&mut self) -> io::Result<()> {
        let Issue {
            account, header, ..
        } = self.issue;
        let dashes = "-".repeat(41);
        let text = format!(
            "#支付宝业务明细查询\r\n#账号：[{account}]\r\n\
             #起始日期：[2026年11月01日 00:00:00]   终止日期：[2026年11月20日 00:00:00]\r\n\
             #{dashes}业务明细列表{dashes}\r\n{header}\r\n"
        );
        self.file.write_all(&gb18030(&text))
    }

    pub fn foot(&mut self) -> io::Result<()> {
        let Totals {
            count,
            net,
            discount,
        } = &self.totals;
        let dashes = "-".repeat(41);
        let text = format!(
            "#{dashes}业务明细列表结束{dashes}\r\n\
             #交易合计：{}笔，商家实收共{}元，商家优惠共{}元\r\n\
             #退款合计：{}笔，商家实收退款共{}元，商家优惠退款共{}元\r\n\
             #导出时间：[2026年11月20日 06:27:10]\r\n",
            count[0] + self.issue.surplus,
            yuan(net[0]),
            yuan(discount[0]),
            count[1],
            yuan(net[1]),
            yuan(discount[1]),
        );
        self.file.write_all(&gb18030(&text))?;
        self.file.flush()
    }

    fn next_trade(&mut self, party: usize) -> Trade {
        let net = 100 + self.rng.below(30_000) as i64;
        let discount = if self.rng.chance(8) {
            10 * self.rng.below(50) as i64
        } else {
            0
        };
        let second = FIRST_SECOND + self.written * SPAN / self.lines;
        Trade {
            party,
            serial: self.written,
            second,
            net,
            discount,
        }
    }

    pub fn trade(&mut self, party: usize) -> io::Result<()> {
        let trade = self.next_trade(party);
        self.last = Some(trade);
        self.count(0, trade);
        self.put(trade, false, true)
    }

    pub fn refund_is_due(&mut self) -> bool {
        self.last.is_some() && self.rng.chance(3)
    }

    /// Takes back the trade of the line before, in full and a little later.
    pub fn refund(&mut self) -> io::Result<()> {
        let Some(trade) = self.last.take() else {
            return Ok(());
        };
        let refund = Trade {
            net: -trade.net,
            discount: -trade.discount,
            second: trade.second + 600,
            ..trade
        };
        self.count(1, refund);
        self.put(refund, true, true)
    }

    /// Two trades before the fourteen days, and a refund within them.
    pub fn stale(&mut self, party: usize) -> io::Result<()> {
        for day in [1, 2] {
            let old = Trade {
                second: day * DAY + 36_000,
                ..self.next_trade(party)
            };
            self.last = Some(old);
            self.count(0, old);
            self.put(old, false, true)?;
        }
        self.last = self.last.map(|old| Trade {
            second: 10 * DAY + 36_000,
            ..old
        });
        self.refund()
    }

    /// A line whose amount is no amount; the footer leaves it out.
    pub fn unreadable(&mut self, lively: &[usize]) -> io::Result<()> {
        let party = *self.rng.pick(lively);
        let trade = self.next_trade(party);
        self.last = None;
        self.put(trade, false, false)
    }

    fn count(&mut self, kind: usize, trade: Trade) {
        self.totals.count[kind] += 1;
        self.totals.net[kind] += trade.net;
        self.totals.discount[kind] += trade.discount;
        if let Some(payee) = self.issue.parties[trade.party].payee {
            self.settled[payee][trade.second / DAY + 1] += trade.net + fee(trade);
        }
    }

    fn put(&mut self, trade: Trade, refund: bool, readable: bool) -> io::Result<()> {
        self.line.clear();
        self.who_and_when(trade, refund)?;
        self.money(trade, refund, readable)?;
        self.tail(trade)?;
        self.line.extend_from_slice(b"\r\n");
        self.written += 1;
        self.file.write_all(&self.line)
    }

    /// 交易号 to 对方账户. Long numbers carry a TAB.
    fn who_and_when(&mut self, trade: Trade, refund: bool) -> io::Result<()> {
        let party = &self.issue.parties[trade.party];
        let (day, time) = (trade.second / DAY + 1, trade.second % DAY);
        let line = &mut self.line;
        let clock = |seconds: usize| (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let (h, m, s) = clock(time);
        let (h2, m2, s2) = clock((time + 4).min(DAY - 1));
        write!(
            line,
            "202611{day:02}22001{:015}\t,",
            400_000_000_000 + trade.serial
        )?;
        write!(line, "DD{day:02}{:08}\t,", trade.serial * 7 + 1)?;
        line.extend_from_slice(&self.words[if refund { "退款" } else { "交易" }]);
        line.push(b',');
        line.extend_from_slice(&self.words[GOODS[trade.serial % GOODS.len()]]);
        write!(
            line,
            ",2026-11-{day:02} {h:02}:{m:02}:{s:02},2026-11-{day:02} {h2:02}:{m2:02}:{s2:02},"
        )?;
        line.extend_from_slice(if party.code.is_empty() {
            b"\t"
        } else {
            party.code.as_bytes()
        });
        line.push(b',');
        line.extend_from_slice(if party.name.is_empty() {
            b"\t"
        } else {
            &party.name
        });
        write!(
            line,
            ",{:02},T{:04},",
            trade.serial % 6 + 1,
            trade.party % 10_000
        )?;
        line.push(b'*');
        line.extend_from_slice(&self.words["顾客"]);
        match self.issue.acquirer {
            true => write!(line, "(138******{:02}),", trade.serial % 100),
            false => write!(line, "(gk{}***@example.com),", trade.serial % 10),
        }
    }

    /// 订单金额 to 服务费. An empty text cell is a lone TAB now and then.
    fn money(&mut self, trade: Trade, refund: bool, readable: bool) -> io::Result<()> {
        let line = &mut self.line;
        write!(line, "{},", yuan(trade.net + trade.discount))?;
        if readable {
            write!(line, "{},", yuan(trade.net))?;
        } else {
            line.extend_from_slice(b"abc,");
        }
        for _ in 0..3 {
            line.extend_from_slice(NO_MONEY);
        }
        write!(line, "{},", yuan(trade.discount))?;
        line.extend_from_slice(NO_MONEY);
        line.extend_from_slice(if trade.serial.is_multiple_of(3) {
            b"\t,"
        } else {
            b","
        });
        line.extend_from_slice(NO_MONEY);
        line.extend_from_slice(NO_MONEY);
        if refund {
            write!(line, "TK{:014}\t,", trade.serial)?;
        } else {
            line.extend_from_slice(if trade.serial % 4 == 1 { b"\t," } else { b"," });
        }
        write!(line, "{},", yuan(fee(trade)))
    }

    /// What comes after 服务费 differs between the two bills.
    fn tail(&mut self, trade: Trade) -> io::Result<()> {
        let line = &mut self.line;
        if !self.issue.acquirer {
            line.extend_from_slice(NO_MONEY);
            line.extend_from_slice(if trade.serial % 5 == 2 { b"\t" } else { b"" });
            return Ok(());
        }
        write!(
            line,
            "{},{}\t,",
            yuan(trade.net + fee(trade)),
            self.issue.parties[trade.party].smid
        )?;
        line.extend_from_slice(&self.words[WAYS[trade.serial % WAYS.len()]]);
        line.extend_from_slice(b",\t,0.00,");
        Ok(())
    }
}

/// 0.38 %, to the nearest fen, against the merchant.
fn fee(trade: Trade) -> i64 {
    -(trade.net * 38 + trade.net.signum() * 5_000) / 10_000
}

fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}
