//! The fields a sheet's columns are mapped to. Keys follow Alipay's published field names where one
//! exists; one row of [`SPECS`] says all there is to know about a field.

use super::Lang;

/// How a field's text is normalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Prose: white space and invisible characters only.
    Text,
    /// Names of companies, persons and stores: width, brackets, middle dots too.
    Name,
    /// Codes given by the merchant or its ERP: case is kept.
    Code,
    /// Licence number: upper case, no separators.
    Licence,
    /// Identity document number: upper case, no separators.
    IdNumber,
    /// Digits in groups: cards, bank codes, Alipay ids.
    Digits,
    Phone,
    Email,
    /// E-mail or mobile.
    LogonId,
    /// Province, city or district by name or six-digit code.
    Region,
    /// Decimal degrees.
    Decimal,
    /// Amount in yuan; canonical text stays as written, parsed to fen where used.
    Money,
    Date,
    /// A date, of a period its end, or `forever`.
    Expiry,
    /// A date, and the time of day where there is one.
    Moment,
    /// 是/否, 已开启/未开启 → `yes`/`no`.
    YesNo,
    /// 对公/对私 → `corporate`/`personal`.
    AccountKind,
    /// 直连/间连 → `direct`/`indirect`.
    Route,
    ContactType,
    LicenceType,
}

impl Form {
    /// The canonical words of a column with a fixed vocabulary; empty for all others.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Form::YesNo => &["yes", "no"],
            Form::AccountKind => &["corporate", "personal"],
            Form::Route => &["direct", "indirect"],
            Form::ContactType => &["LEGAL_PERSON", "CONTROLLER", "AGENT", "OTHER"],
            Form::LicenceType => &["NATIONAL_LEGAL_MERGE", "NATIONAL_LEGAL", "INST_RGST_CTF"],
            _ => &[],
        }
    }
}

/// How a value is hidden in reports unless the operator asks to see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    Public,
    PersonName,
    IdNumber,
    Phone,
    Card,
    Email,
    /// E-mail or mobile.
    Logon,
}

/// A set of fields: the sum of their bits.
pub type FieldSet = u128;

/// One row of the field table.
pub struct Spec {
    pub field: Field,
    pub key: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub form: Form,
    pub privacy: Privacy,
}

macro_rules! fields {
    ($($variant:ident $key:literal $zh:literal $en:literal $form:ident $privacy:ident;)*) => {
        /// A column's meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Field { $($variant),* }

        /// The field table, in the order of the enum.
        pub(crate) static SPECS: &[Spec] = &[$(Spec {
            field: Field::$variant, key: $key, zh: $zh, en: $en,
            form: Form::$form, privacy: Privacy::$privacy,
        }),*];
    };
}

