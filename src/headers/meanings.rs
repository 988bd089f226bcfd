//! What the words of a header say a column holds. Words and the kind of sheet in; the fields it may hold, each with
//! a weight, out. A header that names its owner (法人姓名) weighs much, a bare one (姓名, 编码) little: its cells and
//! its neighbours have to speak for it.

use super::header_words::HeaderWords;
use super::vocabulary::Word;
use crate::model::Field;
use crate::model::Kind;

/// A header that names whose value it is, or a value that is nobody else's.
pub(crate) const CLEAR: i32 = 36;
/// One that stands for the field when nothing better does.
pub(crate) const USUAL: i32 = 24;
/// A bare one: enough where nothing speaks against it.
pub(crate) const BARE: i32 = 16;
/// Not enough by itself.
pub(crate) const FAINT: i32 = 6;

type Meanings = Vec<(Field, i32)>;

/// The fields a header of these words may stand for in a sheet of a kind.
pub(crate) fn meanings(kind: Kind, words: &HeaderWords) -> Meanings {
    if words.has_any(&[Word::Other, Word::Both]) {
        return Vec::new();
    }
    match kind {
        Kind::BankStatement => of_entries(words),
        Kind::Skus | Kind::Items => of_goods(words),
        Kind::AlipayBill => Vec::new(),
        Kind::Stores | Kind::Merchants | Kind::AlipayAccounts | Kind::BankAccounts => {
            of_register(kind, words)
        }
    }
}

/// Whose value a header names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Legal,
    Contact,
    /// The settlement account, or who holds it.
    Holder,
    Store,
    Company,
    Alipay,
    Item,
    Sku,
    /// Somebody no field is about.
    Other,
}

/// Whose value a header names, if it does.
pub(crate) fn owner(words: &HeaderWords) -> Option<Owner> {
    use Word::{
        Account, Alipay, Bank, Branch, Company, Contact, Credit, Holder, Item, Legal, Licence,
        Manager, Merchant, Opposite, Other, Outlet, Payee, Payer, Registered, Settlement, Sku,
        Store, SubMerchant,
    };
    let owners: &[(&[Word], Owner)] = &[
        (&[Other, Opposite, Registered], Owner::Other),
        (&[Legal], Owner::Legal),
        (&[Contact], Owner::Contact),
        (
            &[Holder, Settlement, Bank, Branch, Payee, Payer],
            Owner::Holder,
        ),
        (&[Sku], Owner::Sku),
        (&[Item], Owner::Item),
        (&[Store, Outlet], Owner::Store),
        (&[Manager], Owner::Legal),
        (&[Alipay], Owner::Alipay),
        (&[Account], Owner::Holder),
        (
            &[Company, Merchant, SubMerchant, Licence, Credit],
            Owner::Company,
        ),
    ];
    let mut found = owners.iter().filter(|(any, _)| words.has_any(any));
    let first = found.next().map(|(_, owner)| *owner);
    match first {
        // 门店负责人 is the store's contact.
        Some(Owner::Store) if words.has(Manager) => Some(Owner::Contact),
        first => first,
    }
}

fn one(field: Field, weight: i32) -> Meanings {
    vec![(field, weight)]
}

