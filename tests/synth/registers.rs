//! The CSV files: the second store sheet, the Alipay accounts and the onboarded merchants. The text is made here and
//! encoded where it is written.

use std::io;

use super::items;
use super::model::{COLUMNS, Field, Merchant, Odd, World};
use super::progress;

/// Stands where half a character is to stand, which no text can hold.
pub const LOST: char = '\u{F8FF}';

/// The CSV has its columns in another order: route and SMID come right after the name of the store.
fn csv_order() -> Vec<Field> {
    let mut fields: Vec<Field> = COLUMNS.iter().map(|column| column.field).collect();
    fields.retain(|&field| !matches!(field, Field::Route | Field::Smid));
    fields.splice(2..2, [Field::Route, Field::Smid]);
    fields
}

pub fn csv_column(field: Field) -> usize {
    csv_order()
        .iter()
        .position(|&other| other == field)
        .expect("the order has every field")
}

fn table(rows: impl Iterator<Item = Vec<String>>) -> io::Result<String> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn owned<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

pub fn stores_csv(world: &World) -> io::Result<String> {
    let order = csv_order();
    let header = order
        .iter()
        .map(|&field| COLUMNS[field as usize].csv.to_owned())
        .collect();
    let rows = world.stores.iter().filter(|store| store.east);
    let rows = rows.map(|store| {
        order
            .iter()
            .map(|&field| match store.odd {
                Some((odd, Odd::BytesLost)) if odd == field => {
                    format!("{}{LOST}", store.get(field))
                }
                _ => store.get(field).to_owned(),
            })
            .collect()
    });
    table(std::iter::once(header).chain(rows))
}

pub fn accounts_csv(world: &World) -> io::Result<String> {
    let header = [
        "支付宝账号",
        "PID",
        "账户类型",
        "企业名称",
        "统一社会信用代码",
        "法人姓名",
        "法人证件号",
        "账户状态",
    ];
    let rows = world.accounts.iter().enumerate().map(|(n, account)| {
        let kind = if account.corporate {
            "企业账户"
        } else {
            "个体工商户账户"
        };
        let (name, id) = match account.masked {
            true => (
                masked_name(&account.legal_name, n),
                masked_id(&account.legal_id),
            ),
            false => (account.legal_name.clone(), account.legal_id.clone()),
        };
        let pid = format!("{}\t", account.pid);
        owned([
            &account.logon,
            &pid,
            kind,
            &account.name,
            &account.license,
            &name,
            &id,
            account.status,
        ])
    });
    table(std::iter::once(owned(header)).chain(rows))
}

pub fn items_csv(world: &World) -> io::Result<String> {
    table(items::rows(world))
}

/// `*甲子` hides the family name, `王**` the rest.
fn masked_name(name: &str, n: usize) -> String {
    let mut chars = name.chars();
    let first = chars.next().unwrap_or('*');
    if n.is_multiple_of(2) {
        format!("*{}", chars.as_str())
    } else {
        format!("{first}**")
    }
}

/// `330102**********34`.
fn masked_id(id: &str) -> String {
    format!("{}**********{}", &id[..6], &id[id.len() - 2..])
}

/// The columns of the register that repeat the store sheet, between the codes and the level.
const REGISTERED: [(Field, &str); 13] = [
    (Field::MerchantName, "商户全称"),
    (Field::AliasName, "商户简称"),
    (Field::BusinessLicense, "营业执照号"),
    (Field::LegalName, "法人姓名"),
    (Field::ServicePhone, "客服电话"),
    (Field::Mcc, "MCC"),
    (Field::Province, "省"),
    (Field::City, "市"),
    (Field::District, "区"),
    (Field::Address, "详细地址"),
    (Field::CardNo, "结算账号"),
    (Field::CardName, "开户名"),
    (Field::LogonId, "支付宝账号"),
];

pub fn merchants_csv(world: &World) -> io::Result<String> {
    let mut header = owned(["SMID", "商户编号"]);
    header.extend(REGISTERED.iter().map(|(_, header)| (*header).to_owned()));
    header.extend(owned(["商户等级", "商户确认PID", "状态"]));
    header.extend(owned(progress::COLUMNS));
    let rows = world.merchants.iter().enumerate();
    table(std::iter::once(header).chain(rows.map(|(n, merchant)| merchant_row(n, merchant))))
}

fn merchant_row(n: usize, merchant: &Merchant) -> Vec<String> {
    let mut row = owned([&merchant.smid, &merchant.store_code]);
    row.extend(
        REGISTERED
            .iter()
            .map(|&(field, _)| merchant.cells[field as usize].clone()),
    );
    row.extend(owned([
        merchant.level,
        &merchant.confirm_pid,
        merchant.status,
    ]));
    let mut progress = merchant.progress.cells(n);
    if let Some(tagged) = merchant.tagged {
        tagged.clone_into(&mut progress[1]);
    }
    row.extend(progress);
    row
}
