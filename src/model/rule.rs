//! What a rule is: a table entry with a code, a level, the fields it reads, its words in both
//! languages, and a test. Help, README table and overrides all derive from the entry.

use time::Date;

use super::{Field, Kind, Lang, Requirement, Row, Source, Table};

/// How grave a finding is; ordered from light to grave.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Note,
    Warning,
    Error,
}

impl Level {
    pub fn key(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Level::Note => lang.pick("提示", "note"),
            Level::Warning => lang.pick("警告", "warning"),
            Level::Error => lang.pick("错误", "error"),
        }
    }
}

/// What a finding at level `error` stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blocks {
    /// The Alipay account is left out; M3 goes ahead.
    M4,
    /// The row is held.
    M3,
}

impl Blocks {
    pub fn key(self) -> &'static str {
        match self {
            Blocks::M3 => "M3",
            Blocks::M4 => "M4",
        }
    }
}

/// A rule's words in one language. `{0}`, `{1}` stand for the finding's arguments, `{other}` for the
/// value on the other side, `{fix}` for a proposed value.
pub struct Text {
    /// What is wrong, as a heading of a few words.
    pub title: &'static str,
    /// What is wrong with this value, as a sentence.
    pub message: &'static str,
    /// What was expected; empty when the message says it.
    pub expected: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// Said instead of the remedy when the finding proposes a value.
    pub proposal: &'static str,
    /// What is checked and why it matters: `jinjian rules CODE`.
    pub why: &'static str,
}

/// One entry of the rule table.
pub struct Rule {
    /// Three letters for the family, three digits; permanent.
    pub code: &'static str,
    pub name: &'static str,
    pub level: Level,
    pub blocks: Option<Blocks>,
    /// The tables whose rows it looks at.
    pub kinds: &'static [Kind],
    /// A [`Test::Cell`] is called for each of these that is present and sound; a [`Test::Row`] only
    /// when all of them are, and for every row when there are none (rules about absence). The first is
    /// where the finding stands unless the defect says otherwise.
    pub reads: &'static [Field],
    pub zh: Text,
    pub en: Text,
    pub bad: &'static str,
    pub good: &'static str,
    /// The standard or document the rule rests on.
    pub source: &'static str,
    pub test: Test,
}

impl Rule {
    pub fn text(&self, lang: Lang) -> &Text {
        lang.pick(&self.zh, &self.en)
    }

    /// The first three letters of the code.
    pub fn family(&self) -> &'static str {
        &self.code[..3]
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

/// How a rule is put to the data.
pub enum Test {
    /// One value at a time.
    Cell(fn(&str, &Context) -> Option<Defect>),
    /// Several fields of one row.
    Row(fn(Row, &Context, &mut Vec<Defect>)),
    /// All rows of a table that share a value.
    Group(fn(&Group) -> Vec<super::Finding>),
    /// Raised where a stage does its own comparing (ingest, reconcile, plan).
    Stage,
}

/// What row rules may know beside the row.
pub struct Context<'a> {
    /// The day the run takes for today.
    pub as_of: Date,
    /// What a store needs for M3.
    pub required: &'a [Requirement],
    /// How long the uploads let text be, at most one for a field.
    pub limits: &'a [Limit],
    /// The names of the uploads the job makes.
    pub uploads: &'a [&'a str],
    /// A paper that ends within so many days of `as_of` is about to expire.
    pub expiring_days: u16,
}

/// How long the text of a field may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    pub field: Field,
    /// In characters.
    pub max: usize,
    /// The names of the uploads that set it.
    pub uploads: String,
}

/// What a group rule looks at.
pub struct Group<'a> {
    pub table: &'a Table,
    pub sources: &'a [Source],
    /// Per row, the bits of fields that already carry an `error`: they are not compared.
    pub broken: &'a [super::FieldSet],
    pub rule: &'static Rule,
}

impl<'a> Group<'a> {
    /// The value, when it is present and sound.
    pub fn sound(&self, row: usize, field: Field) -> Option<&'a str> {
        let text = self.table.text(row, field);
        (!text.is_empty() && self.broken[row] & field.bit() == 0).then_some(text)
    }
}

/// What a row rule says; the runner adds the place and the original text.
#[derive(Debug, Default)]
pub struct Defect {
    /// Where it stands, when not at the rule's first field.
    pub field: Option<Field>,
    /// The value on the other side of a comparison, hidden like the field's own.
    pub other: Option<String>,
    /// Arguments of the rule's sentences; never personal data.
    pub args: Vec<String>,
    /// A proposed value, hidden like the field's own.
    pub fix: Option<String>,
    /// Another cell of the row with which the value changed places: it is the same defect.
    pub swapped_with: Option<Field>,
}

impl Defect {
    pub fn at(field: Field) -> Defect {
        Defect {
            field: Some(field),
            ..Defect::default()
        }
    }

    pub fn arg(mut self, arg: impl ToString) -> Defect {
        self.args.push(arg.to_string());
        self
    }

    pub fn fix(mut self, fix: Option<String>) -> Defect {
        self.fix = fix;
        self
    }

    pub fn other(mut self, other: impl Into<String>) -> Defect {
        self.other = Some(other.into());
        self
    }
}
