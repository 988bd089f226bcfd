//! Faults between the store sheets and the registers: Alipay accounts, bank accounts, onboarded merchants, bills.
//! A store gets an account or a card of its own first, so that its siblings keep theirs.

use super::super::digits;
use super::super::entities::{account, bank_account};
use super::super::model::{Account, BankAccount, Field, Habit, Merchant, Standing, World};
use super::super::names;
use super::super::progress::Progress;
use super::super::statement;
use super::{Marks, Spot, groups};

/// Gives the store a second Alipay account of its entity, changed as told.
fn own_account(world: &mut World, s: usize, change: impl FnOnce(&mut Account)) -> String {
    let mut account = account(world, world.stores[s].entity);
    account.masked = false;
    world.stores[s].set(Field::LogonId, account.logon.as_str());
    world.stores[s].set(Field::Pid, "");
    let pid = account.pid.clone();
    change(&mut account);
    world.accounts.push(account);
    pid
}

/// The records that were added last.
fn last_accounts(world: &World, count: usize) -> Vec<Spot> {
    let all = world.accounts.len();
    (all - count..all).map(Spot::Account).collect()
}

fn last_cards(world: &World, count: usize) -> Vec<Spot> {
    let all = world.banks.len();
    (all - count..all).map(Spot::Bank).collect()
}

pub fn unknown_account(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    own_account(world, s, |_| ());
    world.accounts.pop();
    let known = world.entities[world.stores[s].entity].account;
    let others: Vec<Spot> = known.into_iter().map(Spot::Account).collect();
    let pass = if known.is_some() { "suggested" } else { "" };
    Some(Marks::cell(s, Field::LogonId).against(&others, "only_left", pass))
}

pub fn other_id(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let division = world.entities[world.stores[s].entity].division;
    own_account(world, s, |account| {
        account.legal_id = digits::citizen_id(division, "19751231", n % 1000)
    });
    Some(Marks::cell(s, Field::LegalIdNo).against(&last_accounts(world, 1), "differs", "key"))
}

pub fn other_person(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    own_account(world, s, |account| {
        account.legal_name = format!("司徒{}", account.legal_name)
    });
    Some(Marks::cell(s, Field::LegalName).against(&last_accounts(world, 1), "differs", "key"))
}

pub fn other_licence(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let license = groups::fresh_licence(world, s);
    own_account(world, s, |account| account.license = license);
    Some(Marks::cell(s, Field::BusinessLicense).against(&last_accounts(world, 1), "differs", "key"))
}

pub fn other_company(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    own_account(world, s, |account| {
        account.name = format!("示例另{}贸易有限公司", names::stems(n))
    });
    Some(Marks::cell(s, Field::MerchantName).against(&last_accounts(world, 1), "differs", "key"))
}

pub fn account_out_of_use(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    own_account(world, s, |account| {
        account.status = ["已冻结", "已注销", "未实名"][n % 3]
    });
    Some(Marks::cell(s, Field::LogonId).against(&last_accounts(world, 1), "matched", "key"))
}

pub fn other_pid(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    own_account(world, s, |_| ());
    let serial = world.next_serial();
    world.stores[s].set(Field::Pid, names::pid(serial));
    Some(Marks::cell(s, Field::Pid).against(&last_accounts(world, 1), "differs", "key"))
}

/// The register has the account twice, with two PIDs.
pub fn account_listed_twice(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    own_account(world, s, |_| ());
    let mut again = world.accounts.last().cloned()?;
    again.pid = names::pid(world.next_serial());
    world.accounts.push(again);
    Some(Marks::cell(s, Field::LogonId).against(&last_accounts(world, 2), "ambiguous", "key"))
}

