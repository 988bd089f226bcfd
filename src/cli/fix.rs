//! `jinjian fix FILE -o OUT.xlsx|.csv`: the file again with its cells written cleanly, and with
//! `--unsafe` the numbers that can be mended in one way only. The input is never touched, every change is
//! listed, and no other cell is another one. `--diff` alone lists them and writes nothing.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::args::FixArgs;
use super::input_groups;
use super::input_groups::Group;
use super::run::day;
use super::terminal::tame;
use super::{CLEAR, Outcome, overrides};
use crate::config::{Job, Layouts};
use crate::emit;
use crate::emit::{FindingFormatter, Fixed, FixedSheet};
use crate::model::fix_sheet;
use crate::model::place::column_letters;
use crate::model::{Ingested, InputFile, Lang, SheetRead};
use crate::pipeline;
use crate::pipeline::CheckOutcome;

mod changes;

use changes::Change;

/// Why a file cannot be written again.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{}: give a name that ends in .xlsx or .csv", .0.display())]
    Extension(PathBuf),
    #[error("{}: is the input; give another name", .0.display())]
    Input(PathBuf),
    #[error("{}: is there already; give another name, or --force to replace it", .0.display())]
    Exists(PathBuf),
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

pub(super) fn run(args: &FixArgs) -> Outcome {
    if !args.file.is_file() {
        return Err(Box::new(Error::NoFile(args.file.clone())));
    }
    let out = args.out.as_deref();
    out.map_or(Ok(()), |out| acceptable(args, out))?;
    let groups = input_groups::groups(std::slice::from_ref(&args.file))?;
    let Some(group) = groups.first() else {
        return Err(Box::new(Error::NoFile(args.file.clone())));
    };
    let (mut job, layouts) = group.job()?;
    overrides::known(&job)?;
    let lang = args.lang.map(Lang::from).or(job.lang).unwrap_or_default();
    job.reading.keeps_sheets = true;
    let rules = look(args, group, &job, &layouts)?;
    let file = the_file(&rules, lang)?;
    let sheets = written(file, out)?;
    let found = changes::find(&rules, &sheets);
    let (made, left) = changes::chosen(found, args.repairs);
    if let Some(out) = out {
        emit::fixed(&fixed(&rules, &sheets, &made, lang), out, args.force)?;
    }
    if args.diff {
        let diff = diff(&rules, &made, sheets.len() > 1, lang, args.reveal);
        std::io::stdout().write_all(tame(&diff).as_bytes())?;
    }
    let told = told(made.len(), left, out, lang);
    writeln!(std::io::stderr(), "{told}")?;
    Ok(CLEAR)
}

/// Whether the name of the output will do; the input is never written to.
fn acceptable(args: &FixArgs, out: &Path) -> Result<(), Error> {
    let is = |path: &Path, ending: &str| {
        path.extension()
            .is_some_and(|e| e.eq_ignore_ascii_case(ending))
    };
    if !is(out, "xlsx") && !is(out, "csv") {
        return Err(Error::Extension(out.to_owned()));
    }
    let real = |path: &Path| path.canonicalize().ok();
    if out == args.file || real(out).is_some_and(|out| Some(out) == real(&args.file)) {
        return Err(Error::Input(out.to_owned()));
    }
    match out.exists() && !args.force {
        true => Err(Error::Exists(out.to_owned())),
        false => Ok(()),
    }
}

fn look(
    args: &FixArgs,
    group: &Group,
    job: &Job,
    layouts: &Layouts,
) -> Result<CheckOutcome, Box<dyn std::error::Error>> {
    Ok(pipeline::check_only(&pipeline::PipelineInput {
        files: &group.found,
        job,
        layouts,
        as_of: day(args.as_of.as_deref(), job)?,
    }))
}