/// Of stores, merchants and accounts.
fn of_register(kind: Kind, words: &HeaderWords) -> Meanings {
    use Word::{
        Account, Acquirer, Address, Amount, Balance, Brand, BuyPrice, Category, City, Cnaps, Code,
        Confirm, Credit, Date, District, Document, Email, Expiry, Hours, IdCard, Latitude, Level,
        Licence, Longitude, Mcc, Mobile, Name, Number, Origin, PersonName, Phone, Picture, Pid,
        Price, Province, Serial, Short, Smid, Start, Status, Stock, Time, Trade, Type, User,
    };
    let nothing = [Start, Amount, Balance, Serial, Price, BuyPrice, Stock];
    if words.has_any(&nothing) {
        return Vec::new();
    }
    let Some(last) = words.last() else {
        return Vec::new();
    };
    if words.has(Picture) {
        return picture(words);
    }
    if words.has(Expiry) {
        return expiry(words);
    }
    if words.has(Pid) || words.has(Alipay) && words.has(User) {
        return pid(words);
    }
    if words.has(Smid) {
        return one(Field::Smid, CLEAR);
    }
    if matches!(last, Date | Time | Trade) {
        return Vec::new();
    }
    use Word::Alipay;
    match last {
        Status => status(words),
        Type => types(words),
        Level => one(Field::IndirectLevel, USUAL),
        Short => one(Field::AliasName, CLEAR),
        Name | PersonName => names(kind, words, last),
        Longitude => one(Field::Longitude, CLEAR),
        Latitude => one(Field::Latitude, CLEAR),
        Hours => one(Field::BusinessTime, CLEAR),
        Mcc => one(Field::Mcc, CLEAR),
        Cnaps => one(Field::Cnaps, CLEAR),
        Credit => licence(words),
        Email => persons(words, Field::ContactEmail),
        Mobile => persons(words, Field::ContactMobile),
        Phone if words.has(Word::Service) => one(Field::ServicePhone, CLEAR),
        Phone => phone(words),
        Address => address(words),
        Province => place(words, Field::Province),
        City => place(words, Field::City),
        District => place(words, Field::District),
        Brand => one(Field::BrandName, CLEAR),
        Code | Number if words.has(Cnaps) => one(Field::Cnaps, CLEAR),
        Code | Number if words.has(Mcc) => one(Field::Mcc, CLEAR),
        Code if words.has(Province) => place(words, Field::Province),
        Code if words.has(City) => place(words, Field::City),
        Code if words.has(District) => place(words, Field::District),
        Category => one(Field::CategoryId, USUAL),
        Code if words.has(Category) => one(Field::CategoryId, USUAL),
        Code | Number if words.has(Credit) => licence(words),
        IdCard | Document => identity(words),
        Code | Number if words.has_any(&[IdCard, Document]) => identity(words),
        Code | Number if words.has(Licence) => licence(words),
        Code | Number if words.has(Mobile) => persons(words, Field::ContactMobile),
        Code | Number if words.has(Phone) => phone(words),
        Account => account(kind, words),
        Code | Number if words.has(Account) => account(kind, words),
        Code | Number | User => codes(kind, words),
        Licence => licence(words),
        Acquirer => one(Field::OrgPid, FAINT),
        Origin => one(Field::Source, FAINT),
        Confirm => Vec::new(),
        _ => bare_owner(kind, words, last),
    }
}

/// 法人, 开户行, 联系人: the name is meant.
fn bare_owner(kind: Kind, words: &HeaderWords, last: Word) -> Meanings {
    use Word::{Bank, Branch, Company, Contact, Holder, Legal, Manager, Merchant, Outlet, Store};
    match last {
        Manager if kind == Kind::BankAccounts => one(Field::CardName, USUAL),
        Legal | Manager if !words.has(Store) => one(Field::LegalName, CLEAR),
        Legal | Manager | Contact => one(Field::ContactName, CLEAR),
        Holder => one(Field::CardName, USUAL),
        Bank => one(Field::BankName, CLEAR),
        Branch => one(Field::BankBranchName, CLEAR),
        Outlet if kind == Kind::BankAccounts => one(Field::BankBranchName, USUAL),
        Store | Outlet => one(Field::StoreName, USUAL),
        Merchant | Company if kind == Kind::BankAccounts => one(Field::CardName, BARE),
        Merchant | Company => one(Field::MerchantName, USUAL),
        _ => Vec::new(),
    }
}

fn picture(words: &HeaderWords) -> Meanings {
    let goes = |word| words.has(word) && owner(words).is_none_or(|o| o == Owner::Store);
    if goes(Word::Front) {
        one(Field::FrontImage, CLEAR)
    } else if goes(Word::Inside) {
        one(Field::InsideImage, CLEAR)
    } else if words.only(&[Word::Store, Word::Picture]) && words.has(Word::Store) {
        one(Field::FrontImage, USUAL)
    } else {
        Vec::new()
    }
}

