//! Everything reading left behind: the files, their sheets, the tables and the bill aggregates.

use super::{
    BillFile, BillStore, Field, Finding, Kind, Lang, Level, RawSheet, Sources, StatementRead, Table,
};

/// One input file, or one member of an archive.
#[derive(Clone, Debug, Default)]
pub struct InputFile {
    /// Relative to the input folder, `/` on every system; a member's path follows its archive's.
    pub path: String,
    pub bytes: u64,
    /// Lower-case hex; empty when the file could not be opened.
    pub sha256: String,
    /// What its bytes are, whatever its name says: `xlsx`, `xls`, `xlsb`, `ods`, `html`, `csv`, `zip`…
    pub format: &'static str,
    /// For text: how its bytes were read.
    pub text: Option<TextRead>,
    pub sheets: Vec<SheetRead>,
    /// The finding that says why nothing was read.
    pub refused: Option<Finding>,
}

/// How a text file was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextRead {
    /// `UTF-8`, `UTF-8 BOM`, `GB18030`, `UTF-16 LE` or `UTF-16 BE`.
    pub encoding: &'static str,
    /// The first byte, counted from 1, at which the file is not UTF-8.
    pub not_utf8_at: Option<u64>,
    /// What stands between two fields.
    pub delimiter: char,
}

/// One sheet of an input file.
#[derive(Clone, Debug, Default)]
pub struct SheetRead {
    /// Index into the run's sources.
    pub source: u32,
    /// Absent when no layout fits.
    pub kind: Option<Kind>,
    /// Name of the layout that fits.
    pub layout: String,
    /// First and last row of the header, counted from 1; 0 when there is none.
    pub header_rows: (u32, u32),
    /// The header's cells that are not blank, in column order.
    pub header: Vec<HeaderCell>,
    /// Data rows read (bill lines for a bill).
    pub rows: u64,
    /// Rows below the header that are no data (examples, totals, repeated headers), each with a finding;
    /// and hidden ones, when the job leaves those out, with a finding for all of them.
    pub left_out: u64,
    /// Whether the workbook hides the sheet.
    pub hidden: bool,
    /// The sheet as it stands in the file; empty unless it was asked for.
    pub raw: RawSheet,
    /// Of a bank statement: what it comes to.
    pub statement: Option<StatementRead>,
}

/// A header cell (of several rows: their texts joined by `/`) and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderCell {
    /// Counted from 0.
    pub column: u16,
    pub text: String,
    pub meaning: Meaning,
}

/// What a header cell was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The layout knows the header as this field.
    Field(Field),
    /// A saved mapping says so.
    Accepted(Field),
    /// The layout knows the header and does not use it.
    Known,
    /// An earlier column already holds the field.
    Duplicate(Field),
    /// Nobody reads the column.
    Unknown(Option<Proposal>),
}

/// A field a column might hold. It is never taken by itself: a person accepts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub field: Field,
    /// 0 to 100.
    pub score: u8,
    pub evidence: Evidence,
}

/// Why a column might hold a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The header resembles this one.
    Header(String),
    /// So many of so many sampled cells have the form only this field has.
    Content { fit: u16, of: u16 },
    /// Both.
    Both { header: String, fit: u16, of: u16 },
}

impl Evidence {
    /// The reason as a person reads it.
    pub fn text(&self, lang: Lang) -> String {
        let like = |header| match lang {
            Lang::Zh => format!("表头近似「{header}」"),
            Lang::En => format!("resembles `{header}`"),
        };
        let cells = |fit, of| match lang {
            Lang::Zh => format!("{of} 格中 {fit} 格相符"),
            Lang::En => format!("{fit} of {of} cells fit"),
        };
        match self {
            Evidence::Header(header) => like(header),
            Evidence::Content { fit, of } => cells(fit, of),
            Evidence::Both { header, fit, of } => {
                format!(
                    "{}{}{}",
                    like(header),
                    lang.pick("，", ", "),
                    cells(fit, of)
                )
            }
        }
    }
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
    pub fn get(&self, kind: Kind) -> Option<&Table> {
        match kind {
            Kind::Stores => Some(&self.stores),
            Kind::Skus => Some(&self.skus),
            Kind::Items => Some(&self.items),
            Kind::Merchants => Some(&self.merchants),
            Kind::AlipayAccounts => Some(&self.alipay_accounts),
            Kind::BankAccounts => Some(&self.bank_accounts),
            Kind::BankStatement => Some(&self.bank_statement),
            Kind::AlipayBill => None,
        }
    }

    /// The same, to be changed.
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

    pub fn all(&self) -> [&Table; 7] {
        [
            &self.stores,
            &self.skus,
            &self.items,
            &self.merchants,
            &self.alipay_accounts,
            &self.bank_accounts,
            &self.bank_statement,
        ]
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

impl Ingested {
    /// The files that were not read for a reason at least so grave.
    pub fn refused(&self, level: Level) -> impl Iterator<Item = (&InputFile, &Finding)> {
        let refused = self
            .files
            .iter()
            .filter_map(|f| Some((f, f.refused.as_ref()?)));
        refused.filter(move |(_, finding)| finding.level >= level)
    }
}
