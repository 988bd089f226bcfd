//! Cell text to canonical text, one function for each kind of column.
//!
//! Text as read goes in; canonical text comes out, borrowed when there is nothing to change, because
//! these run on millions of cells. Applying a function to its own result changes nothing. Lost digits
//! are never guessed and no value is judged here.

use super::text::{dash, is_invisible, is_placeholder, replace, strip_quotes, then};
use super::{day, text as free, word};
use crate::value::{name as names, phone as phones};
use std::borrow::Cow;

/// Free text, such as addresses: spaces, line breaks, invisible characters, placeholders.
pub(crate) fn text(input: &str) -> Cow<'_, str> {
    free::text(input)
}

/// Names of companies, persons and stores: text with width, brackets, dots and inner spaces folded.
pub(crate) fn name(input: &str) -> Cow<'_, str> {
    free::name(input)
}

/// Names of divisions: half width, no spaces.
pub(crate) fn region_name(input: &str) -> Cow<'_, str> {
    free::region_name(input)
}

/// Licence numbers: as [`id_number`].
pub(crate) fn licence(input: &str) -> Cow<'_, str> {
    id_number(input)
}

/// Numbers of identity documents: half width, upper case, no spaces, no `.0` tail, without dashes and
/// without the brackets around a permit's last letter, `×` as `X`.
pub(crate) fn id_number(input: &str) -> Cow<'_, str> {
    let fold = |char| match identifier_char(char) {
        Some('-' | '(' | ')') => None,
        Some('×' | '✕' | '✖') => Some('X'),
        other => other,
    };
    finish(replace(input, fold))
}

/// Numbers written in groups (cards, CNAPS codes, PIDs): spaces, dashes and middle dots removed.
pub(crate) fn digits_only_id(input: &str) -> Cow<'_, str> {
    let fold = |char| identifier_char(char).filter(|char| !matches!(char, '-' | '·' | '•' | '・'));
    finish(replace(input, fold))
}

/// Telephone numbers: no spaces, brackets or country code; `-` between area, number and extension;
/// mobiles without any dash; `/` between several numbers.
pub(crate) fn phone(input: &str) -> Cow<'_, str> {
    let or_blank = |char: char| between_phones(char) || char.is_whitespace();
    let apart = [between_phones as fn(char) -> bool, or_blank];
    let mut joined = apart
        .into_iter()
        .filter_map(|between| phones_apart(input, between));
    joined.next().map_or_else(|| one_phone(input), Cow::Owned)
}

/// Several numbers in one cell, or `None` when `between` does not part it into such.
fn phones_apart(input: &str, between: fn(char) -> bool) -> Option<String> {
    if !input.contains(between) {
        return None;
    }
    let numbers = input.split(between).map(one_phone);
    let numbers: Vec<_> = numbers.filter(|number| !number.is_empty()).collect();
    let joined = numbers.join("/");
    (!phones::several(&joined).is_empty()).then_some(joined)
}

/// What people put between two numbers, blanks aside: a blank may as well stand inside a number.
fn between_phones(char: char) -> bool {
    matches!(
        char,
        '/' | '／' | '、' | ',' | '，' | ';' | '；' | '|' | '｜' | '\n' | '\r' | '和' | '或' | '及'
    )
}

fn one_phone(input: &str) -> Cow<'_, str> {
    then(replace(input, phone_char), |folded| {
        let stripped = strip_phone(folded);
        if !stripped.contains('-') {
            return Cow::Borrowed(strip_86_of_mobile(stripped));
        }
        let bare: String = stripped.split('-').collect();
        let mobile = strip_86_of_mobile(&bare);
        if phones::is_mobile(mobile) {
            return Cow::Owned(mobile.to_string());
        }
        if !stripped.contains("--") {
            return Cow::Borrowed(stripped);
        }
        let groups = stripped.split('-').filter(|group| !group.is_empty());
        Cow::Owned(groups.collect::<Vec<_>>().join("-"))
    })
}

/// E-mail addresses: half width, trimmed, lower case.
pub(crate) fn email(input: &str) -> Cow<'_, str> {
    then(free::folded_text(input), |text| {
        replace(text, |char| Some(char.to_ascii_lowercase()))
    })
}

