//! 主体一致性: each legal entity whose rows contradict each other as a block, the cells that disagree
//! one below the other.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::discrepancies_xlsx::{Book, Column, Holds, Pen};
use super::style_xlsx;
use crate::model::{Field, Finding, Kind, Note, Place};

use Holds::{Prose, Text};

/// Rules that compare the rows of one entity.
const FAMILY: &str = "ENT";

const COLUMNS: &[Column] = &[
    Column("字段", "Field", 14, Text),
    Column("值", "Value", 34, Prose),
    Column("关系", "Relation", 16, Text),
    Column("门店编码", "Store code", 18, Text),
    Column("门店名称", "Store", 26, Prose),
    Column("文件", "File", 26, Prose),
    Column("工作表", "Sheet", 14, Text),
    Column("单元格", "Cell", 9, Text),
];

/// Fills the sheet.
pub(crate) fn fill(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut pen = Pen::new(sheet, book);
    pen.table(COLUMNS)?;
    for ((code, key), findings) in blocks(book) {
        block(&mut pen, code, &key, &findings)?;
    }
    if pen.row == 1 {
        pen.text(
            0,
            book.lang
                .pick("没有互相矛盾的主体", "no entity contradicts itself"),
        )?;
    }
    // Blocks are read, not filtered.
    pen.sheet.set_freeze_panes(1, 0)?;
    pen.sheet.set_repeat_rows(0, 0)?;
    style_xlsx::print_setup(pen.sheet, &[]);
    Ok(())
}

/// Findings by rule and by what their rows share.
fn blocks<'a>(book: &Book<'a>) -> BTreeMap<(&'static str, String), Vec<&'a Finding>> {
    let stores = &book.report.run.ingested.tables.stores;
    let mut blocks: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for finding in book.report.run.findings {
        if finding.rule.family() != FAMILY {
            continue;
        }
        let shared = match finding.field {
            // Same person under several licences: the ID is what the rows share.
            Some(Field::LegalName) if finding.rule.reads.contains(&Field::LegalIdNo) => {
                Field::LegalIdNo
            }
            Some(field @ (Field::ContactMobile | Field::CardNo)) => field,
            _ => Field::BusinessLicense,
        };
        let key = match finding.row {
            Some((Kind::Stores, row)) => stores.text(row as usize, shared),
            _ => "",
        };
        let shown = book.report.lens.hide(Some(shared), key);
        let key = format!("{} {shown}", shared.label(book.lang));
        blocks
            .entry((finding.rule.code, key))
            .or_default()
            .push(finding);
    }
    blocks
}

fn block(pen: &mut Pen, code: &str, key: &str, findings: &[&Finding]) -> Result<(), XlsxError> {
    let book = pen.book;
    let Some(rule) = findings.first().map(|f| f.rule) else {
        return Ok(());
    };
    let heading = format!("{code} {} · {key}", rule.title(book.lang));
    pen.styled(0, &heading, &book.styles.section)?;
    pen.row += 1;
    let mut seen: Vec<Place> = Vec::new();
    for finding in findings {
        // What several share is the same here; what is compared has another side, or several.
        let here = match finding.other {
            Some(_) if is_tie(finding) => Note::DiffersHere.text(book.lang),
            Some(_) => book.lang.pick("与多数不同", "differs from most").into(),
            None => Note::SameHere.text(book.lang),
        };
        seen.push(finding.place);
        line(pen, finding.place, finding.field, &finding.found, &here)?;
    }
    for (finding, related) in findings
        .iter()
        .flat_map(|f| f.related.iter().map(move |r| (f, r)))
    {
        if !seen.contains(&related.place) {
            seen.push(related.place);
            let field = related.field.or(finding.field);
            line(
                pen,
                related.place,
                field,
                &related.found,
                &related.note.text(book.lang),
            )?;
        }
    }
    pen.row += 1;
    Ok(())
}

/// Whether no side of the group has a majority.
fn is_tie(finding: &Finding) -> bool {
    let mut notes = finding.related.iter().map(|related| related.note);
    notes.any(|note| matches!(note, Note::DiffersInRows(_)))
}

fn line(
    pen: &mut Pen,
    place: Place,
    field: Option<Field>,
    found: &str,
    note: &str,
) -> Result<(), XlsxError> {
    let book = pen.book;
    let lens = &book.report.lens;
    let stores = &book.report.run.ingested.tables.stores;
    let (file, sheet) = lens.file(place);
    pen.text(0, field.map_or("", |f| f.label(book.lang)))?;
    pen.text(1, &lens.hide(field, found))?;
    pen.text(2, note)?;
    // Rows of a table stand in the order of their sources and rows.
    let at = stores
        .origins
        .binary_search_by_key(&(place.source, place.row), |o| (o.source, o.row));
    if let Ok(row) = at {
        pen.text(3, stores.text(row, Field::StoreCode))?;
        let name = stores.text(row, Field::StoreName);
        pen.text(4, &lens.hide(Some(Field::StoreName), name))?;
    }
    pen.text(5, file)?;
    pen.text(6, sheet.unwrap_or_default())?;
    pen.text(7, &lens.spot(place))?;
    pen.next_row()
}
