//! Masked values: recognising them, comparing them, and making them for reports.
//!
//! Bills and account records hide part of a value behind stars. A mask can contradict a full value or
//! be compatible with it, never prove it equal; the number of stars is not trusted, because e-mails,
//! company names and some mobiles are masked with a fixed run whatever the hidden length.

/// What comparing a mask with another value shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MaskVerdict {
    /// The visible parts agree. Never proof of equality.
    Compatible,
    /// The visible parts cannot belong to the other value.
    Contradicts,
    /// Too little is visible to tell.
    ProvesNothing,
}

/// The kinds of personal data [`mask_for_report`] knows. A licence is public and has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MaskKind {
    Name,
    IdNumber,
    Phone,
    Card,
    Email,
}

/// A run of at least this many `x` between digits is a mask; shorter ones occur in licence numbers.
const SHORTEST_X_RUN: usize = 3;

/// Whether part of `text` is hidden behind `*`, `＊`, `●`, or a run of `x` between digits.
pub(crate) fn is_masked(text: &str) -> bool {
    next_run(text).is_some()
}

/// Compares two values, either of which may be masked.
///
/// A run stands for one or more characters and both ends are anchored. Two unmasked values are
/// compatible when equal. Two masks can only contradict each other, by their visible ends.
pub(crate) fn compare(a: &str, b: &str) -> MaskVerdict {
    match (is_masked(a), is_masked(b)) {
        _ if a.is_empty() || b.is_empty() => MaskVerdict::ProvesNothing,
        (false, false) if a == b => MaskVerdict::Compatible,
        (false, false) => MaskVerdict::Contradicts,
        (true, false) => compare_full(a, b),
        (false, true) => compare_full(b, a),
        (true, true) => compare_masks(a, b),
    }
}

/// Whether a mask and its value have as many characters. Fixed runs of stars say nothing about the
/// length, so this adds confidence and proves nothing.
pub(crate) fn same_length(a: &str, b: &str) -> bool {
    a.chars().count() == b.chars().count()
}

/// Splits an account printed as a name and the account in brackets, as bills do: `*津水(602***@qq.com)`.
pub(crate) fn split_account(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim().strip_suffix([')', '）'])?;
    let (name, account) = inside.rsplit_once(['(', '（'])?;
    (!name.is_empty() && !account.is_empty()).then(|| (name.trim(), account.trim()))
}

/// Hides most of `text`, keeping what an operator needs to find it again.
///
/// Names keep the first character (`段**`), ID numbers three and two, phones three and four, cards four
/// and four, e-mails three before the `@` and the whole domain. Short values keep one character.
pub(crate) fn mask_for_report(kind: MaskKind, text: &str) -> String {
    match kind {
        MaskKind::Name => match text.chars().next() {
            Some(first) => format!("{first}**"),
            None => String::new(),
        },
        MaskKind::IdNumber => keep_ends(text, 3, 2),
        MaskKind::Phone => keep_ends(text, 3, 4),
        MaskKind::Card => keep_ends(text, 4, 4),
        MaskKind::Email => mask_email(text),
    }
}

fn mask_email(text: &str) -> String {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return keep_ends(text, 3, 0);
    };
    let kept = if local.chars().count() > 3 { 3 } else { 1 };
    let visible: String = local.chars().take(kept).collect();
    format!("{visible}***@{domain}")
}

/// Stars for the hidden characters; at least three are hidden, and all but the first of a short text.
fn keep_ends(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    let (head, tail) = match length {
        0 | 1 => (0, 0),
        _ if length < head + tail + 3 => (1, 0),
        _ => (head, tail),
    };
    let hidden = head..length - tail;
    text.chars()
        .enumerate()
        .map(|(at, char)| if hidden.contains(&at) { '*' } else { char })
        .collect()
}

/// Matches the visible parts of `mask` in order; the leftmost place for each is always the best one.
fn compare_full(mask: &str, full: &str) -> MaskVerdict {
    let mut parts = Parts { rest: Some(mask) };
    let Some(after_head) = parts.next().and_then(|head| full.strip_prefix(head)) else {
        return MaskVerdict::Contradicts;
    };
    let mut visible = after_head.len() < full.len();
    let mut rest = after_head;
    while let Some(part) = parts.next() {
        visible |= !part.is_empty();
        // The run before this part hides at least one character.
        let Some(hidden) = rest.chars().next() else {
            return MaskVerdict::Contradicts;
        };
        let beyond = &rest[hidden.len_utf8()..];
        let found = if parts.rest.is_none() {
            beyond.ends_with(part).then_some("")
        } else {
            beyond.split_once(part).map(|(_, after)| after)
        };
        match found {
            Some(after) => rest = after,
            None => return MaskVerdict::Contradicts,
        }
    }
    if visible {
        MaskVerdict::Compatible
    } else {
        MaskVerdict::ProvesNothing
    }
}