/// The register has an account in the store's name, without a licence; the sheet gives none.
pub fn account_left_out(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let row = match world.entities[world.stores[s].entity].account {
        Some(row) => row,
        None => {
            own_account(world, s, |_| ());
            world.accounts.len() - 1
        }
    };
    world.accounts[row].license.clear();
    world.stores[s].set(Field::LogonId, "");
    world.stores[s].set(Field::Pid, "");
    Some(Marks::cell(s, Field::LogonId).against(&[Spot::Account(row)], "only_left", "suggested"))
}

/// An account of a company that has no store.
pub fn account_without_stores(world: &mut World, n: usize) -> Option<Marks> {
    let mut account = account(world, 0);
    account.name = format!("示例无店{}贸易有限公司", names::stems(n));
    account.license = digits::licence("91", "330106", 900_000_000 + n);
    world.accounts.push(account);
    let spot = Spot::Account(world.accounts.len() - 1);
    Some(Marks::no_store(spot).against(&[spot], "only_right", ""))
}

/// A settlement account of a company that has no store.
pub fn card_without_stores(world: &mut World, n: usize) -> Option<Marks> {
    let serial = world.next_serial();
    let entity = &world.entities[0];
    let mut bank = bank_account(entity);
    bank.card = names::card(&entity.branch, true, serial);
    bank.corporate = true;
    bank.holder = format!("示例无店{}贸易有限公司", names::stems(n));
    world.banks.push(bank);
    let spot = Spot::Bank(world.banks.len() - 1);
    Some(Marks::no_store(spot).against(&[spot], "only_right", ""))
}

/// Gives the store a second settlement account of its entity, changed as told.
fn own_card(world: &mut World, s: usize, corporate: bool, change: impl FnOnce(&mut BankAccount)) {
    let serial = world.next_serial();
    let entity = &world.entities[world.stores[s].entity];
    let mut bank = bank_account(entity);
    bank.corporate = corporate;
    bank.card = names::card(&entity.branch, corporate, serial);
    bank.holder.clone_from(if corporate {
        &entity.name
    } else {
        &entity.legal_name
    });
    let kind = if corporate { "对公" } else { "对私" };
    change(&mut bank);
    let store = &mut world.stores[s];
    store.set(Field::CardNo, bank.card.as_str());
    store.set(Field::CardName, bank.holder.as_str());
    store.set(Field::AccountKind, kind);
    world.banks.push(bank);
}

fn is_corporate(world: &World, s: usize) -> bool {
    world.entities[world.stores[s].entity].corporate
}

/// Twelve digits with a right Luhn digit.
pub fn short_card(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let body = format!("62{n:09}");
    let check = digits::luhn(&body);
    own_card(world, s, false, |bank| bank.card = format!("{body}{check}"));
    Some(Marks::cell(s, Field::CardNo))
}

/// Eight digits, in the bank's register as well.
pub fn short_account(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    own_card(world, s, true, |bank| {
        bank.card = format!("{:08}", 33_050_000 + n)
    });
    Some(Marks::cell(s, Field::CardNo))
}

pub fn company_with_personal_account(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    own_card(world, s, false, |_| ());
    Some(Marks::cell(s, Field::AccountKind))
}

/// Sheet and bank agree on a holder who is neither the company nor its legal person.
pub fn other_holder(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let corporate = is_corporate(world, s);
    own_card(world, s, corporate, |bank| {
        bank.holder = match corporate {
            true => format!("示例他{}实业有限公司", names::stems(n)),
            false => format!("诸葛{}", names::stems(n + 22)),
        };
    });
    Some(Marks::cell(s, Field::CardName))
}

pub fn unregistered_card(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    own_card(world, s, is_corporate(world, s), |_| ());
    world.banks.pop();
    Some(Marks::cell(s, Field::CardNo).against(&[], "only_left", "suggested"))
}

pub fn registered_to_another(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    own_card(world, s, is_corporate(world, s), |_| ());
    world.banks.last_mut()?.holder = format!("示例别{}实业有限公司", names::stems(n));
    Some(Marks::cell(s, Field::CardName).against(&last_cards(world, 1), "differs", "key"))
}

