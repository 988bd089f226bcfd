//! Checks an `.xlsx` before calamine reads it: which parts it has, their unpacked size (counted while inflating,
//! declared sizes are not believed), and what each sheet says beside its cells. A zip bomb, a false count or a missing
//! part is refused here, in bounded memory.

use std::collections::BTreeMap;

use super::sheet_preflight::SheetWalk;
use crate::formats::markup::tags::{TagKind, XmlTags};
use crate::formats::read_error::ReadError;
use crate::formats::sheet_features::SheetFeatures;
use crate::formats::zip_parts::{Budget, Parts, unescaped};
use crate::model::Limits;

/// A declared count for which calamine may reserve memory, whatever the part contains.
const HARMLESS_COUNT: u64 = 50_000_000;

/// Bytes that contain the first tags of a part.
const FIRST_TAGS: u64 = 64 * 1024;

/// The paths of the parts of an `.xlsx`.
pub(crate) struct Outline {
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

/// Follows the relationships of an `.xlsx` to its sheets, and bounds the small parts that calamine keeps.
pub(crate) fn outline(parts: &mut Parts, budget: &mut Budget) -> Result<Outline, ReadError> {
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

/// Bounds the shared strings, which calamine keeps whole; returns their size in bytes.
pub(crate) fn strings(
    parts: &mut Parts,
    outline: &Outline,
    limits: &Limits,
) -> Result<u64, ReadError> {
    let mut budget = Budget::strings(limits);
    let (mut declared, mut found) = (0, 0u64);
    let path = outline.strings();
    parts.walk(&path, &mut budget, |tag| match tag.name {
        b"si" if tag.kind != TagKind::Close => found += 1,
        b"sst" if tag.kind != TagKind::Close => declared = tag.number("uniqueCount").unwrap_or(0),
        _ => {}
    })?;
    // calamine reserves what is declared, and an allocation that fails ends the program.
    if declared > HARMLESS_COUNT.max(found) {
        let message = format!("sharedStrings.xml declares {declared} strings and holds {found}");
        return Err(parts.damaged(message));
    }
    Ok(budget.spent())
}

/// Whether calamine may read the shared strings before they are counted: it reserves what is declared.
pub(crate) fn declares_harmless_count(
    parts: &mut Parts,
    outline: &Outline,
) -> Result<bool, ReadError> {
    let mut left = FIRST_TAGS;
    let Some(part) = parts.part(&outline.strings())? else {
        return Ok(true);
    };
    let mut tags = XmlTags::new(part, &mut left);
    while let Ok(Some(tag)) = tags.next() {
        if tag.name == b"sst" {
            return Ok(tag.number("uniqueCount").unwrap_or(0) <= HARMLESS_COUNT);
        }
    }
    Ok(false)
}

/// Calls `found` with the features of each sheet and its number in the outline.
pub(crate) fn features(
    parts: &mut Parts,
    outline: &Outline,
    budget: &mut Budget,
    mut found: impl FnMut(usize, SheetFeatures),
) -> Result<(), ReadError> {
    for (sheet, path) in outline.sheets.iter().enumerate() {
        let mut walk = SheetWalk::default();
        if let Some(path) = path {
            parts.walk_sheet(path, budget, |tag| {
                walk.see(tag);
                walk.has_formula
            })?;
        }
        found(sheet, walk.features.sorted());
    }
    Ok(())
}

/// Refuses shared strings and other parts that together exceed the limit.
pub(crate) fn check_total(budget: &Budget, strings: u64) -> Result<(), ReadError> {
    if budget.left < strings {
        return Err(budget.exceeded());
    }
    Ok(())
}
