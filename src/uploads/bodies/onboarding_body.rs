//! From a store row to the body that goes out. Values are canonical, except that names and addresses
//! keep the brackets the sheet has: folding is for comparing, and a licence prints `（）`.

use std::borrow::Cow;

use super::indirect::{
    Action, Address, BankCard, BodyText, CONTACT_TYPES, Contact, INST_RGST_CTF, LEGAL_PERSON,
    LICENCE_TYPES, NATIONAL_LEGAL, NATIONAL_LEGAL_MERGE, OTHER, OnboardingBody,
};
use crate::model::modify::{Sent, SentGroup};
use crate::model::{Field, Row, StoreAndRecord};
use crate::uploads::input::UploadInput;
use crate::value::{coordinate, mask, merchant, region};

/// `06`, key contact: whom Alipay turns to.
const KEY_CONTACT: &str = "06";
/// `02`, dispute handling: what is left to a legal person who is not the contact. Each entry needs a
/// tag, and the key contact is to be unique.
const DISPUTES: &str = "02";
const BUSINESS_ADDRESS: &str = "BUSINESS_ADDRESS";

/// What a short name is taken from, the first that is given.
pub(crate) const ALIAS: &[Field] = &[Field::AliasName, Field::StoreName];
/// What a service phone is taken from, the first that is given.
pub(crate) const SERVICE_PHONE: &[Field] = &[
    Field::ServicePhone,
    Field::ContactPhone,
    Field::ContactMobile,
];
const LICENCE_FIELDS: &[Field] = &[Field::BusinessLicense, Field::BusinessLicenseType];

/// The body for one store: everything on create; on modify what is compulsory and the groups that
/// drifted from the onboarded record, or every group when there is no record to be equal to. A group that
/// goes out takes along what the record has and the sheet leaves open.
pub(crate) fn compose<'a>(
    input: &UploadInput<'a>,
    row: usize,
    action: Action,
) -> OnboardingBody<'a> {
    let beside = input.store_record(row);
    let store = beside.store;
    let record = beside.record.filter(|_| action == Action::Modify);
    let drift = input.reconciled.stores[row].drift;
    let sends = |fields: &[Field]| record.is_none() || fields.iter().any(|f| drift & f.bit() != 0);
    let compulsory = |fields: &[Field]| compulsory(store, record, fields);
    let sent = &Sent {
        store,
        record,
        drift,
    };
    let sends_group = |group: SentGroup| record.is_none() || group.is_sent(drift);
    let given = |fields: &[Field]| Some(compulsory(fields)).filter(|text| !text.is_empty());
    let mcc = given(&[Field::Mcc]);
    let (business_license, business_license_type) = if sends(LICENCE_FIELDS) {
        licence(store)
    } else {
        (None, None)
    };
    let account = input.plan(row).send_account && sends(&[Field::LogonId]);
    OnboardingBody {
        action,
        external_id: store.text(Field::StoreCode).into(),
        // Both compulsory through UnionPay and NUCC, on modify as well; the category is elsewhere.
        org_pid: not_empty(StoreAndRecord { store, record }.acquirer()),
        sub_merchant_id: not_empty(beside.smid()).filter(|_| action == Action::Modify),
        name: name(store, record),
        alias_name: compulsory(ALIAS),
        service_phone: compulsory(SERVICE_PHONE),
        category_id: match mcc {
            Some(_) => optional(store, Field::CategoryId).filter(|_| sends(&[Field::CategoryId])),
            None => given(&[Field::CategoryId]),
        },
        mcc,
        source: compulsory(&[Field::Source]),
        business_license,
        business_license_type,
        contact_info: some_if(sends_group(SentGroup::Contact), || contacts(sent)),
        address_info: some_if(sends_group(SentGroup::Address), || vec![address(sent)]),
        bankcard_info: some_if(sends_group(SentGroup::BankCard), || vec![bank_card(sent)]),
        logon_id: some_if(account, || {
            optional(store, Field::LogonId).into_iter().collect()
        }),
        service_codes: service_codes(store, record),
        memo: optional(store, Field::InstitutionCode).map(|code| format!("##{code}##").into()),
    }
}

fn some_if<T>(send: bool, group: impl FnOnce() -> Vec<T>) -> Vec<T> {
    if send { group() } else { Vec::new() }
}

/// What lists of services call them beside their codes.
const SERVICES: [(&str, &str); 3] = [
    ("当面付", "F2F"),
    ("电脑网站支付", "PC"),
    ("APP支付", "APP"),
];

