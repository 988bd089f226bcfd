//! What a file is, by its first bytes and not by its name. A container says more by its parts: a zip by the names of
//! its members, a compound file by its directory.

use super::read_error::ReadError;
use super::rules::{FIL008, FIL009, SHT003};

/// What a file is by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileFormat {
    Empty,
    /// A workbook, an archive or a document: see [`zip_content`].
    Zip,
    /// An old workbook or document, or an encrypted new one: see [`compound_content`].
    Compound,
    /// The records of an .xls without the container around them.
    BareXls,
    Html,
    /// SpreadsheetML 2003: a workbook as one XML text.
    XmlWorkbook,
    Foreign(ForeignFormat),
    /// None of the others.
    Text,
}

/// A format that this program does not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ForeignFormat {
    /// No table; the name people know it by.
    NoTable(&'static str),
    /// An archive to be unpacked first.
    Archive(&'static str),
    Numbers,
}

impl ForeignFormat {
    pub(crate) fn reason(self) -> ReadError {
        match self {
            ForeignFormat::NoTable(name) => ReadError::new(&SHT003, [name.to_owned()]),
            ForeignFormat::Archive(name) => ReadError::new(&FIL008, [name.to_owned()]),
            ForeignFormat::Numbers => ReadError::new(&FIL009, []),
        }
    }

    /// For the manifest.
    pub(crate) fn key(self) -> &'static str {
        let name = match self {
            ForeignFormat::NoTable(name) | ForeignFormat::Archive(name) => name,
            ForeignFormat::Numbers => "Numbers",
        };
        let key = KEYS.iter().find(|key| key.eq_ignore_ascii_case(name));
        key.copied().unwrap_or_default()
    }
}

const fn no_table(name: &'static str) -> FileFormat {
    FileFormat::Foreign(ForeignFormat::NoTable(name))
}

const fn archive(name: &'static str) -> FileFormat {
    FileFormat::Foreign(ForeignFormat::Archive(name))
}

/// Formats in the manifest: the names people know, in lower case.
const KEYS: &[&str] = &[
    "pdf",
    "png",
    "jpeg",
    "gif",
    "webp",
    "heic",
    "bmp",
    "tiff",
    "rtf",
    "word",
    "powerpoint",
    "opendocument",
    "zip",
    "rar",
    "7z",
    "gzip",
    "numbers",
];

/// First bytes that leave no doubt. Sources: the format specifications; `file`'s magic database.
const MAGIC: &[(&[u8], FileFormat)] = &[
    (b"PK\x03\x04", FileFormat::Zip),
    (b"PK\x05\x06", FileFormat::Zip),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FileFormat::Compound),
    (b"%PDF-", no_table("PDF")),
    (b"\x89PNG\r\n\x1A\n", no_table("PNG")),
    (b"\xFF\xD8\xFF", no_table("JPEG")),
    (b"GIF87a", no_table("GIF")),
    (b"GIF89a", no_table("GIF")),
    (b"II*\0", no_table("TIFF")),
    (b"MM\0*", no_table("TIFF")),
    (b"{\\rtf", no_table("RTF")),
    (b"Rar!\x1A\x07", archive("RAR")),
    (b"7z\xBC\xAF\x27\x1C", archive("7z")),
    (b"\x1F\x8B\x08", archive("gzip")),
];

/// Brands of HEIF in the `ftyp` box (ISO/IEC 23008-12).
const HEIF: [&[u8]; 6] = [b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim"];

/// The format of a file by its beginning.
pub(crate) fn file_format(head: &[u8]) -> FileFormat {
    if head.is_empty() {
        return FileFormat::Empty;
    }
    if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *format;
    }
    let at = |from: usize, to: usize| head.get(from..to).unwrap_or_default();
    match head {
        [b'R', b'I', b'F', b'F', ..] if at(8, 12) == b"WEBP" => no_table("WebP"),
        [b'B', b'M', ..] if at(6, 10) == [0; 4] => no_table("BMP"),
        _ if at(4, 8) == b"ftyp" && HEIF.contains(&at(8, 12)) => no_table("HEIC"),
        // BOF of BIFF2 to BIFF8: record 0x0009, 0x0209, 0x0409 or 0x0809, 4 to 16 bytes long.
        [0x09, 0 | 2 | 4 | 8, 4..=16, 0, ..] => FileFormat::BareXls,
        _ => markup_or_text(head),
    }
}

