//! How a sheet is recognised: which header texts stand for which field, and what a header row must
//! have to be taken for this kind of sheet.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::{did_you_mean, fold_header};
use crate::model::bill::BillSort;
use crate::model::field::SPECS;
use crate::model::{Field, Kind};

/// The file as written.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSheetLayout {
    #[validate(length(min = 1, max = 40))]
    name: String,
    kind: Kind,
    #[serde(default)]
    bill: Option<BillSort>,
    #[validate(length(min = 1))]
    need: Vec<Vec<String>>,
    #[validate(range(min = 2, max = 64))]
    at_least: usize,
    /// Headers that belong to the sheet and are not used.
    #[serde(default)]
    known: Vec<String>,
    /// Names over several columns → the words that stand for them in front of a header.
    #[serde(default)]
    groups: BTreeMap<String, Vec<String>>,
    #[validate(length(min = 1))]
    columns: BTreeMap<String, Spanned<Vec<String>>>,
}

/// Folded header → field; `None` for a header that is known and not used.
type Headers = HashMap<String, Option<Field>>;

/// A layout ready for matching.
#[derive(Clone, Debug)]
pub struct SheetLayout {
    pub name: String,
    pub kind: Kind,
    pub bill: Option<BillSort>,
    /// Each is met by any one of its fields.
    pub need: Vec<Vec<Field>>,
    pub at_least: usize,
    headers: Headers,
    /// Folded name over several columns → folded words, in the order they are tried.
    groups: HashMap<String, Vec<String>>,
    /// The headers of its fields as the file writes them: by field key, then as listed.
    aliases: Vec<(String, Field)>,
    /// Its fields in the order of the file, each with its usual header.
    columns: Vec<(Field, String)>,
}

/// What a header text means in a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    Field(Field),
    Known,
    Unknown,
}

impl SheetLayout {
    /// The fields it has a column for, in field order.
    pub fn fields(&self) -> Vec<Field> {
        let known: BTreeSet<Field> = self.headers.values().flatten().copied().collect();
        known.into_iter().collect()
    }

    /// The headers it knows for its fields, as the file writes them, in the order of the file.
    pub fn aliases(&self) -> impl Iterator<Item = (&str, Field)> {
        self.aliases.iter().map(|(text, field)| (&text[..], *field))
    }

    /// Its fields and the usual header of each, in the order of the file.
    pub fn columns(&self) -> impl Iterator<Item = (Field, &str)> {
        self.columns.iter().map(|(field, text)| (*field, &text[..]))
    }

    /// The layout that finds the header row of a saved mapping: it knows the headers of the mapping
    /// too, and fewer known columns are enough. What a column holds, the mapping itself says.
    pub fn with(&self, columns: &[(String, Option<Field>)]) -> SheetLayout {
        let mut layout = self.clone();
        for (text, field) in columns {
            let folded = fold_header(text);
            match (self.heading(&folded), field) {
                // Either will do: the mapping's field stands where the layout sees its own.
                (Heading::Field(own), Some(field)) => {
                    let any = layout.need.iter_mut().filter(|any| any.contains(field));
                    any.for_each(|any| any.push(own));
                }
                (Heading::Field(_), None) => {}
                _ => _ = layout.headers.insert(folded, *field),
            }
        }
        let given = columns.iter().filter(|(_, field)| field.is_some()).count();
        if given > 0 {
            layout.at_least = layout.at_least.min(given.max(2));
        }
        layout
    }

    /// Whether its header may have rows of names above; a bill or a statement has one row.
    pub fn may_have_groups(&self) -> bool {
        !self.groups.is_empty()
    }

    /// What may stand for a folded name over several columns in front of a header below it: the name itself,
    /// then the words the layout gives.
    pub fn words_for(&self, name: &str) -> impl Iterator<Item = String> {
        let words = self.groups.get(name).into_iter().flatten();
        std::iter::once(name.to_owned()).chain(words.cloned())
    }

    /// What a header, folded by [`fold_header`], stands for.
    pub fn heading(&self, folded: &str) -> Heading {
        match self.headers.get(folded) {
            Some(Some(field)) => Heading::Field(*field),
            Some(None) => Heading::Known,
            None => Heading::Unknown,
        }
    }
}

impl RawSheetLayout {
    /// Turns the file into a layout; every fault is added to `faults` with the file and the key.
    pub(super) fn resolve(self, file: &str, faults: &mut Vec<String>) -> Option<SheetLayout> {
        let before = faults.len();
        if let Err(errors) = self.validate() {
            let said = errors.to_string();
            faults.extend(said.lines().map(|line| format!("{file}: {line}")));
        }
        if (self.kind == Kind::AlipayBill) != self.bill.is_some() {
            faults.push(format!(
                "{file}: `bill` belongs to kind alipay_bill and only to it"
            ));
        }
        let need = self.needed(file, faults);
        let (headers, aliases) = self.headers(file, faults);
        let columns = self.usual();
        let folded = |(name, words): (&String, &Vec<String>)| {
            let words = words.iter().map(|word| fold_header(word));
            (fold_header(name), words.collect())
        };
        let groups = self.groups.iter().map(folded).collect();
        (faults.len() == before).then_some(SheetLayout {
            name: self.name,
            kind: self.kind,
            bill: self.bill,
            need,
            at_least: self.at_least,
            headers,
            groups,
            aliases,
            columns,
        })
    }