/// Every service the record has and the sheet names, each once: on modify, what is left out is
/// cancelled. A word that is none stays, and its body does not fit. Without a word of either the key stays
/// out, and the interface keeps what there is.
fn service_codes<'a>(store: Row<'a>, record: Option<Row<'a>>) -> Vec<BodyText<'a>> {
    let apart = |char: char| !char.is_alphanumeric() && char != '_';
    let of = |row: Row<'a>| row.text(Field::ServiceCodes).split(apart);
    let mut codes: Vec<BodyText> = Vec::new();
    for word in record.into_iter().flat_map(of).chain(of(store)) {
        let word = word.to_ascii_uppercase();
        let named = SERVICES.iter().find(|(name, _)| *name == word);
        let code: BodyText = named.map_or(word.into(), |(_, code)| (*code).into());
        if !code.is_empty() && !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// Number and type, both or neither. The number decides between the two business licences, because a
/// sheet says 营业执照 for either.
fn licence(store: Row<'_>) -> (Option<BodyText<'_>>, Option<BodyText<'_>>) {
    let number = store.text(Field::BusinessLicense);
    let given = store.text(Field::BusinessLicenseType);
    let kind = match number.len() {
        0 => return (None, None),
        _ if given == INST_RGST_CTF => INST_RGST_CTF,
        18 if number.starts_with("12") => INST_RGST_CTF,
        18 => NATIONAL_LEGAL_MERGE,
        15 => NATIONAL_LEGAL,
        _ if LICENCE_TYPES.contains(&given) => given,
        _ => NATIONAL_LEGAL,
    };
    (Some(number.into()), Some(kind.into()))
}

/// One entry when the contact is the legal person or nobody else is named, otherwise two: the contact
/// first, then the legal person. An ID number stands only beside its owner's name.
fn contacts<'a>(sent: &Sent<'a>) -> Vec<Contact<'a>> {
    let contact = sent.text(Field::ContactName);
    let legal = sent.text(Field::LegalName);
    let given = sent.text(Field::ContactType);
    let given = Some(given).filter(|kind| CONTACT_TYPES.contains(kind));
    let alone = legal.is_empty() || legal == contact;
    // Without licence and legal person the merchant is a person: the contact.
    let is_merchant = legal.is_empty() && !sent.store.has(Field::BusinessLicense);
    let is_legal = legal == contact || (alone && (given == Some(LEGAL_PERSON) || is_merchant));
    let kind = match given {
        Some(LEGAL_PERSON) if !is_legal => OTHER,
        Some(kind) => kind,
        None if is_legal => LEGAL_PERSON,
        None => OTHER,
    };
    let optional = |field| optional(sent.row(field), field);
    let written = |field| as_written(sent.row(field), field);
    let key_contact = Contact {
        name: written(Field::ContactName),
        phone: optional(Field::ContactPhone),
        mobile: optional(Field::ContactMobile),
        email: optional(Field::ContactEmail),
        tag: vec![KEY_CONTACT.into()],
        kind: kind.into(),
        id_card_no: optional(Field::LegalIdNo).filter(|_| is_legal),
    };
    if alone {
        return vec![key_contact];
    }
    let legal_person = Contact {
        name: written(Field::LegalName),
        phone: None,
        mobile: None,
        email: None,
        tag: vec![DISPUTES.into()],
        kind: LEGAL_PERSON.into(),
        id_card_no: optional(Field::LegalIdNo),
    };
    vec![key_contact, legal_person]
}

fn address<'a>(sent: &Sent<'a>) -> Address<'a> {
    let [province_code, city_code, district_code] = region_codes(sent.store);
    let degrees = |field| degrees(sent.row(field), field);
    let point = degrees(Field::Longitude).zip(degrees(Field::Latitude));
    let (longitude, latitude) = point.unzip();
    Address {
        province_code,
        city_code,
        district_code,
        address: as_written(sent.store, Field::Address),
        longitude,
        latitude,
        kind: BUSINESS_ADDRESS.into(),
    }
}

/// Six-digit codes of province, city and district. The interface wants all three: a city without
/// districts (东莞) stands in for its district, a province without cities for its city; a retired
/// district goes out under its last code. What is missing or unknown has none, and its body does not
/// fit.
pub(crate) fn region_codes(store: Row<'_>) -> [BodyText<'_>; 3] {
    const LEVELS: [Field; 3] = [Field::Province, Field::City, Field::District];
    let texts = LEVELS.map(|field| store.text(field));
    if texts.iter().all(|text| region::name(text).is_some()) {
        return texts.map(Cow::Borrowed);
    }
    let resolved = region::resolve(texts[0], texts[1], texts[2]);
    let code = |part: region::Part, above: &str| match part {
        region::Part::Code(code)
        | region::Part::Retired(code)
        | region::Part::Elsewhere { code, .. } => String::from_utf8_lossy(&code).into_owned(),
        region::Part::NotNeeded => above.to_owned(),
        region::Part::Unknown | region::Part::Empty => String::new(),
    };
    let province = code(resolved.province, "");
    let city = code(resolved.city, &province);
    let district = code(resolved.district, &city);
    [province, city, district].map(Cow::Owned)
}

