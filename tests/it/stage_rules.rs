//! Every rule a stage raises against its own fixture, `tests/data/stage_rules/<CODE>.txt`: the files of a
//! job as [`crate::recipe`] reads them, and what the rule must say of them; nothing else may be said under
//! its code. `=== name` begins a case with a folder of its own; what stands before the first belongs to
//! every case, and a file of a case takes the place of one of the same name there.
//!
//! A table may end in a column `expect`, which is not written. Its cells hold what the row must raise:
//!
//! | mark | finding |
//! | --- | --- |
//! | `CODE@field` | on the row's cell in the column of that field |
//! | `CODE@B` | on the row's cell in column B, about no field |
//! | `CODE` | on the row as a whole |
//! | `+CODE` | none, but one that stands elsewhere touches the row |
//!
//! at the rule's own level. A part `== expect` lists what a cell cannot: `file[›sheet][!B2 or !2][@field]
//! level`, or `touched`, and after ` : ` the sentence in English where it matters.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jinjian::config::{Job, Layouts, Maps};
use jinjian::ingest;
use jinjian::model::rule::Test;
use jinjian::model::{Finding, Kind, Lang, Place, Rule, sentence};
use jinjian::pipeline::{self, PipelineOutcome, Silent};
use jinjian::value::moment::Moment;

use crate::recipe::{self, Part};
use crate::rules::satisfied;

/// The day of the run, unless the job file names another.
const DAY: &str = "2026-11-20";

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/stage_rules")
}

fn stage_rules() -> Vec<&'static Rule> {
    let staged = |rule: &&Rule| matches!(rule.test, Test::Stage);
    jinjian::rules::all()
        .iter()
        .copied()
        .filter(staged)
        .collect()
}

/// One folder of a fixture and what must be said of it.
struct Case {
    name: String,
    parts: Vec<Part>,
    /// Where each finding stands, its level, and its sentence where the fixture gives one.
    expected: Vec<(String, Option<String>)>,
    /// Rows of tables with a column `expect` that raise nothing.
    clean: usize,
}

fn cases(rule: &Rule, text: &str, layouts: &Layouts) -> Vec<Case> {
    let mut starts: Vec<(usize, &str)> = Vec::new();
    let mut texts = vec![String::new()];
    for (at, line) in text.lines().enumerate() {
        match line.strip_prefix("=== ") {
            Some(name) => {
                starts.push((at + 2, name));
                texts.push(String::new());
            }
            None => {
                let text = texts.last_mut().expect("one at least");
                writeln!(text, "{line}").expect("memory");
            }
        }
    }
    let (_, shared) = recipe::parts(&texts[0], 1);
    if starts.is_empty() {
        return vec![Case::new(rule, "the folder", shared, layouts)];
    }
    let case = |((at, name), text): (&(usize, &str), &String)| {
        let (_, own) = recipe::parts(text, *at);
        let replaced = |part: &Part| {
            let same = own.iter().find(|own| own.name == part.name);
            same.is_some_and(|own| !own.has("append") && !own.has("without"))
        };
        let mut parts = shared.clone();
        parts.retain(|part| part.name == "expect" || !replaced(part));
        parts.extend(own);
        Case::new(rule, name, parts, layouts)
    };
    starts.iter().zip(&texts[1..]).map(case).collect()
}

impl Case {
    fn new(rule: &Rule, name: &str, parts: Vec<Part>, layouts: &Layouts) -> Case {
        let mut case = Case {
            name: name.to_owned(),
            parts: Vec::new(),
            expected: Vec::new(),
            clean: 0,
        };
        for part in parts {
            match part.name.as_str() {
                "expect" => case.listed(&part),
                _ => case.table(rule, part, layouts),
            }
        }
        case
    }

    /// The lines of a part `expect`.
    fn listed(&mut self, part: &Part) {
        for line in part.lines.iter().filter(|line| !line.is_empty()) {
            let said = line.split_once(" : ");
            self.expected.push(match said {
                Some((at, message)) => (at.trim().to_owned(), Some(message.to_owned())),
                None => (line.trim().to_owned(), None),
            });
        }
    }

