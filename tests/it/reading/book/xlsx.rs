//! `.xlsx` workbooks (ECMA-376 part 1, section 18) with their sheets' XML given by the test.

use super::zipped;

/// A workbook of sheets and the parts they rest on.
#[derive(Default)]
pub struct Book<'a> {
    /// Name, attributes of its entry in the workbook, and the XML within `<worksheet>`.
    pub sheets: Vec<(&'a str, &'a str, String)>,
    /// What stands within `<workbook>` before the sheets.
    pub properties: &'static str,
    /// Number formats; cell style 0 is General, style n + 1 the nth of these.
    pub formats: Vec<&'static str>,
    /// Parts that replace those written here, or come on top of them.
    pub parts: Vec<(&'static str, Vec<u8>)>,
    /// Parts left out.
    pub without: Vec<&'static str>,
}

/// A workbook of one visible sheet `Sheet1`.
pub fn book(sheet: impl Into<String>) -> Book<'static> {
    Book {
        sheets: vec![("Sheet1", "", sheet.into())],
        ..Book::default()
    }
}

/// `<sheetData>` of rows of inline text, the first cell in A1.
pub fn data(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row =
        |cells: &&[&str]| format!("<row>{}</row>", cells.iter().map(cell).collect::<String>());
    let rows: String = rows.iter().map(row).collect();
    format!("<sheetData>{rows}</sheetData>")
}

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Book<'_> {
    pub fn bytes(&self) -> Vec<u8> {
        let (mut entries, mut relations) = (String::new(), String::new());
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        for (number, (name, attributes, xml)) in (1..).zip(&self.sheets) {
            let entry = format!(
                "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\" {attributes}/>"
            );
            entries.push_str(&entry);
            relations.push_str(&relation(
                number,
                "worksheet",
                &format!("worksheets/sheet{number}.xml"),
            ));
            let xml = format!("<worksheet>{xml}</worksheet>");
            parts.push((format!("xl/worksheets/sheet{number}.xml"), xml.into_bytes()));
        }
        let workbook = format!(
            "<workbook>{}<sheets>{entries}</sheets></workbook>",
            self.properties
        );
        let package = relation(1, "officeDocument", "xl/workbook.xml");
        for (path, text) in [
            (
                "_rels/.rels",
                format!("<Relationships>{package}</Relationships>"),
            ),
            ("xl/workbook.xml", workbook),
            (
                "xl/_rels/workbook.xml.rels",
                format!("<Relationships>{relations}</Relationships>"),
            ),
            ("xl/styles.xml", self.styles()),
        ] {
            parts.push((path.to_owned(), text.into_bytes()));
        }
        parts.retain(|(path, _)| {
            let replaced = self.parts.iter().any(|(other, _)| other == path);
            !replaced && !self.without.contains(&path.as_str())
        });
        let own = parts
            .iter()
            .map(|(path, bytes)| (path.as_str(), &bytes[..]));
        let given = self.parts.iter().map(|(path, bytes)| (*path, &bytes[..]));
        zipped(&own.chain(given).collect::<Vec<_>>())
    }

    fn styles(&self) -> String {
        let (mut formats, mut cells) = (String::new(), "<xf numFmtId=\"0\"/>".to_owned());
        for (id, code) in (164..).zip(&self.formats) {
            formats.push_str(&format!(
                "<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>"
            ));
            cells.push_str(&format!("<xf numFmtId=\"{id}\"/>"));
        }
        format!("<styleSheet><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>")
    }
}

/// One relationship of a part.
pub fn relation(id: u32, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"rId{id}\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>")
}
