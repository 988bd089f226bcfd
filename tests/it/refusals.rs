//! What cannot be done: one clear message, exit code 2, and nothing written.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::job::jinjian;

const STORES: &str =
    "自用编码,门店名称,公司名称,详细地址,结算账号\ns1,甲店,甲公司,某路 1 号,6222\n";

struct Refusal {
    folder: TempDir,
}

impl Refusal {
    fn new(files: &[(&str, &[u8])]) -> Refusal {
        let folder = tempfile::tempdir().expect("temporary folder");
        for (name, bytes) in files {
            let path = folder.path().join("in").join(name);
            fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            fs::write(path, bytes).expect("file");
        }
        Refusal { folder }
    }

    /// Runs on `input` and returns the message; everything else about a refusal is asserted here.
    fn message(&self, input: &str, flags: &[&str]) -> String {
        let out = self.folder.path().join("out");
        let mut command = jinjian();
        command
            .current_dir(&self.folder)
            .arg("run")
            .arg(input)
            .arg("--out")
            .arg(&out);
        let output = command
            .args(["--as-of", "2026-11-20"])
            .args(flags)
            .output()
            .expect("runs");
        assert_eq!(
            output.status.code(),
            Some(2),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(String::from_utf8_lossy(&output.stdout), "");
        assert!(!out.exists(), "nothing may be written");
        let left: Vec<_> = fs::read_dir(&self.folder)
            .expect("folder")
            .flatten()
            .map(|e| e.file_name())
            .collect();
        assert!(
            left.iter().all(|name| name == "in"),
            "left behind: {left:?}"
        );
        String::from_utf8(output.stderr)
            .expect("UTF-8")
            .trim_end()
            .to_owned()
    }
}

#[test]
fn a_missing_folder() {
    let refusal = Refusal::new(&[("a.csv", STORES.as_bytes())]);
    assert_eq!(
        refusal.message("nowhere", &[]),
        "jinjian: nowhere: no such file or folder"
    );
}

#[test]
fn a_missing_source_of_the_job_file() {
    let job = b"[[sources]]\npath = \"bank/*.xlsx\"\nkind = \"bank_accounts\"\n";
    let refusal = Refusal::new(&[("a.csv", STORES.as_bytes()), ("jinjian.toml", job)]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: bank/*.xlsx: [[sources]] matches no file"
    );
}

#[test]
fn when_nothing_can_be_read_every_file_is_named() {
    let refusal = Refusal::new(&[
        ("b.xlsx", b"this is no workbook"),
        ("d.csv", b""),
        ("e.csv", "自用编码,门店名称\ns1,\"甲\ns2,乙\n".as_bytes()),
    ]);
    let message = refusal.message("in", &[]);
    let lines: Vec<&str> = message.lines().collect();
    assert_eq!(lines.len(), 3, "{message}");
    assert!(lines[0].starts_with("jinjian: b.xlsx: "), "{message}");
    assert!(
        lines[1].starts_with("d.csv: the file is empty"),
        "{message}"
    );
    assert!(
        lines[2].starts_with("e.csv: a quote opened in row 2"),
        "{message}"
    );
}

#[test]
fn a_sheet_is_no_job_file() {
    let refusal = Refusal::new(&[("a.csv", STORES.as_bytes())]);
    assert_eq!(
        refusal.message("in/a.csv", &[]),
        "jinjian: in/a.csv: is no job file (.toml); give the folder it stands in"
    );
}

#[test]
fn a_truncated_workbook() {
    let whole = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/门店信息表.xlsx"))
        .expect("sample");
    let refusal = Refusal::new(&[("a.xlsx", &whole[..whole.len() / 2])]);
    let message = refusal.message("in", &[]);
    assert!(
        message.starts_with("jinjian: a.xlsx: looks like .xlsx, but its structure is incomplete"),
        "{message}"
    );
}

#[test]
fn nothing_recognised() {
    let refusal = Refusal::new(&[("a.csv", b"x,y\n1,2\n")]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: no sheet was recognised in 1 file(s); headers are compared with the layouts of `templates/`"
    );
    let refusal = Refusal::new(&[("notes.txt", b"x")]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: in: no file with data here"
    );
}

#[test]
fn unknown_job_keys_name_the_nearest() {
    let refusal = Refusal::new(&[
        ("a.csv", STORES.as_bytes()),
        ("jinjian.toml", b"as_off = \"2026-11-20\"\n"),
    ]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: jinjian.toml: unknown key `as_off`; did you mean `as_of`?"
    );
    let refusal = Refusal::new(&[
        ("a.csv", STORES.as_bytes()),
        ("jinjian.toml", b"[levels]\nLIX = \"note\"\n"),
    ]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: jinjian.toml: levels: no rule begins with `LIX`; did you mean `LIC`?"
    );
}

#[test]
fn a_date_that_is_none() {
    let refusal = Refusal::new(&[("a.csv", STORES.as_bytes())]);
    let message = refusal.message("in", &["--as-of", "2026-02-30"]);
    assert!(
        message.contains("--as-of") || message.contains("2026-02-30"),
        "{message}"
    );
}

#[test]
fn a_folder_of_somebody_else_is_not_replaced() {
    let refusal = Refusal::new(&[("a.csv", STORES.as_bytes())]);
    let out = refusal.folder.path().join("out");
    fs::create_dir(&out).expect("folder");
    fs::write(out.join("thesis.txt"), "precious").expect("file");
    let mut command = jinjian();
    command.current_dir(&refusal.folder).args([
        "run",
        "in",
        "--out",
        "out",
        "--as-of",
        "2026-11-20",
    ]);
    let output = command.output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        fs::read_to_string(out.join("thesis.txt")).expect("still there"),
        "precious"
    );
}
