//! Rules on the business licence: the unified social credit code, the number before it, and whether
//! the kind of licence fits the name and the settlement account.

use crate::model::rule::{Context, Defect, Rule, Test, Text, When};
use crate::model::{Field, Row};
use crate::value::licence;
use crate::value::licence::{Licence, LicenceFault, LicenceKind};
use crate::value::suggestion;

pub(crate) static RULES: &[&Rule] = &[
    &LIC001, &LIC002, &LIC003, &LIC004, &LIC005, &LIC006, &LIC007,
];

pub(crate) static LIC001: Rule = Rule {
    code: "LIC001",
    name: "licence-form",
    reads: &[Field::BusinessLicense],
    title: ("营业执照号格式不对", "licence number malformed"),
    expected: (
        "18 位（数字和大写字母，不含 I、O、S、V、Z）或 15 位数字",
        "18 digits and capital letters without I, O, S, V, Z, or 15 digits",
    ),
    proposal: (
        "可能是 {fix}（看混、录错一位或邻位颠倒时，通过全部校验的只有它），请对照执照原件确认",
        "probably {fix}, the only number one slip away that passes every check; compare with the licence",
    ),
    zh: Text {
        message: "既不是 18 位统一社会信用代码，也不是 15 位注册号",
        remedy: "对照营业执照原件重新录入",
        why: "统一社会信用代码只用 31 个符号，没有 I、O、S、V、Z，第 3–8 位是数字。O 与 0、I 与 1、Z 与 2、\
              S 与 5 常被写混，也常有录错一位、邻位颠倒的：若只有一种改法能通过全部校验（末位、组织机构代码、登记机关），\
              就作为建议给出，但不自行修改。",
    },
    en: Text {
        message: "neither an 18-character unified social credit code nor a 15-digit registration number",
        remedy: "enter the number again from the licence itself",
        why: "The code uses 31 symbols, without I, O, S, V and Z, and positions 3 to 8 are digits. O and 0, I and \
              1, Z and 2, S and 5 are often confused, one character is mistyped, two neighbours change places: when \
              just one number a slip away passes every check (the last character, the organisation code, the \
              authority) it is proposed, never applied.",
    },
    bad: "91330106MAZH1ABC7U",
    good: "91330106MA2H1ABC7U",
    source: "GB 32100-2015; GS15-2006",
    test: Test::Cell(form),
    ..Rule::ERROR
};

fn form(text: &str, _: &Context) -> Option<Defect> {
    match licence::parse(text) {
        Err(LicenceFault::Form) => Some(Defect::default().fix(suggestion::licence(text))),
        _ => None,
    }
}

pub(crate) static LIC002: Rule = Rule {
    code: "LIC002",
    name: "licence-checksum",
    reads: &[Field::BusinessLicense],
    title: (
        "统一社会信用代码校验位错误",
        "wrong check character in the social credit code",
    ),
    expected: ("校验位 {0}", "check character {0}"),
    proposal: (
        "可能是 {fix}（看混、录错一位或邻位颠倒时，通过全部校验的只有它），请对照执照原件确认",
        "probably {fix}, the only number one slip away that passes every check; compare with the licence",
    ),
    zh: Text {
        message: "前 17 位算出的校验位是 {0}，与末位不符",
        remedy: "某一位录错了，不一定是末位；对照营业执照原件重新录入",
        why: "第 18 位由前 17 位加权模 31 算出，能发现任何一位录错和绝大多数相邻两位颠倒。\
              校验不过的号码在工商系统里不存在，进件一定被退回。",
    },
    en: Text {
        message: "the first 17 characters call for check character {0}",
        remedy: "some character is mistyped, not necessarily the last; enter the number again from the licence",
        why: "The 18th character is computed from the other 17, weighted and modulo 31; it catches any single \
              mistyped character and nearly all transpositions. A number that fails does not exist in the \
              register, and onboarding with it is refused.",
    },
    bad: "91330106MA2H1ABC7W",
    good: "91330106MA2H1ABC7U",
    source: "GB 32100-2015, MOD 31",
    test: Test::Cell(checksum),
    ..Rule::ERROR
};

fn checksum(text: &str, _: &Context) -> Option<Defect> {
    match licence::parse(text) {
        Err(LicenceFault::Check { expected }) => Some(mended(text, expected)),
        _ => None,
    }
}