    /// A file: its column `expect` is taken off.
    fn table(&mut self, rule: &Rule, mut part: Part, layouts: &Layouts) {
        let mut header: Option<Vec<String>> = None;
        let mut sheet = match part.is_workbook() {
            true => format!("›{}", recipe::FIRST_SHEET),
            false => String::new(),
        };
        let appended = part.has("append");
        let before = self.parts.iter().filter(|other| other.name == part.name);
        let before: u32 = before.map(|part| part.lines.len() as u32).sum();
        let mut row = if appended { before } else { 0 };
        let name = part.name.clone();
        for line in &mut part.lines {
            if let Some(name) = line.strip_prefix("@sheet ") {
                let name = name.split_whitespace().next().unwrap_or_default();
                (sheet, row, header) = (format!("›{name}"), 0, None);
            }
            if line.starts_with('@') {
                continue;
            }
            row += 1;
            if let Some(cut) = line.strip_suffix(",expect") {
                header = Some(recipe::cells(cut));
                *line = cut.to_owned();
                continue;
            }
            let Some(header) = header.as_ref().filter(|_| !line.starts_with('#')) else {
                continue;
            };
            let Some((cells, marks)) = line.rsplit_once(',') else {
                continue;
            };
            let (own, wanted) = (recipe::cells(line).len(), header.len() + 1);
            assert_eq!(own, wanted, "{name}: cells of {line}");
            self.marked(rule, &format!("{name}{sheet}"), row, header, marks, layouts);
            *line = cells.to_owned();
        }
        self.parts.push(part);
    }

    /// What a cell of the column `expect` says of its row.
    fn marked(
        &mut self,
        rule: &Rule,
        file: &str,
        row: u32,
        header: &[String],
        marks: &str,
        layouts: &Layouts,
    ) {
        let (code, level) = (rule.code, rule.level.key());
        if marks.trim().is_empty() {
            self.clean += 1;
        }
        for mark in marks.split_whitespace() {
            let place = match (mark.strip_prefix('+'), mark.split_once('@')) {
                (Some(_), _) => format!("{file}!{row} touched"),
                (None, None) => format!("{file}!{row} {level}"),
                (None, Some((_, at))) if at.bytes().all(|b| b.is_ascii_uppercase()) => {
                    format!("{file}!{at}{row} {level}")
                }
                (None, Some((_, field))) => {
                    let column = column(field, header, layouts);
                    let column = jinjian::model::place::column_letters(column);
                    format!("{file}!{column}{row}@{field} {level}")
                }
            };
            let own = mark.trim_start_matches('+').split('@').next();
            assert_eq!(own, Some(code), "{file}!{row}: {marks}");
            self.expected.push((place, None));
        }
    }

    /// Runs the job in its folder.
    fn run(&self, layouts: &Layouts) -> Result<PipelineOutcome, String> {
        let folder = tempfile::tempdir().expect("temporary folder");
        recipe::write(folder.path(), &self.parts);
        let file = folder.path().join("jinjian.toml");
        let mut job = match file.is_file() {
            true => Job::read(&file).expect("a sound job file"),
            false => Job::default(),
        };
        let found = ingest::find(folder.path(), &folder.path().join("out")).expect("files");
        let names = found.files.iter().map(|file| &file.name[..]);
        job.maps = Maps::read(folder.path(), names, &layouts.sheets).expect("sound mappings");
        let input = pipeline::PipelineInput {
            files: &found,
            job: &job,
            layouts,
            as_of: job.as_of.or(Moment::parse(DAY)).expect("a day"),
        };
        pipeline::run(&input, &Silent).map_err(|error| error.to_string())
    }
}

/// The column of a field: that of the one header which the layouts know as the field's.
fn column(field: &str, header: &[String], layouts: &Layouts) -> u16 {
    let stands_for = |text: &String| {
        let all = layouts.sheets.iter().flat_map(|layout| layout.aliases());
        let mut own = all.filter(|(_, own)| own.key() == field);
        own.any(|(alias, _)| alias == text)
    };
    let fitting = (0..).zip(header).filter(|(_, text)| stands_for(text));
    let fitting: Vec<u16> = fitting.map(|(at, _)| at).collect();
    match fitting[..] {
        [one] => one,
        _ => panic!("columns of {field} in {header:?}: {fitting:?}; list it under `== expect`"),
    }
}

/// Where each finding of the rule stands and what it touches, each with its sentence.
fn told(rule: &Rule, outcome: &PipelineOutcome) -> Vec<(String, String)> {
    let mut told = Vec::new();
    for finding in outcome.findings.iter().filter(|f| f.rule.code == rule.code) {
        let place = written(outcome, finding.place);
        let field = finding.field.map(|field| format!("@{}", field.key()));
        let other = finding.other.as_deref().unwrap_or_default();
        let message = sentence::fill(finding.rule.en.message, &finding.args, other, "");
        let level = finding.level.key();
        told.push((
            format!("{place}{} {level}", field.unwrap_or_default()),
            message,
        ));
        for place in touched(outcome, finding) {
            told.push((
                format!("{} touched", written(outcome, place)),
                String::new(),
            ));
        }
    }
    told.sort();
    told
}

