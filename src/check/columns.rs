//! Columns a store sheet should have and has not: one finding for the sheet, so that nobody has to find out
//! from a thousand held stores that one header was misspelt. The finding holds the stores that need them.

use std::collections::BTreeMap;

use crate::config::requirement::{IDENTITY, Lack, lack};
use crate::model::place::column_letters;
use crate::model::rule::{Rule, Text};
use crate::model::{
    Finding, HeaderCell, Ingested, Kind, Lang, Meaning, Place, Requirement, SheetRead,
};

pub(crate) static RULES: &[&Rule] = &[&SHT005];

/// `{0}` `{1}` the missing columns in Chinese and English, `{2}` `{3}` unread columns that may be they, or nothing;
/// `{4}` how many stores of the sheet need them.
pub(crate) static SHT005: Rule = Rule {
    code: "SHT005",
    name: "column-missing",
    title: ("缺少必需的列", "required columns missing"),
    zh: Text {
        message: "这张表没有：{0}{2}；涉及 {4} 家门店",
        remedy: "补上这些列；已有而写法不同的，请改用标准表头（jinjian inspect 文件 可看每一列认成了什么）；所有门店都一样的值可写在 jinjian.toml 的 [defaults]",
        why: "进件到 M3 必需的列，整列都没有时，这张表里需要它的门店都会被拦下。只在表头说一次，不再逐家报缺值：多半只是一个表头写错了。",
    },
    en: Text {
        message: "this sheet has no {1}{3}; stores concerned: {4}",
        remedy: "add these columns; where one is there under another name, use the usual header (jinjian inspect FILE shows what each column was taken for); a value all stores share may stand under [defaults] in jinjian.toml",
        why: "When a column that M3 needs is missing as a whole, the stores of the sheet that need it are held. It is said once \
              at the header and not again for each store: most often a single header was misspelt.",
    },
    bad: "自用编码, 门店名称, 详细地址, 结算账号",
    good: "自用编码, 门店名称, 公司名称, 联系人, 联系人手机, 省, 市, 区, 详细地址, 结算账号, 开户名",
    source: "levels.toml",
    ..Rule::ERROR
};

/// What the rows of one sheet need and its columns do not give.
#[derive(Default)]
struct Lacks {
    /// Positions among what is required.
    required: Vec<usize>,
    /// Rows of the stores table, ascending.
    rows: Vec<(Kind, u32)>,
}

/// One finding for each store sheet that lacks what a store of it needs for M3, in the order of the
/// files; it touches those stores.
pub fn missing(ingested: &Ingested, required: &[Requirement]) -> Vec<Finding> {
    let required: Vec<&Requirement> = required.iter().chain([&*IDENTITY]).collect();
    let mut lacking = lacking(ingested, &required);
    let sheets = ingested.files.iter().flat_map(|file| &file.sheets);
    let stores = sheets.filter(|sheet| sheet.kind == Some(Kind::Stores));
    let findings = stores.filter_map(|sheet| {
        let lacks = lacking.remove(&sheet.source)?;
        let missing: Vec<&Requirement> = lacks.required.iter().map(|at| required[*at]).collect();
        let stores = lacks.rows.len();
        Some(Finding {
            rows: lacks.rows,
            ..missing_columns(sheet, &missing).arg(stores)
        })
    });
    findings.collect()
}

/// By source, in the order of the required.
fn lacking(ingested: &Ingested, required: &[&Requirement]) -> BTreeMap<u32, Lacks> {
    let stores = &ingested.tables.stores;
    let mut lacking: BTreeMap<u32, Lacks> = BTreeMap::new();
    for row in 0..stores.len() {
        let lacks = |(at, need): (usize, &&Requirement)| {
            (lack(stores.row(row), need) == Some(Lack::Column)).then_some(at)
        };
        let lacks: Vec<usize> = required.iter().enumerate().filter_map(lacks).collect();
        if lacks.is_empty() {
            continue;
        }
        let sheet = lacking.entry(stores.origins[row].source).or_default();
        sheet.rows.push((Kind::Stores, row as u32));
        sheet.required.extend(lacks);
        sheet.required.sort_unstable();
        sheet.required.dedup();
    }
    lacking
}

fn missing_columns(sheet: &SheetRead, missing: &[&Requirement]) -> Finding {
    let place = Place {
        source: sheet.source,
        row: sheet.header_rows.1,
        column: None,
    };
    let named = |lang: Lang| {
        let labels: Vec<String> = missing.iter().map(|need| need.labels(lang)).collect();
        // Ways of several fields have commas of their own.
        if missing
            .iter()
            .any(|need| need.ways.iter().any(|way| way.len() > 1))
        {
            labels.join(lang.pick("；", "; "))
        } else {
            labels.join(lang.pick("、", ", "))
        }
    };
    let near = |lang: Lang| {
        let cells = sheet
            .header
            .iter()
            .filter_map(|cell| hint(cell, missing, lang));
        let cells: Vec<String> = cells.collect();
        if cells.is_empty() {
            String::new()
        } else {
            format!(
                "{}{}",
                lang.pick("；", "; "),
                cells.join(lang.pick("，", ", "))
            )
        }
    };
    let finding = Finding::about(&SHT005, place);
    let finding = finding.arg(named(Lang::Zh)).arg(named(Lang::En));
    finding.arg(near(Lang::Zh)).arg(near(Lang::En))
}

/// A column nobody reads that may hold one of the missing fields.
fn hint(cell: &HeaderCell, missing: &[&Requirement], lang: Lang) -> Option<String> {
    let Meaning::Unknown(Some(proposal)) = &cell.meaning else {
        return None;
    };
    let wanted = missing
        .iter()
        .any(|need| need.fields().any(|f| f == proposal.field));
    let (column, label) = (column_letters(cell.column), proposal.field.label(lang));
    let header = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
    wanted.then(|| match lang {
        Lang::Zh => format!("{column} 列「{header}」可能是{label}"),
        Lang::En => format!("column {column} `{header}` may be the {label}"),
    })
}
