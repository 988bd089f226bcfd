use super::*;
use time::macros::{date, datetime};

const NOW: PrimitiveDateTime = datetime!(2026-11-20 9:00);

/// At M3, nothing wrong, a trade last week.
const M3: Facts = Facts {
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

fn told(facts: &Facts) -> (StoreStage, Vec<(Task, TaskState)>) {
    let progress = live(facts, NOW, 30);
    let steps = progress.steps.iter().map(|step| (step.due, step.turn));
    (progress.stage.expect("indirect"), steps.collect())
}

fn moment(text: &str) -> Option<Moment> {
    Some(Moment::parse(text).expect("a moment"))
}

#[test]
fn from_nothing_to_order_sync() {
    use {Task::*, TaskState::*};
    let new = Facts {
        level: 0,
        submitted: true,
        last_trade: None,
        ..M3
    };
    let handed = Facts {
        handed_over: moment("2026-11-18"),
        ..M3
    };
    let tagged = |at| Facts {
        tagged: moment(at),
        ..handed
    };
    let claimed = Facts {
        level: 4,
        m4: M4State::Claimed,
        ..tagged("2026-11-18")
    };
    let signed = Facts {
        workbench_signed: true,
        ..claimed
    };
    let confirmed = Facts {
        info_confirmed: true,
        ..signed
    };
    let synced = Facts {
        order_sync: true,
        ..confirmed
    };
    let ways = [
        (
            new,
            StoreStage::New,
            vec![
                (UploadM3, Now),
                (HandOver, Next),
                (Trade, Next),
                (Bind, Next),
            ],
        ),
        (M3, StoreStage::M3, vec![(HandOver, Now), (Bind, Next)]),
        (
            handed,
            StoreStage::HandedOver,
            vec![(Tag, Waiting), (Bind, Next)],
        ),
        (
            tagged("2026-11-19 10:00"),
            StoreStage::Tagged,
            vec![(Bind, Waiting)],
        ),
        (
            tagged("2026-11-19 09:00"),
            StoreStage::Binding,
            vec![(Bind, Waiting)],
        ),
        (
            claimed,
            StoreStage::Claimed,
            vec![
                (SignWorkbench, Waiting),
                (ConfirmChange, Next),
                (SwitchSync, Next),
            ],
        ),
        (
            signed,
            StoreStage::Claimed,
            vec![(ConfirmChange, Waiting), (SwitchSync, Next)],
        ),
        (confirmed, StoreStage::Signed, vec![(SwitchSync, Now)]),
        (synced, StoreStage::Synced, vec![]),
    ];
    for (facts, stage, steps) in ways {
        assert_eq!(told(&facts), (stage, steps), "{facts:?}");
    }
}

#[test]
fn a_day_without_an_hour_opens_the_gate_a_day_later() {
    let tagged = Facts {
        tagged: moment("2026-11-19"),
        ..M3
    };
    let from = |facts: &Facts| live(facts, NOW, 0).bind_from;
    assert_eq!(from(&tagged), Some(datetime!(2026-11-21 0:00)));
    let hour = Facts {
        tagged: moment("2026-11-19 10:00"),
        ..M3
    };
    assert_eq!(from(&hour), Some(datetime!(2026-11-20 10:00)));
}

#[test]
fn what_stands_in_the_way() {
    use {Task::*, TaskState::*};
    let ways = [
        (
            Facts {
                held: true,
                faulty: true,
                ..M3
            },
            vec![(Correct, Waiting)],
        ),
        (
            Facts {
                held: true,
                faulty: true,
                m4: M4State::Differs,
                ..M3
            },
            vec![(Correct, Waiting), (FixAccount, Waiting)],
        ),
        (
            Facts {
                held: true,
                m4: M4State::Differs,
                ..M3
            },
            vec![(FixAccount, Waiting)],
        ),
        (
            Facts {
                held: true,
                job_faulty: true,
                ..M3
            },
            vec![(CompleteJob, Now)],
        ),
        (
            Facts {
                agreement: None,
                ..M3
            },
            vec![(NameAcquirer, Now), (HandOver, Next), (Bind, Next)],
        ),
        (
            Facts {
                agreement: None,
                handed_over: moment("2026-11-18"),
                ..M3
            },
            vec![(Tag, Waiting), (Bind, Next)],
        ),
        (
            Facts {
                agreement: Some(false),
                ..M3
            },
            vec![(SignAgreement, Waiting), (HandOver, Next), (Bind, Next)],
        ),
        (
            Facts {
                unclear: true,
                ..M3
            },
            vec![(ClearTime, Now), (HandOver, Next), (Bind, Next)],
        ),
        (
            Facts {
                unclear: true,
                handed_over: moment("2026-11-18"),
                ..M3
            },
            vec![(ClearTime, Now), (Tag, Next), (Bind, Next)],
        ),
        (
            Facts {
                unclear: true,
                tagged: moment("2026-11-18"),
                ..M3
            },
            vec![(Bind, Waiting)],
        ),
        (
            Facts { level: 2, ..M3 },
            vec![(AskLevel, Now), (HandOver, Next), (Bind, Next)],
        ),
        (
            Facts {
                m4: M4State::NoAccount,
                tagged: moment("2026-11-10"),
                ..M3
            },
            vec![(GiveAccount, Waiting), (Bind, Next)],
        ),
        (
            Facts {
                m4: M4State::Pending,
                tagged: moment("2026-11-10"),
                ..M3
            },
            vec![(ConfirmAccount, Now), (Bind, Waiting)],
        ),
    ];
    for (facts, steps) in ways {
        assert_eq!(told(&facts).1, steps, "{facts:?}");
    }
}

#[test]
fn fourteen_days_for_a_trade() {
    let step = |last: Option<Date>, handed: &str| {
        let handed_over = Some(handed)
            .filter(|at| !at.is_empty())
            .and_then(Moment::parse);
        let progress = live(
            &Facts {
                last_trade: last,
                handed_over,
                ..M3
            },
            NOW,
            0,
        );
        let trade = progress
            .steps
            .iter()
            .find(|step| step.due == Task::Trade)
            .copied();
        (progress.trade_by, trade.map(|step| (step.turn, step.by)))
    };
    let day = Some;
    let fresh = date!(2026 - 11 - 06);
    assert_eq!(step(Some(fresh), ""), (day(date!(2026 - 11 - 20)), None));
    let stale = date!(2026 - 11 - 05);
    let by = day(date!(2026 - 11 - 19));
    assert_eq!(step(Some(stale), ""), (by, Some((TaskState::Overdue, by))));
    let by = day(date!(2026 - 12 - 04));
    assert_eq!(step(None, ""), (by, Some((TaskState::Waiting, by))));
    let by = day(date!(2026 - 12 - 01));
    assert_eq!(
        step(None, "2026-11-17"),
        (by, Some((TaskState::Waiting, by)))
    );
}

#[test]
fn a_trade_about_the_time_of_tagging_is_enough() {
    let tagged = Facts {
        tagged: moment("2026-10-20"),
        last_trade: Some(date!(2026 - 10 - 12)),
        ..M3
    };
    assert_eq!(told(&tagged).1, [(Task::Bind, TaskState::Waiting)]);
    assert_eq!(live(&tagged, NOW, 30).trade_by, None);
}

#[test]
fn papers_are_announced_and_fall_due() {
    let until = |licence, legal_id| Facts {
        licence_until: Some(licence),
        legal_id_until: Some(legal_id),
        ..M3
    };
    let papers = |facts: &Facts| {
        let progress = live(facts, NOW, 30);
        let steps = progress
            .steps
            .into_iter()
            .filter(|s| matches!(s.due, Task::RenewLicence | Task::RenewId));
        steps
            .map(|step| (step.due, step.turn, step.by))
            .collect::<Vec<_>>()
    };
    let (gone, last) = (date!(2026 - 11 - 19), date!(2026 - 12 - 20));
    assert_eq!(
        papers(&until(gone, last)),
        [
            (Task::RenewLicence, TaskState::Overdue, Some(gone)),
            (Task::RenewId, TaskState::Waiting, Some(last))
        ]
    );
    assert_eq!(
        papers(&until(date!(2026 - 12 - 21), date!(2030 - 01 - 01))),
        []
    );
}
