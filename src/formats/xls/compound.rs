//! Compound files ([MS-CFB]), the container of `.xls`: takes the workbook stream out of a file, and puts it into the
//! simplest possible container. A chain of sectors is followed for no more steps than the file has sectors, so a
//! circular chain ends.

use crate::formats::read_error::ReadError;

const MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
const FAT: u32 = 0xFFFF_FFFD;

/// Streams shorter than this are in the mini stream.
const MINI_BELOW: u64 = 4096;

/// Sectors of the sector table that the header can list.
const IN_HEADER: usize = 109;

fn damaged(message: &str) -> ReadError {
    ReadError::damaged(".xls", message)
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// The workbook stream of an `.xls`, with or without a container. Refuses a damaged container, and one with an
/// encrypted workbook of a newer format.
pub(crate) fn workbook(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    if !bytes.starts_with(MAGIC) {
        return Ok(bytes.to_vec());
    }
    let file = File::open(bytes).ok_or_else(|| damaged("the table of sectors is damaged"))?;
    let entries = file.entries.iter();
    let entry = |name: &str| entries.clone().find(|e| e.name.eq_ignore_ascii_case(name));
    if entry("EncryptedPackage").is_some() {
        return Err(ReadError::encrypted(".xlsx"));
    }
    let entry = entry("Workbook").or_else(|| entry("Book"));
    let entry = entry.ok_or_else(|| damaged("there is no workbook in it"))?;
    file.stream(entry)
        .ok_or_else(|| damaged("the workbook stream is damaged"))
}

struct Entry {
    name: String,
    start: u32,
    bytes: u64,
}

#[derive(Default)]
struct File<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
    mini_next: Vec<u32>,
    /// The first is the root, whose stream is the mini stream.
    entries: Vec<Entry>,
}

impl<'a> File<'a> {
    fn open(bytes: &'a [u8]) -> Option<File<'a>> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = File {
            bytes,
            sector,
            ..File::default()
        };
        for id in file.tables()? {
            file.next.extend(words(file.sector(id)?));
        }
        let directory = file.chain(u32_at(bytes, 48)?)?;
        file.entries = directory.chunks_exact(128).filter_map(entry).collect();
        file.mini_next = words(&file.chain(u32_at(bytes, 60)?)?).collect();
        Some(file)
    }

    /// The sectors that hold the table of sectors.
    fn tables(&self) -> Option<Vec<u32>> {
        let mut tables: Vec<u32> = words(self.bytes.get(76..512)?).collect();
        let mut more = u32_at(self.bytes, 68)?;
        let mut left = self.bytes.len() / self.sector;
        while more < FAT {
            left = left.checked_sub(1)?;
            let mut ids: Vec<u32> = words(self.sector(more)?).collect();
            more = ids.pop()?;
            tables.extend(ids);
        }
        tables.retain(|id| *id < FAT);
        (tables.len() <= self.bytes.len() / self.sector).then_some(tables)
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = (id as usize + 1).checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The content of a chain of sectors. `None` when it leaves the file or never ends.
    fn chain(&self, mut id: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut left = self.next.len();
        while id < FAT {
            left = left.checked_sub(1)?;
            content.extend_from_slice(self.sector(id)?);
            id = *self.next.get(id as usize)?;
        }
        Some(content)
    }

    fn stream(&self, entry: &Entry) -> Option<Vec<u8>> {
        let mut content = if entry.bytes < MINI_BELOW {
            self.mini_chain(entry.start)?
        } else {
            self.chain(entry.start)?
        };
        content.truncate(usize::try_from(entry.bytes).ok()?);
        Some(content)
    }

    fn mini_chain(&self, mut id: u32) -> Option<Vec<u8>> {
        let all = self.chain(self.entries.first()?.start)?;
        let mut content = Vec::new();
        let mut left = self.mini_next.len();
        while id < FAT {
            left = left.checked_sub(1)?;
            let start = (id as usize).checked_mul(64)?;
            content.extend_from_slice(all.get(start..(start + 64).min(all.len()))?);
            id = *self.mini_next.get(id as usize)?;
        }
        Some(content)
    }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).filter_map(|word| u32_at(word, 0))
}

