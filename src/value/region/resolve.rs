//! Province, city and district as a sheet names them, resolved to division codes.
//!
//! In go three texts, names with or without their suffix or six-digit codes; out comes a verdict for
//! each. The rows the statistical list adds, 市辖区 under municipalities and 省直辖县级行政区划, are
//! never written by users and are seen straight through.

use super::index::{COUNTRY, RegionIndex, index, read_code};

/// What one of the three texts turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The code of a current division.
    Code([u8; 6]),
    /// No division, current or retired, is called so, or several are and nothing decides.
    Unknown,
    /// A current division, but under another parent than the sheet says.
    Elsewhere {
        code: [u8; 6],
        parent: [u8; 6],
    },
    /// A division that is no more.
    Retired([u8; 6]),
    Empty,
    /// There is no division at this level: districts of 东莞, cities of Hong Kong.
    NotNeeded,
}

/// The verdicts on province, city and district.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Resolution {
    pub province: Part,
    pub city: Part,
    pub district: Part,
}

/// A verdict and the division to search the next level in, which a misplaced city has as well.
#[derive(Clone, Copy)]
struct Step {
    part: Part,
    scope: Option<u32>,
}

/// Prefecture-level cities whose district may be left empty although 嘉峪关 lists one.
const WITHOUT_DISTRICTS: [u32; 4] = [441_900, 442_000, 460_400, 620_200];

/// Provinces without a prefecture level: Taiwan, Hong Kong, Macau.
const WITHOUT_CITIES: [u32; 3] = [710_000, 810_000, 820_000];

/// Resolves the three columns of an address; texts are canonical region names.
///
/// An unresolved level does not spoil those below it: they are searched one level up, and a name that
/// is unique there still gets its code.
pub(crate) fn resolve(province: &str, city: &str, district: &str) -> Resolution {
    let index = index();
    let top = resolve_province(index, province);
    // A municipality in the city column serves as the province that is missing.
    let scope = top.scope.or_else(|| index.child(COUNTRY, city));
    let middle = resolve_city(index, scope, city, district);
    let district = match county_as_city(index, scope, city, district) {
        Some(county) => found(county).part,
        None => resolve_district(index, scope, middle.scope, district),
    };
    Resolution {
        province: top.part,
        city: middle.part,
        district,
    }
}

fn resolve_province(index: &RegionIndex, text: &str) -> Step {
    if text.is_empty() {
        return step(Part::Empty);
    }
    let named = index.child(COUNTRY, text);
    let coded = read_code(text).filter(|code| code % 10_000 == 0);
    match named.or(coded.filter(|code| index.current(*code).is_some())) {
        Some(code) => found(code),
        None => step(Part::Unknown),
    }
}

fn resolve_city(index: &RegionIndex, province: Option<u32>, text: &str, district: &str) -> Step {
    if let Some(province) = province
        && (text.is_empty() || is_through(text) || index.child(COUNTRY, text) == Some(province))
        && let Some(step) = through_city(index, province, text, district)
    {
        return step;
    }
    if text.is_empty() {
        return step(Part::Empty);
    }
    if let Some(code) = read_code(text) {
        return by_code(index, code, province, |code| {
            code % 100 == 0 && code % 10_000 != 0
        });
    }
    if let Some(code) = province.and_then(|province| index.child(province, text)) {
        return found(code);
    }
    if let Some((through, _)) = province.and_then(|code| through_child(index, code, text)) {
        return found(through);
    }
    let cities = index.named(text).iter().copied();
    let cities = cities.filter(|code| code % 100 == 0 && code % 10_000 != 0);
    let retired = index.retired_named(text).iter().copied();
    let retired = retired.filter(|code| code % 100 == 0);
    by_candidates(
        index,
        cities,
        retired,
        &[province.map(|code| (code, 10_000))],
    )
}

/// The city of a municipality, or of a county directly under its province, when the sheet leaves it
/// out; `None` when this province has ordinary cities and the text must name one.
fn through_city(index: &RegionIndex, province: u32, text: &str, district: &str) -> Option<Step> {
    if WITHOUT_CITIES.contains(&province) {
        return Some(Step {
            part: Part::NotNeeded,
            scope: Some(province),
        });
    }
    let of_district = through_child(index, province, district).map(|(through, _)| through);
    let municipal = is_through_row(index, province + 100).then_some(province + 100);
    let counties = is_through_row(index, province + 9_000).then_some(province + 9_000);
    let counties = counties.filter(|_| is_through(text));
    of_district.or(municipal).or(counties).map(found)
}

/// The county in the city column, as in 湖北省 + 仙桃市, when the district repeats it or is empty.
fn county_as_city(
    index: &RegionIndex,
    province: Option<u32>,
    city: &str,
    district: &str,
) -> Option<u32> {
    let province = province?;
    if city.is_empty() || index.child(province, city).is_some() {
        return None;
    }
    let (through, county) = through_child(index, province, city)?;
    let same = district.is_empty() || index.child(through, district) == Some(county);
    same.then_some(county)
}

