//! Bills of which the end is missing: a download that stopped half-way.

use super::bills::input;
use super::{gb18030, read};

/// The findings on the first `lines` lines of a layout's sample.
fn said(layout: &str, lines: usize) -> Vec<String> {
    let text = input(layout);
    let kept: String = text.split_inclusive('\n').take(lines).collect();
    read(&[("a.csv", &gb18030(&kept))]).findings()
}

#[test]
fn a_bill_without_its_footer_is_named() {
    let cut = |row: usize| {
        format!(
            "BIL009 a.csv!{row} \"\" → the days are stated above, but no totals below: the file ends with row {row}; \
             lines may be missing, and the last one may be incomplete"
        )
    };
    for layout in ["alipay-trade", "alipay-fund"] {
        let whole = input(layout).lines().count();
        assert!(said(layout, whole).iter().all(|f| !f.starts_with("BIL009")));
        assert_eq!(said(layout, 6), [cut(6)]);
    }
}

#[test]
fn a_table_without_head_and_foot_is_no_cut_off_bill() {
    let text = input("alipay-trade");
    let kept: String = (text.split_inclusive('\n'))
        .filter(|line| !line.starts_with('#'))
        .collect();
    assert_eq!(read(&[("a.csv", kept.as_bytes())]).findings(), [""; 0]);
}
