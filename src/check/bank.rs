//! Rules on the settlement account and its bank. A personal card carries a Luhn digit; a corporate account
//! carries no check at all, so only its characters and its holder are judged. Bank, branch and CNAPS code
//! must name one bank: where two of the three agree the third is reported, and a bank nobody knows is never
//! held against another.

use super::names;
use crate::model::rule::{Context, Defect, Rule, Test, Text, When};
use crate::model::{CellKind, Field, Row};
use crate::value::cnaps::CnapsFault;
use crate::value::mask::MaskVerdict;
use crate::value::merchant::is_individual;
use crate::value::name::NameVerdict;
use crate::value::{bank, bank_card, cnaps, excel_digits, mask, name, pid, suggestion};

/// An Alipay account and an account of an unusual length come before the rules on cards.
pub(crate) static RULES: &[&Rule] = &[
    &BNK007, &BNK008, &BNK001, &BNK002, &BNK003, &BNK004, &BNK005, &BNK006, &BNK009, &BNK010,
    &BNK011,
];

pub(crate) static BNK001: Rule = Rule {
    code: "BNK001",
    name: "card-luhn",
    reads: &[Field::CardNo],
    title: ("银行卡号校验位错误", "wrong check digit in the card number"),
    expected: (
        "末位与其余各位相符的卡号",
        "a card number whose last digit fits the others",
    ),
    zh: Text {
        message: "个人银行卡号不满足 Luhn 校验",
        remedy: "对照银行卡重新录入；若其实是对公账号，请把账户类型改为对公",
        why: "个人银行卡号的末位由其余各位按 Luhn 算法得出，能发现任何一位录错。对公账号没有校验位，不查；\
              没有账户类型时，户名就是法人的按个人卡处理。",
    },
    en: Text {
        message: "the personal card number fails the Luhn check",
        remedy: "enter the number again from the card; if it is a corporate account, set the account kind to 对公",
        why: "The last digit of a personal card is computed from the others by the Luhn formula, which catches any \
              mistyped digit. Corporate accounts have no check and are exempt; without an account kind, an account \
              held by the legal person counts as a card.",
    },
    bad: "6217000010001234560",
    good: "6217000010001234569",
    source: "ISO/IEC 7812-1 附录 B (Luhn)",
    test: Test::Row(luhn),
    ..Rule::ERROR
};

fn luhn(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let card = row.text(Field::CardNo);
    if bank_card::has_card_form(card) && !bank_card::luhn(card) && is_personal(row) {
        defects.push(Defect::default());
    }
}

/// A personal card: by its account kind, or held by the legal person where no kind is given.
fn is_personal(row: Row) -> bool {
    match row.text(Field::AccountKind) {
        "personal" => true,
        "" => match (row.sound(Field::CardName), row.sound(Field::LegalName)) {
            (Some(holder), Some(legal)) => {
                name::compare_person(holder, legal) != NameVerdict::Different
            }
            _ => false,
        },
        _ => false,
    }
}

pub(crate) static BNK002: Rule = Rule {
    code: "BNK002",
    name: "card-form",
    reads: &[Field::CardNo],
    title: (
        "结算账号里有数字以外的字符",
        "settlement account has other characters than digits",
    ),
    expected: ("只含数字", "digits only"),
    proposal: (
        "可能是 {fix}（把看混的字母换回数字后校验通过），请对照银行卡确认",
        "probably {fix} (digits for the letters that look like them pass the check); compare with the card",
    ),
    zh: Text {
        message: "去掉空格和横线后，仍有数字以外的字符",
        remedy: "对照开户资料重新录入；带星号的掩码不能用来进件",
        why: "结算账号是数字。常见的错误是掩码（6226******5669）、科学计数（6.217E+18）、把开户行写进了同一格。\
              对公的 NRA、FTN 等账号允许有至多三个字母的前缀。",
    },
    en: Text {
        message: "characters other than digits remain once spaces and dashes are gone",
        remedy: "enter the number again from the account papers; a masked number cannot be used",
        why: "A settlement account is digits. The usual mistakes are a mask (6226******5669), scientific notation \
              (6.217E+18) and the bank's name in the same cell. Corporate NRA and FTN accounts may have up to \
              three letters in front.",
    },
    bad: "6226******5669",
    good: "6217000010001234569",
    source: "ISO/IEC 7812-1; 对公账号的形式为通行说法 [D]",
    test: Test::Row(card_form),
    ..Rule::ERROR
};

