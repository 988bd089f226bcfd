//! `[defaults]`: values for stores whose sheet has none. The section comes in as it was written; out come
//! fields and values that every store could carry.

use std::collections::BTreeMap;

use crate::config::sheet;
use crate::model::Field;
use crate::value::{excel_digits, pid};

/// In field order; every fault is added to `faults`.
pub(super) fn resolve(
    raw: BTreeMap<String, toml::Value>,
    file: &str,
    faults: &mut Vec<String>,
) -> Vec<(Field, String)> {
    let mut defaults = Vec::new();
    for (key, value) in raw {
        match default_value(&key, &value, file, faults) {
            Ok(default) => defaults.push(default),
            Err(fault) => faults.extend(fault),
        }
    }
    defaults.sort();
    defaults
}

/// Fields that tell one store or person from another: no job can give them for all.
const OWN_TO_A_STORE: [Field; 10] = [
    Field::StoreCode,
    Field::StoreName,
    Field::Smid,
    Field::BusinessLicense,
    Field::LegalName,
    Field::LegalIdNo,
    Field::CardNo,
    Field::CardName,
    Field::LogonId,
    Field::Pid,
];

/// A default that every store could carry; `Err(None)` when the fault is noted already.
fn default_value(
    key: &str,
    value: &toml::Value,
    file: &str,
    faults: &mut Vec<String>,
) -> Result<(Field, String), Option<String>> {
    let at = format!("{file}: defaults.{key}");
    let field = sheet::field(key, file, "defaults", faults).ok_or(None)?;
    let text = match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(number) => number.to_string(),
        _ => return Err(Some(format!("{at}: give the value as text, in quotes"))),
    };
    if OWN_TO_A_STORE.contains(&field) {
        return Err(Some(format!(
            "{at}: every store has its own; it cannot be given for all"
        )));
    }
    let number = !text.is_empty() && excel_digits::all(text.as_bytes());
    let (sound, form) = match field {
        Field::Source | Field::OrgPid => (pid::is_pid(&text), "a PID, 16 digits beginning 2088"),
        Field::Mcc => (number && text.len() == 4, "four digits"),
        Field::CategoryId => (number, "the category's number, digits only"),
        _ => (true, ""),
    };
    if sound {
        Ok((field, text))
    } else {
        Err(Some(format!("{at}: must be {form}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str) -> Result<Vec<(Field, String)>, Vec<String>> {
        let mut faults = Vec::new();
        let raw = toml::from_str(text).expect("TOML");
        let defaults = resolve(raw, "j.toml", &mut faults);
        if faults.is_empty() {
            Ok(defaults)
        } else {
            Err(faults)
        }
    }

    #[test]
    fn what_every_body_carries_has_its_form() {
        let fault = |text| given(text).expect_err(text).join("; ");
        assert_eq!(
            fault("mcc = \"541\""),
            "j.toml: defaults.mcc: must be four digits"
        );
        let number = "j.toml: defaults.category_id: must be the category's number, digits only";
        assert_eq!(fault("category_id = \"餐饮\""), number);
        assert_eq!(fault("category_id = \"\""), number);
        let pid = "j.toml: defaults.org_pid: must be a PID, 16 digits beginning 2088";
        assert_eq!(fault("org_pid = \"2099000000000002\""), pid);
        let own = "j.toml: defaults.smid: every store has its own; it cannot be given for all";
        assert_eq!(fault("smid = \"2088000100000005\""), own);
        assert_eq!(
            given("category_id = 2015050700000000\nmcc = \"0742\""),
            Ok(vec![
                (Field::CategoryId, "2015050700000000".to_owned()),
                (Field::Mcc, "0742".to_owned())
            ])
        );
    }
}
