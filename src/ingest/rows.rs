//! Rows below a header that are no data: instructions and examples of the template, totals, footers,
//! the header again after a page break. One row comes in; what it is and the word that tells go out.
//! A row is data unless it says otherwise: one placeholder proves nothing, and what names a store stays.

use super::locate::HeadRow;
use super::sheet::RowBuffer;
use crate::model::{Field, Kind};

/// What a row is when it is no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stray {
    Example,
    Instruction,
    Total,
    Footer,
    Header,
}

impl Stray {
    /// In Chinese and in English.
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Stray::Example => ["示例行", "an example"],
            Stray::Instruction => ["填写说明", "an instruction"],
            Stray::Total => ["合计行", "a total"],
            Stray::Footer => ["表尾说明", "a footer"],
            Stray::Header => ["重复的表头", "the header again"],
        }
    }
}

/// How far below the header a template keeps its instructions and examples.
const GUIDANCE_ROWS: usize = 3;

/// Fields that say whose row it is: a total has none of them.
const IDENTITY: &[Field] = &[
    Field::StoreCode,
    Field::StoreName,
    Field::MerchantName,
    Field::AliasName,
    Field::BusinessLicense,
    Field::LegalName,
    Field::LegalIdNo,
    Field::ContactName,
    Field::ContactMobile,
    Field::Address,
    Field::CardNo,
    Field::CardName,
    Field::LogonId,
    Field::Pid,
    Field::Smid,
    Field::SkuCode,
    Field::ItemName,
    Field::Barcode,
    Field::EntryDate,
    Field::TradeNo,
    Field::OrderNo,
    Field::CounterpartyName,
    Field::CounterpartyAccount,
    Field::PayerName,
    Field::PayerAccount,
    Field::PayeeName,
    Field::PayeeAccount,
];

/// Tells data from the rest below one header.
pub struct Sieve {
    kind: Kind,
    /// The rows of the header as they were written.
    header: Vec<HeadRow>,
    columns: Vec<(u16, Field)>,
    seen: usize,
}

type Cell<'a> = (u16, &'a str);

impl Sieve {
    pub fn new(kind: Kind, header: Vec<HeadRow>, columns: Vec<(u16, Field)>) -> Sieve {
        Sieve {
            kind,
            header,
            columns,
            seen: 0,
        }
    }

    /// What the next row is when it is no data, and the words that say so; never a person's name.
    pub fn stray(&mut self, row: &RowBuffer) -> Option<(Stray, String)> {
        self.seen += 1;
        let mut cells = row.cells().map(|(column, _, text)| (column, text.trim()));
        let first = cells.find(|(_, text)| !text.is_empty())?;
        if self.begins_like_header(first) || is_tail_word(first.1) || self.guidance_is_due() {
            // Few rows come this far, so only these are laid out.
            let cells = row.cells().map(|(column, _, text)| (column, text.trim()));
            let cells: Vec<Cell> = cells.filter(|(_, text)| !text.is_empty()).collect();
            return self.judge(first, &cells);
        }
        None
    }

    fn judge(&self, first: Cell, cells: &[Cell]) -> Option<(Stray, String)> {
        let text = first.1;
        if self.repeats_header(cells) {
            return Some((Stray::Header, text.to_owned()));
        }
        if self.is_total(first, cells) {
            return Some((Stray::Total, text.to_owned()));
        }
        if let Some(said) = self.guidance_is_due().then(|| guidance(cells)).flatten() {
            return Some(said);
        }
        let label = footer(text).filter(|label| self.is_footer(label, first, cells));
        label.map(|label| (Stray::Footer, label.to_owned()))
    }

    fn guidance_is_due(&self) -> bool {
        self.seen <= GUIDANCE_ROWS && self.kind != Kind::BankStatement
    }

    fn begins_like_header(&self, (column, text): Cell) -> bool {
        let same = |(c, header): &(u16, String)| *c == column && header.trim() == text;
        self.header.iter().any(|row| row.cells.iter().any(same))
    }

    /// Three cells or more, four in five of them as in one row of the header.
    fn repeats_header(&self, cells: &[Cell]) -> bool {
        self.header.iter().any(|row| {
            let same = |cell: &&Cell| {
                let mut header = row.cells.iter();
                header.any(|(c, text)| *c == cell.0 && text.trim() == cell.1)
            };
            let same = cells.iter().filter(same).count();
            same >= 3 && same * 5 >= cells.len() * 4
        })
    }

    fn is_total(&self, first: Cell, cells: &[Cell]) -> bool {
        let plain = plain(first.1);
        let nobody = || self.names_nobody(first.0, cells);
        if self.kind == Kind::BankStatement {
            return STATEMENT_TOTALS.iter().any(|word| plain.contains(word)) && nobody();
        }
        let counted = || {
            let mut others = cells.iter().filter(|(column, _)| *column != first.0);
            others.any(|(_, text)| is_number(text))
        };
        let of_a_part = || ["小计", "合计"].iter().any(|word| plain.ends_with(word)) && counted();
        (is_total_word(&plain) || of_a_part()) && nobody()
    }

