//! What a run leaves on disk, and that it is all or nothing.

use super::*;
use crate::config::upload::{BodyPath, Content};
use crate::model::{CellKind, Column, Field, Step, Task, TaskState};
use crate::uploads::refusal::{Wanted, Why};
use crate::uploads::target::{Refusal, Target};

#[test]
fn a_run_leaves_these_files() {
    let sample = Sample::of(20);
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("a/b/out");
    let done = published(&sample, &out);
    let files: Vec<_> = done
        .outputs
        .iter()
        .map(|o| (o.path.as_str(), o.rows))
        .collect();
    assert_eq!(
        files,
        [
            ("reports/accounts.csv", 40),
            ("reports/changes.csv", 6),
            ("reports/checklist.csv", 1),
            ("reports/discrepancies.xlsx", 4),
            ("reports/findings.jsonl", 4),
            ("reports/plan.csv", 20),
            ("reports/settlement.csv", 0),
            ("reports/targets.csv", 36),
            ("uploads/indirect-create-001.batch.json", 10),
            ("uploads/indirect-create-001.jsonl", 10),
            ("uploads/indirect-create-001.xlsx", 10),
            ("uploads/indirect-modify-001.batch.json", 6),
            ("uploads/indirect-modify-001.jsonl", 6),
            ("uploads/indirect-modify-001.xlsx", 6),
            ("uploads/item-publish-001.xlsx", 20),
            ("uploads/order-switch-001.xlsx", 12),
        ]
    );
    assert_eq!(done.kept, None);
    let report = verify(&out).expect("ours");
    assert!(report.is_sound(), "{report:?}");
    let manifest: Value =
        serde_json::from_slice(&fs::read(out.join(MANIFEST)).expect("there")).expect("JSON");
    assert_eq!(manifest["totals"]["stores"]["rows"], 20);
    assert_eq!(manifest["totals"]["stores"]["held"], 2);
    assert_eq!(manifest["totals"]["bills"]["refused"], 1);
    assert_eq!(manifest["inputs"][1]["encoding"], "GB18030");
    assert_eq!(manifest["findings"][0]["code"], "ACC002");
    assert_eq!(manifest["exit"]["stores_held"], 2);
}

#[test]
fn equal_runs_leave_equal_bytes_whatever_the_threads() {
    let sample = Sample::of(30);
    let folder = tempfile::tempdir().expect("temporary folder");
    let render = |name: &str, threads: usize| {
        let out = folder.path().join(name);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        let done = pool.install(|| published(&sample, &out));
        (done.outputs, fs::read(out.join(MANIFEST)).expect("there"))
    };
    assert_eq!(render("one", 1), render("four", 4));
}

#[test]
fn an_earlier_run_is_replaced_and_a_foreign_folder_refused() {
    let sample = Sample::of(5);
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    published(&sample, &out);
    fs::write(out.join("uploads/stale.txt"), "x").expect("written");
    assert!(prepare(&out, &[], false).is_ok());
    assert_eq!(published(&sample, &out).kept, None);
    assert!(!out.join("uploads/stale.txt").exists());

    let foreign = folder.path().join("mine");
    fs::create_dir(&foreign).expect("folder");
    fs::write(foreign.join("notes.txt"), "x").expect("written");
    assert!(matches!(
        prepare(&foreign, &[], false),
        Err(Error::Foreign(_))
    ));
    let refused = publish(&sample.run(), &foreign, false, &cells, &|_| {});
    assert!(matches!(refused, Err(Error::Foreign(_))));
    assert_eq!(
        fs::read(foreign.join("notes.txt")).expect("still there"),
        b"x"
    );
    let forced = publish(&sample.run(), &foreign, true, &cells, &|_| {}).expect("forced");
    let kept = forced.kept.expect("put aside");
    assert_eq!(fs::read(kept.join("notes.txt")).expect("kept"), b"x");
    assert!(verify(&foreign).expect("ours").is_sound());

    let names: BTreeSet<_> = fs::read_dir(folder.path())
        .expect("readable")
        .map(|e| e.expect("entry").file_name().into_string().expect("a name"))
        .collect();
    assert_eq!(
        names,
        ["mine", "mine.previous-1", "out"].map(String::from).into()
    );
}

#[test]
fn a_failure_leaves_the_previous_output() {
    let mut sample = Sample::of(5);
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    published(&sample, &out);
    let before = fs::read(out.join(MANIFEST)).expect("there");
    sample.plan.stores.pop();
    let error =
        publish(&sample.run(), &out, false, &cells, &|_| {}).expect_err("totals do not add up");
    assert!(
        error
            .to_string()
            .starts_with("the totals do not add up: 5 stores read, 4 accounted for")
    );
    sample.plan.stores.push(Sample::of(5).plan.stores.remove(4));
    let nowhere = BodyPath::parse("nowhere").expect("a path");
    sample.settings.layouts[0].columns[0].content = Content::Body(nowhere);
    assert!(matches!(
        publish(&sample.run(), &out, false, &cells, &|_| {}),
        Err(Error::Layout { .. })
    ));
    assert_eq!(fs::read(out.join(MANIFEST)).expect("there"), before);
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
}

