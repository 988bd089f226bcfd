//! Builds the clean job: entities of several sizes, their stores in two sheets, and registers that agree with them.

use super::entities;
use super::fund;
use super::items;
use super::model::{Entity, FIELDS, Field, Habit, Merchant, Standing, Store, World};
use super::names;
use super::places::{self, Place};
use super::progress::Progress;
use super::rng::Rng;
use super::skus;
use super::untidy;

/// How many of each thing; settled from the options.
pub struct Sizes {
    pub stores: usize,
    pub entities: usize,
    /// Rows of the Alipay register, and of the bank register.
    pub accounts: usize,
    pub onboarded: usize,
    /// Stores of the brand that trade in its own bill.
    pub direct: usize,
    pub skus: usize,
}

/// The brand whose own Alipay bill is in the job.
pub const BRAND: usize = 0;

const HOURS: [&str; 4] = [
    "09:00-22:00",
    "08:30-21:30",
    "00:00-23:59",
    "周一-周五 09:00-20:00,周六-周日 10:00-22:00",
];

const SCENES: [&str; 4] = [
    "PC录单+PC把枪+扫消费者",
    "PC录单+收银机具手输金额+扫消费者",
    "自动贩卖机+动态码+消费者扫码",
    "",
];

/// Those of the scenes, and words that say nothing for certain.
const PAY_MODES: [[&str; 4]; 3] = [
    ["B扫C", "消费者被扫", "C扫B", ""],
    ["商家主扫", "付款码", "消费者主扫", "被扫"],
    ["主扫", "被扫", "", "主扫+被扫"],
];

/// Numbers of a form that is in use.
const CATEGORIES: [&str; 3] = ["2015050700000000", "2015063000020189", ""];

/// Validity, in the spellings people use.
const LICENCES_END: [&str; 6] = [
    "长期",
    "2039-03-05",
    "2099-12-31",
    "2041年6月30日",
    "2019-03-06至2039-03-05",
    "",
];
const IDS_END: [&str; 5] = [
    "2038-05-20",
    "2018.05.21-2038.05.20",
    "长期",
    "20360808",
    "2016年8月9日至2036年8月8日",
];

pub fn build(sizes: &Sizes, seed: u64) -> World {
    let places = places::all();
    let skus = skus::build(sizes.skus, &mut Rng::new(seed, 2));
    let mut world = World {
        entities: Vec::with_capacity(sizes.entities),
        stores: Vec::with_capacity(sizes.stores),
        accounts: Vec::new(),
        banks: Vec::new(),
        merchants: Vec::new(),
        items: (skus.iter().enumerate())
            .map(|(n, sku)| items::item(n, sku))
            .collect(),
        skus,
        withdraws: None,
        unreadable_lines: 0,
        wrong_footer: false,
        credits_missing: 0,
        credits_short: 0,
        credits_twice: 0,
        serial: 0,
    };
    let mut rng = Rng::new(seed, 1);
    entities::add_all(&mut world, sizes, &places, &mut rng);
    add_stores(&mut world, sizes, &places, &mut rng);
    fund::choose(&mut world);
    onboard(&mut world, sizes, &mut rng);
    untidy::sprinkle(&mut world, &mut Rng::new(seed, 3));
    world
}

/// The owner of every store: the brand's, one each, three for the chains, and the rest among the chains.
fn owners(world: &World, sizes: &Sizes, rng: &mut Rng) -> Vec<usize> {
    let mut owners = vec![BRAND; sizes.direct];
    owners.extend(0..sizes.entities);
    let ordinary: Vec<usize> = (1..sizes.entities)
        .filter(|&e| !world.entities[e].shared)
        .collect();
    let chains: Vec<usize> = ordinary
        .iter()
        .enumerate()
        .filter(|(k, _)| k % 9 > 4)
        .map(|(_, &e)| e)
        .collect();
    for _ in 0..2 {
        owners.extend(&chains);
    }
    owners.truncate(sizes.stores);
    while owners.len() < sizes.stores {
        owners.push(
            chains
                .get(rng.below(chains.len().max(1)))
                .copied()
                .unwrap_or(BRAND),
        );
    }
    owners
}

