//! What is said of a difference that stays open: at the credit that is wrong where there is one, else at
//! the bill whose money did not come.

use time::Date;

use crate::model::settlement::{SettlementAccount, SettlementDay, SettlementVerdict};
use crate::model::stage_rules::{SET001, SET002, SET003};
use crate::model::{Finding, Note, Place, Related, Route};
use crate::value::mask::{MaskKind, mask_for_report};
use crate::value::{date, money};

use super::statement::Credit;

/// The finding of a day, unless it agrees, clears or cannot be told.
pub fn difference(
    account: &SettlementAccount,
    day: &SettlementDay,
    credits: &[&Credit],
    statements: Vec<Place>,
) -> Option<Finding> {
    let rule = match day.verdict {
        SettlementVerdict::Short => &SET001,
        SettlementVerdict::Over => &SET002,
        SettlementVerdict::OneSided => &SET003,
        SettlementVerdict::Agrees | SettlementVerdict::NotCovered => return None,
    };
    if day.cleared.is_some() {
        return None;
    }
    let expected = money::format_fen(day.expected_fen);
    let difference = day.difference_fen();
    // The credit that is one too many, if any; of several alike, the last.
    let surplus = credits.iter().rev().find(|credit| credit.fen == difference);
    let finding = match surplus.or(credits.first()) {
        Some(credit) => Finding {
            field: Some(credit.field),
            ..Finding::about(rule, credit.place).found(credit.found)
        },
        None => {
            let place = day.bills.first().or(statements.first()).copied();
            Finding::about(rule, place.unwrap_or(Place::sheet(0))).found(&expected)
        }
    };
    let at = finding.place;
    let finding = finding
        .arg(name(account))
        .arg(text(day.day))
        .arg(&expected)
        .arg(money::format_fen(day.received_fen))
        .arg(money::format_fen(difference.saturating_abs()));
    let beside = |place: &Place, note| Related {
        place: *place,
        field: None,
        found: String::new(),
        note,
        touches: None,
    };
    let bills = day.bills.iter().map(|place| beside(place, Note::Bill));
    let others = credits.iter().map(|credit| Related {
        field: Some(credit.field),
        found: credit.found.to_owned(),
        ..beside(&credit.place, Note::BankCredit)
    });
    let sheets = match credits {
        [] => statements,
        _ => Vec::new(),
    };
    let sheets = sheets
        .iter()
        .map(|place| beside(place, Note::BankStatement));
    let related = bills
        .chain(others)
        .chain(sheets)
        .filter(|r| r.place != at)
        .collect();
    Some(Finding { related, ..finding })
}

/// A PID is no secret; of a bank account, as much as a receipt shows.
fn name(account: &SettlementAccount) -> String {
    match account.route {
        Route::Direct => account.pids.join(" "),
        Route::Indirect => mask_for_report(MaskKind::Card, &account.card),
    }
}

fn text(day: i32) -> String {
    Date::from_julian_day(day)
        .map(date::format)
        .unwrap_or_default()
}
