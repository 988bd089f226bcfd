//! Findings as SARIF 2.1.0 (OASIS): the rules that were raised, and a result for each finding. The row is
//! the line of a region; the cell is a logical location by sheet and address, for a region's column counts
//! characters of the line.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::checked::CheckedGroup;
use crate::emit::FindingFormatter;
use crate::model::sentence::unfilled;
use crate::model::{Finding, Place, Rule};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn render(all: &[CheckedGroup]) -> String {
    let raised = all
        .iter()
        .flat_map(|c| c.findings.iter().map(|f| (f.rule.code, (f.rule, c.lang))));
    let raised: BTreeMap<&str, (&Rule, _)> = raised.collect();
    let rules: Vec<Value> = raised
        .values()
        .map(|(rule, lang)| {
            let text = rule.text(*lang);
            json!({
                "id": rule.code,
                "name": rule.name,
                "shortDescription": {"text": rule.title(*lang)},
                "fullDescription": {"text": text.why},
                "help": {"text": unfilled(text.remedy)},
                "defaultConfiguration": {"level": rule.level.key()},
            })
        })
        .collect();
    let results: Vec<Value> = all
        .iter()
        .flat_map(|checked| {
            let lens = checked.lens();
            checked.findings.iter().map(move |f| result(&lens, f))
        })
        .collect();
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    });
    format!("{log:#}\n")
}

fn result(lens: &FindingFormatter, finding: &Finding) -> Value {
    let view = lens.view(finding);
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|r| {
            let mut location = location(lens, r.place);
            location["message"] = json!({"text": r.note.text(lens.lang)});
            location
        })
        .collect();
    json!({
        "ruleId": finding.rule.code,
        "level": finding.level.key(),
        "message": {"text": view.message},
        "locations": [location(lens, finding.place)],
        "relatedLocations": related,
    })
}

fn location(lens: &FindingFormatter, place: Place) -> Value {
    let (file, sheet) = lens.file(place);
    let mut location = json!({"physicalLocation": {"artifactLocation": {"uri": uri(file)}}});
    if place.row > 0 {
        location["physicalLocation"]["region"] = json!({"startLine": place.row});
    }
    let spot = lens.spot(place);
    let name = [sheet.unwrap_or_default(), &spot].join("!");
    let name = name.trim_matches('!');
    if !name.is_empty() {
        location["logicalLocations"] = json!([{"fullyQualifiedName": name}]);
    }
    location
}

/// A relative reference: everything but unreserved characters and slashes percent-encoded (RFC 3986).
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
