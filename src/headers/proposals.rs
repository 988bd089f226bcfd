//! What a column nobody reads might hold: its header beside the layout's headers, its cells beside
//! the forms only some fields have. Out come proposals with a score and a reason; nothing is taken
//! before a person accepts it, and a tie proposes nothing.

use super::evidence;
use super::evidence::Said;
use super::header_qualifiers;
use super::located::Unread;
use crate::config::maps::plain;
use crate::config::{SheetLayout, fold_header, similarity};
use crate::model::{CellKind, Evidence, Field, Finding, HeaderCell, Lang, Meaning, Proposal};

/// Rows sampled, columns looked at, and characters compared of a header or kept of a cell.
const ROWS: usize = 200;
const COLUMNS: usize = 256;
const LETTERS: usize = 64;

/// The lowest score worth saying, and the lead a proposal needs over the next.
const LEAST: u8 = 60;
const LEAD: u8 = 5;
/// The lowest resemblance that counts as a reason.
const RESEMBLES: u8 = 60;
/// Taken off when not one cell has the form its field must have.
const CONTRADICTED: u8 = 25;

/// Cells of the columns nobody reads, from the first rows of the data.
#[derive(Debug, Default)]
pub(crate) struct Samples {
    rows: usize,
    columns: Vec<(u16, Vec<String>)>,
}

impl Samples {
    /// Nothing yet, of the columns whose header stands for no field.
    pub(crate) fn of(unread: &[Unread]) -> Samples {
        let unknown = unread.iter().filter(|u| u.taken.is_none());
        let columns = unknown.take(COLUMNS).map(|u| (u.column, Vec::new()));
        Samples {
            rows: 0,
            columns: columns.collect(),
        }
    }

    /// Takes a row's cells: column, kind, text.
    pub(crate) fn take<'a>(&mut self, cells: impl Iterator<Item = (u16, CellKind, &'a str)>) {
        if self.rows >= ROWS || self.columns.is_empty() {
            return;
        }
        self.rows += 1;
        for (column, _, text) in cells.filter(|(_, _, text)| !text.trim().is_empty()) {
            if let Ok(at) = self.columns.binary_search_by_key(&column, |(c, _)| *c) {
                self.columns[at]
                    .1
                    .push(text.trim().chars().take(LETTERS).collect());
            }
        }
    }

    fn get(&self, column: u16) -> Vec<String> {
        let found = self.columns.iter().find(|(c, _)| *c == column);
        found.map(|(_, cells)| cells.clone()).unwrap_or_default()
    }
}

/// Adds to a sheet what its unread columns might hold: to the cells of its header, and to the findings
/// about them. `columns` are those that are read.
pub(crate) fn answer(
    header: &mut [HeaderCell],
    findings: &mut [Finding],
    columns: &[(Field, u16)],
    samples: &Samples,
    layout: &SheetLayout,
) {
    let held = |field: &Field| columns.iter().any(|(f, _)| f == field);
    let free: Vec<Field> = layout.fields().into_iter().filter(|f| !held(f)).collect();
    let unknown = header
        .iter()
        .filter(|c| c.meaning == Meaning::Unknown(None));
    let unread: Vec<(u16, &str)> = unknown
        .take(COLUMNS)
        .map(|c| (c.column, &c.text[..]))
        .collect();
    for (column, proposal) in propose(&unread, &free, &|c| samples.get(c), layout) {
        for finding in findings.iter_mut() {
            if finding.rule.code == "SHT002" && finding.place.column == Some(column) {
                name(finding, &proposal);
            }
        }
        if let Some(cell) = header.iter_mut().find(|c| c.column == column) {
            cell.meaning = Meaning::Unknown(Some(proposal));
        }
    }
}

