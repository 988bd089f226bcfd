//! The plain data every stage reads and writes: where a value stands, the columnar tables, the
//! rules and what they find, and the plan. Nothing here opens a file or decides anything.

pub mod bill;
pub(crate) mod checklist;
pub(crate) mod declared_encoding;
pub(crate) mod field;
pub mod finding;
pub(crate) mod fix_sheet;
pub(crate) mod guide_sheet;
pub(crate) mod ingested;
pub(crate) mod kind;
pub(crate) mod limits;
pub(crate) mod modify;
pub mod place;
pub(crate) mod plan;
pub(crate) mod progress;
pub(crate) mod raw;
pub(crate) mod reconciled;
pub(crate) mod requirement;
pub mod rule;
pub(crate) mod settlement;
pub(crate) mod statement;
pub(crate) mod store_record;
pub mod table;
pub mod totals;

pub use bill::{BillDay, BillFile, BillStore};
pub use declared_encoding::DeclaredEncoding;
pub use field::{Field, FieldSet, Form, Privacy};
pub use finding::{Finding, Note, Related};
pub use ingested::{
    Evidence, HeaderCell, Ingested, InputFile, Meaning, Proposal, SheetRead, Tables, TextRead,
};
pub use kind::Kind;
pub use limits::Limits;
pub use place::{Place, Source, Sources};
pub use plan::{Disposition, M4State, Plan, SkuPlan, StorePlan};
pub use progress::{Due, Life, Party, Stage, Step, Turn};
pub use raw::{Merged, RawSheet};
pub use reconciled::{Comparison, Reconciled, Route, Verdict};
pub use requirement::Requirement;
pub use rule::{Blocks, Lang, Level, Rule, Text};
pub use settlement::{Settlement, SettlementAccount, SettlementDay, SettlementVerdict};
pub use statement::{Agreement, StatementRead};
pub(crate) use store_record::StoreRecord;
pub use table::{CellKind, Column, Row, Table};
pub use totals::Totals;
