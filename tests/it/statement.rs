//! A bank statement, as `inspect`, `check` and `run` speak of it.

use std::fs;

use crate::job::jinjian;

const HEADER: &str = "交易日期,主机交易流水号,借方发生额,贷方发生额,账户余额,凭证号,摘要,对方账号,对方账号名称,对方开户行,交易时间\n";
const SOUND: &str = "2026-11-01,3130120,,100.00,1100.00,,货款,,,,10:00:00\n\
    2026-11-02,3130121,50.00,,1050.00,,手续费,,,,10:00:00\n";
const STORES: &str =
    "自用编码,门店名称,公司名称,详细地址,结算账号\ns1,甲店,甲公司,某路 1 号,6222\n";

/// What the program prints about a statement of these rows, with `more` beside it.
fn said(args: &[&str], rows: &str, more: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("temporary folder");
    let input = folder.path().join("in");
    fs::create_dir(&input).expect("folder");
    fs::write(input.join("流水.csv"), format!("{HEADER}{rows}")).expect("file");
    for (name, text) in more {
        fs::write(input.join(name), text).expect("file");
    }
    let mut command = jinjian();
    let output = command.current_dir(&folder).args(args).output();
    String::from_utf8(output.expect("runs").stdout).expect("UTF-8")
}

fn line<'a>(said: &'a str, label: &str) -> &'a str {
    let mut lines = said.lines().map(str::trim);
    lines.find(|line| line.starts_with(label)).unwrap_or(said)
}

#[test]
fn inspect_says_what_it_comes_to_and_whether_it_agrees() {
    let inspect = |rows: &str| {
        let said = said(&["inspect", "in"], rows, &[]);
        let items = line(&said, "合计").split("  ").map(str::trim);
        let items: Vec<&str> = items.filter(|item| !item.is_empty()).collect();
        items[1..].join(" | ")
    };
    let total = "合计,2,50.00,100.00,,,,,,,\n";
    assert_eq!(
        inspect(&format!("{SOUND}{total}")),
        "收入 1 笔 100.00 元 | 支出 1 笔 50.00 元 | 余额 1 处接得上 ✓ | 合计 2 项相符 ✓"
    );
    assert_eq!(
        inspect(&SOUND.replace("1050.00", "1051.00")),
        "收入 1 笔 100.00 元 | 支出 1 笔 50.00 元 | 余额 1 处接不上 ✗"
    );
    let unread = SOUND.replace("100.00,1100.00", "1OO.00,1100.00");
    assert_eq!(
        inspect(&unread),
        "收入 0 笔 0.00 元 | 支出 1 笔 50.00 元 | 1 行读不出 ✗"
    );
    let said = said(
        &["inspect", "in", "--format", "json"],
        &format!("{SOUND}{total}"),
        &[],
    );
    let answer: serde_json::Value = serde_json::from_str(&said).expect("one JSON object");
    let expected = serde_json::json!({
        "income": 1, "outgo": 1, "unreadable": 0, "income_fen": 10_000, "outgo_fen": 5_000,
        "balances": {"compared": 1, "differ": 0}, "totals": {"compared": 2, "differ": 0},
    });
    assert_eq!(answer["files"][0]["sheets"][0]["statement"], expected);
}

#[test]
fn check_says_what_it_looked_at() {
    let check = |args: &[&str], more: &[(&str, &str)]| {
        let args = [
            &["check", "in", "--as-of", "2026-11-20", "--select", "STM"],
            args,
        ]
        .concat();
        let said = said(&args, SOUND, more);
        said.lines().last().expect("a line").to_owned()
    };
    assert_eq!(
        check(&[], &[]),
        "核对了银行对账单 2 行 · 错误 0 · 警告 0 · 提示 0"
    );
    assert_eq!(
        check(&[], &[("门店.csv", STORES)]),
        "检查了 1 行，核对了银行对账单 2 行 · 错误 0 · 警告 0 · 提示 0"
    );
    assert_eq!(
        check(&["--lang", "en"], &[]),
        "rows looked at: 2 of bank statement · error 0 · warning 0 · note 0"
    );
}

#[test]
fn the_summary_of_a_run_has_a_line_for_it() {
    let run = |rows: &str| {
        let args = ["run", "in", "--out", "out", "--as-of", "2026-11-20"];
        let said = said(&args, rows, &[("门店.csv", STORES)]);
        line(&said, "流水").to_owned()
    };
    assert_eq!(
        run(SOUND),
        "流水           2 行    收入 1  支出 1    余额 1 处接得上 ✓"
    );
    assert_eq!(
        run(&SOUND.replace("1050.00", "1051.00")),
        "流水           2 行    收入 1  支出 1    余额 1 处接不上 ✗"
    );
}