/// HTML, an XML workbook, or plain text.
fn markup_or_text(head: &[u8]) -> FileFormat {
    let text: Vec<u8> = head
        .iter()
        .take(4096)
        // In UTF-16 every other byte of a tag is zero.
        .filter(|b| **b != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let text = text.trim_ascii_start();
    let marks = ["\u{FEFF}".as_bytes(), b"\xFF\xFE", b"\xFE\xFF"];
    let unmarked = marks.iter().find_map(|mark| text.strip_prefix(*mark));
    let text = unmarked.unwrap_or(text).trim_ascii_start();
    let has = |what: &[u8]| memchr::memmem::find(text, what).is_some();
    if text.starts_with(b"mime-version:") && has(b"multipart/related") {
        return FileFormat::Html;
    }
    if !text.starts_with(b"<") {
        return FileFormat::Text;
    }
    if has(b"urn:schemas-microsoft-com:office:spreadsheet") && has(b"<?xml") {
        return FileFormat::XmlWorkbook;
    }
    let tags: [&[u8]; 5] = [b"<html", b"<table", b"<!doctype html", b"<body", b"<meta"];
    if tags.iter().any(|tag| has(tag)) {
        return FileFormat::Html;
    }
    FileFormat::Text
}

/// What a container is by its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Package {
    /// `xlsx`, `xlsb`, `ods` or `xls`.
    Workbook(&'static str),
    /// A zip of files.
    Archive,
    Foreign(ForeignFormat),
    /// A compound file around an encrypted workbook of the new kind.
    Encrypted,
    /// A compound file with nothing in it that is known.
    Unknown,
}

const fn no_table_package(name: &'static str) -> Package {
    Package::Foreign(ForeignFormat::NoTable(name))
}

/// What a zip is, by the names of its members and its first bytes.
pub(crate) fn zip_content<'a>(names: impl Iterator<Item = &'a [u8]>, head: &[u8]) -> Package {
    let mut package = Package::Archive;
    for name in names {
        let name = String::from_utf8_lossy(name)
            .replace('\\', "/")
            .to_ascii_lowercase();
        package = match name.as_bytes() {
            b"xl/workbook.bin" => Package::Workbook("xlsb"),
            b"word/document.xml" => no_table_package("Word"),
            b"ppt/presentation.xml" => no_table_package("PowerPoint"),
            b"mimetype" => opendocument_content(head),
            name if name.starts_with(b"xl/workbook") && name.ends_with(b".xml") => {
                Package::Workbook("xlsx")
            }
            name if name.starts_with(b"index/") && name.ends_with(b".iwa") => {
                Package::Foreign(ForeignFormat::Numbers)
            }
            b"index.zip" => Package::Foreign(ForeignFormat::Numbers),
            // A workbook with a part missing is still no archive: its reader says what is missing.
            name if name.starts_with(b"xl/") => {
                package = Package::Workbook("xlsx");
                continue;
            }
            _ => continue,
        };
        break;
    }
    package
}

/// What an OpenDocument is, by its first member, which is stored uncompressed (ODF 1.3 part 2, 3.3).
fn opendocument_content(head: &[u8]) -> Package {
    let begin = &head[..head.len().min(256)];
    let contains = |what: &[u8]| memchr::memmem::find(begin, what).is_some();
    if contains(b"opendocument.") && !contains(b"opendocument.spreadsheet") {
        no_table_package("OpenDocument")
    } else {
        Package::Workbook("ods")
    }
}

/// The extension that a zip with an unreadable directory seems to have had, by the name of its first member.
pub(crate) fn broken_zip_extension(head: &[u8]) -> &'static str {
    let begin = &head[..head.len().min(512)];
    let contains = |what: &[u8]| memchr::memmem::find(begin, what).is_some();
    if contains(b"opendocument.spreadsheet") {
        ".ods"
    } else if contains(b"[Content_Types].xml") || contains(b"xl/") || contains(b"_rels/.rels") {
        ".xlsx"
    } else {
        ".zip"
    }
}

/// Entries of a compound file's directory and what they mean. An encrypted .xls has a stream called `Workbook` as
/// well: its reader finds out.
const STREAMS: &[(&str, Package)] = &[
    ("EncryptedPackage", Package::Encrypted),
    ("Workbook", Package::Workbook("xls")),
    ("Book", Package::Workbook("xls")),
    ("WordDocument", no_table_package("Word")),
    ("PowerPoint Document", no_table_package("PowerPoint")),
];

