//! The ERP's item export: codes, names, the model and specification that publishing needs, and a Chinese GTIN-13.

use super::digits;
use super::model::Sku;
use super::names;
use super::rng::Rng;

/// Key and header of each column that is known; sale price, tag price and stock are numbers.
pub const COLUMNS: [(&str, &str); 8] = [
    ("sku_code", "商家编码"),
    ("item_name", "商品名称"),
    ("model", "型号"),
    ("spec", "规格"),
    ("barcode", "条形码"),
    ("price", "售价"),
    ("tag_price", "吊牌价"),
    ("stock", "库存"),
];
/// One column more, which every export has.
pub const UNIT: &str = "单位";

pub const CODE: usize = 0;
pub const NAME: usize = 1;
pub const MODEL: usize = 2;
pub const SPEC: usize = 3;
pub const BARCODE: usize = 4;
pub const PRICE: usize = 5;
pub const TAG_PRICE: usize = 6;
pub const STOCK: usize = 7;

const GOODS: [(&str, &str); 8] = [
    ("矿泉水", "550ml*12瓶"),
    ("吐司面包", "450g"),
    ("纯棉毛巾", "34*74cm"),
    ("挂耳咖啡", "10g*20包"),
    ("中性笔", "0.5mm 黑色"),
    ("保温杯", "500ml"),
    ("苏打饼干", "400g/盒"),
    ("抽纸", "3层*120抽"),
];

pub fn build(count: usize, rng: &mut Rng) -> Vec<Sku> {
    (0..count).map(|n| sku(n, rng)).collect()
}

fn sku(n: usize, rng: &mut Rng) -> Sku {
    let &(goods, spec) = rng.pick(&GOODS);
    let body = format!("69{}{:09}", n % 10, 100_000_000 + n * 37 % 800_000_000);
    let check = digits::gtin(&body);
    let price = 100 + 10 * rng.below(9_900);
    let yuan = |fen: usize| format!("{}.{:02}", fen / 100, fen % 100);
    Sku {
        cells: [
            format!("SP{:08}", n + 1),
            format!("示例{}{goods}", names::stems(n)),
            format!("XL-{:04}", n % 10_000),
            spec.to_owned(),
            format!("{body}{check}"),
            yuan(price),
            yuan(price + 100),
            ((n + 1) * 7 % 500).to_string(),
        ],
        taken: false,
    }
}
