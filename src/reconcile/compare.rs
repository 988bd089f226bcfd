//! Two values side by side, and the verdict on them. A mask is never equal, a folding is named
//! as one, and of several different records for one key the first is never taken.

use crate::model::reconciled::Fold;
use crate::model::{Field, Form, Note, Table, Verdict};
use crate::value::coordinate;
use crate::value::mask::{self, MaskVerdict};
use crate::value::name::{self, NameVerdict};

use super::pair::Pair;
use super::{bank, individual};

/// The verdict on one field of a store and its record, and what was folded for it.
pub(super) fn pair(pair: &Pair, field: Field) -> (Verdict, Option<Fold>) {
    if pair.stores.is_broken(pair.row, field) {
        return (Verdict::NotChecked, None);
    }
    if pair.note == Note::BankAccount
        && let Some(verdict) = bank::verdict(pair, field)
    {
        return (verdict, None);
    }
    let (sheet, recorded) = (pair.sheet(field), pair.recorded(field));
    // An account may be printed as a name and the account in brackets.
    let recorded = match mask::split_account(recorded) {
        Some((_, account)) if field == Field::LogonId => account,
        _ => recorded,
    };
    let person = match field {
        Field::LegalName | Field::ContactName => true,
        // A holder may be a person or a company unless the account is 对公, and a person's name folds further.
        Field::CardName => pair.sheet(Field::AccountKind) != "corporate",
        _ => false,
    };
    match values(field, person, sheet, recorded) {
        Verdict::Equal | Verdict::EqualFolded => {
            let original = pair.stores.table.original(pair.row, field);
            match fold(original, pair.recorded_as_written(field)) {
                Some(fold) => (Verdict::EqualFolded, Some(fold)),
                None => (Verdict::Equal, None),
            }
        }
        Verdict::Compatible if mask::same_length(sheet, recorded) => {
            (Verdict::Compatible, Some(Fold::MaskLength))
        }
        Verdict::Different if pair.note == Note::AlipayAccount && field == Field::MerchantName => {
            let verdict = individual::either_name(pair).unwrap_or(Verdict::Different);
            let folded = verdict == Verdict::EqualFolded;
            (verdict, folded.then_some(Fold::Operator))
        }
        verdict => (verdict, None),
    }
}

/// Compares the canonical texts of one field on two sides.
///
/// `person`: the name is a person's. A mask that shows nothing counts as a missing value.
pub(super) fn values(field: Field, person: bool, sheet: &str, record: &str) -> Verdict {
    if sheet.is_empty() || record.is_empty() {
        return Verdict::Missing;
    }
    let same = sheet == record;
    if mask::is_masked(sheet) || (!same && mask::is_masked(record)) {
        return match mask::compare(sheet, record) {
            MaskVerdict::Compatible => Verdict::Compatible,
            MaskVerdict::Contradicts => Verdict::Different,
            MaskVerdict::ProvesNothing => Verdict::Missing,
        };
    }
    if same {
        return Verdict::Equal;
    }
    let folded = match field.spec().form {
        Form::Name | Form::Text => names_fold(person, sheet, record),
        // There is no rule for where the dash goes: `400-123-4567`, `4001234567`.
        Form::Phone => digits_of(sheet).eq(digits_of(record)),
        Form::IdNumber => same_citizen(sheet, record) || same_citizen(record, sheet),
        Form::Decimal => {
            let degrees = coordinate::parse(sheet);
            degrees.is_some() && degrees == coordinate::parse(record)
        }
        _ => false,
    };
    if folded {
        Verdict::EqualFolded
    } else {
        Verdict::Different
    }
}

/// What is dialled.
fn digits_of(phone: &str) -> impl Iterator<Item = char> {
    phone.chars().filter(|char| *char != '-')
}

fn names_fold(person: bool, a: &str, b: &str) -> bool {
    let verdict = if person {
        name::compare_person(a, b)
    } else {
        name::compare_company(a, b)
    };
    verdict != NameVerdict::Different
}

