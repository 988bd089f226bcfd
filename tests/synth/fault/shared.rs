//! Faults that show between entities: contacts and accounts they share, branches and head offices, and a shop that is
//! entered twice.

use super::super::entities::bank_account;
use super::super::model::{Field, Standing, World};
use super::super::names;
use super::groups::{detach, fresh_licence};
use super::{Marks, Spot};

/// Another new store in the same sheet, whose entity has a licence and a legal person that none of `with` has.
fn rival(world: &World, with: &[usize], corporate: Option<bool>) -> Option<usize> {
    let entity = |s: usize| &world.entities[world.stores[s].entity];
    (0..world.stores.len()).find(|&o| {
        let store = &world.stores[o];
        let other = |&s: &usize| {
            world.stores[s].entity != store.entity
                && entity(s).legal_name != entity(o).legal_name
                && entity(s).legal_id != entity(o).legal_id
        };
        !store.taken
            && store.standing == Standing::Create
            && store.east == world.stores[with[0]].east
            && corporate.is_none_or(|corporate| corporate == entity(o).corporate)
            && with.iter().all(other)
    })
}

fn alike(stores: &[usize], field: Field) -> Marks {
    Marks {
        alike: stores.iter().map(|&s| Spot::Store(s, field)).collect(),
        stores: stores.to_vec(),
        ..Marks::cell(stores[0], field)
    }
}

/// Three entities of one sheet with one agent's mobile.
pub fn one_contact(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let second = rival(world, &[s], None)?;
    let third = rival(world, &[s, second], None)?;
    let mobile = names::mobile(60_000_000 + world.next_serial());
    for o in [s, second, third] {
        world.stores[o].set(Field::ContactMobile, mobile.as_str());
    }
    Some(alike(&[s, second, third], Field::ContactMobile))
}

/// Two companies settle to one account; the register hides whose it is.
pub fn one_card(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let other = rival(world, &[s], Some(true))?;
    let serial = world.next_serial();
    let mut bank = bank_account(&world.entities[world.stores[s].entity]);
    bank.card = names::card(&bank.branch, true, serial);
    bank.holder = "***有限公司".to_owned();
    for o in [s, other] {
        let store = &mut world.stores[o];
        store.set(Field::CardNo, bank.card.as_str());
        store.set(Field::BankName, bank.branch.bank);
        store.set(Field::BankBranchName, bank.branch.name.as_str());
        store.set(Field::Cnaps, bank.branch.cnaps.as_str());
    }
    world.banks.push(bank);
    Some(alike(&[s, other], Field::CardNo))
}

/// The same shop under another code, at the end of the same sheet.
pub fn store_entered_twice(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let mut again = world.stores[s].clone();
    again.set(Field::StoreCode, format!("MDX{:05}", world.next_serial()));
    again.taken = true;
    world.stores.push(again);
    Some(alike(&[s, world.stores.len() - 1], Field::StoreName))
}

/// A branch of the store's company, with a licence and an account of its own, and the company's legal person.
pub fn branch_with_legal_person(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let licence = fresh_licence(world, s);
    let serial = world.next_serial();
    let mut branch = world.stores[s].clone();
    let name = format!("{}示例分公司", branch.get(Field::MerchantName).trim());
    let mut bank = bank_account(&world.entities[branch.entity]);
    bank.card = names::card(&bank.branch, true, serial);
    bank.holder.clone_from(&name);
    for (field, value) in [
        (Field::StoreCode, format!("MDX{serial:05}")),
        (Field::StoreName, format!("示例分公司{serial}店")),
        (Field::BusinessLicense, licence),
        (Field::CardNo, bank.card.clone()),
        (Field::CardName, name.clone()),
        (Field::MerchantName, name),
    ] {
        branch.set(field, value);
    }
    branch.taken = true;
    world.banks.push(bank);
    world.stores.push(branch);
    let last = world.stores.len() - 1;
    detach(world, last);
    let mut marks = Marks::cell(last, Field::LegalName);
    marks.stores.push(s);
    Some(marks)
}
