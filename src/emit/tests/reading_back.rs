//! What is altered between writing and reading back stops the run: nothing is published that does not
//! say, cell for cell and key for key, what was meant.

use super::*;
use crate::config::upload::BodyKind;
use crate::emit::upload_jsonl;
use crate::uploads::api_body::ApiBody;
use crate::uploads::batch::{Batch, cut};

type Cell = (u32, u32, String);
type Keys = serde_json::Map<String, Value>;

/// A run whose first batch of onboarding workbooks is read as `alter` leaves its cells.
fn publish_altered(alter: &(dyn Fn(&mut Vec<Cell>) + Sync)) -> Result<(), EmitError> {
    let sample = Sample::of(6);
    let (_folder, out) = temporary();
    let read = |path: &Path, cell: &mut dyn FnMut(u32, u32, &str)| {
        let mut read: Vec<Cell> = Vec::new();
        cells(path, &mut |row, column, text| {
            read.push((row, column, text.to_owned()))
        })?;
        if path.ends_with("indirect-create-001.xlsx") {
            alter(&mut read);
        }
        for (row, column, text) in read {
            cell(row, column, &text);
        }
        Ok(())
    };
    let done = publish(&sample.run(&sample.uploads()), &out, false, &read, &|_| {});
    assert_eq!(out.exists(), done.is_ok(), "all or nothing");
    done.map(drop)
}

/// What is altered, by which code, and where it must be noticed: a line each.
macro_rules! alterations {
    ($of:ty: $($what:literal $at:literal |$cells:ident| $alter:expr;)*) => {{
        let all: Vec<(&str, &str, fn(&mut Vec<$of>))> = vec![$(($what, $at, |$cells| $alter)),*];
        all
    }};
}

#[test]
fn an_altered_workbook_stops_the_run() {
    assert!(publish_altered(&|_| ()).is_ok());
    let alterations = alterations! { Cell:
        "a wrong cell" "row 6," |cells| cells.last_mut().expect("cells").2 += "0";
        "a number's lost zero" "row 2," |cells| cells[40].2 = cells[40].2.replace('0', "");
        "a wrong label" "row 1, column 3" |cells| cells[2].2 += " ";
        "no last cell" "row 6," |cells| drop(cells.pop());
        "no last row" "row 6, column 1" |cells| cells.retain(|(row, ..)| *row < 5);
        "no row in the middle" "row 4, column 1" |cells| cells.retain(|(row, ..)| *row != 3);
        "a cell more" "row 6, column 91" |cells| cells.push((5, 90, "1".into()));
        "a row more" "row 7, column 1" |cells| cells.push((6, 0, "storeId".into()));
        "nothing at all" "row 1, column 1" |cells| cells.clear();
    };
    assert_eq!(alterations.len(), 9);
    for (what, at, alter) in alterations {
        match publish_altered(&alter) {
            Err(EmitError::ReadBack { path, at: found }) => {
                assert!(
                    path.ends_with("indirect-create-001.xlsx"),
                    "{what}: {path:?}"
                );
                assert!(found.starts_with(at), "{what}: {found}");
            }
            other => panic!("{what}: {other:?}"),
        }
    }
}

#[test]
fn two_rows_changed_about_are_noticed() {
    let done = publish_altered(&|cells| {
        for (row, ..) in cells.iter_mut() {
            *row = [0, 2, 1, 3, 4, 5][*row as usize];
        }
        cells.sort_by_key(|(row, column, _)| (*row, *column));
    });
    assert!(matches!(done, Err(EmitError::ReadBack { .. })), "{done:?}");
}

/// The bodies of the sample's stores to create, and what is read once `alter` has been at the file.
fn bodies_altered(alter: fn(&mut Vec<String>)) -> Result<(), EmitError> {
    let sample = Sample::of(6);
    let input = sample.upload_input();
    let body = |row| ApiBody::compose(&input, BodyKind::IndirectCreate, row);
    let bodies: Vec<ApiBody> = (0..5).map(body).collect();
    let line = |body: &ApiBody| body.line().expect("a body");
    let mut lines: Vec<String> = bodies.iter().map(line).collect();
    alter(&mut lines);
    let folder = tempfile::tempdir().expect("temporary folder");
    let path = folder.path().join("a.jsonl");
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(&path, text).expect("written");
    upload_jsonl::read_back(&bodies, &path)
}

#[test]
fn altered_bodies_stop_the_run() {
    assert!(bodies_altered(|_| ()).is_ok());
    let alterations = alterations! { String:
        "a digit" "line 2" |lines| lines[1] = lines[1].replace("5411", "5412");
        "no last line" "line 5" |lines| drop(lines.pop());
        "a line more" "after the last line" |lines| lines.push(lines[0].clone());
        "an empty line more" "after the last line" |lines| lines.push(String::new());
        "two lines about" "line 3" |lines| lines.swap(2, 3);
        "half a line" "line 5" |lines| lines[4].truncate(90);
        "no JSON" "line 1" |lines| lines[0] = "null".into();
    };
    assert_eq!(alterations.len(), 7);
    for (what, at, alter) in alterations {
        match bodies_altered(alter) {
            Err(EmitError::ReadBack { at: found, .. }) => assert_eq!(found, at, "{what}"),
            other => panic!("{what}: {other:?}"),
        }
    }
}

