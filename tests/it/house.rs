//! Keeps the picture of the house true (ARCHITECTURE.md): imports go down only, no two files import
//! each other in a circle, a reader of a format knows no field, and each heavy library has its door.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms and the floor they stand on; rooms on one floor do not know each other.
const FLOORS: &[(&str, u8)] = &[
    ("cli", 10),
    ("pipeline", 9),
    ("rules", 8),
    ("emit", 7),
    ("ingest", 6),
    ("bills", 5),
    ("headers", 4),
    ("formats", 3),
    ("uploads", 3),
    ("check", 3),
    ("reconcile", 3),
    ("plan", 3),
    ("normalise", 2),
    ("config", 2),
    ("model", 1),
    ("value", 0),
];

/// An archive holds files, and a file may be an archive.
const CIRCLE: [&str; 2] = ["ingest::archive", "ingest::open_file"];

/// Source files a folder may hold before a newcomer is lost in it.
const FILES_A_FOLDER: usize = 30;

/// Library → what the names of the files that may name it contain.
const DOORS: &[(&str, &[&str])] = &[
    ("calamine", &["formats/"]),
    ("pinyin", &["value/name_difference/"]),
    ("polars", &["reconcile/join.rs"]),
    ("rust_xlsxwriter", &["emit/"]),
    ("csv", &["formats/text/", "bills/", "emit/"]),
    (
        "encoding_rs",
        &["formats/text/", "bills/", "ingest/", "value/gbk.rs"],
    ),
    ("zip", &["ingest/archive.rs", "formats/zip_parts.rs"]),
    ("indicatif", &["cli/progress.rs"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("toml", &["config/"]),
    ("validator", &["config/", "uploads/bodies/"]),
    (
        "rayon",
        &[
            "ingest/",
            "formats/",
            "bills/",
            "normalise/",
            "pipeline.rs",
            "check/",
            "plan/decide.rs",
            "reconcile/",
            "uploads/",
            "emit/",
            "cli/run.rs",
        ],
    ),
];

/// Whole modules of tests stand beside the rooms they test.
const TEST_MODULES: [&str; 3] = ["tests", "sample", "fixture"];

/// The way to a module or an item, from the root.
type ModulePath = Vec<String>;

/// The source files by module path, without comments and without the tests at their foot.
struct House {
    text: BTreeMap<ModulePath, String>,
    /// What a module passes on under its own name.
    passed_on: BTreeMap<(ModulePath, String), ModulePath>,
}

impl House {
    fn read() -> House {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut text = BTreeMap::new();
        for file in files(&root) {
            let module = module(file.strip_prefix(&root).expect("below src"));
            let is_test = module.iter().any(|m| TEST_MODULES.contains(&m.as_str()));
            if !is_test && file.extension().is_some_and(|e| e == "rs") {
                text.insert(module, code(&file));
            }
        }
        let mut house = House {
            text,
            passed_on: BTreeMap::new(),
        };
        let mut passed_on = BTreeMap::new();
        for (module, text) in &house.text {
            for (is_pub, path) in uses(text) {
                if let (true, Some(path)) = (is_pub, house.absolute(&path, module)) {
                    let name = path.last().cloned().unwrap_or_default();
                    passed_on.insert((module.clone(), name), path);
                }
            }
        }
        house.passed_on = passed_on;
        house
    }

    /// A path as seen from a module, from the root; `None` when it leads out of the crate.
    fn absolute(&self, path: &[String], from: &ModulePath) -> Option<ModulePath> {
        let first = path.first()?;
        let mut base = from.clone();
        let mut rest = path;
        match first.as_str() {
            "crate" => return Some(path[1..].to_vec()),
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|p| p == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            child => {
                let module = [from.clone(), vec![child.to_owned()]].concat();
                if !self.text.contains_key(&module) {
                    return None;
                }
            }
        }
        Some([base, rest.to_vec()].concat())
    }

    /// The module in which what a path names is written down.
    fn owner(&self, path: &[String]) -> ModulePath {
        for end in (0..=path.len()).rev() {
            let module = path[..end].to_vec();
            if self.text.contains_key(&module) {
                let item = path.get(end).cloned().unwrap_or_default();
                return match self.passed_on.get(&(module.clone(), item)) {
                    Some(next) if *next != path => self.owner(next),
                    _ => module,
                };
            }
        }
        Vec::new()
    }

    /// The modules each module imports from.
    fn imports(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut imports = BTreeMap::new();
        for (module, text) in &self.text {
            let own = uses(text).into_iter().filter(|(is_pub, _)| !is_pub);
            let named = own.map(|(_, path)| path).chain(inline(text));
            let targets = named.filter_map(|path| self.absolute(&path, module));
            let targets = targets.map(|path| self.owner(&path).join("::"));
            let own = module.join("::");
            let targets = targets.filter(|target| *target != own).collect();
            imports.insert(own, targets);
        }
        imports
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("folder") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn module(file: &Path) -> ModulePath {
    let name = file.with_extension("");
    let parts = name.iter().map(|part| part.to_string_lossy().into_owned());
    let mut parts: ModulePath = parts.collect();
    if ["mod", "lib", "main"].contains(&parts.last().map_or("", String::as_str)) {
        parts.pop();
    }
    parts
}

/// The text of every source file but the tests, whole, by name, in the order of names.
pub fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let is_test = |path: &Path| path.iter().any(|p| TEST_MODULES.iter().any(|t| p == *t));
    let text = |file: PathBuf| {
        let name = file.strip_prefix(&root).expect("below src").to_owned();
        let text = fs::read_to_string(&file).expect("source");
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
        (!is_test(&name)).then(|| (name.display().to_string(), text.to_owned()))
    };
    files(&root).into_iter().filter_map(text).collect()
}

/// A file's code: no comments, and not the tests at its foot, which may use what they like.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("source");
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
    let line = |line: &str| line.split("//").next().unwrap_or("").to_owned();
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Every path a `use` names, each alone, and whether it is passed on (`pub use`).
fn uses(text: &str) -> Vec<(bool, ModulePath)> {
    let mut all = Vec::new();
    for statement in text.split(';') {
        let Some(line_at) = statement.rfind("use ") else {
            continue;
        };
        let before = statement[..line_at]
            .rsplit('\n')
            .next()
            .unwrap_or("")
            .trim();
        if !(before.is_empty() || before.starts_with("pub")) {
            continue;
        }
        let mut paths = Vec::new();
        leaves(&statement[line_at + 4..], &[], &mut paths);
        all.extend(paths.into_iter().map(|path| (!before.is_empty(), path)));
    }
    all
}

fn leaves(tree: &str, above: &[String], into: &mut Vec<ModulePath>) {
    let tree = tree.trim();
    if let Some(list) = tree.strip_prefix('{') {
        let list = list.strip_suffix('}').unwrap_or(list);
        let (mut depth, mut start) = (0, 0);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    leaves(&list[start..at], above, into);
                    start = at + 1;
                }
                _ => {}
            }
        }
        return leaves_unless_blank(&list[start..], above, into);
    }
    match tree.split_once("::") {
        Some((first, rest)) => leaves(rest, &[above, &[first.trim().to_owned()]].concat(), into),
        None => {
            let name = tree.split_whitespace().next().unwrap_or("");
            let named = !matches!(name, "self" | "*" | "");
            let last = named.then(|| name.to_owned());
            into.push(above.iter().cloned().chain(last).collect());
        }
    }
}

