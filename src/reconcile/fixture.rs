//! Small jobs by hand for the tests of this room: tables as lines of text, findings as lines of text.

use proptest::prelude::Strategy;
use proptest::sample::select;
use time::Date;

use crate::model::bill::{BillOrigin, SeenIn};
use crate::model::reconciled::StoreMatch;
use crate::model::table::RowOrigin;
use crate::model::{
    BillDay, BillStore, CellKind, Column, Field, FieldSet, Finding, Ingested, Kind, Place,
    Reconciled, Source, Table,
};

use super::ReconcileInput;
use crate::config::job::SettlementTerms;

/// The lines of a text, each of `N` cells with `|` between them.
pub(super) fn cells<const N: usize>(text: &str) -> Vec<[&str; N]> {
    let line = |line| {
        let cells: Vec<&str> = str::split(line, '|').map(str::trim).collect();
        cells.try_into().expect("as many cells in each line")
    };
    text.trim().lines().map(line).collect()
}

const ACCOUNT: &str = "merchant_name business_license legal_name legal_id_no";

/// Stores `store_code`, name, licence, legal person, ID, `logon_id`, `pid` and `smid` beside accounts
/// `logon_id`, `pid`, name, licence, legal person, ID and `status`.
pub(super) fn account_job(stores: &[impl AsRef<str>], accounts: &[impl AsRef<str>]) -> TestJob {
    let header = format!("store_code {ACCOUNT} logon_id pid smid");
    let register = format!("logon_id pid {ACCOUNT} status");
    TestJob::new(&header, stores).with(Kind::AlipayAccounts, &register, accounts)
}

