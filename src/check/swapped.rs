//! The rule on two cells of a row whose values stand in each other's place. It runs before the rules on
//! either cell, so that one defect is one finding.

use super::beside;
use crate::model::rule::{Blocks, Context, Defect, Level, Rule, Test, Text};
use crate::model::{Field, Kind, Note, Related, Row, Source, Table};
use crate::value::{id_card, name, suggestion};

pub(crate) static RULES: &[&Rule] = &[&IDN012];

pub(crate) static IDN012: Rule = Rule {
    code: "IDN012",
    name: "id-and-name-swapped",
    level: Level::Error,
    blocks: Some(Blocks::M3),
    kinds: &[Kind::Stores],
    reads: &[Field::LegalIdNo, Field::LegalName],
    zh: Text {
        title: "法人姓名和证件号填反",
        message: "证件号一格是汉字姓名，姓名一格却是身份证号",
        expected: "证件号一格填号码，姓名一格填姓名",
        remedy: "把这一行的两格对调；整列都这样的，是表头写反了",
        proposal: "这一格应是 {fix}，把这一行的姓名和证件号对调即可",
        why: "抄错列时两格一起错。这是同一个错误，所以只报一次，两格都不再报别的。",
    },
    en: Text {
        title: "name and ID number of the legal person in each other's place",
        message: "a name in Chinese stands where the number belongs, and an ID number where the name belongs",
        expected: "the number in the column of numbers, the name in that of names",
        remedy: "exchange the two cells of the row; if all rows are like this, the headers are wrong",
        proposal: "this cell should be {fix}: exchange name and number of the row",
        why: "A slip of the column makes two wrong cells of one mistake, so it is said once and nothing else is said of \
              either cell.",
    },
    bad: "证件号 张三 / 姓名 330106199003074525",
    good: "证件号 330106199003074525 / 姓名 张三",
    source: "GB 11643-1999; 居民身份证法 第四条 (姓名使用规范汉字填写)",
    test: Test::Row(swapped),
};

fn swapped(row: Row, context: &Context, defects: &mut Vec<Defect>) {
    let number = beside(row, Field::LegalName).and_then(|text| as_number(text, context));
    let legal = beside(row, Field::LegalIdNo).filter(|text| is_a_name(text));
    if let (Some(number), Some(_)) = (number, legal) {
        let sound = id_card::parse(&number, context.as_of).is_ok();
        defects.push(Defect {
            fix: sound.then_some(number),
            swapped_with: Some(Field::LegalName),
            ..Defect::default()
        });
    }
}

/// A number with the form of a citizen ID, or one slip away from a sound one; names keep blanks and small
/// letters.
fn as_number(text: &str, context: &Context) -> Option<String> {
    let dense = text.chars().filter(|char| !char.is_whitespace());
    let number = dense.collect::<String>().to_ascii_uppercase();
    let meant = || suggestion::id_number(&number, context.as_of);
    (id_card::division(&number).is_some() || meant().is_some()).then_some(number)
}

fn is_a_name(text: &str) -> bool {
    let length = text.chars().count();
    (2..=20).contains(&length)
        && text
            .chars()
            .all(|char| name::is_chinese(char) || char == '·')
}

/// The other cell of the two, as the finding names it.
pub(super) fn other_cell(table: &Table, row: usize, field: Field, sources: &[Source]) -> Related {
    Related {
        place: table.place(row, field, sources),
        field: Some(field),
        found: table.original(row, field).to_owned(),
        note: Note::Swapped,
        touches: None,
    }
}
