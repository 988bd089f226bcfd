//! All rules over a large store sheet, against reading the workbook it came from: both take turns in one
//! process, and the ratio of their medians should stay below 1. Then the rules over five times as many
//! rows: it should take at most 5.5 times as long.
//!
//! Stores are sound but for one in a hundred, five of them to a company, one company in fifty a chain of
//! two hundred and fifty.
//!
//! `cargo bench --bench check` · sizes: `--rows N --repeats N`

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use jinjian::check;
use jinjian::config::{Job, Layouts};
use jinjian::ingest::{self, ReadOptions};
use jinjian::model::rule::Context;
use jinjian::model::table::RowOrigin;
use jinjian::model::{CellKind, Column, Field, Source, Table, Tables};
use jinjian::normalise;
use jinjian::value::licence::{self, LicenceFault};
use jinjian::value::{bank_card, iso7064, organisation};
use rust_xlsxwriter::Workbook;
use time::macros::date;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let number = |name: &str, default: u32| {
        let at = args.iter().position(|a| a == name);
        at.and_then(|at| args.get(at + 1)?.parse().ok())
            .unwrap_or(default)
    };
    let (rows, repeats) = (number("--rows", 200_000), number("--repeats", 3).max(1));
    let layouts = Layouts::load(None)?;
    let folder = tempfile::tempdir()?;
    write(&folder.path().join("门店信息表.xlsx"), rows)?;
    let (mut reading, mut checking) = (Vec::new(), Vec::new());
    for _ in 0..repeats {
        let start = Instant::now();
        let (mut tables, sources) = read(folder.path(), &layouts)?;
        reading.push(start.elapsed().as_secs_f64());
        normalise::run(&mut tables, &[]);
        checking.push(check(&tables.stores, &sources, &layouts)?);
    }
    let (reading, checking) = (median(&mut reading), median(&mut checking));
    say(&format!("reading    {rows:>9} rows  {reading:7.3} s"))?;
    say(&format!("all rules  {rows:>9} rows  {checking:7.3} s"))?;
    let ratio = checking / reading;
    say(&format!("ratio      {ratio:24.2}     should be below 1"))?;

    let (mut small, mut large) = (Vec::new(), Vec::new());
    let [few, many] = [rows, rows * 5].map(made);
    for _ in 0..repeats {
        small.push(check(&few.0, &few.1, &layouts)?);
        large.push(check(&many.0, &many.1, &layouts)?);
    }
    let (small, large) = (median(&mut small), median(&mut large));
    say(&format!("all rules  {rows:>9} rows  {small:7.3} s"))?;
    say(&format!("all rules  {:>9} rows  {large:7.3} s", rows * 5))?;
    say(&format!(
        "ratio      {:24.2}     should be at most 5.5",
        large / small
    ))
}

fn median(all: &mut [f64]) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn read(folder: &Path, layouts: &Layouts) -> Result<(Tables, Vec<Source>)> {
    let job = Job::default();
    let options = ReadOptions {
        layouts: &layouts.sheets,
        job: &job,
        progress: &|_| {},
        selection: None,
    };
    let found = ingest::find(folder, &folder.join("out"))?;
    let ingested = ingest::read(&found, &options)?;
    Ok((ingested.tables, ingested.sources))
}

/// Seconds that all rules take; an error when they found as good as nothing, or fault with most rows.
fn check(stores: &Table, sources: &[Source], layouts: &Layouts) -> Result<f64> {
    let limits = check::length::limits(&layouts.uploads);
    let context = Context {
        as_of: date!(2026 - 11 - 20),
        required: &layouts.levels.for_m3,
        limits: &limits,
        uploads: &["koubei-stores"],
        expiring_days: 30,
    };
    let start = Instant::now();
    let checked = check::run(stores, sources, &context);
    let seconds = start.elapsed().as_secs_f64();
    match checked.findings.len() * 100 / stores.len().max(1) {
        1..=20 => Ok(seconds),
        share => Err(format!(
            "{share} findings for a hundred rows: {:?}",
            checked.findings.first()
        )
        .into()),
    }
}

