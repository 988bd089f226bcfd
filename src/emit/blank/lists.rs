//! The drop-down lists of a blank workbook: short ones stand in the rule of the cell, provinces, cities and
//! districts in a sheet of their own, each list made from what was chosen to the left of it. A warning, never
//! a refusal: other spellings are understood as well.

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format, Formula, Worksheet, XlsxError,
};

use super::columns::Blank;
use crate::model::{Field, Lang, guide_sheet};
use crate::value::region;

/// The first and the last row with lists, counted from 0: 5,000 rows below the header.
const ROWS: (u32, u32) = (1, 5000);

/// Columns of the sheet of regions, by their letters; data from row 2.
const PROVINCES: &str = "A";
const CITIES: [&str; 2] = ["C", "D"];
const DISTRICTS: [&str; 2] = ["F", "G"];

/// Between province and city, where districts are looked up.
const BETWEEN: char = '/';

/// What the sheet of regions is called.
pub(crate) fn sheet_name(lang: Lang) -> &'static str {
    lang.pick("省市区", "Regions")
}

/// Whether the workbook needs the sheet of regions.
pub(crate) fn has_regions(blank: &Blank) -> bool {
    blank.position(Field::Province).is_some()
}

/// What stands in the sheet of regions: each list by its place.
pub(crate) struct Regions {
    provinces: Vec<&'static str>,
    /// Province and city.
    cities: Vec<(&'static str, &'static str)>,
    /// `省/市` and district.
    districts: Vec<(String, &'static str)>,
}

impl Regions {
    pub(crate) fn new() -> Regions {
        let all = region::choices();
        let mut provinces: Vec<_> = all.iter().map(|c| c.province).collect();
        provinces.dedup();
        let mut cities: Vec<_> = all.iter().map(|c| (c.province, c.city)).collect();
        cities.dedup();
        let key = |c: &region::Choice| format!("{}{BETWEEN}{}", c.province, c.city);
        Regions {
            provinces,
            cities,
            districts: all.iter().map(|c| (key(c), c.district)).collect(),
        }
    }
}

/// Fills the sheet of regions.
pub(crate) fn fill_regions(
    page: &mut Worksheet,
    regions: &Regions,
    lang: Lang,
    head: &Format,
) -> Result<(), XlsxError> {
    let [zh, en] = guide_sheet::REGIONS;
    let [first, province, city, both, district] = lang.pick(zh, en);
    let labels = [first, "", province, city, "", both, district];
    for (column, label) in (0..).zip(labels) {
        page.set_column_width(column, if label.is_empty() { 3 } else { 24 })?;
        if !label.is_empty() {
            page.write_string_with_format(0, column, label, head)?;
        }
    }
    for (row, province) in (1..).zip(&regions.provinces) {
        page.write_string(row, 0, *province)?;
    }
    for (row, (province, city)) in (1..).zip(&regions.cities) {
        page.write_string(row, 2, *province)?;
        page.write_string(row, 3, *city)?;
    }
    for (row, (key, district)) in (1..).zip(&regions.districts) {
        page.write_string(row, 5, key)?;
        page.write_string(row, 6, *district)?;
    }
    page.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Puts the lists on their columns.
pub(crate) fn add(page: &mut Worksheet, blank: &Blank, regions: &Regions) -> Result<(), XlsxError> {
    for (at, column) in (0..).zip(&blank.columns) {
        let list = match region_formula(blank, column.field, regions) {
            Some(formula) => DataValidation::new().allow_list_formula(Formula::new(formula)),
            None if column.choices.is_empty() => continue,
            None => DataValidation::new().allow_list_strings(&column.choices)?,
        };
        let list = warned(list, blank.lang)?;
        page.add_data_validation(ROWS.0, at, ROWS.1, at, &list)?;
    }
    Ok(())
}

fn warned(list: DataValidation, lang: Lang) -> Result<DataValidation, XlsxError> {
    list.set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title(lang.pick("不在列表中", "Not in the list"))?
        .set_error_message(lang.pick(
            "这个值不在下拉列表中。写法不同也能识别；确定没有写错就选「是」。",
            "This is not in the list. Other spellings are understood as well; choose Yes if it is right.",
        ))
}

/// The list of a region column, as seen from the first row with lists.
fn region_formula(blank: &Blank, field: Field, regions: &Regions) -> Option<String> {
    let cell = |field| {
        let letters = column_number_to_name(blank.position(field)?);
        Some(format!("${letters}{}", ROWS.0 + 1))
    };
    let sheet = sheet_name(blank.lang);
    match field {
        Field::Province => {
            let last = regions.provinces.len() + 1;
            Some(format!("'{sheet}'!${PROVINCES}$2:${PROVINCES}${last}"))
        }
        Field::City => {
            let province = begins(&cell(Field::Province)?, "*");
            Some(part_of(sheet, CITIES, regions.cities.len(), &province))
        }
        Field::District => {
            let province = begins(&cell(Field::Province)?, &format!("*{BETWEEN}"));
            let both = format!("{province}&{}", begins(&cell(Field::City)?, "*"));
            Some(part_of(sheet, DISTRICTS, regions.districts.len(), &both))
        }
        _ => None,
    }
}

/// The pattern of a cell and what follows it: 浙江 finds 浙江省 as well. An empty cell finds nothing rather
/// than everything.
fn begins(cell: &str, rest: &str) -> String {
    format!("{cell}&IF({cell}=\"\",\"-\",\"{rest}\")")
}

/// The stretch of the second column where the first, whose equal cells follow each other, fits the pattern.
fn part_of(sheet: &str, [keys, values]: [&str; 2], rows: usize, pattern: &str) -> String {
    let last = rows + 1;
    let keys = format!("'{sheet}'!${keys}$2:${keys}${last}");
    format!(
        "OFFSET('{sheet}'!${values}$2,MATCH({pattern},{keys},0)-1,0,COUNTIF({keys},{pattern}),1)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Only whole names are looked up where names are chosen: none is the beginning of another beside it,
    /// or a list would run into the next city's.
    #[test]
    fn no_name_begins_another() {
        let regions = Regions::new();
        let mut siblings: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        siblings.insert("", regions.provinces);
        for (province, city) in regions.cities {
            siblings.entry(province).or_default().push(city);
        }
        for names in siblings.values() {
            for name in names {
                let found = names.iter().filter(|other| other.starts_with(name));
                assert_eq!(found.count(), 1, "{name}");
            }
        }
    }
}