/// Lines of a sheet with cells from small pools, so that keys meet, clash and miss.
pub(super) fn lines(
    pools: &'static [&'static [&'static str]],
    max: usize,
) -> impl Strategy<Value = Vec<String>> {
    let cells: Vec<_> = pools.iter().map(|pool| select(*pool)).collect();
    proptest::collection::vec(cells.prop_map(|cells| cells.join(",")), 0..max)
}

/// A store in a bill, with one day.
pub(super) fn bill_store(
    origin: BillOrigin,
    account: &str,
    smid: &str,
    code: &str,
    day: BillDay,
) -> BillStore {
    BillStore {
        origin,
        account: account.to_owned(),
        smid: smid.to_owned(),
        store_code: code.to_owned(),
        seen: Vec::new(),
        days: vec![day],
    }
}

/// Stores beside onboarded merchants.
pub(super) fn merchant_job(
    header: &str,
    stores: &[&str],
    register: &str,
    merchants: &[&str],
) -> TestJob {
    TestJob::new(header, stores).with(Kind::Merchants, register, merchants)
}

/// Store sheet, registers and bills, and what is known of the cells.
pub(super) struct TestJob {
    pub(super) ingested: Ingested,
    broken: Vec<FieldSet>,
    repeated: Vec<bool>,
    pub(super) terms: SettlementTerms,
}

impl TestJob {
    /// A store sheet: field keys between spaces, then cells between commas. `a|b` is canonical text and
    /// original, `=a` a value filled from the defaults. The header stands in row 1.
    pub(super) fn new(header: &str, rows: &[impl AsRef<str>]) -> TestJob {
        let job = TestJob {
            ingested: Ingested::default(),
            broken: vec![0; rows.len()],
            repeated: vec![false; rows.len()],
            terms: SettlementTerms::default(),
        };
        job.with(Kind::Stores, header, rows)
    }

    pub(super) fn with(mut self, kind: Kind, header: &str, rows: &[impl AsRef<str>]) -> TestJob {
        let fields: Vec<Field> = header
            .split(' ')
            .map(|key| Field::from_key(key).expect("a field key"))
            .collect();
        let source = self.ingested.sources.len() as u32;
        self.ingested.sources.push(Source {
            file: kind.key().to_owned(),
            sheet: None,
            columns: fields.iter().copied().zip(0..).collect(),
        });
        let table = self.ingested.tables.get_mut(kind).expect("a table");
        *table = read(kind, source, &fields, rows);
        self
    }

    /// Bill days: origin, SMID, store code, Julian day, trades.
    pub(super) fn days(mut self, days: &[(BillOrigin, &str, &str, i32, u32)]) -> TestJob {
        let store = |(origin, smid, code, day, trades): &(BillOrigin, &str, &str, i32, u32)| {
            let day = BillDay {
                day: *day,
                trades: *trades,
                refunds: 1,
                ..BillDay::default()
            };
            bill_store(*origin, "", smid, code, day)
        };
        self.ingested.bill_stores = days.iter().map(store).collect();
        self
    }

    /// The PID of the bill of each of the days.
    pub(super) fn bills_of(mut self, accounts: &[&str]) -> TestJob {
        for (store, account) in self.ingested.bill_stores.iter_mut().zip(accounts) {
            (*account).clone_into(&mut store.account);
        }
        self
    }

    /// Source and row of the first line of each of the days.
    pub(super) fn seen(mut self, places: &[(u32, u32)]) -> TestJob {
        for (store, (source, row)) in self.ingested.bill_stores.iter_mut().zip(places) {
            store.seen = vec![SeenIn {
                source: *source,
                row: *row,
            }];
        }
        self
    }

    pub(super) fn broken(mut self, row: usize, field: Field) -> TestJob {
        self.broken[row] |= field.bit();
        self
    }

    pub(super) fn repeated(mut self, row: usize) -> TestJob {
        self.repeated[row] = true;
        self
    }

    /// 2026-11-20.
    pub(super) fn as_of() -> Date {
        time::macros::date!(2026 - 11 - 20)
    }

    pub(super) fn input(&self) -> ReconcileInput<'_> {
        ReconcileInput {
            ingested: &self.ingested,
            broken: &self.broken,
            repeated: &self.repeated,
            as_of: TestJob::as_of(),
            settlement: &self.terms,
        }
    }

    pub(super) fn run(&self) -> Reconciled {
        super::run(&self.input())
    }

    /// Of every store: route, evidence, and the cells or rows it rests on.
    pub(super) fn routes(&self) -> Vec<String> {
        let place = |place: &Place| place.cell_name().unwrap_or_else(|| place.row.to_string());
        let route = |store: &StoreMatch| {
            let (route, evidence) = (store.route.key(), store.evidence.key());
            let places = store.evidence_at.iter().map(place);
            let words = [route.to_owned(), evidence.to_owned()].into_iter();
            words.chain(places).collect::<Vec<_>>().join(" ")
        };
        self.run().stores.iter().map(route).collect()
    }

    /// Every finding as `CODE place found other=… [arguments] ~place of each related cell`.
    pub(super) fn findings(&self) -> Vec<String> {
        self.run().findings.iter().map(|f| self.line(f)).collect()
    }

    pub(super) fn line(&self, finding: &Finding) -> String {
        let place = self.cell(finding.place);
        let mut line = format!("{} {place} {}", finding.rule.code, finding.found);
        if let Some(other) = &finding.other {
            line += &format!(" other={other}");
        }
        if !finding.args.is_empty() {
            line += &format!(" [{}]", finding.args.join(" "));
        }
        for related in &finding.related {
            line += &format!(" ~{}", self.cell(related.place));
        }
        line
    }

    fn cell(&self, place: Place) -> String {
        let file = &self.ingested.sources[place.source as usize].file;
        let cell = place.cell_name();
        format!("{file}!{}", cell.unwrap_or_else(|| place.row.to_string()))
    }
}

fn read(kind: Kind, source: u32, fields: &[Field], rows: &[impl AsRef<str>]) -> Table {
    let mut table = Table::new(kind);
    let mut columns = vec![Column::default(); fields.len()];
    for (row, line) in (2..).zip(rows) {
        table.origins.push(RowOrigin { source, row });
        let cells: Vec<&str> = line.as_ref().split(',').collect();
        assert_eq!(cells.len(), fields.len(), "{}", line.as_ref());
        for (column, cell) in columns.iter_mut().zip(cells) {
            let (cell, kind) = match cell.strip_prefix('=') {
                Some(cell) => (cell, CellKind::Default),
                None if cell.is_empty() => (cell, CellKind::Blank),
                None => (cell, CellKind::Text),
            };
            let (canonical, original) = cell.split_once('|').unwrap_or((cell, cell));
            column.push_normalised(canonical, original, kind);
        }
    }
    for (field, column) in fields.iter().zip(columns) {
        table.set_column(*field, column);
    }
    table
}
