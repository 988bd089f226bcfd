//! The `biz_content` of `ant.merchant.expand.shop.create`: a store of a merchant that Alipay knows, by
//! its PID when it is direct and by its SMID when it is not. Keys and nesting are those of Alipay's SDK
//! (`AntMerchantExpandShopCreateModel`); lengths are stated where the interface states them.

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::indirect::BodyText;
use super::onboarding_body;
use crate::model::{Field, Row};
use crate::uploads::input::UploadInput;
use crate::value::business_hours;
use crate::value::business_hours::Week;

/// One store.
#[derive(Debug, PartialEq, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "complete", skip_on_field_errors = false))]
pub(crate) struct ShopBody<'a> {
    #[validate(length(min = 1, max = 32))]
    pub ip_role_id: BodyText<'a>,
    #[validate(length(min = 1, max = 32))]
    pub store_id: BodyText<'a>,
    #[validate(length(min = 1, max = 128))]
    pub shop_name: BodyText<'a>,
    #[validate(length(min = 1, max = 32))]
    pub shop_category: BodyText<'a>,
    /// `01` 直营, `02` 加盟.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = "known_kind"))]
    pub shop_type: Option<BodyText<'a>>,
    #[validate(nested)]
    pub business_address: ShopAddress<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 20))]
    pub contact_phone: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 20))]
    pub contact_mobile: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(nested)]
    pub contact_infos: Vec<ShopContact<'a>>,
    /// One entry for each day the store opens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub business_time: Vec<ShopHours>,
    /// `201` 营业执照, `2011` with a unified social credit code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cert_type: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cert_no: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cert_name: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_cert_no: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 128))]
    pub settle_alipay_logon_id: Option<BodyText<'a>>,
}

/// Where it is.
#[derive(Debug, PartialEq, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShopAddress<'a> {
    #[validate(length(equal = 6))]
    pub province_code: BodyText<'a>,
    #[validate(length(equal = 6))]
    pub city_code: BodyText<'a>,
    #[validate(length(equal = 6))]
    pub district_code: BodyText<'a>,
    #[validate(length(min = 1, max = 256))]
    pub address: BodyText<'a>,
}

/// Whom to call; one of mobile, phone and e-mail is needed.
#[derive(Debug, PartialEq, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShopContact<'a> {
    #[validate(length(min = 1, max = 128))]
    pub name: BodyText<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<BodyText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<BodyText<'a>>,
}

/// One day: 1 Monday to 7 Sunday, `HH:mm`.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShopHours {
    pub week_day: u8,
    pub open_time: String,
    pub close_time: String,
}

/// The body of one store; hours that cannot be read are left out, as they may be.
pub(crate) fn compose<'a>(input: &UploadInput<'a>, row: usize) -> ShopBody<'a> {
    let store = input.store(row);
    let optional = |field| onboarding_body::optional(store, field);
    let [province_code, city_code, district_code] = onboarding_body::region_codes(store);
    let licence = store.text(Field::BusinessLicense);
    let name = onboarding_body::as_written(store, Field::MerchantName);
    let cert_name = Some(name).filter(|name| !licence.is_empty() && !name.is_empty());
    let account = optional(Field::ReceivingLogonId).or_else(|| optional(Field::LogonId));
    ShopBody {
        ip_role_id: input.role(row).into(),
        store_id: store.text(Field::StoreCode).into(),
        shop_name: onboarding_body::as_written(store, Field::StoreName),
        shop_category: store.text(Field::ShopCategory).into(),
        shop_type: optional(Field::ShopType).map(kind),
        business_address: ShopAddress {
            province_code,
            city_code,
            district_code,
            address: onboarding_body::as_written(store, Field::Address),
        },
        contact_phone: optional(Field::ContactPhone).or_else(|| optional(Field::ServicePhone)),
        contact_mobile: optional(Field::ContactMobile),
        contact_infos: contact(store).into_iter().collect(),
        business_time: business_hours::week(store.text(Field::BusinessTime))
            .map(|week| hours(&week))
            .unwrap_or_default(),
        cert_type: optional(Field::BusinessLicense).map(|number| match number.len() {
            18 => "2011".into(),
            _ => "201".into(),
        }),
        cert_no: optional(Field::BusinessLicense),
        cert_name,
        legal_name: optional(Field::LegalName),
        legal_cert_no: optional(Field::LegalIdNo),
        settle_alipay_logon_id: account.filter(|_| input.plan(row).send_account),
    }
}

fn contact(store: Row<'_>) -> Option<ShopContact<'_>> {
    let optional = |field| onboarding_body::optional(store, field);
    let contact = ShopContact {
        name: onboarding_body::as_written(store, Field::ContactName),
        mobile: optional(Field::ContactMobile),
        phone: optional(Field::ContactPhone),
        email: optional(Field::ContactEmail),
    };
    let reached = contact.mobile.is_some() || contact.phone.is_some() || contact.email.is_some();
    (reached && !contact.name.is_empty()).then_some(contact)
}

fn hours(week: &Week) -> Vec<ShopHours> {
    let days = (1..)
        .zip(week)
        .filter_map(|(day, span)| Some((day, (*span)?)));
    days.map(|(week_day, span)| ShopHours {
        week_day,
        open_time: business_hours::clock_text(span.open),
        close_time: business_hours::clock_text(span.close),
    })
    .collect()
}

/// The interface's word for 直营 and 加盟; any other stays as it is and is refused.
fn kind(text: BodyText<'_>) -> BodyText<'_> {
    match text.as_ref() {
        "直营" | "直营店" => "01".into(),
        "加盟" | "加盟店" => "02".into(),
        _ => text,
    }
}

fn known_kind(text: &BodyText) -> Result<(), ValidationError> {
    match text.as_ref() {
        "01" | "02" => Ok(()),
        _ => Err(ValidationError::new("shop_type")),
    }
}

/// A telephone of either sort.
fn complete(shop: &ShopBody) -> Result<(), ValidationError> {
    match (&shop.contact_phone, &shop.contact_mobile) {
        (None, None) => Err(ValidationError::new("contact_phone")),
        _ => Ok(()),
    }
}