/// A wrong check character, with what was meant when only one number can have been.
fn mended(text: &str, expected: char) -> Defect {
    let fix = suggestion::licence(text);
    Defect::default().arg(expected).fix(fix)
}

pub(crate) static LIC003: Rule = Rule {
    code: "LIC003",
    name: "licence-organisation-code",
    reads: &[Field::BusinessLicense],
    title: (
        "内含的组织机构代码校验不过",
        "embedded organisation code fails its check",
    ),
    expected: (
        "第 17 位与第 9–16 位相符",
        "a 17th character that fits the 9th to 16th",
    ),
    zh: Text {
        message: "末位校验正确，但第 9–17 位不是有效的组织机构代码",
        remedy: "对照营业执照原件核对第 9–17 位；无误就不用处理",
        why: "信用代码的第 9–17 位是组织机构代码，自带模 11 校验。两位同时录错时，末位校验偶尔会碰巧通过，\
              这里再查一遍。极少数真实号码也不满足，所以只是警告。",
    },
    en: Text {
        message: "the last character is right, but characters 9 to 17 are no sound organisation code",
        remedy: "compare characters 9 to 17 with the licence; nothing to do if they are right",
        why: "Characters 9 to 17 are an organisation code with a check of its own, modulo 11. When two characters \
              are mistyped the outer check may pass by chance. A few real codes fail as well, so it only warns.",
    },
    bad: "91330106MA2H1ABC06",
    good: "91330106MA2H1ABC7U",
    source: "GB 11714-1997, MOD 11; GB 32100-2015 第 9–17 位",
    test: Test::Cell(organisation_code),
    ..Rule::WARNING
};

fn organisation_code(text: &str, _: &Context) -> Option<Defect> {
    let odd = text.len() == 18 && !licence::organisation_code_ok(text);
    (odd && licence::parse(text) == Ok(Licence::Uscc)).then(Defect::default)
}

pub(crate) static LIC004: Rule = Rule {
    code: "LIC004",
    name: "licence-old",
    reads: &[Field::BusinessLicense],
    title: ("旧的 15 位注册号", "old 15-digit licence number"),
    expected: (
        "18 位统一社会信用代码",
        "an 18-character unified social credit code",
    ),
    zh: Text {
        message: "这是 2015 年以前的 15 位注册号，校验正确",
        remedy: "请商户提供换发后的统一社会信用代码",
        why: "2015 年 10 月起营业执照使用 18 位统一社会信用代码。旧号还能录入，但支付宝账户多半登记的是新号，\
              四要素核对会不一致。",
    },
    en: Text {
        message: "a sound 15-digit registration number from before 2015",
        remedy: "ask the merchant for the code on the reissued licence",
        why: "Licences carry the 18-character code since October 2015. The old number can still be entered, but \
              the Alipay account most likely has the new one, and the four elements will differ.",
    },
    bad: "330106000012340",
    good: "91330106MA2H1ABC7U",
    source: "GS15-2006; 2018 年后仍用旧号应提醒是行业惯例 [D]",
    test: Test::Cell(old),
    ..Rule::WARNING
};

fn old(text: &str, _: &Context) -> Option<Defect> {
    (text.len() == 15 && licence::parse(text) == Ok(Licence::Old15)).then(Defect::default)
}

pub(crate) static LIC005: Rule = Rule {
    code: "LIC005",
    name: "old-licence-checksum",
    reads: &[Field::BusinessLicense],
    title: (
        "15 位注册号校验位错误",
        "wrong check digit in the 15-digit licence number",
    ),
    expected: ("校验位 {0}", "check digit {0}"),
    proposal: (
        "可能是 {fix}（看混、录错一位或邻位颠倒时，通过全部校验的只有它），请对照执照原件确认",
        "probably {fix}, the only number one slip away that passes every check; compare with the licence",
    ),
    zh: Text {
        message: "前 14 位算出的校验位是 {0}，与末位不符",
        remedy: "对照营业执照原件重新录入，最好改用 18 位统一社会信用代码",
        why: "15 位注册号的末位按 ISO 7064 MOD 11,10 由前 14 位算出。校验不过的号码不存在。",
    },
    en: Text {
        message: "the first 14 digits call for check digit {0}",
        remedy: "enter the number again from the licence, preferably the 18-character code",
        why: "The last digit of a 15-digit registration number is computed from the other 14 by ISO 7064 MOD \
              11,10. A number that fails does not exist.",
    },
    bad: "330106000012341",
    good: "330106000012340",
    source: "GS15-2006; ISO 7064 MOD 11,10",
    test: Test::Cell(old_checksum),
    ..Rule::ERROR
};

