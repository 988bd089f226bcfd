//! The two ways to name a trade: MCC with acquirer, or a category.

use super::bodies::{set, unfit_of};
use super::*;

/// Two stores to be created, with these texts for MCC, acquirer and category.
fn sample(texts: [&str; 3]) -> Sample {
    let mut rows = [store(0), store(1)];
    let fields = [Field::Mcc, Field::OrgPid, Field::CategoryId];
    for (field, text) in fields.into_iter().zip(texts) {
        set(&mut rows[1], field, text);
    }
    Sample::with(&rows)
}

fn keys(body: &Value) -> [Option<&str>; 3] {
    ["mcc", "org_pid", "category_id"].map(|key| body.get(key).and_then(Value::as_str))
}

const MCC: &str = "5411";
const ORG: &str = "2088000000000002";
const CATEGORY: &str = "2015050700000000";

#[test]
fn either_way_goes_out_and_half_of_one_does_not() {
    let refused = |texts| {
        let found = unfit_of(&sample(texts));
        let found = found.into_iter().map(|(key, field, _)| (key, field));
        found.collect::<Vec<_>>()
    };
    let none: [(String, Option<Field>); 0] = [];
    assert_eq!(refused([MCC, ORG, ""]), none);
    assert_eq!(refused(["", "", CATEGORY]), none);
    assert_eq!(refused([MCC, "", CATEGORY]), none);
    let org = [("org_pid".to_owned(), Some(Field::OrgPid))];
    assert_eq!(refused([MCC, "", ""]), org);
    let mcc = [("mcc".to_owned(), Some(Field::Mcc))];
    assert_eq!(refused(["", ORG, ""]), mcc);
    assert_eq!(refused(["", "", ""]), mcc);
}

#[test]
fn a_category_stands_alone_in_its_body() {
    let alone = sample(["", "", CATEGORY]);
    let body = body_of(&alone, 1, Action::Create);
    assert_eq!(keys(&body), [None, None, Some(CATEGORY)]);
}

/// What a modification repeats: the MCC, and the category only where there is none.
#[test]
fn a_modification_names_the_trade_as_it_is_known() {
    let mut sample = Sample::of(6);
    let column = |text: &str| column(&[text; 6], CellKind::Text);
    let body = body_of(&sample, 5, Action::Modify);
    assert_eq!(keys(&body), [Some(MCC), Some(ORG), None]);
    let stores = &mut sample.ingested.tables.stores;
    for field in [Field::Mcc, Field::OrgPid] {
        stores.set_column(field, column(""));
    }
    let body = body_of(&sample, 5, Action::Modify);
    assert_eq!(keys(&body), [None, None, Some(CATEGORY)]);
    assert_eq!(unfit_of(&sample).last().map(|f| f.2), None, "it fits");
    let tables = &mut sample.ingested.tables;
    tables.stores.set_column(Field::CategoryId, column(""));
    tables
        .merchants
        .set_column(Field::CategoryId, column("2015063000020189"));
    let body = body_of(&sample, 5, Action::Modify);
    assert_eq!(keys(&body), [None, None, Some("2015063000020189")]);
}
