//! The other places that belong to a finding, and why each is named.

use std::borrow::Cow;

use super::{Field, Lang, Place};

/// Why a related place is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Another row of the group says otherwise.
    DiffersHere,
    /// As many rows of the group as the number says say otherwise; this is the first of them.
    DiffersInRows(usize),
    /// The same value stands here.
    SameHere,
    AlipayAccount,
    BankAccount,
    OnboardedMerchant,
    BillDetail,
    /// The value of the finding's cell belongs here.
    Swapped,
    ErpItem,
    Bill,
    BankCredit,
    BankStatement,
    /// Where the sheet gives no Alipay account.
    NoAccount,
}

impl Note {
    pub fn text(self, lang: Lang) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Note::DiffersInRows(rows) => {
                return Cow::Owned(match lang {
                    Lang::Zh => format!("此处不同，这样写的有 {rows} 行"),
                    Lang::En => match rows {
                        1 => "differs here, in one row".to_owned(),
                        _ => format!("differs here, in {rows} rows"),
                    },
                });
            }
            Note::DiffersHere => lang.pick("此处不同", "differs here"),
            Note::SameHere => lang.pick("此处相同", "the same here"),
            Note::AlipayAccount => lang.pick("支付宝账户记录", "Alipay account record"),
            Note::BankAccount => lang.pick("银行账户记录", "bank account record"),
            Note::OnboardedMerchant => lang.pick("已进件商户记录", "onboarded merchant record"),
            Note::BillDetail => lang.pick("明细文件", "the detail file"),
            Note::Swapped => lang.pick("与此格填反", "in each other's place with this cell"),
            Note::ErpItem => lang.pick("ERP 商品", "the ERP's item"),
            Note::Bill => lang.pick("账单", "the bill"),
            Note::BankCredit => lang.pick("银行入账", "bank credit"),
            Note::BankStatement => lang.pick("银行流水", "the bank statement"),
            Note::NoAccount => lang.pick("没有支付宝账号", "no Alipay account"),
        })
    }
}

/// Another place that belongs to the finding.
#[derive(Clone, Debug)]
pub struct Related {
    pub place: Place,
    pub field: Option<Field>,
    pub found: String,
    pub note: Note,
    /// The row of the finding's own table that the finding touches as well (a group in which nobody
    /// can say which side is right).
    pub touches: Option<u32>,
}
