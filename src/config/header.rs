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
        c => simplified(c),
    };
    let dropped = half.is_whitespace()
        || half.is_control()
        || matches!(
            half,
            '*' | ':' | '.' | '_' | '-' | '\u{200B}'..='\u{200D}' | '\u{FEFF}' | '●' | '★' | '※'
        );
    (!dropped).then(|| half.to_ascii_lowercase())
}

/// Traditional characters that headers are written with, and two that stand for one word (帐, 賬).
const TRADITIONAL: &str = "門门編编號号稱称戶户帳账賬账帐账開开銀银聯联係系繫系電电話话機机證证執执業业營营類类別别貨货單单價价碼码條条規规庫库數数額额\
    餘余對对傳传間间時时備备註注狀状態态區区縣县緯纬經经詳详細细實实際际統统會会務务稅税納纳識识認认點点鋪铺圖图紙纸簡简麥麦負负責责權权費费\
    總总發发貸贷幣币種种屬属級级鏈链結结轉转進进長长當当應应場场設设終终東东億亿齡龄補补車车標标題题現现錄录歸归處处廠厂國国灣湾個个";

/// A traditional character as the simplified one.
fn simplified(c: char) -> char {
    let mut pairs = TRADITIONAL.chars().filter(|c| !c.is_whitespace());
    while let (Some(old), Some(new)) = (pairs.next(), pairs.next()) {
        if old == c {
            return new;
        }
    }
    c
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
        assert_eq!(fold_header("結算帳號"), "结算账号");
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
