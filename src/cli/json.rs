//! Answers for machines: one JSON object a line, its keys in alphabetical order.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::model::{Evidence, Field, Proposal};

/// A value as one line.
pub(super) fn line(value: &impl Serialize) -> String {
    // Text, numbers and lists of them cannot fail to serialise.
    format!("{}\n", serde_json::to_value(value).unwrap_or_default())
}

/// A field by its key.
pub(super) fn field<S: Serializer>(field: &Option<Field>, to: S) -> Result<S::Ok, S::Error> {
    field.map(Field::key).serialize(to)
}

/// Fields by their keys.
pub(super) fn fields<S: Serializer>(fields: &[Field], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(fields.iter().map(|field| field.key()))
}

/// A proposed field, with its score and its reason.
pub(super) fn proposal<S: Serializer>(
    proposal: &Option<&Proposal>,
    to: S,
) -> Result<S::Ok, S::Error> {
    proposal.map(proposal_object).serialize(to)
}

/// The same, as an object.
pub(super) fn proposal_object(proposal: &Proposal) -> Value {
    let (header, fit, of) = match &proposal.evidence {
        Evidence::Header(header) => (Some(header), None, None),
        Evidence::Content { fit, of } => (None, Some(fit), Some(of)),
        Evidence::Both { header, fit, of } => (Some(header), Some(fit), Some(of)),
    };
    json!({
        "field": proposal.field.key(),
        "score": proposal.score,
        "similar_header": header,
        "cells_that_fit": fit,
        "cells_sampled": of,
    })
}
