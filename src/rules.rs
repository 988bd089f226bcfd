//! Entries of the rules that stages raise themselves: what reading, reconciling and planning say about
//! a job, a sheet, a bill or a pair of records. They stand here, beside the model, so that every stage
//! can name its own and `check::all` can list them with the rest. What `{0}`, `{1}` stand for is said
//! above each entry; `{other}` is the finding's `other`.

pub use crate::bills::rules::BIL001;
pub use crate::bills::rules::BIL002;
pub use crate::bills::rules::{BIL003, BIL004, BIL005, BIL006, BIL007, BIL008, BIL009, BIL010};
pub use crate::formats::rules::SHT003;
pub use crate::formats::rules::{
    FIL001, FIL002, FIL003, FIL004, FIL005, FIL006, FIL007, FIL008, FIL009, FIL010,
};
pub use crate::headers::rules::SHT001;
pub use crate::headers::rules::SHT010;
pub use crate::headers::rules::SHT015;
pub use crate::headers::rules::{SHT009, SHT014};
pub use crate::headers::rules::{SHT016, SHT017};
pub use crate::ingest::rules::sheet::{
    SHT004, SHT005, SHT006, SHT007, SHT008, SHT011, SHT012, SHT013,
};
pub use crate::ingest::rules::statement::{STM001, STM002, STM003};
pub use crate::ingest::rules::table::SHT002;
pub use crate::plan::rules::{JOB001, JOB002, JOB003, JOB004};
pub use crate::reconcile::rules::accounts::{
    ACC001, ACC002, ACC003, ACC004, ACC005, ACC006, ACC007, ACC008, ACC009, ACC010, ACC011,
};
pub use crate::reconcile::rules::bank::{BAC001, BAC002, BAC003, BAC004, BAC005, BAC006, BAC007};
pub use crate::reconcile::rules::items::{ITM001, ITM002, ITM003, ITM004};
pub use crate::reconcile::rules::onboarded::{
    MER001, MER002, MER003, MER004, MER005, MER006, MER007, MER008, MER009, MER010,
};
pub use crate::reconcile::rules::settlement::{SET001, SET002, SET003};
pub use crate::reconcile::rules::tagging::{TAG001, TAG002, TAG003};
pub use crate::reconcile::rules::trades::{RTE001, RTE002, RTE003, TRD001, TRD002, TRD003};
pub use crate::uploads::rules::BOD001;

use crate::model::Rule;

/// Every rule a stage raises, by code.
pub static ALL: &[&Rule] = &[
    &ACC001, &ACC002, &ACC003, &ACC004, &ACC005, &ACC006, &ACC007, &ACC008, &ACC009, &ACC010,
    &ACC011, &BAC001, &BAC002, &BAC003, &BAC004, &BAC005, &BAC006, &BAC007, &BIL001, &BIL002,
    &BIL003, &BIL004, &BIL005, &BIL006, &BIL007, &BIL008, &BIL009, &BIL010, &BOD001, &FIL001,
    &FIL002, &FIL003, &FIL004, &FIL005, &FIL006, &FIL007, &FIL008, &FIL009, &FIL010, &ITM001,
    &ITM002, &ITM003, &ITM004, &JOB001, &JOB002, &JOB003, &JOB004, &MER001, &MER002, &MER003,
    &MER004, &MER005, &MER006, &MER007, &MER008, &MER009, &MER010, &RTE001, &RTE002, &RTE003,
    &SET001, &SET002, &SET003, &SHT001, &SHT002, &SHT003, &SHT004, &SHT005, &SHT006, &SHT007,
    &SHT008, &SHT009, &SHT010, &SHT011, &SHT012, &SHT013, &SHT014, &SHT015, &SHT016, &SHT017,
    &STM001, &STM002, &STM003, &TAG001, &TAG002, &TAG003, &TRD001, &TRD002, &TRD003,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::Test;

    #[test]
    fn ordered_by_code_and_raised_by_stages() {
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(ALL.iter().all(|rule| matches!(rule.test, Test::Stage)));
    }
}
