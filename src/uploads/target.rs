//! What each target of upload takes: of the rows of its table, those that go out, those it would refuse
//! and why, and those it has nothing to do with. A row one target refuses still goes to the others.

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::api_body::ApiBody;
use super::input::UploadInput;
use super::refusal::{CELL_CHARS, ExpectedForm, Refusal, RefusedAt, RowRefusal};
use super::target_cell::TargetCells;
use super::upload_holds::UploadHolds;
use crate::config::UploadLayout;
use crate::config::upload::{Selection, Unit, UploadColumn};
use crate::model::checklist::Precondition;
use crate::model::{Disposition, Field, Lang, Route, SkuPlan, Task, TaskState};
use crate::value::gbk;
use crate::value::moment::Moment;

/// Rows a thread takes at a time.
const CHUNK: usize = 512;

/// One target and its rows; every row of its table is in exactly one of the four.
pub struct Target {
    pub layout: Arc<UploadLayout>,
    /// Rows of its table that go out, ascending.
    pub rows: Vec<u32>,
    /// Rows it would refuse, ascending, each with every reason.
    pub refused: Vec<(u32, Vec<RowRefusal>)>,
    /// Rows held from every target.
    pub held: u64,
    pub not_applicable: u64,
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
    pub fn count(target: &Target, lang: Lang) -> TargetTotals {
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

impl Target {
    /// Decides for every row of the layout's table.
    pub fn decide(input: &UploadInput, layout: Arc<UploadLayout>) -> Target {
        let holds = UploadHolds::collect(input, &layout);
        let ends: Vec<RowEnd> = (0..input.table(&layout).len())
            .into_par_iter()
            .with_min_len(CHUNK)
            .map(|row| row_end(input, &layout, &holds, row))
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
                RowEnd::Out => target.rows.push(row),
                RowEnd::Refused(reasons) => target.refused.push((row, reasons)),
                RowEnd::Held => target.held += 1,
                RowEnd::NotApplicable => target.not_applicable += 1,
            }
        }
        target
    }

    /// The label or the key at which a row is refused.
    pub fn place<'a>(&'a self, refusal: &'a RowRefusal, lang: Lang) -> &'a str {
        match &refusal.at {
            RefusedAt::Column(index) => &self.layout.columns[*index].label,
            RefusedAt::Key(key) => key,
            RefusedAt::Field(field) => field.label(lang),
        }
    }

    /// Reasons with the number of rows each concerns, the most frequent first.
    fn reasons(&self, lang: Lang) -> Vec<(String, u64)> {
        let all = self.refused.iter().flat_map(|(_, all)| all);
        let mut all: Vec<(&str, &Refusal)> = all
            .map(|refusal| (self.place(refusal, lang), &refusal.refusal))
            .collect();
        all.sort_by_key(|(at, refusal)| (*at, refusal.key()));
        let same =
            |a: &(&str, &Refusal), b: &(&str, &Refusal)| (a.0, a.1.key()) == (b.0, b.1.key());
        let mut counts: Vec<_> = all.chunk_by(same).collect();
        counts.sort_by(|a, b| b.len().cmp(&a.len()).then(a[0].0.cmp(b[0].0)));
        let sentence = |group: &[(&str, &Refusal)]| {
            let (at, refusal) = group[0];
            (
                format!("{at} {}", refusal.summary(lang)),
                group.len() as u64,
            )
        };
        counts.into_iter().map(sentence).collect()
    }
}

/// Where a row ends for one target.
enum RowEnd {
    Out,
    Refused(Vec<RowRefusal>),
    Held,
    NotApplicable,
}

fn row_end(input: &UploadInput, layout: &UploadLayout, holds: &UploadHolds, row: usize) -> RowEnd {
    match selected(input, layout.rows, row) {
        RowEnd::Out => {}
        end => return end,
    }
    let mut reasons = refusals(input, layout, row);
    reasons.extend(holds.refusals(row));
    if reasons.is_empty() {
        RowEnd::Out
    } else {
        RowEnd::Refused(reasons)
    }
}

/// What the target would refuse of a row: of its body's keys, then of its columns. Bodies of onboarding
/// decide the disposition itself ([`super::check_bodies`]), so they have been looked at.
fn refusals(input: &UploadInput, layout: &UploadLayout, row: usize) -> Vec<RowRefusal> {
    let mut refusals = Vec::new();
    match layout.bodies {
        Some(call) if call.is_onboarding() => return refusals,
        Some(call) => {
            let body = ApiBody::compose(input, call, row);
            let at_key = |(key, refusal): (String, _)| RowRefusal {
                at: RefusedAt::Key(key.into()),
                refusal,
            };
            refusals.extend(body.refusals().into_iter().map(at_key));
        }
        None => {}
    }
    if layout.rows == Selection::ToTag {
        refusals.extend(unclear_times(input, row));
    }
    let cells = TargetCells::new(input, layout);
    for (index, column) in layout.columns.iter().enumerate() {
        let refusal = match cells.text(row, column) {
            Some(text) => fault(column, &text).or_else(|| repeats(&cells, row, column, &text)),
            None => Some(Refusal::Form(ExpectedForm::of_column(column))),
        };
        refusals.extend(refusal.map(|refusal| RowRefusal {
            at: RefusedAt::Column(index),
            refusal,
        }));
    }
    refusals
}