fn add_stores(world: &mut World, sizes: &Sizes, places: &[Place], rng: &mut Rng) {
    let mut owners: Vec<(usize, bool)> = owners(world, sizes, rng)
        .into_iter()
        .enumerate()
        .map(|(i, e)| (e, i < sizes.direct))
        .collect();
    rng.shuffle(&mut owners);
    let eastern: Vec<&Place> = places.iter().filter(|place| place.is_east()).collect();
    for (index, &(e, direct)) in owners.iter().enumerate() {
        let east = index % 5 == 4;
        let at_home = places
            .iter()
            .find(|place| place.code == world.entities[e].division);
        let home = at_home.filter(|place| rng.chance(60) && (!east || place.is_east()));
        let place = home.unwrap_or_else(|| {
            if east {
                *rng.pick(&eastern)
            } else {
                rng.pick(places)
            }
        });
        let mut store = store(world, e, index, place, rng);
        store.east = east;
        if direct {
            store.standing = Standing::Direct;
            store.in_brand_bill = true;
            store.set(Field::Route, "直连");
        }
        world.entities[e].stores.push(index);
        world.stores.push(store);
    }
}

fn store(world: &World, e: usize, index: usize, place: &Place, rng: &mut Rng) -> Store {
    let entity = &world.entities[e];
    let (longitude, latitude) = place.point(rng);
    let sign = names::stems(index + 22);
    let mut store = Store {
        entity: e,
        cells: [const { String::new() }; FIELDS],
        odd: None,
        east: false,
        standing: Standing::Create,
        merchant: None,
        in_brand_bill: false,
        taken: false,
    };
    store.set(Field::StoreCode, format!("MD{:06}", index + 1));
    store.set(
        Field::StoreName,
        format!("{}{}{sign}店", entity.brand, place.short_city()),
    );
    store.set(Field::AliasName, format!("{}{sign}", entity.brand));
    // The first row of the CSV always has a name that only GB18030 can write.
    let rare = index % 40 == 4;
    store.set(
        Field::ContactName,
        if rare {
            names::rare_person(rng)
        } else {
            names::person(rng)
        },
    );
    store.set(Field::ContactMobile, names::mobile(index));
    store.set(Field::ServicePhone, names::landline(index));
    store.set(
        Field::ContactEmail,
        format!("store{:06}@example.com", index + 1),
    );
    store.set(Field::Province, place.province);
    store.set(Field::City, place.city);
    store.set(Field::District, place.district);
    store.set(
        Field::Address,
        format!("示例{}路{}号", names::stems(rng.below(400)), index + 1),
    );
    store.set(Field::Longitude, longitude);
    store.set(Field::Latitude, latitude);
    store.set(Field::BusinessTime, *rng.pick(&HOURS));
    store.set(Field::Route, "间连");
    store.set(Field::Scene, SCENES[index % SCENES.len()]);
    let modes = PAY_MODES[index / SCENES.len() % PAY_MODES.len()];
    store.set(Field::PayMode, modes[index % SCENES.len()]);
    publishing(&mut store, index, place, &entity.brand, &sign);
    store.set(
        Field::LicenceType,
        ["营业执照", "营业执照（多证合一）", ""][e % 3],
    );
    store.set(Field::LicenceExpiry, LICENCES_END[e % LICENCES_END.len()]);
    store.set(Field::IdExpiry, IDS_END[e % IDS_END.len()]);
    store.set_entity(entity);
    if rng.chance(5) {
        store.set(Field::AccountKind, "");
    }
    if let Some(account) = entity.account.map(|row| &world.accounts[row]) {
        store.set(Field::LogonId, account.logon.as_str());
        if e == BRAND || rng.chance(60) {
            store.set(Field::Pid, account.pid.as_str());
        }
    }
    store
}

