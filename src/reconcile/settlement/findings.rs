//! The findings about differences that stay open: at the credit that is wrong where there is one, else at
//! the bill whose money did not come.

use std::collections::BTreeSet;

use time::Date;

use crate::model::settlement::{SettlementAccount, SettlementDay, SettlementVerdict};
use crate::model::{Field, Finding, Note, Place, Related, Route, Rule};
use crate::reconcile::rules::settlement::{SET001, SET002, SET003};
use crate::value::mask::{MaskKind, mask_for_report};
use crate::value::{date, money};

use super::ledger::sum_fen;
use super::statement::Credit;
use crate::reconcile::stores::related_place;

/// The findings about an account: one for each day that stays open, but one for all of them where not
/// a single credit came, as when the statement is not the right one or the payer is not recognised.
pub(crate) fn account_findings(
    account: &SettlementAccount,
    days: &[(SettlementDay, Vec<&Credit>)],
    statements: &[Place],
) -> Vec<Finding> {
    let nothing_came = days.iter().all(|(_, credits)| credits.is_empty());
    let open = days.iter().map(|(day, _)| day).filter(|day| day.is_open());
    let open: Vec<&SettlementDay> = open.collect();
    if let ([first, .., last], true) = (&open[..], nothing_came) {
        let bills = open.iter().flat_map(|day| day.bills.iter().copied());
        let bills: BTreeSet<Place> = bills.collect();
        let all = SettlementDay {
            expected_fen: sum_fen(open.iter().map(|day| day.expected_fen)),
            bills: bills.into_iter().collect(),
            ..(*first).clone()
        };
        let days = format!("{} – {}", day_text(first.day), day_text(last.day));
        let finding = difference_finding(account, &all, days, &[], statements);
        return finding.into_iter().collect();
    }
    let each = |(day, credits): &(SettlementDay, Vec<&Credit>)| {
        difference_finding(account, day, day_text(day.day), credits, statements)
    };
    days.iter().filter_map(each).collect()
}

/// The finding about a day, unless it agrees, was made up for later, or is not covered.
fn difference_finding(
    account: &SettlementAccount,
    day: &SettlementDay,
    days: String,
    credits: &[&Credit],
    statements: &[Place],
) -> Option<Finding> {
    if !day.is_open() {
        return None;
    }
    let rule = match day.verdict {
        SettlementVerdict::Short => &SET001,
        SettlementVerdict::Over => &SET002,
        SettlementVerdict::OneSided => &SET003,
        SettlementVerdict::Agrees | SettlementVerdict::NotCovered => return None,
    };
    let finding = finding_at(rule, day, credits, statements)
        .arg(account_label(account))
        .arg(days)
        .arg(money::format_fen(day.expected_fen))
        .arg(money::format_fen(day.received_fen))
        .arg(money::format_fen(day.difference_fen().saturating_abs()));
    let mut related = related_cells(day, credits, statements);
    related.retain(|related| related.place != finding.place);
    Some(Finding { related, ..finding })
}

/// A finding at the credit that is one too many, if any (of several alike, the last), else at the first;
/// without credits at the bill, or at the statement.
fn finding_at(
    rule: &'static Rule,
    day: &SettlementDay,
    credits: &[&Credit],
    statements: &[Place],
) -> Finding {
    let difference = day.difference_fen();
    let surplus = credits.iter().rev().find(|credit| credit.fen == difference);
    if let Some(credit) = surplus.or(credits.first()) {
        return Finding {
            field: Some(credit.field),
            ..Finding::about(rule, credit.place).found(credit.found)
        };
    }
    let place = day.bills.first().or(statements.first()).copied();
    let place = place.unwrap_or(Place::sheet(0));
    Finding {
        // A cell of a bill is that of a withdrawal.
        field: place.column.map(|_| Field::Outgo),
        ..Finding::about(rule, place).found(money::format_fen(day.expected_fen))
    }
}

/// Both sides of a day: its bills, and its credits or else the statements that lack them.
fn related_cells(day: &SettlementDay, credits: &[&Credit], statements: &[Place]) -> Vec<Related> {
    let bills = day.bills.iter();
    let mut sides: Vec<Related> = bills.map(|bill| related_place(*bill, Note::Bill)).collect();
    sides.extend(credits.iter().map(|credit| Related {
        field: Some(credit.field),
        found: credit.found.to_owned(),
        ..related_place(credit.place, Note::BankCredit)
    }));
    if credits.is_empty() {
        let sheets = statements.iter();
        sides.extend(sheets.map(|place| related_place(*place, Note::BankStatement)));
    }
    sides
}

/// A PID is no secret; of a bank account, as much as a receipt shows.
fn account_label(account: &SettlementAccount) -> String {
    match account.route {
        Route::Direct => account.pids.join(" "),
        Route::Indirect => mask_for_report(MaskKind::Card, &account.card),
    }
}

fn day_text(day: i32) -> String {
    Date::from_julian_day(day)
        .map(date::format)
        .unwrap_or_default()
}
