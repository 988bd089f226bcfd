//! A body seen as the columns of a workbook: the text at a path such as `contact_info[0].mobile`.
//! Paths are looked up once per workbook, so that a cell costs one call.

use std::borrow::Cow;

use super::indirect::{Address, BankCard, BodyText, Contact, OnboardingBody};
use crate::config::upload::BodyPath;

/// Where one column finds its text.
#[derive(Clone, Copy)]
pub(crate) enum BodyColumn {
    Top(for<'b> fn(&'b OnboardingBody<'_>) -> Option<&'b str>),
    Contact(usize, for<'b> fn(&'b Contact<'_>) -> Option<&'b str>),
    Address(usize, for<'b> fn(&'b Address<'_>) -> Option<&'b str>),
    BankCard(usize, for<'b> fn(&'b BankCard<'_>) -> Option<&'b str>),
    /// A list, with a comma between.
    List(for<'b, 'a> fn(&'b OnboardingBody<'a>) -> &'b [BodyText<'a>]),
}

impl BodyColumn {
    /// The text in one body; `None` when the body leaves the key out.
    pub(crate) fn read<'b>(self, body: &'b OnboardingBody<'_>) -> Option<Cow<'b, str>> {
        let text = match self {
            BodyColumn::Top(read) => read(body),
            BodyColumn::Contact(index, read) => body.contact_info.get(index).and_then(read),
            BodyColumn::Address(index, read) => body.address_info.get(index).and_then(read),
            BodyColumn::BankCard(index, read) => body.bankcard_info.get(index).and_then(read),
            BodyColumn::List(read) => match read(body) {
                [] => None,
                [one] => Some(one.as_ref()),
                several => return Some(several.join(",").into()),
            },
        };
        text.map(Cow::Borrowed)
    }
}

/// How to read a path; `None` when bodies have no such key.
pub(crate) fn body_column(path: &BodyPath) -> Option<BodyColumn> {
    let BodyPath { key, index, inner } = path;
    match (key.as_str(), inner.as_deref()) {
        ("contact_info", Some(inner)) => Some(BodyColumn::Contact(*index, contact(inner)?)),
        ("address_info", Some(inner)) => Some(BodyColumn::Address(*index, address(inner)?)),
        ("logon_id", None) => Some(BodyColumn::List(|b| &b.logon_id)),
        ("service_codes", None) => Some(BodyColumn::List(|b| &b.service_codes)),
        ("bankcard_info", Some(inner)) => Some(BodyColumn::BankCard(*index, bank_card(inner)?)),
        (key, None) => Some(BodyColumn::Top(top(key)?)),
        _ => None,
    }
}

fn top(key: &str) -> Option<for<'b> fn(&'b OnboardingBody<'_>) -> Option<&'b str>> {
    Some(match key {
        "external_id" => |b| Some(&b.external_id),
        "sub_merchant_id" => |b| b.sub_merchant_id.as_deref(),
        "name" => |b| Some(&b.name),
        "alias_name" => |b| Some(&b.alias_name),
        "service_phone" => |b| Some(&b.service_phone),
        "category_id" => |b| b.category_id.as_deref(),
        "mcc" => |b| b.mcc.as_deref(),
        "source" => |b| Some(&b.source),
        "org_pid" => |b| b.org_pid.as_deref(),
        "business_license" => |b| b.business_license.as_deref(),
        "business_license_type" => |b| b.business_license_type.as_deref(),
        "memo" => |b| b.memo.as_deref(),
        _ => return None,
    })
}

fn contact(key: &str) -> Option<for<'b> fn(&'b Contact<'_>) -> Option<&'b str>> {
    Some(match key {
        "name" => |c| Some(&c.name),
        "phone" => |c| c.phone.as_deref(),
        "mobile" => |c| c.mobile.as_deref(),
        "email" => |c| c.email.as_deref(),
        "tag" => |c| c.tag.first().map(AsRef::as_ref),
        "type" => |c| Some(&c.kind),
        "id_card_no" => |c| c.id_card_no.as_deref(),
        _ => return None,
    })
}

fn address(key: &str) -> Option<for<'b> fn(&'b Address<'_>) -> Option<&'b str>> {
    Some(match key {
        "province_code" => |a| Some(&a.province_code),
        "city_code" => |a| Some(&a.city_code),
        "district_code" => |a| Some(&a.district_code),
        "address" => |a| Some(&a.address),
        "longitude" => |a| a.longitude.as_deref(),
        "latitude" => |a| a.latitude.as_deref(),
        "type" => |a| Some(&a.kind),
        _ => return None,
    })
}

fn bank_card(key: &str) -> Option<for<'b> fn(&'b BankCard<'_>) -> Option<&'b str>> {
    Some(match key {
        "card_no" => |b| Some(&b.card_no),
        "card_name" => |b| Some(&b.card_name),
        "bank_branch_name" => |b| b.bank_branch_name.as_deref(),
        _ => return None,
    })
}
