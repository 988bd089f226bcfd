//! Numbers a bill or a summary states, compared with what lines come to: within one file, and between a
//! summary and the detail of the same account and days.

use super::footer;
use crate::bills::rules::{BIL004, BIL005};
use crate::model::bill::{BillFile, BillTotal, Figure, FigureSort, LineSort};
use crate::model::{Finding, Place};
use crate::model::{Note, Related};
use crate::value::money;

/// The stated figures, and those the lines come to, of all that differ; and the first that does.
struct Difference {
    first: Figure,
    stated: String,
    read: String,
}

/// `refused` lines may be of any sort: a count that may include them is right, and sums cannot be checked.
fn difference(
    figures: &[Figure],
    read: impl Fn(FigureSort) -> i64,
    refused: u64,
) -> Option<Difference> {
    let refused = i64::try_from(refused).unwrap_or(i64::MAX);
    let differs = |figure: &&Figure| {
        let missing = figure.value.saturating_sub(read(figure.sort));
        match figure.sort.is_money() {
            true => refused == 0 && missing != 0,
            false => missing < 0 || missing > refused,
        }
    };
    let differing: Vec<&Figure> = figures.iter().filter(differs).collect();
    let told = |value: &dyn Fn(&Figure) -> i64| {
        let one = |f: &&Figure| format!("{} {}", f.sort.label(), shown(f.sort, value(f)));
        differing.iter().map(one).collect::<Vec<_>>().join("，")
    };
    Some(Difference {
        first: **differing.first()?,
        stated: told(&|f| f.value),
        read: told(&|f| read(f.sort)),
    })
}

fn shown(sort: FigureSort, value: i64) -> String {
    if sort.is_money() {
        money::format_fen(value)
    } else {
        value.to_string()
    }
}

/// Figures a file states of its own lines, where they are something else.
pub(crate) fn differing(
    figures: &[Figure],
    read: impl Fn(FigureSort) -> i64,
    refused: u64,
) -> Option<Finding> {
    let found = difference(figures, read, refused)?;
    Some(
        Finding::about(&BIL005, found.first.place)
            .found(shown(found.first.sort, found.first.value))
            .arg(found.stated)
            .arg(found.read),
    )
}

/// Bills that differ from what they state beside their lines, and summaries that differ from the details of
/// the same account and days. A summary whose detail is not there is not compared; the order of the files
/// does not matter.
pub(crate) fn compare(bills: &[BillFile]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = bills.iter().flat_map(footer::differing).collect();
    findings.extend(bills.iter().filter_map(|s| against(s, bills)));
    findings
}

fn against(summary: &BillFile, bills: &[BillFile]) -> Option<Finding> {
    let sort = summary.sort.detail()?;
    summary.period?;
    let same = |bill: &&BillFile| {
        let days = bill.period == summary.period && bill.sort == sort;
        days && bill.account == summary.account && !bill.account.is_empty()
    };
    let details: Vec<&BillFile> = bills.iter().filter(same).collect();
    if details.is_empty() {
        return None;
    }
    let refused = details.iter().map(|d| d.refused).sum();
    let against = |sum: fn(&BillFile, LineSort) -> BillTotal| {
        let read = |sort| details.iter().map(|d| d.figure(sort, sum)).sum();
        difference(&summary.figures, read, refused)
    };
    against(BillFile::once)?;
    let found = against(BillFile::sum)?;
    let finding = Finding::about(&BIL004, found.first.place)
        .found(shown(found.first.sort, found.first.value))
        .arg(found.stated)
        .arg(found.read);
    let related = details.into_iter().map(|detail| Related {
        place: Place::sheet(detail.source),
        field: None,
        found: String::new(),
        note: Note::BillDetail,
        touches: None,
    });
    Some(related.fold(finding, Finding::related))
}
