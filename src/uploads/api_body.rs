//! The calls whose bodies are written one a line: composed from a row, measured, written, and read back
//! through the same strict types before they are published.

use serde::{Deserialize, Serialize};

use super::bodies::indirect::{Action, OnboardingBody};
use super::bodies::qimen_body::QimenBody;
use super::bodies::shop_body::ShopBody;
use super::bodies::{onboarding_body, qimen_body, shop_body, validation};
use super::input::UploadInput;
use super::refusal::Refusal;
use crate::config::upload::BodyKind;

/// The body of one row for one call.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum ApiBody<'a> {
    Onboarding(OnboardingBody<'a>),
    Shop(ShopBody<'a>),
    Qimen(QimenBody<'a>),
}

impl<'a> ApiBody<'a> {
    pub(crate) fn compose(input: &UploadInput<'a>, call: BodyKind, row: usize) -> ApiBody<'a> {
        let onboarding = |action| ApiBody::Onboarding(onboarding_body::compose(input, row, action));
        match call {
            BodyKind::IndirectCreate => onboarding(Action::Create),
            BodyKind::IndirectModify => onboarding(Action::Modify),
            BodyKind::ShopCreate => ApiBody::Shop(shop_body::compose(input, row)),
            BodyKind::QimenStoreCreate => ApiBody::Qimen(qimen_body::compose(input, row)),
        }
    }

    /// The body where it is one of onboarding, whose keys can be the columns of a workbook.
    pub(crate) fn onboarding(&self) -> Option<&OnboardingBody<'a>> {
        match self {
            ApiBody::Onboarding(body) => Some(body),
            ApiBody::Shop(_) | ApiBody::Qimen(_) => None,
        }
    }

    /// The body as a line of JSON.
    pub(crate) fn line(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Whether a line equals the body key for key: it is read through the strict type of its call, which
    /// knows no other key, and compared.
    pub(crate) fn equals_line(&self, line: &str) -> bool {
        match self {
            ApiBody::Onboarding(expected) => {
                // Which of the two calls it is stands in no key.
                let action = expected.action;
                let body = serde_json::from_str::<OnboardingBody>(line);
                body.is_ok_and(|body| OnboardingBody { action, ..body } == *expected)
            }
            ApiBody::Shop(expected) => reads_as(line, expected),
            ApiBody::Qimen(expected) => reads_as(line, expected),
        }
    }

    /// What the interface would refuse, in the order of keys.
    pub(crate) fn refusals(&self) -> Vec<(String, Refusal)> {
        match self {
            ApiBody::Onboarding(body) => validation::refusals(body),
            ApiBody::Shop(body) => validation::refusals(body),
            ApiBody::Qimen(body) => validation::refusals(body),
        }
    }
}

fn reads_as<'l, T: Deserialize<'l> + PartialEq>(line: &'l str, expected: &T) -> bool {
    serde_json::from_str::<T>(line).is_ok_and(|read| read == *expected)
}
