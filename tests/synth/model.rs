//! The job in memory: legal entities, the rows of the store sheets, and the rows of the registers. It is built
//! clean, then faults change single cells of it, then it is written.

use super::progress::Progress;

/// A recognised column of the store sheets, in the order of the workbook.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Field {
    StoreCode,
    StoreName,
    MerchantName,
    AliasName,
    BusinessLicense,
    LegalName,
    LegalIdNo,
    ContactName,
    ContactMobile,
    ServicePhone,
    ContactEmail,
    Mcc,
    Province,
    City,
    District,
    Address,
    Longitude,
    Latitude,
    BusinessTime,
    CardNo,
    CardName,
    BankBranchName,
    Cnaps,
    AccountKind,
    LogonId,
    Pid,
    Smid,
    Route,
    CategoryId,
    Source,
    BankName,
    Scene,
    LicenceType,
    LicenceExpiry,
    IdExpiry,
    PayMode,
    Brand,
    BranchName,
    FrontImage,
    CashierType,
    ShopType,
    ShopCategory,
    MainCategory,
}

/// A column: its key, its header in the workbook, its header in the CSV.
pub struct Column {
    pub field: Field,
    pub key: &'static str,
    pub book: &'static str,
    pub csv: &'static str,
}

const fn column(field: Field, key: &'static str, book: &'static str, csv: &'static str) -> Column {
    Column {
        field,
        key,
        book,
        csv,
    }
}

#[rustfmt::skip]
pub const COLUMNS: &[Column] = &[
    column(Field::StoreCode, "store_code", "*自用编码", "门店编码"),
    column(Field::StoreName, "store_name", "*门店\n名称", "门店名称"),
    column(Field::MerchantName, "merchant_name", "*公司名称（与营业执照一致）", "商户全称"),
    column(Field::AliasName, "alias_name", "商户简称", "商户简称"),
    column(Field::BusinessLicense, "business_license", "统一社会信用代码\n（营业执照号）", "营业执照号"),
    column(Field::LegalName, "legal_name", "*法人姓名", "法人姓名"),
    column(Field::LegalIdNo, "legal_id_no", "*法人身份证号", "法人身份证号码"),
    column(Field::ContactName, "contact_name", "*联系人", "联系人姓名"),
    column(Field::ContactMobile, "contact_mobile", "*联系人手机", "联系人手机号"),
    column(Field::ServicePhone, "service_phone", "客服电话\n（座机请加区号）", "客服电话"),
    column(Field::ContactEmail, "contact_email", "联系邮箱", "邮箱"),
    column(Field::Mcc, "mcc", "MCC", "MCC码"),
    column(Field::Province, "province", "*省", "省份"),
    column(Field::City, "city", "*市", "城市"),
    column(Field::District, "district", "*区", "区县"),
    column(Field::Address, "address", "*详细地址", "详细地址"),
    column(Field::Longitude, "longitude", "经度\n（高德）", "经度"),
    column(Field::Latitude, "latitude", "纬度\n（高德）", "纬度"),
    column(Field::BusinessTime, "business_time", "营业时间", "营业时间"),
    column(Field::CardNo, "card_no", "*结算账号", "结算卡号"),
    column(Field::CardName, "card_name", "*开户名", "账户名称"),
    column(Field::BankBranchName, "bank_branch_name", "开户支行", "支行名称"),
    column(Field::Cnaps, "cnaps", "联行号", "联行号"),
    column(Field::AccountKind, "account_kind", "账户类型\n（对公/对私）", "账户类型"),
    column(Field::LogonId, "logon_id", "支付宝账号", "支付宝账号"),
    column(Field::Pid, "pid", "支付宝PID", "支付宝PID"),
    column(Field::Smid, "smid", "SMID\n（已进件的填写）", "间连商户号"),
    column(Field::Route, "route", "接入方式", "接入方式"),
    column(Field::CategoryId, "category_id", "经营类目", "类目"),
    column(Field::Source, "source", "商户来源", "商户来源"),
    column(Field::BankName, "bank_name", "开户行", "开户银行"),
    column(Field::Scene, "scene", "收银场景", "收银方式"),
    column(Field::LicenceType, "business_license_type", "营业执照类型", "证照类型"),
    column(Field::LicenceExpiry, "business_license_expiry", "营业执照有效期至\n（长期填2099-12-31）", "执照有效期"),
    column(Field::IdExpiry, "legal_id_expiry", "法人身份证有效期至", "身份证有效期止"),
    column(Field::PayMode, "pay_mode", "支付模式\n（主扫/被扫）", "扫码方式"),
    column(Field::Brand, "brand_name", "品牌", "品牌名称"),
    column(Field::BranchName, "branch_shop_name", "分店名", "分店名"),
    column(Field::FrontImage, "front_image", "门头照\n（图片链接）", "门店主图"),
    column(Field::CashierType, "cashier_type", "门店收银类型\n（1/2）", "收银类型"),
    column(Field::ShopType, "shop_type", "经营模式\n（直营/加盟）", "经营模式"),
    column(Field::ShopCategory, "shop_category", "门店类目", "品类"),
    column(Field::MainCategory, "main_category", "淘宝主营类目", "主营类目"),
];

