//! What a person picks from: every province, city and district as they are written in an address. The
//! rows the statistical list adds are left out: 北京市 has the city 北京市, 仙桃市 is its own city. Where a
//! level does not exist, the name above it stands there once more.

use super::index::{COUNTRY, RegionIndex, index};
use super::resolve::is_through;

/// One district with what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub province: &'static str,
    pub city: &'static str,
    pub district: &'static str,
}

/// Every choice there is; those of one province, and of one city, follow each other.
pub(crate) fn choices() -> Vec<Choice> {
    let index = index();
    let mut choices = Vec::new();
    for province in index.under(COUNTRY) {
        let mut own = of_province(index, province.code, province.name);
        if own.is_empty() {
            own.push((province.name, province.name));
        }
        choices.extend(own.into_iter().map(|(city, district)| Choice {
            province: province.name,
            city,
            district,
        }));
    }
    choices
}

/// City and district of all that is in a province.
fn of_province(
    index: &'static RegionIndex,
    code: u32,
    name: &'static str,
) -> Vec<(&'static str, &'static str)> {
    let mut own = Vec::new();
    for city in index.under(code) {
        let districts = || index.under(city.code).map(|district| district.name);
        match is_through(city.name) {
            // 市辖区 and 县 of a municipality: the province is the city.
            true if city.code % 10_000 < 9_000 => own.extend(districts().map(|d| (name, d))),
            true => own.extend(districts().map(|d| (d, d))),
            // Districts of Hong Kong and Macau stand right under them.
            false if city.code % 100 != 0 => own.push((name, city.name)),
            false if districts().next().is_none() => own.push((city.name, city.name)),
            false => own.extend(districts().map(|d| (city.name, d))),
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::region::{Part, resolve};
    use std::collections::BTreeSet;

    fn has(province: &str, city: &str, district: &str) -> bool {
        let is = |c: &&Choice| (c.province, c.city, c.district) == (province, city, district);
        choices().iter().find(is).is_some()
    }

    #[test]
    fn as_people_write_them() {
        assert!(has("浙江省", "杭州市", "西湖区"));
        assert!(has("重庆市", "重庆市", "城口县"));
        assert!(has("湖北省", "仙桃市", "仙桃市"));
        assert!(has("广东省", "东莞市", "东莞市"));
        assert!(has("香港特别行政区", "香港特别行政区", "中西区"));
        assert!(has("台湾省", "台湾省", "台湾省"));
        assert!(
            !choices()
                .iter()
                .any(|c| is_through(c.city) || is_through(c.district))
        );
    }

    #[test]
    fn every_choice_is_understood() {
        let mut districts = BTreeSet::new();
        for Choice {
            province,
            city,
            district,
        } in choices()
        {
            let found = resolve(province, city, district);
            let sound = |part| matches!(part, Part::Code(_) | Part::NotNeeded);
            let all = [found.province, found.city, found.district];
            assert!(
                all.into_iter().all(sound),
                "{province} {city} {district}: {all:?}"
            );
            if let Part::Code(code) = found.district {
                assert!(districts.insert(code), "{code:?} twice");
            }
        }
        let table = include_str!("../../../templates/data/regions.csv");
        let leaf = |line: &&str| !line[..6].ends_with("00");
        let expected = table.lines().skip(1).filter(leaf).count();
        assert_eq!(districts.len(), expected);
    }

    #[test]
    fn those_of_one_city_follow_each_other() {
        let pairs = choices();
        let mut seen = BTreeSet::new();
        for pair in pairs.chunk_by(|a, b| (a.province, a.city) == (b.province, b.city)) {
            assert!(
                seen.insert((pair[0].province, pair[0].city)),
                "{:?}",
                pair[0]
            );
        }
    }
}
