//! Saved mappings at work: what a person said of a sheet's columns wins over what the layout takes
//! them for. The first rows of a sheet in; its header with the columns so named out, and a finding when
//! the header is no longer the one the mapping was saved for.

use super::head_row::HeadRow;
use super::locate;
use super::located::{Located, Unread};
use super::rules::{SHT009, SHT014};
use crate::config::maps::plain;
use crate::config::{Job, Mapping, Maps, SheetLayout, fold_header};
use crate::formats::sheet_features::Merge;
use crate::model::{
    Field, Finding, HeaderCell, Ingested, InputFile, Kind, Lang, Meaning, Place, SheetRead, Source,
};

/// What the job says of a file before it is read.
#[derive(Clone, Copy)]
pub(crate) struct Prescribed<'a> {
    path: &'a str,
    /// The kind the job prescribes.
    pub kind: Option<Kind>,
    maps: &'a Maps,
}

impl<'a> Prescribed<'a> {
    /// By the file's path relative to the input folder.
    pub(crate) fn of(path: &'a str, job: &'a Job) -> Prescribed<'a> {
        Prescribed {
            path,
            kind: job.source(path).and_then(|source| source.kind),
            maps: &job.maps,
        }
    }
}

/// The header among the first rows, as [`locate::locate`] finds it, under the first saved mapping that
/// fits; and how the header differs from the one that was saved.
pub(crate) fn locate<'a>(
    rows: &[HeadRow],
    merged: &[Merge],
    layouts: &'a [SheetLayout],
    said: Prescribed<'a>,
    sheet: Option<&str>,
) -> (Option<Located<'a>>, Option<Finding>) {
    let mappings = said.maps.of(said.path, sheet);
    for mapping in &mappings {
        let layout = std::slice::from_ref(&mapping.layout);
        if let Some(located) = locate::locate(rows, merged, layout, said.kind)
            && let header = located.header()
            && let found = find(mapping, &header)
            && found.iter().any(Option::is_some)
        {
            let drift = drift(mapping, &header, located.head.row);
            return (Some(apply(located, mapping, &found, &header)), drift);
        }
    }
    let located = locate::locate(rows, merged, layouts, said.kind);
    let drift = mappings
        .first()
        .and_then(|mapping| unfit(mapping, located.as_ref(), sheet));
    (located, drift)
}

/// Says of each mapping that it speaks for nothing that was read; a file that was refused might have
/// been it. The places are rows of the mappings' own files, which become sources.
pub(crate) fn idle(ingested: &mut Ingested, maps: &Maps) {
    let mut idle: Vec<&Mapping> = maps.mappings.iter().collect();
    idle.retain(|mapping| {
        !ingested
            .files
            .iter()
            .any(|file| concerns(mapping, file, ingested))
    });
    for mapping in idle {
        let file = mapping.file();
        if ingested.sources.last().is_none_or(|last| last.file != file) {
            ingested.sources.push(Source {
                file,
                ..Source::default()
            });
        }
        let place = Place {
            source: ingested.sources.len() as u32 - 1,
            row: mapping.row,
            column: None,
        };
        let (path, sheet) = mapping.key();
        let named = match sheet {
            Some(sheet) => format!("{path} › {sheet}"),
            None => path.to_owned(),
        };
        let finding = Finding::about(&SHT014, place).found(&named);
        ingested.findings.push(finding);
    }
}

fn concerns(mapping: &Mapping, file: &InputFile, ingested: &Ingested) -> bool {
    let name = |read: &SheetRead| ingested.sources.get(read.source as usize)?.sheet.as_deref();
    let of_sheet = |read: &SheetRead| mapping.applies_to(&file.path, name(read));
    match file.refused {
        Some(_) => mapping.applies_to_file(&file.path),
        None => file.sheets.iter().any(of_sheet),
    }
}

/// The column of each header the mapping names: with the same text, or else the only one that is the
/// same but for width, stars and notes in brackets.
fn find(mapping: &Mapping, header: &[HeaderCell]) -> Vec<Option<u16>> {
    let named: Vec<&str> = mapping.columns.iter().map(|(text, _)| &text[..]).collect();
    let column = |text: &&str| {
        let same = header.iter().find(|cell| plain(&cell.text) == *text);
        if let Some(same) = same {
            return Some(same.column);
        }
        let folded = fold_header(text);
        let mut alike = header.iter().filter(|cell| {
            fold_header(&cell.text) == folded && !named.contains(&&plain(&cell.text)[..])
        });
        alike
            .next()
            .filter(|_| alike.next().is_none())
            .map(|cell| cell.column)
    };
    named.iter().map(column).collect()
}

