//! The kinds of table a sheet can be taken for (the words of the contract, `kind` in the job file).

use super::keyed::keyed;

keyed! {
    /// What a sheet holds.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    Kind {
        /// 门店信息表: one row per store.
        Stores "stores" "门店信息表" "store sheet";
        /// ERP product export: one row per SKU.
        Skus "skus" "商品导出" "SKU export";
        /// Online item export.
        Items "items" "线上商品导出" "online item export";
        /// 已进件商户: indirect merchants already onboarded.
        Merchants "merchants" "已进件商户" "onboarded merchants";
        /// 支付宝账户记录: the register of Alipay accounts.
        AlipayAccounts "alipay_accounts" "支付宝账户记录" "Alipay account records";
        /// 银行账户记录: the register of settlement accounts.
        BankAccounts "bank_accounts" "银行账户记录" "bank account records";
        /// A bill of Alipay trades; streamed, never held as a table.
        AlipayBill "alipay_bill" "支付宝账单" "Alipay bill";
        /// A bank statement.
        BankStatement "bank_statement" "银行对账单" "bank statement";
    }
}
