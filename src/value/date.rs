//! Calendar dates as sheets and bills spell them.
//!
//! In goes the text of a cell, which may be an Excel serial, or the bytes of a bill line; out comes a
//! date, or `None` when the text is no date or names a day that does not exist. The canonical spelling is
//! ISO 8601.

use time::{Date, Month, Time};

/// The canonical text of a date without end, as Alipay's interface spells it.
pub const FOREVER: &str = "forever";

/// Julian day number of 1899-12-30, day 0 of Excel's 1900 system from 1900-03-01 on.
const EPOCH_1900: i32 = 2_415_019;

/// Excel's serial of 9999-12-31, the last it knows.
const LAST_SERIAL: i32 = 2_958_465;

/// Reads `20190306` `2019.3.6` `2019/3/6` `2019年3月6日` `2019-03-06`, with or without a time after it.
///
/// The time is checked for shape and range, then dropped.
pub fn parse(text: &str) -> Option<Date> {
    parse_with_time(text).map(|(date, _)| date)
}

/// As [`parse`], with the time of day when there is one; fractions of a second are dropped.
pub fn parse_with_time(text: &str) -> Option<(Date, Option<Time>)> {
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
    let time = time_or_nothing(rest)?;
    Some((calendar(year, month, day)?, time))
}

/// The date of an Excel serial as a cell shows it that lost its date format: `43530`, `43530.5`. The
/// time of day in the fraction is dropped.
///
/// `None` outside 20000 (1954) to 99999, except for the last serial there is: a column of dates holds
/// few other numbers of five digits. The 1900 system is meant, which all but old Macintosh files use;
/// cells with their date format need none of this (ECMA-376 part 1, 18.17.4.1).
pub fn from_serial(text: &str) -> Option<Date> {
    let (day, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(day) || !digits(fraction) || day.len() > 7 {
        return None;
    }
    let day: i32 = day.parse().ok()?;
    let known = (20_000..=99_999).contains(&day) || day == LAST_SERIAL;
    known.then(|| Date::from_julian_day(EPOCH_1900 + day).ok())?
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
///
/// `None` for anything else, `Some(None)` for nothing.
fn time_or_nothing(rest: &str) -> Option<Option<Time>> {
    let time = rest.strip_prefix('T').unwrap_or(rest).trim_start();
    if time.is_empty() {
        return rest.is_empty().then_some(None);
    }
    let [hour, minute, second] = clock(time)?.map(|n| u8::try_from(n).unwrap_or(u8::MAX));
    Time::from_hms(hour, minute, second).ok().map(Some)
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
        for (text, expected) in [
            ("43530", Some(date!(2019 - 03 - 06))),
            ("43530.5", Some(date!(2019 - 03 - 06))),
            ("20000", Some(date!(1954 - 10 - 03))),
            ("73050", Some(date!(2099 - 12 - 31))),
            ("2958465", Some(date!(9999 - 12 - 31))),
            ("19999", None),
            ("2958466", None),
            ("100000", None),
            ("20190306", None),
            ("43530.", None),
            (".5", None),
            ("4.353E4", None),
            ("-43530", None),
        ] {
            assert_eq!(from_serial(text), expected, "{text}");
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
        fn any_text_is_safe(text in "\\PC*|[0-9年月日/:. -]{0,24}", bytes: Vec<u8>) {
            let _ = (parse(&text), day_number_bytes(&bytes), from_serial(&text));
        }
    }
}