fn old_checksum(text: &str, _: &Context) -> Option<Defect> {
    if text.len() != 15 {
        return None;
    }
    match licence::parse(text) {
        Err(LicenceFault::OldCheck { expected }) => Some(mended(text, expected)),
        _ => None,
    }
}

pub(crate) static LIC006: Rule = Rule {
    code: "LIC006",
    name: "licence-kind-name",
    reads: &[Field::MerchantName, Field::BusinessLicense],
    title: (
        "公司名称与执照类别不符",
        "company name does not fit the kind of licence",
    ),
    expected: (
        "91 开头是企业，92 开头是个体工商户",
        "91 for an enterprise, 92 for an individual business",
    ),
    zh: Text {
        message: "执照号以 {0} 开头，名称却是另一类主体的写法",
        remedy: "核对执照号和公司名称是否来自同一张执照",
        why: "信用代码前两位表明主体类别：91 企业，92 个体工商户。个体工商户不能叫有限公司，企业名称里也不会写\
              个体工商户；不一致多半是两张执照混在了一行。",
    },
    en: Text {
        message: "the licence begins with {0}, the name is that of another kind of entity",
        remedy: "check that number and name come from the same licence",
        why: "The first two characters tell the kind of entity: 91 enterprise, 92 individual business \
              (个体工商户). An individual business is never a limited company, and an enterprise never calls itself \
              个体工商户; most likely two licences were mixed in one row.",
    },
    bad: "92440300MA5FQWE16B / 深圳甲乙餐饮有限公司",
    good: "92440300MA5FQWE16B / 深圳市福田区甲乙餐饮店",
    source: "GB 32100-2015 第 1–2 位 (91、92 的通行解释 [D])",
    yields_to: &[
        (When::SameCell, &["ENT001", "ACC005"]),
        (When::SameRow, &["MER003", "ACC004"]),
    ],
    test: Test::Row(kind_name),
    ..Rule::WARNING
};

fn kind_name(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let name = row.text(Field::MerchantName);
    let limited = ["有限公司", "有限责任公司"];
    let limited = limited.iter().any(|ending| name.ends_with(ending));
    let odd = match licence::kind(row.text(Field::BusinessLicense)) {
        LicenceKind::IndividualBusiness => limited.then_some("92"),
        LicenceKind::Enterprise => (name.contains("个体") && !limited).then_some("91"),
        _ => None,
    };
    // An old number may begin with 91 by chance: its first digits are a region.
    if row.text(Field::BusinessLicense).len() == 18 {
        defects.extend(odd.map(|prefix| Defect::default().arg(prefix)));
    }
}

pub(crate) static LIC007: Rule = Rule {
    code: "LIC007",
    name: "licence-kind-account",
    reads: &[Field::AccountKind, Field::BusinessLicense],
    title: (
        "企业执照配了对私账户",
        "enterprise licence with a personal account",
    ),
    expected: ("对公账户", "a corporate account"),
    zh: Text {
        message: "执照号以 91 开头是企业，结算账户却是对私",
        remedy: "请商户提供对公账户；确要结算到法人个人卡的，先与受理机构确认并备好授权书",
        why: "企业一般结算到同名对公账户。结算到法人个人卡是否收、要什么授权书，各受理机构规定不同，所以只警告。",
    },
    en: Text {
        message: "the licence begins with 91, an enterprise, and the settlement account is personal",
        remedy: "ask for a corporate account; if settlement to the legal person's card is meant, clear it with the acquirer first",
        why: "An enterprise normally settles to a corporate account in its own name. Whether an acquirer takes the \
              legal person's card, and with which letter, differs, so it only warns.",
    },
    bad: "91330106MA2H1ABC7U / 对私",
    good: "91330106MA2H1ABC7U / 对公",
    source: "GB 32100-2015 第 1–2 位; 企业结算到对公账户是行业惯例 [D]",
    yields_to: &[(When::SameRow, &["MER003", "ACC004"])],
    test: Test::Row(kind_account),
    ..Rule::WARNING
};

fn kind_account(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let number = row.text(Field::BusinessLicense);
    let enterprise = number.len() == 18 && licence::kind(number) == LicenceKind::Enterprise;
    if enterprise && row.text(Field::AccountKind) == "personal" {
        defects.push(Defect::default());
    }
}
