//! The first cells of each column of a sheet, below a row taken for its header, and what they say: which field they
//! fit, and which they cannot be. Looked at once for every layout.

use super::cell_forms;
use super::evidence;
use super::evidence::Support;
use super::head_row::HeadRow;
use crate::model::Field;
use crate::value::{phone, pid};

/// Fewer cells than these contradict nothing.
const FEW: usize = 3;

/// What the cells of one column say.
#[derive(Debug, Default)]
pub(crate) struct ColumnCells {
    support: Vec<Support>,
    /// Cells that are not blank and not masked, and how many of them have a form that only some fields have.
    plain: usize,
    forms: Vec<(Form, usize)>,
    pub has_links: bool,
    pub is_blank: bool,
    /// The cells are 1, 2, 3 …
    pub counts_rows: bool,
    /// Most values stand only once.
    pub is_unique: bool,
}

/// A form by which a cell says what it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Citizen,
    Licence,
    Mobile,
    Email,
    AlipayId,
}

const FORMS: [(Form, fn(&str) -> bool); 5] = [
    (Form::Citizen, cell_forms::is_citizen),
    (Form::Licence, cell_forms::is_credit_code),
    (Form::Mobile, phone::is_mobile),
    (Form::Email, pid::is_email),
    (Form::AlipayId, pid::is_pid),
];

/// The forms a field's cells may have; the others speak against it.
fn allowed(field: Field) -> &'static [Form] {
    use Field::{
        BusinessLicense, ContactEmail, ContactMobile, ContactPhone, CounterpartyAccount, LegalIdNo,
        LogonId, MerchantConfirmPid, OrderNo, OrgPid, Pid, ReceivingLogonId, Remark, ServicePhone,
        Smid, Source, StoreCode, Summary, TradeNo,
    };
    match field {
        LegalIdNo => &[Form::Citizen],
        BusinessLicense => &[Form::Licence],
        ContactMobile | ContactPhone | ServicePhone => &[Form::Mobile],
        ContactEmail => &[Form::Email],
        LogonId | ReceivingLogonId => &[Form::Mobile, Form::Email],
        Pid | Smid | OrgPid | Source | MerchantConfirmPid => &[Form::AlipayId],
        StoreCode | TradeNo | OrderNo => &[Form::AlipayId, Form::Mobile],
        CounterpartyAccount | Remark | Summary => &[
            Form::Citizen,
            Form::Licence,
            Form::Mobile,
            Form::Email,
            Form::AlipayId,
        ],
        _ => &[],
    }
}

impl ColumnCells {
    /// Those of a column.
    pub(crate) fn new(below: &[HeadRow], column: u16) -> ColumnCells {
        let cell = |row: &HeadRow| {
            let at = row.cells.binary_search_by_key(&column, |(c, _)| *c).ok()?;
            Some(row.cells[at].1.trim().to_owned())
        };
        let mut cells: Vec<String> = below.iter().filter_map(cell).collect();
        let is_blank = cells.is_empty();
        let has_links = evidence::are_links(&cells);
        // 3301**********1234 has the form of what it hides: it speaks neither for a field nor against it.
        cells.retain(|cell| !cell.contains(['*', '＊']));
        let forms = FORMS.iter().map(|(form, fits)| {
            let fits = cells.iter().filter(|cell| fits(&evidence::bare(cell)));
            (*form, fits.count())
        });
        let mut values: Vec<&String> = cells.iter().collect();
        values.sort_unstable();
        values.dedup();
        ColumnCells {
            forms: forms.collect(),
            support: evidence::support(&cells),
            plain: cells.len(),
            has_links,
            is_blank,
            counts_rows: counts_rows(&cells),
            is_unique: !cells.is_empty() && values.len() * 4 > cells.len() * 3,
        }
    }

    /// How much the cells speak for a field, 0 to 100.
    pub(crate) fn score(&self, field: Field) -> i32 {
        let own = self.support.iter().find(|s| s.field == field);
        own.map_or(0, |s| i32::from(s.score))
    }

    /// Whether a field has a form and not one cell has it.
    pub(crate) fn misses(&self, field: Field) -> bool {
        let own = self.support.iter().find(|s| s.field == field);
        own.is_some_and(|s| s.fit == 0 && usize::from(s.of) >= FEW)
    }

    /// Whether most cells are plainly something else than this field.
    pub(crate) fn contradicts(&self, field: Field) -> bool {
        if matches!(field, Field::FrontImage | Field::InsideImage) {
            return false;
        }
        let allowed = allowed(field);
        let others = self
            .forms
            .iter()
            .filter(|(form, _)| !allowed.contains(form));
        let most = others.map(|(_, count)| *count).max().unwrap_or(0);
        self.has_links || most >= FEW && most * 2 > self.plain
    }
}

fn counts_rows(cells: &[String]) -> bool {
    let numbers: Vec<u32> = cells.iter().map_while(|cell| cell.parse().ok()).collect();
    let steps = |pair: &[u32]| pair[0].checked_add(1) == Some(pair[1]);
    numbers.len() == cells.len() && numbers.len() > 1 && numbers.windows(2).all(steps)
}
