//! Business hours as people write them: ranges of the clock with or without days, in many spellings.
//!
//! In goes the text of a cell. [`check`] says what is certainly wrong with it; words are not judged, so a remark
//! beside the hours does no harm. [`week`] reads it as seven days, and gives `None` when the text says more, or
//! less, than one span for each day it names.

use std::ops::RangeInclusive;

use super::name::{fold_width, is_chinese};

/// Why a text tells no business hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HoursFault {
    /// A time no clock shows, as it was written.
    Clock(String),
    /// A range without its beginning or its end.
    Open,
    /// Neither a time nor a word for round the clock.
    NoTime,
}

/// What a piece of the text is for telling hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Clock,
    /// From one to another.
    Dash,
    /// Words and days.
    Word,
    /// What ends a range: brackets, commas, line breaks.
    Break,
}

/// Words that say it without a time.
const AROUND_THE_CLOCK: [&str; 5] = ["24小时", "全天", "24H", "24h", "7*24"];

fn is_around_the_clock(text: &str) -> bool {
    AROUND_THE_CLOCK.iter().any(|word| text.contains(word))
}

/// Looks for what is certainly wrong. Full width, `点`, a missing `:`, `~` and `至`, days, several
/// ranges and an end after midnight are all fine.
pub(crate) fn check(text: &str) -> Result<(), HoursFault> {
    let text = fold_width(text);
    if is_around_the_clock(&text) || has_chinese_clock(&text) {
        return Ok(());
    }
    let tokens = tokens(&text)?;
    if !tokens.contains(&Token::Clock) {
        return Err(HoursFault::NoTime);
    }
    let open = (0..tokens.len()).any(|at| is_open(&tokens, at));
    if open || tokens == [Token::Clock] {
        return Err(HoursFault::Open);
    }
    Ok(())
}

/// `九点`, `早八晚十`: read by people only.
fn has_chinese_clock(text: &str) -> bool {
    let number = |char| "一二两三四五六七八九十".contains(char);
    let mut before = ' ';
    text.chars().any(|char| {
        let clock = (matches!(before, '早' | '晚' | '午') && number(char))
            || (number(before) && char == '点');
        before = char;
        clock
    })
}

/// A dash with a time on one side and nothing on the other.
fn is_open(tokens: &[Token], at: usize) -> bool {
    if tokens[at] != Token::Dash {
        return false;
    }
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let sides = [before, tokens.get(at + 1)];
    let nothing = |side: &Option<&Token>| matches!(side, None | Some(Token::Break));
    sides.contains(&Some(&Token::Clock)) && sides.iter().any(nothing)
}

fn tokens(text: &str) -> Result<Vec<Token>, HoursFault> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(char) = rest.chars().next() {
        let (token, length) = match char {
            '0'..='9' => time_or_number(rest, before)?,
            '-' | '~' | '至' | '到' | '—' | '–' | '―' | '−' => {
                (Some(Token::Dash), char.len_utf8())
            }
            ',' | ';' | '、' | '，' | '；' | '/' | '(' | ')' | '\n' | '\r' => {
                (Some(Token::Break), char.len_utf8())
            }
            // Days and words can be ends of a range, but `上午` belongs to the time after it.
            _ if is_chinese(char) && !"上中下午早晚凌晨次日当约每的".contains(char) => {
                (Some(Token::Word), char.len_utf8())
            }
            _ => (None, char.len_utf8()),
        };
        let repeated = token != Some(Token::Clock) && tokens.last().copied() == token;
        tokens.extend(token.filter(|_| !repeated));
        before = char;
        rest = &rest[length..];
    }
    Ok(tokens)
}

/// A time, or a number that is none: of a day, a date, a count of hours, a telephone.
fn time_or_number(text: &str, before: char) -> Result<(Option<Token>, usize), HoursFault> {
    let digits = leading_digits(text);
    let after = text[digits..].chars().next().unwrap_or(' ');
    let of_day = matches!(before, '周' | '期' | '拜' | '月' | '第')
        || matches!(
            after,
            '月' | '日' | '号' | '年' | '小' | '天' | '楼' | '个' | '*' | 'x' | 'h'
        );
    if of_day {
        return Ok((Some(Token::Word), digits));
    }
    let (hour, minute, length) = match digits {
        1 | 2 => {
            let (minute, length) = minute(&text[digits..], after);
            (&text[..digits], minute, digits + length)
        }
        3 | 4 => (&text[..digits - 2], &text[digits - 2..digits], digits),
        _ => return Ok((Some(Token::Word), digits)),
    };
    if is_clock(hour, minute) {
        Ok((Some(Token::Clock), length))
    } else {
        Err(HoursFault::Clock(text[..length].to_owned()))
    }
}

