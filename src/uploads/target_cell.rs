//! The text of one cell of an upload made of a table's rows: a field as the target wants it written, a
//! fixed text, or something only the plan knows.

use std::borrow::Cow;

use super::bodies::onboarding_body;
use super::{batch, target};
use crate::config::UploadLayout;
use crate::config::upload::{Content, Fact, Shape, UploadColumn};
use crate::model::{CellKind, Field, Form, Kind, Route, Row, Table};
use crate::uploads::UploadInput;
use crate::value::{business_hours, date, moment, money, name, phone, region};

/// Longest text of an Excel cell, in characters.
pub(crate) const CELL: usize = 32_767;

/// Most telephones a list of them has (help.koubei.com, knowledge 201602147040).
pub(crate) const PHONES: usize = 5;

/// The cells of one upload.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'r, 'a> {
    input: &'r UploadInput<'a>,
    table: &'a Table,
    pub layout: &'r UploadLayout,
}

impl<'r, 'a> Cells<'r, 'a> {
    pub(crate) fn of(input: &'r UploadInput<'a>, layout: &'r UploadLayout) -> Cells<'r, 'a> {
        let tables = &input.ingested.tables;
        let table = match target::kind(layout) {
            Kind::Skus => &tables.skus,
            _ => &tables.stores,
        };
        Cells {
            input,
            table,
            layout,
        }
    }

    /// The text as it is written; `None` when what is given cannot be written so.
    pub(crate) fn text<'c>(&self, row: usize, column: &'c UploadColumn) -> Option<Cow<'c, str>>
    where
        'a: 'c,
    {
        let text = match &column.content {
            Content::Value(text) => Cow::Borrowed(text.as_str()),
            Content::Fact(fact) => self.fact(row, *fact),
            // Body columns are filled from bodies.
            Content::Body(_) => Cow::Borrowed(""),
            Content::Field(field) => match self.field(row, column)? {
                _ if *field == Field::OrgPid && self.table.kind == Kind::Stores => {
                    batch::acquirer(self.input, row).into()
                }
                text => text,
            },
        };
        if text.is_empty() {
            return Some(text);
        }
        if !column.words.is_empty() {
            let word = column.words.iter().find(|(ours, _)| *ours == text);
            return word.map(|(_, theirs)| Cow::Borrowed(theirs.as_str()));
        }
        match column.shape {
            None => Some(text),
            Some(shape) => shaped(&text, shape, &column.forever).map(Cow::Owned),
        }
    }

    /// The first of the column's fields that the row has; `None` when a formula's error stands there.
    fn field(&self, row: usize, column: &UploadColumn) -> Option<Cow<'a, str>> {
        let row = self.table.row(row);
        let fields = || column.fields.iter().copied();
        // Even of none something may be shown: the city of a province without cities.
        let given = fields().find(|field| row.has(*field));
        match given.or(fields().next()) {
            None => Some("".into()),
            Some(field) if row.kind(field) == CellKind::Error => None,
            Some(field) => Some(shown(row, field)),
        }
    }

    fn fact(&self, row: usize, fact: Fact) -> Cow<'a, str> {
        let input = self.input;
        let (plan, matched) = (&input.plan.stores[row], &input.reconciled.stores[row]);
        let store = input.ingested.tables.stores.row(row);
        let smid = || onboarding_body::smid(store, matched, &input.ingested.tables.merchants);
        let day = |day: Option<time::Date>| day.map(date::format).unwrap_or_default();
        match fact {
            Fact::Smid => smid().unwrap_or_default(),
            Fact::Role if matched.route == Route::Direct => store.text(Field::Pid).into(),
            Fact::Role => smid().unwrap_or_default(),
            Fact::LastTrade => {
                let last = matched.last_trade;
                day(last.and_then(|julian| time::Date::from_julian_day(julian).ok())).into()
            }
            Fact::TradeBy => day(plan.progress.trade_by).into(),
            Fact::BindFrom => plan
                .progress
                .bind_from
                .map(moment::format)
                .unwrap_or_default()
                .into(),
        }
    }
}

