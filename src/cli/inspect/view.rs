//! What there is to say of each file and sheet. Its public face is the JSON object; the text is written
//! from the same fields.

use serde::{Serialize, Serializer};
use serde_json::json;

use crate::cli::json;
use crate::cli::refusal::FileRefusal;
use crate::config::Layouts;
use crate::config::requirement::IDENTITY;
use crate::emit::FindingFormatter;
use crate::model::{
    Agreement, BillFile, CellKind, Field, Finding, HeaderCell, Ingested, InputFile, Kind, Lang,
    Meaning, Proposal, Requirement, SheetRead, StatementRead, place,
};

/// What was read of one folder, or of the files named one by one.
pub(super) struct Inspected {
    pub ingested: Ingested,
    pub findings: Vec<Finding>,
    pub layouts: Layouts,
}

/// The files that were read together.
pub(super) struct GroupView<'a> {
    pub files: Vec<FileView<'a>>,
    /// Files of formats that are never opened.
    pub unopened: Vec<(&'a str, FileRefusal)>,
}

/// A file; without sheets when it was refused.
#[derive(Serialize)]
pub(super) struct FileView<'a> {
    pub path: &'a str,
    pub bytes: u64,
    pub format: &'static str,
    pub encoding: Option<&'static str>,
    pub not_utf8_at: Option<u64>,
    pub delimiter: Option<char>,
    pub refused: Option<FileRefusal>,
    pub sheets: Vec<SheetView<'a>>,
}

/// A sheet and what was found in it.
#[derive(Serialize)]
pub(super) struct SheetView<'a> {
    pub sheet: Option<&'a str>,
    pub hidden: bool,
    pub kind: Option<Kind>,
    pub layout: &'a str,
    pub header_rows: Option<(u32, u32)>,
    /// Header cells that the layout knows, and all there are.
    pub known_columns: usize,
    pub columns_in_header: usize,
    pub columns: Vec<ColumnView<'a>>,
    /// Fields of the layout that no column holds.
    #[serde(serialize_with = "json::fields")]
    pub missing: Vec<Field>,
    /// What a store needs for M3 and its columns cannot meet.
    #[serde(skip)]
    pub needed: Vec<Requirement>,
    pub rows: u64,
    pub left_out: u64,
    /// Why a sheet without data has none.
    #[serde(skip)]
    pub empty: Option<String>,
    #[serde(serialize_with = "statement")]
    pub statement: Option<&'a StatementRead>,
    #[serde(skip)]
    pub bill: Option<&'a BillFile>,
    /// How many cells of each kind; bills are not held in memory.
    #[serde(serialize_with = "cell_counts")]
    pub cells: Vec<(&'static CellWord, u64)>,
    /// In the order of reports, without those that the header shows.
    pub findings: Vec<FindingView>,
}

/// A column and what it was taken for.
#[derive(Serialize)]
pub(super) struct ColumnView<'a> {
    column: String,
    pub header: &'a str,
    pub meaning: ColumnMeaning,
    #[serde(serialize_with = "json::field")]
    pub field: Option<Field>,
    #[serde(serialize_with = "json::proposal")]
    pub proposal: Option<&'a Proposal>,
}

/// Who knows a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ColumnMeaning {
    /// The layout has a field for it.
    Field,
    /// A saved mapping names its field.
    Accepted,
    /// The layout knows it and has no use for it.
    NotUsed,
    /// An earlier column has its field.
    Duplicate,
    Unknown,
}

/// A finding about a sheet.
#[derive(Serialize)]
pub(super) struct FindingView {
    pub code: &'static str,
    level: &'static str,
    cell: Option<String>,
    row: Option<u32>,
    #[serde(serialize_with = "json::field")]
    pub field: Option<Field>,
    found: String,
    pub message: String,
    #[serde(skip)]
    pub hint: String,
    /// The cell, else the row, else nothing.
    #[serde(skip)]
    pub spot: String,
}

/// A kind of cell, its key, and its names.
pub(super) type CellWord = (CellKind, &'static str, [&'static str; 2]);

