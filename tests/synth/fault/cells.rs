//! Faults of one cell, or of a place outside the store sheets.

use super::super::digits;
use super::super::model::{Field, Odd, Sku, World};
use super::super::skus;
use super::{Marks, Spot};

pub fn wrong_check(value: &str, _: usize) -> String {
    digits::wrong_check(value)
}

/// One character lost at the end.
pub fn shortened(value: &str, _: usize) -> String {
    let mut text = value.to_owned();
    text.pop();
    text
}

pub fn old_licence_wrong(_: &str, n: usize) -> String {
    digits::wrong_check(&digits::old_licence("330106", 1000 + n))
}

pub fn letter_for_digit(value: &str, _: usize) -> String {
    format!("{}O", shortened(value, 0))
}

/// A bill account or a logon id where the bank account belongs.
pub fn alipay_account(_: &str, n: usize) -> String {
    match n % 2 {
        0 => format!("20883{n:011}0156"),
        _ => format!("pay{n:04}@example.com"),
    }
}

/// A sound code with the prefix of 恒丰银行, where no account of a job is.
pub fn code_of_another_bank(value: &str, _: usize) -> String {
    let body = format!("315{}", &value[3..11]);
    let check = digits::mod_11_10(&body);
    format!("{body}{check}")
}

/// Bank and code stay, the branch moves to another bank.
pub fn branch_of_another_bank(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    world.stores[s].set(Field::BankBranchName, "恒丰银行示例支行");
    Some(Marks::cell(s, Field::BankBranchName))
}

pub fn no_logon_id(_: &str, n: usize) -> String {
    format!("店长支付宝{n}")
}

/// Nineteen characters: seventeen could be a passport number.
pub fn digit_too_many(value: &str, _: usize) -> String {
    let (head, tail) = value.split_at(10);
    format!("{head}0{tail}")
}

/// The check character is right, the date is not.
pub fn thirtieth_of_february(value: &str, n: usize) -> String {
    digits::citizen_id(&value[..6], "19900230", n % 1000)
}

/// Columns that are compulsory and that no register is asked about once they are empty.
const REQUIRED: [Field; 6] = [
    Field::ContactName,
    Field::Address,
    Field::StoreName,
    Field::CardName,
    Field::CardNo,
    Field::Mcc,
];

pub fn required_missing(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let field = REQUIRED[n % REQUIRED.len()];
    world.stores[s].set(field, "");
    Some(Marks::cell(s, field))
}

const FORMULAS: [Field; 3] = [Field::Address, Field::ServicePhone, Field::ContactName];

pub fn formula_error(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let field = FORMULAS[n % FORMULAS.len()];
    world.stores[s].odd = Some((field, Odd::FormulaError));
    Some(Marks::cell(s, field))
}

const BESIDE: [Field; 4] = [
    Field::BusinessTime,
    Field::BankName,
    Field::Scene,
    Field::PayMode,
];

/// A formula's error where onboarding does not look.
pub fn formula_error_beside(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let field = BESIDE[n % BESIDE.len()];
    world.stores[s].odd = Some((field, Odd::FormulaError));
    Some(Marks::cell(s, field))
}

/// A character that was cut in two.
pub fn bytes_lost(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let field = FORMULAS[n % FORMULAS.len()];
    world.stores[s].odd = Some((field, Odd::BytesLost));
    Some(Marks::cell(s, field))
}

/// A number cell keeps fifteen digits of an ID number.
pub fn digits_lost(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let kept = world.stores[s].get(Field::LegalIdNo)[..15].to_owned();
    world.stores[s].set(Field::LegalIdNo, format!("{kept}000"));
    world.stores[s].odd = Some((Field::LegalIdNo, Odd::Number));
    Some(Marks::cell(s, Field::LegalIdNo))
}

/// A treasury's code that became a number: 011100000011 without its zero.
pub fn zero_lost(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    world.stores[s].set(Field::Cnaps, "11100000011");
    world.stores[s].odd = Some((Field::Cnaps, Odd::Number));
    Some(Marks::cell(s, Field::Cnaps))
}

pub fn unknown_district(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    in_hangzhou(world, s, "示例区")
}

pub fn district_elsewhere(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    in_hangzhou(world, s, "浦东新区")
}

pub fn retired_district(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    in_hangzhou(world, s, "江干区")
}

