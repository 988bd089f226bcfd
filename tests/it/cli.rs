//! The verbs beside `run`, and what `run` prints.

use std::fs;

use crate::job::{Job, jinjian};
use crate::synth::Faults;
use crate::synth::truth::DISPOSITIONS;

pub fn stdout(args: &[&str]) -> (Option<i32>, String) {
    let output = jinjian().args(args).output().expect("runs");
    (
        output.status.code(),
        String::from_utf8(output.stdout).expect("UTF-8"),
    )
}

#[test]
fn rules_list_and_explain() {
    let (code, table) = stdout(&["rules"]);
    assert_eq!(code, Some(0));
    assert!(table.lines().count() > 50);
    assert!(
        table
            .lines()
            .all(|line| line.chars().take(6).all(|c| c.is_ascii_alphanumeric())),
        "{table}"
    );
    let (code, one) = stdout(&["rules", "lic002", "--lang", "en"]);
    assert_eq!(code, Some(0));
    assert!(one.starts_with("LIC002  licence-checksum\n"), "{one}");
    let (_, open) = stdout(&["rules", "JOB001", "--lang", "en"]);
    let remedy = "  remedy  write … under [defaults] in jinjian.toml and run again\n";
    assert!(open.contains(remedy), "{open}");
    let unknown = jinjian().args(["rules", "LIC0O2"]).output().expect("runs");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("did you mean `LIC002`"));
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, script) = stdout(&["completions", shell]);
        assert_eq!(code, Some(0));
        assert!(script.contains("jinjian"), "{shell}");
    }
}

#[test]
fn a_manual_page_for_every_command() {
    let (code, program) = stdout(&["man"]);
    assert_eq!(code, Some(0));
    assert!(program.contains(".TH jinjian 1"), "{program}");
    let named = program.lines().filter_map(|line| {
        let name = line.strip_prefix("jinjian\\-")?;
        name.strip_suffix("(1)")
    });
    let mut commands: Vec<&str> = named.collect();
    assert!(commands.len() > 9, "{commands:?}");
    commands.retain(|name| *name != "help");
    for name in commands {
        let (code, page) = stdout(&["man", name]);
        assert_eq!(code, Some(0));
        assert!(page.contains(&format!(".TH jinjian-{name} 1")), "{page}");
    }
    let output = jinjian().args(["man", "chek"]).output().expect("runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        (output.status.code(), said.trim_end()),
        (
            Some(2),
            "jinjian: man: there is no command `chek`; did you mean `check`?"
        )
    );
}

#[test]
fn a_new_job_runs_and_is_never_overwritten() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path().join("job");
    let init = || jinjian().arg("init").arg(&dir).output().expect("runs");
    assert_eq!(init().status.code(), Some(0));
    for name in [
        "jinjian.toml",
        "layouts/sheets/stores.toml",
        "nightly/jinjian.timer",
        "samples/jinjian.toml",
    ] {
        assert!(dir.join(name).is_file(), "{name}");
    }
    let again = init();
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("nothing was written"));

    // Nothing of its own yet: the samples below are another job.
    let empty = jinjian()
        .arg("run")
        .arg(&dir)
        .arg("--out")
        .arg(folder.path().join("o1"))
        .output()
        .expect("runs");
    assert_eq!(empty.status.code(), Some(2));
    let mut samples = jinjian();
    samples
        .arg("run")
        .arg(dir.join("samples"))
        .arg("--out")
        .arg(folder.path().join("o2"));
    assert_eq!(samples.output().expect("runs").status.code(), Some(1));
}

#[test]
fn exit_codes_and_fail_on() {
    let clean = Job::new(120, 3, Faults::Count(0));
    assert_eq!(clean.run("a", &[]).status.code(), Some(0));
    let faulty = Job::new(320, 3, Faults::All);
    assert_eq!(faulty.run("a", &[]).status.code(), Some(1));
}

