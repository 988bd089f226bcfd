//! Rules on the street address: what it says of province, city and district before the street is
//! either what the columns say already, or something else. A town that stands in the column of districts
//! has no code, so the address has to name it.

use super::address;
use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{Field, Row};
use crate::value::region;
use crate::value::region::Leading;

pub(crate) static RULES: &[&Rule] = &[&ADR007, &ADR008, &ADR011];

pub(crate) static ADR007: Rule = Rule {
    code: "ADR007",
    name: "address-repeats-region",
    reads: &[Field::Address, Field::City],
    title: (
        "详细地址重复了省市区",
        "address repeats province, city or district",
    ),
    expected: (
        "从街道、门牌号写起",
        "an address that begins with the street",
    ),
    proposal: ("去掉开头的省市区：{fix}", "leave out the region: {fix}"),
    zh: Text {
        message: "详细地址开头又写了{0}，省市区列里已经有了",
        remedy: "补上街道和门牌号，不再写省市区",
        why: "支付宝的门店接口要求详细地址不含省市区，口碑门店的详细地址最多 50 个字；带着省市区，展示时会重复一遍，\
              也容易超长。间连进件照收，所以只提示，发出的地址仍是原文。",
    },
    en: Text {
        message: "the address begins with {0} again, which the columns say already",
        remedy: "add street and number, without province, city and district",
        why: "Alipay's store interface wants the address without province, city and district, and Koubei allows 50 \
              characters; with the region it is shown twice and may be too long. Indirect onboarding takes it as it \
              is, so this is a note, and the address is sent unchanged.",
    },
    bad: "浙江省 / 杭州市 / 西湖区 / 杭州市西湖区文三路1号",
    good: "浙江省 / 杭州市 / 西湖区 / 文三路1号",
    source: "alipay.offline.market.shop.create: address 4–50 个字，不含省市区 [A]",
    test: Test::Row(repeats),
    ..Rule::NOTE
};

fn repeats(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let (own, found) = read(row);
    if found.codes.is_empty() || !found.codes.iter().all(|code| own.agrees(code)) {
        return;
    }
    let names: String = found
        .codes
        .iter()
        .filter_map(|code| region::name(code))
        .collect();
    let rest = Some(found.rest.to_owned()).filter(|rest| !rest.is_empty());
    defects.push(Defect::default().arg(names).fix(rest));
}

pub(crate) static ADR008: Rule = Rule {
    code: "ADR008",
    name: "address-contradicts",
    reads: &[Field::Address, Field::City],
    title: (
        "详细地址与省市区列不一致",
        "address and region columns disagree",
    ),
    expected: ("{1}的地址", "an address in {1}"),
    zh: Text {
        message: "详细地址开头写的是{0}，省市区列填的是{1}",
        remedy: "核对门店在哪里，改正省市区列或详细地址",
        why: "详细地址开头写着另一个省、市、区，两处必有一处错，多半是复制上一行时忘了改。只看开头的全称，路名里的\
              地名（北京路、南京东路）不算；同名的区以表中的城市为准；开发区、已撤销的区不比较。",
    },
    en: Text {
        message: "the address begins with {0}, the columns say {1}",
        remedy: "find out where the store is and correct the columns or the address",
        why: "When the address begins with another province, city or district, one of the two is wrong; often a row \
              was copied and only half changed. Only full names at the beginning count, so 北京路 and 南京东路 are \
              streets; of districts with one name the one in the row's city is meant; development zones and \
              abolished districts are not compared.",
    },
    bad: "浙江省 / 杭州市 / 西湖区 / 宁波市海曙区中山西路1号",
    good: "浙江省 / 杭州市 / 西湖区 / 文三路1号",
    source: "国家统计局统计用区划代码 2023; 只警告是本程序的约定 [D]",
    test: Test::Row(contradicts),
    ..Rule::WARNING
};

fn contradicts(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let (own, found) = read(row);
    let Some(other) = found.codes.iter().find(|code| !own.agrees(code)) else {
        return;
    };
    // Columns that contradict each other have been reported; the address may well side with one of them.
    if own.tells(found.codes[0]) && !address::contradictory(row) {
        let given = if other.ends_with("00") {
            own.city
        } else {
            own.district.unwrap_or(own.city)
        };
        let names = [other, given].map(address::place_name);
        defects.push(Defect::default().arg(names[0]).arg(names[1]));
    }
}

