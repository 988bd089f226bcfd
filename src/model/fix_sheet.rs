//! The sheet on which `jinjian fix` lists its changes: name and headings, in Chinese and in English. It is
//! written by them and known again by them, and a reader has nothing to say of it.

/// What it is called where other sheets have the name of a layout.
pub(crate) const LAYOUT: &str = "jinjian-fix";

/// Its name in the workbook, unless another sheet has it.
pub(crate) const NAMES: [&str; 2] = ["修改记录", "Changes"];

pub(crate) const HEADINGS: [[&str; 6]; 2] = [
    ["工作表", "单元格", "表头", "原值", "新值", "原因"],
    ["Sheet", "Cell", "Header", "Was", "Is", "Why"],
];

/// Whether a sheet whose first row has these cells is one, whatever it is called.
pub(crate) fn begins<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> bool {
    let is = |headings: &[&str; 6]| cells.clone().map(str::trim).eq(headings.iter().copied());
    HEADINGS.iter().any(is)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_its_headings_and_no_other_make_it_one() {
        for headings in HEADINGS {
            assert!(begins(headings.into_iter()));
            assert!(!begins(headings[..5].iter().copied()));
            assert!(!begins(headings.into_iter().chain(["备注"])));
        }
        let [zh, en] = HEADINGS;
        assert!(!begins(zh[..3].iter().chain(&en[3..]).copied()));
        assert!(!begins([].into_iter()));
    }
}
