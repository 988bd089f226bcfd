//! What is asked of a store, and the ways to meet it: one field, any of several, or fields that only
//! count together (`mcc` with `org_pid`, or else `category_id`). Which fields a row has comes in; whether
//! it meets the requirement, and the ways in words, go out.

use super::{Field, Lang};

/// What stands between its fields and ways in English.
const EN: [&str; 3] = [" and ", ", or ", " or "];

/// Met by any one of its ways.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirement {
    /// Each is met when all of its fields are given; the first is what is asked for first.
    pub ways: Vec<Vec<Field>>,
}

impl Requirement {
    /// Met by any one of these fields.
    pub fn any(fields: &[Field]) -> Requirement {
        Requirement {
            ways: fields.iter().map(|field| vec![*field]).collect(),
        }
    }

    /// The field it is known by: the first that is asked for.
    pub fn first(&self) -> Option<Field> {
        self.fields().next()
    }

    /// Every field that a way names, in their order.
    pub fn fields(&self) -> impl Iterator<Item = Field> + '_ {
        self.ways.iter().flatten().copied()
    }

    pub fn is_met(&self, has: impl Fn(Field) -> bool) -> bool {
        let met = |way: &Vec<Field>| way.iter().all(|field| has(*field));
        self.ways.iter().any(met)
    }

    /// What each way still asks for, those that were begun first: `org_pid`, or `category_id`, where
    /// `mcc` is there alone.
    pub fn rest(&self, has: impl Fn(Field) -> bool) -> Requirement {
        let mut ways = self.ways.clone();
        ways.sort_by_key(|way| !way.iter().any(|field| has(*field)));
        ways.iter_mut()
            .for_each(|way| way.retain(|field| !has(*field)));
        Requirement { ways }
    }

    /// The ways as people read them: `MCC与受理机构PID，或经营类目`.
    pub fn labels(&self, lang: Lang) -> String {
        let words = lang.pick(["与", "，或", "或"], EN);
        self.worded(words, |field| field.label(lang))
    }

    /// The ways by their keys: `mcc 与 org_pid，或 category_id`.
    pub fn keys(&self, lang: Lang) -> String {
        let words = lang.pick([" 与 ", "，或 ", " 或 "], EN);
        self.worded(words, |field| field.key())
    }

    /// For machines: `mcc+org_pid|category_id`.
    pub fn key(&self) -> String {
        let way = |way: &Vec<Field>| way.iter().map(|f| f.key()).collect::<Vec<_>>().join("+");
        self.ways.iter().map(way).collect::<Vec<_>>().join("|")
    }

    /// `words` stand between fields, between ways of several fields, and between single fields.
    fn worded(&self, words: [&str; 3], name: impl Fn(Field) -> &'static str) -> String {
        let [together, or, or_one] = words;
        let way = |way: &Vec<Field>| {
            let names: Vec<&str> = way.iter().map(|field| name(*field)).collect();
            names.join(together)
        };
        let or = if self.ways.iter().any(|way| way.len() > 1) {
            or
        } else {
            or_one
        };
        self.ways.iter().map(way).collect::<Vec<_>>().join(or)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trade() -> Requirement {
        Requirement {
            ways: vec![vec![Field::Mcc, Field::OrgPid], vec![Field::CategoryId]],
        }
    }

    #[test]
    fn half_of_a_way_is_not_enough() {
        let met = |given: &[Field]| trade().is_met(|field| given.contains(&field));
        assert!(met(&[Field::Mcc, Field::OrgPid]));
        assert!(met(&[Field::CategoryId]));
        assert!(met(&[Field::CategoryId, Field::Mcc]));
        assert!(!met(&[Field::Mcc]) && !met(&[Field::OrgPid]) && !met(&[]));
    }

    #[test]
    fn what_is_missing_begins_with_what_was_begun() {
        let rest = |given: &[Field]| trade().rest(|field| given.contains(&field)).key();
        assert_eq!(rest(&[]), "mcc+org_pid|category_id");
        assert_eq!(rest(&[Field::Mcc]), "org_pid|category_id");
        assert_eq!(rest(&[Field::OrgPid]), "mcc|category_id");
        let mut turned = trade();
        turned.ways.reverse();
        assert_eq!(
            turned.rest(|field| field == Field::Mcc).key(),
            "org_pid|category_id"
        );
    }

    #[test]
    fn the_ways_are_told_in_words() {
        assert_eq!(trade().labels(Lang::Zh), "MCC与受理机构PID，或经营类目");
        assert_eq!(
            trade().labels(Lang::En),
            "MCC and acquirer PID, or category"
        );
        assert_eq!(trade().keys(Lang::Zh), "mcc 与 org_pid，或 category_id");
        assert_eq!(trade().key(), "mcc+org_pid|category_id");
        let phone = Requirement::any(&[Field::ContactMobile, Field::ContactPhone]);
        assert_eq!(phone.keys(Lang::En), "contact_mobile or contact_phone");
        assert_eq!(phone.key(), "contact_mobile|contact_phone");
    }
}
