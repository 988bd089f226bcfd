//! Rules on what a licence number says of its registration, the authority and the kind of body, and
//! whether that fits the type of licence given beside it.

use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{Field, Row};
use crate::value::licence;
use crate::value::licence::{Licence, LicenceKind};
use crate::value::region;

pub(crate) static RULES: &[&Rule] = &[&LIC008, &LIC009, &LIC010];

pub(crate) static LIC008: Rule = Rule {
    code: "LIC008",
    name: "licence-division-unknown",
    reads: &[Field::BusinessLicense],
    title: (
        "执照号的登记机关地区不存在",
        "unknown registering authority in the licence number",
    ),
    expected: (
        "信用代码第 3–8 位（15 位注册号的前 6 位）是登记机关所在地的行政区划代码",
        "characters 3 to 8 (the first six digits of a 15-digit number) are the division of the registering authority",
    ),
    zh: Text {
        message: "登记机关的地区码 {0} 不属于任何现有或曾有的城市",
        remedy: "对照营业执照原件核对这几位；无误就不用处理",
        why: "号码里有登记机关的地区码，按登记时的区划，撤并后不变。开发区、自贸区的登记机关有自己的代码，不在国家区划表里\
              （如苏州工业园区 320594），所以只看前四位是否属于某个城市；省级和国家登记机关也放行。区划资料可能不全，因此只警告。",
    },
    en: Text {
        message: "the authority's code {0} belongs to no city, past or present",
        remedy: "compare these digits with the licence; nothing to do if they are right",
        why: "The number carries the division of its registering authority as it was at registration. Authorities of \
              development and free-trade zones have codes of their own outside the national list (320594 for Suzhou \
              Industrial Park), so only the first four digits are held against the cities; provincial and national \
              authorities pass. The lists may have gaps, so it only warns.",
    },
    bad: "91999999MA2H1ABC7C",
    good: "91330106MA2H1ABC7U",
    source: "GB 32100-2015 第 3–8 位; GS15-2006 前 6 位; GB/T 2260; 开发区代码见于公开的企业信用代码 [C]",
    test: Test::Cell(division),
    ..Rule::WARNING
};

fn division(text: &str, _: &Context) -> Option<Defect> {
    licence::parse(text).ok()?;
    let code = licence::authority(text)?;
    (!region::known_authority(code)).then(|| Defect::default().arg(code))
}

pub(crate) static LIC009: Rule = Rule {
    code: "LIC009",
    name: "licence-kind-unknown",
    reads: &[Field::BusinessLicense],
    title: (
        "执照号的机构类别不存在",
        "unknown kind of body in the licence number",
    ),
    expected: (
        "如 91 企业、92 个体工商户、93 农民专业合作社、12 事业单位、51–53 社会组织",
        "such as 91 enterprise, 92 individual business, 93 farmers' cooperative, 12 public institution, 51 to 53 social organisations",
    ),
    zh: Text {
        message: "前两位 {0} 不是国家标准里的登记部门和机构类别",
        remedy: "对照营业执照原件核对前两位；无误就不用处理",
        why: "信用代码第 1 位是登记管理部门，第 2 位是它下面的机构类别，组合是固定的几十种。校验位正确而类别不存在的号码\
              多半是编的或录错了两位。标准可能修订，因此只警告。",
    },
    en: Text {
        message: "the first two characters {0} are no authority and kind of the national standard",
        remedy: "compare the first two characters with the licence; nothing to do if they are right",
        why: "The first character is the registering authority, the second a kind of body under it, and there are a few \
              dozen combinations. A number whose check passes although its kind does not exist is most likely made up \
              or mistyped twice. The standard may be amended, so it only warns.",
    },
    bad: "94330106MA2H1ABC7J",
    good: "91330106MA2H1ABC7U",
    source: "GB 32100-2015 表 1",
    test: Test::Cell(kind),
    ..Rule::WARNING
};

fn kind(text: &str, _: &Context) -> Option<Defect> {
    let odd = licence::parse(text) == Ok(Licence::Uscc) && !licence::is_known_kind(text);
    odd.then(|| Defect::default().arg(text.get(..2).unwrap_or_default()))
}

pub(crate) static LIC010: Rule = Rule {
    code: "LIC010",
    name: "licence-type-differs",
    reads: &[Field::BusinessLicenseType, Field::BusinessLicense],
    title: (
        "执照类型与号码对不上",
        "licence type does not fit the number",
    ),
    expected: (
        "18 位信用代码填营业执照或多证合一，15 位注册号填营业执照，12 开头的填事业单位法人证书",
        "营业执照 or 多证合一 for an 18-character code, 营业执照 for a 15-digit number, 事业单位法人证书 for a code beginning 12",
    ),
    zh: Text {
        message: "执照类型与号码的位数或开头对不上",
        remedy: "核对号码和类型是否来自同一张证照，改正其中一个",
        why: "报文的执照类型有三种，由号码可以看出：18 位信用代码是多证合一执照，15 位注册号是旧执照，12 开头的是事业单位\
              法人证书。“营业执照”两种都有人这样写，不报。对应关系由名称推得 [D]，所以只警告。",
    },
    en: Text {
        message: "the type given does not fit the length or the first characters of the number",
        remedy: "check that number and type come from the same paper and correct one of them",
        why: "The body knows three types, and the number tells which: an 18-character code is a merged licence, a \
              15-digit number an old licence, a code beginning 12 a public institution's certificate. 营业执照 is \
              written for either licence and never alarms. The mapping follows from the names only [D], so it warns.",
    },
    bad: "多证合一 / 330106000012340",
    good: "多证合一 / 91330106MA2H1ABC7U",
    source: "Alipay SDK business_license_type [A]; 与号码的对应 [D]",
    test: Test::Row(type_differs),
    ..Rule::WARNING
};

fn type_differs(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let number = row.text(Field::BusinessLicense);
    let given = row.text(Field::BusinessLicenseType);
    let Ok(standard) = licence::parse(number) else {
        return;
    };
    let expected = match (standard, licence::kind(number)) {
        (Licence::Old15, _) => "NATIONAL_LEGAL",
        (Licence::Uscc, LicenceKind::Institution) => "INST_RGST_CTF",
        (Licence::Uscc, _) => "NATIONAL_LEGAL_MERGE",
    };
    let known = Field::BusinessLicenseType.spec().form.words();
    let any = given == "NATIONAL_LEGAL" && !means_the_old(row);
    if known.contains(&given) && given != expected && !any {
        defects.push(Defect::default());
    }
}

/// 营业执照 is any licence; whoever writes more means the one from before the merger.
fn means_the_old(row: Row) -> bool {
    let typed = row.original(Field::BusinessLicenseType);
    ["普通", "NATIONAL"].iter().any(|word| typed.contains(word))
}
