//! The files of a folder as one text says them, so that what a test reads is data. `== name` begins a
//! file, its lines follow; after `|` stands how they become bytes:
//!
//! | word | bytes |
//! | --- | --- |
//! | (none) | UTF-8; of a name that ends in `.xlsx`, a workbook of these rows |
//! | `raw` | UTF-8, whatever the name says |
//! | `gb18030`, `utf-16le` | the text in that encoding |
//! | `hex` | the bytes in hexadecimal |
//! | `repeat N` | the last line N times |
//! | `append` | on top of what an earlier part of that name has |
//! | `without` | no such file, though an earlier part has it |
//! | `locked` | an .xlsx, .xls or .zip that asks for a password |
//! | `compound` | an old office file whose only stream has the name in the first line |
//! | `half` | the first half of what it would be otherwise |
//! | `link` | a link to what the line says |
//! | `mode 555` | what is there already, with these rights |
//!
//! A name like `资料.zip/门店.csv` is a member of an archive, one that ends in `/` an empty folder.
//! Among the rows of a workbook `@sheet NAME [hidden]` begins a sheet, `@merge A2:A4` joins cells, and
//! `@hidden 5-7` or `@hidden C-D` hides rows or columns of it. A line that begins with `-- ` is a remark.

use std::fs;
use std::path::Path;

use crate::reading::book::cfb::compound;
use crate::reading::book::xlsx::Book;
use crate::reading::book::{biff, zipped};

/// One file, or a part of one.
#[derive(Clone, Debug)]
pub struct Part {
    pub name: String,
    words: Vec<String>,
    pub lines: Vec<String>,
}

impl Part {
    fn new(heading: &str) -> Part {
        let (name, words) = heading.split_once('|').unwrap_or((heading, ""));
        Part {
            name: name.trim().to_owned(),
            words: words.split_whitespace().map(str::to_owned).collect(),
            lines: Vec::new(),
        }
    }

    pub fn has(&self, word: &str) -> bool {
        self.words.iter().any(|own| own == word)
    }

    /// The word behind another.
    fn after(&self, word: &str) -> Option<&str> {
        let mut words = self.words.iter().skip_while(|own| *own != word);
        words.nth(1).map(String::as_str)
    }

    pub fn extension(&self) -> &str {
        self.name.rsplit_once('.').map_or("", |(_, end)| end)
    }

    /// Whether its lines are the rows of a workbook.
    pub fn is_workbook(&self) -> bool {
        let other = ["raw", "hex", "locked", "compound", "link"];
        self.extension() == "xlsx" && !other.iter().any(|word| self.has(word))
    }

    fn text(&self) -> String {
        let mut lines = self.lines.clone();
        if let Some(times) = self.after("repeat") {
            let times: usize = times.parse().expect("repeat N");
            let last = lines.pop().expect("a line to repeat");
            lines.extend(std::iter::repeat_n(last, times));
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// What is written.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = match () {
            () if self.has("locked") => locked(self),
            () if self.has("compound") => compound(&self.lines[0], &[0; 5000]),
            () if self.has("hex") => unhex(&self.text()),
            () if self.is_workbook() => workbook(&self.lines),
            () if self.has("gb18030") => crate::reading::gb18030(&self.text()),
            () if self.has("utf-16le") => {
                let units = self.text();
                units.encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            () => self.text().into_bytes(),
        };
        if self.has("half") {
            bytes.truncate(bytes.len() / 2);
        }
        bytes
    }
}

/// The parts of a text, and the lines before the first.
pub fn parts(text: &str, first_line: usize) -> (Vec<String>, Vec<Part>) {
    let (mut prose, mut parts) = (Vec::new(), Vec::<Part>::new());
    for (_at, line) in (first_line..).zip(text.lines()) {
        if line.starts_with("-- ") {
            continue;
        }
        match (line.strip_prefix("== "), parts.last_mut()) {
            (Some(heading), _) => parts.push(Part::new(heading)),
            (None, Some(part)) => part.lines.push(line.to_owned()),
            (None, None) => prose.push(line.to_owned()),
        }
    }
    for part in &mut parts {
        while part.lines.last().is_some_and(|line| line.is_empty()) {
            part.lines.pop();
        }
    }
    (prose, parts)
}

/// The archive a name stands in, and its name inside.
fn member(name: &str) -> Option<(&str, &str)> {
    let packed = |end: &str| ["zip", "numbers", "docx"].contains(&end);
    let mut slashes = name.match_indices('/').map(|(at, _)| at);
    let is_packed = |at: &usize| name[..*at].rsplit_once('.').is_some_and(|(_, e)| packed(e));
    let at = slashes.find(is_packed)?;
    Some((&name[..at], &name[at + 1..]))
}

/// An archive and its members.
type Archive<'a> = (&'a str, Vec<(&'a str, Vec<u8>)>);

/// Writes the files below a folder.
pub fn write(folder: &Path, parts: &[Part]) {
    let mut archives: Vec<Archive> = Vec::new();
    for part in parts {
        let Some((archive, inside)) = member(&part.name) else {
            write_file(folder, part);
            continue;
        };
        let content = (inside, part.bytes());
        match archives.iter_mut().find(|(name, _)| *name == archive) {
            Some((_, members)) => members.push(content),
            None => archives.push((archive, vec![content])),
        }
    }
    for (name, members) in archives {
        let members: Vec<(&str, &[u8])> = members.iter().map(|(n, b)| (*n, &b[..])).collect();
        put(&folder.join(name), &zipped(&members));
    }
}

fn write_file(folder: &Path, part: &Part) {
    let path = folder.join(&part.name);
    if part.name.ends_with('/') {
        fs::create_dir_all(&path).expect("a folder");
    } else if let Some(mode) = part.after("mode") {
        fs::create_dir_all(&path).expect("a folder");
        rights(&path, u32::from_str_radix(mode, 8).expect("octal"));
    } else if part.has("without") {
        fs::remove_file(&path).expect("a file of an earlier part");
    } else if part.has("append") {
        let before = fs::read(&path).expect("a file of an earlier part");
        put(&path, &[before, part.bytes()].concat());
    } else if part.has("link") {
        link(&path, &part.lines[0]);
    } else {
        put(&path, &part.bytes());
    }
}

fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

/// Whether links can be made without special rights.
pub const HAS_LINKS: bool = cfg!(unix);

/// Whether rights keep this process from anything: not on every system, and never root.
pub fn has_rights() -> bool {
    let folder = tempfile::tempdir().expect("temporary folder");
    rights(folder.path(), 0o000);
    fs::read_dir(folder.path()).is_err()
}

#[cfg(unix)]
fn rights(path: &Path, mode: u32) {
    let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
    fs::set_permissions(path, mode).expect("rights");
}

#[cfg(not(unix))]
fn rights(_: &Path, _: u32) {}

#[cfg(unix)]
fn link(path: &Path, target: &str) {
    fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
    std::os::unix::fs::symlink(target, path).expect("a link");
}

#[cfg(not(unix))]
fn link(_: &Path, _: &str) {}

fn unhex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal");
    (0..digits.len()).step_by(2).map(byte).collect()
}

/// A file that asks for a password to open.
fn locked(part: &Part) -> Vec<u8> {
    match part.extension() {
        "xlsx" => compound("EncryptedPackage", &[0; 5000]),
        "xls" => {
            let password = biff::record_of(0x002F, &[1], &[0; 52]);
            let sheets = [("门店", 0, vec![])];
            let stream = biff::stream(biff::Version::Eight, &[password], &sheets);
            compound("Workbook", &stream)
        }
        "zip" => locked_zip(&part.lines[0]),
        other => panic!("{}: nothing locks a .{other}", part.name),
    }
}

/// A zip whose only member is marked as encrypted, in its own header and in the directory.
fn locked_zip(member: &str) -> Vec<u8> {
    let mut bytes = zipped(&[(member, b"x")]);
    let directory = bytes.windows(4).rposition(|w| w == b"PK\x01\x02");
    bytes[6] |= 1;
    bytes[directory.expect("a directory") + 8] |= 1;
    bytes
}

/// The cells of a line of CSV.
pub fn cells(line: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).from_reader(line.as_bytes());
    let record = reader.records().next();
    record.map_or_else(Vec::new, |record| {
        let record = record.expect("a line of CSV");
        record.iter().map(str::to_owned).collect()
    })
}

