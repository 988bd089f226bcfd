//! Values with a meaning of their own: identifiers, money, dates, names, places.
//!
//! In goes canonical text, unless a function says otherwise; out comes a parsed value, or the fault
//! that keeps it from being one. Everything here is a pure function over text, with no knowledge of
//! sheets, rules or reports.

pub(crate) mod bank;
pub mod bank_card;
pub(crate) mod business_hours;
pub(crate) mod cnaps;
pub(crate) mod coordinate;
pub mod date;
pub(crate) mod excel_digits;
pub(crate) mod gbk;
pub(crate) mod gtin;
pub(crate) mod hex;
pub(crate) mod id_card;
pub mod iso7064;
mod lang;
pub mod licence;
pub(crate) mod mask;
pub(crate) mod merchant;
pub mod moment;
pub mod money;
pub(crate) mod name;
pub(crate) mod name_difference;
pub mod organisation;
pub(crate) mod personal_data;
pub(crate) mod phone;
pub(crate) mod pid;
pub(crate) mod quantity;
pub(crate) mod region;
pub mod statement_amount;
pub(crate) mod suggestion;

pub use lang::Lang;

#[cfg(test)]
mod tests {
    use super::*;
    use gtin::Gtin;
    use id_card::IdDocument;
    use licence::Licence;
    use time::macros::date;

    const SAMPLES: &str = include_str!("../../tests/data/identifiers.csv");

    /// Every published or recomputed sample gets the verdict it carries.
    #[test]
    fn identifier_samples() {
        let mut seen = 0;
        for line in SAMPLES.lines().skip(1) {
            let mut fields = line.splitn(4, ',');
            let mut next = || fields.next().expect("four fields");
            let (kind, value, valid, reason) = (next(), next(), next(), next());
            assert_eq!(
                verdict(kind, value),
                valid == "true",
                "{kind} {value}: {reason}"
            );
            seen += 1;
        }
        assert_eq!(seen, 178);
    }

    fn verdict(kind: &str, value: &str) -> bool {
        match kind {
            "uscc" => licence::parse(value) == Ok(Licence::Uscc),
            "uscc_strict" => {
                licence::parse(value) == Ok(Licence::Uscc) && licence::organisation_code_ok(value)
            }
            "reg15" => licence::parse(value) == Ok(Licence::Old15),
            "org_code" => organisation::is_code(value),
            "citizen_id" => is_citizen(value, IdDocument::Citizen18),
            "citizen_id_15" => is_citizen(value, IdDocument::Citizen15),
            "hmt_residence" => is_document(value, IdDocument::HmtResidence),
            "foreign_pr18" => is_document(value, IdDocument::ForeignPermanent18),
            "foreign_pr15" => is_document(value, IdDocument::ForeignPermanent15),
            "bank_card" => bank_card::is_card(value),
            "corp_account" => bank_card::has_account_form(value),
            "cnaps" => cnaps::parse(value).is_ok(),
            "gtin8" => gtin::parse(value) == Ok(Gtin::Gtin8),
            "gtin12" => gtin::parse(value) == Ok(Gtin::Gtin12),
            "gtin13" => gtin::parse(value) == Ok(Gtin::Gtin13),
            "gtin14" => gtin::parse(value) == Ok(Gtin::Gtin14),
            "alipay_pid" => pid::is_pid(value),
            "alipay_bill_account" => pid::of_bill_account(value).is_some(),
            "alipay_logon_id" => pid::is_logon_id(value),
            other => panic!("no verdict for kind {other}"),
        }
    }

    fn is_document(value: &str, document: IdDocument) -> bool {
        id_card::parse(value, date!(2024 - 01 - 01)) == Ok(document)
    }

    fn is_citizen(value: &str, document: IdDocument) -> bool {
        is_document(value, document) && id_card::division(value).is_some_and(region::known_division)
    }
}
