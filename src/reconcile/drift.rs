//! What the sheet would change of an onboarded merchant, field by field. A licence that differs is
//! another legal entity, and an Alipay account the merchant does not have yet is what modify is for.

use super::rules::onboarded::{MER001, MER003, MER009};
use crate::model::modify::{Lost, Sent};
use crate::model::rule::Defect;
use crate::model::{CellKind, Field, FieldSet, Finding, Lang, Verdict};
use crate::value::licence;
use crate::value::licence::Licence;

use super::compare;
use super::pair::Pair;

/// What a modify request can carry, beside licence and Alipay account, which have rules of their own.
pub(super) const FIELDS: [Field; 22] = [
    Field::MerchantName,
    Field::AliasName,
    Field::BusinessLicenseType,
    Field::LegalName,
    Field::LegalIdNo,
    Field::ContactName,
    Field::ContactMobile,
    Field::ContactPhone,
    Field::ContactEmail,
    Field::ContactType,
    Field::ServicePhone,
    Field::CategoryId,
    Field::Mcc,
    Field::Province,
    Field::City,
    Field::District,
    Field::Address,
    Field::Longitude,
    Field::Latitude,
    Field::CardNo,
    Field::CardName,
    Field::BankBranchName,
];

/// What differs along with the licence when the legal entity is another one.
const ENTITY: [Field; 4] = [
    Field::MerchantName,
    Field::BusinessLicenseType,
    Field::LegalName,
    Field::LegalIdNo,
];

/// What differs between the sheet and the onboarded record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Drift {
    /// Bits of the fields a modify request would change.
    pub fields: FieldSet,
    /// The record is another legal entity's.
    pub another_entity: bool,
}

/// Compares the fields both tables have, then the Alipay account.
pub(super) fn drift(pair: &Pair, common: &[Field], findings: &mut Vec<Finding>) -> Drift {
    let mut drift = licence_drift(pair, findings);
    for field in common {
        let explained = drift.another_entity && ENTITY.contains(field);
        if !explained && differs(pair, *field) {
            drift.fields |= field.bit();
            findings.push(pair.against(&MER001, *field, *field));
        }
    }
    drift.fields |= account_drift(pair, findings);
    if !drift.another_entity {
        findings.extend(loss_findings(pair, drift.fields));
    }
    drift
}

/// What the request would take from the record without putting anything in its place. A point on the map
/// is one thing in two cells.
fn loss_findings(pair: &Pair, drift: FieldSet) -> Vec<Finding> {
    let sent = Sent {
        store: pair.stores.table.row(pair.row),
        record: Some(pair.register.row(pair.record as usize)),
        drift,
    };
    let is_half =
        |field: &Field| *field == Field::Latitude && sent.lost(Field::Longitude).is_some();
    let finding = |field: Field| {
        let [zh, en] = match sent.lost(field)? {
            Lost::Masked => ["名单里打了星号，补不全", "is masked in the register"],
            Lost::OfAnother => [
                "是原来那个联系人、法人、地址或账号的",
                "is that of the contact, legal person, place or account before",
            ],
        };
        let cell = pair.cell(field);
        let defect = Defect::at(field).other(cell.found.clone());
        let defect = defect.arg(field.label(Lang::Zh)).arg(zh);
        let defect = defect.arg(field.label(Lang::En)).arg(en);
        let mut finding = pair.stores.finding(&MER009, pair.row, defect).related(cell);
        // A sheet without the column has no cell to point at but that of the store's code.
        if finding.place.column.is_none() {
            let (table, sources) = (pair.stores.table, pair.stores.sources);
            finding.place = table.place(pair.row, Field::StoreCode, sources);
        }
        Some(finding)
    };
    let fields = FIELDS.into_iter().filter(|field| !is_half(field));
    fields.filter_map(finding).collect()
}

/// Whether the sheet's own, sound value contradicts the record's. A default fills a gap in the sheet;
/// it does not contradict the record.
fn differs(pair: &Pair, field: Field) -> bool {
    let own = |kind| kind != CellKind::Default;
    pair.sheet(field) != pair.recorded(field)
        && own(pair.stores.table.cell_kind(pair.row, field))
        && compare::pair(pair, field).0 == Verdict::Different
}

