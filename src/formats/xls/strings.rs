//! The lengths of the shared strings of an `.xls` stream ([MS-XLS] 2.4.265 SST).

use super::compound::{u16_at, u32_at};

/// Characters of each shared string; a string may continue in the next record, behind new flags.
pub(crate) fn lengths(records: &[&[u8]]) -> Option<Vec<u32>> {
    let Some((first, rest)) = records.split_first() else {
        return Some(Vec::new());
    };
    let mut record = first.get(8..)?;
    let mut rest = rest.iter();
    let mut lengths = Vec::new();
    loop {
        if record.is_empty() {
            match rest.next() {
                Some(next) => record = next,
                None => return Some(lengths),
            }
            continue;
        }
        let (mut count, mut flags) = (usize::from(u16_at(record, 0)?), *record.get(2)?);
        lengths.push(count as u32);
        let mut extra = 0;
        record = &record[3..];
        if flags & 8 != 0 {
            extra += 4 * usize::from(u16_at(record, 0)?);
            record = &record[2..];
        }
        if flags & 4 != 0 {
            extra += u32_at(record, 0)? as usize;
            record = &record[4..];
        }
        loop {
            let width = 1 + usize::from(flags & 1);
            let taken = count.min(record.len() / width);
            record = &record[taken * width..];
            count -= taken;
            if count == 0 {
                break;
            }
            (flags, record) = rest.next()?.split_first().map(|(f, r)| (*f, r))?;
        }
        while extra > record.len() {
            extra -= record.len();
            record = rest.next()?;
        }
        record = &record[extra..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_strings_may_run_on_in_the_next_record() {
        let first = b"\x02\0\0\0\x02\0\0\0\x04\0\x00ab";
        let second = b"\x01c\0d\0\x01\0\x09\x01\0e\0\x01\0\0\0";
        assert_eq!(lengths(&[first, second]), Some(vec![4, 1]));
        assert_eq!(lengths(&[first]), None);
        assert_eq!(lengths(&[]), Some(vec![]));
    }
}
