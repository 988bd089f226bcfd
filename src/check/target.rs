//! Rules on what a place of publishing takes beyond onboarding: how long a text may be and which
//! characters it refuses, from a table of targets. They are put in a job that makes the target's upload,
//! to the field that would fill it. The store is onboarded all the same, so these are notes that name the
//! target; a job may raise their level.

use std::sync::LazyLock;

use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{Field, Row};

pub(crate) static RULES: &[&Rule] = &[&CHR004, &LEN002];

const TABLE: &str = include_str!("../../templates/data/targets.csv");

/// What one target takes of one of its columns.
struct Limit {
    /// Of the upload that goes there; another job says nothing of the target.
    upload: &'static str,
    names: [&'static str; 2],
    /// The first that a store has is what the target is given.
    fields: Vec<Field>,
    min: usize,
    max: usize,
    unit: Unit,
    forbidden: &'static str,
    source: &'static str,
}

/// What a target counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Chars,
    /// Of UTF-8.
    Bytes,
}

impl Unit {
    fn length(self, text: &str) -> usize {
        match self {
            Unit::Chars => text.chars().count(),
            Unit::Bytes => text.len(),
        }
    }

    fn words(self) -> [&'static str; 2] {
        match self {
            Unit::Chars => ["个字符", "characters"],
            Unit::Bytes => ["字节", "bytes"],
        }
    }
}

impl Limit {
    /// The field and the text the target is given; nothing when the job does not publish there.
    fn of<'a>(&self, row: Row<'a>, context: &Context) -> Option<(Field, &'a str)> {
        if !context.uploads.contains(&self.upload) {
            return None;
        }
        let mut fields = self.fields.iter().copied();
        let field = fields.find(|field| row.has(*field))?;
        Some((field, row.text(field)))
    }
}

fn limits() -> &'static [Limit] {
    static LIMITS: LazyLock<Vec<Limit>> =
        LazyLock::new(|| TABLE.lines().skip(1).filter_map(limit).collect());
    &LIMITS
}

fn limit(line: &'static str) -> Option<Limit> {
    let mut cells = line.split(',');
    Some(Limit {
        upload: cells.next()?,
        names: [cells.next()?, cells.next()?],
        fields: cells
            .next()?
            .split(' ')
            .map(Field::from_key)
            .collect::<Option<_>>()?,
        min: cells.next()?.parse().ok()?,
        max: cells.next()?.parse().ok()?,
        unit: match cells.next()? {
            "chars" => Unit::Chars,
            "bytes" => Unit::Bytes,
            _ => return None,
        },
        forbidden: cells.next()?,
        source: cells.next()?,
    })
}

pub(crate) static CHR004: Rule = Rule {
    code: "CHR004",
    name: "target-characters",
    title: ("发布目标不收的字符", "characters a target refuses"),
    expected: ("不含这些字符", "none of these characters"),
    zh: Text {
        message: "「{0}」不收字符 {2}",
        remedy: "去掉这些字符，例如把括号里的分店名写到分店名称一栏；这家店不在那里发布的不用管（依据 {3}）",
        why: "发布门店的地方各有不收的字符，如口碑的门店名称里不能有括号，分店名另填一栏；每条提示写明是哪里、依据什么。\
              只有任务要做那里的上传文件才检查：在 jinjian.toml 的 [uploads] 下写 also = [\"koubei-stores\"] 就会查口碑，不写就不查。\
              看的是会填进上传文件的那一格：有品牌看品牌，没有看商户简称，再没有看门店名称。间连进件不受影响，所以只提示；\
              要更严的，可在 [levels] 里把 CHR004 调成 warning。",
    },
    en: Text {
        message: "{1} refuses {2}",
        remedy: "leave them out, and put a branch in brackets into the column for branches; a store that is not published there needs nothing (source: {3})",
        why: "Places where stores are published refuse characters of their own: Koubei, for one, takes no brackets in \
              a store's name and has a column for the branch. Each note names the place and its source. It is checked \
              in a job that makes the upload for that place, and in no other: also = [\"koubei-stores\"] under [uploads] in \
              jinjian.toml switches Koubei on. The cell looked at is the one that fills the upload: the brand, else the short \
              name, else the store's name. Onboarding is not concerned, so this is a note; a job may set CHR004 to \
              warning under [levels].",
    },
    bad: "示例便利（西湖店）",
    good: "示例便利西湖店",
    source: "每个发布目标各有依据，见 templates/data/targets.csv 的 source 列 [A]",
    test: Test::Row(characters),
    ..Rule::NOTE
};

fn characters(row: Row, context: &Context, defects: &mut Vec<Defect>) {
    for limit in limits() {
        let Some((field, text)) = limit.of(row, context) else {
            continue;
        };
        let mut refused: Vec<char> = text.chars().collect();
        refused.retain(|char| limit.forbidden.contains(*char));
        refused.sort_unstable();
        refused.dedup();
        if !refused.is_empty() {
            let list: Vec<String> = refused.iter().map(char::to_string).collect();
            defects.push(named(limit, field).arg(list.join(" ")).arg(limit.source));
        }
    }
}

