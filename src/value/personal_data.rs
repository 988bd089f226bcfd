//! Numbers of persons where none belongs: an ID number in a store's name, a mobile in an address, a row of
//! data taken for a header. In goes any text, out comes the text with those numbers masked.

use std::borrow::Cow;

use super::mask::{MaskKind, mask_for_report};
use super::{bank_card, id_card, phone};

/// As many digits as the shortest of these numbers has.
const SHORTEST: usize = 11;

/// `text` with citizen IDs, mobiles and card numbers masked; digits that run on are no such number.
pub(crate) fn masked_within(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let (mut out, mut kept, mut at) = (String::new(), 0, 0);
    while at < bytes.len() {
        let run = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let end = at + run + usize::from(ends_in_x(&bytes[at + run..], run));
        if let Some(kind) = Some(run)
            .filter(|run| *run >= SHORTEST)
            .and_then(|_| kind(&text[at..end]))
        {
            out.push_str(&text[kept..at]);
            out.push_str(&mask_for_report(kind, &text[at..end]));
            kept = end;
        }
        at = end.max(at + 1);
    }
    match kept {
        0 => text.into(),
        _ => (out + &text[kept..]).into(),
    }
}

/// Whether the check character of a citizen ID comes after `run` digits.
fn ends_in_x(after: &[u8], run: usize) -> bool {
    let apart = after
        .get(1)
        .is_none_or(|next| !next.is_ascii_alphanumeric());
    run == 17 && matches!(after.first(), Some(b'X' | b'x')) && apart
}

/// Whose number it is. A card begins with 62 here: any sixteen digits may pass the check by chance.
fn kind(number: &str) -> Option<MaskKind> {
    let is_id = number.len() == 18 && id_card::birth(&number.to_ascii_uppercase()).is_some();
    if is_id {
        Some(MaskKind::IdNumber)
    } else if phone::is_mobile(number) {
        Some(MaskKind::Phone)
    } else if number.starts_with("62") && bank_card::is_card(number) {
        Some(MaskKind::Card)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_persons_are_masked_wherever_they_stand() {
        for (text, masked) in [
            ("330106199003074525", "330*************25"),
            ("店长33010619900307452x，", "店长330*************2x，"),
            ("文三路 1 号 13800138000", "文三路 1 号 138****8000"),
            ("13800138000/13900139000", "138****8000/139****9000"),
            ("卡6222021234567890128", "卡6222***********0128"),
        ] {
            assert_eq!(masked_within(text), masked);
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "",
            "第 3 店",
            "2088000000000001",
            "138001380001",
            "20261120138001380001",
            "91330106MA2H1ABC7U",
            "330106199013074525",
            "6222021234567890129",
            "0571-88888888",
        ] {
            assert!(matches!(masked_within(text), Cow::Borrowed(same) if same == text));
        }
    }
}
