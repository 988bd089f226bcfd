//! `jinjian fix`: the sheet again, cell by cell, and every change listed; read back with the program and
//! as a grid.

use std::fs;
use std::path::Path;
use std::process::Output;

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;
use tempfile::TempDir;

use crate::job::jinjian;

const STORES: &str = "\
自用编码,门店名称,公司名称,营业执照号,法人姓名,法人身份证号,联系人手机,详细地址,备注
S1, 甲店 ,甲（杭州） 有限公司,91330106ma2h1abc7u,陈一平,330106 19900307 4525,137-0001-0002,文一路　１２号, a\u{3000}b
s2,乙店,乙有限公司,9133O106MA2H1ABC7U,330106199003074525,林二平,13700010002,/,\"x,\"\"y\"\"\"

s3,丙店,丙有限公司,91330106MA2H1ABC7W,周三平,330106199030074525,13700010002,文二路 3 号,=1+1
s3,丙店,丙有限公司,91330106MA2H1ABC7W,周三平,330106199030074525,13700010002,文二路 3 号,=1+1
";

fn folder(name: &str, bytes: impl AsRef<[u8]>) -> TempDir {
    let folder = tempfile::tempdir().expect("temporary folder");
    fs::write(folder.path().join(name), bytes).expect("file");
    folder
}

fn fix(folder: &TempDir, args: &[&str]) -> Output {
    let mut command = jinjian();
    command.current_dir(folder).arg("fix").args(args);
    command
        .args(["--as-of", "2026-11-20"])
        .output()
        .expect("runs")
}

/// What a fix prints that goes well.
fn fixed(folder: &TempDir, args: &[&str]) -> (String, String) {
    let output = fix(folder, args);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    assert_eq!(output.status.code(), Some(0), "{}", text(output.stderr));
    (text(output.stdout), text(output.stderr))
}

/// The sheets of a workbook: names, and rows of texts from A1 on.
fn grid(path: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    let file = fs::read(path).expect("workbook");
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file)).expect("xlsx");
    let sheets = book.sheet_names();
    let sheet = |name: String| {
        let range = book.worksheet_range(&name).expect("sheet");
        let (rows, columns) = range.end().map_or((0, 0), |(r, c)| (r + 1, c + 1));
        let text = |r, c| match range.get_value((r, c)) {
            None | Some(calamine::Data::Empty) => String::new(),
            Some(calamine::Data::String(text)) => text.clone(),
            Some(other) => panic!("{r} {c}: {other:?} is no text"),
        };
        let rows = (0..rows).map(|r| (0..columns).map(|c| text(r, c)).collect());
        (name, rows.collect())
    };
    sheets.into_iter().map(sheet).collect()
}

fn lines(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|line| line.split('|').collect()).collect()
}

#[test]
fn only_what_is_the_same_value_changes() {
    let folder = folder("门店.csv", STORES);
    let (diff, told) = fixed(
        &folder,
        &["门店.csv", "-o", "新.xlsx", "--diff", "--reveal"],
    );
    assert_eq!(
        diff,
        "B2: \" 甲店 \" → \"甲店\" (去掉多余空格)\n\
         C2: \"甲（杭州） 有限公司\" → \"甲（杭州）有限公司\" (去掉多余空格)\n\
         D2: \"91330106ma2h1abc7u\" → \"91330106MA2H1ABC7U\" (统一大小写)\n\
         F2: \"330106 19900307 4525\" → \"330106199003074525\" (去掉多余空格)\n\
         G2: \"137-0001-0002\" → \"13700010002\" (去掉分隔符)\n\
         H2: \"文一路\\u{3000}１２号\" → \"文一路 12号\" (全角改半角)\n"
    );
    assert_eq!(
        told,
        "改了 6 格，写入 新.xlsx；另有 5 格的号码只有一种改法，用 --unsafe 一并改正\n"
    );
    let sheets = grid(&folder.path().join("新.xlsx"));
    let (name, rows) = &sheets[0];
    assert_eq!((name.as_str(), sheets.len()), ("Sheet1", 2));
    let expected = "\
自用编码|门店名称|公司名称|营业执照号|法人姓名|法人身份证号|联系人手机|详细地址|备注
S1|甲店|甲（杭州）有限公司|91330106MA2H1ABC7U|陈一平|330106199003074525|13700010002|文一路 12号| a\u{3000}b
s2|乙店|乙有限公司|9133O106MA2H1ABC7U|330106199003074525|林二平|13700010002|/|x,\"y\"
||||||||
s3|丙店|丙有限公司|91330106MA2H1ABC7W|周三平|330106199030074525|13700010002|文二路 3 号|=1+1
s3|丙店|丙有限公司|91330106MA2H1ABC7W|周三平|330106199030074525|13700010002|文二路 3 号|=1+1";
    assert_eq!(*rows, lines(expected));
    let (name, record) = &sheets[1];
    assert_eq!((name.as_str(), record.len()), ("修改记录", 7));
    assert_eq!(
        record[0],
        ["工作表", "单元格", "表头", "原值", "新值", "原因"]
    );
    assert_eq!(
        record[1],
        ["", "B2", "门店名称", " 甲店 ", "甲店", "去掉多余空格"]
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("门店.csv")).expect("the input"),
        STORES
    );
}

