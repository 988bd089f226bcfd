//! The records of a delimited text, split on its raw bytes by `csv`, each with its row; fields are not decoded.

use csv::ByteRecord;

/// Records of a text with the row each would have in a spreadsheet: blank lines count, line breaks
/// inside quotes do not.
pub(crate) struct Records<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    reader: csv::Reader<&'a [u8]>,
    record: ByteRecord,
    /// Where the last record began, and bytes consumed so far.
    last_start: usize,
    end: usize,
    /// The row of the next line.
    row: u32,
}

impl<'a> Records<'a> {
    pub(crate) fn new(bytes: &'a [u8], delimiter: u8) -> Records<'a> {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(delimiter)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_reader(bytes);
        Records {
            bytes,
            delimiter,
            reader,
            record: ByteRecord::new(),
            last_start: 0,
            end: 0,
            row: 1,
        }
    }

    /// The next record and its row, counted from 1; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<(u32, &ByteRecord)> {
        // Byte records from memory have no way to fail: any bytes are a record, lengths may vary.
        let more = self
            .reader
            .read_byte_record(&mut self.record)
            .unwrap_or(false);
        let start = self.end;
        self.end = (self.reader.position().byte() as usize).min(self.bytes.len());
        self.skip_blank_lines(start);
        if !more {
            return None;
        }
        self.last_start = start;
        let row = self.row;
        self.row = self.row.saturating_add(1);
        Some((row, &self.record))
    }

    /// The row of the record that holds a byte, counted from 0; the last row when there are not so many.
    pub(crate) fn row_at(mut self, byte: usize) -> u32 {
        while self.end <= byte && self.next().is_some() {}
        self.rows()
    }

    /// The last record.
    pub(crate) fn record(&self) -> &ByteRecord {
        &self.record
    }

    /// The row of the last record, when an unclosed quote swallowed the rows after it: up to the end of the text, or up
    /// to a quote that does not end its cell.
    pub(crate) fn stray_quote(&self) -> Option<u32> {
        let last = self.bytes[self.last_start..self.end].trim_ascii();
        let spans_lines = memchr::memchr2(b'\n', b'\r', last).is_some();
        (spans_lines && self.swallows(last)).then(|| self.rows())
    }

    /// Whether a quoted cell of a record runs over a line end and does not end where its quotes do.
    fn swallows(&self, record: &[u8]) -> bool {
        let mut rest = record;
        loop {
            let quoted = rest.strip_prefix(b"\"");
            if let Some(text) = quoted {
                let (end, closed) = closing_quote(text);
                let runs_on = memchr::memchr2(b'\n', b'\r', &text[..end]).is_some();
                let behind = text[end..].strip_prefix(b"\"").unwrap_or_default();
                let blank = |b: &&u8| matches!(**b, b' ' | b'\t') && **b != self.delimiter;
                let behind = behind.iter().find(|b| !blank(b));
                let ends = closed && behind.is_none_or(|b| *b == self.delimiter);
                if runs_on && !ends {
                    return true;
                }
                rest = &text[end..];
            }
            match memchr::memchr(self.delimiter, rest) {
                Some(at) => rest = &rest[at + 1..],
                None => return false,
            }
        }
    }

    /// Rows passed so far, blank lines included.
    pub(crate) fn rows(&self) -> u32 {
        self.row - 1
    }

    /// Counts the line ends before the record just read.
    fn skip_blank_lines(&mut self, start: usize) {
        let mut rest = &self.bytes[start..self.end];
        if start > 0 && self.bytes[start - 1] == b'\r' {
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        loop {
            rest = match rest {
                [b'\r', b'\n', tail @ ..] | [b'\r' | b'\n', tail @ ..] => tail,
                _ => return,
            };
            self.row = self.row.saturating_add(1);
        }
    }
}

/// Where the quote is that ends a quoted text (pairs of quotes are skipped), and whether there is one.
fn closing_quote(text: &[u8]) -> (usize, bool) {
    let mut at = 0;
    while let Some(quote) = memchr::memchr(b'"', &text[at..]) {
        if text.get(at + quote + 1) != Some(&b'"') {
            return (at + quote, true);
        }
        at += quote + 2;
    }
    (text.len(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, String)> {
        let mut records = Records::new(text.as_bytes(), b',');
        let mut rows = Vec::new();
        while let Some((row, record)) = records.next() {
            rows.push((row, String::from_utf8_lossy(&record[0]).into_owned()));
        }
        rows
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_shows_them() {
        let expected = [(1, "a"), (3, "b\nc"), (4, "d")].map(|(row, text)| (row, text.to_owned()));
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("a,1{end}{end}\"b\nc\",2{end}d,3{end}");
            assert_eq!(rows(&text), expected, "{end:?}");
        }
        assert_eq!(rows("\n\na"), [(3, "a".to_owned())]);
    }

    #[test]
    fn a_quote_that_swallows_rows_is_noticed() {
        let stray = |text: &str| {
            let mut records = Records::new(text.as_bytes(), b',');
            let mut found = None;
            while found.is_none() && records.next().is_some() {
                found = records.stray_quote();
            }
            found
        };
        assert_eq!(stray("a,1\nb,\"2\nc,3\nd,4\n"), Some(2));
        assert_eq!(stray("a,\"1\nb,2\"x\nc,3\n"), Some(1));
        assert_eq!(stray("a,\"1\rb,2\"x\rc,3\r"), Some(1));
        assert_eq!(stray("a,\"1\"\"\nb\",\"2\nc,3\"\"\"x\n"), Some(1));
        assert_eq!(stray("a,1\nb,\"2\n3\"\n"), None);
        assert_eq!(stray("a,\"1\n\"\"2\"\"\" \t,3\nb,\"\",\"\"\n"), None);
        assert_eq!(stray("a,1\nb,2\"\n"), None);
        assert_eq!(stray("a,\"1\"x\nb,\"2"), None);
    }
}