fn expiry(words: &HeaderWords) -> Meanings {
    use Word::{Credit, Document, IdCard, Licence};
    match owner(words) {
        Some(Owner::Company) if words.has_any(&[Licence, Credit, Document]) => {
            one(Field::BusinessLicenseExpiry, CLEAR)
        }
        Some(Owner::Legal) => one(Field::LegalIdExpiry, CLEAR),
        None if words.has(IdCard) => one(Field::LegalIdExpiry, BARE),
        None if words.has(Document) => {
            vec![
                (Field::LegalIdExpiry, BARE),
                (Field::BusinessLicenseExpiry, FAINT),
            ]
        }
        _ => Vec::new(),
    }
}

fn pid(words: &HeaderWords) -> Meanings {
    use Word::{Acquirer, Confirm, Origin};
    if words.has(Confirm) {
        one(Field::MerchantConfirmPid, CLEAR)
    } else if words.has(Acquirer) {
        one(Field::OrgPid, CLEAR)
    } else if words.has(Origin) {
        one(Field::Source, CLEAR)
    } else {
        one(Field::Pid, CLEAR)
    }
}

fn status(words: &HeaderWords) -> Meanings {
    let of = owner(words);
    let fits = matches!(
        of,
        None | Some(Owner::Company | Owner::Holder | Owner::Alipay)
    );
    if fits && !words.has_any(&[Word::Address, Word::Trade]) {
        one(Field::Status, if of.is_some() { USUAL } else { BARE })
    } else {
        Vec::new()
    }
}

fn types(words: &HeaderWords) -> Meanings {
    use Word::{Account, Credit, Document, IdCard, Licence};
    match owner(words) {
        Some(Owner::Holder) if words.has(Account) && !words.has_any(&[IdCard, Document]) => {
            one(Field::AccountKind, USUAL)
        }
        Some(Owner::Contact) if !words.has_any(&[IdCard, Document]) => {
            one(Field::ContactType, USUAL)
        }
        Some(Owner::Company) if words.has_any(&[Licence, Credit, Document]) => {
            one(Field::BusinessLicenseType, CLEAR)
        }
        None if words.has(Document) => one(Field::BusinessLicenseType, FAINT),
        _ => Vec::new(),
    }
}

fn names(kind: Kind, words: &HeaderWords, last: Word) -> Meanings {
    use Word::{Account, Alipay, Bank, Branch, Holder, Outlet, Payee, Settlement};
    let register = matches!(kind, Kind::Stores | Kind::Merchants);
    if words.has(Branch) || kind == Kind::BankAccounts && words.has(Outlet) {
        return one(Field::BankBranchName, CLEAR);
    }
    if words.has_any(&[Holder, Settlement, Payee]) || words.has(Account) {
        return match kind {
            Kind::AlipayAccounts => one(Field::MerchantName, BARE),
            _ => one(Field::CardName, CLEAR),
        };
    }
    match owner(words) {
        Some(Owner::Legal) if kind == Kind::BankAccounts && words.has(Word::Manager) => {
            one(Field::CardName, USUAL)
        }
        Some(Owner::Legal) => one(Field::LegalName, CLEAR),
        Some(Owner::Contact) => one(Field::ContactName, CLEAR),
        Some(Owner::Holder) if words.has(Bank) => one(Field::BankName, CLEAR),
        Some(Owner::Store) => one(Field::StoreName, CLEAR),
        Some(Owner::Company) if kind == Kind::BankAccounts => one(Field::CardName, BARE),
        // 公司名称 and 营业执照名称 are on the licence; 商户名称 may be a store's.
        Some(Owner::Company) if words.has_any(&[Word::Company, Word::Licence]) => {
            one(Field::MerchantName, CLEAR + 4)
        }
        Some(Owner::Company) if kind == Kind::Stores => {
            vec![(Field::MerchantName, CLEAR), (Field::StoreName, FAINT)]
        }
        Some(Owner::Company) => one(Field::MerchantName, CLEAR),
        Some(Owner::Alipay) if words.only(&[Alipay, last]) => one(Field::MerchantName, FAINT),
        None if last == Word::PersonName && register => {
            vec![(Field::LegalName, FAINT), (Field::ContactName, FAINT)]
        }
        None if last == Word::PersonName => one(Field::LegalName, FAINT),
        None if kind == Kind::BankAccounts => one(Field::CardName, BARE),
        None => vec![(Field::StoreName, FAINT), (Field::MerchantName, FAINT)],
        _ => Vec::new(),
    }
}

