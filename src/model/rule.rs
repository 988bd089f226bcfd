//! What a rule is: a table entry with a code, a level, the fields it reads, its words in both
//! languages, and a test. Help, README table and overrides all derive from the entry. And what a rule
//! finds: one defect is one finding, with one primary place and any number of related ones. A finding
//! carries raw values; hiding personal data and choosing a language is `emit`'s work.

use time::Date;

use super::{
    Blocks, Field, FieldSet, Kind, Lang, Level, Place, Related, Requirement, Row, Source, Table,
};

/// A rule's sentences in one language. `{0}`, `{1}` stand for the finding's arguments, `{other}` for
/// the value on the other side, `{fix}` for a proposed value.
pub struct Text {
    /// What is wrong with this value.
    pub message: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// What is checked and why it matters: `jinjian rules CODE`.
    pub why: &'static str,
}

impl Text {
    const EMPTY: Text = Text {
        message: "",
        remedy: "",
        why: "",
    };
}

/// A few words or a sentence in Chinese and in English.
type Words = (&'static str, &'static str);

/// One entry of the rule table. It begins from [`Rule::ERROR`], [`Rule::WARNING`] or [`Rule::NOTE`] and says
/// only what is not as there.
pub struct Rule {
    /// Three letters for the family, three digits; permanent.
    pub code: &'static str,
    pub name: &'static str,
    pub level: Level,
    pub blocks: Option<Blocks>,
    /// The tables whose rows its test is put to; a [`Test::Stage`] has none.
    pub kinds: &'static [Kind],
    /// A [`Test::Cell`] is called for each of these that is present and sound; a [`Test::Row`] only
    /// when all of them are, and for every row when there are none (rules about absence). The first is
    /// where the finding stands unless the defect says otherwise.
    pub reads: &'static [Field],
    /// What is wrong, as a heading of a few words.
    pub title: Words,
    /// What was expected; empty when the message says it.
    pub expected: Words,
    /// Given instead of the remedy when the finding proposes a value.
    pub proposal: Words,
    pub zh: Text,
    pub en: Text,
    pub bad: &'static str,
    pub good: &'static str,
    /// The standard or document the rule rests on.
    pub source: &'static str,
    /// The codes of rules that know more: one defect is one finding, and where one of theirs has said
    /// it, a finding of this rule is left out.
    pub yields_to: &'static [(When, &'static [&'static str])],
    pub test: Test,
}

/// When a finding has nothing left to say beside another, which knows more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The other stands at the same cell.
    SameCell,
    /// The other is about the same row.
    SameRow,
    /// The other touches a row that this one touches.
    SharedRow,
    /// The other is about a row that this one touches, and the rest of its rows agree in the field, which is
    /// its own when none is named: that row is wrong, and nothing is left to say of those it was compared with.
    RestAgrees(Option<Field>),
    /// The other compares names, and the account's holder has one of them.
    HolderIsRight,
    /// A place of this one is in the row of the other, whatever level the job gives either.
    KnownToRegister,
    /// A group of stores with one SMID, of which the other accuses all but one.
    OneOwnerLeft,
    /// The row is in a group of stores with one SMID of which nobody can say whose it is.
    OwnerUnknown,
}

impl Rule {
    /// Holds the row of a store.
    pub const ERROR: Rule = Rule {
        level: Level::Error,
        blocks: Some(Blocks::M3),
        ..Rule::WARNING
    };

    /// About the rows of store sheets, raised by a stage, and stopping nothing.
    pub const WARNING: Rule = Rule {
        code: "",
        name: "",
        level: Level::Warning,
        blocks: None,
        kinds: &[Kind::Stores],
        reads: &[],
        title: ("", ""),
        expected: ("", ""),
        proposal: ("", ""),
        zh: Text::EMPTY,
        en: Text::EMPTY,
        bad: "",
        good: "",
        source: "",
        yields_to: &[],
        test: Test::Stage,
    };

    pub const NOTE: Rule = Rule {
        level: Level::Note,
        ..Rule::WARNING
    };

    pub fn title(&self, lang: Lang) -> &'static str {
        lang.pick(self.title.0, self.title.1)
    }

    pub fn expected(&self, lang: Lang) -> &'static str {
        lang.pick(self.expected.0, self.expected.1)
    }

    pub fn proposal(&self, lang: Lang) -> &'static str {
        lang.pick(self.proposal.0, self.proposal.1)
    }

    pub fn text(&self, lang: Lang) -> &Text {
        lang.pick(&self.zh, &self.en)
    }

    /// The first three letters of the code.
    pub fn family(&self) -> &'static str {
        &self.code[..3]
    }

    /// The codes of the rules it yields to in such a case.
    pub fn yields(&self, case: When) -> &'static [&'static str] {
        let mut cases = self.yields_to.iter();
        cases
            .find(|(when, _)| *when == case)
            .map_or(&[], |(_, codes)| codes)
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
    Group(fn(&Group) -> Vec<Finding>),
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
    pub broken: &'a [FieldSet],
    pub rule: &'static Rule,
}

impl<'a> Group<'a> {
    /// A finding at one of the rows.
    pub fn finding(&self, row: u32, defect: Defect) -> Finding {
        Finding::at(self.rule, self.table, row as usize, self.sources, defect)
    }

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
