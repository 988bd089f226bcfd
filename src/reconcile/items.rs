//! The ERP's items beside those online, joined on the item code as it stands. Both tables and what is
//! known of the ERP's cells in; findings out, each at one cell with the other side's beside it. Where the
//! ERP has several rows for a code that do not agree, nothing is compared.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::items::{ITM001, ITM002, ITM003, ITM004};
use crate::model::rule::Defect;
use crate::model::{
    CellKind, Field, FieldSet, Finding, Ingested, Note, Related, Rule, Source, Table,
};
use crate::value::{excel_digits, money, name};

use super::stores::related_cell;

/// What statuses of items that are not on sale have in them; in doubt an item is.
const OFF_SALE: &str = "下架 仓库 删除 停售 未上架 instock inactive off delete";

/// Where more rows of the ERP than this lack a code, a code it does not have proves nothing.
const MOST_UNCODED: usize = 200;

/// Compares the online items with the ERP's; no findings when either table is empty.
///
/// `broken` has, per SKU row, the bits of fields that carry an error.
pub(crate) fn compare_items(ingested: &Ingested, broken: &[FieldSet]) -> Vec<Finding> {
    let tables = &ingested.tables;
    if tables.items.is_empty() || tables.skus.is_empty() {
        return Vec::new();
    }
    let erp = Erp::new(&tables.skus, &ingested.sources, broken);
    let items = Items {
        table: &tables.items,
        erp: &erp,
    };
    let online = by_code(items.table, |row| !items.is_damaged(row));
    let mut findings = Vec::new();
    let mut suggested = BTreeSet::new();
    for (code, rows) in &online {
        let on_sale = |row: &u32| !items.is_off_sale(*row);
        for row in distinct(items.table, rows).into_iter().filter(on_sale) {
            match erp.rows.get(code) {
                Some(skus) => findings.extend(items.differences(row, skus)),
                None => {
                    let near = erp.near(code);
                    suggested.extend(near);
                    findings.extend(items.unknown_item(row, near));
                }
            }
        }
    }
    let elsewhere = |code: &str| online.contains_key(code) || suggested.contains(code);
    let missing = erp.rows.iter().filter(|(code, _)| !elsewhere(code));
    findings.extend(missing.map(|(_, rows)| erp.not_online(rows[0])));
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings
}

/// Rows by their code, in table order.
fn by_code(table: &Table, among: impl Fn(u32) -> bool) -> BTreeMap<&str, Vec<u32>> {
    let mut rows: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for row in (0..table.len() as u32).filter(|row| among(*row)) {
        let code = table.text(row as usize, Field::SkuCode);
        if !code.is_empty() {
            rows.entry(code).or_default().push(row);
        }
    }
    rows
}

/// The rows that do not repeat an earlier one in every field.
fn distinct(table: &Table, rows: &[u32]) -> Vec<u32> {
    let mut seen = BTreeSet::new();
    let content = |row: &u32| {
        let cells = table.fields().map(|field| table.text(*row as usize, field));
        cells.collect::<Vec<_>>()
    };
    let mut rows = rows.to_vec();
    rows.retain(|row| seen.insert(content(row)));
    rows
}

/// A code without what people leave out or add: case, separators and zeros in front.
fn bare(code: &str) -> String {
    let kept = code.chars().filter(|char| char.is_alphanumeric());
    let upper: String = kept.flat_map(char::to_uppercase).collect();
    upper.trim_start_matches('0').to_owned()
}

/// A name down to its letters, digits and Chinese characters.
fn letters(text: &str) -> Vec<char> {
    let half = text.chars().map(name::half);
    half.filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether `long` has all characters of `short` in their order.
fn has_all(long: &[char], short: &[char]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|char| rest.any(|other| other == char))
}

fn is_broken(broken: &[FieldSet], row: u32, field: Field) -> bool {
    let bits = broken.get(row as usize).copied().unwrap_or(0);
    bits & field.bit() != 0
}

/// The ERP's side.
struct Erp<'a> {
    table: &'a Table,
    sources: &'a [Source],
    broken: &'a [FieldSet],
    /// By code, as far as codes are sound.
    rows: BTreeMap<&'a str, Vec<u32>>,
    /// Codes down to what tells them apart; `None` where several are written much the same.
    bare: BTreeMap<String, Option<&'a str>>,
    /// Rows without a sound code.
    uncoded: Vec<u32>,
}

