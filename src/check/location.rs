//! Rules on coordinates that lie in China: whether they are near the city the row names, and whether
//! they are fine enough to find a door. Both only advise: stores are onboarded without coordinates too.

use super::address;
use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{Field, Row};
use crate::value::coordinate;
use crate::value::region;

pub(crate) static RULES: &[&Rule] = &[&ADR009, &ADR010];

pub(crate) static ADR009: Rule = Rule {
    code: "ADR009",
    name: "coordinates-far",
    reads: &[Field::Longitude, Field::Latitude, Field::City],
    title: ("经纬度不在所填城市附近", "coordinates not near the city"),
    expected: ("{2}境内的点", "a point in {2}"),
    zh: Text {
        message: "经度 {0}、纬度 {1} 离{2}有 100 公里以上",
        remedy: "用高德地图按门店地址重新取点；复制上一行时常忘了改经纬度，或整列错了一行",
        why: "门店在地图上的点应当在所填的城市里。城市的范围用 GeoNames 登记的地名粗略框出，再放宽约 100 公里，\
              框外才报，所以郊县不会误报；范围不详的地方不查。经纬度可以不填，所以只警告。",
    },
    en: Text {
        message: "longitude {0}, latitude {1} is 100 km or more from {2}",
        remedy: "take the point again from AMap by the store's address; often a row was copied, or a column slipped by a row",
        why: "A store's point should lie in the city the row names. A city reaches as far as the places GeoNames \
              lists in it, and about 100 km are allowed beyond that box, so outlying counties raise nothing; where \
              the reach is not known nothing is checked. Coordinates are optional, so this only warns.",
    },
    bad: "浙江省杭州市 / 116.407000 / 39.904000",
    good: "浙江省杭州市 / 120.155000 / 30.274000",
    source: "GeoNames (CC BY 4.0) 地名的外接矩形; 100 公里是本程序的约定 [D]",
    test: Test::Row(far),
    ..Rule::WARNING
};

fn far(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let (longitude, latitude) = (row.text(Field::Longitude), row.text(Field::Latitude));
    let city = row.text(Field::City);
    let (Some(x), Some(y)) = (coordinate::parse(longitude), coordinate::parse(latitude)) else {
        return;
    };
    // Of contradictory columns nobody knows which is meant, and they have been reported.
    if region::extent(city).is_some_and(|extent| extent.is_far(x, y))
        && !address::contradictory(row)
    {
        let place = address::place_name(city);
        defects.push(Defect::default().arg(longitude).arg(latitude).arg(place));
    }
}

pub(crate) static ADR010: Rule = Rule {
    code: "ADR010",
    name: "coordinates-coarse",
    reads: &[Field::Longitude, Field::Latitude],
    title: ("经纬度太粗", "coordinates too coarse"),
    expected: ("小数点后 6 位，至少 4 位", "six decimals, four at least"),
    zh: Text {
        message: "经度和纬度都只有 {0} 位小数或更少，定位会差 100 米到几公里",
        remedy: "用高德地图取点，保留 6 位小数",
        why: "小数点后 4 位约合 10 米，能找到门；3 位约 100 米，2 位约 1 公里。表格软件把列设成两位小数再另存，\
              经纬度就变粗了。只有一个较短时可能是末尾的 0 没有显示，不报。",
    },
    en: Text {
        message: "longitude and latitude have {0} decimals or fewer: 100 metres to some kilometres off",
        remedy: "take the point from AMap with six decimals",
        why: "Four decimals are about 10 metres, enough to find a door; three are 100 metres, two a kilometre. A \
              spreadsheet column shown with two decimals and saved as text makes points coarse. When only one of the \
              two is short, its last zeros may just not be shown, and nothing is said.",
    },
    bad: "120.13 / 30.27",
    good: "120.130000 / 30.270000",
    source: "宝付 address_info: 经纬度最多六位小数 [B]; 四位是本程序的约定 [D]",
    test: Test::Row(coarse),
    ..Rule::NOTE
};

fn coarse(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let decimals = |field| {
        row.text(field)
            .split_once('.')
            .map_or(0, |(_, rest)| rest.len())
    };
    let finest = decimals(Field::Longitude).max(decimals(Field::Latitude));
    if finest < 4 {
        defects.push(Defect::default().arg(finest));
    }
}
