//! The bank statement: a group's corporate accounts in one export, with the settlements of both bills, a day or a
//! weekend after the trades, net of fees, and entries that settle nothing. One credit comes a day late, which is no
//! fault; the faults are credits that are short, doubled or missing.

use std::fs;
use std::io;
use std::path::Path;

use super::bills::Bills;
use super::build::BRAND;
use super::files::gb18030;
use super::fund::Fund;
use super::model::{Entity, Field, World};
use super::rng::Rng;

pub const FILE: &str = "对公账户流水.csv";
/// Column of 贷方发生额.
pub const CREDIT: usize = 6;

const HEADER: &str = "凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额,对方行号,摘要,用途,对方单位名称,余额,个性化信息";
/// Companies whose settlements the acquirer pays to an account of the statement.
const COMPANIES: usize = 8;
/// Days of November 2026 with trades; it begins on a Sunday.
pub const DAYS: usize = 20;
/// What a Monday's day of the month leaves divided by seven.
const MONDAY: usize = 2;
/// The last day of the statement, a Friday.
const LAST: usize = 20;
const OPENING: i64 = 10_000_000;
const SHORT_BY: i64 = 37;

/// Who is paid: an account, and for which merchants.
pub struct Payee {
    card: String,
    smids: Vec<String>,
}

/// The brand for its direct stores, then the brand and other companies for their onboarded ones.
pub fn payees(world: &World) -> Vec<Payee> {
    let payee = |card| Payee {
        card,
        smids: Vec::new(),
    };
    let mut payees: Vec<Payee> = paid(world).into_iter().map(payee).collect();
    for merchant in &world.merchants {
        let number = bare(&merchant.cells[Field::CardNo as usize]);
        let of_acquirer = payees[1..].iter_mut();
        if let Some(payee) = of_acquirer.into_iter().find(|payee| payee.card == number) {
            payee.smids.push(merchant.smid.clone());
        }
    }
    payees
}

/// The accounts of the payees, as far as merchants have to be looked at to know them.
fn paid(world: &World) -> Vec<String> {
    let brand = bare(&world.entities[BRAND].card);
    let mut cards = vec![brand.clone(), brand];
    for merchant in &world.merchants {
        if cards.len() == COMPANIES + 2 {
            break;
        }
        let number = bare(&merchant.cells[Field::CardNo as usize]);
        let corporate = |entity: &Entity| entity.corporate && entity.card == number;
        if !cards.contains(&number) && world.entities.iter().any(corporate) {
            cards.push(number);
        }
    }
    cards
}

fn bare(card: &str) -> String {
    card.replace(' ', "")
}

/// Whether a card gets settlements of the acquirer, and none of Alipay.
pub fn only_the_acquirer_pays(world: &World, card: &str) -> bool {
    let (card, paid) = (bare(card), paid(world));
    paid[0] != card && paid[1..].contains(&card)
}

/// Whose money a trade in the acquirer's bill is.
pub fn payee_of(payees: &[Payee], smid: &str) -> Option<usize> {
    payees
        .iter()
        .position(|payee| payee.smids.iter().any(|own| own == smid))
}

