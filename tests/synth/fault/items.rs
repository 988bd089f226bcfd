//! Faults between the ERP's items and those online.

use super::super::items::{CODE, NAME, PRICE};
use super::super::model::{Item, World};
use super::super::names;
use super::super::skus;
use super::{Marks, Spot};

/// An untaken item of the ERP, and the row of its online twin.
fn pair(world: &mut World) -> Option<(usize, usize)> {
    let sku = world.skus.iter().position(|sku| !sku.taken)?;
    let code = &world.skus[sku].cells[skus::CODE];
    let item = (world.items.iter()).position(|item| item.cells[CODE] == *code)?;
    world.skus[sku].taken = true;
    Some((sku, item))
}

/// A new item at the end of the ERP's sheet.
pub fn not_online(world: &mut World, n: usize) -> Option<Marks> {
    let mut sku = world.skus.first()?.clone();
    sku.taken = true;
    sku.cells[skus::CODE] = format!("SP9{n:07}");
    sku.cells[skus::NAME] = format!("示例新品{}", names::stems(n));
    sku.cells[skus::BARCODE].clear();
    world.skus.push(sku);
    Some(Marks::no_store(Spot::Sku(world.skus.len() - 1, skus::CODE)))
}

/// An item that was never in the ERP, or one whose code is in small letters.
pub fn unknown_code(world: &mut World, n: usize) -> Option<Marks> {
    if n % 2 == 1 {
        let (_, item) = pair(world)?;
        let code = world.items[item].cells[CODE].to_lowercase();
        world.items[item].cells[CODE] = code;
        return Some(Marks::no_store(Spot::Item(item, CODE)));
    }
    let title = format!("示例停产{}", names::stems(n));
    let cells = [&format!("OLD{n:05}"), &title, "9.90", "0", "出售中"].map(str::to_owned);
    world.items.push(Item { cells });
    Some(Marks::no_store(Spot::Item(world.items.len() - 1, CODE)))
}

pub fn other_name(world: &mut World, n: usize) -> Option<Marks> {
    let (_, item) = pair(world)?;
    world.items[item].cells[NAME] = format!("样品{}茶具", names::stems(n));
    Some(Marks::no_store(Spot::Item(item, NAME)))
}

pub fn other_price(world: &mut World, _: usize) -> Option<Marks> {
    let (_, item) = pair(world)?;
    world.items[item].cells[PRICE] = "0.01".to_owned();
    Some(Marks::no_store(Spot::Item(item, PRICE)))
}
