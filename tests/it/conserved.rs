//! Nothing vanishes and nothing counts twice, whatever bills are given: random lines, some of them broken,
//! dealt out to files of every layout, in part, again and in any order.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use jinjian::config::{Job, Layouts};
use jinjian::ingest;
use jinjian::model::totals::Totals;
use jinjian::pipeline::{self, Silent};
use jinjian::value::moment::Moment;
use jinjian::value::money;
use proptest::prelude::*;

const DETAILS: &str = "银联交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,对方账户,订单金额（元）,商家实收（元）,券名称,服务费（元）,实收净额（元）,商户识别号,交易方式,备注";
const OWN: &str = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,服务费（元）,备注";
const CUT: &str = "支付宝交易号,商户订单号,订单金额（元）,商户识别号,交易方式,支付宝交易号";
const FUND: &str = "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注";
const STATEMENT: &str = "凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额,对方行号,摘要,用途,对方单位名称,余额,个性化信息";

/// A trade or movement, and what came of it later.
#[derive(Clone, Debug)]
struct Trade {
    shop: usize,
    day: u32,
    fen: i64,
    /// What the customer paid less, of which bills print both amounts.
    discount: i64,
    /// Taken back in part, so often.
    refunds: i64,
}

/// One line of a trade: itself, or one of its refunds.
type Part = (usize, i64);

/// Which lines a file has: of the trades, those whose number this bit mask and the file's choose.
#[derive(Clone, Debug)]
struct Bill {
    sort: Sort,
    mask: u64,
    broken: u32,
    gbk: bool,
    backwards: bool,
    /// So many of its lines, from the top, stand below once more.
    pasted: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Details,
    Own,
    Cut,
    Fund,
}

fn yuan(fen: i64) -> String {
    money::format_fen(fen)
}

impl Trade {
    /// 商家实收 of a line: refunds of one trade differ in their amounts.
    fn net(&self, part: i64) -> i64 {
        if part == 0 { self.fen } else { -part }
    }

    fn ordered(&self, part: i64) -> i64 {
        self.net(part) + self.discount * self.net(part).signum()
    }

    fn fee(&self, part: i64) -> i64 {
        -self.net(part) / 100
    }

    fn line(&self, sort: Sort, at: usize, part: i64, broken: bool) -> String {
        let (net, ordered, fee) = (self.net(part), self.ordered(part), self.fee(part));
        let kind = if part == 0 { "交易" } else { "退款" };
        let Trade { shop, day, .. } = self;
        let time = format!("2026-11-{day:02} 10:00:{part:02}");
        let number = |net: String| if broken { "abc".to_owned() } else { net };
        let (paid, ordered, fee) = (number(yuan(net)), yuan(ordered), yuan(fee));
        match sort {
            Sort::Details => format!(
                "60{at:06}\t,D{at:06},{kind},菜,{time},{time},s{shop},店,*三,{ordered},{paid},,{fee},0.00,208810000000000{shop}\t,付款码,"
            ),
            Sort::Own => format!(
                "70{at:06}\t,E{at:06},{kind},菜,{time},{time},s{shop},店,1,2,*三,{ordered},{paid},{fee},"
            ),
            Sort::Cut => {
                let ordered = number(ordered);
                format!("80{at:06}\t,D{at:06},{ordered},208810000000000{shop}\t,付款码,80{at:06}\t")
            }
            Sort::Fund => {
                // Some leave the account for the bank.
                let withdrawn = part != 0 && *shop == 0;
                let (income, outgo) = match part {
                    0 => (paid, String::new()),
                    _ => (String::new(), paid),
                };
                let kind = if withdrawn { "提现" } else { "在线支付" };
                format!(
                    "90{at:06}{part}\t,{at},D{at:06},菜,{time},,{income},{outgo},,支付宝,{kind},"
                )
            }
        }
    }

    fn parts(&self) -> impl Iterator<Item = i64> {
        0..=self.refunds
    }
}