/// The file that was read, or why it was not.
fn the_file(rules: &CheckOutcome, lang: Lang) -> Result<&InputFile, Error> {
    let ingested = &rules.ingested;
    let [file] = &ingested.files[..] else {
        let name = ingested
            .files
            .first()
            .map_or(String::new(), |f| f.path.clone());
        return Err(Error::Archive(name));
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
fn written<'a>(file: &'a InputFile, out: Option<&Path>) -> Result<Vec<&'a SheetRead>, Error> {
    let name = || file.path.clone();
    let sheets: Vec<_> = file.sheets.iter().filter(|s| !s.raw.is_empty()).collect();
    if !sheets.iter().any(|sheet| sheet.kind.is_some()) {
        return Err(Error::NoTable(name()));
    }
    let ending = out.and_then(Path::extension);
    if ending.is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
        let below = |sheet: &SheetRead| {
            let mut merged = sheet.raw.merged.iter();
            merged.any(|((_, bottom), _)| *bottom > sheet.header_rows.1)
        };
        match sheets[..] {
            [sheet] if below(sheet) => return Err(Error::Merged(name())),
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
    rules: &'a CheckOutcome,
    sheets: &[&'a SheetRead],
    made: &'a [Change],
    lang: Lang,
) -> Fixed<'a> {
    let sheet = |sheet: &&'a SheetRead| {
        let own = made.iter().filter(|change| change.source == sheet.source);
        FixedSheet {
            name: name(&rules.ingested, sheet.source),
            raw: &sheet.raw,
            changed: own
                .map(|change| ((change.row, change.column), &change.new[..]))
                .collect::<BTreeMap<_, _>>(),
        }
    };
    Fixed {
        sheets: sheets.iter().map(sheet).collect(),
        record: (own(fix_sheet::NAMES, lang), rows(rules, sheets, made, lang)),
    }
}

fn name(ingested: &Ingested, source: u32) -> Option<&str> {
    ingested.sources.get(source as usize)?.sheet.as_deref()
}

fn own<T>([zh, en]: [T; 2], lang: Lang) -> T {
    lang.pick(zh, en)
}

/// The changes as rows of a sheet, below their headings.
fn rows(
    rules: &CheckOutcome,
    sheets: &[&SheetRead],
    made: &[Change],
    lang: Lang,
) -> Vec<[String; 6]> {
    let head = own(fix_sheet::HEADINGS, lang);
    let row = |change: &Change| {
        let sheet = sheets.iter().find(|sheet| sheet.source == change.source);
        let header =
            sheet.and_then(|sheet| sheet.header.iter().find(|h| h.column == change.column));
        [
            name(&rules.ingested, change.source)
                .unwrap_or_default()
                .to_owned(),
            change.cell(),
            header.map_or(String::new(), |header| header.text.clone()),
            change.old.clone(),
            change.new.clone(),
            change.why(lang),
        ]
    };
    std::iter::once(head.map(str::to_owned))
        .chain(made.iter().map(row))
        .collect()
}

/// One change a line; personal data hidden unless asked for.
fn diff(rules: &CheckOutcome, made: &[Change], sheets: bool, lang: Lang, reveal: bool) -> String {
    let lens = lens(&rules.ingested, lang, reveal);
    let line = |change: &Change| {
        let sheet = name(&rules.ingested, change.source).filter(|_| sheets);
        let sheet = sheet.map_or(String::new(), |name| format!("{name}!"));
        let shown = |text| format!("{:?}", lens.hide(Some(change.field), text));
        let (old, new) = (shown(&change.old), shown(&change.new));
        format!(
            "{sheet}{}: {old} → {new} ({})\n",
            change.cell(),
            change.why(lang)
        )
    };
    made.iter().map(line).collect()
}

fn told(made: usize, left: usize, out: Option<&Path>, lang: Lang) -> String {
    let mut told = match out.map(Path::display) {
        Some(out) => lang.pick(
            format!("改了 {made} 格，写入 {out}"),
            format!("{made} cell(s) changed, written to {out}"),
        ),
        None => lang.pick(
            format!("可改 {made} 格，没有写文件"),
            format!("{made} cell(s) to change, nothing written"),
        ),
    };
    if left > 0 {
        told += &lang.pick(
            format!("；另有 {left} 格的号码只有一种改法，用 --unsafe 一并改正"),
            format!("; {left} more can be mended in one way only: --unsafe mends them"),
        );
    }
    told
}

impl Change {
    fn cell(&self) -> String {
        format!("{}{}", column_letters(self.column), self.row)
    }
}
