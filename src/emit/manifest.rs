//! `manifest.json`: what was read, what was written, and the totals that tie the two together. It
//! knows no clock and no path of the machine, so equal input gives an equal manifest.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Error, Run};
use crate::model::{Disposition, Lang, Level, M4State, SkuPlan};
use crate::value::date;

/// The manifest's name in the output folder.
pub const MANIFEST: &str = "manifest.json";
const SCHEMA: &str = "jinjian.manifest/1";

/// One file of the output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Relative to the output folder, `/` on every system.
    pub path: String,
    pub bytes: u64,
    /// Lower-case hex.
    pub sha256: String,
    /// Data rows, without headers.
    pub rows: u64,
}

#[derive(Serialize)]
struct Manifest<'a> {
    schema: &'static str,
    program: Program,
    as_of: String,
    lang: Lang,
    revealed: bool,
    inputs: Vec<Input<'a>>,
    totals: Totals,
    findings: Vec<FindingCount>,
    exit: Exit,
    outputs: &'a [Output],
}

#[derive(Serialize)]
struct Program {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Input<'a> {
    path: &'a str,
    bytes: u64,
    sha256: &'a str,
    format: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'a str>,
    sheets: Vec<InputSheet<'a>>,
}

#[derive(Serialize)]
struct InputSheet<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    layout: &'a str,
    #[serde(skip_serializing_if = "is_zero")]
    header_row: u32,
    rows: u64,
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// Rows in, and where they ended; each list adds up to its `rows`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Totals {
    pub stores: StoreTotals,
    /// Of the submitted and unchanged stores.
    pub m4: M4Totals,
    pub skus: SkuTotals,
    pub bills: BillTotals,
}

macro_rules! totals {
    ($(#[$doc:meta])* $name:ident { $($key:ident),* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
        pub struct $name { $(pub $key: u64),* }
    };
}

totals!(
    /// Store rows by disposition.
    StoreTotals { rows, create, modify, unchanged, direct, held, repeated }
);
totals!(
    /// Stores by their distance to M4.
    M4Totals { ready, pending, differs, no_account, claimed }
);
totals!(
    /// SKU rows.
    SkuTotals { rows, publish, held, repeated }
);
totals!(
    /// Bill lines.
    BillTotals { lines, trades, refunds, refused }
);

/// How often a rule hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingCount {
    pub code: &'static str,
    pub name: &'static str,
    pub level: Level,
    pub count: u64,
}

/// What the exit code is decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Exit {
    stores_held: u64,
    skus_held: u64,
    errors: u64,
    warnings: u64,
    notes: u64,
}

/// The control totals, checked.
///
/// # Errors
/// [`Error::Totals`] when a row has no disposition or a bill line is unaccounted for.
pub fn totals(run: &Run) -> Result<Totals, Error> {
    let tables = &run.ingested.tables;
    let stores = StoreTotals {
        rows: tables.stores.len() as u64,
        ..run
            .plan
            .store_counts()
            .into_iter()
            .fold(StoreTotals::default(), |mut t, (d, n)| {
                *match d {
                    Disposition::Create => &mut t.create,
                    Disposition::Modify => &mut t.modify,
                    Disposition::Unchanged => &mut t.unchanged,
                    Disposition::Direct => &mut t.direct,
                    Disposition::Held => &mut t.held,
                    Disposition::Repeated => &mut t.repeated,
                } = n as u64;
                t
            })
    };
    let m4 = run
        .plan
        .m4_counts()
        .into_iter()
        .fold(M4Totals::default(), |mut t, (m, n)| {
            *match m {
                M4State::Ready => &mut t.ready,
                M4State::Pending => &mut t.pending,
                M4State::Differs => &mut t.differs,
                M4State::NoAccount => &mut t.no_account,
                M4State::Claimed => &mut t.claimed,
            } = n as u64;
            t
        });
    let skus = SkuTotals {
        rows: tables.skus.len() as u64,
        ..run
            .plan
            .sku_counts()
            .into_iter()
            .fold(SkuTotals::default(), |mut t, (s, n)| {
                *match s {
                    SkuPlan::Publish => &mut t.publish,
                    SkuPlan::Held => &mut t.held,
                    SkuPlan::Repeated => &mut t.repeated,
                } = n as u64;
                t
            })
    };
    let bills = run
        .ingested
        .bills
        .iter()
        .fold(BillTotals::default(), |t, b| BillTotals {
            lines: t.lines + b.lines,
            trades: t.trades + b.trades.lines,
            refunds: t.refunds + b.refunds.lines,
            refused: t.refused + b.refused,
        });
    let agree = |what, rows, counted| match rows == counted {
        true => Ok(()),
        false => Err(Error::Totals {
            what,
            rows,
            counted,
        }),
    };
    let s = &stores;
    let counted = s.create + s.modify + s.unchanged + s.direct + s.held + s.repeated;
    agree("stores", s.rows, counted)?;
    agree("stores", s.rows, run.reconciled.stores.len() as u64)?;
    agree("SKUs", skus.rows, skus.publish + skus.held + skus.repeated)?;
    agree(
        "bill lines",
        bills.lines,
        bills.trades + bills.refunds + bills.refused,
    )?;
    Ok(Totals {
        stores,
        m4,
        skus,
        bills,
    })
}

