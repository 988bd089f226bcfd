//! Business hours as a week: when a store opens and closes on each day. In goes the text of a cell, out
//! come seven days, or `None` when the text says more, or less, than one span for each day it names.

use std::ops::RangeInclusive;

use super::name::fold_width;

/// Minutes after midnight; `close` is at most 24:00 and lies after `open`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub open: u16,
    pub close: u16,
}

/// Monday first; `None` on a day without business.
pub(crate) type Week = [Option<Span>; 7];

const MINUTES_OF_A_DAY: u16 = 24 * 60;
const AROUND_THE_CLOCK: [&str; 5] = ["24小时", "全天", "24H", "24h", "7*24"];
const WHOLE_DAY: Span = Span {
    open: 0,
    close: MINUTES_OF_A_DAY,
};

/// Reads `09:00-22:00`, `周一至周五 9:00～21:30；周末 10点-22点`, `24小时`. Days without a span of their
/// own are closed once any day is named.
pub(crate) fn week(text: &str) -> Option<Week> {
    let text = fold_width(text);
    if AROUND_THE_CLOCK.iter().any(|word| text.contains(word)) {
        return (!text.contains("周")).then_some([Some(WHOLE_DAY); 7]);
    }
    let text = text.replace("星期", "周").replace("礼拜", "周");
    let mut week: Week = [None; 7];
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (days, after) = days(rest)?;
        let (span, after) = span(after)?;
        for day in days {
            let day = week.get_mut(usize::from(day))?;
            if day.replace(span).is_some() {
                return None;
            }
        }
        rest = after.trim_start_matches([',', ';', '、', '，', '；', '/', ' ', '\n', '\r']);
    }
    week.iter().any(Option::is_some).then_some(week)
}

/// The days a span is for, 0 for Monday; all of them when none is named.
fn days(text: &str) -> Option<(Vec<u8>, &str)> {
    let text = text.trim_start();
    let words = [
        ("周末", 5..7),
        ("工作日", 0..5),
        ("节假日", 5..7),
        ("每天", 0..7),
        ("每日", 0..7),
        ("营业时间", 0..7),
    ];
    for (word, days) in words {
        if let Some(rest) = text.strip_prefix(word) {
            return Some((days.collect(), rest.trim_start_matches([':', ' '])));
        }
    }
    if !text.starts_with('周') {
        return Some(((0..7).collect(), text));
    }
    let (mut named, mut rest) = (Vec::new(), text);
    while let Some(after) = rest.trim_start_matches(BETWEEN_DAYS).strip_prefix('周') {
        let (days, after) = run_of_days(after)?;
        named.extend(days);
        rest = after;
    }
    Some((named, rest.trim_start_matches([':', ' '])))
}

/// What stands between days that keep the same hours: 周六、周日.
const BETWEEN_DAYS: [char; 5] = ['、', ',', '和', '及', ' '];

/// `一`, or `一至周五`, after the first 周.
fn run_of_days(text: &str) -> Option<(RangeInclusive<u8>, &str)> {
    let (first, rest) = day(text)?;
    let Some(to) = rest.trim_start().strip_prefix(['至', '到', '-', '~', '—']) else {
        return Some((first..=first, rest));
    };
    let (last, rest) = day(to.trim_start().trim_start_matches('周'))?;
    (first <= last).then_some((first..=last, rest))
}

fn day(text: &str) -> Option<(u8, &str)> {
    let char = text.chars().next()?;
    let at = match char {
        '日' | '天' => 6,
        _ => "一二三四五六".chars().position(|c| c == char)?,
    };
    Some((u8::try_from(at).ok()?, &text[char.len_utf8()..]))
}

fn span(text: &str) -> Option<(Span, &str)> {
    let (open, rest) = clock(text.trim_start())?;
    let rest = rest
        .trim_start()
        .trim_start_matches(['至', '到', '-', '~', '—', '–']);
    let (close, rest) = clock(rest.trim_start())?;
    // A whole day is often written without its last minute.
    let close = if (open, close) == (0, MINUTES_OF_A_DAY - 1) {
        MINUTES_OF_A_DAY
    } else {
        close
    };
    (open < close).then_some((Span { open, close }, rest))
}

