//! `reports/targets.csv`: every row that one target would refuse though nothing else holds it, with the
//! column and what is wrong.

use std::borrow::Cow;

use super::report_csv::table;
use super::write::Sink;
use super::{Error, Report, batch};
use crate::model::{Field, Kind};

const HEADER: [&str; 7] = ["target", "file", "sheet", "row", "code", "column", "reason"];

/// Writes the file; the answer is the number of reasons.
pub fn write(report: &Report, sink: &mut Sink) -> Result<u64, Error> {
    let lang = report.run.settings.lang;
    let reasons = report.targets.iter().flat_map(|target| {
        let rows = target.refused.iter();
        rows.flat_map(move |(row, all)| all.iter().map(move |one| (target, *row, one)))
    });
    let header = HEADER.into_iter().map(Cow::Borrowed);
    table(sink, header, reasons, |(target, row, refusal), cells| {
        let table = batch::table(report.run, target.layout);
        let code = match super::target::kind(target.layout) {
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
