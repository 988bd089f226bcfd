//! The shape of a register of accounts: which fields are compared with the store's, and which rule each
//! difference raises. Alipay's register and the bank's are two entries of it.

use crate::model::reconciled::Match;
use crate::model::{Comparison, Field, Kind, Note, Rule};

/// A field that is compared, and the rule a difference raises.
pub(crate) type FieldRule = (Field, &'static Rule);

/// How stores are held against one register.
pub(crate) struct AccountRegister {
    pub kind: Kind,
    /// The field both sides are joined on.
    pub key: Field,
    /// Compared for every store, in the order of the verdicts, with what a difference is called.
    pub always: &'static [FieldRule],
    /// Compared, after the others, only when both sides give a value.
    pub optional: &'static [FieldRule],
    pub not_found: &'static Rule,
    pub ambiguous: &'static Rule,
    pub standing: &'static Rule,
    /// Raised when only a name leads to a record; `None` where the missing key is a finding already.
    pub suggestion: Option<&'static Rule>,
    pub unmatched: &'static Rule,
    /// The name by which a holder is known in the register.
    pub holder: Field,
    /// Names of the store any of which may be the holder's.
    pub holders: &'static [Field],
    /// Status words of a record in good standing, with blanks between them.
    pub good_standing: &'static str,
    pub note: Note,
}

impl AccountRegister {
    pub(crate) fn fields(&self) -> impl Iterator<Item = &FieldRule> {
        self.always.iter().chain(self.optional)
    }

    /// The fields in which two records of one account have to agree to be one.
    pub(crate) fn content(&self) -> Vec<Field> {
        let fields = self.fields().map(|(field, _)| *field);
        fields.chain([self.key, Field::Status]).collect()
    }

    /// A comparison with this register that found nothing and compared nothing.
    pub(crate) fn comparison(&self, key: &str) -> Comparison {
        Comparison {
            store: None,
            against: self.kind,
            key: key.to_owned(),
            matched: Match::NotFound,
            pass: None,
            record: None,
            candidates: Vec::new(),
            verdicts: Vec::new(),
            folds: Vec::new(),
            status: String::new(),
        }
    }
}
