//! `.xlsx` workbooks: bytes in, a sheet out for each worksheet. Looking a sheet over goes on beside the
//! reading, on another thread: the reading takes it that the sheet says nothing beside its cells, as most
//! large ones do not, and begins again where the survey finds that it does.

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
///
/// # Errors
/// The reason why none of it can be read.
pub(crate) fn read<S: SheetSink>(
    store: &ByteSource,
    sink: &S,
    limits: &Limits,
) -> Result<Vec<SheetOf<S>>, ReadError> {
    let mut budget = Budget::unpacked(limits);
    let mut parts = Parts::open(store.open()?, ".xlsx")?;
    let outline = preflight::outline(&mut parts, &mut budget)?;
    let surveyed = SharedSurvey::new(outline.sheets.len());
    let mut counted = None;
    if !preflight::is_harmless(&mut parts, &outline)? {
        counted = Some(preflight::strings(&mut parts, &outline, limits)?);
    }
    // The survey comes first, so that a thread alone reads nothing before it was looked over.
    let ((), (sheets, mut book)) = catch_panic::join(
        || {
            let mut look_over = || {
                let strings = match counted {
                    Some(strings) => strings,
                    None => preflight::strings(&mut parts, &outline, limits)?,
                };
                let tell = |sheet: usize, features| surveyed.tell(sheet, features);
                preflight::features(&mut parts, &outline, &mut budget, tell)?;
                preflight::together(&budget, strings)
            };
            let result = look_over();
            surveyed.stop.store(result.is_err(), Ordering::Relaxed);
            result
        },
        || {
            let mut book = Book::open(store.open()?, &surveyed)?;
            let indices = 0..book.sheets.len().min(surveyed.features.len());
            let indices = indices.filter(|at| book.sheets[*at].typ == SheetType::WorkSheet);
            let indices: Vec<usize> = indices.collect();
            let sheets = indices
                .into_iter()
                .map(|index| Ok((index, book.sheet(index, sink, limits)?)));
            let sheets: Result<Vec<_>, ReadError> = sheets.collect();
            Ok((sheets?, book))
        },
    )?;
    let settle = |(index, (sheet, guessed))| match guessed && surveyed.contradict(index) {
        true => book.sheet(index, sink, limits).map(|(sheet, _)| sheet),
        false => Ok(sheet),
    };
    sheets.into_iter().map(settle).collect()
}

fn fault(error: XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::encrypted(".xlsx"),
        error => ReadError::damaged(".xlsx", error),
    }
}

/// What the survey has found so far.
struct SharedSurvey {
    /// One entry per sheet.
    features: Vec<OnceLock<SheetFeatures>>,
    /// The workbook is refused: whoever reads it may stop.
    stop: AtomicBool,
}

impl SharedSurvey {
    fn new(sheets: usize) -> SharedSurvey {
        SharedSurvey {
            features: vec![OnceLock::new(); sheets],
            stop: AtomicBool::new(false),
        }
    }

    fn tell(&self, sheet: usize, features: SheetFeatures) {
        self.features[sheet].get_or_init(|| features);
    }

    /// Whether a sheet is known to say something beside its cells.
    fn contradict(&self, sheet: usize) -> bool {
        let known = self.features[sheet].get();
        known.is_some_and(|features| *features != SheetFeatures::default())
    }
}

/// A workbook, open.
struct Book<'a> {
    workbook: Xlsx<Watched<'a>>,
    sheets: Vec<calamine::Sheet>,
    surveyed: &'a SharedSurvey,
}

impl<'a> Book<'a> {
    fn open(bytes: ByteReader<'a>, surveyed: &'a SharedSurvey) -> Result<Book<'a>, ReadError> {
        let stop = &surveyed.stop;
        let workbook = Xlsx::new(Watched { bytes, stop }).map_err(fault)?;
        Ok(Book {
            sheets: workbook.sheets_metadata().to_vec(),
            workbook,
            surveyed,
        })
    }

    /// A sheet, and whether its features were guessed when it was read.
    fn sheet<S: SheetSink>(
        &mut self,
        index: usize,
        sink: &S,
        limits: &Limits,
    ) -> Result<(SheetOf<S>, bool), ReadError> {
        let known = self.surveyed.features[index].get().cloned();
        let guessed = known.is_none();
        let listed = &self.sheets[index];
        let features = SheetFeatures {
            hidden: listed.visible != SheetVisible::Visible,
            ..known.unwrap_or_default()
        };
        let rows = sink.sheet(listed.name.clone(), features);
        let surveyed = self.surveyed;
        let again = || guessed && surveyed.contradict(index);
        let read = read_sheet(&mut self.workbook, &listed.name, rows, limits, again);
        match again() {
            true => self.sheet(index, sink, limits),
            false => Ok((read?, guessed)),
        }
    }
}

/// Reads a sheet to its end, or until it is to be read again: what comes of it then is of no account.
fn read_sheet<R: RowSink>(
    workbook: &mut Xlsx<Watched>,
    name: &str,
    rows: R,
    limits: &Limits,
    again: impl Fn() -> bool,
) -> Result<R::Sheet, ReadError> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(fault)?;
    let formats = cells.styles().iter().map(|style| &style.number_format);
    let widths: Vec<Option<u8>> = formats
        .map(|format| zeros(&format.as_ref()?.format_code))
        .collect();
    stream(rows, limits, || {
        if again() {
            return Ok(None);
        }
        let cell = cells.next_cell_with_style_id().map_err(fault)?;
        Ok(cell.map(|(cell, style)| (cell, widths.get(style).copied().flatten())))
    })
}

/// The bytes of a workbook, until somebody says stop.
struct Watched<'a> {
    bytes: ByteReader<'a>,
    stop: &'a AtomicBool,
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self.stop.load(Ordering::Relaxed) {
            true => Err(std::io::Error::other("refused")),
            false => self.bytes.read(into),
        }
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}