/// What made two texts equal that are not written alike, as their files have them.
pub(super) fn fold(sheet: &str, record: &str) -> Option<Fold> {
    match name::compare_person(sheet.trim(), record.trim()) {
        NameVerdict::Equal => None,
        NameVerdict::EqualFolded(fold) => Some(fold.into()),
        NameVerdict::Different => Some(Fold::Form),
    }
}

/// Whether `old` is the 15-digit form of `new`: without century and check character (GB 11643).
fn same_citizen(old: &str, new: &str) -> bool {
    old.len() == 15
        && new.len() == 18
        && new.get(6..8) == Some("19")
        && old.get(..6).is_some_and(|head| new.starts_with(head))
        && old
            .get(6..)
            .is_some_and(|tail| new.get(8..17) == Some(tail))
}

/// Whether two records are equal in all of `fields`.
pub(super) fn same_content(table: &Table, a: u32, b: u32, fields: &[Field]) -> bool {
    let (a, b) = (a as usize, b as usize);
    let same = |field: &Field| table.text(a, *field) == table.text(b, *field);
    fields.iter().all(same)
}

/// Whether a record's status is one of the words for a record in good standing, or not given.
pub(super) fn is_good_standing(status: &str, words: &str) -> bool {
    status.trim().is_empty() || is_word_of(words, status)
}

/// Whether a text is one of the words, blanks around it and upper case aside.
pub(super) fn is_word_of(words: &str, text: &str) -> bool {
    let mut words = words.split(' ');
    words.any(|word| word.eq_ignore_ascii_case(text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::fixture::cells;

    #[test]
    fn honest_verdicts() {
        for [field, sheet, record, expected] in cells(
            "service_phone|400-123-4567|4001234567|folded
             service_phone|0571-88888888|0571-88888888/13700010002|different
             merchant_name|甲有限公司|甲有限公司|equal
             merchant_name|甲（杭州）有限公司|甲(杭州)有限公司|folded
             merchant_name|甲有限公司|甲有限责任公司|different
             merchant_name|甲有限公司|甲**公司|compatible
             merchant_name|甲有限公司|乙**公司|different
             merchant_name|甲有限公司|***|missing
             merchant_name|甲**公司|甲**公司|missing
             merchant_name||甲有限公司|missing
             legal_name|张三|张*|compatible
             legal_id_no|110105850101001|110105198501010012|folded
             legal_id_no|110105198501010012|110105850101001|folded
             legal_id_no|110105850101002|110105198501010012|different
             legal_id_no|110105198501010012|110105********0012|compatible
             longitude|120.10|120.1|folded
             longitude|东经|东经120|different
             pid|2088000000000101|2088000000000102|different",
        ) {
            let key = Field::from_key(field).expect("a field key");
            let verdict = values(key, key == Field::LegalName, sheet, record);
            assert_eq!(verdict.key(), expected, "{field}: {sheet} / {record}");
        }
    }

    #[test]
    fn which_fold() {
        for (sheet, record, expected) in [
            ("甲（杭州）公司", "甲（杭州）公司 ", None),
            ("甲（杭州）公司", "甲(杭州)公司", Some(Fold::Brackets)),
            ("ＡＢ公司", "AB公司", Some(Fold::Width)),
            ("甲 公司", "甲公司", Some(Fold::Space)),
            ("阿卜杜·买买提", "阿卜杜•买买提", Some(Fold::Dot)),
            ("John Smith", "JOHN SMITH", Some(Fold::Case)),
            ("110105850101001", "110105198501010012", Some(Fold::Form)),
        ] {
            assert_eq!(fold(sheet, record), expected, "{sheet} / {record}");
        }
    }

    #[test]
    fn standing() {
        assert!(is_good_standing("", "正常") && is_good_standing("ACTIVE", "正常 active"));
        assert!(!is_good_standing("冻结", "正常 active"));
    }
}
