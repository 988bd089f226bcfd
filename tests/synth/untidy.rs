//! The untidiness of honest sheets: other brackets, blanks around a value, phones with dashes, a province without
//! its 省. None of it is a fault, and no finding may come of it.

use super::model::{Field, Store, World};
use super::rng::Rng;

/// A habit: the column, and what the person who filled it in typed instead.
struct Habit {
    field: Field,
    percent: usize,
    typed: fn(&str) -> String,
}

#[rustfmt::skip]
const HABITS: &[Habit] = &[
    Habit { field: Field::MerchantName, percent: 30, typed: half_width_brackets },
    Habit { field: Field::CardName, percent: 15, typed: half_width_brackets },
    Habit { field: Field::StoreName, percent: 5, typed: |v| format!(" {v}\u{3000}") },
    Habit { field: Field::StoreName, percent: 3, typed: |v| format!("{v}\u{200b}") },
    Habit { field: Field::LegalName, percent: 4, typed: |v| format!("{v} ") },
    Habit { field: Field::LegalIdNo, percent: 50, typed: |v| v.to_lowercase() },
    Habit { field: Field::ContactMobile, percent: 8, typed: |v| grouped(v, &[3, 4, 4], "-") },
    Habit { field: Field::ContactMobile, percent: 4, typed: |v| format!("\u{a0}{v}") },
    Habit { field: Field::ServicePhone, percent: 6, typed: |v| v.replace('-', "－") },
    Habit { field: Field::Mcc, percent: 3, typed: full_width_digits },
    Habit { field: Field::Province, percent: 8, typed: |v| without(v, &["省", "市"]) },
    Habit { field: Field::City, percent: 6, typed: |v| without(v, &["市"]) },
    Habit { field: Field::CardNo, percent: 5, typed: |v| grouped(v, &[4, 4, 4, 4, 4], " ") },
    Habit { field: Field::BankName, percent: 20, typed: without_country },
    Habit { field: Field::BankName, percent: 10, typed: |v| format!("{v}股份有限公司") },
    Habit { field: Field::AccountKind, percent: 4, typed: with_blank },
    Habit { field: Field::BusinessTime, percent: 6, typed: full_width_hours },
    Habit { field: Field::Pid, percent: 4, typed: with_tab },
];