/// The rows a finding touches beside its own.
fn touched(outcome: &PipelineOutcome, finding: &Finding) -> Vec<Place> {
    let own = finding.row;
    let kind = own.map_or(Kind::Stores, |(kind, _)| kind);
    let related = finding.related.iter().filter_map(|related| related.touches);
    let related = related.map(|row| (kind, row));
    let all = related.chain(finding.rows.iter().copied());
    let place = |(kind, row): (Kind, u32)| {
        let table = outcome.ingested.tables.get(kind).expect("a table");
        let origin = table.origins[row as usize];
        Place {
            source: origin.source,
            row: origin.row,
            column: None,
        }
    };
    all.filter(|row| Some(*row) != own).map(place).collect()
}

/// `门店.xlsx›华东!B2`.
fn written(outcome: &PipelineOutcome, place: Place) -> String {
    let source = &outcome.ingested.sources[place.source as usize];
    let mut text = source.file.clone();
    if let Some(sheet) = &source.sheet {
        text += &format!("›{sheet}");
    }
    match (place.cell_name(), place.row) {
        (Some(cell), _) => text += &format!("!{cell}"),
        (None, 0) => {}
        (None, row) => text += &format!("!{row}"),
    }
    text
}

/// What is wrong with a case; empty when nothing is.
fn differences(rule: &Rule, case: &Case, outcome: &PipelineOutcome) -> String {
    let mut found = told(rule, outcome);
    let mut wrong = String::new();
    for (place, message) in &case.expected {
        let fits = |(at, said): &&(String, String)| {
            at == place && message.as_ref().is_none_or(|m| m == said)
        };
        match found.iter().position(|finding| fits(&finding)) {
            Some(at) => _ = found.remove(at),
            None => {
                let message = message.as_deref().unwrap_or("(any sentence)");
                writeln!(wrong, "  missing: {place} : {message}").expect("memory");
            }
        }
    }
    for (place, said) in found {
        writeln!(wrong, "  not expected: {place} : {said}").expect("memory");
    }
    wrong
}

/// Whether a finding brings what the sentences of its rule ask for.
fn assert_satisfied(finding: &Finding) {
    for lang in [Lang::Zh, Lang::En] {
        let (rule, text) = (finding.rule, finding.rule.text(lang));
        for template in [text.message, rule.expected(lang), text.remedy] {
            satisfied(finding, template);
        }
        let proposal = rule.proposal(lang);
        if finding.fix.is_some() {
            assert!(!proposal.is_empty(), "{}", finding.rule.code);
            satisfied(finding, proposal);
        }
    }
}

/// What is wrong with the fixture of a rule.
fn judged(rule: &Rule, path: &Path, layouts: &Layouts) -> String {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{path:?}: {e}"));
    let (mut hits, mut clean, mut wrong) = (0, 0, String::new());
    for case in cases(rule, &text, layouts) {
        if case.parts.iter().any(|part| part.has("link")) && !recipe::HAS_LINKS {
            return String::new();
        }
        hits += case.expected.len();
        clean += case.clean + usize::from(case.expected.is_empty());
        let differences = match case.run(layouts) {
            Ok(outcome) => {
                let own = outcome.findings.iter().filter(|f| f.rule.code == rule.code);
                own.for_each(assert_satisfied);
                differences(rule, &case, &outcome)
            }
            Err(refusal) => format!("  refused: {refusal}\n"),
        };
        if !differences.is_empty() {
            writeln!(wrong, "{} ({}):\n{differences}", rule.code, case.name).expect("memory");
        }
    }
    if hits == 0 || clean < 2 {
        let needs = "needs a hit, a near miss and a clean row or case";
        writeln!(wrong, "{}: {hits} hits, {clean} clean; {needs}", rule.code).expect("memory");
    }
    wrong
}

#[test]
fn every_stage_rule_raises_what_its_fixture_says() {
    let layouts = Layouts::load(None).expect("built-in layouts");
    let mut wrong = String::new();
    for rule in stage_rules() {
        let path = fixtures().join(format!("{}.txt", rule.code));
        wrong += &judged(rule, &path, &layouts);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_stage_rule_has_a_fixture_and_every_fixture_a_rule() {
    let rules = stage_rules();
    let mut codes: Vec<&str> = rules.iter().map(|rule| rule.code).collect();
    codes.sort_unstable();
    let mut fixtures: Vec<String> = fs::read_dir(fixtures())
        .expect("the fixtures")
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    fixtures.sort();
    let wanted: Vec<String> = codes.iter().map(|code| format!("{code}.txt")).collect();
    assert_eq!(fixtures, wanted);
}
