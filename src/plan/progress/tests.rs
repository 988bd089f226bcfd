use super::*;
use time::macros::{date, datetime};

const NOW: PrimitiveDateTime = datetime!(2026-11-20 9:00);

/// At M3, nothing wrong, a trade last week.
const M3: ProgressFacts = ProgressFacts {
    level: 3,
    held: false,
    faulty: false,
    job_faulty: false,
    submitted: false,
    m4: M4State::Ready,
    agreement: Some(true),
    handed_over: None,
    tagged: None,
    unclear: false,
    last_trade: Some(date!(2026 - 11 - 13)),
    workbench_signed: false,
    info_confirmed: false,
    order_sync: false,
    licence_until: None,
    legal_id_until: None,
};

fn with(mut facts: ProgressFacts, change: impl Fn(&mut ProgressFacts)) -> ProgressFacts {
    change(&mut facts);
    facts
}

fn m3(change: impl Fn(&mut ProgressFacts)) -> ProgressFacts {
    with(M3, change)
}

/// `task!` can be done now, `task?` waits for somebody, `task!!` is overdue, `task` comes after those.
fn tasks(facts: &ProgressFacts) -> String {
    let mark = |state| match state {
        TaskState::Overdue => "!!",
        TaskState::Now => "!",
        TaskState::Waiting => "?",
        TaskState::Next => "",
    };
    let steps = assess(facts, NOW, 30).steps;
    let steps = steps
        .iter()
        .map(|s| s.task.key().to_owned() + mark(s.state));
    steps.collect::<Vec<_>>().join(" ")
}

fn moment(text: &str) -> Option<Moment> {
    Some(Moment::parse(text).expect("a moment"))
}

#[test]
fn from_nothing_to_order_sync() {
    let new = m3(|f| (f.level, f.submitted, f.last_trade) = (0, true, None));
    let handed = m3(|f| f.handed_over = moment("2026-11-18"));
    let tagged = |at| with(handed, |f| f.tagged = moment(at));
    let claimed = with(tagged("2026-11-18"), |f| {
        (f.level, f.m4) = (4, M4State::Claimed);
    });
    let signed = with(claimed, |f| f.workbench_signed = true);
    let confirmed = with(signed, |f| f.info_confirmed = true);
    let synced = with(confirmed, |f| f.order_sync = true);
    let after_m4 = "sign_workbench? confirm_change switch_sync";
    for (facts, stage, expected) in [
        (new, StoreStage::New, "upload_m3! hand_over trade bind"),
        (M3, StoreStage::M3, "hand_over! bind"),
        (handed, StoreStage::HandedOver, "tag? bind"),
        (tagged("2026-11-19 10:00"), StoreStage::Tagged, "bind?"),
        (tagged("2026-11-19 09:00"), StoreStage::Binding, "bind?"),
        (claimed, StoreStage::Claimed, after_m4),
        (signed, StoreStage::Claimed, "confirm_change? switch_sync"),
        (confirmed, StoreStage::Signed, "switch_sync!"),
        (synced, StoreStage::Synced, ""),
    ] {
        assert_eq!(tasks(&facts), expected, "{facts:?}");
        assert_eq!(assess(&facts, NOW, 30).stage, Some(stage), "{facts:?}");
    }
}

#[test]
fn a_day_without_an_hour_opens_the_gate_a_day_later() {
    let from = |tagged| assess(&m3(|f| f.tagged = moment(tagged)), NOW, 0).bind_from;
    assert_eq!(from("2026-11-19"), Some(datetime!(2026-11-21 0:00)));
    assert_eq!(from("2026-11-19 10:00"), Some(datetime!(2026-11-20 10:00)));
}