fn resolve_district(
    index: &RegionIndex,
    province: Option<u32>,
    city: Option<u32>,
    text: &str,
) -> Part {
    let childless = city.is_some_and(|city| is_childless(index, city));
    if text.is_empty() {
        return if childless {
            Part::NotNeeded
        } else {
            Part::Empty
        };
    }
    if let Some(code) = read_code(text) {
        return by_code(index, code, city, |code| code % 100 != 0).part;
    }
    if let Some(code) = city.and_then(|city| index.child(city, text)) {
        return found(code).part;
    }
    let is_township = text.ends_with("镇") || text.ends_with("街道") || text.ends_with("乡");
    let is_city = || {
        city.and_then(|city| index.current(city))
            .is_some_and(|city| city.name == text)
    };
    if childless && (is_township || is_city()) {
        return Part::NotNeeded;
    }
    let districts = index
        .named(text)
        .iter()
        .copied()
        .filter(|code| code % 100 != 0);
    let retired = index
        .retired_named(text)
        .iter()
        .copied()
        .filter(|code| code % 100 != 0);
    let within = [
        city.map(|city| (city, 100)),
        // A known city settles where the district belongs; only its province may still say which.
        city.or(province)
            .map(|code| (code / 10_000 * 10_000, 10_000)),
    ];
    if city.is_none() && province.is_none() {
        return by_candidates(index, districts, retired, &[None]).part;
    }
    // Without its city, a district that is unique in the province is in its place.
    if let (None, Some(province)) = (city, province) {
        let mut inside = districts
            .clone()
            .filter(|code| code / 10_000 == province / 10_000);
        if let (Some(code), None) = (inside.next(), inside.next()) {
            return found(code).part;
        }
    }
    by_candidates(index, districts, retired, &within).part
}

/// A verdict on divisions of the right name that are not children of the scope.
///
/// Goes through `within`, narrow to wide: a retired division inside it is meant before a current one
/// elsewhere. Without any scope a single current candidate is taken as meant.
fn by_candidates(
    index: &RegionIndex,
    current: impl Iterator<Item = u32> + Clone,
    retired: impl Iterator<Item = u32> + Clone,
    within: &[Option<(u32, u32)>],
) -> Step {
    let mut unscoped = current.clone();
    if within.iter().all(Option::is_none) {
        return match (unscoped.next(), unscoped.next()) {
            (Some(code), None) => found(code),
            (None, _) => retired.clone().next().map_or(step(Part::Unknown), gone),
            _ => step(Part::Unknown),
        };
    }
    for (scope, width) in within.iter().flatten() {
        let inside = |code: &u32| code / width == scope / width;
        if let Some(code) = current.clone().find(inside) {
            return elsewhere(index, code);
        }
        if let Some(code) = retired.clone().find(inside) {
            return gone(code);
        }
    }
    let (current, retired) = (unscoped.next(), retired.clone().next());
    match (current, retired) {
        (Some(code), _) => elsewhere(index, code),
        (None, Some(code)) => gone(code),
        (None, None) => step(Part::Unknown),
    }
}

/// A verdict on a code written in place of a name.
fn by_code(index: &RegionIndex, code: u32, parent: Option<u32>, is_level: fn(u32) -> bool) -> Step {
    match index.current(code) {
        Some(division) if is_level(code) => match parent {
            Some(parent) if parent != division.parent => elsewhere(index, code),
            _ => found(code),
        },
        None if is_level(code) && index.retired(code).is_some() => gone(code),
        _ => step(Part::Unknown),
    }
}

/// The row between a province and a division directly under it, and that division.
fn through_child(index: &RegionIndex, province: u32, name: &str) -> Option<(u32, u32)> {
    if name.is_empty() {
        return None;
    }
    [100, 200, 9_000].into_iter().find_map(|offset| {
        let through = province + offset;
        let child = match read_code(name) {
            Some(code) => {
                index
                    .current(code)
                    .filter(|division| division.parent == through)?
                    .code
            }
            None => index.child(through, name)?,
        };
        is_through_row(index, through).then_some((through, child))
    })
}

fn is_through_row(index: &RegionIndex, code: u32) -> bool {
    index
        .current(code)
        .is_some_and(|division| is_through(division.name))
}

pub(super) fn is_through(name: &str) -> bool {
    matches!(
        name,
        "市辖区" | "县" | "市辖县" | "直辖县" | "省直辖" | "省直辖县"
    ) || name.ends_with("直辖县级行政区划")
        || name.ends_with("直辖县级行政单位")
}

fn is_childless(index: &RegionIndex, city: u32) -> bool {
    WITHOUT_DISTRICTS.contains(&city) || !index.has_children(city)
}

fn step(part: Part) -> Step {
    Step { part, scope: None }
}

fn found(code: u32) -> Step {
    Step {
        part: Part::Code(bytes(code)),
        scope: Some(code),
    }
}

fn gone(code: u32) -> Step {
    step(Part::Retired(bytes(code)))
}

fn elsewhere(index: &RegionIndex, code: u32) -> Step {
    let parent = index
        .current(code)
        .map_or(COUNTRY, |division| division.parent);
    Step {
        part: Part::Elsewhere {
            code: bytes(code),
            parent: bytes(parent),
        },
        scope: Some(code),
    }
}

fn bytes(code: u32) -> [u8; 6] {
    let mut rest = code;
    let mut bytes = [b'0'; 6];
    for byte in bytes.iter_mut().rev() {
        *byte = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    bytes
}

#[cfg(test)]
mod tests;