/// Calls one after the other: each object of a value, as its owner.
fn objects(value: &mut Value, visit: &mut dyn FnMut(&mut Keys)) {
    match value {
        Value::Object(keys) => {
            visit(keys);
            keys.values_mut().for_each(|value| objects(value, visit));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| objects(item, visit)),
        _ => {}
    }
}

/// The same body once for each of its objects (or keys), changed there.
fn each_changed(body: &Value, change: fn(&mut Keys, &str)) -> Vec<(String, Value)> {
    let mut places: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    objects(&mut body.clone(), &mut |keys| {
        places.extend(keys.keys().map(|key| (at, key.clone())));
        at += 1;
    });
    let changed = |(place, key): (usize, String)| {
        let (mut body, mut at) = (body.clone(), 0);
        objects(&mut body, &mut |keys| {
            if at == place {
                change(keys, &key);
            }
            at += 1;
        });
        (key, body)
    };
    places.into_iter().map(changed).collect()
}

/// Every key of every call: unknown beside it, renamed, gone, null, and of another type.
#[test]
fn the_strict_types_know_each_key_and_no_other() {
    let sample = Sample::of(7);
    type Change = fn(&mut Keys, &str);
    let changes: [(&str, Change); 5] = [
        ("a key more", |keys, key| {
            drop(keys.insert(format!("{key}_2"), json!("1")))
        }),
        ("renamed", |keys, key| {
            let value = keys.remove(key).unwrap_or_default();
            keys.insert(format!("{key}s"), value);
        }),
        ("gone", |keys, key| drop(keys.remove(key))),
        ("null", |keys, key| {
            drop(keys.insert(key.to_owned(), Value::Null))
        }),
        ("another", |keys, key| {
            drop(keys.insert(key.to_owned(), json!([["x"]])))
        }),
    ];
    for (call, row) in [
        (BodyKind::IndirectCreate, 0),
        (BodyKind::IndirectModify, 5),
        (BodyKind::ShopCreate, 5),
        (BodyKind::QimenStoreCreate, 0),
    ] {
        let [meant, next] =
            [row, row + 1].map(|row| ApiBody::compose(&sample.upload_input(), call, row));
        let line = meant.line().expect("a body");
        let body: Value = serde_json::from_str(&line).expect("JSON");
        assert!(meant.equals_line(&line), "{line}");
        assert!(!next.equals_line(&line), "another row's");
        for (what, change) in changes {
            let changed = each_changed(&body, change);
            assert!(changed.len() > 10, "{changed:?}");
            for (key, body) in changed {
                let line = body.to_string();
                let sound = meant.equals_line(&line);
                assert!(!sound, "{}: {key} {what}: {line}", call.method());
            }
        }
    }
}

/// A merchant whose stores fit into a file is not cut; one with more stores than a file holds begins
/// where there is room. Acquirers share none.
#[test]
fn merchants_are_cut_only_when_they_must() {
    let rows: Vec<_> = [
        ("2", "a", 3),
        ("1", "b", 2),
        ("1", "c", 3),
        ("1", "d", 6),
        ("2", "e", 2),
    ]
    .into_iter()
    .flat_map(|(acquirer, merchant, stores)| {
        (0..stores).map(move |n| {
            let mut cells = store(n);
            for (field, text, _) in &mut cells {
                match field {
                    Field::OrgPid => *text = acquirer.into(),
                    Field::BusinessLicense | Field::MerchantName => *text = merchant.into(),
                    _ => {}
                }
            }
            cells
        })
    })
    .collect();
    let mut sample = Sample::with(&rows);
    for layout in &mut sample.layouts {
        layout.row_cap = 4;
    }
    let mut target = target(&sample, "tagging");
    target.rows = (0..rows.len() as u32).collect();
    let batches: Vec<Batch> = cut(&sample.upload_input(), &target);
    let stores = &sample.ingested.tables.stores;
    let licence = |row: &u32| stores.text(*row as usize, Field::BusinessLicense);
    let licences = |batch: &Batch| batch.rows.iter().map(licence).collect::<String>();
    let licences: Vec<String> = batches.iter().map(licences).collect();
    let cut: Vec<_> = batches.iter().zip(&licences).collect();
    let cut = cut.iter().map(|(batch, licences)| {
        let acquirer = batch.acquirer.as_deref();
        (batch.stem.as_str(), acquirer, licences.as_str())
    });
    assert_eq!(
        cut.collect::<Vec<_>>(),
        [
            ("tagging-001", Some("1"), "bb"),
            ("tagging-002", Some("1"), "cccd"),
            ("tagging-003", Some("1"), "dddd"),
            ("tagging-004", Some("1"), "d"),
            ("tagging-005", Some("2"), "aaa"),
            ("tagging-006", Some("2"), "ee"),
        ]
    );
}
