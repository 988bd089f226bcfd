//! Legal entities, and the registers of Alipay and bank accounts that agree with them.

use super::build::{BRAND, Sizes};
use super::digits;
use super::model::{Account, BankAccount, Entity, World};
use super::names::{self, TRADES};
use super::places::Place;
use super::rng::Rng;

/// Some owners of small shops hold two licences and settle both to one card: that is what makes bank accounts
/// fewer than entities, without any disagreement.
pub fn add_all(world: &mut World, sizes: &Sizes, places: &[Place], rng: &mut Rng) {
    let shared = spaced(sizes.entities - sizes.accounts, 2, sizes.entities);
    let without_account = spaced(sizes.entities - sizes.accounts, 1, sizes.entities);
    for e in 0..sizes.entities {
        let second = shared(e);
        let first = shared(e + 1);
        let corporate = e == BRAND || (e % 3 != 2 && !first && !second);
        let entity = entity(world, corporate, places, rng);
        world.entities.push(entity);
        let settled = &mut world.entities;
        if second {
            settled[e].legal_name = settled[e - 1].legal_name.clone();
            settled[e].legal_id = settled[e - 1].legal_id.clone();
            settled[e].card = settled[e - 1].card.clone();
            settled[e].branch = settled[e - 1].branch.clone();
        } else {
            world.banks.push(bank_account(&world.entities[e]));
        }
        world.entities[e].shared = first || second;
        if !without_account(sizes.entities - e) {
            let account = account(world, e);
            world.add_account(e, account);
        }
    }
}

/// Says yes to `count` numbers from `start`, evenly spaced below `end`.
fn spaced(count: usize, start: usize, end: usize) -> impl Fn(usize) -> bool {
    let stride = ((end - start) / count.max(1)).max(1);
    move |n| n >= start && (n - start).is_multiple_of(stride) && (n - start) / stride < count
}

fn entity(world: &mut World, corporate: bool, places: &[Place], rng: &mut Rng) -> Entity {
    let serial = world.next_serial();
    let place = rng.pick(places);
    let trade = rng.pick(TRADES);
    let branch = names::branch(place, rng);
    let kind = if corporate { "91" } else { "92" };
    Entity {
        license: digits::licence(kind, place.code, serial),
        name: if corporate {
            names::company(place, trade, serial)
        } else {
            names::small_shop(place, trade, serial)
        },
        brand: names::brand(trade, serial),
        legal_name: names::person(rng),
        legal_id: names::citizen_id(place, rng),
        division: place.code,
        corporate,
        mcc: trade.mcc,
        card: names::card(&branch, corporate, serial),
        branch,
        account: None,
        shared: false,
        stores: Vec::new(),
    }
}

pub fn bank_account(entity: &Entity) -> BankAccount {
    BankAccount {
        card: entity.card.clone(),
        holder: entity.holder().to_owned(),
        branch: entity.branch.clone(),
        corporate: entity.corporate,
        status: "正常",
    }
}

/// A new Alipay account that agrees with the entity.
pub fn account(world: &mut World, e: usize) -> Account {
    let serial = world.next_serial();
    let entity = &world.entities[e];
    let by_mail = !serial.is_multiple_of(3);
    Account {
        logon: if by_mail {
            format!("pay{serial:06}@example.com")
        } else {
            names::mobile(serial)
        },
        pid: names::pid(serial),
        corporate: entity.corporate,
        name: entity.name.clone(),
        license: entity.license.clone(),
        legal_name: entity.legal_name.clone(),
        legal_id: entity.legal_id.clone(),
        status: "正常",
        masked: serial.is_multiple_of(7) && e != BRAND,
    }
}

impl World {
    pub fn next_serial(&mut self) -> usize {
        self.serial += 1;
        self.serial
    }

    fn add_account(&mut self, e: usize, account: Account) {
        self.entities[e].account = Some(self.accounts.len());
        self.accounts.push(account);
    }

    pub fn account_of(&self, store: usize) -> Option<&Account> {
        self.entities[self.stores[store].entity]
            .account
            .map(|row| &self.accounts[row])
    }
}
