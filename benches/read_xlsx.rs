//! Reading a large store sheet, against calamine's bare stream of the same cells. Both take turns in one
//! process, so that they meet the same machine; the ratio of their medians should stay below 1.1. Peak
//! memory is measured in a process of its own, as growth of the resident set over what it was before
//! reading, and set against the text kept: the bytes of the original text of every cell of the table. It
//! should stay below three times as much.
//!
//! `cargo bench --bench read_xlsx` · sizes: `--rows N --repeats N`; `--shared` writes the text to a table of
//! shared strings, as Excel does, instead of into the cells

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use calamine::{Reader, Xlsx};
use jinjian::config::{Job, Layouts};
use jinjian::ingest::{self, ReadOptions};
use jinjian::model::{Field, Ingested};
use rust_xlsxwriter::Workbook;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    match args.as_slice() {
        [child, folder] if child == "child" => child_read(Path::new(folder)),
        args => compare(args),
    }
}

fn compare(args: &[String]) -> Result<()> {
    let number = |name: &str, default: u32| {
        let at = args.iter().position(|a| a == name);
        at.and_then(|at| args.get(at + 1)?.parse().ok())
            .unwrap_or(default)
    };
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("门店信息表.xlsx");
    let shared = args.iter().any(|a| a == "--shared");
    write(&path, number("--rows", 100_000), shared)?;
    say(&format!(
        "input        {:.1} MB, {} columns, text {}",
        path.metadata()?.len() as f64 / 1e6,
        COLUMNS.len(),
        if shared { "shared" } else { "in the cells" }
    ))?;
    let layouts = Layouts::load(None)?;
    let (mut bare, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..number("--repeats", 7).max(1) {
        bare.push(seconds(|| bare_stream(&path))?);
        ours.push(seconds(|| read(folder.path(), &layouts).map(drop))?);
    }
    let (bare, ours) = (median(&mut bare), median(&mut ours));
    say(&format!("bare stream  {bare:6.3} s"))?;
    say(&format!("whole read   {ours:6.3} s"))?;
    say(&format!(
        "ratio        {:6.2}     should be at most 1.1",
        ours / bare
    ))?;
    let (grown, text) = measured(folder.path())?;
    say(&format!("text kept    {:6.1} MB", text / 1e6))?;
    say(&format!("peak memory  {:6.1} MB", grown / 1e6))?;
    say(&format!(
        "ratio        {:6.2}     should be at most 3",
        grown / text
    ))
}

fn seconds(work: impl FnOnce() -> Result<()>) -> Result<f64> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed().as_secs_f64())
}

fn median(all: &mut [f64]) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// What any program pays to see every cell once.
fn bare_stream(path: &Path) -> Result<()> {
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(File::open(path)?))?;
    for name in workbook.sheet_names() {
        let mut cells = workbook.worksheet_cells_reader(&name)?;
        while let Some(cell) = cells.next_cell()? {
            std::hint::black_box(cell.get_value());
        }
    }
    Ok(())
}

/// The whole of reading, as a run does it.
fn read(folder: &Path, layouts: &Layouts) -> Result<Ingested> {
    let job = Job::default();
    let options = ReadOptions {
        layouts: &layouts.sheets,
        job: &job,
        progress: &|_| {},
        selection: None,
    };
    let found = ingest::find(folder, &folder.join("out"))?;
    Ok(ingest::read(&found, &options)?)
}

/// Prints how many KiB the resident set grew at most, and the bytes of text kept.
fn child_read(folder: &Path) -> Result<()> {
    let layouts = Layouts::load(None)?;
    let before = resident("VmRSS:");
    let stores = read(folder, &layouts)?.tables.stores;
    let grown = resident("VmHWM:").saturating_sub(before);
    let text: usize = Field::all()
        .map(|field| {
            let lengths = (0..stores.len()).map(|row| stores.original(row, field).len());
            lengths.sum::<usize>()
        })
        .sum();
    say(&format!("{grown} {text}"))
}

/// A figure of this process in KiB; 0 where the system does not say.
fn resident(key: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key));
    let number = line.and_then(|line| line.trim().split(' ').next()?.parse().ok());
    number.unwrap_or(0)
}

fn measured(folder: &Path) -> Result<(f64, f64)> {
    let child = Command::new(std::env::current_exe()?)
        .args(["child".as_ref(), folder.as_os_str()])
        .output()?;
    if !child.status.success() {
        return Err(String::from_utf8_lossy(&child.stderr).into());
    }
    let printed = String::from_utf8(child.stdout)?;
    let (grown, text) = printed.trim().split_once(' ').ok_or("no measurement")?;
    Ok((grown.parse::<f64>()? * 1024.0, text.parse()?))
}

/// Header and text of a column, `#` standing for the row's number in eight digits.
const COLUMNS: [(&str, &str); 30] = [
    ("序号", "#"),
    ("自用编码", "storeId#"),
    ("门店名称", "示例便利店第#分店"),
    ("公司名称", "示例#商贸有限公司"),
    ("商户简称", "示例便利店"),
    ("营业执照号", "91330106#X"),
    ("营业执照类型", "营业执照"),
    ("法人姓名", "张三丰"),
    ("法人身份证号", "3301061990#"),
    ("联系人", "李四光"),
    ("联系人手机", "138#"),
    ("联系邮箱", "store#@example.com"),
    ("客服电话", "0571-#"),
    ("MCC", "5411"),
    ("省", "浙江省"),
    ("市", "杭州市"),
    ("区", "西湖区"),
    ("详细地址", "文三路#号示例大厦一层"),
    ("经度", "120.1234567"),
    ("纬度", "30.2345678"),
    ("营业时间", "09:00-22:00"),
    ("门店面积", "120"),
    ("结算账号", "62170000#123"),
    ("开户名", "示例#商贸有限公司"),
    ("开户行", "中国工商银行"),
    ("支行", "杭州西湖支行"),
    ("联行号", "102100099996"),
    ("账户类型", "对公"),
    ("支付宝账号", "store#@example.com"),
    ("接入方式", "间连"),
];

/// Coordinates, row numbers and areas are numbers, all else is text.
fn is_number(header: &str) -> bool {
    ["序号", "经度", "纬度", "门店面积"].contains(&header)
}

fn write(path: &Path, rows: u32, shared: bool) -> Result<()> {
    let mut workbook = Workbook::new();
    let sheet = match shared {
        true => workbook.add_worksheet_with_low_memory()?,
        false => workbook.add_worksheet_with_constant_memory()?,
    };
    for row in 0..=rows {
        let number = format!("{row:08}");
        for (column, (header, pattern)) in (0..).zip(&COLUMNS) {
            let text = pattern.replace('#', &number);
            if row == 0 {
                sheet.write_string(row, column, *header)?;
            } else if is_number(header) {
                sheet.write_number(row, column, text.parse::<f64>()?)?;
            } else {
                sheet.write_string(row, column, text)?;
            }
        }
    }
    workbook.save(path)?;
    Ok(())
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
