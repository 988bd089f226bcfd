//! Calendar dates as sheets and bills spell them.
//!
//! In goes the text of a cell, an Excel serial or the bytes of a bill line; out comes a date, or `None`
//! when the text is no date or names a day that does not exist. The canonical spelling is ISO 8601.

use time::{Date, Month};

/// The canonical text of a date without end, as Alipay's interface spells it.
pub const FOREVER: &str = "forever";

/// Excel's serial of 9999-12-31 in the 1900 system, the last it knows.
const LAST_SERIAL: f64 = 2_958_465.0;

/// Julian day number of 1899-12-30, day 0 of the 1900 system from 1900-03-01 on.
const EPOCH_1900: i32 = 2_415_019;

/// Days between the epochs of the two systems, as Excel itself adds them.
const OFFSET_1904: i32 = 1_462;

/// Reads `20190306` `2019.3.6` `2019/3/6` `2019年3月6日` `2019-03-06`, with or without a time after it.
///
/// The time is checked for shape and range, then dropped.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let (year, rest) = number(text, 4, 4)?;
    let (month, day, rest) = match rest.chars().next()? {
        '0'..='9' => {
            let (month, rest) = number(rest, 2, 2)?;
            let (day, rest) = number(rest, 2, 2)?;
            (month, day, rest)
        }
        '年' => month_and_day(rest, "年", "月", Some("日"))?,
        '-' => month_and_day(rest, "-", "-", None)?,
        '/' => month_and_day(rest, "/", "/", None)?,
        '.' => month_and_day(rest, ".", ".", None)?,
        _ => return None,
    };
    if !is_time_or_nothing(rest) {
        return None;
    }
    calendar(year, month, day)
}

/// The date of an Excel serial; the time of day in the fraction is dropped.
///
/// `None` outside Excel's range and for serial 60 of the 1900 system, the 29 February 1900 that never
/// was (ECMA-376 part 1, 18.17.4.1).
pub fn from_excel_serial(serial: f64, is_1904: bool) -> Option<Date> {
    let first = if is_1904 { 0.0 } else { 1.0 };
    let last = if is_1904 {
        LAST_SERIAL - f64::from(OFFSET_1904)
    } else {
        LAST_SERIAL
    };
    if !(first..last + 1.0).contains(&serial) {
        return None;
    }
    let day = serial as i32;
    let julian = match (is_1904, day) {
        (true, _) => EPOCH_1900 + OFFSET_1904 + day,
        (false, 60) => return None,
        (false, ..60) => EPOCH_1900 + day + 1,
        (false, _) => EPOCH_1900 + day,
    };
    Date::from_julian_day(julian).ok()
}

/// The fast path for bill lines: the Julian day number of `2019-03-06`, alone or before a space or `T`.
pub fn day_number_bytes(bytes: &[u8]) -> Option<i32> {
    let (date, rest) = bytes.split_at_checked(10)?;
    if !matches!(rest, [] | [b' ' | b'T', ..]) {
        return None;
    }
    let [a, b, c, d, b'-', e, f, b'-', g, h] = date else {
        return None;
    };
    let read = |digits: &[&u8]| {
        digits.iter().try_fold(0u16, |number, byte| {
            let digit = byte.is_ascii_digit().then(|| u16::from(**byte - b'0'))?;
            Some(number * 10 + digit)
        })
    };
    let (year, month, day) = (read(&[a, b, c, d])?, read(&[e, f])?, read(&[g, h])?);
    Some(calendar(year, month, day)?.to_julian_day())
}

/// The canonical spelling, `YYYY-MM-DD`.
pub fn format(date: Date) -> String {
    let (year, month, day) = date.to_calendar_date();
    format!("{year:04}-{:02}-{day:02}", u8::from(month))
}

fn month_and_day<'a>(
    rest: &'a str,
    first: &str,
    second: &str,
    last: Option<&str>,
) -> Option<(u16, u16, &'a str)> {
    let (month, rest) = number(rest.strip_prefix(first)?, 1, 2)?;
    let (day, rest) = number(rest.strip_prefix(second)?, 1, 2)?;
    let rest = match last {
        Some(last) => rest.strip_prefix(last)?,
        None => rest,
    };
    Some((month, day, rest))
}