pub const FIELDS: usize = COLUMNS.len();

impl Field {
    pub fn key(self) -> &'static str {
        COLUMNS[self as usize].key
    }
}

/// A bank branch, shared by the accounts opened there.
#[derive(Clone)]
pub struct Branch {
    pub bank: &'static str,
    pub name: String,
    pub cnaps: String,
}

/// A legal entity: one licence, one legal person, one settlement account, at most one Alipay account.
pub struct Entity {
    pub license: String,
    pub name: String,
    pub brand: String,
    pub legal_name: String,
    pub legal_id: String,
    pub division: &'static str,
    pub corporate: bool,
    pub mcc: &'static str,
    pub card: String,
    pub branch: Branch,
    /// Row of the Alipay register.
    pub account: Option<usize>,
    /// Its legal person and card serve another entity too.
    pub shared: bool,
    pub stores: Vec<usize>,
}

impl Entity {
    pub fn holder(&self) -> &str {
        if self.corporate {
            &self.name
        } else {
            &self.legal_name
        }
    }
}

/// What is to become of a store that has no fault.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Standing {
    /// Trades in the brand's own bill; needs no onboarding.
    Direct,
    /// Not yet onboarded.
    Create,
    /// Onboarded, and the sheet brings an Alipay account.
    Modify,
    /// Onboarded, and the register says what the sheet says.
    Unchanged,
}

/// A cell that is not plain text.
#[derive(Clone, Copy, PartialEq)]
pub enum Odd {
    Number,
    FormulaError,
    /// In a CSV: the last character is half gone.
    BytesLost,
}

#[derive(Clone)]
pub struct Store {
    pub entity: usize,
    pub cells: [String; FIELDS],
    pub odd: Option<(Field, Odd)>,
    /// In the second sheet, the CSV.
    pub east: bool,
    pub standing: Standing,
    /// Row of the register of onboarded merchants.
    pub merchant: Option<usize>,
    /// Its trades are in the brand's own bill.
    pub in_brand_bill: bool,
    /// Taken by a fault, or kept clean for one.
    pub taken: bool,
}

impl Store {
    pub fn get(&self, field: Field) -> &str {
        &self.cells[field as usize]
    }

    pub fn set(&mut self, field: Field, value: impl Into<String>) {
        self.cells[field as usize] = value.into();
    }
}

/// A row of the Alipay account register.
#[derive(Clone)]
pub struct Account {
    pub logon: String,
    pub pid: String,
    pub corporate: bool,
    pub name: String,
    pub license: String,
    pub legal_name: String,
    pub legal_id: String,
    pub status: &'static str,
    pub masked: bool,
}

/// A row of the bank account register.
#[derive(Clone)]
pub struct BankAccount {
    pub card: String,
    pub holder: String,
    pub branch: Branch,
    pub corporate: bool,
    pub status: &'static str,
}

/// How an onboarded merchant trades in the acquirer's bill.
#[derive(Clone, Copy, PartialEq)]
pub enum Habit {
    Lively,
    /// Old trades and a recent refund only.
    Stale,
}

/// A row of the register of onboarded merchants.
#[derive(Clone)]
pub struct Merchant {
    pub smid: String,
    pub store_code: String,
    pub store_name: String,
    /// The comparable fields, in the words of the store sheet.
    pub cells: [String; FIELDS],
    pub level: &'static str,
    pub progress: Progress,
    /// Written in place of the time of tagging.
    pub tagged: Option<&'static str>,
    pub confirm_pid: String,
    pub status: &'static str,
    pub habit: Habit,
}

/// A row of the ERP's item export.
#[derive(Clone)]
pub struct Sku {
    pub cells: [String; 8],
    pub taken: bool,
}

/// A row of the export of online items.
#[derive(Clone)]
pub struct Item {
    pub cells: [String; 5],
}

/// Everything the files are written from.
pub struct World {
    pub entities: Vec<Entity>,
    pub stores: Vec<Store>,
    pub accounts: Vec<Account>,
    pub banks: Vec<BankAccount>,
    pub merchants: Vec<Merchant>,
    pub skus: Vec<Sku>,
    pub items: Vec<Item>,
    /// The company that draws its money out of an Alipay account.
    pub withdraws: Option<usize>,
    /// Lines of the acquirer's bill whose amount cannot be read, counted from its end.
    pub unreadable_lines: usize,
    /// The footer of the brand's bill counts one trade too many.
    pub wrong_footer: bool,
    /// Settlements that the bank statement lacks, has too little of, or has twice.
    pub credits_missing: usize,
    pub credits_short: usize,
    pub credits_twice: usize,
    /// Numbers handed out so far; each is used once.
    pub serial: usize,
}