/// Lets a finding name the nearest field.
fn name(finding: &mut Finding, proposal: &Proposal) {
    let (field, why) = (proposal.field, &proposal.evidence);
    let label = |lang| field.label(lang).to_owned();
    finding.fix = Some(field.key().to_owned());
    finding.args = vec![
        label(Lang::Zh),
        label(Lang::En),
        proposal.score.to_string(),
        why.text(Lang::Zh),
        why.text(Lang::En),
        plain(&finding.found),
    ];
}

/// The field each unread column most likely holds, among those that are free, in column order. A
/// column for which two fields, or a field for which two columns, speak about as loudly has none.
pub(crate) fn propose(
    unread: &[(u16, &str)],
    free: &[Field],
    samples: &dyn Fn(u16) -> Vec<String>,
    layout: &SheetLayout,
) -> Vec<(u16, Proposal)> {
    let aliases: Vec<Alias> = layout
        .aliases()
        .filter(|(_, field)| free.contains(field))
        .map(|(text, field)| Alias {
            text,
            folded: fold_header(text),
            field,
        })
        .collect();
    let mut proposals: Vec<(u16, Proposal)> = Vec::new();
    for (column, header) in unread {
        let cells = samples(*column);
        if evidence::are_links(&cells) {
            continue;
        }
        let said = evidence::said(&cells);
        let all = free
            .iter()
            .filter_map(|field| weigh(*field, &fold_header(header), &said, &aliases));
        proposals.extend(clear(all.collect(), |p| p.score).map(|proposal| (*column, proposal)));
    }
    let rivals = |field: Field| {
        proposals
            .iter()
            .filter(move |(_, p)| p.field == field)
            .cloned()
            .collect()
    };
    let winners = free
        .iter()
        .filter_map(|field| clear(rivals(*field), |(_, p): &(u16, Proposal)| p.score));
    let mut winners: Vec<_> = winners.collect();
    winners.sort_by_key(|(column, _)| *column);
    winners
}

struct Alias<'a> {
    text: &'a str,
    folded: String,
    field: Field,
}

/// The best, when it leads the next clearly.
fn clear<T>(mut all: Vec<T>, score: impl Fn(&T) -> u8) -> Option<T> {
    all.sort_by_key(|one| std::cmp::Reverse(score(one)));
    let tied = all.len() > 1 && score(&all[0]) - score(&all[1]) < LEAD;
    (!tied).then(|| all.into_iter().next())?
}

/// What header and cells say of a field together; `None` when it is not worth saying.
fn weigh(field: Field, header: &str, said: &[Said], aliases: &[Alias]) -> Option<Proposal> {
    if !header_qualifiers::allow(header, field) {
        return None;
    }
    let (resemblance, text) = resembling(field, header, aliases);
    let said = said.iter().find(|said| said.field == field && said.of > 0);
    let (cells, fit, of) = said.map_or((0, 0, 0), |said| (said.score, said.fit, said.of));
    let (score, evidence) = match (resemblance >= RESEMBLES, cells > 0) {
        (true, true) => {
            let rest = u32::from(100 - resemblance) * u32::from(cells) / 100;
            let header = text.to_owned();
            (resemblance + rest as u8, Evidence::Both { header, fit, of })
        }
        (true, false) => {
            let cost = if of > 0 && fit == 0 { CONTRADICTED } else { 0 };
            (
                resemblance.saturating_sub(cost),
                Evidence::Header(text.to_owned()),
            )
        }
        (false, _) => (cells, Evidence::Content { fit, of }),
    };
    (score >= LEAST).then_some(Proposal {
        field,
        score,
        evidence,
    })
}

