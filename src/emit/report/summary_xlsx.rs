//! 总览: the answer on one page. What happened to the rows and that they add up, which rules hold most
//! stores, what was read.

use rust_xlsxwriter::{Chart, ChartType, Worksheet, XlsxError};

use super::discrepancies_xlsx::{Book, Pen};
use super::style_xlsx;
use crate::model::{Disposition, M4State, SkuPlan};

/// Rules in the chart: those that hold most stores.
const CHARTED: u32 = 10;
/// Columns of the page, all sections alike: key, words, then numbers.
const WIDTHS: [u16; 7] = [18, 44, 11, 11, 11, 11, 9];

/// Fills the page.
pub(crate) fn fill(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_screen_gridlines(false);
    let mut pen = Pen::new(sheet, book);
    heading(&mut pen)?;
    stores(&mut pen)?;
    skus_and_bills(&mut pen)?;
    settlement(&mut pen)?;
    rules(&mut pen)?;
    files(&mut pen)?;
    style_xlsx::print_setup(pen.sheet, &[]);
    Ok(())
}

fn heading(pen: &mut Pen) -> Result<(), XlsxError> {
    let book = pen.book;
    let run = book.report.run;
    let title = book
        .lang
        .pick("进件核对报告", "Onboarding discrepancy report");
    pen.styled(0, title, &book.styles.title)?;
    pen.row += 1;
    let (day, files) = (run.settings.as_of.to_string(), run.ingested.files.len());
    let hidden = match run.settings.reveal {
        true => book.lang.pick(
            "含完整个人信息，请妥善保管",
            "personal data in full: keep it safe",
        ),
        false => book.lang.pick("个人信息已掩码", "personal data masked"),
    };
    let version = env!("CARGO_PKG_VERSION");
    let line = book.lang.pick(
        format!("截至 {day} · {files} 个文件 · jinjian {version} · {hidden}"),
        format!("as of {day} · {files} files · jinjian {version} · {hidden}"),
    );
    pen.styled(0, &line, &book.styles.subtitle)?;
    pen.row += 1;
    let merchants = book.names.merchants;
    let text = book.lang.pick(
        "按商户查看，含可粘贴的核对请求 →",
        "by merchant, with requests to paste →",
    );
    pen.link(0, text, &format!("internal:'{merchants}'!A1"))?;
    pen.row += 2;
    Ok(())
}

/// A section's title, then its header cells: words first, numbers in the columns given.
fn section(
    pen: &mut Pen,
    title: &str,
    head: &[&str],
    numbers: std::ops::RangeInclusive<u16>,
) -> Result<(), XlsxError> {
    let styles = &pen.book.styles;
    pen.styled(0, title, &styles.section)?;
    pen.row += 1;
    for (column, label) in (0..).zip(head) {
        let is_number = numbers.contains(&column);
        pen.styled(
            column,
            label,
            if is_number {
                &styles.head_number
            } else {
                &styles.head
            },
        )?;
    }
    pen.row += 1;
    Ok(())
}

/// One line: key, words, number.
fn line(pen: &mut Pen, key: &str, words: &str, number: u64) -> Result<(), XlsxError> {
    let styles = &pen.book.styles;
    pen.styled(0, key, &styles.text)?;
    pen.styled(1, words, &styles.text)?;
    pen.number_styled(2, number, &styles.number)?;
    pen.row += 1;
    Ok(())
}

/// The closing line of a section whose numbers were checked before anything was written.
fn total(pen: &mut Pen, number: u64) -> Result<(), XlsxError> {
    let book = pen.book;
    let agree = book.lang.pick("✓ 与输入行数相符", "✓ equals the rows read");
    pen.styled(0, book.lang.pick("合计", "total"), &book.styles.total)?;
    pen.styled(1, agree, &book.styles.total)?;
    pen.number_styled(2, number, &book.styles.total_number)?;
    pen.row += 2;
    Ok(())
}

fn stores(pen: &mut Pen) -> Result<(), XlsxError> {
    let book = pen.book;
    let (lang, totals) = (book.lang, book.report.totals);
    let head = lang.pick(
        ["处置", "含义", "门店"],
        ["Disposition", "Meaning", "Stores"],
    );
    section(pen, lang.pick("门店", "Stores"), &head, 2..=2)?;
    for (disposition, count) in book.report.run.plan.store_counts() {
        line(
            pen,
            disposition.label(lang),
            meaning(disposition, lang),
            count as u64,
        )?;
    }
    total(pen, totals.stores.rows)?;
    let head = lang.pick(["M4", "含义", "门店"], ["M4", "Meaning", "Stores"]);
    section(pen, lang.pick("门店距 M4", "Distance to M4"), &head, 2..=2)?;
    for (state, count) in book.report.run.plan.m4_counts() {
        line(
            pen,
            state.label(lang),
            m4_meaning(state, lang),
            count as u64,
        )?;
    }
    pen.row += 1;
    Ok(())
}