/// The kinds of cell that are counted.
const CELL_WORDS: [CellWord; 7] = [
    (CellKind::Text, "text", ["文本", "text"]),
    (CellKind::Number, "number", ["数字", "number"]),
    (CellKind::Date, "date", ["日期", "date"]),
    (CellKind::Bool, "bool", ["是非", "yes/no"]),
    (CellKind::Error, "error", ["错误", "error"]),
    (CellKind::Carried, "merged", ["合并", "merged"]),
    (CellKind::Blank, "blank", ["空", "blank"]),
];

/// A sheet without rows.
const SHEET_WITHOUT_ROWS: &str = "SHT013";

/// What the header shows: sheets and columns that are not read, and sheets without rows.
const OF_THE_HEADER: [&str; 4] = ["SHT001", "SHT002", "SHT004", SHEET_WITHOUT_ROWS];

impl<'a> GroupView<'a> {
    pub(super) fn new(inspected: &'a Inspected, lang: Lang, reveal: bool) -> GroupView<'a> {
        let files = &inspected.ingested.files;
        let lens = FindingFormatter {
            sources: &inspected.ingested.sources,
            lang,
            reveal,
        };
        let is_read = |path: &str| files.iter().any(|file| file.path == path);
        let whole_files = inspected.findings.iter().filter(|f| f.place.row == 0);
        let whole_files = whole_files.map(|finding| (lens.file(finding.place).0, finding));
        GroupView {
            files: files
                .iter()
                .map(|f| file_view(inspected, f, &lens))
                .collect(),
            unopened: whole_files
                .filter(|(path, _)| !is_read(path))
                .map(|(path, finding)| (path, FileRefusal::new(finding, lang)))
                .collect(),
        }
    }
}

fn file_view<'a>(
    inspected: &'a Inspected,
    file: &'a InputFile,
    lens: &FindingFormatter<'a>,
) -> FileView<'a> {
    let sheets = file.sheets.iter();
    FileView {
        path: &file.path,
        bytes: file.bytes,
        format: file.format,
        encoding: file.text.map(|text| text.encoding),
        not_utf8_at: file.text.and_then(|text| text.not_utf8_at),
        delimiter: file.text.map(|text| text.delimiter),
        refused: file
            .refused
            .as_ref()
            .map(|f| FileRefusal::new(f, lens.lang)),
        sheets: sheets
            .map(|read| sheet_view(inspected, read, lens))
            .collect(),
    }
}

fn sheet_view<'a>(
    inspected: &'a Inspected,
    read: &'a SheetRead,
    lens: &FindingFormatter<'a>,
) -> SheetView<'a> {
    let ingested = &inspected.ingested;
    let source = ingested.sources.get(read.source as usize);
    let own = |finding: &&Finding| finding.place.source == read.source;
    let findings = inspected.findings.iter().filter(own);
    let mut empty = findings
        .clone()
        .filter(|f| f.rule.code == SHEET_WITHOUT_ROWS);
    let is_known = |cell: &&HeaderCell| !matches!(cell.meaning, Meaning::Unknown(_));
    let missing = missing(inspected, read);
    SheetView {
        sheet: source.and_then(|source| source.sheet.as_deref()),
        hidden: read.hidden,
        kind: read.kind,
        layout: &read.layout,
        header_rows: Some(read.header_rows).filter(|(first, _)| *first > 0),
        known_columns: read.header.iter().filter(is_known).count(),
        columns_in_header: read.header.len(),
        columns: read.header.iter().map(column_view).collect(),
        needed: needed(inspected, read, &missing),
        missing,
        rows: read.rows,
        left_out: read.left_out,
        empty: empty.next().map(|finding| lens.view(finding).message),
        statement: read.statement.as_ref(),
        bill: ingested.bills.iter().find(|b| b.source == read.source),
        cells: count_cells(ingested, read),
        findings: findings
            .filter(|f| !OF_THE_HEADER.contains(&f.rule.code))
            .map(|finding| finding_view(finding, lens))
            .collect(),
    }
}

