//! Tables in markup: what banks and shop systems export as HTML, a single-file web page or
//! SpreadsheetML 2003, most often under the name `.xls`.

use jinjian::model::{Field, Kind};

use super::{Read, gb18030, read, read_with};

const FIELDS: &[Field] = &[
    Field::StoreCode,
    Field::StoreName,
    Field::Address,
    Field::CardNo,
];

const HEADER: &str = "<tr><th>自用编码<th>门店名称<th>公司名称<th>详细地址<th>结算账号";

/// A page around a table's rows.
fn page(rows: &str) -> String {
    format!("<html><body><table>{HEADER}{rows}</table></body></html>")
}

fn one(read: &Read) -> (&'static str, &'static str, Option<u64>) {
    let file = &read.ingested.files[0];
    let text = file.text.expect("a text");
    (file.format, text.encoding, text.not_utf8_at)
}

#[test]
fn a_page_as_exporters_write_it() {
    // Any case, quotes or none, ends or none, entities, line breaks, tags within cells.
    let rows = "<TR class=x>\r\n  <TD style='mso-number-format:\"\\@\"'> s1 </TD>\
        <td><b>甲</b>&nbsp;<font color=red>店</font></td><td>甲&amp;乙&#20844;&#x53F8;\
        <td>某路\r\n   1 号<br/>2 楼</td><td x:str>6222021234567890123</td></TR>\
        <tr><td>s2<td>乙店<td>&lt;乙&gt;<td><div>a</div><p>b</p><td>\u{A0}";
    let read = read(&[("a.xls", page(rows).as_bytes())]);
    assert_eq!(one(&read), ("html", "UTF-8", None));
    assert_eq!(
        read.rows(Kind::Stores, FIELDS),
        [
            [
                "2",
                "s1",
                "甲\u{A0}店",
                "某路 1 号\n2 楼",
                "6222021234567890123"
            ],
            ["3", "s2", "乙店", "a\nb", ""],
        ]
    );
    let merchants = read.rows(Kind::Stores, &[Field::MerchantName]);
    assert_eq!(merchants, [["2", "甲&乙公司"], ["3", "<乙>"]]);
    assert_eq!(read.findings(), Vec::<String>::new());
    let sheet = read.ingested.sources[0].sheet.as_deref();
    assert_eq!(sheet, Some("table 1"));
}

#[test]
fn numbers_show_their_zeros_and_long_ones_what_was_kept() {
    let cells = "<td style='mso-number-format:0' x:num>7</td>\
        <td style='mso-number-format:\"000000\"' x:num=\"742\">000742</td><td>甲公司</td><td>某路</td>\
        <td x:num=\"6222021234567890\">6.22202E+15</td>";
    let read = read(&[("a.xls", page(&format!("<tr>{cells}</tr>")).as_bytes())]);
    let row = ["2", "7", "000742", "某路", "6222021234567890"];
    assert_eq!(read.rows(Kind::Stores, FIELDS), [row]);
}

