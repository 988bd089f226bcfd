//! The rule on text longer than an upload takes. The limits are those of the upload layouts, so that what
//! goes out is measured by the file it goes into.

use super::phone::one_of_several;
use crate::config::UploadLayout;
use crate::model::rule::{Context, Defect, Limit, Rule, Test, Text};
use crate::model::{Field, Kind, Row};

/// Run after the rules on forms: what is malformed is not measured as well.
pub static RULES: &[&Rule] = &[&LEN001];

/// The shortest limit of each field, in field order, with the layouts that set it.
pub fn limits(layouts: &[UploadLayout]) -> Vec<Limit> {
    let of_layout = |layout: &UploadLayout| {
        let named = |(field, max)| (field, max, layout.name.clone());
        layout.limits().into_iter().map(named).collect::<Vec<_>>()
    };
    let mut all: Vec<(Field, usize, String)> = layouts.iter().flat_map(of_layout).collect();
    all.sort();
    let of_fields = all.chunk_by(|a, b| a.0 == b.0);
    let shortest = of_fields.map(|limits| {
        let (field, max, _) = limits[0];
        let setting = limits.iter().filter(|limit| limit.1 == max);
        let uploads: Vec<&str> = setting.map(|limit| limit.2.as_str()).collect();
        Limit {
            field,
            max,
            uploads: uploads.join(" / "),
        }
    });
    shortest.collect()
}

pub static LEN001: Rule = Rule {
    code: "LEN001",
    name: "too-long",
    kinds: &[Kind::Stores, Kind::Skus],
    title: ("超过长度上限", "too long"),
    expected: ("不超过 {1} 个字符", "no more than {1} characters"),
    proposal: (
        "一格填了几个号码的，只留一个，如 {fix}",
        "keep one of the numbers in the cell, such as {fix}",
    ),
    zh: Text {
        message: "共 {0} 个字符，上传文件 {2} 最多收 {1} 个",
        remedy: "缩短这个值；程序不会自行截断",
        why: "进件接口对每个字段有长度上限，超长的报文会整条被退回。按字符计，一个汉字算一个。\
              上限来自受理机构公布的规范，支付宝 SDK 未写明，可在上传版式中调整。",
    },
    en: Text {
        message: "{0} characters, the upload {2} takes {1} at most",
        remedy: "shorten the value; the program never cuts it",
        why: "Every field of the onboarding interface has a longest length, and a body that exceeds one is refused \
              whole. Characters are counted, not bytes. The limits come from an aggregator's published \
              specification, since Alipay's SDK states none; an upload layout may set others.",
    },
    bad: "商户简称 65 个字",
    good: "商户简称 64 个字",
    source: "宝付 报备认证 字段长度 [B]; 直付通 DTO [C]",
    test: Test::Row(too_long),
    ..Rule::ERROR
};

fn too_long(row: Row, context: &Context, defects: &mut Vec<Defect>) {
    for Limit {
        field,
        max,
        uploads,
    } in context.limits
    {
        let text = row.text(*field);
        // No text has more characters than bytes.
        if text.len() <= *max {
            continue;
        }
        let length = text.chars().count();
        if length > *max {
            let defect = Defect::at(*field).arg(length).arg(max).arg(uploads);
            defects.push(defect.fix(one_of_several(*field, text)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layouts;

    #[test]
    fn the_shortest_limit_names_every_upload_that_sets_it() {
        let layouts = Layouts::load(None).expect("built-in layouts");
        let limits = limits(&layouts.uploads);
        let of = |field| {
            let limit = limits.iter().find(|limit| limit.field == field);
            limit.map(|limit| (limit.max, limit.uploads.as_str()))
        };
        let indirect = "indirect-create / indirect-modify";
        assert_eq!(of(Field::AliasName), Some((64, indirect)));
        assert_eq!(of(Field::Model), Some((64, "item-publish")));
        assert_eq!(
            of(Field::BrandName),
            None,
            "another target's limit is its own"
        );
        assert!(limits.windows(2).all(|pair| pair[0].field < pair[1].field));
    }
}
