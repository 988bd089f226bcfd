//! A sheet whose header fits nothing: what it most likely is. Its first rows in; out comes that it is of
//! another kind than the job prescribes, or the nearest kind with what is there and what is missing.
//! It is a hint for a person: nothing is read because of it.

use std::cmp::Reverse;

use super::head_row::HeadRow;
use super::locate::locate;
use crate::config::{Heading, SheetLayout, fold_header};
use crate::headers::rules::SHT001;
use crate::headers::rules::SHT010;
use crate::headers::rules::SHT015;
use crate::model::{Field, Finding, Kind, Lang, Place};

/// Fewer columns than these are a coincidence, and so is a lead of fewer over the next kind.
const LEAST: usize = 3;
const LEAD: usize = 2;

/// What is to be said of a sheet called `name`, of the `forced` kind if the job prescribes one.
pub(crate) fn finding(
    rows: &[HeadRow],
    name: Option<&str>,
    forced: Option<Kind>,
    layouts: &[SheetLayout],
) -> Finding {
    if let Some((other, kind)) = forced.and_then(|kind| Some((other(rows, kind, layouts)?, kind))) {
        return other.arg(kind.label(Lang::Zh)).arg(kind.label(Lang::En));
    }
    let about = |rule| Finding::about(rule, Place::sheet(0)).found(name.unwrap_or_default());
    match nearest(rows, forced, layouts) {
        Some(near) => near.told(about(&SHT015)),
        None => about(&SHT001),
    }
}

/// The sheet is of another kind than `prescribed`.
fn other(rows: &[HeadRow], prescribed: Kind, layouts: &[SheetLayout]) -> Option<Finding> {
    let located = locate(rows, &[], layouts, None)?;
    let kind = located.layout.kind;
    let place = Place {
        source: 0,
        row: rows[located.index].row,
        column: None,
    };
    let finding = Finding {
        fix: Some(kind.key().to_owned()),
        ..Finding::about(&SHT010, place)
    };
    (kind != prescribed).then(|| finding.arg(kind.label(Lang::Zh)).arg(kind.label(Lang::En)))
}

/// A layout some row comes near to.
struct Near<'a> {
    layout: &'a SheetLayout,
    /// The headers it knows, as they are written.
    headers: Vec<&'a str>,
    fields: Vec<Field>,
}

/// The nearest layout, when its kind leads every other clearly; the upper row on a tie.
fn nearest<'a>(
    rows: &'a [HeadRow],
    forced: Option<Kind>,
    layouts: &'a [SheetLayout],
) -> Option<Near<'a>> {
    let allowed = || {
        layouts
            .iter()
            .filter(|l| forced.is_none_or(|kind| l.kind == kind))
    };
    let all = rows
        .iter()
        .flat_map(|row| allowed().map(move |layout| near(row, layout)));
    let mut all: Vec<Near> = all.filter(|near| near.fields.len() >= LEAST).collect();
    all.sort_by_key(|near| Reverse(near.score()));
    let best = all.first()?;
    let rival = all.iter().find(|near| near.layout.kind != best.layout.kind);
    let lead = best.score().saturating_sub(rival.map_or(0, Near::score));
    (lead >= LEAD).then(|| all.into_iter().next())?
}

fn near<'a>(row: &'a HeadRow, layout: &'a SheetLayout) -> Near<'a> {
    let mut near = Near {
        layout,
        headers: Vec::new(),
        fields: Vec::new(),
    };
    for (_, text) in &row.cells {
        if let Heading::Field(field) = layout.heading(&fold_header(text))
            && !near.fields.contains(&field)
        {
            near.headers.push(text.trim());
            near.fields.push(field);
        }
    }
    near
}

impl Near<'_> {
    /// A column that must be there and is not weighs as much as two that are.
    fn score(&self) -> usize {
        self.fields.len().saturating_sub(2 * self.unmet().count())
    }

    fn unmet(&self) -> impl Iterator<Item = &Vec<Field>> {
        let need = self.layout.need.iter();
        need.filter(|any| !any.iter().any(|field| self.fields.contains(field)))
    }

    fn told(&self, finding: Finding) -> Finding {
        let kind = self.layout.kind;
        let finding = Finding {
            fix: Some(kind.key().to_owned()),
            ..finding
        };
        let headers = self.headers.join(", ");
        let finding = finding
            .arg(kind.label(Lang::Zh))
            .arg(kind.label(Lang::En))
            .arg(headers);
        finding
            .arg(self.missing(Lang::Zh))
            .arg(self.missing(Lang::En))
    }

    /// What a header of this layout must have and this one has not.
    fn missing(&self, lang: Lang) -> String {
        let labels = |any: &Vec<Field>| {
            let labels: Vec<&str> = any.iter().map(|field| field.label(lang)).collect();
            labels.join(lang.pick("或", " or "))
        };
        let missing: Vec<String> = self.unmet().map(labels).collect();
        if missing.is_empty() {
            let more = self
                .layout
                .at_least
                .saturating_sub(self.fields.len())
                .max(1);
            let columns = if more == 1 { "column" } else { "columns" };
            return lang.pick(
                format!("认得出的列还少 {more} 列"),
                format!("is {more} known {columns} short"),
            );
        }
        let missing = missing.join(lang.pick("、", ", "));
        lang.pick(format!("还缺 {missing}"), format!("lacks {missing}"))
    }
}
