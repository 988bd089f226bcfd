//! `truth.json`: what was asked for, how many rows of each kind there are, and every fault with its place as the
//! program must name it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Options;
use super::bills::Bills;
use super::fault::{Compared, Fate, Fault, Spot};
use super::files;
use super::items;
use super::model::{FIELDS, Field, Merchant, Standing, Store, World};
use super::registers;
use super::skus;
use super::statement::{self, Statement};

pub const SCHEMA: &str = "jinjian.truth/1";

/// What may become of a store row.
pub const DISPOSITIONS: [&str; 6] = [
    "create",
    "modify",
    "unchanged",
    "direct",
    "held",
    "repeated",
];

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Truth {
    pub schema: String,
    pub as_of: String,
    pub options: Options,
    /// Rows by kind of table; bill lines include the unreadable ones.
    pub rows: BTreeMap<String, usize>,
    /// Data rows by file.
    pub files: BTreeMap<String, usize>,
    /// What is to become of the store rows; the counts add up to `rows.stores`.
    pub dispositions: BTreeMap<String, usize>,
    /// How far the onboarded stores without a fault have come, by store code.
    #[serde(default)]
    pub stages: BTreeMap<String, String>,
    /// What shows that a store is direct, by store code; of those without a fault.
    #[serde(default)]
    pub direct: BTreeMap<String, String>,
    /// What a company drew out of its Alipay account, by PID, in fen.
    #[serde(default)]
    pub withdrawn: BTreeMap<String, i64>,
    pub faults: Vec<TrueFault>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Default)]
pub struct TrueFault {
    pub code: String,
    pub file: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cell: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub row: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub store_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sku_code: Option<String>,
    /// When several cells have an equal right to be the primary one: all of them, in the same file and sheet.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub cells: Vec<String>,
    /// The codes of all stores concerned.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub stores: Vec<String>,
    /// The records on the other side, which the finding names, except that of a record nobody has.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub others: Vec<TrueRecord>,
    /// Its rows in `accounts.csv`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub accounts: Vec<TrueAccount>,
}

/// A record of a register.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct TrueRecord {
    pub file: String,
    pub row: usize,
}

/// What a comparison with a register comes to.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct TrueAccount {
    /// Empty of a record without stores.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub store_code: String,
    pub verdict: String,
    pub pass: String,
}

pub fn tell(
    options: &Options,
    world: &World,
    faults: &[Fault],
    bills: &Bills,
    statement: &Statement,
) -> Truth {
    let money = (bills, statement);
    let rows = Rows::count(world);
    let mut told = natural();
    told.extend(faults.iter().map(|fault| place(world, &rows, money, fault)));
    Truth {
        schema: SCHEMA.to_owned(),
        as_of: super::AS_OF.to_owned(),
        options: options.clone(),
        rows: rows_by_kind(world, money),
        files: rows_by_file(world, money),
        dispositions: dispositions(world, faults),
        stages: stages(world),
        direct: direct(world, faults),
        withdrawn: (bills.fund.iter())
            .map(|fund| {
                (
                    fund.pid.clone(),
                    fund.credits.iter().map(|(_, fen)| fen).sum(),
                )
            })
            .collect(),
        faults: told,
    }
}

/// Every job has a sheet of instructions, a column of remarks and a scan, and the program says
/// that it does not use them.
fn natural() -> Vec<TrueFault> {
    let book = |code: &str, sheet: &str| TrueFault {
        code: code.to_owned(),
        file: files::STORES_BOOK.to_owned(),
        sheet: Some(sheet.to_owned()),
        ..TrueFault::default()
    };
    let mut remarks = book("SHT002", files::STORES_SHEET);
    remarks.cell = Some(cell(FIELDS, files::STORES_HEADER_ROW));
    remarks.row = Some(files::STORES_HEADER_ROW);
    let scan = TrueFault {
        code: "SHT003".to_owned(),
        file: files::SCAN.to_owned(),
        ..TrueFault::default()
    };
    vec![book("SHT001", files::NOTES_SHEET), remarks, scan]
}

/// The row of each store in its file, counted as a person does.
struct Rows(Vec<usize>);

