//! The one list of all rules, put together from the lists of the rooms that raise them, and how a code
//! that somebody gives is looked up in it.

use std::sync::LazyLock;

use crate::model::Rule;
use crate::{bills, check, config, formats, headers, ingest, plan, reconcile, uploads};

/// The rules that stages raise themselves, while they read, compare and plan.
static OF_STAGES: &[&[&Rule]] = &[
    bills::rules::RULES,
    check::columns::RULES,
    formats::rules::RULES,
    headers::rules::RULES,
    ingest::rules::sheet::RULES,
    ingest::rules::statement::RULES,
    ingest::rules::table::RULES,
    plan::rules::RULES,
    reconcile::rules::accounts::RULES,
    reconcile::rules::bank::RULES,
    reconcile::rules::items::RULES,
    reconcile::rules::onboarded::RULES,
    reconcile::rules::settlement::RULES,
    reconcile::rules::tagging::RULES,
    reconcile::rules::trades::RULES,
    uploads::rules::RULES,
];

/// Every rule there is, by code.
pub fn all() -> &'static [&'static Rule] {
    static ALL: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let mut rules = [OF_STAGES.concat(), check::FAMILIES.concat()].concat();
        rules.sort_by_key(|rule| rule.code);
        rules
    });
    &ALL
}

/// The rule of a code.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().iter().find(|rule| rule.code == code).copied()
}

/// The rules whose codes begin so: one, a family, or all of them.
pub fn beginning_with(code: &str) -> impl Iterator<Item = &'static Rule> {
    let rules = all().iter().copied();
    rules.filter(move |rule| rule.code.starts_with(code))
}

/// "Did you mean": the code or the family that is nearest to what somebody wrote.
pub fn nearest(code: &str) -> Option<&'static str> {
    config::nearest(code, all().iter().flat_map(|r| [r.family(), r.code]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::Test;
    use crate::model::{Lang, Level};

    #[test]
    fn stages_raise_theirs_and_checking_the_rest() {
        let of_stages = OF_STAGES.concat();
        assert!(of_stages.iter().all(|r| matches!(r.test, Test::Stage)));
        let checked = check::FAMILIES.concat();
        assert!(!checked.iter().any(|r| matches!(r.test, Test::Stage)));
    }

    #[test]
    fn codes_are_unique_and_well_formed() {
        let codes: Vec<&str> = all().iter().map(|rule| rule.code).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
        for code in codes {
            let (letters, digits) = code.split_at(3);
            assert!(letters.bytes().all(|b| b.is_ascii_uppercase()), "{code}");
            assert!(digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()));
        }
    }

    #[test]
    fn every_rule_has_its_words_in_both_languages() {
        for rule in all() {
            for lang in [Lang::Zh, Lang::En] {
                let text = rule.text(lang);
                for words in [rule.title(lang), text.message, text.remedy, text.why] {
                    assert!(!words.is_empty(), "{} {lang:?}", rule.code);
                    assert!(!words.contains("  "), "{} {lang:?}: blanks", rule.code);
                }
                let (expected, proposal) = (rule.expected(lang), rule.proposal(lang));
                let all = [text.message, expected, text.remedy, proposal];
                assert!(!rule.title(lang).contains('{') && !text.why.contains('{'));
                for template in all {
                    let braces = template.matches('{').count();
                    let known = ["{0}", "{1}", "{2}", "{3}", "{4}", "{5}", "{other}", "{fix}"];
                    let used: usize = known.iter().map(|k| template.matches(k).count()).sum();
                    assert_eq!(braces, used, "{}: {template}", rule.code);
                }
            }
            assert!(
                !rule.name.is_empty() && !rule.source.is_empty(),
                "{}",
                rule.code
            );
            assert!(
                !rule.bad.is_empty() && !rule.good.is_empty(),
                "{}",
                rule.code
            );
        }
    }

    #[test]
    fn a_rule_yields_to_others_that_there_are() {
        for rule in all() {
            for code in rule.yields_to.iter().flat_map(|(_, codes)| *codes) {
                assert!(
                    find(code).is_some_and(|other| other.code != rule.code),
                    "{}: {code}",
                    rule.code
                );
            }
        }
    }

    #[test]
    fn errors_block_and_the_rest_do_not() {
        for rule in all() {
            let family = rule.family();
            // A file, a bill or a statement is no store's fault.
            let of_files = matches!(family, "BIL" | "FIL" | "STM");
            let blocks = rule.level == Level::Error && !of_files;
            assert_eq!(rule.blocks.is_some(), blocks, "{}", rule.code);
        }
    }
}
