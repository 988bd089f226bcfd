//! 总览: the answer on one page. What happened to the rows and that they add up, which rules hold most
//! stores, what was read.

use std::ops::RangeInclusive;

use super::sheet_writer::{SheetResult, SheetWriter};
use super::workbook_context::{MERCHANTS, SUMMARY, WorkbookContext};
use crate::emit::workbook_style::Tone;
use crate::model::Lang;

/// Rules in the chart: those that hold most stores.
const CHARTED: u32 = 10;
/// Columns of the page, all sections alike: key, words, then numbers.
const WIDTHS: [u16; 7] = [18, 44, 11, 11, 11, 11, 9];

/// Texts in Chinese and in English, a line each.
macro_rules! texts {
    ($($zh:literal $en:literal;)*) => { [$([$zh, $en]),*] };
}

/// A text in Chinese and in English.
type Words = [&'static str; 2];

/// Of [`Disposition::ALL`](crate::model::Disposition::ALL).
const DISPOSITIONS: [Words; 6] = texts! {
    "新商户，已写入 indirect-create" "new, in indirect-create";
    "已进件、有变化，已写入 indirect-modify" "changed, in indirect-modify";
    "已进件，无需提交" "onboarded, nothing to send";
    "直连门店不需要进件" "direct stores need no onboarding";
    "有错误，未提交；原因见下" "not sent; reasons below";
    "与另一行完全相同" "repeats another row exactly";
};

/// Of [`M4State::ALL`](crate::model::M4State::ALL).
const M4_STATES: [Words; 6] = texts! {
    "四要素一致" "four elements agree";
    "有掩码或缺记录，待人工核实" "masked or no record: look";
    "账户信息与门店表不一致" "account contradicts the sheet";
    "账号本身有误，不随 M3 提交" "the account is in error and stays behind";
    "未提供支付宝账号" "no Alipay account given";
    "商户已认领" "claimed by the merchant";
};

/// Of [`SkuPlan::ALL`](crate::model::SkuPlan::ALL).
const SKU_PLANS: [Words; 3] = texts! {
    "已写入 item-publish" "in item-publish";
    "有错误，未提交" "not sent";
    "与另一行完全相同" "repeats another row exactly";
};

/// Bill lines by sort, each beside what becomes of them.
const BILL_LINES: [Words; 12] = texts! {
    "交易" "trades"; "计入" "counted";
    "退款" "refunds"; "计入，不算交易" "counted, not as trades";
    "资金流水" "movements"; "余额变动，不算交易" "of the balance, not trades";
    "汇总" "summary rows"; "用于核对明细" "compared with the details";
    "重复" "duplicates"; "另一份账单里也有，只算一次" "in another bill too, counted once";
    "拒收" "refused"; "无法读取，见 BIL002" "unreadable, see BIL002";
};

/// Settlement days by verdict, each beside what it means.
const SETTLEMENT_DAYS: [Words; 12] = texts! {
    "一致" "agrees"; "银行到账与账单相符" "the bank received what the bills owe";
    "已冲平" "cleared"; "有差额，后来补上或扣回" "differs, made up for on a later day";
    "短款" "short"; "银行少到，未补上，见 SET001" "the bank received less, see SET001";
    "长款" "over"; "银行多到，未扣回，见 SET002" "the bank received more, see SET002";
    "单边" "one side only"; "只有账单或只有银行，见 SET003" "bills or bank only, see SET003";
    "未覆盖" "not covered"; "账单或流水没有覆盖到" "bills or statement do not reach";
};

/// Fills the page.
pub(crate) fn fill(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    sheet.page(&WIDTHS)?;
    heading(book, sheet)?;
    stores(book, sheet)?;
    skus(book, sheet)?;
    bills(book, sheet)?;
    settlement(book, sheet)?;
    rules(book, sheet)?;
    files(book, sheet)
}

fn heading(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    let (run, lang) = (book.report.run, book.report.lang);
    let title = lang.pick("进件核对报告", "Onboarding discrepancy report");
    sheet.styled(0, title, &sheet.styles.title)?;
    sheet.row += 1;
    let (day, files) = (run.settings.as_of.to_string(), run.ingested.files.len());
    let hidden = if run.settings.reveal {
        lang.pick(
            "含完整个人信息，请妥善保管",
            "personal data in full: keep it safe",
        )
    } else {
        lang.pick("个人信息已掩码", "personal data masked")
    };
    let version = env!("CARGO_PKG_VERSION");
    let line = lang.pick(
        format!("截至 {day} · {files} 个文件 · jinjian {version} · {hidden}"),
        format!("as of {day} · {files} files · jinjian {version} · {hidden}"),
    );
    sheet.styled(0, &line, &sheet.styles.subtitle)?;
    sheet.row += 1;
    let text = lang.pick(
        "按商户查看，含可粘贴的核对请求 →",
        "by merchant, with requests to paste →",
    );
    let merchants = format!("internal:'{}'!A1", book.name(MERCHANTS));
    sheet.link(0, text, &merchants)?;
    sheet.row += 2;
    Ok(())
}

/// A section's title, then its header cells: words first, numbers in the columns of `numbers`.
fn section(
    sheet: &mut SheetWriter,
    title: &str,
    head: &[&str],
    numbers: RangeInclusive<u16>,
) -> SheetResult {
    let styles = sheet.styles;
    sheet.styled(0, title, &styles.section)?;
    sheet.row += 1;
    for (column, label) in (0..).zip(head) {
        let is_number = numbers.contains(&column);
        let format = if is_number {
            &styles.head_number
        } else {
            &styles.head
        };
        sheet.styled(column, label, format)?;
    }
    sheet.row += 1;
    Ok(())
}

/// One line: key, words, number.
fn line(sheet: &mut SheetWriter, key: &str, words: &str, number: u64) -> SheetResult {
    let styles = sheet.styles;
    sheet.styled(0, key, &styles.text)?;
    sheet.styled(1, words, &styles.text)?;
    sheet.number_styled(2, number, &styles.number)?;
    sheet.row += 1;
    Ok(())
}

/// The closing line of a section whose numbers were checked before anything was written.
fn total(sheet: &mut SheetWriter, lang: Lang, number: u64) -> SheetResult {
    let styles = sheet.styles;
    let agree = lang.pick("✓ 与输入行数相符", "✓ equals the rows read");
    sheet.styled(0, lang.pick("合计", "total"), &styles.total)?;
    sheet.styled(1, agree, &styles.total)?;
    sheet.number_styled(2, number, &styles.total_number)?;
    sheet.row += 2;
    Ok(())
}

/// A section of counts: title and header in both languages, then key, meaning and number a line.
fn counts(
    sheet: &mut SheetWriter,
    lang: Lang,
    title: Words,
    [zh, en]: [[&str; 3]; 2],
    lines: impl IntoIterator<Item = (&'static str, Words, u64)>,
) -> SheetResult {
    section(sheet, pick(lang, title), &lang.pick(zh, en), 2..=2)?;
    for (key, words, number) in lines {
        line(sheet, key, pick(lang, words), number)?;
    }
    Ok(())
}

fn pick(lang: Lang, [zh, en]: Words) -> &'static str {
    lang.pick(zh, en)
}

fn stores(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    let (lang, plan) = (book.report.lang, book.report.run.plan);
    let head = [
        ["处置", "含义", "门店"],
        ["Disposition", "Meaning", "Stores"],
    ];
    let dispositions = plan.store_counts().into_iter().zip(DISPOSITIONS);
    let lines = dispositions.map(|((end, count), words)| (end.label(lang), words, count as u64));
    counts(sheet, lang, ["门店", "Stores"], head, lines)?;
    total(sheet, lang, book.report.totals.stores.rows)?;
    let head = [["M4", "含义", "门店"], ["M4", "Meaning", "Stores"]];
    let states = plan.m4_counts().into_iter().zip(M4_STATES);
    let lines = states.map(|((state, count), words)| (state.label(lang), words, count as u64));
    let title = ["门店距 M4", "Distance to M4"];
    counts(sheet, lang, title, head, lines)?;
    sheet.row += 1;
    Ok(())
}

fn skus(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    let (lang, rows) = (book.report.lang, book.report.totals.skus.rows);
    if rows == 0 {
        return Ok(());
    }
    let head = [["处置", "含义", "商品"], ["Disposition", "Meaning", "SKUs"]];
    let plans = book.report.run.plan.sku_counts();
    let plans = plans.into_iter().zip(SKU_PLANS);
    let lines = plans.map(|((end, count), words)| (end.label(lang), words, count as u64));
    counts(sheet, lang, ["商品", "SKUs"], head, lines)?;
    total(sheet, lang, rows)
}

/// Bill lines; what there is none of is left out, but what counts and what was refused.
fn bills(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    let (lang, bills) = (book.report.lang, &book.report.totals.bills);
    if bills.lines == 0 {
        return Ok(());
    }
    let numbers = [
        (bills.trades, true),
        (bills.refunds, true),
        (bills.movements, false),
        (bills.summaries, false),
        (bills.duplicates, false),
        (bills.refused, true),
    ];
    let lines = BILL_LINES.chunks(2).zip(numbers);
    let lines = lines.filter(|(_, (count, always))| *always || *count > 0);
    let lines = lines.map(|(words, (count, _))| (pick(lang, words[0]), words[1], count));
    let head = [["类别", "含义", "行"], ["Lines", "Meaning", "Count"]];
    counts(sheet, lang, ["账单", "Bills"], head, lines)?;
    total(sheet, lang, bills.lines)
}

fn settlement(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    let lang = book.report.lang;
    let Some(totals) = &book.report.totals.settlement else {
        return Ok(());
    };
    let days = [
        totals.agrees,
        totals.cleared,
        totals.short,
        totals.over,
        totals.one_sided,
        totals.not_covered,
    ];
    let lines = SETTLEMENT_DAYS.chunks(2).zip(days);
    let lines = lines.map(|(words, days)| (pick(lang, words[0]), words[1], days));
    let head = [["结论", "含义", "结算日"], ["Verdict", "Meaning", "Days"]];
    counts(sheet, lang, ["结算", "Settlement"], head, lines)?;
    sheet.row += 1;
    Ok(())
}

fn rules(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    let (lang, styles) = (book.report.lang, sheet.styles);
    let head = lang.pick(
        ["规则", "问题", "级别", "暂缓门店", "涉及行", "条数", "明细"],
        [
            "Rule", "Problem", "Level", "Held", "Rows", "Findings", "List",
        ],
    );
    section(sheet, lang.pick("按规则", "By rule"), &head, 3..=5)?;
    let first = sheet.row;
    for stats in &book.rules {
        let level = styles.tone(Tone::Level(stats.level));
        sheet.link(0, stats.rule.code, &book.rule_cell(stats.rule.code))?;
        sheet.styled(1, stats.rule.title(lang), &styles.wrap)?;
        sheet.styled(2, stats.level.label(lang), level)?;
        for (column, count) in (3..).zip([stats.held, stats.rows, stats.findings]) {
            sheet.number_styled(column, count, &styles.number)?;
        }
        let finding = book.finding_cell(stats.first);
        sheet.link(6, lang.pick("查看", "show"), &finding)?;
        sheet.row += 1;
    }
    if book.rules.is_empty() {
        let none = lang.pick("没有发现问题", "nothing found");
        sheet.styled(0, none, &styles.text)?;
        sheet.row += 1;
    }
    let held = book.rules.iter().filter(|stats| stats.held > 0).count() as u32;
    if held > 0 {
        let title = lang.pick("暂缓门店最多的规则", "rules that hold most stores");
        let last = first + held.min(CHARTED) - 1;
        sheet.bars(title, book.name(SUMMARY), first, last)?;
    }
    sheet.row += 1;
    Ok(())
}

fn files(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    let (lang, ingested) = (book.report.lang, book.report.run.ingested);
    let head = lang.pick(
        ["识别为", "文件 › 工作表", "行"],
        ["Taken for", "File › sheet", "Rows"],
    );
    section(sheet, lang.pick("输入文件", "Input files"), &head, 2..=2)?;
    for file in &ingested.files {
        for read in &file.sheets {
            let source = ingested.sources.get(read.source as usize);
            let path = match source.and_then(|source| source.sheet.as_deref()) {
                Some(sheet) => format!("{} › {sheet}", file.path),
                None => file.path.clone(),
            };
            let unused = lang.pick("未使用", "not used");
            let kind = read.kind.map_or(unused, |kind| kind.label(lang));
            line(sheet, kind, &path, read.rows)?;
        }
    }
    Ok(())
}
