//! `reports/checklist.csv`: the preconditions of the job, one a row, with how many stores meet each and
//! which do not.

use std::borrow::Cow;

use super::accounts_csv::table;
use crate::emit::publish::Sink;
use crate::emit::{Error, Report};
use crate::model::Field;
use crate::value::date;

const HEADER: [&str; 9] = [
    "precondition",
    "acquirer",
    "who",
    "done",
    "open",
    "by",
    "stores",
    "what",
    "to_do",
];

/// Stores named per row.
const NAMED: usize = 20;

/// Writes the file; the answer is the number of rows.
pub(crate) fn write(report: &Report, sink: &mut Sink) -> Result<u64, Error> {
    let run = report.run;
    let header = HEADER.into_iter().map(Cow::Borrowed);
    table(sink, header, &run.plan.checklist, |check, cells| {
        let stores = &run.ingested.tables.stores;
        let code = |row: &u32| stores.text(*row as usize, Field::StoreCode);
        let mut codes: Vec<&str> = check.open.iter().take(NAMED).map(code).collect();
        if check.open.len() > NAMED {
            codes.push("…");
        }
        cells.text(check.what.key());
        cells.text(&check.subject);
        cells.text(check.what.party().key());
        cells.number(check.done);
        cells.number(check.open.len() as u32);
        cells.text(&check.by.map(date::format).unwrap_or_default());
        cells.text(&codes.join(" "));
        cells.text(check.what.label(run.settings.lang));
        cells.text(check.what.remedy(run.settings.lang));
    })
}
