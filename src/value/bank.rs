//! Banks by name and by CNAPS prefix.
//!
//! In goes what a sheet says of a bank or branch, or a CNAPS code; out comes the bank's full name, or
//! nothing when it is not certain. City and rural banks share prefixes, so those name nobody.
//! The table is embedded from `templates/data` (its source beside it).

use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../templates/data/banks.csv");

struct Bank {
    /// First three digits of its CNAPS codes; empty where it shares them.
    cnaps: &'static str,
    name: &'static str,
    aliases: Vec<&'static str>,
}

fn banks() -> &'static [Bank] {
    static BANKS: LazyLock<Vec<Bank>> = LazyLock::new(|| {
        let rows = TABLE.lines().skip(1).map(|line| line.split(','));
        rows.filter_map(bank).collect()
    });
    &BANKS
}

fn bank(mut row: std::str::Split<'static, char>) -> Option<Bank> {
    Some(Bank {
        cnaps: row.next()?,
        name: row.next()?,
        aliases: row.next()?.split('/').filter(|a| !a.is_empty()).collect(),
    })
}

/// The bank whose codes alone begin like this one; texts of any length.
pub(crate) fn of_cnaps(code: &str) -> Option<&'static str> {
    let prefix = code.get(..3)?;
    let own = |bank: &&Bank| bank.cnaps == prefix;
    banks().iter().find(own).map(|bank| bank.name)
}

/// The bank a name of a bank or a branch is of: 工行, ICBC and 中国工商银行杭州西湖支行 are all
/// 中国工商银行. `None` for banks not in the table, village banks named after a big one among them.
pub(crate) fn of_name(text: &str) -> Option<&'static str> {
    const BANK: &str = "银行";
    match text.find(BANK) {
        Some(at) => of_full_name(&text[..at + BANK.len()]),
        None => of_short_name(text),
    }
}

/// `head` ends in the first 银行: a place may stand before the bank, as in 杭州工商银行. The longest name
/// it ends in is the bank's.
fn of_full_name(head: &str) -> Option<&'static str> {
    let index = index();
    let ends = head.char_indices().map(|(at, _)| &head[at..]);
    let mut short_enough = ends.skip_while(|end| end.len() > index.longest);
    let bank = short_enough.find_map(|end| index.names.get(end))?;
    Some(banks()[*bank].name)
}

/// A short name must be all there is, or stand first and end in 行 or in Latin letters: 民生 alone is the
/// bank, 民生路 is a road.
fn of_short_name(text: &str) -> Option<&'static str> {
    let index = index();
    let latin = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let starts = text
        .match_indices('行')
        .map(|(at, word)| &text[..at + word.len()])
        .take_while(|start| start.len() <= index.longest);
    let starts = starts.chain([text]);
    let chinese = starts.filter_map(|start| index.names.get(start));
    let latin = index.latin.get(&text[..latin].to_ascii_uppercase());
    chinese.chain(latin).min().map(|bank| banks()[*bank].name)
}

/// Which bank a name is of, as the number of its row.
struct Index {
    /// Full names and Chinese aliases.
    names: HashMap<&'static str, usize>,
    /// Aliases in Latin letters, in capitals.
    latin: HashMap<String, usize>,
    /// Bytes of the longest of `names`.
    longest: usize,
}

fn index() -> &'static Index {
    static INDEX: LazyLock<Index> = LazyLock::new(|| {
        let named = |(row, bank): (usize, &'static Bank)| {
            let names = bank.aliases.iter().chain([&bank.name]);
            names.map(move |name| (*name, row))
        };
        let all = banks().iter().enumerate().flat_map(named);
        let (latin, names): (Vec<_>, Vec<_>) = all.partition(|(name, _)| name.is_ascii());
        let upper = |(name, row): (&str, usize)| (name.to_ascii_uppercase(), row);
        Index {
            longest: names.iter().map(|(name, _)| name.len()).max().unwrap_or(0),
            names: names.into_iter().collect(),
            latin: latin.into_iter().map(upper).collect(),
        }
    });
    &INDEX
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_row_was_read_and_no_name_is_given_twice() {
        assert_eq!(banks().len(), TABLE.lines().count() - 1);
        let mut names: Vec<&str> = banks()
            .iter()
            .flat_map(|bank| bank.aliases.iter().copied().chain([bank.name]))
            .collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn names() {
        for (text, bank) in [
            ("工行", Some("中国工商银行")),
            ("icbc", Some("中国工商银行")),
            ("ICBC 杭州分行", Some("中国工商银行")),
            ("工行西湖支行", Some("中国工商银行")),
            ("杭州工商银行西湖支行", Some("中国工商银行")),
            ("中国工商银行股份有限公司杭州西湖支行", Some("中国工商银行")),
            ("中国工商银行中国银行大厦支行", Some("中国工商银行")),
            ("中国农业发展银行", Some("中国农业发展银行")),
            ("浦发", Some("上海浦东发展银行")),
            ("浦发银行上海分行", Some("上海浦东发展银行")),
            ("上海银行浦东分行", Some("上海银行")),
            ("深圳发展银行", Some("平安银行")),
            ("邮储", Some("中国邮政储蓄银行")),
            ("泽州浦发村镇银行", None),
            ("招商永隆银行", None),
            ("温州民商银行中国银行大厦支行", None),
            ("上海农商银行", None),
            ("民生路支行", None),
            ("西湖支行", None),
            ("ABCD支行", None),
            ("福建行知路支行", None),
            ("银行", None),
            ("", None),
        ] {
            assert_eq!(of_name(text), bank, "{text}");
        }
    }

    #[test]
    fn codes() {
        assert_eq!(of_cnaps("102100099996"), Some("中国工商银行"));
        assert_eq!(of_cnaps("313331000014"), None, "many city banks");
        assert_eq!(of_cnaps("10"), None);
        assert_eq!(of_cnaps("银行"), None);
    }

    /// [`of_name`] row by row.
    fn by_table(text: &str) -> Option<&'static str> {
        let head = text.find("银行").map(|at| &text[..at + "银行".len()]);
        let latin = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let starts = |alias: &str| alias.ends_with('行') && text.starts_with(alias);
        let rank = |name: &str| match head {
            Some(head) => head.ends_with(name).then_some(name.len()),
            None if name.is_ascii() => text[..latin].eq_ignore_ascii_case(name).then_some(0),
            None => (text == name || starts(name)).then_some(0),
        };
        let names = |bank: &'static Bank| bank.aliases.iter().chain([&bank.name]).copied();
        let ranked = banks().iter().filter_map(|bank| {
            let rank = names(bank).filter_map(rank).max()?;
            Some((rank, bank.name))
        });
        // Of equals the first.
        ranked
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, name)| name)
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "\\PC*|[a-z工商银行]{0,8}") {
            let _ = (of_name(&text), of_cnaps(&text));
        }

        #[test]
        fn the_index_says_what_the_table_says(
            text in "[杭州工商农业中建交民生光大发展]{0,4}(银行|行|)[西湖支行银]{0,3}|[icbcCMBabc]{1,5}[行 支]{0,2}",
        ) {
            prop_assert_eq!(of_name(&text), by_table(&text));
        }
    }
}
