//! The forms a cell can have that speak for a field: check digits, fixed prefixes and fixed words. A text in,
//! whether it has the form out.

use time::Date;

use crate::value::id_card;
use crate::value::id_card::IdDocument;
use crate::value::licence;
use crate::value::licence::Licence;
use crate::value::region;
use crate::value::region::Part;
use crate::value::{bank_card, cnaps, coordinate, date, excel_digits, gtin, phone, pid};

pub(crate) fn is_licence(text: &str) -> bool {
    matches!(licence::parse(text), Ok(Licence::Uscc | Licence::Old15))
}

pub(crate) fn is_citizen(text: &str) -> bool {
    id_card::parse(text, Date::MAX) == Ok(IdDocument::Citizen18)
        && id_card::division(text).is_some_and(region::known_division)
}

pub(crate) fn is_hotline(text: &str) -> bool {
    (text.starts_with("400") || text.starts_with("800") || text.starts_with("95"))
        && phone::is_service(text)
}

pub(crate) fn is_cnaps(text: &str) -> bool {
    cnaps::parse(text).is_ok()
}

/// A PID of 16 digits may pass the card's check by chance: it is no card.
pub(crate) fn is_card(text: &str) -> bool {
    (16..=19).contains(&text.len()) && bank_card::is_card(text) && !pid::is_pid(text)
}

pub(crate) fn is_mcc(text: &str) -> bool {
    text.len() == 4 && excel_digits::all(text.as_bytes())
}

/// Eight digits with a good check are a date as often as a number under bars.
pub(crate) fn is_barcode(text: &str) -> bool {
    (12..=14).contains(&text.len()) && gtin::parse(text).is_ok()
}

pub(crate) fn is_province(text: &str) -> bool {
    matches!(region::resolve(text, "", "").province, Part::Code(_))
}

pub(crate) fn is_city(text: &str) -> bool {
    !is_province(text) && matches!(region::resolve("", text, "").city, Part::Code(_))
}

/// By suffix alone: the same name stands in many cities.
pub(crate) fn is_district(text: &str) -> bool {
    text.chars().count() <= 8 && ["区", "县", "旗"].iter().any(|end| text.ends_with(end))
}

pub(crate) fn is_address(text: &str) -> bool {
    text.chars().count() >= 6
        && ["路", "街", "道", "巷", "村", "镇"]
            .iter()
            .any(|part| text.contains(part))
        && text.contains(['号', '弄', '层', '楼', '室'])
}

pub(crate) fn is_longitude(text: &str) -> bool {
    degrees(text).is_some_and(|degrees| coordinate::in_china(degrees, 30_000_000))
}

pub(crate) fn is_latitude(text: &str) -> bool {
    degrees(text).is_some_and(|degrees| coordinate::in_china(110_000_000, degrees))
}

/// Micro-degrees of a number with the decimals that only a place needs.
fn degrees(text: &str) -> Option<i64> {
    let decimals = text.split_once('.')?.1;
    (decimals.len() >= 3).then(|| coordinate::parse(text))?
}

/// `09:00-21:00`, `9：00～21：00`, whatever stands around it.
pub(crate) fn is_hours(text: &str) -> bool {
    let times = text.matches([':', '：']).count();
    times >= 2
        && text.contains(['-', '－', '~', '～', '—', '至'])
        && text.contains(|c: char| c.is_ascii_digit())
}

pub(crate) fn is_company(text: &str) -> bool {
    text.contains("公司")
        || [
            "合作社",
            "经营部",
            "商行",
            "工作室",
            "事务所",
            "个体工商户)",
            "个体工商户）",
        ]
        .iter()
        .any(|end| text.ends_with(end))
}

pub(crate) fn is_branch(text: &str) -> bool {
    ["支行", "分行", "营业部", "分理处", "营业室"]
        .iter()
        .any(|part| text.contains(part))
}

pub(crate) fn is_bank(text: &str) -> bool {
    !is_branch(text)
        && ["银行", "信用社", "信用联社", "农信"]
            .iter()
            .any(|part| text.contains(part))
}

pub(crate) fn is_account_kind(text: &str) -> bool {
    ["对公", "对私", "公户", "私户"]
        .iter()
        .any(|part| text.starts_with(part))
}

pub(crate) fn is_route(text: &str) -> bool {
    ["直连", "直联", "间连", "间联"]
        .iter()
        .any(|part| text.starts_with(part))
}

pub(crate) fn is_day(text: &str) -> bool {
    date::parse(text).is_some() || matches!(text, "长期" | "永久" | "长期有效" | "永久有效")
}
