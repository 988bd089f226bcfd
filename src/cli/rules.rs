//! `jinjian rules [CODE]`: the rule table, or one rule explained; the same entries that raise the
//! findings.

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::args::{RulesArgs, RulesFormat};
use super::{CLEAR, Outcome};
use crate::config::nearest;
use crate::model::sentence::unfilled;
use crate::model::{Lang, Rule};
use crate::rules;

/// No rule has this code.
#[derive(Debug, thiserror::Error)]
#[error("no rule `{code}`{}", .near.map_or(String::new(), |n| format!("; did you mean `{n}`?")))]
struct Unknown {
    code: String,
    near: Option<&'static str>,
}

pub(super) fn run(args: &RulesArgs) -> Outcome {
    let lang = Lang::from(args.lang);
    let wanted = args.code.as_deref().unwrap_or("").to_ascii_uppercase();
    let rules: Vec<&Rule> = rules::beginning_with(&wanted).collect();
    if rules.is_empty() {
        let near = nearest(&wanted, rules::all().iter().map(|rule| rule.code));
        return Err(Box::new(Unknown { code: wanted, near }));
    }
    let text = match args.format {
        RulesFormat::Json => json_lines(&rules, lang),
        RulesFormat::Markdown => markdown(&rules, lang),
        RulesFormat::Text if rules.len() == 1 && wanted == rules[0].code => explain(rules[0], lang),
        RulesFormat::Text => table(&rules, lang),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(CLEAR)
}

fn blocks(rule: &Rule) -> &'static str {
    rule.blocks.map_or("", |b| b.key())
}

fn table(rules: &[&Rule], lang: Lang) -> String {
    let mut out = String::new();
    for rule in rules {
        let level = rule.level.label(lang);
        let pad = " ".repeat(7_usize.saturating_sub(level.width()));
        let _ = writeln!(
            out,
            "{}  {level}{pad}  {:2}  {:30}  {}",
            rule.code,
            blocks(rule),
            rule.name,
            rule.title(lang)
        );
    }
    out
}

/// The table of the README.
fn markdown(rules: &[&Rule], lang: Lang) -> String {
    let mut out = match lang {
        Lang::Zh => "| 代码 | 级别 | 拦截 | 名称 | 说明 |\n|---|---|---|---|---|\n".to_owned(),
        Lang::En => "| code | level | blocks | name | what |\n|---|---|---|---|---|\n".to_owned(),
    };
    for rule in rules {
        let title = rule.title(lang);
        let level = rule.level.label(lang);
        let _ = writeln!(
            out,
            "| {} | {level} | {} | `{}` | {title} |",
            rule.code,
            blocks(rule),
            rule.name
        );
    }
    out
}

fn explain(rule: &Rule, lang: Lang) -> String {
    let text = rule.text(lang);
    let mut out = format!("{}  {}\n{}\n", rule.code, rule.name, rule.title(lang));
    let stops = rule
        .blocks
        .map_or(lang.pick("不拦截", "nothing"), |b| b.key());
    let fields: Vec<_> = rule.reads.iter().map(|f| f.label(lang)).collect();
    for (label, value) in [
        (lang.pick("级别", "level"), rule.level.label(lang)),
        (lang.pick("拦截", "blocks"), stops),
        (
            lang.pick("字段", "fields"),
            &fields.join(lang.pick("、", ", ")),
        ),
        (lang.pick("原因", "why"), text.why),
        (lang.pick("反例", "bad"), rule.bad),
        (lang.pick("正例", "good"), rule.good),
        (lang.pick("处理", "remedy"), &unfilled(text.remedy)),
        (lang.pick("依据", "source"), rule.source),
    ] {
        if !value.is_empty() {
            let indented = value.replace('\n', "\n          ");
            let pad = " ".repeat(8_usize.saturating_sub(label.width()));
            let _ = writeln!(out, "  {label}{pad}{indented}");
        }
    }
    out
}

fn json_lines(rules: &[&Rule], lang: Lang) -> String {
    let mut out = String::new();
    for rule in rules {
        let text = rule.text(lang);
        let fields: Vec<_> = rule.reads.iter().map(|f| f.key()).collect();
        let value = json!({
            "code": rule.code, "name": rule.name, "level": rule.level.key(),
            "blocks": rule.blocks.map(|b| b.key()), "fields": fields, "title": rule.title(lang),
            "why": text.why, "remedy": unfilled(text.remedy), "bad": rule.bad, "good": rule.good,
            "source": rule.source,
        });
        let _ = writeln!(out, "{value}");
    }
    out
}