/// `9:00`, `9点`, `9点30分`, `9点半`.
fn clock(text: &str) -> Option<(u16, &str)> {
    let (hour, rest) = number(text)?;
    let (minute, rest) = match rest.strip_prefix(':') {
        Some(rest) => number(rest)?,
        None => {
            let rest = rest.strip_prefix('点')?;
            match rest.strip_prefix('半') {
                Some(rest) => (30, rest),
                None => match number(rest) {
                    Some((minute, rest)) => (minute, rest.strip_prefix('分').unwrap_or(rest)),
                    None => (0, rest),
                },
            }
        }
    };
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= MINUTES_OF_A_DAY).then_some((minutes, rest))
}

fn number(text: &str) -> Option<(u16, &str)> {
    let digits = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(digits)?;
    let more = rest.bytes().next().is_some_and(|b| b.is_ascii_digit());
    (!more)
        .then(|| digits.parse().ok())?
        .map(|number| (number, rest))
}

/// `HH:MM`; the end of a day is `23:59` where a target has no `24:00`.
pub(crate) fn clock_text(minutes: u16) -> String {
    let minutes = minutes.min(MINUTES_OF_A_DAY - 1);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `周一-周五 09:00-20:00,周六-周日 10:00-22:00`: days in a row that keep the same hours together
/// (alipay.offline.market.shop.create, `business_time`).
pub(crate) fn week_text(week: &Week) -> String {
    const DAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    let mut spans: Vec<(usize, usize, Span)> = Vec::new();
    for (day, span) in week.iter().enumerate() {
        let Some(span) = *span else { continue };
        match spans.last_mut() {
            Some((_, last, same)) if *last + 1 == day && *same == span => *last = day,
            _ => spans.push((day, day, span)),
        }
    }
    let texts = spans.into_iter().map(|(first, last, span)| {
        let hours = format!("{}-{}", clock_text(span.open), clock_text(span.close));
        match first == last {
            true => format!("{} {hours}", DAYS[first]),
            false => format!("{}-{} {hours}", DAYS[first], DAYS[last]),
        }
    });
    texts.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn weeks_in_all_dress() {
        for (text, expected) in [
            ("09:00-22:00", "周一-周日 09:00-22:00"),
            ("９：００～２１：３０", "周一-周日 09:00-21:30"),
            ("每天 9点-21点半", "周一-周日 09:00-21:30"),
            (
                "周一至周五 9:00-20:00；周六至周日 10:00-22:00",
                "周一-周五 09:00-20:00,周六-周日 10:00-22:00",
            ),
            (
                "工作日9:00-20:00,周末10:00-22:00",
                "周一-周五 09:00-20:00,周六-周日 10:00-22:00",
            ),
            ("星期一到星期三 08:30-17:00", "周一-周三 08:30-17:00"),
            ("24小时", "周一-周日 00:00-23:59"),
            ("00:00-24:00", "周一-周日 00:00-23:59"),
            ("00：00～23：59", "周一-周日 00:00-23:59"),
            ("周日 10:00-18:00", "周日 10:00-18:00"),
            (
                "周一至周五 09:00-20:00，周六周日 10:00-22:00",
                "周一-周五 09:00-20:00,周六-周日 10:00-22:00",
            ),
            (
                "周一、周三和周五至周日：9:00-18:00",
                "周一 09:00-18:00,周三 09:00-18:00,周五-周日 09:00-18:00",
            ),
        ] {
            let week = week(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(week_text(&week), expected, "{text}");
        }
        let whole_day = week("00:00-23:59").expect("a week");
        assert_eq!(whole_day, [Some(WHOLE_DAY); 7]);
        for text in [
            "",
            "随时",
            "9:00",
            "9:00-",
            "22:00-9:00",
            "9:00-25:00",
            "9:60-10:00",
            "09:00-12:00 13:00-20:00",
            "周五至周一 9:00-20:00",
            "周一、周一 9:00-20:00",
            "周一、9:00-20:00，周",
            "夏季 9:00-22:00",
        ] {
            assert_eq!(week(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "\\PC*|[0-9周一二三日至:：点半,-]{0,24}") {
            if let Some(days) = week(&text) {
                let canonical = week_text(&days);
                let again = week(&canonical).expect("reads back");
                prop_assert_eq!(week_text(&again), canonical);
            }
        }
    }
}
