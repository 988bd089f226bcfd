//! `jinjian verify`: what people read of a folder in which somebody has been.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::job::jinjian;

const STORES: &str =
    "自用编码,门店名称,公司名称,详细地址,结算账号\ns1,甲店,甲公司,某路 1 号,6222\n";

/// A folder a run wrote.
struct Written {
    folder: TempDir,
}

impl Written {
    fn new() -> Written {
        let folder = tempfile::tempdir().expect("temporary folder");
        fs::create_dir(folder.path().join("in")).expect("folder");
        fs::write(folder.path().join("in/a.csv"), STORES).expect("file");
        let mut run = jinjian();
        run.current_dir(&folder)
            .args(["run", "in", "--as-of", "2026-11-20"]);
        assert_eq!(run.output().expect("runs").status.code(), Some(1));
        Written { folder }
    }

    fn out(&self, path: &str) -> PathBuf {
        self.folder.path().join("out").join(path)
    }

    /// Exit code and all that is said, without the folder.
    fn verify(&self, lang: &str) -> (Option<i32>, String) {
        let mut command = jinjian();
        command.current_dir(&self.folder);
        let output = command.args(["verify", "out", "--lang", lang]).output();
        let output = output.expect("runs");
        let said = [output.stdout, output.stderr].concat();
        (
            output.status.code(),
            String::from_utf8(said).expect("UTF-8"),
        )
    }

    fn manifest(&self, change: impl Fn(String) -> String) -> (Option<i32>, String) {
        let path = self.out("manifest.json");
        let text = fs::read_to_string(&path).expect("the manifest");
        fs::write(&path, change(text)).expect("written");
        self.verify("zh")
    }
}

#[test]
fn every_file_of_the_tree_is_accounted_for() {
    let written = Written::new();
    let files = |lang| written.verify(lang);
    assert_eq!(
        files("zh"),
        (Some(0), "8 个文件，与 manifest.json 一致\n".to_owned())
    );
    // Opened in an office program and shown on a desktop: no matter of the run's.
    for name in [
        "reports/~$plan.csv",
        "reports/.~lock.plan.csv#",
        ".DS_Store",
    ] {
        fs::write(written.out(name), "").expect("written");
    }
    let litter =
        "临时文件\t.DS_Store\n临时文件\treports/.~lock.plan.csv#\n临时文件\treports/~$plan.csv\n";
    assert_eq!(
        files("zh"),
        (
            Some(0),
            format!("{litter}8 个文件，与 manifest.json 一致\n")
        )
    );

    let plan = written.out("reports/plan.csv");
    let mut bytes = fs::read(&plan).expect("the plan");
    bytes[10] ^= 1;
    fs::write(&plan, bytes).expect("written");
    fs::remove_file(written.out("reports/settlement.csv")).expect("removed");
    let [old, new] = ["reports/accounts.csv", "账户.csv"].map(|name| written.out(name));
    fs::rename(old, new).expect("renamed");
    fs::write(written.out("uploads.zip"), "x").expect("written");
    assert_eq!(
        files("zh"),
        (
            Some(1),
            format!(
                "被改动\treports/plan.csv\n缺少\treports/settlement.csv\n多出\tuploads.zip\n{litter}\
                 改了名\treports/accounts.csv → 账户.csv\n\
                 manifest.json 记有 8 个文件，5 个没动过；被改动 1、缺少 1、改了名 1、多出 1。不一致的文件不要上传：\
                 重新运行 jinjian run 写出新的；要改的改在来源表里，再运行\n"
            )
        )
    );
    let (code, said) = files("en");
    assert_eq!(code, Some(1));
    assert!(
        said.ends_with(
            "renamed\treports/accounts.csv → 账户.csv\n\
             8 files in the manifest, 5 as they were; 1 changed, 1 missing, 1 renamed, 1 extra. Upload none of the \
             others: have jinjian run write them anew; what has to change is changed in the sheets it reads\n"
        ),
        "{said}"
    );
}

#[test]
fn a_manifest_that_is_none() {
    let manifest = |change: &dyn Fn(String) -> String| {
        let (code, said) = Written::new().manifest(change);
        assert_eq!(code, Some(2));
        said
    };
    let cut = manifest(&|text| text[..200].to_owned());
    assert!(
        cut.starts_with("jinjian: out/manifest.json: 清单读不懂（"),
        "{cut}"
    );
    assert!(
        cut.ends_with("），被截断或改动过，无法核对；重新运行 jinjian run\n"),
        "{cut}"
    );
    // Another version is told as such, whatever has become of the rest.
    let other = manifest(&|text| {
        let text = text.replace("jinjian.manifest/1", "jinjian.manifest/2");
        text.replace("\"outputs\"", "\"files\"")
    });
    assert_eq!(
        other,
        "jinjian: out/manifest.json: 清单是 jinjian.manifest/2，本程序只认 jinjian.manifest/1；\
         请用写出它的那一版 jinjian 核对，或重新运行 jinjian run\n"
    );
    assert_eq!(
        manifest(&|text| text.replace("reports/plan.csv", "../plan.csv")),
        "jinjian: out/manifest.json: 清单记有不在这个文件夹里的 ../plan.csv，被改动过，无法核对；重新运行 jinjian run\n"
    );
    let written = Written::new();
    fs::remove_file(written.out("manifest.json")).expect("removed");
    let absent = "没有这个文件，说明这里不是 jinjian run 的输出文件夹，或清单被删了；请指到 --out 写出的那个文件夹";
    assert_eq!(
        written.verify("zh"),
        (Some(2), format!("jinjian: out/manifest.json: {absent}\n"))
    );
    fs::remove_dir_all(written.out("")).expect("removed");
    let (code, said) = written.verify("en");
    assert_eq!(code, Some(2));
    assert_eq!(
        said,
        "jinjian: out/manifest.json: is not there, so this is no folder a run wrote, or its manifest is gone; \
         name the folder given as --out\n"
    );
}

/// A link that leads nowhere is a file that is missing.
#[cfg(unix)]
#[test]
fn a_link_to_nothing() {
    let written = Written::new();
    let plan = written.out("reports/plan.csv");
    fs::remove_file(&plan).expect("removed");
    std::os::unix::fs::symlink("/nowhere/at/all", &plan).expect("a link");
    let (code, said) = written.verify("zh");
    assert_eq!(code, Some(1));
    assert!(
        said.starts_with("缺少\treports/plan.csv\nmanifest"),
        "{said}"
    );
}