/// Where the faults ended up.
#[derive(Default)]
pub struct Statement {
    pub rows: usize,
    /// Rows of the file, counted from 1.
    pub short: Vec<usize>,
    /// A credit, and the same once more.
    pub twice: Vec<(usize, usize)>,
    /// The bill whose money did not come.
    pub missing: Vec<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Flaw {
    None,
    Short,
    Twice,
    Again,
}

/// One entry.
#[derive(Clone)]
struct Entry {
    day: usize,
    card: String,
    /// Fen; money out is below zero.
    fen: i64,
    who: (&'static str, String),
    summary: String,
    flaw: Flaw,
}

/// What is paid at once.
struct Batch {
    payee: usize,
    trade: usize,
    day: usize,
    fen: i64,
    /// The only one of its settlement day, and the day after is a working day on the statement too.
    alone: bool,
}

/// Day of the month on which trades settle: the next one, and Monday instead of a weekend.
fn due(trade: usize) -> usize {
    match (trade + 1) % 7 {
        // The 1st is a Sunday.
        1 => trade + 2,
        0 => trade + 3,
        _ => trade + 1,
    }
}

/// Credits of a payee; a day on which more is refunded than paid is taken off the next.
fn batches(payee: usize, sums: &[i64; DAYS]) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    let mut owing = 0;
    for (trade, fen) in sums.iter().enumerate().skip(1) {
        let carried = owing != 0;
        owing += fen;
        if owing > 0 {
            let day = due(trade);
            batches.push(Batch {
                payee,
                trade,
                day,
                fen: owing,
                alone: !carried && day == trade + 1 && day % 7 != MONDAY && day < LAST - 1,
            });
            owing = 0;
        }
    }
    // Nobody pays back what is refunded in the end: such a payee is left out.
    if owing < 0 {
        batches.clear();
    }
    batches
}

pub fn write(world: &World, bills: &Bills, seed: u64, out: &Path) -> io::Result<Statement> {
    let payees = payees(world);
    let mut batches: Vec<Batch> = (0..payees.len())
        .flat_map(|payee| {
            let bill = if payee == 0 {
                &bills.brand
            } else {
                &bills.acquirer
            };
            bill.settled
                .get(payee)
                .map_or_else(Vec::new, |sums| batches(payee, sums))
        })
        .collect();
    let mut told = Statement::default();
    let mut rng = Rng::new(seed, 6);
    let wanted = [
        world.credits_missing,
        world.credits_short,
        world.credits_twice,
    ];
    let mut flawed = choose(&mut batches, wanted.iter().sum::<usize>(), &mut rng)?.into_iter();
    let [missing, short, twice] =
        wanted.map(|count| flawed.by_ref().take(count).collect::<Vec<_>>());
    for at in &missing {
        let bill = if batches[*at].payee == 0 {
            &bills.brand
        } else {
            &bills.acquirer
        };
        told.missing.push(bill.file.clone());
    }
    let fund = bills.fund.iter();
    let mut cards: Vec<&String> = payees.iter().map(|payee| &payee.card).collect();
    cards.extend(fund.clone().map(|fund| &fund.card));
    let mut entries = others(cards);
    entries.extend(fund.flat_map(withdrawn));
    for (at, batch) in batches
        .iter()
        .enumerate()
        .filter(|(at, _)| !missing.contains(at))
    {
        let mut entry = credit(world, &payees, batch);
        if short.contains(&at) {
            entry.fen -= SHORT_BY;
            entry.flaw = Flaw::Short;
        }
        if twice.contains(&at) {
            entry.flaw = Flaw::Twice;
            let flaw = Flaw::Again;
            entries.push(Entry {
                flaw,
                ..entry.clone()
            });
        }
        entries.push(entry);
    }
    entries.sort_by(|a, b| {
        (a.day, &a.card, &a.summary, a.flaw as u8).cmp(&(b.day, &b.card, &b.summary, b.flaw as u8))
    });
    fs::write(out.join(FILE), gb18030(&csv(&entries, &mut told)))?;
    Ok(told)
}

/// Batches that can be flawed, and one of them that comes a day late.
fn choose(batches: &mut [Batch], count: usize, rng: &mut Rng) -> io::Result<Vec<usize>> {
    let alone = |at: &usize| batches[*at].alone && batches[*at].fen > 2 * SHORT_BY;
    let mut fit: Vec<usize> = (0..batches.len()).filter(alone).collect();
    rng.shuffle(&mut fit);
    if fit.len() < count {
        let message =
            "too few settlements for so many faults; ask for more stores or more bill lines";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    if let Some(&late) = fit.get(count) {
        batches[late].day = due(batches[late].day);
    }
    fit.truncate(count);
    Ok(fit)
}

fn credit(world: &World, payees: &[Payee], batch: &Batch) -> Entry {
    let pid = world.entities[BRAND]
        .account
        .map_or("", |row| &world.accounts[row].pid);
    let who = match batch.payee {
        0 => alipay(pid),
        _ => ("示例收单清算户", "955088000000001".to_owned()),
    };
    Entry {
        day: batch.day,
        card: payees[batch.payee].card.clone(),
        fen: batch.fen,
        who,
        summary: format!("结算1{:02}", batch.trade),
        flaw: Flaw::None,
    }
}

/// What a company drew out of its Alipay account.
fn withdrawn(fund: &Fund) -> impl Iterator<Item = Entry> {
    let credit = |(day, fen): &(usize, i64)| Entry {
        day: *day,
        card: fund.card.clone(),
        fen: *fen,
        who: alipay(&fund.pid),
        summary: "提现".to_owned(),
        flaw: Flaw::None,
    };
    fund.credits.iter().map(credit)
}

/// Banks print an account of Alipay's with stars in it.
fn alipay(pid: &str) -> (&'static str, String) {
    let account = format!("{}******0156", &pid[..pid.len().min(4)]);
    ("支付宝示例备付金户", account)
}

/// Rent, a customer's transfer and bank charges, in every account.
fn others(mut cards: Vec<&String>) -> Vec<Entry> {
    cards.sort();
    cards.dedup();
    let entry = |card: &String, day, fen, name, summary: &str| Entry {
        day,
        card: card.clone(),
        fen,
        who: (name, "190000000000001".to_owned()),
        summary: summary.to_owned(),
        flaw: Flaw::None,
    };
    let of_card = |card| {
        [
            entry(card, 1, -128_000, "示例物业有限公司", "物业费"),
            entry(card, 10, 56_000, "示例客户有限公司", "货款"),
            entry(card, LAST, -1_500, "", "账户管理费"),
        ]
    };
    cards.into_iter().flat_map(of_card).collect()
}

fn csv(entries: &[Entry], told: &mut Statement) -> String {
    let mut text = format!("{HEADER}\r\n");
    let mut balances: Vec<(&str, i64)> = Vec::new();
    let mut twice = Vec::new();
    for (row, entry) in (2..).zip(entries) {
        let known = balances.iter().position(|(card, _)| *card == entry.card);
        let at = known.unwrap_or_else(|| {
            balances.push((&entry.card, OPENING));
            balances.len() - 1
        });
        balances[at].1 += entry.fen;
        let (word, out, into) = match entry.fen < 0 {
            true => ("借", yuan(-entry.fen), String::new()),
            false => ("贷", String::new(), yuan(entry.fen)),
        };
        let Entry {
            day,
            card,
            who: (name, account),
            summary,
            ..
        } = entry;
        text += &format!(
            "{row:06},{card}\t,{account}\t,2026-11-{day:02} {:02}:30:15,{word},{out},{into},,{summary},,{name},{},\r\n",
            row % 12 + 6,
            yuan(balances[at].1),
        );
        match entry.flaw {
            Flaw::None => {}
            Flaw::Short => told.short.push(row),
            Flaw::Twice => twice.push(row),
            Flaw::Again => told.twice.extend(twice.pop().map(|first| (first, row))),
        }
    }
    told.rows = entries.len();
    text
}

fn yuan(fen: i64) -> String {
    format!(
        "{}{}.{:02}",
        if fen < 0 { "-" } else { "" },
        fen.abs() / 100,
        fen.abs() % 100
    )
}
