//! Settlement from bill to report: what `settlement.csv`, the workbook, the manifest and the summary say
//! of the same days.

use std::collections::BTreeMap;
use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::job::{Job, findings, manifest};
use crate::synth::Faults;

const HEADER: &str = "\u{feff}route,pids,card_no,settlement_day,trades_from,trades_to,expected,received,\
                      difference,verdict,carried,cleared_on,open,bills,credits";

/// The rows of `settlement.csv`, by header.
fn rows(job: &Job, out: &str) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(job.out(out).join("reports/settlement.csv")).expect("there");
    assert!(text.starts_with(HEADER), "{text}");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.deserialize();
    rows.map(|row| row.expect("a row")).collect()
}

/// `-12.34` as fen.
fn fen(yuan: &str) -> i64 {
    yuan.replace('.', "")
        .parse()
        .expect("an amount with two decimals")
}

#[test]
fn all_reports_say_the_same() {
    let job = Job::new(320, 5, Faults::All);
    let output = job.run("out", &[]);
    let rows = rows(&job, "out");
    let totals = &manifest(&job.out("out"))["totals"]["settlement"];
    let count = |fits: &dyn Fn(&BTreeMap<String, String>) -> bool| {
        rows.iter().filter(|row| fits(row)).count() as u64
    };
    assert_eq!(totals["days"].as_u64(), Some(rows.len() as u64));
    assert_eq!(
        totals["agrees"].as_u64(),
        Some(count(&|row| row["verdict"] == "agrees"))
    );
    assert_eq!(totals["cleared"].as_u64(), Some(2));
    assert_eq!(count(&|row| !row["cleared_on"].is_empty()), 2);
    for key in ["short", "over", "one_sided"] {
        let open = count(&|row| row["verdict"] == key && row["open"] == "open");
        assert_eq!((totals[key].as_u64(), open), (Some(1), 1), "{key}");
    }
    let sum = |key: &str| rows.iter().map(|row| fen(&row[key])).sum::<i64>();
    assert_eq!(totals["expected_fen"].as_i64(), Some(sum("expected")));
    assert_eq!(totals["received_fen"].as_i64(), Some(sum("received")));
    assert_eq!(sum("difference"), sum("received") - sum("expected"));
    let said = findings(&job.out("out"));
    let said = said
        .iter()
        .filter(|f| f["code"].as_str().is_some_and(|c| c.starts_with("SET")));
    assert_eq!(said.count(), 3);

    let book = job.out("out").join("reports/discrepancies.xlsx");
    let mut book: Xlsx<_> = open_workbook(book).expect("opens");
    let sheet = book.worksheet_range("结算").expect("the sheet");
    let differing: Vec<_> = rows
        .iter()
        .filter(|row| row["verdict"] != "agrees")
        .collect();
    for (row, expected) in (1..).zip(&differing) {
        let Some(Data::Float(difference)) = sheet.get_value((row, 7)) else {
            panic!("row {row}");
        };
        assert_eq!(format!("{difference:.2}"), expected["difference"]);
    }
    let remark = sheet
        .get_value((differing.len() as u32 + 2, 0))
        .map(Data::to_string);
    let agree = totals["agrees"].as_u64().expect("a number");
    assert_eq!(
        remark,
        Some(format!(
            "另有 {agree} 个结算日一致，未列出；逐日结果见 settlement.csv"
        ))
    );

    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = said
        .lines()
        .find(|line| line.trim_start().starts_with("结算"));
    let line = line.expect("a line on settlement");
    assert!(line.contains("已冲平 2  短款 1  长款 1  单边 1"), "{line}");
}

#[test]
fn account_numbers_are_masked_unless_revealed() {
    let job = Job::new(240, 6, Faults::Count(0));
    job.run("masked", &[]);
    job.run("whole", &["--reveal"]);
    let (masked, whole) = (rows(&job, "masked"), rows(&job, "whole"));
    assert!(!masked.is_empty() && masked.len() == whole.len());
    for (masked, whole) in masked.iter().zip(&whole) {
        let card = &whole["card_no"];
        assert!(card.bytes().all(|b| b.is_ascii_digit()), "{card}");
        assert_eq!(masked["card_no"].len(), card.len());
        assert!(masked["card_no"].contains("***") && masked["card_no"][..4] == card[..4]);
        assert_eq!(masked["difference"], whole["difference"]);
    }
}

#[test]
fn without_a_statement_nothing_is_said() {
    let job = Job::new(120, 7, Faults::Count(0));
    fs::remove_file(job.input().join("对公账户流水.csv")).expect("the statement");
    let output = job.run("out", &[]);
    assert!(rows(&job, "out").is_empty());
    assert!(
        manifest(&job.out("out"))["totals"]
            .get("settlement")
            .is_none()
    );
    let book = job.out("out").join("reports/discrepancies.xlsx");
    let book: Xlsx<_> = open_workbook(book).expect("opens");
    assert!(!book.sheet_names().contains(&"结算".to_owned()));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!said.contains("结算 ") && !said.contains("SET0"), "{said}");
}
