//! Splits the lines of a bill into cells, in place. Text without a quote, as in nearly all bills, is split at delimiters
//! and line ends; a record that `csv` had to read has the same form.

use csv::ByteRecord;

/// The cells of one record.
pub(crate) struct RecordCells<'a> {
    text: &'a [u8],
    /// Where each cell ends.
    ends: &'a [usize],
    /// Bytes between two cells.
    gap: usize,
}

impl<'a> RecordCells<'a> {
    /// The cells of a record; `ends` is a buffer for their bounds.
    pub(crate) fn new(record: &'a ByteRecord, ends: &'a mut Vec<usize>) -> RecordCells<'a> {
        ends.clear();
        ends.extend((0..record.len()).filter_map(|at| Some(record.range(at)?.end)));
        RecordCells {
            text: record.as_slice(),
            ends,
            gap: 0,
        }
    }

    /// The bytes of a cell; empty where the record is too short.
    pub(crate) fn get(&self, column: usize) -> &'a [u8] {
        let Some(end) = self.ends.get(column) else {
            return b"";
        };
        let before = column.checked_sub(1);
        let start = before.map_or(0, |before| self.ends[before] + self.gap);
        &self.text[start..*end]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a [u8]> {
        (0..self.ends.len()).map(|column| self.get(column))
    }
}

/// Lines of a text without quotes, with the row each has in a spreadsheet: as `csv` would read them.
pub(crate) struct UnquotedLines<'a> {
    rest: &'a [u8],
    delimiter: u8,
    /// The row of the next line.
    row: u32,
    ends: Vec<usize>,
}

impl<'a> UnquotedLines<'a> {
    /// `None` when the text has a quote.
    pub(crate) fn new(text: &'a [u8], delimiter: u8) -> Option<UnquotedLines<'a>> {
        memchr::memchr(b'"', text).is_none().then(|| UnquotedLines {
            rest: text,
            delimiter,
            row: 1,
            ends: Vec::new(),
        })
    }

    /// The next line that is not empty, and its row, counted from 1; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<(u32, RecordCells<'_>)> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let end = memchr::memchr2(b'\n', b'\r', self.rest).unwrap_or(self.rest.len());
            let (line, rest) = self.rest.split_at(end);
            self.rest = match rest {
                [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
                [] => rest,
            };
            let row = self.row;
            self.row = row.saturating_add(1);
            if !line.is_empty() {
                split(line, self.delimiter, &mut self.ends);
                let (text, ends) = (line, &self.ends[..]);
                return Some((row, RecordCells { text, ends, gap: 1 }));
            }
        }
    }

    /// Rows passed so far, blank lines included.
    pub(crate) fn rows(&self) -> u32 {
        self.row - 1
    }
}

/// Where each cell of a line ends. Cells are a few bytes long, so eight bytes are compared at once.
fn split(line: &[u8], delimiter: u8, ends: &mut Vec<usize>) {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let pattern = u64::from_ne_bytes([delimiter; 8]);
    let (words, rest) = line.as_chunks::<8>();
    ends.clear();
    for (at, word) in words.iter().enumerate() {
        let differs = u64::from_le_bytes(*word) ^ pattern;
        // The high bit of every byte that does not differ, and no other bit.
        let mut hits = !(((differs & LOW) + LOW) | differs | LOW);
        while hits != 0 {
            ends.push(at * 8 + hits.trailing_zeros() as usize / 8);
            hits &= hits - 1;
        }
    }
    let done = words.len() * 8;
    let hits = rest.iter().zip(done..).filter(|(b, _)| **b == delimiter);
    ends.extend(hits.map(|(_, at)| at));
    ends.push(line.len());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::text::records::Records;
    use proptest::prelude::*;

    type Read = (Vec<(u32, Vec<Vec<u8>>)>, u32);

    fn by_lines(text: &[u8]) -> Option<Read> {
        let mut lines = UnquotedLines::new(text, b',')?;
        let mut read = Vec::new();
        while let Some((row, cells)) = lines.next() {
            read.push((row, cells.iter().map(<[u8]>::to_vec).collect()));
        }
        Some((read, lines.rows()))
    }

    fn by_csv(text: &[u8]) -> Read {
        let mut records = Records::new(text, b',');
        let (mut read, mut ends) = (Vec::new(), Vec::new());
        while let Some((row, record)) = records.next() {
            let cells = RecordCells::new(record, &mut ends);
            read.push((row, cells.iter().map(<[u8]>::to_vec).collect()));
        }
        (read, records.rows())
    }

    #[test]
    fn cells_of_a_line() {
        let read = by_lines(b"a,,bcdefghij,\r\n\n,k").map(|(read, rows)| {
            let shown =
                |cells: Vec<Vec<u8>>| String::from_utf8_lossy(&cells.join(&b'|')).into_owned();
            let read = read.into_iter().map(|(row, cells)| (row, shown(cells)));
            (read.collect::<Vec<_>>(), rows)
        });
        let expected = vec![(1, "a||bcdefghij|".to_owned()), (3, "|k".to_owned())];
        assert_eq!(read, Some((expected, 3)));
        assert_eq!(by_lines(b"a,\"b"), None);
    }

    #[test]
    fn a_quoted_record_has_the_same_form() {
        let record = ByteRecord::from(vec!["a", "b,c", ""]);
        let mut ends = Vec::new();
        let cells = RecordCells::new(&record, &mut ends);
        let all = [&b"a"[..], b"b,c", b"", b"", b""];
        assert_eq!(
            [0, 1, 2, 3, usize::MAX].map(|column| cells.get(column)),
            all
        );
    }

    proptest! {
        #[test]
        fn lines_are_what_csv_reads(text in "([a,\r\n]|,{1,9}|[a+\u{AC}\u{12C}一]{1,9}|\r\n){0,40}") {
            let text = text.as_bytes();
            prop_assert_eq!(by_lines(text), Some(by_csv(text)));
        }
    }
}