fn card_form(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let card = row.text(Field::CardNo);
    let all_digits = excel_digits::all(card.as_bytes());
    if !all_digits && (is_personal(row) || !bank_card::has_account_form(card)) {
        let fix = is_personal(row).then(|| suggestion::card(card)).flatten();
        defects.push(Defect::default().fix(fix));
    }
}

pub(crate) static BNK003: Rule = Rule {
    code: "BNK003",
    name: "card-length",
    reads: &[Field::CardNo],
    title: ("银行卡号长度异常", "unusual length of a card number"),
    expected: ("13–19 位", "13 to 19 digits"),
    zh: Text {
        message: "个人银行卡号有 {0} 位，通常是 13–19 位",
        remedy: "对照银行卡核对有无漏位、多位；若其实是对公账号或存折，请更正账户类型",
        why: "银行卡号是 13–19 位，银联卡多为 16–19 位。位数不对多半是漏录；少数旧账户例外，所以只警告。",
    },
    en: Text {
        message: "the personal card number has {0} digits, cards have 13 to 19",
        remedy: "compare with the card for missing or extra digits; if it is a corporate account, correct the account kind",
        why: "Card numbers have 13 to 19 digits, UnionPay cards mostly 16 to 19. Another length usually means a \
              digit was dropped; a few old accounts are exceptions, so it only warns.",
    },
    bad: "621700001000",
    good: "6217000010001234569",
    source: "ISO/IEC 7812-1; 银联卡长度为通行说法 [D]",
    test: Test::Row(card_length),
    ..Rule::WARNING
};

fn card_length(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let card = row.text(Field::CardNo);
    let odd = excel_digits::all(card.as_bytes()) && !bank_card::has_card_form(card);
    if odd && is_personal(row) {
        defects.push(Defect::default().arg(card.len()));
    }
}

pub(crate) static BNK004: Rule = Rule {
    code: "BNK004",
    name: "cnaps-form",
    reads: &[Field::Cnaps],
    title: ("联行号格式不对", "CNAPS code malformed"),
    expected: ("12 位数字", "twelve digits"),
    proposal: (
        "可能是 {fix}（换掉那一位后校验通过），请向开户行核对",
        "probably {fix}, which passes the check; confirm it with the bank",
    ),
    zh: Text {
        message: "不是 12 位数字",
        remedy: "向开户行核对联行号；开头的 0 可能被表格软件去掉了",
        why: "联行号（CNAPS）是 12 位：3 位行别、4 位地区、4 位分支、1 位校验。它不进 M3 报文，所以只警告。",
    },
    en: Text {
        message: "not twelve digits",
        remedy: "ask the bank for the code; a spreadsheet may have dropped a leading zero",
        why: "A CNAPS code (联行号) has 12 digits: 3 for the bank, 4 for the place, 4 for the branch and a check \
              digit. It is not part of the M3 body, so this only warns.",
    },
    bad: "10210009999",
    good: "102100099996",
    source: "人民银行大额支付系统行号, 12 位 (通行说法 [D])",
    test: Test::Cell(cnaps_form),
    ..Rule::WARNING
};

fn cnaps_form(text: &str, _: &Context) -> Option<Defect> {
    (!cnaps::has_form(text)).then(|| Defect::default().fix(suggestion::cnaps(text)))
}

pub(crate) static BNK005: Rule = Rule {
    code: "BNK005",
    name: "cnaps-checksum",
    reads: &[Field::Cnaps],
    title: (
        "联行号校验位不符",
        "check digit of the CNAPS code does not fit",
    ),
    expected: ("校验位 {0}", "check digit {0}"),
    zh: Text {
        message: "前 11 位算出的校验位是 {0}，与末位不符",
        remedy: "向开户行核对联行号",
        why: "已知的联行号末位都满足 ISO 7064 MOD 11,10。这一点由计算得出，没有公开的文字依据，\
              而且 104000000000 这类代表整家银行的伪行号也在流通，所以只警告。",
    },
    en: Text {
        message: "the first 11 digits call for check digit {0}",
        remedy: "ask the bank for the code",
        why: "Every known CNAPS code ends in its ISO 7064 MOD 11,10 digit. That was found by computation and is \
              nowhere written down, and codes like 104000000000 that stand for a whole bank circulate, so it only \
              warns.",
    },
    bad: "102100099997",
    good: "102100099996",
    source: "ISO 7064 MOD 11,10, 由公开行号推算 [D]",
    test: Test::Cell(cnaps_checksum),
    ..Rule::WARNING
};

