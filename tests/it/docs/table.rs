//! Tables in Markdown, and the layout files they are made from.

use std::fs;
use std::path::Path;

use jinjian::model::{Field, Lang};
use toml::{Table, Value};

/// A table with its rows.
pub(super) fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    let rows: String = rows.into_iter().map(|row| line(&row)).collect();
    line(&head) + &format!("|{}\n", "---|".repeat(head.len())) + &rows
}

/// A text that means itself in Markdown.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    for char in text.chars() {
        if "|*_<>[]`".contains(char) {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// A layout file below `templates`: the first sentence of its comment, and its content.
pub(super) struct LayoutFile {
    pub about: String,
    pub content: Table,
}

/// The layout files of a folder, by name.
pub(super) fn layouts(folder: &str) -> Vec<LayoutFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("templates")
        .join(folder);
    let entries = fs::read_dir(&folder).expect("templates");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    let file = |path| {
        let text = fs::read_to_string(path).expect("a layout");
        let comment = text.lines().map_while(|line| line.strip_prefix("# "));
        let comment = comment.collect::<Vec<_>>().join(" ");
        let first = comment.split(". ").next().unwrap_or_default();
        LayoutFile {
            about: first.trim_end_matches('.').to_owned(),
            content: toml::from_str(&text).expect("TOML"),
        }
    };
    paths.iter().map(file).collect()
}

pub(super) fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn list<'a>(table: &'a Table, key: &str) -> &'a [Value] {
    table
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], |list| &list[..])
}

pub(super) fn texts<'a>(table: &'a Table, key: &str) -> Vec<&'a str> {
    list(table, key).iter().filter_map(Value::as_str).collect()
}

/// A field by its key and its Chinese name.
pub(super) fn field(key: &str) -> String {
    let field = Field::from_key(key).unwrap_or_else(|| panic!("{key} is no field"));
    format!("`{key}` {}", field.label(Lang::Zh))
}