/// Header, field, and the text of a row.
type Filled = (&'static str, Field, fn(u32) -> String);

const COLUMNS: [Filled; 30] = [
    ("自用编码", Field::StoreCode, |n| format!("MD{n:08}")),
    ("门店名称", Field::StoreName, |n| {
        format!("示例便利店{}店", figures(n))
    }),
    ("公司名称", Field::MerchantName, |n| company(entity(n))),
    ("商户简称", Field::AliasName, |n| {
        format!("示例{}", figures(entity(n)))
    }),
    ("营业执照号", Field::BusinessLicense, |n| {
        faulty(n, code(entity(n)))
    }),
    ("营业执照类型", Field::BusinessLicenseType, |_| {
        "营业执照".into()
    }),
    (
        "营业执照有效期至",
        Field::BusinessLicenseExpiry,
        |_| "2039年3月5日".into(),
    ),
    ("法人姓名", Field::LegalName, |n| person(entity(n))),
    ("法人身份证号", Field::LegalIdNo, |n| id(entity(n))),
    ("法人证件有效期至", Field::LegalIdExpiry, |_| {
        "长期".into()
    }),
    ("联系人", Field::ContactName, person),
    ("联系人手机", Field::ContactMobile, |n| {
        format!("138{n:08}")
    }),
    ("联系邮箱", Field::ContactEmail, |n| {
        format!("store{n:08}@example.com")
    }),
    ("客服电话", Field::ServicePhone, |n| {
        format!("0571-8{:07}", n % 10_000_000)
    }),
    ("MCC", Field::Mcc, |_| "5411".into()),
    ("省", Field::Province, |_| "浙江省".into()),
    ("市", Field::City, |_| "杭州市".into()),
    ("区", Field::District, |_| "西湖区".into()),
    ("详细地址", Field::Address, |n| {
        format!("示例路{n}号一层")
    }),
    ("经度", Field::Longitude, |n| {
        format!("120.1{:05}", n % 100_000)
    }),
    ("纬度", Field::Latitude, |n| {
        format!("30.2{:05}", n % 100_000)
    }),
    ("营业时间", Field::BusinessTime, |_| {
        "09:00-22:00".into()
    }),
    ("结算账号", Field::CardNo, |n| card(entity(n))),
    ("开户名", Field::CardName, |n| company(entity(n))),
    ("开户行", Field::BankName, |_| "中国工商银行".into()),
    ("支行", Field::BankBranchName, |_| {
        "中国工商银行杭州西湖支行".into()
    }),
    ("联行号", Field::Cnaps, |_| "102100099996".into()),
    ("账户类型", Field::AccountKind, |_| "对公".into()),
    ("支付宝账号", Field::LogonId, |n| {
        format!("pay{:06}@example.com", entity(n))
    }),
    ("接入方式", Field::Route, |_| "间连".into()),
];

/// The company of a store.
fn entity(n: u32) -> u32 {
    match n % 250 {
        0..5 => n / 250 % 20,
        _ => 1000 + n / 5,
    }
}

/// A number in Chinese figures, so that names have no digits.
fn figures(n: u32) -> String {
    let figure = |digit: char| {
        "零一二三四五六七八九"
            .chars()
            .nth(digit as usize - '0' as usize)
    };
    n.to_string().chars().filter_map(figure).collect()
}

fn company(e: u32) -> String {
    format!("示例{}商贸有限公司", figures(e))
}

fn person(n: u32) -> String {
    format!("陈{}", figures(n % 97))
}

fn code(e: u32) -> String {
    let mut body = format!("{e:08}");
    body.replace_range(..1, "M");
    let check = organisation::check(body.as_bytes()).map_or('0', char::from);
    let body = format!("91330106{body}{check}");
    match licence::parse(&format!("{body}0")) {
        Err(LicenceFault::Check { expected }) => format!("{body}{expected}"),
        _ => format!("{body}0"),
    }
}

/// One code in a hundred has a wrong character.
fn faulty(n: u32, mut code: String) -> String {
    if n.is_multiple_of(100) {
        code.replace_range(10..11, "A");
    }
    code
}

fn id(e: u32) -> String {
    let body = format!(
        "330106{}{:02}{:02}{:03}",
        1950 + e / 336_000 % 50,
        e / 28_000 % 12 + 1,
        e / 1000 % 28 + 1,
        e % 1000
    );
    let check = iso7064::mod_11_2_check(body.as_bytes()).map_or('0', char::from);
    format!("{body}{check}")
}

fn card(e: u32) -> String {
    let body = format!("621700001{e:09}");
    let check = bank_card::luhn_digit(body.as_bytes()).map_or('0', char::from);
    format!("{body}{check}")
}

fn write(path: &Path, rows: u32) -> Result<()> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    for (column, (header, ..)) in (0..).zip(&COLUMNS) {
        sheet.write_string(0, column, *header)?;
    }
    for row in 1..=rows {
        for (column, (_, _, text)) in (0..).zip(&COLUMNS) {
            sheet.write_string(row, column, text(row))?;
        }
    }
    workbook.save(path)?;
    Ok(())
}

/// The same rows as a table, without a file.
fn made(rows: u32) -> (Table, Vec<Source>) {
    let mut tables = Tables::default();
    tables.stores.origins = (1..=rows).map(|row| RowOrigin { source: 0, row }).collect();
    let mut source = Source::default();
    for (at, (_, field, text)) in (0..).zip(&COLUMNS) {
        let mut column = Column::default();
        (1..=rows).for_each(|row| column.push(&text(row), CellKind::Text));
        tables.stores.set_column(*field, column);
        source.columns.push((*field, at));
    }
    normalise::run(&mut tables, &[]);
    (tables.stores, vec![source])
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
