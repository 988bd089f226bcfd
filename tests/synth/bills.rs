//! Streams the two bills, with the columns and comment lines of Alipay's own exports: the acquirer's DETAILS bill
//! for onboarded stores and the brand's 业务明细 for its direct ones. Totals in the footers count the readable lines.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use super::build::BRAND;
use super::files::gb18030;
use super::fund::{self, Fund};
use super::model::{Field, Habit, World};
use super::pen::Pen;
use super::rng::Rng;
use super::statement::{self, Payee};

/// The acquirer's PID followed by 0156, as bills name an account.
pub const ACQUIRER: &str = "2088111737371294";
/// Column of 商家实收.
pub const NET_AMOUNT: usize = 12;

/// Four comment lines and the header.
const HEAD_LINES: usize = 5;
const ACQUIRER_HEADER: &str = "银联交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号,服务费（元）,实收净额（元）,商户识别号,交易方式,备注,花呗分期手续费,花呗分期数";
const BRAND_HEADER: &str = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";

/// What was written.
pub struct Bill {
    pub file: String,
    pub lines: usize,
    /// Net of fees in fen, by payee of the statement and day of the month.
    pub settled: Vec<[i64; statement::DAYS]>,
}

pub struct Bills {
    pub acquirer: Bill,
    pub brand: Bill,
    pub fund: Option<Fund>,
}

impl Bill {
    /// Unreadable lines stand at the end, every second one.
    pub fn unreadable_row(&self, n: usize) -> usize {
        HEAD_LINES + self.lines - 2 * n
    }

    pub fn footer_row(&self) -> usize {
        HEAD_LINES + self.lines + 2
    }
}

/// Someone who trades: all cells that stay the same, already in GB18030.
pub struct Party {
    pub smid: String,
    pub code: String,
    pub name: Vec<u8>,
    /// Number of the payee in the bank statement.
    pub payee: Option<usize>,
    habit: Habit,
}

impl Party {
    fn new(smid: &str, code: &str, name: &str, habit: Habit, payee: Option<usize>) -> Self {
        let name = name.trim_matches(|c: char| c.is_whitespace() || c == '\u{200b}');
        Self {
            smid: smid.to_owned(),
            code: code.to_owned(),
            name: gb18030(name),
            payee,
            habit,
        }
    }
}

/// `lines` is for both bills together: nine in ten go to the acquirer's. Every trader has a line at least, so a
/// small number is exceeded.
pub fn write_all(world: &World, lines: usize, seed: u64, out: &Path) -> io::Result<Bills> {
    let payees: Vec<Payee> = statement::payees(world);
    let onboarded = world.merchants.iter().map(|m| {
        let payee = statement::payee_of(&payees, &m.smid);
        Party::new(&m.smid, &m.store_code, &m.store_name, m.habit, payee)
    });
    let direct = world.stores.iter().filter(|store| store.in_brand_bill);
    let direct = direct.map(|s| {
        Party::new(
            "",
            s.get(Field::StoreCode),
            s.get(Field::StoreName),
            Habit::Lively,
            Some(0),
        )
    });
    let pid = &world.entities[BRAND]
        .account
        .map_or(ACQUIRER, |row| &world.accounts[row].pid);
    let acquirer = Issue {
        file: format!("{ACQUIRER}0156_20261119_DETAILS.csv"),
        account: format!("{ACQUIRER}0156"),
        header: ACQUIRER_HEADER,
        acquirer: true,
        parties: onboarded.collect(),
        unreadable: world.unreadable_lines,
        surplus: 0,
    };
    let brand = Issue {
        file: format!("{pid}0156_20261119_业务明细.csv"),
        account: format!("{pid}0156"),
        header: BRAND_HEADER,
        acquirer: false,
        parties: direct.collect(),
        unreadable: 0,
        surplus: usize::from(world.wrong_footer),
    };
    Ok(Bills {
        acquirer: acquirer.write(lines - lines / 10, Rng::new(seed, 4), out)?,
        brand: brand.write(lines / 10, Rng::new(seed, 5), out)?,
        fund: fund::write(world, seed, out)?,
    })
}

/// A bill to be written.
pub struct Issue {
    file: String,
    pub account: String,
    pub header: &'static str,
    /// With the columns of an acquirer's bill.
    pub acquirer: bool,
    pub parties: Vec<Party>,
    unreadable: usize,
    /// Trades that the footer counts too many.
    pub surplus: usize,
}

impl Issue {
    fn write(self, wanted: usize, rng: Rng, out: &Path) -> io::Result<Bill> {
        let stale: Vec<usize> = self.indices(Habit::Stale);
        let lively: Vec<usize> = self.indices(Habit::Lively);
        let needed = 3 * stale.len() + lively.len() + 2 * self.unreadable;
        let lines = if lively.is_empty() {
            needed
        } else {
            wanted.max(needed)
        };
        let file = BufWriter::with_capacity(1 << 20, File::create(out.join(&self.file))?);
        let mut pen = Pen::new(&self, file, rng, lines);
        pen.head()?;
        for party in stale {
            pen.stale(party)?;
        }
        for &party in &lively {
            pen.trade(party)?;
        }
        while pen.written < lines {
            let from_end = lines - pen.written;
            if from_end % 2 == 1 && from_end / 2 < self.unreadable {
                pen.unreadable(&lively)?;
            } else if pen.refund_is_due() {
                pen.refund()?;
            } else {
                let party = *pen.rng.pick(&lively);
                pen.trade(party)?;
            }
        }
        pen.foot()?;
        let settled = std::mem::take(&mut pen.settled);
        Ok(Bill {
            file: self.file,
            lines,
            settled,
        })
    }

    fn indices(&self, habit: Habit) -> Vec<usize> {
        (0..self.parties.len())
            .filter(|&p| self.parties[p].habit == habit)
            .collect()
    }
}