fn compare_masks(a: &str, b: &str) -> MaskVerdict {
    let ends = |mask| {
        let mut parts = Parts { rest: Some(mask) };
        let head = parts.next().unwrap_or_default();
        (head, parts.last().unwrap_or_default())
    };
    let ((head_a, tail_a), (head_b, tail_b)) = (ends(a), ends(b));
    let heads_agree = head_a.starts_with(head_b) || head_b.starts_with(head_a);
    let tails_agree = tail_a.ends_with(tail_b) || tail_b.ends_with(tail_a);
    if heads_agree && tails_agree {
        MaskVerdict::ProvesNothing
    } else {
        MaskVerdict::Contradicts
    }
}

/// The visible parts of a mask in order. The first and the last are the anchored ends, maybe empty.
struct Parts<'a> {
    rest: Option<&'a str>,
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        match next_run(rest) {
            Some((before, after)) => {
                self.rest = Some(after);
                Some(before)
            }
            None => {
                self.rest = None;
                Some(rest)
            }
        }
    }
}

fn is_star(char: char) -> bool {
    matches!(char, '*' | '＊' | '●')
}

fn is_x(char: char) -> bool {
    matches!(char, 'x' | 'X')
}

/// Splits `text` around its first hidden run; the spaces of a grouped card mask belong to the run.
fn next_run(text: &str) -> Option<(&str, &str)> {
    let in_run = |char| is_star(char) || char == ' ';
    let stars = text.find(is_star);
    let exes = find_x_run(text);
    match (stars, exes) {
        (Some(at), exes) if exes.is_none_or(|(start, _)| at < start) => {
            let after = text[at..].trim_start_matches(in_run);
            Some((text[..at].trim_end_matches(' '), after))
        }
        (_, Some((start, end))) => Some((&text[..start], &text[end..])),
        _ => None,
    }
}

