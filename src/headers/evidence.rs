//! What a column's cells say of the field it might hold: check digits, fixed prefixes and fixed words.
//! The texts of some cells in; per field the weight of the evidence and how many cells fit out.

use super::cell_forms;
use crate::model::Field;
use crate::model::Field::*;
use crate::value::name::half;
use crate::value::{phone, pid};

/// A form cells can have, and the fields it speaks for, each with the score it earns when every cell
/// fits and nothing else is known. A form that several fields share earns each the same: a tie.
struct Form {
    fits: fn(&str) -> bool,
    fields: &'static [(Field, u8)],
}

const fn form(fits: fn(&str) -> bool, fields: &'static [(Field, u8)]) -> Form {
    Form { fits, fields }
}

const FORMS: &[Form] = &[
    form(cell_forms::is_licence, &[(BusinessLicense, 90)]),
    form(cell_forms::is_citizen, &[(LegalIdNo, 85)]),
    form(
        phone::is_mobile,
        &[
            (ContactMobile, 75),
            (ContactPhone, 40),
            (ServicePhone, 40),
            (LogonId, 40),
        ],
    ),
    form(
        phone::is_landline,
        &[(ContactPhone, 60), (ServicePhone, 60)],
    ),
    form(cell_forms::is_hotline, &[(ServicePhone, 75)]),
    form(pid::is_email, &[(ContactEmail, 70), (LogonId, 70)]),
    form(cell_forms::is_cnaps, &[(Cnaps, 90)]),
    form(
        cell_forms::is_card,
        &[
            (CardNo, 85),
            (CounterpartyAccount, 60),
            (PayerAccount, 60),
            (PayeeAccount, 60),
        ],
    ),
    form(
        pid::is_pid,
        &[
            (Pid, 70),
            (Smid, 70),
            (OrgPid, 70),
            (Source, 70),
            (MerchantConfirmPid, 70),
        ],
    ),
    form(cell_forms::is_mcc, &[(Mcc, 50)]),
    form(cell_forms::is_barcode, &[(Barcode, 90)]),
    form(cell_forms::is_province, &[(Province, 85)]),
    form(cell_forms::is_city, &[(City, 80)]),
    form(cell_forms::is_district, &[(District, 70)]),
    form(cell_forms::is_address, &[(Address, 65)]),
    form(cell_forms::is_longitude, &[(Longitude, 85)]),
    form(cell_forms::is_latitude, &[(Latitude, 85)]),
    form(cell_forms::is_hours, &[(BusinessTime, 80)]),
    form(
        cell_forms::is_company,
        &[(MerchantName, 65), (CardName, 65)],
    ),
    form(cell_forms::is_bank, &[(BankName, 80)]),
    form(cell_forms::is_branch, &[(BankBranchName, 85)]),
    form(cell_forms::is_account_kind, &[(AccountKind, 90)]),
    form(cell_forms::is_route, &[(Route, 90)]),
    form(
        cell_forms::is_day,
        &[
            (BusinessLicenseExpiry, 40),
            (LegalIdExpiry, 40),
            (TaggedAt, 40),
        ],
    ),
];

/// Fewer cells than these are worth less.
const FEW: u16 = 3;
const FEW_COST: u8 = 20;

/// What the cells say of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub field: Field,
    /// 0 to 100: what the cells are worth when nothing else is known.
    pub score: u8,
    pub fit: u16,
    pub of: u16,
}

/// What the cells, none blank, say: every field with a form, `fit` 0 where they speak against it. The
/// score is 0 unless four in five cells fit.
pub(crate) fn said(cells: &[String]) -> Vec<Said> {
    let of = u16::try_from(cells.len()).unwrap_or(u16::MAX);
    let bare: Vec<String> = cells.iter().map(|cell| bare(cell)).collect();
    let mut all: Vec<Said> = Vec::new();
    for form in FORMS {
        let both = cells.iter().zip(&bare);
        let fits = both.filter(|(cell, bare)| (form.fits)(cell.trim()) || (form.fits)(bare));
        let fit = fits.count();
        let fit = u16::try_from(fit).unwrap_or(u16::MAX);
        for (field, weight) in form.fields {
            let score = score(*weight, fit, of);
            match all.iter_mut().find(|said| said.field == *field) {
                Some(said) if (said.score, said.fit) < (score, fit) => {
                    (said.score, said.fit) = (score, fit)
                }
                Some(_) => {}
                None => all.push(Said {
                    field: *field,
                    score,
                    fit,
                    of,
                }),
            }
        }
    }
    all
}

/// A cell without what people put into numbers: spaces, the sign that keeps digits text, full width.
fn bare(cell: &str) -> String {
    let half = cell.chars().map(half);
    half.filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '`' | '\u{200B}' | '\u{FEFF}'))
        .collect()
}

/// Whether most cells are links, which are no field's value whatever their header says.
pub(crate) fn are_links(cells: &[String]) -> bool {
    let is_link = |cell: &&String| {
        let cell = cell.trim().to_ascii_lowercase();
        ["http://", "https://", "www."]
            .iter()
            .any(|start| cell.starts_with(start))
    };
    cells.iter().filter(is_link).count() * 2 > cells.len()
}

