//! What `validator` finds wrong with a body, as keys with what is wrong with each.

use serde_json::Value;
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use crate::uploads::refusal::{ExpectedForm, Refusal};

/// Every key that the interface would refuse, in the order of keys; none for a body that fits.
pub(crate) fn refusals(body: &impl Validate) -> Vec<(String, Refusal)> {
    let mut refusals = Vec::new();
    if let Err(errors) = body.validate() {
        collect("", &errors, &mut refusals);
    }
    refusals
}

fn collect(above: &str, errors: &ValidationErrors, refusals: &mut Vec<(String, Refusal)>) {
    let mut kinds: Vec<_> = errors.errors().iter().collect();
    kinds.sort_by(|a, b| a.0.cmp(b.0));
    for (key, kind) in kinds {
        match kind {
            // A schema function names the key as its code.
            ValidationErrorsKind::Field(errors) if key == "__all__" => {
                let missing = |error: &ValidationError| (error.code.to_string(), Refusal::Missing);
                refusals.extend(errors.iter().map(missing));
            }
            ValidationErrorsKind::Field(errors) => {
                let unstated = Refusal::Form(ExpectedForm::Unstated);
                let refusal = errors.first().map_or(unstated, refusal);
                refusals.push((format!("{above}{key}"), refusal));
            }
            ValidationErrorsKind::Struct(inner) => {
                collect(&format!("{above}{key}."), inner, refusals);
            }
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(&format!("{above}{key}[{index}]."), inner, refusals);
                }
            }
        }
    }
}

fn refusal(error: &ValidationError) -> Refusal {
    let number = |name| error.params.get(name).and_then(Value::as_u64);
    let length_limit = |name| number(name).and_then(|n| usize::try_from(n).ok());
    if number("value") == Some(0) {
        return Refusal::Missing;
    }
    let expected = match &*error.code {
        "half_hour" => ExpectedForm::HalfHours,
        _ => ExpectedForm::Unstated,
    };
    let Some(text) = error.params.get("value").and_then(Value::as_str) else {
        return Refusal::Form(expected);
    };
    let length = text.chars().count();
    match (length_limit("min"), length_limit("max")) {
        _ if text.is_empty() => Refusal::Missing,
        (_, Some(max)) if length > max => Refusal::TooLong { length, max },
        (Some(min), _) if length < min => Refusal::TooShort { length, min },
        _ => Refusal::Form(expected),
    }
}