/// The lines of a bill that can be read, by trade and part. Every file of a mask with bit `n` has trade `n`
/// and, when the bit after it is set too, its refunds.
fn parts(bill: &Bill, trades: &[Trade]) -> Vec<Part> {
    let bit = |n: usize| bill.mask >> (n % 64) & 1 == 1;
    let mut parts = Vec::new();
    for (at, trade) in trades.iter().enumerate().filter(|(at, _)| bit(*at)) {
        let all = trade.parts().filter(|part| *part == 0 || bit(at + 1));
        parts.extend(all.map(|part| (at, part)));
    }
    if bill.backwards {
        parts.reverse();
    }
    parts
}

/// The lines that stand in a bill twice: the cut has no time, so that of its refunds nobody can tell.
fn pasted<'p>(bill: &Bill, parts: &'p [Part]) -> impl Iterator<Item = &'p Part> {
    let whole = bill.sort != Sort::Cut;
    parts
        .iter()
        .take(bill.pasted)
        .filter(move |(_, part)| whole || *part == 0)
}

fn text(bill: &Bill, trades: &[Trade]) -> String {
    let (head, account) = match bill.sort {
        Sort::Details => (DETAILS, "20880000000000020156"),
        Sort::Own => (OWN, "20880000000000010156"),
        Sort::Fund => (FUND, "20880000000000010156"),
        Sort::Cut => (CUT, ""),
    };
    let mut text = match bill.sort {
        Sort::Cut => String::new(),
        _ => format!(
            "#支付宝明细查询\r\n#账号：[{account}]\r\n#起始日期：[2026年11月01日 00:00:00]   终止日期：[2026年11月{}日 00:00:00]\r\n",
            20 + bill.mask % 9
        ),
    };
    writeln!(text, "{head}\r").expect("text");
    let line = |(at, part): Part, broken| trades[at].line(bill.sort, at, part, broken);
    let parts = parts(bill, trades);
    for (n, part) in parts.iter().chain(pasted(bill, &parts)).enumerate() {
        if n < bill.broken as usize {
            writeln!(text, "{}\r", line((0, 0), true)).expect("text");
        }
        writeln!(text, "{}\r", line(*part, false)).expect("text");
    }
    text
}

/// What counts of a set of bills: lines of each sort once, in fen.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counted {
    trades: u64,
    refunds: u64,
    movements: u64,
    refused: u64,
    lines: u64,
    duplicates: u64,
    /// Bills with a line twice.
    pasted: u64,
    /// 商家实收 and fees of trades, and withdrawals.
    fen: i64,
}

fn expected(bills: &[Bill], trades: &[Trade]) -> Counted {
    let mut out = Counted::default();
    let mut once: BTreeSet<(Sort, usize, i64)> = BTreeSet::new();
    for bill in bills {
        let parts = parts(bill, trades);
        let pasted = pasted(bill, &parts).count();
        let broken = (parts.len() + pasted).min(bill.broken as usize) as u64;
        out.lines += (parts.len() + pasted) as u64 + broken;
        out.pasted += u64::from(pasted > 0);
        out.refused += broken;
        once.extend(parts.into_iter().map(|(at, part)| (bill.sort, at, part)));
    }
    for (sort, at, part) in &once {
        let trade = &trades[*at];
        // What DETAILS have of a cut is theirs.
        if *sort == Sort::Cut && once.contains(&(Sort::Details, *at, *part)) {
            continue;
        }
        match (sort, part) {
            (Sort::Fund, _) => out.movements += 1,
            (_, 0) => out.trades += 1,
            _ => out.refunds += 1,
        }
        out.fen += match sort {
            Sort::Cut => trade.ordered(*part),
            Sort::Fund if *part != 0 && trade.shop == 0 => -trade.net(*part),
            Sort::Fund => 0,
            Sort::Details | Sort::Own => trade.net(*part) + trade.fee(*part),
        };
    }
    out.duplicates = out.lines - out.refused - out.trades - out.refunds - out.movements;
    out
}

