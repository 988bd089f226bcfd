//! Looks a zipped workbook over before its reader sees it: which parts it has, how much they come to
//! once unpacked (counted while inflating, declared sizes are not believed), and what each sheet says
//! beside its cells. A bomb, a lying count or a missing part is refused here, in bounded memory.

pub mod sheet;

use std::collections::BTreeMap;
use std::io::Read;

use zip::ZipArchive;
use zip::result::ZipError;

use super::marks::Marks;
use super::store::Bytes;
use super::tags::{Fault, Kind, Tag, Tags};
use super::{Reason, xlsb};
use crate::template::job::Limits;
use sheet::SheetWalk;

const MB: u64 = 1024 * 1024;

/// What the reader reserves room for without touching it, whatever the part holds.
const HARMLESS_COUNT: u64 = 50_000_000;

/// Bytes that hold the first tags of a part.
const FIRST_TAGS: u64 = 64 * 1024;

/// Bytes that may be unpacked, and the key of `[limits]` that says so.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    key: &'static str,
    allowed_mb: u64,
    left: u64,
}

impl Budget {
    pub fn unpacked(limits: &Limits) -> Budget {
        Budget::new("unpacked_mb", limits.unpacked_mb)
    }

    /// For text that is kept whole.
    pub fn strings(limits: &Limits) -> Budget {
        Budget::new("strings_mb", limits.strings_mb.min(limits.unpacked_mb))
    }

    fn new(key: &'static str, allowed_mb: u64) -> Budget {
        Budget {
            key,
            allowed_mb,
            left: allowed_mb.saturating_mul(MB),
        }
    }

    fn spent(&self) -> u64 {
        self.allowed_mb.saturating_mul(MB) - self.left
    }

    fn reason(&mut self, format: &str, path: &str, fault: Fault) -> Reason {
        match fault {
            Fault::Beyond => {
                self.left = 0;
                self.exceeded()
            }
            Fault::Damaged(said) => Reason::damaged(format, format!("{path}: {said}")),
        }
    }

    fn exceeded(&self) -> Reason {
        Reason::beyond(self.key, self.allowed_mb, self.allowed_mb + 1)
    }
}

/// The parts of a workbook by name; letters' case and the direction of slashes do not count.
pub struct Parts<'a> {
    zip: ZipArchive<Bytes<'a>>,
    names: BTreeMap<String, String>,
    format: &'static str,
}

impl<'a> Parts<'a> {
    /// Opens a workbook; `format` is its extension with the dot.
    pub fn open(bytes: Bytes<'a>, format: &'static str) -> Result<Parts<'a>, Reason> {
        let zip = ZipArchive::new(bytes).map_err(|e| refusal(format, &e))?;
        let mut names = BTreeMap::new();
        for name in zip.file_names() {
            let name = name.map_err(|e| refusal(format, &e))?;
            names.insert(normal(&name), name.into_owned());
        }
        Ok(Parts { zip, names, format })
    }

    pub fn damaged(&self, said: impl ToString) -> Reason {
        Reason::damaged(self.format, said)
    }

    /// The bytes of a part, inflated as they are read; `None` when there is no such part.
    pub fn part(&mut self, path: &str) -> Result<Option<impl Read + '_>, Reason> {
        let format = self.format;
        let Some(name) = self.names.get(&normal(path)) else {
            return Ok(None);
        };
        let part = self.zip.by_name(name);
        part.map(Some).map_err(|e| refusal(format, &e))
    }

    /// Shows every tag of a part; `false` when there is no such part.
    pub fn walk(
        &mut self,
        path: &str,
        budget: &mut Budget,
        mut see: impl FnMut(&Tag),
    ) -> Result<bool, Reason> {
        self.walk_sheet(path, budget, |tag| {
            see(tag);
            true
        })
    }

    /// Like [`Parts::walk`]; `see` answers whether the tags of a cell's value are of interest from here on.
    fn walk_sheet(
        &mut self,
        path: &str,
        budget: &mut Budget,
        mut see: impl FnMut(&Tag) -> bool,
    ) -> Result<bool, Reason> {
        let format = self.format;
        let Some(part) = self.part(path)? else {
            return Ok(false);
        };
        let mut tags = Tags::new(part, &mut budget.left);
        loop {
            tags.values = match tags.next() {
                Ok(Some(tag)) => see(&tag),
                Ok(None) => return Ok(true),
                Err(fault) => return Err(budget.reason(format, path, fault)),
            };
        }
    }

    /// Shows every record of a binary part; `false` when there is no such part.
    pub fn records(
        &mut self,
        path: &str,
        budget: &mut Budget,
        see: impl FnMut(u16, &[u8]),
    ) -> Result<bool, Reason> {
        let format = self.format;
        let Some(part) = self.part(path)? else {
            return Ok(false);
        };
        match xlsb::records(part, &mut budget.left, see) {
            Ok(()) => Ok(true),
            Err(fault) => Err(budget.reason(format, path, fault)),
        }
    }

    /// Like [`Parts::walk`], for a part the workbook cannot do without.
    pub fn walk_needed(
        &mut self,
        path: &str,
        budget: &mut Budget,
        see: impl FnMut(&Tag),
    ) -> Result<(), Reason> {
        match self.walk(path, budget, see)? {
            true => Ok(()),
            false => Err(self.damaged(format!("{path} is missing"))),
        }
    }
}

