//! `manifest.json`: what was read, what was written, and the totals that tie the two together. It
//! knows no clock and no path of the machine, so equal input gives an equal manifest.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::{EmitError, NoManifest};
use super::report::context::ReportContext;
use super::run::Run;
use crate::config::SettingsFile;
use crate::model::{Lang, Level, Totals};
use crate::uploads::input::code_field;
use crate::uploads::target::TargetTotals;
use crate::value::hex;

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
    /// The files that say how to read the input.
    settings: &'a [SettingsFile],
    inputs: Vec<ListedInput<'a>>,
    totals: Totals,
    findings: Vec<FindingCount>,
    rules: BTreeMap<&'static str, RuleCount>,
    exit: Exit,
    /// Reports alone: nothing was written to upload.
    #[serde(skip_serializing_if = "is_default")]
    dry_run: bool,
    targets: &'a [TargetTotals],
    outputs: Vec<ListedOutput<'a>>,
}

/// A file of the output; of an upload, what it was made by and of.
#[derive(Serialize)]
struct ListedOutput<'a> {
    #[serde(flatten)]
    output: &'a Output,
    #[serde(skip_serializing_if = "Option::is_none")]
    upload: Option<ListedUpload<'a>>,
}

/// What makes an upload traceable.
#[derive(Serialize)]
struct ListedUpload<'a> {
    profile: &'a str,
    profile_sha256: &'a str,
    rules_sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    org_pid: Option<&'a str>,
    /// Codes of the first and the last row.
    first: &'a str,
    last: &'a str,
}

/// The version of the rule set: what each rule is called, how grave it is, what it stops.
fn rules_sha256(run: &Run) -> String {
    let mut hash = Sha256::new();
    for rule in run.rules {
        let blocks = rule.blocks.map_or("", |blocks| blocks.key());
        hash.update(format!(
            "{} {} {} {blocks}\n",
            rule.code,
            rule.name,
            rule.level.key()
        ));
    }
    hex::encode(&hash.finalize())
}

fn listed<'a>(report: &'a ReportContext, outputs: &'a [Output]) -> Vec<ListedOutput<'a>> {
    let rules = rules_sha256(report.run);
    let upload = |output: &Output| {
        let file = output.path.strip_prefix("uploads/")?;
        let stem = file.split('.').next()?;
        let batch = report.batches.iter().find(|batch| batch.stem == stem)?;
        let layout = &batch.layout;
        let (table, code) = (report.run.upload_input().table(layout), code_field(layout));
        let code = |row: Option<&u32>| row.map_or("", |row| table.text(*row as usize, code));
        Some(ListedUpload {
            profile: &layout.name,
            profile_sha256: &layout.sha256,
            rules_sha256: rules.clone(),
            org_pid: batch.named_acquirer(),
            first: code(batch.rows.first()),
            last: code(batch.rows.last()),
        })
    };
    let list = outputs.iter().map(|output| ListedOutput {
        upload: upload(output),
        output,
    });
    list.collect()
}

#[derive(Serialize)]
struct Program {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct ListedInput<'a> {
    path: &'a str,
    bytes: u64,
    sha256: &'a str,
    format: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delimiter: Option<char>,
    /// `read`, `read_with_findings` or `refused`.
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<Refused>,
    /// Findings that stand in this file, from all stages.
    findings: u64,
    sheets: Vec<InputSheet<'a>>,
}

/// Why a file was not read.
#[derive(Serialize)]
struct Refused {
    code: &'static str,
    reason: String,
}

#[derive(Serialize)]
struct InputSheet<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    layout: &'a str,
    #[serde(skip_serializing_if = "is_default")]
    header_row: u32,
    rows: u64,
    #[serde(skip_serializing_if = "is_default")]
    left_out: u64,
    #[serde(skip_serializing_if = "is_default")]
    hidden: bool,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// How often a rule hit.
#[derive(Serialize)]
struct FindingCount {
    code: &'static str,
    name: &'static str,
    level: Level,
    count: u64,
}

/// What a rule came to: one that could look at nothing has found nothing, which is no good news.
#[derive(Default, Serialize)]
struct RuleCount {
    findings: u64,
    /// How often a cell the rule needs was absent, empty or found wrong before.
    not_checked: u64,
}

/// The rules that were put to a table, and those of other stages that hit, by code.
fn rules(run: &Run, findings: &[FindingCount]) -> BTreeMap<&'static str, RuleCount> {
    let mut rules: BTreeMap<&'static str, RuleCount> = BTreeMap::new();
    for (code, not_checked) in run.not_checked {
        rules.entry(code).or_default().not_checked = *not_checked;
    }
    for count in findings {
        rules.entry(count.code).or_default().findings += count.count;
    }
    rules
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