/// The job as a run has it.
fn run(files: &[(String, Vec<u8>)]) -> pipeline::PipelineOutcome {
    let folder = tempfile::tempdir().expect("temporary folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("written");
    }
    let layouts = Layouts::load(None).expect("built-in layouts");
    let found = ingest::find(folder.path(), &folder.path().join("out")).expect("files");
    let input = pipeline::PipelineInput {
        files: &found,
        job: &Job::parse("jinjian.toml", "").expect("a job"),
        layouts: &layouts,
        as_of: Moment::parse("2026-11-30").expect("a day"),
    };
    pipeline::run(&input, &Silent).expect("read")
}

fn statement(credits: &[(u32, i64)]) -> String {
    let mut text = format!("{STATEMENT}\r\n");
    for (day, fen) in credits {
        let amount = yuan(*fen);
        writeln!(
            text,
            "1,6222000000000001\t,,2026-11-{day:02} 09:00:00,贷,,{amount},,结算,,支付宝示例备付金户,,\r"
        )
        .expect("text");
    }
    text
}

fn trade() -> impl Strategy<Value = Trade> {
    let parts = (0usize..3, 3u32..9, 500i64..90_000, 0i64..50, 0i64..3);
    parts.prop_map(|(shop, day, fen, discount, refunds)| Trade {
        shop,
        day,
        fen,
        discount,
        refunds,
    })
}

fn bill() -> impl Strategy<Value = Bill> {
    let sort = prop::sample::select(vec![Sort::Details, Sort::Own, Sort::Cut, Sort::Fund]);
    let form = (any::<bool>(), any::<bool>());
    let pasted = prop_oneof![Just(0usize), 1usize..5];
    let parts = (sort, 1u64.., 0u32..3, form, pasted);
    parts.prop_map(|(sort, mask, broken, (gbk, backwards), pasted)| Bill {
        sort,
        mask,
        broken,
        gbk,
        backwards,
        pasted,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Lines read = counted + refused + duplicates, and Σ of the settlement = Σ of the inputs, in fen.
    #[test]
    fn every_line_and_every_fen_is_somewhere(
        trades in prop::collection::vec(trade(), 1..24),
        bills in prop::collection::vec(bill(), 1..7),
        credits in prop::collection::vec((3u32..28, 1i64..900_000), 1..6),
        names in Just((0..8).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let mut files = vec![("流水.csv".to_owned(), statement(&credits).into_bytes())];
        for (bill, name) in bills.iter().zip(&names) {
            let text = text(bill, &trades);
            let bytes = match bill.gbk {
                true => encoding_rs::GB18030.encode(&text).0.into_owned(),
                false => text.into_bytes(),
            };
            files.push((format!("{name}.csv"), bytes));
        }
        let outcome = run(&files);
        let totals = Totals::prove(&outcome.ingested, &outcome.reconciled, &outcome.plan);
        let totals = totals.map_err(|e| TestCaseError::fail(e.to_string()))?;
        let owed: i64 = outcome.ingested.bill_stores.iter().flat_map(|s| &s.days).map(|d| d.settled_fen()).sum();
        let withdrawn: i64 = outcome.ingested.bills.iter().flat_map(|b| &b.withdrawals).map(|w| w.fen).sum();
        let told = |code| outcome.findings.iter().filter(|f| f.rule.code == code).count() as u64;
        let found = totals.bills;
        let found = Counted {
            trades: found.trades,
            refunds: found.refunds,
            movements: found.movements,
            refused: found.refused,
            lines: found.lines,
            duplicates: found.duplicates,
            pasted: told("BIL008"),
            fen: owed + withdrawn,
        };
        prop_assert_eq!(&found, &expected(&bills, &trades));
        if let Some(settled) = totals.settlement {
            prop_assert_eq!(settled.bills_fen, found.fen);
            prop_assert_eq!(settled.income_fen, credits.iter().map(|(_, fen)| *fen).sum::<i64>());
        }
        prop_assert_eq!(told("BIL002"), found.refused);
        prop_assert_eq!((told("BIL006"), told("BIL007")), (0, 0));
    }
}