/// A directory entry of 128 bytes; `None` when it is not in use.
fn entry(bytes: &[u8]) -> Option<Entry> {
    let units = bytes.get(..64)?.chunks_exact(2);
    let units = units.filter_map(|unit| u16_at(unit, 0));
    let name: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
    // In files of the older version the upper half of the size means nothing.
    let entry = Entry {
        name: String::from_utf16_lossy(&name),
        start: u32_at(bytes, 116)?,
        bytes: u64::from(u32_at(bytes, 120)?),
    };
    (!entry.name.is_empty()).then_some(entry)
}

/// A container with this stream as its workbook, which calamine requires. `None` when the stream is longer than the
/// simplest container allows, 400 MB.
pub(crate) fn wrapped(stream: &[u8]) -> Option<Vec<u8>> {
    const SECTOR: usize = 4096;
    let sectors = stream.len().div_ceil(SECTOR).max(1);
    // One table sector names 1024 sectors, itself and the directory among them.
    let tables = (sectors + 1).div_ceil(SECTOR / 4 - 1);
    if tables > IN_HEADER {
        return None;
    }
    let mut next = vec![FAT; tables];
    next.push(END);
    next.extend((tables + 2..tables + 1 + sectors).map(|id| id as u32));
    next.push(END);
    next.resize(tables * SECTOR / 4, FREE);

    let mut file = header(tables);
    file.resize(SECTOR, 0);
    file.extend(next.iter().flat_map(|id| id.to_le_bytes()));
    file.extend(directory_entry("Root Entry", 5, 0, 0));
    let start = tables as u32 + 1;
    file.extend(directory_entry("Workbook", 2, start, sectors * SECTOR));
    file.resize(SECTOR * (tables + 2), 0);
    file.extend_from_slice(stream);
    file.resize(SECTOR * (tables + 2 + sectors), 0);
    Some(file)
}

fn header(tables: usize) -> Vec<u8> {
    let mut header = vec![0; 76];
    header[..8].copy_from_slice(MAGIC);
    let mut put = |at: usize, value: u32| {
        header[at..at + 4].copy_from_slice(&value.to_le_bytes());
    };
    // Version 4, little-endian, sectors of 2^12 bytes, mini sectors of 2^6.
    put(24, 0x0004_003E);
    put(28, 0x000C_FFFE);
    put(32, 6);
    put(44, tables as u32);
    put(48, tables as u32);
    put(56, MINI_BELOW as u32);
    put(60, END);
    put(68, END);
    let ids = (0..IN_HEADER).map(|id| if id < tables { id as u32 } else { FREE });
    header.extend(ids.flat_map(u32::to_le_bytes));
    header
}

fn directory_entry(name: &str, kind: u8, start: u32, bytes: usize) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry.resize(128, 0);
    entry[64] = 2 * (name.len() as u8 + 1);
    entry[66] = kind;
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..128].copy_from_slice(&(bytes as u64).to_le_bytes());
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrapped_is_found_again() {
        for length in [1, 4096, 4097, 5_000_000] {
            let stream: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let found = workbook(&wrapped(&stream).expect("short")).expect("sound");
            assert!(found.len() - stream.len() < 4096, "{length}");
            assert!(found.starts_with(&stream), "{length}");
        }
    }

    #[test]
    fn a_chain_in_a_circle_ends() {
        let mut file = wrapped(&[1; 10_000]).expect("short");
        // The table is in sector 0, the directory in 1, the stream in 2 to 4.
        file[4096 + 4 * 4..][..4].copy_from_slice(&2u32.to_le_bytes());
        assert!(workbook(&file).is_err());
        file[4096 + 4..][..4].copy_from_slice(&1u32.to_le_bytes());
        assert!(workbook(&file).is_err());
        for end in 0..file.len().min(700) {
            let _ = workbook(&file[..end]);
        }
    }
}
