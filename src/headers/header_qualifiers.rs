//! Words of a header that say whose value a column holds, or what kind of value: they keep a guess
//! from crossing over to another person, another account or another date. A folded header and a field
//! in; whether the two can belong together out.

use crate::model::Field;
use crate::model::Field::*;

/// Words, and the only fields whose header has one of them.
const WORDS: &[(&[&str], &[Field])] = &[
    (
        &["法人", "法定", "经营者", "legal"],
        &[LegalName, LegalIdNo, LegalIdExpiry],
    ),
    (&["联系人", "对接人", "店长", "contact"], CONTACT),
    (&["结算", "开户", "入账", "持卡", "对公", "对私"], ACCOUNT),
    (
        &["收款"],
        &[
            CardNo,
            CardName,
            BankName,
            BankBranchName,
            Cnaps,
            PayeeName,
            PayeeAccount,
        ],
    ),
    (&["付款", "汇款"], &[PayerName, PayerAccount]),
    (
        &["对方"],
        &[CounterpartyName, CounterpartyAccount, CounterpartyBank],
    ),
    (&["收入", "贷方", "存入"], &[Income]),
    (&["支出", "借方", "支取"], &[Outgo]),
    (&["支付宝", "alipay"], &[LogonId, Pid, Smid, CategoryId]),
    (&["手机", "移动电话", "mobile"], &[ContactMobile, LogonId]),
    (
        &["身份证", "证件"],
        &[
            LegalIdNo,
            LegalIdExpiry,
            BusinessLicense,
            BusinessLicenseExpiry,
        ],
    ),
    (
        &["有效期", "到期", "截止", "期限"],
        &[LegalIdExpiry, BusinessLicenseExpiry],
    ),
    (
        &["类型", "性质"],
        &[
            AccountKind,
            BusinessLicenseType,
            ContactType,
            Route,
            TradeKind,
        ],
    ),
    (&["备注", "说明"], &[Remark]),
    (
        &[
            "微信",
            "银联",
            "云闪付",
            "抖音",
            "美团",
            "饿了么",
            "京东",
            "wechat",
        ],
        &[],
    ),
    (
        &["受益", "股东", "控制人", "财务", "担保", "紧急", "配偶"],
        &[],
    ),
    (
        &[
            "照片",
            "图片",
            "扫描件",
            "复印件",
            "附件",
            "链接",
            "正面",
            "反面",
            "url",
        ],
        &[],
    ),
    (&["注册地", "户籍", "住址", "住所", "收货"], &[]),
    (&["起始", "开始", "生效", "签发", "发证"], &[]),
    (&["密码", "预留", "英文", "曾用", "原来", "password"], &[]),
];

const CONTACT: &[Field] = &[
    ContactName,
    ContactMobile,
    ContactPhone,
    ContactEmail,
    ContactType,
];
const ACCOUNT: &[Field] = &[
    CardNo,
    CardName,
    BankName,
    BankBranchName,
    Cnaps,
    AccountKind,
];

/// Whether a header, folded, has no word that belongs to other fields only.
pub(crate) fn allow(header: &str, field: Field) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| header.contains(word));
    WORDS
        .iter()
        .all(|(words, fields)| fields.contains(&field) || !has(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_and_what() {
        assert!(allow("法人证号", LegalIdNo));
        assert!(allow("证号", LegalIdNo));
        assert!(!allow("联系人证号", LegalIdNo));
        assert!(!allow("法人手机号", ContactMobile));
        assert!(!allow("微信账号", LogonId));
        assert!(!allow("执照到期提醒", BusinessLicense));
    }
}