pub(crate) static LEN002: Rule = Rule {
    code: "LEN002",
    name: "target-length",
    title: ("长度不合发布目标", "length a target does not take"),
    expected: ("{3}", "{4}"),
    zh: Text {
        message: "长 {2}，「{0}」收 {3}",
        remedy: "改写这个值；这家店不在那里发布的不用管（依据 {5}）",
        why: "发布门店的地方各有长度限制，如口碑的门店名称最多 20 个字、详细地址 4 到 50 个字，各按自己的单位计；\
              每条提示写明是哪里、依据什么。只有任务要做那里的上传文件才检查：在 jinjian.toml 的 [uploads] 下写\
              also = [\"koubei-stores\"] 就会查口碑，不写就不查。名称看的是会填进上传文件的那一格：有品牌看品牌，没有看商户简称，\
              再没有看门店名称。间连进件收得更长（见 LEN001），所以只提示；要更严的，可在 [levels] 里把 LEN002 调成 warning。",
    },
    en: Text {
        message: "this has {2}, {1} takes {4}",
        remedy: "reword the value; a store that is not published there needs nothing (source: {5})",
        why: "Places where stores are published limit lengths, each in its own unit: Koubei, for one, takes 20 \
              characters of a store's name and an address of 4 to 50. Each note names the place and its source. It is \
              checked in a job that makes the upload for that place, and in no other: also = [\"koubei-stores\"] under \
              [uploads] in jinjian.toml switches Koubei on. Of names, the cell looked at is the one that fills the upload: the \
              brand, else the short name, else the store's name. Onboarding takes more (LEN001), so this is a note; a \
              job may set LEN002 to warning under [levels].",
    },
    bad: "门店名称 21 个字",
    good: "门店名称 20 个字",
    source: "每个发布目标各有依据，见 templates/data/targets.csv 的 source 列 [A]",
    test: Test::Row(length),
    ..Rule::NOTE
};

fn length(row: Row, context: &Context, defects: &mut Vec<Defect>) {
    for limit in limits() {
        let Some((field, text)) = limit.of(row, context) else {
            continue;
        };
        let length = limit.unit.length(text);
        if !(limit.min..=limit.max).contains(&length) {
            defects.push(unfit(limit, field, length));
        }
    }
}

fn unfit(limit: &Limit, field: Field, length: usize) -> Defect {
    let Limit {
        min,
        max,
        unit,
        source,
        ..
    } = limit;
    let [zh, en] = unit.words();
    let takes = match min {
        0 | 1 => [format!("最多 {max} {zh}"), format!("up to {max} {en}")],
        _ => [format!("{min}–{max} {zh}"), format!("{min} to {max} {en}")],
    };
    let [zh, en] = takes;
    named(limit, field).arg(length).arg(zh).arg(en).arg(source)
}

/// A defect whose first arguments are the target in Chinese and in English.
fn named(limit: &Limit, field: Field) -> Defect {
    let [zh, en] = limit.names;
    Defect::at(field).arg(zh).arg(en)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layouts;

    /// What the rule says of a column is what the upload refuses.
    #[test]
    fn the_limits_are_those_of_the_uploads_named() {
        let layouts = Layouts::load(None).expect("built-in layouts");
        for limit in limits() {
            let mut uploads = layouts.uploads.iter();
            let upload = uploads.find(|layout| layout.name == limit.upload);
            let columns = upload.into_iter().flat_map(|layout| &layout.columns);
            let mut columns = columns.filter(|column| column.fields == limit.fields);
            let same = columns.any(|c| c.max == Some(limit.max) && c.forbidden == limit.forbidden);
            assert!(same, "{} {:?}", limit.upload, limit.fields);
        }
    }

    #[test]
    fn every_row_was_read() {
        assert_eq!(limits().len(), TABLE.lines().count() - 1);
        for limit in limits() {
            assert!(0 < limit.min && limit.min < limit.max && !limit.source.is_empty());
        }
    }

    #[test]
    fn each_target_counts_in_its_own_unit() {
        let of = |unit| {
            let line = ["u,目标,target,store_name,2,6,", unit, ",,来源"].concat();
            limit(line.leak()).map(|limit| (limit.unit, limit.unit.length("示例é")))
        };
        assert_eq!(of("chars"), Some((Unit::Chars, 3)));
        assert_eq!(of("bytes"), Some((Unit::Bytes, 8)));
        assert_eq!(of("words"), None);
        let limit = limit("u,目标,target,store_name,2,6,bytes,,来源").expect("a limit");
        let args = unfit(&limit, Field::StoreName, 8).args;
        assert_eq!(
            args,
            ["目标", "target", "8", "2–6 字节", "2 to 6 bytes", "来源"]
        );
    }
}