pub fn card_out_of_use(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    own_card(world, s, is_corporate(world, s), |bank| {
        bank.status = ["已销户", "已冻结", "久悬"][n % 3]
    });
    Some(Marks::cell(s, Field::CardNo).against(&last_cards(world, 1), "matched", "key"))
}

/// The bank has the card twice, with two holders.
pub fn card_listed_twice(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    own_card(world, s, is_corporate(world, s), |_| ());
    let mut again = world.banks.last().cloned()?;
    again.holder = format!("示例旧{}实业有限公司", names::stems(n));
    world.banks.push(again);
    Some(Marks::cell(s, Field::CardNo).against(&last_cards(world, 2), "ambiguous", "key"))
}

/// The bank has the account at another branch of the same bank.
pub fn card_at_another_branch(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    own_card(world, s, is_corporate(world, s), |_| ());
    let bank = world.banks.last_mut()?;
    let body: String = bank.branch.cnaps.chars().take(7).collect::<String>() + "9876";
    bank.branch.cnaps = format!("{body}{}", digits::mod_11_10(&body));
    Some(Marks::cell(s, Field::Cnaps).against(&last_cards(world, 1), "differs", "key"))
}

/// Neither branch nor code of the bank that keeps the company's account.
pub fn account_without_branch(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    world.stores[s].set(Field::BankBranchName, "");
    world.stores[s].set(Field::Cnaps, "");
    Some(Marks::cell(s, Field::BankBranchName))
}

/// The bank has the account as the other kind, in the same name.
pub fn card_of_another_kind(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    own_card(world, s, is_corporate(world, s), |_| ());
    let bank = world.banks.last_mut()?;
    bank.corporate = !bank.corporate;
    Some(Marks::cell(s, Field::AccountKind).against(&last_cards(world, 1), "differs", "key"))
}

/// A PID has confirmed the merchant, whose level still is M3.
pub fn confirmed_below_m4(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let pid = world.account_of(s)?.pid.clone();
    world.stores[s].set(Field::Smid, "");
    let merchant = merchant_of(world, s)?;
    merchant.level = "INDIRECT_LEVEL_M3";
    merchant.confirm_pid = pid;
    Some(Marks::cell(s, Field::StoreCode).beside(Spot::Merchant(world.stores[s].merchant?)))
}

pub fn tagged_nobody_knows_when(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    tagged(world, s, ["上周四", "2026-11-31", "已打标"][n % 3])
}

pub fn tagged_in_the_future(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    tagged(world, s, ["2027-11-18 10:00", "2026年12月1日"][n % 2])
}

fn tagged(world: &mut World, s: usize, text: &'static str) -> Option<Marks> {
    merchant_of(world, s)?.tagged = Some(text);
    Some(Marks::cell(s, Field::StoreCode).beside(Spot::Merchant(world.stores[s].merchant?)))
}

fn merchant_of(world: &mut World, s: usize) -> Option<&mut Merchant> {
    let row = world.stores[s].merchant?;
    Some(&mut world.merchants[row])
}

/// The shop has a new telephone since it was onboarded.
pub fn drift(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    merchant_of(world, s)?.cells[Field::ServicePhone as usize] = format!("0571-7{:07}", n + 1);
    world.stores[s].standing = Standing::Modify;
    Some(Marks::cell(s, Field::ServicePhone).beside(Spot::Merchant(world.stores[s].merchant?)))
}

pub fn onboarded_with_other_licence(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let license = groups::fresh_licence(world, s);
    merchant_of(world, s)?.cells[Field::BusinessLicense as usize] = license;
    Some(Marks::cell(s, Field::BusinessLicense).beside(Spot::Merchant(world.stores[s].merchant?)))
}