fn normal(path: &str) -> String {
    path.replace('\\', "/").to_ascii_lowercase()
}

fn refusal(format: &str, error: &ZipError) -> Reason {
    match error {
        ZipError::UnsupportedArchive(said) if *said == ZipError::PASSWORD_REQUIRED => {
            Reason::encrypted(format)
        }
        ZipError::InvalidPassword => Reason::encrypted(format),
        error => Reason::damaged(format, error),
    }
}

/// Where the parts of an `.xlsx` stand.
pub struct Outline {
    /// The folder of the workbook part, with its slash.
    folder: String,
    /// One path per sheet of the workbook, in its order; charts and the like have none.
    pub sheets: Vec<Option<String>>,
}

impl Outline {
    fn strings(&self) -> String {
        format!("{}sharedStrings.xml", self.folder)
    }
}

/// Follows the relationships of an `.xlsx` to its sheets, and bounds the small parts its reader keeps.
pub fn outline(parts: &mut Parts, budget: &mut Budget) -> Result<Outline, Reason> {
    let mut workbook = None;
    parts.walk_needed("_rels/.rels", budget, |tag| {
        let is_document = |kind: &[u8]| kind.ends_with(b"/relationships/officeDocument");
        if tag.opens(b"Relationship") && tag.attribute("Type").is_some_and(is_document) {
            workbook = tag.attribute("Target").map(unescaped);
        }
    })?;
    let workbook = workbook.ok_or_else(|| parts.damaged("_rels/.rels names no workbook"))?;
    let cut = workbook.rfind('/').map_or(0, |slash| slash + 1);
    let folder = workbook[..cut].trim_start_matches('/').to_owned();
    let mut targets = BTreeMap::new();
    let rels = format!("{folder}_rels/{}.rels", &workbook[cut..]);
    parts.walk_needed(&rels, budget, |tag| {
        if let (true, Some(id)) = (tag.opens(b"Relationship"), tag.attribute("Id")) {
            let is_sheet = tag
                .attribute("Type")
                .is_some_and(|t| t.ends_with(b"/worksheet"));
            let target = tag.attribute("Target").map(unescaped);
            targets.insert(id.to_vec(), target.filter(|_| is_sheet));
        }
    })?;
    let mut sheets = Vec::new();
    let path = format!("{folder}{}", &workbook[cut..]);
    parts.walk_needed(&path, budget, |tag| {
        if tag.opens(b"sheet") {
            let id = tag.attribute(":id").or_else(|| tag.attribute("id"));
            let target = id.and_then(|id| targets.get(id)).cloned().flatten();
            sheets.push(target.map(|target| match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("{folder}{target}"),
            }));
        }
    })?;
    for kept in ["styles.xml", "theme/theme1.xml"] {
        parts.walk(&format!("{folder}{kept}"), budget, |_| {})?;
    }
    Ok(Outline { folder, sheets })
}

/// Bounds the text the cells share, which the reader keeps whole. Returns the bytes it comes to.
pub fn strings(parts: &mut Parts, outline: &Outline, limits: &Limits) -> Result<u64, Reason> {
    let mut budget = Budget::strings(limits);
    let (mut declared, mut found) = (0, 0u64);
    let path = outline.strings();
    parts.walk(&path, &mut budget, |tag| match tag.name {
        b"si" if tag.kind != Kind::Close => found += 1,
        b"sst" if tag.kind != Kind::Close => declared = tag.number("uniqueCount").unwrap_or(0),
        _ => {}
    })?;
    // The reader reserves what is declared, and an allocation that fails ends the program.
    if declared > HARMLESS_COUNT.max(found) {
        let said = format!("sharedStrings.xml declares {declared} strings and holds {found}");
        return Err(parts.damaged(said));
    }
    Ok(budget.spent())
}

/// Whether the reader may begin on the shared strings before they are counted: it reserves what is
/// declared.
pub fn is_harmless(parts: &mut Parts, outline: &Outline) -> Result<bool, Reason> {
    let mut left = FIRST_TAGS;
    let Some(part) = parts.part(&outline.strings())? else {
        return Ok(true);
    };
    let mut tags = Tags::new(part, &mut left);
    while let Ok(Some(tag)) = tags.next() {
        if tag.name == b"sst" {
            return Ok(tag.number("uniqueCount").unwrap_or(0) <= HARMLESS_COUNT);
        }
    }
    Ok(false)
}

/// Tells what each sheet says beside its cells, by its number in the outline, as soon as it is known.
pub fn marks(
    parts: &mut Parts,
    outline: &Outline,
    budget: &mut Budget,
    mut tell: impl FnMut(usize, Marks),
) -> Result<(), Reason> {
    for (sheet, path) in outline.sheets.iter().enumerate() {
        let mut walk = SheetWalk::default();
        if let Some(path) = path {
            parts.walk_sheet(path, budget, |tag| {
                walk.see(tag);
                walk.has_formula
            })?;
        }
        tell(sheet, walk.marks.settled());
    }
    Ok(())
}

/// Whether strings and the other parts together keep to the limit.
pub fn together(budget: &Budget, strings: u64) -> Result<(), Reason> {
    match budget.left.checked_sub(strings) {
        Some(_) => Ok(()),
        None => Err(budget.exceeded()),
    }
}

/// An attribute's text, its five named entities resolved.
pub fn unescaped(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    named.iter().fold(text.into_owned(), |text, (name, plain)| {
        text.replace(name, plain)
    })
}
