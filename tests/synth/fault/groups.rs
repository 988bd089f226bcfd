//! Faults that show only when rows are held against each other: entities that contradict themselves, and rows,
//! SMIDs and accounts that are there twice.

use super::super::digits;
use super::super::entities::{account, bank_account};
use super::super::model::{Field, Habit, Merchant, Standing, World};
use super::super::names;
use super::super::places;
use super::super::progress::Progress;
use super::super::rng::Rng;
use super::Marks;

/// Two untaken siblings that stay clean, so that the sound cells are in the majority.
fn keep_two_siblings(world: &mut World, s: usize) -> Option<()> {
    let siblings = &world.entities[world.stores[s].entity].stores;
    let free: Vec<usize> = siblings
        .iter()
        .copied()
        .filter(|&o| o != s && !world.stores[o].taken)
        .take(2)
        .collect();
    let [first, second] = free[..] else {
        return None;
    };
    world.stores[first].taken = true;
    world.stores[second].taken = true;
    Some(())
}

/// Without an account, no account register is asked.
pub fn detach(world: &mut World, s: usize) {
    world.stores[s].set(Field::LogonId, "");
    world.stores[s].set(Field::Pid, "");
}

/// The settlement account goes along with the name, as its holder must be the company.
pub fn other_company_name(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    keep_two_siblings(world, s)?;
    detach(world, s);
    let serial = world.next_serial();
    let entity = &world.entities[world.stores[s].entity];
    let name = format!("示例{}贸易有限公司", names::stems(serial + 22));
    let mut bank = bank_account(entity);
    bank.card = names::card(&entity.branch, true, serial);
    bank.holder.clone_from(&name);
    let store = &mut world.stores[s];
    store.set(Field::CardNo, bank.card.as_str());
    store.set(Field::CardName, name.as_str());
    store.set(Field::MerchantName, name);
    world.banks.push(bank);
    Some(Marks::cell(s, Field::MerchantName))
}

fn another_person(world: &mut World, s: usize) -> (String, String) {
    let serial = world.next_serial();
    let division = world.entities[world.stores[s].entity].division;
    let mut rng = Rng::new(serial as u64, 9);
    let places = places::all();
    let place = places
        .iter()
        .find(|place| place.code == division)
        .expect("divisions come from places.csv");
    // Two characters more than other people have, so that the name is nobody else's.
    (
        format!(
            "{}{}",
            names::person(&mut rng),
            names::stems(serial % 400 + 22)
        ),
        names::citizen_id(place, &mut rng),
    )
}

pub fn other_legal_person(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    keep_two_siblings(world, s)?;
    detach(world, s);
    let (name, id) = another_person(world, s);
    world.stores[s].set(Field::LegalName, name);
    world.stores[s].set(Field::LegalIdNo, id);
    Some(Marks::cell(s, Field::LegalName))
}

pub fn other_legal_id(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    keep_two_siblings(world, s)?;
    detach(world, s);
    let (_, id) = another_person(world, s);
    world.stores[s].set(Field::LegalIdNo, id);
    Some(Marks::cell(s, Field::LegalIdNo))
}

/// A lone company whose legal person carries the ID of someone who holds two other licences under another name.
pub fn id_of_another_person(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let free = |e: usize| {
        world.entities[e]
            .stores
            .iter()
            .copied()
            .find(|&o| !world.stores[o].taken)
    };
    let pairs = (1..world.entities.len()).filter(|&e| {
        world.entities[e].shared && world.entities[e].legal_id == world.entities[e - 1].legal_id
    });
    let (first, second) = pairs
        .into_iter()
        .find_map(|e| Some((free(e - 1)?, free(e)?)))?;
    for kept in [first, second] {
        world.stores[kept].taken = true;
    }
    let id = world.entities[world.stores[first].entity].legal_id.clone();
    if let Some(row) = world.entities[world.stores[s].entity].account {
        world.accounts[row].legal_id.clone_from(&id);
        world.accounts[row].masked = false;
    }
    let (name, _) = another_person(world, s);
    rename_person(world, s, &name);
    world.stores[s].set(Field::LegalIdNo, id);
    Some(Marks::cell(s, Field::LegalName))
}

fn rename_person(world: &mut World, s: usize, name: &str) {
    if let Some(row) = world.entities[world.stores[s].entity].account {
        name.clone_into(&mut world.accounts[row].legal_name);
    }
    world.stores[s].set(Field::LegalName, name);
}

/// The same row twice, at the end of the same file.
pub fn row_repeated(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let mut again = world.stores[s].clone();
    again.taken = true;
    world.stores[s].taken = true;
    world.stores.push(again);
    Some(Marks::cell(world.stores.len() - 1, Field::StoreCode))
}

/// The same code for a shop elsewhere.
pub fn code_repeated(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let mut other = world.stores[s].clone();
    let serial = world.next_serial();
    other.set(
        Field::StoreName,
        format!("{}二店", other.get(Field::StoreName).trim()),
    );
    other.set(
        Field::Address,
        format!("示例{}街{serial}号", names::stems(serial)),
    );
    world.stores.push(other);
    Some(Marks::tie([s, world.stores.len() - 1], Field::StoreCode))
}

/// Two stores of one entity in one sheet claim an SMID; its register row knows no store code and so sides with none.
pub fn one_smid_twice(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let store = &world.stores[s];
    let siblings = &world.entities[store.entity].stores;
    let twin = siblings.iter().copied().find(|&o| {
        let other = &world.stores[o];
        o != s && !other.taken && other.standing == Standing::Create && other.east == store.east
    })?;
    let smid = names::smid(world.next_serial());
    let mut cells = world.stores[s].cells.clone();
    let own = [
        Field::AliasName,
        Field::ServicePhone,
        Field::Province,
        Field::City,
        Field::District,
        Field::Address,
    ];
    for field in own {
        cells[field as usize].clear();
    }
    world.merchants.push(Merchant {
        smid: smid.clone(),
        store_code: String::new(),
        store_name: String::new(),
        cells,
        level: Progress::M3.level(),
        progress: Progress::M3,
        tagged: None,
        confirm_pid: String::new(),
        status: "正常",
        habit: Habit::Lively,
    });
    for o in [s, twin] {
        world.stores[o].set(Field::Smid, smid.as_str());
    }
    Some(Marks::tie([s, twin], Field::Smid))
}

/// Two entities in one sheet give the same new account, which belongs to the second.
pub fn one_account_two_licences(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let mine = &world.entities[world.stores[s].entity];
    let rival = (0..world.stores.len()).find(|&o| {
        let other = &world.stores[o];
        let entity = &world.entities[other.entity];
        !other.taken
            && other.standing == Standing::Create
            && other.east == world.stores[s].east
            && entity.legal_id != mine.legal_id
    })?;
    let mut account = account(world, world.stores[rival].entity);
    account.masked = false;
    for o in [s, rival] {
        detach(world, o);
        world.stores[o].set(Field::LogonId, account.logon.as_str());
    }
    world.accounts.push(account);
    let marks = Marks::tie([s, rival], Field::LogonId);
    let marks = marks.compared(Some(s), "differs", "key");
    Some(marks.compared(Some(rival), "matched", "key"))
}

/// A licence that no entity of the job has.
pub fn fresh_licence(world: &mut World, s: usize) -> String {
    let serial = world.next_serial();
    let entity = &world.entities[world.stores[s].entity];
    digits::licence(
        if entity.corporate { "91" } else { "92" },
        entity.division,
        serial,
    )
}
