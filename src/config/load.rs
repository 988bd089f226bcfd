//! The built-in layouts, compiled in, and the user's own folder laid over them by layout name.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::field_help;
use super::field_help::{Helps, RawHelps};
use super::levels::{Levels, RawLevels};
use super::sheet::{RawSheetLayout, SheetLayout};
use super::upload::{RawUpload, UploadLayout, same_files};
use super::{ConfigError, SettingsFile, text_of};

macro_rules! built_in {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../templates/", $path)))),*]
    };
}

const SHEETS: &[(&str, &str)] = built_in![
    "sheets/stores.toml",
    "sheets/skus.toml",
    "sheets/items.toml",
    "accounts/merchants.toml",
    "accounts/alipay-accounts.toml",
    "accounts/bank-accounts.toml",
    "accounts/alipay-trade.toml",
    "accounts/unionpay-details.toml",
    "accounts/bank-cut.toml",
    "accounts/alipay-fund.toml",
    "accounts/alipay-personal.toml",
    "accounts/alipay-trade-summary.toml",
    "accounts/alipay-fund-summary.toml",
    "accounts/icbc-old.toml",
    "accounts/icbc-new.toml",
    "accounts/ccb.toml",
    "accounts/ccb-new.toml",
    "accounts/cmb.toml",
    "accounts/cmbc.toml",
    "accounts/boc.toml",
    "accounts/abc.toml",
    "accounts/pab.toml",
    "accounts/abc-personal.toml",
    "accounts/boc-personal.toml",
    "accounts/bocom-personal.toml",
    "accounts/ccb-personal.toml",
    "accounts/cmb-personal.toml",
    "accounts/icbc-personal.toml",
    "accounts/spdb.toml",
    "accounts/citic-card.toml",
];

const UPLOADS: &[(&str, &str)] = built_in![
    "uploads/indirect-create.toml",
    "uploads/indirect-modify.toml",
    "uploads/tagging.toml",
    "uploads/bind-confirm.toml",
    "uploads/store-publish.toml",
    "uploads/item-publish.toml",
    "uploads/order-switch.toml",
    "uploads/acquirer-create.toml",
    "uploads/koubei-stores.toml",
    "uploads/shop-create.toml",
    "uploads/qimen-store.toml",
];

const LEVELS: &[(&str, &str)] = built_in!["levels.toml"];
const HELP: &[(&str, &str)] = built_in!["fields.toml"];

/// Every built-in layout file: path below `templates/`, and text.
pub fn built_in_files() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = [SHEETS, UPLOADS, LEVELS, HELP];
    all.into_iter().flatten().copied()
}

/// All layouts of a run.
#[derive(Clone, Debug)]
pub struct Layouts {
    pub sheets: Vec<SheetLayout>,
    pub uploads: Vec<UploadLayout>,
    pub levels: Levels,
    pub help: Helps,
}

impl Layouts {
    /// The built-in layouts, with those of `own` (a folder shaped like `templates/`) in place of the
    /// built-in ones of the same name, or beside them.
    ///
    /// # Errors
    /// A folder that is not there; all faults of all files at once.
    pub fn load(own: Option<&Path>) -> Result<Layouts, ConfigError> {
        if let Some(own) = own {
            std::fs::read_dir(own).map_err(|source| ConfigError::Read {
                path: own.to_owned(),
                source,
            })?;
        }
        let mut faults = Vec::new();
        let mut sheets: Vec<SheetLayout> = Vec::new();
        let mut uploads: Vec<UploadLayout> = Vec::new();
        for (file, text) in texts(SHEETS, own, &["sheets", "accounts"])? {
            let layout = parse::<RawSheetLayout>(&file, &text, &mut faults)
                .and_then(|raw| raw.resolve(&file, &mut faults));
            if let Some(layout) = layout {
                replace(&mut sheets, layout, |l| &l.name);
            }
        }
        for (file, text) in texts(UPLOADS, own, &["uploads"])? {
            let layout = parse::<RawUpload>(&file, &text, &mut faults)
                .and_then(|raw| raw.resolve(&file, &mut faults));
            if let Some(mut layout) = layout {
                layout.sha256 = SettingsFile::new(file, &text).sha256;
                replace(&mut uploads, layout, |l| &l.name);
            }
        }
        faults.extend(same_files(&uploads));
        let mut levels = None;
        for (file, text) in texts(LEVELS, own, &[])? {
            levels = parse::<RawLevels>(&file, &text, &mut faults)
                .map(|raw| raw.resolve(&file, &mut faults));
        }
        let mut help = Helps::default();
        for (file, text) in texts(HELP, own, &[])? {
            if let Some(raw) = parse::<RawHelps>(&file, &text, &mut faults) {
                help = field_help::resolve(raw, &file, &mut faults);
            }
        }
        match levels {
            Some(levels) if faults.is_empty() => Ok(Layouts {
                sheets,
                uploads,
                levels,
                help,
            }),
            _ => Err(ConfigError::Faults { faults }),
        }
    }