fn column_view(cell: &HeaderCell) -> ColumnView<'_> {
    let (meaning, field, proposal) = match &cell.meaning {
        Meaning::Field(field) => (ColumnMeaning::Field, Some(*field), None),
        Meaning::Accepted(field) => (ColumnMeaning::Accepted, Some(*field), None),
        Meaning::Known => (ColumnMeaning::NotUsed, None, None),
        Meaning::Duplicate(field) => (ColumnMeaning::Duplicate, Some(*field), None),
        Meaning::Unknown(proposal) => (ColumnMeaning::Unknown, None, proposal.as_ref()),
    };
    ColumnView {
        column: place::column_letters(cell.column),
        header: &cell.text,
        meaning,
        field,
        proposal,
    }
}

fn finding_view(finding: &Finding, lens: &FindingFormatter) -> FindingView {
    let view = lens.view(finding);
    FindingView {
        code: finding.rule.code,
        level: finding.level.key(),
        cell: finding.place.cell_name(),
        row: Some(finding.place.row).filter(|row| *row > 0),
        field: finding.field,
        found: view.found.into_owned(),
        message: view.message,
        hint: view.hint,
        spot: lens.spot(finding.place),
    }
}

fn missing(inspected: &Inspected, read: &SheetRead) -> Vec<Field> {
    let mut layouts = inspected.layouts.sheets.iter();
    let layout = layouts.find(|layout| layout.name == read.layout);
    let is_held = |field: &Field| {
        let holds = |meaning: &Meaning| matches!(meaning, Meaning::Field(f) | Meaning::Accepted(f) if f == field);
        read.header.iter().any(|cell| holds(&cell.meaning))
    };
    let fields = layout.map(|layout| layout.fields()).unwrap_or_default();
    fields.into_iter().filter(|field| !is_held(field)).collect()
}

/// What a store sheet has no column for and its stores need for M3.
fn needed(inspected: &Inspected, read: &SheetRead, missing: &[Field]) -> Vec<Requirement> {
    if read.kind != Some(Kind::Stores) {
        return Vec::new();
    }
    let all = inspected.layouts.levels.for_m3.iter().chain([&*IDENTITY]);
    let lacks = |need: &&Requirement| !need.is_met(|field| !missing.contains(&field));
    all.filter(lacks).cloned().collect()
}

fn count_cells(ingested: &Ingested, read: &SheetRead) -> Vec<(&'static CellWord, u64)> {
    let Some(table) = read.kind.and_then(|kind| ingested.tables.get(kind)) else {
        return Vec::new();
    };
    let first = table.origins.partition_point(|o| o.source < read.source);
    let last = table.origins.partition_point(|o| o.source <= read.source);
    let mut counts = [0_u64; CELL_WORDS.len()];
    for column in table.fields().filter_map(|f| table.column(f)) {
        for row in first..last {
            let at = CELL_WORDS
                .iter()
                .position(|word| word.0 == column.kind(row));
            at.into_iter().for_each(|at| counts[at] += 1);
        }
    }
    let counts = CELL_WORDS.iter().zip(counts);
    counts.filter(|(_, count)| *count > 0).collect()
}

fn cell_counts<S: Serializer>(
    counts: &[(&'static CellWord, u64)],
    to: S,
) -> Result<S::Ok, S::Error> {
    to.collect_map(counts.iter().map(|(word, count)| (word.1, count)))
}

fn statement<S: Serializer>(read: &Option<&StatementRead>, to: S) -> Result<S::Ok, S::Error> {
    let agreement = |a: Agreement| json!({"compared": a.compared, "differ": a.differ});
    let figures = |read: &StatementRead| {
        json!({
            "income": read.income,
            "outgo": read.outgo,
            "unreadable": read.unread,
            "income_fen": read.sums.map(|sums| sums[0]),
            "outgo_fen": read.sums.map(|sums| sums[1]),
            "balances": agreement(read.balances),
            "totals": agreement(read.totals),
        })
    };
    read.map(figures).serialize(to)
}