#[test]
fn repairs_that_are_the_only_ones() {
    let folder = folder("门店.csv", STORES);
    let args = ["门店.csv", "-o", "新.csv", "--unsafe", "--diff"];
    let (diff, told) = fixed(&folder, &[&args[..], &["--lang", "en"]].concat());
    assert_eq!(told, "11 cell(s) changed, written to 新.csv\n");
    let hidden: Vec<&str> = diff.lines().skip(6).collect();
    assert_eq!(
        hidden,
        [
            "D3: \"9133O106MA2H1ABC7U\" → \"91330106MA2H1ABC7U\" (LIC001 digits for look-alike letters)",
            "E3: \"3**\" → \"林**\" (IDN012 two cells exchanged)",
            "F3: \"林**\" → \"330*************25\" (IDN012 two cells exchanged)",
            "F5: \"330*************25\" → \"330*************25\" (IDN002 two neighbours exchanged)",
            "F6: \"330*************25\" → \"330*************25\" (IDN002 two neighbours exchanged)",
        ]
    );
    let text = fs::read_to_string(folder.path().join("新.csv")).expect("the output");
    let expected = "\u{FEFF}\
自用编码,门店名称,公司名称,营业执照号,法人姓名,法人身份证号,联系人手机,详细地址,备注\r
S1,甲店,甲（杭州）有限公司,91330106MA2H1ABC7U,陈一平,330106199003074525,13700010002,文一路 12号, a\u{3000}b\r
s2,乙店,乙有限公司,91330106MA2H1ABC7U,林二平,330106199003074525,13700010002,/,\"x,\"\"y\"\"\"\r
\r
s3,丙店,丙有限公司,91330106MA2H1ABC7W,周三平,330106199003074525,13700010002,文二路 3 号,=1+1\r
s3,丙店,丙有限公司,91330106MA2H1ABC7W,周三平,330106199003074525,13700010002,文二路 3 号,=1+1\r
";
    assert_eq!(text, expected);
    // There is nothing left to change.
    let (diff, _) = fixed(&folder, &["新.csv", "-o", "再.csv", "--unsafe", "--diff"]);
    assert_eq!(diff, "");
    assert_eq!(
        fs::read(folder.path().join("再.csv")).expect("output"),
        expected.as_bytes()
    );
}

