//! Rules on the ERP's items and those online: a code on one side only, a name or a price that differs.
//! None of them stops an item, for either side may be the one that is out of date.

use crate::model::Field;
use crate::model::rule::{Rule, Text};

pub(crate) static RULES: &[&Rule] = &[&ITM001, &ITM002, &ITM003, &ITM004];

const CODE: &str = "商家接入流程 4.2: 商品的商家编码对应线下 ERP 的 SKU 编码";

/// No arguments.
pub(crate) static ITM001: Rule = Rule {
    code: "ITM001",
    name: "sku-not-online",
    reads: &[Field::SkuCode],
    title: ("商品还没有上线", "item not online"),
    zh: Text {
        message: "线上商品里没有这个商家编码",
        remedy: "要在线上卖的，随商品发布文件发布；已在线上、只是没填商家编码的，去工作台补上编码；不在线上卖的不用处理",
        why: "门店交易按商家编码找线上商品，编码不在线上的商品卖了也记不到线上。不是所有商品都要上线，所以只提示。\
              没有给线上商品导出表时不查；编码只差大小写、横线或开头的 0 的，由 ITM002 在线上那一侧报。",
    },
    en: Text {
        message: "no online item has this item code",
        remedy: "publish it with the item file if it is to be sold online; if it is online without its code, add the code in the workbench; otherwise nothing to do",
        why: "A store's trade finds the online item by its code; what is not there is sold without being booked online. \
              Not every item has to be online, so this is a note. Without an export of online items nothing is looked \
              up, and a code that differs by case, dashes or zeros in front is reported by ITM002 on the other side.",
    },
    bad: "ERP 有 SP00000012，线上没有",
    good: "ERP 与线上都有 SP00000012",
    source: CODE,
    ..Rule::NOTE
};

/// A proposed value: the one code of the ERP that differs in writing only.
pub(crate) static ITM002: Rule = Rule {
    code: "ITM002",
    name: "item-unknown",
    reads: &[Field::SkuCode],
    title: (
        "线上商品的编码 ERP 里没有",
        "code of an online item unknown to the ERP",
    ),
    expected: ("ERP 里有的 SKU 编码", "an item code the ERP has"),
    proposal: (
        "ERP 里有写法相近的 {fix}，核对后在工作台改成它；商品已停售的，下架即可",
        "the ERP has {fix}, written much the same; confirm it and put it in its place; take the item off sale if it is sold no more",
    ),
    zh: Text {
        message: "ERP 商品里没有这个商家编码",
        remedy: "在工作台把商家编码改成 ERP 的 SKU 编码；商品已停售的，下架即可",
        why: "商家编码对不上 ERP，门店卖出的商品就找不到这件线上商品，库存和价格也不会同步。编码按原样比较，大小写、横线、\
              开头的 0 不同也算不同，写法相近的给出来供核对。已下架、已删除的商品不查；ERP 那一侧缺编码的同名、同条码商品也不查。",
    },
    en: Text {
        message: "the ERP has no item with this code",
        remedy: "put the ERP's code in its place in the workbench; take the item off sale if it is sold no more",
        why: "With a code the ERP does not know, trades in stores do not find the online item, and its stock and price \
              are never updated. Codes are compared as they are: case, dashes and zeros in front count, and a code \
              written much the same is offered. Items off sale are not looked up, nor those whose like in the ERP \
              lacks a code.",
    },
    bad: "线上 sp-12，ERP 只有 SP12",
    good: "线上与 ERP 都是 SP12",
    source: CODE,
    ..Rule::WARNING
};

/// `{other}` the name in the ERP.
pub(crate) static ITM003: Rule = Rule {
    code: "ITM003",
    name: "item-name-differs",
    reads: &[Field::ItemName, Field::SkuCode],
    title: (
        "线上与 ERP 的商品名称不符",
        "names of an item differ online and in the ERP",
    ),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "同一商家编码在 ERP 里叫 {other}",
        remedy: "核对商家编码是不是挂错了商品；只是改了叫法的不用处理",
        why: "编码相同、名称却是两样东西，多半是编码挂错了商品，门店卖一件、线上记另一件。标题比 ERP 名称多写品牌、规格、活动词\
              不算不符：一边的字按顺序都在另一边里就算相符；空格、标点、宽度、大小写不计。已下架的不比较。",
    },
    en: Text {
        message: "the ERP calls this item code {other}",
        remedy: "see whether the code was given to the wrong item; nothing to do when it was merely renamed",
        why: "One code for two different things usually was given to the wrong item: a store sells one and the other is \
              booked. A title may add brand, size and advertising: the names agree when one side has all the \
              characters of the other in their order; spaces, punctuation, width and case do not count. Items off sale \
              are not compared.",
    },
    bad: "SP12: 线上 纯棉毛巾，ERP 保温杯",
    good: "SP12: 线上 【新品】保温杯 500ml，ERP 保温杯",
    source: CODE,
    ..Rule::WARNING
};

/// `{other}` the price in the ERP.
pub(crate) static ITM004: Rule = Rule {
    code: "ITM004",
    name: "item-price-differs",
    reads: &[Field::Price, Field::SkuCode],
    title: (
        "线上与 ERP 的售价不符",
        "prices of an item differ online and in the ERP",
    ),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "ERP 里的售价是 {other}",
        remedy: "以 ERP 为准的，在工作台改价或重新发布；正在做活动的不用处理",
        why: "线上价与门店价不同，顾客用券、退款时会有纠纷。12.5 与 12.50 元算相同；促销期间本来就会不同，所以只警告。\
              任一边读不出金额的不比较，已下架的不比较。",
    },
    en: Text {
        message: "the price in the ERP is {other}",
        remedy: "if the ERP is right, change the price in the workbench or publish again; nothing to do during a promotion",
        why: "Where the price online is not that of the store, vouchers and refunds end in disputes. 12.5 and 12.50元 \
              are the same; during a promotion they differ on purpose, so it only warns. Prices that cannot be read and \
              items off sale are not compared.",
    },
    bad: "SP12: 线上 15.00，ERP 12.50",
    good: "SP12: 线上 12.5，ERP 12.50",
    source: "商家接入流程 4.2; 价格一致是通行做法 [D]",
    ..Rule::WARNING
};