/// A different licence is another legal entity, unless one side is unreadable or is the number the same
/// company had before 2015.
fn licence_drift(pair: &Pair, findings: &mut Vec<Finding>) -> Drift {
    let field = Field::BusinessLicense;
    if !differs(pair, field) {
        return Drift::default();
    }
    let sides = (
        licence::parse(pair.sheet(field)),
        licence::parse(pair.recorded(field)),
    );
    let another_entity = match sides {
        (Ok(Licence::Uscc), Ok(Licence::Old15)) | (Ok(Licence::Old15), Ok(Licence::Uscc)) => {
            !compare::pair(pair, Field::MerchantName).0.agrees()
        }
        (Ok(_), Ok(_)) => true,
        _ => false,
    };
    let rule = if another_entity { &MER003 } else { &MER001 };
    findings.push(pair.against(rule, field, field));
    Drift {
        fields: field.bit(),
        another_entity,
    }
}

/// The account differs, or is new. In a register without an account column, a merchant that a PID has
/// confirmed counts as having one.
fn account_drift(pair: &Pair, findings: &mut Vec<Finding>) -> FieldSet {
    let field = Field::LogonId;
    if differs(pair, field) {
        findings.push(pair.against(&MER001, field, field));
        return field.bit();
    }
    let given = pair.stores.sound(pair.row, field).is_some();
    let kind = pair.register.cell_kind(pair.record as usize, field);
    let lacking = match kind {
        CellKind::Missing => pair.recorded(Field::MerchantConfirmPid).is_empty(),
        _ => pair.recorded(field).is_empty(),
    };
    if given && lacking { field.bit() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::fixture::merchant_job as job;

    const OLD: &str = "330106000012340";
    const NEW: &str = "91330106MA2H1ABC7U";
    const OTHER: &str = "91110105MA01XYRTXD";

    #[test]
    fn drift_field_by_field() {
        let job = job(
            "store_code alias_name address longitude contact_mobile mcc store_name",
            &[
                "s1,甲店,文三路1号,120.10,13800138000,5411,一",
                "s2,乙店,文三路2号,120.1,13800138000,=5411,二",
            ],
            "store_code alias_name address longitude contact_mobile mcc store_name",
            &[
                "s1,甲  店,文三路9号,120.1,138****8000,5812,别",
                "s2,,文三路2号,121.1,13900139000,5812,别",
            ],
        )
        .broken(1, Field::ContactMobile);
        assert_eq!(
            job.findings(),
            [
                "MER001 stores!C2 文三路1号 other=文三路9号 ~merchants!C2",
                "MER001 stores!F2 5411 other=5812 ~merchants!F2",
                "MER001 stores!D3 120.1 other=121.1 ~merchants!D3",
            ]
        );
        let drift: Vec<FieldSet> = job.run().stores.iter().map(|s| s.drift).collect();
        assert_eq!(
            drift,
            [
                Field::Address.bit() | Field::Mcc.bit(),
                Field::Longitude.bit()
            ]
        );
    }

    #[test]
    fn what_a_modify_takes_away() {
        let header = "store_code contact_name contact_mobile address card_no alias_name";
        let register = "store_code contact_name contact_mobile contact_email address longitude latitude card_no \
                        bank_branch_name alias_name";
        let job = job(
            header,
            &[
                "s1,孙戊,13800138001,文三路1号,1001,甲",
                "s2,孙戊,,文三路1号,1001,甲",
                "s3,孙戊,13800138001,文三路1号,1001,甲",
                "s4,孙戊,13800138001,文三路1号,1001,甲",
                "s5,孙戊,13800138001,文三路1号,1001,甲",
            ],
            register,
            &[
                "s1,孙戊,13800138002,a@x.cn,文三路1号,120.1,30.1,1001,支行,甲",
                "s2,孙己,13800138002,a@x.cn,文三路1号,120.1,30.1,1001,支行,甲",
                "s3,孙戊,13800138002,a***@x.cn,文三路1号,120.1,30.1,1001,支行,甲",
                "s4,孙戊,13800138001,a@x.cn,文三路2号,120.1,30.1,1002,支行,甲",
                "s5,孙戊,13800138001,a***@x.cn,文三路1号,120.1,30.1,1001,支行,乙",
            ],
        );
        let findings = job.findings();
        let findings = findings.iter().filter(|f| f.starts_with("MER009"));
        let findings: Vec<&str> = findings.filter_map(|f| f.split(" 是").next()).collect();
        let masked = "MER009 stores!A4  other=a***@x.cn [联系人邮箱 名单里打了星号，补不全 contact e-mail is masked in \
                      the register] ~merchants!D4";
        assert_eq!(
            findings,
            [
                "MER009 stores!A3  other=a@x.cn [联系人邮箱",
                "MER009 stores!C3  other=13800138002 [联系人手机",
                masked,
                "MER009 stores!A5  other=120.1 [经度",
                "MER009 stores!A5  other=支行 [支行",
            ]
        );
    }

    #[test]
    fn adding_the_account_is_drift_without_a_finding() {
        let register = ["s1,", "s2,b@x.cn", "s3,rim***@qq.com", "s4,d@x.cn"];
        let stores = ["s1,a@x.cn", "s2,x@x.cn", "s3,rimini@qq.com", "s4,"];
        let job = job(
            "store_code logon_id",
            &stores,
            "store_code logon_id",
            &register,
        );
        assert_eq!(
            job.findings(),
            ["MER001 stores!B3 x@x.cn other=b@x.cn ~merchants!B3"]
        );
        let drift: Vec<bool> = job.run().stores.iter().map(|s| s.drift != 0).collect();
        assert_eq!(drift, [true, true, false, false]);
    }

    #[test]
    fn a_register_without_accounts_leaves_confirmed_merchants_alone() {
        let register = ["s1,2088000000000001", "s2,"];
        let header = "store_code merchant_confirm_pid";
        let job = job(
            "store_code logon_id",
            &["s1,a@x.cn", "s2,b@x.cn"],
            header,
            &register,
        );
        let drift: Vec<bool> = job.run().stores.iter().map(|s| s.drift != 0).collect();
        assert_eq!(drift, [false, true]);
    }

    #[test]
    fn another_entity_is_one_finding() {
        let header = "store_code business_license merchant_name legal_name alias_name";
        let stores = [
            format!("s1,{NEW},甲公司,张三,甲"),
            format!("s2,{NEW},甲公司,张三,甲"),
            format!("s3,{NEW},甲公司,张三,甲"),
            format!("s4,{NEW},甲公司,张三,甲"),
            format!("s5,{NEW},甲公司,张三,甲"),
        ];
        let register = [
            format!("s1,{OTHER},乙公司,李四,乙"),
            format!("s2,{OLD},甲公司,张三,甲"),
            format!("s3,{OLD},乙公司,张三,甲"),
            "s4,91330106********7U,甲公司,张三,甲".to_owned(),
            "s5,12345,甲公司,张三,甲".to_owned(),
        ];
        assert!(
            crate::value::licence::parse(OLD).is_ok()
                && crate::value::licence::parse(OTHER).is_ok()
        );
        let stores: Vec<&str> = stores.iter().map(String::as_str).collect();
        let register: Vec<&str> = register.iter().map(String::as_str).collect();
        assert_eq!(
            job(header, &stores, header, &register).findings(),
            [
                format!("MER003 stores!B2 {NEW} other={OTHER} ~merchants!B2"),
                "MER001 stores!E2 甲 other=乙 ~merchants!E2".to_owned(),
                format!("MER001 stores!B3 {NEW} other={OLD} ~merchants!B3"),
                format!("MER003 stores!B4 {NEW} other={OLD} ~merchants!B4"),
                format!("MER001 stores!B6 {NEW} other=12345 ~merchants!B6"),
            ]
        );
    }
}