/// The header of a field that a folded text resembles most; the first on a tie.
fn resembling<'a>(field: Field, header: &str, aliases: &[Alias<'a>]) -> (u8, &'a str) {
    if header.chars().count() > LETTERS {
        return (0, "");
    }
    let own = aliases.iter().filter(|alias| alias.field == field);
    own.map(|alias| (similarity(header, &alias.folded), alias.text))
        .fold(
            (0, ""),
            |best, next| if next.0 > best.0 { next } else { best },
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layouts;

    const LICENCE: &str = "91330106MA2H1ABC7U";

    /// Columns (header, cells) of a store sheet that lacks these fields → `column field score reason`.
    fn proposals(columns: &[(&str, &[&str])], free: &[Field]) -> Vec<String> {
        let sheets = Layouts::load(None).expect("built in").sheets;
        let stores = sheets.iter().find(|l| l.name == "stores").expect("stores");
        let unread: Vec<(u16, &str)> = (0u16..)
            .zip(columns.iter().map(|(header, _)| *header))
            .collect();
        let samples = |column: u16| {
            columns[usize::from(column)]
                .1
                .iter()
                .map(|c| (*c).to_owned())
                .collect()
        };
        let told = |(column, p): (u16, Proposal)| {
            format!(
                "{column} {} {} {}",
                p.field.key(),
                p.score,
                p.evidence.text(Lang::En)
            )
        };
        propose(&unread, free, &samples, stores)
            .into_iter()
            .map(told)
            .collect()
    }

    #[test]
    fn a_header_and_its_cells() {
        let free = [Field::BusinessLicense, Field::LegalName, Field::StoreName];
        assert_eq!(
            proposals(&[("统一社会信用代吗", &[])], &free),
            ["0 business_license 86 resembles `统一社会信用代码`"]
        );
        assert_eq!(
            proposals(&[("代吗", &[LICENCE; 3])], &free),
            ["0 business_license 90 3 of 3 cells fit"]
        );
        let mixed: &[&str] = &[LICENCE, LICENCE, LICENCE, LICENCE, "无"];
        let both = "0 business_license 96 resembles `统一社会信用代码`, 4 of 5 cells fit";
        assert_eq!(proposals(&[("统一社会信用代吗", mixed)], &free), [both]);
        let against = "0 business_license 61 resembles `统一社会信用代码`";
        assert_eq!(
            proposals(&[("统一社会信用代吗", &["甲", "乙"])], &free),
            [against]
        );
    }

    #[test]
    fn ties_are_never_proposed() {
        let pids: &[&str] = &["2088000000000001"; 3];
        assert_eq!(
            proposals(&[("号码", pids)], &[Field::Pid, Field::Smid]),
            Vec::<String>::new()
        );
        assert_eq!(
            proposals(&[("号码", pids)], &[Field::Smid]),
            ["0 smid 70 3 of 3 cells fit"]
        );
        let mobiles: &[&str] = &["13800138000"; 3];
        let two = [("甲号", mobiles), ("乙号", mobiles)];
        assert_eq!(
            proposals(&two, &[Field::ContactMobile]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn another_persons_number_is_no_proposal() {
        let free: Vec<Field> = Field::all().collect();
        let ids: &[&str] = &["330106199003074525"; 3];
        for header in [
            "受益人身份证号",
            "联系人身份证号码",
            "法人手机号1",
            "营业执照照片",
            "微信账号",
            "支付宝结算账号",
        ] {
            assert_eq!(
                proposals(&[(header, ids)], &free),
                Vec::<String>::new(),
                "{header}"
            );
        }
    }

    #[test]
    fn the_first_rows_are_sampled() {
        let unread = |column, taken| Unread {
            column,
            header: String::new(),
            taken,
        };
        let mut samples = Samples::of(&[
            unread(1, None),
            unread(2, Some(Field::Mcc)),
            unread(4, None),
        ]);
        for row in 0..ROWS + 5 {
            let text = row.to_string();
            let cells = [(0, "x"), (1, &text[..]), (2, "y"), (4, " ")];
            samples.take(cells.into_iter().map(|(c, t)| (c, CellKind::Text, t)));
        }
        assert_eq!(samples.get(1).len(), ROWS);
        assert_eq!(samples.get(1)[..2], ["0", "1"]);
        assert_eq!((samples.get(2).len(), samples.get(4).len()), (0, 0));
    }
}
