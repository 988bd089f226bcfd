//! Everything reading left behind: the files, their sheets, the tables and the bill aggregates.

use super::{BillFile, BillStore, Finding, Kind, Sources, Table};

/// One input file.
#[derive(Clone, Debug, Default)]
pub struct InputFile {
    /// Relative to the input folder, `/` on every system.
    pub path: String,
    pub bytes: u64,
    /// Lower-case hex.
    pub sha256: String,
    /// `xlsx` or `csv`.
    pub format: &'static str,
    /// For text: `UTF-8`, `UTF-8 BOM` or `GB18030`.
    pub encoding: Option<&'static str>,
    pub sheets: Vec<SheetRead>,
}

/// One sheet of an input file.
#[derive(Clone, Debug)]
pub struct SheetRead {
    /// Index into the run's sources.
    pub source: u32,
    /// Absent when no layout fits.
    pub kind: Option<Kind>,
    /// Name of the layout that fits.
    pub layout: String,
    /// Counted from 1; 0 when there is none.
    pub header_row: u32,
    /// Data rows read (bill lines for a bill).
    pub rows: u64,
}

/// One table per kind that is held in memory.
#[derive(Clone, Debug)]
pub struct Tables {
    pub stores: Table,
    pub skus: Table,
    pub items: Table,
    pub merchants: Table,
    pub alipay_accounts: Table,
    pub bank_accounts: Table,
    pub bank_statement: Table,
}

impl Default for Tables {
    fn default() -> Tables {
        Tables {
            stores: Table::new(Kind::Stores),
            skus: Table::new(Kind::Skus),
            items: Table::new(Kind::Items),
            merchants: Table::new(Kind::Merchants),
            alipay_accounts: Table::new(Kind::AlipayAccounts),
            bank_accounts: Table::new(Kind::BankAccounts),
            bank_statement: Table::new(Kind::BankStatement),
        }
    }
}

impl Tables {
    /// The table of a kind; bills have none.
    pub fn get_mut(&mut self, kind: Kind) -> Option<&mut Table> {
        match kind {
            Kind::Stores => Some(&mut self.stores),
            Kind::Skus => Some(&mut self.skus),
            Kind::Items => Some(&mut self.items),
            Kind::Merchants => Some(&mut self.merchants),
            Kind::AlipayAccounts => Some(&mut self.alipay_accounts),
            Kind::BankAccounts => Some(&mut self.bank_accounts),
            Kind::BankStatement => Some(&mut self.bank_statement),
            Kind::AlipayBill => None,
        }
    }

    pub fn all_mut(&mut self) -> [&mut Table; 7] {
        [
            &mut self.stores,
            &mut self.skus,
            &mut self.items,
            &mut self.merchants,
            &mut self.alipay_accounts,
            &mut self.bank_accounts,
            &mut self.bank_statement,
        ]
    }
}

/// What `ingest` hands on.
#[derive(Debug, Default)]
pub struct Ingested {
    /// Ordered by path.
    pub files: Vec<InputFile>,
    pub sources: Sources,
    pub tables: Tables,
    pub bills: Vec<BillFile>,
    /// Ordered by origin, SMID, store code; one entry each.
    pub bill_stores: Vec<BillStore>,
    pub findings: Vec<Finding>,
}
