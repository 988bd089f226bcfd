//! Rules on what a row says of the settlement bank: bank, branch and CNAPS code must name one bank.
//! Where two of the three agree the third is reported, and a bank nobody knows is never held against
//! another. A corporate account that names no branch at all is a note.

use super::account::is_corporate;
use super::beside;
use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{CellKind, Field, Row};
use crate::value::{bank, cnaps};

pub(crate) static RULES: &[&Rule] = &[&BNK009, &BNK010, &BNK011];

pub(crate) static BNK009: Rule = Rule {
    code: "BNK009",
    name: "cnaps-bank-differs",
    reads: &[Field::Cnaps],
    title: ("联行号是另一家银行的", "CNAPS code of another bank"),
    expected: ("{1}的联行号", "a code of {1}"),
    zh: Text {
        message: "联行号前三位是{0}的，开户行写的是{1}",
        remedy: "向开户行核对联行号；换过结算账户的，看联行号是不是没有跟着改",
        why: "联行号前三位是行别，102 是工行、103 是农行，与开户行或支行的名称应是同一家。多家银行共用的行别\
              （313 城商行、314 农商行、320 村镇银行、402 农信社）说明不了是哪一家，不据此报；联行号校验位不对的也不报。\
              联行号不进 M3 报文，所以只警告。",
    },
    en: Text {
        message: "the code begins like those of {0}, the row says {1}",
        remedy: "ask the bank for the code; if the account was changed, the old bank's code may have stayed",
        why: "The first three digits of a CNAPS code name the bank (102 ICBC, 103 ABC) and should agree with the \
              bank or branch the row names. Prefixes that many banks share (313 city, 314 and 402 rural, 320 village \
              banks) say nothing and are not held against anybody, nor is a code whose check digit is wrong. The \
              code is not part of the M3 body, so this only warns.",
    },
    bad: "中国农业银行 / 102100099996",
    good: "中国工商银行 / 102100099996",
    source: "大额支付系统行号前三位: 公开的总行行号表 [D]",
    test: Test::Row(cnaps_differs),
    ..Rule::WARNING
};

fn cnaps_differs(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let Said { bank, branch, code } = said(row);
    let (Some(code), Some(named)) = (code, bank.or(branch)) else {
        return;
    };
    // Where the branch bears the code out, it is the bank's name that is wrong.
    if bank != Some(code) && branch != Some(code) {
        defects.push(Defect::default().arg(code).arg(named));
    }
}

pub(crate) static BNK010: Rule = Rule {
    code: "BNK010",
    name: "branch-bank-differs",
    reads: &[Field::BankName, Field::BankBranchName],
    title: (
        "开户行与支行不是同一家银行",
        "bank and branch are of two banks",
    ),
    expected: ("同一家银行", "one bank"),
    zh: Text {
        message: "开户行是{0}，支行是{1}的",
        remedy: "对照开户资料，改正写错的一格",
        why: "支行名称以银行名开头，应与开户行是同一家；简称（工行、建行）、英文缩写和「股份有限公司」不影响比较。\
              联行号与其中一格一致时，报另一格。支行里没写银行名，或银行不在表里（如村镇银行），都不比较。",
    },
    en: Text {
        message: "the bank is {0}, the branch belongs to {1}",
        remedy: "compare with the account papers and correct the cell that is wrong",
        why: "A branch's name begins with its bank's, which should be the bank the row names; short names, \
              abbreviations and company suffixes make no difference. Where the CNAPS code agrees with one of the \
              two, the other is reported. A branch without a bank's name, or a bank that is not in the table, such \
              as a village bank, is not compared.",
    },
    bad: "中国工商银行 / 中国建设银行杭州西湖支行",
    good: "工行 / 中国工商银行杭州西湖支行",
    source: "支行全称以银行名称开头: 通行写法 [D]",
    test: Test::Row(branch_differs),
    ..Rule::WARNING
};

fn branch_differs(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let Said { bank, branch, code } = said(row);
    let (Some(bank), Some(branch)) = (bank, branch) else {
        return;
    };
    if bank != branch {
        let at = match code == Some(branch) {
            true => Field::BankName,
            false => Field::BankBranchName,
        };
        defects.push(Defect::at(at).arg(bank).arg(branch));
    }
}

pub(crate) static BNK011: Rule = Rule {
    code: "BNK011",
    name: "corporate-account-without-branch",
    reads: &[Field::CardNo],
    title: (
        "对公账户没有支行也没有联行号",
        "corporate account without branch or CNAPS code",
    ),
    expected: (
        "支行全称或 12 位联行号，有一个即可",
        "the branch's full name or its 12-digit code; one will do",
    ),
    zh: Text {
        message: "对公账户的支行和联行号都空着",
        remedy: "向商户要开户许可证或基本存款账户信息，照着补支行或联行号；收单机构不要求的可以不补",
        why: "M3 报文里支行不是必填，所以只提示。但往对公账户跨行划款要有收款行行号，收单机构通常会来要支行全称或联行号，\
              有一个就能查到另一个。对私卡不报；表里支行、联行号两列都没有的也不报。",
    },
    en: Text {
        message: "neither branch nor CNAPS code is given for the corporate account",
        remedy: "ask the merchant for the account permit and fill in branch or code; leave it where the acquirer does not ask",
        why: "The M3 body does not demand the branch, so this is a note. But a transfer to a corporate account at \
              another bank needs the number of the receiving branch, and acquirers usually ask for its name or its \
              code: either leads to the other. Personal cards are left alone, and so are sheets with neither column.",
    },
    bad: "对公 / 33050161613500000123 / 支行 (空) / 联行号 (空)",
    good: "对公 / 33050161613500000123 / 杭州西湖支行",
    source: "宝付 报备认证: bank_branch_name 非必填 [B]; 大额支付系统按 12 位行号入账: 通行说法 [D]",
    test: Test::Row(no_branch),
    ..Rule::NOTE
};

fn no_branch(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let either = [Field::BankBranchName, Field::Cnaps];
    let column = either
        .iter()
        .find(|field| row.kind(**field) != CellKind::Missing);
    let lacking = !either.iter().any(|field| row.has(*field));
    if let Some(column) = column.filter(|_| lacking && is_corporate(row)) {
        defects.push(Defect::at(*column));
    }
}

/// The banks a row names.
struct Said {
    bank: Option<&'static str>,
    branch: Option<&'static str>,
    /// By the CNAPS code, when its check digit is right.
    code: Option<&'static str>,
}

fn said(row: Row) -> Said {
    let sound = |code: &&str| cnaps::parse(code).is_ok();
    Said {
        bank: beside(row, Field::BankName).and_then(bank::of_name),
        branch: beside(row, Field::BankBranchName).and_then(bank::of_name),
        code: beside(row, Field::Cnaps)
            .filter(sound)
            .and_then(bank::of_cnaps),
    }
}