fn score(weight: u8, fit: u16, of: u16) -> u8 {
    if of == 0 || u32::from(fit) * 5 < u32::from(of) * 4 {
        return 0;
    }
    let share = u32::from(weight) * u32::from(fit) / u32::from(of);
    let share = u8::try_from(share).unwrap_or(weight);
    if of < FEW {
        share.saturating_sub(FEW_COST)
    } else {
        share
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::licence;
    use crate::value::licence::Licence;
    use crate::value::{bank_card, gtin};

    /// The best field for some cells; two when they tie.
    fn best(cells: &[&str]) -> Vec<(Field, u8, u16)> {
        let cells: Vec<String> = cells.iter().map(|c| (*c).to_owned()).collect();
        let all = said(&cells);
        let top = all.iter().map(|s| s.score).max().unwrap_or(0);
        let best = all.iter().filter(|s| s.score == top && top > 0);
        best.map(|s| (s.field, s.score, s.fit)).collect()
    }

    #[test]
    fn forms() {
        let licence = "91330106MA2H1ABC7U";
        assert_eq!(
            licence::parse(licence),
            Ok(Licence::Uscc),
            "the sample is sound"
        );
        assert_eq!(best(&[licence; 4]), [(BusinessLicense, 90, 4)]);
        assert_eq!(best(&["13800138000"; 3]), [(ContactMobile, 75, 3)]);
        assert_eq!(best(&["400-820-8820"; 3]), [(ServicePhone, 75, 3)]);
        assert_eq!(best(&["浙江省", "江苏", "北京市"]), [(Province, 85, 3)]);
        assert_eq!(best(&["杭州市", "南京市", "苏州市"]), [(City, 80, 3)]);
        assert_eq!(best(&["西湖区", "桐庐县", "鼓楼区"]), [(District, 70, 3)]);
        assert_eq!(
            best(&["120.123456", "119.98765", "121.4737"]),
            [(Longitude, 85, 3)]
        );
        assert_eq!(
            best(&["30.123456", "31.98765", "28.4737"]),
            [(Latitude, 85, 3)]
        );
        assert_eq!(
            best(&["09:00-21:00", "周一至周五 9：00～22：00", "10:00-22:00"]),
            [(BusinessTime, 80, 3)]
        );
        assert_eq!(
            best(&["某某银行杭州示例支行"; 3]),
            [(BankBranchName, 85, 3)]
        );
        assert_eq!(best(&["对公", "对私", "对公账户"]), [(AccountKind, 90, 3)]);
        assert_eq!(best(&["6901234567892"; 3]), [(Barcode, 90, 3)]);
    }

    #[test]
    fn numbers_as_people_write_them() {
        assert_eq!(
            best(&["'9133 0106 MA2H 1ABC 7U"; 3]),
            [(BusinessLicense, 90, 3)]
        );
        assert_eq!(best(&["`330106199003074525"; 3]), [(LegalIdNo, 85, 3)]);
        assert_eq!(
            best(&["１３８００１３８０００"; 3]),
            [(ContactMobile, 75, 3)]
        );
        assert_eq!(best(&["6222 0212 3456 7894"; 3]), [(CardNo, 85, 3)]);
        assert_eq!(best(&["102100099996"; 3])[0].0, Cnaps);
        assert_eq!(
            best(&["a.b@example.com"; 3]),
            [(LogonId, 70, 3), (ContactEmail, 70, 3)]
        );
        assert_eq!(best(&["036000291452"; 3]), [(Barcode, 90, 3)]);
        assert_eq!(best(&["2030年1月31日", "长期", "2030-01-31"]).len(), 3);
    }

    /// One character beside the form: nothing is said for the field, or nothing at all.
    #[test]
    fn near_misses() {
        let says = |text: &str| -> Vec<Field> { best(&[text; 3]).iter().map(|b| b.0).collect() };
        for nothing in [
            "91330106MA2H1ABC7V",
            "330106199003074526",
            "990106199003074521",
            "330106199013071002",
            "12800138000",
            "1380013800",
            "138001380003",
            "a.b.example.com",
            "102100099997",
            "6222021234567895",
            "208800000000001",
            "6901234567893",
            "浙江某",
            "120.12",
            "151.123456",
            "09:00",
            "2026-13-01",
            "54111",
            "对方",
            "联系",
        ] {
            assert_eq!(says(nothing), [], "{nothing}");
        }
        assert!(gtin::parse("20260101").is_ok(), "a date with a good check");
        let dates = [BusinessLicenseExpiry, LegalIdExpiry, TaggedAt];
        assert_eq!(says("20260101"), dates);
        assert_eq!(says("5411"), [Mcc], "four digits, and no more than a hint");
        assert_eq!(best(&["5411"; 3])[0].1, 50);
        // A PID passes the card's check one time in ten, and is none.
        let pids = (0..40).map(|n| format!("20880000000000{n:02}"));
        let lucky: Vec<String> = pids.filter(|pid| bank_card::luhn(pid)).collect();
        assert!(!lucky.is_empty());
        assert!(lucky.iter().all(|pid| !says(pid).contains(&CardNo)));
    }

    #[test]
    fn links_are_no_values() {
        let cells =
            |texts: &[&str]| -> Vec<String> { texts.iter().map(|t| (*t).to_owned()).collect() };
        assert!(are_links(&cells(&[
            "https://example.com/a.jpg",
            "HTTP://example.com",
            "某路"
        ])));
        assert!(!are_links(&cells(&["https://example.com/a.jpg", "某路"])));
        assert!(!are_links(&[]));
    }

    #[test]
    fn what_several_fields_share_is_a_tie() {
        let best = best(&["2088000000000001"; 3]);
        assert_eq!(best.len(), 5, "{best:?}");
    }

    #[test]
    fn few_cells_are_worth_less_and_strays_are_counted() {
        assert_eq!(best(&["浙江省"]), [(Province, 65, 1)]);
        assert_eq!(
            best(&["浙江省", "江苏省", "安徽省", "山东省", "其他"]),
            [(Province, 68, 4)]
        );
        assert_eq!(best(&["浙江省", "其他", "待定"]), []);
        assert_eq!(best(&[]), []);
    }
}
