//! One file on its way in: its bytes decide who reads it, whatever its name says. A file gives itself,
//! and an archive its members beside it; what cannot be read gives its reason.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::sync::atomic::{AtomicU64, Ordering};

use super::archive;
use super::archive::Inside;
use super::collect::FileSink;
use super::find::extension;
use super::sheet::Sheet;
use super::{InputPath, Options, delimited};
use crate::formats::byte_source::ByteSource;
use crate::formats::detect;
use crate::formats::detect::{Format, Package};
use crate::formats::load::load;
use crate::formats::markup::xml_workbook;
use crate::formats::markup::{html, mime};
use crate::formats::reason::Reason;
use crate::formats::text::encoding;
use crate::formats::text::open::HEAD_BYTES;
use crate::formats::workbook;
use crate::formats::{catch_panic, hash};
use crate::model::{Limits, TextRead};

/// One file or one member of an archive, and what came of it.
pub(crate) struct Outcome {
    pub name: String,
    pub bytes: u64,
    /// What it is; empty when that is not known.
    pub format: &'static str,
    /// Empty when it could not be read to its end.
    pub sha256: String,
    pub read: Result<Contents, Reason>,
}

/// What was read of a file.
#[derive(Default)]
pub(crate) struct Contents {
    pub text: Option<TextRead>,
    pub sha256: String,
    pub sheets: Vec<Sheet>,
}

/// Extensions of what is never text: when it is, and no table either, the name promises too much.
const NEVER_TEXT: &[&str] = &[
    "xlsx", "xlsm", "xltx", "xls", "xlt", "xlsb", "ods", "et", "zip",
];

/// Reads a file, and the members of an archive.
pub(crate) fn read_file(path: &InputPath, options: &Options) -> Vec<Outcome> {
    let told = AtomicU64::new(0);
    let tell = |bytes: u64| {
        let before = told.fetch_add(bytes, Ordering::Relaxed);
        (options.progress)(bytes.min(path.bytes.saturating_sub(before)));
    };
    let options = Options {
        progress: &tell,
        ..*options
    };
    let opened = File::open(&path.path).map_err(Reason::from);
    let limit = options.job.limits.unpacked_mb;
    let on_disk = |_| match path.bytes > limit.saturating_mul(1024 * 1024) {
        true => Err(Reason::past("unpacked_mb", limit)),
        false => Ok(ByteSource::Disk(path.path.clone())),
    };
    let opened = opened.and_then(|file| open(&path.name, path.bytes, file, on_disk, &options));
    let digest = || File::open(&path.path).map_or(String::new(), hash::of_all);
    let outcomes = whole(opened, &path.name, path.bytes, digest);
    tell(path.bytes);
    outcomes
}

/// Reads a file that is in memory, and the members of an archive.
pub(crate) fn read_bytes(name: &str, bytes: &[u8], options: &Options) -> Vec<Outcome> {
    let count = bytes.len() as u64;
    let in_memory = |_| Ok(ByteSource::Memory(bytes.to_vec()));
    let opened = open(name, count, Cursor::new(bytes), in_memory, options);
    whole(opened, name, count, || hash::of(bytes))
}

/// The outcomes of a file, its own among them with a digest.
fn whole(
    opened: Result<Vec<Outcome>, Reason>,
    name: &str,
    bytes: u64,
    digest: impl Fn() -> String,
) -> Vec<Outcome> {
    let refused = |reason| vec![Outcome::refused(name, bytes, reason)];
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
    store: impl FnOnce(R) -> Result<ByteSource, Reason>,
    options: &Options,
) -> Result<Vec<Outcome>, Reason> {
    let mut head = Vec::new();
    file.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
    if detect::of(&head) != Format::Zip {
        return Ok(vec![plain(name, bytes, head, file, options)]);
    }
    let file = BufReader::new(file);
    let inside = Inside::none(options);
    let store = |file: BufReader<R>| store(file.into_inner());
    Ok(zip(name, bytes, &head, file, store, &inside, options))
}

/// Reads a zip, which may be a workbook; `store` says where its bytes are.
pub(crate) fn zip<R: Read + Seek>(
    name: &str,
    bytes: u64,
    head: &[u8],
    reader: R,
    store: impl FnOnce(R) -> Result<ByteSource, Reason>,
    inside: &Inside,
    options: &Options,
) -> Vec<Outcome> {
    let mut outcome = Outcome::new(
        name,
        bytes,
        detect::of_broken_zip(head).trim_start_matches('.'),
    );
    let opened = catch_panic::quietly(|| archive::open(reader, head));
    let archive = match opened {
        Ok(archive) => archive,
        Err(reason) => {
            return vec![Outcome {
                read: Err(reason),
                ..outcome
            }];
        }
    };
    match detect::of_members(archive.file_names_raw(), head) {
        Package::Archive => return archive::read(outcome, archive, inside, options),
        Package::Foreign(foreign) => {
            outcome.format = foreign.key();
            outcome.read = Err(foreign.reason());
        }
        Package::Workbook(format) => {
            outcome.format = format;
            outcome.read = catch_panic::quietly(|| {
                workbook(store(archive.into_inner())?, format, name, options)
            });
        }
        Package::Encrypted | Package::Unknown => {}
    }
    outcome.sha256 = outcome.digest();
    vec![outcome]
}