fn leaves_unless_blank(tree: &str, above: &[String], into: &mut Vec<ModulePath>) {
    if !tree.trim().is_empty() {
        leaves(tree, above, into);
    }
}

/// The code without its `use` statements.
fn without_uses(text: &str) -> String {
    let mut in_use = false;
    let mut kept = String::new();
    for line in text.lines() {
        let item = line.trim_start();
        let item = item.strip_prefix("pub(crate) ").unwrap_or(item);
        let item = item.strip_prefix("pub(super) ").unwrap_or(item);
        in_use |= item.trim_start_matches("pub ").starts_with("use ");
        if !in_use {
            kept += line;
            kept.push('\n');
        }
        in_use &= !line.contains(';');
    }
    kept
}

/// Paths named in the code itself: `crate::a::b`, `super::b`, `child::b`.
fn inline(text: &str) -> Vec<ModulePath> {
    let text = &without_uses(text);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut all = Vec::new();
    for (at, _) in text.match_indices("::") {
        let start = text[..at].rfind(|c| !is_word(c)).map_or(0, |i| i + 1);
        if text[..start].ends_with([':', '.', '$']) || start == at {
            continue;
        }
        let end = text[start..].find(|c| !is_word(c) && c != ':');
        let path = &text[start..end.map_or(text.len(), |end| start + end)];
        let parts = path.split("::").filter(|part| !part.is_empty());
        all.push(parts.map(str::to_owned).collect());
    }
    all
}