/// A sheet while its lines are read.
#[derive(Default)]
struct Sheet {
    name: String,
    attributes: &'static str,
    rows: Vec<Vec<String>>,
    hidden_rows: Vec<usize>,
    columns: String,
    merges: String,
}

fn workbook(lines: &[String]) -> Vec<u8> {
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in lines {
        let mut words = line.split_whitespace();
        let first = words.next().unwrap_or_default();
        if first == "@sheet" || sheets.is_empty() {
            sheets.push(Sheet::default());
        }
        let sheet = sheets.last_mut().expect("one at least");
        match first {
            "@sheet" => sheet.begin(words),
            "@merge" => {
                let range = words.next().expect("a range");
                sheet.merges += &format!("<mergeCell ref=\"{range}\"/>");
            }
            "@hidden" => sheet.hide(words.next().expect("rows or columns")),
            _ => sheet.rows.push(cells(line)),
        }
    }
    let sheets = sheets.iter().map(|sheet| {
        let name = match sheet.name.is_empty() {
            true => FIRST_SHEET,
            false => &sheet.name,
        };
        (name, sheet.attributes, sheet.xml())
    });
    let book = Book {
        sheets: sheets.collect(),
        ..Book::default()
    };
    book.bytes()
}

/// The sheet of a workbook that names none.
pub const FIRST_SHEET: &str = "Sheet1";

impl Sheet {
    fn begin<'a>(&mut self, mut words: impl Iterator<Item = &'a str>) {
        self.name = words.next().expect("a name").to_owned();
        if words.next() == Some("hidden") {
            self.attributes = "state=\"hidden\"";
        }
    }

    fn hide(&mut self, range: &str) {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        match (first.parse::<usize>(), last.parse::<usize>()) {
            (Ok(first), Ok(last)) => self.hidden_rows.extend(first..=last),
            _ => {
                let number = |letter: &str| letter.as_bytes()[0] - b'A' + 1;
                let (min, max) = (number(first), number(last));
                self.columns += &format!("<col min=\"{min}\" max=\"{max}\" hidden=\"1\"/>");
            }
        }
    }

    fn xml(&self) -> String {
        let row = |(number, cells): (usize, &Vec<String>)| {
            let hidden = match self.hidden_rows.contains(&number) {
                true => " hidden=\"1\"",
                false => "",
            };
            let filled = (0..).zip(cells).filter(|(_, text)| !text.is_empty());
            let cell = |(column, text): (u16, &String)| {
                let column = jinjian::model::place::column_letters(column);
                format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
            };
            let cells: String = filled.map(cell).collect();
            format!("<row r=\"{number}\"{hidden}>{cells}</row>")
        };
        let rows: String = (1..).zip(&self.rows).map(row).collect();
        let within = |name: &str, parts: &str| match parts {
            "" => String::new(),
            parts => format!("<{name}>{parts}</{name}>"),
        };
        let (columns, merges) = (&self.columns, &self.merges);
        within("cols", columns)
            + &format!("<sheetData>{rows}</sheetData>")
            + &within("mergeCells", merges)
    }
}
