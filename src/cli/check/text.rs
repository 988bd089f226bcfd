//! Findings for people: a heading for each sheet, a block for each finding, like a good linter.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::checked::CheckedGroup;
use crate::cli::terminal::{one_line, pad, thousands, wrap};
use crate::emit::{FindingFormatter, FindingView};
use crate::model::{Finding, Kind, Lang, Level};
use crate::rules;

/// Terminal cells of a line, and of the space before the sentences about a finding.
const WIDTH: usize = 100;
const INDENT: usize = 10;
/// Where the store's code begins, when the sentence before it leaves room.
const KEY_AT: usize = 56;

pub(super) fn render(all: &[CheckedGroup]) -> String {
    let mut out = String::new();
    for checked in all {
        let lens = checked.lens();
        let mut heading = None;
        for finding in &checked.findings {
            let here = lens.file(finding.place);
            if heading != Some(here) {
                heading = Some(here);
                let (file, sheet) = here;
                let sheet = sheet.map_or(String::new(), |s| format!(" › {s}"));
                let gap = if out.is_empty() { "" } else { "\n" };
                let _ = writeln!(out, "{gap}{file}{sheet}");
            }
            block(&mut out, &lens, finding);
        }
    }
    closing(&mut out, all);
    out
}

/// `E1024  LIC002  错误  …`, then what was found and what to do.
fn block(out: &mut String, lens: &FindingFormatter, finding: &Finding) {
    let view = lens.view(finding);
    let spot = pad(&lens.spot(finding.place), 6);
    let (code, level) = (finding.rule.code, finding.level.label(lens.lang));
    let title = title(lens, finding);
    let line = with_key(format!("  {spot}  {code}  {level}  {title}"), &view);
    let _ = writeln!(out, "{line}");
    let indent = " ".repeat(INDENT);
    sentence(out, "", &view.message);
    let found = [
        (lens.lang.pick("现值 ", "found "), view.found.as_ref()),
        (lens.lang.pick("应为 ", "expected "), view.expected.as_str()),
    ];
    let found: Vec<String> = found
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| format!("{label}{}", one_line(text)))
        .collect();
    if !found.is_empty() {
        let _ = writeln!(out, "{indent}{}", found.join(" · "));
    }
    for related in &finding.related {
        let field = related.field.or(finding.field);
        let (path, text) = (lens.path(related.place), lens.hide(field, &related.found));
        let note = related.note.text(lens.lang);
        let _ = writeln!(out, "{indent}{note} {path}  {}", one_line(&text));
    }
    if !view.hint.is_empty() {
        sentence(out, lens.lang.pick("提示 ", "hint "), &view.hint);
    }
}

/// A sentence behind its label, continued below itself.
fn sentence(out: &mut String, label: &str, text: &str) {
    let width = label.width();
    for (at, line) in wrap(text, WIDTH - INDENT - width).iter().enumerate() {
        let label = if at == 0 { label } else { "" };
        let indent = " ".repeat(INDENT);
        let _ = writeln!(out, "{indent}{}{line}", pad(label, width));
    }
}

/// What is wrong, and with what where no column says so.
fn title(lens: &FindingFormatter, finding: &Finding) -> String {
    let title = finding.rule.title(lens.lang);
    match finding.field.filter(|_| finding.place.column.is_none()) {
        Some(field) => {
            let colon = lens.lang.pick("：", ": ");
            format!("{title}{colon}{}", field.label(lens.lang))
        }
        None => title.to_owned(),
    }
}

/// The store's code at the end of the line.
fn with_key(line: String, view: &FindingView) -> String {
    let (key, _) = view.key();
    if key.is_empty() {
        return line;
    }
    format!("{}  {key}", pad(&line, KEY_AT.max(line.width())))
}

