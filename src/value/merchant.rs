//! How an individual business (个体工商户) goes by: its licence may print no name at all, and then it is
//! called after its operator. Names and licence numbers in, yes or no out.

use super::licence;
use super::licence::LicenceKind;
use super::name;
use super::name::NameVerdict;

/// What goes before the operator's name where a business has no name of its own: as acquirers ask for it
/// (leshua 进件 document, kancloud 1099872).
pub(crate) const INDIVIDUAL: &str = "个体户";

/// What licences and sheets say for "no name", beside blanks and stars.
const NO_NAME: [&str; 4] = ["无", "无字号", "无字号名称", "无名称"];

/// Whether a licence number, canonical, is that of an individual business.
pub(crate) fn is_individual(licence: &str) -> bool {
    licence.len() == 18 && licence::kind(licence) == LicenceKind::IndividualBusiness
}

/// Whether a canonical name says that there is none.
pub(crate) fn is_nameless(name: &str) -> bool {
    let star = |char| matches!(char, '*' | '＊' | '●');
    name.chars().all(star) || NO_NAME.contains(&name.trim_matches(['(', ')']))
}

/// Whether a canonical name is no more than the operator's: alone, or behind 个体户.
pub(crate) fn is_operators(name: &str, operator: &str) -> bool {
    let bare = name.strip_prefix(INDIVIDUAL).unwrap_or(name);
    !operator.is_empty() && name::compare_person(bare, operator) != NameVerdict::Different
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_names() {
        assert!(is_individual("92440300MA5FQWE16B"));
        assert!(!is_individual("91330106MA2H1ABC7U") && !is_individual("920000000000001"));
        for name in ["", "*", "***", "无", "无字号名称", "(无字号)"] {
            assert!(is_nameless(name), "{name}");
        }
        for name in ["无锡甲店", "甲**店", "无名小店"] {
            assert!(!is_nameless(name), "{name}");
        }
        assert!(is_operators("张三", "张三") && is_operators("个体户张三", "张 三"));
        assert!(!is_operators("张三便利店", "张三") && !is_operators("个体户", ""));
    }
}
