//! Columns with a day: when a store was tagged, until when a licence is valid. A cell as read goes in; out
//! comes the day, the end of a period or the word for a date without end, else the folded text.

use super::text::{folded_text, then};
use super::word::{Vocabulary, find};
pub(crate) use crate::value::date::FOREVER;

use crate::value::date as calendar;
use crate::value::moment::Moment;
use std::borrow::Cow;

const DATES_WITHOUT_END: &Vocabulary = &[(
    FOREVER,
    &[
        "长期",
        "长期有效",
        "永久",
        "永久有效",
        "永续",
        "无固定期限",
        "无固定期",
        "无期限",
        "无期",
        "不限期",
        "不约定期限",
        "长久",
        "无限期",
        "终身",
        "2099-12-31",
        "9999-12-31",
    ],
)];

/// `YYYY-MM-DD`, [`FOREVER`] for dates without end, the folded text when it is no date.
pub(super) fn date(input: &str) -> Cow<'_, str> {
    then(folded_text(input), |text| {
        if let Some(forever) = find(DATES_WITHOUT_END, text) {
            return Cow::Borrowed(forever);
        }
        let Some(date) = calendar::parse(text).or_else(|| calendar::from_serial(text)) else {
            return Cow::Borrowed(text);
        };
        let is_canonical =
            text.len() == 10 && calendar::day_number_bytes(text.as_bytes()).is_some();
        if is_canonical {
            return Cow::Borrowed(text);
        }
        Cow::Owned(canonical(date))
    })
}

/// A day, with the time of day when it is given.
pub(super) fn moment(input: &str) -> Cow<'_, str> {
    then(folded_text(input), |text| {
        let serial = || calendar::from_serial(text).map(Moment::from);
        let canonical = Moment::parse(text).or_else(serial).map(|m| m.to_string());
        match canonical {
            Some(canonical) if canonical != text => Cow::Owned(canonical),
            _ => Cow::Borrowed(text),
        }
    })
}

/// As [`date`]; of a period its end (`2019-03-06至2039-03-05`, `2019.03.06-长期`).
pub(super) fn expiry(input: &str) -> Cow<'_, str> {
    then(date(input), |text| {
        let settled = text == FOREVER || calendar::parse(text).is_some();
        let end = if settled { None } else { end(text) };
        end.map_or(Cow::Borrowed(text), Cow::Owned)
    })
}

fn end(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|char| *char != ' ').collect();
    let bare = bare.strip_suffix('止').unwrap_or(&bare);
    let bare = bare.strip_prefix("有效期").unwrap_or(bare);
    day_or_forever(bare).or_else(|| end_of_period(bare))
}

/// Dashes stand inside dates as well: the right one has a date, or nothing, before it.
fn end_of_period(text: &str) -> Option<String> {
    let between = |char: &char| matches!(char, '至' | '到' | '-' | '~' | '—' | '–');
    let mut splits = text.char_indices().filter(|(_, char)| between(char));
    splits.find_map(|(at, char)| {
        let from = text[..at].trim_start_matches('自').trim_end_matches('起');
        let starts = from.is_empty() || calendar::parse(from).is_some();
        let to = text[at + char.len_utf8()..].trim_start_matches(['-', '—']);
        day_or_forever(to).filter(|_| starts)
    })
}

fn day_or_forever(text: &str) -> Option<String> {
    let forever = || find(DATES_WITHOUT_END, text).map(str::to_owned);
    calendar::parse(text).map(canonical).or_else(forever)
}

fn canonical(date: time::Date) -> String {
    let text = calendar::format(date);
    find(DATES_WITHOUT_END, &text).map_or(text, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates() {
        for (input, expected) in [
            ("20190306", "2019-03-06"),
            ("２０１９/3/6", "2019-03-06"),
            ("2019年3月6日", "2019-03-06"),
            ("2019-03-06 00:00:00", "2019-03-06"),
            ("长期", "forever"),
            ("20991231", "forever"),
            ("9999/12/31", "forever"),
            ("FOREVER", "forever"),
            ("永久", "forever"),
            ("无固定期限", "forever"),
            ("2099.12.31", "forever"),
            ("2099年12月31日", "forever"),
            ("99991231", "forever"),
            ("9999-12-31 00:00:00", "forever"),
            ("2019-02-29", "2019-02-29"),
            ("43530", "2019-03-06"),
            ("43530.75", "2019-03-06"),
            ("73050", "forever"),
            ("2958465", "forever"),
            ("-", ""),
        ] {
            assert_eq!(date(input), expected, "{input:?}");
        }
        assert!(matches!(date("2019-03-06"), Cow::Borrowed(_)));
    }

    #[test]
    fn ends_of_validity() {
        for (input, expected) in [
            ("2039-03-05", "2039-03-05"),
            ("2039年3月5日止", "2039-03-05"),
            ("2039 年 3 月 5 日", "2039-03-05"),
            ("2019-03-06至2039-03-05", "2039-03-05"),
            ("2019-03-06-2039-03-05", "2039-03-05"),
            ("2019.03.06-2039.03.05", "2039-03-05"),
            ("20190306-20390305", "2039-03-05"),
            ("2019年3月6日 至 2039年3月5日", "2039-03-05"),
            ("自2019年3月6日起至2039年3月5日止", "2039-03-05"),
            ("2019/3/6～2039/3/5", "2039-03-05"),
            ("2019-03-06——2039-03-05", "2039-03-05"),
            ("2019.03.06-长期", "forever"),
            ("2019-03-06至永久", "forever"),
            ("至2039-03-05", "2039-03-05"),
            ("有效期至2039-03-05", "2039-03-05"),
            ("50834", "2039-03-05"),
            ("73050", "forever"),
            ("无期限", "forever"),
            ("2039-13-05", "2039-13-05"),
            ("2039年", "2039年"),
            ("12345", "12345"),
            ("20年", "20年"),
            ("/", ""),
        ] {
            assert_eq!(expiry(input), expected, "{input:?}");
        }
        assert!(matches!(expiry("2039-03-05"), Cow::Borrowed(_)));
    }

    #[test]
    fn moments_keep_their_time() {
        for (input, expected) in [
            ("2026/11/20 10:05", "2026-11-20 10:05"),
            ("2026年11月20日", "2026-11-20"),
            ("2026-11-20 00:00:00", "2026-11-20"),
            ("46346.5", "2026-11-20"),
            ("待定", "待定"),
        ] {
            assert_eq!(moment(input), expected, "{input:?}");
        }
    }

    proptest! {
        #[test]
        fn twice_is_once(input in "\\PC*|[0-9年月日/.: -]{0,20}|[0-9]{5}|(2039-3-5|长期|[至~— -]){0,4}") {
            for fold in [date, moment, expiry] {
                let once = fold(&input).into_owned();
                prop_assert_eq!(&fold(&once), &once);
            }
        }
    }
}
