//! What each target of upload takes: of the rows of its table, those that go out, those it would refuse
//! and why, and those it has nothing to do with. A row one target refuses still goes to the others.

use std::borrow::Cow;

use rayon::prelude::*;
use serde::Serialize;

use super::api_bodies::Bodies;
use super::refusal::{Wanted, Why};
use super::target_cell;
use super::target_cell::Cells;
use super::upload_holds::Holds;
use crate::config::UploadLayout;
use crate::config::upload::{Selection, Unit, UploadColumn};
use crate::model::checklist::Precondition;
use crate::model::{Disposition, Field, Kind, Lang, Route, SkuPlan, Task, TaskState};
use crate::uploads::UploadInput;
use crate::value::gbk;
use crate::value::moment::Moment;

/// Rows a thread takes at a time.
const CHUNK: usize = 512;

/// One target and its rows; every row of its table is in exactly one of the four.
pub struct Target<'a> {
    pub layout: &'a UploadLayout,
    /// Rows of its table that go out, ascending.
    pub rows: Vec<u32>,
    /// Rows it would refuse, ascending, each with every reason.
    pub refused: Vec<(u32, Vec<Refusal<'a>>)>,
    /// Rows held from every target.
    pub held: u64,
    pub not_applicable: u64,
}

/// Why a target would refuse a row: the column or the key, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal<'a> {
    pub at: Cow<'a, str>,
    pub why: Why,
}

/// What became of the rows of one target; the last four add up to the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TargetTotals {
    pub name: String,
    /// For people, in the language of the input.
    #[serde(skip)]
    pub title: String,
    /// Why it refuses rows, and how many, the most frequent first.
    #[serde(skip)]
    pub reasons: Vec<(String, u64)>,
    pub rows: u64,
    pub uploaded: u64,
    /// Refused by this target alone.
    pub refused: u64,
    /// Held from every target.
    pub held: u64,
    pub not_applicable: u64,
}

impl TargetTotals {
    pub fn of(target: &Target, lang: Lang) -> TargetTotals {
        let [zh, en] = &target.layout.title;
        let [uploaded, refused] = [target.rows.len(), target.refused.len()].map(|n| n as u64);
        TargetTotals {
            name: target.layout.name.clone(),
            title: lang.pick(zh, en).clone(),
            reasons: target.reasons(lang),
            rows: uploaded + refused + target.held + target.not_applicable,
            uploaded,
            refused,
            held: target.held,
            not_applicable: target.not_applicable,
        }
    }
}

/// The table a layout's rows come from.
pub(crate) fn kind(layout: &UploadLayout) -> Kind {
    match layout.rows {
        Selection::Published => Kind::Skus,
        _ => Kind::Stores,
    }
}

impl<'a> Target<'a> {
    pub fn of(input: &UploadInput<'a>, layout: &'a UploadLayout) -> Target<'a> {
        let rows = match kind(layout) {
            Kind::Skus => input.ingested.tables.skus.len(),
            _ => input.ingested.tables.stores.len(),
        };
        let holds = Holds::of(input, layout);
        let ends: Vec<End> = (0..rows)
            .into_par_iter()
            .with_min_len(CHUNK)
            .map(|row| end(input, layout, &holds, row))
            .collect();
        let mut target = Target {
            layout,
            rows: Vec::new(),
            refused: Vec::new(),
            held: 0,
            not_applicable: 0,
        };
        for (row, end) in (0..).zip(ends) {
            match end {
                End::Out => target.rows.push(row),
                End::Refused(reasons) => target.refused.push((row, reasons)),
                End::Held => target.held += 1,
                End::NotApplicable => target.not_applicable += 1,
            }
        }
        target
    }

    /// Reasons with the number of rows each concerns, the most frequent first.
    pub fn reasons(&self, lang: Lang) -> Vec<(String, u64)> {
        let mut counts: Vec<((&str, &Why), u64)> = Vec::new();
        let mut all: Vec<_> = self.refused.iter().flat_map(|(_, all)| all).collect();
        all.sort_by(|a, b| (&*a.at, a.why.key()).cmp(&(&*b.at, b.why.key())));
        for refusal in all {
            match counts.last_mut() {
                Some(((at, why), count))
                    if *at == &*refusal.at && why.key() == refusal.why.key() =>
                {
                    *count += 1;
                }
                _ => counts.push(((&*refusal.at, &refusal.why), 1)),
            }
        }
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.0.cmp(b.0.0)));
        let worded = counts
            .into_iter()
            .map(|((at, why), count)| (format!("{at} {}", why.of_many(lang)), count));
        worded.collect()
    }
}