/// How many there are of each level, in how many rows.
fn closing(out: &mut String, all: &[CheckedGroup]) {
    let Some(first) = all.first() else { return };
    let count = |level: Level| {
        let findings = all.iter().flat_map(|c| &c.findings);
        findings.filter(|f| f.level == level).count() as u64
    };
    let parts = [Level::Error, Level::Warning, Level::Note]
        .map(|level| format!("{} {}", level.label(first.lang), thousands(count(level))));
    let gap = if out.is_empty() { "" } else { "\n" };
    let (rows, parts) = (rows(all, first.lang), parts.join(" · "));
    let _ = writeln!(out, "{gap}{rows} · {parts}");
}

/// How many rows of each kind were looked at: stores and SKUs by the rules, anything else as far as it
/// can be on its own.
fn rows(all: &[CheckedGroup], lang: Lang) -> String {
    const OTHERS: [Kind; 6] = [
        Kind::AlipayBill,
        Kind::BankStatement,
        Kind::Items,
        Kind::Merchants,
        Kind::AlipayAccounts,
        Kind::BankAccounts,
    ];
    let count = |kind: Kind| -> u64 {
        let files = all.iter().flat_map(|checked| &checked.ingested.files);
        let sheets = files.flat_map(|file| &file.sheets);
        let own = sheets.filter(|sheet| sheet.kind == Some(kind));
        own.map(|sheet| sheet.rows).sum()
    };
    let others = OTHERS.map(|kind| (kind, count(kind)));
    let others = others.iter().filter(|(_, rows)| *rows > 0);
    let others = others.map(|(kind, rows)| {
        let (label, rows) = (kind.label(lang), thousands(*rows));
        lang.pick(format!("{label} {rows} 行"), format!("{rows} of {label}"))
    });
    let others = others.collect::<Vec<_>>().join(lang.pick("、", ", "));
    let checked = count(Kind::Stores) + count(Kind::Skus);
    let rows = thousands(checked);
    let (zh, en) = if others.is_empty() {
        (format!("检查了 {rows} 行"), format!("{rows} rows checked"))
    } else if checked == 0 {
        (
            format!("核对了{others}"),
            format!("rows looked at: {others}"),
        )
    } else {
        (
            format!("检查了 {rows} 行，核对了{others}"),
            format!("{rows} rows checked, looked at: {others}"),
        )
    };
    lang.pick(zh, en)
}

/// How often each rule hit, most often first.
pub(super) fn statistics(all: &[CheckedGroup]) -> String {
    let mut counts: BTreeMap<&str, (&Finding, u64)> = BTreeMap::new();
    for finding in all.iter().flat_map(|c| &c.findings) {
        counts.entry(finding.rule.code).or_insert((finding, 0)).1 += 1;
    }
    let mut counts: Vec<(&Finding, u64)> = counts.into_values().collect();
    counts.sort_by_key(|(finding, n)| (std::cmp::Reverse(*n), finding.rule.code));
    let lang = all.first().map(|c| c.lang).unwrap_or_default();
    let mut out = String::new();
    for (finding, n) in counts {
        let (code, level) = (finding.rule.code, finding.level.label(lang));
        let title = finding.rule.title(lang);
        let (n, level) = (thousands(n), pad(level, 7));
        let _ = writeln!(out, "{n:>9}  {code}  {level}  {title}");
    }
    unchecked(&mut out, all, lang);
    closing(&mut out, all);
    out
}

/// How often each rule could not be applied, in the order of codes: no finding about a value that is not
/// there does not mean that the value is right.
fn unchecked(out: &mut String, all: &[CheckedGroup], lang: Lang) {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (code, n) in all.iter().flat_map(|c| &c.not_checked) {
        *counts.entry(code).or_default() += n;
    }
    counts.retain(|_, n| *n > 0);
    if counts.is_empty() {
        return;
    }
    let head = lang.pick(
        "未检查的次数（所需的格子没有、为空或已有错误）",
        "not checked (a cell the rule needs is absent, empty or wrong)",
    );
    let _ = writeln!(out, "{}{head}", if out.is_empty() { "" } else { "\n" });
    for rule in rules::all() {
        if let Some(n) = counts.get(rule.code) {
            let title = rule.title(lang);
            let _ = writeln!(out, "{:>9}  {}  {title}", thousands(*n), rule.code);
        }
    }
}
