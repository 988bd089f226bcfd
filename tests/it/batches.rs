//! The numbers of upload files from one night to the next: a store more changes the files of its acquirer,
//! and no other.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::job::{jinjian, tree};
use crate::uploads::grid;

/// The small job of every target with some stores more: code, and the acquirer's PID.
fn uploads(more: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let job = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/uploads/job");
    let folder = tempfile::tempdir().expect("temporary folder");
    let input = folder.path().join("in");
    fs::create_dir(&input).expect("folder");
    for (name, bytes) in tree(&job) {
        fs::write(input.join(name), bytes).expect("copied");
    }
    let sheet = input.join("门店信息.csv");
    let mut text = fs::read_to_string(&sheet).expect("the sheet");
    let store = text.lines().nth(1).expect("a store").to_owned();
    for (number, (code, acquirer)) in more.iter().enumerate() {
        let store = store.replace("JT001", code);
        let store = store.replace("文三路1号", &format!("文三路{}号", number + 101));
        text += &(store.replace(",2088000000000002,", &format!(",{acquirer},")) + "\n");
    }
    fs::write(&sheet, text).expect("written");
    let out = folder.path().join("out");
    let mut run = jinjian();
    run.arg("run").arg(&input).arg("--out").arg(&out);
    let done = run.output().expect("runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.code().is_some_and(|code| code < 2), "{said}");
    let files = tree(&out).into_iter();
    let files =
        files.filter_map(|(path, bytes)| Some((path.strip_prefix("uploads/")?.to_owned(), bytes)));
    files
        .filter(|(name, _)| name.starts_with("indirect-create"))
        .collect()
}

fn codes(files: &BTreeMap<String, Vec<u8>>, number: &str) -> Vec<String> {
    let rows = grid(files[&format!("indirect-create-{number}.xlsx")].clone()).1;
    rows[1..].iter().map(|row| row[0].clone()).collect()
}

#[test]
fn a_store_more_leaves_the_other_acquirers_files_alone() {
    let before = uploads(&[]);
    let second = codes(&before, "002");
    let after = uploads(&[("JT901", "2088000000000002")]);
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    for name in before.keys().filter(|name| name.contains("-002")) {
        assert!(before[name] == after[name], "{name}");
    }
    let expected = [codes(&before, "001"), vec!["JT901".to_owned()]].concat();
    assert_eq!(codes(&after, "001"), expected);

    // An acquirer more, by the order of PIDs: behind the others, or before them.
    let last = uploads(&[("JT901", "2088000000000009")]);
    assert_eq!(codes(&last, "003"), ["JT901"]);
    for (name, bytes) in &before {
        assert!(last[name] == *bytes, "{name}");
    }
    let first = uploads(&[("JT901", "2088000000000001")]);
    assert_eq!(
        (codes(&first, "001"), codes(&first, "003")),
        (vec!["JT901".to_owned()], second)
    );
}
