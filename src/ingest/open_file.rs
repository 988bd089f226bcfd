//! Reads one file. Its bytes decide the reader, whatever its name says. The outcomes of an archive are its own and those
//! of its members; the outcome of an unreadable file is the reason.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::sync::atomic::{AtomicU64, Ordering};

use super::archive::{self, ArchiveNesting};
use super::collect::FileSink;
use super::delimited;
use super::file_outcome::{FileContents, FileOutcome};
use super::find::{InputPath, extension};
use super::options::ReadOptions;
use super::sheet::SheetData;
use crate::formats::byte_source::{ByteSource, digest, digest_reader, load};
use crate::formats::detect::{self, FileFormat, Package};
use crate::formats::markup::{html, mime, xml_workbook};
use crate::formats::read_error::ReadError;
use crate::formats::text::encoding;
use crate::formats::text::open::HEAD_BYTES;
use crate::formats::{catch_panic, workbook};
use crate::model::Limits;

/// Extensions of files that are never text. A text with such a name that is no known table is a damaged file.
const NEVER_TEXT: &[&str] = &[
    "xlsx", "xlsm", "xltx", "xls", "xlt", "xlsb", "ods", "et", "zip",
];

/// Reads a file, and the members of an archive.
pub(crate) fn read_file(path: &InputPath, options: &ReadOptions) -> Vec<FileOutcome> {
    let reported = AtomicU64::new(0);
    let report = |bytes: u64| {
        let before = reported.fetch_add(bytes, Ordering::Relaxed);
        (options.progress)(bytes.min(path.bytes.saturating_sub(before)));
    };
    let options = ReadOptions {
        progress: &report,
        ..*options
    };
    let opened = File::open(&path.path).map_err(ReadError::from);
    let limit = options.job.limits.unpacked_mb;
    let on_disk = |_| {
        if path.bytes > limit.saturating_mul(1024 * 1024) {
            return Err(ReadError::past("unpacked_mb", limit));
        }
        Ok(ByteSource::Disk(path.path.clone()))
    };
    let opened = opened.and_then(|file| open(&path.name, path.bytes, file, on_disk, &options));
    let digest = || File::open(&path.path).map_or(String::new(), digest_reader);
    let outcomes = with_digest(opened, &path.name, path.bytes, digest);
    report(path.bytes);
    outcomes
}

/// Reads a file that is in memory, and the members of an archive.
pub(crate) fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Vec<FileOutcome> {
    let count = bytes.len() as u64;
    let in_memory = |_| Ok(ByteSource::Memory(bytes.to_vec()));
    let opened = open(name, count, Cursor::new(bytes), in_memory, options);
    with_digest(opened, name, count, || digest(bytes))
}

/// The outcomes of a file; its own gets a digest.
fn with_digest(
    opened: Result<Vec<FileOutcome>, ReadError>,
    name: &str,
    bytes: u64,
    digest: impl Fn() -> String,
) -> Vec<FileOutcome> {
    let refused = |reason| vec![FileOutcome::refused(name, bytes, reason)];
    let mut outcomes = opened.unwrap_or_else(refused);
    for outcome in outcomes.iter_mut().filter(|o| o.name == name) {
        if outcome.sha256.is_empty() {
            outcome.sha256 = digest();
        }
    }
    outcomes
}

fn open<R: Read + Seek>(
    name: &str,
    bytes: u64,
    mut file: R,
    source: impl FnOnce(R) -> Result<ByteSource, ReadError>,
    options: &ReadOptions,
) -> Result<Vec<FileOutcome>, ReadError> {
    let mut head = Vec::new();
    file.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
    if detect::file_format(&head) != FileFormat::Zip {
        return Ok(vec![plain(name, bytes, head, file, options)]);
    }
    let file = BufReader::new(file);
    let inside = ArchiveNesting::outside(options);
    let source = |file: BufReader<R>| source(file.into_inner());
    Ok(zip(name, bytes, &head, file, source, &inside, options))
}

/// Reads a zip, which may be a workbook; `source` returns its bytes.
pub(crate) fn zip<R: Read + Seek>(
    name: &str,
    bytes: u64,
    head: &[u8],
    reader: R,
    source: impl FnOnce(R) -> Result<ByteSource, ReadError>,
    inside: &ArchiveNesting,
    options: &ReadOptions,
) -> Vec<FileOutcome> {
    let format = detect::broken_zip_extension(head).trim_start_matches('.');
    let mut outcome = FileOutcome::new(name, bytes, format);
    let archive = match catch_panic::catch(|| archive::open(reader, head)) {
        Ok(archive) => archive,
        Err(error) => {
            outcome.read = Err(error);
            return vec![outcome];
        }
    };
    match detect::zip_content(archive.file_names_raw(), head) {
        Package::Archive => return archive::read(outcome, archive, inside, options),
        Package::Foreign(foreign) => {
            outcome.format = foreign.key();
            outcome.read = Err(foreign.reason());
        }
        Package::Workbook(format) => {
            outcome.format = format;
            outcome.read = catch_panic::catch(|| {
                workbook(source(archive.into_inner())?, format, name, options)
            });
        }
        Package::Encrypted | Package::Unknown => {}
    }
    outcome.sha256 = outcome.digest();
    vec![outcome]
}

