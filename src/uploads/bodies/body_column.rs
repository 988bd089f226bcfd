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

/// A function that reads the text at a key: of the keys every object has, then of those it may have.
macro_rules! text_at {
    ($key:expr, $object:ident: $($always:ident)*; $($optional:ident)*; $($name:literal => $text:expr),*) => {
        Some(match $key {
            $(stringify!($always) => |$object| Some(&$object.$always),)*
            $(stringify!($optional) => |$object| $object.$optional.as_deref(),)*
            $($name => |$object| $text,)*
            _ => return None,
        })
    };
}

fn top(key: &str) -> Option<for<'b> fn(&'b OnboardingBody<'_>) -> Option<&'b str>> {
    text_at!(key, body: external_id name alias_name service_phone source;
        sub_merchant_id category_id mcc org_pid business_license business_license_type memo;)
}

fn contact(key: &str) -> Option<for<'b> fn(&'b Contact<'_>) -> Option<&'b str>> {
    text_at!(key, contact: name; phone mobile email id_card_no;
        "tag" => contact.tag.first().map(AsRef::as_ref), "type" => Some(&contact.kind))
}

fn address(key: &str) -> Option<for<'b> fn(&'b Address<'_>) -> Option<&'b str>> {
    text_at!(key, address: province_code city_code district_code address; longitude latitude;
        "type" => Some(&address.kind))
}

fn bank_card(key: &str) -> Option<for<'b> fn(&'b BankCard<'_>) -> Option<&'b str>> {
    text_at!(key, card: card_no card_name; bank_branch_name;)
}
