//! Where stores, licences and people come from: an excerpt of the national division list (`places.csv`) and one
//! rough point per province, around which shops are scattered. No real address is meant.

use super::rng::Rng;

pub struct Place {
    pub code: &'static str,
    pub province: &'static str,
    pub city: &'static str,
    pub district: &'static str,
}

/// Longitude and latitude inside the province, by the first two digits of the division code; cities far from there
/// come first, by four.
const POINTS: &[(&str, f64, f64)] = &[
    ("3203", 117.2, 34.3),
    ("3303", 120.6, 28.0),
    ("3601", 115.9, 28.7),
    ("3702", 120.3, 36.3),
    ("4402", 113.6, 24.8),
    ("4601", 110.2, 19.8),
    ("11", 116.4, 39.9),
    ("12", 117.2, 39.1),
    ("13", 114.9, 38.3),
    ("21", 123.0, 41.5),
    ("31", 121.4, 31.2),
    ("32", 119.3, 32.6),
    ("33", 120.2, 29.8),
    ("34", 117.2, 31.9),
    ("35", 118.3, 26.1),
    ("36", 115.9, 28.0),
    ("37", 118.0, 36.3),
    ("41", 113.6, 34.3),
    ("42", 113.3, 30.9),
    ("43", 112.5, 27.8),
    ("44", 113.5, 23.4),
    ("45", 108.4, 23.5),
    ("46", 109.8, 19.2),
    ("50", 107.3, 29.7),
    ("51", 104.0, 30.6),
    ("52", 106.7, 26.8),
    ("53", 102.4, 25.0),
    ("61", 108.8, 34.3),
    ("62", 103.9, 36.0),
    ("65", 87.5, 43.8),
];

/// Retired divisions that older IDs still carry: 崇文, 宣武, 下城, 江干.
pub const RETIRED: &[&str] = &["110103", "110104", "330103", "330104"];

/// A division code that neither the current nor the retired list knows.
pub const UNKNOWN: &str = "330199";

pub fn all() -> Vec<Place> {
    include_str!("places.csv")
        .lines()
        .skip(1)
        .map(place)
        .collect()
}

fn place(line: &'static str) -> Place {
    let mut cells = line.split(',');
    let mut next = || cells.next().expect("places.csv has four columns");
    Place {
        code: next(),
        province: next(),
        city: next(),
        district: next(),
    }
}

impl Place {
    /// 华东, the region of the second store sheet.
    pub fn is_east(&self) -> bool {
        ("31".."38").contains(&&self.code[..2])
    }

    /// A point near the city, with the six decimals the target allows.
    pub fn point(&self, rng: &mut Rng) -> (String, String) {
        let known = POINTS
            .iter()
            .find(|(prefix, ..)| self.code.starts_with(prefix));
        let &(_, longitude, latitude) = known.expect("every province of places.csv has a point");
        let mut around = |middle: f64| {
            format!(
                "{:.6}",
                middle + (rng.below(600_001) as f64 - 300_000.0) / 1e6
            )
        };
        (around(longitude), around(latitude))
    }

    /// The name people say: 杭州 for 杭州市.
    pub fn short_city(&self) -> &'static str {
        self.city.strip_suffix('市').unwrap_or(self.city)
    }
}
