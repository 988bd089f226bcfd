//! Longitude and latitude in decimal degrees, kept as whole micro-degrees.
//!
//! Text in, an integer out, so that equal coordinates are equal whatever a float would make of them.
//! Six decimals are about 0.1 m; Alipay's store interface takes no more.

/// Micro-degrees in a degree.
const MICRO: i64 = 1_000_000;

/// Mainland China, its islands included, in micro-degrees.
const LONGITUDES: std::ops::RangeInclusive<i64> = 73_400_000..=135_100_000;
const LATITUDES: std::ops::RangeInclusive<i64> = 3_800_000..=53_600_000;

/// Reads signed decimal degrees as micro-degrees; decimals beyond the sixth are cut off.
///
/// `None` for anything but digits with one optional point and sign, and beyond ±180 degrees.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = body.split_once('.').unwrap_or((body, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=3).contains(&whole.len()) || decimals.is_empty() || !digits(whole) || !digits(decimals)
    {
        return None;
    }
    let padded = decimals.bytes().chain(std::iter::repeat(b'0')).take(6);
    let micro = whole
        .bytes()
        .chain(padded)
        .fold(0, |number, byte| number * 10 + i64::from(byte - b'0'));
    let micro = if negative { -micro } else { micro };
    (micro.abs() <= 180 * MICRO).then_some(micro)
}

/// Whether a point in micro-degrees lies in the box around China: 73.4–135.1 E, 3.8–53.6 N.
pub(crate) fn in_china(longitude: i64, latitude: i64) -> bool {
    LONGITUDES.contains(&longitude) && LATITUDES.contains(&latitude)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degrees() {
        for (text, micro) in [
            ("120.123456", 120_123_456),
            ("120.1234569", 120_123_456),
            ("30.2", 30_200_000),
            ("30", 30_000_000),
            ("-0.000001", -1),
            ("+180", 180_000_000),
        ] {
            assert_eq!(parse(text), Some(micro), "{text}");
        }
        for text in [
            "",
            ".",
            "-",
            "1.",
            ".5",
            "1.2.3",
            "180.000001",
            "1234",
            "120°",
            "1e2",
            "东经",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn swapped_coordinates_leave_china() {
        assert!(in_china(120_123_456, 30_200_000));
        assert!(!in_china(30_200_000, 120_123_456));
        assert!(!in_china(0, 0));
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "\\PC*|[0-9.+-]{0,12}") {
            let _ = parse(&text);
        }
    }
}
