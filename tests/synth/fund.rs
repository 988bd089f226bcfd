//! The 账务明细 of a company that is paid into its Alipay account and draws the money out to its bank: its stores
//! are in no bill of trades, so the flow of money is what shows that they are direct. Balances run on from line to
//! line, and every withdrawal comes to the bank on its day or the next.

use std::fs;
use std::io;
use std::path::Path;

use super::build::BRAND;
use super::files::gb18030;
use super::model::{Field, Standing, World};
use super::rng::Rng;

const HEADER: &str = "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注";
/// Days of November 2026 with payments.
const DAYS: std::ops::RangeInclusive<usize> = 7..=19;
/// What stays in the account, in fen.
const KEPT: i64 = 1_000;

/// What was written.
pub struct Fund {
    pub file: String,
    pub pid: String,
    pub lines: usize,
    /// The bank account, and what comes there: day of the month and fen.
    pub card: String,
    pub credits: Vec<(usize, i64)>,
}

/// Chooses the company before any store is onboarded: its account is its own. A small job may have none.
pub fn choose(world: &mut World) {
    let fits = |e: &usize| {
        let entity = &world.entities[*e];
        let new = |&s: &usize| world.stores[s].standing == Standing::Create;
        let alone = !entity.shared && entity.account.is_some();
        alone && (1..=6).contains(&entity.stores.len()) && entity.stores.iter().all(new)
    };
    let corporate = (BRAND + 1..world.entities.len()).filter(|&e| world.entities[e].corporate);
    let Some(e) = corporate.rev().find(fits) else {
        return;
    };
    world.withdraws = Some(e);
    for s in world.entities[e].stores.clone() {
        let pid = world.account_of(s).map(|account| account.pid.clone());
        let store = &mut world.stores[s];
        store.standing = Standing::Direct;
        store.taken = true;
        store.set(Field::Route, "");
        store.set(Field::Pid, pid.unwrap_or_default());
    }
}

/// One movement, in fen; money out is below zero.
struct Movement {
    at: String,
    fen: i64,
    kind: &'static str,
}

pub fn write(world: &World, seed: u64, out: &Path) -> io::Result<Option<Fund>> {
    let entity = world.withdraws.map(|e| &world.entities[e]);
    let found = entity.and_then(|entity| Some((entity, &world.accounts[entity.account?])));
    let Some((entity, account)) = found else {
        return Ok(None);
    };
    let (movements, credits) = movements(&mut Rng::new(seed, 7));
    let file = format!("{}0156_20261119_账务明细.csv", account.pid);
    fs::write(out.join(&file), gb18030(&csv(&account.pid, &movements)))?;
    Ok(Some(Fund {
        file,
        pid: account.pid.clone(),
        lines: movements.len(),
        card: entity.card.replace(' ', ""),
        credits,
    }))
}

/// The movements in order of time, and what the bank gets.
fn movements(rng: &mut Rng) -> (Vec<Movement>, Vec<(usize, i64)>) {
    let (mut all, mut credits) = (Vec::new(), Vec::new());
    let mut balance = KEPT;
    for day in DAYS {
        let mut add = |time: &str, fen, kind| {
            let at = format!("2026-11-{day:02} {time}");
            all.push(Movement { at, fen, kind });
            fen
        };
        if balance > KEPT {
            let drawn = balance - KEPT;
            credits.push((day + rng.below(2), drawn));
            balance += add("02:00:00", -drawn, "提现");
        }
        for hour in 0..2 + rng.below(4) {
            let paid = 1_000 + rng.below(40_000) as i64;
            balance += add(&format!("{:02}:15:00", 9 + hour), paid, "在线支付");
            balance += add(
                &format!("{:02}:15:01", 9 + hour),
                -(paid * 38 / 10_000),
                "收费",
            );
            if rng.chance(15) {
                balance += add(&format!("{:02}:40:00", 9 + hour), -paid, "退款");
            }
        }
    }
    (all, credits)
}

fn csv(pid: &str, movements: &[Movement]) -> String {
    let dashes = "-".repeat(41);
    let mut text = format!(
        "#支付宝账务明细查询\r\n#账号：[{pid}0156]\r\n\
         #起始日期：[2026年11月01日 00:00:00]   终止日期：[2026年11月20日 00:00:00]\r\n\
         #{dashes}账务明细列表{dashes}\r\n{HEADER}\r\n"
    );
    let mut balance = KEPT;
    for (serial, Movement { at, fen, kind }) in movements.iter().enumerate() {
        balance += fen;
        let [income, outgo] = if *fen < 0 { [0, *fen] } else { [*fen, 0] }.map(yuan);
        let order = serial / 2;
        text += &format!(
            "30{serial:010}\t,20261100{order:012}\t,DZ{order:06},门店消费,{at},,{income},{outgo},{},支付宝,{kind},\r\n",
            yuan(balance)
        );
    }
    let total = |side: fn(i64) -> bool| {
        let own = movements.iter().filter(|movement| side(movement.fen));
        own.fold((0, 0), |(count, sum), movement| {
            (count + 1, sum + movement.fen.abs())
        })
    };
    let (outgo, income) = (total(|fen| fen < 0), total(|fen| fen >= 0));
    text + &format!(
        "#{dashes}账务明细列表结束{dashes}\r\n#支出合计：{}笔，共{}元\r\n#收入合计：{}笔，共{}元\r\n\
         #导出时间：[2026年11月20日 06:27:10]\r\n",
        outgo.0,
        yuan(outgo.1),
        income.0,
        yuan(income.1),
    )
}

fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}
