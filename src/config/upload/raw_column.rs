//! One column of an upload layout as its file has it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{BodyPath, Content, Fact, Shape, Unit, UploadColumn};
use crate::config::field_help::list_fault;
use crate::config::sheet::field;

/// The column as written.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    #[validate(length(min = 1, max = 60))]
    pub label: String,
    /// Where the value stands in the outgoing body, as `contact_info[0].mobile`.
    path: Option<String>,
    /// The field the value comes from.
    field: Option<String>,
    /// Fields that stand in, in this order, when that one is empty.
    #[serde(default)]
    fallback: Vec<String>,
    /// The same text in every row.
    value: Option<String>,
    /// Something the plan knows.
    pub fact: Option<Fact>,
    shape: Option<Shape>,
    /// The target's words for ours; any other text is refused.
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[validate(range(min = 1, max = 32_767))]
    min: Option<usize>,
    #[validate(range(min = 1, max = 32_767))]
    max: Option<usize>,
    #[serde(default)]
    unit: Unit,
    /// Characters the target refuses.
    #[serde(default)]
    forbidden: String,
    /// What the text has to end with.
    ends_with: Option<String>,
    /// The label of a column whose text must not occur in this one.
    pub apart_from: Option<String>,
    /// The target's word for a date without end; 长期 when absent.
    forever: Option<String>,
    /// What a person may choose from, in a list, where the sheet says nothing.
    #[serde(default)]
    choices: Vec<String>,
    #[serde(default)]
    required: bool,
    #[validate(range(min = 4, max = 120))]
    width: Option<u16>,
}

impl RawColumn {
    /// Every fault is added to `faults` with the file and the column.
    pub(super) fn resolve(self, file: &str, faults: &mut Vec<String>) -> Option<UploadColumn> {
        let at = format!("columns `{}`", self.label);
        let keys = self.field.iter().chain(&self.fallback);
        let fields: Vec<_> = keys
            .filter_map(|key| field(key, file, &at, faults))
            .collect();
        if self.field.is_none() && !self.fallback.is_empty() {
            faults.push(format!("{file}: {at}: `fallback` without `field`"));
        }
        if let (Some(min), Some(max)) = (self.min, self.max)
            && min > max
        {
            faults.push(format!("{file}: {at}: `min` is more than `max`"));
        }
        if let Some(fault) = list_fault(&self.choices) {
            faults.push(format!("{file}: {at}: choices: {fault}"));
        }
        let content = match (self.path, self.value, self.field, self.fact) {
            (Some(path), None, _, None) => match BodyPath::parse(&path) {
                Some(path) => Content::Body(path),
                None => {
                    faults.push(format!("{file}: {at}: `{path}` is not a place in a body"));
                    return None;
                }
            },
            (None, Some(value), None, None) => Content::Value(value),
            // A person fills it in.
            (None, None, None, None) if !self.choices.is_empty() => Content::Value(String::new()),
            (None, None, None, Some(fact)) => Content::Fact(fact),
            (None, None, Some(_), None) => Content::Field(*fields.first()?),
            _ => {
                faults.push(format!(
                    "{file}: {at}: give `path`, or one of `field`, `fact` and `value`, or `choices`"
                ));
                return None;
            }
        };
        Some(UploadColumn {
            label: self.label,
            content,
            fields,
            shape: self.shape,
            words: self.words.into_iter().collect(),
            min: self.min,
            max: self.max,
            unit: self.unit,
            forbidden: self.forbidden,
            ends_with: self.ends_with,
            apart_from: self.apart_from,
            forever: self.forever.unwrap_or_else(|| "长期".to_owned()),
            choices: self.choices,
            required: self.required,
            width: self.width,
        })
    }
}