/// A workbook with a title over merged cells, a merged company, numbers, and a sheet of notes.
#[test]
fn a_diff_alone_writes_nothing() {
    let folder = folder("门店.csv", STORES);
    let with = ["门店.csv", "-o", "新.csv", "--unsafe", "--diff"];
    let (written, _) = fixed(&folder, &with);
    fs::remove_file(folder.path().join("新.csv")).expect("the file that was written");
    let (diff, told) = fixed(&folder, &["门店.csv", "--unsafe", "--diff"]);
    assert_eq!(diff, written);
    assert!(told.ends_with("没有写文件\n"), "{told}");
    assert_eq!(fs::read_dir(folder.path()).expect("folder").count(), 1);
    assert_eq!(fix(&folder, &["门店.csv"]).status.code(), Some(2));
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.set_name("门店信息").expect("a name");
    sheet
        .merge_range(0, 0, 0, 4, "门店信息表", &plain)
        .expect("merged");
    let header = ["自用编码", "门店名称", "公司名称", "营业执照号", "详细地址"];
    for (column, text) in (0..).zip(header) {
        sheet.write_string(1, column, text).expect("a cell");
    }
    sheet
        .merge_range(2, 2, 3, 2, "甲有限公司 ", &plain)
        .expect("merged");
    for row in 2..4 {
        sheet
            .write_number(row, 0, f64::from(row) + 100.0)
            .expect("a cell");
        sheet.write_string(row, 1, "店").expect("a cell");
        sheet
            .write_string(row, 3, "９1330106MA2H1ABC7U")
            .expect("a cell");
        sheet.write_string(row, 4, "某路 1 号").expect("a cell");
    }
    let notes = book.add_worksheet();
    notes.set_name("修改记录").expect("a name");
    notes.write_string(4, 2, " 说明 ").expect("a cell");
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_workbook_keeps_its_sheets_and_what_is_merged() {
    let folder = folder("门店.xlsx", workbook());
    let (diff, _) = fixed(&folder, &["门店.xlsx", "-o", "新.xlsx", "--diff"]);
    assert_eq!(
        diff,
        "门店信息!C3: \"甲有限公司 \" → \"甲有限公司\" (去掉多余空格)\n\
         门店信息!D3: \"９1330106MA2H1ABC7U\" → \"91330106MA2H1ABC7U\" (全角改半角)\n\
         门店信息!D4: \"９1330106MA2H1ABC7U\" → \"91330106MA2H1ABC7U\" (全角改半角)\n"
    );
    let sheets = grid(&folder.path().join("新.xlsx"));
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["门店信息", "修改记录", "修改记录 2"]);
    let expected = "\
门店信息表||||
自用编码|门店名称|公司名称|营业执照号|详细地址
102|店|甲有限公司|91330106MA2H1ABC7U|某路 1 号
103|店||91330106MA2H1ABC7U|某路 1 号";
    assert_eq!(sheets[0].1, lines(expected));
    assert_eq!(sheets[1].1[4], ["", "", " 说明 "]);
    // The second store still has its company: the range is merged as it was.
    let mut command = jinjian();
    command
        .current_dir(&folder)
        .args(["check", "新.xlsx", "--as-of", "2026-11-20"]);
    let said = command
        .args(["--select", "REQ"])
        .output()
        .expect("runs")
        .stdout;
    let said = String::from_utf8(said).expect("UTF-8");
    assert!(!said.contains("公司名称"), "{said}");
    let refused = fix(&folder, &["门店.xlsx", "-o", "新.csv"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(!folder.path().join("新.csv").exists());
}

/// Codes and sheets of what is said of a file.
fn checked(folder: &TempDir, file: &str) -> Vec<(String, Option<String>)> {
    let mut command = jinjian();
    command.current_dir(folder).args(["check", file]);
    command.args(["--as-of", "2026-11-20", "--format", "json"]);
    let said = command.output().expect("runs").stdout;
    let said = String::from_utf8(said).expect("UTF-8");
    let told = |line: &str| {
        let finding: Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| finding[key].as_str().map(str::to_owned);
        (text("code").expect("a code"), text("sheet"))
    };
    said.lines().map(told).collect()
}

#[test]
fn the_list_of_changes_is_no_unknown_sheet() {
    let folder = folder("门店.xlsx", workbook());
    for lang in ["zh", "en"] {
        let out = format!("{lang}.xlsx");
        fixed(&folder, &["门店.xlsx", "-o", &out, "--lang", lang]);
        let said = checked(&folder, &out);
        let unknown: Vec<_> = said.iter().filter(|(code, _)| code == "SHT001").collect();
        // The merchant's own sheet of that name is still one.
        assert_eq!(unknown, [&("SHT001".into(), Some("修改记录".into()))]);
        let names: Vec<String> = (grid(&folder.path().join(&out)).into_iter())
            .map(|(name, _)| name)
            .collect();
        let own = ["修改记录 2", "Changes"][usize::from(lang == "en")];
        assert_eq!(names[2], own);
        let mut command = jinjian();
        command.current_dir(&folder).args(["inspect", &out]);
        let said = command.output().expect("runs").stdout;
        let said = String::from_utf8(said).expect("UTF-8");
        assert_eq!(
            said.matches("jinjian fix 的修改记录，不是数据，未读取")
                .count(),
            1,
            "{said}"
        );
    }
}

#[test]
fn what_cannot_be_written_again() {
    let folder = folder("门店.csv", STORES);
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("file");
    write("备忘.csv", "一,二\n三,四\n");
    write("空.csv", "");
    write("在.xlsx", "x");
    let refusal = |args: &[&str]| {
        let output = fix(&folder, args);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    for (args, expected) in [
        (
            ["门店.csv", "-o", "门店.csv", "--force"],
            "门店.csv: is the input",
        ),
        (["门店.csv", "-o", "./门店.csv", "--force"], "is the input"),
        (
            ["门店.csv", "-o", "新.xls", "--diff"],
            "新.xls: give a name that ends in .xlsx or .csv",
        ),
        (
            ["门店.csv", "-o", "在.xlsx", "--diff"],
            "在.xlsx: is there already",
        ),
        (
            ["备忘.csv", "-o", "新.xlsx", "--diff"],
            "备忘.csv: holds no table",
        ),
        (["空.csv", "-o", "新.xlsx", "--diff"], "空.csv: "),
        (
            ["没有.csv", "-o", "新.xlsx", "--diff"],
            "没有.csv: is no file",
        ),
    ] {
        let said = refusal(&args);
        assert!(said.contains(expected), "{args:?}: {said}");
    }
    assert_eq!(fs::read(folder.path().join("在.xlsx")).expect("file"), b"x");
    assert!(!folder.path().join("新.xlsx").exists());
    fixed(&folder, &["门店.csv", "-o", "在.xlsx", "--force"]);
    assert_eq!(grid(&folder.path().join("在.xlsx")).len(), 2);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.path().join("在.xlsx"))
            .expect("file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "readable by its owner only");
    }
}
