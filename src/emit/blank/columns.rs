//! The columns of a blank workbook: what each is called, when it must be filled in, and the help beside it.

use crate::config::{Help, Layouts, SheetLayout};
use crate::model::Level;
use crate::model::rule::Test;
use crate::model::{Field, Form, Kind, Lang, Requirement, Rule};

/// A workbook to be filled in.
pub struct Blank {
    pub kind: Kind,
    pub lang: Lang,
    pub columns: Vec<BlankColumn>,
    /// Rows that stand below the example already, a text per column.
    pub rows: Vec<Vec<String>>,
}

/// One of its columns.
pub struct BlankColumn {
    pub field: Field,
    /// The header without its mark.
    pub label: String,
    pub need: Need,
    /// What belongs here.
    pub help: String,
    /// When it must be filled in, as a sentence.
    pub when: String,
    pub example: String,
    /// The words to choose from; empty when there are none, and for regions.
    pub choices: Vec<String>,
    /// The note on its header, a line each.
    pub note: Vec<String>,
}

/// How much a column is needed; decides its colour and the mark before its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Without it the row goes nowhere; it may have others that stand in.
    Compulsory,
    /// M4 needs it.
    ForM4,
    Free,
    /// The provider fills it in.
    Provider,
}

impl Need {
    /// Both marks are folded away when a header is read.
    pub fn mark(self) -> &'static str {
        match self {
            Need::Compulsory => "*",
            Need::ForM4 => "※",
            Need::Free | Need::Provider => "",
        }
    }
}

impl BlankColumn {
    /// The header as it is written.
    pub fn header(&self) -> String {
        format!("{}{}", self.need.mark(), self.label)
    }

    /// Whether digits could be lost if it were no text; amounts and degrees are numbers.
    pub fn is_text(&self) -> bool {
        !matches!(self.field.spec().form, Form::Money | Form::Decimal)
    }
}

/// What an item needs to be published (商家接入流程 4.2; SKU001, SKU003, SKU004, SKU006, SKU007).
const FOR_PUBLISHING: [Field; 5] = [
    Field::SkuCode,
    Field::ItemName,
    Field::Model,
    Field::Spec,
    Field::Price,
];

/// Rules shown in a note, the first that look at nothing but its field.
const RULES_SHOWN: usize = 3;

impl Blank {
    /// The workbook for a kind of table; `None` when no layout is for it.
    pub fn new(kind: Kind, layouts: &Layouts, rules: &[&Rule], lang: Lang) -> Option<Blank> {
        let layout = layouts.sheets.iter().find(|layout| layout.kind == kind)?;
        let source = ColumnSource {
            layout,
            layouts,
            rules,
            lang,
            required: required(layout, layouts),
        };
        Some(Blank {
            kind,
            lang,
            columns: layout
                .columns()
                .map(|(field, label)| source.column(field, label))
                .collect(),
            rows: Vec::new(),
        })
    }

    /// Where a field's column is.
    pub fn position(&self, field: Field) -> Option<u16> {
        let at = self.columns.iter().position(|c| c.field == field)?;
        u16::try_from(at).ok()
    }
}

/// What must be there.
fn required(layout: &SheetLayout, layouts: &Layouts) -> Vec<Requirement> {
    match layout.kind {
        Kind::Stores => {
            let mut all = layouts.levels.for_m3.clone();
            all.push(layouts.levels.identity.clone());
            all
        }
        Kind::Skus => FOR_PUBLISHING
            .map(|field| Requirement::any(&[field]))
            .to_vec(),
        _ => layout
            .need
            .iter()
            .map(|any| Requirement::any(any))
            .collect(),
    }
}

/// What columns are made from.
struct ColumnSource<'a> {
    layout: &'a SheetLayout,
    layouts: &'a Layouts,
    rules: &'a [&'a Rule],
    lang: Lang,
    required: Vec<Requirement>,
}