/// The merchant's own codes (stores, SKUs): half width, trimmed, no `.0` tail. Case is kept.
pub(crate) fn code(input: &str) -> Cow<'_, str> {
    then(free::folded_text(input), |text| {
        Cow::Borrowed(strip_zero_fraction(text))
    })
}

/// Decimal numbers, such as coordinates: half width, no spaces, `-` for every kind of minus.
pub(crate) fn decimal(input: &str) -> Cow<'_, str> {
    let folded = replace(input, |char| {
        let shown = !char.is_whitespace() && !is_invisible(char);
        shown.then(|| dash(names::half(char)))
    });
    then(folded, |text| {
        let text = strip_quotes(text);
        Cow::Borrowed(if is_placeholder(text) { "" } else { text })
    })
}

/// `YYYY-MM-DD`, [`FOREVER`] for dates without end, else the folded text.
pub(crate) fn date(input: &str) -> Cow<'_, str> {
    day::date(input)
}

/// As [`date`], of a period its end.
pub(crate) fn expiry(input: &str) -> Cow<'_, str> {
    day::expiry(input)
}

/// `YYYY-MM-DD`, with ` HH:MM` or ` HH:MM:SS` after it when a time is given, else the folded text.
pub(crate) fn moment(input: &str) -> Cow<'_, str> {
    day::moment(input)
}

/// `yes` or `no`, else the folded text.
pub(crate) fn yes_no(input: &str) -> Cow<'_, str> {
    word::yes_no(input)
}

/// `corporate` or `personal`, else the folded text.
pub(crate) fn account_kind(input: &str) -> Cow<'_, str> {
    word::account_kind(input)
}

/// `direct` or `indirect`, else the folded text.
pub(crate) fn route(input: &str) -> Cow<'_, str> {
    word::route(input)
}

/// `LEGAL_PERSON`, `CONTROLLER`, `AGENT` or `OTHER`, else the folded text.
pub(crate) fn contact_type(input: &str) -> Cow<'_, str> {
    word::contact_type(input)
}

/// `NATIONAL_LEGAL_MERGE`, `NATIONAL_LEGAL` or `INST_RGST_CTF`, else the folded text.
pub(crate) fn licence_type(input: &str) -> Cow<'_, str> {
    word::licence_type(input)
}

fn identifier_char(char: char) -> Option<char> {
    if char.is_ascii_graphic() {
        return Some(char.to_ascii_uppercase());
    }
    let shown = !char.is_whitespace() && !is_invisible(char);
    shown.then(|| dash(names::half(char)).to_ascii_uppercase())
}

/// The last steps of every identifier: forced-text quotes, placeholders, a float's zero fraction.
fn finish(input: Cow<'_, str>) -> Cow<'_, str> {
    then(input, |text| {
        let text = strip_quotes(text);
        let empty = is_placeholder(text);
        Cow::Borrowed(if empty { "" } else { strip_zero_fraction(text) })
    })
}

/// `2088100191421638.0` is a number cell read as a float; the tail goes when the rest is digits.
fn strip_zero_fraction(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, fraction))
            if !whole.is_empty()
                && !fraction.is_empty()
                && whole.bytes().all(|byte| byte.is_ascii_digit())
                && fraction.bytes().all(|byte| byte == b'0') =>
        {
            whole
        }
        _ => text,
    }
}

/// `(0571)88888888` keeps its area code apart: a closing bracket is a dash.
fn phone_char(char: char) -> Option<char> {
    match identifier_char(char)? {
        '(' | '[' => None,
        ')' | ']' => Some('-'),
        other => Some(other),
    }
}

/// Strips country codes, quotes, loose dashes and a float's fraction until none is left.
fn strip_phone(text: &str) -> &str {
    let bare = strip_quotes(text).trim_matches(['-', '/']);
    let bare = bare.strip_prefix("+86").unwrap_or(bare);
    let bare = bare.strip_prefix("0086").unwrap_or(bare);
    let bare = strip_zero_fraction(bare);
    if bare.len() == text.len() {
        return text;
    }
    strip_phone(bare)
}

