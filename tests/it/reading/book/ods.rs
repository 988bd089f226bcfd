//! `.ods` workbooks (OASIS OpenDocument 1.3) with the XML of their content given by the test.

use super::zipped;

const TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// A workbook of what stands within `<office:spreadsheet>`.
pub fn book(tables: &str) -> Vec<u8> {
    let style = "<style:style style:name=\"hidden\"><style:table-properties table:display=\"false\"/></style:style>";
    let content = format!(
        "<office:document-content><office:automatic-styles>{style}</office:automatic-styles>\
         <office:spreadsheet>{tables}</office:spreadsheet></office:document-content>"
    );
    with_content(&content, "")
}

/// A workbook with this content, and entries of its manifest.
pub fn with_content(content: &str, entries: &str) -> Vec<u8> {
    let manifest = format!("<manifest:manifest>{entries}</manifest:manifest>");
    zipped(&[
        ("mimetype", TYPE),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

/// A row of text cells.
pub fn row(texts: &[&str]) -> String {
    let cell = |text: &&str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    format!(
        "<table:table-row>{}</table:table-row>",
        texts.iter().map(cell).collect::<String>()
    )
}

/// A sheet of rows.
pub fn table(rows: &str) -> String {
    format!("<table:table table:name=\"门店\">{rows}</table:table>")
}
