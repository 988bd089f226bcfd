//! `reports/targets.csv`: every row that one target would refuse though nothing else holds it, with the
//! column and what is wrong.

use std::borrow::Cow;

use super::accounts_csv::table;
use crate::emit::publish::Sink;
use crate::emit::{Error, Report};
use crate::model::{Field, Kind};
use crate::uploads::batch;

const HEADER: [&str; 7] = ["target", "file", "sheet", "row", "code", "column", "reason"];

/// Writes the file; the answer is the number of reasons.
pub(crate) fn write(report: &Report, sink: &mut Sink) -> Result<u64, Error> {
    let lang = report.run.settings.lang;
    let reasons = report.targets.iter().flat_map(|target| {
        let rows = target.refused.iter();
        rows.flat_map(move |(row, all)| all.iter().map(move |one| (target, *row, one)))
    });
    let header = HEADER.into_iter().map(Cow::Borrowed);
    table(sink, header, reasons, |(target, row, refusal), cells| {
        let table = batch::table(&report.run.uploads(), target.layout);
        let code = match crate::uploads::target::kind(target.layout) {
            Kind::Skus => Field::SkuCode,
            _ => Field::StoreCode,
        };
        let place = table.place(row as usize, code, &report.run.ingested.sources);
        let (file, sheet) = report.lens.file(place);
        cells.text(&target.layout.name);
        cells.text(file);
        cells.text(sheet.unwrap_or_default());
        cells.number(place.row);
        cells.text(table.text(row as usize, code));
        cells.text(&refusal.at);
        cells.text(&refusal.why.text(lang));
    })
}