/// The minutes after an hour, and how many bytes they take with their separator and seconds.
fn minute(text: &str, separator: char) -> (&str, usize) {
    if !matches!(separator, ':' | '点' | '时' | '.' | '：') {
        return ("", 0);
    }
    let from = separator.len_utf8();
    let digits = leading_digits(&text[from..]);
    let minute = &text[from..from + digits];
    let rest = &text[from + digits..];
    let seconds = rest.strip_prefix(':').map_or(0, leading_digits);
    (
        minute,
        from + digits + if seconds > 0 { seconds + 1 } else { 0 },
    )
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// `24:00` is the end of a day.
fn is_clock(hour: &str, minute: &str) -> bool {
    let number = |text: &str| match text {
        "" => Some(0),
        _ => text.parse::<u8>().ok(),
    };
    match (number(hour), number(minute)) {
        (Some(24), Some(0)) => true,
        (Some(hour), Some(minute)) => hour < 24 && minute < 60,
        _ => false,
    }
}

/// Minutes after midnight; `close` is at most 24:00 and lies after `open`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub open: u16,
    pub close: u16,
}

/// Monday first; `None` on a day without business.
pub(crate) type Week = [Option<Span>; 7];

const MINUTES_OF_A_DAY: u16 = 24 * 60;
const WHOLE_DAY: Span = Span {
    open: 0,
    close: MINUTES_OF_A_DAY,
};

/// Reads `09:00-22:00`, `周一至周五 9:00～21:30；周末 10点-22点`, `24小时`. Days without a span of their
/// own are closed once any day is named.
pub(crate) fn week(text: &str) -> Option<Week> {
    let text = fold_width(text);
    if is_around_the_clock(&text) {
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
    let (hour, rest) = two_digits(text)?;
    let (minute, rest) = match rest.strip_prefix(':') {
        Some(rest) => two_digits(rest)?,
        None => {
            let rest = rest.strip_prefix('点')?;
            match rest.strip_prefix('半') {
                Some(rest) => (30, rest),
                None => match two_digits(rest) {
                    Some((minute, rest)) => (minute, rest.strip_prefix('分').unwrap_or(rest)),
                    None => (0, rest),
                },
            }
        }
    };
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= MINUTES_OF_A_DAY).then_some((minutes, rest))
}

fn two_digits(text: &str) -> Option<(u16, &str)> {
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
        if first == last {
            format!("{} {hours}", DAYS[first])
        } else {
            format!("{}-{} {hours}", DAYS[first], DAYS[last])
        }
    });
    texts.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hours_of_all_spellings() {
        for text in [
            "09:00-22:00",
            "9：00～22：00",
            "０９：００－２２：００",
            "9-22",
            "0900-2200",
            "9.30-21.00",
            "9点-22点",
            "9点半至晚上10点",
            "早9晚10",
            "上午9:00到下午6:00",
            "早九晚九",
            "九点到二十二点",
            "10:00-次日02:00",
            "22:00-06:00",
            "00:00-24:00",
            "09:00:00-22:00:00",
            "24小时",
            "24小时营业",
            "全天",
            "7*24小时",
            "周一至周五 9:00-18:00",
            "周一-周五 09:00-20:00,周六-周日 10:00-22:00",
            "周1-周5：10:00 - 21:30；周末 09:30 - 22:00",
            "09:00-14:00 17:00-22:00",
            "10:00-22:00（10月1日-10月7日休息）",
            "10:00-打烊",
            "09:00 – 22:00",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_is_certainly_wrong() {
        let clock = |text: &str| Err(HoursFault::Clock(text.to_owned()));
        for (text, fault) in [
            ("09:00-25:00", clock("25:00")),
            ("09:60-22:00", clock("09:60")),
            ("9:00-24:30", clock("24:30")),
            ("9点-30点", clock("30点")),
            ("0900-2261", clock("2261")),
            ("09:00-", Err(HoursFault::Open)),
            ("-22:00", Err(HoursFault::Open)),
            ("09:00-,14:00-22:00", Err(HoursFault::Open)),
            ("09:00", Err(HoursFault::Open)),
            ("周一至周五", Err(HoursFault::NoTime)),
            ("待定", Err(HoursFault::NoTime)),
            ("57188888888", Err(HoursFault::NoTime)),
        ] {
            assert_eq!(check(text), fault, "{text}");
        }
    }

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
        fn any_text_is_safe(text in "\\PC{0,24}|[0-9:：.点时半周一至~,\\-（) ]{0,24}") {
            let _ = check(&text);
        }

        #[test]
        fn a_week_reads_back(text in "\\PC*|[0-9周一二三日至:：点半,-]{0,24}") {
            if let Some(days) = week(&text) {
                let canonical = week_text(&days);
                let again = week(&canonical).expect("reads back");
                prop_assert_eq!(week_text(&again), canonical);
            }
        }
    }
}
