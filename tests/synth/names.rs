//! Names, phones and account numbers that are well-formed and plainly made up: companies are called 示例…, people
//! after the heavenly stems and earthly branches.

use super::digits;
use super::model::Branch;
use super::places::{self, Place};
use super::rng::Rng;

const STEMS: [&str; 22] = [
    "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "子", "丑", "寅", "卯", "辰", "巳",
    "午", "未", "申", "酉", "戌", "亥",
];

const SURNAMES: [&str; 20] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "欧阳",
];

/// Rare characters that GB18030 has and GBK has not.
const RARE: [&str; 2] = ["䶮", "㛃"];

/// A trade: MCC, the words in a company's name, the words in a small shop's name, the words in a shop sign.
pub struct Trade {
    pub mcc: &'static str,
    company: &'static str,
    shop: &'static str,
    sign: &'static str,
}

#[rustfmt::skip]
pub const TRADES: &[Trade] = &[
    Trade { mcc: "5411", company: "商贸", shop: "便利店", sign: "便利" },
    Trade { mcc: "5812", company: "餐饮管理", shop: "小吃店", sign: "小馆" },
    Trade { mcc: "5462", company: "食品", shop: "面包房", sign: "烘焙" },
    Trade { mcc: "5651", company: "服饰", shop: "服装店", sign: "服饰" },
    Trade { mcc: "5912", company: "医药连锁", shop: "药房", sign: "大药房" },
    Trade { mcc: "5942", company: "文化发展", shop: "书店", sign: "书屋" },
];

/// Bank, first three digits of its CNAPS numbers, first digits of its cards.
const BANKS: &[(&str, &str, &str)] = &[
    ("中国工商银行", "102", "622202"),
    ("中国农业银行", "103", "622848"),
    ("中国银行", "104", "621660"),
    ("中国建设银行", "105", "621700"),
    ("交通银行", "301", "622260"),
    ("招商银行", "308", "622588"),
    ("上海浦东发展银行", "310", "622521"),
    ("中国邮政储蓄银行", "403", "622188"),
];

/// `n` written with the stems: short, distinct, and nobody's trade mark.
pub fn stems(n: usize) -> String {
    let mut rest = n;
    let mut text = String::new();
    loop {
        text.insert_str(0, STEMS[rest % STEMS.len()]);
        rest /= STEMS.len();
        if rest == 0 {
            return text;
        }
    }
}

pub fn company(place: &Place, trade: &Trade, n: usize) -> String {
    let (city, syllables, trade) = (place.short_city(), stems(n + 22), trade.company);
    match n % 5 {
        0 => format!("示例{syllables}（{city}）{trade}有限公司"),
        _ => format!("{city}示例{syllables}{trade}有限公司"),
    }
}

pub fn small_shop(place: &Place, trade: &Trade, n: usize) -> String {
    format!(
        "{}{}示例{}{}",
        place.city,
        place.district,
        stems(n + 22),
        trade.shop
    )
}

pub fn brand(trade: &Trade, n: usize) -> String {
    format!("示例{}{}", stems(n + 22), trade.sign)
}

pub fn person(rng: &mut Rng) -> String {
    let given = if rng.chance(30) { "" } else { rng.pick(&STEMS) };
    format!("{}{}{}", rng.pick(&SURNAMES), rng.pick(&STEMS), given)
}

pub fn rare_person(rng: &mut Rng) -> String {
    format!("{}{}", rng.pick(&SURNAMES), rng.pick(&RARE))
}

/// An adult of 21 to 64 years at the job's day.
pub fn citizen_id(place: &Place, rng: &mut Rng) -> String {
    let division = if rng.chance(10) && !place.district.is_empty() {
        rng.pick(places::RETIRED)
    } else {
        place.code
    };
    let birth = format!(
        "{}{:02}{:02}",
        1962 + rng.below(43),
        1 + rng.below(12),
        1 + rng.below(28)
    );
    digits::citizen_id(division, &birth, rng.below(1000))
}

/// Eight scattered digits: the multiplier is coprime with ten, so nothing repeats below a hundred million.
fn scattered(serial: usize) -> usize {
    (serial * 10_648_847 + 20_261_120) % 100_000_000
}

pub fn mobile(serial: usize) -> String {
    let prefixes = ["138", "139", "150", "158", "186", "199"];
    format!(
        "{}{:08}",
        prefixes[serial % prefixes.len()],
        scattered(serial)
    )
}

pub fn landline(serial: usize) -> String {
    let areas = ["010", "021", "0571", "0512", "020", "028"];
    match serial % 12 {
        11 => format!("400-{:03}-{:04}", serial % 1000, scattered(serial) % 10_000),
        _ => format!(
            "{}-8{:07}",
            areas[serial % areas.len()],
            scattered(serial) % 10_000_000
        ),
    }
}

/// A PID and an SMID have the same shape; different middles keep them apart.
pub fn pid(serial: usize) -> String {
    format!("20883{:03}{:08}", serial % 1000, scattered(serial))
}

pub fn smid(serial: usize) -> String {
    format!("20881{:03}{:08}", serial % 1000, scattered(serial))
}

pub fn branch(place: &Place, rng: &mut Rng) -> Branch {
    let &(bank, prefix, _) = rng.pick(BANKS);
    let body = format!(
        "{prefix}{:04}{:04}",
        1000 + rng.below(8000),
        rng.below(10_000)
    );
    let check = digits::mod_11_10(&body);
    let name = format!(
        "{bank}{}分行示例{}支行",
        place.short_city(),
        stems(22 + rng.below(400))
    );
    Branch {
        bank,
        name,
        cnaps: format!("{body}{check}"),
    }
}

/// A personal card with its Luhn digit, or a corporate account, which has none.
pub fn card(branch: &Branch, corporate: bool, serial: usize) -> String {
    let known = BANKS.iter().find(|(bank, ..)| *bank == branch.bank);
    let &(_, prefix, bin) = known.expect("branches are opened at the banks of the table");
    if corporate {
        return format!(
            "{prefix}9{:06}{:08}",
            900_000 + serial % 100_000,
            scattered(serial)
        );
    }
    let body = format!("{bin}{:04}{:08}", serial % 10_000, scattered(serial));
    let check = digits::luhn(&body);
    format!("{body}{check}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scattered_digits_do_not_repeat() {
        let seen: std::collections::HashSet<_> = (0..100_000).map(scattered).collect();
        assert_eq!(seen.len(), 100_000);
    }

    #[test]
    fn stems_count_in_base_twenty_two() {
        assert_eq!((stems(0).as_str(), stems(22).as_str()), ("甲", "乙甲"));
    }
}