#[test]
fn an_output_never_covers_an_input() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let input = folder.path().join("in");
    fs::create_dir(&input).expect("folder");
    let covers = |out: &Path| prepare(out, std::slice::from_ref(&input), true);
    assert!(matches!(covers(&input), Err(Error::HoldsInput { .. })));
    assert!(matches!(
        covers(folder.path()),
        Err(Error::HoldsInput { .. })
    ));
    assert!(covers(&input.join("out")).is_ok());
    let file = folder.path().join("file");
    fs::write(&file, "x").expect("written");
    assert!(matches!(covers(&file), Err(Error::NotAFolder(_))));
    assert!(matches!(
        covers(&file.join("out")),
        Err(Error::NotAFolder(_))
    ));
    assert_eq!(
        fs::read_dir(&input).expect("readable").count(),
        0,
        "nothing is written"
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    let done = published(&Sample::of(3), &out);
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    for output in &done.outputs {
        assert_eq!(mode(&out.join(&output.path)), 0o600, "{}", output.path);
    }
    assert_eq!(mode(&out.join(MANIFEST)), 0o600);
    for path in [out.clone(), out.join("uploads"), out.join("reports")] {
        assert_eq!(mode(&path), 0o700);
    }
}

#[test]
fn verify_sees_a_changed_byte_a_missing_and_an_extra_file() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    published(&Sample::of(3), &out);
    let changed = out.join("reports/plan.csv");
    let mut bytes = fs::read(&changed).expect("there");
    bytes[20] ^= 1;
    fs::write(&changed, bytes).expect("written");
    fs::remove_file(out.join("uploads/order-switch-001.xlsx")).expect("removed");
    fs::write(out.join("uploads/more.xlsx"), "x").expect("written");
    let report = verify(&out).expect("ours");
    assert_eq!(report.changed, ["reports/plan.csv"]);
    assert_eq!(report.missing, ["uploads/order-switch-001.xlsx"]);
    assert_eq!(report.extra, ["uploads/more.xlsx"]);
    assert!(matches!(verify(folder.path()), Err(Error::Manifest { .. })));
    fs::write(
        out.join(MANIFEST),
        r#"{"schema":"jinjian.manifest/1","outputs":[{"path":"../x","bytes":0,"sha256":"","rows":0}]}"#,
    )
    .expect("written");
    assert!(
        matches!(verify(&out), Err(Error::Manifest { .. })),
        "a path outside is refused"
    );
}

#[test]
fn no_rows_no_upload_files() {
    let mut sample = Sample::of(1);
    sample.plan.stores[0].disposition = Disposition::Direct;
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    let done = published(&sample, &out);
    let uploads: Vec<_> = done
        .outputs
        .iter()
        .filter(|o| o.path.starts_with("uploads"))
        .collect();
    let paths: Vec<_> = uploads.iter().map(|o| o.path.as_str()).collect();
    let expected = [
        "uploads/item-publish-001.xlsx",
        "uploads/order-switch-001.xlsx",
    ];
    assert_eq!(paths, expected, "a direct store is no onboarding");
}

/// Whoever wrote something there may have handed it over already.
#[test]
fn a_store_tagged_nobody_knows_when_is_not_handed_over() {
    let mut sample = Sample::of(2);
    let mut tagged = Column::default();
    for text in ["上周四", ""] {
        tagged.push(text, CellKind::Text);
    }
    sample
        .ingested
        .tables
        .stores
        .set_column(Field::TaggedAt, tagged);
    for store in &mut sample.plan.stores {
        store.progress.steps = vec![Step {
            due: Task::HandOver,
            turn: TaskState::Now,
            from: None,
            by: None,
        }];
    }
    let layouts = sample.settings.layouts.clone();
    let tagging = layouts.iter().find(|layout| layout.name == "tagging");
    let run = sample.run();
    let target = Target::of(&run.uploads(), tagging.expect("built in"));
    let unclear = Refusal {
        at: "打标时间".into(),
        why: Why::Form(Wanted::Date),
    };
    let refused: Vec<u32> = target
        .refused
        .iter()
        .filter(|(_, reasons)| reasons.contains(&unclear))
        .map(|(row, _)| *row)
        .collect();
    assert_eq!(refused, [0]);
}

/// `#N/A` would go out as it stands.
#[test]
fn a_formula_error_is_refused_where_it_would_be_written() {
    let mut sample = Sample::of(1);
    let mut hours = Column::default();
    hours.push("#N/A", CellKind::Error);
    let stores = &mut sample.ingested.tables.stores;
    stores.set_column(Field::BusinessTime, hours);
    let layouts = sample.settings.layouts.clone();
    let publish = layouts.iter().find(|layout| layout.name == "store-publish");
    let run = sample.run();
    let target = Target::of(&run.uploads(), publish.expect("built in"));
    let broken = Refusal {
        at: "营业时间".into(),
        why: Why::Form(Wanted::Unsaid),
    };
    assert!(target.refused[0].1.contains(&broken));
}