    /// The upload layout of that name.
    pub fn upload(&self, name: &str) -> Option<&UploadLayout> {
        self.uploads.iter().find(|l| l.name == name)
    }
}

/// Built-in texts, then those of the user's folder, sorted by path.
fn texts(
    built_in: &[(&str, &str)],
    own: Option<&Path>,
    folders: &[&str],
) -> Result<Vec<(String, String)>, ConfigError> {
    let mut all: Vec<_> = built_in
        .iter()
        .map(|(f, t)| ((*f).to_owned(), (*t).to_owned()))
        .collect();
    let Some(own) = own else { return Ok(all) };
    if folders.is_empty() {
        for (name, text) in &mut all {
            let path = own.join(&*name);
            if path.is_file() {
                *text = text_of(&path)?;
            }
        }
        return Ok(all);
    }
    for folder in folders {
        let Ok(entries) = std::fs::read_dir(own.join(folder)) else {
            continue;
        };
        let mut paths: Vec<_> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
        paths.sort();
        for path in paths
            .iter()
            .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            all.push((format!("{folder}/{name}"), text_of(path)?));
        }
    }
    Ok(all)
}

fn parse<T: DeserializeOwned>(file: &str, text: &str, faults: &mut Vec<String>) -> Option<T> {
    toml::from_str(text)
        .map_err(|e| faults.push(format!("{file}: {e}")))
        .ok()
}

fn replace<T>(layouts: &mut Vec<T>, layout: T, name: impl Fn(&T) -> &str) {
    match layouts.iter().position(|l| name(l) == name(&layout)) {
        Some(at) => layouts[at] = layout,
        None => layouts.push(layout),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_layouts_are_sound() {
        let layouts = Layouts::load(None).expect("built-in layouts load");
        assert_eq!(layouts.sheets.len(), SHEETS.len());
        assert_eq!(layouts.uploads.len(), UPLOADS.len());
    }

    #[test]
    fn a_faulty_own_layout_names_file_and_key() {
        let folder = tempfile::tempdir().expect("temporary folder");
        std::fs::create_dir(folder.path().join("sheets")).expect("folder");
        let text = "name = \"x\"\nkind = \"stores\"\nneed = [[\"shop_code\"]]\nat_least = 2\n[columns]\nstore_code = [\"a\"]\nstore_name = [\"a\"]\n";
        std::fs::write(folder.path().join("sheets/x.toml"), text).expect("file");
        let error = Layouts::load(Some(folder.path()))
            .expect_err("must be refused")
            .to_string();
        assert!(
            error.contains("sheets/x.toml: need: unknown field `shop_code`"),
            "{error}"
        );
        assert!(
            error.contains("sheets/x.toml: header `a` stands for two things"),
            "{error}"
        );
    }

    #[test]
    fn two_uploads_do_not_write_the_same_files() {
        let folder = tempfile::tempdir().expect("temporary folder");
        std::fs::create_dir(folder.path().join("uploads")).expect("folder");
        let text = "name = \"mine\"\nfile = \"Tagging\"\ntitle = [\"表\", \"mine\"]\nsheet = \"表\"\nrows = \"new\"\nrow_cap = 9\n[[columns]]\nlabel = \"x\"\nvalue = \"v\"\n";
        std::fs::write(folder.path().join("uploads/mine.toml"), text).expect("file");
        let error = Layouts::load(Some(folder.path())).expect_err("must be refused");
        let ConfigError::Faults { faults } = error else {
            panic!("{error}");
        };
        assert_eq!(
            faults,
            ["uploads: `tagging` and `mine` both write files called `Tagging`"]
        );
    }

    #[test]
    fn a_folder_of_layouts_has_to_be_there() {
        let error = Layouts::load(Some(Path::new("no/such/folder"))).expect_err("not there");
        assert!(matches!(error, ConfigError::Read { .. }), "{error}");
    }
}
