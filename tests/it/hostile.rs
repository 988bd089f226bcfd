//! Whatever stands in a cell, the run comes to an end: no panic, no refusal of the whole job, and
//! every row still ends somewhere.

use std::fs;

use crate::job::{Job, manifest, plan};
use crate::synth::Faults;

/// Values nobody expects in a sheet, and some that people really type.
const VALUES: &[&str] = &[
    "",
    " ",
    "*",
    "***",
    "张**",
    "无",
    "/",
    "#N/A",
    "0",
    "-1",
    "1e308",
    "NaN",
    "3.30106E+17",
    "330106199003074525*",
    "99999999999999999999999999999999999999",
    "NRA330501616135",
    "ＡＢＣ１２３（）",
    "=1+1",
    "@SUM(A1)",
    "a,b;c|d\t",
    "\u{200B}\u{FEFF}",
    "e\u{301}\u{1F600}",
    "𬸣㛃䶮",
    "{0}{other}{fix}",
    "<a>&amp;\u{1}\u{1F}",
    "长期",
    "2099-12-31",
    "-130.123456",
    "东莞市",
    "市辖区",
];

/// The next number of a small generator; the same seed gives the same job.
fn next(state: &mut u64) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}

/// Puts one odd value into every data row, some of them very long.
fn spoil(text: &str, state: &mut u64) -> String {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for (at, record) in reader.records().enumerate() {
        let record = record.expect("valid CSV");
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if at > 0 {
            let cell = next(state) % cells.len();
            let value = VALUES[next(state) % VALUES.len()];
            cells[cell] = if next(state).is_multiple_of(10) {
                value.repeat(3000)
            } else {
                value.to_owned()
            };
        }
        writer.write_record(&cells).expect("written");
    }
    String::from_utf8(writer.into_inner().expect("flushed")).expect("UTF-8")
}

#[test]
fn odd_cells_never_stop_a_run() {
    for seed in 1..=6 {
        let mut state = seed;
        let job = Job::new(300, seed, Faults::Count(0));
        for name in [
            "门店信息表-华东.csv",
            "支付宝账户记录.csv",
            "已进件商户.csv",
        ] {
            let path = job.input().join(name);
            let bytes = fs::read(&path).expect("file");
            let text = match std::str::from_utf8(&bytes) {
                Ok(text) => text.to_owned(),
                Err(_) => encoding_rs::GB18030.decode(&bytes).0.into_owned(),
            };
            fs::write(
                &path,
                spoil(text.trim_start_matches('\u{FEFF}'), &mut state),
            )
            .expect("written");
        }
        let levels = [
            "",
            "\n[levels]\nLEN = \"note\"\nCAT = \"note\"\nADR = \"note\"\nREQ = \"note\"\nBNK = \"note\"\nLIC = \"note\"\nIDN = \"note\"\nDUP = \"note\"\nNUM = \"note\"\nCEL = \"note\"\n",
        ];
        let path = job.input().join("jinjian.toml");
        let settings = fs::read_to_string(&path).expect("job file");
        fs::write(&path, settings + levels[(seed % 2) as usize]).expect("written");

        let output = job.run("out", &[]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.code().is_some_and(|code| code < 2),
            "seed {seed}: {said}"
        );
        let totals = &manifest(&job.out("out"))["totals"]["stores"];
        assert_eq!(
            totals["rows"].as_u64(),
            Some(plan(&job.out("out")).len() as u64),
            "seed {seed}"
        );
    }
}