/// Every other benign form of the catalogue of dirty data, each now and then: what input methods, web pages and
/// spreadsheets leave in a cell. Put where no fault is, since a fault changes a value as it is written.
#[rustfmt::skip]
const MESS: &[Habit] = &[
    // Letters and digits: width, case, groups.
    Habit { field: Field::BusinessLicense, percent: 3, typed: |v| grouped(v, &[2, 6, 9], " ") },
    Habit { field: Field::BusinessLicense, percent: 3, typed: full_width },
    Habit { field: Field::BusinessLicense, percent: 3, typed: |v| v.to_lowercase() },
    Habit { field: Field::LegalIdNo, percent: 3, typed: |v| grouped(v, &[6, 8], " ") },
    Habit { field: Field::LegalIdNo, percent: 3, typed: |v| v.replace(['x', 'X'], "×") },
    Habit { field: Field::LegalIdNo, percent: 2, typed: full_width },
    Habit { field: Field::CardNo, percent: 3, typed: |v| grouped(v, &[4, 4, 4, 4], "-") },
    Habit { field: Field::CardNo, percent: 2, typed: full_width },
    Habit { field: Field::Cnaps, percent: 3, typed: |v| grouped(v, &[4, 4], " ") },
    Habit { field: Field::Cnaps, percent: 2, typed: full_width },
    Habit { field: Field::Pid, percent: 3, typed: |v| grouped(v, &[4, 4, 4], " ") },
    Habit { field: Field::Smid, percent: 3, typed: |v| grouped(v, &[4, 4, 4], "\u{a0}") },
    Habit { field: Field::Longitude, percent: 3, typed: full_width },
    Habit { field: Field::Latitude, percent: 3, typed: |v| format!(" {v}\u{3000}") },
    Habit { field: Field::ContactEmail, percent: 4, typed: |v| v.to_uppercase() },
    Habit { field: Field::ContactEmail, percent: 3, typed: |v| v.replace('@', "＠") },
    Habit { field: Field::LogonId, percent: 4, typed: with_blank },
    Habit { field: Field::LogonId, percent: 3, typed: |v| v.to_uppercase() },
    // Telephones: country code, brackets round the area code, dots and full-width digits.
    Habit { field: Field::ContactMobile, percent: 3, typed: |v| format!("+86 {v}") },
    Habit { field: Field::ContactMobile, percent: 3, typed: full_width },
    Habit { field: Field::ServicePhone, percent: 3, typed: area_in_brackets },
    Habit { field: Field::ServicePhone, percent: 3, typed: |v| v.replace('-', " ") },
    // Names: brackets of every kind, blanks inside and around, middle dots.
    Habit { field: Field::MerchantName, percent: 2, typed: |v| v.replace(['（', '('], "【").replace(['）', ')'], "】") },
    Habit { field: Field::MerchantName, percent: 2, typed: |v| v.replace(['（', '('], "〔").replace(['）', ')'], "〕") },
    Habit { field: Field::MerchantName, percent: 3, typed: |v| v.replace("有限公司", " 有限公司") },
    Habit { field: Field::CardName, percent: 3, typed: |v| format!("\u{a0}{v}") },
    Habit { field: Field::LegalName, percent: 3, typed: spaced_out },
    Habit { field: Field::LegalName, percent: 2, typed: |v| v.replace('·', "•") },
    Habit { field: Field::ContactName, percent: 3, typed: spaced_out },
    Habit { field: Field::AliasName, percent: 2, typed: |v| format!("\u{feff}{v}") },
    Habit { field: Field::StoreName, percent: 2, typed: |v| format!("{v}\u{200d}\t") },
    // Places: soft line breaks, full-width numbers of houses, short names, names in full.
    Habit { field: Field::Address, percent: 3, typed: full_width_digits },
    Habit { field: Field::Address, percent: 3, typed: |v| v.replace('路', "路\n") },
    Habit { field: Field::Address, percent: 3, typed: |v| format!("{v}\r\n") },
    Habit { field: Field::District, percent: 3, typed: |v| format!("\u{3000}{v}\u{200b}") },
    Habit { field: Field::City, percent: 3, typed: spaced_out },
    // Words and dates as people write them.
    Habit { field: Field::AccountKind, percent: 4, typed: |v| account(v, "账户") },
    Habit { field: Field::AccountKind, percent: 2, typed: |v| account(v, "帐户") },
    Habit { field: Field::Route, percent: 3, typed: |v| format!("{}模式", v.trim()) },
    Habit { field: Field::Route, percent: 3, typed: |v| v.replace('连', "联") },
    Habit { field: Field::LicenceType, percent: 3, typed: half_width_brackets },
    Habit { field: Field::BusinessTime, percent: 3, typed: |v| v.replace('-', "至") },
    Habit { field: Field::LicenceExpiry, percent: 15, typed: |v| day(v, |y, m, d| format!("{y}{m:02}{d:02}")) },
    Habit { field: Field::LicenceExpiry, percent: 15, typed: |v| day(v, |y, m, d| format!("{y}.{m}.{d}")) },
    Habit { field: Field::LicenceExpiry, percent: 15, typed: |v| day(v, |y, m, d| format!("{y}/{m}/{d}")) },
    Habit { field: Field::LicenceExpiry, percent: 15, typed: |v| v.replace("长期", "无固定期限") },
    Habit { field: Field::LicenceExpiry, percent: 15, typed: |v| v.replace("2099-12-31", "9999-12-31") },
    Habit { field: Field::IdExpiry, percent: 15, typed: |v| day(v, |y, m, d| format!("{y}年{m}月{d}日")) },
    Habit { field: Field::IdExpiry, percent: 15, typed: |v| day(v, |y, m, d| format!("{y}-{m:02}-{d:02} 00:00:00")) },
    Habit { field: Field::IdExpiry, percent: 10, typed: full_width },
    Habit { field: Field::IdExpiry, percent: 15, typed: |v| v.replace("长期", "永久") },
    Habit { field: Field::BankName, percent: 3, typed: with_tab },
    Habit { field: Field::BankBranchName, percent: 3, typed: |v| format!("{v}\u{200c}\u{a0}") },
    Habit { field: Field::Mcc, percent: 3, typed: with_tab },
    Habit { field: Field::Source, percent: 3, typed: |v| format!("{v}\u{a0}") },
    // What forces a cell to be text, in front of everything else.
    Habit { field: Field::BusinessLicense, percent: 3, typed: |v| format!("'{v}") },
    Habit { field: Field::LegalIdNo, percent: 3, typed: |v| format!("‘{v}") },
    Habit { field: Field::LegalIdNo, percent: 3, typed: |v| format!("\t{v}") },
    Habit { field: Field::CardNo, percent: 3, typed: |v| format!("`{v}") },
    Habit { field: Field::Cnaps, percent: 3, typed: |v| format!("'{v}") },
    Habit { field: Field::ContactMobile, percent: 3, typed: |v| format!("'{v}") },
    Habit { field: Field::Smid, percent: 3, typed: with_tab },
    Habit { field: Field::Pid, percent: 3, typed: |v| format!("'{v}") },
];