enum End<'a> {
    Out,
    Refused(Vec<Refusal<'a>>),
    Held,
    NotApplicable,
}

fn end<'a>(
    input: &UploadInput<'a>,
    layout: &'a UploadLayout,
    holds: &Holds,
    row: usize,
) -> End<'a> {
    match chosen(input, layout.rows, row) {
        Chosen::No => End::NotApplicable,
        Chosen::Held => End::Held,
        Chosen::Yes => {
            let mut reasons = refusals(input, layout, row);
            reasons.extend(holds.refusals(row));
            match reasons.is_empty() {
                true => End::Out,
                false => End::Refused(reasons),
            }
        }
    }
}

/// What the target would refuse of a row, in the order of its columns, then of its body's keys. Bodies
/// of onboarding decide the disposition itself ([`super::body_check`]), so they have been looked at.
fn refusals<'a>(input: &UploadInput<'a>, layout: &'a UploadLayout, row: usize) -> Vec<Refusal<'a>> {
    let mut refusals = Vec::new();
    match layout.bodies {
        Some(call) if call.is_onboarding() => return refusals,
        Some(call) => {
            let faults = Bodies::of(input, call, &[row as u32]).faults(0);
            let refused = |(at, why): (String, Why)| Refusal { at: at.into(), why };
            refusals.extend(faults.into_iter().map(refused));
        }
        None => {}
    }
    if layout.rows == Selection::ToTag {
        refusals.extend(unclear_times(input, row));
    }
    let cells = Cells::of(input, layout);
    for column in &layout.columns {
        let text = cells.text(row, column);
        let why = match text {
            Some(text) => fault(column, &text).or_else(|| repeats(&cells, row, column, &text)),
            None => Some(Why::Form(Wanted::of(column))),
        };
        refusals.extend(why.map(|why| Refusal {
            at: column.label.as_str().into(),
            why,
        }));
    }
    refusals
}

/// Whether the text says again what another column says.
fn repeats(cells: &Cells, row: usize, column: &UploadColumn, text: &str) -> Option<Why> {
    let apart_from = column.apart_from.as_ref()?;
    let mut columns = cells.layout.columns.iter();
    let other = columns.find(|other| other.label == *apart_from)?;
    let said = cells.text(row, other).filter(|said| !said.is_empty())?;
    text.contains(&*said)
        .then(|| Why::Repeats(apart_from.clone()))
}

/// A time of handing over or tagging that is no day: the store may have been handed over already.
fn unclear_times<'a>(input: &UploadInput<'a>, row: usize) -> impl Iterator<Item = Refusal<'a>> {
    let times = [Field::HandedOverAt, Field::TaggedAt];
    let (lang, known) = (input.lang, input.known(row));
    let unclear = times.into_iter().filter(move |field| {
        let text = known.text(*field);
        !text.is_empty() && Moment::parse(text).is_none()
    });
    unclear.map(move |field| Refusal {
        at: field.label(lang).into(),
        why: Why::Form(Wanted::Date),
    })
}

