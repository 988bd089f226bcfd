//! `--set "HEADER=field"`: what a person says of a column wins over every layout, proposal and earlier
//! word. A wish that no sheet can meet is a mistake, with the nearest header or field.

use super::Unfit;
use super::sheet::{Sheet, Taken};
use crate::cli::args::MapArgs;
use crate::config::maps::{NOT_USED, field_of, plain};
use crate::config::{SheetLayout, did_you_mean, fold_header};
use crate::model::Field;

/// One `--set`.
pub(crate) struct Wish {
    header: String,
    /// A field key, or [`NOT_USED`].
    key: String,
}

/// Reads the wishes; a header or a field that is named twice is a mistake.
pub(crate) fn parse(set: &[String]) -> Result<Vec<Wish>, Unfit> {
    let mut wishes: Vec<Wish> = Vec::new();
    let mut faults = Vec::new();
    for text in set {
        let Some((header, key)) = text.rsplit_once('=') else {
            faults.push(format!("--set `{text}`: write it as \"HEADER=field\""));
            continue;
        };
        let (header, key) = (plain(header), key.trim().to_owned());
        if key != NOT_USED && Field::from_key(&key).is_none() {
            let near = did_you_mean(&key, Field::all().map(Field::key));
            faults.push(format!("--set `{header}`: unknown field `{key}`{near}"));
        }
        let same = |w: &Wish| w.header == header || w.key == key && key != NOT_USED;
        if wishes.iter().any(same) {
            faults.push(format!(
                "--set `{header}`: this header or `{key}` is given twice"
            ));
        }
        wishes.push(Wish { header, key });
    }
    fit(faults, wishes)
}

fn fit<T>(faults: Vec<String>, answer: T) -> Result<T, Unfit> {
    match faults.is_empty() {
        true => Ok(answer),
        false => Err(Unfit(faults)),
    }
}

/// The layout that was named.
pub(crate) fn layout<'a>(name: &str, layouts: &'a [SheetLayout]) -> Result<&'a SheetLayout, Unfit> {
    let near = || did_you_mean(name, layouts.iter().map(|l| &l.name[..]));
    let found = layouts.iter().find(|l| l.name == name);
    found.ok_or_else(|| Unfit(vec![format!("--layout: unknown layout `{name}`{}", near())]))
}

/// Headers and fields of the wishes a layout has a column for.
pub(crate) fn columns(wishes: &[Wish], layout: &SheetLayout) -> Vec<(String, Option<Field>)> {
    let column = |wish: &Wish| Some((wish.header.clone(), wish.field(layout).ok()?));
    wishes.iter().filter_map(column).collect()
}

/// Gives a sheet's columns what was wished for them.
pub(crate) fn grant(wishes: &[Wish], sheet: &mut Sheet, layout: &SheetLayout) {
    for wish in wishes {
        let (Some(at), Ok(field)) = (wish.column(sheet), wish.field(layout)) else {
            continue;
        };
        for column in &mut sheet.columns {
            let holds = |f: &Field| Some(*f) == field;
            match &column.taken {
                Taken::Known(f) | Taken::Saved(Some(f)) if holds(f) => {
                    column.taken = Taken::Repeated(*f);
                }
                Taken::Proposed(proposal, _) if holds(&proposal.field) => {
                    column.taken = Taken::Unknown;
                }
                _ => {}
            }
        }
        sheet.columns[at].taken = Taken::Given(field);
    }
}

/// Whether some sheet met every wish.
pub(crate) fn all_met(wishes: &[Wish], sheets: &[&Sheet], args: &MapArgs) -> Result<(), Unfit> {
    let mut faults = Vec::new();
    let read = || sheets.iter().filter(|s| s.kind.is_some());
    if let Some(name) = &args.sheet
        && sheets.is_empty()
    {
        faults.push(format!("--sheet: there is no sheet `{name}`"));
    }
    if let Some(name) = &args.layout
        && !read().any(|s| s.layout == *name)
    {
        faults.push(format!(
            "--layout: no sheet can be read as `{name}` with these headers; set the columns it cannot do without"
        ));
        return fit(faults, ());
    }
    for wish in wishes {
        let met = |sheet: &&&Sheet| {
            let column = wish.column(sheet).map(|at| &sheet.columns[at].taken);
            matches!(column, Some(Taken::Given(_)))
        };
        if read().any(|sheet| met(&sheet)) {
            continue;
        }
        let header = &wish.header;
        let holders: Vec<&str> = read()
            .filter(|s| wish.column(s).is_some())
            .map(|s| &s.layout[..])
            .collect();
        faults.push(match holders.first() {
            Some(layout) => format!(
                "--set `{header}`: `{layout}` has no column for `{}`",
                wish.key
            ),
            None => {
                let all = read().flat_map(|s| s.columns.iter().map(|c| &c.header[..]));
                let near = did_you_mean(header, all);
                format!("--set `{header}`: no sheet that was recognised has this header{near}")
            }
        });
    }
    fit(faults, ())
}

impl Wish {
    /// The field; none when the column is not to be read.
    fn field(&self, layout: &SheetLayout) -> Result<Option<Field>, ()> {
        match &self.key[..] {
            NOT_USED => Ok(None),
            key => field_of(key, layout, "", "", &mut Vec::new())
                .map(Some)
                .ok_or(()),
        }
    }

    /// The column that is meant: with the same text, or else the only one that is the same but for
    /// width, stars and notes in brackets.
    fn column(&self, sheet: &Sheet) -> Option<usize> {
        let columns = &sheet.columns;
        let same = columns.iter().position(|c| c.header == self.header);
        same.or_else(|| {
            let folded = fold_header(&self.header);
            let alike = |c: &super::sheet::Column| fold_header(&c.header) == folded;
            let first = columns.iter().position(alike)?;
            (columns.iter().filter(|c| alike(c)).count() == 1).then_some(first)
        })
    }
}
