//! What a blank workbook says of its columns: what belongs there, an example, the words to choose from.
//! `fields.toml` comes in; a table by field goes out, in which a kind of sheet may have its own entry.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::did_you_mean;
use super::sheet::field;
use crate::model::{Field, Kind, Lang};

/// What Excel takes as a list written into the cell's rule, commas included.
const LONGEST_LIST: usize = 255;

/// The file as written: `field` or `kind.field` → its help.
pub(crate) type RawHelps = BTreeMap<String, RawHelp>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawHelp {
    zh: String,
    en: String,
    #[serde(default)]
    example: String,
    #[serde(default)]
    choices: Vec<String>,
    #[serde(default)]
    provider: bool,
}

/// The help for one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    zh: String,
    en: String,
    /// Made up; empty when there is none.
    pub example: String,
    /// The words of its drop-down list; empty when anything may be written.
    pub choices: Vec<String>,
    /// Whether the provider fills it in, and the merchant need not.
    pub provider: bool,
}

impl Help {
    /// What belongs in the column.
    pub fn text(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// The help for all of them.
#[derive(Clone, Debug, Default)]
pub struct Helps(BTreeMap<(Field, Option<Kind>), Help>);

impl Helps {
    /// The help for a field in a kind of sheet: the kind's own entry, else the field's.
    pub fn of(&self, kind: Kind, field: Field) -> Option<&Help> {
        let own = self.0.get(&(field, Some(kind)));
        own.or_else(|| self.0.get(&(field, None)))
    }
}

/// Turns the file into the table; every fault is added to `faults` with the file and the key.
pub(crate) fn resolve(raw: RawHelps, file: &str, faults: &mut Vec<String>) -> Helps {
    let mut helps = BTreeMap::new();
    for (key, raw) in raw {
        let (kind, name) = match key.split_once('.') {
            Some((kind, name)) => (Some(kind), name),
            None => (None, &key[..]),
        };
        let kind = kind.map(|kind| named(kind, file, faults));
        let field = field(name, file, &key, faults);
        let help = raw.resolve(file, &key, faults);
        match (field, kind) {
            (Some(field), None) => _ = helps.insert((field, None), help),
            (Some(field), Some(Some(kind))) => _ = helps.insert((field, Some(kind)), help),
            _ => {}
        }
    }
    Helps(helps)
}

fn named(key: &str, file: &str, faults: &mut Vec<String>) -> Option<Kind> {
    let found = Kind::ALL.into_iter().find(|kind| kind.key() == key);
    if found.is_none() {
        let hint = did_you_mean(key, Kind::ALL.iter().map(|kind| kind.key()));
        faults.push(format!("{file}: unknown kind `{key}`{hint}"));
    }
    found
}

impl RawHelp {
    fn resolve(self, file: &str, key: &str, faults: &mut Vec<String>) -> Help {
        for (name, text, lengths) in [
            ("zh", &self.zh, 1..=120),
            ("en", &self.en, 1..=240),
            ("example", &self.example, 0..=60),
        ] {
            if !lengths.contains(&text.chars().count()) {
                let most = lengths.end();
                faults.push(format!(
                    "{file}: {key}.{name}: give up to {most} characters"
                ));
            }
        }
        faults.extend(
            list_fault(&self.choices).map(|fault| format!("{file}: {key}.choices: {fault}")),
        );
        Help {
            zh: self.zh,
            en: self.en,
            example: self.example,
            choices: self.choices,
            provider: self.provider,
        }
    }
}

/// What keeps words from being a list of choices in the rule of a cell, as Excel takes one.
pub(super) fn list_fault(words: &[String]) -> Option<String> {
    let units = |word: &String| word.encode_utf16().count() + 1;
    let length = words.iter().map(units).sum::<usize>();
    let cut = |word: &String| word.is_empty() || word.contains([',', '"']);
    (length > LONGEST_LIST + 1 || words.iter().any(cut)).then(|| {
        format!(
            "at most {LONGEST_LIST} characters together, commas between them included, none empty, none with a comma or a quote"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layouts;

    fn load(text: &str) -> (Helps, Vec<String>) {
        let mut faults = Vec::new();
        let raw = toml::from_str(text).expect("TOML of the right shape");
        (resolve(raw, "f.toml", &mut faults), faults)
    }

    #[test]
    fn a_kind_may_have_its_own() {
        let (helps, faults) = load(
            "[status]\nzh = \"甲\"\nen = \"a\"\n[\"items.status\"]\nzh = \"乙\"\nen = \"b\"\nchoices = [\"在售\"]\n",
        );
        assert_eq!(faults, Vec::<String>::new());
        let text = |kind, lang| helps.of(kind, Field::Status).expect("an entry").text(lang);
        assert_eq!(text(Kind::Items, Lang::Zh), "乙");
        assert_eq!(text(Kind::Merchants, Lang::En), "a");
        assert_eq!(helps.of(Kind::Items, Field::Price), None);
    }

    #[test]
    fn all_faults_at_once() {
        let (_, faults) = load(
            "[statu]\nzh = \"甲\"\nen = \"a\"\n[\"item.status\"]\nzh = \"\"\nen = \"b\"\nchoices = [\"a,b\"]\n",
        );
        assert_eq!(
            faults,
            [
                "f.toml: unknown kind `item`; did you mean `items`?",
                "f.toml: item.status.zh: give up to 120 characters",
                "f.toml: item.status.choices: at most 255 characters together, commas between them included, none empty, none with a comma or a quote",
                "f.toml: statu: unknown field `statu`; did you mean `status`?",
            ]
        );
    }

    /// A column of a table somebody may fill in never goes without a word.
    #[test]
    fn every_column_has_its_help() {
        let layouts = Layouts::load(None).expect("built in");
        let tables = |kind: &Kind| !matches!(kind, Kind::AlipayBill | Kind::BankStatement);
        for layout in layouts.sheets.iter().filter(|layout| tables(&layout.kind)) {
            for (field, label) in layout.columns() {
                let help = layouts.help.of(layout.kind, field);
                let help = help.unwrap_or_else(|| panic!("{label}: no help"));
                assert!(!help.example.is_empty(), "{label}: no example");
                let own = help.choices.is_empty() || help.choices.contains(&help.example);
                assert!(own, "{label}: an example that cannot be chosen");
            }
        }
    }
}
