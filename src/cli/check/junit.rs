//! Findings as JUnit XML: a suite for each file, a failed case for each finding; notes pass.

use std::fmt::Write as _;

use super::checked::CheckedGroup;
use crate::model::{Finding, Level};

pub(super) fn render(all: &[CheckedGroup]) -> String {
    let mut out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"jinjian\">\n".to_owned();
    for checked in all {
        let lens = checked.lens();
        for file in &checked.ingested.files {
            let here = |f: &&Finding| lens.file(f.place).0 == file.path;
            let findings: Vec<&Finding> = checked.findings.iter().filter(here).collect();
            suite(&mut out, checked, &file.path, &findings);
        }
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(out: &mut String, checked: &CheckedGroup, file: &str, findings: &[&Finding]) {
    let lens = checked.lens();
    let failures = findings.iter().filter(|f| f.level > Level::Note).count();
    // A file without findings is one case that passes.
    let tests = findings.len().max(1);
    let name = escaped(file);
    let _ = writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\">"
    );
    if findings.is_empty() {
        let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"{name}\"/>");
    }
    for finding in findings {
        let view = lens.view(finding);
        let (code, path) = (finding.rule.code, lens.path(finding.place));
        let case = escaped(&format!("{code} {path}"));
        let _ = write!(out, "    <testcase classname=\"{name}\" name=\"{case}\"");
        if finding.level == Level::Note {
            out.push_str("/>\n");
            continue;
        }
        let (level, message) = (finding.level.key(), escaped(&view.message));
        let hint = escaped(&view.hint);
        let _ = writeln!(
            out,
            ">\n      <failure type=\"{level}\" message=\"{message}\">{hint}</failure>\n    </testcase>"
        );
    }
    out.push_str("  </testsuite>\n");
}

/// XML text and attributes; characters XML 1.0 cannot hold become U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            other => out.push(other),
        }
    }
    out
}