/// Findings per rule, in the order of codes.
fn counts(run: &Run) -> Vec<FindingCount> {
    let mut counts: BTreeMap<(&str, Level), FindingCount> = BTreeMap::new();
    for finding in run.findings {
        let (code, name, level) = (finding.rule.code, finding.rule.name, finding.level);
        let count = counts.entry((code, level)).or_insert(FindingCount {
            code,
            name,
            level,
            count: 0,
        });
        count.count += 1;
    }
    counts.into_values().collect()
}

/// The manifest as text.
pub(crate) fn render(report: &ReportContext, outputs: &[Output]) -> String {
    let (run, totals) = (report.run, report.totals);
    let findings = counts(run);
    let at = |level| {
        let counts = findings.iter().filter(|count| count.level == level);
        counts.map(|count| count.count).sum()
    };
    let manifest = Manifest {
        schema: SCHEMA,
        program: Program {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        as_of: run.settings.as_of.to_string(),
        lang: run.settings.lang,
        revealed: run.settings.reveal,
        settings: &run.settings.files,
        inputs: inputs(run),
        totals: *totals,
        exit: Exit {
            stores_held: totals.stores.held,
            skus_held: totals.skus.held,
            errors: at(Level::Error),
            warnings: at(Level::Warning),
            notes: at(Level::Note),
        },
        rules: rules(run, &findings),
        findings,
        dry_run: run.settings.dry_run,
        targets: report.target_totals,
        outputs: listed(report, outputs),
    };
    // Plain structs of text and numbers cannot fail to serialise.
    serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n"
}

fn inputs<'a>(run: &Run<'a>) -> Vec<ListedInput<'a>> {
    let sources = &run.ingested.sources;
    let formatter = run.formatter();
    let sheet = |s: &'a crate::model::SheetRead| InputSheet {
        sheet: sources
            .get(s.source as usize)
            .and_then(|s| s.sheet.as_deref()),
        kind: s.kind.map(|k| k.key()),
        layout: &s.layout,
        header_row: s.header_rows.1,
        rows: s.rows,
        left_out: s.left_out,
        hidden: s.hidden,
    };
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for finding in run.findings {
        let (file, _) = formatter.file(finding.place);
        *counts.entry(file).or_default() += 1;
    }
    let files = run.ingested.files.iter().map(|f| {
        let findings = counts.get(f.path.as_str()).copied().unwrap_or(0);
        ListedInput {
            path: &f.path,
            bytes: f.bytes,
            sha256: &f.sha256,
            format: f.format,
            encoding: f.text.map(|t| t.encoding),
            delimiter: f.text.map(|t| t.delimiter),
            status: match (&f.refused, findings) {
                (Some(_), _) => "refused",
                (None, 0) => "read",
                (None, _) => "read_with_findings",
            },
            refused: f.refused.as_ref().map(|finding| Refused {
                code: finding.rule.code,
                reason: formatter.view(finding).message,
            }),
            findings,
            sheets: f.sheets.iter().map(sheet).collect(),
        }
    });
    files.collect()
}

/// Which manifest it is, whatever else stands there.
#[derive(Deserialize)]
struct ManifestSchema {
    schema: String,
}

/// What `verify` needs of a manifest.
#[derive(Deserialize)]
struct WrittenManifest {
    outputs: Vec<Output>,
}

/// The files a manifest lists.
///
/// # Errors
/// [`EmitError::Manifest`] when the folder has no manifest of ours.
pub(crate) fn read(out: &Path) -> Result<Vec<Output>, EmitError> {
    let path = out.join(MANIFEST);
    let outputs = match fs::read_to_string(&path) {
        Ok(text) => outputs(&text),
        Err(error) => Err(match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => NoManifest::Absent,
            _ => NoManifest::Broken(error.to_string()),
        }),
    };
    outputs.map_err(|fault| EmitError::Manifest { path, fault })
}

fn outputs(text: &str) -> Result<Vec<Output>, NoManifest> {
    let broken = |error: serde_json::Error| NoManifest::Broken(error.to_string());
    let marked: ManifestSchema = serde_json::from_str(text).map_err(broken)?;
    if marked.schema != SCHEMA {
        return Err(NoManifest::Version {
            found: marked.schema,
            expected: SCHEMA,
        });
    }
    let written: WrittenManifest = serde_json::from_str(text).map_err(broken)?;
    let is_inside = |path: &str| {
        let mut parts = path.split('/');
        parts.all(|part| !matches!(part, "" | "." | "..")) && !path.contains('\\')
    };
    match written.outputs.iter().find(|o| !is_inside(&o.path)) {
        Some(output) => Err(NoManifest::Outside(output.path.clone())),
        None => Ok(written.outputs),
    }
}