/// Decimal degrees with at most six decimals.
fn degrees(store: Row<'_>, field: Field) -> Option<BodyText<'_>> {
    const MICRO: u64 = 1_000_000;
    let text = store.text(field);
    let micro = coordinate::parse(text)?;
    let decimals = text
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    if text.starts_with(|c: char| c.is_ascii_digit()) && (1..=6).contains(&decimals) {
        return Some(text.into());
    }
    let sign = if micro < 0 { "-" } else { "" };
    let size = micro.unsigned_abs();
    Some(format!("{sign}{}.{:06}", size / MICRO, size % MICRO).into())
}

fn bank_card<'a>(sent: &Sent<'a>) -> BankCard<'a> {
    let (store, branch) = (sent.store, Field::BankBranchName);
    let branch = as_written(sent.row(branch), branch);
    BankCard {
        card_no: store.text(Field::CardNo).into(),
        card_name: as_written(store, Field::CardName),
        bank_branch_name: Some(branch).filter(|b| !b.is_empty()),
    }
}

pub(crate) fn optional(row: Row<'_>, field: Field) -> Option<BodyText<'_>> {
    not_empty(row.text(field))
}

fn not_empty(text: &str) -> Option<BodyText<'_>> {
    Some(text)
        .filter(|text| !text.is_empty())
        .map(Cow::Borrowed)
}

/// A value every body carries, from the first of `fields` or what stands in for it. A default or a
/// stand-in fills a gap; it does not take the place of what the onboarded record has.
fn compulsory<'a>(store: Row<'a>, record: Option<Row<'a>>, fields: &[Field]) -> BodyText<'a> {
    if let (Some(record), Some(field)) = (record, fields.first())
        && !store.is_own(*field)
        && record.has(*field)
        && !mask::is_masked(record.text(*field))
    {
        return as_written(record, *field);
    }
    let given = fields.iter().find(|field| store.has(**field));
    given.map_or(Cow::Borrowed(""), |field| as_written(store, *field))
}

/// The company name. An individual business whose licence prints none goes by the name it was onboarded
/// with, or else by 个体户 and its operator's.
fn name<'a>(store: Row<'a>, record: Option<Row<'a>>) -> BodyText<'a> {
    let field = Field::MerchantName;
    let unnamed = merchant::is_individual(store.text(Field::BusinessLicense))
        && merchant::is_nameless(store.text(field))
        && store.has(Field::LegalName);
    if !unnamed {
        return compulsory(store, record, &[field]);
    }
    let named =
        |row: &Row| !mask::is_masked(row.text(field)) && !merchant::is_nameless(row.text(field));
    match record.filter(named) {
        Some(record) => as_written(record, field),
        None => format!("{}{}", merchant::INDIVIDUAL, store.text(Field::LegalName)).into(),
    }
}

/// The canonical text with the brackets the sheet has in their place: what a person would copy from
/// the sheet once invisible characters and stray spaces are gone.
pub(crate) fn as_written(row: Row<'_>, field: Field) -> BodyText<'_> {
    let canonical = row.text(field);
    if !canonical.contains(['(', ')']) {
        return canonical.into();
    }
    with_brackets_of(canonical, row.original(field))
}

/// `canonical` with its round brackets as they are in `original`; unchanged when the two do not have
/// the same brackets in the same order.
fn with_brackets_of<'a>(canonical: &'a str, original: &str) -> BodyText<'a> {
    let mut written = original.chars().filter(|c| round(*c).is_some());
    let mut out = String::with_capacity(original.len());
    for char in canonical.chars() {
        match round(char) {
            None => out.push(char),
            Some(bracket) => match written.next() {
                Some(found) if round(found) == Some(bracket) => out.push(found),
                _ => return canonical.into(),
            },
        }
    }
    match written.next() {
        None => out.into(),
        Some(_) => canonical.into(),
    }
}

/// The round bracket a bracket is folded to.
fn round(char: char) -> Option<char> {
    match char {
        '(' | '（' | '〔' | '【' => Some('('),
        ')' | '）' | '〕' | '】' => Some(')'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_stay_as_written() {
        let both = |canonical, original| with_brackets_of(canonical, original).into_owned();
        assert_eq!(
            both("甲(杭州)有限公司", "\u{200b}甲（杭州）有限公司 "),
            "甲（杭州）有限公司"
        );
        assert_eq!(both("A(1)", "Ａ（１）"), "A（1）");
        assert_eq!(both("甲(乙", "甲)乙"), "甲(乙");
        assert_eq!(both("甲(乙)", "甲（乙"), "甲(乙)");
    }
}