fn room(module: &str) -> &str {
    module.split("::").next().unwrap_or(module)
}

fn floor(room: &str) -> Option<u8> {
    let found = FLOORS.iter().find(|(name, _)| *name == room);
    found.map(|(_, floor)| *floor)
}

#[test]
fn imports_go_down_only() {
    let mut wrong = Vec::new();
    for (module, targets) in House::read().imports() {
        let Some(own) = floor(room(&module)) else {
            continue;
        };
        for target in targets.iter().filter(|t| room(t) != room(&module)) {
            if floor(room(target)).is_some_and(|floor| floor >= own) {
                wrong.push(format!("{module} imports {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_has_a_floor() {
    let house = House::read();
    let rooms: BTreeSet<&String> = house.text.keys().filter_map(|m| m.first()).collect();
    let without: Vec<_> = rooms.iter().filter(|room| floor(room).is_none()).collect();
    assert!(without.is_empty(), "{without:?}");
    let empty: Vec<_> = FLOORS
        .iter()
        .filter(|(name, _)| !rooms.iter().any(|room| room == name))
        .collect();
    assert!(empty.is_empty(), "{empty:?}");
}

/// Modules that can be reached from a module by its imports.
fn reach<'a>(from: &'a str, imports: &'a BTreeMap<String, BTreeSet<String>>) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        for target in imports.get(next).into_iter().flatten() {
            if seen.insert(target.as_str()) {
                open.push(target);
            }
        }
    }
    seen
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let imports = House::read().imports();
    let reached: BTreeMap<&str, BTreeSet<&str>> = imports
        .keys()
        .map(|module| (module.as_str(), reach(module, &imports)))
        .collect();
    let in_circle = |module: &&str| reached[module].contains(module);
    let circle: Vec<&str> = reached.keys().copied().filter(in_circle).collect();
    assert_eq!(circle, CIRCLE);
}

#[test]
fn a_reader_of_a_format_knows_no_field_and_no_layout() {
    for (module, text) in House::read().text {
        if module.first().is_some_and(|room| room == "formats") {
            for word in ["Field", "SheetLayout", "UploadLayout", "Kind::Stores"] {
                let named = inline(&text)
                    .into_iter()
                    .chain(uses(&text).into_iter().map(|u| u.1));
                let names = named.flatten().any(|part| part == word);
                assert!(!names, "{} names {word}", module.join("::"));
            }
        }
    }
}

#[test]
fn no_folder_is_a_crowd() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut count: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for file in files(&root) {
        *count
            .entry(file.parent().expect("folder").to_owned())
            .or_default() += 1;
    }
    count.retain(|_, files| *files > FILES_A_FOLDER);
    assert!(count.is_empty(), "{count:#?}");
}

#[test]
fn each_heavy_library_has_one_door() {
    let mut wrong = Vec::new();
    for (module, text) in House::read().text {
        let file = format!("{}.rs", module.join("/"));
        let folder = format!("{}/", module.join("/"));
        let paths = uses(&text)
            .into_iter()
            .map(|(_, path)| path)
            .chain(inline(&text));
        let names: BTreeSet<String> = paths.filter_map(|path| path.into_iter().next()).collect();
        for (library, doors) in DOORS {
            let allowed = doors
                .iter()
                .any(|door| file.contains(door) || folder.contains(door));
            if names.contains(*library) && !allowed {
                wrong.push(format!("{file} names {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
