//! Rules on the settlement account. A personal card carries a Luhn digit; a corporate account carries
//! no check at all, so only its characters and its holder are judged.

use super::{beside, names};
use crate::model::rule::{Context, Defect, Rule, Test, Text, When};
use crate::model::{Field, Row};
use crate::value::cnaps;
use crate::value::cnaps::CnapsFault;
use crate::value::licence;
use crate::value::licence::LicenceKind;
use crate::value::mask;
use crate::value::mask::MaskVerdict;
use crate::value::name;
use crate::value::name::NameVerdict;
use crate::value::{bank_card, excel_digits, suggestion};

pub(crate) static RULES: &[&Rule] = &[&BNK001, &BNK002, &BNK003, &BNK004, &BNK005, &BNK006];

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

/// A personal card: said so, or held by the legal person when nothing is said.
pub(super) fn is_personal(row: Row) -> bool {
    match row.text(Field::AccountKind) {
        "personal" => true,
        "" => match (beside(row, Field::CardName), beside(row, Field::LegalName)) {
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
    let company = beside(row, Field::MerchantName).filter(|name| !names::has_lost(name));
    let legal = beside(row, Field::LegalName).filter(|_| !names::is_doubtful(row));
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

fn is_individual(number: &str) -> bool {
    number.len() == 18 && licence::kind(number) == LicenceKind::IndividualBusiness
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