    /// Whether no cell but the one in `column` says whose row it is. Counts and dashes say nothing.
    fn names_nobody(&self, column: u16, cells: &[Cell]) -> bool {
        let says = |(at, text): &Cell| {
            let field = self.columns.iter().find(|(c, _)| c == at).map(|(_, f)| *f);
            *at != column
                && field.is_some_and(|field| {
                    let count = is_count(text)
                        || is_number(text) && (!field.is_identifier() || self.may_count(text));
                    IDENTITY.contains(&field) && !count
                })
        };
        !cells.iter().any(says)
    }

    /// Whether a bare number in a column of numbers may count entries: those of a bank are longer.
    fn may_count(&self, number: &str) -> bool {
        self.kind == Kind::BankStatement && number.len() <= 6
    }

    /// A footer's label may have its value in the next cell; a sentence stands alone.
    fn is_footer(&self, label: &str, first: Cell, cells: &[Cell]) -> bool {
        let labels = || cells.iter().filter(|(_, text)| footer(text).is_some());
        match SENTENCES.contains(&label) {
            true => cells.len() == 1 && self.names_nobody(first.0, cells),
            false => cells.len() <= labels().count() * 2,
        }
    }
}

const TOTALS: &[&str] = &[
    "本页合计",
    "本页小计",
    "合计",
    "小计",
    "总计",
    "总合计",
    "统计",
    "共计",
    "累计",
    "grandtotal",
    "subtotal",
    "total",
];

const STATEMENT_TOTALS: &[&str] = &[
    "合计", "小计", "总计", "共计", "累计", "总额", "笔数", "total",
];

/// What may stand before a value at the foot of a table.
const LABELS: &[&str] = &[
    "制表人",
    "制表日期",
    "制表时间",
    "制表",
    "制单人",
    "制单",
    "填表人",
    "填表日期",
    "填报人",
    "填报日期",
    "审核人",
    "审核",
    "复核人",
    "复核",
    "经办人",
    "导出时间",
    "导出日期",
    "导出人",
    "打印时间",
    "打印日期",
    "打印人",
    "生成时间",
    "负责人签字",
    "签字",
    "盖章",
    "单位盖章",
];

/// How a sentence below a table begins.
const SENTENCES: &[&str] = &[
    "以上数据",
    "以上信息",
    "以上内容",
    "以上资料",
    "以上门店",
    "以上为",
    "以上均",
    "以上共",
    "注:",
    "备注:",
    "说明:",
    "第…页",
    "---",
];

fn is_tail_word(text: &str) -> bool {
    text.contains('计')
        || text.contains("总额")
        || text.contains("笔数")
        || footer(text).is_some()
        || text.is_ascii() && text.to_ascii_lowercase().contains("total")
}

/// The words without white space, full-width colons and capitals.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(|c| !c.is_whitespace());
    letters
        .map(|c| {
            if c == '：' {
                ':'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect()
}

/// A total's word alone, or with a count behind it: `合计：`, `合 计`, `共计 3 家`. `合计便利店` is a shop.
fn is_total_word(plain: &str) -> bool {
    let rest = |word: &&str| plain.strip_prefix(*word);
    TOTALS
        .iter()
        .filter_map(rest)
        .any(|rest| !rest.contains(char::is_alphanumeric) || is_count(rest))
}

/// `3家`, `(共3条)`, `-`: a number with its unit, or nothing at all.
fn is_count(text: &str) -> bool {
    const UNITS: &str = "共家条笔个户行件元店门商品";
    let digits = text.contains(|c: char| c.is_ascii_digit());
    let unit = text.contains(|c| UNITS.contains(c));
    let only = |c: char| !c.is_alphanumeric() || c.is_ascii_digit() || UNITS.contains(c);
    text.chars().all(only) && digits == unit
}

fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || ".,-+￥¥".contains(c))
}

/// The label or the beginning of a footer.
fn footer(text: &str) -> Option<&'static str> {
    const OPENINGS: &str = "制填审复经导打生负签盖单以注备说第-";
    if !text.starts_with(|c| OPENINGS.contains(c)) {
        return None;
    }
    let head: String = plain(&text.chars().take(12).collect::<String>());
    let label = |word: &&&str| {
        let rest = head.strip_prefix(**word);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    let sentence = |word: &&&str| match **word {
        "第…页" => is_page_number(&head),
        word => head.starts_with(word),
    };
    let found = LABELS.iter().find(label);
    found.or_else(|| SENTENCES.iter().find(sentence)).copied()
}

/// `第1页`, `第1页/共3页`.
fn is_page_number(plain: &str) -> bool {
    let page = plain
        .strip_prefix('第')
        .and_then(|rest| rest.split_once('页'));
    page.is_some_and(|(number, _)| number.parse::<u32>().is_ok())
}

/// One of these as a word of its own at the beginning of a cell is proof enough.
const EXAMPLE: &[&str] = &[
    "示例数据",
    "示例行",
    "填写示例",
    "填写样例",
    "示例",
    "样例",
    "例如",
    "例:",
    "e.g.",
    "example:",
];
const INSTRUCTION: &[&str] = &["填写说明", "填写要求", "填写规则", "填表说明", "填报说明"];