impl<'a> Erp<'a> {
    fn new(table: &'a Table, sources: &'a [Source], broken: &'a [FieldSet]) -> Erp<'a> {
        let is_broken = |row: u32| is_broken(broken, row, Field::SkuCode);
        let rows = by_code(table, |row| !is_broken(row));
        let mut bare_codes = BTreeMap::new();
        for code in rows.keys() {
            let only = bare_codes.entry(bare(code)).or_insert(Some(*code));
            *only = only.filter(|other| other == code);
        }
        let is_empty = |row: u32| table.text(row as usize, Field::SkuCode).is_empty();
        let uncoded = (0..table.len() as u32).filter(|row| is_broken(*row) || is_empty(*row));
        Erp {
            table,
            sources,
            broken,
            bare: bare_codes,
            uncoded: uncoded.collect(),
            rows,
        }
    }

    /// The value when it is sound, and the same in all of the rows for one code.
    fn common_value(&self, rows: &[u32], field: Field) -> Option<&'a str> {
        let sound = |row: u32| {
            let text = self.table.text(row as usize, field);
            (!text.is_empty() && !is_broken(self.broken, row, field)).then_some(text)
        };
        let first = sound(*rows.first()?)?;
        let same = rows.iter().all(|row| sound(*row) == Some(first));
        same.then_some(first)
    }

    /// The one code that is written much the same.
    fn near(&self, code: &str) -> Option<&'a str> {
        let bare = bare(code);
        let code = self.bare.get(&bare).copied().flatten();
        code.filter(|_| !bare.is_empty())
    }

    fn cell(&self, row: u32, field: Field) -> Related {
        related_cell(self.table, row, field, self.sources, Note::ErpItem)
    }

    fn not_online(&self, row: u32) -> Finding {
        let defect = Defect::default();
        Finding::at(&ITM001, self.table, row as usize, self.sources, defect)
    }
}

/// The online side.
struct Items<'a> {
    table: &'a Table,
    erp: &'a Erp<'a>,
}

impl Items<'_> {
    fn text(&self, row: u32, field: Field) -> &str {
        self.table.text(row as usize, field)
    }

    /// A code that is an error of the file, or lost its digits to one.
    fn is_damaged(&self, row: u32) -> bool {
        let kind = self.table.cell_kind(row as usize, Field::SkuCode);
        kind == CellKind::Error || excel_digits::is_scientific(self.text(row, Field::SkuCode))
    }

    fn is_off_sale(&self, row: u32) -> bool {
        let status = self.text(row, Field::Status).to_lowercase();
        OFF_SALE.split(' ').any(|word| status.contains(word))
    }

    fn differences(&self, row: u32, skus: &[u32]) -> Vec<Finding> {
        let rules: [ItemRule; 2] = [
            (&ITM003, Field::ItemName, names_differ),
            (&ITM004, Field::Price, prices_differ),
        ];
        let differs = |(_, field, differ): &ItemRule| {
            let other = self.erp.common_value(skus, *field);
            other.is_some_and(|other| differ(self.text(row, *field), other))
        };
        let finding = |(rule, field, _)| self.against(rule, field, row, skus[0]);
        rules.into_iter().filter(differs).map(finding).collect()
    }

    /// An item's cell with the ERP's beside it.
    fn against(&self, rule: &'static Rule, field: Field, row: u32, sku: u32) -> Finding {
        let related = self.erp.cell(sku, field);
        let defect = Defect::at(field).other(related.found.clone());
        self.finding(rule, row, defect).related(related)
    }

    /// `None` when the ERP may have the item and lack only its code, which is a finding there.
    fn unknown_item(&self, row: u32, near: Option<&str>) -> Option<Finding> {
        if near.is_none() && self.may_lack_code(row) {
            return None;
        }
        let defect = Defect::default().fix(near.map(str::to_owned));
        Some(self.finding(&ITM002, row, defect))
    }

    fn may_lack_code(&self, row: u32) -> bool {
        let uncoded = &self.erp.uncoded;
        let like = |sku: &u32| {
            let both = |field| {
                let erp = self.erp.table.text(*sku as usize, field);
                let texts = (self.text(row, field), erp);
                Some(texts).filter(|(a, b)| !a.is_empty() && !b.is_empty())
            };
            both(Field::Barcode).is_some_and(|(a, b)| a == b)
                || both(Field::ItemName).is_some_and(|(a, b)| !names_differ(a, b))
        };
        uncoded.len() > MOST_UNCODED || uncoded.iter().any(like)
    }

    fn finding(&self, rule: &'static Rule, row: u32, defect: Defect) -> Finding {
        Finding::at(rule, self.table, row as usize, self.erp.sources, defect)
    }
}