impl Rows {
    fn count(world: &World) -> Self {
        let (mut book, mut csv) = (files::STORES_HEADER_ROW, 1);
        let rows = world.stores.iter().map(|store| {
            let last = if store.east { &mut csv } else { &mut book };
            *last += 1;
            *last
        });
        Self(rows.collect())
    }
}

/// Both bills, and the statement of what was paid.
type Money<'a> = (&'a Bills, &'a Statement);

fn place(world: &World, rows: &Rows, money: Money, fault: &Fault) -> TrueFault {
    let marks = &fault.marks;
    let mut told = spot(world, rows, money, marks.primary);
    fault.code.clone_into(&mut told.code);
    told.cells = marks
        .alike
        .iter()
        .filter_map(|&alike| spot(world, rows, money, alike).cell)
        .collect();
    told.stores = marks
        .stores
        .iter()
        .map(|&s| world.stores[s].get(Field::StoreCode).to_owned())
        .collect();
    told.stores.dedup();
    let record = |other: &Spot| {
        let other = spot(world, rows, money, *other);
        Some(TrueRecord {
            file: other.file,
            row: other.row?,
        })
    };
    told.others = marks.others.iter().filter_map(record).collect();
    let compared = |compared: &Compared| TrueAccount {
        store_code: compared
            .store
            .map_or("", |s| world.stores[s].get(Field::StoreCode))
            .to_owned(),
        verdict: compared.verdict.to_owned(),
        pass: compared.pass.to_owned(),
    };
    told.accounts = marks.compared.iter().map(compared).collect();
    told
}

fn spot(world: &World, rows: &Rows, (bills, statement): Money, spot: Spot) -> TrueFault {
    match spot {
        Spot::Store(s, field) => {
            let store = &world.stores[s];
            let (file, sheet, column) = match store.east {
                true => (files::STORES_CSV, None, registers::csv_column(field)),
                false => (
                    files::STORES_BOOK,
                    Some(files::STORES_SHEET.to_owned()),
                    field as usize,
                ),
            };
            TrueFault {
                field: Some(field.key().to_owned()),
                store_code: Some(store.get(Field::StoreCode).to_owned())
                    .filter(|code| !code.is_empty()),
                ..at(file, sheet, column, rows.0[s])
            }
        }
        Spot::Sku(row, column) => TrueFault {
            field: Some(skus::COLUMNS[column].0.to_owned()),
            sku_code: Some(world.skus[row].cells[skus::CODE].clone())
                .filter(|code| !code.is_empty()),
            ..at(
                files::SKUS_BOOK,
                Some(files::SKUS_SHEET.to_owned()),
                column,
                row + 2,
            )
        },
        Spot::Item(row, column) => TrueFault {
            field: Some(items::COLUMNS[column].0.to_owned()),
            sku_code: Some(world.items[row].cells[items::CODE].clone()),
            ..at(files::ITEMS, None, column, row + 2)
        },
        Spot::Account(row) => TrueFault {
            field: Some("logon_id".to_owned()),
            ..at(files::ACCOUNTS, None, 0, row + 2)
        },
        Spot::Bank(row) => TrueFault {
            field: Some("card_no".to_owned()),
            ..at(files::BANKS_BOOK, Some("银行账户".to_owned()), 0, row + 2)
        },
        Spot::Merchant(row) => at(files::MERCHANTS, None, 0, row + 2),
        Spot::BillAmount(n) => TrueFault {
            field: Some("net_amount".to_owned()),
            ..at(
                &bills.acquirer.file,
                None,
                super::bills::NET_AMOUNT,
                bills.acquirer.unreadable_row(n),
            )
        },
        Spot::CreditMissing(n) => TrueFault {
            file: statement.missing[n].clone(),
            ..TrueFault::default()
        },
        Spot::CreditShort(n) => credit(statement.short[n]),
        Spot::CreditOnce(n) => credit(statement.twice[n].0),
        Spot::CreditTwice(n) => credit(statement.twice[n].1),
        Spot::BillFooter => at(&bills.brand.file, None, 0, bills.brand.footer_row()),
    }
}

/// The amount of a credit in the statement.
fn credit(row: usize) -> TrueFault {
    TrueFault {
        field: Some("income".to_owned()),
        ..at(statement::FILE, None, statement::CREDIT, row)
    }
}