/// Findings per rule, in the order of codes.
pub fn counts(run: &Run) -> Vec<FindingCount> {
    let mut counts: Vec<FindingCount> = Vec::new();
    for finding in run.findings {
        let (code, level) = (finding.rule.code, finding.level);
        match counts.binary_search_by_key(&(code, level), |c| (c.code, c.level)) {
            Ok(at) => counts[at].count += 1,
            Err(at) => counts.insert(
                at,
                FindingCount {
                    code,
                    name: finding.rule.name,
                    level,
                    count: 1,
                },
            ),
        }
    }
    counts
}

/// The manifest as text.
pub fn render(run: &Run, totals: &Totals, outputs: &[Output]) -> String {
    let findings = counts(run);
    let at = |level| {
        findings
            .iter()
            .filter(|f| f.level == level)
            .map(|f| f.count)
            .sum()
    };
    let manifest = Manifest {
        schema: SCHEMA,
        program: Program {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        as_of: date::format(run.settings.as_of),
        lang: run.settings.lang,
        revealed: run.settings.reveal,
        inputs: inputs(run),
        totals: totals.clone(),
        exit: Exit {
            stores_held: totals.stores.held,
            skus_held: totals.skus.held,
            errors: at(Level::Error),
            warnings: at(Level::Warning),
            notes: at(Level::Note),
        },
        findings,
        outputs,
    };
    // Plain structs of text and numbers cannot fail to serialise.
    serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n"
}

fn inputs<'a>(run: &Run<'a>) -> Vec<Input<'a>> {
    let sources = &run.ingested.sources;
    let sheet = |s: &'a crate::model::SheetRead| InputSheet {
        sheet: sources
            .get(s.source as usize)
            .and_then(|s| s.sheet.as_deref()),
        kind: s.kind.map(|k| k.key()),
        layout: &s.layout,
        header_row: s.header_row,
        rows: s.rows,
    };
    let files = run.ingested.files.iter().map(|f| Input {
        path: &f.path,
        bytes: f.bytes,
        sha256: &f.sha256,
        format: f.format,
        encoding: f.encoding,
        sheets: f.sheets.iter().map(sheet).collect(),
    });
    files.collect()
}

/// What `verify` needs of a manifest.
#[derive(Deserialize)]
struct Written {
    schema: String,
    outputs: Vec<Output>,
}

/// The files a manifest lists.
///
/// # Errors
/// [`Error::Manifest`] when the folder has no manifest of ours.
pub fn read(out: &Path) -> Result<Vec<Output>, Error> {
    let path = out.join(MANIFEST);
    let refused = |fault: String| Error::Manifest {
        path: path.clone(),
        fault,
    };
    let text = fs::read_to_string(&path).map_err(|e| refused(e.to_string()))?;
    let written: Written = serde_json::from_str(&text).map_err(|e| refused(e.to_string()))?;
    if written.schema != SCHEMA {
        return Err(refused(format!(
            "schema `{}`, expected `{SCHEMA}`",
            written.schema
        )));
    }
    let inside = |p: &str| p.split('/').all(|part| !matches!(part, "" | "." | ".."));
    match written
        .outputs
        .iter()
        .find(|o| !inside(&o.path) || o.path.contains('\\'))
    {
        Some(output) => Err(refused(format!(
            "`{}` is not below the folder",
            output.path
        ))),
        None => Ok(written.outputs),
    }
}