fn in_hangzhou(world: &mut World, s: usize, district: &str) -> Option<Marks> {
    let cells = [
        (Field::Province, "浙江省"),
        (Field::City, "杭州市"),
        (Field::District, district),
        (Field::Longitude, "120.155070"),
        (Field::Latitude, "30.274085"),
    ];
    for (field, value) in cells {
        world.stores[s].set(field, value);
    }
    Some(Marks::cell(s, Field::District))
}

pub fn coordinates_of_paris(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    world.stores[s].set(Field::Longitude, "2.352201");
    world.stores[s].set(Field::Latitude, "48.856614");
    Some(Marks::cell(s, Field::Longitude))
}

/// Province, city and district once more, before the street.
pub fn region_in_the_address(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    in_hangzhou(world, s, "西湖区");
    let address = format!("浙江省杭州市西湖区{}", world.stores[s].get(Field::Address));
    world.stores[s].set(Field::Address, address);
    Some(Marks::cell(s, Field::Address))
}

pub fn address_of_another_city(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    in_hangzhou(world, s, "西湖区");
    let place = ["宁波市海曙区", "江苏省南京市", "杭州市余杭区"][n % 3];
    let address = format!("{place}{}", world.stores[s].get(Field::Address));
    world.stores[s].set(Field::Address, address);
    Some(Marks::cell(s, Field::Address))
}

/// A city without districts, its town in their column.
pub fn town_beside_the_address(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let cells = [
        (Field::Province, "广东省"),
        (Field::City, "东莞市"),
        (Field::District, ["虎门镇", "长安镇"][n % 2]),
        (Field::Longitude, "113.751799"),
        (Field::Latitude, "23.020673"),
    ];
    for (field, value) in cells {
        world.stores[s].set(field, value);
    }
    Some(Marks::cell(s, Field::Address))
}

/// The capital's, or 乌鲁木齐's in and around the capital.
pub fn coordinates_of_another_city(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let northern = ["北京", "天津", "河北", "辽宁", "山东"];
    let province = world.stores[s].get(Field::Province);
    let near = northern.iter().any(|name| province.contains(name));
    let (longitude, latitude) = match near {
        false => ("116.407413", "39.904211"),
        true => ("87.616823", "43.825377"),
    };
    world.stores[s].set(Field::Longitude, longitude);
    world.stores[s].set(Field::Latitude, latitude);
    Some(Marks::cell(s, Field::Longitude))
}

/// Shown with two decimals and saved so.
pub fn coordinates_rounded(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    for field in [Field::Longitude, Field::Latitude] {
        let mut text = world.stores[s].get(field).to_owned();
        text.truncate(text.len() - 4);
        world.stores[s].set(field, text);
    }
    Some(Marks::cell(s, Field::Longitude))
}

pub fn coordinates_swapped(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    world.stores[s]
        .cells
        .swap(Field::Longitude as usize, Field::Latitude as usize);
    Some(Marks::cell(s, Field::Longitude))
}

fn sku(world: &mut World, column: usize, value: &str) -> Option<Marks> {
    let row = world.skus.iter().position(|sku| !sku.taken)?;
    world.skus[row].taken = true;
    world.skus[row].cells[column] = value.to_owned();
    Some(Marks::no_store(Spot::Sku(row, column)))
}

pub fn no_sku_code(world: &mut World, _: usize) -> Option<Marks> {
    sku(world, skus::CODE, "")
}

pub fn no_item_name(world: &mut World, _: usize) -> Option<Marks> {
    sku(world, skus::NAME, "")
}

pub fn no_model(world: &mut World, _: usize) -> Option<Marks> {
    sku(world, skus::MODEL, "")
}

pub fn no_spec(world: &mut World, _: usize) -> Option<Marks> {
    sku(world, skus::SPEC, "")
}

pub fn no_price(world: &mut World, n: usize) -> Option<Marks> {
    sku(world, skus::PRICE, ["面议", "-5.00", ""][n % 3])
}

pub fn wrong_barcode(world: &mut World, _: usize) -> Option<Marks> {
    let row = world.skus.iter().position(|sku| !sku.taken)?;
    let wrong = digits::wrong_check(&world.skus[row].cells[skus::BARCODE]);
    sku(world, skus::BARCODE, &wrong)
}

pub fn tag_price_too_low(world: &mut World, _: usize) -> Option<Marks> {
    sku(world, skus::TAG_PRICE, "0.50")
}

pub fn no_stock(world: &mut World, n: usize) -> Option<Marks> {
    sku(world, skus::STOCK, ["-3", "有货", "99+"][n % 3])
}