/// What the sheets of other platforms ask for beside what onboarding needs. One entity in three has no category.
fn publishing(store: &mut Store, index: usize, place: &Place, brand: &str, sign: &str) {
    store.set(Field::Brand, brand);
    store.set(Field::BranchName, format!("{}{sign}店", place.short_city()));
    let code = store.get(Field::StoreCode).to_owned();
    store.set(
        Field::FrontImage,
        format!("https://example.com/front/{code}.jpg"),
    );
    store.set(Field::CashierType, ["1", "2"][index % 2]);
    store.set(Field::ShopCategory, "B0199");
    store.set(Field::MainCategory, "170403");
    store.set(Field::ShopType, ["直营", "加盟"][store.entity % 2]);
    store.set(
        Field::CategoryId,
        CATEGORIES[store.entity % CATEGORIES.len()],
    );
}

impl Store {
    /// Fills the cells that repeat the entity.
    pub fn set_entity(&mut self, entity: &Entity) {
        let kind = if entity.corporate { "对公" } else { "对私" };
        let cells = [
            (Field::MerchantName, entity.name.as_str()),
            (Field::BusinessLicense, &entity.license),
            (Field::LegalName, &entity.legal_name),
            (Field::LegalIdNo, &entity.legal_id),
            (Field::Mcc, entity.mcc),
            (Field::CardNo, &entity.card),
            (Field::CardName, entity.holder()),
            (Field::BankName, entity.branch.bank),
            (Field::BankBranchName, &entity.branch.name),
            (Field::Cnaps, &entity.branch.cnaps),
            (Field::AccountKind, kind),
        ];
        for (field, value) in cells {
            self.set(field, value);
        }
    }
}

/// Puts stores into the register of onboarded merchants. Half of the single shops come last, so that small jobs
/// keep some of them new.
fn onboard(world: &mut World, sizes: &Sizes, rng: &mut Rng) {
    let mut candidates: Vec<usize> = (0..world.stores.len())
        .filter(|&s| world.stores[s].standing == Standing::Create)
        .collect();
    rng.shuffle(&mut candidates);
    candidates.sort_by_key(|&s| {
        let e = world.stores[s].entity;
        world.entities[e].stores.len() == 1 && e.is_multiple_of(2)
    });
    candidates.truncate(sizes.onboarded);
    rng.shuffle(&mut candidates);
    for s in candidates {
        let share = rng.below(100);
        let standing = match world.account_of(s) {
            Some(_) if share < 65 => Standing::Modify,
            _ => Standing::Unchanged,
        };
        let claimed = share >= 85;
        world.register(s, standing, claimed);
        if rng.chance(50) {
            let row = world.stores[s]
                .merchant
                .expect("it was registered just now");
            world.stores[s].set(Field::Smid, world.merchants[row].smid.clone());
        }
    }
}

impl World {
    /// Adds the store to the register of onboarded merchants: without its Alipay account when it is to be
    /// modified, with the confirming PID when the merchant has claimed it.
    pub fn register(&mut self, s: usize, standing: Standing, claimed: bool) {
        let serial = self.next_serial();
        let pid = self
            .account_of(s)
            .map(|account| account.pid.clone())
            .filter(|_| claimed);
        let store = &mut self.stores[s];
        let mut cells = store.cells.clone();
        if standing == Standing::Modify {
            cells[Field::LogonId as usize].clear();
        }
        if let Some(pid) = &pid {
            store.set(Field::Pid, pid.as_str());
        }
        store.standing = standing;
        store.merchant = Some(self.merchants.len());
        let progress = Progress::of(self.merchants.len(), pid.is_some());
        self.merchants.push(Merchant {
            smid: names::smid(serial),
            store_code: store.get(Field::StoreCode).to_owned(),
            store_name: store.get(Field::StoreName).to_owned(),
            cells,
            level: progress.level(),
            progress,
            tagged: None,
            confirm_pid: pid.unwrap_or_default(),
            status: "正常",
            habit: Habit::Lively,
        });
    }
}