/// A field as people write it: names of regions, amounts with two decimals, brackets as in the sheet.
pub(crate) fn shown(row: Row<'_>, field: Field) -> Cow<'_, str> {
    let text = row.text(field);
    match field.spec().form {
        Form::Region if field == Field::City && has_no_cities(row) => shown(row, Field::Province),
        Form::Region => region_name(row, text).into(),
        Form::Money => match money::parse_fen(text) {
            Some(fen) => money::format_fen(fen).into(),
            None => text.into(),
        },
        Form::Name => onboarding_body::as_written(row, field),
        _ => text.into(),
    }
}

/// Whether the province is its own city, as its code is for the interface: 香港特别行政区, whatever the
/// sheet has for a city of it.
fn has_no_cities(row: Row<'_>) -> bool {
    let city = row.text(Field::City);
    let [province, district] = [Field::Province, Field::District].map(|field| row.text(field));
    region::name(city).is_none()
        && region::resolve(province, city, district).city == region::Part::NotNeeded
}

/// The name a form has in its list: a municipality is its own city (上海市, not 市辖区), and a county
/// under no city stands in for one (济源市, not 省直辖县级行政区划).
fn region_name<'a>(row: Row<'a>, text: &'a str) -> &'a str {
    match region::name(text) {
        None => text,
        Some(name @ ("市辖区" | "县")) => {
            let above = region::parent(text).and_then(region::name);
            above.unwrap_or(name)
        }
        Some(name) if name.ends_with("直辖县级行政区划") => {
            region::name(row.text(Field::District)).unwrap_or(name)
        }
        Some(name) => name,
    }
}

fn shaped(text: &str, shape: Shape, forever: &str) -> Option<String> {
    match shape {
        Shape::HalfWidth => {
            let folded = name::fold_width(text);
            Some(
                folded
                    .chars()
                    .filter(|char| !char.is_whitespace())
                    .collect(),
            )
        }
        Shape::Hours => business_hours::week(text).map(|week| business_hours::week_text(&week)),
        Shape::Phones => {
            let several = phone::several(text);
            match several.len() {
                0 => Some(text.to_owned()),
                count => (count <= PHONES).then(|| several.join(",")),
            }
        }
        Shape::Fen => money::parse_fen(text).map(|fen| fen.to_string()),
        Shape::Date if text == date::FOREVER => Some(forever.to_owned()),
        Shape::Date => date::parse(text).map(date::format),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::RowOrigin;
    use crate::model::{CellKind, Column};

    #[test]
    fn regions_go_by_the_names_forms_have() {
        for (codes, names) in [
            (
                ["330000", "330100", "330106"],
                ["浙江省", "杭州市", "西湖区"],
            ),
            (
                ["310000", "310100", "310101"],
                ["上海市", "上海市", "黄浦区"],
            ),
            (
                ["500000", "500200", "500229"],
                ["重庆市", "重庆市", "城口县"],
            ),
            (
                ["410000", "419000", "419001"],
                ["河南省", "济源市", "济源市"],
            ),
            (["440000", "441900", ""], ["广东省", "东莞市", ""]),
            (
                ["810000", "", "810001"],
                ["香港特别行政区", "香港特别行政区", "中西区"],
            ),
            (
                ["810000", "香港", "810001"],
                ["香港特别行政区", "香港特别行政区", "中西区"],
            ),
            (
                ["420000", "429000", ""],
                ["湖北省", "省直辖县级行政区划", ""],
            ),
        ] {
            let fields = [Field::Province, Field::City, Field::District];
            let mut table = Table::new(Kind::Stores);
            table.origins.push(RowOrigin { source: 0, row: 2 });
            for (field, code) in fields.into_iter().zip(codes) {
                let mut column = Column::default();
                column.push(code, CellKind::Text);
                table.set_column(field, column);
            }
            assert_eq!(fields.map(|field| shown(table.row(0), field)), names);
        }
    }
}