pub fn confirmed_by_other_pid(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let pid = world.account_of(s)?.pid.clone();
    let other = names::pid(world.next_serial());
    world.stores[s].set(Field::Pid, pid);
    let merchant = merchant_of(world, s)?;
    merchant.level = "INDIRECT_LEVEL_M4";
    merchant.confirm_pid = other;
    Some(Marks::cell(s, Field::Pid).beside(Spot::Merchant(world.stores[s].merchant?)))
}

/// The register knows the store by its code only, and says that the merchant is closed.
pub fn onboarded_and_closed(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    world.stores[s].set(Field::Smid, "");
    merchant_of(world, s)?.status = ["已注销", "已关闭", "停用"][n % 3];
    Some(Marks::cell(s, Field::StoreCode).beside(Spot::Merchant(world.stores[s].merchant?)))
}

pub fn onboarded_and_frozen(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    world.stores[s].set(Field::Smid, "");
    merchant_of(world, s)?.status = ["冻结", "已暂停", "suspended"][n % 3];
    Some(Marks::cell(s, Field::StoreCode).beside(Spot::Merchant(world.stores[s].merchant?)))
}

pub fn no_recent_trade(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let merchant = merchant_of(world, s)?;
    merchant.habit = Habit::Stale;
    // Below M3 nobody asks for a trade.
    merchant.level = "INDIRECT_LEVEL_M3";
    Some(Marks::cell(s, Field::StoreCode))
}

/// The store has a new merchant, and its till still uses the one that was closed.
pub fn trades_under_closed_smid(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let serial = world.next_serial();
    let mut closed = merchant_of(world, s)?.clone();
    closed.smid = names::smid(serial);
    closed.status = "已注销";
    closed.habit = Habit::Lively;
    world.stores[s].set(Field::Smid, "");
    world.merchants.push(closed);
    Some(Marks::cell(s, Field::StoreCode).beside(Spot::Merchant(world.merchants.len() - 1)))
}

/// The SMID belongs to a closed shop of the same entity that is not in the sheets any more.
pub fn smid_of_another_store(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let smid = names::smid(world.next_serial());
    let store = &mut world.stores[s];
    store.set(Field::Smid, smid.as_str());
    world.merchants.push(Merchant {
        smid,
        store_code: format!("MX{:06}", n + 1),
        store_name: store.get(Field::StoreName).trim().to_owned(),
        cells: store.cells.clone(),
        level: Progress::M3.level(),
        progress: Progress::M3,
        tagged: None,
        confirm_pid: String::new(),
        status: "正常",
        habit: Habit::Lively,
    });
    Some(Marks::cell(s, Field::Smid).beside(Spot::Merchant(world.merchants.len() - 1)))
}

/// The register has the store under two SMIDs, and the sheet names neither.
pub fn onboarded_twice(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    world.stores[s].set(Field::Smid, "");
    let mut again = merchant_of(world, s)?.clone();
    again.smid = names::smid(world.next_serial());
    world.merchants.push(again);
    let two = [world.stores[s].merchant?, world.merchants.len() - 1];
    let mut marks = Marks::cell(s, Field::StoreCode);
    marks.others = two.map(Spot::Merchant).to_vec();
    Some(marks)
}

pub fn unknown_smid(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let smid = names::smid(world.next_serial());
    world.stores[s].set(Field::Smid, smid);
    Some(Marks::cell(s, Field::Smid))
}

/// A store without a stated route that trades through the acquirer as well as through its brand.
pub fn trades_in_both_bills(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    world.register(s, Standing::Unchanged, false);
    world.stores[s].set(Field::Route, "");
    Some(Marks::cell(s, Field::StoreCode))
}

/// A store that calls itself direct, and settles to an account that only the acquirer pays.
pub fn paid_by_the_acquirer(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let card = &world.entities[world.stores[s].entity].card;
    if !statement::only_the_acquirer_pays(world, card) {
        return None;
    }
    world.stores[s].set(Field::Route, "直连");
    world.stores[s].standing = Standing::Direct;
    Some(Marks::cell(s, Field::Route))
}