fn meaning(disposition: Disposition, lang: crate::model::Lang) -> &'static str {
    match disposition {
        Disposition::Create => {
            lang.pick("新商户，已写入 indirect-create", "new, in indirect-create")
        }
        Disposition::Modify => lang.pick(
            "已进件、有变化，已写入 indirect-modify",
            "changed, in indirect-modify",
        ),
        Disposition::Unchanged => lang.pick("已进件，无需提交", "onboarded, nothing to send"),
        Disposition::Direct => lang.pick("直连门店不需要进件", "direct stores need no onboarding"),
        Disposition::Held => lang.pick("有错误，未提交；原因见下", "not sent; reasons below"),
        Disposition::Repeated => lang.pick("与另一行完全相同", "repeats another row exactly"),
    }
}

fn m4_meaning(state: M4State, lang: crate::model::Lang) -> &'static str {
    match state {
        M4State::Ready => lang.pick("四要素一致", "four elements agree"),
        M4State::Pending => lang.pick("有掩码或缺记录，待人工核实", "masked or no record: look"),
        M4State::Differs => lang.pick("账户信息与门店表不一致", "account contradicts the sheet"),
        M4State::Blocked => lang.pick(
            "账号本身有误，不随 M3 提交",
            "the account is in error and stays behind",
        ),
        M4State::NoAccount => lang.pick("未提供支付宝账号", "no Alipay account given"),
        M4State::Claimed => lang.pick("商户已认领", "claimed by the merchant"),
    }
}

fn skus_and_bills(pen: &mut Pen) -> Result<(), XlsxError> {
    let book = pen.book;
    let (lang, totals) = (book.lang, book.report.totals);
    if totals.skus.rows > 0 {
        let head = lang.pick(["处置", "含义", "商品"], ["Disposition", "Meaning", "SKUs"]);
        section(pen, lang.pick("商品", "SKUs"), &head, 2..=2)?;
        for (plan, count) in book.report.run.plan.sku_counts() {
            let meaning = match plan {
                SkuPlan::Publish => lang.pick("已写入 item-publish", "in item-publish"),
                SkuPlan::Held => lang.pick("有错误，未提交", "not sent"),
                SkuPlan::Repeated => lang.pick("与另一行完全相同", "repeats another row exactly"),
            };
            line(pen, plan.label(lang), meaning, count as u64)?;
        }
        total(pen, totals.skus.rows)?;
    }
    bills(pen)
}

/// Bill lines; what there is none of is left out, but what counts and what was refused.
fn bills(pen: &mut Pen) -> Result<(), XlsxError> {
    let (lang, bills) = (pen.book.lang, &pen.book.report.totals.bills);
    if bills.lines == 0 {
        return Ok(());
    }
    let head = lang.pick(["类别", "含义", "行"], ["Lines", "Meaning", "Count"]);
    section(pen, lang.pick("账单", "Bills"), &head, 2..=2)?;
    let counted = lang.pick("计入", "counted");
    let refunds = lang.pick("计入，不算交易", "counted, not as trades");
    let movements = lang.pick("余额变动，不算交易", "of the balance, not trades");
    let summaries = lang.pick("用于核对明细", "compared with the details");
    let again = lang.pick(
        "另一份账单里也有，只算一次",
        "in another bill too, counted once",
    );
    let refused = lang.pick("无法读取，见 BIL002", "unreadable, see BIL002");
    let rows = [
        (lang.pick("交易", "trades"), counted, bills.trades, true),
        (lang.pick("退款", "refunds"), refunds, bills.refunds, true),
        (
            lang.pick("资金流水", "movements"),
            movements,
            bills.movements,
            false,
        ),
        (
            lang.pick("汇总", "summary rows"),
            summaries,
            bills.summaries,
            false,
        ),
        (
            lang.pick("重复", "duplicates"),
            again,
            bills.duplicates,
            false,
        ),
        (lang.pick("拒收", "refused"), refused, bills.refused, true),
    ];
    for (sort, meaning, count, always) in rows {
        if always || count > 0 {
            line(pen, sort, meaning, count)?;
        }
    }
    total(pen, bills.lines)
}