/// Start and end of the first long run of `x` with a digit on either side.
fn find_x_run(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find(is_x) {
        let start = from + found;
        let length = text[start..].chars().take_while(|char| is_x(*char)).count();
        let end = start + length;
        let digit_at = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at))
                .is_some_and(u8::is_ascii_digit)
        };
        if length >= SHORTEST_X_RUN && digit_at(start.checked_sub(1)) && digit_at(Some(end)) {
            return Some((start, end));
        }
        from = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use MaskVerdict::*;
    use proptest::prelude::*;

    #[test]
    fn masks_seen_in_the_wild() {
        for (mask, full, verdict) in [
            ("*津水", "王津水", Compatible),
            ("**博", "王博", Compatible),
            ("段**", "段正淳", Compatible),
            ("段**", "王正淳", Contradicts),
            ("中***融科技有限公司", "中金互融科技有限公司", Compatible),
            ("**微超", "好邻居微超", Compatible),
            ("180****1999", "18012341999", Compatible),
            ("156******89", "15612345688", Contradicts),
            ("602***@qq.com", "602@qq.com", Contradicts),
            ("602***@qq.com", "6021234567@qq.com", Compatible),
            ("5***************1X", "51010419991231021X", Compatible),
            ("330106xxxxxxxx4525", "330106199003074525", Compatible),
            ("1101 **** **** **** 3256", "1101234567893256", Compatible),
            ("2088***1***38", "2088100191421638", Compatible),
            ("2088***7***38", "2088100191421638", Contradicts),
            ("●●●", "张三", ProvesNothing),
            ("*", "张三", ProvesNothing),
            ("张三*", "张三", Contradicts),
            ("", "张三", ProvesNothing),
        ] {
            assert_eq!(compare(mask, full), verdict, "{mask} / {full}");
            assert_eq!(compare(full, mask), verdict, "{full} / {mask}");
        }
    }

    /// Every style of the list, with a value it fits and one it does not; none is ever equal.
    #[test]
    fn every_style_fits_and_contradicts() {
        for (mask, fits, other) in [
            ("*津水", "王津水", "王津木"),
            ("**博", "张博", "张搏"),
            ("段**", "段正淳", "杨正淳"),
            (
                "中***融科技有限公司",
                "中金互融科技有限公司",
                "中金互金科技有限公司",
            ),
            (
                "高***技术有限公司",
                "高远信息技术有限公司",
                "高远信息技术有限责任公司",
            ),
            ("**微超", "好邻居微超", "好邻居超市"),
            ("180****1999", "18012341999", "18112341999"),
            ("156******89", "15612345689", "15612345688"),
            ("158****66", "15812345666", "15812345667"),
            ("602***@qq.com", "6021234567@qq.com", "6021234567@163.com"),
            (
                "d*************@gmail.com.cn",
                "demo@gmail.com.cn",
                "emo@gmail.com.cn",
            ),
            (
                "5***************1X",
                "51010419991231021X",
                "51010419991231020X",
            ),
            (
                "110101********1234",
                "110101199003071234",
                "110102199003071234",
            ),
            (
                "330102**********34",
                "330102199003071234",
                "330102199003071235",
            ),
            (
                "1101 **** **** **** 3256",
                "1101234567890123256",
                "1101234567890123257",
            ),
            ("6226******5669", "6226010203045669", "6225010203045669"),
            ("1234****9876", "123456789876", "123556789875"),
            ("2088131*****0121", "2088131234560121", "2088132234560121"),
            (
                "20883313166*****0156",
                "20883313166123450156",
                "20883313167123450156",
            ),
            ("0915*****79", "091512345679", "091612345679"),
            (
                "北京市海淀区马********",
                "北京市海淀区马甸东路1号",
                "北京市海淀区牛街1号",
            ),
            ("138xxxx8000", "13812348000", "13912348000"),
            ("张●●", "张三丰", "李三丰"),
            ("张＊", "张三", "李三"),
        ] {
            assert_eq!(compare(mask, fits), Compatible, "{mask} / {fits}");
            assert_eq!(compare(mask, other), Contradicts, "{mask} / {other}");
        }
        assert!(same_length("110101********1234", "110101199003071234"));
        assert!(!same_length("602***@qq.com", "6021234567@qq.com"));
    }

    #[test]
    fn a_name_with_its_account_in_brackets() {
        for (text, expected) in [
            ("*津水(602***@qq.com)", Some(("*津水", "602***@qq.com"))),
            ("**博（156******89）", Some(("**博", "156******89"))),
            ("甲(杭州)公司(a@x.cn)", Some(("甲(杭州)公司", "a@x.cn"))),
            ("602***@qq.com", None),
            ("(a@x.cn)", None),
            ("甲()", None),
        ] {
            assert_eq!(split_account(text), expected, "{text}");
        }
    }

    #[test]
    fn two_masks_and_two_full_values() {
        assert_eq!(compare("180****1999", "1801***999"), ProvesNothing);
        assert_eq!(compare("180****1999", "181****1999"), Contradicts);
        assert_eq!(compare("*津水", "*津木"), Contradicts);
        assert_eq!(compare("张三", "张三"), Compatible);
        assert_eq!(compare("张三", "李四"), Contradicts);
    }

    #[test]
    fn an_x_of_a_licence_is_no_mask() {
        assert!(!is_masked("5232050050912345XQ"));
        assert!(!is_masked("33010619900307009X"));
        assert!(!is_masked("91330106MA2XX1BC7U"));
        assert!(is_masked("138xxxx8000"));
        assert!(is_masked("中＊＊司"));
    }

    #[test]
    fn reports() {
        for (kind, text, masked) in [
            (MaskKind::Name, "段正淳", "段**"),
            (
                MaskKind::IdNumber,
                "330106199003074525",
                "330*************25",
            ),
            (MaskKind::Phone, "18012341999", "180****1999"),
            (MaskKind::Card, "6214830000000124", "6214********0124"),
            (
                MaskKind::Email,
                "merchant@example.com",
                "mer***@example.com",
            ),
            (MaskKind::Email, "ab@example.com", "a***@example.com"),
            (MaskKind::Phone, "95188", "9****"),
            (MaskKind::Name, "", ""),
            (MaskKind::Card, "卡", "*"),
        ] {
            assert_eq!(mask_for_report(kind, text), masked);
        }
    }

    proptest! {
        #[test]
        fn a_report_mask_never_contradicts_its_value(text in "[0-9A-Z]{2,20}|[一-龥]{2,8}") {
            for kind in [MaskKind::IdNumber, MaskKind::Phone, MaskKind::Card] {
                prop_assume!(!is_masked(&text));
                prop_assert_eq!(compare(&mask_for_report(kind, &text), &text), Compatible);
            }
        }

        #[test]
        fn any_text_is_safe(a in "\\PC*|[0-9x* @＊]{0,16}", b in "\\PC*|[0-9x* @＊]{0,16}") {
            let _ = (compare(&a, &b), mask_for_report(MaskKind::Email, &a));
            let _ = mask_for_report(MaskKind::IdNumber, &b);
        }
    }
}
