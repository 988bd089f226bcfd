//! 前提清单: what has to be in order beyond the rows; 上传目标: what each upload takes, holds and refuses.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::discrepancies_xlsx::{Book, Column, Holds, Pen};
use crate::model::Field;
use crate::uploads::target::TargetTotals;
use crate::value::date;

use Holds::{Number, Prose, Text};

const CHECKS: &[Column] = &[
    Column("前提", "Precondition", 34, Text),
    Column("受理机构", "Acquirer", 19, Text),
    Column("状态", "State", 9, Text),
    Column("谁来办", "Who", 10, Text),
    Column("已满足", "Met", 9, Number),
    Column("未满足", "Open", 9, Number),
    Column("最早期限", "First due", 12, Text),
    Column("怎么办", "What to do", 60, Prose),
    Column("门店", "Stores", 60, Prose),
];

/// Stores named per line; checklist.csv names more.
const NAMED: usize = 8;

/// Fills 前提清单.
pub(crate) fn fill_checks(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut pen = Pen::new(sheet, book);
    pen.table(CHECKS)?;
    let run = book.report.run;
    for check in &run.plan.checklist {
        let stores = &run.ingested.tables.stores;
        let code = |row: &u32| stores.text(*row as usize, Field::StoreCode);
        let codes: Vec<&str> = check.open.iter().take(NAMED).map(code).collect();
        let more = if check.open.len() > NAMED { " …" } else { "" };
        pen.text(0, check.what.label(book.lang))?;
        pen.text(1, &check.subject)?;
        match check.open.is_empty() {
            true => pen.styled(2, book.lang.pick("满足", "met"), &book.styles.good)?,
            false => pen.styled(2, book.lang.pick("未满足", "open"), &book.styles.fair)?,
        }
        pen.text(3, check.what.party().label(book.lang))?;
        pen.number(4, check.done.into())?;
        pen.number(5, check.open.len() as u64)?;
        pen.text(6, &check.by.map(date::format).unwrap_or_default())?;
        if !check.open.is_empty() {
            pen.text(7, check.what.remedy(book.lang))?;
        }
        pen.text(8, &format!("{}{more}", codes.join(" ")))?;
        pen.next_row()?;
    }
    pen.finish_table(CHECKS)
}

const TARGETS: &[Column] = &[
    Column("上传", "Upload", 22, Text),
    Column("文件", "Files", 22, Text),
    Column("共", "Rows", 10, Number),
    Column("写入", "Written", 10, Number),
    Column("此处不收", "Refused here", 11, Number),
    Column("整行暂缓", "Held", 10, Number),
    Column("不涉及", "Not concerned", 10, Number),
    Column("不收的原因", "Why refused", 60, Prose),
];

/// Fills 上传目标.
pub(crate) fn fill_targets(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut pen = Pen::new(sheet, book);
    pen.table(TARGETS)?;
    for target in book.report.targets {
        let totals = TargetTotals::of(target, book.lang);
        let files = book.report.batches.iter();
        let files: Vec<&str> = files
            .filter(|batch| batch.layout.name == totals.name)
            .map(|batch| batch.stem.as_str())
            .collect();
        let named = match files[..] {
            [] => String::new(),
            [one] => one.to_owned(),
            [first, .., last] => format!("{first} … {last}"),
        };
        pen.text(0, &totals.title)?;
        pen.text(1, &named)?;
        let counts = [
            totals.rows,
            totals.uploaded,
            totals.refused,
            totals.held,
            totals.not_applicable,
        ];
        for (column, count) in (2..).zip(counts) {
            pen.number(column, count)?;
        }
        let why = totals
            .reasons
            .iter()
            .map(|(why, rows)| format!("{why} × {rows}"));
        pen.text(7, &why.collect::<Vec<_>>().join(book.lang.pick("；", "; ")))?;
        pen.next_row()?;
    }
    pen.finish_table(TARGETS)?;
    pen.remark(book.lang.pick(
        "此处不收的门店其他上传照常提交；逐行原因见 targets.csv",
        "what one upload refuses goes into the others; targets.csv has the reasons row by row",
    ))
}
