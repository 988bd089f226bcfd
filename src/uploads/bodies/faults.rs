//! What `validator` says of a body, as keys with what is wrong with each.

use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

use crate::uploads::refusal::{Wanted, Why};

/// Every key that would be refused, in the order of keys.
pub(crate) fn of(result: Result<(), ValidationErrors>) -> Vec<(String, Why)> {
    let mut faults = Vec::new();
    if let Err(errors) = result {
        collect("", &errors, &mut faults);
    }
    faults
}

fn collect(above: &str, errors: &ValidationErrors, faults: &mut Vec<(String, Why)>) {
    let mut kinds: Vec<_> = errors.errors().iter().collect();
    kinds.sort_by(|a, b| a.0.cmp(b.0));
    for (key, kind) in kinds {
        match kind {
            // A schema function names the key as its code.
            ValidationErrorsKind::Field(wrong) if key == "__all__" => {
                faults.extend(wrong.iter().map(|w| (w.code.to_string(), Why::Missing)));
            }
            ValidationErrorsKind::Field(wrong) => {
                let why = wrong.first().map_or(Why::Form(Wanted::Unsaid), why);
                faults.push((format!("{above}{key}"), why));
            }
            ValidationErrorsKind::Struct(inner) => {
                collect(&format!("{above}{key}."), inner, faults);
            }
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(&format!("{above}{key}[{index}]."), inner, faults);
                }
            }
        }
    }
}

fn why(error: &ValidationError) -> Why {
    let number = |name| {
        error
            .params
            .get(name)
            .and_then(|n: &serde_json::Value| n.as_u64())
    };
    let number = |name| number(name).and_then(|n| usize::try_from(n).ok());
    let value = error.params.get("value");
    if value.and_then(serde_json::Value::as_u64) == Some(0) {
        return Why::Missing;
    }
    let text = value.and_then(|value| value.as_str());
    let wanted = match &*error.code {
        "half_hour" => Wanted::HalfHours,
        _ => Wanted::Unsaid,
    };
    let Some(text) = text else {
        return Why::Form(wanted);
    };
    let length = text.chars().count();
    match (number("min"), number("max")) {
        _ if text.is_empty() => Why::Missing,
        (_, Some(max)) if length > max => Why::TooLong { length, max },
        (Some(min), _) if length < min => Why::TooShort { length, min },
        _ => Why::Form(wanted),
    }
}
