//! What a rule found: one defect, one finding, with one primary place and any number of related
//! ones. A finding carries raw values; hiding personal data and choosing a language is `emit`'s work.

use std::borrow::Cow;

use super::rule::Defect;
use super::{Blocks, Field, Kind, Lang, Level, Place, Rule, Source, Table};

/// Why a related place is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Another row of the group says otherwise.
    DiffersHere,
    /// As many rows of the group as the number says say otherwise; this is the first of them.
    DiffersInRows(usize),
    /// The same value stands here.
    SameHere,
    AlipayAccount,
    BankAccount,
    OnboardedMerchant,
    BillDetail,
    /// The value of the finding's cell belongs here.
    Swapped,
    ErpItem,
    Bill,
    BankCredit,
    BankStatement,
    /// Where the sheet gives no Alipay account.
    NoAccount,
}

impl Note {
    pub fn text(self, lang: Lang) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Note::DiffersInRows(rows) => {
                return Cow::Owned(match lang {
                    Lang::Zh => format!("此处不同，这样写的有 {rows} 行"),
                    Lang::En => match rows {
                        1 => "differs here, in one row".to_owned(),
                        _ => format!("differs here, in {rows} rows"),
                    },
                });
            }
            Note::DiffersHere => lang.pick("此处不同", "differs here"),
            Note::SameHere => lang.pick("此处相同", "the same here"),
            Note::AlipayAccount => lang.pick("支付宝账户记录", "Alipay account record"),
            Note::BankAccount => lang.pick("银行账户记录", "bank account record"),
            Note::OnboardedMerchant => lang.pick("已进件商户记录", "onboarded merchant record"),
            Note::BillDetail => lang.pick("明细文件", "the detail file"),
            Note::Swapped => lang.pick("与此格填反", "in each other's place with this cell"),
            Note::ErpItem => lang.pick("ERP 商品", "the ERP's item"),
            Note::Bill => lang.pick("账单", "the bill"),
            Note::BankCredit => lang.pick("银行入账", "bank credit"),
            Note::BankStatement => lang.pick("银行流水", "the bank statement"),
            Note::NoAccount => lang.pick("没有支付宝账号", "no Alipay account"),
        })
    }
}

/// Another place that belongs to the finding.
#[derive(Clone, Debug)]
pub struct Related {
    pub place: Place,
    pub field: Option<Field>,
    pub found: String,
    pub note: Note,
    /// The row of the finding's own table that the finding touches as well (a group in which nobody
    /// can say which side is right).
    pub touches: Option<u32>,
}

/// One defect at one place.
#[derive(Clone)]
pub struct Finding {
    pub rule: &'static Rule,
    /// The rule's level, or the job's override.
    pub level: Level,
    /// What it stops while it is an `error`: the rule's word, or the job's.
    pub stops: Option<Blocks>,
    pub place: Place,
    pub field: Option<Field>,
    /// Table and row index, when the finding is about a row.
    pub row: Option<(Kind, u32)>,
    /// Rows it touches without naming each: those of a sheet that lacks a column, and those of a group
    /// that say what a named one says.
    pub rows: Vec<(Kind, u32)>,
    /// 自用编码 of the store, or 商家编码 of the SKU or online item; empty when the finding is about neither.
    pub store_code: String,
    /// The text as it stood in the file.
    pub found: String,
    /// The value on the other side, in the same field.
    pub other: Option<String>,
    pub args: Vec<String>,
    pub fix: Option<String>,
    pub related: Vec<Related>,
}

impl Finding {
    /// A finding about a cell of a table. `defect.field` or else `rule.reads[0]` says which.
    pub fn at(
        rule: &'static Rule,
        table: &Table,
        row: usize,
        sources: &[Source],
        defect: Defect,
    ) -> Finding {
        let field = defect.field.or(rule.reads.first().copied());
        let key = match table.kind {
            Kind::Skus | Kind::Items => Field::SkuCode,
            _ => Field::StoreCode,
        };
        let place = match field {
            Some(field) => table.place(row, field, sources),
            None => {
                let origin = table.origins[row];
                Place {
                    source: origin.source,
                    row: origin.row,
                    column: None,
                }
            }
        };
        Finding {
            field,
            row: Some((table.kind, row as u32)),
            store_code: table.text(row, key).to_owned(),
            found: field.map_or("", |f| table.original(row, f)).to_owned(),
            other: defect.other,
            args: defect.args,
            fix: defect.fix,
            ..Finding::about(rule, place)
        }
    }

    /// A finding about a sheet, a bill line or the job.
    pub fn about(rule: &'static Rule, place: Place) -> Finding {
        Finding {
            rule,
            level: rule.level,
            stops: rule.blocks,
            place,
            field: None,
            row: None,
            rows: Vec::new(),
            store_code: String::new(),
            found: String::new(),
            other: None,
            args: Vec::new(),
            fix: None,
            related: Vec::new(),
        }
    }

    pub fn arg(mut self, arg: impl ToString) -> Finding {
        self.args.push(arg.to_string());
        self
    }

    pub fn found(mut self, found: impl Into<String>) -> Finding {
        self.found = found.into();
        self
    }

    pub fn related(mut self, related: Related) -> Finding {
        self.related.push(related);
        self
    }

    /// Adds rows it touches without naming them.
    pub fn touch(&mut self, kind: Kind, rows: &[u32]) {
        self.rows.extend(rows.iter().map(|row| (kind, *row)));
    }

    /// What it stops: nothing unless it is an `error`.
    pub fn blocks(&self) -> Option<Blocks> {
        self.stops.filter(|_| self.level == Level::Error)
    }

    /// The rows of `kind` it touches: its own, those it names as sharing its fate, and those it does
    /// not name.
    pub fn touched(&self, kind: Kind) -> impl Iterator<Item = u32> + '_ {
        let own = self.row.filter(|(k, _)| *k == kind);
        let own = own.into_iter().flat_map(|(_, row)| {
            std::iter::once(row).chain(self.related.iter().filter_map(|r| r.touches))
        });
        let of_sheet = self.rows.iter().filter(move |(k, _)| *k == kind);
        own.chain(of_sheet.map(|(_, row)| *row))
    }

    /// Whether it is about everything at once, and not about certain rows.
    pub fn is_general(&self) -> bool {
        self.row.is_none() && self.rows.is_empty()
    }

    /// The order of reports: place, then code, then field.
    pub fn order(&self) -> (Place, &'static str, Option<Field>, &str) {
        (self.place, self.rule.code, self.field, &self.found)
    }
}

impl std::fmt::Debug for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} {:?} {:?} {:?}",
            self.rule.code, self.place, self.field, self.found
        )
    }
}

/// Puts arguments, the other side and a proposal into a sentence of the rule table.
pub fn fill(template: &str, args: &[String], other: &str, fix: &str) -> String {
    if !template.contains('{') {
        return template.to_owned();
    }
    let mut out = template.replace("{other}", other).replace("{fix}", fix);
    for (i, arg) in args.iter().enumerate() {
        out = out.replace(&format!("{{{i}}}"), arg);
    }
    out
}

/// A sentence of the rule table with `…` where a finding would put its own values.
pub fn unfilled(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push('…');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_arguments() {
        assert_eq!(
            fill("校验位 {0}，{other}", &["U".into()], "甲", ""),
            "校验位 U，甲"
        );
    }

    #[test]
    fn leaves_arguments_open() {
        assert_eq!(unfilled("{0} under [a.{1}]"), "… under [a.…]");
        assert_eq!(unfilled("as it is"), "as it is");
    }
}