/// Cells that may be empty, and what people write into them to say so.
const MAY_BE_EMPTY: &[Field] = &[
    Field::LogonId,
    Field::Pid,
    Field::Smid,
    Field::AccountKind,
    Field::LicenceType,
    Field::Source,
    Field::CategoryId,
];
const NOTHING: &[&str] = &[
    "/",
    "-",
    "--",
    "——",
    "----------",
    "\t",
    " ",
    "\u{3000}",
    "／",
];

/// Makes the rows without a fault as untidy as rows can be.
pub fn mess(world: &mut World, rng: &mut Rng) {
    for store in world.stores.iter_mut().filter(|store| !store.taken) {
        for habit in MESS {
            if rng.chance(habit.percent) && !store.get(habit.field).is_empty() {
                apply(store, habit);
            }
        }
        for &field in MAY_BE_EMPTY {
            if store.get(field).is_empty() && rng.chance(10) {
                store.set(field, *rng.pick(NOTHING));
            }
        }
    }
}

/// `（0571）88888888`.
fn area_in_brackets(value: &str) -> String {
    match value.split_once('-') {
        Some((area, number)) if area.starts_with('0') => format!("（{area}）{number}"),
        _ => value.to_owned(),
    }
}

/// `对公账户`, once.
fn account(value: &str, word: &str) -> String {
    match value.contains('户') {
        true => value.to_owned(),
        false => format!("{}{word}", value.trim()),
    }
}

/// `张 三`, as forms with a box for each character give it.
fn spaced_out(value: &str) -> String {
    let chars: Vec<String> = value.chars().map(String::from).collect();
    chars.join("　")
}

/// A plain `2039-03-05` in another spelling; anything else as it is.
fn day(value: &str, spelt: fn(u32, u32, u32) -> String) -> String {
    let parts: Vec<u32> = value
        .split('-')
        .map_while(|part| part.parse().ok())
        .collect();
    match parts[..] {
        [year, month, day] if value.len() == 10 => spelt(year, month, day),
        _ => value.to_owned(),
    }
}

fn full_width(value: &str) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0),
        _ => None,
    };
    value.chars().map(|c| wide(c).unwrap_or(c)).collect()
}

fn with_blank(value: &str) -> String {
    format!("{value} ")
}

fn with_tab(value: &str) -> String {
    format!("{value}\t")
}

/// 工商银行 for 中国工商银行; 中国银行 has no other name.
fn without_country(bank: &str) -> String {
    match bank.strip_prefix("中国") {
        Some(rest) if rest != "银行" => rest.to_owned(),
        _ => bank.to_owned(),
    }
}

pub fn sprinkle(world: &mut World, rng: &mut Rng) {
    for store in &mut world.stores {
        for habit in HABITS {
            if rng.chance(habit.percent) && !store.get(habit.field).is_empty() {
                apply(store, habit);
            }
        }
    }
}

fn apply(store: &mut Store, habit: &Habit) {
    let typed = (habit.typed)(store.get(habit.field));
    store.set(habit.field, typed);
}

fn half_width_brackets(value: &str) -> String {
    value.replace('（', "(").replace('）', ")")
}

fn full_width_digits(value: &str) -> String {
    let wide = |c: char| c.to_digit(10).and_then(|d| char::from_u32('０' as u32 + d));
    value.chars().map(|c| wide(c).unwrap_or(c)).collect()
}

/// `９：００～22:00`: the punctuation of a Chinese input method.
fn full_width_hours(value: &str) -> String {
    value.replace(':', "：").replace('-', "～")
}

fn without(value: &str, endings: &[&str]) -> String {
    endings
        .iter()
        .find_map(|ending| value.strip_suffix(ending))
        .unwrap_or(value)
        .to_owned()
}

/// `13800138000` → `138-0013-8000`.
fn grouped(value: &str, sizes: &[usize], by: &str) -> String {
    let mut rest = value;
    let mut groups = Vec::new();
    for &size in sizes {
        if !value.is_ascii() || rest.len() <= size {
            break;
        }
        let (group, tail) = rest.split_at(size);
        groups.push(group);
        rest = tail;
    }
    groups.push(rest);
    groups.join(by)
}
