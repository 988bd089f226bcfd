//! Amounts of money as integer fen; binary floats never touch them.
//!
//! In goes the text of a cell or of a bill line, in the spellings sheets and banks use; out comes the
//! amount in fen, or `None`. Nothing is rounded: a third decimal other than zero is refused.

/// Longest amount worth reading, in bytes.
const LONGEST: usize = 40;

/// A trillion yuan, in fen: more is an account number or a slip, and would overflow the sums of a bill.
const MOST: i64 = 100_000_000_000_000;

/// What 万 is folded to; no text that can be an amount has this byte.
const TEN_THOUSAND: u8 = 1;

/// Reads an amount in yuan: `1,234.50` `+267.10` `-3000.00` `(12.00)` `￥12` `12元` `１２．５０` `1.5万`
/// `12.00CR` `12.00DR`.
///
/// Thousands separators must stand before groups of three; `DR`, a debit, is below zero. `None` for
/// anything else, for a part of a fen other than zero, and beyond a trillion yuan.
pub fn parse_fen(text: &str) -> Option<i64> {
    if let Some(fen) = parse_fen_bytes(text.as_bytes()) {
        return Some(fen);
    }
    let mut buffer = [0; LONGEST];
    let length = fold(text.trim(), &mut buffer)?;
    let (body, negative) = strip_signs(buffer.get(..length)?)?;
    let (body, places) = match body.strip_suffix(&[TEN_THOUSAND]) {
        Some(body) => (body.trim_ascii_end(), 6),
        None => (body, 2),
    };
    let (whole, decimals) = match body.iter().position(|byte| *byte == b'.') {
        Some(point) => (&body[..point], &body[point + 1..]),
        None => (body, &b"0"[..]),
    };
    if body.is_empty() {
        return None;
    }
    signed(shift(yuan(whole)?, decimals, places)?, negative)
}

/// The fast path for bill lines: `-?` digits, optionally a point and one or two decimals, nothing else.
pub fn parse_fen_bytes(bytes: &[u8]) -> Option<i64> {
    let (negative, body) = match bytes {
        [b'-', body @ ..] => (true, body),
        body => (false, body),
    };
    let (whole, cents) = match body {
        [whole @ .., b'.', tens] => (whole, digit(*tens)? * 10),
        [whole @ .., b'.', tens, ones] => (whole, digit(*tens)? * 10 + digit(*ones)?),
        whole => (whole, 0),
    };
    if whole.is_empty() {
        return None;
    }
    let mut yuan = 0i64;
    for byte in whole {
        yuan = yuan.checked_mul(10)?.checked_add(digit(*byte)?)?;
    }
    signed(yuan.checked_mul(100)?.checked_add(cents)?, negative)
}

fn signed(fen: i64, negative: bool) -> Option<i64> {
    (fen <= MOST).then_some(if negative { -fen } else { fen })
}

