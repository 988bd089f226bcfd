//! `jinjian fix FILE -o OUT.xlsx|.csv`: the file again with its cells written cleanly, and with
//! `--unsafe` the numbers that can be repaired in one way only. The input is never touched, every change
//! is listed, and no other cell changes. `--diff` alone lists the changes and writes nothing.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::args::FixArgs;
use super::as_of::run_day;
use super::exit::{CLEAR, VerbResult};
use super::input_groups::groups;
use super::output_file::{check_ending, check_free, ends_in};
use super::overrides;
use super::terminal::escape_controls;
use crate::emit;
use crate::emit::{FindingFormatter, Fixed, FixedSheet};
use crate::model::{Ingested, InputFile, Lang, SheetRead, fix_sheet};
use crate::pipeline;
use crate::pipeline::CheckOutcome;

mod changes;

use changes::CellChange;

/// Why a file cannot be written again.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{}: is the input; give another name", .0.display())]
    Input(PathBuf),
    #[error("{}: is no file; give one file", .0.display())]
    NoFile(PathBuf),
    #[error("{file}: {reason}")]
    Refused { file: String, reason: String },
    #[error(
        "{0}: holds no table of stores, SKUs or records; `jinjian inspect` says what it is taken for"
    )]
    NoTable(String),
    #[error("{0}: holds other files; unpack it and give one of them")]
    Archive(String),
    #[error(
        "{0}: has several sheets, which a .csv has no room for; give a name that ends in .xlsx"
    )]
    Sheets(String),
    #[error("{0}: has merged cells, which a .csv has no room for; give a name that ends in .xlsx")]
    Merged(String),
}

pub(super) fn run(args: &FixArgs) -> VerbResult {
    if !args.file.is_file() {
        return Err(Box::new(Error::NoFile(args.file.clone())));
    }
    let out = args.out.as_deref();
    if let Some(out) = out {
        check_out(args, out)?;
    }
    let groups = groups(std::slice::from_ref(&args.file))?;
    let Some(group) = groups.first() else {
        return Err(Box::new(Error::NoFile(args.file.clone())));
    };
    let (mut job, layouts) = group.job()?;
    overrides::check_rule_entries(&job)?;
    let lang = args.lang.or(job.lang).unwrap_or_default();
    job.reading.keeps_sheets = true;
    let as_of = run_day(args.as_of.as_deref(), &job)?;
    let rules = pipeline::check_only(&group.input(&job, &layouts, as_of));
    let file = the_file(&rules, lang)?;
    let sheets = sheets_to_write(file, out)?;
    let (changes, left) = changes::choose(changes::find(&rules, &sheets), args.repairs);
    if let Some(out) = out {
        let fixed = fixed(&rules.ingested, &sheets, &changes, lang);
        emit::fixed(&fixed, out, args.force)?;
    }
    if args.diff {
        let lens = lens(&rules.ingested, lang, args.reveal);
        let diff = diff(&lens, &changes, sheets.len() > 1);
        std::io::stdout().write_all(escape_controls(&diff).as_bytes())?;
    }
    let sentence = closing(changes.len(), left, out, lang);
    writeln!(std::io::stderr(), "{sentence}")?;
    Ok(CLEAR)
}

/// Whether the output can have this name; the input is never written to.
fn check_out(args: &FixArgs, out: &Path) -> Result<(), Box<dyn std::error::Error>> {
    check_ending(out, &["xlsx", "csv"])?;
    let real = |path: &Path| path.canonicalize().ok();
    if out == args.file || real(out).is_some_and(|out| Some(out) == real(&args.file)) {
        return Err(Box::new(Error::Input(out.to_owned())));
    }
    Ok(check_free(out, args.force)?)
}

/// The file that was read, or why it was not.
fn the_file(rules: &CheckOutcome, lang: Lang) -> Result<&InputFile, Error> {
    let ingested = &rules.ingested;
    let [file] = &ingested.files[..] else {
        let first = ingested.files.first();
        return Err(Error::Archive(
            first.map_or(String::new(), |f| f.path.clone()),
        ));
    };
    let lens = lens(ingested, lang, false);
    match &file.refused {
        Some(finding) => Err(Error::Refused {
            file: file.path.clone(),
            reason: lens.view(finding).message,
        }),
        None => Ok(file),
    }
}

