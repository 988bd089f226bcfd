//! The export of items already online: every item of the ERP, under a title that says more than its name.

use super::model::{Item, Sku, World};
use super::skus;

/// Key and header of each column.
pub const COLUMNS: [(&str, &str); 5] = [
    ("sku_code", "商家编码"),
    ("item_name", "宝贝标题"),
    ("price", "一口价"),
    ("stock", "宝贝数量"),
    ("status", "宝贝状态"),
];

pub const CODE: usize = 0;
pub const NAME: usize = 1;
pub const PRICE: usize = 2;

/// The way a shop writes what the ERP has: advertising in the title, yuan without needless zeros.
pub fn item(n: usize, sku: &Sku) -> Item {
    let name = &sku.cells[skus::NAME];
    let title = match n % 3 {
        0 => format!("【新品】{name} {}", sku.cells[skus::SPEC]),
        1 => format!("{name}（包邮）"),
        _ => name.clone(),
    };
    let price = &sku.cells[skus::PRICE];
    let price = match n % 2 {
        0 => price.strip_suffix(".00").unwrap_or(price),
        _ => price,
    };
    Item {
        cells: [
            sku.cells[skus::CODE].clone(),
            title,
            price.to_owned(),
            (n * 3 % 200).to_string(),
            "出售中".to_owned(),
        ],
    }
}

/// Header and rows of the file.
pub fn rows(world: &World) -> impl Iterator<Item = Vec<String>> {
    let header = COLUMNS.map(|(_, header)| header.to_owned()).to_vec();
    let rows = world.items.iter().map(|item| item.cells.to_vec());
    std::iter::once(header).chain(rows)
}