fields! {
    StoreCode "store_code" "自用编码" "store code" Code Public;
    StoreName "store_name" "门店名称" "store name" Name Public;
    MerchantName "merchant_name" "公司名称" "company name" Name Public;
    AliasName "alias_name" "商户简称" "short name" Name Public;
    BusinessLicense "business_license" "营业执照号" "business licence" Licence Public;
    BusinessLicenseType "business_license_type" "营业执照类型" "licence type" LicenceType Public;
    LegalName "legal_name" "法人姓名" "legal person" Name PersonName;
    LegalIdNo "legal_id_no" "法人身份证号" "legal person's ID" IdNumber IdNumber;
    ContactName "contact_name" "联系人" "contact" Name PersonName;
    ContactMobile "contact_mobile" "联系人手机" "contact mobile" Phone Phone;
    ContactPhone "contact_phone" "联系人电话" "contact phone" Phone Phone;
    ContactEmail "contact_email" "联系人邮箱" "contact e-mail" Email Email;
    ContactType "contact_type" "联系人类型" "contact type" ContactType Public;
    ServicePhone "service_phone" "客服电话" "service phone" Phone Public;
    CategoryId "category_id" "经营类目" "category" Digits Public;
    Mcc "mcc" "MCC" "MCC" Digits Public;
    Province "province" "省" "province" Region Public;
    City "city" "市" "city" Region Public;
    District "district" "区" "district" Region Public;
    Address "address" "详细地址" "address" Text Public;
    Longitude "longitude" "经度" "longitude" Decimal Public;
    Latitude "latitude" "纬度" "latitude" Decimal Public;
    BusinessTime "business_time" "营业时间" "business hours" Text Public;
    CardNo "card_no" "结算账号" "settlement account" Digits Card;
    CardName "card_name" "开户名" "account holder" Name PersonName;
    BankName "bank_name" "开户行" "bank" Name Public;
    BankBranchName "bank_branch_name" "支行" "bank branch" Name Public;
    Cnaps "cnaps" "联行号" "CNAPS" Digits Public;
    AccountKind "account_kind" "账户类型" "account kind" AccountKind Public;
    LogonId "logon_id" "支付宝账号" "Alipay account" LogonId Logon;
    Pid "pid" "支付宝PID" "PID" Digits Public;
    Smid "smid" "SMID" "SMID" Digits Public;
    OrgPid "org_pid" "受理机构PID" "acquirer PID" Digits Public;
    Source "source" "商户来源" "source PID" Digits Public;
    Route "route" "接入方式" "route" Route Public;
    Scene "scene" "收银场景" "scene" Text Public;
    PayMode "pay_mode" "支付模式" "pay mode" Text Public;
    HandedOverAt "handed_over_at" "送打标时间" "handed over at" Moment Public;
    TaggedAt "tagged_at" "打标时间" "tagged at" Moment Public;
    WorkbenchSigned "workbench_signed" "智慧门店签约" "signed in the workbench" YesNo Public;
    InfoConfirmed "info_confirmed" "确认信息修改" "changes confirmed" YesNo Public;
    OrderSync "order_sync" "订单同步" "order sync" YesNo Public;
    ReceivingLogonId "receiving_logon_id" "收款支付宝账号" "receiving account" LogonId Logon;
    ServiceCodes "service_codes" "服务代码" "service codes" Text Public;
    InstitutionCode "institution_code" "分支机构编码" "institution code" Code Public;
    BrandName "brand_name" "品牌" "brand" Name Public;
    BranchShopName "branch_shop_name" "分店名" "branch" Name Public;
    ShopType "shop_type" "经营模式" "shop type" Text Public;
    ShopCategory "shop_category" "门店类目" "shop category" Text Public;
    MainCategory "main_category" "淘宝主营类目" "Taobao category" Digits Public;
    CashierType "cashier_type" "门店收银类型" "cashier type" Digits Public;
    FrontImage "front_image" "门头照" "front picture" Text Public;
    InsideImage "inside_image" "内景照" "inside picture" Text Public;
    Status "status" "状态" "status" Text Public;
    IndirectLevel "indirect_level" "商户等级" "level" Code Public;
    MerchantConfirmPid "merchant_confirm_pid" "商户确认PID" "confirming PID" Digits Public;
    SkuCode "sku_code" "商家编码" "SKU code" Code Public;
    ItemName "item_name" "商品名称" "item name" Text Public;
    Model "model" "型号" "model" Text Public;
    Spec "spec" "规格" "specification" Text Public;
    Barcode "barcode" "条形码" "barcode" Digits Public;
    Price "price" "售价" "price" Money Public;
    TagPrice "tag_price" "吊牌价" "tag price" Money Public;
    Stock "stock" "库存" "stock" Text Public;
    Unit "unit" "单位" "unit" Text Public;
    TradeKind "trade_kind" "业务类型" "trade kind" Text Public;
    FinishedAt "finished_at" "完成时间" "finished at" Text Public;
    OrderAmount "order_amount" "订单金额" "order amount" Money Public;
    NetAmount "net_amount" "商家实收" "amount received" Money Public;
    ServiceFee "service_fee" "服务费" "service fee" Money Public;
    TradeCount "trade_count" "交易笔数" "trades" Text Public;
    RefundCount "refund_count" "退款笔数" "refunds" Text Public;
    IncomeCount "income_count" "收入笔数" "incomings" Text Public;
    OutgoCount "outgo_count" "支出笔数" "outgoings" Text Public;
    BusinessLicenseExpiry "business_license_expiry" "营业执照有效期至" "licence valid until" Expiry Public;
    LegalIdExpiry "legal_id_expiry" "法人证件有效期至" "ID valid until" Expiry Public;
    EntryDate "entry_date" "记账日期" "entry date" Date Public;
    EntryTime "entry_time" "记账时间" "entry time" Text Public;
    Income "income" "收入金额" "money in" Money Public;
    Outgo "outgo" "支出金额" "money out" Money Public;
    Amount "amount" "发生额" "amount" Money Public;
    Direction "direction" "借贷方向" "direction" Text Public;
    Balance "balance" "余额" "balance" Money Public;
    Currency "currency" "币种" "currency" Text Public;
    TradeNo "trade_no" "交易流水号" "entry number" Code Public;
    OrderNo "order_no" "商户订单号" "order number" Code Public;
    RefundNo "refund_no" "退款批次号" "refund number" Code Public;
    CounterpartyName "counterparty_name" "对方户名" "counterparty" Name PersonName;
    CounterpartyAccount "counterparty_account" "对方账号" "counterparty account" Text Card;
    CounterpartyBank "counterparty_bank" "对方开户行" "counterparty bank" Text Public;
    PayerName "payer_name" "付款人名称" "payer" Name PersonName;
    PayerAccount "payer_account" "付款人账号" "payer account" Text Card;
    PayeeName "payee_name" "收款人名称" "payee" Name PersonName;
    PayeeAccount "payee_account" "收款人账号" "payee account" Text Card;
    Summary "summary" "摘要" "summary" Text Public;
    Remark "remark" "附言" "remark" Text Public;
}

impl Field {
    /// How many fields there are; at most 128, so that a row's set of fields is one number.
    pub const COUNT: usize = Field::Remark as usize + 1;

    pub fn spec(self) -> &'static Spec {
        &SPECS[self as usize]
    }

    /// The key used in files meant for machines.
    pub fn key(self) -> &'static str {
        self.spec().key
    }

    pub fn label(self, lang: Lang) -> &'static str {
        lang.pick(self.spec().zh, self.spec().en)
    }

    pub fn from_key(key: &str) -> Option<Field> {
        SPECS.iter().find(|s| s.key == key).map(|s| s.field)
    }

    /// Every field, in table order.
    pub fn all() -> impl Iterator<Item = Field> {
        SPECS.iter().map(|s| s.field)
    }

    /// This field's bit in a row's set of fields.
    pub fn bit(self) -> FieldSet {
        1 << (self as u8)
    }

    /// Whether the text is an identifier: digits that must survive exactly as written.
    pub fn is_identifier(self) -> bool {
        matches!(
            self.spec().form,
            Form::Code
                | Form::Licence
                | Form::IdNumber
                | Form::Digits
                | Form::Phone
                | Form::LogonId
        )
    }
}

const _: () = assert!(Field::COUNT <= FieldSet::BITS as usize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_follows_the_enum_and_keys_are_unique() {
        for (i, spec) in SPECS.iter().enumerate() {
            assert_eq!(spec.field as usize, i);
            assert_eq!(Field::from_key(spec.key), Some(spec.field), "{}", spec.key);
        }
    }
}
