//! `docs/uploads.md`: every upload and its columns, from the layouts in `templates/uploads`.

use toml::{Table, Value};

use super::table::{LayoutFile, field, layouts, list, plain, table, text, texts};

const INTRO: &str = "# Uploads\n\n\
    Each upload is a layout in `templates/uploads/`: columns, labels, lengths and how they are counted, words, characters it \
    refuses, how many rows a file may hold, which rows it is about. Yours stand beside them in `layouts/uploads/` of a job and \
    take the place of the built-in ones of the same name. A row that one upload would refuse is held for that one alone, with \
    the reason in `reports/targets.csv`, and goes into the others. What keeps a row out of one upload whatever its level is \
    said under `[uploads.holds]` of the job.\n\n\
    Those that are made in every run need no entry; the others are made when the job names them under `[uploads] also`. An \
    upload with a call has its bodies beside the sheet, one a line, in a `.jsonl`, and a `.batch.json` that says which line is \
    which row of which sheet. Files hold one acquirer each where the table says so, and are read back, cell by cell and through \
    a strict type of the call, before anything is published.\n\n";

/// Which rows an upload is about.
const ROWS: [(&str, &str); 8] = [
    ("created", "stores onboarded for the first time"),
    ("modified", "onboarded stores with a change"),
    ("new", "stores nobody knew before: created, or direct"),
    (
        "identified",
        "stores with a SMID, or a PID when they are direct",
    ),
    ("to-tag", "stores to hand over for tagging"),
    ("to-bind", "stores their merchant can bind now"),
    ("to-switch", "stores whose order sync is off"),
    ("published", "SKUs"),
];

pub(super) fn page() -> String {
    let all = layouts("uploads");
    let row = |file: &LayoutFile| {
        let content = &file.content;
        let always = content.get("always").and_then(Value::as_bool) == Some(true);
        let rows = ROWS.iter().find(|(key, _)| *key == text(content, "rows"));
        vec![
            format!("[{0}](#{0})", text(content, "name")),
            texts(content, "title").join(" · "),
            if always {
                "in every run"
            } else {
                "under `also`"
            }
            .to_owned(),
            rows.expect("a known selection").1.to_owned(),
            files(text(content, "by")).to_owned(),
            code(text(content, "bodies")),
            content["row_cap"].to_string(),
        ]
    };
    let head = [
        "upload",
        "名称",
        "made",
        "rows",
        "files",
        "call",
        "rows in a file",
    ];
    let mut page = INTRO.to_owned() + &table(&head, all.iter().map(row));
    for LayoutFile { about, content } in &all {
        let (name, sheet) = (text(content, "name"), text(content, "sheet"));
        page += &format!("\n## {name}\n\n{about}. Sheet `{sheet}`.\n\n");
        let columns = list(content, "columns").iter();
        let columns = columns.map(|column| self::column(column.as_table().expect("a column")));
        page += &match list(content, "columns") {
            [] => "Bodies alone, no sheet.\n".to_owned(),
            _ => table(
                &["列", "value", "in the body", "required", "limits"],
                columns,
            ),
        };
    }
    page
}

/// Which rows share a file.
fn files(by: &str) -> &'static str {
    match by {
        "" => "any rows",
        "acquirer" => "one acquirer",
        "merchant" => "one acquirer, merchant by merchant",
        other => panic!("{other} is new"),
    }
}

fn code(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("`{text}`")
    }
}

fn column(column: &Table) -> Vec<String> {
    let is_required = column.get("required").and_then(Value::as_bool) == Some(true);
    let mut value: Vec<String> = Vec::new();
    value.extend(
        column
            .get("field")
            .map(|key| field(key.as_str().expect("a key"))),
    );
    value.extend(
        texts(column, "fallback")
            .iter()
            .map(|key| format!("else {}", field(key))),
    );
    value.extend(
        column
            .get("fact")
            .map(|fact| format!("from the plan: {}", plain(fact.as_str().expect("a word")))),
    );
    value.extend(column.get("value").map(|text| format!("always {text}")));
    let choices = texts(column, "choices");
    if !choices.is_empty() {
        value.push(format!("choice of {}", choices.join(" / ")));
    }
    vec![
        plain(text(column, "label")),
        value.join(", "),
        code(text(column, "path")),
        if is_required { "yes" } else { "" }.to_owned(),
        limits(column),
    ]
}

fn limits(column: &Table) -> String {
    let unit = match text(column, "unit") {
        "" => "characters".to_owned(),
        "gbk_bytes" => "bytes in GBK".to_owned(),
        other => other.to_owned(),
    };
    let mut limits: Vec<String> = Vec::new();
    limits.extend(
        column
            .get("min")
            .map(|min| format!("at least {min} {unit}")),
    );
    limits.extend(column.get("max").map(|max| format!("at most {max} {unit}")));
    limits.extend(
        column
            .get("shape")
            .map(|shape| format!("as {}", plain(&shape.to_string()))),
    );
    for (key, words) in [
        ("forbidden", "none of"),
        ("ends_with", "ends with"),
        ("apart_from", "does not repeat"),
        ("forever", "without end:"),
    ] {
        limits.extend(
            column
                .get(key)
                .map(|_| format!("{words} {}", plain(text(column, key)))),
        );
    }
    if let Some(words) = column.get("words").and_then(Value::as_table) {
        let words = words
            .iter()
            .map(|(ours, theirs)| format!("{} → {theirs}", plain(ours)));
        limits.push(words.collect::<Vec<_>>().join(", "));
    }
    limits.join("; ").replace('"', "")
}
