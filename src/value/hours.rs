//! Business hours as people write them: ranges of the clock with or without days, in many spellings.
//!
//! In goes the text of a cell; out comes what is wrong with it, if anything certainly is. Words are not
//! judged, so a remark beside the hours does no harm.

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

/// Looks for what is certainly wrong. Full width, `点`, a missing `:`, `~` and `至`, days, several
/// ranges and an end after midnight are all fine.
pub(crate) fn check(text: &str) -> Result<(), HoursFault> {
    let text = fold_width(text);
    if AROUND_THE_CLOCK.iter().any(|word| text.contains(word)) || has_chinese_clock(&text) {
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
            '0'..='9' => number(rest, before)?,
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
fn number(text: &str, before: char) -> Result<(Option<Token>, usize), HoursFault> {
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

    proptest! {
        #[test]
        fn any_text_is_safe(text in "\\PC{0,24}|[0-9:：.点时半周一至~,\\-（) ]{0,24}") {
            let _ = check(&text);
        }
    }
}