pub(crate) static ADR011: Rule = Rule {
    code: "ADR011",
    name: "town-not-in-address",
    reads: &[Field::Address, Field::City, Field::District],
    title: (
        "镇只写在区一栏",
        "the town stands in the district column alone",
    ),
    expected: (
        "详细地址从镇、街道写起",
        "an address that begins with the town",
    ),
    proposal: ("写成：{fix}", "write {fix}"),
    zh: Text {
        message: "区一栏写的是{0}，{1}没有区，发出时这一栏是市的代码；详细地址里没有这个镇，发出去就没有了",
        remedy: "在详细地址前面写上镇或街道",
        why: "东莞、中山、儋州、嘉峪关不设区，表里常把镇填在区一栏。区划代码只到市，镇没有代码可发，上传文件里这一栏\
              只有市名；详细地址不写镇，同名的路就分不清是哪个镇的。只警告，地址照原文发出。",
    },
    en: Text {
        message: "the district column says {0}; {1} has no districts, so the city's code is sent in its place, and the address does not name the town",
        remedy: "write the town or street office in front of the address",
        why: "东莞, 中山, 儋州 and 嘉峪关 have no districts, and sheets often have the town in that column. Codes end \
              with the city, so the town is nowhere in what is sent unless the address names it, and roads of the same \
              name stand in several towns. This only warns; the address is sent as it is.",
    },
    bad: "广东省 / 东莞市 / 虎门镇 / 德政路1号",
    good: "广东省 / 东莞市 / 虎门镇 / 虎门镇德政路1号",
    source: "国家统计局统计用区划代码 2023（东莞、中山、儋州、嘉峪关不设区）; 只警告是本程序的约定 [D]",
    test: Test::Row(town_left_out),
    ..Rule::WARNING
};

/// What the names of towns and street offices end with.
const TOWNS: [&str; 3] = ["镇", "街道", "乡"];

/// The city's own code stands for a town of it.
fn town_left_out(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let (city, written) = (row.text(Field::City), row.original(Field::District));
    let town = written.trim();
    let Some(name) = TOWNS.iter().find_map(|end| town.strip_suffix(end)) else {
        return;
    };
    let address = row.text(Field::Address);
    let is_towns = row.text(Field::District) == city && !name.is_empty();
    if is_towns && !address.contains(name) {
        let defect = Defect::at(Field::Address).arg(town);
        let defect = defect.arg(region::name(city).unwrap_or(city));
        defects.push(defect.fix(Some(format!("{town}{address}"))));
    }
}

fn read(row: Row<'_>) -> (Own<'_>, Leading<'_>) {
    let city = row.text(Field::City);
    let district = row
        .sound(Field::District)
        .filter(|code| region::parent(code) == Some(city));
    let own = Own { city, district };
    (
        own,
        region::leading(row.text(Field::Address), district.unwrap_or(city)),
    )
}

/// Where the columns put the store.
struct Own<'a> {
    city: &'a str,
    /// When it is a current one in that city.
    district: Option<&'a str>,
}

impl Own<'_> {
    /// Whether a division is the store's, as far as the columns say.
    fn agrees(&self, code: &str) -> bool {
        match self.district {
            _ if code.ends_with("0000") => self.shares(code, 2),
            _ if code.ends_with("00") => self.shares(code, 4),
            Some(district) => code == district,
            // 重庆 has its districts and its counties under two city codes.
            None => self.shares(code, if self.city.starts_with("50") { 2 } else { 4 }),
        }
    }

    fn shares(&self, code: &str, digits: usize) -> bool {
        code.get(..digits) == self.city.get(..digits)
    }

    /// Whether an address that begins with this division says where it is. A district of another city
    /// alone does not: the same word may be a housing estate's.
    fn tells(&self, code: &str) -> bool {
        code.ends_with("00")
            || self.shares(code, 4)
            || !region::name(code).is_some_and(|name| name.ends_with('区'))
    }
}