/// Whether the text repeats that of another column.
fn repeats(cells: &TargetCells, row: usize, column: &UploadColumn, text: &str) -> Option<Refusal> {
    let apart_from = column.apart_from.as_ref()?;
    let mut columns = cells.layout.columns.iter();
    let other = columns.find(|other| other.label == *apart_from)?;
    let other = cells.text(row, other).filter(|other| !other.is_empty())?;
    text.contains(&*other)
        .then(|| Refusal::Repeats(apart_from.clone()))
}

const TIMES: [Field; 2] = [Field::HandedOverAt, Field::TaggedAt];

/// A time of handing over or tagging that is no day: the store may have been handed over already.
fn unclear_times(input: &UploadInput, row: usize) -> impl Iterator<Item = RowRefusal> {
    let beside = input.store_record(row);
    let unclear = TIMES.into_iter().filter(move |field| {
        let text = beside.text(*field);
        !text.is_empty() && Moment::parse(text).is_none()
    });
    unclear.map(|field| RowRefusal {
        at: RefusedAt::Field(field),
        refusal: Refusal::Form(ExpectedForm::Date),
    })
}

/// What is wrong with the text of a column.
fn fault(column: &UploadColumn, text: &str) -> Option<Refusal> {
    if text.is_empty() {
        // What a person still chooses from a list may be empty.
        let missing = column.required && column.choices.is_empty();
        return missing.then_some(Refusal::Missing);
    }
    let length = column.unit.length(text);
    if let Some(max) = column.max.filter(|max| length > *max) {
        return Some(Refusal::TooLong { length, max });
    }
    if let Some(min) = column.min.filter(|min| length < *min) {
        return Some(Refusal::TooShort { length, min });
    }
    // Who counts bytes of GBK keeps the text in it.
    let is_lost = |char: char| column.unit == Unit::GbkBytes && !gbk::holds(char);
    let is_refused =
        |char: &char| char.is_control() || column.forbidden.contains(*char) || is_lost(*char);
    let mut refused: Vec<char> = text.chars().filter(is_refused).collect();
    refused.sort_unstable();
    refused.dedup();
    if !refused.is_empty() {
        return Some(Refusal::Forbidden(refused.into_iter().collect()));
    }
    let ending = column.ends_with.as_ref();
    let ending = ending.filter(|end| !text.ends_with(end.as_str()));
    if let Some(ending) = ending {
        return Some(Refusal::Ending(ending.clone()));
    }
    (text.chars().count() > CELL_CHARS).then_some(Refusal::TooLong {
        length,
        max: CELL_CHARS,
    })
}

/// Where a row ends before the target itself looks at it.
fn selected(input: &UploadInput, selection: Selection, row: usize) -> RowEnd {
    if selection == Selection::Published {
        return match input.plan.skus[row] {
            SkuPlan::Publish => RowEnd::Out,
            SkuPlan::Held => RowEnd::Held,
            SkuPlan::Repeated => RowEnd::NotApplicable,
        };
    }
    let is_held = input.plan(row).disposition == Disposition::Held;
    match (is_held, asks_for(input, selection, row)) {
        (true, (_, true)) => RowEnd::Held,
        (false, (true, _)) => RowEnd::Out,
        _ => RowEnd::NotApplicable,
    }
}

/// Whether an upload asks for a store as it stands, and whether it would were the store not held.
fn asks_for(input: &UploadInput, selection: Selection, row: usize) -> (bool, bool) {
    let (plan, matched) = (input.plan(row), &input.reconciled.stores[row]);
    let store = input.store(row);
    let (disposition, progress) = (plan.disposition, &plan.progress);
    let onboarded = matched.merchant.is_some() || store.has(Field::Smid);
    let direct = matched.route == Route::Direct;
    match selection {
        Selection::Created => (disposition == Disposition::Create, !onboarded && !direct),
        Selection::Modified => (disposition == Disposition::Modify, onboarded && !direct),
        Selection::New => {
            let new = matches!(disposition, Disposition::Create | Disposition::Direct);
            (new, !onboarded)
        }
        Selection::Identified => {
            let identified = if direct {
                store.has(Field::Pid)
            } else {
                onboarded
            };
            let once = disposition != Disposition::Repeated;
            (identified && once, identified)
        }
        Selection::ToTag => {
            // A store whose times are unclear is listed as refused, rather than left out.
            let tags = [Task::HandOver, Task::ClearTime];
            let tags = progress
                .steps_in(TaskState::Now)
                .any(|step| tags.contains(&step.task));
            let beside = input.store_record(row);
            let asked = TIMES.iter().any(|field| !beside.text(*field).is_empty());
            (tags, plan.level_now == 3 && !asked)
        }
        Selection::ToBind => {
            let open = progress.bind_from.is_some_and(|from| from <= input.now);
            let binds = progress
                .steps_in(TaskState::Waiting)
                .any(|step| step.task == Task::Bind);
            (open && binds, open)
        }
        Selection::ToSwitch => {
            let mut checks = input.plan.checklist.iter();
            let off = checks.find(|check| check.what == Precondition::OrderSync);
            let off = off.is_some_and(|check| check.open.binary_search(&(row as u32)).is_ok());
            (off, off)
        }
        Selection::Published => (false, false),
    }
}
