//! Rules on what a place of publishing takes beyond onboarding: how long a text may be and which
//! characters it refuses, from a table of targets. The store is onboarded all the same, so these are
//! notes that name the target; a job that publishes there may raise their level.

use std::sync::LazyLock;

use crate::model::rule::{Context, Defect, Level, Rule, Test, Text};
use crate::model::{Field, Kind, Row};

pub static RULES: &[&Rule] = &[&CHR004, &LEN002];

const TABLE: &str = include_str!("../../templates/data/targets.csv");

/// What one target takes of one field.
struct Limit {
    names: [&'static str; 2],
    field: Field,
    /// In characters.
    max: usize,
    forbidden: &'static str,
}

fn limits() -> &'static [Limit] {
    static LIMITS: LazyLock<Vec<Limit>> =
        LazyLock::new(|| TABLE.lines().skip(1).filter_map(limit).collect());
    &LIMITS
}

fn limit(line: &'static str) -> Option<Limit> {
    let mut cells = line.split(',');
    Some(Limit {
        names: [cells.next()?, cells.next()?],
        field: Field::from_key(cells.next()?)?,
        max: cells.next()?.parse().ok()?,
        forbidden: cells.next()?,
    })
}

pub static CHR004: Rule = Rule {
    code: "CHR004",
    name: "target-characters",
    level: Level::Note,
    blocks: None,
    kinds: &[Kind::Stores],
    reads: &[],
    zh: Text {
        title: "发布目标不收的字符",
        message: "「{0}」不收字符 {2}",
        expected: "不含这些字符",
        remedy: "要发布到那里，就去掉这些字符，例如把括号里的分店名写到分店名称一栏；不发布的不用管",
        proposal: "",
        why: "口碑的门店批量表规定门店名称里不能有括号，分店名另填一栏。间连进件不受影响，所以只提示；\
              要在那里发布门店的，可在任务文件的 [levels] 里把 CHR004 调成 warning。",
    },
    en: Text {
        title: "characters a target refuses",
        message: "{1} refuses {2}",
        expected: "none of these characters",
        remedy: "to publish there, leave them out, and put a branch in brackets into the column for branches; else ignore this",
        proposal: "",
        why: "Koubei's store sheet takes no brackets in a store's name and has a column of its own for the branch. \
              Onboarding is not concerned, so this is a note; a job that publishes there may set CHR004 to warning \
              under [levels].",
    },
    bad: "示例便利（西湖店）",
    good: "示例便利西湖店",
    source: "口碑 help.koubei.com 201602147040: 门店名称不含括号",
    test: Test::Row(characters),
};

fn characters(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    for limit in limits() {
        let mut refused: Vec<char> = row.text(limit.field).chars().collect();
        refused.retain(|char| limit.forbidden.contains(*char));
        refused.sort_unstable();
        refused.dedup();
        if !refused.is_empty() {
            let list: Vec<String> = refused.iter().map(char::to_string).collect();
            defects.push(named(limit).arg(list.join(" ")));
        }
    }
}

pub static LEN002: Rule = Rule {
    code: "LEN002",
    name: "target-length",
    level: Level::Note,
    blocks: None,
    kinds: &[Kind::Stores],
    reads: &[],
    zh: Text {
        title: "比发布目标收的长",
        message: "共 {2} 个字符，「{0}」最多收 {3} 个",
        expected: "不超过 {3} 个字符",
        remedy: "要发布到那里，就缩短这个值；不发布的不用管",
        proposal: "",
        why: "口碑的门店批量表规定门店名称最多 20 个字、详细地址最多 50 个字，按字符计，一个汉字算一个。间连进件收得更长\
              （见 LEN001），所以只提示；要在那里发布门店的，可在任务文件的 [levels] 里把 LEN002 调成 warning。",
    },
    en: Text {
        title: "longer than a target takes",
        message: "{2} characters, {1} takes {3} at most",
        expected: "no more than {3} characters",
        remedy: "to publish there, shorten the value; else ignore this",
        proposal: "",
        why: "Koubei's store sheet takes 20 characters of a store's name and 50 of its address; characters are \
              counted, not bytes. Onboarding takes more (LEN001), so this is a note; a job that publishes there may \
              set LEN002 to warning under [levels].",
    },
    bad: "门店名称 21 个字",
    good: "门店名称 20 个字",
    source: "口碑 help.koubei.com 201602147040: 门店名称 20, 详细地址 50",
    test: Test::Row(length),
};

fn length(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    for limit in limits() {
        let length = row.text(limit.field).chars().count();
        if length > limit.max {
            defects.push(named(limit).arg(length).arg(limit.max));
        }
    }
}

/// A defect whose first arguments are the target in Chinese and in English.
fn named(limit: &Limit) -> Defect {
    let [zh, en] = limit.names;
    Defect::at(limit.field).arg(zh).arg(en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_was_read() {
        assert_eq!(limits().len(), TABLE.lines().count() - 1);
        assert!(limits().iter().all(|limit| limit.max > 0));
    }
}