/// A rule, the field it stands at, and whether two values of that field differ.
type ItemRule = (&'static Rule, Field, fn(&str, &str) -> bool);

fn names_differ(online: &str, erp: &str) -> bool {
    let (online, erp) = (letters(online), letters(erp));
    let both = !online.is_empty() && !erp.is_empty();
    both && !has_all(&online, &erp) && !has_all(&erp, &online)
}

fn prices_differ(online: &str, erp: &str) -> bool {
    let fen = [online, erp].map(money::parse_fen);
    fen.iter().all(Option::is_some) && fen[0] != fen[1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::reconcile::fixture::TestJob;

    const SKUS: &str = "sku_code item_name barcode price";
    const ITEMS: &str = "sku_code item_name barcode price status";

    fn job(skus: &[&str], items: &[&str]) -> TestJob {
        let none: [&str; 0] = [];
        TestJob::new("store_code", &none)
            .with(Kind::Skus, SKUS, skus)
            .with(Kind::Items, ITEMS, items)
    }

    fn found(job: &TestJob, broken: &[FieldSet]) -> Vec<String> {
        let findings = compare_items(&job.ingested, broken);
        findings.iter().map(|finding| job.line(finding)).collect()
    }

    #[test]
    fn codes_on_one_side_only() {
        let job = job(
            &["P1,毛巾,,9.90", "P2,水杯,,20", "SP03,面霜,,8", ",香皂,69,3"],
            &[
                "P1,毛巾,,9.90,在售",
                "P9,牙刷,,5,在售",
                "P8,牙膏,,5,已下架",
                "sp-03,面霜,,8,",
                "P7,香皂,,3,在售",
                "P6,肥皂,69,3,在售",
                ",毛刷,,3,在售",
            ],
        );
        assert_eq!(
            found(&job, &[]),
            [
                "ITM001 skus!A3 P2",
                "ITM002 items!A3 P9",
                "ITM002 items!A5 sp-03"
            ]
        );
        let findings = compare_items(&job.ingested, &[]);
        let fixes: Vec<_> = findings.iter().map(|f| f.fix.as_deref()).collect();
        assert_eq!(fixes, [None, None, Some("SP03")]);
        assert_eq!(findings[2].store_code, "sp-03");
    }

    #[test]
    fn names_and_prices() {
        let job = job(
            &[
                "P1,保温杯,,12.50",
                "P2,水 杯,,20",
                "P3,毛巾,,面议",
                "P4,牙刷,,5",
            ],
            &[
                "P1,【新品】示例 保温杯 500ml,,12.5元,在售",
                "P2,毛巾,,21,在售",
                "P2,毛巾,,21,在售",
                "P2,水杯,,20.00,仓库中",
                "P3,纯棉毛巾,,9,在售",
                "P4,牙膏,,6,已删除",
            ],
        );
        assert_eq!(
            found(&job, &[]),
            [
                "ITM003 items!B3 毛巾 other=水 杯 ~skus!B3",
                "ITM004 items!D3 21 other=20 ~skus!D3"
            ]
        );
        let broken = [0, Field::Price.bit() | Field::ItemName.bit(), 0, 0];
        assert!(found(&job, &broken).is_empty());
    }

    #[test]
    fn of_several_rows_or_codes_the_first_is_never_taken() {
        let job = job(
            &["P1,毛巾,,9", "P1,浴巾,,9", "A-1,杯,,1", "a1,杯,,1"],
            &["P1,牙刷,,8,在售", "A1,杯,,1,在售"],
        );
        assert_eq!(
            found(&job, &[]),
            [
                "ITM001 skus!A4 A-1",
                "ITM001 skus!A5 a1",
                "ITM004 items!D2 8 other=9 ~skus!D2",
                "ITM002 items!A3 A1",
            ]
        );
        let findings = compare_items(&job.ingested, &[]);
        assert!(findings.iter().all(|finding| finding.fix.is_none()));
    }

    #[test]
    fn without_one_side_there_is_no_finding() {
        assert!(found(&job(&["P1,毛巾,,9"], &[]), &[]).is_empty());
        assert!(found(&job(&[], &["P1,毛巾,,9,在售"]), &[]).is_empty());
    }

    #[test]
    fn damaged_codes_are_nobody() {
        let job = job(
            &["P1,毛巾,,9", "P2,水杯,,9"],
            &["1.2E+12,水杯,,9,在售", "P1,毛巾,,9,在售"],
        );
        assert_eq!(found(&job, &[]), ["ITM001 skus!A3 P2"]);
        let broken = [0, Field::SkuCode.bit()];
        assert!(found(&job, &broken).is_empty());
    }
}
