//! `[defaults]`: values for stores whose sheet has none. The section comes in as it was written; out come
//! fields and values that every store could carry.

use std::collections::BTreeMap;

use crate::model::Field;
use crate::template::sheet;
use crate::value::pid;

/// In field order; every fault is added to `faults`.
pub fn resolve(
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
    let sound = match field {
        Field::Source | Field::OrgPid => pid::is_pid(&text),
        Field::Mcc => text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()),
        _ => true,
    };
    let form = if field == Field::Mcc {
        "four digits"
    } else {
        "a PID, 16 digits beginning 2088"
    };
    if sound {
        Ok((field, text))
    } else {
        Err(Some(format!("{at}: must be {form}")))
    }
}
