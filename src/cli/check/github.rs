//! Findings as workflow commands: `::error file=…,line=…,title=…::message`, shown beside the file.

use super::checked::CheckedGroup;
use crate::model::Level;

pub(super) fn render(all: &[CheckedGroup]) -> String {
    let mut out = String::new();
    for checked in all {
        let lens = checked.lens();
        for finding in &checked.findings {
            let view = lens.view(finding);
            let command = match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "notice",
            };
            let line = finding.place.row.max(1);
            let title = format!("{} {}", finding.rule.code, finding.rule.title(lens.lang));
            let path = lens.path(finding.place);
            let text = format!("{path}: {}", view.message);
            let (file, title, text) = (property(view.file), property(&title), data(&text));
            out.push_str(&format!(
                "::{command} file={file},line={line},title={title}::{text}\n"
            ));
        }
    }
    out
}

/// What must not stand in a command's text.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