#[test]
fn what_stands_in_the_way() {
    let handed = m3(|f| f.handed_over = moment("2026-11-18"));
    let tagged = m3(|f| f.tagged = moment("2026-11-18"));
    let long_tagged = m3(|f| f.tagged = moment("2026-11-10"));
    let held = m3(|f| f.held = true);
    let faulty = with(held, |f| f.faulty = true);
    let differs = |facts| with(facts, |f| f.m4 = M4State::Differs);
    let without_account = with(long_tagged, |f| f.m4 = M4State::NoAccount);
    let pending = with(long_tagged, |f| f.m4 = M4State::Pending);
    let no_acquirer = |facts| with(facts, |f| f.agreement = None);
    let unsigned = m3(|f| f.agreement = Some(false));
    let unclear = |facts| with(facts, |f| f.unclear = true);
    for (facts, expected) in [
        (faulty, "correct?"),
        (differs(faulty), "correct? fix_account?"),
        (differs(held), "fix_account?"),
        (with(held, |f| f.job_faulty = true), "complete_job!"),
        (no_acquirer(M3), "name_acquirer! hand_over bind"),
        (no_acquirer(handed), "tag? bind"),
        (unsigned, "sign_agreement? hand_over bind"),
        (unclear(M3), "clear_time! hand_over bind"),
        (unclear(handed), "clear_time! tag bind"),
        (unclear(tagged), "bind?"),
        (m3(|f| f.level = 2), "ask_level! hand_over bind"),
        (without_account, "give_account? bind"),
        (pending, "confirm_account! bind?"),
    ] {
        assert_eq!(tasks(&facts), expected, "{facts:?}");
    }
}

#[test]
fn fourteen_days_for_a_trade() {
    let trade = |last_trade: Option<Date>, handed_over: &str| {
        let handed_over = Moment::parse(handed_over);
        let facts = m3(|f| (f.last_trade, f.handed_over) = (last_trade, handed_over));
        let progress = assess(&facts, NOW, 0);
        let step = progress.steps.iter().find(|s| s.task == Task::Trade);
        (progress.trade_by, step.map(|step| (step.state, step.by)))
    };
    let by = Some(date!(2026 - 11 - 20));
    assert_eq!(trade(Some(date!(2026 - 11 - 06)), ""), (by, None));
    let by = Some(date!(2026 - 11 - 19));
    let overdue = (by, Some((TaskState::Overdue, by)));
    assert_eq!(trade(Some(date!(2026 - 11 - 05)), ""), overdue);
    for (handed_over, by) in [
        ("", date!(2026 - 12 - 04)),
        ("2026-11-17", date!(2026 - 12 - 01)),
    ] {
        let waiting = Some((TaskState::Waiting, Some(by)));
        assert_eq!(trade(None, handed_over), (Some(by), waiting));
    }
}

#[test]
fn a_trade_about_the_time_of_tagging_is_enough() {
    let last = Some(date!(2026 - 10 - 12));
    let tagged = m3(|f| (f.tagged, f.last_trade) = (moment("2026-10-20"), last));
    assert_eq!(tasks(&tagged), "bind?");
    assert_eq!(assess(&tagged, NOW, 30).trade_by, None);
}

#[test]
fn papers_are_announced_and_fall_due() {
    let papers = |licence, legal_id| {
        let facts = m3(|f| (f.licence_until, f.legal_id_until) = (Some(licence), Some(legal_id)));
        let mut steps = assess(&facts, NOW, 30).steps;
        steps.retain(|s| matches!(s.task, Task::RenewLicence | Task::RenewId));
        let step = |step: Step| (step.task, step.state, step.by);
        steps.into_iter().map(step).collect::<Vec<_>>()
    };
    let (gone, last) = (date!(2026 - 11 - 19), date!(2026 - 12 - 20));
    assert_eq!(
        papers(gone, last),
        [
            (Task::RenewLicence, TaskState::Overdue, Some(gone)),
            (Task::RenewId, TaskState::Waiting, Some(last))
        ]
    );
    let later = papers(date!(2026 - 12 - 21), date!(2030 - 01 - 01));
    assert_eq!(later, []);
}