#[test]
fn the_summary_is_json_on_request_and_silent_when_quiet() {
    let job = Job::new(320, 4, Faults::All);
    let output = job.run("out", &["--format", "json"]);
    let summary: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("one JSON value");
    assert_eq!(summary["exit_code"], 1);
    let stores = &summary["totals"]["stores"];
    let sum: u64 = DISPOSITIONS
        .iter()
        .map(|d| stores[d].as_u64().expect("a count"))
        .sum();
    assert_eq!(stores["rows"].as_u64(), Some(sum));
    assert_eq!(job.run("out", &["--quiet"]).stdout, b"");
}

#[test]
fn environment_beats_the_job_file_and_flags_beat_both() {
    let job = Job::new(120, 15, Faults::Count(0));
    let as_of = |name: &str, env: Option<&str>, flag: Option<&str>| {
        let mut command = jinjian();
        command
            .arg("run")
            .arg(job.input())
            .arg("--out")
            .arg(job.out(name));
        if let Some(day) = env {
            command.env("JINJIAN_AS_OF", day);
        }
        if let Some(day) = flag {
            command.args(["--as-of", day]);
        }
        command.output().expect("runs");
        crate::job::manifest(&job.out(name))["as_of"]
            .as_str()
            .expect("as_of")
            .to_owned()
    };
    assert_eq!(as_of("file", None, None), "2026-11-20");
    assert_eq!(as_of("env", Some("2026-11-21"), None), "2026-11-21");
    assert_eq!(
        as_of("flag", Some("2026-11-21"), Some("2026-11-22")),
        "2026-11-22"
    );
}

/// A value every store needs is one finding about the job, and holds them all; an acquirer without
/// the agreement is told once and holds none.
#[test]
fn what_the_job_does_not_give_is_said_once() {
    let job = Job::new(120, 16, Faults::Count(0));
    let file = job.input().join("jinjian.toml");
    fs::write(
        &file,
        "as_of = \"2026-11-20\"\n[defaults]\norg_pid = \"2088111737371294\"\n",
    )
    .expect("written");
    let output = job.run("out", &[]);
    assert_eq!(output.status.code(), Some(1));
    let of_job = |out: &str| -> Vec<(String, String)> {
        let all = crate::job::findings(&job.out(out));
        let text = |f: &serde_json::Value, key: &str| f[key].as_str().unwrap_or("").to_owned();
        all.iter()
            .filter(|f| f["file"] == "jinjian.toml")
            .map(|f| (text(f, "code"), text(f, "field")))
            .collect()
    };
    let pair = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    assert_eq!(
        of_job("out"),
        [pair("JOB001", "source"), pair("JOB002", "org_pid")]
    );
    let rows = crate::job::plan(&job.out("out"));
    assert!(
        rows.iter()
            .all(|row| ["held", "direct"].contains(&row["disposition"].as_str()))
    );
    let held = rows.iter().filter(|row| row["disposition"] == "held");
    assert!(
        held.clone().count() > 100 && held.clone().all(|row| row["reasons"].contains("JOB001"))
    );

    fs::write(
        &file,
        "as_of = \"2026-11-20\"\n[defaults]\nsource = \"2088000000000001\"\norg_pid = \"2088111737371294\"\n",
    )
    .expect("written");
    assert_eq!(job.run("given", &[]).status.code(), Some(0));
    assert_eq!(of_job("given"), [pair("JOB002", "org_pid")]);
}

#[test]
fn a_folder_without_a_store_sheet_says_so() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let register = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/uploads/job/已进件商户.csv"
    );
    fs::copy(register, folder.path().join("已进件商户.csv")).expect("copied");
    let out = folder.path().join("out");
    let output = jinjian()
        .arg("run")
        .arg(folder.path())
        .arg("--out")
        .arg(out)
        .args(["--as-of", "2026-11-20"])
        .output()
        .expect("runs");
    let told = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(told.contains("\n  门店    没有读到门店表\n"), "{told}");
}

#[test]
fn the_time_of_the_run_may_have_an_hour() {
    let output = jinjian()
        .args(["run", ".", "--as-of", "2026-11-20 25:30"])
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    let expected = "--as-of: `2026-11-20 25:30` is not a date (YYYY-MM-DD, or with HH:MM after it)";
    assert!(told.contains(expected), "{told}");
}