/// Reads a file that is no zip, of which `head` is the beginning.
pub(crate) fn plain(
    name: &str,
    bytes: u64,
    head: Vec<u8>,
    mut rest: impl Read,
    options: &ReadOptions,
) -> FileOutcome {
    let mut outcome = FileOutcome::new(name, bytes, "");
    outcome.read = catch_panic::catch(|| {
        let (format, read) = by_format(name, head, &mut rest, options);
        outcome.format = format;
        read
    });
    outcome.sha256 = outcome.digest();
    outcome
}

fn by_format(
    name: &str,
    mut head: Vec<u8>,
    rest: &mut dyn Read,
    options: &ReadOptions,
) -> (&'static str, Result<FileContents, ReadError>) {
    let limit = options.job.limits.unpacked_mb;
    let mut load_rest = |head: &mut Vec<u8>| load(head, rest, "unpacked_mb", limit);
    match detect::file_format(&head) {
        FileFormat::Empty => ("", Err(ReadError::empty())),
        FileFormat::Foreign(foreign) => (foreign.key(), Err(foreign.reason())),
        FileFormat::BareXls => {
            let read = load_rest(&mut head);
            let source = ByteSource::Memory(head);
            (
                "xls",
                read.and_then(|()| workbook(source, "xls", name, options)),
            )
        }
        FileFormat::Compound => {
            match load_rest(&mut head).map(|()| detect::compound_content(&head)) {
                Ok(Package::Workbook(format)) => (
                    format,
                    workbook(ByteSource::Memory(head), format, name, options),
                ),
                Ok(Package::Foreign(foreign)) => (foreign.key(), Err(foreign.reason())),
                Ok(Package::Encrypted) => ("xlsx", Err(ReadError::encrypted(".xlsx"))),
                Ok(_) => ("", Err(ReadError::damaged(".xls", "no workbook inside"))),
                Err(reason) => ("", Err(reason)),
            }
        }
        FileFormat::Zip => ("zip", Err(ReadError::damaged(".zip", "not seekable"))),
        FileFormat::Html => ("html", markup(name, head, rest, options, html::read)),
        FileFormat::XmlWorkbook => ("xml", markup(name, head, rest, options, xml_workbook::read)),
        FileFormat::Text => ("csv", text(name, head, rest, options)),
    }
}

fn text(
    name: &str,
    head: Vec<u8>,
    rest: &mut dyn Read,
    options: &ReadOptions,
) -> Result<FileContents, ReadError> {
    let contents = delimited::read(name, head, rest, options)?;
    let extension = extension(name);
    let recognised = contents.sheets.iter().any(|s| s.read.kind.is_some());
    if !recognised && NEVER_TEXT.contains(&extension.as_str()) {
        return Err(ReadError::damaged(&format!(".{extension}"), "text"));
    }
    Ok(contents)
}

/// Reads the sheets of a text.
type Parser<'a> = fn(&str, &FileSink<'a>, &Limits) -> Result<Vec<SheetData>, ReadError>;

/// Reads a page or an XML workbook: decoded whole, then parsed.
fn markup<'a>(
    name: &'a str,
    mut bytes: Vec<u8>,
    rest: &mut dyn Read,
    options: &'a ReadOptions<'a>,
    parse: Parser<'a>,
) -> Result<FileContents, ReadError> {
    load(&mut bytes, rest, "text_mb", options.job.limits.text_mb)?;
    let sha256 = digest(&bytes);
    let prescribed = options.job.source(name).and_then(|s| s.encoding);
    let (text, read) = encoding::decode_markup(&mime::pages(bytes), prescribed)?;
    Ok(FileContents {
        text: Some(read),
        sha256,
        sheets: parse(&text, &FileSink::new(name, options), &options.job.limits)?,
    })
}

fn workbook(
    source: ByteSource,
    format: &'static str,
    name: &str,
    options: &ReadOptions,
) -> Result<FileContents, ReadError> {
    let sink = FileSink::new(name, options);
    Ok(FileContents {
        text: None,
        sha256: source.digest(),
        sheets: workbook::read(source, format, &sink, &options.job.limits)?,
    })
}
