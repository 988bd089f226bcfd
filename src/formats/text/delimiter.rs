//! The delimiter of a text file: the character that cuts the first rows into equally many fields, outside quotes.

/// Candidates; of two that do equally well the earlier wins.
const CANDIDATES: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How many records and bytes are looked at.
const RECORDS: usize = 60;
const BYTES: usize = 64 * 1024;

/// The delimiter of a text; a comma where nothing shows another.
pub(crate) fn choose(text: &str) -> u8 {
    let mut best = (0, b',');
    for delimiter in CANDIDATES {
        let score = score(text.as_bytes(), delimiter);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// Weighs the rows with the most common number of delimiters. The number of rows counts twice, because commas inside
/// addresses are in few rows; the number of delimiters counts too, because the TABs that Alipay writes behind long
/// numbers are in every row; rows without a delimiter count against it.
fn score(text: &[u8], delimiter: u8) -> usize {
    let mut counts = counts(&text[..text.len().min(BYTES)], delimiter);
    let rows = counts.len();
    counts.retain(|n| *n > 0);
    counts.sort_unstable();
    let runs = counts.chunk_by(|a, b| a == b);
    runs.map(|run| run.len() * run.len() * run[0] * RECORDS / rows)
        .max()
        .unwrap_or(0)
}

/// Delimiters outside quotes, record by record. A quote opens only at the start of a field, whichever
/// of the candidates ends the field before.
fn counts(text: &[u8], delimiter: u8) -> Vec<usize> {
    let mut counts = vec![0];
    let (mut quoted, mut start) = (false, true);
    for (at, byte) in text.iter().enumerate() {
        match *byte {
            b'"' if quoted || start => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                if counts.len() == RECORDS {
                    break;
                }
                counts.push(0);
                start = true;
                continue;
            }
            byte if CANDIDATES.contains(&byte) && !quoted => {
                let found = usize::from(byte == delimiter && !is_padding(text, at));
                counts.last_mut().into_iter().for_each(|n| *n += found);
                start = true;
                continue;
            }
            _ => {}
        }
        start = false;
    }
    counts
}

/// A TAB beside a comma, which exporters add to every cell to keep it a text.
fn is_padding(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| text.get(at));
    text[at] == b'\t' && (before == Some(&b',') || text.get(at + 1) == Some(&b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_that_pad_every_cell() {
        assert_eq!(choose("编码\t,名称\t,地址\t\ns1\t,甲店\t,某路\t\n"), b',');
        assert_eq!(choose("\t编码,\t名称,\t地址\n\ts1,\t甲店,\t某路\n"), b',');
        assert_eq!(choose("编码\t名称\t地址\ns1\t甲店\t某路,1 号\n"), b'\t');
    }

    #[test]
    fn the_one_that_cuts_evenly() {
        let cases: [(&str, u8); 9] = [
            ("编码,名称\ns1,甲\n", b','),
            ("标题\n编码\t名称\ns1\t甲,乙,丙\n", b'\t'),
            ("编码;名称\ns1;\"1,5\n2,5\"\n", b';'),
            ("编码|名称|电话\ns1|甲|1\n", b'|'),
            // A comma between fields, a TAB behind each number.
            ("#账号\nA,B,C,D\n1\t,2\t,3,4\n5\t,6\t,7,8\n", b','),
            // Inches inside a field open no quote.
            ("a;b;c\n1;5\" tall;x\n2;6\" tall;y\n", b';'),
            ("a;b\n1,5;2,5\n3,5;4,5\n", b';'),
            ("one column\nonly\n", b','),
            ("", b','),
        ];
        for (text, expected) in cases {
            assert_eq!(choose(text), expected, "{text:?}");
        }
    }
}