impl ColumnSource<'_> {
    fn column(&self, field: Field, label: &str) -> BlankColumn {
        let help = self.layouts.help.of(self.layout.kind, field);
        let need = self.need(field, help);
        let lang = self.lang;
        let mut column = BlankColumn {
            field,
            label: label.to_owned(),
            need,
            help: help
                .map_or(field.label(lang), |help| help.text(lang))
                .to_owned(),
            when: self.when(field, need),
            example: help.map_or(String::new(), |help| help.example.clone()),
            choices: help.map_or(Vec::new(), |help| help.choices.clone()),
            note: Vec::new(),
        };
        column.note = self.note(&column);
        column
    }

    fn need(&self, field: Field, help: Option<&Help>) -> Need {
        let stores = self.layout.kind == Kind::Stores;
        if self.required.iter().any(|need| names(need, field)) {
            Need::Compulsory
        } else if self.is_for_m4(field) {
            Need::ForM4
        } else if stores && help.is_some_and(|help| help.provider) {
            Need::Provider
        } else {
            Need::Free
        }
    }

    fn is_for_m4(&self, field: Field) -> bool {
        let mut all = self.layouts.levels.for_m4.iter();
        self.layout.kind == Kind::Stores && all.any(|need| names(need, field))
    }

    fn when(&self, field: Field, need: Need) -> String {
        let stores = self.layout.kind == Kind::Stores;
        let text = |zh: &str, en: &str| self.lang.pick(zh, en).to_owned();
        match need {
            Need::Compulsory => {}
            Need::ForM4 => return text("升级 M4 时必填", "required for M4"),
            Need::Free => return text("选填", "optional"),
            Need::Provider => {
                return text(
                    "由服务商填写，商户可留空",
                    "filled in by the provider; the merchant may leave it empty",
                );
            }
        }
        let required = self.required.iter().find(|need| names(need, field));
        let (beside, others) = required.map_or_else(Default::default, |n| self.ways(n, field));
        let [both, names] = [beside, others].map(|labels| labels.join(&text("、", ", ")));
        match (&both[..], &names[..]) {
            ("", "") if stores => text("进件到 M3 必填", "required (M3)"),
            ("", "") => text("必填", "required"),
            ("", _) => {
                let zh = format!("必填：与「{names}」至少填一个");
                let m4 = text("；升级 M4 时必填", "; M4 needs this one too");
                let one = text(&zh, &format!("required: this or {names}"));
                one + if self.is_for_m4(field) { &m4 } else { "" }
            }
            (_, "") => text(
                &format!("必填：与「{both}」一起填"),
                &format!("required: with {both}"),
            ),
            _ => text(
                &format!("必填：与「{both}」一起填，或改填「{names}」"),
                &format!("required: with {both}, or else {names}"),
            ),
        }
    }

    /// The labels of what counts only with the field, and of each other way, by what it asks for.
    fn ways(&self, need: &Requirement, field: Field) -> (Vec<String>, Vec<String>) {
        let label = |field: &Field| self.label(*field).map(str::to_owned);
        let (own, others): (Vec<_>, Vec<_>) =
            need.ways.iter().partition(|way| way.contains(&field));
        let beside = own.into_iter().flatten().filter(|other| **other != field);
        let together = self.lang.pick("与", " and ");
        let other = |way: &Vec<Field>| way.iter().filter_map(label).collect::<Vec<_>>();
        let others = others.into_iter().map(other).filter(|way| !way.is_empty());
        (
            beside.filter_map(label).collect(),
            others.map(|way| way.join(together)).collect(),
        )
    }

    fn label(&self, field: Field) -> Option<&str> {
        let mut columns = self.layout.columns();
        columns.find_map(|(own, label)| (own == field).then_some(label))
    }

    fn note(&self, column: &BlankColumn) -> Vec<String> {
        let lang = self.lang;
        let labelled = |zh: &str, en: &str, text: &str| {
            (!text.is_empty()).then(|| lang.pick(format!("{zh}：{text}"), format!("{en}: {text}")))
        };
        let lines = [
            Some(column.help.clone()),
            Some(column.when.clone()),
            labelled("示例", "example", &column.example),
            labelled("写法", "forms", forms(column, lang)),
        ];
        let rules = self
            .rules
            .iter()
            .filter(|rule| shows(rule, column.field, self.layout.kind));
        let rules = rules.take(RULES_SHOWN).map(|rule| {
            let title = rule.title(lang);
            format!("{} {title}：✗ {}  ✓ {}", rule.code, rule.bad, rule.good)
        });
        lines.into_iter().flatten().chain(rules).collect()
    }
}

fn names(need: &Requirement, field: Field) -> bool {
    need.fields().any(|named| named == field)
}

/// Whether a rule's examples are values of that field and nothing else.
fn shows(rule: &Rule, field: Field, kind: Kind) -> bool {
    let judges = matches!(rule.test, Test::Cell(_) | Test::Row(_)) && rule.level > Level::Note;
    judges && rule.reads == [field] && rule.kinds.contains(&kind)
}

/// Texts in Chinese and English by the form of a field, a line each.
macro_rules! texts_by_form {
    ($of:expr; $($form:ident $zh:literal $en:literal;)*) => {
        match $of {
            $(Form::$form => [$zh, $en],)*
            _ => ["", ""],
        }
    };
}

/// What else is understood, by the form of the field.
fn forms(column: &BlankColumn, lang: Lang) -> &'static str {
    if !column.choices.is_empty() {
        return lang.pick("从下拉列表选", "choose from the list");
    }
    let [zh, en] = texts_by_form! { column.field.spec().form;
        Code "按原样填写，大小写和开头的 0 都保留" "as it is; capitals and leading zeros are kept";
        Licence "18 位统一社会信用代码，或 15 位旧注册号"
            "the 18-character credit code, or an old 15-digit registration number";
        IdNumber "18 位，末位可以是 X" "18 characters, the last may be X";
        Digits "只填数字，按文本填写" "digits only, as text";
        Phone "手机 11 位；座机带区号，如 0571-88886666；400 电话"
            "11 digits; landlines with area code such as 0571-88886666; 400 numbers";
        LogonId "邮箱或手机号" "an e-mail address or a mobile number";
        Region "从下拉列表选；也可写简称（浙江、杭州）或 6 位区划代码"
            "choose from the list; short names (浙江, 杭州) and six-digit codes are read as well";
        Decimal "度数，小数点后 6 位" "degrees with six decimals";
        Money "元，最多两位小数" "yuan, two decimals at most";
        Date "2026-11-20；2026/11/20、20261120 也可以" "2026-11-20; 2026/11/20 and 20261120 are read as well";
        Expiry "2039-03-05 或 长期；写成 2019-03-06至2039-03-05 也可以"
            "2039-03-05, or 长期 when there is no end; 2019-03-06至2039-03-05 is read as well";
    };
    lang.pick(zh, en)
}