/// Between `least` and `most` digits from the front of `text`, and what follows them.
fn number(text: &str, least: usize, most: usize) -> Option<(u16, &str)> {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit);
    let length = digits.count();
    if length < least {
        return None;
    }
    let (digits, rest) = text.split_at_checked(length)?;
    Some((digits.parse().ok()?, rest))
}

fn calendar(year: u16, month: u16, day: u16) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let sensible = year >= 1000;
    sensible
        .then(|| Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok())?
}

/// Nothing, `hhmmss`, or `h:mm`, `h:mm:ss`, `h:mm:ss.fraction` after an optional space or `T`.
fn is_time_or_nothing(rest: &str) -> bool {
    let time = rest.strip_prefix('T').unwrap_or(rest).trim_start();
    if time.is_empty() {
        return rest.is_empty();
    }
    clock(time).is_some_and(|[hour, minute, second]| hour < 24 && minute < 60 && second < 60)
}

fn clock(time: &str) -> Option<[u16; 3]> {
    if time.len() == 6
        && let Some((hour, rest)) = number(time, 2, 2)
        && let Some((minute, rest)) = number(rest, 2, 2)
    {
        return Some([hour, minute, number(rest, 2, 2)?.0]);
    }
    let (hour, rest) = number(time, 1, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2, 2)?;
    if rest.is_empty() {
        return Some([hour, minute, 0]);
    }
    let (second, rest) = number(rest.strip_prefix(':')?, 2, 2)?;
    let fraction = rest.strip_prefix('.').unwrap_or(rest);
    let sound = fraction.bytes().all(|byte| byte.is_ascii_digit());
    sound.then_some([hour, minute, second])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    #[test]
    fn spellings() {
        for text in [
            "20190306",
            "2019.3.6",
            "2019.03.06",
            "2019/3/6",
            "2019年3月6日",
            "2019年03月06日 12:00",
            "2019-03-06",
            "2019-03-06 00:00:00",
            "2019-03-06T09:08:07.123",
            "2019/3/6 9:05",
            "20190306120000",
            " 2019-03-06 ",
        ] {
            assert_eq!(parse(text), Some(date!(2019 - 03 - 06)), "{text}");
        }
        for text in [
            "",
            "2019",
            "201936",
            "2019-3/6",
            "2019-02-29",
            "2019-13-01",
            "0000-01-01",
            "19-3-6",
            "2019-03-06 25:00",
            "2019-03-06T",
            "2019-03-06 早",
            "2019年3月6",
            "２０１９-03-06",
            "长期",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn serials() {
        assert_eq!(from_excel_serial(1.0, false), Some(date!(1900 - 01 - 01)));
        assert_eq!(from_excel_serial(59.9, false), Some(date!(1900 - 02 - 28)));
        assert_eq!(from_excel_serial(60.0, false), None);
        assert_eq!(from_excel_serial(61.0, false), Some(date!(1900 - 03 - 01)));
        assert_eq!(
            from_excel_serial(43_530.5, false),
            Some(date!(2019 - 03 - 06))
        );
        assert_eq!(
            from_excel_serial(42_068.0, true),
            Some(date!(2019 - 03 - 06))
        );
        assert_eq!(from_excel_serial(0.0, true), Some(date!(1904 - 01 - 01)));
        assert_eq!(
            from_excel_serial(2_958_465.5, false),
            Some(date!(9999 - 12 - 31))
        );
        for serial in [0.0, -1.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert_eq!(from_excel_serial(serial, false), None);
        }
    }

    #[test]
    fn bill_lines() {
        let day = date!(2019 - 03 - 06).to_julian_day();
        assert_eq!(day_number_bytes(b"2019-03-06 12:00:00"), Some(day));
        assert_eq!(day_number_bytes(b"2019-03-06"), Some(day));
        for text in [
            "2019-02-30",
            "2019/03/06",
            "2019-03-061",
            "2019-3-6",
            "",
            "二〇一九年",
        ] {
            assert_eq!(day_number_bytes(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(day in 2_086_308i32..5_373_484) {
            let date = Date::from_julian_day(day).expect("in range");
            prop_assert_eq!(parse(&format(date)), Some(date));
            prop_assert_eq!(day_number_bytes(format(date).as_bytes()), Some(day));
        }

        #[test]
        fn any_text_is_safe(text in "\\PC*|[0-9年月日/:. -]{0,24}", bytes: Vec<u8>, serial: f64) {
            let _ = (parse(&text), day_number_bytes(&bytes), from_excel_serial(serial, false));
        }
    }
}