/// The sheets that are written: all of a workbook, blank ones aside.
fn sheets_to_write<'a>(
    file: &'a InputFile,
    out: Option<&Path>,
) -> Result<Vec<&'a SheetRead>, Error> {
    let name = || file.path.clone();
    let sheets: Vec<_> = file.sheets.iter().filter(|s| !s.raw.is_empty()).collect();
    if !sheets.iter().any(|sheet| sheet.kind.is_some()) {
        return Err(Error::NoTable(name()));
    }
    if out.is_some_and(|out| ends_in(out, "csv")) {
        let merged_below = |sheet: &SheetRead| {
            let mut merged = sheet.raw.merged.iter();
            merged.any(|((_, bottom), _)| *bottom > sheet.header_rows.1)
        };
        match sheets[..] {
            [sheet] if merged_below(sheet) => return Err(Error::Merged(name())),
            [_] => {}
            _ => return Err(Error::Sheets(name())),
        }
    }
    Ok(sheets)
}

fn lens(ingested: &Ingested, lang: Lang, reveal: bool) -> FindingFormatter<'_> {
    FindingFormatter {
        sources: &ingested.sources,
        lang,
        reveal,
    }
}

fn fixed<'a>(
    ingested: &'a Ingested,
    sheets: &[&'a SheetRead],
    changes: &'a [CellChange],
    lang: Lang,
) -> Fixed<'a> {
    let sheet = |sheet: &&'a SheetRead| {
        let own = changes
            .iter()
            .filter(|change| change.source == sheet.source);
        FixedSheet {
            name: name(ingested, sheet.source),
            raw: &sheet.raw,
            changed: own
                .map(|change| ((change.row, change.column), &change.new[..]))
                .collect(),
        }
    };
    Fixed {
        sheets: sheets.iter().map(sheet).collect(),
        record: (
            in_language(fix_sheet::NAMES, lang),
            rows(ingested, sheets, changes, lang),
        ),
    }
}

fn name(ingested: &Ingested, source: u32) -> Option<&str> {
    ingested.sources.get(source as usize)?.sheet.as_deref()
}

fn in_language<T>([zh, en]: [T; 2], lang: Lang) -> T {
    lang.pick(zh, en)
}

/// The changes as rows of a sheet, below their headings.
fn rows(
    ingested: &Ingested,
    sheets: &[&SheetRead],
    changes: &[CellChange],
    lang: Lang,
) -> Vec<[String; 6]> {
    let head = in_language(fix_sheet::HEADINGS, lang).map(str::to_owned);
    let row = |change: &CellChange| {
        let own = sheets.iter().filter(|sheet| sheet.source == change.source);
        let mut header = own.flat_map(|sheet| &sheet.header);
        let header = header.find(|header| header.column == change.column);
        let sheet = name(ingested, change.source).unwrap_or_default();
        [
            sheet.to_owned(),
            change.cell(),
            header.map_or(String::new(), |header| header.text.clone()),
            change.old.clone(),
            change.new.clone(),
            change.why(lang),
        ]
    };
    std::iter::once(head)
        .chain(changes.iter().map(row))
        .collect()
}

/// One change a line; personal data hidden unless asked for.
fn diff(lens: &FindingFormatter, changes: &[CellChange], with_sheets: bool) -> String {
    let line = |change: &CellChange| {
        let source = lens.sources.get(change.source as usize);
        let sheet = source.and_then(|source| source.sheet.as_deref());
        let sheet = sheet.filter(|_| with_sheets);
        let sheet = sheet.map_or(String::new(), |name| format!("{name}!"));
        let shown = |text| format!("{:?}", lens.hide(Some(change.field), text));
        let (old, new) = (shown(&change.old), shown(&change.new));
        let (cell, why) = (change.cell(), change.why(lens.lang));
        format!("{sheet}{cell}: {old} → {new} ({why})\n")
    };
    changes.iter().map(line).collect()
}

/// What was done, and what `--unsafe` would do besides.
fn closing(changed: usize, left: usize, out: Option<&Path>, lang: Lang) -> String {
    let mut sentence = match out.map(Path::display) {
        Some(out) => lang.pick(
            format!("改了 {changed} 格，写入 {out}"),
            format!("{changed} cell(s) changed, written to {out}"),
        ),
        None => lang.pick(
            format!("可改 {changed} 格，没有写文件"),
            format!("{changed} cell(s) to change, nothing written"),
        ),
    };
    if left > 0 {
        sentence += &lang.pick(
            format!("；另有 {left} 格的号码只有一种改法，用 --unsafe 一并改正"),
            format!("; {left} more can be mended in one way only: --unsafe mends them"),
        );
    }
    sentence
}