fn settlement(pen: &mut Pen) -> Result<(), XlsxError> {
    let book = pen.book;
    let lang = book.lang;
    let Some(totals) = &book.report.totals.settlement else {
        return Ok(());
    };
    let head = lang.pick(["结论", "含义", "结算日"], ["Verdict", "Meaning", "Days"]);
    section(pen, lang.pick("结算", "Settlement"), &head, 2..=2)?;
    let agrees = lang.pick("银行到账与账单相符", "the bank received what the bills owe");
    let cleared = lang.pick(
        "有差额，后来补上或扣回",
        "differs, made up for on a later day",
    );
    let short = lang.pick(
        "银行少到，未补上，见 SET001",
        "the bank received less, see SET001",
    );
    let over = lang.pick(
        "银行多到，未扣回，见 SET002",
        "the bank received more, see SET002",
    );
    let one_sided = lang.pick(
        "只有账单或只有银行，见 SET003",
        "bills or bank only, see SET003",
    );
    let not_covered = lang.pick("账单或流水没有覆盖到", "bills or statement do not reach");
    for (key, words, days) in [
        (lang.pick("一致", "agrees"), agrees, totals.agrees),
        (lang.pick("已冲平", "cleared"), cleared, totals.cleared),
        (lang.pick("短款", "short"), short, totals.short),
        (lang.pick("长款", "over"), over, totals.over),
        (
            lang.pick("单边", "one side only"),
            one_sided,
            totals.one_sided,
        ),
        (
            lang.pick("未覆盖", "not covered"),
            not_covered,
            totals.not_covered,
        ),
    ] {
        line(pen, key, words, days)?;
    }
    pen.row += 1;
    Ok(())
}

fn rules(pen: &mut Pen) -> Result<(), XlsxError> {
    let book = pen.book;
    let lang = book.lang;
    let head = lang.pick(
        ["规则", "问题", "级别", "暂缓门店", "涉及行", "条数", "明细"],
        [
            "Rule", "Problem", "Level", "Held", "Rows", "Findings", "List",
        ],
    );
    section(pen, lang.pick("按规则", "By rule"), &head, 3..=5)?;
    let first = pen.row;
    for digest in &book.rules {
        let styles = &book.styles;
        pen.link(0, digest.rule.code, &book.rule_cell(digest.rule.code))?;
        pen.styled(1, digest.rule.title(lang), &styles.wrap)?;
        pen.styled(2, digest.level.label(lang), styles.level(digest.level))?;
        pen.number_styled(3, digest.held, &styles.number)?;
        pen.number_styled(4, digest.rows, &styles.number)?;
        pen.number_styled(5, digest.findings, &styles.number)?;
        pen.link(
            6,
            lang.pick("查看", "show"),
            &book.finding_cell(digest.first),
        )?;
        pen.row += 1;
    }
    if book.rules.is_empty() {
        pen.styled(
            0,
            lang.pick("没有发现问题", "nothing found"),
            &book.styles.text,
        )?;
        pen.row += 1;
    }
    let held = book.rules.iter().filter(|d| d.held > 0).count() as u32;
    if held > 0 {
        chart(pen, first, first + held.min(CHARTED) - 1)?;
    }
    pen.row += 1;
    Ok(())
}

/// The rules that hold most stores, beside the counts.
fn chart(pen: &mut Pen, first: u32, last: u32) -> Result<(), XlsxError> {
    let book = pen.book;
    let name = book.names.summary;
    let mut chart = Chart::new(ChartType::Bar);
    chart.title().set_name(
        book.lang
            .pick("暂缓门店最多的规则", "rules that hold most stores"),
    );
    chart
        .add_series()
        .set_categories((name, first, 1, last, 1))
        .set_values((name, first, 3, last, 3));
    chart.legend().set_hidden();
    // Bars run from below; the table runs from above.
    chart.y_axis().set_reverse();
    chart.x_axis().set_num_format("#,##0");
    chart
        .set_width(560)
        .set_height(120 + 26 * (last - first + 1));
    pen.sheet.insert_chart(3, 8, &chart)?;
    Ok(())
}

fn files(pen: &mut Pen) -> Result<(), XlsxError> {
    let book = pen.book;
    let (lang, ingested) = (book.lang, book.report.run.ingested);
    let head = lang.pick(
        ["识别为", "文件 › 工作表", "行"],
        ["Taken for", "File › sheet", "Rows"],
    );
    section(pen, lang.pick("输入文件", "Input files"), &head, 2..=2)?;
    for file in &ingested.files {
        for read in &file.sheets {
            let sheet = ingested
                .sources
                .get(read.source as usize)
                .and_then(|s| s.sheet.as_deref());
            let path = match sheet {
                Some(sheet) => format!("{} › {sheet}", file.path),
                None => file.path.clone(),
            };
            let kind = read
                .kind
                .map_or(lang.pick("未使用", "not used"), |k| k.label(lang));
            line(pen, kind, &path, read.rows)?;
        }
    }
    Ok(())
}