/// Gives the mapping's columns their fields; a column the layout took for one of these is read no more.
fn apply<'a>(
    mut located: Located<'a>,
    mapping: &Mapping,
    found: &[Option<u16>],
    header: &[HeaderCell],
) -> Located<'a> {
    let mut said: Vec<(u16, Option<Field>)> = Vec::new();
    for (column, (_, field)) in found.iter().zip(&mapping.columns) {
        said.extend(column.map(|column| (column, *field)));
    }
    let gives = |field: Field| said.iter().any(|(_, f)| *f == Some(field));
    located.columns.clear();
    located.unread.clear();
    for cell in header {
        let spoken = said.iter().find(|(column, _)| *column == cell.column);
        let own = match (spoken, &cell.meaning) {
            (Some((column, field)), _) => {
                located.columns.extend(field.map(|field| (*column, field)));
                continue;
            }
            // The layout knows it by a header of the mapping that another column has word for word.
            (None, Meaning::Field(_) | Meaning::Duplicate(_)) if alike(mapping, cell) => None,
            (None, Meaning::Field(field) | Meaning::Duplicate(field)) => Some(*field),
            (None, Meaning::Unknown(_)) => None,
            (None, Meaning::Known | Meaning::Accepted(_)) => continue,
        };
        let held = |field| located.columns.iter().any(|(_, f)| *f == field);
        match own.filter(|field| !gives(*field) && !held(*field)) {
            Some(field) => located.columns.push((cell.column, field)),
            None => located.unread.push(Unread {
                column: cell.column,
                header: cell.text.clone(),
                taken: own,
            }),
        }
    }
    located.accepted = said.into_iter().map(|(column, _)| column).collect();
    located
}

/// Whether the mapping names a header like this one, and not this one.
fn alike(mapping: &Mapping, cell: &HeaderCell) -> bool {
    let (text, folded) = (plain(&cell.text), fold_header(&cell.text));
    let named = || mapping.columns.iter().map(|(named, _)| named);
    named().any(|named| fold_header(named) == folded) && !named().any(|named| *named == text)
}

/// What a header row has beside, or lacks of, the one that was saved.
fn drift(mapping: &Mapping, header: &[HeaderCell], row: u32) -> Option<Finding> {
    let now: Vec<String> = header.iter().map(|cell| plain(&cell.text)).collect();
    let named = mapping.columns.iter().map(|(text, _)| text.clone());
    let lost = named
        .zip(find(mapping, header))
        .filter(|(_, column)| column.is_none());
    let mut gone: Vec<String> = lost.map(|(text, _)| text).collect();
    let mut new = Vec::new();
    if !mapping.headers.is_empty() {
        new = beside(&now, &mapping.headers);
        let others = beside(&mapping.headers, &now);
        gone.extend(
            others
                .into_iter()
                .filter(|text| !gone.contains(text))
                .collect::<Vec<_>>(),
        );
    }
    let place = Place {
        source: 0,
        row,
        column: None,
    };
    (!new.is_empty() || !gone.is_empty()).then(|| tell(place, &new, &gone))
}

/// The headers of one row that the other lacks, each as often as it is missing.
fn beside(row: &[String], other: &[String]) -> Vec<String> {
    let mut left: Vec<String> = other.iter().map(|text| fold_header(text)).collect();
    let missing = row.iter().filter(|text| {
        let folded = fold_header(text);
        let at = left.iter().position(|other| *other == folded);
        at.map(|at| left.swap_remove(at)).is_none()
    });
    missing.cloned().collect()
}

/// A mapping none of whose headers are there: said when the sheet is the one it is meant for.
fn unfit(mapping: &Mapping, located: Option<&Located>, sheet: Option<&str>) -> Option<Finding> {
    match located {
        Some(found) if found.layout.name == mapping.layout.name => {
            drift(mapping, &found.header(), found.head.row)
        }
        _ if sheet.is_some() && mapping.sheet.is_none() => None,
        Some(found) => {
            let head = &found.head;
            let now: Vec<String> = head.cells.iter().map(|(_, text)| plain(text)).collect();
            let place = Place {
                source: 0,
                row: head.row,
                column: None,
            };
            Some(tell(place, &now, &all_of(mapping)))
        }
        None => Some(tell(Place::sheet(0), &[], &all_of(mapping))),
    }
}

fn all_of(mapping: &Mapping) -> Vec<String> {
    let named = mapping.columns.iter().map(|(text, _)| text.clone());
    match mapping.headers.is_empty() {
        true => named.collect(),
        false => mapping.headers.clone(),
    }
}

fn tell(place: Place, new: &[String], gone: &[String]) -> Finding {
    let listed = |texts: &[String], lang: Lang| match (texts, lang) {
        ([], Lang::Zh) => "无".to_owned(),
        ([], Lang::En) => "none".to_owned(),
        (texts, Lang::Zh) => texts.iter().map(|t| format!("「{t}」")).collect(),
        (texts, Lang::En) => {
            let quoted: Vec<String> = texts.iter().map(|t| format!("`{t}`")).collect();
            quoted.join(", ")
        }
    };
    let finding = Finding::about(&SHT009, place).found(new.join(" / "));
    let args = [new, gone].map(|texts| [listed(texts, Lang::Zh), listed(texts, Lang::En)]);
    args.into_iter().flatten().fold(finding, Finding::arg)
}