fn cnaps_checksum(text: &str, _: &Context) -> Option<Defect> {
    match cnaps::parse(text) {
        Err(CnapsFault::Check { expected }) => Some(Defect::default().arg(expected)),
        _ => None,
    }
}

pub(crate) static BNK006: Rule = Rule {
    code: "BNK006",
    name: "holder-differs",
    reads: &[Field::CardName],
    title: ("开户名与商户不符", "account holder is not the merchant"),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "开户名应是 {other}",
        remedy: "核对开户名、账户类型和公司名称；结算到他人账户须先取得受理机构同意和授权书",
        why: "对公账户的户名应是公司名称，对私应是法人；没写账户类型的，两者之一即可；个体工商户（92 开头）\
              两者都可以，「个体户」加经营者姓名也可以；没有执照的小微，「商户_」加姓名也可以。括号、空格、间隔号、宽度不同不算不符，带掩码且不矛盾的也放行。",
    },
    en: Text {
        message: "the account holder should be {other}",
        remedy: "check holder, account kind and company name; settling to somebody else needs the acquirer's consent and a letter",
        why: "A corporate account is held by the company, a personal one by the legal person; without an account \
              kind either will do, and for an individual business (licence beginning 92) as well; 个体户 before its \
              operator's name, or 商户_ before the name of an owner without a licence, makes no difference. Brackets, \
              spaces, middle dots and width make no difference; a mask that contradicts nothing passes.",
    },
    bad: "对公 / 公司 杭州甲乙商贸有限公司 / 开户名 杭州甲乙贸易有限公司",
    good: "对公 / 公司 杭州甲乙商贸有限公司 / 开户名 杭州甲乙商贸有限公司",
    source: "bankcard_info 户名与商户一致, 否则须授权书: 直付通 DTO [C]; 个体工商户的放宽为通行做法 [D]",
    yields_to: &[(
        When::HolderIsRight,
        &["ENT001", "ACC005", "ENT002", "ACC003", "ENT004"],
    )],
    test: Test::Row(holder),
    ..Rule::ERROR
};

fn holder(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let holder = row.text(Field::CardName);
    let company = row
        .sound(Field::MerchantName)
        .filter(|name| !names::has_lost(name));
    let legal = row
        .sound(Field::LegalName)
        .filter(|_| !names::is_doubtful(row));
    let number = row.text(Field::BusinessLicense);
    let individual = is_individual(number);
    let (by_company, by_legal, expected) = match row.text(Field::AccountKind) {
        "corporate" => (true, individual, company),
        "personal" => (individual, true, legal),
        "" => (true, true, company),
        // A word nobody knows says nothing about who may hold the account.
        _ => return,
    };
    // Without all the names it may be held under nobody can say that it is held by another.
    let (Some(expected), true) = (
        expected,
        !(by_company && company.is_none() || by_legal && legal.is_none()),
    ) else {
        return;
    };
    let fits = company.is_some_and(|name| by_company && held_by_company(holder, name))
        || legal.is_some_and(|name| by_legal && held_by_person(bare(holder, number), name));
    if !fits {
        defects.push(Defect::default().other(expected));
    }
}

/// A business without a name is called 个体户 and its operator, one without a licence 商户_ and its owner.
fn bare<'a>(holder: &'a str, number: &str) -> &'a str {
    let prefix = match number {
        "" => "商户_",
        _ if is_individual(number) => "个体户",
        _ => return holder,
    };
    holder.strip_prefix(prefix).unwrap_or(holder)
}

fn held_by_company(holder: &str, company: &str) -> bool {
    name::compare_company(holder, company) != NameVerdict::Different || fits_mask(holder, company)
}

fn held_by_person(holder: &str, person: &str) -> bool {
    name::compare_person(holder, person) != NameVerdict::Different || fits_mask(holder, person)
}

fn fits_mask(a: &str, b: &str) -> bool {
    (mask::is_masked(a) || mask::is_masked(b)) && mask::compare(a, b) != MaskVerdict::Contradicts
}