#[test]
fn the_encoding_of_a_page() {
    let row = [["2", "s1", "甲店", "某路", "6222"]];
    let text = page("<tr><td>s1<td>甲店<td>甲公司<td>某路<td>6222").replace(
        "<body>",
        "<head><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"></head><body>",
    );
    let first = text.find('自').map(|at| at as u64 + 1);
    let marked = format!("\u{FEFF}{text}");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    type Told = (&'static str, Option<u64>);
    let cases: [(Vec<u8>, Told); 4] = [
        (gb18030(&text), ("GB18030", first)),
        // What it declares is wrong: the bytes are UTF-8.
        (text.clone().into(), ("UTF-8", None)),
        (marked.into(), ("UTF-8 BOM", None)),
        (wide, ("UTF-16 LE", Some(1))),
    ];
    for (bytes, (encoding, not_utf8_at)) in cases {
        let read = read(&[("a.xls", &bytes)]);
        assert_eq!(read.rows(Kind::Stores, FIELDS), row, "{encoding}");
        assert_eq!(one(&read), ("html", encoding, not_utf8_at));
    }
    // It says UTF-8 and has a broken character: not everything else is GB18030 for that.
    let broken = text.replace("gb2312", "utf-8").replace("某路", "某\u{1}路");
    let broken: Vec<u8> = broken
        .bytes()
        .map(|b| if b == 1 { 0xFF } else { b })
        .collect();
    let broken = read(&[("a.xls", &broken)]);
    assert_eq!(
        broken.rows(Kind::Stores, &[Field::StoreName, Field::Address]),
        [["2", "甲店", "某\u{FFFD}路"]]
    );
    let job = "[[sources]]\npath = \"a.xls\"\nencoding = \"utf-8\"\n";
    let refused = read_with(job, &[("a.xls", &gb18030(&text))]);
    let refused = refused.err().expect("refused");
    assert!(
        refused.starts_with("a.xls: the job file says UTF-8, but from byte"),
        "{refused}"
    );
}

#[test]
fn cells_that_span_others() {
    // The title spans the sheet, the company two rows; what follows gives way.
    let rows = "<tr><td>s1<td>甲店<td rowspan=2>甲公司<td>某路<td>1</tr>\
        <tr><td>s2<td>乙店<td colspan=2>二路</tr><tr><td>s3<td>丙店<td>丙公司<td>三路<td>3</tr>";
    let title = "<tr><td colspan=5>门店信息表</tr>";
    let text = page(rows).replace("<table>", &format!("<table>{title}"));
    let read = read(&[("a.xls", text.as_bytes())]);
    let fields = [Field::StoreCode, Field::MerchantName, Field::CardNo];
    let rows = read.rows(Kind::Stores, &fields);
    assert_eq!(rows[0], ["3", "s1", "甲公司", "1"]);
    assert_eq!(rows[1][..2], ["4", "s2"]);
    assert_eq!(rows[2], ["5", "s3", "丙公司", "3"]);
    let addresses = read.rows(Kind::Stores, &[Field::Address]);
    assert_eq!(addresses[1], ["4", "二路"]);
    assert_eq!(read.ingested.files[0].sheets[0].header_rows, (2, 2));
}

#[test]
fn tables_within_tables_and_beside_them() {
    let inner = page("<tr><td>s1<td>甲店<td>甲公司<td><table><tr><td>x</table>某路<td>6222");
    let table = inner
        .replace("<html><body>", "")
        .replace("</body></html>", "");
    // The outer table only lays the page out; a table of one row is no sheet.
    let text = format!(
        "<html><table><tr><td>门店<td>导出</table><table><tr><td>\n{table}</td></tr><tr><td></td></tr></table>\
         <script>if (a<b) document.write('<table><tr><td>1<tr><td>2</table>')</script>\
         <!-- <table><tr><td>1<tr><td>2</table> --></html>"
    );
    let read = read(&[("a.html", text.as_bytes())]);
    let row = ["2", "s1", "甲店", "某路", "6222"];
    assert_eq!(read.rows(Kind::Stores, FIELDS), [row]);
    assert_eq!(read.ingested.files[0].sheets.len(), 1);
    assert_eq!(read.findings(), Vec::<String>::new());
}

#[test]
fn too_much_of_it_is_refused() {
    let good = page("<tr><td>s1<td>甲店<td>甲公司<td>某路<td>6222");
    let refusal = |job: &str, name: &str, bytes: &[u8]| {
        let read = read_with(job, &[("good.html", good.as_bytes()), (name, bytes)]);
        let read = read.expect("the good one is read");
        assert_eq!(read.table(Kind::Stores).len(), 1);
        read.findings().pop().expect("a finding")
    };
    let long = page(&" ".repeat(1024 * 1024));
    let tables = "<table>".repeat(3);
    assert_eq!(
        refusal("[limits]\ntext_mb = 1\n", "x.xls", long.as_bytes()),
        "FIL006 x.xls \"\" → more than text_mb allows: the limit is 1, this file has > 1"
    );
    assert_eq!(
        refusal("[limits]\nmembers = 2\n", "x.xls", tables.as_bytes()),
        "FIL006 x.xls \"\" → more than members allows: the limit is 2, this file has > 2"
    );
    let cells = "<table><tr>".to_owned() + &"<td>1".repeat(11);
    assert_eq!(
        refusal("[limits]\ncells = 10\n", "x.xls", cells.as_bytes()),
        "FIL006 x.xls \"\" → more than cells allows: the limit is 10, this file has > 10"
    );
}

#[test]
fn a_single_file_web_page() {
    // As Excel writes it: a frame first, the sheet in a part of its own, a picture last.
    let sheet = page("<tr><td class=3Dxl24>s1<td>=BC=D7=B5=EA<td>x<td>=\r\n=C4=B3=C2=B7<td>6222");
    let head = "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; \
        boundary=\"----=_NextPart_01\"\r\n\r\nThis document is a Web archive file.\r\n\r\n";
    let part = |kind: &str, encoding: &str, body: &str| {
        format!(
            "------=_NextPart_01\r\nContent-Location: file:///C:/1/a.htm\r\n\
             Content-Transfer-Encoding: {encoding}\r\nContent-Type: {kind}\r\n\r\n{body}\r\n\r\n"
        )
    };
    let html = "text/html; charset=\"gb2312\"";
    let message = [
        head.to_owned(),
        part(
            html,
            "quoted-printable",
            "<html><frameset></frameset></html>",
        ),
        part(html, "quoted-printable", &sheet),
        part("image/png", "base64", "iVBORw0KGgo="),
        "------=_NextPart_01--\r\n".to_owned(),
    ];
    let read = read(&[("a.mht", &gb18030(&message.concat()))]);
    let row = ["2", "s1", "甲店", "某路", "6222"];
    assert_eq!(read.rows(Kind::Stores, FIELDS), [row]);
    assert_eq!(read.ingested.files[0].format, "html");
    assert_eq!(
        read.ingested.files[0].bytes,
        gb18030(&message.concat()).len() as u64
    );
    assert_eq!(read.findings(), Vec::<String>::new());
}

/// A workbook of SpreadsheetML 2003 around its worksheets.
fn workbook(sheets: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"\n\
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Styles>\
         <Style ss:ID=\"s21\"><NumberFormat ss:Format=\"000000\"/></Style></Styles>{sheets}</Workbook>"
    )
}