fn at(file: &str, sheet: Option<String>, column: usize, row: usize) -> TrueFault {
    TrueFault {
        file: file.to_owned(),
        sheet,
        cell: Some(cell(column, row)),
        row: Some(row),
        ..TrueFault::default()
    }
}

/// `cell(28, 3)` is `AC3`.
fn cell(column: usize, row: usize) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.insert(0, (b'A' + (rest % 26) as u8) as char);
        rest /= 26;
    }
    format!("{letters}{row}")
}

fn rows_by_kind(world: &World, (bills, statement): Money) -> BTreeMap<String, usize> {
    let movements = bills.fund.as_ref().map_or(0, |fund| fund.lines);
    let kinds = [
        ("stores", world.stores.len()),
        ("skus", world.skus.len()),
        ("items", world.items.len()),
        ("merchants", world.merchants.len()),
        ("alipay_accounts", world.accounts.len()),
        ("bank_accounts", world.banks.len()),
        (
            "alipay_bill",
            bills.acquirer.lines + bills.brand.lines + movements,
        ),
        ("bank_statement", statement.rows),
    ];
    kinds.map(|(kind, rows)| (kind.to_owned(), rows)).into()
}

fn rows_by_file(world: &World, (bills, statement): Money) -> BTreeMap<String, usize> {
    let east = world.stores.iter().filter(|store| store.east).count();
    let files = [
        (files::STORES_BOOK, world.stores.len() - east),
        (files::STORES_CSV, east),
        (files::SKUS_BOOK, world.skus.len()),
        (files::ITEMS, world.items.len()),
        (files::MERCHANTS, world.merchants.len()),
        (files::ACCOUNTS, world.accounts.len()),
        (files::BANKS_BOOK, world.banks.len()),
        (&bills.acquirer.file, bills.acquirer.lines),
        (&bills.brand.file, bills.brand.lines),
        (statement::FILE, statement.rows),
    ];
    let fund = bills
        .fund
        .iter()
        .map(|fund| (fund.file.as_str(), fund.lines));
    let files = files.into_iter().chain(fund);
    files.map(|(file, rows)| (file.to_owned(), rows)).collect()
}

fn dispositions(world: &World, faults: &[Fault]) -> BTreeMap<String, usize> {
    let mut fates = vec![Fate::Kept; world.stores.len()];
    for fault in faults {
        fault
            .marks
            .stores
            .iter()
            .for_each(|&s| fates[s] = fault.fate);
    }
    let mut counts: BTreeMap<String, usize> = DISPOSITIONS.map(|name| (name.to_owned(), 0)).into();
    for (store, fate) in world.stores.iter().zip(fates) {
        let name = match (fate, store.standing) {
            (Fate::Held, _) => "held",
            (Fate::Repeated, _) => "repeated",
            (Fate::Kept, Standing::Create) => "create",
            (Fate::Kept, Standing::Modify) => "modify",
            (Fate::Kept, Standing::Unchanged) => "unchanged",
            (Fate::Kept, Standing::Direct) => "direct",
        };
        *counts.entry(name.to_owned()).or_default() += 1;
    }
    counts
}

fn stages(world: &World) -> BTreeMap<String, String> {
    let sound = world.stores.iter().filter(|store| !store.taken);
    let onboarded = sound.filter_map(|store| Some((store, &world.merchants[store.merchant?])));
    let stage = |(store, merchant): (&Store, &Merchant)| {
        let code = store.get(Field::StoreCode).to_owned();
        (code, merchant.progress.stage().to_owned())
    };
    onboarded.map(stage).collect()
}

fn direct(world: &World, faults: &[Fault]) -> BTreeMap<String, String> {
    let faulty = |s: usize| faults.iter().any(|fault| fault.marks.stores.contains(&s));
    let sound = (world.stores.iter().enumerate())
        .filter(|(s, store)| store.standing == Standing::Direct && !faulty(*s));
    let evidence = |(_, store): (usize, &Store)| {
        let shown = if store.in_brand_bill {
            "own_bill"
        } else {
            "money_flow"
        };
        (store.get(Field::StoreCode).to_owned(), shown.to_owned())
    };
    sound.map(evidence).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        let cells =
            [(0, 1), (25, 9), (26, 9), (28, 3)].map(|(column, row)| super::cell(column, row));
        assert_eq!(cells, ["A1", "Z9", "AA9", "AC3"]);
    }
}
