//! The table of fault kinds, those with the rarest needs first.

use super::super::model::{Field, Standing};
use super::Act::{Cell, Job, Store};
use super::Fate::{Held, Kept, Repeated};
use super::{Act, Fate, Kind, Need, accounts, cells, groups, items, money, people, shared};

/// Any store that is onboarded or to be: for cells that no register repeats.
const ANY: Need = Need {
    standing: &[Standing::Modify, Standing::Unchanged, Standing::Create],
    corporate: None,
    single: false,
    east: None,
    account: false,
};
/// A store that the register of onboarded merchants does not know, and so cannot contradict.
const NEW: Need = Need {
    standing: &[Standing::Create],
    ..ANY
};
const NEW_CORPORATE: Need = Need {
    corporate: Some(true),
    ..NEW
};
const NEW_PERSONAL: Need = Need {
    corporate: Some(false),
    ..NEW
};
const NEW_IN_BOOK: Need = Need {
    east: Some(false),
    ..NEW
};
const NEW_IN_CSV: Need = Need {
    east: Some(true),
    ..NEW
};
const IN_BOOK: Need = Need {
    east: Some(false),
    ..ANY
};
/// The single store of a new company: its licence and its person can change without a sibling to contradict them.
const ALONE: Need = Need {
    single: true,
    ..NEW_CORPORATE
};
const ALONE_ANY: Need = Need {
    single: true,
    ..ANY
};
const DIRECT: Need = Need {
    standing: &[Standing::Direct],
    ..ANY
};
const NEW_WITH_ACCOUNT: Need = Need {
    account: true,
    ..NEW_CORPORATE
};
const SETTLED: Need = Need {
    standing: &[Standing::Unchanged],
    account: true,
    ..ANY
};
const ONBOARDED: Need = Need {
    standing: &[Standing::Unchanged, Standing::Modify],
    ..ANY
};
const TO_MODIFY: Need = Need {
    standing: &[Standing::Modify],
    ..ANY
};

/// There is one footer, and one note for each register, so these can be there once.
pub const ONCE: &[&str] = &["ACC010", "BAC005", "BIL001"];

const fn kind(code: &'static str, need: Need, fate: Fate, act: Act) -> Kind {
    Kind {
        code,
        need,
        fate,
        act,
    }
}

