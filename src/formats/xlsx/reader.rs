//! `.xlsx` workbooks through calamine, cell by cell. One thread checks the workbook while another reads it: the reader
//! assumes that a sheet has no features, as most large ones have none, and reads a sheet again when the check finds
//! some.

use std::io::{Read, Seek, SeekFrom};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::preflight;
use crate::formats::byte_source::{ByteReader, ByteSource};
use crate::formats::catch_panic;
use crate::formats::cells::stream;
use crate::formats::number::zeros;
use crate::formats::read_error::ReadError;
use crate::formats::sheet_features::SheetFeatures;
use crate::formats::sink::{RowSink, SheetOf, SheetSink};
use crate::formats::zip_parts::{Budget, Parts};
use crate::model::Limits;

/// Reads every worksheet of a workbook.
pub(crate) fn read<S: SheetSink>(
    source: &ByteSource,
    sink: &S,
    limits: &Limits,
) -> Result<Vec<SheetOf<S>>, ReadError> {
    let mut budget = Budget::unpacked(limits);
    let mut parts = Parts::open(source.open()?, ".xlsx")?;
    let outline = preflight::outline(&mut parts, &mut budget)?;
    let survey = SharedSurvey::new(outline.sheets.len());
    let mut counted = None;
    if !preflight::declares_harmless_count(&mut parts, &outline)? {
        counted = Some(preflight::strings(&mut parts, &outline, limits)?);
    }
    // The check comes first: where there is only one thread, nothing is read before it was checked.
    let ((), (sheets, mut book)) = catch_panic::join(
        || {
            let mut check = || {
                let strings = match counted {
                    Some(strings) => strings,
                    None => preflight::strings(&mut parts, &outline, limits)?,
                };
                let found = |sheet: usize, features| survey.set(sheet, features);
                preflight::features(&mut parts, &outline, &mut budget, found)?;
                preflight::check_total(&budget, strings)
            };
            let result = check();
            survey.stop.store(result.is_err(), Ordering::Relaxed);
            result
        },
        || {
            let mut book = Book::open(source.open()?, &survey)?;
            let indices = 0..book.sheets.len().min(survey.features.len());
            let indices = indices.filter(|at| book.sheets[*at].typ == SheetType::WorkSheet);
            let indices: Vec<usize> = indices.collect();
            let sheets = indices
                .into_iter()
                .map(|index| Ok((index, book.sheet(index, sink, limits)?)));
            let sheets: Result<Vec<_>, ReadError> = sheets.collect();
            Ok((sheets?, book))
        },
    )?;
    let read_again = |(index, (sheet, assumed))| {
        if assumed && survey.has_features(index) {
            return book.sheet(index, sink, limits).map(|(sheet, _)| sheet);
        }
        Ok(sheet)
    };
    sheets.into_iter().map(read_again).collect()
}

fn read_error(error: XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::encrypted(".xlsx"),
        error => ReadError::damaged(".xlsx", error),
    }
}

/// What the check has found so far.
struct SharedSurvey {
    /// One entry per sheet.
    features: Vec<OnceLock<SheetFeatures>>,
    /// The workbook is refused: the reader can stop.
    stop: AtomicBool,
}

impl SharedSurvey {
    fn new(sheets: usize) -> SharedSurvey {
        SharedSurvey {
            features: vec![OnceLock::new(); sheets],
            stop: AtomicBool::new(false),
        }
    }

    fn set(&self, sheet: usize, features: SheetFeatures) {
        self.features[sheet].get_or_init(|| features);
    }

    /// Whether the check has found features of a sheet.
    fn has_features(&self, sheet: usize) -> bool {
        let known = self.features[sheet].get();
        known.is_some_and(|features| *features != SheetFeatures::default())
    }
}

/// A workbook, open.
struct Book<'a> {
    workbook: Xlsx<Watched<'a>>,
    sheets: Vec<calamine::Sheet>,
    survey: &'a SharedSurvey,
}

impl<'a> Book<'a> {
    fn open(bytes: ByteReader<'a>, survey: &'a SharedSurvey) -> Result<Book<'a>, ReadError> {
        let stop = &survey.stop;
        let workbook = Xlsx::new(Watched { bytes, stop }).map_err(read_error)?;
        Ok(Book {
            sheets: workbook.sheets_metadata().to_vec(),
            workbook,
            survey,
        })
    }

    /// A sheet, and whether it was read without knowing its features.
    fn sheet<S: SheetSink>(
        &mut self,
        index: usize,
        sink: &S,
        limits: &Limits,
    ) -> Result<(SheetOf<S>, bool), ReadError> {
        let known = self.survey.features[index].get().cloned();
        let assumed = known.is_none();
        let listed = &self.sheets[index];
        let features = SheetFeatures {
            hidden: listed.visible != SheetVisible::Visible,
            ..known.unwrap_or_default()
        };
        let rows = sink.sheet(listed.name.clone(), features);
        let survey = self.survey;
        let is_outdated = || assumed && survey.has_features(index);
        let read = read_sheet(&mut self.workbook, &listed.name, rows, limits, is_outdated);
        if is_outdated() {
            return self.sheet(index, sink, limits);
        }
        Ok((read?, assumed))
    }
}

/// Reads a sheet to its end, or until its reading is outdated.
fn read_sheet<R: RowSink>(
    workbook: &mut Xlsx<Watched>,
    name: &str,
    rows: R,
    limits: &Limits,
    is_outdated: impl Fn() -> bool,
) -> Result<R::Sheet, ReadError> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(read_error)?;
    let formats = cells.styles().iter().map(|style| &style.number_format);
    let widths: Vec<Option<u8>> = formats
        .map(|format| zeros(&format.as_ref()?.format_code))
        .collect();
    stream(rows, limits, || {
        if is_outdated() {
            return Ok(None);
        }
        let cell = cells.next_cell_with_style_id().map_err(read_error)?;
        Ok(cell.map(|(cell, style)| (cell, widths.get(style).copied().flatten())))
    })
}

/// The bytes of a workbook; an error after `stop` is set.
struct Watched<'a> {
    bytes: ByteReader<'a>,
    stop: &'a AtomicBool,
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(std::io::Error::other("refused"));
        }
        self.bytes.read(into)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}
