//! Header texts compared as people write them: width, white space, stars and notes in brackets aside.

use crate::value::name::half;

/// Words in brackets that tell one column from its neighbour: 记账金额(收入), 记账金额(支出).
const SIDES: [&str; 2] = ["收入", "支出"];

/// What stands behind so many characters names no column: a cell may have a million.
const LONGEST: usize = 512;

/// Folds a header for comparison: half width, lower case, no white space, stars, colons, dots, `_` or `-`,
/// and without what stands in brackets — unless nothing else is left, or it says which side the column is.
pub fn fold_header(text: &str) -> String {
    let plain: String = text.chars().take(LONGEST).filter_map(fold_char).collect();
    let bare = without_brackets(&plain);
    if bare.is_empty() { plain } else { bare }
}

/// Whether a header is nothing but a note in brackets: `（必填）`. `（收入）` says which side the column is.
pub fn is_note(text: &str) -> bool {
    let plain: String = text.chars().filter_map(fold_char).collect();
    let side = SIDES.contains(&plain.trim_matches(['(', ')']));
    !plain.is_empty() && !side && without_brackets(&plain).is_empty()
}

fn fold_char(c: char) -> Option<char> {
    let half = match half(c) {
        '【' | '〔' | '[' => '(',
        '】' | '〕' | ']' => ')',
        '帐' => '账',
        c => c,
    };
    let dropped = half.is_whitespace()
        || half.is_control()
        || matches!(
            half,
            '*' | ':' | '.' | '_' | '-' | '\u{200B}'..='\u{200D}' | '\u{FEFF}' | '●' | '★' | '※'
        );
    (!dropped).then(|| half.to_ascii_lowercase())
}

fn without_brackets(text: &str) -> String {
    if let Some((name, side)) = text.strip_suffix(')').and_then(|t| t.split_once('('))
        && SIDES.contains(&side)
        && !name.is_empty()
    {
        return text.to_owned();
    }
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        assert_eq!(fold_header("*门店\n名称（必填）"), "门店名称");
        assert_eq!(fold_header("ＭＣＣ 码"), "mcc码");
        assert_eq!(fold_header("（元）"), "(元)");
        assert_eq!(fold_header("收入金额（+元）"), "收入金额");
        assert_eq!(fold_header("记账金额（收入）"), "记账金额(收入)");
        assert_eq!(fold_header("（收入）"), "(收入)");
        assert_eq!(fold_header("Store_Code"), fold_header("store-code"));
        assert_eq!(fold_header("Business License No."), "businesslicenseno");
        assert_eq!(fold_header("交易日期[ Transaction Date ]"), "交易日期");
        let note = "说明".repeat(1000);
        assert_eq!(fold_header(&format!("编码（{note}）")), "编码");
        assert_eq!(fold_header(&note).chars().count(), 512);
    }

    #[test]
    fn notes() {
        let is = [
            "（必填）",
            "*【选填】",
            "(元)",
            "（收入）",
            "名称（必填）",
            "*",
            "",
        ]
        .map(is_note);
        assert_eq!(is, [true, true, true, false, false, false, false]);
    }
}
