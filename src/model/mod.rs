//! The plain data every stage reads and writes: where a value stands, the columnar tables, the
//! rules and what they find, and the plan. Nothing here opens a file or decides anything.

pub mod bill;
pub mod checklist;
pub mod declared_encoding;
pub mod field;
pub mod finding;
pub mod fix_sheet;
pub mod guide_sheet;
pub mod ingested;
pub mod kind;
pub mod limits;
pub mod modify;
pub mod place;
pub mod plan;
pub mod progress;
pub mod raw;
pub mod reconciled;
pub mod requirement;
pub mod rule;
pub mod settlement;
pub mod statement;
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
pub use table::{CellKind, Column, Row, Table};
pub use totals::Totals;