/// What is wrong with the text of a column.
fn fault(column: &UploadColumn, text: &str) -> Option<Why> {
    if text.is_empty() {
        // What a person still chooses from a list may be empty.
        let missing = column.required && column.choices.is_empty();
        return missing.then_some(Why::Missing);
    }
    let length = column.unit.length(text);
    if let Some(max) = column.max.filter(|max| length > *max) {
        return Some(Why::TooLong { length, max });
    }
    if let Some(min) = column.min.filter(|min| length < *min) {
        return Some(Why::TooShort { length, min });
    }
    // Who counts bytes of GBK keeps the text in it.
    let is_lost = |char: char| column.unit == Unit::GbkBytes && !gbk::holds(char);
    let is_refused =
        |char: &char| char.is_control() || column.forbidden.contains(*char) || is_lost(*char);
    let mut refused: Vec<char> = text.chars().filter(is_refused).collect();
    refused.sort_unstable();
    refused.dedup();
    if !refused.is_empty() {
        return Some(Why::Forbidden(refused.into_iter().collect()));
    }
    let ending = column.ends_with.as_ref();
    let ending = ending.filter(|end| !text.ends_with(end.as_str()));
    if let Some(ending) = ending {
        return Some(Why::Ending(ending.clone()));
    }
    (text.chars().count() > target_cell::CELL).then_some(Why::TooLong {
        length,
        max: target_cell::CELL,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Chosen {
    Yes,
    /// It would be, were it not held altogether.
    Held,
    No,
}

/// Whether a row is of those an upload is about.
fn chosen(input: &UploadInput, selection: Selection, row: usize) -> Chosen {
    if selection == Selection::Published {
        return match input.plan.skus[row] {
            SkuPlan::Publish => Chosen::Yes,
            SkuPlan::Held => Chosen::Held,
            SkuPlan::Repeated => Chosen::No,
        };
    }
    let is_held = input.plan.stores[row].disposition == Disposition::Held;
    match (is_held, asks(input, selection, row)) {
        (true, Asks { held: true, .. }) => Chosen::Held,
        (false, Asks { yes: true, .. }) => Chosen::Yes,
        _ => Chosen::No,
    }
}

/// Whether an upload asks for a store as it stands, and whether it would were the store not held.
struct Asks {
    yes: bool,
    held: bool,
}

fn asks(input: &UploadInput, selection: Selection, row: usize) -> Asks {
    let (plan, matched) = (&input.plan.stores[row], &input.reconciled.stores[row]);
    let store = input.ingested.tables.stores.row(row);
    let (disposition, progress) = (plan.disposition, &plan.progress);
    let onboarded = matched.merchant.is_some() || store.has(Field::Smid);
    let direct = matched.route == Route::Direct;
    let (yes, held) = match selection {
        Selection::Created => (disposition == Disposition::Create, !onboarded && !direct),
        Selection::Modified => (disposition == Disposition::Modify, onboarded && !direct),
        Selection::New => {
            let new = matches!(disposition, Disposition::Create | Disposition::Direct);
            (new, !onboarded)
        }
        Selection::Identified => {
            let identified = match direct {
                true => store.has(Field::Pid),
                false => onboarded,
            };
            let once = disposition != Disposition::Repeated;
            (identified && once, identified)
        }
        Selection::ToTag => {
            // Of one whose times are unclear the sheet says so, rather than nothing.
            let tags = [Task::HandOver, Task::ClearTime];
            let tags = progress
                .of(TaskState::Now)
                .any(|step| tags.contains(&step.due));
            let asked = [Field::HandedOverAt, Field::TaggedAt];
            let known = input.known(row);
            let asked = asked.iter().any(|f| !known.text(*f).is_empty());
            (tags, plan.level_now == 3 && !asked)
        }
        Selection::ToBind => {
            let open = progress.bind_from.is_some_and(|from| from <= input.now);
            let binds = progress
                .of(TaskState::Waiting)
                .any(|step| step.due == Task::Bind);
            (open && binds, open)
        }
        Selection::ToSwitch => {
            let mut checks = input.plan.checklist.iter();
            let off = checks.find(|check| check.what == Precondition::OrderSync);
            let off = off.is_some_and(|check| check.open.binary_search(&(row as u32)).is_ok());
            (off, off)
        }
        Selection::Published => (false, false),
    };
    Asks { yes, held }
}
