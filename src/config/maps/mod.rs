//! Saved mappings, `jinjian.maps.toml`: what a person has confirmed of a sheet's columns, so that nobody has to
//! confirm it again. The files of the input folders in; for a path and a sheet, the mappings that apply to it out.

mod edit;
mod mapping;
mod raw;

pub(crate) use edit::{MappingEntry, edited};
pub use mapping::Mapping;
pub(crate) use mapping::{MAPS_FILE, NOT_USED, plain};
pub(crate) use raw::field_of;

use std::collections::BTreeSet;
use std::path::Path;

use super::{ConfigError, SettingsFile, SheetLayout, text_of};
use raw::RawMaps;

/// All saved mappings of a job.
#[derive(Clone, Debug, Default)]
pub struct Maps {
    /// In the order of the files, then as listed.
    pub mappings: Vec<Mapping>,
    /// The files they stand in.
    pub files: Vec<SettingsFile>,
}

impl Maps {
    /// Reads the mappings beside the named files (relative to `folder`, with `/`) and in the folders
    /// above them, up to `folder`.
    ///
    /// # Errors
    /// A file that cannot be read; all faults of all files at once.
    pub fn read<'a>(
        folder: &Path,
        names: impl Iterator<Item = &'a str>,
        layouts: &[SheetLayout],
    ) -> Result<Maps, ConfigError> {
        let mut maps = Maps::default();
        let mut faults = Vec::new();
        for prefix in folders(names) {
            let path = folder.join(prefix).join(MAPS_FILE);
            if !path.is_file() {
                continue;
            }
            let text = text_of(&path)?;
            maps.add(prefix, &text, layouts, &mut faults);
        }
        if faults.is_empty() {
            Ok(maps)
        } else {
            Err(ConfigError::Faults { faults })
        }
    }

    /// Checks the text of one file.
    ///
    /// # Errors
    /// All faults at once.
    pub fn parse(text: &str, layouts: &[SheetLayout]) -> Result<Maps, ConfigError> {
        let mut maps = Maps::default();
        let mut faults = Vec::new();
        maps.add("", text, layouts, &mut faults);
        if faults.is_empty() {
            Ok(maps)
        } else {
            Err(ConfigError::Faults { faults })
        }
    }

    /// The mappings that apply to a sheet, the most particular first: one that names the very file,
    /// then one that names the sheet, then the later one.
    pub fn of(&self, path: &str, sheet: Option<&str>) -> Vec<&Mapping> {
        let fitting = self.mappings.iter().rev();
        let mut fitting: Vec<&Mapping> = fitting.filter(|m| m.applies_to(path, sheet)).collect();
        fitting.sort_by_key(|m| (!m.names_file(path), m.sheet.is_none()));
        fitting
    }

    fn add(&mut self, prefix: &str, text: &str, layouts: &[SheetLayout], faults: &mut Vec<String>) {
        let file = format!("{prefix}{MAPS_FILE}");
        let raw: RawMaps = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => return faults.push(broken(&file, text, &error)),
        };
        let first = self.mappings.len();
        for (n, raw) in (1..).zip(raw.mapping) {
            let row = row_at(text, raw.span().start) as u32;
            let raw = raw.into_inner();
            let at = format!("{file}: mapping {n} (`{}`)", raw.path);
            let mapping = raw.resolve(row, prefix, &at, layouts, faults);
            let same = |other: &Mapping| {
                mapping
                    .as_ref()
                    .is_some_and(|m| m.key() == other.key() && m.layout.name == other.layout.name)
            };
            if self.mappings[first..].iter().any(same) {
                faults.push(format!("{at}: stands twice"));
            }
            self.mappings.extend(mapping);
        }
        self.files.push(SettingsFile::new(file, text));
    }
}

/// The folders of some files and those above them, each with its slash, the upper first.
fn folders<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let above = |name: &'a str| name.match_indices('/').map(move |(at, _)| &name[..=at]);
    std::iter::once("").chain(names.flat_map(above)).collect()
}

/// A fault of the file's form, by its line.
fn broken(file: &str, text: &str, error: &toml::de::Error) -> String {
    let line = row_at(text, error.span().map_or(0, |span| span.start));
    format!("{file}: line {line}: {}", error.message())
}

