//! A small synthetic run for the tests of this room: stores of every disposition, an onboarded
//! register, comparisons, SKUs and a few findings.

mod outcome;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Run, Settings};
use crate::config::{Layouts, Levels, UploadLayout};
use crate::model::bill::{BillFile, BillSort, BillTotal, LineSort};
use crate::model::rule::{Defect, Test};
use crate::model::table::RowOrigin;
use crate::model::*;
use crate::rules;
use crate::uploads;
use crate::uploads::{UploadInput, Uploads};

/// The rules the runs of this room list.
static OF_STAGES: LazyLock<Vec<&Rule>> = LazyLock::new(|| {
    let rules = rules::all().iter().copied();
    rules.filter(|r| matches!(r.test, Test::Stage)).collect()
});

/// A cell: field, canonical text, text in the file.
type Cell = (Field, String, String);

/// Everything a [`Run`] borrows.
pub(super) struct Sample {
    pub(super) ingested: Ingested,
    pub(super) reconciled: Reconciled,
    pub(super) plan: Plan,
    pub(super) findings: Vec<Finding>,
    pub(super) not_checked: BTreeMap<&'static str, u64>,
    pub(super) settings: Settings,
    /// Of the uploads that are made.
    pub(super) layouts: Vec<UploadLayout>,
}

pub(super) const STORES: u32 = 0;
pub(super) const MERCHANTS: u32 = 1;
pub(super) const ACCOUNTS: u32 = 2;
pub(super) const SKUS: u32 = 3;

/// The built-in upload layouts.
pub(super) fn layouts() -> Vec<UploadLayout> {
    let uploads = Layouts::load(None).expect("built-in layouts").uploads;
    uploads.into_iter().filter(|l| l.always).collect()
}

fn cells(pairs: &[(Field, &str)]) -> Vec<Cell> {
    pairs
        .iter()
        .map(|(f, t)| (*f, (*t).to_owned(), (*t).to_owned()))
        .collect()
}

fn table(kind: Kind, source: u32, rows: &[Vec<Cell>]) -> Table {
    let mut table = Table::new(kind);
    for row in 0..rows.len() as u32 {
        table.origins.push(RowOrigin {
            source,
            row: row + 4,
        });
    }
    for field in Field::all() {
        if !rows.iter().flatten().any(|(f, ..)| *f == field) {
            continue;
        }
        let mut column = Column::default();
        for row in rows {
            match row.iter().find(|(f, ..)| *f == field) {
                Some((_, canonical, original)) => {
                    column.push_normalised(canonical, original, CellKind::Text);
                }
                None => column.push("", CellKind::Blank),
            }
        }
        table.set_column(field, column);
    }
    table
}

fn source(file: &str, sheet: Option<&str>, table: &Table) -> Source {
    Source {
        file: file.to_owned(),
        sheet: sheet.map(str::to_owned),
        columns: (0..)
            .zip(table.fields())
            .map(|(at, field)| (field, at))
            .collect(),
    }
}

/// The cells of store `n`; every fifth has brackets in its name, every third another contact.
pub(super) fn store(n: usize) -> Vec<Cell> {
    let entity = n / 3;
    let mut row = cells(&[
        (Field::StoreCode, &format!("storeId{n:06}")),
        (Field::StoreName, &format!("第{n}门店")),
        (
            Field::MerchantName,
            &format!("杭州测试{entity}商贸有限公司"),
        ),
        (Field::BusinessLicense, &format!("91330106MA{entity:07}X")),
        (Field::LegalName, "张三丰"),
        (Field::LegalIdNo, "330106198001010012"),
        (
            Field::ContactName,
            if n.is_multiple_of(3) {
                "李四"
            } else {
                "张三丰"
            },
        ),
        (Field::ContactMobile, "13800138000"),
        (Field::ContactEmail, "shop@example.com"),
        (Field::Mcc, "5411"),
        (Field::Source, "2088000000000001"),
        (Field::OrgPid, "2088000000000002"),
        (Field::CategoryId, "2015050700000000"),
        (Field::Province, "330000"),
        (Field::City, "330100"),
        (Field::District, "330106"),
        (Field::Address, "西湖路1号"),
        (Field::Longitude, "120.155070"),
        (Field::Latitude, "30.274085"),
        (Field::CardNo, "6222020200112230"),
        (Field::CardName, &format!("杭州测试{entity}商贸有限公司")),
        (Field::BankBranchName, "中国工商银行杭州西湖支行"),
        (Field::LogonId, &format!("shop{n}@example.com")),
    ]);
    if n.is_multiple_of(5) {
        row[2].1 = format!("杭州(测试{entity})有限公司");
        row[2].2 = format!("杭州（测试{entity}）有限公司 ");
    }
    row
}

fn sku(n: usize) -> Vec<Cell> {
    cells(&[
        (Field::SkuCode, &format!("{n:08}")),
        (Field::ItemName, "纯棉短袖"),
        (Field::Model, "M1"),
        (Field::Spec, "均码"),
        (Field::Price, "1,299"),
    ])
}

fn input_file(at: u32, source: &Source, kind: Kind, rows: usize) -> InputFile {
    let is_csv = source.sheet.is_none();
    InputFile {
        path: source.file.clone(),
        bytes: 1024,
        sha256: "00".repeat(32),
        format: if is_csv { "csv" } else { "xlsx" },
        text: is_csv.then_some(TextRead {
            encoding: "GB18030",
            not_utf8_at: Some(1),
            delimiter: ',',
        }),
        refused: None,
        sheets: vec![SheetRead {
            source: at,
            kind: Some(kind),
            layout: "standard".into(),
            header_rows: (3, 3),
            rows: rows as u64,
            ..SheetRead::default()
        }],
    }
}

