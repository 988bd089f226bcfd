//! The kinds of table a sheet can be taken for (the words of the contract, `kind` in the job file).

use serde::{Deserialize, Serialize};

/// What a sheet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 门店信息表: one row per store.
    Stores,
    /// ERP product export: one row per SKU.
    Skus,
    /// Online item export.
    Items,
    /// 已进件商户: indirect merchants already onboarded.
    Merchants,
    /// 支付宝账户记录: the register of Alipay accounts.
    AlipayAccounts,
    /// 银行账户记录: the register of settlement accounts.
    BankAccounts,
    /// A bill of Alipay trades; streamed, never held as a table.
    AlipayBill,
    /// A bank statement.
    BankStatement,
}

impl Kind {
    /// Every kind, in the order reports list them.
    pub const ALL: [Kind; 8] = [
        Kind::Stores,
        Kind::Skus,
        Kind::Items,
        Kind::Merchants,
        Kind::AlipayAccounts,
        Kind::BankAccounts,
        Kind::AlipayBill,
        Kind::BankStatement,
    ];

    /// The key used in job files and in the manifest.
    pub fn key(self) -> &'static str {
        self.names().0
    }

    /// What people call it.
    pub fn label(self, lang: super::Lang) -> &'static str {
        lang.pick(self.names().1, self.names().2)
    }

    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Kind::Stores => ("stores", "门店信息表", "store sheet"),
            Kind::Skus => ("skus", "商品导出", "SKU export"),
            Kind::Items => ("items", "线上商品导出", "online item export"),
            Kind::Merchants => ("merchants", "已进件商户", "onboarded merchants"),
            Kind::AlipayAccounts => (
                "alipay_accounts",
                "支付宝账户记录",
                "Alipay account records",
            ),
            Kind::BankAccounts => ("bank_accounts", "银行账户记录", "bank account records"),
            Kind::AlipayBill => ("alipay_bill", "支付宝账单", "Alipay bill"),
            Kind::BankStatement => ("bank_statement", "银行对账单", "bank statement"),
        }
    }
}
