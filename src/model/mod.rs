//! The plain data every stage reads and writes: where a value stands, the columnar tables, the
//! rules and what they find, and the plan. Nothing here opens a file or decides anything.

pub mod bill;
pub mod checklist;
pub mod field;
pub mod finding;
pub mod guide;
pub mod ingested;
pub mod kind;
pub mod life;
pub mod modify;
pub mod place;
pub mod plan;
pub mod raw;
pub mod reconciled;
pub mod record;
pub mod requirement;
pub mod rule;
pub mod settlement;
pub mod stage_rules;
pub mod statement;
pub mod table;
pub mod totals;

pub use bill::{BillDay, BillFile, BillStore};
pub use field::{Field, FieldSet, Form, Privacy};
pub use finding::{Finding, Note, Related};
pub use ingested::{
    Evidence, HeaderCell, Ingested, InputFile, Meaning, Proposal, SheetRead, Tables, TextRead,
};
pub use kind::Kind;
pub use life::{Due, Life, Party, Stage, Step, Turn};
pub use place::{Place, Source, Sources};
pub use plan::{Disposition, M4State, Plan, SkuPlan, StorePlan};
pub use raw::{Merged, RawSheet};
pub use reconciled::{Comparison, Reconciled, Route, Verdict};
pub use requirement::Requirement;
pub use rule::{Blocks, Lang, Level, Rule, Text};
pub use settlement::{Settlement, SettlementAccount, SettlementDay, SettlementVerdict};
pub use statement::{Agreement, StatementRead};
pub use table::{CellKind, Column, Row, Table};
pub use totals::Totals;