/// A code from North America that was a number once.
pub fn barcode_zero_lost(world: &mut World, n: usize) -> Option<Marks> {
    let body = format!("036{:08}", 10_000_000 + n);
    let check = digits::gtin(&body);
    sku(world, skus::BARCODE, &format!("{}{check}", &body[1..]))
}

/// Two items of one sheet with one bar code.
pub fn barcode_repeated(world: &mut World, _: usize) -> Option<Marks> {
    let free = |sku: &(usize, &Sku)| !sku.1.taken;
    let pair: Vec<usize> = (world.skus.iter().enumerate().filter(free))
        .map(|(row, _)| row)
        .take(2)
        .collect();
    let [first, second] = pair[..] else {
        return None;
    };
    world.skus[second].cells[skus::BARCODE] = world.skus[first].cells[skus::BARCODE].clone();
    for row in [first, second] {
        world.skus[row].taken = true;
    }
    let alike = [first, second].map(|row| Spot::Sku(row, skus::BARCODE));
    Some(Marks {
        alike: alike.to_vec(),
        ..Marks::no_store(alike[1])
    })
}

/// The same code again, with another specification, at the end of the sheet.
pub fn sku_code_repeated(world: &mut World, _: usize) -> Option<Marks> {
    let row = world.skus.iter().position(|sku| !sku.taken)?;
    world.skus[row].taken = true;
    let mut again = world.skus[row].clone();
    again.cells[skus::SPEC].push_str("（新包装）");
    world.skus.push(again);
    let alike = vec![
        Spot::Sku(row, skus::CODE),
        Spot::Sku(world.skus.len() - 1, skus::CODE),
    ];
    Some(Marks {
        alike: alike.clone(),
        ..Marks::no_store(alike[1])
    })
}

pub fn wrong_footer(world: &mut World, _: usize) -> Option<Marks> {
    world.wrong_footer = true;
    Some(Marks::no_store(Spot::BillFooter))
}

pub fn unreadable_line(world: &mut World, n: usize) -> Option<Marks> {
    world.unreadable_lines = n + 1;
    Some(Marks::no_store(Spot::BillAmount(n)))
}

const NAMES: [Field; 6] = [
    Field::ContactName,
    Field::LegalName,
    Field::MerchantName,
    Field::CardName,
    Field::AliasName,
    Field::StoreName,
];

/// The first character and stars.
pub fn masked_name(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let field = NAMES[n % NAMES.len()];
    let first = world.stores[s].get(field).trim().chars().next()?;
    world.stores[s].set(field, format!("{first}**"));
    Some(Marks::cell(s, field))
}

/// A rare character of the legal person's or the company's name that became a question mark or a box.
/// Nobody can say that such a name is another one, neither beside an Alipay account nor beside the
/// holder of a card.
pub fn lost_character_of_the_entity(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let (field, lost) = [
        (Field::LegalName, "□"),
        (Field::MerchantName, "□"),
        (Field::LegalName, "?"),
        (Field::MerchantName, "\u{fffd}"),
    ][n % 4];
    ends_in(world, s, field, lost)
}

/// The same where it holds nothing: of a contact or a holder, or as pinyin in a person's name.
pub fn lost_character(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let (field, lost) = [
        (Field::ContactName, "?"),
        (Field::LegalName, "yan明"),
        (Field::CardName, "?"),
        (Field::ContactName, "yan明"),
    ][n % 4];
    ends_in(world, s, field, lost)
}

/// The first character of the value, and something else for the rest.
fn ends_in(world: &mut World, s: usize, field: Field, end: &str) -> Option<Marks> {
    let value = world.stores[s].get(field).trim().to_owned();
    let kept: String = value.chars().take(1).collect();
    world.stores[s].set(field, format!("{kept}{end}"));
    Some(Marks::cell(s, field))
}

/// Who scans whom is the other way round in the two cells.
pub fn pay_mode_of_another_scene(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let (scene, mode) = [
        ("PC录单+PC把枪+扫消费者", "C扫B"),
        ("自动贩卖机+动态码+消费者扫码", "商家主扫"),
    ][n % 2];
    world.stores[s].set(Field::Scene, scene);
    world.stores[s].set(Field::PayMode, mode);
    Some(Marks::cell(s, Field::PayMode))
}

pub fn unknown_word(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let (field, word) = [(Field::AccountKind, "其他"), (Field::Route, "待定")][n % 2];
    world.stores[s].set(field, word);
    Some(Marks::cell(s, field))
}
