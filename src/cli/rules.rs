//! `jinjian rules [CODE]`: the rule table, or one rule explained; the same entries that raise the
//! findings.

use std::fmt::Write as _;
use std::io::Write as _;

use serde::Serialize;

use super::args::{RulesArgs, RulesFormat};
use super::exit::{CLEAR, VerbResult};
use super::json;
use super::terminal::pad;
use crate::config::did_you_mean;
use crate::model::sentence::unfilled;
use crate::model::{Field, Lang, Level, Rule};
use crate::rules;

/// No rule has this code.
#[derive(Debug, thiserror::Error)]
#[error("no rule `{0}`{near}", near = did_you_mean(.0, rules::all().iter().map(|rule| rule.code)))]
struct UnknownRule(String);

pub(super) fn run(args: &RulesArgs) -> VerbResult {
    let code = args.code.as_deref().unwrap_or("").to_ascii_uppercase();
    let rules = rules::beginning_with(&code).map(|rule| RuleView::new(rule, args.lang));
    let rules: Vec<RuleView> = rules.collect();
    let [first, rest @ ..] = &rules[..] else {
        return Err(Box::new(UnknownRule(code)));
    };
    let text: String = match args.format {
        RulesFormat::Json => rules.iter().map(json::line).collect(),
        RulesFormat::Markdown => markdown(&rules, args.lang),
        RulesFormat::Text if rest.is_empty() && code == first.code => explain(first, args.lang),
        RulesFormat::Text => rules
            .iter()
            .map(|rule| table_line(rule, args.lang))
            .collect(),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(CLEAR)
}

/// A rule in one language.
#[derive(Serialize)]
struct RuleView {
    code: &'static str,
    name: &'static str,
    level: Level,
    blocks: Option<&'static str>,
    #[serde(serialize_with = "json::fields")]
    fields: Vec<Field>,
    title: &'static str,
    why: &'static str,
    remedy: String,
    bad: &'static str,
    good: &'static str,
    source: &'static str,
}

impl RuleView {
    fn new(rule: &'static Rule, lang: Lang) -> RuleView {
        let text = rule.text(lang);
        RuleView {
            code: rule.code,
            name: rule.name,
            level: rule.level,
            blocks: rule.blocks.map(|blocks| blocks.key()),
            fields: rule.reads.to_vec(),
            title: rule.title(lang),
            why: text.why,
            remedy: unfilled(text.remedy),
            bad: rule.bad,
            good: rule.good,
            source: rule.source,
        }
    }
}

fn table_line(rule: &RuleView, lang: Lang) -> String {
    let (level, blocks) = (
        pad(rule.level.label(lang), 7),
        rule.blocks.unwrap_or_default(),
    );
    let RuleView {
        code, name, title, ..
    } = rule;
    format!("{code}  {level}  {blocks:2}  {name:30}  {title}\n")
}

/// The table of `docs/rules.md`.
fn markdown(rules: &[RuleView], lang: Lang) -> String {
    let head = lang.pick(
        "代码 | 级别 | 拦截 | 名称 | 说明",
        "code | level | blocks | name | what",
    );
    let mut out = format!("| {head} |\n|---|---|---|---|---|\n");
    for RuleView {
        code,
        level,
        blocks,
        name,
        title,
        ..
    } in rules
    {
        let (level, blocks) = (level.label(lang), blocks.unwrap_or_default());
        let _ = writeln!(out, "| {code} | {level} | {blocks} | `{name}` | {title} |");
    }
    out
}

fn explain(rule: &RuleView, lang: Lang) -> String {
    let mut out = format!("{}  {}\n{}\n", rule.code, rule.name, rule.title);
    let fields: Vec<_> = rule.fields.iter().map(|field| field.label(lang)).collect();
    let fields = fields.join(lang.pick("、", ", "));
    for (zh, en, value) in [
        ("级别", "level", rule.level.label(lang)),
        (
            "拦截",
            "blocks",
            rule.blocks.unwrap_or(lang.pick("不拦截", "nothing")),
        ),
        ("字段", "fields", &fields),
        ("原因", "why", rule.why),
        ("反例", "bad", rule.bad),
        ("正例", "good", rule.good),
        ("处理", "remedy", &rule.remedy),
        ("依据", "source", rule.source),
    ] {
        if !value.is_empty() {
            let (label, value) = (lang.pick(zh, en), value.replace('\n', "\n          "));
            let _ = writeln!(out, "  {}{value}", pad(label, 8));
        }
    }
    out
}
