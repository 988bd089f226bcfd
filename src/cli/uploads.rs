//! The lines of the closing summary about uploads: how many rows each target takes, and what it refuses.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::terminal::{pad, thousands};
use crate::model::Lang;
use crate::uploads::target::TargetTotals;

/// Reasons named per target.
const REASONS: usize = 3;

/// One line for each target that has rows, with the reasons for which it refuses some; empty without any.
pub(super) fn text(targets: &[TargetTotals], lang: Lang) -> String {
    let concerned = || targets.iter().filter(|t| t.uploaded + t.refused > 0);
    let Some(width) = concerned().map(|t| t.title.width()).max() else {
        return String::new();
    };
    let mut out = format!("\n  {}\n", lang.pick("上传", "uploads"));
    for target in concerned() {
        let rows = thousands(target.uploaded);
        let _ = write!(
            out,
            "    {} {rows:>9} {}",
            pad(&target.title, width),
            lang.pick("行", "rows")
        );
        if target.refused > 0 {
            let refused = thousands(target.refused);
            let why = why(&target.reasons, lang);
            let _ = write!(
                out,
                "    {}",
                lang.pick(
                    format!("另有 {refused} 行此处不收：{why}"),
                    format!("{refused} more it refuses: {why}")
                )
            );
        }
        out.push('\n');
    }
    out
}

fn why(reasons: &[(String, u64)], lang: Lang) -> String {
    let named = reasons.iter().take(REASONS);
    let named: Vec<String> = named
        .map(|(why, rows)| {
            let rows = thousands(*rows);
            lang.pick(format!("{why}（{rows} 行）"), format!("{why} ({rows})"))
        })
        .collect();
    let rest = if reasons.len() > REASONS {
        lang.pick(" 等", " …")
    } else {
        ""
    };
    format!("{}{rest}", named.join(lang.pick("；", "; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_line_up_and_say_what_they_refuse() {
        let target = |title: &str, uploaded, reasons: &[(&str, u64)]| TargetTotals {
            name: "x".into(),
            title: title.into(),
            reasons: reasons.iter().map(|(why, n)| ((*why).into(), *n)).collect(),
            rows: 2000,
            uploaded,
            refused: reasons.iter().map(|(_, n)| n).sum(),
            held: 0,
            not_applicable: 0,
        };
        let targets = [
            target("打标", 1200, &[]),
            target("口碑", 0, &[]),
            target("门店发布", 3, &[("图片地址 缺", 5)]),
        ];
        assert_eq!(
            text(&targets, Lang::Zh),
            "\n  上传\n    打标         1,200 行\n    门店发布         3 行    另有 5 行此处不收：图片地址 缺（5 行）\n"
        );
        assert_eq!(text(&targets[1..2], Lang::Zh), "");
    }
}