/// Reads what is no zip: `head` is its beginning, `rest` what follows.
pub(crate) fn plain(
    name: &str,
    bytes: u64,
    head: Vec<u8>,
    mut rest: impl Read,
    options: &Options,
) -> Outcome {
    let mut outcome = Outcome::new(name, bytes, "");
    outcome.read = catch_panic::quietly(|| {
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
    options: &Options,
) -> (&'static str, Result<Contents, Reason>) {
    let limit = options.job.limits.unpacked_mb;
    let mut whole = |head: &mut Vec<u8>| load(head, rest, "unpacked_mb", limit);
    match detect::of(&head) {
        Format::Empty => ("", Err(Reason::empty())),
        Format::Foreign(foreign) => (foreign.key(), Err(foreign.reason())),
        Format::BareXls => {
            let read = whole(&mut head)
                .and_then(|()| workbook(ByteSource::Memory(head), "xls", name, options));
            ("xls", read)
        }
        Format::Compound => match whole(&mut head).map(|()| detect::of_compound(&head)) {
            Ok(Package::Workbook(format)) => (
                format,
                workbook(ByteSource::Memory(head), format, name, options),
            ),
            Ok(Package::Foreign(foreign)) => (foreign.key(), Err(foreign.reason())),
            Ok(Package::Encrypted) => ("xlsx", Err(Reason::encrypted(".xlsx"))),
            Ok(_) => ("", Err(Reason::damaged(".xls", "no workbook inside"))),
            Err(reason) => ("", Err(reason)),
        },
        Format::Zip => ("zip", Err(Reason::damaged(".zip", "not seekable"))),
        Format::Html => ("html", markup(name, head, rest, options, html::read)),
        Format::XmlWorkbook => ("xml", markup(name, head, rest, options, xml_workbook::read)),
        Format::Text => ("csv", text(name, head, rest, options)),
    }
}

fn text(
    name: &str,
    head: Vec<u8>,
    rest: &mut dyn Read,
    options: &Options,
) -> Result<Contents, Reason> {
    let contents = delimited::read(name, head, rest, options)?;
    let extension = extension(name);
    let recognised = contents.sheets.iter().any(|s| s.kind.is_some());
    if !recognised && NEVER_TEXT.contains(&extension.as_str()) {
        return Err(Reason::damaged(&format!(".{extension}"), "text"));
    }
    Ok(contents)
}

/// The sheets of a text.
type Parser<'a> = fn(&str, &FileSink<'a>, &Limits) -> Result<Vec<Sheet>, Reason>;

/// Reads a page or an XML workbook: decoded whole, then taken apart by `read`.
fn markup<'a>(
    name: &'a str,
    mut bytes: Vec<u8>,
    rest: &mut dyn Read,
    options: &'a Options<'a>,
    read: Parser<'a>,
) -> Result<Contents, Reason> {
    load(&mut bytes, rest, "text_mb", options.job.limits.text_mb)?;
    let sha256 = hash::of(&bytes);
    let prescribed = options.job.source(name).and_then(|s| s.encoding);
    let (text, told) = encoding::decode_markup(&mime::pages(bytes), prescribed)?;
    Ok(Contents {
        text: Some(told),
        sha256,
        sheets: read(&text, &FileSink::of(name, options), &options.job.limits)?,
    })
}

fn workbook(
    store: ByteSource,
    format: &'static str,
    name: &str,
    options: &Options,
) -> Result<Contents, Reason> {
    Ok(Contents {
        text: None,
        sha256: store.digest(),
        sheets: workbook::read(
            store,
            format,
            &FileSink::of(name, options),
            &options.job.limits,
        )?,
    })
}

impl Outcome {
    /// Nothing read yet.
    pub(crate) fn new(name: &str, bytes: u64, format: &'static str) -> Outcome {
        Outcome {
            name: name.to_owned(),
            bytes,
            format,
            sha256: String::new(),
            read: Err(Reason::empty()),
        }
    }

    pub(crate) fn refused(name: &str, bytes: u64, reason: Reason) -> Outcome {
        Outcome {
            read: Err(reason),
            ..Outcome::new(name, bytes, "")
        }
    }

    fn digest(&mut self) -> String {
        let contents = self.read.as_mut().ok();
        contents.map_or(String::new(), |c| std::mem::take(&mut c.sha256))
    }
}