fn licence(words: &HeaderWords) -> Meanings {
    match owner(words) {
        Some(Owner::Company) => one(Field::BusinessLicense, CLEAR),
        Some(Owner::Alipay | Owner::Store) => one(Field::BusinessLicense, USUAL),
        _ => Vec::new(),
    }
}

/// 身份证号 and 证件号码: whose, and of a person or a company.
fn identity(words: &HeaderWords) -> Meanings {
    let card = words.has(Word::IdCard);
    match owner(words) {
        Some(Owner::Legal) => one(Field::LegalIdNo, CLEAR),
        Some(Owner::Company | Owner::Alipay) if !card => one(Field::BusinessLicense, USUAL),
        None if card => one(Field::LegalIdNo, BARE),
        None => vec![
            (Field::LegalIdNo, BARE - 2),
            (Field::BusinessLicense, BARE - 4),
        ],
        _ => Vec::new(),
    }
}

fn persons(words: &HeaderWords, field: Field) -> Meanings {
    match owner(words) {
        Some(Owner::Contact) => one(field, CLEAR),
        Some(Owner::Store | Owner::Company) => one(field, USUAL),
        None if words.has(Word::Service) => Vec::new(),
        None => one(field, BARE),
        _ => Vec::new(),
    }
}

fn phone(words: &HeaderWords) -> Meanings {
    let mut all = persons(words, Field::ContactPhone);
    if owner(words).is_none_or(|owner| matches!(owner, Owner::Contact | Owner::Company)) {
        all.push((Field::ServicePhone, FAINT - 4));
    }
    all
}

fn address(words: &HeaderWords) -> Meanings {
    let more = if words.has(Word::Detail) { 2 } else { 0 };
    match owner(words) {
        Some(Owner::Store) => one(Field::Address, CLEAR + more),
        Some(Owner::Company) if words.has(Word::Merchant) => one(Field::Address, BARE + more),
        None => one(Field::Address, USUAL + more),
        _ => Vec::new(),
    }
}

fn place(words: &HeaderWords, field: Field) -> Meanings {
    match owner(words) {
        None | Some(Owner::Store | Owner::Company) if !words.has(Word::Licence) => {
            one(field, CLEAR)
        }
        _ => Vec::new(),
    }
}

fn account(kind: Kind, words: &HeaderWords) -> Meanings {
    use Word::{Account, Alipay, Bank, Code, Number, Settlement};
    match owner(words) {
        Some(Owner::Alipay) => one(Field::LogonId, CLEAR),
        _ if words.has(Alipay) && words.has(Settlement) => one(Field::ReceivingLogonId, CLEAR),
        Some(Owner::Holder) if words.only(&[Account, Code, Number]) => match kind {
            Kind::AlipayAccounts => vec![(Field::LogonId, BARE)],
            _ => vec![(Field::CardNo, BARE), (Field::LogonId, FAINT)],
        },
        Some(Owner::Holder) if words.has_any(&[Settlement, Bank]) || words.has(Word::Payee) => {
            one(Field::CardNo, CLEAR)
        }
        Some(Owner::Holder) => one(Field::CardNo, USUAL),
        _ => Vec::new(),
    }
}