/// Renders fen as yuan with two decimals: `1230` → `12.30`.
pub fn format_fen(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

fn digit(byte: u8) -> Option<i64> {
    byte.is_ascii_digit().then(|| i64::from(byte - b'0'))
}

/// Copies `text` as half-width ASCII, currency marks as `$`; `None` when it cannot be an amount.
fn fold(text: &str, buffer: &mut [u8; LONGEST]) -> Option<usize> {
    let mut length = 0;
    for char in text.chars() {
        let byte = match char {
            '￥' | '¥' | '元' => b'$',
            '万' | '萬' => TEN_THOUSAND,
            '−' | '–' | '—' => b'-',
            '\u{FF01}'..='\u{FF5E}' => u8::try_from(u32::from(char) - 0xFEE0).ok()?,
            ' '..='~' => u8::try_from(char).ok()?,
            _ => return None,
        };
        *buffer.get_mut(length)? = byte;
        length += 1;
    }
    Some(length)
}

/// Removes one sign, one pair of brackets or one `CR`/`DR`, and the currency mark; the flag says
/// "negative".
fn strip_signs(text: &[u8]) -> Option<(&[u8], bool)> {
    let (text, side) = strip_side(text);
    let (text, bracketed) = match text {
        [b'(', inner @ .., b')'] => (inner.trim_ascii(), Some(b'-')),
        _ => (text, None),
    };
    let (text, outer) = strip_sign(text);
    let (text, inner) = strip_sign(strip_currency(text)?);
    let mut signs = [side, bracketed, outer, inner].into_iter().flatten();
    let sign = signs.next();
    signs.next().is_none().then_some((text, sign == Some(b'-')))
}

/// `CR` is a credit, money in; `DR` a debit.
fn strip_side(text: &[u8]) -> (&[u8], Option<u8>) {
    let sign = |side: &[u8]| match side.to_ascii_uppercase().as_slice() {
        b"CR" => Some(b'+'),
        b"DR" => Some(b'-'),
        _ => None,
    };
    if let Some((rest, side)) = text.split_last_chunk::<2>()
        && let Some(sign) = sign(side)
    {
        return (rest.trim_ascii_end(), Some(sign));
    }
    if let Some((side, rest)) = text.split_first_chunk::<2>()
        && let Some(sign) = sign(side)
    {
        return (rest.trim_ascii_start(), Some(sign));
    }
    (text, None)
}

fn strip_sign(text: &[u8]) -> (&[u8], Option<u8>) {
    match text {
        [sign @ (b'-' | b'+'), rest @ ..] => (rest.trim_ascii_start(), Some(*sign)),
        _ => (text, None),
    }
}

/// `￥12` and `12元` are amounts, `￥12元` as well; a mark in the middle is left for the digits to refuse.
fn strip_currency(text: &[u8]) -> Option<&[u8]> {
    let text = text.strip_prefix(b"$").unwrap_or(text).trim_ascii_start();
    let text = text.strip_suffix(b"$").unwrap_or(text).trim_ascii_end();
    (!text.is_empty()).then_some(text)
}

/// Digits before the point. Nothing at all is zero: some banks print `.50`.
fn yuan(whole: &[u8]) -> Option<i64> {
    let grouped = whole.contains(&b',');
    let mut yuan = 0i64;
    for (index, group) in whole.split(|byte| *byte == b',').enumerate() {
        let well_placed = match index {
            0 => matches!(group.len(), 1..=3),
            _ => group.len() == 3,
        };
        if grouped && !well_placed {
            return None;
        }
        for byte in group {
            yuan = yuan.checked_mul(10)?.checked_add(digit(*byte)?)?;
        }
    }
    Some(yuan)
}

/// `whole` and its decimals in units of the last of so many places; further decimals must be zeros.
fn shift(whole: i64, decimals: &[u8], places: usize) -> Option<i64> {
    if decimals.is_empty() {
        return None;
    }
    let mut units = whole;
    for place in 0..decimals.len().max(places) {
        let digit = decimals.get(place).map_or(Some(0), |byte| digit(*byte))?;
        if place < places {
            units = units.checked_mul(10)?.checked_add(digit)?;
        } else if digit != 0 {
            return None;
        }
    }
    Some(units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings() {
        for (text, fen) in [
            ("1,234.50", 123_450),
            ("+267.10", 26_710),
            ("-3000.00", -300_000),
            ("(12.00)", -1_200),
            ("（12.00）", -1_200),
            ("￥12", 1_200),
            ("¥ 1,234,567.8", 123_456_780),
            ("-￥12.5", -1_250),
            ("￥-12.5", -1_250),
            ("12元", 1_200),
            ("１２．５０", 1_250),
            ("－１，０００", -100_000),
            ("12.3400", 1_234),
            (".50", 50),
            ("0", 0),
            (" 12 ", 1_200),
            ("0.01", 1),
            ("1.5万", 1_500_000),
            ("1.5万元", 1_500_000),
            ("￥ 1,234.567891 万", 1_234_567_891),
            ("－０．０００１００万", -100),
            ("(2万)", -2_000_000),
            ("1,234.50CR", 123_450),
            ("12.00 Dr", -1_200),
            ("DR 12", -1_200),
        ] {
            assert_eq!(parse_fen(text), Some(fen), "{text}");
        }
    }

    #[test]
    fn refusals() {
        for text in [
            "",
            "-",
            "/",
            ".",
            "12.",
            "12.345",
            "1,23.00",
            "1234,567",
            ",123",
            "1.2.3",
            "--1",
            "-￥-1",
            "(-12)",
            "12-",
            "1E3",
            "十二",
            "1.0000001万",
            "万",
            "1万5",
            "1万万",
            "1.5w",
            "1\u{1}",
            "-12DR",
            "(12)CR",
            "CR12DR",
            "CR",
            "92233720368548万",
            "￥",
            "12 34",
            "92233720368547758.08",
            "1000000000000.01",
            "-1000000000000.01",
            "100000000.000001万",
            "99999999999999999999999999999999999999999999999",
        ] {
            assert_eq!(parse_fen(text), None, "{text}");
        }
    }

    #[test]
    fn fast_path_is_strict() {
        assert_eq!(parse_fen_bytes(b"-12.3"), Some(-1_230));
        assert_eq!(parse_fen_bytes(b"-1000000000000.00"), Some(-MOST));
        assert_eq!(parse_fen_bytes(b"1000000000000.01"), None);
        for text in ["", "-", ".5", "5.", "1,234", "+1", "1.234", "1.-2"] {
            assert_eq!(parse_fen_bytes(text.as_bytes()), None, "{text}");
        }
        assert_eq!(format_fen(i64::MIN), "-92233720368547758.08");
        assert_eq!(format_fen(-5), "-0.05");
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(fen in -MOST..=MOST) {
            let text = format_fen(fen);
            prop_assert_eq!(parse_fen(&text), Some(fen));
            prop_assert_eq!(parse_fen_bytes(text.as_bytes()), Some(fen));
        }

        #[test]
        fn any_text_is_safe(text in "\\PC*|[(￥0-9.,元万)+CDR-]{0,20}", bytes: Vec<u8>) {
            let _ = (parse_fen(&text), parse_fen_bytes(&bytes));
        }
    }
}
