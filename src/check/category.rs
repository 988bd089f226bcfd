//! Rules on what kind of business a store is.

use super::cells::with_zeros;
use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{CellKind, Field, Row};
use crate::value::excel_digits;

pub(crate) static RULES: &[&Rule] = &[&CAT001, &CAT002];

pub(crate) static CAT001: Rule = Rule {
    code: "CAT001",
    name: "mcc-form",
    reads: &[Field::Mcc],
    title: ("MCC 格式不对", "MCC malformed"),
    expected: ("4 位数字，如 5411", "four digits, such as 5411"),
    proposal: (
        "可能是 {fix}（存成数值丢了开头的 0），请核对后按文本重新填写",
        "probably {fix} (a number loses its leading zero); confirm it and enter it as text",
    ),
    zh: Text {
        message: "不是 4 位数字",
        remedy: "按受理机构的 MCC 表填写；16 位的类目编号请填到经营类目列",
        why: "经银联、网联的间连商户必须有 4 位 MCC，它决定费率，位数不对会被退回。开头是 0 的 MCC 存成数值会少一位。",
    },
    en: Text {
        message: "not four digits",
        remedy: "take the code from the acquirer's MCC list; a 16-digit category number has its own column",
        why: "Indirect merchants through UnionPay or NUCC need a four-digit MCC, which decides the fee; another \
              length is refused. An MCC beginning with 0 loses a digit when stored as a number.",
    },
    bad: "541",
    good: "5411",
    source: "Alipay SDK: 经银联/网联时 mcc 必填 [A]; 宝付 4 位 [B]; ISO 18245",
    test: Test::Row(mcc),
    ..Rule::ERROR
};

fn mcc(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let text = row.text(Field::Mcc);
    if text.len() == 4 && excel_digits::all(text.as_bytes()) {
        return;
    }
    let was_number = row.kind(Field::Mcc) == CellKind::Number;
    let whole = was_number.then(|| with_zeros(Field::Mcc, text)).flatten();
    defects.push(Defect::default().fix(whole));
}

pub(crate) static CAT002: Rule = Rule {
    code: "CAT002",
    name: "category-form",
    reads: &[Field::CategoryId],
    title: ("经营类目不是编号", "category is not a number"),
    expected: (
        "类目编号，通常是 16 位数字",
        "a category number, usually 16 digits",
    ),
    zh: Text {
        message: "经营类目要填编号，不是名称",
        remedy: "按受理机构的类目表查出编号；经银联、网联的商户只要 MCC，这一列可以留空",
        why: "接口的 category_id 是类目编号，如 2015050700000000，填「餐饮」会被退回。位数不是 16 的数字不报，\
              因为位数只见于受理机构的规范。",
    },
    en: Text {
        message: "the category is given by its number, not by its name",
        remedy: "look the number up in the acquirer's list; merchants through UnionPay or NUCC need the MCC only and may leave this empty",
        why: "The interface's category_id is a number such as 2015050700000000; a word such as 餐饮 is refused. \
              Digits of another length than 16 pass, since only aggregators' specifications speak of it.",
    },
    bad: "餐饮",
    good: "2015050700000000",
    source: "宝付、汇付 category_id [B]",
    test: Test::Cell(category),
    ..Rule::ERROR
};

fn category(text: &str, _: &Context) -> Option<Defect> {
    (!excel_digits::all(text.as_bytes())).then(Defect::default)
}
