//! The request of `taobao.qimen.store.create`: a store in the Taobao and Tmall store library. Keys are
//! those of the published interface; regions go by name, hours by the half hour.

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::indirect::BodyText;
use super::onboarding_body;
use crate::model::{Field, Row};
use crate::uploads::input::UploadInput;
use crate::uploads::target_cell;
use crate::value::business_hours;

/// One store.
#[derive(Debug, PartialEq, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct QimenBody<'a> {
    #[validate(length(min = 1))]
    pub store_code: BodyText<'a>,
    #[validate(length(min = 1))]
    pub store_name: BodyText<'a>,
    #[validate(length(min = 1))]
    pub company_name: BodyText<'a>,
    pub store_type: BodyText<'a>,
    /// Number of a category, as `170403`.
    #[validate(range(min = 1))]
    pub main_category: u64,
    /// `HH:mm`, full or half hours.
    #[validate(custom(function = "half_hour"))]
    pub start_time: BodyText<'a>,
    #[validate(custom(function = "half_hour"))]
    pub end_time: BodyText<'a>,
    #[validate(nested)]
    pub address: QimenAddress<'a>,
    #[validate(nested)]
    pub store_keeper: StoreKeeper<'a>,
}

/// Regions by name.
#[derive(Debug, PartialEq, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct QimenAddress<'a> {
    #[validate(length(min = 1))]
    pub province: BodyText<'a>,
    #[validate(length(min = 1))]
    pub city: BodyText<'a>,
    #[validate(length(min = 1))]
    pub area: BodyText<'a>,
    #[validate(length(min = 1))]
    pub detail_address: BodyText<'a>,
}

/// Whom to call: both numbers are compulsory.
#[derive(Debug, PartialEq, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoreKeeper<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<BodyText<'a>>,
    #[validate(length(min = 1))]
    pub tel: BodyText<'a>,
    #[validate(length(min = 1))]
    pub mobile: BodyText<'a>,
}

/// The request for one store. Hours differ by the day in no key of the interface: such a store has none.
pub(crate) fn compose<'a>(input: &UploadInput<'a>, row: usize) -> QimenBody<'a> {
    let store = input.store(row);
    // What cannot be put into the interface's form stays as it is, and is refused for it.
    let as_given = || BodyText::from(store.text(Field::BusinessTime));
    let [start_time, end_time] = hours(store).unwrap_or_else(|| [as_given(), as_given()]);
    let text = |field| BodyText::from(store.text(field));
    let or = |text: BodyText<'a>, other: BodyText<'a>| if text.is_empty() { other } else { text };
    QimenBody {
        store_code: text(Field::StoreCode),
        store_name: onboarding_body::as_written(store, Field::StoreName),
        company_name: onboarding_body::as_written(store, Field::MerchantName),
        store_type: "NORMAL".into(),
        main_category: store.text(Field::MainCategory).parse().unwrap_or(0),
        start_time,
        end_time,
        address: address(store),
        store_keeper: StoreKeeper {
            name: Some(onboarding_body::as_written(store, Field::ContactName))
                .filter(|n| !n.is_empty()),
            tel: or(text(Field::ContactPhone), text(Field::ServicePhone)),
            mobile: text(Field::ContactMobile),
        },
    }
}

fn address(store: Row<'_>) -> QimenAddress<'_> {
    let [province, city, district] = [Field::Province, Field::City, Field::District]
        .map(|field| target_cell::shown(store, field));
    QimenAddress {
        // A city without districts stands in for its district.
        area: if district.is_empty() {
            city.clone()
        } else {
            district
        },
        province,
        city,
        detail_address: onboarding_body::as_written(store, Field::Address),
    }
}

fn hours(store: Row<'_>) -> Option<[BodyText<'static>; 2]> {
    let week = business_hours::week(store.text(Field::BusinessTime))?;
    let first = week[0]?;
    let same = week.iter().all(|span| *span == Some(first));
    let text = |minutes: u16| BodyText::from(format!("{:02}:{:02}", minutes / 60, minutes % 60));
    same.then(|| [text(first.open), text(first.close)])
}

/// `HH:00` or `HH:30`, and nothing around it.
fn half_hour(text: &BodyText) -> Result<(), ValidationError> {
    let hour = |hour: &str| hour.len() == 2 && hour.bytes().all(|b| b.is_ascii_digit());
    match text.split_once(':') {
        Some((h, "00" | "30")) if hour(h) && h < "24" => Ok(()),
        Some(("24", "00")) => Ok(()),
        _ => Err(ValidationError::new("half_hour")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uploads::bodies::validation;
    use crate::uploads::refusal::{ExpectedForm, Refusal};

    #[test]
    fn only_full_and_half_hours_go_out() {
        let fits = |text: &'static str| half_hour(&text.into()).is_ok();
        assert!(["00:00", "09:30", "24:00"].into_iter().all(fits));
        let odd = [
            "",
            "9:00",
            "09:15",
            "24:30",
            "25:00",
            "09:00 ",
            "周一至周五 09:00-20:00，周六周日 10:00-22:00",
            "23:59",
        ];
        assert!(!odd.into_iter().any(fits));
    }

    /// Whoever reads why a store is not taken learns what its hours have to be.
    #[test]
    fn hours_that_differ_by_the_day_are_not_taken_for_none() {
        let of = |hours: &str| {
            let request = serde_json::json!({
                "store_code": "A1", "store_name": "甲店", "company_name": "甲", "store_type": "NORMAL",
                "main_category": 170403, "start_time": hours, "end_time": "22:00",
                "address": {"province": "浙江省", "city": "杭州市", "area": "西湖区", "detail_address": "甲路1号"},
                "store_keeper": {"tel": "0571-88000001", "mobile": "13800138001"},
            });
            let request = request.to_string();
            let body: QimenBody = serde_json::from_str(&request).expect("a request");
            validation::refusals(&body)
        };
        let start = |refusal| vec![("start_time".to_owned(), refusal)];
        assert_eq!(
            of("周一 09:00-20:00"),
            start(Refusal::Form(ExpectedForm::HalfHours))
        );
        assert_eq!(of("09:15"), start(Refusal::Form(ExpectedForm::HalfHours)));
        assert_eq!(of(""), start(Refusal::Missing));
        assert_eq!(of("09:30"), []);
    }
}