/// An acquirer's bill with a line that could not be read.
fn bill() -> BillFile {
    let total = |lines, net_fen| BillTotal { lines, net_fen };
    let mut bill = BillFile {
        source: 4,
        lines: 12,
        refused: 1,
        ..BillFile::new(BillSort::Acquirer)
    };
    bill.sums[LineSort::Trade as usize] = total(10, 1000);
    bill.sums[LineSort::Refund as usize] = total(1, -100);
    bill
}

fn settings() -> Settings {
    let contact = [Field::ContactMobile, Field::ContactPhone];
    Settings {
        lang: Lang::Zh,
        reveal: false,
        as_of: time::macros::date!(2026 - 11 - 20).into(),
        dry_run: false,
        levels: Levels {
            for_m3: vec![Requirement::any(&contact)],
            ..Levels::default()
        },
        files: Vec::new(),
    }
}

/// A rule by its code.
pub(super) fn rule(code: &str) -> &'static Rule {
    let found = rules::find(code);
    found.expect("a rule")
}

impl Sample {
    /// A run over `n` stores: of every ten, five are new, three changed, one held, one direct.
    pub(super) fn of(n: usize) -> Sample {
        Sample::with(&(0..n).map(store).collect::<Vec<_>>())
    }

    pub(super) fn with(rows: &[Vec<Cell>]) -> Sample {
        let n = rows.len();
        let stores = table(Kind::Stores, STORES, rows);
        let smid = |i| cells(&[(Field::Smid, &format!("20880001{i:08}"))]);
        let merchants = table(
            Kind::Merchants,
            MERCHANTS,
            &(0..n).map(smid).collect::<Vec<_>>(),
        );
        let skus = table(Kind::Skus, SKUS, &(0..n).map(sku).collect::<Vec<_>>());
        let bills = Table::new(Kind::AlipayBill);
        let inputs = [
            (
                "门店信息表.xlsx",
                Some("门店信息"),
                &stores,
                Kind::Stores,
                n,
            ),
            ("已进件商户.csv", None, &merchants, Kind::Merchants, n),
            (
                "支付宝账户记录.csv",
                None,
                &merchants,
                Kind::AlipayAccounts,
                n,
            ),
            ("ERP.xlsx", Some("商品"), &skus, Kind::Skus, n),
            ("DETAILS.csv", None, &bills, Kind::AlipayBill, 12),
        ];
        let sources = inputs.map(|(file, sheet, table, ..)| source(file, sheet, table));
        let files = (0u32..).zip(&sources).zip(inputs);
        let files =
            files.map(|((at, source), (.., kind, rows))| input_file(at, source, kind, rows));
        let ingested = Ingested {
            files: files.collect(),
            tables: Tables {
                stores,
                skus,
                merchants,
                ..Tables::default()
            },
            sources: sources.into(),
            bills: vec![bill()],
            ..Ingested::default()
        };
        let mut sample = Sample {
            plan: Plan {
                stores: (0..n).map(outcome::store_plan).collect(),
                skus: vec![SkuPlan::Publish; n],
                checklist: vec![outcome::order_sync(n)],
            },
            reconciled: outcome::reconciled(&ingested.tables.stores),
            findings: Vec::new(),
            not_checked: BTreeMap::new(),
            ingested,
            settings: settings(),
            layouts: layouts(),
        };
        sample.add_findings();
        sample
    }

    /// Every held store has errors at its legal person's ID and at its settlement account.
    fn add_findings(&mut self) {
        let held = self.plan.stores.iter().enumerate();
        let held = held.filter(|(_, s)| s.disposition == Disposition::Held);
        for (row, _) in held {
            let defect = Defect::at(Field::LegalIdNo).other("110101199001010011");
            let stores = &self.ingested.tables.stores;
            let finding = Finding::at(rule("ACC002"), stores, row, &self.ingested.sources, defect);
            let related = Related {
                place: Place::cell(ACCOUNTS, 7, 1),
                field: Some(Field::LegalIdNo),
                found: "110101199001010011".into(),
                note: Note::AlipayAccount,
                touches: None,
            };
            let status = Finding::at(
                rule("BAC003"),
                stores,
                row,
                &self.ingested.sources,
                Defect::at(Field::CardNo).arg("已冻结"),
            );
            self.findings.push(finding.related(related));
            self.findings.push(status);
        }
    }

    pub(super) fn upload_input(&self) -> UploadInput<'_> {
        UploadInput {
            ingested: &self.ingested,
            reconciled: &self.reconciled,
            plan: &self.plan,
            findings: &self.findings,
            now: self.settings.as_of.earliest(),
        }
    }

    /// What the pipeline makes of the uploads.
    pub(super) fn uploads(&self) -> Uploads {
        let input = self.upload_input();
        let unfit = uploads::check_bodies(&input, &self.layouts);
        uploads::prepare(&input, self.layouts.clone(), &unfit)
    }

    pub(super) fn run<'a>(&'a self, uploads: &'a Uploads) -> Run<'a> {
        Run {
            ingested: &self.ingested,
            reconciled: &self.reconciled,
            plan: &self.plan,
            findings: &self.findings,
            not_checked: &self.not_checked,
            rules: &OF_STAGES,
            uploads,
            settings: &self.settings,
        }
    }
}