pub(crate) static BNK007: Rule = Rule {
    code: "BNK007",
    name: "alipay-account-as-card",
    reads: &[Field::CardNo],
    title: (
        "结算账号填成了支付宝账号",
        "Alipay account given as settlement account",
    ),
    expected: (
        "银行卡号或对公银行账号",
        "a bank card or corporate bank account",
    ),
    zh: Text {
        message: "这是支付宝的账号，不是银行账号",
        remedy: "向商户要银行卡号或对公账号填在这里；支付宝账号填到「支付宝账号」或「支付宝PID」列",
        why: "间连商户的钱进银行账户，结算账号必须是银行的。常见的错填有三种：2088 开头的 16 位 PID、后面再加 0156 的 \
              20 位账单账号、登录用的邮箱。对公账号也可能恰好是 2088 开头的 16 位，所以写明对公的，只有与本行的 PID 或 \
              SMID 相同才报。",
    },
    en: Text {
        message: "this is an Alipay account, not a bank account",
        remedy: "ask the merchant for the bank account; the Alipay account belongs into the column for it or for the PID",
        why: "An indirect merchant's money goes to a bank, so the settlement account must be a bank's. Three things \
              are put in by mistake: the PID (16 digits beginning 2088), the bill account (PID and 0156, 20 digits) \
              and the e-mail used to log on. A corporate account may begin with 2088 by chance, so under a corporate \
              account kind 16 digits count only when they are the row's own PID or SMID.",
    },
    bad: "20880211096256330156",
    good: "6217000010001234569",
    source: "Alipay SDK: PID 为 2088 开头的 16 位 [A]; 账单文件中的账号为 PID + 0156 [C]",
    test: Test::Row(alipay_account),
    ..Rule::ERROR
};

fn alipay_account(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let card = row.text(Field::CardNo);
    let own = || {
        [Field::Pid, Field::Smid]
            .iter()
            .any(|f| row.text(*f) == card)
    };
    let plain = pid::is_pid(card) && (row.text(Field::AccountKind) != "corporate" || own());
    if plain || pid::of_bill_account(card).is_some() || pid::is_email(card) {
        defects.push(Defect::default());
    }
}

pub(crate) static BNK008: Rule = Rule {
    code: "BNK008",
    name: "account-form",
    reads: &[Field::CardNo],
    title: ("对公账号长度异常", "unusual length of a corporate account"),
    expected: ("9–25 位数字", "9 to 25 digits"),
    zh: Text {
        message: "对公账号有 {0} 位数字，通常是 9–25 位",
        remedy: "对照开户许可证或基本存款账户信息核对有无漏位、多位，或把两个账号写进了一格",
        why: "对公账号没有校验位，各行长度不同，一般是 9–25 位，空格和横线不算。更短的多半漏录，更长的多半把别的号码\
              写进了同一格。各行的编法没有统一的公开规定，所以只警告。",
    },
    en: Text {
        message: "the corporate account has {0} digits, accounts have 9 to 25",
        remedy: "compare with the account permit for missing or extra digits, or a second number in the cell",
        why: "Corporate accounts carry no check digit and their length differs by bank, commonly 9 to 25 digits \
              without spaces and dashes. A shorter one has lost digits, a longer one has another number in the same \
              cell. No public rule covers all banks, so it only warns.",
    },
    bad: "对公 / 33050161",
    good: "对公 / 33050161613500000123",
    source: "对公账号 9–25 位为通行说法 [D]",
    test: Test::Row(account_form),
    ..Rule::WARNING
};

fn account_form(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let account = row.text(Field::CardNo);
    let odd = excel_digits::all(account.as_bytes()) && !(9..=25).contains(&account.len());
    if odd && is_corporate(row) {
        defects.push(Defect::default().arg(account.len()));
    }
}

/// A corporate account: by its account kind, or held by the company where no kind is given.
fn is_corporate(row: Row) -> bool {
    match row.text(Field::AccountKind) {
        "corporate" => true,
        "" => match (row.sound(Field::CardName), row.sound(Field::MerchantName)) {
            (Some(holder), Some(company)) => {
                name::compare_company(holder, company) != NameVerdict::Different
                    && !is_personal(row)
            }
            _ => false,
        },
        _ => false,
    }
}

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
    let NamedBanks { bank, branch, code } = named_banks(row);
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
    let NamedBanks { bank, branch, code } = named_banks(row);
    let (Some(bank), Some(branch)) = (bank, branch) else {
        return;
    };
    if bank != branch {
        let at = if code == Some(branch) {
            Field::BankName
        } else {
            Field::BankBranchName
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
struct NamedBanks {
    bank: Option<&'static str>,
    branch: Option<&'static str>,
    /// By the CNAPS code, when its check digit is right.
    code: Option<&'static str>,
}

fn named_banks(row: Row) -> NamedBanks {
    let sound = |code: &&str| cnaps::parse(code).is_ok();
    NamedBanks {
        bank: row.sound(Field::BankName).and_then(bank::of_name),
        branch: row.sound(Field::BankBranchName).and_then(bank::of_name),
        code: row
            .sound(Field::Cnaps)
            .filter(sound)
            .and_then(bank::of_cnaps),
    }
}
