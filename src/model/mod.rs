//! The plain data every stage reads and writes: where a value stands, the columnar tables, the
//! rules and what they find, and the plan. Nothing here opens a file or decides anything.

pub mod bill;
pub(crate) mod checklist;
pub(crate) mod declared_encoding;
pub(crate) mod field;
pub(crate) mod fix_sheet;
pub(crate) mod guide_sheet;
pub(crate) mod ingested;
mod keyed;
pub(crate) mod kind;
mod level;
pub(crate) mod limits;
pub(crate) mod modify;
pub mod place;
pub(crate) mod plan;
pub(crate) mod progress;
pub(crate) mod raw;
pub(crate) mod reconciled;
mod related;
pub(crate) mod requirement;
mod route;
pub mod rule;
pub mod sentence;
pub(crate) mod settlement;
pub(crate) mod statement;
pub mod table;
pub mod totals;

pub use bill::{BillDay, BillFile, BillStore};
pub use declared_encoding::DeclaredEncoding;
pub use field::{Field, FieldSet, Form, Privacy};
pub use ingested::{
    Evidence, HeaderCell, Ingested, InputFile, Meaning, Proposal, SheetRead, Tables, TextRead,
};
pub use kind::Kind;
pub use level::{Blocks, Level};
pub use limits::Limits;
pub(crate) use modify::StoreAndRecord;
pub use place::{Place, Source, Sources};
pub use plan::{Disposition, M4State, Plan, SkuPlan, StorePlan};
pub use progress::{Party, Step, StoreProgress, StoreStage, Task, TaskState};
pub use raw::{Merged, RawSheet};
pub use reconciled::{Comparison, Reconciled, Verdict};
pub use related::{Note, Related};
pub use requirement::Requirement;
pub use route::Route;
pub use rule::{Finding, Rule, Text};
pub use settlement::{Settlement, SettlementAccount, SettlementDay, SettlementVerdict};
pub use statement::{Agreement, StatementRead};
pub use table::{CellKind, Column, Row, Table};
pub use totals::Totals;

pub use crate::value::Lang;
