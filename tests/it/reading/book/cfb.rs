//! Compound files ([MS-CFB]) of one stream: version 3, sectors of 512 bytes, short streams in the mini
//! stream, as Excel 97 writes them.

const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;

/// A compound file whose only stream has this name.
pub fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mini = stream.len() < 4096;
    let data = stream.len().div_ceil(512).max(1);
    assert!(data + 3 <= 128, "one table of sectors is enough for a test");
    // Sector 0 is the table, 1 the directory, 2 the mini stream's table, 3 and on the stream.
    let mut next = vec![0xFFFF_FFFD, END, END];
    next.extend((4..3 + data).map(|id| id as u32));
    next.push(END);
    next.resize(128, FREE);
    let units = if mini { stream.len().div_ceil(64) } else { 0 };
    let mut mini_next: Vec<u32> = (1..units).map(|id| id as u32).collect();
    mini_next.push(END);
    mini_next.resize(128, FREE);

    let mut file = header();
    file.extend(next.iter().chain(&[]).flat_map(|id| id.to_le_bytes()));
    let (root, own) = if mini { (3, 0) } else { (END, 3) };
    file.extend(entry("Root Entry", 5, root, units * 64));
    file.extend(entry(name, 2, own, stream.len()));
    file.resize(512 * 3, 0);
    file.extend(mini_next.iter().flat_map(|id| id.to_le_bytes()));
    file.extend(stream);
    file.resize(512 * (4 + data), 0);
    file
}

fn header() -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    let mut put = |at: usize, value: u32| header[at..at + 4].copy_from_slice(&value.to_le_bytes());
    put(24, 0x0003_003E);
    put(28, 0x0009_FFFE);
    put(32, 6);
    put(44, 1);
    put(48, 1);
    put(56, 4096);
    put(60, 2);
    put(64, 1);
    put(68, END);
    (1..109).for_each(|table| put(76 + 4 * table, FREE));
    header
}

fn entry(name: &str, kind: u8, start: u32, bytes: usize) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry.resize(128, 0);
    entry[64] = 2 * (name.len() as u8 + 1);
    entry[66] = kind;
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&(bytes as u32).to_le_bytes());
    entry
}