    fn needed(&self, file: &str, faults: &mut Vec<String>) -> Vec<Vec<Field>> {
        let mut any = |keys: &Vec<String>| {
            let fields = keys
                .iter()
                .filter_map(|key| field(key, file, "need", faults));
            fields.collect()
        };
        self.need.iter().map(&mut any).collect()
    }

    /// The usual header of each field, in the order of the file.
    fn usual(&self) -> Vec<(Field, String)> {
        let columns = self.columns.iter().filter_map(|(key, texts)| {
            let column = (Field::from_key(key)?, texts.get_ref().first()?.clone());
            Some((texts.span().start, column))
        });
        let mut columns: Vec<_> = columns.collect();
        columns.sort_unstable_by_key(|(at, _)| *at);
        columns.into_iter().map(|(_, column)| column).collect()
    }

    /// What each folded header means, and every header of a field as it is written.
    fn headers(&self, file: &str, faults: &mut Vec<String>) -> (Headers, Vec<(String, Field)>) {
        let mut headers = HashMap::new();
        let mut aliases = Vec::new();
        for (key, texts) in &self.columns {
            let Some(field) = field(key, file, "columns", faults) else {
                continue;
            };
            for text in texts.get_ref() {
                add(&mut headers, text, Some(field), file, faults);
                aliases.push((text.clone(), field));
            }
        }
        for text in &self.known {
            add(&mut headers, text, None, file, faults);
        }
        (headers, aliases)
    }
}

fn add(
    headers: &mut Headers,
    text: &str,
    field: Option<Field>,
    file: &str,
    faults: &mut Vec<String>,
) {
    let folded = fold_header(text);
    let earlier = headers.insert(folded, field);
    if earlier.is_some_and(|earlier| earlier != field) {
        faults.push(format!("{file}: header `{text}` stands for two things"));
    }
}

/// Looks a field key up; an unknown one is a fault with the nearest key.
pub(super) fn field(key: &str, file: &str, at: &str, faults: &mut Vec<String>) -> Option<Field> {
    let found = Field::from_key(key);
    if found.is_none() {
        let hint = did_you_mean(key, SPECS.iter().map(|s| s.key));
        faults.push(format!("{file}: {at}: unknown field `{key}`{hint}"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layouts;

    /// What people write above a column: `-` is known and not used, `?` is not known.
    #[test]
    fn the_vocabulary() {
        let sheets = Layouts::load(None).expect("built in").sheets;
        let table = include_str!("../../tests/data/vocabulary.csv");
        let mut seen = 0;
        for line in table.lines().skip(1) {
            let (layout, rest) = line.split_once(',').expect("three columns");
            let (header, key) = rest.rsplit_once(',').expect("three columns");
            let layout = sheets.iter().find(|l| l.name == layout).expect("a layout");
            let expected = match key {
                "-" => Heading::Known,
                "?" => Heading::Unknown,
                key => Heading::Field(Field::from_key(key).expect("a field")),
            };
            assert_eq!(layout.heading(&fold_header(header)), expected, "{line}");
            seen += 1;
        }
        assert_eq!(seen, 191);
    }

    #[test]
    fn columns_keep_the_order_of_the_file() {
        let sheets = Layouts::load(None).expect("built in").sheets;
        let banks = sheets.iter().find(|l| l.name == "bank-accounts");
        let columns: Vec<_> = banks.expect("bank-accounts").columns().take(4).collect();
        let expected = [
            (Field::CardNo, "账号"),
            (Field::CardName, "户名"),
            (Field::BankName, "开户行"),
            (Field::BankBranchName, "支行"),
        ];
        assert_eq!(columns, expected);
    }

    #[test]
    fn more_headers_change_no_other() {
        let sheets = Layouts::load(None).expect("built in").sheets;
        let stores = sheets.iter().find(|l| l.name == "stores").expect("stores");
        let more = [
            ("铺面代号".to_owned(), Some(Field::StoreCode)),
            ("序号".to_owned(), Some(Field::StoreCode)),
            ("店名".to_owned(), Some(Field::Address)),
            ("门店名称".to_owned(), None),
        ];
        let layout = stores.with(&more);
        assert_eq!(layout.heading("铺面代号"), Heading::Field(Field::StoreCode));
        assert_eq!(layout.heading("序号"), Heading::Field(Field::StoreCode));
        assert_eq!(layout.heading("店名"), Heading::Field(Field::StoreName));
        assert!(
            layout.need[1].contains(&Field::StoreName),
            "店名 is the address"
        );
        assert_eq!(layout.heading("门店名称"), Heading::Field(Field::StoreName));
        assert_eq!(layout.at_least, 3);
        assert_eq!(stores.heading("铺面代号"), Heading::Unknown);
    }
}