fn codes(kind: Kind, words: &HeaderWords) -> Meanings {
    use Word::{Account, Alipay, SubMerchant, User};
    if words.has(SubMerchant) {
        return match words.has(Alipay) || kind == Kind::Merchants {
            true => one(Field::Smid, CLEAR),
            false => one(Field::Smid, FAINT),
        };
    }
    match owner(words) {
        Some(Owner::Store) => one(Field::StoreCode, CLEAR),
        Some(Owner::Alipay) if words.has(Word::Merchant) && kind == Kind::Merchants => {
            vec![(Field::Smid, USUAL)]
        }
        Some(Owner::Alipay) if words.has(Account) => one(Field::LogonId, CLEAR),
        Some(Owner::Alipay) => one(Field::Pid, FAINT),
        Some(Owner::Company) => match kind {
            Kind::Merchants => vec![(Field::StoreCode, CLEAR), (Field::Smid, FAINT)],
            Kind::AlipayAccounts => one(Field::Pid, FAINT),
            Kind::Stores => vec![(Field::StoreCode, BARE)],
            _ => Vec::new(),
        },
        None if words.has(User) => Vec::new(),
        None if matches!(kind, Kind::Stores | Kind::Merchants) => one(Field::StoreCode, FAINT),
        _ => Vec::new(),
    }
}

/// Of the entries of an account.
fn of_entries(words: &HeaderWords) -> Meanings {
    use Word::{
        Account, Amount, Balance, Bank, Branch, Cnaps, Code, Currency, Date, Income, Name, Number,
        Opposite, Outgo, Own, Payee, Payer, Purpose, Remark, Serial, Side, Status, Summary, Time,
        Trade, Type,
    };
    let Some(last) = words.last() else {
        return Vec::new();
    };
    let parties = [Opposite, Payer, Payee];
    if words.has_any(&parties) && !words.has_any(&[Date, Time, Amount, Balance]) {
        return party(words);
    }
    let sides = (words.has(Income), words.has(Outgo));
    match last {
        Currency => one(Field::Currency, CLEAR),
        Balance => one(Field::Balance, CLEAR),
        Side => one(Field::Direction, CLEAR),
        Date if words.only(&[Trade, Date]) => {
            let weight = if words.has(Trade) { CLEAR } else { USUAL };
            one(Field::EntryDate, weight)
        }
        Time if words.only(&[Trade, Time]) => {
            vec![(Field::EntryDate, USUAL), (Field::EntryTime, BARE)]
        }
        Date if words.only(&[Trade, Date, Word::Settlement]) => one(Field::EntryDate, BARE),
        _ if sides == (true, true) && words.has(Amount) => one(Field::Amount, CLEAR),
        _ if sides == (true, true) && words.only(&[Income, Outgo, Type]) => {
            one(Field::Direction, CLEAR)
        }
        _ if sides == (true, false) && words.only(&[Income, Amount, Trade, Word::Settlement]) => {
            one(Field::Income, CLEAR)
        }
        _ if sides == (false, true) && words.only(&[Outgo, Amount, Trade]) => {
            one(Field::Outgo, CLEAR)
        }
        Amount if words.only(&[Amount, Trade]) => one(Field::Amount, CLEAR),
        Summary => one(Field::Summary, CLEAR),
        Type | Name | Status if words.only(&[Trade, last]) && last != Status => {
            one(Field::Summary, BARE)
        }
        Purpose => one(Field::Remark, USUAL),
        Remark => one(Field::Remark, BARE),
        Serial => one(Field::TradeNo, CLEAR),
        Number | Code if words.has(Serial) || words.only(&[Trade, last]) => {
            one(Field::TradeNo, USUAL)
        }
        Account => own_account(words),
        Number | Code if words.has(Account) => own_account(words),
        Name if words.has(Account) && words.only(&[Account, Name, Own]) => {
            one(Field::CardName, USUAL)
        }
        Bank | Branch | Cnaps => Vec::new(),
        _ => Vec::new(),
    }
}