#[rustfmt::skip]
pub const KINDS: &[Kind] = &[
    kind("RTE001", DIRECT, Held, Cell(Field::Route, |_, _| "间连".into())),
    kind("RTE002", DIRECT, Kept, Store(accounts::trades_in_both_bills)),
    kind("RTE003", NEW_WITH_ACCOUNT, Kept, Store(accounts::paid_by_the_acquirer)),
    kind("ENT004", ALONE, Held, Store(groups::id_of_another_person)),
    kind("LIC003", ALONE, Kept, Store(people::bad_organisation_code)),
    kind("LIC004", ALONE, Kept, Store(people::old_licence)),
    kind("LIC006", ALONE, Kept, Store(people::company_with_shop_licence)),
    kind("LIC008", ALONE, Kept, Store(people::licence_of_nowhere)),
    kind("LIC009", ALONE, Kept, Store(people::licence_of_no_kind)),
    kind("IDN011", ALONE, Kept, Store(people::name_in_pinyin)),
    kind("IDN004", ALONE_ANY, Kept, Store(people::unknown_division)),
    kind("IDN005", ALONE_ANY, Kept, Store(people::old_id)),
    kind("IDN006", ALONE_ANY, Kept, Store(people::odd_age)),
    kind("ENT001", NEW_CORPORATE, Held, Store(groups::other_company_name)),
    kind("ENT002", NEW_CORPORATE, Held, Store(groups::other_legal_person)),
    kind("ENT003", NEW_CORPORATE, Held, Store(groups::other_legal_id)),
    kind("DUP002", NEW, Held, Store(groups::one_smid_twice)),
    kind("ACC011", ALONE, Kept, Store(accounts::account_left_out)),
    kind("MER001", SETTLED, Kept, Store(accounts::drift)),
    kind("MER003", SETTLED, Held, Store(accounts::onboarded_with_other_licence)),
    kind("MER004", SETTLED, Kept, Store(accounts::confirmed_by_other_pid)),
    kind("MER008", SETTLED, Kept, Store(accounts::confirmed_below_m4)),
    kind("MER010", SETTLED, Kept, Store(accounts::onboarded_and_frozen)),
    kind("TAG001", SETTLED, Kept, Store(accounts::tagged_nobody_knows_when)),
    kind("TAG002", SETTLED, Kept, Store(accounts::tagged_in_the_future)),
    kind("TRD001", TO_MODIFY, Kept, Store(accounts::no_recent_trade)),
    kind("TRD003", ONBOARDED, Kept, Store(accounts::trades_under_closed_smid)),
    kind("MER006", ONBOARDED, Held, Store(accounts::onboarded_twice)),
    kind("MER007", ONBOARDED, Held, Store(accounts::onboarded_and_closed)),
    kind("DUP003", NEW_IN_CSV, Repeated, Store(groups::row_repeated)),
    kind("DUP001", NEW, Held, Store(groups::code_repeated)),
    kind("ACC007", NEW, Kept, Store(groups::one_account_two_licences)),
    kind("ENT005", NEW, Kept, Store(shared::one_contact)),
    kind("ENT006", NEW_CORPORATE, Kept, Store(shared::one_card)),
    kind("ENT007", NEW_CORPORATE, Kept, Store(shared::branch_with_legal_person)),
    kind("DUP004", NEW, Kept, Store(shared::store_entered_twice)),
    kind("BNK001", NEW_PERSONAL, Held, Cell(Field::CardNo, cells::wrong_check)),
    kind("BNK003", NEW_PERSONAL, Kept, Store(accounts::short_card)),
    kind("LIC007", NEW_CORPORATE, Kept, Store(accounts::company_with_personal_account)),
    kind("CEL001", NEW_IN_BOOK, Held, Store(cells::formula_error)),
    kind("CEL003", IN_BOOK, Kept, Store(cells::formula_error_beside)),
    kind("CEL004", NEW_IN_CSV, Held, Store(cells::bytes_lost)),
    kind("NUM001", IN_BOOK, Held, Store(cells::digits_lost)),
    kind("NUM002", IN_BOOK, Kept, Store(cells::zero_lost)),
    kind("REQ001", NEW, Held, Store(cells::required_missing)),
    kind("REQ002", NEW, Held, Store(people::no_identity)),
    kind("LIC001", NEW, Held, Cell(Field::BusinessLicense, cells::shortened)),
    kind("LIC002", NEW, Held, Cell(Field::BusinessLicense, cells::wrong_check)),
    kind("LIC005", NEW, Held, Cell(Field::BusinessLicense, cells::old_licence_wrong)),
    kind("BNK002", NEW, Held, Cell(Field::CardNo, cells::letter_for_digit)),
    kind("BNK007", NEW, Held, Cell(Field::CardNo, cells::alipay_account)),
    kind("BNK009", ANY, Kept, Cell(Field::Cnaps, cells::code_of_another_bank)),
    kind("BNK010", ANY, Kept, Store(cells::branch_of_another_bank)),
    kind("BNK011", NEW_CORPORATE, Kept, Store(accounts::account_without_branch)),
    kind("BNK008", NEW_CORPORATE, Kept, Store(accounts::short_account)),
    kind("BNK006", NEW, Held, Store(accounts::other_holder)),
    kind("BAC001", NEW, Kept, Store(accounts::unregistered_card)),
    kind("BAC002", NEW, Held, Store(accounts::registered_to_another)),
    kind("BAC003", NEW, Held, Store(accounts::card_out_of_use)),
    kind("BAC004", NEW, Kept, Store(accounts::card_listed_twice)),
    kind("BAC006", NEW, Kept, Store(accounts::card_at_another_branch)),
    kind("BAC007", NEW, Kept, Store(accounts::card_of_another_kind)),
    kind("ACC001", NEW, Kept, Store(accounts::unknown_account)),
    kind("ACC002", NEW, Held, Store(accounts::other_id)),
    kind("ACC003", NEW, Held, Store(accounts::other_person)),
    kind("ACC004", NEW, Held, Store(accounts::other_licence)),
    kind("ACC005", NEW, Held, Store(accounts::other_company)),
    kind("ACC006", NEW, Kept, Store(accounts::account_out_of_use)),
    kind("ACC008", NEW, Kept, Store(accounts::other_pid)),
    kind("ACC009", NEW, Kept, Store(accounts::account_listed_twice)),
    kind("MER002", NEW, Held, Store(accounts::smid_of_another_store)),
    kind("MER005", NEW, Held, Store(accounts::unknown_smid)),
    kind("LOG001", NEW, Kept, Cell(Field::LogonId, cells::no_logon_id)),
    kind("LOG002", NEW, Kept, Cell(Field::LogonId, |_, n| format!("20883{n:011}"))),
    kind("PID001", NEW, Kept, Cell(Field::Pid, |_, n| format!("20883{n:010}"))),
    kind("ADR001", NEW, Held, Store(cells::unknown_district)),
    kind("ADR002", NEW, Held, Store(cells::district_elsewhere)),
    kind("ADR005", NEW, Kept, Store(cells::retired_district)),
    kind("CAT001", NEW, Held, Cell(Field::Mcc, |_, _| "54A1".into())),
    kind("LEN001", NEW, Held, Cell(Field::Address, |v, _| v.repeat(300 / v.chars().count() + 1))),
    kind("LEN002", NEW, Kept, Cell(Field::Address, |v, _| v.repeat(60 / v.chars().count() + 1))),
    kind("CHR004", NEW, Kept, Cell(Field::Brand, |v, _| format!("{}（示例店）", v.trim()))),
    kind("TEL002", NEW, Kept, Cell(Field::ServicePhone, |_, n| format!("88-{:03}", n % 1000))),
    kind("TEL003", NEW, Kept, Cell(Field::ServicePhone, |v, n| format!("{v}、0571-8{n:07}"))),
    kind("TEL001", ANY, Kept, Cell(Field::ContactMobile, |_, n| format!("128{n:08}"))),
    kind("MAI001", ANY, Kept, Cell(Field::ContactEmail, |v, _| v.replace('@', "(at)"))),
    kind("IDN001", ANY, Held, Cell(Field::LegalIdNo, cells::digit_too_many)),
    kind("IDN012", ANY, Held, Store(people::name_and_number_swapped)),
    kind("IDN002", ANY, Held, Cell(Field::LegalIdNo, cells::thirtieth_of_february)),
    kind("IDN003", ANY, Held, Cell(Field::LegalIdNo, cells::wrong_check)),
    kind("BNK004", ANY, Kept, Cell(Field::Cnaps, cells::shortened)),
    kind("BNK005", ANY, Kept, Cell(Field::Cnaps, cells::wrong_check)),
    kind("ADR003", ANY, Held, Store(cells::coordinates_of_paris)),
    kind("ADR004", ANY, Held, Store(cells::coordinates_swapped)),
    kind("ADR007", NEW, Kept, Store(cells::region_in_the_address)),
    kind("ADR008", NEW, Kept, Store(cells::address_of_another_city)),
    kind("ADR011", NEW, Kept, Store(cells::town_beside_the_address)),
    kind("ADR009", ANY, Kept, Store(cells::coordinates_of_another_city)),
    kind("ADR010", ANY, Kept, Store(cells::coordinates_rounded)),
    kind("SKU001", ANY, Held, Job(cells::no_sku_code)),
    kind("SKU002", ANY, Held, Job(cells::sku_code_repeated)),
    kind("SKU003", ANY, Held, Job(cells::no_model)),
    kind("SKU004", ANY, Held, Job(cells::no_spec)),
    kind("SKU005", ANY, Kept, Job(cells::wrong_barcode)),
    kind("SKU006", ANY, Held, Job(cells::no_price)),
    kind("SKU007", ANY, Held, Job(cells::no_item_name)),
    kind("SKU008", ANY, Kept, Job(cells::tag_price_too_low)),
    kind("SKU009", ANY, Kept, Job(cells::no_stock)),
    kind("SKU010", ANY, Kept, Job(cells::barcode_zero_lost)),
    kind("SKU011", ANY, Kept, Job(cells::barcode_repeated)),
    kind("ITM001", ANY, Kept, Job(items::not_online)),
    kind("ITM002", ANY, Kept, Job(items::unknown_code)),
    kind("ITM003", ANY, Kept, Job(items::other_name)),
    kind("ITM004", ANY, Kept, Job(items::other_price)),
    kind("ACC010", ANY, Kept, Job(accounts::account_without_stores)),
    kind("BAC005", ANY, Kept, Job(accounts::card_without_stores)),
    kind("BIL001", ANY, Kept, Job(cells::wrong_footer)),
    kind("BIL002", ANY, Kept, Job(cells::unreadable_line)),
    kind("SET001", ANY, Kept, Job(money::credit_short)),
    kind("SET002", ANY, Kept, Job(money::credit_twice)),
    kind("SET003", ANY, Kept, Job(money::credit_missing)),
    kind("CHR001", ANY, Held, Store(cells::masked_name)),
    kind("LIC010", ANY, Kept, Cell(Field::LicenceType, |_, n| ["普通营业执照", "事业单位法人证书"][n % 2].into())),
    kind("LIC011", ANY, Kept, Cell(Field::LicenceExpiry, |_, n| format!("202{}-03-05", n % 6))),
    kind("LIC012", ANY, Kept, Cell(Field::LicenceExpiry, |_, n| format!("2026年12月{}日", 1 + n % 20))),
    kind("LIC013", ANY, Kept, Cell(Field::LicenceExpiry, |_, n| ["2039-02-30", "2039年", "20391305"][n % 3].into())),
    kind("IDN008", ANY, Kept, Cell(Field::IdExpiry, |_, n| format!("200{0}.05.21-202{0}.05.20", n % 6))),
    kind("IDN009", ANY, Kept, Cell(Field::IdExpiry, |_, n| format!("202612{:02}", 1 + n % 20))),
    kind("IDN010", ANY, Kept, Cell(Field::IdExpiry, |_, n| ["2038-13-01", "20年", "见附件"][n % 3].into())),
    kind("SCE001", ANY, Held, Cell(Field::Scene, |_, n| ["静态码", "小店+静态码+消费者扫码", "收银台台卡"][n % 3].into())),
    kind("SCE002", ANY, Kept, Store(cells::pay_mode_of_another_scene)),
    kind("CHR003", NEW_IN_BOOK, Kept, Cell(Field::Address, |v, _| format!("{v}\u{fffd}"))),
    kind("CHR005", ANY, Held, Store(cells::lost_character_of_the_entity)),
    kind("CHR002", ANY, Kept, Store(cells::lost_character)),
    kind("TIM001", ANY, Kept, Cell(Field::BusinessTime, |_, n| ["09:00-", "09:00-25:00", "-22:00"][n % 3].into())),
    kind("SMI001", ANY, Held, Cell(Field::Smid, |_, n| format!("2088OO{n:010}"))),
    kind("CAT002", ANY, Held, Cell(Field::CategoryId, |_, _| "餐饮".into())),
    kind("PID002", ANY, Held, Cell(Field::Source, |_, n| format!("2089{n:012}"))),
    kind("VOC001", ANY, Kept, Store(cells::unknown_word)),
    kind("ADR006", ANY, Kept, Cell(Field::Latitude, |_, _| String::new())),
];