/// What a compound file is, by the names in its directory: 128 bytes an entry, the name in UTF-16 LE first, its length
/// with the final zero at byte 64 (MS-CFB 2.6.1). Directory sectors may be anywhere, so every block of 128 bytes is
/// examined.
pub(crate) fn compound_content(bytes: &[u8]) -> Package {
    let mut best = None;
    for entry in bytes.chunks_exact(128) {
        let length = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
        if !(4..=64).contains(&length) || entry[66] != 2 {
            continue;
        }
        let rank = STREAMS
            .iter()
            .position(|(name, _)| is_utf16(&entry[..length], name));
        best = [best, rank].into_iter().flatten().min();
    }
    best.map_or(Package::Unknown, |at| STREAMS[at].1)
}

/// Whether the bytes are `name` in UTF-16 LE with a final zero.
fn is_utf16(bytes: &[u8], name: &str) -> bool {
    let units = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes);
    units.eq(bytes.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_first_bytes() {
        let cases: [(&[u8], FileFormat); 16] = [
            (b"", FileFormat::Empty),
            (b"PK\x03\x04\x14\0", FileFormat::Zip),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0", FileFormat::Compound),
            (b"\x09\x08\x08\x00\x00\x05\x05\x00", FileFormat::BareXls),
            (b"\x09s1,2", FileFormat::Text),
            (b"%PDF-1.7\n", no_table("PDF")),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", no_table("WebP")),
            (b"RIFF,1,2,WAVE", FileFormat::Text),
            (b"\0\0\0\x18ftypheic\0\0\0\0", no_table("HEIC")),
            (b"BM,\xC3\xC5\xB5\xEA,1", FileFormat::Text),
            (b"Rar!\x1A\x07\x01\0", archive("RAR")),
            (b"\xEF\xBB\xBF \r\n<HTML><body>", FileFormat::Html),
            (b"\xFF\xFE<\0t\0a\0b\0l\0e\0>\0", FileFormat::Html),
            (
                b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x",
                FileFormat::Html,
            ),
            (b"<<a>>,b\n", FileFormat::Text),
            ("自用编码,门店名称".as_bytes(), FileFormat::Text),
        ];
        for (bytes, format) in cases {
            let shown = String::from_utf8_lossy(bytes);
            assert_eq!(file_format(bytes), format, "{shown}");
        }
    }

    #[test]
    fn zips_by_their_members() {
        let package =
            |names: &[&str], head: &[u8]| zip_content(names.iter().map(|n| n.as_bytes()), head);
        let (content, workbook) = ("[Content_Types].xml", Package::Workbook);
        let ods = b"PK....mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK";
        let odt = b"PK....mimetypeapplication/vnd.oasis.opendocument.textPK";
        let numbers = Package::Foreign(ForeignFormat::Numbers);
        let cases: [(&[&str], &[u8], Package); 6] = [
            (&[content, "xl\\workbook.xml"], b"", workbook("xlsx")),
            (&[content, "xl/workbook.bin"], b"", workbook("xlsb")),
            (&["mimetype"], ods, workbook("ods")),
            (&["mimetype"], odt, no_table_package("OpenDocument")),
            (&["Index/Document.iwa"], b"", numbers),
            (&["a.csv", "b/xl/workbook.xml"], b"", Package::Archive),
        ];
        for (names, head, expected) in cases {
            assert_eq!(package(names, head), expected, "{names:?}");
        }
    }

    #[test]
    fn compound_files_by_their_directory() {
        let entry = |name: &str| {
            let mut entry = vec![0; 128];
            let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            entry[..units.len()].copy_from_slice(&units);
            entry[64] = units.len() as u8 + 2;
            entry[66] = 2;
            entry
        };
        let cases = [
            (["x", "Book"], Package::Workbook("xls")),
            // A workbook that embeds a document is a workbook; an encrypted one is encrypted.
            (["WordDocument", "Workbook"], Package::Workbook("xls")),
            (["Workbook", "EncryptedPackage"], Package::Encrypted),
        ];
        for (names, expected) in cases {
            let file = names.map(entry).concat();
            assert_eq!(compound_content(&file), expected, "{names:?}");
        }
        assert_eq!(compound_content(b"short"), Package::Unknown);
    }

    #[test]
    fn every_foreign_format_has_a_key() {
        for (_, format) in MAGIC {
            if let FileFormat::Foreign(foreign) = format {
                assert_ne!(foreign.key(), "", "{foreign:?}");
            }
        }
    }
}