/// `8613800138000` is a mobile with its country code; other numbers may well begin with 86.
fn strip_86_of_mobile(text: &str) -> &str {
    let mobile = text
        .strip_prefix("86")
        .filter(|rest| phones::is_mobile(rest));
    mobile.unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn identifiers() {
        assert_eq!(id_number(" ab-１２ 3 "), "AB123");
        assert_eq!(digits_only_id("2088100191421638.0"), "2088100191421638");
        assert_eq!(id_number("A1.0"), "A1.0");
        assert_eq!(id_number("'－－"), "");
        assert_eq!(licence("91330106-ma2h1abc7－u"), "91330106MA2H1ABC7U");
        assert_eq!(id_number("33010619900307009×"), "33010619900307009X");
        assert_eq!(id_number("`330106 19900307 009x"), "33010619900307009X");
        assert_eq!(id_number("0012345678（B）"), "0012345678B");
        assert_eq!(digits_only_id("6214 8300-0000·0124"), "6214830000000124");
        assert_eq!(digits_only_id("1021 0009 9996.00"), "102100099996");
        assert_eq!(digits_only_id("6214****0124"), "6214****0124");
    }

    #[test]
    fn phones_in_all_dress() {
        for (input, expected) in [
            ("138-0013-8000", "13800138000"),
            ("+86 138 0013 8000", "13800138000"),
            ("(+86)13800138000", "13800138000"),
            ("0086-13800138000", "13800138000"),
            ("8613800138000", "13800138000"),
            ("13800138000.0", "13800138000"),
            ("（0571）8888－8888", "0571-8888-8888"),
            ("0571—88888888", "0571-88888888"),
            ("0571--88888888", "0571-88888888"),
            ("+86-0571-88888888", "0571-88888888"),
            ("400-123-4567", "400-123-4567"),
            ("86123456", "86123456"),
            ("-", ""),
            ("／", ""),
            ("13800138000、139 0013 9000", "13800138000/13900139000"),
            ("13800138000 13900139000", "13800138000/13900139000"),
            (
                "0571-88888888／+86 138-0013-8000",
                "0571-88888888/13800138000",
            ),
            ("0571-88888888\n88888889", "0571-88888888/88888889"),
            ("0571 88888888", "057188888888"),
            ("0571-88888888-801/802", "0571-88888888-801/802"),
        ] {
            assert_eq!(phone(input), expected, "{input:?}");
        }
    }

    #[test]
    fn other_columns() {
        assert_eq!(email(" Merchant＠Example.com\t"), "merchant@example.com");
        assert_eq!(code("'Store 01 "), "Store 01");
        assert_eq!(code("001.0"), "001");
        assert_eq!(decimal("１２０．１２ "), "120.12");
        assert_eq!(decimal("－0.5"), "-0.5");
        assert_eq!(decimal("--"), "");
    }

    #[test]
    fn clean_cells_are_borrowed() {
        for (function, input) in [
            (licence as fn(&str) -> Cow<'_, str>, "91330106MA2H1ABC7U"),
            (digits_only_id, "6214830000000124"),
            (phone, "0571-88888888"),
            (phone, "13800138000"),
            (email, "a@example.com"),
            (code, "storeId001"),
            (decimal, "120.123456"),
        ] {
            assert!(matches!(function(input), Cow::Borrowed(_)), "{input}");
        }
    }

    #[test]
    fn what_parts_two_numbers_is_no_number() {
        let two = "8888888/05718888888";
        assert_eq!(phone("8888888 05718888888/、"), two);
        assert_eq!(phone(two), two);
    }

    proptest! {
        #[test]
        fn twice_is_once(
            input in "\\PC*|(?s:.*)|[-'`+068.()（）·×xX 1３/]{0,16}|(\\+86|0086|86|-){0,4}13800138000(\\.0)?|((0571-?)?8888888|13800138000|95188|[ /、']){0,6}",
        ) {
            for fold in [licence, id_number, digits_only_id, phone, email, code, decimal] {
                let once = fold(&input).into_owned();
                prop_assert_eq!(&fold(&once), &once);
            }
        }
    }
}
