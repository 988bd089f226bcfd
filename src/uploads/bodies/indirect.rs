//! The objects Alipay takes: the `biz_content` of `ant.merchant.expand.indirect.create` and
//! `….modify`, key for key. Absent keys are left out, never null or empty. Every body is measured here
//! before it is written; the lengths are those of the interface, not of a layout.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

/// Text of a body, borrowed from the table wherever it can be.
pub(crate) type BodyText<'a> = Cow<'a, str>;

/// Which of the two calls a body is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Action {
    #[default]
    Create,
    Modify,
}

/// One body. On modify, a group that is left out keeps its value at Alipay.
#[derive(Debug, PartialEq, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "complete", skip_on_field_errors = false))]
pub(crate) struct OnboardingBody<'a> {
    #[serde(skip)]
    pub action: Action,
    #[validate(length(min = 1, max = 32))]
    pub external_id: BodyText<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 30))]
    pub sub_merchant_id: Option<BodyText<'a>>,
    #[validate(length(min = 1, max = 128))]
    pub name: BodyText<'a>,
    #[validate(length(min = 1, max = 64))]
    pub alias_name: BodyText<'a>,
    #[validate(length(min = 1, max = 64))]
    pub service_phone: BodyText<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 32))]
    pub category_id: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(equal = 4), custom(function = "digits"))]
    pub mcc: Option<BodyText<'a>>,
    #[validate(length(min = 1, max = 20))]
    pub source: BodyText<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 20))]
    pub org_pid: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 20))]
    pub business_license: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = "licence_type"))]
    pub business_license_type: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(nested)]
    pub contact_info: Vec<Contact<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(nested)]
    pub address_info: Vec<Address<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(nested)]
    pub bankcard_info: Vec<BankCard<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(custom(function = "logon_ids"))]
    pub logon_id: Vec<BodyText<'a>>,
    /// A service left out on modify is cancelled, so these are all a merchant has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(custom(function = "services"))]
    pub service_codes: Vec<BodyText<'a>>,
    /// Begins with the code of the institution's branch, as `##220000##`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 512))]
    pub memo: Option<BodyText<'a>>,
}

/// One entry of `contact_info`.
#[derive(Debug, PartialEq, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contact<'a> {
    #[validate(length(min = 1, max = 128))]
    pub name: BodyText<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 20))]
    pub phone: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 20))]
    pub mobile: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 128))]
    pub email: Option<BodyText<'a>>,
    #[validate(length(min = 1))]
    pub tag: Vec<BodyText<'a>>,
    #[serde(rename = "type")]
    #[validate(custom(function = "contact_type"))]
    pub kind: BodyText<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 32))]
    pub id_card_no: Option<BodyText<'a>>,
}

/// One entry of `address_info`.
#[derive(Debug, PartialEq, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct Address<'a> {
    #[validate(length(equal = 6), custom(function = "digits"))]
    pub province_code: BodyText<'a>,
    #[validate(length(equal = 6), custom(function = "digits"))]
    pub city_code: BodyText<'a>,
    #[validate(length(equal = 6), custom(function = "digits"))]
    pub district_code: BodyText<'a>,
    #[validate(length(min = 1, max = 256))]
    pub address: BodyText<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 11))]
    pub longitude: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 10))]
    pub latitude: Option<BodyText<'a>>,
    #[serde(rename = "type")]
    pub kind: BodyText<'a>,
}

/// One entry of `bankcard_info`. Number and holder come together or not at all.
#[derive(Debug, PartialEq, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct BankCard<'a> {
    #[validate(length(min = 1, max = 48), custom(function = "account"))]
    pub card_no: BodyText<'a>,
    #[validate(length(min = 1, max = 128))]
    pub card_name: BodyText<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 512))]
    pub bank_branch_name: Option<BodyText<'a>>,
}

/// 营业执照: the old 15-digit number.
pub(crate) const NATIONAL_LEGAL: &str = "NATIONAL_LEGAL";
/// 营业执照(多证合一): the unified social credit code.
pub(crate) const NATIONAL_LEGAL_MERGE: &str = "NATIONAL_LEGAL_MERGE";
/// 事业单位法人证书.
pub(crate) const INST_RGST_CTF: &str = "INST_RGST_CTF";

/// The licence types the interface knows.
pub(crate) const LICENCE_TYPES: [&str; 3] = [NATIONAL_LEGAL, NATIONAL_LEGAL_MERGE, INST_RGST_CTF];

/// The services the interface knows.
const SERVICES: [&str; 5] = ["F2F", "PC", "APP", "PRE_F2F", "PRE_APP"];

/// 法人.
pub(crate) const LEGAL_PERSON: &str = "LEGAL_PERSON";
/// A contact of no special standing.
pub(crate) const OTHER: &str = "OTHER";

/// The contact types the interface knows.
pub(crate) const CONTACT_TYPES: [&str; 4] = [LEGAL_PERSON, "CONTROLLER", "AGENT", OTHER];

fn refuse_unless(good: bool, code: &'static str) -> Result<(), ValidationError> {
    good.then_some(()).ok_or_else(|| ValidationError::new(code))
}

fn digits(text: &BodyText) -> Result<(), ValidationError> {
    refuse_unless(text.bytes().all(|b| b.is_ascii_digit()), "digits")
}

/// Corporate accounts may begin with letters (NRA, FTN) and carry dashes.
fn account(text: &BodyText) -> Result<(), ValidationError> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    refuse_unless(text.bytes().all(fits), "account")
}

/// The interface states no length; an account is an e-mail or a mobile, and e-mails end at 128.
fn logon_ids(ids: &[BodyText]) -> Result<(), ValidationError> {
    let fits = |id: &BodyText| (1..=128).contains(&id.chars().count());
    refuse_unless(ids.iter().all(fits), "length")
}

fn services(codes: &[BodyText]) -> Result<(), ValidationError> {
    let known = |code: &BodyText| SERVICES.contains(&code.as_ref());
    refuse_unless(codes.iter().all(known), "service_codes")
}

fn licence_type(text: &BodyText) -> Result<(), ValidationError> {
    refuse_unless(LICENCE_TYPES.contains(&text.as_ref()), "licence_type")
}

fn contact_type(text: &BodyText) -> Result<(), ValidationError> {
    refuse_unless(CONTACT_TYPES.contains(&text.as_ref()), "contact_type")
}

/// What no single key can say: groups compulsory on create, keys that come in pairs.
fn complete(body: &OnboardingBody) -> Result<(), ValidationError> {
    let licence = body.business_license.is_some();
    refuse_unless(
        licence == body.business_license_type.is_some(),
        "business_license_type",
    )?;
    let [mcc, acquirer, category] =
        [&body.mcc, &body.org_pid, &body.category_id].map(Option::is_some);
    // Through UnionPay or NUCC it is the MCC, elsewhere the category.
    refuse_unless(mcc || category, "mcc")?;
    match body.action {
        Action::Create => {
            refuse_unless(acquirer || category, "org_pid")?;
            refuse_unless(body.sub_merchant_id.is_none(), "sub_merchant_id")?;
            refuse_unless(!body.contact_info.is_empty(), "contact_info")?;
            refuse_unless(!body.address_info.is_empty(), "address_info")?;
            refuse_unless(!body.bankcard_info.is_empty(), "bankcard_info")?;
            let identified = body.contact_info.iter().any(|c| c.id_card_no.is_some());
            refuse_unless(licence || identified, "business_license")
        }
        Action::Modify => refuse_unless(
            body.sub_merchant_id.is_some() || body.org_pid.is_some(),
            "sub_merchant_id",
        ),
    }
}