/// The row of a byte, from 1.
fn row_at(text: &str, byte: usize) -> usize {
    let before = text.get(..byte).unwrap_or(text);
    before.matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layouts;
    use crate::model::Field;

    fn parse(text: &str) -> Result<Maps, String> {
        let layouts = Layouts::load(None).expect("built in");
        Maps::parse(text, &layouts.sheets).map_err(|e| e.to_string())
    }

    #[test]
    fn a_mapping_as_it_is_saved() {
        let text = "[[mapping]]\npath = \"门店/*.xlsx\"\nsheet = \"门店\"\nlayout = \"stores\"\n\
            headers = [\"店 名\", \"铺面代号\", \"备注\"]\n[mapping.columns]\n\
            \"铺面代号\" = \"store_code\"\n\"备注\" = \"-\"\n";
        let maps = parse(text).expect("sound");
        let [mapping] = maps.of("门店/a.xlsx", Some("门店"))[..] else {
            panic!("speaks for it");
        };
        let columns = [
            ("铺面代号".to_owned(), Some(Field::StoreCode)),
            ("备注".to_owned(), None),
        ];
        assert_eq!(mapping.columns, columns);
        assert_eq!(mapping.headers, ["店 名", "铺面代号", "备注"]);
        assert!(maps.of("门店/a.xlsx", Some("说明")).is_empty());
        assert!(maps.of("门店/a.csv", None).is_empty());
        assert_eq!(maps.files[0].path, "jinjian.maps.toml");
        assert_eq!(maps.files[0].sha256.len(), 64);
    }

    #[test]
    fn the_most_particular_speaks_first() {
        let one = |path: &str, sheet: &str| {
            format!("[[mapping]]\npath = \"{path}\"\n{sheet}\nlayout = \"stores\"\n")
        };
        let text = [
            one("a.xlsx", ""),
            one("*", "sheet = \"甲\""),
            one("*.xlsx", ""),
            one("a.xlsx", "sheet = \"甲\""),
            one("b[[]1].xlsx", ""),
        ];
        let maps = parse(&text.concat()).expect("sound");
        let of = |path, sheet| -> Vec<(&str, Option<&str>)> {
            maps.of(path, sheet).iter().map(|m| m.key()).collect()
        };
        let expected = [
            ("a.xlsx", Some("甲")),
            ("a.xlsx", None),
            ("*", Some("甲")),
            ("*.xlsx", None),
        ];
        assert_eq!(of("a.xlsx", Some("甲")), expected);
        assert_eq!(
            of("b[1].xlsx", Some("乙")),
            [("b[[]1].xlsx", None), ("*.xlsx", None)]
        );
    }

    #[test]
    fn every_fault_is_named_with_the_nearest_word() {
        let text = "[[mapping]]\npath = \"b\\\\a.csv\"\nlayout = \"store\"\nheaders = [\"铺面代号\"]\n\
            [mapping.columns]\n\"铺面代码\" = \"store_cod\"\n[[mapping]]\npath = \"c.csv\"\nlayout = \"stores\"\n\
            [mapping.columns]\n\"甲\" = \"store_code\"\n\"乙\" = \"store_code\"\n\"丙\" = \"price\"\n";
        let said = parse(text).expect_err("refused");
        let at = "jinjian.maps.toml: mapping";
        let expected = [
            format!("{at} 1 (`b\\a.csv`): path: name the file from this folder on, with `/`"),
            format!("{at} 1 (`b\\a.csv`): unknown layout `store`; did you mean `stores`?"),
            format!(
                "{at} 1 (`b\\a.csv`): columns: `铺面代码` is none of its headers; did you mean `铺面代号`?"
            ),
            format!(
                "{at} 1 (`b\\a.csv`): columns: unknown field `store_cod`; did you mean `store_code`?"
            ),
            format!("{at} 2 (`c.csv`): columns: `stores` has no column for `price`"),
            format!("{at} 2 (`c.csv`): columns: `乙` and `甲` are both `store_code`"),
        ];
        assert_eq!(said.lines().collect::<Vec<_>>(), expected);
        let said = parse("[[mapping]]\npath = \"a\"\nlayout = \"stores\"\nsheets = \"x\"\n");
        let said = said.expect_err("refused");
        assert!(
            said.starts_with("jinjian.maps.toml: line 4: unknown field `sheets`"),
            "{said}"
        );
        let twice = "[[mapping]]\npath = \"a\"\nlayout = \"stores\"\n".repeat(2);
        let said = parse(&twice).expect_err("refused");
        assert_eq!(said, format!("{at} 2 (`a`): stands twice"));
    }

    #[test]
    fn files_in_folders_below_have_their_own() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let below = folder.path().join("甲[1]");
        std::fs::create_dir(&below).expect("folder");
        let text = "[[mapping]]\npath = \"a.csv\"\nlayout = \"stores\"\n";
        std::fs::write(folder.path().join(MAPS_FILE), text).expect("file");
        std::fs::write(below.join(MAPS_FILE), text).expect("file");
        let layouts = Layouts::load(None).expect("built in").sheets;
        let names = ["甲[1]/a.csv", "b.csv"];
        let maps = Maps::read(folder.path(), names.into_iter(), &layouts).expect("read");
        let files: Vec<_> = maps.files.iter().map(|f| &f.path[..]).collect();
        assert_eq!(files, ["jinjian.maps.toml", "甲[1]/jinjian.maps.toml"]);
        assert_eq!(maps.of("甲[1]/a.csv", None).len(), 1);
        assert_eq!(maps.of("a.csv", None).len(), 1);
        assert_eq!(maps.of("甲1/a.csv", None).len(), 0);
    }
}