/// These are proof in a row of one cell only.
const ALONE: &[&str] = &[
    "注:", "说明:", "备注:", "提示:", "请", "带*", "红色", "标红", "必填",
];

/// These in two cells or more.
const ADVICE: &[&str] = &[
    "必填",
    "选填",
    "非必填",
    "可选",
    "可不填",
    "请填",
    "请输入",
    "请选择",
    "请与",
    "填写",
    "格式",
    "不超过",
    "最多",
    "下拉",
    "与营业执照",
    "与执照",
];
const TYPES: &[&str] = &["文本", "数字", "日期", "数值", "字符", "下拉框"];

fn guidance(cells: &[Cell]) -> Option<(Stray, String)> {
    let plain: Vec<(String, &str)> = cells
        .iter()
        .map(|(_, text)| (opening(text), *text))
        .collect();
    let begins = |words: &'static [&'static str]| {
        move |(opening, _): &&(String, &str)| words.iter().any(|w| opening.starts_with(w))
    };
    let said = |what, cell: &(String, &str)| Some((what, cell.1.to_owned()));
    if let Some(cell) = plain.iter().find(|(opening, _)| is_example(opening)) {
        return said(Stray::Example, cell);
    }
    if let Some(cell) = plain.iter().find(begins(INSTRUCTION)) {
        return said(Stray::Instruction, cell);
    }
    if let [cell] = &plain[..] {
        return begins(ALONE)(&cell).then(|| said(Stray::Instruction, cell))?;
    }
    let advice = |cell: &&(String, &str)| begins(ADVICE)(cell) || TYPES.contains(&&cell.0[..]);
    let mut advice = plain.iter().filter(advice);
    if let (Some(cell), Some(_)) = (advice.next(), advice.next()) {
        return said(Stray::Instruction, cell);
    }
    let mut kinds: Vec<(Placeholder, &(String, &str))> = Vec::new();
    for cell in &plain {
        let kind = placeholder(&cell.0);
        if let Some(kind) = kind.filter(|k| !kinds.iter().any(|(seen, _)| seen == k)) {
            kinds.push((kind, cell));
        }
    }
    let such = |cell: &&(String, &str)| cell.0.starts_with("如:");
    let such_as: Vec<_> = plain.iter().filter(such).collect();
    match (kinds.len() + such_as.len()) >= 2 {
        true => said(
            Stray::Example,
            such_as.first().copied().or(kinds.first().map(|k| k.1))?,
        ),
        false => None,
    }
}

/// `示例：甲店`, `示例1`; `示例甲店` may be somebody's name.
fn is_example(opening: &str) -> bool {
    let rest = |word: &&str| opening.strip_prefix(*word);
    let apart = |rest: &str| !rest.starts_with(char::is_alphabetic);
    EXAMPLE
        .iter()
        .filter_map(|word| rest(word).map(|rest| (word, rest)))
        .any(|(word, rest)| word.ends_with([':', '.', '如']) || apart(rest))
}

/// A cell's words without what brackets or stars stand before them.
fn opening(text: &str) -> String {
    let plain = plain(text);
    let marks = |c: char| "*※（(【[〔".contains(c);
    plain.trim_start_matches(marks).to_owned()
}

/// What is made up: the same name twice is still one sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placeholder {
    /// Of a person, a shop or a company.
    Name,
    Mobile,
    IdNumber,
    Sequence,
    Email,
    Blanked,
}

fn placeholder(plain: &str) -> Option<Placeholder> {
    const NAMES: &[&str] = &[
        "张三",
        "李四",
        "王五",
        "赵六",
        "某某",
        "张某",
        "某某某",
        "示例门店",
        "示例店铺",
        "示例商户",
        "示例公司",
        "测试门店",
    ];
    const MOBILES: &[&str] = &[
        "13800138000",
        "13800000000",
        "13888888888",
        "13900000000",
        "13912345678",
    ];
    const ID_NUMBERS: &[&str] = &["11010119900307", "11010119900101", "11010119800101"];
    let begins = |words: &[&str]| words.iter().any(|word| plain.starts_with(word));
    if NAMES.contains(&plain) {
        Some(Placeholder::Name)
    } else if MOBILES.contains(&plain) {
        Some(Placeholder::Mobile)
    } else if begins(ID_NUMBERS) {
        Some(Placeholder::IdNumber)
    } else if plain.starts_with("example@") || plain.starts_with("name@") {
        Some(Placeholder::Email)
    } else if is_blanked(plain) {
        Some(Placeholder::Blanked)
    } else {
        plain.contains("123456789").then_some(Placeholder::Sequence)
    }
}

/// `XX省`, `××路`, `xxx@xxx.com`; a licence number may hold two X, and a masked number is no example.
fn is_blanked(plain: &str) -> bool {
    let digits = plain.contains(|c: char| c.is_ascii_digit());
    plain.contains("××")
        || plain.contains("xx") && !plain.is_ascii()
        || plain.contains("xxx") && !digits
}
