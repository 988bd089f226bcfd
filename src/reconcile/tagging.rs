//! When a store was handed over for tagging and tagged: from the sheet, or else from the onboarded
//! record. A text that is no date, and a date still to come, is a finding at the cell or at the store; so is a
//! date for a store that nobody has onboarded.

use time::Date;

use super::rules::tagging::{TAG001, TAG002, TAG003};
use crate::model::rule::Defect;
use crate::model::{Field, Finding, Note, Rule, Table};
use crate::value::date;
use crate::value::moment::Moment;

use super::stores::StoreSheet;

/// What is wrong with the two times of one store.
pub(super) fn check_times(
    row: usize,
    merchant: Option<u32>,
    stores: &StoreSheet,
    merchants: &Table,
    as_of: Date,
) -> Vec<Finding> {
    if stores.is_repeated(row) {
        return Vec::new();
    }
    let times = [Field::HandedOverAt, Field::TaggedAt];
    let sound = |field: &Field| !stores.is_broken(row, *field);
    let found = times.into_iter().filter(sound).filter_map(|field| {
        let own = stores.table.row(row).has(field);
        let record = merchant.filter(|_| !own);
        let (table, at) = match record {
            Some(record) => (merchants, record as usize),
            None => (stores.table, row),
        };
        let (rule, text_found) =
            time_fault(table.text(at, field), table.original(at, field), as_of)?;
        let defect = Defect::at(if own { field } else { Field::StoreCode }).arg(text_found);
        let finding = stores.finding(rule, row, defect);
        Some(match record {
            Some(record) => finding.related(stores.record_cell(
                merchants,
                record,
                field,
                Note::OnboardedMerchant,
            )),
            None => finding,
        })
    });
    found.collect()
}

/// The sheet has a date of tagging for a store that nobody has onboarded.
pub(super) fn tagged_but_unknown(row: usize, stores: &StoreSheet, as_of: Date) -> Option<Finding> {
    if stores.is_repeated(row) || !stores.text(row, Field::Smid).is_empty() {
        return None;
    }
    let day = |field| Moment::parse(stores.sound(row, field)?).map(|moment| (field, moment.day));
    let times = [Field::TaggedAt, Field::HandedOverAt];
    let (field, day) = (times.into_iter().filter_map(day)).find(|(_, day)| *day <= as_of)?;
    let defect = Defect::at(field).arg(date::format(day));
    Some(stores.finding(&TAG003, row, defect))
}

/// `text` is canonical; what cannot be read is quoted as it was written.
fn time_fault(text: &str, written: &str, as_of: Date) -> Option<(&'static Rule, String)> {
    if text.is_empty() {
        return None;
    }
    match Moment::parse(text) {
        None => Some((&TAG001, written.trim().to_owned())),
        Some(moment) if moment.day > as_of => Some((&TAG002, date::format(moment.day))),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Kind;
    use crate::reconcile::fixture::TestJob;

    #[test]
    fn times_of_sheet_and_record() {
        let job = TestJob::new(
            "store_code tagged_at handed_over_at",
            &[
                "s1,,",
                "s2,上周四,",
                "s3,2026-11-19,2026-11-21",
                "s4,2026-11-20 18:00|2026-11-20 １８:００,",
                "s5,,",
                "s5,,",
                "s6,,",
                "s7,2026-11-19,2026-11-18",
                "s8,2027-11-19,2026-11-18",
                "s9,2027-11-19,",
            ],
        )
        .with(
            Kind::Merchants,
            "smid store_code tagged_at",
            &[
                "m1,s1,2026-13-45",
                "m2,s2,2026-11-19",
                "m3,s3,已打标",
                "m4,s4,",
                "m5,s5,2027-11-19 10:30",
                "m6,s6,",
            ],
        )
        .repeated(5);
        assert_eq!(
            job.findings(),
            [
                "TAG001 stores!A2 s1 [2026-13-45] ~merchants!C2",
                "TAG001 stores!B3 上周四 [上周四]",
                "TAG002 stores!C4 2026-11-21 [2026-11-21]",
                "TAG002 stores!A6 s5 [2027-11-19] ~merchants!C6",
                "TAG003 stores!B9 2026-11-19 [2026-11-19]",
                "TAG002 stores!B10 2027-11-19 [2027-11-19]",
                "TAG003 stores!C10 2026-11-18 [2026-11-18]",
                "TAG002 stores!B11 2027-11-19 [2027-11-19]",
            ]
        );
    }
}
