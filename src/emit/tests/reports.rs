//! What people and machines read: uploads, findings, the report workbook, CSV.

use super::*;

#[test]
fn upload_workbooks_hold_text_and_keep_the_row_cap() {
    let mut sample = Sample::of(20);
    for layout in &mut sample.layouts {
        layout.row_cap = 7;
    }
    let (_folder, out) = temporary();
    published(&sample, &out);
    let second = sheet(&out, "uploads/indirect-create-002.xlsx", "间连进件-新建");
    assert_eq!(second.height(), 1 + 3);
    assert_eq!(text(&second, 0, 0), "门店自用编码");
    assert_eq!(text(&second, 1, 0), "storeId000012");
    let labels: Vec<_> = (0..second.width() as u32)
        .map(|c| text(&second, 0, c))
        .collect();
    let column = |label: &str| labels.iter().position(|l| l == label).expect(label) as u32;
    assert_eq!(text(&second, 1, column("结算账号")), "6222020200112230");
    assert_eq!(
        text(&second, 1, column("法人身份证号")),
        "330106198001010012"
    );
    assert_eq!(text(&second, 1, column("经度")), "120.155070");
    let items = sheet(&out, "uploads/item-publish-001.xlsx", "商品发布");
    assert_eq!(
        (text(&items, 1, 0), text(&items, 1, 5)),
        ("00000000".into(), "1299.00".into())
    );
    let switch = sheet(&out, "uploads/order-switch-001.xlsx", "订单同步开关");
    assert_eq!(
        (text(&switch, 1, 5), text(&switch, 1, 6)),
        ("西湖区".into(), "开启".into())
    );
    let plan = read(&out, "reports/plan.csv");
    let line = plan
        .lines()
        .find(|l| l.contains("storeId000012"))
        .expect("in the plan");
    assert!(
        line.ends_with("uploads/indirect-create-002.xlsx,2"),
        "{line}"
    );
}

#[test]
fn findings_mask_personal_data_unless_revealed() {
    let mut sample = Sample::of(9);
    let (_folder, out) = temporary();
    published(&sample, &out);
    let lines = read(&out, "reports/findings.jsonl");
    let first = lines.lines().next().expect("a finding");
    let finding: Value = serde_json::from_str(first).expect("JSON");
    assert_eq!(finding["schema"], "jinjian.finding/1");
    assert_eq!(finding["cell"], "F12");
    assert_eq!(finding["row"], 12);
    assert_eq!(finding["sheet"], "门店信息");
    assert_eq!(finding["field"], "legal_id_no");
    assert_eq!(finding["store_code"], "storeId000008");
    assert_eq!(finding["found"], "330*************12");
    assert_eq!(finding["other"], "110*************11");
    assert_eq!(finding["related"][0]["found"], "110*************11");
    assert_eq!(finding["related"][0]["cell"], "B7");
    assert!(
        finding["related"][0].get("sheet").is_none(),
        "a CSV has no sheet"
    );
    for file in [
        "reports/findings.jsonl",
        "reports/plan.csv",
        "reports/accounts.csv",
    ] {
        let text = fs::read_to_string(out.join(file)).expect("there");
        assert!(
            !text.contains("330106198001010012") && !text.contains("6222020200112230"),
            "{file}"
        );
        assert!(!text.contains("shop8@example.com"), "{file}");
    }
    sample.settings.reveal = true;
    sample.settings.lang = Lang::En;
    published(&sample, &out);
    let line = read(&out, "reports/findings.jsonl");
    assert!(line.contains("330106198001010012"));
}

#[test]
fn the_report_has_its_sheets_and_both_sides() {
    let sample = Sample::of(20);
    let (_folder, out) = temporary();
    published(&sample, &out);
    let file = "reports/discrepancies.xlsx";
    let book: Xlsx<_> = open_workbook(out.join(file)).expect("opens");
    assert_eq!(
        book.sheet_names(),
        [
            "总览",
            "按商户",
            "明细",
            "主体一致性",
            "四要素",
            "账户核对",
            "进件计划",
            "前提清单",
            "上传目标",
            "规则说明"
        ]
    );
    let details = sheet(&out, file, "明细");
    assert_eq!(details.height(), 1 + 4);
    assert_eq!(text(&details, 1, 0), "错误");
    assert_eq!(text(&details, 1, 8), "F12");
    assert_eq!(text(&details, 1, 10), "330*************12");
    assert!(text(&details, 1, 12).contains("支付宝账户记录.csv › B7"));
    let merchants = sheet(&out, file, "按商户");
    assert!(
        text(&merchants, 1, 12).starts_with("请贵司核对："),
        "held merchants come first"
    );
    let plan = sheet(&out, file, "进件计划");
    assert_eq!(plan.height(), 1 + 20);
    let row = |row| -> Vec<String> {
        [3, 4, 5, 8, 9, 10, 11]
            .map(|column| text(&plan, row, column))
            .to_vec()
    };
    assert_eq!(
        row(0),
        ["处置", "原因", "阶段", "M4", "逾期", "现在办", "等待"]
    );
    let held = [
        "暂缓",
        "ACC002 BAC003",
        "M3",
        "就绪",
        "",
        "",
        "商户：更正后重新提交；商户：14 天内完成一笔交易",
    ];
    assert_eq!(row(9), held);
    assert_eq!(row(10), ["直连", "", "", "", "", "", ""]);
}

#[test]
fn csv_reports_open_in_excel_without_formulas() {
    let mut row = store(0);
    row[1].1 = "=cmd()".into();
    let sample = Sample::with(&[row]);
    let (_folder, out) = temporary();
    published(&sample, &out);
    let plan = read(&out, "reports/plan.csv");
    assert!(plan.starts_with('\u{feff}') && plan.ends_with("\r\n"));
    assert!(plan.contains(",'=cmd(),"));
    let create = read(&out, "uploads/indirect-create-001.jsonl");
    assert!(
        create.contains("\"alias_name\":\"=cmd()\""),
        "uploads stay exact"
    );
}

#[test]
fn entities_are_blocks_of_the_cells_that_disagree() {
    let mut sample = Sample::of(20);
    let (stores, sources) = (&sample.ingested.tables.stores, &sample.ingested.sources);
    let cell = |row| stores.place(row, Field::MerchantName, sources);
    let defect = Defect::at(Field::MerchantName).other("杭州测试0商贸有限公司");
    let mut finding = Finding::at(sample::rule("ENT001"), stores, 0, sources, defect);
    for row in [1, 2] {
        finding = finding.related(Related {
            place: cell(row),
            field: None,
            found: stores.original(row, Field::MerchantName).to_owned(),
            note: Note::DiffersHere,
            touches: None,
        });
    }
    sample.findings.insert(0, finding);
    let (_folder, out) = temporary();
    published(&sample, &out);
    let entities = sheet(&out, "reports/discrepancies.xlsx", "主体一致性");
    assert_eq!(
        text(&entities, 1, 0),
        "ENT001 同一执照的公司名称不一致 · 营业执照号 91330106MA0000000X"
    );
    assert_eq!(text(&entities, 2, 1), "杭州（测试0）有限公司 ");
    assert_eq!(text(&entities, 2, 3), "storeId000000");
    assert_eq!(text(&entities, 4, 3), "storeId000002");
    assert_eq!(text(&entities, 4, 2), "此处不同");
}
