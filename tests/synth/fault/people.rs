//! Faults of a licence or a legal person that are well-formed, so that comparisons see them: the account register
//! is changed along, and says what the sheet says.

use super::super::digits;
use super::super::model::{Field, World};
use super::super::places;
use super::Marks;

/// Changes the licence of a single-store entity everywhere.
fn relicense(world: &mut World, s: usize, license: String) {
    let entity = world.stores[s].entity;
    if let Some(row) = world.entities[entity].account {
        world.accounts[row].license.clone_from(&license);
    }
    world.stores[s].set(Field::BusinessLicense, license.as_str());
    world.entities[entity].license = license;
}

/// Changes the legal person's ID of a single-store entity everywhere.
fn reidentify(world: &mut World, s: usize, id: String) -> Option<Marks> {
    let entity = world.stores[s].entity;
    if let Some(row) = world.entities[entity].account {
        world.accounts[row].legal_id.clone_from(&id);
        world.accounts[row].masked = false;
    }
    world.stores[s].set(Field::LegalIdNo, id.as_str());
    world.entities[entity].legal_id = id;
    Some(Marks::cell(s, Field::LegalIdNo))
}

fn division(world: &World, s: usize) -> &'static str {
    world.entities[world.stores[s].entity].division
}

pub fn bad_organisation_code(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let serial = world.next_serial();
    let license = digits::licence_with_bad_organisation("91", division(world, s), serial);
    relicense(world, s, license);
    Some(Marks::cell(s, Field::BusinessLicense))
}

pub fn old_licence(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let serial = world.next_serial();
    relicense(world, s, digits::old_licence(division(world, s), serial));
    world.stores[s].set(Field::LicenceType, "营业执照");
    Some(Marks::cell(s, Field::BusinessLicense))
}

/// The authority belongs to no city.
pub fn licence_of_nowhere(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let serial = world.next_serial();
    relicense(world, s, digits::licence("91", "999900", serial));
    Some(Marks::cell(s, Field::BusinessLicense))
}

/// Market regulators register 91, 92 and 93 only.
pub fn licence_of_no_kind(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let serial = world.next_serial();
    relicense(world, s, digits::licence("94", division(world, s), serial));
    Some(Marks::cell(s, Field::BusinessLicense))
}

/// Pinyin where the card has Chinese, in the register too.
pub fn name_in_pinyin(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let entity = world.stores[s].entity;
    let name = "JIA YI";
    if let Some(row) = world.entities[entity].account {
        world.accounts[row].legal_name = name.to_owned();
        world.accounts[row].masked = false;
    }
    world.stores[s].set(Field::LegalName, name);
    world.entities[entity].legal_name = name.to_owned();
    Some(Marks::cell(s, Field::LegalName))
}

/// A small business's licence under a name that ends in 有限公司.
pub fn company_with_shop_licence(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    let serial = world.next_serial();
    relicense(world, s, digits::licence("92", division(world, s), serial));
    Some(Marks::cell(s, Field::MerchantName))
}

pub fn unknown_division(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    reidentify(
        world,
        s,
        digits::citizen_id(places::UNKNOWN, "19800101", n % 1000),
    )
}

/// The form of fifteen digits: no century, no check character.
pub fn old_id(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let id = format!("{}680101{:03}", division(world, s), n % 900);
    reidentify(world, s, id)
}

/// Too young or too old to run a company.
pub fn odd_age(world: &mut World, s: usize, n: usize) -> Option<Marks> {
    let birth = ["20150601", "19200301"][n % 2];
    let id = digits::citizen_id(division(world, s), birth, n % 1000);
    reidentify(world, s, id)
}

pub fn name_and_number_swapped(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    world.stores[s]
        .cells
        .swap(Field::LegalName as usize, Field::LegalIdNo as usize);
    Some(Marks::cell(s, Field::LegalIdNo))
}

/// Neither licence nor ID; without an account nothing else is asked about them.
pub fn no_identity(world: &mut World, s: usize, _: usize) -> Option<Marks> {
    for field in [
        Field::BusinessLicense,
        Field::LegalIdNo,
        Field::LogonId,
        Field::Pid,
    ] {
        world.stores[s].set(field, "");
    }
    Some(Marks::cell(s, Field::BusinessLicense))
}
