//! `docs/formats.md`: what the program reads, from the layouts in `templates/sheets` and `templates/accounts`.

use jinjian::model::{Kind, Lang};
use toml::Value;

use super::table::{LayoutFile, field, layouts, list, plain, table, text, texts};

const INTRO: &str = "# What it reads\n\n\
    A folder as it lies on somebody's desk. A file is what its bytes say it is, whatever its name.\n\n\
    | | |\n|---|---|\n\
    | workbooks | `.xlsx` `.xlsm` `.xls` (Excel 5 to 2003, GBK included) `.xlsb` `.ods`, and what banks call `.xls`: HTML \
    tables, single-file web pages, SpreadsheetML 2003 |\n\
    | text | comma, tab, semicolon or bar; UTF-8, GB18030 or UTF-16, with or without a byte order mark |\n\
    | archives | `.zip` of all these, member names in GBK too; each member is a file of its own: `账单.zip/业务明细.csv` |\n\n\
    Of a folder, everything is read whose name ends as data does (`.csv`, `.txt`, `.xlsx` …), and workbooks and archives under \
    any name; folders below it too, except one with a `jinjian.toml` of its own, which is another job, and what an earlier run \
    wrote. What cannot be read (a password, a PDF, an Apple Numbers sheet, a zip bomb) is refused by name with what to do, and \
    the other files go on.\n\n\
    ## How a sheet is recognised\n\n\
    By its headers, never by its name or by position. The header row is found by its content: one to three rows (`法人信息` \
    over `姓名`), in Chinese or English, below titles and notes, with stars, line breaks and examples in brackets. A layout \
    fits when enough of its columns are there, as the table says. Headers are compared after folding width, case, white space, \
    `_`, `-`, `*`, 帐 = 账 and notes in brackets. Instruction and example rows, totals, footers and a header that comes again \
    are left out and named; merged cells count inside their range only; what is hidden is read with a note, or left out where \
    the job says so. Control totals in footers and summaries, and running balances, are held against the rows: a difference \
    names both figures.\n\n\
    A column whose header no layout knows is never guessed. `jinjian inspect` shows what became of each file before anything \
    is done with it. `jinjian map` proposes what an unknown column may be, from its header and its cells, with a score and the \
    reason; `--save` (or `--set 铺面代号=store_code`) writes what you accept to `jinjian.maps.toml` beside the file, and every \
    later run goes by it, until the header changes: then it says so (SHT009).\n\n\
    ```\n\
    $ jinjian map 门店.csv\n\
    门店.csv\n\
    \u{20} 门店信息表 · stores\n\
    \u{20}   A  铺面代号    × 未识别\n\
    \u{20}   B  门店名称    → store_name 门店名称          表头\n\
    \u{20}   C  统一代码    → business_license 营业执照号  表头\n\
    \u{20}   D  负责人电话  ? contact_phone 联系人电话     建议，80 分：表头近似「门店负责人电话」，2 格中 2 格相符\n\
    \u{20}   …\n\n\
    未保存；加 --save 写入 jinjian.maps.toml：1 张表，1 列\n\
    ```\n\n\
    Your own layouts stand in `layouts/sheets/` and `layouts/accounts/` of a job and take the place of the built-in ones of the \
    same name.\n\n\
    ## Layouts\n\n";

pub(super) fn page() -> String {
    let mut all = layouts("sheets");
    all.extend(layouts("accounts"));
    let row = |file: &LayoutFile| {
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| kind.key() == text(&file.content, "kind"));
        let kind = kind.expect("a kind");
        vec![
            format!("[{0}](#{0})", text(&file.content, "name")),
            format!("`{}` {}", kind.key(), kind.label(Lang::Zh)),
            plain(&file.about),
        ]
    };
    let mut page = INTRO.to_owned() + &table(&["layout", "kind", "what"], all.iter().map(row));
    for file in &all {
        page += &layout(file);
    }
    page
}

/// What a layout needs, its columns, and the headers it knows and does not use.
fn layout(LayoutFile { content, .. }: &LayoutFile) -> String {
    let keys = |any: &Value| {
        let any = any.as_array().expect("a list");
        let any = any
            .iter()
            .filter_map(Value::as_str)
            .map(|key| format!("`{key}`"));
        any.collect::<Vec<_>>().join(" or ")
    };
    let need: Vec<String> = list(content, "need").iter().map(keys).collect();
    let columns = content["columns"].as_table().expect("columns");
    let row = |(key, headers): (&String, &Value)| {
        let headers = headers
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(Value::as_str);
        let headers: Vec<String> = headers.map(plain).collect();
        vec![field(key), headers.join("、")]
    };
    let mut part = format!(
        "\n### {}\n\nFits when {} known columns are there, among them {}.\n\n{}",
        text(content, "name"),
        content["at_least"],
        need.join("; "),
        table(&["field", "headers"], columns.iter().map(row))
    );
    let known: Vec<String> = texts(content, "known").into_iter().map(plain).collect();
    if !known.is_empty() {
        part += &format!("\nUnderstood and not used: {}.\n", known.join("、"));
    }
    part
}
