//! Changing the text of `jinjian.maps.toml`: mappings to save and the text of today in, the text of
//! tomorrow out. What is not saved anew keeps its place, its comments and its bytes.

use std::fmt::Write as _;

use super::{MAPS_FILE, Mapping, Maps, NOT_USED};
use crate::config::{ConfigError, SheetLayout};
use crate::model::Field;

/// What a new file begins with.
const PREAMBLE: &str = "# 已确认的列映射，由 jinjian map 文件 --save 写入，也可手工修改；\"-\" 表示此列不用。\n\
    # Accepted columns, written by jinjian map FILE --save; edit at will. \"-\": the column is not used.\n";

/// What begins a mapping.
const HEAD: &str = "[[mapping]]";

/// A mapping to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MappingEntry {
    /// The file, relative to the folder of the mappings.
    pub file: String,
    pub sheet: Option<String>,
    pub layout: String,
    /// The whole header row, each [`super::plain`].
    pub headers: Vec<String>,
    pub columns: Vec<(String, Option<Field>)>,
}

impl MappingEntry {
    /// Whether a mapping is for the same sheet of the same file.
    fn replaces(&self, mapping: &Mapping) -> bool {
        mapping.prefix.is_empty()
            && mapping.names_file(&self.file)
            && mapping.sheet == self.sheet
            && mapping.layout.name == self.layout
    }

    /// Whether a mapping says the same already.
    pub(crate) fn is_saved(&self, maps: &Maps) -> bool {
        let mut same = maps.mappings.iter().filter(|m| self.replaces(m));
        same.any(|m| m.headers == self.headers && m.columns == self.columns)
    }

    /// As it stands in the file.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        let _ = writeln!(
            text,
            "path = {}",
            quoted(&glob::Pattern::escape(&self.file))
        );
        if let Some(sheet) = &self.sheet {
            let _ = writeln!(text, "sheet = {}", quoted(sheet));
        }
        let _ = writeln!(text, "layout = {}", quoted(&self.layout));
        let headers: Vec<String> = self.headers.iter().map(|h| quoted(h)).collect();
        let _ = writeln!(text, "headers = [{}]", headers.join(", "));
        let _ = writeln!(text, "[mapping.columns]");
        for (header, field) in &self.columns {
            let key = field.map_or(NOT_USED, Field::key);
            let _ = writeln!(text, "{} = {}", quoted(header), quoted(key));
        }
        text
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The text with the entries in place of those they replace, or behind the others.
///
/// # Errors
/// The faults of `text`, or that its mappings are not tables of their own, which only a person can edit.
pub(crate) fn edited(
    text: &str,
    entries: &[MappingEntry],
    layouts: &[SheetLayout],
) -> Result<String, ConfigError> {
    let maps = Maps::parse(text, layouts)?;
    let mut pieces = pieces(text);
    if pieces.len() != maps.mappings.len() + 1 {
        let fault = format!(
            "{MAPS_FILE}: write each mapping as a {HEAD} table; it cannot be changed as it is"
        );
        return Err(ConfigError::Faults {
            faults: vec![fault],
        });
    }
    if text.trim().is_empty() {
        pieces[0] = PREAMBLE.to_owned();
    }
    for entry in entries {
        match maps.mappings.iter().position(|m| entry.replaces(m)) {
            Some(at) => {
                let tail = tail(&pieces[at + 1]);
                pieces[at + 1] = entry.text() + &tail;
            }
            None => {
                if let Some(last) = pieces.last_mut() {
                    *last = format!("{}\n\n", last.trim_end());
                }
                pieces.push(entry.text());
            }
        }
    }
    let edited = pieces.concat();
    Maps::parse(&edited, layouts).map(|_| edited)
}

/// What stands before the first mapping, then each mapping with what follows it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for line in text.split_inclusive('\n') {
        let bare: String = line
            .split('#')
            .take(1)
            .flat_map(str::split_whitespace)
            .collect();
        if bare == HEAD {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(line);
        }
    }
    pieces
}

/// Blank lines and comments at the end: they belong to what follows.
fn tail(piece: &str) -> String {
    let lines: Vec<&str> = piece.split_inclusive('\n').collect();
    let idle = |line: &&&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let idle = lines.iter().rev().take_while(idle).count();
    lines[lines.len() - idle..].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layouts;

    fn entry(file: &str, header: &str, field: Option<Field>) -> MappingEntry {
        MappingEntry {
            file: file.to_owned(),
            sheet: None,
            layout: "stores".to_owned(),
            headers: vec![header.to_owned(), "门店\"名称\"".to_owned()],
            columns: vec![(header.to_owned(), field)],
        }
    }

    #[test]
    fn the_others_keep_their_bytes() {
        let layouts = Layouts::load(None).expect("built in").sheets;
        let new = edited("", &[entry("a[1].csv", "甲", Some(Field::Scene))], &layouts);
        let new = new.expect("sound");
        let body = "[[mapping]]\npath = \"a[[]1[]].csv\"\nlayout = \"stores\"\n\
            headers = [\"甲\", '门店\"名称\"']\n[mapping.columns]\n\"甲\" = \"scene\"\n";
        assert_eq!(
            new,
            format!("{PREAMBLE}\n\n{body}").replacen("\n\n\n", "\n\n", 1)
        );

        let by_hand =
            "# mine\n[[ mapping ]] # first\npath='b.csv'\nlayout = \"stores\"\n\n# second\n";
        let text =
            format!("{by_hand}{body}\n# third\n[[mapping]]\npath = \"c*\"\nlayout = \"skus\"");
        let entries = [
            entry("a[1].csv", "乙", None),
            entry("d.csv", "丙", Some(Field::Mcc)),
        ];
        let text = edited(&text, &entries, &layouts).expect("sound");
        let body = body
            .replace("\"甲\"", "\"乙\"")
            .replace("\"scene\"", "\"-\"");
        let last = entries[1].text();
        let expected = format!(
            "{by_hand}{body}\n# third\n[[mapping]]\npath = \"c*\"\nlayout = \"skus\"\n\n{last}"
        );
        assert_eq!(text, expected);
        assert!(entries[0].is_saved(&Maps::parse(&text, &layouts).expect("sound")));
        let again = edited(&text, &entries, &layouts).expect("sound");
        assert_eq!(again, text, "saved twice is saved once");
    }

    #[test]
    fn what_cannot_be_changed_is_left_alone() {
        let layouts = Layouts::load(None).expect("built in").sheets;
        let text = "mapping = [{ path = \"a\", layout = \"stores\" }]\n";
        let error = edited(text, &[entry("b", "甲", None)], &layouts).expect_err("refused");
        assert!(
            error.to_string().contains("as a [[mapping]] table"),
            "{error}"
        );
    }
}