fn own_account(words: &HeaderWords) -> Meanings {
    use Word::{Account, Bank, Code, Number, Own, Trade};
    if !words.only(&[Account, Bank, Code, Number, Own, Trade]) {
        return Vec::new();
    }
    let weight = if words.has(Own) { CLEAR } else { USUAL };
    one(Field::CardNo, weight)
}

/// The other side of an entry, or the one of the two who pays or is paid.
fn party(words: &HeaderWords) -> Meanings {
    use Word::{Account, Bank, Branch, Cnaps, Code, Name, Number, Payee, Payer};
    let side = if words.has(Payer) {
        [Field::PayerName, Field::PayerAccount]
    } else if words.has(Payee) {
        [Field::PayeeName, Field::PayeeAccount]
    } else {
        [Field::CounterpartyName, Field::CounterpartyAccount]
    };
    if words.has(Cnaps) {
        return Vec::new();
    }
    if words.has_any(&[Bank, Branch]) && !words.has_any(&[Account]) {
        let others = words.has_any(&[Payer, Payee, Code, Number]);
        return if others {
            Vec::new()
        } else {
            one(Field::CounterpartyBank, CLEAR)
        };
    }
    match words.last() {
        Some(Name) => one(side[0], CLEAR),
        Some(Account) => one(side[1], CLEAR),
        Some(Number | Code) if words.has(Account) => one(side[1], CLEAR),
        Some(Word::Opposite | Payer | Payee | Word::Merchant | Word::Company) => {
            one(side[0], USUAL)
        }
        Some(Word::PersonName) => one(side[0], CLEAR),
        _ => Vec::new(),
    }
}

/// Of goods in an ERP or on a platform.
fn of_goods(words: &HeaderWords) -> Meanings {
    use Word::{
        Barcode, Code, Item, Merchant, Model, Name, Number, OnSale, Price, Sku, Spec, Status,
        Stock, TagPrice, Title, Unit,
    };
    let Some(last) = words.last() else {
        return Vec::new();
    };
    if words.has_any(&[
        Word::Picture,
        Word::BuyPrice,
        Word::Type,
        Word::Date,
        Word::Time,
    ]) {
        return Vec::new();
    }
    match last {
        _ if words.has(OnSale) => one(Field::Status, CLEAR),
        Status if words.only(&[Item, Sku, Status]) && words.has_any(&[Item, Sku]) => {
            one(Field::Status, USUAL)
        }
        Barcode => one(Field::Barcode, CLEAR),
        Number | Code if words.has(Barcode) => one(Field::Barcode, CLEAR),
        TagPrice => one(Field::TagPrice, CLEAR),
        Price => one(Field::Price, USUAL),
        Stock => one(Field::Stock, USUAL),
        Word::Amount => Vec::new(),
        Unit => one(Field::Unit, CLEAR),
        Model => one(Field::Model, CLEAR),
        Sku if words.only(&[Item, Sku]) => one(Field::Spec, USUAL),
        Spec => one(Field::Spec, CLEAR + 3),
        Name if words.only(&[Sku, Name]) => one(Field::Spec, BARE),
        Name if words.only(&[Item, Name]) => {
            one(Field::ItemName, if words.has(Item) { CLEAR } else { BARE })
        }
        Title | Item => one(Field::ItemName, USUAL),
        Code | Number if words.has(Sku) && words.only(&[Sku, Item, Merchant, Code, Number]) => {
            one(Field::SkuCode, CLEAR + 4)
        }
        Code | Number if words.only(&[Item, Code, Number]) => one(
            Field::SkuCode,
            if words.has(Item) { USUAL + 6 } else { FAINT },
        ),
        Code | Number if words.only(&[Merchant, Item, Code, Number]) => {
            one(Field::SkuCode, USUAL + 4)
        }
        _ => Vec::new(),
    }
}
