//! How far a city reaches: a box around its known towns, to tell a store's coordinates from those of
//! another city. The table is embedded from `templates/data` (its source beside it).
//!
//! In goes a city's code, out comes its box in micro-degrees. The boxes are rough and rather too wide.

use std::sync::LazyLock;

use super::index::read_code;
use crate::value::coordinate;

const TABLE: &str = include_str!("../../../templates/data/city_extents.csv");

/// About 100 km, in micro-degrees of latitude.
const MARGIN_LATITUDE: i64 = 900_000;
/// About 100 km, in micro-degrees of longitude at 50 degrees north; 145 km at 20 degrees.
const MARGIN_LONGITUDE: i64 = 1_400_000;

/// A box in micro-degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    pub west: i64,
    pub south: i64,
    pub east: i64,
    pub north: i64,
}

impl Extent {
    /// Whether a point in micro-degrees lies 100 km or more outside.
    pub(crate) fn is_far(&self, longitude: i64, latitude: i64) -> bool {
        let beyond =
            |at: i64, from: i64, to: i64, margin: i64| !(from - margin..=to + margin).contains(&at);
        beyond(longitude, self.west, self.east, MARGIN_LONGITUDE)
            || beyond(latitude, self.south, self.north, MARGIN_LATITUDE)
    }
}

/// The box of a prefecture-level city or a municipality; `None` for other and unknown codes.
pub(crate) fn extent(city: &str) -> Option<Extent> {
    static EXTENTS: LazyLock<Vec<(u32, Extent)>> = LazyLock::new(|| {
        let rows = TABLE.lines().skip(1).map(|line| line.split(','));
        let mut extents: Vec<_> = rows.filter_map(row).collect();
        extents.sort_by_key(|(code, _)| *code);
        extents
    });
    let code = read_code(city)?;
    let at = EXTENTS
        .binary_search_by_key(&code, |(code, _)| *code)
        .ok()?;
    Some(EXTENTS[at].1)
}

fn row(mut row: std::str::Split<'static, char>) -> Option<(u32, Extent)> {
    let code = read_code(row.next()?)?;
    let mut edge = || coordinate::parse(row.next()?);
    Some((
        code,
        Extent {
            west: edge()?,
            south: edge()?,
            east: edge()?,
            north: edge()?,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_box_around_a_current_city() {
        let mut rows = 0;
        for line in TABLE.lines().skip(1) {
            let (code, _) = line.split_once(',').expect("a code");
            let found = extent(code).expect(code);
            assert!(
                found.west < found.east && found.south < found.north,
                "{code}"
            );
            assert!(coordinate::in_china(found.west, found.south), "{code}");
            assert!(crate::value::region::parent(code).is_some(), "{code}");
            rows += 1;
        }
        assert_eq!(rows, 337);
    }

    #[test]
    fn far_and_near() {
        let hangzhou = extent("330100").expect("杭州");
        assert!(!hangzhou.is_far(120_155_000, 30_274_000), "its centre");
        assert!(
            !hangzhou.is_far(119_042_000, 29_609_000),
            "淳安, its far end"
        );
        assert!(!hangzhou.is_far(120_585_000, 31_299_000), "苏州, next door");
        assert!(hangzhou.is_far(116_407_000, 39_904_000), "北京");
        assert!(hangzhou.is_far(120_699_000, 27_994_000), "温州");
        let chongqing = extent("500200").expect("重庆");
        assert!(!chongqing.is_far(109_879_000, 31_075_000), "巫山");
        let yushu = extent("632700").expect("玉树");
        assert!(!yushu.is_far(95_800_000, 34_130_000), "曲麻莱");
        for none in ["330106", "330000", "419000", "杭州", ""] {
            assert_eq!(extent(none), None, "{none}");
        }
    }
}