/// A row of text cells under attributes.
fn row(attributes: &str, cells: &[&str]) -> String {
    let cell = |text: &&str| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
    let cells: String = cells.iter().map(cell).collect();
    format!("<Row {attributes}>{cells}</Row>\n")
}

const HEADS: &[&str] = &["自用编码", "门店名称", "公司名称", "详细地址", "结算账号"];

#[test]
fn a_workbook_of_xml() {
    let numbers = "<Row ss:Height=\"14\"><Cell ss:StyleID=\"s21\"><Data ss:Type=\"Number\">742</Data></Cell>\
        <Cell><ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\"><B>甲</B><Font>店</Font></ss:Data>\
        <Comment ss:Author=\"x\"><ss:Data ss:Type=\"String\">注意</ss:Data></Comment></Cell>\
        <Cell ss:Index=\"4\"><Data ss:Type=\"String\">某路&#10;1 号</Data></Cell>\
        <Cell><Data ss:Type=\"Number\">6.22202123456789E+15</Data><NamedCell ss:Name=\"x\"/></Cell>\
        <Cell><Data ss:Type=\"DateTime\">2019-03-06T00:00:00.000</Data></Cell></Row>";
    let error = "<Row ss:Index=\"9\"><Cell><Data ss:Type=\"Boolean\">1</Data></Cell>\
        <Cell><Data ss:Type=\"Error\">#N/A</Data></Cell></Row>";
    let heads = [HEADS, &["打标时间"]].concat();
    let table = format!(
        "<Worksheet ss:Name=\"门店 &amp; 账号\"><Table><Column ss:Width=\"60\"/>{}{}{numbers}{error}</Table></Worksheet>\
         <Worksheet ss:Name=\"旧\"><Table>{}{}</Table><WorksheetOptions><Visible>SheetHidden</Visible>\
         </WorksheetOptions></Worksheet>",
        row("ss:Index=\"3\"", &heads),
        row("ss:Span=\"2\"", &["s1", "乙店"]),
        row("", HEADS),
        row("", &["s9", "戊店"]),
    );
    let fields = [FIELDS, &[Field::TaggedAt]].concat();
    let read = read(&[("a.xls", workbook(&table).as_bytes())]);
    assert_eq!(
        read.rows(Kind::Stores, &fields),
        [
            ["4", "s1", "乙店", "", "", ""],
            // The row before stands for two more.
            [
                "7",
                "000742",
                "甲店",
                "某路\n1 号",
                "6222021234567890",
                "2019-03-06"
            ],
            ["9", "TRUE", "#N/A", "", "", ""],
            ["2", "s9", "戊店", "", "", ""],
        ]
    );
    let file = &read.ingested.files[0];
    assert_eq!((file.format, one(&read).1), ("xml", "UTF-8"));
    let hidden: Vec<bool> = file.sheets.iter().map(|s| s.hidden).collect();
    assert_eq!(hidden, [false, true]);
    let source = &read.ingested.sources[0];
    assert_eq!(source.sheet.as_deref(), Some("门店 & 账号"));
    assert_eq!(
        read.findings(),
        ["SHT008 a.xls›旧 \"\" → hidden sheet: read like the rest"]
    );
}

#[test]
fn a_workbook_of_xml_that_ends_early_is_refused() {
    let whole = workbook(&format!(
        "<Worksheet ss:Name=\"a\"><Table>{}{}</Table></Worksheet>",
        row("", HEADS),
        row("", &["s1", "甲店"]),
    ));
    let cut = &whole[..whole.find("</Table>").expect("its end")];
    let read = read(&[("a.xml", whole.as_bytes()), ("b.xml", cut.as_bytes())]);
    assert_eq!(read.table(Kind::Stores).len(), 1);
    assert_eq!(
        read.findings(),
        [
            "FIL003 b.xml \"\" → looks like .xml, but its structure is incomplete and it cannot be read \
             (it ends before its last sheet does)"
        ]
    );
}
